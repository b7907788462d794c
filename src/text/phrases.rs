//! Finding many phrases in one pass.

use super::hash::FastMap;
use super::order::sort_long;
use super::words::{is_apostrophe, is_word_char};

/// A list of phrases, prepared for finding any of them in a text.
///
/// A phrase is found as whole words. Capitals don't matter unless the phrase was entered as exact
/// in case; straight and curly apostrophes are equal; a space in a phrase stands for any white
/// space or for one hyphen, and a hyphen for a space, so `step-father` finds `step father`. Other
/// punctuation counts as typed, which is how `T/C`, `d.o.b.` and `+ve` are entered. A possessive
/// `'s` after a phrase is left out of the match.
///
/// Each word of the text is hashed once and looked up as the first word of a phrase; the few
/// phrases that begin with it are compared letter by letter.
#[derive(Clone, Debug, Default)]
pub struct PhraseBook {
    /// All phrases, folded, one after another.
    letters: String,
    /// Sorted by the hash of the first word, longest phrase first.
    entries: Vec<Entry>,
    /// From the hash of a first word to its entries.
    first_words: FastMap<u32, (u32, u32)>,
    /// One bit for each value of the first bits of a first word's hash: most words of a text begin
    /// no phrase, and this tells so without a look-up.
    sieve: Vec<u64>,
    /// ASCII symbols that a phrase begins with, one bit each.
    symbols: u128,
}

#[derive(Clone, Copy, Debug)]
struct Entry {
    hash: u32,
    start: u32,
    /// Where the first word of the phrase ends.
    rest: u32,
    end: u32,
    /// The small letter or digit with which the second word begins, or 0.
    second: u8,
    payload: u32,
    exact: bool,
}

/// A phrase found in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PhraseMatch {
    /// The first byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// What was entered with the phrase.
    pub payload: u32,
}

