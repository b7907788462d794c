//! Text as typed: offsets, words, sentences, phrases and quotation marks.
//!
//! Native code counts in bytes of UTF-8 and every span here is one; what leaves the engine counts
//! in UTF-16 code units, as JavaScript and the Language Server Protocol do ([`Utf16Index`]).
//!
//! Everything is linear in the length of the text, needs no Unicode tables beyond those of `char`,
//! and keeps to one paragraph at a time ([`paragraphs`]), so that an edit costs a paragraph.
//!
//! What is not supported: scripts written without spaces between words or with a full stop of their
//! own are left as whole lines.

pub mod difference;
pub mod hash;
pub mod json;
pub mod offsets;
pub mod order;
pub mod paragraphs;
pub mod patterns;
pub mod phrases;
pub mod quotes;
pub mod segment;
pub mod words;

pub use difference::{Replaced, difference};
pub use hash::{FastMap, FastSet};
pub use offsets::{Utf16Index, byte_at_utf16, utf16_len};
pub use order::{sort_long, sort_short};
pub use paragraphs::{lines, paragraphs};
pub use patterns::{PatternBook, PatternBuilder, PatternError, PatternMatch};
pub use phrases::{PhraseBook, PhraseMatch};
pub use quotes::{Quotation, quotations};
pub use segment::{statements, statements_around};
pub use words::{is_apostrophe, is_word_char, words};
