//! Limits that run: on drafts, and on what a case must have that nobody has begun.

use super::super::steps::Judged;
use super::{Duty, Of};
use crate::calendar::Moment;
use crate::checks::{Mode, Report};
use crate::report;
use crate::server::problem::Problem;
use crate::server::store::RecordState;
use serde_json::{Value, json};

/// A rule whose limit runs: its id, the moment, what it says.
type Limit = (String, Moment, Option<String>);

/// What is due of each draft is what the rules say of it as it stands now.
pub(super) fn of_drafts(of: &Of<'_>) -> Result<Vec<Duty>, Problem> {
    let mut duties = Vec::new();
    for draft in of.records.iter().filter(|record| record.state == RecordState::Draft) {
        let context = of.context(Some(draft))?;
        let judged = Judged { asked: of.asked, standard: of.standard, context: &context };
        // In a draft a limit that has not been reached is still running; a final check would end it now.
        for (rule, due, message) in judged.report(&draft.record, Mode::Draft, limits)? {
            duties
                .push(Duty { rule: Some(rule), message, ..Duty::of("finish", of.case, draft) }.due(due, of.asked.now));
        }
    }
    Ok(duties)
}

/// What is due of the case itself is what the rules would say of a record that has just been begun: of each kind, with
/// nothing in it, so that only limits that run from what is known of the case are left.
pub(super) fn of_the_case(of: &Of<'_>) -> Result<Vec<Duty>, Problem> {
    let mut duties: Vec<Duty> = Vec::new();
    if of.case.facts.pointer("/case/open") == Some(&Value::Bool(false)) {
        return Ok(duties);
    }
    let context = of.context(None)?;
    let judged = Judged { asked: of.asked, standard: of.standard, context: &context };
    for kind in of.standard.definition().forms.keys() {
        let begun = json!({ "kind": kind, "fields": {} }).to_string();
        for (rule, due, message) in judged.report(&begun, Mode::Draft, limits)? {
            // A rule of several kinds is one duty.
            if !duties.iter().any(|duty| duty.rule.as_ref() == Some(&rule)) {
                let case = of.case.id.clone();
                let duty =
                    Duty { what: "write", case, kind: kind.clone(), rule: Some(rule), message, ..Duty::default() };
                duties.push(duty.due(due, of.asked.now));
            }
        }
    }
    Ok(duties)
}

fn limits(report: &Report<'_>) -> Vec<Limit> {
    let words = report::findings(report);
    let due = report.findings().iter().filter_map(|finding| Some((finding.due?, report.rule(finding)?.id.clone())));
    due.map(|(due, rule)| {
        let said = words.iter().find(|said| said.rule == rule && said.due.is_some());
        let message = said.map(|said| said.message.clone().into_owned());
        (rule, due, message)
    })
    .collect()
}
