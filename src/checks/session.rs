//! A record kept open: one answer changes, and what depends on it is judged again.

use super::outcome::{Counts, Mode, Outcomes, Report, Verdict, sort, verdict};
use super::{Finding, Judge, Outcome};
use crate::calendar::Moment;
use crate::record::{Context, EditError, Place, Record, Tag};
use crate::standards::{FieldType, Kind, Standard};
use std::sync::Arc;

/// A record that is being written.
///
/// Its full [`report`](Session::report) is, at any time, the one that [`check`](super::check) gives for the same record.
#[derive(Debug)]
pub struct Session {
    standard: Arc<Standard>,
    kind: usize,
    record: Record<'static>,
    context: Context<'static>,
    as_at: Moment,
    mode: Mode,
    /// The outcomes of each rule, by its number.
    outcomes: Vec<Outcomes>,
}

/// What a change of one answer came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The places whose findings are other ones now, in the form's order.
    pub changed: Vec<Place>,
}

impl Session {
    /// Opens a record. `None` if the standard has no record of its kind, which a record that it read cannot be.
    pub fn new(
        standard: Arc<Standard>,
        record: Record<'static>,
        context: Context<'static>,
        as_at: Moment,
        mode: Mode,
    ) -> Option<Session> {
        let kind = standard.kind_position(record.kind())?;
        let mut session = Session { standard, kind, record, context, as_at, mode, outcomes: Vec::new() };
        session.judge_all();
        Some(session)
    }

    /// The standard.
    pub fn standard(&self) -> &Standard {
        &self.standard
    }

    /// The record as it stands.
    pub fn record(&self) -> &Record<'static> {
        &self.record
    }

    /// The record's kind.
    pub fn kind(&self) -> Option<&Kind> {
        self.standard.kind_at(self.kind)
    }

    /// Sets the answer at a JSON Pointer to a JSON value; null clears it, and takes an item out of its list.
    ///
    /// # Errors
    /// [`EditError`], if the form has no such place or the value is no JSON. The record is then as it was.
    pub fn set(&mut self, pointer: &str, json: &str) -> Result<Change, EditError> {
        let standard = Arc::clone(&self.standard);
        let kind = standard.kind_at(self.kind).ok_or(EditError::Place)?;
        let place =
            Place::parse(pointer, &kind.layout).filter(|place| *place != Place::RECORD).ok_or(EditError::Place)?;
        let top = self.record.set(&standard, kind, place, json)?;
        let readers = kind.readers.get(usize::from(top)).map(Vec::as_slice).unwrap_or_default();
        Ok(self.judge_again(kind, readers))
    }

    /// Replaces what the author says of the statements of a narrative. The offsets are those of its text as it stands; a
    /// tag outside it is left out.
    ///
    /// # Errors
    /// [`EditError::Place`], if the form has no narrative there.
    pub fn set_tags(&mut self, pointer: &str, tags: &[Tag]) -> Result<Change, EditError> {
        let standard = Arc::clone(&self.standard);
        let kind = standard.kind_at(self.kind).ok_or(EditError::Place)?;
        let layout = &kind.layout;
        let field = |place: &Place| layout.field(place.field).filter(|field| field.kind == FieldType::Narrative);
        let place = Place::parse(pointer, layout).filter(|place| field(place).is_some()).ok_or(EditError::Place)?;
        let top = field(&place).map(|field| field.top).ok_or(EditError::Place)?;
        self.record.set_tags(place, kind, tags);
        let readers = kind.readers.get(usize::from(top)).map(Vec::as_slice).unwrap_or_default();
        Ok(self.judge_again(kind, readers))
    }

    /// Moves the moment of the check. Only deadlines and ages can change.
    pub fn set_as_at(&mut self, as_at: Moment) -> Change {
        self.as_at = as_at;
        self.rejudge()
    }

    /// Checks as a draft, or to be finalised.
    pub fn set_mode(&mut self, mode: Mode) -> Change {
        self.mode = mode;
        self.rejudge()
    }

    /// The whole report.
    pub fn report(&self) -> Report<'_> {
        static NO_KIND: std::sync::LazyLock<Kind> = std::sync::LazyLock::new(Kind::none);
        let kind = self.kind().unwrap_or(&NO_KIND);
        let judge = Judge::new(&self.standard, kind, &self.record, &self.context, self.as_at, self.mode);
        let mut all = Outcomes::default();
        for outcomes in &self.outcomes {
            all.counts.add(outcomes.counts);
            all.findings.extend(outcomes.findings.iter().cloned());
        }
        Report::new(&self.standard, kind, self.as_at, self.mode, all, judge.statements())
    }

    /// The verdict as it stands.
    pub fn verdict(&self) -> Verdict {
        let Some(kind) = self.kind() else {
            return Verdict::Rejected;
        };
        let findings: Vec<Finding> = self.findings().cloned().collect();
        verdict(kind, self.mode, &findings, self.counts())
    }

    /// The counts as they stand.
    pub fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        self.outcomes.iter().for_each(|outcomes| counts.add(outcomes.counts));
        counts
    }

    /// The findings at some places, in the form's order.
    pub fn findings_at(&self, places: &[Place]) -> Vec<Finding> {
        let mut findings: Vec<Finding> =
            self.findings().filter(|finding| places.contains(&finding.place)).cloned().collect();
        sort(&mut findings);
        findings
    }

    fn findings(&self) -> impl Iterator<Item = &Finding> {
        self.outcomes.iter().flat_map(|outcomes| &outcomes.findings)
    }

    fn rejudge(&mut self) -> Change {
        let standard = Arc::clone(&self.standard);
        let Some(kind) = standard.kind_at(self.kind) else {
            return Change { changed: Vec::new() };
        };
        let every: Vec<u16> = (0..kind.rules.len()).filter_map(|number| u16::try_from(number).ok()).collect();
        self.judge_again(kind, &every)
    }

    fn judge_all(&mut self) {
        let standard = Arc::clone(&self.standard);
        let Some(kind) = standard.kind_at(self.kind) else {
            return;
        };
        self.outcomes = vec![Outcomes::default(); kind.rules.len()];
        let every: Vec<u16> = (0..kind.rules.len()).filter_map(|number| u16::try_from(number).ok()).collect();
        self.judge_again(kind, &every);
    }

    fn judge_again(&mut self, kind: &Kind, rules: &[u16]) -> Change {
        let judge = Judge::new(&self.standard, kind, &self.record, &self.context, self.as_at, self.mode);
        let mut changed: Vec<Place> = Vec::new();
        for number in rules {
            let at = usize::from(*number);
            let (Some(bound), Some(before)) = (kind.rules.get(at), self.outcomes.get_mut(at)) else {
                continue;
            };
            let mut now = Outcomes::default();
            judge.rule(*number, bound, &mut now);
            if *before != now {
                for finding in before.findings.iter().filter(|finding| !now.findings.contains(finding)) {
                    push_new(&mut changed, finding.place);
                }
                for finding in now.findings.iter().filter(|finding| !before.findings.contains(finding)) {
                    push_new(&mut changed, finding.place);
                }
                *before = now;
            }
        }
        crate::text::sort_short(&mut changed, Place::order);
        Change { changed }
    }
}

fn push_new(places: &mut Vec<Place>, place: Place) {
    if !places.contains(&place) {
        places.push(place);
    }
}

impl Outcome {
    /// Does it ask for something to be looked at?
    pub fn is_open(self) -> bool {
        matches!(self, Outcome::Failed | Outcome::CannotTell)
    }
}
