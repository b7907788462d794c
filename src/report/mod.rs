//! Reports: what a check found, in words and in bytes.
//!
//! [`json`] is the contract: the same bytes natively, in every browser and in Node.

mod json;
mod say;
mod terminal;
mod wording;

pub use json::{ENGINE, change_json, json, note_json};
pub use terminal::terminal;

use crate::calendar::Moment;
use crate::checks::{self, Outcome, Report};
use crate::standards::{Citation, Level};
use crate::text::json::Tree;
use serde::Serialize;
use std::borrow::Cow;

/// A finding in words: what, why, and what to do next.
#[derive(Clone, Debug, Serialize)]
pub struct Finding<'r> {
    /// The rule's id.
    pub rule: &'r str,
    /// The ids of the clauses that ask for it.
    pub clauses: Vec<&'r str>,
    /// How much it weighs.
    pub level: Level,
    /// Its outcome.
    pub outcome: Outcome,
    /// The place, as a JSON Pointer (RFC 6901).
    pub at: String,
    /// The part of the narrative, in UTF-16 code units.
    pub span: Option<Span>,
    /// When the deadline is, or was.
    pub due: Option<String>,
    /// Was the warning accepted with a reason?
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub accepted: bool,
    /// What is wrong.
    pub message: Cow<'r, str>,
    /// What to do next.
    pub remedy: Cow<'r, str>,
    /// Why it is asked.
    pub rationale: &'r str,
    /// What one press can do.
    pub fixes: Vec<Fix<'r>>,
    /// The documents and sections of the clauses.
    pub citations: Vec<Cited<'r>>,
}

/// A part of a text, in UTF-16 code units, its end exclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Span {
    /// Where it starts.
    pub start: u32,
    /// Where it ends.
    pub end: u32,
}

/// A change that one press makes.
#[derive(Clone, Debug, Serialize)]
pub struct Fix<'r> {
    /// What the button says.
    pub label: Cow<'r, str>,
    /// What it changes.
    pub edits: Vec<Edit<'r>>,
}

/// One change of a record.
#[derive(Clone, Debug, Serialize)]
#[serde(untagged)]
pub enum Edit<'r> {
    /// An answer is set; to null, cleared.
    Set {
        /// The place.
        at: String,
        /// The new value, as JSON.
        value: Tree,
    },
    /// A part of a narrative is replaced.
    Text {
        /// The narrative; blank for a note that is no part of a record.
        at: String,
        /// Where the part starts, in UTF-16 code units.
        start: u32,
        /// Where it ends.
        end: u32,
        /// What stands there instead.
        text: Cow<'r, str>,
    },
}

/// A document and a section of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Cited<'r> {
    /// The document.
    pub document: &'r str,
    /// Its section, as printed.
    pub section: &'r str,
}

/// The findings of a report, in words, in the order of the form.
pub fn findings<'r>(report: &'r Report<'_>) -> Vec<Finding<'r>> {
    report.findings().iter().filter_map(|finding| in_words(report, finding)).collect()
}

fn in_words<'r>(report: &'r Report<'_>, finding: &'r checks::Finding) -> Option<Finding<'r>> {
    let bound = report.rule(finding)?;
    say::Saying { standard: report.standard(), kind: report.kind_of(), bound, finding }.finding()
}

fn cited(citations: &[Citation]) -> Vec<Cited<'_>> {
    let mut cited: Vec<Cited<'_>> = Vec::with_capacity(citations.len());
    for citation in citations {
        let one = Cited { document: &citation.document, section: &citation.section };
        if !cited.contains(&one) {
            cited.push(one);
        }
    }
    cited
}

fn moment(moment: Moment) -> String {
    moment.to_string()
}
