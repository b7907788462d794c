//! Abbreviations that no list holds: two to six capitals, and the shorthand of midwives and doctors for weeks.

use std::hash::Hasher as _;
use std::ops::Range;

use crate::text::hash::FxHasher;
use crate::text::{is_word_char, words};

/// Shortest and longest abbreviation, in letters.
const LETTERS: Range<usize> = 2..7;

/// How far away a name is looked for, in bytes.
const NEAR: usize = 400;

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
        if !said.as_bytes().windows(2).any(is_short) || is_shouted(said) {
            continue;
        }
        for word in words(said) {
            let token = said.get(word.clone()).unwrap_or_default();
            if let Some(end) = shorthand(said, &word) {
                found(statement.start + word.start..statement.start + end);
                continue;
            }
            let bare = token.strip_suffix('s').unwrap_or(token);
            if !is_abbreviation(bare)
                || known(bare)
                || is_part(said, &word)
                || beside_capitals(said, &word)
                || is_initials(text, statement.start + word.start, said, &word)
            {
                continue;
            }
            found(statement.start + word.start..statement.start + word.end);
        }
    }
}

/// Two capitals or more; or three with a small letter or a figure among them (`DoLS`, `AIM3`).
fn is_abbreviation(token: &str) -> bool {
    let capitals = token.bytes().filter(u8::is_ascii_uppercase).count();
    let rest = token.len() - capitals;
    LETTERS.contains(&token.len())
        && token.is_ascii()
        && token.starts_with(|first: char| first.is_ascii_uppercase())
        && (rest == 0 || capitals >= 3 && rest <= 2)
}

/// Two capitals, or a figure with what shorthand joins it by.
fn is_short(two: &[u8]) -> bool {
    match two {
        [first, second] => {
            first.is_ascii_uppercase() && (second.is_ascii_uppercase() || second.is_ascii_digit())
                || first.is_ascii_digit() && matches!(second, b'/' | b'+')
        }
        _ => false,
    }
}

/// Whether most of the letters are capitals.
fn is_shouted(said: &str) -> bool {
    let (mut small, mut large) = (0_usize, 0_usize);
    for byte in said.bytes() {
        small += usize::from(byte.is_ascii_lowercase());
        large += usize::from(byte.is_ascii_uppercase());
    }
    large > 10 && large > small
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

/// Shorthand for time and pregnancies: `28/40` and `38+4` weeks, `2/52`, `G3P2`. Not `6/12`, which is a date as well. Where
/// it ends.
fn shorthand(said: &str, word: &Range<usize>) -> Option<usize> {
    let token = said.get(word.clone())?;
    let after = said.get(word.end..)?;
    let before = said.get(..word.start).and_then(|before| before.chars().next_back());
    if before.is_some_and(|before| matches!(before, '/' | '+' | '.' | '-' | '£' | ':')) {
        return None;
    }
    let number = |text: &str| text.parse::<u8>().ok();
    if let Some(weeks) = number(token) {
        let mark = after.chars().next()?;
        let rest = after.get(1..)?;
        let next = rest.find(|character: char| !is_word_char(character)).unwrap_or(rest.len());
        let (next, beyond) = (rest.get(..next)?, rest.get(next..)?);
        if beyond.starts_with(['/', '.', '+', ':'])
            && !beyond.get(1..)?.starts_with(char::is_whitespace)
            && beyond.len() > 1
        {
            return None;
        }
        let fits = match (mark, number(next)?) {
            ('/', 40) => weeks <= 42,
            ('/', 52) => weeks <= 52,
            ('+', days) => (4..=43).contains(&weeks) && days <= 6,
            _ => false,
        };
        return fits.then_some(word.end + 1 + next.len());
    }
    let mut letters = token.bytes();
    let births = letters.next() == Some(b'G')
        && letters.next().is_some_and(|digit| digit.is_ascii_digit())
        && letters.next() == Some(b'P')
        && letters.all(|digit| digit.is_ascii_digit());
    (births && token.len() > 3).then_some(word.end)
}

/// Two letters that may be somebody's initials: those of a name in the same paragraph, or where a name is expected.
fn is_initials(text: &str, at: usize, said: &str, word: &Range<usize>) -> bool {
    let Some([first, second]) = said.get(word.clone()).map(str::as_bytes) else { return false };
    let before = said.get(..word.start).unwrap_or_default();
    let introduced = ["signed", "re", "ref", "from", "msg to", "message to", "by", "cc", "initials", "child", "baby"];
    let before = before.trim_end_matches([' ', ':', '.', ',', '-', '–']);
    if said.trim().len() == 2 || introduced.iter().any(|word| ends_with_word(before, word)) {
        return true;
    }
    // Near enough to be about the same person.
    let mut from = at.saturating_sub(NEAR);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let mut to = (at + NEAR).min(text.len());
    while !text.is_char_boundary(to) {
        to -= 1;
    }
    let text = text.get(from..to).unwrap_or_default();
    let mut last: Option<Range<usize>> = None;
    for name in words(text) {
        let begins = |name: &Range<usize>, with: u8| text.as_bytes().get(name.start) == Some(&with);
        if let Some(last) = last
            && begins(&last, *first)
            && begins(&name, *second)
            && name.len() != 2
        {
            // "Kit Bains", "Mary-Ann", "K. Bains": not the end of one sentence and the start of the next.
            let between = text.get(last.end..name.start).unwrap_or_default();
            if matches!(between, " " | "-") || last.len() == 1 && matches!(between, ". " | ".") {
                return true;
            }
        }
        last = Some(name);
    }
    false
}

fn ends_with_word(text: &str, word: &str) -> bool {
    let start = text.len().saturating_sub(word.len());
    text.get(start..).is_some_and(|end| end.eq_ignore_ascii_case(word))
        && !text.get(..start).is_some_and(|before| before.ends_with(is_word_char))
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
