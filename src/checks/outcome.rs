//! Outcomes, findings and the report that holds them.

use super::narrative::StatementAt;
use crate::calendar::Moment;
use crate::record::{Fault, Place};
use crate::standards::{Bound, Kind, Layout, Level, Standard};
use crate::text::sort_long;
use serde::Serialize;

/// What a rule came to, in the words of W3C's EARL and ACT, and one of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// What it expects is so.
    Passed,
    /// It is not so.
    Failed,
    /// Something that it needs to know was not supplied, or cannot be used.
    CannotTell,
    /// A deadline that is not reached yet.
    Pending,
    /// It does not apply to this record.
    Inapplicable,
}

/// How far a check goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// Only what has been entered.
    Draft,
    /// Also what is missing: the record is to be finalised.
    Final,
}

/// What the report comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Nothing stands in the way, and no warning is open.
    Accepted,
    /// Nothing stands in the way; a warning is open, or, in a draft, something that will stand in the way when it is
    /// finalised.
    AcceptedWithWarnings,
    /// Something that must be so is not, or cannot be told.
    Rejected,
}

/// How many judgements had each outcome. A rule that looks at several places has an outcome for each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Passed.
    pub passed: u32,
    /// Failed.
    pub failed: u32,
    /// Could not be told.
    pub cannot_tell: u32,
    /// Not due yet.
    pub pending: u32,
    /// Did not apply.
    pub inapplicable: u32,
}

impl Counts {
    pub(super) fn count(&mut self, outcome: Outcome) {
        let count = match outcome {
            Outcome::Passed => &mut self.passed,
            Outcome::Failed => &mut self.failed,
            Outcome::CannotTell => &mut self.cannot_tell,
            Outcome::Pending => &mut self.pending,
            Outcome::Inapplicable => &mut self.inapplicable,
        };
        *count = count.saturating_add(1);
    }

    pub(super) fn add(&mut self, other: Counts) {
        self.passed = self.passed.saturating_add(other.passed);
        self.failed = self.failed.saturating_add(other.failed);
        self.cannot_tell = self.cannot_tell.saturating_add(other.cannot_tell);
        self.pending = self.pending.saturating_add(other.pending);
        self.inapplicable = self.inapplicable.saturating_add(other.inapplicable);
    }
}

/// A failed or undecided outcome, or a deadline that is running, at a place.
///
/// It holds numbers and no text: its words are the rule's, put together by [`crate::report`]. So a check of a good record
/// costs nothing for words that are never read, and no finding can carry what somebody entered, but for the text that a
/// fix offers to write from the record's own answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The number of the rule among those of the record's kind.
    pub rule: u16,
    /// Its outcome.
    pub outcome: Outcome,
    /// The place.
    pub place: Place,
    /// The part of the narrative, in UTF-16 code units.
    pub span: Option<(u32, u32)>,
    /// When the deadline is, or was.
    pub due: Option<Moment>,
    /// What it is about.
    pub cause: Cause,
    /// Was the warning accepted with a reason?
    pub accepted: bool,
}

/// What a finding is about, beyond its rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cause {
    /// The rule says it all.
    Rule,
    /// The field at the place is blank.
    Missing,
    /// The answer has this fault.
    Fault(Fault),
    /// An answer that the rule needs is faulty; the fault has a finding of its own.
    Faulty,
    /// This field of the case context was not supplied.
    UnknownContext(u16),
    /// The record's previous version was not supplied.
    UnknownPrevious,
    /// The bank holidays are not known for so early or late a day.
    Calendar,
    /// A word of a list: the positions of the list and of the word in it.
    Word(u16, u32),
    /// The narrative contradicts the child's record on this.
    Differs(Topic),
    /// The position of a row of the retention table, and what it says of the disposal.
    Retention(u16, Retained),
    /// The rule says it all, and these of its fixes fit the record.
    Offered(Vec<Offer>),
}

/// A fix that fits the record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// Its position among the fixes of its rule.
    pub fix: u16,
    /// The text it writes, put together from the record's answers, if it writes one.
    pub text: Option<String>,
}

/// Why a condition cannot be decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Doubt {
    /// See [`Cause::Faulty`].
    Faulty,
    /// See [`Cause::UnknownContext`].
    Context(u16),
    /// See [`Cause::UnknownPrevious`].
    Previous,
    /// See [`Cause::Calendar`].
    Calendar,
}

impl From<Doubt> for Cause {
    fn from(doubt: Doubt) -> Cause {
        match doubt {
            Doubt::Faulty => Cause::Faulty,
            Doubt::Context(field) => Cause::UnknownContext(field),
            Doubt::Previous => Cause::UnknownPrevious,
            Doubt::Calendar => Cause::Calendar,
        }
    }
}

/// What a row of the retention table says of the disposal of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Retained {
    /// No disposal is proposed, and the day is still to come.
    Kept,
    /// Disposal is proposed before the day.
    Early,
    /// The day cannot be counted yet.
    Undated,
    /// The file is kept for ever.
    Permanent,
    /// A hold stops every disposal.
    Held,
}

