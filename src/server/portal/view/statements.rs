//! The statements of a narrative: their mix, and a list in which each can be corrected.

use crate::checks;
use crate::note::tags::Share;
use crate::note::{self, Choice, Listed};
use crate::server::portal::answers::Answers;
use crate::server::portal::tags::{self, TAG, TAGGED};
use crate::standards::Standard;
use serde::Serialize;

/// The most statements that are listed: two choices each are sent with the form, which has a most of its own.
const MOST: usize = 500;

/// What is drawn under a narrative.
#[derive(Debug, Serialize)]
pub(super) struct Statements {
    pointer: String,
    hint: &'static str,
    /// The mix in words.
    sentence: String,
    count: u32,
    shares: Vec<ShareView>,
    /// How many were told by others, in words; blank for none.
    told: String,
    /// The name of the input that sends the text back, so that choices are understood after it was changed.
    tagged: String,
    text: String,
    rows: Vec<Row>,
    /// How many are not listed.
    more: usize,
}

/// A part of the mix.
#[derive(Debug, Serialize)]
struct ShareView {
    name: &'static str,
    words: String,
    before: u32,
    count: u32,
    told: u32,
}

/// A statement.
#[derive(Debug, Serialize)]
struct Row {
    words: String,
    by: &'static str,
    is_set: bool,
    taken: String,
    kind: Select,
    source: Select,
}

#[derive(Debug, Serialize)]
struct Select {
    name: String,
    choices: Vec<ChoiceView>,
}

#[derive(Debug, Serialize)]
struct ChoiceView {
    value: &'static str,
    label: String,
    chosen: bool,
}

impl Statements {
    /// Reads a narrative.
    pub fn of(standard: &Standard, answers: &Answers, text: &str, pointer: &str) -> Statements {
        // The service does not start with a standard whose model is missing.
        let analysis = checks::lexicon(standard).map(|lexicon| note::analyse(&lexicon, text)).unwrap_or_default();
        let own = tags::of(answers, pointer);
        let listed = note::listed(text, &analysis, &own);
        let mix = note::tags::mix(&analysis, &note::spans(text, &analysis), &own);
        let share = |share: Share| ShareView {
            name: share.name,
            words: share.words(),
            before: share.before,
            count: share.count(),
            told: share.told,
        };
        Statements {
            pointer: pointer.to_owned(),
            hint: note::LIST_HINT,
            sentence: mix.sentence(),
            count: mix.statements(),
            shares: mix.shares().map(share).collect(),
            told: if mix.told() > 0 { mix.told_words() } else { String::new() },
            tagged: format!("{TAGGED}{pointer}"),
            text: text.to_owned(),
            more: listed.len().saturating_sub(MOST),
            rows: listed.iter().take(MOST).map(|one| row(one, pointer)).collect(),
        }
    }
}

fn row(one: &Listed, pointer: &str) -> Row {
    let name = |part| format!("{TAG}{pointer}|{}-{}|{part}", one.span.start, one.span.end);
    Row {
        words: one.words.clone(),
        by: one.by(),
        is_set: one.is_set(),
        taken: one.taken(),
        kind: Select { name: name("kind"), choices: choices(one.kinds()) },
        source: Select { name: name("source"), choices: choices(one.sources()) },
    }
}

fn choices(all: Vec<Choice>) -> Vec<ChoiceView> {
    let one = |choice: Choice| ChoiceView { value: choice.value, label: choice.label, chosen: choice.chosen };
    all.into_iter().map(one).collect()
}
