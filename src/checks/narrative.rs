//! Narratives: the engine's readings, in the offsets of reports.

use super::statements::Said;
use crate::note::{self, Analysis, Lexicon};
use crate::standards::{Category, PackError, Standard, StatementModel, Word, Words};
use crate::text::{PhraseBook, PhraseMatch, Utf16Index};
use std::sync::{Arc, OnceLock};

/// What the word lists of a standard become, each once, when something first needs it.
struct Prepared {
    lexicon: OnceLock<Arc<Lexicon>>,
    /// The lists that rules look things up in, each a book of phrases, by the list's position.
    books: Vec<(u16, OnceLock<PhraseBook>)>,
}

fn prepared(standard: &Standard) -> Arc<Prepared> {
    standard.derived(|standard| {
        let looked_up = (0_u16..).zip(standard.words());
        let looked_up = looked_up.filter(|(_, list)| matches!(list.category(), Category::Events | Category::Terms));
        Prepared {
            lexicon: OnceLock::new(),
            books: looked_up.map(|(position, _)| (position, OnceLock::new())).collect(),
        }
    })
}

fn book(list: &Words) -> PhraseBook {
    let plain = |(_, word): &(u32, &Word)| word.set.is_empty() && !word.pattern;
    let words = (0_u32..).zip(&list.list().words).filter(plain);
    PhraseBook::build(words.map(|(at, word)| (word.phrase.as_str(), word.exact, at)))
}

/// The lexicon of a standard.
///
/// # Errors
/// The standard names a [model](Standard::model) that was not given.
pub fn lexicon(standard: &Standard) -> Result<Arc<Lexicon>, PackError> {
    let prepared = prepared(standard);
    if let Some(lexicon) = prepared.lexicon.get() {
        return Ok(Arc::clone(lexicon));
    }
    let model = standard.model()?.and_then(StatementModel::parts);
    let model = model.and_then(|(classes, weights)| note::model::Model::read(classes, weights));
    let make = || Arc::new(Lexicon::with_model(standard.words().iter().map(Words::list), model));
    Ok(Arc::clone(prepared.lexicon.get_or_init(make)))
}

/// Reads a narrative. No record with one is read before the standard has its model ([`Standard::usable`]).
pub(super) fn analyse(standard: &Standard, text: &str) -> Analysis {
    lexicon(standard).map(|lexicon| note::analyse(&lexicon, text)).unwrap_or_default()
}

/// Does a text mention anything of the list of events or terms at this position?
pub(super) fn mentions(standard: &Standard, list: u16, text: &str) -> bool {
    !find(standard, list, text).is_empty()
}

/// Where a text uses a phrase of the list of events or terms at this position; the payload is the phrase's number.
pub(super) fn find(standard: &Standard, list: u16, text: &str) -> Vec<PhraseMatch> {
    let prepared = prepared(standard);
    let kept = prepared.books.iter().find(|(position, _)| *position == list);
    let (Some((_, kept)), Some(list)) = (kept, standard.words().get(usize::from(list))) else { return Vec::new() };
    kept.get_or_init(|| book(list)).find_all(text)
}

/// A statement, in UTF-16 code units.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatementAt {
    /// Where it starts.
    pub start: u32,
    /// Where it ends.
    pub end: u32,
    /// What sort of statement it is.
    pub kind: note::StatementKind,
    /// Where it comes from.
    pub source: note::Source,
    /// How sure the engine is, in per cent.
    pub confidence: u8,
    /// Why, in words.
    pub because: Vec<String>,
    /// Did the author say so? The kind and source then are the author's.
    pub tagged: bool,
}

impl StatementAt {
    /// Takes what the author says of it: nothing is left to be sure of, and nothing to rest it on.
    pub(super) fn take(&mut self, said: &Said) {
        (self.kind, self.source, self.tagged) = (said.kind, said.source, true);
        self.confidence = 100;
        self.because.clear();
    }
}

/// The statements of a note that was analysed.
pub fn statements(text: &str, analysis: &Analysis) -> Vec<StatementAt> {
    let index = Utf16Index::new(text);
    let one = |statement: &note::Statement| StatementAt {
        start: units(&index, statement.span.start),
        end: units(&index, statement.span.end),
        kind: statement.kind,
        source: statement.source,
        confidence: statement.confidence,
        because: statement.because.iter().map(|because| because.say(text)).collect(),
        tagged: false,
    };
    analysis.statements.iter().map(one).collect()
}

/// The flags of a note: the list and the word of each, and its span.
pub fn flags(text: &str, analysis: &Analysis) -> Vec<(u16, u32, (u32, u32))> {
    if analysis.flags.is_empty() {
        return Vec::new();
    }
    let index = Utf16Index::new(text);
    let span = |flag: &note::Flag| (units(&index, flag.span.start), units(&index, flag.span.end));
    analysis.flags.iter().map(|flag| (flag.list, flag.word, span(flag))).collect()
}

fn units(index: &Utf16Index<'_>, byte: usize) -> u32 {
    u32::try_from(index.utf16(byte)).unwrap_or(u32::MAX)
}
