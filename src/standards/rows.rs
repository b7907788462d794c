//! Lists of codes and of words, as a standard's JSON holds them: one text, a row ends with `~`, a cell with a grave accent.
//!
//! They are two thirds of a standard, and a page needs few of them at once. As one text a list is stepped over when the
//! standard is loaded, and read when a field or a narrative first asks for it; as objects it took longer to load than
//! everything else together (docs/performance.md). A text with too few cells or too many is still a list, so that the
//! reading, late as it is, cannot fail.

use super::definition::{Code, Word};
use serde::{Serialize, Serializer};

/// Ends a cell. No cell may hold it.
pub const CELL: char = '`';
/// Ends a row. No cell may hold it.
pub const ROW: char = '~';

/// What a word's second cell says of how it is matched: exactly, as a pattern, or as the members of the set named after it.
const EXACT: &str = "x";
const PATTERN: &str = "p";
const SET: &str = "=";

/// Can a cell hold this text?
pub fn fits(text: &str) -> bool {
    !text.contains([CELL, ROW])
}

/// Rows of a text: cells that are left out at the end are blank.
fn rows<'t, const N: usize>(text: &'t str) -> impl Iterator<Item = [&'t str; N]> + 't {
    text.split_terminator(ROW).map(|row| {
        let mut cells = row.split(CELL);
        std::array::from_fn(|_| cells.next().unwrap_or_default())
    })
}

fn write<'c, const N: usize>(rows: impl Iterator<Item = [&'c str; N]>) -> String {
    let mut text = String::new();
    for row in rows {
        let start = text.len();
        for cell in row {
            text.push_str(cell);
            text.push(CELL);
        }
        let blank_end = text.get(start..).map_or(0, |row| row.trim_end_matches(CELL).len());
        text.truncate(start.saturating_add(blank_end));
        text.push(ROW);
    }
    text
}

pub(super) fn codes(text: &str) -> Vec<Code> {
    rows(text)
        .map(|[code, label, group, unborn, status, note]| Code {
            code: code.to_owned(),
            label: label.to_owned(),
            group: group.to_owned(),
            unborn: unborn.to_owned(),
            status: status.to_owned(),
            note: note.to_owned(),
        })
        .collect()
}

/// The codes alone, in order.
pub(super) fn code_names(text: &str) -> impl Iterator<Item = &str> {
    rows(text).map(|[code]| code)
}

pub(super) fn words(text: &str) -> Vec<Word> {
    rows(text)
        .map(|[phrase, case, meaning, instead, why, kind, source, strength]| Word {
            phrase: phrase.to_owned(),
            exact: case == EXACT,
            pattern: case == PATTERN,
            set: case.strip_prefix(SET).unwrap_or_default().to_owned(),
            meaning: meaning.to_owned(),
            instead: instead.to_owned(),
            why: why.to_owned(),
            kind: kind.to_owned(),
            source: source.to_owned(),
            strength: strength.parse().unwrap_or_default(),
        })
        .collect()
}

pub(super) fn write_codes<S: Serializer>(codes: &[Code], serializer: S) -> Result<S::Ok, S::Error> {
    let cells = |code: &'_ Code| -> [String; 6] {
        let Code { code, label, group, unborn, status, note } = code.clone();
        [code, label, group, unborn, status, note]
    };
    let codes: Vec<_> = codes.iter().map(cells).collect();
    write(codes.iter().map(|row| row.each_ref().map(String::as_str))).serialize(serializer)
}

pub(super) fn write_words<S: Serializer>(words: &[Word], serializer: S) -> Result<S::Ok, S::Error> {
    let cells = |word: &Word| -> [String; 8] {
        let Word { phrase, exact, pattern, set, meaning, instead, why, kind, source, strength } = word.clone();
        let case = match (exact, pattern, set.as_str()) {
            (true, ..) => EXACT.to_owned(),
            (_, true, _) => PATTERN.to_owned(),
            (_, _, "") => String::new(),
            (_, _, name) => format!("{SET}{name}"),
        };
        let strength = if strength == 0 { String::new() } else { strength.to_string() };
        [phrase, case, meaning, instead, why, kind, source, strength]
    };
    let words: Vec<_> = words.iter().map(cells).collect();
    write(words.iter().map(|row| row.each_ref().map(String::as_str))).serialize(serializer)
}
