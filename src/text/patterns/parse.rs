//! The notation of patterns.

use std::fmt;
use std::iter::Peekable;
use std::str::CharIndices;

use super::scan::hash_word;
use crate::text::is_word_char;
use crate::text::words::is_apostrophe;

/// Why a text is no pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PatternError {
    /// It has no word that must be there.
    Empty,
    /// A bracket that is not closed, or was not opened.
    Bracket(char),
    /// A character that means nothing here.
    Character(char),
    /// A set that no list defines.
    UnknownSet(String),
}

impl fmt::Display for PatternError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("the pattern has no word that must be there"),
            Self::Bracket(bracket) => write!(f, "the pattern has a `{bracket}` without its other half"),
            Self::Character(character) => write!(f, "`{character}` means nothing in this place of a pattern"),
            Self::UnknownSet(name) => write!(f, "no list has a set called `{name}`"),
        }
    }
}

impl std::error::Error for PatternError {}

/// A part of a pattern.
#[derive(Clone, Debug)]
pub(super) enum Part {
    /// One of these words, by hash.
    Words(Vec<u64>),
    /// One of the members of a set.
    Set(String),
    /// A word with this ending.
    Ending(String),
    /// Up to three words of any kind.
    Gap,
    /// One of several sequences.
    Either(Vec<Vec<Item>>),
}

/// A part where it stands.
#[derive(Clone, Debug)]
pub(super) struct Item {
    pub(super) part: Part,
    pub(super) optional: bool,
    /// Between `[` and `]`.
    pub(super) marked: bool,
}

/// A pattern as it was written.
#[derive(Clone, Debug)]
pub(super) struct Parsed {
    pub(super) items: Vec<Item>,
    pub(super) at_start: bool,
    pub(super) at_end: bool,
}

pub(super) fn parse(pattern: &str) -> Result<Parsed, PatternError> {
    let mut reader = Reader { text: pattern, at: pattern.char_indices().peekable(), marked: false, has_marks: false };
    let mut parsed = Parsed { items: Vec::new(), at_start: false, at_end: false };
    reader.skip_gaps();
    parsed.at_start = reader.take('^');
    let mut all = reader.either(0)?;
    parsed.items = match all.len() {
        1 => all.swap_remove(0),
        _ => vec![Item { part: one_of(all), optional: false, marked: false }],
    };
    parsed.at_end = reader.take('$');
    reader.skip_gaps();
    if let Some((_, left)) = reader.at.next() {
        return Err(if left == ')' { PatternError::Bracket(left) } else { PatternError::Character(left) });
    }
    if reader.marked {
        return Err(PatternError::Bracket('['));
    }
    if !reader.has_marks {
        mark_all(&mut parsed.items);
    }
    if !parsed.items.iter().any(|item| !item.optional && !matches!(item.part, Part::Gap | Part::Ending(_))) {
        return Err(PatternError::Empty);
    }
    Ok(parsed)
}

/// The members of a set: sequences of words, one after another with `|` between.
pub(super) fn parse_members(members: &str) -> Result<Vec<Vec<Item>>, PatternError> {
    let mut reader = Reader { text: members, at: members.char_indices().peekable(), marked: false, has_marks: false };
    let all = reader.either(0)?;
    match reader.at.next() {
        Some((_, left)) => Err(PatternError::Character(left)),
        None => Ok(all),
    }
}

fn mark_all(items: &mut [Item]) {
    for item in items {
        item.marked = true;
        if let Part::Either(sequences) = &mut item.part {
            for sequence in sequences {
                mark_all(sequence);
            }
        }
    }
}

/// Brackets within brackets, at most: a pattern comes from a pack, and a pack may be hostile.
const DEEPEST: u8 = 8;

struct Reader<'p> {
    text: &'p str,
    at: Peekable<CharIndices<'p>>,
    marked: bool,
    has_marks: bool,
}

impl<'p> Reader<'p> {
    fn take(&mut self, wanted: char) -> bool {
        self.at.next_if(|(_, next)| *next == wanted).is_some()
    }

    fn skip_gaps(&mut self) {
        while self.at.next_if(|(_, next)| next.is_whitespace() || *next == '-').is_some() {}
    }

    fn either(&mut self, depth: u8) -> Result<Vec<Vec<Item>>, PatternError> {
        let mut all = vec![self.sequence(depth)?];
        while self.take('|') {
            all.push(self.sequence(depth)?);
        }
        if all.iter().any(Vec::is_empty) {
            return Err(PatternError::Empty);
        }
        Ok(all)
    }

    fn sequence(&mut self, depth: u8) -> Result<Vec<Item>, PatternError> {
        let mut items: Vec<Item> = Vec::new();
        loop {
            self.skip_gaps();
            let Some((start, next)) = self.at.peek().copied() else { return Ok(items) };
            let part = match next {
                ')' | '|' | '$' => return Ok(items),
                '[' | ']' => {
                    self.at.next();
                    if (next == '[') == self.marked {
                        return Err(PatternError::Bracket(next));
                    }
                    self.marked = next == '[';
                    self.has_marks = true;
                    continue;
                }
                '(' if depth < DEEPEST => {
                    self.at.next();
                    let all = self.either(depth + 1)?;
                    if !self.take(')') {
                        return Err(PatternError::Bracket('('));
                    }
                    one_of(all)
                }
                '<' => {
                    self.at.next();
                    let name = self.run(start + 1, |next| next != '>');
                    if !self.take('>') {
                        return Err(PatternError::Bracket('<'));
                    }
                    Part::Set(name.to_owned())
                }
                '.' => {
                    self.at.next();
                    if !self.take('.') {
                        return Err(PatternError::Character('.'));
                    }
                    Part::Gap
                }
                '*' => {
                    self.at.next();
                    let ending = self.run(start + 1, is_word_char).to_lowercase();
                    if ending.len() < 2 {
                        return Err(PatternError::Character('*'));
                    }
                    Part::Ending(ending)
                }
                _ if is_word_char(next) => {
                    let word = self.run(start, |next| is_word_char(next) || is_apostrophe(next));
                    let mut words = vec![hash_word(word)];
                    if self.take('*') {
                        words.clear();
                        super::inflect::forms(word, |form| words.push(hash_word(form)));
                    }
                    Part::Words(words)
                }
                _ => return Err(PatternError::Character(next)),
            };
            let optional = self.take('?');
            items.push(Item { part, optional, marked: self.marked });
        }
    }

    /// The characters from here for which this holds.
    fn run(&mut self, start: usize, holds: impl Fn(char) -> bool) -> &'p str {
        let mut end = start;
        while let Some((at, next)) = self.at.next_if(|(_, next)| holds(*next)) {
            end = at + next.len_utf8();
        }
        self.text.get(start..end).unwrap_or_default()
    }
}

/// Alternatives of one word each are one set of words.
fn one_of(all: Vec<Vec<Item>>) -> Part {
    let single = all.iter().all(|sequence| match sequence.as_slice() {
        [item] => matches!(item.part, Part::Words(_)) && !item.optional,
        _ => false,
    });
    if !single {
        return Part::Either(all);
    }
    let words = all.into_iter().flatten().flat_map(|item| match item.part {
        Part::Words(words) => words,
        _ => Vec::new(),
    });
    Part::Words(words.collect())
}
