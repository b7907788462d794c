//! Problem documents (RFC 9457): how every error is answered.

use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};
use std::sync::Arc;

/// An error as it is answered: a status, a title that is the same for every error of the type, and what is wrong with
/// this request. It never holds anything that a body or a query held.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    status: StatusCode,
    /// The last part of the type's URI; blank for a problem that its status says all about.
    kind: &'static str,
    title: &'static str,
    detail: String,
    members: Map<String, Value>,
    headers: Vec<(HeaderName, HeaderValue)>,
}

impl Problem {
    fn new(status: StatusCode, kind: &'static str, title: &'static str, detail: impl Into<String>) -> Problem {
        Problem { status, kind, title, detail: detail.into(), members: Map::new(), headers: Vec::new() }
    }

    fn plain(status: StatusCode, detail: impl Into<String>) -> Problem {
        Problem::new(status, "", status.canonical_reason().unwrap_or("Error"), detail)
    }

    fn with(mut self, name: &str, value: impl Into<Value>) -> Problem {
        self.members.insert(name.to_owned(), value.into());
        self
    }

    /// 404: no route has this path.
    pub fn not_found() -> Problem {
        Problem::plain(StatusCode::NOT_FOUND, "There is nothing at this address. /v1/openapi.json lists what there is.")
    }

    /// 405: the route does not take this method.
    pub fn method() -> Problem {
        Problem::plain(
            StatusCode::METHOD_NOT_ALLOWED,
            "This address does not take this method; the allow header says which.",
        )
    }

    /// 413: the body is larger than the limit, in bytes.
    pub fn too_large(limit: usize) -> Problem {
        let detail = format!("The body is larger than {limit} bytes, the most that this service reads.");
        Problem::plain(StatusCode::PAYLOAD_TOO_LARGE, detail).with("limit", limit)
    }

    /// 415: the body is of another type.
    pub fn media_type(wanted: &'static str) -> Problem {
        let problem = Problem::plain(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            format!("Send the body as {wanted}, in UTF-8 and not compressed."),
        );
        match HeaderValue::try_from(wanted) {
            Ok(value) => Problem { headers: vec![(header::ACCEPT, value)], ..problem },
            Err(_) => problem,
        }
    }

    /// 408: the body took too long to arrive.
    pub fn slow_body() -> Problem {
        Problem::plain(StatusCode::REQUEST_TIMEOUT, "The body took too long to arrive. Send it again.")
    }

    /// 503: the answer took too long to make.
    pub fn busy() -> Problem {
        let problem =
            Problem::plain(StatusCode::SERVICE_UNAVAILABLE, "The service is busy. Send the request again in a moment.");
        Problem { headers: vec![(header::RETRY_AFTER, HeaderValue::from_static("2"))], ..problem }
    }

    /// 500: a mistake of ours. It says nothing of the request.
    pub fn internal() -> Problem {
        Problem::plain(
            StatusCode::INTERNAL_SERVER_ERROR,
            "This service made a mistake, and nothing was checked. Quote the request id when you report it.",
        )
    }

    /// 503: the server's clock shows a year that no calendar has.
    pub fn clock() -> Problem {
        Problem::plain(StatusCode::SERVICE_UNAVAILABLE, "The server's clock is wrong, so nothing can be checked.")
    }

    /// 400: the body broke off.
    pub fn broken_body() -> Problem {
        Problem::new(
            StatusCode::BAD_REQUEST,
            "body",
            "The body could not be read",
            "The body broke off, or is not UTF-8.",
        )
    }

    /// 400: not JSON. Line and column are counted from 1, columns in bytes.
    pub fn json(line: usize, column: usize) -> Problem {
        let detail = format!("This is not JSON: see line {line}, column {column}.");
        Problem::new(StatusCode::BAD_REQUEST, "json", "The body is not JSON", detail)
            .with("line", line)
            .with("column", column)
    }

