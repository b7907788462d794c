//! What the service is told by a file and by its environment. A flag of the command line comes before both.

use super::identity::IdentitySettings;
use figment::error::Kind;
use figment::providers::Env;
use figment::value::{Dict, Map, Value};
use figment::{Error, Figment, Metadata, Profile, Provider, Source};
use serde::Deserialize;
use std::fmt;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

/// How variables of the environment begin.
const PREFIX: &str = "FAIRNOTE_";
/// Variables that begin so and are no settings: the keys themselves, and where the file is.
const OTHERS: [&str; 2] = ["signing_keys", "config"];

/// What can be set; what is left out has its default.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// Where the service listens.
    pub address: Option<SocketAddr>,
    /// A folder of packs, instead of the standards that are built in.
    pub standards: Option<PathBuf>,
    /// The folder with the portal's style sheet and scripts.
    pub assets: Option<PathBuf>,
    /// The file with the keys that receipts are signed with.
    pub signing_keys: Option<PathBuf>,
    /// The file of the record store.
    pub store: Option<PathBuf>,
    /// The file of development users.
    pub dev_users: Option<PathBuf>,
    /// The largest body of a request, in bytes.
    pub body_limit: Option<usize>,
    /// How long a request may take, in seconds.
    pub timeout: Option<u64>,
    /// How long requests may still take once the service is told to stop, in seconds.
    pub drain: Option<u64>,
    /// The identity provider.
    pub identity: Option<IdentitySettings>,
}

/// A setting that cannot be used: where it is from, which it is, what is wrong, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettingsError {
    from: String,
    key: Option<String>,
    what: String,
}

impl fmt::Display for SettingsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let SettingsError { from, key, what } = self;
        match key {
            Some(key) => write!(f, "{from}: {key} {what}. {}", remedy(key)),
            None => write!(f, "{from}: {what}"),
        }
    }
}

impl std::error::Error for SettingsError {}

impl Settings {
    /// Reads the file, if there is one, and the variables of the environment, which weigh more.
    ///
    /// # Errors
    /// [`SettingsError`], for the first setting that cannot be used.
    pub fn read(file: Option<&Path>) -> Result<Settings, SettingsError> {
        let mut figment = Figment::new();
        if let Some(file) = file {
            figment = figment.merge(Toml::read(file)?);
        }
        figment.merge(Env::prefixed(PREFIX).ignore(&OTHERS).split("__")).extract().map_err(|error| told(&error))
    }
}

/// A file of settings, read with the TOML reader that packs are read with.
struct Toml {
    name: String,
    values: Dict,
}

impl Toml {
    fn read(file: &Path) -> Result<Toml, SettingsError> {
        let name = file.display().to_string();
        let failed = |what: String| SettingsError { from: name.clone(), key: None, what };
        let text = std::fs::read_to_string(file)
            .map_err(|error| failed(format!("{error}. Check the path, and that you may read it")))?;
        let table: toml::Table = toml::from_str(&text).map_err(|error| {
            // Without the line itself, which may be one of secrets.
            let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
            failed(format!(
                "line {}: it is not TOML: {}",
                before.matches('\n').count().saturating_add(1),
                error.message()
            ))
        })?;
        let values = Value::serialize(table).map_err(|error| told(&error))?.into_dict().unwrap_or_default();
        Ok(Toml { name, values })
    }
}

impl Provider for Toml {
    fn metadata(&self) -> Metadata {
        Metadata::named("file").source(Source::Custom(self.name.clone()))
    }

    fn data(&self) -> Result<Map<Profile, Dict>, Error> {
        Ok(Profile::Default.collect(self.values.clone()))
    }
}

fn told(error: &Error) -> SettingsError {
    let mut path = error.path.clone();
    let what = match &error.kind {
        Kind::UnknownField(name, known) => {
            if path.last() != Some(name) {
                path.push(name.clone());
            }
            format!("is no setting; there are: {}", known.join(", "))
        }
        Kind::MissingField(name) => {
            path.push(name.clone().into_owned());
            "is missing".to_owned()
        }
        Kind::UnknownVariant(_, known) => format!("must be one of {}", known.join(", ")),
        Kind::InvalidType(_, expected) | Kind::InvalidValue(_, expected) => format!("must be {expected}"),
        Kind::Message(message) => format!("cannot be used: {message}"),
        _ => "is out of its bounds".to_owned(),
    };
    let file = error.metadata.as_ref().and_then(|metadata| metadata.source.as_ref()).and_then(Source::custom);
    match file {
        Some(file) => SettingsError { from: file.to_owned(), key: Some(path.join(".")), what },
        None if error.metadata.is_some() => {
            let variable = format!("{PREFIX}{}", path.join("__").to_ascii_uppercase());
            SettingsError { from: format!("the variable {variable}"), key: Some(path.join(".")), what }
        }
        None => SettingsError { from: "the settings".to_owned(), key: Some(path.join(".")), what },
    }
}

/// What to write instead.
fn remedy(key: &str) -> &'static str {
    match key {
        "address" => "Write an address and a port, such as \"127.0.0.1:8080\"",
        "body_limit" => "Write a number of bytes, such as 1048576",
        "timeout" | "drain" => "Write a whole number of seconds, such as 10",
        "standards" | "assets" => "Write the path of a folder",
        "signing_keys" | "store" | "dev_users" => "Write the path of a file",
        "identity.leeway" | "identity.refresh" | "identity.cooldown" => "Write a whole number of seconds, such as 60",
        "identity.algorithms" => "Write a list such as [\"RS256\", \"ES256\"]",
        "identity.roles" => "Write a table such as roles = { \"Practitioners\" = \"worker\" }",
        _ if key.starts_with("identity.roles.") => "Roles are \"worker\", \"manager\" and \"auditor\"",
        _ => "See docs/server.md for what can be set and how",
    }
}
