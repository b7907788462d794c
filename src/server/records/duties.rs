//! `GET /v1/duties`: drafts whose time is running, or has run out.

use super::access::{Action, Decision, Tie, decide};
use super::request::{Asked, Reply, kept};
use super::steps::{Judged, context, standard};
use crate::checks::Mode;
use crate::report;
use crate::server::problem::Problem;
use crate::server::store::CaseVersion;
use serde_json::{Value, json};

/// Every limit that runs on a draft of the cases that the user works on; of one worker or one case, if the query names it.
/// What is due when is what the standard's own rules say of the draft as it stands now.
pub(super) fn list(asked: &Asked) -> Result<Reply, Problem> {
    let wanted = |name: &str| {
        let mut pairs = asked.query.split('&').filter_map(|pair| pair.split_once('='));
        pairs.find(|(key, _)| *key == name).map(|(_, value)| value.to_owned())
    };
    let (worker, of_case) = (wanted("worker"), wanted("case"));
    let mut duties = Vec::new();
    for case in asked.store.cases().map_err(kept)? {
        if of_case.as_ref().is_none_or(|id| *id == case.id) && sees(asked, &case)? {
            of(asked, &case, worker.as_deref(), &mut duties)?;
        }
    }
    duties.sort_by_key(|(seconds, _)| *seconds);
    asked.store.mark(&asked.mark("list the duties", of_case.as_deref(), None)).map_err(kept)?;
    let duties: Vec<Value> = duties.into_iter().map(|(_, duty)| duty).collect();
    let body = json!({ "at": asked.now.to_string(), "duties": duties }).to_string();
    Ok(Reply { status: 200, tag: String::new(), location: None, body })
}

/// A list names only what its reader works on: there is no reason to give for a whole list.
fn sees(asked: &Asked, case: &CaseVersion) -> Result<bool, Problem> {
    let person = asked.store.person(&case.person).map_err(kept)?;
    let tie = Tie::of(&asked.user, case, person.as_ref());
    Ok(decide(asked.user.role, tie, Action::Read) == Decision::Allowed)
}

fn of(asked: &Asked, case: &CaseVersion, worker: Option<&str>, duties: &mut Vec<(i64, Value)>) -> Result<(), Problem> {
    let standard = standard(asked, case)?;
    for record in asked.store.records(&case.id).map_err(kept)? {
        let is_draft = record.state == crate::server::store::RecordState::Draft;
        if !is_draft || worker.is_some_and(|worker| worker != record.by.who) {
            continue;
        }
        let context = context(asked, case, Some(&record), &standard)?;
        let judged = Judged { asked, standard: &standard, context: &context };
        // In a draft a limit that has not been reached is still running; a final check would end it now.
        let found = judged.report(&record.record, Mode::Draft, |report| {
            let words = report::findings(report);
            let due =
                report.findings().iter().filter_map(|finding| Some((finding.due?, report.rule(finding)?.id.clone())));
            due.map(|(due, rule)| {
                let said = words.iter().find(|said| said.rule == rule && said.due.is_some());
                let duty = json!({
                    "case": case.id, "record": record.id, "kind": record.kind, "worker": record.by.who, "rule": rule,
                    "due": due.to_string(), "overdue": due.seconds() < asked.now.seconds(),
                    "message": said.map(|said| said.message.clone()),
                });
                (due.seconds(), duty)
            })
            .collect::<Vec<_>>()
        })?;
        duties.extend(found);
    }
    Ok(())
}
