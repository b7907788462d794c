//! Abbreviations that no list holds: two to six capitals.

use std::hash::Hasher as _;
use std::ops::Range;

use crate::text::hash::FxHasher;
use crate::text::{is_word_char, words};

/// Longest and shortest abbreviation, in letters. Two capitals are as often somebody's initials.
const LETTERS: Range<usize> = 3..7;

/// Calls back with every word of capitals in these statements that is not known. What is typed in capitals altogether has no
/// abbreviations that could be told.
pub(super) fn find(
    text: &str,
    statements: &[Range<usize>],
    known: impl Fn(&str) -> bool,
    mut found: impl FnMut(Range<usize>),
) {
    for statement in statements {
        let said = text.get(statement.clone()).unwrap_or_default();
        if !said.as_bytes().windows(2).any(|two| two.iter().all(u8::is_ascii_uppercase)) || is_shouted(said) {
            continue;
        }
        for word in words(said) {
            let token = said.get(word.clone()).unwrap_or_default();
            let bare = token.strip_suffix('s').unwrap_or(token);
            let capitals = LETTERS.contains(&bare.len()) && bare.bytes().all(|byte| byte.is_ascii_uppercase());
            if !capitals || known(bare) || is_part(said, &word) || beside_capitals(said, &word) {
                continue;
            }
            found(statement.start + word.start..statement.start + word.end);
        }
    }
}

/// Whether most of the letters are capitals.
fn is_shouted(said: &str) -> bool {
    let (mut small, mut large) = (0_usize, 0_usize);
    for byte in said.bytes() {
        small += usize::from(byte.is_ascii_lowercase());
        large += usize::from(byte.is_ascii_uppercase());
    }
    large > 6 && large > small
}

/// A piece of a reference or an address, `CAD-1234`, `A&E`, `x@HMRC`, is no word of its own.
fn is_part(said: &str, word: &Range<usize>) -> bool {
    let joins = |character: char| matches!(character, '-' | '&' | '@' | '_' | '.' | '\'') || is_word_char(character);
    let before = said.get(..word.start).and_then(|before| before.chars().next_back());
    let mut after = said.get(word.end..).unwrap_or_default().chars();
    let joined_after = match after.next() {
        Some('-' | '&' | '@' | '_') => after.next().is_some_and(is_word_char),
        _ => false,
    };
    before.is_some_and(joins) || joined_after
}

/// Whether the word before or after is in capitals as well and too long for an abbreviation: part of a heading, or of
/// something shouted.
fn beside_capitals(said: &str, word: &Range<usize>) -> bool {
    let shouted = |word: &str| word.len() > 4 && word.bytes().all(|byte| byte.is_ascii_uppercase());
    let before = said.get(..word.start).unwrap_or_default().split_whitespace().next_back();
    let after = said.get(word.end..).unwrap_or_default().split_whitespace().next();
    before.is_some_and(shouted) || after.is_some_and(shouted)
}

/// What is the same for every way of writing a term: its letters and digits in small letters, without the `s` of a plural of
/// capitals. `T/C`, `t/c` and `TC` are one, and so are `CIN` and `CINs`.
pub(super) fn term(written: &str) -> u64 {
    let plural = written.strip_suffix('s').filter(|bare| bare.bytes().all(|byte| byte.is_ascii_uppercase()));
    let mut hash = FxHasher::default();
    for character in plural.unwrap_or(written).chars().filter(|character| character.is_alphanumeric()) {
        for small in character.to_lowercase() {
            hash.write_u32(u32::from(small));
        }
    }
    hash.finish()
}