/// What a narrative can contradict.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Topic {
    /// The date of birth.
    DateOfBirth,
    /// The age.
    Age,
    /// The name.
    Name,
    /// Who a relative is.
    Relationship,
}

/// The outcomes of the rules judged so far.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Outcomes {
    pub counts: Counts,
    pub findings: Vec<Finding>,
}

impl Outcomes {
    pub fn count(&mut self, outcome: Outcome) {
        self.counts.count(outcome);
    }

    pub fn add(&mut self, finding: Finding) {
        self.counts.count(finding.outcome);
        self.findings.push(finding);
    }
}

/// The statements of one narrative.
#[derive(Clone, Debug)]
pub struct Statements {
    /// The narrative.
    pub place: Place,
    /// Its statements, in order.
    pub statements: Vec<StatementAt>,
}

/// What a check found: silence is not evidence, the counts are.
#[derive(Clone, Debug)]
pub struct Report<'s> {
    pub(crate) standard: &'s Standard,
    pub(crate) kind: &'s Kind,
    pub(crate) as_at: Moment,
    pub(crate) mode: Mode,
    pub(crate) verdict: Verdict,
    pub(crate) counts: Counts,
    pub(crate) findings: Vec<Finding>,
    pub(crate) statements: Vec<Statements>,
}

impl<'s> Report<'s> {
    pub(super) fn new(
        standard: &'s Standard,
        kind: &'s Kind,
        as_at: Moment,
        mode: Mode,
        outcomes: Outcomes,
        statements: Vec<Statements>,
    ) -> Report<'s> {
        let Outcomes { counts, mut findings } = outcomes;
        sort(&mut findings);
        let verdict = verdict(kind, mode, &findings, counts);
        Report { standard, kind, as_at, mode, verdict, counts, findings, statements }
    }

    /// The standard that it was checked against.
    pub fn standard(&self) -> &'s Standard {
        self.standard
    }

    /// The record's kind, with its form and rules.
    pub fn kind_of(&self) -> &'s Kind {
        self.kind
    }

    /// The name of the record's kind.
    pub fn kind(&self) -> &'s str {
        &self.kind.name
    }

    /// What it comes to.
    pub fn verdict(&self) -> Verdict {
        self.verdict
    }

    /// How many judgements had each outcome.
    pub fn counts(&self) -> Counts {
        self.counts
    }

    /// The findings, in the order of the form.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// The rule of a finding.
    pub fn rule(&self, finding: &Finding) -> Option<&'s Bound> {
        self.kind.rules.get(usize::from(finding.rule))
    }
}

/// The places of a report's findings, as JSON Pointers.
pub fn pointers(report: &Report<'_>) -> Vec<String> {
    report.findings.iter().map(|finding| finding.pointer(&report.kind.layout)).collect()
}

impl Finding {
    /// The finding's place as a JSON Pointer, down to the name that the form does not have, if that is what it is about.
    pub fn pointer(&self, layout: &Layout) -> String {
        let mut pointer = self.place.pointer(layout);
        if let Cause::Fault(Fault::Unknown(Some(name))) = &self.cause {
            match name.strip_prefix("../") {
                // Beside `fields`, at the root of the record.
                Some(name) => return format!("/{name}"),
                None => {
                    pointer.push('/');
                    pointer.push_str(name);
                }
            }
        }
        pointer
    }
}

/// Puts findings in the form's order, then that of the narrative, then that of the rules.
pub(super) fn sort(findings: &mut Vec<Finding>) {
    sort_long(findings, |finding| {
        let (field, item, inner) = finding.place.order();
        let place = u128::from(field) << 112 | u128::from(item) << 80 | u128::from(inner) << 48;
        place | u128::from(finding.span.map_or(0, |(start, _)| start)) << 16 | u128::from(finding.rule)
    });
}

/// `must` blocks finalising and never the saving of a draft; what cannot be told never counts as passed.
pub(super) fn verdict(kind: &Kind, mode: Mode, findings: &[Finding], counts: Counts) -> Verdict {
    let mut verdict = Verdict::Accepted;
    for finding in findings.iter().filter(|finding| matches!(finding.outcome, Outcome::Failed | Outcome::CannotTell)) {
        let level = kind.rules.get(usize::from(finding.rule)).map_or(Level::Must, |bound| bound.rule.level);
        match (level, mode) {
            (Level::Must, Mode::Final) => return Verdict::Rejected,
            (Level::Must, Mode::Draft) => verdict = Verdict::AcceptedWithWarnings,
            (Level::Should, _) if !finding.accepted => verdict = Verdict::AcceptedWithWarnings,
            _ => {}
        }
    }
    // A kind without rules was not checked at all, and that is no pass.
    if counts == Counts::default() && mode == Mode::Final { Verdict::Rejected } else { verdict }
}
