//! The portal's style sheet, scripts and WebAssembly, from the folder that `make` fills.

use super::problem::Problem;
use super::state::State as AppState;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse as _, Response};
use std::path::Path;
use std::sync::Arc;
use tower::ServiceExt as _;
use tower_http::services::ServeDir;

/// Serves a file. Paths that leave the folder are refused by `ServeDir`, and folders are not listed.
pub(super) async fn asset(State(state): State<Arc<AppState>>, request: Request) -> Result<Response, Problem> {
    let folder = state.assets.as_deref().ok_or_else(Problem::not_found)?;
    let path = request.uri().path().strip_prefix("/assets").unwrap_or_default().to_owned();
    let (mut parts, _) = request.into_parts();
    parts.uri = Uri::try_from(path).map_err(|_| Problem::not_found())?;
    let files = ServeDir::new(folder).append_index_html_on_directories(false).precompressed_gzip();
    let Ok(answer) = files.oneshot(Request::from_parts(parts, Body::empty())).await;
    if answer.status() == StatusCode::NOT_FOUND {
        return Err(Problem::not_found());
    }
    let mut response = answer.into_response();
    // File names carry no hash of their content, so a browser asks each time, and is mostly told that nothing changed.
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=0, must-revalidate"));
    Ok(response)
}

/// Says at the start what will be missing from the pages.
pub(super) fn warn_if_missing(folder: Option<&Path>) {
    let Some(folder) = folder else {
        tracing::warn!("no folder of assets was named: the portal's pages work, without their style sheet and script");
        return;
    };
    for file in ["portal.css", "portal.js", "fairnote/fairnote.js"] {
        if !folder.join(file).exists() {
            let folder = folder.display();
            tracing::warn!(%folder, file, "an asset is missing: run `make www`; until then the pages work without it");
        }
    }
}
