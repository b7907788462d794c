//! What the service is told of the identity provider.

use super::users::Role;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fmt;

/// Signatures that only the provider can make. One with a shared secret is not among them: whoever checks it could make it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[allow(missing_docs, reason = "the names of RFC 7518 and RFC 8037")]
pub enum Algorithm {
    RS256,
    RS384,
    RS512,
    PS256,
    PS384,
    PS512,
    ES256,
    ES384,
    EdDSA,
}

impl Algorithm {
    pub(super) fn of_jwt(self) -> jsonwebtoken::Algorithm {
        match self {
            Algorithm::RS256 => jsonwebtoken::Algorithm::RS256,
            Algorithm::RS384 => jsonwebtoken::Algorithm::RS384,
            Algorithm::RS512 => jsonwebtoken::Algorithm::RS512,
            Algorithm::PS256 => jsonwebtoken::Algorithm::PS256,
            Algorithm::PS384 => jsonwebtoken::Algorithm::PS384,
            Algorithm::PS512 => jsonwebtoken::Algorithm::PS512,
            Algorithm::ES256 => jsonwebtoken::Algorithm::ES256,
            Algorithm::ES384 => jsonwebtoken::Algorithm::ES384,
            Algorithm::EdDSA => jsonwebtoken::Algorithm::EdDSA,
        }
    }
}

/// The identity provider whose tokens are believed (OpenID Connect).
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IdentitySettings {
    /// What tokens must hold as `iss`, to the letter.
    pub issuer: String,
    /// What they must hold as, or among, `aud`.
    pub audience: String,
    /// The provider's public keys: an https address, or the path of a file.
    pub jwks: String,
    /// The signatures that are taken.
    #[serde(default = "algorithms")]
    pub algorithms: Vec<Algorithm>,
    /// How far the clocks may be apart, in seconds.
    #[serde(default = "leeway")]
    pub leeway: u32,
    /// After how many seconds keys are fetched anew.
    #[serde(default = "refresh")]
    pub refresh: u32,
    /// How many seconds lie between two fetches at least, whatever keys tokens name.
    #[serde(default = "cooldown")]
    pub cooldown: u32,
    /// The claim that holds the user's id.
    #[serde(default = "user_claim")]
    pub user_claim: String,
    /// The claim that holds what roles are made of: a text, or a list of texts. A dot goes one level down.
    #[serde(default = "role_claim")]
    pub role_claim: String,
    /// Which of the claim's values is which role.
    pub(in crate::server) roles: BTreeMap<String, Role>,
}

fn algorithms() -> Vec<Algorithm> {
    vec![Algorithm::RS256, Algorithm::PS256, Algorithm::ES256, Algorithm::EdDSA]
}

fn leeway() -> u32 {
    30
}

fn refresh() -> u32 {
    3_600
}

fn cooldown() -> u32 {
    30
}

fn user_claim() -> String {
    "sub".to_owned()
}

fn role_claim() -> String {
    "roles".to_owned()
}

/// Why tokens of this provider cannot be believed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IdentityError {
    /// A text that must be there is blank: the key.
    Blank(&'static str),
    /// A number is out of its bounds: the key, and the bounds.
    Bounds(&'static str, u32, u32),
    /// Keys over plain HTTP, from another machine.
    Plain,
    /// No role can ever come of a token.
    NoRoles,
    /// No signature is taken.
    NoAlgorithms,
    /// The file of keys cannot be used, and why.
    Keys(String, String),
}

impl fmt::Display for IdentityError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            IdentityError::Blank(key) => write!(f, "identity.{key} is blank: write what the identity provider says of itself"),
            IdentityError::Bounds(key, least, most) => {
                write!(f, "identity.{key} must be between {least} and {most} seconds")
            }
            IdentityError::Plain => f.write_str(
                "identity.jwks must be an https address, or the path of a file: keys that come over plain http can be exchanged on the way",
            ),
            IdentityError::NoRoles => f.write_str(
                "identity.roles is empty, so that nobody may do anything: write the values of the role claim, such as \"Practitioners\" = \"worker\"",
            ),
            IdentityError::NoAlgorithms => f.write_str("identity.algorithms is empty: leave it out, or name those that the provider signs with"),
            IdentityError::Keys(path, why) => write!(f, "identity.jwks: {path}: {why}"),
        }
    }
}

impl std::error::Error for IdentityError {}

impl IdentitySettings {
    /// Are the settings complete and within their bounds?
    ///
    /// # Errors
    /// The first that is not.
    pub fn validate(&self) -> Result<(), IdentityError> {
        let texts = [
            ("issuer", &self.issuer),
            ("audience", &self.audience),
            ("jwks", &self.jwks),
            ("user_claim", &self.user_claim),
            ("role_claim", &self.role_claim),
        ];
        if let Some((key, _)) = texts.iter().find(|(_, text)| text.trim().is_empty()) {
            return Err(IdentityError::Blank(key));
        }
        let numbers = [
            ("leeway", self.leeway, 0, 300),
            ("refresh", self.refresh, 60, 86_400),
            ("cooldown", self.cooldown, 1, 3_600),
        ];
        if let Some((key, _, least, most)) =
            numbers.iter().find(|(_, number, least, most)| number < least || number > most)
        {
            return Err(IdentityError::Bounds(key, *least, *most));
        }
        if self.is_plain() {
            return Err(IdentityError::Plain);
        }
        if self.algorithms.is_empty() {
            return Err(IdentityError::NoAlgorithms);
        }
        if self.roles.is_empty() { Err(IdentityError::NoRoles) } else { Ok(()) }
    }

    /// Plain HTTP is for this machine only.
    fn is_plain(&self) -> bool {
        let Some(rest) = self.jwks.strip_prefix("http://") else { return false };
        let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
        !authority.parse::<std::net::SocketAddr>().is_ok_and(|address| address.ip().is_loopback())
    }
}
