//! `deadline`: something is done within a limit of something else.

use super::conditions::{Over, Tri};
use super::outcome::{Cause, Doubt, Finding, Mode, Outcome, Outcomes};
use super::{Judge, Looked, Rule, Scope};
use crate::record::Place;
use crate::standards::{Condition, Path, Root, Unit};

/// What a rule asks.
pub(super) struct Asked<'r> {
    pub from: &'r Path,
    pub to: &'r Path,
    pub limit: i64,
    pub unit: Unit,
    pub later: Option<&'r Path>,
}

pub(super) fn judge(
    judge: &Judge<'_>,
    rule: &Rule<'_>,
    asked: &Asked<'_>,
    done: Option<&Condition>,
    out: &mut Outcomes,
) {
    let Asked { from, to, limit, unit, later } = *asked;
    let place = place(judge, from, to);
    let start = match judge.moment(from, Scope::NONE) {
        Ok(Some(start)) => start,
        Ok(None) => return out.count(Outcome::Inapplicable),
        Err(cause) => return judge.cannot_tell(rule, place, cause, out),
    };
    // News of the event, or a decision, may come after it: the count then starts anew.
    let start = match later.map(|later| judge.moment(later, Scope::NONE)) {
        Some(Ok(Some(later))) => start.max(later),
        Some(Err(cause)) => return judge.cannot_tell(rule, place, cause, out),
        _ => start,
    };
    let end = match judge.moment(to, Scope::NONE) {
        Ok(end) => end,
        Err(cause) => return judge.cannot_tell(rule, place, cause, out),
    };
    match done.map(|done| judge.holds(done, Scope::NONE)) {
        Some(Tri::Yes) => return judge.passed(out),
        Some(Tri::Unknown(cause)) => return judge.cannot_tell(rule, place, cause, out),
        _ => {}
    }
    // A draft that is not entered yet is still running; finalising it now enters it now. What is to be done is not done
    // by finalising.
    let running = done.is_some() || end.is_none() && judge.mode == Mode::Draft;
    let (outcome, due) = match judge.over(start, end.unwrap_or(judge.as_at), limit, unit) {
        Over::Unknown => return judge.cannot_tell(rule, place, Doubt::Calendar, out),
        Over::Past(due) => (Outcome::Failed, due),
        Over::Within(due) if running => (Outcome::Pending, due),
        Over::Within(_) => return judge.passed(out),
    };
    let finding =
        Finding { rule: rule.number, outcome, place, span: None, due: Some(due), cause: Cause::Rule, accepted: false };
    judge.add(rule, finding, out);
}

/// Where to point: at what came late, if the record says when that was; else at what started the count.
fn place(judge: &Judge<'_>, from: &Path, to: &Path) -> Place {
    let ended =
        to.root == Root::Record && matches!(judge.look(to, Scope::NONE), Looked::Value(value) if !value.is_blank());
    let started_here = from.root == Root::Record;
    judge.place(if ended || (!started_here && to.root == Root::Record) { to } else { from })
}
