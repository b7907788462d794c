//! The steps of a record, from draft to closed: what the server fills in, what it checks, what it keeps.

use super::access::Action;
use super::known;
use super::request::{Asked, LONGEST};
use crate::calendar::{Date, Moment};
use crate::checks::{self, Mode, Outcome, Report, Verdict};
use crate::receipts::{self, canonical};
use crate::record::{Context, Record, RecordError};
use crate::report;
use crate::server::problem::Problem;
use crate::server::store::{CaseVersion, RecordState, RecordVersion};
use crate::standards::{FieldType, Form, Standard};
use axum::http::StatusCode;
use serde_json::{Map, Value};
use std::sync::Arc;

/// A step that a record can take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Save,
    Finalise,
    Authorise,
    Amend,
    Close,
}

impl Step {
    /// The step that an address names.
    pub fn named(name: &str) -> Option<Step> {
        match name {
            "finalise" => Some(Step::Finalise),
            "authorise" => Some(Step::Authorise),
            "amend" => Some(Step::Amend),
            "close" => Some(Step::Close),
            _ => None,
        }
    }

    pub fn action(self) -> Action {
        match self {
            Step::Save | Step::Finalise => Action::Write,
            Step::Authorise => Action::Authorise,
            Step::Amend => Action::Amend,
            Step::Close => Action::Close,
        }
    }

    /// What a footprint calls it.
    pub fn mark(self) -> &'static str {
        match self {
            Step::Save => "save",
            Step::Finalise => "finalise",
            Step::Authorise => "authorise",
            Step::Amend => "amend",
            Step::Close => "close",
        }
    }

    /// Where it leads, from where the record stands; `None` if it does not begin there.
    pub fn from(self, state: RecordState) -> Option<RecordState> {
        use RecordState::{Amended, Authorised, Closed, Draft, Finalised};
        match (self, state) {
            (Step::Save, Draft) => Some(Draft),
            (Step::Finalise, Draft) => Some(Finalised),
            (Step::Authorise, Finalised | Amended) => Some(Authorised),
            (Step::Amend, Finalised | Authorised | Amended) => Some(Amended),
            (Step::Close, Finalised | Authorised | Amended) => Some(Closed),
            _ => None,
        }
    }

    fn mode(self) -> Mode {
        if self == Step::Save { Mode::Draft } else { Mode::Final }
    }
}

/// What came of checking a version that is to be.
pub(super) struct Checked {
    pub kind: String,
    /// Canonical JSON.
    pub record: String,
    pub report: String,
    pub receipt: Option<String>,
}

/// Fills in what the server's clock knows, and checks. `before` is the newest version, `text` the record as it was sent.
///
/// # Errors
/// 422, if it is no record of the case's standard, or is rejected where it must not be.
pub(super) fn check(
    asked: &Asked,
    case: &CaseVersion,
    before: Option<&RecordVersion>,
    text: &str,
    step: Step,
) -> Result<Checked, Problem> {
    let standard = standard(asked, case)?;
    let text = canonical(text).map_err(|error| Problem::record(format!("In the record, {error}.")))?;
    let context = context(asked, case, before, &standard)?;
    let mut record: Value = serde_json::from_str(&text).map_err(|_| Problem::store_unavailable())?;
    let kind = record.get("kind").and_then(Value::as_str).unwrap_or_default().to_owned();
    if before.is_some_and(|before| before.kind != kind) {
        return Err(Problem::lacking("A record keeps its kind."));
    }
    let judged = Judged { asked, standard: &standard, context: &context };
    stamp(&judged, &kind, &mut record, step)?;
    let text = canonical(&record.to_string()).map_err(|_| Problem::store_unavailable())?;
    judged.report(&text, step.mode(), |report| {
        asked.state.metrics.check(standard.id(), &kind, step.mode(), report.verdict());
        let json = report::json(report);
        // A draft is never blocked.
        if step != Step::Save && report.verdict() == Verdict::Rejected {
            return Err(Problem::rejected(serde_json::from_str(&json).unwrap_or_default()));
        }
        let receipt = match &asked.state.signing_keys {
            Some(keys) => {
                let claims = receipts::claims(report, &json, &text, Some(&context), asked.now)
                    .map_err(|_| Problem::store_unavailable())?;
                Some(keys.sign(&claims))
            }
            None => None,
        };
        Ok(Checked { kind: kind.clone(), record: text.clone(), report: json, receipt })
    })?
}

pub(super) fn standard(asked: &Asked, case: &CaseVersion) -> Result<Arc<Standard>, Problem> {
    let loaded = asked.state.standard(&case.standard);
    let loaded = loaded.ok_or_else(|| Problem::standard(StatusCode::UNPROCESSABLE_ENTITY, asked.state.ids()))?;
    Ok(Arc::clone(&loaded.standard))
}

