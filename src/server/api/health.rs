//! Addresses for whoever keeps the service running, and the description of all of them.

use super::json;
use crate::server::identity::Identity;
use crate::server::state::State as AppState;
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use serde_json::json;
use std::sync::Arc;

/// The description of every route (OpenAPI 3.1), written by hand: it is read by people first.
const OPENAPI: &str = include_str!("../openapi.json");

/// `GET /healthz`: the process answers.
pub(in crate::server) async fn healthz() -> Response {
    json(json!({ "status": "ok", "engine": env!("CARGO_PKG_VERSION") }).to_string())
}

/// `GET /readyz`: work can be sent here; 503 once it has been told to stop, and while the store or the identity provider's
/// keys cannot be used.
pub(in crate::server) async fn readyz(State(state): State<Arc<AppState>>) -> Response {
    let part = |works: Option<bool>| match works {
        Some(true) => "ready",
        Some(false) => "unavailable",
        None => "off",
    };
    let identity = part(state.identity.as_ref().map(Identity::is_ready));
    let looked = state.store.clone().map(|store| tokio::task::spawn_blocking(move || store.is_usable()));
    let store = match looked {
        Some(looked) => part(Some(looked.await.unwrap_or(false))),
        None => part(None),
    };
    let status = match (state.is_stopping(), identity, store) {
        (true, ..) => "stopping",
        (_, "unavailable", _) | (.., "unavailable") => "unavailable",
        _ => "ready",
    };
    let digests: serde_json::Map<_, _> = state
        .standards()
        .iter()
        .map(|loaded| (loaded.standard.id().to_owned(), loaded.standard.digest().into()))
        .collect();
    let told = json!({ "status": status, "store": store, "identity": identity, "standards": digests });
    let mut response = json(told.to_string());
    if status != "ready" {
        *response.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
    }
    response
}

/// `GET /metrics`: the counters, in Prometheus' text format.
pub(in crate::server) async fn metrics(State(state): State<Arc<AppState>>) -> Response {
    let mut response = state.metrics.text().into_response();
    let text = HeaderValue::from_static("text/plain; version=0.0.4; charset=utf-8");
    response.headers_mut().insert(header::CONTENT_TYPE, text);
    response
}

/// `GET /.well-known/jwks.json`: the public keys that prove receipts; none, if this service signs none.
pub(in crate::server) async fn jwks(State(state): State<Arc<AppState>>) -> Response {
    let keys = state.signing_keys.as_ref().map_or_else(|| json!({ "keys": [] }).to_string(), |keys| keys.public());
    let mut response = json(keys);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/jwk-set+json"));
    // Short, so that a key added today is known everywhere before it signs.
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=300"));
    response
}

/// `GET /v1/openapi.json`.
pub(in crate::server) async fn openapi() -> Response {
    let mut response = json(OPENAPI);
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response
}
