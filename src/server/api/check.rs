//! `POST /v1/check`: a record against a standard; or many, a line each.

use super::request::{place_of, read};
use super::{batch, etag, json_by};
use crate::calendar::Moment;
use crate::checks::{self, Mode};
use crate::record::{Context, Record, RecordError};
use crate::report;
use crate::server::body;
use crate::server::problem::Problem;
use crate::server::state::State as AppState;
use crate::standards::Standard;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use serde::Deserialize;
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::sync::Arc;

const WANTED: &str = "an object with \"standard\", an id, and \"record\", an object; \"context\", \"as_at\" and \
    \"mode\" (\"final\" or \"draft\") may stand beside them";

/// What is asked for. The record and its context stay as they came: the core reads them, in one pass.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked<'a> {
    #[serde(borrow)]
    standard: Cow<'a, str>,
    #[serde(borrow)]
    record: &'a RawValue,
    #[serde(borrow, default)]
    context: Option<&'a RawValue>,
    #[serde(borrow, default)]
    as_at: Option<Cow<'a, str>>,
    #[serde(default)]
    mode: AskedMode,
}

#[derive(Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
enum AskedMode {
    Draft,
    #[default]
    Final,
}

/// What the head of a request asks for, of the one check or of every check of a batch.
pub(super) struct Terms {
    headers: HeaderMap,
}

impl Terms {
    pub fn of(headers: &HeaderMap) -> Terms {
        Terms { headers: headers.clone() }
    }
}

/// What came of it.
pub(super) struct Answer {
    pub json: String,
    pub standard: Arc<Standard>,
}

/// Checks a record and answers with the report, byte for byte as every other surface gives it.
pub(in crate::server) async fn check(
    State(state): State<Arc<AppState>>,
    request: Request,
) -> Result<Response, Problem> {
    if body::is_type(request.headers(), batch::NDJSON) {
        return batch::check(state, request);
    }
    let terms = Terms::of(request.headers());
    let text = body::text(&state, request, "application/json").await?;
    let by = Arc::clone(&state);
    let answer = state.gate.run(move || judge(&by, &terms, &text)).await??;
    Ok(json_by(answer.json, answer.standard.digest()))
}

/// Reads a request, checks its record and counts the check.
pub(super) fn judge(state: &AppState, terms: &Terms, text: &str) -> Result<Answer, Problem> {
    let asked: Asked<'_> = read(text, WANTED)?;
    let loaded = state
        .standard(&asked.standard)
        .ok_or_else(|| Problem::standard(StatusCode::UNPROCESSABLE_ENTITY, state.ids()))?;
    let standard = &loaded.standard;
    if let Some(expected) = etag::other(&terms.headers, standard.digest()) {
        return Err(Problem::digest(expected, standard.digest()));
    }
    let now = state.now().ok_or_else(Problem::clock)?;
    let as_at = match &asked.as_at {
        Some(as_at) => Moment::parse(as_at).map_err(|fault| Problem::as_at(fault.reason()))?,
        None => now,
    };
    let mode = match asked.mode {
        AskedMode::Draft => Mode::Draft,
        AskedMode::Final => Mode::Final,
    };
    let record_text = asked.record.get();
    let record =
        Record::from_json(standard, record_text).map_err(|error| refused(error, record_text, text, "the record"))?;
    let context = match (asked.context, standard.kind(record.kind())) {
        (Some(context), Some(kind)) => Context::from_json(standard, kind, context.get())
            .map_err(|error| refused(error, context.get(), text, "the context"))?,
        _ => Context::unknown(),
    };
    let report = checks::check(standard, &record, &context, as_at, mode);
    state.metrics.check(standard.id(), record.kind(), mode, report.verdict());
    Ok(Answer { json: report::json(&report), standard: Arc::clone(standard) })
}

/// The problem for a record or context that could not be read.
fn refused(error: RecordError, part: &str, text: &str, name: &str) -> Problem {
    match error {
        RecordError::Json { line, column } => {
            // Its place within the part, made one within the body.
            let (first_line, first_column) = place_of(part, text);
            let column = if line <= 1 { column.saturating_add(first_column).saturating_sub(1) } else { column };
            Problem::json(first_line.saturating_add(line).saturating_sub(1), column)
        }
        RecordError::Kind { known } => Problem::kind(StatusCode::UNPROCESSABLE_ENTITY, known),
        other => Problem::record(format!("In {name}: {other}.")),
    }
}
