//! The interface under `/v1`, and the addresses that keep a service running.

mod batch;
mod check;
mod etag;
mod forms;
mod health;
mod notes;
mod request;
mod standards;

pub(super) use request::read;

pub(super) use check::check;
pub(super) use forms::form;
pub(super) use health::{healthz, jwks, metrics, openapi, readyz};
pub(super) use notes::analyse;
pub(super) use standards::{model, standard, standards};

use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::Response;

/// The digest of the standard that an answer was made with.
static DIGEST: HeaderName = HeaderName::from_static("fairnote-digest");

/// An answer in JSON.
pub(super) fn json(text: impl Into<Body>) -> Response {
    let mut response = Response::new(text.into());
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}

/// The same, naming the standard it was made with.
fn json_by(text: impl Into<Body>, digest: &str) -> Response {
    let mut response = json(text);
    if let Ok(digest) = HeaderValue::from_str(digest) {
        response.headers_mut().insert(DIGEST.clone(), digest);
    }
    response
}
