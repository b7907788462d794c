//! What the other records of a case tell of it: the part of the case context that nobody need enter.
//!
//! Each member has its own way, in the table of docs/server.md. In general a record tells from when it is finished on; what
//! only the case's facts know stays as they say; and of two dates the later one holds, as facts may tell of what was done
//! before the store was there.

use super::request::{Asked, kept};
use crate::calendar::{Date, Moment};
use crate::server::problem::Problem;
use crate::server::store::{CaseVersion, RecordState, RecordVersion};
use crate::standards::{Field, FieldType, Form, Standard};
use serde_json::{Map, Value};

/// Which part of a file a kind of record is.
const PARTS: [(&str, &str); 8] = [
    ("case_note", "CONTACT"),
    ("contact_record", "CONTACT"),
    ("visit", "CONTACT"),
    ("referral", "CONTACT"),
    ("assessment", "ASSESSMENT"),
    ("plan", "PLAN"),
    ("review_meeting", "REVIEW"),
    ("document", "DOCUMENTS"),
];

/// Another record of the case, read.
struct Other {
    kind: String,
    state: RecordState,
    /// When the version was made.
    at: Option<Moment>,
    fields: Map<String, Value>,
}

impl Other {
    fn read(version: RecordVersion) -> Result<Other, Problem> {
        let mut record: Value = serde_json::from_str(&version.record).map_err(|_| Problem::store_unavailable())?;
        let fields = record.get_mut("fields").and_then(Value::as_object_mut).map(std::mem::take).unwrap_or_default();
        Ok(Other { kind: version.kind, state: version.state, at: Moment::parse(&version.by.at).ok(), fields })
    }

    fn text(&self, field: &str) -> Option<&str> {
        self.fields.get(field)?.as_str().filter(|text| !text.trim().is_empty())
    }

    fn moment(&self, field: &str) -> Option<Moment> {
        Moment::parse(self.text(field)?).ok()
    }

    fn date(&self, field: &str) -> Option<Date> {
        let text = self.text(field)?;
        Date::parse(text).ok().or_else(|| Moment::parse(text).ok().map(Moment::date))
    }

    fn says(&self, field: &str) -> bool {
        self.fields.get(field) == Some(&Value::Bool(true))
    }

    fn is(&self, kind: &str, field: &str, codes: &[&str]) -> bool {
        self.kind == kind && self.text(field).is_some_and(|code| codes.contains(&code))
    }

    /// When what it says last changed: authorising and closing change nothing.
    fn changed(&self) -> Option<Moment> {
        if self.state == RecordState::Amended { self.at } else { self.moment("finalised_at").or(self.at) }
    }
}

/// The other records of a case, and what may be told of them.
pub(super) struct Known<'a> {
    standard: &'a Standard,
    finished: Vec<Other>,
    drafts: Vec<Other>,
    facts: &'a mut Map<String, Value>,
}

/// Adds to the facts of a case what its records tell, all but `own`. Only what the standard's context has is added.
pub(super) fn add(
    asked: &Asked,
    case: &CaseVersion,
    own: Option<&RecordVersion>,
    standard: &Standard,
    facts: &mut Map<String, Value>,
) -> Result<(), Problem> {
    let id = own.map_or("", |own| own.id.as_str());
    let last = asked.store.finalised_at(&case.id, id).map_err(kept)?;
    let last = last.iter().filter_map(|at| Moment::parse(at).ok()).max_by_key(|at| at.seconds());
    let records = asked.store.records(&case.id).map_err(kept)?;
    let others = records.into_iter().filter(|record| record.id != id).map(Other::read);
    let (drafts, finished) =
        others.collect::<Result<Vec<_>, _>>()?.into_iter().partition(|other| other.state == RecordState::Draft);
    let mut known = Known { standard, finished, drafts, facts };
    known.moment("", "last_finalised_at", last);
    // None is known to be none: every record of the case is here.
    if known.has("", "last_finalised_at", FieldType::Moment) {
        known.facts.entry("last_finalised_at").or_insert(Value::Null);
    }
    known.work();
    known.plans();
    known.contacts();
    known.file();
    if let Some(own) = own.map(|own| Other::read(own.clone())).transpose()? {
        known.same_visit(&own);
    }
    Ok(())
}

