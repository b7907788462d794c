//! The templates, and drawing a page with one.

use crate::server::problem::Problem;
use crate::server::state::State as AppState;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse as _, Response};
use minijinja::{Environment, context};
use serde::Serialize;
use std::sync::Arc;

/// Every template. Names that end in `.html` are escaped, so that nothing typed becomes markup.
const TEMPLATES: &[(&str, &str)] = &[
    ("layout.html", include_str!("../../../www/templates/layout.html")),
    ("macros.html", include_str!("../../../www/templates/macros.html")),
    ("notes.html", include_str!("../../../www/templates/notes.html")),
    ("statements.html", include_str!("../../../www/templates/statements.html")),
    ("choices.html", include_str!("../../../www/templates/choices.html")),
    ("row.html", include_str!("../../../www/templates/row.html")),
    ("start.html", include_str!("../../../www/templates/start.html")),
    ("form.html", include_str!("../../../www/templates/form.html")),
    ("done.html", include_str!("../../../www/templates/done.html")),
    ("problem.html", include_str!("../../../www/templates/problem.html")),
];

/// The portal's pages.
#[derive(Debug)]
pub(in crate::server) struct Pages(Environment<'static>);

impl Pages {
    /// Reads the templates.
    pub fn new() -> Result<Pages, String> {
        let mut environment = Environment::new();
        environment.set_trim_blocks(true);
        environment.set_lstrip_blocks(true);
        environment.set_undefined_behavior(minijinja::UndefinedBehavior::Strict);
        for (name, source) in TEMPLATES {
            environment.add_template(name, source).map_err(|error| format!("{name}: {error:#}"))?;
        }
        Ok(Pages(environment))
    }

    /// Draws a page.
    ///
    /// # Errors
    /// A problem with status 500; the reason is in the log, by the template's name and line and without what it was given.
    pub fn draw(&self, name: &'static str, status: StatusCode, page: &impl Serialize) -> Result<Response, Problem> {
        let drawn = self.0.get_template(name).and_then(|template| template.render(page));
        drawn.map(|html| (status, Html(html)).into_response()).map_err(|error| {
            let (template, line) = (error.name().unwrap_or(name), error.line());
            // The kind is one of a closed list; the rest of the message may quote what the page was given.
            tracing::error!(template, line, kind = %error.kind(), "a page could not be drawn");
            Problem::internal()
        })
    }
}

/// Draws a problem as a page for a person at a browser. A program, which does not ask for HTML first, gets the document,
/// and so does everybody under `/v1`.
pub(in crate::server) async fn errors_as_pages(
    State(state): State<Arc<AppState>>,
    request: Request,
    next: Next,
) -> Response {
    let accept = request.headers().get(header::ACCEPT).and_then(|accept| accept.to_str().ok()).unwrap_or_default();
    let wants_page = accept.trim_start().starts_with("text/html") && !request.uri().path().starts_with("/v1/");
    let response = next.run(request).await;
    if !wants_page {
        return response;
    }
    let Some(problem) = response.extensions().get::<Arc<Problem>>() else {
        return response;
    };
    let page = context! { title => problem.title(), detail => problem.detail(), status => problem.status().as_u16() };
    let Ok(mut drawn) = state.pages.draw("problem.html", problem.status(), &page) else {
        return response;
    };
    for (name, value) in response.headers() {
        if *name != header::CONTENT_TYPE && *name != header::CONTENT_LENGTH {
            drawn.headers_mut().insert(name, value.clone());
        }
    }
    drawn.headers_mut().insert(header::VARY, HeaderValue::from_static("accept"));
    drawn
}
