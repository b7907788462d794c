//! What the service can be told when it starts.

use super::identity::{IdentityError, IdentitySettings, Users};
use crate::receipts::SigningKeys;
use std::fmt;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use validator::ValidateRange as _;

/// The smallest and the largest limit for a request's body, in bytes: a small record, and far more than any form sends.
const BODY_LIMITS: (usize, usize) = (1024, 64 * 1024 * 1024);
/// The shortest and the longest time that a request may take, in milliseconds.
const TIMEOUTS: (u64, u64) = (10, 300_000);

/// How the service runs.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where it listens.
    pub address: SocketAddr,
    /// A folder of packs to check with; `None` for the standards that are built in.
    pub standards: Option<PathBuf>,
    /// The folder with the portal's style sheet and scripts, made by `make`.
    pub assets: Option<PathBuf>,
    /// The keys that receipts are signed with; without them there are none.
    pub signing_keys: Option<Arc<SigningKeys>>,
    /// The file of the record store; without it nothing is kept.
    pub store: Option<PathBuf>,
    /// The users of development mode: plain tokens in a file, and so for a loopback address only.
    pub dev_users: Option<Arc<Users>>,
    /// The identity provider whose tokens say who is asking.
    pub identity: Option<IdentitySettings>,
    /// The largest body of a request, in bytes. The default is 1 MiB.
    pub body_limit: usize,
    /// How long a request may take, its body included. The default is 10 seconds.
    pub timeout: Duration,
    /// How long requests that are under way may still take once the service is told to stop. The default is 20 seconds.
    pub drain: Duration,
}

impl Default for Config {
    fn default() -> Config {
        Config {
            address: SocketAddr::from(([127, 0, 0, 1], 8080)),
            standards: None,
            assets: None,
            signing_keys: None,
            store: None,
            dev_users: None,
            identity: None,
            body_limit: 1024 * 1024,
            timeout: Duration::from_secs(10),
            drain: Duration::from_secs(20),
        }
    }
}

/// A setting that is out of its bounds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConfigError {
    /// The limit for bodies is not between 1 KiB and 64 MiB.
    BodyLimit,
    /// The time for a request is not between 10 milliseconds and 5 minutes.
    Timeout,
    /// Development users, and an address that others can reach.
    NotLoopback,
    /// A record store, and nobody who may use it.
    NoUsers,
    /// Both an identity provider and development users.
    TwoIdentities,
    /// The identity provider's settings.
    Identity(IdentityError),
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            ConfigError::BodyLimit => "the limit for bodies must be between 1024 bytes and 67108864 bytes (64 MiB)",
            ConfigError::Timeout => "the time for a request must be between 10 milliseconds and 5 minutes",
            ConfigError::NotLoopback => {
                "development users are for this machine only: listen on a loopback address, such as 127.0.0.1"
            }
            ConfigError::NoUsers => "a record store must know who is asking: describe the identity provider under [identity], or name a file of development users",
            ConfigError::TwoIdentities => "there are both an identity provider and development users: leave one of them out",
            ConfigError::Identity(error) => return error.fmt(f),
        })
    }
}

impl std::error::Error for ConfigError {}

impl Config {
    /// Are the settings within their bounds?
    ///
    /// # Errors
    /// The first one that is not.
    pub fn validate(&self) -> Result<(), ConfigError> {
        if !self.body_limit.validate_range(Some(BODY_LIMITS.0), Some(BODY_LIMITS.1), None, None) {
            return Err(ConfigError::BodyLimit);
        }
        let timeout = u64::try_from(self.timeout.as_millis()).unwrap_or(u64::MAX);
        if !timeout.validate_range(Some(TIMEOUTS.0), Some(TIMEOUTS.1), None, None) {
            return Err(ConfigError::Timeout);
        }
        if self.dev_users.is_some() && !self.address.ip().is_loopback() {
            return Err(ConfigError::NotLoopback);
        }
        if self.dev_users.is_some() && self.identity.is_some() {
            return Err(ConfigError::TwoIdentities);
        }
        self.identity.as_ref().map_or(Ok(()), IdentitySettings::validate).map_err(ConfigError::Identity)?;
        if self.store.is_some() && self.dev_users.is_none() && self.identity.is_none() {
            return Err(ConfigError::NoUsers);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_defaults_are_within_their_bounds() {
        assert_eq!(Config::default().validate(), Ok(()));
    }

    #[test]
    fn a_limit_that_no_record_fits_in_is_refused() {
        let config = Config { body_limit: 10, ..Config::default() };
        assert_eq!(config.validate(), Err(ConfigError::BodyLimit));
        let config = Config { timeout: Duration::ZERO, ..Config::default() };
        assert_eq!(config.validate(), Err(ConfigError::Timeout));
    }
}
