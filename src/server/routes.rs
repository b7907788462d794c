//! Every route of the service.

use super::problem::Problem;
use super::state::State;
use super::{api, assets, headers, observe, portal, records};
use axum::Router;
use axum::middleware;
use axum::routing::{get, post, put};
use std::sync::Arc;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate as _};

/// The method and the template of every route. `/v1/openapi.json` describes each of them, and a test holds the two
/// against one another.
pub const ROUTES: &[(&str, &str)] = &[
    ("post", "/v1/check"),
    ("post", "/v1/notes/analyse"),
    ("get", "/v1/standards"),
    ("get", "/v1/standards/{id}"),
    ("get", "/v1/models/{digest}"),
    ("get", "/v1/forms/{kind}"),
    ("get", "/v1/openapi.json"),
    ("post", "/v1/people"),
    ("post", "/v1/cases"),
    ("get", "/v1/cases/{id}"),
    ("put", "/v1/cases/{id}"),
    ("post", "/v1/records"),
    ("get", "/v1/records/{id}"),
    ("put", "/v1/records/{id}"),
    ("get", "/v1/records/{id}/versions"),
    ("get", "/v1/records/{id}/versions/{version}"),
    ("get", "/v1/records/{id}/footprints"),
    ("post", "/v1/records/{id}/{step}"),
    ("get", "/v1/duties"),
    ("get", "/.well-known/jwks.json"),
    ("get", "/healthz"),
    ("get", "/readyz"),
    ("get", "/metrics"),
    ("get", "/"),
    ("get", "/records/new"),
    ("post", "/records"),
    ("get", "/standards"),
    ("get", "/standards/{*page}"),
    ("get", "/assets/{*path}"),
];

/// The service as a router, to be served, or called in a test.
pub fn router(state: Arc<State>) -> Router {
    let mut router = Router::new();
    for (method, path) in ROUTES {
        router = match (*method, *path) {
            ("post", "/v1/check") => router.route(path, post(api::check)),
            ("post", "/v1/notes/analyse") => router.route(path, post(api::analyse)),
            (_, "/v1/standards") => router.route(path, get(api::standards)),
            (_, "/v1/standards/{id}") => router.route(path, get(api::standard)),
            (_, "/v1/models/{digest}") => router.route(path, get(api::model)),
            (_, "/v1/forms/{kind}") => router.route(path, get(api::form)),
            (_, "/v1/openapi.json") => router.route(path, get(api::openapi)),
            ("post", "/v1/people") => router.route(path, post(records::add_person)),
            ("post", "/v1/cases") => router.route(path, post(records::add_case)),
            ("get", "/v1/cases/{id}") => router.route(path, get(records::read_case)),
            ("put", "/v1/cases/{id}") => router.route(path, put(records::change_case)),
            ("post", "/v1/records") => router.route(path, post(records::begin)),
            ("get", "/v1/records/{id}") => router.route(path, get(records::show)),
            ("put", "/v1/records/{id}") => router.route(path, put(records::save)),
            (_, "/v1/records/{id}/versions") => router.route(path, get(records::list)),
            (_, "/v1/records/{id}/versions/{version}") => router.route(path, get(records::show_version)),
            (_, "/v1/records/{id}/footprints") => router.route(path, get(records::footprints)),
            (_, "/v1/records/{id}/{step}") => router.route(path, post(records::step)),
            (_, "/v1/duties") => router.route(path, get(records::duties)),
            (_, "/.well-known/jwks.json") => router.route(path, get(api::jwks)),
            (_, "/healthz") => router.route(path, get(api::healthz)),
            (_, "/readyz") => router.route(path, get(api::readyz)),
            (_, "/metrics") => router.route(path, get(api::metrics)),
            (_, "/") => router.route(path, get(portal::start)),
            (_, "/records/new") => router.route(path, get(portal::new)),
            ("post", "/records") => router.route(path, post(portal::post)),
            (_, "/standards") => router.route(path, get(portal::reference)),
            (_, "/standards/{*page}") => router.route(path, get(portal::reference_page)),
            (_, "/assets/{*path}") => router.route(path, get(assets::asset)),
            // A line of the table without a line here answers 404, which the test of the table finds.
            _ => router,
        };
    }
    // Layers run from the last to the first: a request is observed, then its answer gets its headers, is compressed, is
    // caught if it panics and stopped if it takes too long.
    router
        .fallback(|| async { Problem::not_found() })
        .method_not_allowed_fallback(|| async { Problem::method() })
        .layer(middleware::from_fn_with_state(Arc::clone(&state), observe::in_time))
        .layer(CatchPanicLayer::custom(observe::panicked))
        .layer(middleware::from_fn_with_state(Arc::clone(&state), portal::errors_as_pages))
        // A packer holds answers back until it has enough of them; those of a batch are waited for, line by line.
        .layer(
            CompressionLayer::new()
                .compress_when(DefaultPredicate::new().and(NotForContentType::const_new("application/x-ndjson"))),
        )
        .layer(middleware::from_fn(headers::secure))
        .layer(middleware::from_fn_with_state(Arc::clone(&state), observe::observe))
        .with_state(state)
}
