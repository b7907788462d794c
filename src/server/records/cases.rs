//! People and cases.

use super::access::{Action, Decision, Tie, decide};
use super::request::{Asked, Reply, kept, new_id};
use crate::receipts::canonical;
use crate::record::Context;
use crate::server::api::read;
use crate::server::identity::is_id;
use crate::server::problem::Problem;
use crate::server::store::{CaseVersion, Person, StoreError};
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};

/// The most users that a case or a person names.
const MOST: usize = 200;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PersonAsked {
    #[serde(default)]
    known_to: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CaseAsked {
    person: String,
    standard: String,
    #[serde(default)]
    team: Vec<String>,
    #[serde(default)]
    facts: Option<Value>,
}

/// Enters a person.
pub(super) fn add_person(asked: &Asked) -> Result<Reply, Problem> {
    may_open(asked)?;
    let given: PersonAsked = read(&asked.body, "an object with \"known_to\", a list of users' ids")?;
    let person = Person { id: new_id()?, known_to: users(given.known_to)?, by: asked.by() };
    asked.store.add_person(&person, &asked.mark("enter a person", None, None)).map_err(kept)?;
    Ok(Reply { status: 201, tag: "1".to_owned(), location: None, body: json!({ "id": person.id }).to_string() })
}

/// Opens a case. Whoever opens it works on it.
pub(super) fn add_case(asked: &Asked) -> Result<Reply, Problem> {
    may_open(asked)?;
    let id = new_id()?;
    let case = version(asked, id, 1)?;
    may_open_for(asked, &case)?;
    asked.store.add_case(&case, &asked.mark("open a case", Some(&case.id), None)).map_err(kept)?;
    let location = format!("/v1/cases/{}", case.id);
    Ok(Reply { status: 201, tag: "1".to_owned(), location: Some(location), body: shown(&case).to_string() })
}

/// Changes who works on a case, what is known of it, or its standard.
pub(super) fn change_case(asked: &Asked, id: &str) -> Result<Reply, Problem> {
    let before = asked.case(id)?;
    asked.may(Action::ChangeCase, &before, None)?;
    asked.has_read(&before.version.to_string())?;
    let case = version(asked, before.id, before.version.saturating_add(1))?;
    if case.person != before.person {
        return Err(Problem::lacking("A case stays that of its person."));
    }
    match asked.store.add_case(&case, &asked.mark("change a case", Some(&case.id), None)) {
        Err(StoreError::Conflict) => {
            asked.has_read(&asked.case(id)?.version.to_string())?;
            return Err(Problem::store_unavailable());
        }
        done => done.map_err(kept)?,
    }
    Ok(Reply { status: 200, tag: case.version.to_string(), location: None, body: shown(&case).to_string() })
}

/// A case and the list of its records.
pub(super) fn read_case(asked: &Asked, id: &str) -> Result<Reply, Problem> {
    let case = asked.case(id)?;
    let reason = asked.may(Action::Read, &case, None)?;
    let mut body = shown(&case);
    let records = asked.store.records(&case.id).map_err(kept)?;
    let listed: Vec<_> = records
        .iter()
        .map(|record| json!({ "id": record.id, "kind": record.kind, "state": record.state, "version": record.version }))
        .collect();
    if let Value::Object(members) = &mut body {
        members.insert("records".to_owned(), listed.into());
    }
    let mut mark = asked.mark("read a case", Some(&case.id), None);
    mark.reason = reason;
    asked.store.mark(&mark).map_err(kept)?;
    Ok(Reply { status: 200, tag: case.version.to_string(), location: None, body: body.to_string() })
}

fn may_open(asked: &Asked) -> Result<(), Problem> {
    if decide(asked.user.role, Tie::None, Action::Open) == Decision::Allowed {
        return Ok(());
    }
    asked.store.mark(&asked.mark("refused", None, None)).map_err(kept)?;
    Err(Problem::forbidden("Your role does not open cases."))
}

/// Nobody opens a case of somebody they know.
fn may_open_for(asked: &Asked, case: &CaseVersion) -> Result<(), Problem> {
    let person = asked.store.person(&case.person).map_err(kept)?.ok_or_else(Problem::not_kept)?;
    if Tie::of(&asked.user, case, Some(&person)) != Tie::Own {
        return Ok(());
    }
    asked.store.mark(&asked.mark("refused", None, None)).map_err(kept)?;
    Err(Problem::forbidden("You are, or know, the person whose case this is. Ask your manager."))
}

fn version(asked: &Asked, id: String, version: u32) -> Result<CaseVersion, Problem> {
    const WANTED: &str = "an object with \"person\", an id, and \"standard\", an id; \"team\", a list of users' ids, and \
        \"facts\", a case context, may stand beside them";
    let given: CaseAsked = read(&asked.body, WANTED)?;
    let loaded = asked
        .state
        .standard(&given.standard)
        .ok_or_else(|| Problem::standard(StatusCode::UNPROCESSABLE_ENTITY, asked.state.ids()))?;
    let facts = given.facts.unwrap_or_else(|| json!({}));
    let text = canonical(&facts.to_string()).map_err(|error| Problem::record(format!("In the facts, {error}.")))?;
    if facts.get("previous").is_some() || !facts.is_object() {
        return Err(Problem::lacking("The facts are a case context without \"previous\", which the store knows."));
    }
    if let Some(kind) = loaded.standard.kinds().next() {
        Context::from_json(&loaded.standard, kind, &text)
            .map_err(|error| Problem::record(format!("In the facts: {error}.")))?;
    }
    let mut team = users(given.team)?;
    if version == 1 && !team.contains(&asked.user.id) {
        team.push(asked.user.id.clone());
    }
    Ok(CaseVersion { id, version, person: given.person, standard: given.standard, team, facts, by: asked.by() })
}

fn users(ids: Vec<String>) -> Result<Vec<String>, Problem> {
    if ids.len() <= MOST && ids.iter().all(|id| is_id(id)) {
        return Ok(ids);
    }
    Err(Problem::lacking("Users are named by their ids, and there are at most 200 of them."))
}

fn shown(case: &CaseVersion) -> Value {
    let CaseVersion { id, version, person, standard, team, facts, by } = case;
    json!({
        "id": id, "version": version, "person": person, "standard": standard, "team": team, "facts": facts,
        "by": by.who, "role": by.role, "at": by.at,
    })
}
