//! `GET /v1/forms/{kind}`: what to ask, for a portal that draws its own pages.

use super::standards::tagged;
use crate::server::problem::Problem;
use crate::server::state::State as AppState;
use crate::standards::{Code, Definition, Field, Form, Guidance, Standard};
use axum::extract::rejection::{PathRejection, QueryRejection};
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The query.
#[derive(Deserialize)]
pub(in crate::server) struct Asked {
    standard: Option<String>,
}

#[derive(Serialize)]
struct Answer<'a> {
    standard: Named<'a>,
    kind: &'a str,
    form: &'a Form,
    codes: BTreeMap<&'a str, Codes<'a>>,
    guidance: Vec<&'a Guidance>,
}

/// A code list, written out: the standard's own JSON has it in rows.
#[derive(Serialize)]
struct Codes<'a> {
    title: &'a str,
    codes: &'a [Code],
}

#[derive(Serialize)]
struct Named<'a> {
    id: &'a str,
    version: &'a str,
    digest: &'a str,
}

/// A form, the code lists that it uses and the guidance that is shown with it.
pub(in crate::server) async fn form(
    State(state): State<Arc<AppState>>,
    kind: Result<Path<String>, PathRejection>,
    query: Result<Query<Asked>, QueryRejection>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    const MISSING: &str = "Name the standard: /v1/forms/{kind}?standard={id}.";
    let Path(kind) = kind.map_err(|_| Problem::not_found())?;
    let id = query.ok().and_then(|Query(asked)| asked.standard).ok_or_else(|| Problem::query(MISSING))?;
    let loaded = state.standard(&id).ok_or_else(|| Problem::standard(StatusCode::NOT_FOUND, state.ids()))?;
    let standard = &loaded.standard;
    let (kind, form) = standard.definition().forms.get_key_value(&kind).ok_or_else(|| {
        let known = standard.definition().forms.keys().cloned().collect();
        Problem::kind(StatusCode::NOT_FOUND, known)
    })?;
    let text = answer(standard, kind, form).map_err(|_| Problem::internal())?;
    Ok(tagged(&headers, standard.digest(), || text))
}

fn answer(standard: &Standard, kind: &str, form: &Form) -> serde_json::Result<String> {
    let definition = standard.definition();
    let mut codes = BTreeMap::new();
    for field in form.sections.iter().flat_map(|section| &section.fields) {
        lists_of(field, definition, &mut codes);
    }
    serde_json::to_string(&Answer {
        standard: Named { id: standard.id(), version: standard.version(), digest: standard.digest() },
        kind,
        form,
        codes,
        guidance: definition.guidance.iter().filter(|shown| shown.kind == kind).collect(),
    })
}

fn lists_of<'a>(field: &'a Field, definition: &'a Definition, codes: &mut BTreeMap<&'a str, Codes<'a>>) {
    if let Some((id, list)) = definition.codes.get_key_value(&field.codes) {
        codes.insert(id, Codes { title: &list.title, codes: &list.codes });
    }
    for inner in &field.fields {
        lists_of(inner, definition, codes);
    }
}
