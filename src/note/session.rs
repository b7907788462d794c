//! A note while it is being written.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use super::sheets::Sheets;
use super::{Analysis, Flag, Lexicon, Statement, model};
use crate::text::{byte_at_utf16, utf16_len};

/// A note and what the engine makes of it, kept in step with edits.
///
/// An edit reads again the paragraphs whose text it changes, and places again the statements that have others around them
/// than before. [`changed`](Self::changed) says which part of the note that was, and [`statements_in`](Self::statements_in)
/// and [`flags_in`](Self::flags_in) what it holds now; [`analysis`](Self::analysis) is all of it, at the price of all of it.
#[derive(Clone, Debug)]
pub struct NoteSession {
    lexicon: Arc<Lexicon>,
    text: String,
    context: Vec<u32>,
    sheets: Sheets,
    changed: Range<usize>,
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
        Self::in_context(lexicon, "", text)
    }

    /// Reads a note of a contact of which something is known, as [`analyse_in`](super::analyse_in) does.
    #[must_use]
    pub fn in_context(lexicon: Arc<Lexicon>, context: &str, text: impl Into<String>) -> Self {
        let text = text.into();
        let context = model::context(context);
        let sheets = Sheets::read(&lexicon, &context, &text);
        let changed = 0..text.len();
        Self { lexicon, text, context, sheets, changed }
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
        self.text.replace_range(start..end, inserted);
        let (lexicon, context) = (&self.lexicon, &self.context);
        self.changed = self.sheets.edit(lexicon, context, &self.text, &(start..end), inserted.len());
        Ok(())
    }

    /// The note as it stands.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The bytes of the note in which a statement may have come, gone or changed with the last edit; all of it if there was
    /// none. What stands after them has only moved. A flag after them comes or goes when the edit takes or gives a term its
    /// first use.
    #[must_use]
    pub fn changed(&self) -> Range<usize> {
        self.changed.clone()
    }

    /// What the engine finds in the note as it stands: the same as [`analyse`](super::analyse)
    /// finds in its [`text`](Self::text).
    #[must_use]
    pub fn analysis(&self) -> Analysis {
        self.sheets.analysis()
    }

    /// The statements of the paragraphs that these bytes touch.
    #[must_use]
    pub fn statements_in(&self, bytes: Range<usize>) -> Vec<Statement> {
        let mut statements = Vec::new();
        self.sheets.visit(bytes, |statement| statements.push(statement), |_| ());
        statements
    }

    /// The flags of the paragraphs that these bytes touch.
    #[must_use]
    pub fn flags_in(&self, bytes: Range<usize>) -> Vec<Flag> {
        let mut flags = Vec::new();
        self.sheets.visit(bytes, |_| (), |flag| flags.push(flag));
        flags
    }

    /// The byte at a UTF-16 offset.
    fn locate(&self, offset: u32) -> Result<usize, EditError> {
        let (byte, units) = self.sheets.before_unit(offset as usize);
        let left = (offset as usize).saturating_sub(units);
        let rest = self.text.get(byte..).ok_or(EditError::OutOfRange)?;
        let within = u32::try_from(left).map_err(|_| EditError::OutOfRange)?;
        let found = byte_at_utf16(rest, within).ok_or(EditError::OutOfRange)?;
        if rest.get(..found).map(utf16_len) != Some(left) {
            return Err(EditError::InsideCharacter);
        }
        Ok(byte + found)
    }
}
