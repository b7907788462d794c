//! A note while it is being written.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use super::merge::Merge;
use super::reading::Reading;
use super::{Analysis, Lexicon};
use crate::text::{byte_at_utf16, paragraphs, utf16_len};

/// A note and what the engine makes of it, kept in step with edits.
///
/// An edit reads again the paragraphs that it touches, with one on each side, for it can join or
/// part them. The rest is kept. [`analysis`](Self::analysis) then merges the readings, which is
/// linear in the number of statements, not in the length of the text.
#[derive(Clone, Debug)]
pub struct NoteSession {
    lexicon: Arc<Lexicon>,
    text: String,
    paragraphs: Vec<Paragraph>,
}

#[derive(Clone, Debug)]
struct Paragraph {
    /// Bytes, with the line ending.
    bytes: usize,
    /// The same in UTF-16 code units.
    units: usize,
    reading: Reading,
}

/// Why an edit was refused. The note is as it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EditError {
    /// The start is after the end.
    Backwards,
    /// The start or end is past the end of the note.
    OutOfRange,
    /// The start or end is between the two halves of one character (a surrogate pair).
    InsideCharacter,
}

impl fmt::Display for EditError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Backwards => "the edit ends before it starts",
            Self::OutOfRange => "the edit is outside the note",
            Self::InsideCharacter => "the edit cuts a character in two",
        })
    }
}

impl std::error::Error for EditError {}

impl NoteSession {
    /// Reads a note.
    #[must_use]
    pub fn new(lexicon: Arc<Lexicon>, text: impl Into<String>) -> Self {
        let text = text.into();
        let paragraphs = read(&lexicon, &text);
        Self { lexicon, text, paragraphs }
    }

    /// Replaces a range, in UTF-16 code units, by a text.
    ///
    /// # Errors
    /// See [`EditError`]; the note is then unchanged.
    pub fn edit(&mut self, start: u32, end: u32, inserted: &str) -> Result<(), EditError> {
        if start > end {
            return Err(EditError::Backwards);
        }
        let start = self.locate(start)?;
        let end = self.locate(end)?;
        // The paragraphs touched, and one on each side: whether two lines are one paragraph shows
        // in those two lines.
        let first = self.paragraph_before(start).saturating_sub(1);
        let (last, mut to) = self.paragraph_after(end);
        let from: usize = self.paragraphs.iter().take(first).map(|paragraph| paragraph.bytes).sum();
        to = to + inserted.len() - (end - start);
        self.text.replace_range(start..end, inserted);
        let new = read(&self.lexicon, self.text.get(from..to).unwrap_or_default());
        self.paragraphs.splice(first..last, new);
        Ok(())
    }

    /// The note as it stands.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What the engine finds in the note as it stands: the same as [`analyse`](super::analyse)
    /// finds in its [`text`](Self::text).
    #[must_use]
    pub fn analysis(&self) -> Analysis {
        let mut merge = Merge::default();
        let mut start = 0;
        for paragraph in &self.paragraphs {
            merge.add(start, &paragraph.reading);
            start += paragraph.bytes;
        }
        merge.finish()
    }

    /// The byte at a UTF-16 offset.
    fn locate(&self, offset: u32) -> Result<usize, EditError> {
        let mut byte = 0;
        let mut left = offset as usize;
        for paragraph in &self.paragraphs {
            if left <= paragraph.units {
                break;
            }
            left -= paragraph.units;
            byte += paragraph.bytes;
        }
        let rest = self.text.get(byte..).ok_or(EditError::OutOfRange)?;
        let within = u32::try_from(left).map_err(|_| EditError::OutOfRange)?;
        let found = byte_at_utf16(rest, within).ok_or(EditError::OutOfRange)?;
        if rest.get(..found).map(utf16_len) != Some(left) {
            return Err(EditError::InsideCharacter);
        }
        Ok(byte + found)
    }

    /// The paragraph that ends at or after a byte.
    fn paragraph_before(&self, byte: usize) -> usize {
        let mut end = 0;
        for (at, paragraph) in self.paragraphs.iter().enumerate() {
            end += paragraph.bytes;
            if end >= byte {
                return at;
            }
        }
        self.paragraphs.len()
    }

    /// The paragraph after the next one that begins at or after a byte, and where it begins.
    fn paragraph_after(&self, byte: usize) -> (usize, usize) {
        let mut start = 0;
        let mut reached = 0;
        for (at, paragraph) in self.paragraphs.iter().enumerate() {
            if reached == 2 {
                return (at, start);
            }
            start += paragraph.bytes;
            if start > byte {
                reached += 1;
            }
        }
        (self.paragraphs.len(), start)
    }
}

fn read(lexicon: &Lexicon, text: &str) -> Vec<Paragraph> {
    let of = |span: Range<usize>| {
        let text = text.get(span).unwrap_or_default();
        let reading = Reading::of(lexicon, text);
        Paragraph { bytes: text.len(), units: utf16_len(text), reading }
    };
    paragraphs(text).map(of).collect()
}
