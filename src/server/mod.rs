//! The HTTP service and the demonstration portal.
//!
//! ```text
//! fairnote serve --addr 127.0.0.1:8080
//! curl -s 127.0.0.1:8080/v1/check -H 'content-type: application/json' \
//!   -d '{"standard":"herts","record":{"kind":"child","fields":{"unborn":true}}}'
//! ```
//!
//! Two things share one router. The **interface** under `/v1` answers in JSON, and every error is a problem document
//! (RFC 9457). The **portal** at `/` is a set of pages that work without a script: what is typed is posted, checked and
//! given back exactly as it was typed, with what was found beside it.
//!
//! Without a record store the service keeps nothing: a record lives as long as the request that carries it. With one, it
//! keeps versions of records and a footprint of every read and write (`store`). What is logged and counted is the
//! method, the route's template, the status and the time taken: never a path as sent, a query, a body or an answer. The
//! moment of a check is the server's clock; a caller can name another one (`as_at`) to replay a check made earlier.
//!
//! Not here: TLS, rate limits by caller. Those belong to the host portal and the proxy in front of it. Who is asking is
//! proved by the tokens of the authority's identity provider (`identity`); plain users are for development, on a loopback
//! address only.

mod api;
mod assets;
mod body;
mod config;
mod gate;
mod headers;
mod identity;
mod metrics;
mod observe;
mod portal;
mod problem;
mod records;
mod request_id;
mod routes;
mod run;
mod settings;
mod state;
pub mod store;

pub use config::{Config, ConfigError};
pub use identity::{Algorithm, IdentityError, IdentitySettings, Users, UsersError};
pub use problem::Problem;
pub use routes::{ROUTES, router};
pub use run::{ServeError, serve, serve_on};
pub use settings::{Settings, SettingsError};
pub use state::{Loaded, StartError, State};
