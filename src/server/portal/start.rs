//! The start page: which standard, which kind of record, which demonstration case.

use super::cases::Case;
use crate::server::problem::Problem;
use crate::server::state::State as AppState;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;
use std::sync::Arc;

#[derive(Serialize)]
struct Page<'a> {
    title: String,
    heading: &'static str,
    /// What to say of an answer that is missing; blank if it is there.
    missing_standard: &'static str,
    missing_kind: &'static str,
    standards: Vec<Choice<'a>>,
    kinds: Vec<Choice<'a>>,
    cases: &'a [Case],
    chosen: &'a Chosen,
}

#[derive(Serialize)]
struct Choice<'a> {
    id: &'a str,
    title: &'a str,
    hint: &'a str,
}

/// What was chosen, blank where nothing was.
#[derive(Clone, Debug, Default, Serialize)]
pub(super) struct Chosen {
    pub standard: String,
    pub kind: String,
    pub case: String,
}

/// The start page.
pub(in crate::server) async fn start(State(state): State<Arc<AppState>>) -> Result<Response, Problem> {
    draw(&state, &Chosen::default(), false)
}

/// The start page with what was chosen; `asked` once somebody has tried to go on, so that it says what is missing.
pub(super) fn draw(state: &AppState, chosen: &Chosen, asked: bool) -> Result<Response, Problem> {
    let definitions: Vec<_> = state.standards().iter().map(|loaded| loaded.standard.definition()).collect();
    let mut kinds: Vec<Choice<'_>> = Vec::new();
    for (id, form) in definitions.iter().flat_map(|definition| &definition.forms) {
        if kinds.iter().all(|kind| kind.id != id) {
            kinds.push(Choice { id, title: &form.title, hint: &form.description });
        }
    }
    kinds.sort_by_key(|kind| kind.title);
    let standards: Vec<_> = definitions
        .iter()
        .map(|definition| Choice { id: &definition.id, title: &definition.title, hint: "" })
        .collect();
    let missing = |choices: &[Choice<'_>], chosen: &str, what| {
        if asked && choices.iter().all(|choice| choice.id != chosen) { what } else { "" }
    };
    let missing_standard = missing(&standards, &chosen.standard, "Select the standard to check against");
    let missing_kind = missing(&kinds, &chosen.kind, "Select the kind of record to write");
    let is_complete = missing_standard.is_empty() && missing_kind.is_empty();
    let status = if is_complete { StatusCode::OK } else { StatusCode::BAD_REQUEST };
    let prefix = if is_complete { "" } else { "Error: " };
    let page = Page {
        title: format!("{prefix}Write a record"),
        heading: "Write a record",
        missing_standard,
        missing_kind,
        standards,
        kinds,
        cases: state.cases.all(),
        chosen,
    };
    state.pages.draw("start.html", status, &page)
}
