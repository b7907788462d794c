//! What a token must prove: who signed it, for whom, until when, and what its holder may be.

use super::keys::Keys;
use super::settings::{IdentityError, IdentitySettings};
use super::users::{Role, User, is_id};
use jsonwebtoken::errors::ErrorKind;
use jsonwebtoken::{Algorithm, Header, Validation, decode, decode_header};
use serde_json::{Map, Value};
use std::sync::Arc;

/// The longest token, in bytes: far more than any provider's.
const LONGEST: usize = 16 * 1024;

type Claims = Map<String, Value>;

/// Why a token is not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::server) enum Refused {
    Form,
    Algorithm,
    Key,
    Signature,
    Issuer,
    Audience,
    Expired,
    Early,
    User,
    Role,
    NoKeys,
}

impl Refused {
    /// What the log calls it.
    pub fn name(self) -> &'static str {
        match self {
            Refused::Form => "form",
            Refused::Algorithm => "algorithm",
            Refused::Key => "key",
            Refused::Signature => "signature",
            Refused::Issuer => "issuer",
            Refused::Audience => "audience",
            Refused::Expired => "expired",
            Refused::Early => "not yet valid",
            Refused::User => "user",
            Refused::Role => "role",
            Refused::NoKeys => "no keys",
        }
    }

    /// What whoever sent it is told.
    pub fn detail(self) -> &'static str {
        match self {
            Refused::Form => "The bearer token is no signed token (JWT) that this service can read.",
            Refused::Algorithm => "The token is signed in a way that this service does not take.",
            Refused::Key => {
                "The token is signed with a key that the identity provider does not publish. Sign in again."
            }
            Refused::Signature => "The token's signature does not hold. Sign in again.",
            Refused::Issuer => "The token is of another identity provider than this service's.",
            Refused::Audience => "The token is for another service than this one.",
            Refused::Expired => "The token has run out. Sign in again.",
            Refused::Early => {
                "The token is not valid yet. Compare the clocks of this service and the identity provider."
            }
            Refused::User => "The token does not name a user as this service knows them.",
            Refused::Role => "Your account has no role in this service. Ask whoever manages accounts for one.",
            Refused::NoKeys => "The identity provider's keys cannot be had.",
        }
    }
}

/// The tokens of one provider.
#[derive(Debug)]
pub(in crate::server) struct Tokens {
    settings: IdentitySettings,
    keys: Arc<Keys>,
}

impl Tokens {
    pub fn new(settings: &IdentitySettings) -> Result<Tokens, IdentityError> {
        Ok(Tokens { keys: Arc::new(Keys::new(settings)?), settings: settings.clone() })
    }

    pub fn has_keys(&self) -> bool {
        self.keys.are_there()
    }

    pub async fn prepare(&self) {
        self.keys.fetch_anew(true).await;
    }

    /// The user whom a token proves, at this second.
    pub async fn who(&self, token: &str, now: i64) -> Result<User, Refused> {
        let algorithm = self.algorithm(token)?;
        let id = decode_header(token).map_err(|_| Refused::Form)?.kid;
        let key = self.keys.find(id.as_deref(), algorithm).await?;
        let claims =
            decode::<Claims>(token, &key, &self.validation(algorithm)).map_err(|error| refused(error.kind()))?;
        self.is_in_time(&claims.claims, now)?;
        self.user(&claims.claims)
    }

    /// The algorithm that a token names, if it is one of ours: the configuration chooses, not the caller.
    fn algorithm(&self, token: &str) -> Result<Algorithm, Refused> {
        if token.len() > LONGEST {
            return Err(Refused::Form);
        }
        let Header { alg, typ, crit, .. } = decode_header(token).map_err(|_| Refused::Form)?;
        // A token of another type, or with an extension that must be understood, is not for us.
        let is_token = typ.is_none_or(|typ| typ.eq_ignore_ascii_case("jwt") || typ.eq_ignore_ascii_case("at+jwt"));
        if !is_token || crit.is_some() {
            return Err(Refused::Form);
        }
        if self.settings.algorithms.iter().any(|ours| ours.of_jwt() == alg) { Ok(alg) } else { Err(Refused::Algorithm) }
    }

    fn validation(&self, algorithm: Algorithm) -> Validation {
        let mut validation = Validation::new(algorithm);
        validation.set_audience(&[&self.settings.audience]);
        validation.set_issuer(&[&self.settings.issuer]);
        validation.set_required_spec_claims(&["iss", "aud"]);
        // By the service's clock, below: there is one for everything.
        validation.validate_exp = false;
        validation.validate_nbf = false;
        validation
    }

    fn is_in_time(&self, claims: &Claims, now: i64) -> Result<(), Refused> {
        let leeway = i64::from(self.settings.leeway);
        let ends = seconds(claims, "exp")?.ok_or(Refused::Expired)?;
        if now >= ends.saturating_add(leeway) {
            return Err(Refused::Expired);
        }
        for begins in ["nbf", "iat"] {
            if seconds(claims, begins)?.is_some_and(|begins| now.saturating_add(leeway) < begins) {
                return Err(Refused::Early);
            }
        }
        Ok(())
    }

    fn user(&self, claims: &Claims) -> Result<User, Refused> {
        let id = claim(claims, &self.settings.user_claim).and_then(Value::as_str).filter(|id| is_id(id));
        let id = id.ok_or(Refused::User)?.to_owned();
        let values: Vec<&str> = match claim(claims, &self.settings.role_claim) {
            Some(Value::String(one)) => one.split(' ').chain([one.as_str()]).collect(),
            Some(Value::Array(several)) => several.iter().filter_map(Value::as_str).collect(),
            _ => Vec::new(),
        };
        let roles: Vec<Role> = values.iter().filter_map(|value| self.settings.roles.get(*value).copied()).collect();
        // One at a time: the role of the daily work before the one that reads everything.
        let role = [Role::Manager, Role::Worker, Role::Auditor].into_iter().find(|role| roles.contains(role));
        Ok(User { id, role: role.ok_or(Refused::Role)? })
    }
}

fn refused(error: &ErrorKind) -> Refused {
    match error {
        ErrorKind::InvalidSignature => Refused::Signature,
        ErrorKind::InvalidIssuer => Refused::Issuer,
        ErrorKind::InvalidAudience => Refused::Audience,
        ErrorKind::MissingRequiredClaim(claim) if claim == "iss" => Refused::Issuer,
        ErrorKind::MissingRequiredClaim(_) => Refused::Audience,
        ErrorKind::InvalidAlgorithm => Refused::Algorithm,
        _ => Refused::Form,
    }
}

/// A moment of a token. What is there and no number is not as if it were not there.
fn seconds(claims: &Claims, name: &str) -> Result<Option<i64>, Refused> {
    let Some(value) = claims.get(name) else { return Ok(None) };
    #[allow(clippy::cast_possible_truncation, reason = "a part of a second, or a year that no clock shows")]
    let seconds = value.as_i64().or_else(|| value.as_f64().map(|seconds| seconds as i64));
    seconds.map(Some).ok_or(Refused::Form)
}

/// A claim by its whole name, which may hold dots, or by the path that dots make of it.
fn claim<'c>(claims: &'c Claims, name: &str) -> Option<&'c Value> {
    if let Some(value) = claims.get(name) {
        return Some(value);
    }
    let mut parts = name.split('.');
    let first = claims.get(parts.next()?)?;
    parts.try_fold(first, |value, part| value.get(part))
}
