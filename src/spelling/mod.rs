//! Spelling: British English, as a part of its own that nothing else needs.
//!
//! The dictionary is the Hunspell dictionary `en_GB-ise` made from SCOWL (`en-GB/LICENSE`), carried here so that a build needs no
//! network; `more.txt` adds the shorthand of notes and the words of the services that it lacks. A word is looked at only if it
//! could be an ordinary one:
//!
//! - what is quoted is somebody's own words, and never corrected;
//! - a word with a capital, unless it is a long ordinary word with two letters swapped, is taken for a name, and so is every word of the names that
//!   the caller knows, however it is typed;
//! - words of capitals, words with figures, and words of one letter are no words of a dictionary.
//!
//! Grammar is not checked.

use std::ops::Range;

use spellbook::Dictionary;

use crate::text::hash::{FastSet, FxHasher};
use crate::text::words::is_apostrophe;
use crate::text::{paragraphs, quotations, words};

const AFFIXES: &str = include_str!("en-GB/index.aff");
const WORDS: &str = include_str!("en-GB/index.dic");
const MORE: &str = include_str!("more.txt");

/// The same in every process, so that suggestions come in the same order.
type Hasher = std::hash::BuildHasherDefault<FxHasher>;

/// A dictionary, ready to check with. Loading takes milliseconds: keep it.
pub struct Speller {
    dictionary: Dictionary<Hasher>,
}

/// A word that is no word, as bytes of the note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misspelling {
    /// Where it stands.
    pub span: Range<usize>,
}

/// The dictionary that was built in cannot be read. A test keeps this from being released.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unreadable;

impl std::fmt::Display for Unreadable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the dictionary cannot be read")
    }
}

impl std::error::Error for Unreadable {}

impl Speller {
    /// British English.
    ///
    /// # Errors
    /// None in a released build: the dictionary was read when it was tested.
    pub fn british() -> Result<Self, Unreadable> {
        let mut dictionary = Dictionary::new_with_hasher(AFFIXES, WORDS, Hasher::default()).map_err(|_| Unreadable)?;
        for word in MORE.lines().filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace) {
            dictionary.add(word).map_err(|_| Unreadable)?;
        }
        Ok(Self { dictionary })
    }

    /// The misspelt words of a note, in order. `names` are the people and places that the case is about, each of one word or
    /// more: none of their words is misspelt, whatever its case.
    #[must_use]
    pub fn check(&self, note: &str, names: &[&str]) -> Vec<Misspelling> {
        let known: FastSet<String> =
            names.iter().flat_map(|name| words(name).filter_map(|word| name.get(word))).map(bare).collect();
        // A word that is judged once is judged for the whole note.
        let mut seen: FastSet<&str> = FastSet::default();
        let mut wrong: FastSet<&str> = FastSet::default();
        let mut found = Vec::new();
        for paragraph in paragraphs(note) {
            let text = note.get(paragraph.clone()).unwrap_or_default();
            let quotations = quotations(text);
            let mut quoted = quotations.iter().peekable();
            for span in words(text) {
                while quoted.next_if(|quotation| quotation.span.end <= span.start).is_some() {}
                if quoted.peek().is_some_and(|quotation| quotation.span.start <= span.start) {
                    continue;
                }
                let Some(word) = text.get(span.clone()) else { continue };
                if seen.insert(word) && !self.passes(word, &known) {
                    wrong.insert(word);
                }
                if wrong.contains(word) && !is_part(text, &span) {
                    found.push(Misspelling { span: paragraph.start + span.start..paragraph.start + span.end });
                }
            }
        }
        found
    }

    /// What may have been meant, the likeliest first, at most five. Takes milliseconds: ask for one word, not for a whole note.
    #[must_use]
    pub fn suggest(&self, word: &str) -> Vec<String> {
        let mut all = Vec::new();
        self.dictionary.suggest(&plain(word), &mut all);
        all.truncate(5);
        all
    }

    fn passes(&self, word: &str, known: &FastSet<String>) -> bool {
        let mut letters = word.chars();
        let first = letters.next().unwrap_or(' ');
        let rest = letters.as_str();
        // A plural of capitals (YPs) and a word of them with an ending (GP's) are words of capitals.
        if rest.is_empty()
            || word.chars().any(|letter| letter.is_ascii_digit())
            || rest.contains(char::is_uppercase)
            || !word.is_ascii() && word.chars().any(|letter| !letter.is_alphabetic() && !is_apostrophe(letter))
            || known.contains(&bare(word))
        {
            return true;
        }
        let plain = plain(word);
        if self.dictionary.check(&plain) {
            return true;
        }
        // "DC Shah" and "Shah": a name, unless a slip of one letter makes it an ordinary word: "Teh".
        first.is_uppercase() && !self.is_slip(&plain)
    }

    /// Whether two letters next to each other are the wrong way round, in an ordinary word; a long one, for short names are as
    /// near to words as slips are ("Orla"), or one of the commonest.
    fn is_slip(&self, word: &str) -> bool {
        const COMMON: [&str; 5] = ["teh", "adn", "hte", "htey", "thsi"];
        let letters: Vec<char> = word.to_lowercase().chars().collect();
        if letters.len() < 7 {
            return COMMON.iter().any(|slip| word.eq_ignore_ascii_case(slip));
        }
        (1..letters.len()).any(|at| {
            let mut swapped = letters.clone();
            swapped.swap(at - 1, at);
            let swapped: String = swapped.into_iter().collect();
            self.dictionary.check(&swapped)
        })
    }
}

