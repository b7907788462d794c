//! Patterns of people: somebody named only by role, somebody whose name does not belong here.

use super::{Found, Hit, Note, names};
use crate::text::PhraseBook;
use std::ops::Range;

/// A role without a name, at its first use, unless the role is listed with its name or is named elsewhere in the note.
pub(super) fn unnamed(note: &Note<'_>, listed: &[&str]) -> Found {
    let hits = note.hits.first().map(Vec::as_slice).unwrap_or_default();
    if hits.is_empty() {
        return None;
    }
    let mut settled: Vec<u32> = Vec::new();
    for (span, role) in hits {
        let words = note.str(span).to_lowercase();
        let is_listed = listed.iter().any(|one| one.to_lowercase().contains(words.trim_start_matches("the ")));
        if (is_listed || is_named(note, span)) && !settled.contains(role) {
            settled.push(*role);
        }
    }
    let mut found = Vec::new();
    for (span, role) in hits {
        if !settled.contains(role) {
            settled.push(*role);
            found.push(Hit::at(span));
        }
    }
    Some(found)
}

/// How many words before or after a role a name may stand: "Ann Lee, health visitor", "the health visitor, Mrs Ann Lee".
const NEAR: usize = 3;

fn is_named(note: &Note<'_>, role: &Range<usize>) -> bool {
    let Some(said) = note.said.iter().find(|said| said.span.start <= role.start && role.end <= said.span.end) else {
        return false;
    };
    let after = note.own_words(&(role.end..said.span.end));
    let before = note.own_words(&(said.span.start..role.start));
    let near = after.iter().take(NEAR).chain(before.iter().rev().take(NEAR));
    // The first word of the sentence has a capital whatever it is; two words before the role it would be a name.
    let opens = before.first().cloned();
    near.filter(|word| Some(*word) != opens.as_ref() || before.len() > 1).any(|word| names::is_name(note.str(word)))
}

/// The full name of somebody of a list.
pub(super) fn other(note: &Note<'_>, people: &[&str]) -> Found {
    let full = |name: &&&str| name.split_whitespace().nth(1).is_some();
    let numbered = people.iter().filter(full).map(|name| (*name, false, 0));
    let book = PhraseBook::build(numbered);
    if book.is_empty() {
        return None;
    }
    Some(book.find_all(note.text).into_iter().map(|hit| Hit::at(&(hit.start..hit.end))).collect())
}
