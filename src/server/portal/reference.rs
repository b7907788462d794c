//! The reference under `/standards`.

use crate::server::problem::Problem;
use crate::server::state::State as AppState;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::response::{Html, IntoResponse as _, Response};
use std::sync::Arc;

/// Its first page.
pub(in crate::server) async fn reference(State(state): State<Arc<AppState>>) -> Result<Response, Problem> {
    draw(&state, "")
}

/// A policy, form or rule.
pub(in crate::server) async fn reference_page(
    State(state): State<Arc<AppState>>,
    path: Result<Path<String>, PathRejection>,
) -> Result<Response, Problem> {
    let Path(path) = path.map_err(|_| Problem::not_found())?;
    if path.is_empty() { Err(Problem::not_found()) } else { draw(&state, &path) }
}

fn draw(state: &AppState, path: &str) -> Result<Response, Problem> {
    let drawn = state.reference.page(path).ok_or_else(Problem::not_found)?;
    drawn.map(|page| Html(page.html).into_response()).map_err(|wrong| {
        // It is made from the standards alone, so that nothing that anybody entered can be in it.
        tracing::error!(wrong, "a page of the reference could not be drawn");
        Problem::internal()
    })
}