impl std::fmt::Debug for Speller {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Speller")
    }
}

/// A piece of an address, a reference or shorthand is no word of its own: `j.smith@school.uk`, `s/w`, `c.f.`, `3yr-old`.
fn is_part(text: &str, span: &Range<usize>) -> bool {
    let before = text.get(..span.start).and_then(|before| before.chars().next_back());
    let mut after = text.get(span.end..).unwrap_or_default().chars();
    let joins = |character: char| matches!(character, '@' | '/' | '\\' | '_' | '#' | '&' | '.');
    let next = after.next();
    before.is_some_and(joins)
        || next.is_some_and(|next| matches!(next, '@' | '/' | '\\' | '_'))
        || next == Some('.') && after.next().is_some_and(char::is_alphanumeric)
}

/// With straight apostrophes, which is how the dictionary has them.
fn plain(word: &str) -> String {
    word.chars().map(|letter| if is_apostrophe(letter) { '\'' } else { letter }).collect()
}

/// In small letters, without a possessive ending.
fn bare(word: &str) -> String {
    let small = plain(word).to_lowercase();
    small.strip_suffix("'s").map(str::to_owned).unwrap_or(small)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::string_slice, reason = "tests may stop on a surprise")]
mod tests {
    use super::*;

    fn wrong<'n>(note: &'n str, names: &[&str]) -> Vec<&'n str> {
        let speller = Speller::british().unwrap();
        speller.check(note, names).into_iter().map(|misspelling| &note[misspelling.span]).collect()
    }

    #[test]
    fn british_english_is_right_and_american_is_not() {
        assert_eq!(wrong("Her behaviour at the centre has improved; she organised it.", &[]), Vec::<&str>::new());
        assert_eq!(wrong("Her behavior at the center.", &[]), ["behavior", "center"]);
    }

    #[test]
    fn slips_are_found_wherever_they_stand() {
        assert_eq!(
            wrong("I recieved it. Teh visit was arrnaged, adn he didnt come.", &[]),
            ["recieved", "Teh", "arrnaged", "adn", "didnt"]
        );
    }

    #[test]
    fn names_shorthand_and_quoted_words_are_left() {
        assert_eq!(wrong("Kayden saw DC Szczepaniak and the GPs on 3rd.", &[]), Vec::<&str>::new());
        assert_eq!(wrong("kaydn and szczepaniak's dog", &["Kaydn Szczepaniak"]), Vec::<&str>::new());
        assert_eq!(wrong("kaydn rang", &[]), ["kaydn"]);
        assert_eq!(wrong("T/C to s/w re j.smyth@skool.uk, appt next wk", &[]), Vec::<&str>::new());
        assert_eq!(wrong("He said “I dunno wot hapened” and left.", &[]), Vec::<&str>::new());
        assert_eq!(wrong("It doesn’t matter.", &[]), Vec::<&str>::new());
    }

    #[test]
    fn what_was_meant_is_suggested() {
        let speller = Speller::british().unwrap();
        assert_eq!(speller.suggest("recieved").first().map(String::as_str), Some("received"));
        assert!(speller.suggest("behavior").iter().any(|word| word == "behaviour"));
    }
}
