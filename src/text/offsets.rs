//! Between bytes of UTF-8 and code units of UTF-16.

use std::cmp::Ordering;

/// Bytes between two remembered offsets.
const STEP: usize = 128;

/// The length of a text in UTF-16 code units.
#[must_use]
pub fn utf16_len(text: &str) -> usize {
    units(text.as_bytes())
}

/// The byte at which a UTF-16 offset falls; `None` past the end.
///
/// An offset between the two halves of a surrogate pair goes back to the start of its character,
/// so the answer is always a character boundary. To refuse such an offset instead, compare
/// [`utf16_len`] of what comes before with the offset asked for.
#[must_use]
pub fn byte_at_utf16(text: &str, offset: u32) -> Option<usize> {
    let start = text.len().min(offset as usize);
    // Most notes are ASCII up to the place asked for.
    if text.as_bytes().get(..start).is_some_and(<[u8]>::is_ascii) {
        return (start == offset as usize).then_some(start);
    }
    find(text, 0, 0, offset as usize)
}

/// A text's offsets, counted once for many conversions.
#[derive(Clone, Debug)]
pub struct Utf16Index<'t> {
    text: &'t str,
    /// Code units in the first 0, [`STEP`], 2 × [`STEP`] … bytes; empty when all is ASCII.
    marks: Vec<u32>,
}

impl<'t> Utf16Index<'t> {
    /// Counts a text.
    #[must_use]
    pub fn new(text: &'t str) -> Self {
        let mut marks = Vec::new();
        if !text.is_ascii() {
            marks.reserve(text.len() / STEP + 1);
            let mut passed = 0;
            for step in text.as_bytes().chunks(STEP) {
                marks.push(u32::try_from(passed).unwrap_or(u32::MAX));
                passed += units(step);
            }
        }
        Self { text, marks }
    }

    /// The UTF-16 offset of a byte. A byte inside a character counts the whole character; one
    /// past the end is the end.
    #[must_use]
    pub fn utf16(&self, byte: usize) -> usize {
        let byte = byte.min(self.text.len());
        if self.marks.is_empty() {
            return byte;
        }
        let step = (byte / STEP).min(self.marks.len().saturating_sub(1));
        let before = self.marks.get(step).map_or(0, |mark| *mark as usize);
        before + self.text.as_bytes().get(step * STEP..byte).map_or(0, units)
    }

    /// The byte at which a UTF-16 offset falls, as [`byte_at_utf16`] has it.
    #[must_use]
    pub fn byte(&self, offset: u32) -> Option<usize> {
        if self.marks.is_empty() {
            return Some(offset as usize).filter(|byte| *byte <= self.text.len());
        }
        // The last mark that is not past the offset. A character that straddles the mark has been
        // counted already; `find` starts after it.
        let step = self.marks.partition_point(|mark| *mark <= offset).saturating_sub(1);
        let mut byte = step * STEP;
        let before = self.marks.get(step).map_or(0, |mark| *mark as usize);
        while byte < self.text.len() && !self.text.is_char_boundary(byte) {
            byte += 1;
        }
        match before.cmp(&(offset as usize)) {
            // The offset is inside the character that straddles the mark, or at its end.
            Ordering::Equal => Some(byte),
            _ => find(self.text, byte, before, offset as usize),
        }
    }
}

/// Walks from a byte, whose UTF-16 offset is known, to the offset wanted.
fn find(text: &str, from: usize, mut passed: usize, offset: usize) -> Option<usize> {
    let mut byte = from;
    for character in text.get(from..)?.chars() {
        let next = passed + character.len_utf16();
        if next > offset {
            return Some(byte);
        }
        passed = next;
        byte += character.len_utf8();
    }
    (passed == offset).then_some(byte)
}

/// Each character has one byte that is no continuation, and one of four bytes has a second unit.
fn units(bytes: &[u8]) -> usize {
    bytes.iter().map(|byte| usize::from(byte & 0xc0 != 0x80) + usize::from(*byte >= 0xf0)).sum()
}