impl PhraseBook {
    /// Prepares phrases, each with whether its case is exact and a payload for the caller. White
    /// space around a phrase is ignored, and so is an empty one. The same phrase may be entered
    /// more than once.
    pub fn build<'p>(phrases: impl Iterator<Item = (&'p str, bool, u32)>) -> Self {
        let mut book = Self::default();
        for (phrase, exact, payload) in phrases {
            book.enter(phrase.trim(), exact, payload);
        }
        sort_long(&mut book.entries, |entry| {
            u128::from(entry.hash) << 32 | u128::from(u32::MAX - (entry.end - entry.start))
        });
        book.sieve = vec![0; SIEVE];
        for (at, entry) in (0..).zip(&book.entries) {
            let (place, bit) = in_sieve(entry.hash);
            if let Some(bits) = book.sieve.get_mut(place) {
                *bits |= bit;
            }
            book.first_words.entry(entry.hash).or_insert((at, at)).1 = at + 1;
        }
        book
    }

    fn enter(&mut self, phrase: &str, exact: bool, payload: u32) {
        let Some(first) = phrase.chars().next() else {
            return;
        };
        let hash = if is_word_char(first) {
            hash_word(phrase, 0).0
        } else {
            if first.is_ascii() {
                self.symbols |= 1 << (first as u32);
            }
            hash_symbol(first)
        };
        let start = self.letters.len();
        let mut gap = false;
        for character in phrase.chars() {
            if is_gap(character) && !self.letters.get(start..).unwrap_or_default().is_empty() {
                gap = true;
                continue;
            }
            if gap {
                self.letters.push(' ');
                gap = false;
            }
            self.letters.push(if exact { plain(character) } else { fold(character) });
        }
        if gap {
            // A phrase that ends in a hyphen: the hyphen is part of it.
            self.letters.push(' ');
        }
        let first_word = self.letters.get(start..).map_or(0, |phrase| hash_word(phrase, 0).1);
        if let (Ok(start), Ok(rest), Ok(end)) =
            (u32::try_from(start), u32::try_from(start + first_word), u32::try_from(self.letters.len()))
        {
            let second = match self.letters.as_bytes().get(rest as usize..) {
                Some([b' ', letter, ..]) if letter.is_ascii_alphanumeric() => letter.to_ascii_lowercase(),
                _ => 0,
            };
            self.entries.push(Entry { hash, start, rest, end, second, payload, exact });
        }
    }

    /// How many phrases there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The matches that don't overlap: at each place the longest phrase, then on from its end.
    #[must_use]
    pub fn find_all(&self, text: &str) -> Vec<PhraseMatch> {
        let mut found: Vec<PhraseMatch> = Vec::new();
        self.scan(text, |next| match found.last_mut() {
            Some(last) if last.start == next.start => {
                if last.end < next.end {
                    *last = next;
                }
            }
            Some(last) if last.end > next.start => {}
            _ => found.push(next),
        });
        found
    }

    /// Every match, also those inside another, by where they start. For a caller that keeps
    /// several lists in one book and decides between them.
    pub fn scan(&self, text: &str, mut found: impl FnMut(PhraseMatch)) {
        let bytes = text.as_bytes();
        let mut at = 0;
        // The character before the last apostrophe was part of a word: the `t` of `don't` begins
        // no phrase.
        let mut before: Option<char> = None;
        let mut inside_word = false;
        while let Some(byte) = bytes.get(at) {
            if byte.is_ascii() && !byte.is_ascii_alphanumeric() {
                let character = char::from(*byte);
                inside_word = is_apostrophe(character) && before.is_some_and(is_word_char);
                if self.symbols & (1 << byte) != 0 && !before.is_some_and(is_word_char) {
                    self.look(text, at, at, hash_symbol(character), &mut found);
                }
                before = Some(character);
                at += 1;
                continue;
            }
            if !byte.is_ascii()
                && let Some(character) = char_at(text, at)
                && !is_word_char(character)
            {
                inside_word = is_apostrophe(character) && before.is_some_and(is_word_char);
                before = Some(character);
                at += character.len_utf8();
                continue;
            }
            let (hash, end) = hash_word(text, at);
            if !inside_word {
                self.look(text, at, end, hash, &mut found);
            }
            inside_word = false;
            before = Some('w');
            at = end.max(at + 1);
        }
    }

    /// Tries the phrases that begin with the word from `at` to `word_end`.
    fn look(&self, text: &str, at: usize, word_end: usize, hash: u32, found: &mut impl FnMut(PhraseMatch)) {
        let (place, bit) = in_sieve(hash);
        if self.sieve.get(place).is_none_or(|bits| bits & bit == 0) {
            return;
        }
        let Some((first, last)) = self.first_words.get(&hash) else {
            return;
        };
        // Dozens of phrases begin with "I" or "a": the next letter rules most of them out.
        let second = match text.as_bytes().get(word_end..) {
            Some([b' ', letter, ..]) if letter.is_ascii_alphanumeric() => letter.to_ascii_lowercase(),
            _ => 0,
        };
        for entry in self.entries.get(*first as usize..*last as usize).unwrap_or_default() {
            if entry.second != second && entry.second != 0 && second != 0 {
                continue;
            }
            let word = self.letters.get(entry.start as usize..entry.rest as usize);
            let rest = self.letters.get(entry.rest as usize..entry.end as usize);
            // The rest first: it is what tells phrases with one first word apart.
            if let (Some(word), Some(rest)) = (word, rest)
                && let Some(end) = after(text, word_end, rest, entry.exact)
                && after(text, at, word, entry.exact) == Some(word_end)
                && is_whole(text, end, word, rest)
            {
                found(PhraseMatch { start: at, end, payload: entry.payload });
            }
        }
    }
}

/// Words of 64 bits in the sieve.
const SIEVE: usize = 256;

/// The place and bit of a hash in the sieve: its first 14 bits, which the multiply mixes best.
const fn in_sieve(hash: u32) -> (usize, u64) {
    ((hash >> 24) as usize, 1 << ((hash >> 18) & 63))
}

