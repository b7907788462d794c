//! Offsets, words, phrases, quotations and statements, in the text that practitioners type and in
//! text that nobody should.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::string_slice, reason = "tests may stop on a surprise")]

use fairnote::text::{
    PhraseBook, Utf16Index, byte_at_utf16, lines, paragraphs, quotations, statements, utf16_len, words,
};
use proptest::prelude::*;

fn cut(text: &str) -> Vec<&str> {
    paragraphs(text)
        .flat_map(|paragraph| {
            let text = &text[paragraph];
            statements(text).into_iter().map(move |span| &text[span])
        })
        .collect()
}

fn found(phrases: &[(&str, bool)], text: &str) -> Vec<String> {
    let entries = (0..).zip(phrases).map(|(payload, (phrase, exact))| (*phrase, *exact, payload));
    let book = PhraseBook::build(entries);
    book.find_all(text).into_iter().map(|found| text[found.start..found.end].to_owned()).collect()
}

fn quoted(text: &str) -> Vec<&str> {
    quotations(text).into_iter().map(|quotation| &text[quotation.span]).collect()
}

/// Text with what breaks segmenters in it, more often than chance would put it there.
fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[a-zA-Z]{1,6}",
        Just(" ".to_owned()),
        Just(". ".to_owned()),
        Just("\n".to_owned()),
        Just("\r\n".to_owned()),
        Just("\"".to_owned()),
        Just("'".to_owned()),
        Just("“".to_owned()),
        Just("’".to_owned()),
        Just("🎉".to_owned()),
        Just("\u{202e}".to_owned()),
        Just("e\u{301}".to_owned()),
        Just("- ".to_owned()),
        Just("Dr. ".to_owned()),
        Just("…".to_owned()),
        Just("\u{2028}".to_owned()),
        Just("\0".to_owned()),
        any::<char>().prop_map(String::from),
    ];
    proptest::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

#[test]
fn a_stop_that_ends_no_sentence_ends_no_statement() {
    for whole in [
        "Dr. Lunt rang at 3.30pm.",
        "Seen by J. Marsh, e.g. in the hall, acc. to crew.",
        "Neighbour at no. 5 came out.",
        "21:47 to female, 34 yrs, ? OD, GCS 14.",
        "1. Mum to ring Home-Start.",
        "The older one (8?) had let us in.",
        "He said “I do not sleep. I see the water.”",
        "She shouted \"again!\" and was given a towel.",
        "Keeley said 'I like it. I do.' and ran off.",
        "Wrote to a.smith@example.gov.uk about v1.2.",
        "Health: well.",
        "- asked about the boys' room",
    ] {
        assert_eq!(cut(whole), [whole]);
    }
}

#[test]
fn sentences_lines_and_bullets_are_statements() {
    assert_eq!(
        cut("Home visit\r\n\r\n- Mum in. Dad out!\r\n• No reply.Card left\n"),
        ["Home visit", "- Mum in.", "Dad out!", "• No reply.", "Card left"]
    );
    assert_eq!(
        cut("He said, \"Today. Not tomorrow.\" She left. 'Cos why? he asked"),
        ["He said, \"Today. Not tomorrow.\"", "She left.", "'Cos why?", "he asked"]
    );
    assert_eq!(cut("Seen at 4 p.m. by S/W. So did I. He left"), ["Seen at 4 p.m. by S/W.", "So did I.", "He left"]);
    assert_eq!(cut(" \n\t\r\n"), Vec::<&str>::new());
}

#[test]
fn a_sentence_wrapped_over_lines_is_one_statement() {
    let wrapped = "She said that she had walked into the car door at the weekend and\nasked me not to write that down.";
    assert_eq!(cut(wrapped), [wrapped]);
    let listed = "This is what we agreed when we met at home with Mum this morning,\na) ring school\nb) visit";
    assert_eq!(cut(listed).len(), 3);
}

#[test]
fn a_quotation_is_found_and_an_apostrophe_is_none() {
    assert_eq!(
        quoted("She said \"no\" and 'never' and “not now” and ‘go’."),
        ["\"no\"", "'never'", "“not now”", "‘go’"]
    );
    assert_eq!(quoted("I don't think the boys' room is Mum's."), Vec::<&str>::new());
    assert_eq!(quoted("She said 'I don't know' and left"), ["'I don't know'"]);
    assert_eq!(quoted("‘It’s mine,’ he said. It’s not."), ["‘It’s mine,’"]);
    assert_eq!(quoted("He is 5'6\" and the cut is 2\" long"), Vec::<&str>::new());
    assert_eq!(quoted("'cos he was tired and it was the boys' turn"), Vec::<&str>::new());
    let open = quotations("Jay said \"I was never");
    assert_eq!((open.len(), open[0].closed, open[0].span.clone()), (1, false, 9..21));
}

