//! The word lists of a standard, prepared for reading notes.

use super::cues::{self, Cue};
use super::model::Model;
use super::{Source, StatementKind};
use std::ops::Range;

use crate::standards::{Category, UNKNOWN_CAPITALS, WordList, pattern_book};
use crate::text::{FastSet, PatternBook, PhraseBook};

/// Word lists and cues, prepared once for many notes.
#[derive(Clone, Debug, Default)]
pub struct Lexicon {
    book: PhraseBook,
    patterns: PatternBook,
    entries: Vec<Entry>,
    /// The list and row that raise words of capitals that nobody knows.
    unknown_capitals: Option<(u16, u32)>,
    /// Words of capitals that everybody knows.
    known_capitals: FastSet<String>,
    model: Option<Model>,
}

/// The set of words of capitals that need no explanation.
const KNOWN_CAPITALS: &str = "known capitals";

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
        let lists: Vec<&WordList> = lists.into_iter().collect();
        let mut unknown_capitals = None;
        let mut known_capitals = FastSet::default();
        let mut phrases: Vec<(&str, bool)> = Vec::new();
        let mut plurals: Vec<(String, Entry)> = Vec::new();
        let mut entries = Vec::new();
        for (list, words) in (0_u16..).zip(lists.iter().copied()) {
            for (word, entry) in (0_u32..).zip(&words.words) {
                if entry.set == KNOWN_CAPITALS {
                    known_capitals.extend(entry.phrase.split('|').map(|known| known.trim().to_owned()));
                }
                if entry.pattern && entry.phrase == UNKNOWN_CAPITALS {
                    unknown_capitals = Some((list, word));
                }
                if entry.pattern || !entry.set.is_empty() {
                    continue;
                }
                let prepared = match words.category {
                    Category::Events | Category::Terms | Category::Evidence => continue,
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
        let book = PhraseBook::build(numbered);
        let payload = |list: u16, word: u32| {
            let category = lists.get(usize::from(list)).map_or(Category::Events, |list| list.category);
            entries.push(Entry::Wording { category, list, word });
            u32::try_from(entries.len() - 1).unwrap_or(u32::MAX)
        };
        // A standard whose patterns can't be read does not load; lists put together by hand go without them.
        let patterns = pattern_book(lists.iter().copied(), payload, |_, _, _| {});
        Self { book, patterns, entries, unknown_capitals, known_capitals, model: None }
    }

    /// Calls back with every pattern found in a text, by where its first word starts.
    pub(super) fn scan_patterns(&self, text: &str, mut found: impl FnMut(Range<usize>, Entry)) {
        self.patterns.scan(text, |next| {
            if let Some(entry) = self.entries.get(next.payload as usize) {
                found(next.start..next.end, *entry);
            }
        });
    }

    /// The list and row that raise a word of capitals that is not known, if there is one.
    pub(super) const fn unknown_capitals(&self) -> Option<(u16, u32)> {
        self.unknown_capitals
    }

    /// Whether everybody knows this word of capitals.
    pub(super) fn knows_capitals(&self, token: &str) -> bool {
        self.known_capitals.contains(token)
    }

    /// The same, with weights learnt from annotated notes to tell kinds and sources by; cues are then
    /// not asked. Without a model they are all there is.
    #[must_use]
    pub fn with_model<'w>(lists: impl IntoIterator<Item = &'w WordList>, model: Option<Model>) -> Self {
        Self { model, ..Self::new(lists) }
    }

    /// The weights, if it has any.
    pub(super) const fn model(&self) -> Option<&Model> {
        self.model.as_ref()
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
