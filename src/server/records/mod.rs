//! The record store over HTTP: people, cases, records in versions, and who touched them.
//!
//! Each handler reads the request on the runtime and does the rest on a thread of its own, behind the same gate as checks:
//! the store waits for the disk. A request is answered only once what it did is on the disk, its footprint included.

mod access;
mod cases;
mod duties;
mod known;
mod request;
mod steps;
mod versions;

use super::problem::Problem;
use super::state::State as AppState;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, Request, State};
use axum::response::Response;
use request::{Asked, Reply};
use std::sync::Arc;

type Answer = Result<Response, Problem>;
type Named<T> = Result<Path<T>, PathRejection>;

/// Reads the request, and does the work where waiting is allowed.
async fn answer(
    state: Arc<AppState>,
    request: Request,
    work: impl FnOnce(&Asked) -> Result<Reply, Problem> + Send + 'static,
) -> Answer {
    let asked = Asked::of(Arc::clone(&state), request).await?;
    state.gate.run(move || work(&asked)).await?.map(Reply::response)
}

fn named<T>(path: Named<T>) -> Result<T, Problem> {
    path.map(|Path(named)| named).map_err(|_| Problem::not_found())
}

/// `POST /v1/people`.
pub(super) async fn add_person(State(state): State<Arc<AppState>>, request: Request) -> Answer {
    answer(state, request, cases::add_person).await
}

/// `POST /v1/cases`.
pub(super) async fn add_case(State(state): State<Arc<AppState>>, request: Request) -> Answer {
    answer(state, request, cases::add_case).await
}

/// `GET /v1/cases/{id}`.
pub(super) async fn read_case(State(state): State<Arc<AppState>>, id: Named<String>, request: Request) -> Answer {
    let id = named(id)?;
    answer(state, request, move |asked| cases::read_case(asked, &id)).await
}

/// `PUT /v1/cases/{id}`.
pub(super) async fn change_case(State(state): State<Arc<AppState>>, id: Named<String>, request: Request) -> Answer {
    let id = named(id)?;
    answer(state, request, move |asked| cases::change_case(asked, &id)).await
}

/// `POST /v1/records`.
pub(super) async fn begin(State(state): State<Arc<AppState>>, request: Request) -> Answer {
    answer(state, request, versions::begin).await
}

/// `GET /v1/records/{id}`.
pub(super) async fn show(State(state): State<Arc<AppState>>, id: Named<String>, request: Request) -> Answer {
    let id = named(id)?;
    answer(state, request, move |asked| versions::show(asked, &id, None)).await
}

/// `PUT /v1/records/{id}`.
pub(super) async fn save(State(state): State<Arc<AppState>>, id: Named<String>, request: Request) -> Answer {
    let id = named(id)?;
    answer(state, request, move |asked| versions::save(asked, &id)).await
}

/// `POST /v1/records/{id}/{step}`.
pub(super) async fn step(
    State(state): State<Arc<AppState>>,
    path: Named<(String, String)>,
    request: Request,
) -> Answer {
    let (id, step) = named(path)?;
    answer(state, request, move |asked| versions::step(asked, &id, &step)).await
}

/// `GET /v1/records/{id}/versions`.
pub(super) async fn list(State(state): State<Arc<AppState>>, id: Named<String>, request: Request) -> Answer {
    let id = named(id)?;
    answer(state, request, move |asked| versions::list(asked, &id)).await
}

/// `GET /v1/records/{id}/versions/{version}`.
pub(super) async fn show_version(
    State(state): State<Arc<AppState>>,
    path: Named<(String, String)>,
    request: Request,
) -> Answer {
    let (id, version) = named(path)?;
    // What is no number is the number of no version.
    let version = version.parse().unwrap_or_default();
    answer(state, request, move |asked| versions::show(asked, &id, Some(version))).await
}

/// `GET /v1/records/{id}/footprints`.
pub(super) async fn footprints(State(state): State<Arc<AppState>>, id: Named<String>, request: Request) -> Answer {
    let id = named(id)?;
    answer(state, request, move |asked| versions::footprints(asked, &id)).await
}

/// `GET /v1/duties`.
pub(super) async fn duties(State(state): State<Arc<AppState>>, request: Request) -> Answer {
    answer(state, request, duties::list).await
}
