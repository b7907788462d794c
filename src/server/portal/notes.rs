//! Findings as the pages show them: an error blocks, a warning can be kept with a reason, advice is quiet.

use super::answers::Answers;
use super::done::in_words;
use super::presses::{self, Press};
use super::record::ACCEPT;
use crate::calendar::Moment;
use crate::checks::Outcome;
use crate::report::{Finding, Span};
use crate::standards::Level;
use crate::text::byte_at_utf16;
use serde::Serialize;
use std::collections::BTreeMap;

/// How a finding is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Weight {
    /// It stands in the way of finalising.
    Error,
    /// It warns, and can be kept with a reason.
    Warning,
    /// A warning that is kept, and why.
    Kept,
    /// A deadline that is running.
    Due,
    /// It informs.
    Advice,
}

/// What a rule found at one place. The words of a narrative that one rule raises are shown together.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Note {
    pub weight: Weight,
    pub rule: String,
    pub at: String,
    pub message: String,
    pub remedy: String,
    pub rationale: String,
    /// Document and section of each clause that asks for it.
    pub sources: Vec<String>,
    /// The words of the narrative that it is about.
    pub excerpts: Vec<Excerpt>,
    /// What one press would change; of a note with excerpts, each has its own.
    pub fixes: Vec<Press>,
    /// When the deadline is: for machines, then in words.
    pub due: Option<String>,
    pub due_words: String,
    /// The name of the input for the reason to keep it; blank where it cannot be kept.
    pub accept: String,
    /// The input's id.
    pub accept_id: String,
    /// The reason as it was typed.
    pub reason: String,
}

/// Words of a narrative, and what is said of them.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Excerpt {
    pub text: String,
    pub message: String,
    pub remedy: String,
    pub fixes: Vec<Press>,
}

/// The notes of a page, by place, each taken out once it is drawn.
#[derive(Debug, Default)]
pub(super) struct Notes {
    by_place: BTreeMap<String, Vec<Note>>,
}

impl Notes {
    /// Makes the notes of a report's findings. `typed` gives the text of the narrative at a pointer.
    pub fn new(findings: &[Finding<'_>], answers: &Answers, typed: impl Fn(&str) -> String) -> Notes {
        let mut notes = Notes::default();
        let mut count = 0_usize;
        for finding in findings {
            let Some(weight) = weight(finding) else {
                continue;
            };
            let excerpt = finding.span.and_then(|span| excerpt(&typed(&finding.at), span)).map(|text| Excerpt {
                text,
                message: finding.message.clone().into_owned(),
                remedy: finding.remedy.clone().into_owned(),
                fixes: presses::of(finding, &typed),
            });
            let here = notes.by_place.entry(finding.at.clone()).or_default();
            // An error is a line of the summary: each stands for itself.
            let same = here.iter_mut().find(|note| {
                note.rule == finding.rule && note.weight == weight && weight != Weight::Error && excerpt.is_some()
            });
            if let (Some(note), Some(excerpt)) = (same, &excerpt) {
                note.excerpts.push(excerpt.clone());
                continue;
            }
            count = count.saturating_add(1);
            let can_keep = matches!(weight, Weight::Warning | Weight::Kept);
            let accept = if can_keep { format!("{ACCEPT}{}|{}", finding.rule, finding.at) } else { String::new() };
            here.push(Note {
                weight,
                rule: finding.rule.to_owned(),
                at: finding.at.clone(),
                message: finding.message.clone().into_owned(),
                remedy: finding.remedy.clone().into_owned(),
                rationale: finding.rationale.to_owned(),
                sources: finding
                    .citations
                    .iter()
                    .map(|cited| format!("{}, {}", cited.document, cited.section))
                    .collect(),
                fixes: if excerpt.is_some() { Vec::new() } else { presses::of(finding, &typed) },
                excerpts: excerpt.into_iter().collect(),
                due_words: finding
                    .due
                    .as_deref()
                    .and_then(|due| Moment::parse(due).ok())
                    .map(in_words)
                    .unwrap_or_default(),
                due: finding.due.clone(),
                reason: answers.text(&accept).to_owned(),
                accept,
                accept_id: format!("accept-{count}"),
            });
        }
        for notes in notes.by_place.values_mut() {
            notes.sort_by_key(|note| note.weight);
        }
        notes
    }

    /// Takes out the notes at a place.
    pub fn take(&mut self, at: &str) -> Vec<Note> {
        self.by_place.remove(at).unwrap_or_default()
    }

    /// Takes out the notes at a place and everywhere below it.
    pub fn take_below(&mut self, at: &str) -> Vec<Note> {
        let below = format!("{at}/");
        let places: Vec<String> =
            self.by_place.keys().filter(|place| *place == at || place.starts_with(&below)).cloned().collect();
        places.iter().flat_map(|place| self.take(place)).collect()
    }

    /// Takes out whatever is left: notes at places that the page does not draw.
    pub fn take_rest(&mut self) -> Vec<Note> {
        std::mem::take(&mut self.by_place).into_values().flatten().collect()
    }

    /// All of them, in the order of their places.
    pub fn iter(&self) -> impl Iterator<Item = &Note> {
        self.by_place.values().flatten()
    }
}

/// How a finding is shown; `None` for what is no finding.
fn weight(finding: &Finding<'_>) -> Option<Weight> {
    match (finding.outcome, finding.level) {
        (Outcome::Pending, _) => Some(Weight::Due),
        // Nobody at a form can do anything about it. It is counted, and the report has it.
        (Outcome::CannotTell, Level::Advice) => None,
        (Outcome::Failed | Outcome::CannotTell, level) => Some(match level {
            Level::Must => Weight::Error,
            Level::Should if finding.accepted => Weight::Kept,
            Level::Should => Weight::Warning,
            Level::Advice => Weight::Advice,
        }),
        (Outcome::Passed | Outcome::Inapplicable, _) => None,
    }
}

/// The words of a text in a span of UTF-16 code units.
fn excerpt(text: &str, span: Span) -> Option<String> {
    let (start, end) = (byte_at_utf16(text, span.start)?, byte_at_utf16(text, span.end)?);
    text.get(start..end).map(str::to_owned)
}
