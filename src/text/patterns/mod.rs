//! Patterns of words: families of expressions that differ in inflection, pronoun or a word between.
//!
//! A pattern is a sequence of words as they are said, in any case, with this notation:
//!
//! | notation | stands for |
//! |---|---|
//! | `engage*` | the word with its endings: engage, engages, engaged, engaging |
//! | `*ful` | any word with this ending that is not in the set `not described` |
//! | `(refused|refusing to)` | one of these |
//! | `<them>` | one of the words of a set of that name |
//! | `<name>` | any word with a capital that is not in the set `not a name` |
//! | `really?` `(at all)?` | may be left out |
//! | `..` | up to three words of any kind |
//! | `^` `$` | the start, the end of what is said: of a sentence, bullet, line or label |
//! | `[` `]` | around the words that count, if they aren't all of them |
//!
//! Hyphens and spaces are the same. Apostrophes don't matter (`cant` is found where `can't` is meant) and a possessive `'s` after
//! a word is left out. A word is compared by a 64-bit hash of its letters.
//!
//! Patterns are compiled into one network of words: each word of a text is looked up once as the first of a pattern, and what
//! follows is compared only from there. Time is linear in the text for any list of patterns, for a pattern has an end.

mod compile;
mod inflect;
mod parse;
mod scan;

pub use compile::{PatternBook, PatternBuilder};
pub use parse::PatternError;
pub use scan::PatternMatch;
