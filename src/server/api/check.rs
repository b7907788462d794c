//! `POST /v1/check`: a record against a standard.

use super::request::{place_of, read};
use super::{etag, json_by};
use crate::calendar::Moment;
use crate::checks::{self, Mode, Verdict};
use crate::record::{Context, Record, RecordError};
use crate::report;
use crate::server::body;
use crate::server::problem::Problem;
use crate::server::state::State as AppState;
use crate::standards::Standard;
use axum::extract::{Request, State};
use axum::http::StatusCode;
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

/// What came of it.
struct Answer {
    json: String,
    kind: String,
    mode: Mode,
    verdict: Verdict,
}

/// Checks a record and answers with the report, byte for byte as every other surface gives it.
pub(in crate::server) async fn check(
    State(state): State<Arc<AppState>>,
    request: Request,
) -> Result<Response, Problem> {
    let headers = request.headers().clone();
    let text = body::text(&state, request, "application/json").await?;
    let asked: Asked<'_> = read(&text, WANTED)?;
    let loaded = state
        .standard(&asked.standard)
        .ok_or_else(|| Problem::standard(StatusCode::UNPROCESSABLE_ENTITY, state.ids()))?;
    let standard = Arc::clone(&loaded.standard);
    if let Some(expected) = etag::other(&headers, standard.digest()) {
        return Err(Problem::digest(expected, standard.digest()));
    }
    let now = state.now().ok_or_else(Problem::clock)?;
    let by = Arc::clone(&standard);
    let answer = state.gate.run(move || run(&by, &text, now)).await??;
    state.metrics.check(standard.id(), &answer.kind, answer.mode, answer.verdict);
    Ok(json_by(answer.json, standard.digest()))
}

fn run(standard: &Standard, text: &str, now: Moment) -> Result<Answer, Problem> {
    // Read a second time, on the thread that does the work: a request borrows from its text, and cannot be sent across.
    // It is a scan for the ends of two values.
    let asked: Asked<'_> = read(text, WANTED)?;
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
    Ok(Answer { json: report::json(&report), kind: record.kind().to_owned(), mode, verdict: report.verdict() })
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
