//! What a statement looks like: bullets, stops, headings, greetings.

use super::hash::{add, name};
use super::tokens::{Token, Tokens};

/// The form of a statement.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::note) struct Form {
    /// 0 for none, or what kind of mark or number begins it.
    pub(super) bullet: u8,
    /// The mark that ends it, or 0 for none.
    pub(super) stop: u8,
    /// It is all of its paragraph.
    pub(super) whole: bool,
    /// It begins its paragraph.
    pub(super) begins: bool,
    /// A line of its own without a stop.
    pub(super) bare: bool,
    /// Nearly every word of it begins with a capital.
    pub(super) titled: bool,
    /// All its letters are capitals.
    pub(super) capitals: bool,
    /// How many words, up to 255.
    pub(super) count: u8,
    /// The hash of the words before its first colon, if they are few, or 0.
    pub(super) label: u32,
    /// Nothing follows the colon.
    pub(super) heading: bool,
    /// It begins with a greeting.
    pub(super) greets: bool,
}

impl Form {
    pub(super) fn of(said: &str, tokens: &Tokens, whole: bool, begins: bool) -> Self {
        let first = said.chars().next().unwrap_or(' ');
        let bullet = match first {
            '-' | '–' | '—' | '•' | '*' | '·' | '▪' | '◦' | '☐' | '☒' | '☑' => 1,
            '>' => 2,
            '0'..='9' => {
                let digits = said.bytes().take_while(u8::is_ascii_digit).count();
                match said.as_bytes().get(digits) {
                    Some(b'.' | b')') if digits <= 2 && said.as_bytes().get(digits + 1) == Some(&b' ') => 3,
                    _ => 4,
                }
            }
            _ => 0,
        };
        let stop = match said.chars().next_back().unwrap_or(' ') {
            '.' => 1,
            '?' => 2,
            '!' => 3,
            ':' => 4,
            ',' => 5,
            '"' | '”' | '\'' | '’' => 6,
            ')' => 7,
            '…' | ';' => 8,
            _ => 0,
        };
        let words = tokens.outer.iter().filter(|token| !token.mark);
        let (mut count, mut capital) = (0_usize, 0_usize);
        for word in words {
            count += 1;
            capital += usize::from(word.capital || word.end - word.start <= 3 || !first_letter(said, word));
        }
        let letters = said.bytes().take(60).filter(u8::is_ascii_alphabetic);
        let (mut large, mut small) = (0_u32, 0_u32);
        for letter in letters {
            if letter.is_ascii_uppercase() { large += 1 } else { small += 1 }
        }
        let (label, heading) = label(&tokens.outer);
        let count = count.saturating_add(tokens.inner.iter().filter(|token| !token.mark).count());
        Self {
            bullet,
            stop,
            whole,
            begins,
            bare: whole && stop == 0,
            titled: capital == count && count > 0,
            capitals: small == 0 && large >= 3,
            count: u8::try_from(count).unwrap_or(u8::MAX),
            label,
            heading,
            greets: begins && tokens.outer.first().is_some_and(|token| token.class.name == name("greeting")),
        }
    }

    /// Whether it is a heading that says something of the lines under it.
    pub(super) const fn opens(&self) -> bool {
        self.heading && self.count <= 8 || self.bare && self.count <= 5 && self.bullet == 0
    }
}

/// Words start where their bytes do, and a number is no small letter.
fn first_letter(_said: &str, token: &Token) -> bool {
    token.suffix != 0
}

/// The hash of up to four words before a colon, and whether the colon ends the statement.
fn label(tokens: &[Token]) -> (u32, bool) {
    let colon = name(":");
    let mut hash = 0;
    for (at, token) in tokens.iter().take(6).enumerate() {
        if token.mark && token.word == super::tokens::colon() {
            return (add(hash, colon), at + 1 == tokens.len());
        }
        if !token.mark {
            hash = add(hash, token.word);
        }
    }
    let ends = tokens.len() <= 10 && tokens.last().is_some_and(|last| last.mark && last.word == super::tokens::colon());
    (0, ends)
}
