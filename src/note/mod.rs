//! The narrative engine: what kind of statement each sentence of a note is, where it comes from,
//! and which words a reviewer would raise.
//!
//! This is the first cut: cues from the word lists, a few of its own, and the shape of a line,
//! weighed with small integers. It suggests; the writer decides. Every suggestion says what it
//! rests on and how sure it is.
//!
//! A note is read one paragraph at a time ([`crate::text::paragraphs`]) and the readings are then
//! merged, so [`NoteSession`] reads again only what an edit touched and comes to the same answer
//! as [`analyse`] does on the whole.
//!
//! What is not supported: who "she" is, irony, and a quotation that runs over several paragraphs
//! (each paragraph's quotation marks are matched on their own).

mod acronyms;
mod cues;
mod evidence;
mod explained;
mod flags;
mod grammar;
mod lexicon;
mod listed;
pub mod model;
mod place;
mod readability;
mod reading;
mod session;
mod shape;
mod sheets;
pub mod tags;
mod weigh;

use std::ops::Range;

pub use lexicon::Lexicon;
pub use listed::{Choice, LIST_HINT, Listed, listed, spans};
pub use readability::{LONG_SENTENCE, Readability, readability};
pub use session::{EditError, NoteSession};

pub use crate::record::{Source, StatementKind};

/// What a suggestion rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Because {
    /// These words of the note, as a byte range.
    Words(Range<usize>),
    /// These words of the note, and what they do.
    Tells(Range<usize>, &'static str),
    /// The form of the statement or where it stands, in words.
    Shape(&'static str),
}

impl Because {
    /// The reason in words, given the note that was analysed.
    #[must_use]
    pub fn say(&self, note: &str) -> String {
        match self {
            Self::Words(span) => {
                format!("says “{}”", note.get(span.clone()).unwrap_or_default())
            }
            Self::Tells(span, does) => {
                format!("“{}” {does}", note.get(span.clone()).unwrap_or_default())
            }
            Self::Shape(reason) => (*reason).to_owned(),
        }
    }
}

/// A sentence, bullet or line, and what the engine takes it for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// Bytes of the note, without the white space around it.
    pub span: Range<usize>,
    /// What sort of statement it is.
    pub kind: StatementKind,
    /// Where it comes from. Always first hand for [`StatementKind::Other`].
    pub source: Source,
    /// How sure the engine is of the kind and source together, in per cent.
    pub confidence: u8,
    /// What it rests on, the strongest first; empty when nothing spoke either way.
    pub because: Vec<Because>,
}

/// Words that a reviewer would raise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flag {
    /// Bytes of the note.
    pub span: Range<usize>,
    /// Which list, counted as the lexicon was given them.
    pub list: u16,
    /// Which entry of the list, counted from 0.
    pub word: u32,
}

/// What the engine found in a note.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Analysis {
    /// Every statement, in order, without overlap.
    pub statements: Vec<Statement>,
    /// Flags in order, without overlap.
    pub flags: Vec<Flag>,
}

/// Reads a whole note.
#[must_use]
pub fn analyse(lexicon: &Lexicon, note: &str) -> Analysis {
    analyse_in(lexicon, "", note)
}

/// Reads a whole note of a contact of which something is known: who it was with, how, and who wrote
/// it down, in words, as in "email in from school, child in need, recorded by social worker".
#[must_use]
pub fn analyse_in(lexicon: &Lexicon, context: &str, note: &str) -> Analysis {
    let context = model::context(context);
    sheets::Sheets::read(lexicon, &context, note).analysis()
}
