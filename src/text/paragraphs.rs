//! Lines, and the paragraphs that an edit is confined to.

use std::ops::Range;

/// The lines of a text, as byte ranges that cover it, each with its line ending (`\n`, `\r\n` or
/// a lone `\r`). A text that ends with a line ending has no empty line after it.
pub fn lines(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = text.as_bytes().get(at..).filter(|rest| !rest.is_empty())?;
        let start = at;
        at += match rest.iter().position(|byte| matches!(byte, b'\n' | b'\r')) {
            Some(end) if rest.get(end..end + 2) == Some(b"\r\n") => end + 2,
            Some(end) => end + 1,
            None => rest.len(),
        };
        Some(start..at)
    })
}

/// The paragraphs of a text, as byte ranges that cover it.
///
/// A paragraph is a line, with the lines after it for as long as each carries on the sentence of
/// the one before: a full line that ends in a small letter or comma and is followed by one that begins
/// with a small letter was wrapped, not ended. Whether two lines belong together shows in those
/// two lines alone, which is what lets an edit be analysed without the rest of the note.
pub fn paragraphs(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut lines = lines(text).peekable();
    std::iter::from_fn(move || {
        let mut paragraph = lines.next()?;
        let mut last = paragraph.clone();
        while let Some(next) = lines.next_if(|next| carries_on(text, &last, next)) {
            paragraph.end = next.end;
            last = next;
        }
        Some(paragraph)
    })
}

/// The fewest bytes in a line that a mail program would wrap. They wrap at 65 to 80 characters, less
/// the word that didn't fit.
const FULL: usize = 62;

fn carries_on(text: &str, line: &Range<usize>, next: &Range<usize>) -> bool {
    let (Some(line), Some(next)) = (text.get(line.clone()), text.get(next.clone())) else {
        return false;
    };
    // A program wraps a line when it is full; a person who ends one early meant to.
    let full = line.trim_end().len() >= FULL;
    let ends_open = line.trim_end().ends_with(|last: char| last.is_lowercase() || last == ',');
    // "a) ring school" is the first item of a list, and "o ring school" a bullet.
    let mut begins = next.trim_start().chars();
    let begins_small = begins.next().is_some_and(char::is_lowercase)
        && begins.next().is_some_and(|second| super::is_word_char(second) || second == '\'');
    full && ends_open && begins_small
}
