//! Whether a stretch of a note names somebody, as far as its form shows.

use super::Note;
use crate::calendar::MONTHS;
use std::ops::Range;

/// Days: like months, words that begin with a capital and name nobody.
const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// Words that begin statements and name nobody.
const OPENERS: [&str; 44] = [
    "a",
    "action",
    "after",
    "agreed",
    "all",
    "also",
    "although",
    "an",
    "and",
    "as",
    "at",
    "because",
    "but",
    "case",
    "decided",
    "decision",
    "during",
    "following",
    "for",
    "from",
    "he",
    "her",
    "his",
    "however",
    "in",
    "it",
    "its",
    "no",
    "not",
    "on",
    "one",
    "outcome",
    "plan",
    "reported",
    "she",
    "that",
    "the",
    "their",
    "there",
    "they",
    "this",
    "to",
    "we",
    "with",
];

/// Is there a word written as a name? At the start of a statement any word has its capital: there, one that is no common
/// opener counts, so that silence is kept where it cannot be told.
pub(super) fn any(note: &Note<'_>, span: &Range<usize>) -> bool {
    let words = note.own_words(span);
    words.iter().enumerate().any(|(at, word)| {
        let text = note.str(word);
        let name = is_name(text);
        if at == 0 && starts_statement(note, word) {
            return name && !OPENERS.contains(&text.to_lowercase().as_str());
        }
        name
    })
}

/// A capital and small letters, and no day or month: initials and abbreviations name nobody.
pub(super) fn is_name(word: &str) -> bool {
    let mut letters = word.chars();
    letters.next().is_some_and(char::is_uppercase)
        && letters.next().is_some_and(|next| next.is_lowercase() || matches!(next, '\'' | '’'))
        && !MONTHS.contains(&word)
        && !DAYS.contains(&word)
}

fn starts_statement(note: &Note<'_>, word: &Range<usize>) -> bool {
    let before = |said: &super::Said| note.str(&(said.span.start..word.start));
    note.said_at(word.start).is_some_and(|said| !before(said).chars().any(char::is_alphanumeric))
}

/// "I", "we", "my", "our".
pub(super) fn first_person(note: &Note<'_>, span: &Range<usize>) -> bool {
    note.own_words(span).iter().any(|word| {
        let word = note.str(word);
        word == "I" || word.starts_with("I'") || ["we", "my", "our"].iter().any(|own| word.eq_ignore_ascii_case(own))
    })
}

/// "by" and a name.
pub(super) fn after_by(note: &Note<'_>, span: &Range<usize>) -> bool {
    let words = note.own_words(span);
    let pairs = words.iter().zip(words.iter().skip(1));
    pairs.into_iter().any(|(by, name)| note.str(by).eq_ignore_ascii_case("by") && is_name(note.str(name)))
}