impl Known<'_> {
    fn work(&mut self) {
        let waiting = self.finished.iter().filter(|other| waits(self.standard, &other.kind, other.state)).count();
        self.put("casework", "unfinished_records", FieldType::Number, self.drafts.len().saturating_add(waiting).into());
        let of = |kind: &'static str| self.finished.iter().filter(move |other| other.kind == kind);
        let summary = of("case_summary").filter_map(Other::changed).max_by_key(|at| at.seconds());
        let risk = self.finished.iter().filter(|other| other.is("assessment", "type", &["RISK"]));
        let risk = risk.filter_map(Other::changed).map(Moment::date).max();
        let group = self.finished.iter().filter(|other| other.is("supervision", "type", &["GROUP"]));
        let group = group.filter_map(|other| other.moment("event_at")).max_by_key(|at| at.seconds());
        let supervised = of("supervision").filter_map(|other| other.moment("event_at")).map(Moment::seconds).max();
        let visits = of("visit").filter_map(|other| other.moment("event_at")).map(Moment::seconds);
        let visits = visits.filter(|at| supervised.is_none_or(|supervised| *at > supervised)).count();
        self.moment("casework", "case_summary_updated_at", summary);
        self.date("casework", "risk_assessment_finalised_on", risk);
        self.moment("casework", "last_group_supervision_at", group);
        // Without a supervision in the store, visits before the store may count as well: the facts know.
        if supervised.is_some() {
            self.put("casework", "visits_since_supervision", FieldType::Number, visits.into());
        }
    }

    fn plans(&mut self) {
        for (code, member) in [("CHILD_PROTECTION", "child_protection_plan"), ("CHILD_IN_NEED", "child_in_need_plan")] {
            let mut plans = self.finished.iter().filter(|other| other.is("plan", "type", &[code])).peekable();
            if plans.peek().is_some() {
                let in_force = plans.any(|plan| plan.date("ended_on").is_none());
                self.put("casework", member, FieldType::YesNo, in_force.into());
            }
        }
        let ended = self.finished.iter().filter(|other| other.is("plan", "type", &["CHILD_PROTECTION"]));
        let ended = ended.filter_map(|plan| plan.date("ended_on")).max();
        self.date("casework", "protection_plan_ended_on", ended);
    }

    fn contacts(&mut self) {
        let visits = self.finished.iter().filter(|other| other.is("visit", "outcome", &["DONE", "PARTLY"]));
        let last_visit = visits.filter_map(|visit| visit.date("event_at")).max();
        let significant = self.finished.iter().filter(|other| other.says("significant_event"));
        let mut events: Vec<Date> = significant.filter_map(|other| other.date("event_at")).collect();
        events.sort();
        events.dedup();
        self.date("dates", "last_visit_on", last_visit);
        self.date("casework", "last_significant_event_on", events.last().copied());
        let events = events.iter().map(|on| serde_json::json!({ "on": on.to_string() })).collect();
        self.join("casework", "significant_events", FieldType::Group, events);
    }

    fn file(&mut self) {
        let parts = PARTS.iter().filter(|(kind, _)| self.finished.iter().any(|other| other.kind == *kind));
        let parts = parts.map(|(_, part)| Value::from(*part)).collect();
        let documents = self.finished.iter().filter(|other| other.kind == "document");
        let documents = documents.filter_map(|other| other.text("type")).map(Value::from).collect();
        let hazard = self.finished.iter().any(|other| other.kind == "hazard");
        let asked = self.finished.iter().chain(&self.drafts).filter(|other| other.kind == "subject_access");
        let open = asked.into_iter().any(|request| request.date("answered_at").is_none());
        self.join("file", "parts", FieldType::Codes, parts);
        self.join("held", "document_types", FieldType::Codes, documents);
        // What is so by a record is so whatever the facts say; that there is no record tells nothing against them.
        for (group, member, is) in [("held", "hazard_considered", hazard), ("disposal", "access_request_open", open)] {
            if is {
                self.put(group, member, FieldType::YesNo, true.into());
            }
        }
    }

    fn same_visit(&mut self, own: &Other) {
        let Some(at) = own.moment("event_at").filter(|_| own.kind == "visit") else { return };
        let mut visits = self.finished.iter().filter(|other| other.kind == "visit");
        let same = visits.any(|other| other.moment("event_at").is_some_and(|other| other.seconds() == at.seconds()));
        self.put("file", "same_visit_recorded", FieldType::YesNo, same.into());
    }

    fn has(&self, group: &str, member: &str, kind: FieldType) -> bool {
        find(&self.standard.definition().context, group, member).is_some_and(|field| field.kind == kind)
    }

    fn put(&mut self, group: &str, member: &str, kind: FieldType, value: Value) {
        if !self.has(group, member, kind) {
            return;
        }
        if group.is_empty() {
            self.facts.insert(member.to_owned(), value);
        } else if let Value::Object(members) = self.facts.entry(group).or_insert_with(|| Value::Object(Map::new())) {
            members.insert(member.to_owned(), value);
        }
    }

    fn get(&self, group: &str, member: &str) -> Option<&Value> {
        if group.is_empty() { self.facts.get(member) } else { self.facts.get(group)?.get(member) }
    }

    /// The later one of what is found and what the facts say.
    fn moment(&mut self, group: &str, member: &str, found: Option<Moment>) {
        let said = self.get(group, member).and_then(Value::as_str).and_then(|said| Moment::parse(said).ok());
        if let Some(found) = found.filter(|found| said.is_none_or(|said| said.seconds() < found.seconds())) {
            self.put(group, member, FieldType::Moment, found.to_string().into());
        }
    }

    fn date(&mut self, group: &str, member: &str, found: Option<Date>) {
        let said = self.get(group, member).and_then(Value::as_str).and_then(|said| Date::parse(said).ok());
        if let Some(found) = found.filter(|found| said.is_none_or(|said| said < *found)) {
            self.put(group, member, FieldType::Date, found.to_string().into());
        }
    }

    /// What is found beside what the facts say, each once.
    fn join(&mut self, group: &str, member: &str, kind: FieldType, found: Vec<Value>) {
        let mut all = self.get(group, member).and_then(Value::as_array).cloned().unwrap_or_default();
        let before = all.len();
        for one in found {
            if !all.contains(&one) {
                all.push(one);
            }
        }
        if all.len() > before {
            self.put(group, member, kind, all.into());
        }
    }
}

/// A finished record waits if its form has a place for who authorised it, and it has not been.
pub(super) fn waits(standard: &Standard, kind: &str, state: RecordState) -> bool {
    let form = standard.definition().forms.get(kind);
    let may_be = form.is_some_and(|form| find(form, "", "authorised").is_some());
    may_be && matches!(state, RecordState::Finalised | RecordState::Amended)
}

/// A field of a form, by its group, if it is in one.
fn find<'f>(form: &'f Form, group: &str, member: &str) -> Option<&'f Field> {
    let mut fields = form.sections.iter().flat_map(|section| &section.fields);
    if group.is_empty() {
        return fields.find(|field| field.id == member);
    }
    fields.find(|field| field.id == group)?.fields.iter().find(|field| field.id == member)
}
