//! `POST /v1/check`: a record against a standard; or many, a line each.

use super::request::{place_of, read};
use super::{batch, etag, json_by};
use crate::calendar::Moment;
use crate::checks::{self, Mode};
use crate::receipts;
use crate::record::{Context, Record, RecordError};
use crate::report;
use crate::server::body;
use crate::server::problem::Problem;
use crate::server::state::State as AppState;
use crate::standards::Standard;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, Uri};
use axum::response::Response;
use serde::Deserialize;
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::sync::Arc;

const WANTED: &str = "an object with \"standard\", an id, and \"record\", an object; \"context\", \"as_at\" and \
    \"mode\" (\"final\" or \"draft\") may stand beside them";

/// The receipt of a single check. The body stays the report and nothing else, so that its bytes are those of every surface.
static RECEIPT: HeaderName = HeaderName::from_static("fairnote-receipt");

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
    receipt: Receipt,
}

/// Is a receipt asked for?
#[derive(Clone, Copy, PartialEq, Eq)]
enum Receipt {
    No,
    /// By `?receipt=true`: without one the check has not been answered.
    Needed,
    /// By `Prefer: receipt` (RFC 7240): it is given if there can be one.
    Preferred,
}

impl Terms {
    /// # Errors
    /// 400 for `receipt` with another value than `true` or `false`, 422 if a receipt is needed and none can be signed.
    pub fn of(state: &AppState, uri: &Uri, headers: &HeaderMap) -> Result<Terms, Problem> {
        let query = uri.query().unwrap_or_default();
        let mut asked = query.split('&').filter_map(|pair| pair.strip_prefix("receipt="));
        let receipt = match (asked.next(), asked.next()) {
            (Some("true"), None) if state.signing_keys.is_none() => return Err(Problem::no_receipts()),
            (Some("true"), None) => Receipt::Needed,
            (Some("false"), None) => Receipt::No,
            (None, _) if state.signing_keys.is_some() && prefers_receipt(headers) => Receipt::Preferred,
            (None, _) => Receipt::No,
            _ => return Err(Problem::query("receipt is true or false, and stands there once.")),
        };
        Ok(Terms { headers: headers.clone(), receipt })
    }
}

fn prefers_receipt(headers: &HeaderMap) -> bool {
    let values = headers.get_all("prefer").into_iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(',')).any(|preference| preference.trim().eq_ignore_ascii_case("receipt"))
}

/// What came of it.
pub(super) struct Answer {
    pub json: String,
    pub standard: Arc<Standard>,
    pub receipt: Option<String>,
}

/// Checks a record and answers with the report, byte for byte as every other surface gives it.
pub(in crate::server) async fn check(
    State(state): State<Arc<AppState>>,
    request: Request,
) -> Result<Response, Problem> {
    if body::is_type(request.headers(), batch::NDJSON) {
        return batch::check(state, request);
    }
    let terms = Terms::of(&state, request.uri(), request.headers())?;
    let preferred = terms.receipt == Receipt::Preferred;
    let text = body::text(&state, request, "application/json").await?;
    let by = Arc::clone(&state);
    let answer = state.gate.run(move || judge(&by, &terms, &text)).await??;
    let mut response = json_by(answer.json, answer.standard.digest());
    if let Some(receipt) = answer.receipt.and_then(|receipt| HeaderValue::try_from(receipt).ok()) {
        response.headers_mut().insert(RECEIPT.clone(), receipt);
        if preferred {
            response.headers_mut().insert("preference-applied", HeaderValue::from_static("receipt"));
        }
    }
    Ok(response)
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
    let json = report::json(&report);
    let receipt = match &state.signing_keys {
        Some(keys) if terms.receipt != Receipt::No => {
            let context = asked.context.map(RawValue::get);
            let claims = receipts::claims(&report, &json, record_text, context, now)
                .map_err(|error| Problem::record(format!("No receipt can be made: {error}.")))?;
            Some(keys.sign(&claims))
        }
        _ => None,
    };
    Ok(Answer { json, standard: Arc::clone(standard), receipt })
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