/// The case context: what the case's facts say, what its other records tell, and the version before.
pub(super) fn context(
    asked: &Asked,
    case: &CaseVersion,
    before: Option<&RecordVersion>,
    standard: &Standard,
) -> Result<String, Problem> {
    let mut facts = case.facts.as_object().cloned().unwrap_or_default();
    known::add(asked, case, before, standard, &mut facts)?;
    let previous = before.map(|before| serde_json::from_str::<Value>(&before.record)).transpose();
    let previous = previous.map_err(|_| Problem::store_unavailable())?;
    let fields = previous.as_ref().and_then(|previous| previous.get("fields")).cloned().unwrap_or_default();
    facts.insert("previous".to_owned(), fields);
    Ok(Value::Object(facts).to_string())
}

/// Reads a record, as it is kept or as it was sent.
pub(super) fn read_record<'t>(standard: &Standard, text: &'t str) -> Result<Record<'t>, Problem> {
    Record::from_json(standard, text).map_err(refused)
}

fn refused(error: RecordError) -> Problem {
    match error {
        RecordError::Kind { known } => Problem::kind(StatusCode::UNPROCESSABLE_ENTITY, known),
        other => Problem::record(format!("In the record or what is known of the case: {other}.")),
    }
}

/// What checks a record that is still being made.
pub(super) struct Judged<'a> {
    pub asked: &'a Asked,
    pub standard: &'a Standard,
    pub context: &'a str,
}

impl Judged<'_> {
    pub fn report<T>(&self, text: &str, mode: Mode, see: impl FnOnce(&Report<'_>) -> T) -> Result<T, Problem> {
        let record = read_record(self.standard, text)?;
        let context = match self.standard.kind(record.kind()) {
            Some(kind) => Context::from_json(self.standard, kind, self.context).map_err(refused)?,
            None => Context::unknown(),
        };
        Ok(see(&checks::check(self.standard, &record, &context, self.asked.now, mode)))
    }

    /// The day on which the case's summary last changed, as far as is known.
    fn summary_updated(&self) -> Option<Date> {
        let context: Value = serde_json::from_str(self.context).ok()?;
        let updated = context.pointer("/casework/case_summary_updated_at")?.as_str()?;
        Moment::parse(updated).ok().map(Moment::date)
    }
}

/// Fills in what is blank and the server knows: when it was entered, when it was finalised, when the case's summary was last
/// brought up to date, and whether the entry is late. Late
/// is what the standard's own rules call late: "no" is tried, and if a rule finds fault with it the answer is "yes".
fn stamp(judged: &Judged<'_>, kind: &str, record: &mut Value, step: Step) -> Result<(), Problem> {
    if matches!(step, Step::Authorise | Step::Close) {
        return Ok(());
    }
    let Some(form) = judged.standard.definition().forms.get(kind) else { return Ok(()) };
    let now = judged.asked.now.to_string();
    let fills = |record: &mut Value, id: &str, is: FieldType, value: Value| {
        let fields = record.get_mut("fields").and_then(Value::as_object_mut);
        match fields.filter(|fields| has(form, id, is) && is_blank(fields, id)) {
            Some(fields) => fields.insert(id.to_owned(), value).is_none_or(|_| true),
            None => false,
        }
    };
    fills(record, "entered_at", FieldType::Moment, now.clone().into());
    if step != Step::Finalise {
        return Ok(());
    }
    fills(record, "finalised_at", FieldType::Moment, now.into());
    if let Some(updated) = judged.summary_updated() {
        fills(record, "case_summary_updated_on", FieldType::Date, updated.to_string().into());
    }
    if fills(record, "late_entry", FieldType::YesNo, false.into()) {
        let late = judged.report(&record.to_string(), Mode::Final, |report| {
            let layout = &report.kind_of().layout;
            let failed = report.findings().iter().filter(|finding| finding.outcome == Outcome::Failed);
            failed.into_iter().any(|finding| finding.place.pointer(layout) == "/fields/late_entry")
        })?;
        if let Some(answer) = record.pointer_mut("/fields/late_entry") {
            *answer = late.into();
        }
    }
    Ok(())
}

fn has(form: &Form, id: &str, is: FieldType) -> bool {
    form.sections.iter().flat_map(|section| &section.fields).any(|field| field.id == id && field.kind == is)
}

fn is_blank(fields: &Map<String, Value>, id: &str) -> bool {
    fields.get(id).is_none_or(|value| value.is_null() || value.as_str().is_some_and(|text| text.trim().is_empty()))
}

/// A text that an amendment must hold.
pub(super) fn declared(text: Option<String>, detail: &'static str) -> Result<String, Problem> {
    let text = text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty() && text.len() <= LONGEST);
    text.ok_or_else(|| Problem::lacking(detail))
}
