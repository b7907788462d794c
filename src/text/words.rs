//! What a word is.

use std::ops::Range;

/// Letters, digits and combining accents.
#[must_use]
pub fn is_word_char(character: char) -> bool {
    if character.is_ascii() {
        return character.is_ascii_alphanumeric();
    }
    character.is_alphanumeric() || matches!(character, '\u{300}'..='\u{36f}')
}

/// The marks that people type as an apostrophe: straight, curly, modifier letter, and the grave
/// accent beside the 1.
#[must_use]
pub const fn is_apostrophe(character: char) -> bool {
    matches!(character, '\'' | '\u{2019}' | '\u{2018}' | '\u{2bc}' | '`')
}

/// The words of a text, as byte ranges. An apostrophe between two letters is inside a word
/// (`didn't`); a hyphen, slash or full stop is not (`T/C` is two words), and phrases that contain
/// one are matched by [`PhraseBook`](super::PhraseBook).
pub fn words(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = text.get(at..)?;
        let start = at + rest.find(is_word_char)?;
        let mut end = start;
        let mut apostrophe = None;
        for character in text.get(start..)?.chars() {
            let next = apostrophe.unwrap_or(end) + character.len_utf8();
            if is_word_char(character) {
                (end, apostrophe) = (next, None);
            } else if is_apostrophe(character) && apostrophe.is_none() {
                apostrophe = Some(next);
            } else {
                break;
            }
        }
        at = end;
        Some(start..end)
    })
}
