use super::*;
use crate::text::{Utf16Index, statements as spans_of};
use proptest::prelude::*;

fn spans(text: &str) -> Vec<Span> {
    let index = Utf16Index::new(text);
    let units = |byte| u32::try_from(index.utf16(byte)).unwrap();
    let of = |paragraph: Range<usize>| {
        let found = spans_of(text.get(paragraph.clone()).unwrap()).into_iter();
        found.map(move |span| span.start + paragraph.start..span.end + paragraph.start).collect::<Vec<_>>()
    };
    crate::text::paragraphs(text).flat_map(of).map(|span| units(span.start)..units(span.end)).collect()
}

fn tag(start: u32, end: u32, kind: StatementKind) -> Tag {
    Tag { start, end, kind: Some(kind), source: None }
}

/// The words that each tag stands on, and its kind.
fn told(text: &str, tags: &[Tag]) -> Vec<(String, StatementKind)> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let words = |tag: &Tag| String::from_utf16(&units[tag.start as usize..tag.end as usize]).unwrap();
    tags.iter().map(|tag| (words(tag), tag.kind.unwrap())).collect()
}

/// Edits as a browser tells them: the old text, the new one, and where the caret is.
fn typed(old: &str, new: &str, caret: u32, tags: &[Tag]) -> Vec<Tag> {
    let edit = difference(old, new, Some(caret)).unwrap();
    tags.iter().filter_map(|tag| tag.after(edit)).collect()
}

#[test]
fn a_tag_moves_with_what_is_typed_before_it() {
    let (old, new) = ("She left. He stayed.", "Today she left. He stayed.");
    let tags = typed(old, new, 7, &[tag(10, 20, StatementKind::Opinion)]);
    assert_eq!(told(new, &settled(&tags, &spans(new))), [("He stayed.".to_owned(), StatementKind::Opinion)]);
}

#[test]
fn a_tag_stays_on_a_statement_whose_words_change_and_goes_with_it() {
    let old = "She left. He stayed. I rang.";
    let tags = [tag(10, 20, StatementKind::Opinion)];
    let new = "She left. He stayed at home. I rang.";
    let kept = settled(&typed(old, new, 27, &tags), &spans(new));
    assert_eq!(told(new, &kept), [("He stayed at home.".to_owned(), StatementKind::Opinion)]);
    assert_eq!(typed(old, "She left. I rang.", 10, &tags), []);
}

#[test]
fn a_statement_cut_in_two_and_joined_again_is_tagged_as_before() {
    let whole = "She left because he shouted.";
    let tags = [tag(0, 28, StatementKind::Assessment)];
    let cut = "She left. Because he shouted.";
    let apart = typed(whole, cut, 11, &tags);
    assert_eq!(
        told(cut, &settled(&apart, &spans(cut))),
        [("Because he shouted.".to_owned(), StatementKind::Assessment)]
    );
    let again = typed(cut, whole, 10, &apart);
    assert_eq!(told(whole, &settled(&again, &spans(whole))), [(whole.to_owned(), StatementKind::Assessment)]);
}

#[test]
fn of_two_tags_on_a_statement_the_later_one_counts_and_going_back_leaves_neither() {
    let text = "She left. He stayed.";
    let spans = spans(text);
    let mut tags = vec![tag(0, 9, StatementKind::Fact)];
    set(&mut tags, &spans, 0, Some(StatementKind::Opinion), None);
    assert_eq!(told(text, &tags), [("She left.".to_owned(), StatementKind::Opinion)]);
    tags.insert(0, tag(0, 4, StatementKind::Fact));
    set(&mut tags, &spans, 0, None, None);
    assert_eq!(tags, []);
}

#[test]
fn a_text_written_anew_keeps_the_tags_of_statements_with_the_same_words() {
    let old = "She left. He stayed. I rang. No answer.";
    let tags = [
        tag(0, 9, StatementKind::Opinion),
        tag(10, 20, StatementKind::Decision),
        tag(29, 39, StatementKind::Assessment),
    ];
    // The first is gone, the second has other words, the third stands elsewhere.
    let new = "No answer. He stayed in bed. I rang.";
    let kept = carried(old, new, &tags, &spans(new));
    assert!(told(new, &kept).contains(&("No answer.".to_owned(), StatementKind::Assessment)));
    let kept = carried(old, "Then he stayed. I rang. No answer.", &tags, &spans("Then he stayed. I rang. No answer."));
    assert_eq!(
        told("Then he stayed. I rang. No answer.", &kept),
        [("Then he stayed.".to_owned(), StatementKind::Decision), ("No answer.".to_owned(), StatementKind::Assessment)]
    );
}

