//! Records and their versions: what is written is checked, and what is read leaves a footprint.

use super::access::Action;
use super::request::{Asked, Reply, kept, new_id};
use super::steps::{self, Step};
use crate::server::api::read;
use crate::server::problem::Problem;
use crate::server::store::{CaseVersion, Once, RecordState, RecordVersion, StoreError};
use serde::{Deserialize, Serialize};
use serde_json::json;
use serde_json::value::RawValue;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Begun<'a> {
    case: String,
    #[serde(borrow)]
    record: &'a RawValue,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Saved<'a> {
    #[serde(borrow)]
    record: &'a RawValue,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Stepped<'a> {
    #[serde(borrow, default)]
    record: Option<&'a RawValue>,
    #[serde(default)]
    why: Option<String>,
    #[serde(default)]
    agreed_by: Option<String>,
}

/// What a write is answered with: what became of the record, and the report, byte for byte.
#[derive(Serialize)]
struct Written<'a> {
    id: &'a str,
    case: &'a str,
    version: u32,
    state: RecordState,
    at: &'a str,
    report: &'a RawValue,
    receipt: Option<&'a str>,
}

/// A version as it is read.
#[derive(Serialize)]
struct Shown<'a> {
    id: &'a str,
    case: &'a str,
    kind: &'a str,
    version: u32,
    state: RecordState,
    by: &'a str,
    role: &'a str,
    at: &'a str,
    why: Option<&'a str>,
    agreed_by: Option<&'a str>,
    record: &'a RawValue,
    report: &'a RawValue,
    receipt: Option<&'a str>,
}

/// Begins a record, as a draft.
pub(super) fn begin(asked: &Asked) -> Result<Reply, Problem> {
    let begun: Begun<'_> = read(&asked.body, "an object with \"case\", an id, and \"record\", an object")?;
    let case = asked.case(&begun.case)?;
    asked.may(Action::Write, &case, None)?;
    let once = asked.once()?;
    if let Some(reply) = once.as_ref().map(|once| asked.answered(once)).transpose()?.flatten() {
        return Ok(reply);
    }
    let checked = steps::check(asked, &case, None, begun.record.get(), Step::Save)?;
    let version = RecordVersion {
        id: new_id()?,
        version: 1,
        case: case.id,
        kind: checked.kind,
        state: RecordState::Draft,
        record: checked.record,
        report: checked.report,
        receipt: checked.receipt,
        by: asked.by(),
        why: None,
        agreed_by: None,
    };
    keep(asked, &version, "begin", 201, once)
}

/// Saves a draft.
pub(super) fn save(asked: &Asked, id: &str) -> Result<Reply, Problem> {
    let (before, case) = asked.record(id)?;
    asked.may(Action::Write, &case, Some(&before))?;
    let saved: Saved<'_> = read(&asked.body, "an object with \"record\", an object")?;
    let given = Stepped { record: Some(saved.record), why: None, agreed_by: None };
    take(asked, &before, &case, Step::Save, given, None)
}

/// Takes a step: finalise, authorise, amend, close.
pub(super) fn step(asked: &Asked, id: &str, name: &str) -> Result<Reply, Problem> {
    let step = Step::named(name).ok_or_else(Problem::not_found)?;
    let (before, case) = asked.record(id)?;
    asked.may(step.action(), &case, Some(&before))?;
    let once = asked.once()?;
    if let Some(reply) = once.as_ref().map(|once| asked.answered(once)).transpose()?.flatten() {
        return Ok(reply);
    }
    const WANTED: &str = "an object; \"record\", an object, may stand in it when finalising, and must when amending, with \
        \"why\" and \"agreed_by\", texts";
    let given: Stepped<'_> = read(&asked.body, WANTED)?;
    take(asked, &before, &case, step, given, once)
}

fn take(
    asked: &Asked,
    before: &RecordVersion,
    case: &CaseVersion,
    step: Step,
    given: Stepped<'_>,
    once: Option<Once>,
) -> Result<Reply, Problem> {
    asked.has_read(&before.tag())?;
    let state = step.from(before.state).ok_or_else(|| Problem::step(before.state.name()))?;
    if step == Step::Authorise && before.by.who == asked.user.id {
        let record = Some((before.id.as_str(), before.version));
        asked.store.mark(&asked.mark("refused", Some(&case.id), record)).map_err(kept)?;
        return Err(Problem::forbidden("A record is authorised by somebody other than whoever finished it."));
    }
    let (mut why, mut agreed_by) = (None, None);
    let text = match (step, given.record) {
        (Step::Authorise | Step::Close, Some(_)) => {
            return Err(Problem::lacking("This step changes nothing in the record: send none."));
        }
        (Step::Amend, None) => return Err(Problem::lacking("Send the record as it is to stand.")),
        (Step::Amend, Some(record)) => {
            why = Some(steps::declared(given.why, "Say in \"why\", in 1 to 1000 bytes, why the record is amended.")?);
            let asked = "Say in \"agreed_by\", in 1 to 1000 bytes, who agreed to the amendment.";
            agreed_by = Some(steps::declared(given.agreed_by, asked)?);
            record.get()
        }
        (_, Some(record)) => record.get(),
        (_, None) => &before.record,
    };
    let checked = steps::check(asked, case, Some(before), text, step)?;
    let version = RecordVersion {
        id: before.id.clone(),
        version: before.version.saturating_add(1),
        case: case.id.clone(),
        kind: checked.kind,
        state,
        record: checked.record,
        report: checked.report,
        receipt: checked.receipt,
        by: asked.by(),
        why,
        agreed_by,
    };
    keep(asked, &version, step.mark(), 200, once)
}

