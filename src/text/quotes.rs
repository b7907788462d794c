//! Words inside quotation marks.

use std::ops::Range;

use super::words::is_word_char;

/// A stretch of text inside quotation marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quotation {
    /// Bytes, with the marks.
    pub span: Range<usize>,
    /// Whether the closing mark was found. If it wasn't, the span runs to the end of the text
    /// given: somebody's words are still being typed.
    pub closed: bool,
}

/// The quotations of a paragraph, outermost only, in order: double or single marks, straight or
/// curly. Marks are matched in the text given, so give it a paragraph at a time: a mark forgotten
/// in one paragraph must not turn the next ones inside out.
///
/// A single mark opens a quotation only where no letter comes before it and one comes after, and
/// closes it only where a letter or stop comes before it and none after; so apostrophes inside
/// words do neither. An elision (`'cos`) or a possessive plural (`the boys' room`) inside single
/// marks can't always be told from them: a single mark that is never closed opens nothing.
#[must_use]
pub fn quotations(text: &str) -> Vec<Quotation> {
    let mut found = Vec::new();
    // Most paragraphs have no mark at all. The first bytes of those that are not ASCII: “ ‘, « and ＂.
    if !text.bytes().any(|byte| matches!(byte, b'"' | b'\'' | 0xe2 | 0xc2 | 0xef)) {
        return found;
    }
    let mut open: Option<(usize, Mark)> = None;
    let mut before = None;
    let last_close = last_single_close(text);
    let mut characters = text.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        let after = characters.peek().map(|(_, next)| *next);
        if let Some(mark) = mark(character) {
            match open {
                Some((start, opened)) if mark.closes(opened, before, after) => {
                    let span = start..at + character.len_utf8();
                    found.push(Quotation { span, closed: true });
                    open = None;
                }
                // A double mark inside a single-quoted stretch: the single one was an apostrophe.
                Some((_, Mark::Single | Mark::OpenSingle)) if matches!(mark, Mark::Double | Mark::OpenDouble) => {
                    open = Some((at, mark));
                }
                None if mark.opens(before, after, text.get(at..).unwrap_or_default())
                    && (!mark.is_single() || at < last_close) =>
                {
                    open = Some((at, mark));
                }
                _ => {}
            }
        }
        before = Some(character);
    }
    if let Some((start, opened)) = open
        && !opened.is_single()
    {
        found.push(Quotation { span: start..text.len(), closed: false });
    }
    found
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    /// `"`, which opens and closes.
    Double,
    /// `'`
    Single,
    /// `“`, `„` and `«`
    OpenDouble,
    /// `”` and `»`
    CloseDouble,
    /// `‘`
    OpenSingle,
    /// `’`, which is also the curly apostrophe.
    CloseSingle,
}

const fn mark(character: char) -> Option<Mark> {
    Some(match character {
        '"' | '\u{ff02}' => Mark::Double,
        '\'' => Mark::Single,
        '\u{201c}' | '\u{201e}' | '\u{ab}' => Mark::OpenDouble,
        '\u{201d}' | '\u{bb}' => Mark::CloseDouble,
        '\u{2018}' => Mark::OpenSingle,
        '\u{2019}' => Mark::CloseSingle,
        _ => return None,
    })
}

impl Mark {
    const fn is_single(self) -> bool {
        matches!(self, Self::Single | Self::OpenSingle | Self::CloseSingle)
    }

    fn opens(self, before: Option<char>, after: Option<char>, from: &str) -> bool {
        match self {
            // 5'6" and 12" are feet and inches, and a mark between a word and a space is the end of
            // something that was never opened.
            Self::Double => {
                after.is_some_and(|after| !after.is_whitespace())
                    && !before.is_some_and(|before| before.is_ascii_digit())
                    || before.is_none_or(char::is_whitespace)
                    || after.is_some_and(is_word_char)
            }
            Self::OpenDouble => true,
            Self::Single | Self::OpenSingle => {
                !before.is_some_and(is_word_char)
                    && after.is_some_and(|after| !after.is_whitespace())
                    && !is_elision(from)
            }
            Self::CloseDouble | Self::CloseSingle => false,
        }
    }

    fn closes(self, opened: Self, before: Option<char>, after: Option<char>) -> bool {
        match (opened, self) {
            // Straight and curly are mixed when a note is pasted together.
            (Self::Double | Self::OpenDouble, Self::Double | Self::CloseDouble) => true,
            (Self::Single | Self::OpenSingle, Self::Single | Self::CloseSingle) => {
                before.is_some_and(|before| !before.is_whitespace()) && !after.is_some_and(is_word_char)
            }
            _ => false,
        }
    }
}

/// The place of the last mark that could close a single-quoted stretch: one that opens after it
/// opens nothing. Found once, so that a text full of apostrophes is still read in linear time.
fn last_single_close(text: &str) -> usize {
    let mut last = 0;
    let mut before = None;
    let mut characters = text.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        let after = characters.peek().map(|(_, next)| *next);
        if mark(character).is_some_and(|mark| mark.closes(Mark::Single, before, after)) {
            last = at;
        }
        before = Some(character);
    }
    last
}

/// Words that begin with an apostrophe.
const ELISIONS: [&str; 12] = ["em", "cos", "coz", "cause", "til", "till", "tis", "twas", "bout", "n", "cuz", "appen"];

/// Whether the mark begins a shortened word or year: 'cos, '98.
fn is_elision(from: &str) -> bool {
    let mut characters = from.chars();
    characters.next();
    let word = characters.as_str();
    let end = word.find(|character| !is_word_char(character)).unwrap_or(word.len());
    let word = word.get(..end).unwrap_or_default();
    ELISIONS.iter().any(|elision| word.eq_ignore_ascii_case(elision))
        || word.starts_with(|first: char| first.is_ascii_digit())
}