#[test]
fn a_phrase_is_found_as_whole_words() {
    let phrases = [
        ("attention-seeking", false),
        ("T/C", false),
        ("d.o.b.", false),
        ("can't cope", false),
        ("IT", true),
        ("CIN", true),
        ("child in need", false),
        ("child", false),
        ("+ve", false),
        ("@", false),
        ("café", false),
    ];
    assert_eq!(
        found(&phrases, "He is Attention seeking, ATTENTION-SEEKING."),
        ["Attention seeking", "ATTENTION-SEEKING"]
    );
    assert_eq!(found(&phrases, "t/c re d.o.b. 01/02"), ["t/c", "d.o.b."]);
    assert_eq!(found(&phrases, "Mum can’t\n  cope; it is IT"), ["can’t\n  cope", "IT"]);
    assert_eq!(found(&phrases, "child in need, children, child in a"), ["child in need", "child"]);
    assert_eq!(found(&phrases, "CIN’s CINS xCIN CIN"), ["CIN", "CIN"]);
    assert_eq!(found(&phrases, "test +ve @ 3, five+ve a@b.org CAFÉ"), ["+ve", "@", "CAFÉ"]);
    assert_eq!(found(&[("t", false), ("don", false)], "I don't t"), ["t"]);
    assert_eq!(found(&[("", false), ("  ", true)], "a  b"), Vec::<String>::new());
}

#[test]
fn words_keep_their_apostrophes() {
    let text = "Didn't the boys’ T/C re-test 'go' O’Neil e\u{301}";
    let found: Vec<&str> = words(text).map(|word| &text[word]).collect();
    assert_eq!(found, ["Didn't", "the", "boys", "T", "C", "re", "test", "go", "O’Neil", "e\u{301}"]);
}

#[test]
fn a_hostile_note_is_read_in_linear_time() {
    for piece in
        ["'a \"b ", "A. ", "1. ", " ", "\"", "'", "? ", "“", "a.", "\n", "x’ ‘y ", "e.g. ", ".\" A", "child in "]
    {
        let text = piece.repeat(300_000 / piece.len());
        let before = std::time::Instant::now();
        let _ = cut(&text);
        let _ = found(&[("child in need of", false), ("a b", false)], &text);
        assert!(before.elapsed().as_secs() < 5, "{piece:?} took {:?}", before.elapsed());
    }
    let text = " ".repeat(200_000) + &"A. ".repeat(60_000);
    let before = std::time::Instant::now();
    let _ = cut(&text);
    assert!(before.elapsed().as_secs() < 5);
}

proptest! {
    #[test]
    fn offsets_agree_with_the_standard_library(text in hostile(), repeat in 1..8_usize) {
        let text = text.repeat(repeat);
        let index = Utf16Index::new(&text);
        let mut units = 0;
        for (byte, character) in text.char_indices() {
            prop_assert_eq!(index.utf16(byte), units);
            for half in 0..character.len_utf16() {
                prop_assert_eq!(index.byte((units + half) as u32), Some(byte));
                prop_assert_eq!(byte_at_utf16(&text, (units + half) as u32), Some(byte));
            }
            units += character.len_utf16();
        }
        prop_assert_eq!(units, text.encode_utf16().count());
        prop_assert_eq!(utf16_len(&text), units);
        prop_assert_eq!(index.utf16(text.len() + 5), units);
        prop_assert_eq!(index.byte(units as u32), Some(text.len()));
        prop_assert_eq!(index.byte(units as u32 + 1), None);
        prop_assert_eq!(byte_at_utf16(&text, units as u32 + 1), None);
    }

    #[test]
    fn every_character_but_white_space_is_in_one_statement(text in hostile()) {
        let mut at = 0;
        for paragraph in paragraphs(&text) {
            prop_assert_eq!(paragraph.start, at);
            let body = &text[paragraph.clone()];
            let mut inside = 0;
            for span in statements(body) {
                prop_assert!(span.start >= inside && span.start < span.end);
                prop_assert!(body[inside..span.start].trim().is_empty());
                prop_assert_eq!(body[span.clone()].trim(), &body[span.clone()]);
                inside = span.end;
            }
            prop_assert!(body[inside..].trim().is_empty());
            for quotation in quotations(body) {
                prop_assert!(body.get(quotation.span).is_some());
            }
            at = paragraph.end;
        }
        prop_assert_eq!(at, text.len());
        prop_assert_eq!(lines(&text).map(|line| line.len()).sum::<usize>(), text.len());
    }

    #[test]
    fn phrases_are_found_where_a_slow_search_finds_them(
        phrases in proptest::collection::vec("[ab]{1,2}( [ab]{1,2}){0,2}", 1..6), text in "[ab]{1,2}( [ab]{1,2}){0,30}"
    ) {
        let book = PhraseBook::build((0..).zip(&phrases).map(|(at, phrase)| (phrase.as_str(), false, at)));
        let padded = format!(" {text} ");
        let mut slow = Vec::new();
        let mut from = 0;
        while from < text.len() {
            let starts = padded[..=from].ends_with(' ');
            let longest = phrases.iter().filter(|phrase| padded[from + 1..].starts_with(&format!("{phrase} "))).map(String::len).max();
            match longest.filter(|_| starts) {
                Some(length) => { slow.push((from, from + length)); from += length; }
                None => from += 1,
            }
        }
        let fast: Vec<_> = book.find_all(&text).into_iter().map(|found| (found.start, found.end)).collect();
        prop_assert_eq!(fast, slow);
    }

    #[test]
    fn any_text_can_be_searched_for_any_phrases(phrases in proptest::collection::vec(hostile(), 0..10), text in hostile()) {
        let book = PhraseBook::build((0..).zip(&phrases).map(|(at, phrase)| (phrase.as_str(), at % 2 == 0, at)));
        for text in [&text, &phrases.concat()] {
            for found in book.find_all(text) {
                prop_assert!(text.get(found.start..found.end).is_some_and(|found| !found.is_empty()));
            }
            for word in words(text) {
                prop_assert!(text.get(word).is_some_and(|word| !word.is_empty()));
            }
        }
    }
}