/// Keeps a version with its footprint, and answers. Whoever comes second learns of the first.
fn keep(
    asked: &Asked,
    version: &RecordVersion,
    action: &'static str,
    status: u16,
    once: Option<Once>,
) -> Result<Reply, Problem> {
    let report = raw(&version.report)?;
    let RecordVersion { id, case, state, by, receipt, .. } = version;
    let (at, receipt) = (by.at.as_str(), receipt.as_deref());
    let written = Written { id, case, version: version.version, state: *state, at, report, receipt };
    let reply = Reply {
        status,
        tag: version.tag(),
        location: (status == 201).then(|| format!("/v1/records/{id}")),
        body: serde_json::to_string(&written).map_err(|_| Problem::store_unavailable())?,
    };
    let once = once.map(|once| Once { reply: serde_json::to_string(&reply).unwrap_or_default(), ..once });
    let mark = asked.mark(action, Some(case), Some((id, version.version)));
    match asked.store.add_record(version, &mark, once.as_ref()) {
        Ok(()) => Ok(reply),
        Err(StoreError::Conflict) => {
            // The same request may have come twice at once: then its answer is there now.
            if let Some(reply) = once.as_ref().map(|once| asked.answered(once)).transpose()?.flatten() {
                return Ok(reply);
            }
            let current = asked.store.record(id).map_err(kept)?.ok_or_else(Problem::store_unavailable)?;
            asked.has_read(&current.tag()).and(Err(Problem::store_unavailable()))
        }
        Err(error) => Err(kept(error)),
    }
}

/// Reads a version of a record: the newest, or the one with this number.
pub(super) fn show(asked: &Asked, id: &str, number: Option<u32>) -> Result<Reply, Problem> {
    let (newest, case) = asked.record(id)?;
    let reason = asked.may(Action::Read, &case, Some(&newest))?;
    let version = match number {
        None => newest,
        Some(number) => {
            let mut versions = asked.store.versions(id).map_err(kept)?.into_iter();
            versions.find(|version| version.version == number).ok_or_else(Problem::not_kept)?
        }
    };
    let mut mark = asked.mark("read", Some(&case.id), Some((id, version.version)));
    mark.reason = reason;
    asked.store.mark(&mark).map_err(kept)?;
    let RecordVersion { id, case, kind, state, by, why, agreed_by, receipt, .. } = &version;
    let shown = Shown {
        id,
        case,
        kind,
        version: version.version,
        state: *state,
        by: &by.who,
        role: &by.role,
        at: &by.at,
        why: why.as_deref(),
        agreed_by: agreed_by.as_deref(),
        record: raw(&version.record)?,
        report: raw(&version.report)?,
        receipt: receipt.as_deref(),
    };
    let body = serde_json::to_string(&shown).map_err(|_| Problem::store_unavailable())?;
    Ok(Reply { status: 200, tag: version.tag(), location: None, body })
}

/// Lists the versions of a record: who made each, when, why, and where it is.
pub(super) fn list(asked: &Asked, id: &str) -> Result<Reply, Problem> {
    let (newest, case) = asked.record(id)?;
    let reason = asked.may(Action::Read, &case, Some(&newest))?;
    let mut mark = asked.mark("list the versions", Some(&case.id), Some((id, newest.version)));
    mark.reason = reason;
    asked.store.mark(&mark).map_err(kept)?;
    let versions = asked.store.versions(id).map_err(kept)?;
    let listed: Vec<_> = versions
        .iter()
        .map(|version| {
            json!({
                "version": version.version, "state": version.state, "by": version.by.who, "role": version.by.role,
                "at": version.by.at, "why": version.why, "agreed_by": version.agreed_by,
                "href": format!("/v1/records/{id}/versions/{}", version.version),
            })
        })
        .collect();
    let body = json!({ "id": id, "versions": listed }).to_string();
    Ok(Reply { status: 200, tag: newest.tag(), location: None, body })
}

/// Lists who read and wrote a record. Looking is itself a footprint, the last in the list the next time.
pub(super) fn footprints(asked: &Asked, id: &str) -> Result<Reply, Problem> {
    let (newest, case) = asked.record(id)?;
    asked.may(Action::Footprints, &case, Some(&newest))?;
    let footprints = asked.store.footprints(id).map_err(kept)?;
    let mark = asked.mark("list the footprints", Some(&case.id), Some((id, newest.version)));
    asked.store.mark(&mark).map_err(kept)?;
    let listed: Vec<_> = footprints
        .iter()
        .map(|one| {
            json!({
                "number": one.number, "by": one.by.who, "role": one.by.role, "at": one.by.at, "action": one.action,
                "version": one.version, "reason": one.reason,
            })
        })
        .collect();
    let body = json!({ "id": id, "footprints": listed }).to_string();
    Ok(Reply { status: 200, tag: newest.tag(), location: None, body })
}

fn raw(json: &str) -> Result<&RawValue, Problem> {
    serde_json::from_str(json).map_err(|_| Problem::store_unavailable())
}
