//! `POST /v1/notes/analyse`: what the statements of a note are, and the words that a reviewer would raise.

use super::json_by;
use super::request::read;
use crate::checks;
use crate::note::NoteSession;
use crate::report;
use crate::server::body;
use crate::server::problem::Problem;
use crate::server::state::State as AppState;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;
use std::sync::Arc;

const WANTED: &str = "an object with \"standard\", an id, and \"text\", a text";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    standard: String,
    text: String,
}

/// Reads a note. Offsets in the answer are UTF-16 code units.
pub(in crate::server) async fn analyse(
    State(state): State<Arc<AppState>>,
    request: Request,
) -> Result<Response, Problem> {
    let text = body::text(&state, request, "application/json").await?;
    let asked: Asked = read(&text, WANTED)?;
    let loaded = state
        .standard(&asked.standard)
        .ok_or_else(|| Problem::standard(StatusCode::UNPROCESSABLE_ENTITY, state.ids()))?;
    let standard = Arc::clone(&loaded.standard);
    let digest = standard.digest().to_owned();
    let answer = state
        .gate
        .run(move || {
            let lexicon = checks::lexicon(&standard).map_err(|_| Problem::internal())?;
            Ok(report::note_json(&standard, &NoteSession::new(lexicon, asked.text)))
        })
        .await??;
    Ok(json_by(answer, &digest))
}
