//! `GET /v1/duties`: what is to be done on the cases that somebody works on, and by when.
//!
//! No limit stands here: what is due when is what the standard's own rules and tables say.

mod limits;
mod waiting;

use super::access::{Action, Decision, Tie, decide};
use super::request::{Asked, Reply, kept};
use super::steps::{context, standard};
use crate::calendar::Moment;
use crate::server::problem::Problem;
use crate::server::store::{CaseVersion, RecordVersion};
use crate::standards::Standard;
use percent_encoding::percent_decode_str;
use serde::Serialize;
use serde_json::json;

/// Something to be done.
#[derive(Debug, Default, Serialize)]
struct Duty {
    /// What has to be done: `finish`, `write`, `review`, `authorise`, `dispose` or `hold`.
    what: &'static str,
    case: String,
    /// The record it is about; for `write` there is none yet.
    record: Option<String>,
    kind: String,
    /// Who wrote the record. What is to be written is the whole team's.
    worker: Option<String>,
    /// The rule whose limit runs, or the row of the retention table.
    rule: Option<String>,
    due: Option<String>,
    overdue: bool,
    message: Option<String>,
    #[serde(skip)]
    seconds: Option<i64>,
}

impl Duty {
    fn of(what: &'static str, case: &CaseVersion, record: &RecordVersion) -> Duty {
        let (id, kind) = (Some(record.id.clone()), record.kind.clone());
        let worker = Some(record.by.who.clone());
        Duty { what, case: case.id.clone(), record: id, kind, worker, ..Duty::default() }
    }

    fn due(self, due: Moment, now: Moment) -> Duty {
        let overdue = due.seconds() < now.seconds();
        Duty { due: Some(due.to_string()), overdue, seconds: Some(due.seconds()), ..self }
    }
}

/// A case whose duties are looked for.
struct Of<'a> {
    asked: &'a Asked,
    case: &'a CaseVersion,
    standard: &'a Standard,
    records: &'a [RecordVersion],
}

impl Of<'_> {
    fn context(&self, own: Option<&RecordVersion>) -> Result<String, Problem> {
        context(self.asked, self.case, own, self.standard)
    }
}

/// Lists the duties on the cases that the user works on; of one worker, one team or one case, if the query names it.
pub(super) fn list(asked: &Asked) -> Result<Reply, Problem> {
    let wanted = |name: &str| {
        let mut pairs = asked.query.split('&').filter_map(|pair| pair.split_once('='));
        let value = pairs.find(|(key, _)| *key == name).map(|(_, value)| value.replace('+', " "))?;
        Some(percent_decode_str(&value).decode_utf8_lossy().into_owned())
    };
    let (worker, team, of_case) = (wanted("worker"), wanted("team"), wanted("case"));
    let mut duties = Vec::new();
    for case in asked.store.cases().map_err(kept)? {
        let is_meant = of_case.as_ref().is_none_or(|id| *id == case.id) && is_of_team(&case, team.as_deref());
        if is_meant && sees(asked, &case)? {
            let found = of(asked, &case)?.into_iter();
            duties.extend(found.filter(|duty| worker.as_ref().is_none_or(|worker| is_for(worker, duty, &case))));
        }
    }
    duties.sort_by_key(|duty| duty.seconds.unwrap_or(i64::MAX));
    asked.store.mark(&asked.mark("list the duties", of_case.as_deref(), None)).map_err(kept)?;
    let body = json!({ "at": asked.now.to_string(), "duties": duties }).to_string();
    Ok(Reply { status: 200, tag: String::new(), location: None, body })
}

/// A list names only what its reader works on: there is no reason to give for a whole list.
fn sees(asked: &Asked, case: &CaseVersion) -> Result<bool, Problem> {
    let person = asked.store.person(&case.person).map_err(kept)?;
    let tie = Tie::of(&asked.user, case, person.as_ref());
    Ok(decide(asked.user.role, tie, Action::Read) == Decision::Allowed)
}

/// Is it the case of this team, by its facts?
fn is_of_team(case: &CaseVersion, team: Option<&str>) -> bool {
    team.is_none_or(|team| case.facts.pointer("/case/allocated_team").and_then(serde_json::Value::as_str) == Some(team))
}

/// Whoever wrote a record has its duties; those without a record are for everybody who works on the case.
fn is_for(worker: &str, duty: &Duty, case: &CaseVersion) -> bool {
    duty.worker.as_ref().map_or_else(|| case.team.iter().any(|user| user == worker), |own| own == worker)
}

fn of(asked: &Asked, case: &CaseVersion) -> Result<Vec<Duty>, Problem> {
    let standard = standard(asked, case)?;
    let records = asked.store.records(&case.id).map_err(kept)?;
    let of = Of { asked, case, standard: &standard, records: &records };
    let mut duties = limits::of_drafts(&of)?;
    duties.extend(limits::of_the_case(&of)?);
    duties.extend(waiting::all(&of)?);
    Ok(duties)
}
