//! The provider's public keys: fetched, held, and fetched anew when they age or a token names another one.

use super::settings::{IdentityError, IdentitySettings};
use super::token::Refused;
use jsonwebtoken::jwk::{Jwk, PublicKeyUse};
use jsonwebtoken::{Algorithm, AlgorithmFamily, DecodingKey};
use serde::Deserialize;
use serde_json::Value;
use std::fmt;
use std::str::FromStr as _;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, Instant};
use tokio::sync::Mutex;

/// How long a fetch may take.
const PATIENCE: Duration = Duration::from_secs(5);
/// The largest set of keys, in bytes.
const LARGEST: u64 = 256 * 1024;
/// How long keys are believed while the provider cannot be reached.
const LONGEST: Duration = Duration::from_secs(24 * 60 * 60);

enum Source {
    File(String),
    Address(String, Box<ureq::Agent>),
}

#[derive(Clone)]
struct Key {
    id: Option<String>,
    algorithm: Option<Algorithm>,
    key: DecodingKey,
}

#[derive(Default)]
struct Held {
    keys: Vec<Key>,
    fetched: Option<Instant>,
    tried: Option<Instant>,
}

/// The keys of one provider.
pub(super) struct Keys {
    source: Source,
    refresh: Duration,
    cooldown: Duration,
    held: RwLock<Held>,
    /// Whoever fetches.
    fetching: Mutex<()>,
}

/// Says nothing of the keys.
impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Keys")
    }
}

impl Keys {
    /// # Errors
    /// A file of keys that cannot be read. An address may be out of reach when the service starts: it is asked again.
    pub fn new(settings: &IdentitySettings) -> Result<Keys, IdentityError> {
        let of_address = settings.jwks.starts_with("https://") || settings.jwks.starts_with("http://");
        let source = match settings.jwks.clone() {
            address if of_address => Source::Address(address, Box::new(agent())),
            path => Source::File(path),
        };
        let keys = Keys {
            source,
            refresh: Duration::from_secs(settings.refresh.into()),
            cooldown: Duration::from_secs(settings.cooldown.into()),
            held: RwLock::default(),
            fetching: Mutex::default(),
        };
        if let Source::File(path) = &keys.source {
            keys.fetch().map_err(|why| IdentityError::Keys(path.clone(), why))?;
        }
        Ok(keys)
    }

    /// The key that a token names. One without a name is taken if a single key can be meant.
    pub async fn find(self: &Arc<Keys>, id: Option<&str>, algorithm: Algorithm) -> Result<DecodingKey, Refused> {
        let known = self.look(id, algorithm);
        if known.is_none() || self.is_due() {
            self.fetch_anew(known.is_none()).await;
        }
        match self.look(id, algorithm) {
            Some(key) => Ok(key),
            None if self.are_there() => Err(Refused::Key),
            None => Err(Refused::NoKeys),
        }
    }

    /// Are there keys that are not too old?
    pub fn are_there(&self) -> bool {
        let held = self.held.read().unwrap_or_else(PoisonError::into_inner);
        held.fetched.is_some_and(|fetched| fetched.elapsed() < LONGEST) && !held.keys.is_empty()
    }

    /// Fetches, unless it was tried just now. One at a time: whoever has a key already does not wait for it.
    pub async fn fetch_anew(self: &Arc<Keys>, waits: bool) {
        let _alone = match self.fetching.try_lock() {
            Ok(alone) => alone,
            Err(_) if waits => self.fetching.lock().await,
            Err(_) => return,
        };
        if self.was_just_tried() {
            return;
        }
        let keys = Arc::clone(self);
        match tokio::task::spawn_blocking(move || keys.fetch()).await {
            Ok(Ok(())) => tracing::info!("the identity provider's keys were fetched"),
            Ok(Err(why)) => tracing::warn!(why, "the identity provider's keys cannot be fetched"),
            Err(_) => tracing::error!("fetching the identity provider's keys stopped on a mistake of ours"),
        }
    }

    fn look(&self, id: Option<&str>, algorithm: Algorithm) -> Option<DecodingKey> {
        if !self.are_there() {
            return None;
        }
        let held = self.held.read().unwrap_or_else(PoisonError::into_inner);
        let fits =
            |key: &&Key| key.key.family() == algorithm.family() && key.algorithm.is_none_or(|own| own == algorithm);
        let named = |key: &&Key| id.is_none_or(|id| key.id.as_deref() == Some(id));
        let mut found = held.keys.iter().filter(named).filter(fits);
        match (found.next(), found.next()) {
            (Some(key), None) => Some(key.key.clone()),
            _ => None,
        }
    }

    fn is_due(&self) -> bool {
        let held = self.held.read().unwrap_or_else(PoisonError::into_inner);
        held.fetched.is_none_or(|fetched| fetched.elapsed() >= self.refresh)
    }

    fn was_just_tried(&self) -> bool {
        let held = self.held.read().unwrap_or_else(PoisonError::into_inner);
        held.tried.is_some_and(|tried| tried.elapsed() < self.cooldown)
    }

    fn fetch(&self) -> Result<(), String> {
        let read = self.text().and_then(|text| parse(&text));
        let mut held = self.held.write().unwrap_or_else(PoisonError::into_inner);
        held.tried = Some(Instant::now());
        // What was held before stays, if there is nothing better.
        held.keys = read?;
        held.fetched = held.tried;
        Ok(())
    }

    fn text(&self) -> Result<String, String> {
        match &self.source {
            Source::File(path) => std::fs::read_to_string(path)
                .map_err(|error| format!("{error}. Check the path, and that you may read it")),
            Source::Address(address, agent) => {
                let mut answer = agent.get(address).call().map_err(|error| error.to_string())?;
                answer.body_mut().with_config().limit(LARGEST).read_to_string().map_err(|error| error.to_string())
            }
        }
    }
}

/// Speaks TLS with the certificates that the machine trusts, and follows no redirect to somebody else's keys.
fn agent() -> ureq::Agent {
    let tls = ureq::tls::TlsConfig::builder()
        .root_certs(ureq::tls::RootCerts::PlatformVerifier)
        .unversioned_rustls_crypto_provider(Arc::new(rustls::crypto::aws_lc_rs::default_provider()))
        .build();
    ureq::Agent::config_builder().tls_config(tls).max_redirects(0).timeout_global(Some(PATIENCE)).build().new_agent()
}

/// The keys that can prove a signature; others of a set are for something else.
fn parse(text: &str) -> Result<Vec<Key>, String> {
    const FORM: &str = "it is no JSON Web Key set: {\"keys\": [{\"kty\": …, \"kid\": …}]}";
    #[derive(Deserialize)]
    struct Set {
        keys: Vec<Value>,
    }
    let set: Set = serde_json::from_str(text).map_err(|_| FORM.to_owned())?;
    let keys: Vec<Key> = set.keys.into_iter().filter_map(key).collect();
    if keys.is_empty() { Err("there is no public key for signatures in it".to_owned()) } else { Ok(keys) }
}

fn key(value: Value) -> Option<Key> {
    let jwk: Jwk = serde_json::from_value(value).ok()?;
    if !matches!(jwk.common.public_key_use, None | Some(PublicKeyUse::Signature)) {
        return None;
    }
    let algorithm = match jwk.common.key_algorithm {
        Some(named) => Some(Algorithm::from_str(&named.to_string()).ok()?),
        None => None,
    };
    let key = DecodingKey::from_jwk(&jwk).ok().filter(|key| key.family() != AlgorithmFamily::Hmac)?;
    Some(Key { id: jwk.common.key_id, algorithm, key })
}
