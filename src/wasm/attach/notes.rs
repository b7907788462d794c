//! Notes: findings as a page shows them. An error blocks, a warning can be kept with a reason, advice is quiet.

use crate::checks::Outcome;
use crate::report::{Edit, Finding, Fix};
use crate::standards::Level;
use crate::text::json::Tree;

/// How a finding is shown. In the order in which notes stand at one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// It stands in the way of finalising.
    Error,
    /// It warns.
    Warning,
    /// A warning that is kept, with a reason.
    Kept,
    /// A deadline that is running.
    Due,
    /// It informs.
    Advice,
}

impl Weight {
    /// The last part of the class.
    pub fn class(self) -> &'static str {
        match self {
            Weight::Error => "error",
            Weight::Warning => "warning",
            Weight::Kept => "kept",
            Weight::Due => "due",
            Weight::Advice => "advice",
        }
    }
}

/// What a rule found at one place. The words of a narrative that one rule raises are shown together.
#[derive(Clone, Debug, PartialEq)]
pub struct Note {
    /// How it is shown.
    pub weight: Weight,
    /// The rule's id.
    pub rule: String,
    /// The place.
    pub at: String,
    /// What is wrong.
    pub message: String,
    /// What to do next.
    pub remedy: String,
    /// Why it is asked.
    pub rationale: String,
    /// Document and section of each clause that asks for it.
    pub sources: Vec<String>,
    /// When the deadline is.
    pub due: Option<String>,
    /// What one press can do.
    pub fixes: Vec<Press>,
    /// The words of a narrative that it is about.
    pub excerpts: Vec<Excerpt>,
}

/// Words of a narrative, and what is said of them.
#[derive(Clone, Debug, PartialEq)]
pub struct Excerpt {
    /// Where they start, in UTF-16 code units. It moves while a person types before it, and is no part of how it looks.
    pub start: u32,
    /// Where they end.
    pub end: u32,
    /// The words.
    pub quote: String,
    /// What is wrong.
    pub message: String,
    /// What to do next.
    pub remedy: String,
    /// What one press can do.
    pub fixes: Vec<Press>,
}

/// A button and the changes that it makes.
#[derive(Clone, Debug, PartialEq)]
pub struct Press {
    /// What it says.
    pub label: String,
    /// What it changes.
    pub changes: Vec<Change>,
}

impl Press {
    /// The button of a fix.
    pub fn of(fix: &Fix<'_>) -> Press {
        Press { label: fix.label.clone().into_owned(), changes: fix.edits.iter().map(change).collect() }
    }
}

/// A change of an answer.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// It is set.
    Set {
        /// The place.
        at: String,
        /// The value.
        value: Tree,
    },
    /// A part of its text is replaced.
    Text {
        /// The place.
        at: String,
        /// Where the part starts, in UTF-16 code units.
        start: u32,
        /// Where it ends.
        end: u32,
        /// What stands there instead.
        text: String,
    },
}

impl Change {
    /// Where it is.
    pub fn at(&self) -> &str {
        match self {
            Change::Set { at, .. } | Change::Text { at, .. } => at,
        }
    }
}

/// How a finding is shown. `None` for one that is not: what could not be told for want of the case context is the
/// server's to decide, which has it.
pub fn weight(finding: &Finding<'_>) -> Option<Weight> {
    match (finding.outcome, finding.level) {
        (Outcome::Pending, _) => Some(Weight::Due),
        (Outcome::Failed, Level::Must) => Some(Weight::Error),
        (Outcome::Failed, Level::Should) if finding.accepted => Some(Weight::Kept),
        (Outcome::Failed, Level::Should) => Some(Weight::Warning),
        (Outcome::Failed, Level::Advice) => Some(Weight::Advice),
        (Outcome::CannotTell | Outcome::Passed | Outcome::Inapplicable, _) => None,
    }
}

/// Adds a finding to the notes of its place. `quote` gives the words of the narrative at a span; `can` says whether the
/// page has the answer at a place, for a button that can do nothing is not shown.
pub fn add(
    notes: &mut Vec<Note>,
    finding: &Finding<'_>,
    at: String,
    quote: impl Fn(u32, u32) -> Option<String>,
    can: impl Fn(&str) -> bool,
) {
    let Some(weight) = weight(finding) else { return };
    let fixes: Vec<Press> = finding
        .fixes
        .iter()
        .map(Press::of)
        .filter(|press| press.changes.iter().all(|change| can(change.at())))
        .collect();
    let excerpt = finding.span.and_then(|span| {
        Some(Excerpt {
            start: span.start,
            end: span.end,
            quote: quote(span.start, span.end)?,
            message: finding.message.clone().into_owned(),
            remedy: finding.remedy.clone().into_owned(),
            fixes: fixes.clone(),
        })
    });
    let same = |note: &&mut Note| note.rule == finding.rule && note.at == at && note.weight == weight;
    match (notes.iter_mut().find(same), excerpt) {
        (Some(note), Some(excerpt)) => note.excerpts.push(excerpt),
        // A rule may look at several items of one answer; saying it once is enough.
        (Some(note), None) if note.message == finding.message => {}
        (_, excerpt) => {
            let fixes = if excerpt.is_some() { Vec::new() } else { fixes };
            notes.push(Note {
                weight,
                rule: finding.rule.to_owned(),
                at,
                message: finding.message.clone().into_owned(),
                remedy: finding.remedy.clone().into_owned(),
                rationale: finding.rationale.to_owned(),
                sources: finding
                    .citations
                    .iter()
                    .map(|cited| format!("{}, {}", cited.document, cited.section))
                    .collect(),
                due: finding.due.clone(),
                fixes,
                excerpts: excerpt.into_iter().collect(),
            });
        }
    }
}

fn change(edit: &Edit<'_>) -> Change {
    match edit {
        Edit::Set { at, value } => Change::Set { at: at.clone(), value: value.clone() },
        Edit::Text { at, start, end, text } => {
            Change::Text { at: at.clone(), start: *start, end: *end, text: text.clone().into_owned() }
        }
    }
}

/// Do two notes look the same? Offsets move while a person types, and are looked up when a button is pressed.
pub fn alike(one: &Note, other: &Note) -> bool {
    let labels = |one: &[Press], other: &[Press]| {
        one.iter().map(|press| &press.label).eq(other.iter().map(|press| &press.label))
    };
    let excerpts = |one: &Excerpt, other: &Excerpt| {
        one.quote == other.quote
            && one.message == other.message
            && one.remedy == other.remedy
            && labels(&one.fixes, &other.fixes)
    };
    one.rule == other.rule
        && one.at == other.at
        && one.weight == other.weight
        && one.message == other.message
        && one.remedy == other.remedy
        && one.due == other.due
        && labels(&one.fixes, &other.fixes)
        && one.excerpts.len() == other.excerpts.len()
        && one.excerpts.iter().zip(&other.excerpts).all(|(one, other)| excerpts(one, other))
}
