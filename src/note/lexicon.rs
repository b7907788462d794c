//! The word lists of a standard, prepared for reading notes.

use super::cues::{self, Cue};
use super::{Source, StatementKind};
use crate::standards::{Category, WordList};
use crate::text::PhraseBook;

/// Word lists and cues, prepared once for many notes.
#[derive(Clone, Debug, Default)]
pub struct Lexicon {
    book: PhraseBook,
    entries: Vec<Entry>,
}

/// What a phrase of the book is.
#[derive(Clone, Copy, Debug)]
pub(super) enum Entry {
    /// Wording to flag.
    Wording {
        /// What the list is for.
        category: Category,
        /// Which list.
        list: u16,
        /// Which entry of it.
        word: u32,
    },
    /// A cue to a kind or source.
    Cue(Cue),
}

impl Lexicon {
    /// Prepares lists. A flag names a list by its place among those given here, so give them in
    /// an order that can be had again. A list of events raises nothing here. Cues of no known
    /// kind or source are ignored.
    #[must_use]
    pub fn new<'w>(lists: impl IntoIterator<Item = &'w WordList>) -> Self {
        let mut phrases: Vec<(&str, bool)> = Vec::new();
        let mut plurals: Vec<(String, Entry)> = Vec::new();
        let mut entries = Vec::new();
        for (list, words) in (0_u16..).zip(lists) {
            for (word, entry) in (0_u32..).zip(&words.words) {
                let prepared = match words.category {
                    Category::Events | Category::Terms => continue,
                    Category::Cue => Entry::Cue(Cue {
                        kind: kind(&entry.kind),
                        source: source(&entry.source),
                        strength: entry.strength.min(3),
                    }),
                    category => Entry::Wording { category, list, word },
                };
                phrases.push((&entry.phrase, entry.exact));
                entries.push(prepared);
                if words.category == Category::Jargon && is_acronym(&entry.phrase) {
                    plurals.push((format!("{}s", entry.phrase), prepared));
                }
            }
        }
        for (phrase, cue) in cues::BUILT_IN {
            phrases.push((phrase, false));
            entries.push(Entry::Cue(*cue));
        }
        for (phrase, entry) in &plurals {
            phrases.push((phrase, true));
            entries.push(*entry);
        }
        let numbered = (0..).zip(&phrases).map(|(at, (phrase, exact))| (*phrase, *exact, at));
        Self { book: PhraseBook::build(numbered), entries }
    }

    /// Calls back with every phrase found in a text.
    pub(super) fn scan(&self, text: &str, mut found: impl FnMut(usize, usize, Entry)) {
        self.book.scan(text, |next| {
            if let Some(entry) = self.entries.get(next.payload as usize) {
                found(next.start, next.end, *entry);
            }
        });
    }
}

/// Two capitals or more and nothing else: its plural is the same term.
fn is_acronym(phrase: &str) -> bool {
    phrase.len() >= 2 && phrase.bytes().all(|byte| byte.is_ascii_uppercase())
}

fn kind(name: &str) -> Option<StatementKind> {
    Some(match name {
        "fact" => StatementKind::Fact,
        "opinion" => StatementKind::Opinion,
        "assessment" | "judgement" => StatementKind::Assessment,
        "decision" => StatementKind::Decision,
        "other" => StatementKind::Other,
        _ => return None,
    })
}

fn source(name: &str) -> Option<Source> {
    Some(match name {
        "first_hand" => Source::FirstHand,
        "third_party" => Source::ThirdParty,
        _ => return None,
    })
}
