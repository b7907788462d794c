//! Whether a note explains a term where it uses it.

use std::ops::Range;

use crate::text::words;

/// Whether a term is explained where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Explained {
    /// It is not.
    No,
    /// For what comes after it.
    FromHere,
    /// In a list of terms, which explains it for the whole note.
    Everywhere,
}

/// Whether the term at this place is explained beside it: `child in need (CIN)`,
/// `CIN (child in need)`, `CIN means …`; or in a line of a glossary, `CIN – child in need`. A name or number in brackets
/// explains nothing.
pub(super) fn explained(text: &str, term: &Range<usize>) -> Explained {
    let (Some(before), Some(itself), Some(after)) =
        (text.get(..term.start), text.get(term.clone()), text.get(term.end..))
    else {
        return Explained::No;
    };
    if in_glossary(itself, before, after) {
        Explained::Everywhere
    } else if explained_after(itself, after) || explained_before(itself, before, after) {
        Explained::FromHere
    } else {
        Explained::No
    }
}

/// A line or item that begins with the term, a dash, colon or equals sign, and the words that it is short for.
fn in_glossary(term: &str, before: &str, after: &str) -> bool {
    let begins = before
        .trim_end()
        .chars()
        .next_back()
        .is_none_or(|last| matches!(last, '\n' | ',' | ';' | ':' | '•' | '-' | '*'));
    let Some(expansion) = after.trim_start().strip_prefix(['–', '-', '=', ':', '—']).filter(|_| begins) else {
        return false;
    };
    let end = expansion.find(['\n', ',', ';', '(', '.']).unwrap_or(expansion.len()).min(LONGEST);
    let Some(expansion) = expansion.get(..end) else { return false };
    let expanded: Vec<&str> = words(expansion).filter_map(|word| expansion.get(word)).collect();
    spells(term, expanded.iter().rev().copied(), true)
}

/// Longest explanation looked for, in bytes.
const LONGEST: usize = 200;

fn explained_after(term: &str, after: &str) -> bool {
    let after = after.trim_start_matches([' ', '\u{a0}', ',', '"', '”']);
    let means = ["stands for ", "means ", "meaning ", "which means ", "which is ", "that is, ", "i.e. "];
    if means.iter().any(|words| after.starts_with(words)) {
        return true;
    }
    let Some(inside) = after.strip_prefix('(') else {
        return false;
    };
    let end = inside.bytes().take(LONGEST).position(|byte| byte == b')');
    let Some(inside) = end.and_then(|end| inside.get(..end)) else {
        return false;
    };
    let expanded: Vec<&str> = words(inside).filter_map(|word| inside.get(word)).collect();
    let small = expanded.iter().filter(|word| word.starts_with(char::is_lowercase)).count();
    spells(term, expanded.iter().rev().copied(), true)
        || expanded.len() >= 2 && small >= 2 && !inside.starts_with(|first: char| first.is_ascii_digit())
}

fn explained_before(term: &str, before: &str, after: &str) -> bool {
    let Some(expansion) = before.trim_end_matches(['"', '“', '\'']).strip_suffix('(') else {
        return false;
    };
    if !after.trim_start_matches(['"', '”', '\'']).starts_with(')') {
        return false;
    }
    let mut from = expansion.len().saturating_sub(LONGEST);
    while !expansion.is_char_boundary(from) {
        from += 1;
    }
    let expansion = expansion.get(from..).unwrap_or_default();
    let expanded: Vec<&str> = words(expansion).filter_map(|word| expansion.get(word)).collect();
    spells(term, expanded.iter().rev().copied(), false)
}

/// Small words that an abbreviation may leave out.
const SKIPPED: [&str; 10] = ["a", "an", "and", "at", "for", "in", "of", "on", "the", "to"];

/// Whether the first letters of the words, last word first, spell the term backwards; `all` words
/// or only the last ones.
fn spells<'w>(term: &str, words: impl Iterator<Item = &'w str>, all: bool) -> bool {
    let mut letters = term.chars().rev().filter(|letter| letter.is_alphanumeric()).peekable();
    let mut spelt = 0;
    for word in words {
        let Some(letter) = letters.peek() else {
            return spelt >= 2 && (!all || SKIPPED.contains(&word));
        };
        let first = word.chars().next().unwrap_or(' ');
        if first.to_lowercase().eq(letter.to_lowercase()) {
            letters.next();
            spelt += 1;
        } else if !SKIPPED.iter().any(|skipped| word.eq_ignore_ascii_case(skipped)) {
            return false;
        }
    }
    letters.peek().is_none() && spelt >= 2
}
