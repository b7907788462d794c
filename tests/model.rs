//! Statements by the learnt model: what it says, and that an edit comes to the same as reading afresh, however long the note.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::string_slice, reason = "tests may stop on a surprise")]

use fairnote::note::model::{Model, write};
use fairnote::note::{Lexicon, NoteSession, Source, StatementKind, analyse, analyse_in};
use proptest::prelude::*;
use std::ops::Range;
use std::sync::{Arc, LazyLock};

const CLASSES: &str = include_str!("../standards/england/model/classes.txt");
const WEIGHTS: &[u8] = include_bytes!("../standards/england/model/weights.bin");

/// The shipped model, with no word lists but a term, so that a first use can come and go.
static LEXICON: LazyLock<Arc<Lexicon>> = LazyLock::new(|| {
    let term =
        |phrase: &str| fairnote::standards::Word { phrase: phrase.to_owned(), exact: true, ..Default::default() };
    let list = fairnote::standards::WordList {
        title: String::new(),
        category: fairnote::standards::Category::Jargon,
        words: vec![term("CIN"), term("DSL")],
    };
    Arc::new(Lexicon::with_model([&list], Model::read(CLASSES, WEIGHTS)))
});

fn said(context: &str, note: &str) -> Vec<(StatementKind, Source)> {
    let analysis = analyse_in(&LEXICON, context, note);
    analysis.statements.into_iter().map(|statement| (statement.kind, statement.source)).collect()
}

#[test]
fn the_shipped_weights_can_be_read_and_damaged_ones_are_refused() {
    assert!(Model::read(CLASSES, WEIGHTS).is_some());
    assert!(Model::read(CLASSES, &WEIGHTS[..WEIGHTS.len() / 2]).is_none());
    assert!(Model::read(CLASSES, &WEIGHTS[1..]).is_none());
    assert!(Model::read(CLASSES, &[]).is_none());
}

#[test]
fn weights_are_read_as_they_were_written() {
    let feature = |number: u32| number << 8;
    let full: Vec<(u32, [i8; 6])> = (0..500).map(|at| (feature(at * 7_919), [(at % 100) as i8; 6])).collect();
    let text = write([1; 9], [50; 16], &full, &vec![(feature(3), [-5])]);
    assert!(Model::read("", &text).is_some());
    assert_eq!(text, write([1; 9], [50; 16], &full.iter().rev().copied().collect(), &vec![(feature(3), [-5])]));
}

#[test]
fn plain_cases_are_told_apart() {
    use Source::{FirstHand, ThirdParty};
    use StatementKind::{Assessment, Decision, Fact, Opinion, Other};
    let note = "Home visit, 3 March\n\nMum opened the door and let me in.\nShe told me that Kai had been sick on Tuesday.\n\
        She seemed fed up with me.\nThe risk to Kai is high because nobody has seen him since May, and Mum has cancelled four \
        visits.\n\nActions\n1. I will visit again on Friday.";
    let expected = [
        (Other, FirstHand),
        (Fact, FirstHand),
        (Fact, ThirdParty),
        (Opinion, FirstHand),
        (Assessment, FirstHand),
        (Other, FirstHand),
        (Decision, FirstHand),
    ];
    assert_eq!(said("home visit, child protection, social worker", note), expected);
    assert_eq!(said("", note), expected);
}

#[test]
fn what_the_contact_was_tells_who_speaks() {
    let note = "Hi Jo,\nHe was in school every day last week.\nHis weight is 21 kg.\nThanks, Sam";
    let told = |context: &str| said(context, note).iter().filter(|said| said.1 == Source::ThirdParty).count();
    assert_eq!(told("email in from school, child in need, pasted by social worker"), 2);
}

#[test]
fn every_reason_is_in_words() {
    let note = "Mum told me that he had hit her.\nI will ring the police today.";
    for statement in analyse(&LEXICON, note).statements {
        assert!(!statement.because.is_empty());
        for because in &statement.because {
            let words = because.say(note);
            assert!(words.len() > 10 && !words.contains("“”"), "{words}");
        }
        assert!((1..=99).contains(&statement.confidence));
    }
}

/// Lines of a note, some of which bear on those around them.
fn line() -> impl Strategy<Value = String> {
    let set = prop_oneof![
        Just("Mum told me that he had been up all night. He was sick twice."),
        Just("I rang school and spoke with the DSL."),
        Just("Actions:"),
        Just("ANALYSIS"),
        Just("Dear Ms Hall,"),
        Just("- SW to visit again on Friday."),
        Just("She said “I don't want to go. Not now. Not ever.” and cried 😢"),
        Just("CIN visit at 3.30pm with Dr. Shah, e.g. for the e\u{301}t\u{301}"),
        Just("\u{202e}He left\u{202c} at 4"),
        Just(""),
        Just("\r"),
        Just("the home was warm and the children were eating their tea at the table,"),
        Just("which was set for five of them, although only four were there at the time of the visit"),
    ];
    prop_oneof![13 => set.prop_map(str::to_owned), 2 => "[a-zA-Z .,'\"“”’?!:-]{0,40}"]
}

fn note() -> impl Strategy<Value = String> {
    proptest::collection::vec((line(), prop_oneof![Just("\n"), Just("\n\n"), Just("\r\n"), Just(" ")]), 0..160)
        .prop_map(|lines| lines.into_iter().map(|(line, end)| line + end).collect())
}

fn cases() -> u32 {
    std::env::var("FAIRNOTE_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(60)
}

/// What a statement is, without where it stands.
fn what(session: &NoteSession, bytes: Range<usize>) -> Vec<String> {
    let statements = session.statements_in(bytes);
    let told = |statement: &fairnote::note::Statement| {
        format!(
            "{:?} {:?} {} {}",
            statement.kind,
            statement.source,
            statement.confidence,
            &session.text()[statement.span.clone()]
        )
    };
    statements.iter().map(told).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases()))]

    #[test]
    fn edits_come_to_the_same_as_reading_afresh(
        text in note(),
        edits in proptest::collection::vec((any::<u16>(), prop_oneof![0..6_u32, 0..3_000_u32], note(), 0..4_u8), 1..8),
    ) {
        let context = "home visit, child in need, social worker";
        let mut session = NoteSession::in_context(Arc::clone(&LEXICON), context, text.as_str());
        for (at, length, inserted, sort) in edits {
            let units = session.text().encode_utf16().count() as u32;
            let start = u32::from(at) % (units + 1);
            let end = (start + length).min(units);
            // A keystroke, a deletion, a paste, a paste over something.
            let inserted = match sort { 0 => "x", 1 => "", _ => inserted.as_str() };
            let end = if sort == 2 { start } else { end };
            let before = session.clone();
            if session.edit(start, end, inserted).is_err() {
                prop_assert_eq!(session.analysis(), before.analysis());
                continue;
            }
            let fresh = analyse_in(&LEXICON, context, session.text());
            prop_assert_eq!(&session.analysis(), &fresh);
            // What is outside the part that is said to have changed is as it was, before and after.
            let changed = session.changed();
            let rest = session.text().len() - changed.end;
            prop_assert_eq!(what(&session, 0..changed.start), what(&before, 0..changed.start));
            prop_assert_eq!(
                what(&session, changed.end..usize::MAX),
                what(&before, before.text().len() - rest..usize::MAX)
            );
        }
    }
}
