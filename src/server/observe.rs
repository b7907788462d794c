//! What is told of a request: to the log, and to the counters.

use super::problem::Problem;
use super::request_id;
use super::state::State as AppState;
use axum::extract::{MatchedPath, Request, State};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use std::any::Any;
use std::sync::Arc;
use std::time::Instant;

/// Logs and counts a request by its method, its route's template, its status and the time it took.
///
/// The address as it was sent is never logged: a caller may have put a name in it.
pub(super) async fn observe(State(state): State<Arc<AppState>>, request: Request, next: Next) -> Response {
    let start = Instant::now();
    let id = request_id::of(request.headers(), state.started);
    let method = method(request.method());
    let route = request.extensions().get::<MatchedPath>().map_or("(none)".to_owned(), |path| path.as_str().to_owned());
    let mut response = next.run(request).await;
    let took = start.elapsed();
    let status = response.status().as_u16();
    let shown = id.to_str().unwrap_or("-");
    tracing::info!(method, route, status, ms = took.as_secs_f64() * 1_000.0, request_id = shown, "request");
    state.metrics.request(method, &route, status, took);
    response.headers_mut().insert(&request_id::HEADER, id);
    response
}

/// Answers with a problem when a request takes too long.
pub(super) async fn in_time(State(state): State<Arc<AppState>>, request: Request, next: Next) -> Response {
    // A body may take the whole time to arrive; what is made of it then has the same time again.
    let limit = state.timeout.saturating_mul(2);
    match tokio::time::timeout(limit, next.run(request)).await {
        Ok(response) => response,
        Err(_) => Problem::busy().into_response(),
    }
}

/// A mistake of ours. What a panic says is not passed on: it may quote what it stumbled over.
pub(super) fn panicked(_: Box<dyn Any + Send + 'static>) -> Response {
    tracing::error!("a request stopped on a mistake of ours");
    Problem::internal().into_response()
}

/// The method, if it is one of HTTP's own: a caller can make up others, and the log and counters take none of those.
fn method(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        _ => "OTHER",
    }
}
