//! `GET /v1/standards`: what records can be checked against.

use super::{etag, json, json_by};
use crate::server::problem::Problem;
use crate::server::state::State as AppState;
use crate::standards::canonical;
use axum::extract::rejection::{PathRejection, QueryRejection};
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;
use serde_json::json;
use std::sync::Arc;

/// How long a standard may be kept: not at all without asking, and asking is cheap, for the digest answers.
const KEEP: &str = "no-cache";

/// How long a model may be kept: as long as anybody likes, for its address is its digest.
const KEEP_FOR_EVER: &str = "public, max-age=31536000, immutable";

/// The list of standards.
pub(in crate::server) async fn standards(State(state): State<Arc<AppState>>) -> Response {
    let listed: Vec<_> = state
        .standards()
        .iter()
        .map(|loaded| {
            let standard = &loaded.standard;
            let kinds: Vec<_> = standard.kind_names().collect();
            json!({
                "id": standard.id(),
                "title": standard.title(),
                "version": standard.version(),
                "digest": standard.digest(),
                "kinds": kinds,
                "href": format!("/v1/standards/{}", standard.id()),
                "model": standard.model_digest().map(model_address),
            })
        })
        .collect();
    let mut response = json(json!({ "engine": env!("CARGO_PKG_VERSION"), "standards": listed }).to_string());
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static(KEEP));
    response
}

#[derive(Deserialize)]
pub(in crate::server) struct Wanted {
    /// Record kinds, with commas between them; all of them, if it is left out.
    kinds: Option<String>,
}

/// One standard: the very text that its digest is taken over, for the browser to check with; or the part of it that some
/// record kinds need.
pub(in crate::server) async fn standard(
    State(state): State<Arc<AppState>>,
    id: Result<Path<String>, PathRejection>,
    query: Result<Query<Wanted>, QueryRejection>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let Path(id) = id.map_err(|_| Problem::not_found())?;
    let loaded = state.standard(&id).ok_or_else(|| Problem::standard(StatusCode::NOT_FOUND, state.ids()))?;
    let standard = &loaded.standard;
    if let Some(kinds) = query.ok().and_then(|Query(wanted)| wanted.kinds) {
        let kinds: Vec<&str> = kinds.split(',').collect();
        if kinds.iter().any(|kind| standard.kind_position(kind).is_none()) {
            let known = standard.kind_names().map(str::to_owned).collect();
            return Err(Problem::kind(StatusCode::NOT_FOUND, known));
        }
        let part = || canonical(&standard.definition().part(&kinds, standard.digest()));
        let narratives = kinds.iter().any(|kind| standard.kind(kind).is_some_and(|kind| kind.has_narratives));
        return Ok(with_model(
            tagged(&headers, standard.digest(), part),
            standard.model_digest().filter(|_| narratives),
        ));
    }
    Ok(with_model(tagged(&headers, standard.digest(), || standard.json().to_owned()), standard.model_digest()))
}

fn model_address(digest: &str) -> String {
    format!("/v1/models/{digest}")
}

/// Says in the head of the answer which model the standard needs, so that it can be fetched while the body arrives.
fn with_model(mut response: Response, digest: Option<&str>) -> Response {
    let link = digest
        .map(|digest| HeaderValue::try_from(format!("<{}>; rel=\"preload\"; as=\"fetch\"", model_address(digest))));
    if let Some(Ok(link)) = link {
        response.headers_mut().insert(header::LINK, link);
    }
    response
}

/// The model with which standards read narratives, by its digest.
pub(in crate::server) async fn model(
    State(state): State<Arc<AppState>>,
    digest: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let Path(digest) = digest.map_err(|_| Problem::not_found())?;
    let mut models = state.standards().iter().filter_map(|loaded| loaded.standard.model().ok().flatten());
    let model = models.find(|model| model.digest() == digest).ok_or_else(Problem::not_found)?;
    let mut response = if etag::none_match(&headers, &digest) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        model.bytes().to_vec().into_response()
    };
    let answer = response.headers_mut();
    answer.insert(header::ETAG, etag::tag(&digest));
    answer.insert(header::CACHE_CONTROL, HeaderValue::from_static(KEEP_FOR_EVER));
    Ok(response)
}

/// An answer tagged with the digest of its standard, or 304 if the caller has it already.
pub(super) fn tagged(headers: &HeaderMap, digest: &str, text: impl FnOnce() -> String) -> Response {
    let mut response = if etag::none_match(headers, digest) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        json_by(text(), digest)
    };
    let answer = response.headers_mut();
    answer.insert(header::ETAG, etag::tag(digest));
    answer.insert(header::CACHE_CONTROL, HeaderValue::from_static(KEEP));
    response
}