#[test]
fn a_mix_is_told_in_words() {
    use Source::{FirstHand, ThirdParty};
    use StatementKind::{Decision, Fact, Opinion, Other};
    let mix = Mix::of([
        (Fact, ThirdParty),
        (Fact, FirstHand),
        (Decision, FirstHand),
        (Other, FirstHand),
        (Fact, ThirdParty),
        (Opinion, ThirdParty),
        (Fact, FirstHand),
        (Decision, FirstHand),
    ]);
    assert_eq!(mix.sentence(), "7 statements: 4 facts, 1 opinion, 2 decisions; 3 told by others");
    let parts: Vec<_> = mix.shares().map(|share| (share.name, share.before, share.told, share.first_hand)).collect();
    assert_eq!(parts, [("fact", 0, 2, 2), ("opinion", 4, 1, 0), ("decision", 5, 0, 2)]);
    assert_eq!(Mix::of([(Fact, FirstHand)]).sentence(), "1 statement: 1 fact");
    assert_eq!(Mix::default().sentence(), "0 statements");
}

proptest! {
    #[test]
    fn tags_after_any_edits_lie_on_statements_one_each(
        edits in prop::collection::vec(("[a-c.é😀 ]{0,8}", 0_usize..40, 0_usize..12), 1..12),
    ) {
        let mut text = "She left. He stayed. I rang. No answer.".to_owned();
        let mut tags = vec![tag(0, 9, StatementKind::Fact), tag(10, 20, StatementKind::Opinion), tag(29, 39, StatementKind::Decision)];
        for (with, start, length) in edits {
            let boundary = |at: usize| (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap();
            let (start, end) = (boundary(start), boundary(start + length));
            let mut new = text.clone();
            new.replace_range(start..end, &with);
            let caret = u32::try_from(utf16_len(new.get(..start + with.len()).unwrap())).unwrap();
            if let Some(edit) = difference(&text, &new, Some(caret)) {
                tags = tags.into_iter().filter_map(|tag| tag.after(edit)).collect();
            }
            let spans = spans(&new);
            let settled = settled(&tags, &spans);
            prop_assert!(settled.len() <= tags.len());
            prop_assert!(settled.iter().all(|tag| spans.contains(&(tag.start..tag.end))));
            prop_assert!(settled.windows(2).all(|pair| pair[0].end <= pair[1].start));
            // Settling is settled.
            prop_assert_eq!(&super::settled(&settled, &spans), &settled);
            let length = u32::try_from(utf16_len(&new)).unwrap();
            prop_assert!(tags.iter().all(|tag| tag.start < tag.end && tag.end <= length));
            text = new;
        }
    }

    #[test]
    fn a_statement_that_no_edit_touches_keeps_its_tag(before in "[a-c.é😀 ]{0,20}", after in "[a-c.é😀 ]{0,20}") {
        let old = "One. I think so. Two.";
        let tags = [tag(5, 16, StatementKind::Opinion)];
        let new = format!("{before}\n\nI think so.\n\n{after}");
        let kept = carried(old, &new, &tags, &spans(&new));
        prop_assert_eq!(told(&new, &kept), [("I think so.".to_owned(), StatementKind::Opinion)]);
    }

    #[test]
    fn the_parts_of_a_mix_are_all_of_it(kinds in prop::collection::vec((0_usize..6, any::<bool>()), 0..40)) {
        let kind = |at: usize| StatementKind::ALL[at];
        let source = |told| if told { Source::ThirdParty } else { Source::FirstHand };
        let mix = Mix::of(kinds.iter().map(|(at, told)| (kind(*at), source(*told))));
        let counted = kinds.iter().filter(|(at, _)| StatementKind::ALL[*at] != StatementKind::Other).count();
        prop_assert_eq!(mix.statements() as usize, counted);
        prop_assert_eq!(mix.shares().map(|share| share.count()).sum::<u32>() as usize, counted);
        prop_assert_eq!(mix.shares().map(|share| share.told).sum::<u32>(), mix.told());
        let ends: Vec<_> = mix.shares().map(|share| share.before + share.count()).collect();
        let starts: Vec<_> = mix.shares().map(|share| share.before).skip(1).collect();
        prop_assert_eq!(&ends[..starts.len()], starts.as_slice());
    }
}
