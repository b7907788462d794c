//! Cutting a paragraph into statements.

use std::ops::Range;

use super::quotes::{Quotation, quotations};
use super::words::is_word_char;

/// The statements of a paragraph (see [`paragraphs`](super::paragraphs)), as byte ranges without
/// the white space around them. Every character but white space is in exactly one.
///
/// A statement is a sentence, bullet, heading or line. A bullet, number, time or inline label
/// (`Health:`) belongs to the statement that it introduces, and a sentence keeps the whole of its
/// quotation, however many sentences were said. Full stops that end no sentence: in abbreviations
/// and initials (`Dr.`, `e.g.`, `J. Marsh`), numbers and times (`3.30pm`), list numbers (`2.`), and
/// a question mark that stands for doubt (`? OD`).
#[must_use]
pub fn statements(paragraph: &str) -> Vec<Range<usize>> {
    statements_around(paragraph, &quotations(paragraph))
}

/// The same, given the [`quotations`] of the paragraph.
#[must_use]
pub fn statements_around(paragraph: &str, quotations: &[Quotation]) -> Vec<Range<usize>> {
    let mut statements = Vec::new();
    let mut start = 0;
    let mut at = 0;
    let mut quoted = quotations.iter().filter(|quotation| quotation.closed).peekable();
    let bytes = paragraph.as_bytes();
    while let Some(byte) = bytes.get(at) {
        while quoted.next_if(|quotation| quotation.span.end <= at).is_some() {}
        if let Some(quotation) = quoted.peek()
            && quotation.span.contains(&at)
        {
            at = quotation.span.end;
            if ends_after_quotation(paragraph, quotation) {
                push(paragraph, start..at, &mut statements);
                start = at;
            }
            continue;
        }
        let stop = match byte {
            b'.' | b'!' | b'?' => 1,
            0xe2 if bytes.get(at..at + 3) == Some("…".as_bytes()) => 3,
            _ => {
                at += 1;
                continue;
            }
        };
        let end = past_stops(paragraph, at + stop);
        if ends_sentence(paragraph, start, at, end) {
            push(paragraph, start..end, &mut statements);
            start = end;
        }
        at = end;
    }
    push(paragraph, start..paragraph.len(), &mut statements);
    statements
}

fn push(paragraph: &str, span: Range<usize>, statements: &mut Vec<Range<usize>>) {
    let Some(text) = paragraph.get(span.clone()) else {
        return;
    };
    let trimmed = text.trim_start();
    let start = span.start + (text.len() - trimmed.len());
    let end = start + trimmed.trim_end().len();
    if start < end {
        statements.push(start..end);
    }
}

/// More stops, and closing brackets: `?!`, `...`, `.)`.
fn past_stops(paragraph: &str, from: usize) -> usize {
    let rest = paragraph.get(from..).unwrap_or_default();
    let stops = rest.find(|next| !matches!(next, '.' | '!' | '?' | '…' | ')' | ']' | '\u{201d}' | '\u{fe0f}'));
    from + stops.unwrap_or(rest.len())
}

/// Whether the stop at `at`, with all that belongs to it up to `end`, ends a sentence that began
/// at `start`.
fn ends_sentence(paragraph: &str, start: usize, at: usize, end: usize) -> bool {
    let after = paragraph.get(end..).unwrap_or_default();
    let next = after.trim_start();
    let Some(following) = next.chars().next() else {
        return true;
    };
    let before = paragraph.get(start..at).unwrap_or_default();
    let stop = paragraph.get(at..end).unwrap_or_default();
    if after.len() == next.len() {
        // "No reply.Card left.", but 3.30pm, example.org, T.C.
        return stop == "."
            && before.ends_with(char::is_lowercase)
            && following.is_uppercase()
            && next.chars().nth(1).is_some_and(char::is_lowercase);
    }
    if stop == "." {
        return !is_abbreviation(before, following);
    }
    // "? OD" and "(8?)" are doubt; "Really? she asked" goes on.
    let doubt = before.ends_with(|last: char| last.is_whitespace()) || before.is_empty();
    !(doubt || stop.ends_with(')') && !stop.starts_with('.') && following.is_lowercase())
}

/// Abbreviations that are followed by more of the sentence, in small letters, without the last
/// full stop.
const SHORT: [&str; 34] = [
    "acc", "approx", "appt", "asst", "ave", "c", "cf", "co", "dept", "dr", "e.g", "eg", "esp", "ext", "hon", "i.e",
    "ie", "incl", "jr", "mr", "mrs", "ms", "mx", "prof", "rd", "rev", "sgt", "sr", "st", "supt", "tel", "v", "viz",
    "vs",
];

/// Abbreviations only before a number: `no. 9`.
const BEFORE_NUMBER: [&str; 9] = ["no", "nos", "p", "pp", "para", "s", "ss", "sec", "art"];

fn is_abbreviation(before: &str, following: char) -> bool {
    let word_start = before
        .char_indices()
        .rev()
        .find(|(_, last)| last.is_whitespace() || matches!(last, '(' | ':'))
        .map_or(0, |(at, last)| at + last.len_utf8());
    let word = before.get(word_start..).unwrap_or_default();
    let mut letters = word.chars();
    let (first, only) = (letters.next(), letters.next().is_none());
    if only && let Some(first) = first {
        // "J. Marsh", but "so did I. He".
        if first.is_uppercase() && first != 'I' {
            return true;
        }
    }
    // "2. Health", at the start of a statement.
    let number = word.len() <= 3 && word.bytes().all(|byte| byte.is_ascii_digit());
    if number && before.trim_start().len() == word.len() {
        return true;
    }
    let is = |known: &str| word.eq_ignore_ascii_case(known);
    if BEFORE_NUMBER.iter().any(|known| is(known)) {
        return following.is_ascii_digit();
    }
    SHORT.iter().any(|known| is(known))
        // "etc. but" goes on, "etc. He" doesn't; so too "d.o.b. 02/02".
        || !following.is_uppercase()
            && (word.eq_ignore_ascii_case("etc") || is_dotted(word))
}

/// Letters with stops between them: `d.o.b`, `p.m`.
fn is_dotted(word: &str) -> bool {
    word.contains('.') && word.len() <= 6 && !word.bytes().any(|byte| byte.is_ascii_digit())
}

/// Whether a sentence ends with a quotation: it closes with a stop inside, or is followed by one
/// outside, which the caller sees; and what follows begins a new sentence.
fn ends_after_quotation(paragraph: &str, quotation: &Quotation) -> bool {
    let said = paragraph.get(quotation.span.clone()).unwrap_or_default();
    let mut inside = said.chars().rev().skip(1);
    let stopped = inside.find(|last| !last.is_whitespace()).is_some_and(|last| matches!(last, '.' | '!' | '?' | '…'));
    let after = paragraph.get(quotation.span.end..).unwrap_or_default();
    let next = after.trim_start();
    stopped
        && next.len() < after.len()
        && next.starts_with(|following: char| {
            following.is_uppercase()
                || following.is_ascii_digit()
                || !is_word_char(following)
                    && !matches!(following, '"' | '“' | '‘' | '\'' | '(' | '-' | '–' | '—' | ',')
        })
}
