//! The tokens of a statement: words, numbers and the marks that mean something.

use super::classes::{Class, Classes, is};
use super::hash::{self, add};
use crate::text::{is_apostrophe, is_word_char};

/// A word, number or mark of a statement.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Token {
    /// Bytes from the start of the paragraph.
    pub(super) start: u32,
    pub(super) end: u32,
    /// The hash of its small letters.
    pub(super) word: u32,
    pub(super) class: Class,
    /// The hash of its last three letters, or 0.
    pub(super) suffix: u32,
    /// Begins with a capital.
    pub(super) capital: bool,
    /// A mark, and no word.
    pub(super) mark: bool,
}

macro_rules! class {
    ($($constant:ident = $name:literal, $is:expr;)*) => {
        $(pub(super) const $constant: Class = Class { name: hash::name($name), is: $is };)*
    };
}

class! {
    NAME = "@name", is::SUBJECT | is::THIRD;
    ACRONYM = "@acronym", is::SUBJECT | is::THIRD;
    ED = "@ed", is::VERB | is::PAST;
    ING = "@ing", 0;
    PRESENT = "@present", is::VERB | is::PRESENT;
    LY = "@ly", 0;
    NOUN = "@noun", 0;
    PLURAL = "@s", 0;
    WORD = "@word", 0;
    NUMBER = "@number", 0;
    TIME = "@time", 0;
    DATE = "@date", 0;
    YEAR = "@year", 0;
    MONEY = "@money", 0;
    QUOTE = "@quote", 0;
    EDGE = "@edge", 0;
}

/// What stands before the first token and after the last.
pub(super) const OUTSIDE: Token =
    Token { start: 0, end: 0, word: 0, class: EDGE, suffix: 0, capital: false, mark: true };

/// The words of one statement.
#[derive(Clone, Debug, Default)]
pub(super) struct Tokens {
    /// Outside quotations, each quotation as one token.
    pub(super) outer: Vec<Token>,
    /// Inside quotations.
    pub(super) inner: Vec<Token>,
}

impl Tokens {
    /// Reads the bytes from `start` to `end` of a paragraph, in which these quotations stand.
    pub(super) fn read(
        &mut self,
        classes: &Classes,
        paragraph: &str,
        (start, end): (usize, usize),
        quotations: &[crate::text::Quotation],
    ) {
        self.outer.clear();
        self.inner.clear();
        let mut at = start;
        for quotation in quotations {
            if quotation.span.end <= start || quotation.span.start >= end {
                continue;
            }
            scan(classes, paragraph, at, quotation.span.start.max(start), &mut self.outer);
            let (from, to) = (quotation.span.start.max(start), quotation.span.end.min(end));
            self.outer.push(Token { word: QUOTE.name, class: QUOTE, mark: true, ..place(from, to) });
            scan(classes, paragraph, from, to, &mut self.inner);
            at = to;
        }
        scan(classes, paragraph, at, end, &mut self.outer);
    }
}

fn place(start: usize, end: usize) -> Token {
    let to = |at| u32::try_from(at).unwrap_or(u32::MAX);
    Token { start: to(start), end: to(end), ..Token::default() }
}

fn scan(classes: &Classes, text: &str, from: usize, to: usize, tokens: &mut Vec<Token>) {
    let Some(text) = text.get(..to) else { return };
    let bytes = text.as_bytes();
    let mut at = from;
    while let Some(byte) = bytes.get(at) {
        if byte.is_ascii_alphabetic() || !byte.is_ascii() {
            at = word(classes, text, at, tokens);
        } else if byte.is_ascii_digit() {
            at = number(text, at, tokens);
        } else {
            if matches!(byte, b':' | b',' | b';' | b'?' | b'!' | b'(' | b')' | b'/' | b'=' | b'%' | b'-' | b'.' | b'>')
            {
                mark(u32::from(*byte), at, at + 1, tokens);
            }
            at += 1;
        }
    }
}

fn mark(symbol: u32, start: usize, end: usize, tokens: &mut Vec<Token>) {
    let word = add(0x6d61_726b, symbol);
    tokens.push(Token { word, class: Class { name: word, is: 0 }, mark: true, ..place(start, end) });
}