/// The end of these words, if they are at this place in the text.
fn after(text: &str, from: usize, words: &str, exact: bool) -> Option<usize> {
    let mut at = from;
    for wanted in words.chars() {
        let character = char_at(text, at)?;
        if wanted == ' ' {
            at = past_gap(text, at, character)?;
        } else {
            let typed = if exact { plain(character) } else { fold(character) };
            if typed != wanted {
                return None;
            }
            at += character.len_utf8();
        }
    }
    Some(at)
}

/// Whether no word of the text is cut off at the end of a phrase: "@" is none in an email address,
/// nor "can" in "can't"; but "CIN's" holds "CIN".
fn is_whole(text: &str, end: usize, word: &str, rest: &str) -> bool {
    let last = rest.chars().next_back().or_else(|| word.chars().next_back());
    let ends_in_word = last.is_some_and(is_word_char);
    if !ends_in_word && (!word.is_empty() || rest.contains(is_word_char)) {
        return true;
    }
    let mut following = text.get(end..).unwrap_or_default().chars();
    match following.next() {
        Some(next) if is_word_char(next) => false,
        Some(next) if is_apostrophe(next) => match following.next() {
            Some('s' | 'S') => !following.next().is_some_and(is_word_char),
            next => !next.is_some_and(is_word_char),
        },
        _ => true,
    }
}

/// Longest run of white space inside a phrase: enough for an indented line.
const WIDEST_GAP: usize = 64;

fn past_gap(text: &str, at: usize, first: char) -> Option<usize> {
    if !is_gap(first) {
        return None;
    }
    if !first.is_whitespace() {
        return Some(at + first.len_utf8());
    }
    let spaces = text.get(at..)?.chars().take(WIDEST_GAP).take_while(|next| next.is_whitespace());
    Some(at + spaces.map(char::len_utf8).sum::<usize>())
}

/// White space, hyphen and non-breaking hyphen.
const fn is_gap(character: char) -> bool {
    matches!(character, '-' | '\u{2010}' | '\u{2011}') || character.is_whitespace()
}

/// The hash of the run of letters and digits that begins here, and where it ends.
fn hash_word(text: &str, from: usize) -> (u32, usize) {
    let bytes = text.as_bytes();
    let mut hash = 0;
    let mut at = from;
    while let Some(byte) = bytes.get(at) {
        let folded = FOLDED.get(*byte as usize).map_or(0, |folded| *folded);
        if folded != 0 {
            hash = add(hash, u32::from(folded));
            at += 1;
        } else if !byte.is_ascii()
            && let Some(character) = char_at(text, at)
            && is_word_char(character)
        {
            hash = add(hash, u32::from(fold(character)));
            at += character.len_utf8();
        } else {
            break;
        }
    }
    (hash, at)
}

/// ASCII letters and digits by byte, in small letters; 0 for every other byte.
const FOLDED: [u8; 256] = {
    let mut folded = [0; 256];
    let mut byte = 0_u8;
    while byte < 128 {
        if byte.is_ascii_alphanumeric()
            && let Some((_, [place, ..])) = folded.split_at_mut_checked(byte as usize)
        {
            *place = byte.to_ascii_lowercase();
        }
        byte += 1;
    }
    folded
};

const fn hash_symbol(symbol: char) -> u32 {
    add(u32::MAX, symbol as u32)
}

const fn add(hash: u32, unit: u32) -> u32 {
    (hash.rotate_left(5) ^ unit).wrapping_mul(0x9e37_79b9)
}

fn char_at(text: &str, at: usize) -> Option<char> {
    text.get(at..)?.chars().next()
}

/// Small letters, and one apostrophe for all.
fn fold(character: char) -> char {
    if character.is_ascii() {
        return plain(character.to_ascii_lowercase());
    }
    plain(character.to_lowercase().next().unwrap_or(character))
}

const fn plain(character: char) -> char {
    if is_apostrophe(character) { '\'' } else { character }
}
