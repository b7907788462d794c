//! `known` and `acceptances`: the record holds nothing that does not belong in it.

use super::outcome::{Cause, Outcome, Outcomes};
use super::{Judge, Rule, structural};
use crate::record::{Fault, Place};
use crate::standards::Level;

pub(super) fn judge(judge: &Judge<'_>, rule: &Rule<'_>, out: &mut Outcomes) {
    structural::faults(judge, rule, |fault| matches!(fault, Fault::Unknown(_)), out);
}

/// A warning can be accepted, with a reason; what must be so cannot.
pub(super) fn acceptances(judge: &Judge<'_>, rule: &Rule<'_>, out: &mut Outcomes) {
    if judge.record.accepted.is_empty() {
        return out.count(Outcome::Inapplicable);
    }
    for accepted in &judge.record.accepted {
        let level = judge.kind.rules.iter().find(|bound| bound.id == accepted.rule).map(|bound| bound.rule.level);
        let place = Place::parse(&accepted.at, judge.layout()).unwrap_or(Place::RECORD);
        match level {
            // A rule that the standard does not have (any more) accepts nothing, and harms nothing.
            None => out.count(Outcome::Inapplicable),
            Some(Level::Must) => judge.failed(rule, place, Cause::Rule, out),
            Some(_) if !accepted.has_reason => judge.failed(rule, place, Cause::Rule, out),
            Some(_) => judge.passed(out),
        }
    }
}
