//! The patterns of word lists, made into a book.

use super::definition::{Category, WordList};
use crate::text::{PatternBook, PatternBuilder, PatternError};

/// The phrase of a row that stands for every word of two to six capitals that no list knows.
pub const UNKNOWN_CAPITALS: &str = "<unknown capitals>";

/// Makes a book of the patterns of lists. Sets belong to all the lists together. `payload` is asked for each pattern by the
/// place of its list and of the word in it; `wrong` is told of each pattern or set that can't be read, which is left out.
pub fn pattern_book<'w>(
    lists: impl Iterator<Item = &'w WordList> + Clone,
    mut payload: impl FnMut(u16, u32) -> u32,
    mut wrong: impl FnMut(u16, u32, PatternError),
) -> PatternBook {
    let mut builder = PatternBuilder::default();
    let words = |of: fn(&crate::standards::Word) -> bool| {
        let numbered = (0_u16..).zip(lists.clone()).filter(|(_, list)| list.category != Category::Cue);
        numbered.flat_map(move |(list, words)| {
            (0_u32..).zip(&words.words).filter(move |(_, word)| of(word)).map(move |(at, word)| (list, at, word))
        })
    };
    for (list, at, word) in words(|word| !word.set.is_empty()) {
        if let Err(error) = builder.define(&word.set, &word.phrase) {
            wrong(list, at, error);
        }
    }
    for (list, at, word) in words(|word| word.pattern && word.phrase != UNKNOWN_CAPITALS) {
        if let Err(error) = builder.enter(&word.phrase, payload(list, at)) {
            wrong(list, at, error);
        }
    }
    builder.finish()
}