fn word(classes: &Classes, text: &str, start: usize, tokens: &mut Vec<Token>) -> usize {
    let mut hash = 0;
    let mut letters = [0_u32; 3];
    let (mut count, mut capitals) = (0_u32, 0_u32);
    let mut at = start;
    let mut capital = false;
    let bytes = text.as_bytes();
    while let Some(byte) = bytes.get(at) {
        let (letter, size) = if byte.is_ascii_alphanumeric() {
            if byte.is_ascii_uppercase() {
                capitals += 1;
                capital |= count == 0;
            }
            (u32::from(byte.to_ascii_lowercase()), 1)
        } else if byte.is_ascii() {
            break;
        } else {
            let Some(character) = text.get(at..).and_then(|rest| rest.chars().next()) else { break };
            if !is_word_char(character) {
                if count == 0 {
                    let size = character.len_utf8();
                    if matches!(character, '–' | '—' | '•' | '…' | '£' | '→' | '✓') {
                        mark(character as u32, at, at + size, tokens);
                    }
                    return at + size;
                }
                break;
            }
            if character.is_uppercase() {
                capitals += 1;
                capital |= count == 0;
            }
            (character.to_lowercase().next().unwrap_or(character) as u32, character.len_utf8())
        };
        hash = add(hash, letter);
        let [_, second, third] = letters;
        letters = [second, third, letter];
        count += 1;
        at += size;
    }
    let end = at;
    let apostrophe = text.get(at..).and_then(|rest| rest.chars().next()).filter(|next| is_apostrophe(*next));
    let [first, second, third] = letters;
    let suffix = if count >= 5 { add(add(add(0x73, first), second), third) } else { 0 };
    let class = classes.of(hash).unwrap_or_else(|| {
        let follows = tokens.last().is_some_and(|last| !last.mark || last.word == add(0x6d61_726b, u32::from(b',')));
        if capitals >= 2 && capitals == count {
            ACRONYM
        } else if capital && (follows || count >= 3) {
            NAME
        } else if second == u32::from(b'e') && third == u32::from(b'd') && count >= 4 {
            ED
        } else if first == u32::from(b'i') && third == u32::from(b'g') && count >= 5 {
            ING
        } else if second == u32::from(b'l') && third == u32::from(b'y') {
            LY
        } else if third == u32::from(b's')
            && tokens.last().is_some_and(|last| last.class.is & (is::SUBJECT | is::THIRD) != 0)
        {
            PRESENT
        } else if third == u32::from(b's') {
            PLURAL
        } else if count >= 6 && (second == u32::from(b'o') && third == u32::from(b'n') || third == u32::from(b't')) {
            NOUN
        } else {
            WORD
        }
    });
    tokens.push(Token { word: hash, class, suffix, capital, mark: false, ..place(start, end) });
    if let Some(mark) = apostrophe {
        let after = end + mark.len_utf8();
        if let Some((clitic, size)) = clitic_at(text, after) {
            let word = hash::name(clitic);
            let class = classes.of(word).unwrap_or(WORD);
            tokens.push(Token { word, class, mark: false, ..place(end, after + size) });
            return after + size;
        }
        return after;
    }
    end
}

/// What stands after an apostrophe, as it is known in classes: `'s`, `'ll`, and `n't` for the `t`.
fn clitic_at(text: &str, at: usize) -> Option<(&'static str, usize)> {
    let rest = text.as_bytes().get(at..)?;
    let known =
        [(&b"ll"[..], "'ll"), (b"ve", "'ve"), (b"re", "'re"), (b"s", "'s"), (b"d", "'d"), (b"m", "'m"), (b"t", "n't")];
    known.into_iter().find_map(|(letters, name)| {
        let found = rest.get(..letters.len())?.eq_ignore_ascii_case(letters);
        let ends = !rest.get(letters.len()).is_some_and(u8::is_ascii_alphanumeric);
        (found && ends).then_some((name, letters.len()))
    })
}

fn number(text: &str, start: usize, tokens: &mut Vec<Token>) -> usize {
    let bytes = text.as_bytes();
    let mut at = start;
    let (mut digits, mut slashes, mut stops) = (0_u32, 0_u32, 0_u32);
    let mut colon = false;
    while let Some(byte) = bytes.get(at) {
        let next_is_digit = bytes.get(at + 1).is_some_and(u8::is_ascii_digit);
        match byte {
            b'0'..=b'9' => digits += 1,
            b'/' if next_is_digit => slashes += 1,
            b'.' if next_is_digit => stops += 1,
            b':' if next_is_digit => colon = true,
            b',' if next_is_digit => {}
            _ => break,
        }
        at += 1;
    }
    let mut end = at;
    while bytes.get(end).is_some_and(u8::is_ascii_alphabetic) {
        end += 1;
    }
    let unit = bytes.get(at..end).unwrap_or_default();
    let pounds = start > 0 && text.get(..start).is_some_and(|before| before.ends_with('£'));
    let class = if pounds {
        MONEY
    } else if unit.eq_ignore_ascii_case(b"am") || unit.eq_ignore_ascii_case(b"pm") || colon {
        TIME
    } else if slashes == 1 && digits >= 2 && unit.is_empty() || slashes == 2 || stops == 2 {
        DATE
    } else if digits == 4
        && slashes + stops == 0
        && (bytes.get(start..start + 2) == Some(b"19") || bytes.get(start..start + 2) == Some(b"20"))
        && unit.is_empty()
    {
        YEAR
    } else {
        NUMBER
    };
    let mut word = class.name;
    for letter in unit {
        word = add(word, u32::from(letter.to_ascii_lowercase()));
    }
    tokens.push(Token { word, class, mark: false, ..place(start, end) });
    end
}

/// The word of a colon.
pub(super) const fn colon() -> u32 {
    add(0x6d61_726b, b':' as u32)
}
