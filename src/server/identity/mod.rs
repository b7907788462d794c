//! Who is asking: somebody with a token of the authority's identity provider, or a user of development mode.

mod keys;
mod settings;
mod token;
mod users;

pub use settings::{Algorithm, IdentityError, IdentitySettings};
pub(in crate::server) use users::{Role, User, is_id};
pub use users::{Users, UsersError};

use super::config::Config;
use super::problem::Problem;
use crate::calendar::Moment;
use axum::http::{HeaderMap, header};
use std::sync::Arc;
use token::{Refused, Tokens};

/// How it is found out who is asking.
#[derive(Clone, Debug)]
pub(in crate::server) enum Identity {
    /// By the plain tokens of a file, on a loopback address.
    Development(Arc<Users>),
    /// By the signed tokens of an identity provider.
    Provider(Arc<Tokens>),
}

impl Identity {
    /// # Errors
    /// Keys that are in a file, and cannot be read.
    pub fn new(config: &Config) -> Result<Option<Identity>, IdentityError> {
        match (&config.identity, &config.dev_users) {
            (Some(settings), _) => Ok(Some(Identity::Provider(Arc::new(Tokens::new(settings)?)))),
            (None, Some(users)) => Ok(Some(Identity::Development(Arc::clone(users)))),
            (None, None) => Ok(None),
        }
    }

    /// Is this for a loopback address only?
    pub fn is_for_development(&self) -> bool {
        matches!(self, Identity::Development(_))
    }

    /// Could a token be proved now?
    pub fn is_ready(&self) -> bool {
        match self {
            Identity::Development(_) => true,
            Identity::Provider(tokens) => tokens.has_keys(),
        }
    }

    /// Fetches the keys, so that the first to ask need not wait for them.
    pub async fn prepare(&self) {
        if let Identity::Provider(tokens) = self {
            tokens.prepare().await;
        }
    }

    /// Who sends these headers.
    ///
    /// # Errors
    /// 401 without a token that proves it, 403 without a role, 503 while the provider's keys cannot be had.
    pub async fn who(&self, headers: &HeaderMap, now: Moment) -> Result<User, Problem> {
        let token = bearer(headers).ok_or_else(Problem::unknown_user)?;
        let tokens = match self {
            Identity::Development(users) => return users.who(token).cloned().ok_or_else(Problem::unknown_user),
            Identity::Provider(tokens) => tokens,
        };
        tokens.who(token, now.seconds()).await.map_err(|refused| {
            // The reason and nothing of the token: it may be replayed, and its claims name people.
            tracing::warn!(reason = refused.name(), "a token was refused");
            match refused {
                Refused::NoKeys => Problem::identity_unavailable(),
                Refused::Role => Problem::forbidden(refused.detail()),
                _ => Problem::token(refused.detail()),
            }
        })
    }
}

/// The token of a request. Two are somebody's trick: a proxy may have looked at the other one.
fn bearer(headers: &HeaderMap) -> Option<&str> {
    let mut all = headers.get_all(header::AUTHORIZATION).into_iter();
    let (Some(given), None) = (all.next(), all.next()) else { return None };
    let (scheme, token) = given.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}