    /// 422: JSON, but not what this address takes.
    pub fn shape(line: usize, column: usize, wanted: &'static str) -> Problem {
        let detail = format!("The body must be {wanted}. See line {line}, column {column}.");
        Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "shape", "The body is not what this address takes", detail)
            .with("line", line)
            .with("column", column)
    }

    /// 422: no record, or no case context, for a reason that [`crate::record::RecordError`] gives.
    pub fn record(detail: impl Into<String>) -> Problem {
        Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "record", "The record or its context could not be read", detail)
    }

    /// 422, or 404 where the address names it: there is no such standard.
    pub fn standard(status: StatusCode, known: Vec<String>) -> Problem {
        let detail = format!("There is no standard with this id. There are: {}.", known.join(", "));
        Problem::new(status, "unknown-standard", "There is no such standard", detail).with("standards", known)
    }

    /// 422, or 404 where the address names it: the standard has no records of this kind.
    pub fn kind(status: StatusCode, known: Vec<String>) -> Problem {
        let detail = format!("The standard has no records of this kind. It has: {}.", known.join(", "));
        Problem::new(status, "unknown-kind", "There is no such kind of record", detail).with("kinds", known)
    }

    /// 400: the query lacks something, or has it wrong.
    pub fn query(detail: &'static str) -> Problem {
        Problem::new(StatusCode::BAD_REQUEST, "query", "The query is not complete", detail)
    }

    /// 422: `as_at` is no moment.
    pub fn as_at(reason: &str) -> Problem {
        Problem::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "as-at",
            "The moment of the check is wrong",
            format!("as_at {reason}."),
        )
    }

    /// 412: the caller's standard is another one than the server's.
    pub fn digest(expected: &str, current: &str) -> Problem {
        let detail = format!(
            "The check was asked for with the standard {expected}, and this service has {current}. Load the standard again."
        );
        Problem::new(StatusCode::PRECONDITION_FAILED, "digest", "The standard is another one", detail)
            .with("expected", expected)
            .with("current", current)
    }

    /// 422: a receipt was asked for, and this service signs none.
    pub fn no_receipts() -> Problem {
        let detail = "This service has no key to sign receipts with. Ask without a receipt, or ask whoever runs it.";
        Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "receipts", "There are no receipts here", detail)
    }

    /// 501: this service keeps no records.
    pub fn store_off() -> Problem {
        let detail = "This service keeps no records: it was started without a record store.";
        Problem::new(StatusCode::NOT_IMPLEMENTED, "store-off", "There is no record store here", detail)
    }

    /// 503: the record store cannot be used now. What was asked for was not done.
    pub fn store_unavailable() -> Problem {
        let detail =
            "The record store cannot be used now, so nothing was read or changed. Send the request again in a moment.";
        let kind = "store-unavailable";
        let problem = Problem::new(StatusCode::SERVICE_UNAVAILABLE, kind, "The record store cannot be used", detail);
        Problem { headers: vec![(header::RETRY_AFTER, HeaderValue::from_static("5"))], ..problem }
    }

    /// 401: nobody is known to be asking.
    pub fn unknown_user() -> Problem {
        let detail = "Say who is asking: send the token of a user as a bearer token.";
        let problem = Problem::plain(StatusCode::UNAUTHORIZED, detail);
        Problem { headers: vec![(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"))], ..problem }
    }

    /// 401: the token proves nobody, and why.
    pub fn token(detail: &'static str) -> Problem {
        let problem = Problem::new(StatusCode::UNAUTHORIZED, "token", "The token was refused", detail);
        let told = HeaderValue::from_static("Bearer error=\"invalid_token\"");
        Problem { headers: vec![(header::WWW_AUTHENTICATE, told)], ..problem }
    }

    /// 503: no token can be proved now.
    pub fn identity_unavailable() -> Problem {
        let detail = "The identity provider's keys cannot be had now, so nobody can be told apart. Send the request again in a moment.";
        let kind = "identity-unavailable";
        let problem = Problem::new(StatusCode::SERVICE_UNAVAILABLE, kind, "Nobody can be told apart now", detail);
        Problem { headers: vec![(header::RETRY_AFTER, HeaderValue::from_static("30"))], ..problem }
    }

    /// 403: not with this role, or not in this case.
    pub fn forbidden(detail: &'static str) -> Problem {
        Problem::new(StatusCode::FORBIDDEN, "forbidden", "This is not allowed", detail)
    }

    /// 403: it is read only with a declared reason.
    pub fn reason_needed() -> Problem {
        let detail = "You do not work on this case. Declare why you need to read it, in the header fairnote-access-reason; \
            it stays with the record.";
        Problem::new(StatusCode::FORBIDDEN, "reason-needed", "A reason is needed", detail)
    }

    /// 404: there is no such person, case, record or version.
    pub fn not_kept() -> Problem {
        let detail = "There is no person, case, record or version with this id.";
        Problem::new(StatusCode::NOT_FOUND, "unknown-id", "There is no such id", detail)
    }

    /// 428: a change does not say which version it changes.
    pub fn version_needed() -> Problem {
        let detail = "Say in If-Match which version you have read: its etag.";
        Problem::plain(StatusCode::PRECONDITION_REQUIRED, detail)
    }

    /// 412: somebody else was first.
    pub fn version(expected: &str, current: &str) -> Problem {
        let detail =
            "There is a newer version than the one you changed. Read it, and decide what becomes of your change.";
        Problem::new(StatusCode::PRECONDITION_FAILED, "version", "There is a newer version", detail)
            .with("expected", expected)
            .with("current", current)
    }

    /// 409: the record has come too far, or not far enough, for this step.
    pub fn step(state: &'static str) -> Problem {
        let detail = format!("The record is {state}, and this step does not begin there.");
        Problem::new(StatusCode::CONFLICT, "state", "The record is in another state", detail).with("state", state)
    }

    /// 422: the standard stands in the way. The report says where. It says nothing of the statements in narratives:
    /// the reasons quote the note, and no error holds what somebody wrote.
    pub fn rejected(mut report: Value) -> Problem {
        if let Some(narratives) = report.get_mut("narratives") {
            *narratives = Value::Object(Map::new());
        }
        let detail = "The record was checked and rejected, so nothing was kept. The report says what is wrong.";
        let problem = Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "rejected", "The record was rejected", detail);
        problem.with("report", report)
    }

    /// 422: the Idempotency-Key was sent before, with another request.
    pub fn key_reused() -> Problem {
        let detail = "This Idempotency-Key came with another request before. Make a new key for a new request.";
        Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "idempotency-key", "The key was used before", detail)
    }

    /// 422: something that a request to the record store must hold is not there, or not of its form.
    pub fn lacking(detail: &'static str) -> Problem {
        Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "lacking", "The request is not complete", detail)
    }

    /// 422: a posted form is not one of this portal's.
    pub fn form(detail: &'static str) -> Problem {
        Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "form", "The form could not be read", detail)
    }

    /// The problem document.
    pub fn document(&self) -> Value {
        let mut document = json!({
            "type": self.uri(),
            "title": self.title,
            "status": self.status.as_u16(),
            "detail": self.detail,
        });
        if let Value::Object(map) = &mut document {
            map.extend(self.members.clone());
        }
        document
    }

    /// Its status.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// Its type: a URI that tells kinds of problem apart.
    pub fn uri(&self) -> String {
        if self.kind.is_empty() { "about:blank".to_owned() } else { format!("urn:fairnote:problem:{}", self.kind) }
    }

    /// What is wrong with this request.
    pub fn detail(&self) -> &str {
        &self.detail
    }

    /// Its title.
    pub fn title(&self) -> &str {
        self.title
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let shown = Arc::new(self.clone());
        let mut response = Response::new(Body::from(self.document().to_string()));
        *response.status_mut() = self.status;
        // For whoever draws it as a page.
        response.extensions_mut().insert(shown);
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        for (name, value) in self.headers {
            headers.insert(name, value);
        }
        response
    }
}
