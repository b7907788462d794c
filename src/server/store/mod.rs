//! Where people, cases and records are kept.
//!
//! Everything is a version, and versions are only added. Every write puts down a footprint in the same transaction, and a
//! read is handed out only once its footprint is down: what cannot be accounted for does not happen. [`Store`] is what a
//! database must do; [`Sqlite`] does it in one file.

mod chain;
mod sqlite;

pub use chain::{Head, Tampered};
pub use sqlite::Sqlite;

use crate::receipts::sha256;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::fmt;

/// A person whom records are about.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Person {
    /// An id that says nothing of the person.
    pub id: String,
    /// Users who are, or know, the person: they may see nothing of the case.
    pub known_to: Vec<String>,
    /// Who entered it, and when.
    pub by: By,
}

/// A version of a case.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CaseVersion {
    /// An id that says nothing of the person.
    pub id: String,
    /// From 1.
    pub version: u32,
    /// The person whose case it is.
    pub person: String,
    /// The id of the standard that its records are checked against.
    pub standard: String,
    /// The users who work on it.
    pub team: Vec<String>,
    /// What checks must know of the case: a case context.
    pub facts: Value,
    /// Who made this version, and when.
    pub by: By,
}

/// How far a record has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecordState {
    /// Still being written.
    Draft,
    /// Finished: it never changes again, but for an amendment beside it.
    Finalised,
    /// Finished, and authorised by somebody other than its writer.
    Authorised,
    /// A later version that says what is right; the original stays.
    Amended,
    /// Nothing can be added any more.
    Closed,
}

impl RecordState {
    /// The state as JSON has it.
    pub fn name(self) -> &'static str {
        match self {
            RecordState::Draft => "draft",
            RecordState::Finalised => "finalised",
            RecordState::Authorised => "authorised",
            RecordState::Amended => "amended",
            RecordState::Closed => "closed",
        }
    }
}

/// A version of a record.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RecordVersion {
    /// An id that says nothing of what is in it.
    pub id: String,
    /// From 1.
    pub version: u32,
    /// The case it belongs to.
    pub case: String,
    /// Its kind.
    pub kind: String,
    /// How far it has come.
    pub state: RecordState,
    /// Its canonical JSON.
    pub record: String,
    /// The report of the check that this version passed.
    pub report: String,
    /// The receipt of that check, where the service signs any.
    pub receipt: Option<String>,
    /// Who made this version, and when.
    pub by: By,
    /// Why it was amended.
    pub why: Option<String>,
    /// Who agreed to the amendment.
    pub agreed_by: Option<String>,
}

impl RecordVersion {
    /// Its entity tag, without quotation marks: the version and the beginning of the digest of what it holds.
    pub fn tag(&self) -> String {
        let digest = sha256(&self.record);
        format!("{}-{}", self.version, digest.get(8..24).unwrap_or_default())
    }
}

/// Who did something, and when by the server's clock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct By {
    /// The user's id.
    pub who: String,
    /// The role they had.
    pub role: String,
    /// ISO 8601.
    pub at: String,
}

/// A footprint to put down.
#[derive(Clone, Debug)]
pub struct Mark {
    /// Who, in which role, when.
    pub by: By,
    /// What was done: `read`, `save`, `refused to read`, …
    pub action: &'static str,
    /// The case.
    pub case: Option<String>,
    /// The record.
    pub record: Option<String>,
    /// The version that was read or made.
    pub version: Option<u32>,
    /// Why, where a reason was declared.
    pub reason: Option<String>,
}

/// A footprint as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Footprint {
    /// Its place in the chain, from 1.
    pub number: i64,
    /// Who, in which role, when.
    pub by: By,
    /// What was done.
    pub action: String,
    /// The case.
    pub case: Option<String>,
    /// The record.
    pub record: Option<String>,
    /// The version that was read or made.
    pub version: Option<u32>,
    /// Why, where a reason was declared.
    pub reason: Option<String>,
    /// SHA-256 of what was written; nothing for a read.
    pub seal: Option<String>,
    /// The hash of the footprint before.
    pub previous: String,
}

/// The answer to a write that may be sent again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Once {
    /// Whose key it is.
    pub who: String,
    /// The Idempotency-Key.
    pub key: String,
    /// SHA-256 of the request.
    pub request: String,
    /// The answer, as JSON.
    pub reply: String,
}

/// Why the store did not do what it was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StoreError {
    /// There is a newer version than the one that this was made from, or the key was used in the meantime.
    Conflict,
    /// The database cannot be used now. It says nothing of what was to be kept; the log names the cause.
    Unavailable,
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            StoreError::Conflict => "there is a newer version",
            StoreError::Unavailable => "the record store cannot be used now",
        })
    }
}

impl std::error::Error for StoreError {}

/// What a database must do. Writes are whole or not at all, and kept before they return.
pub trait Store: Send + Sync + fmt::Debug {
    /// Can it be used now?
    fn is_usable(&self) -> bool;
    /// Adds a person.
    ///
    /// # Errors
    /// [`StoreError`], as everywhere below.
    fn add_person(&self, person: &Person, mark: &Mark) -> Result<(), StoreError>;
    /// The person, if there is one.
    fn person(&self, id: &str) -> Result<Option<Person>, StoreError>;
    /// Adds a version of a case: the next one, or there is a conflict.
    fn add_case(&self, case: &CaseVersion, mark: &Mark) -> Result<(), StoreError>;
    /// The newest version of a case.
    fn case(&self, id: &str) -> Result<Option<CaseVersion>, StoreError>;
    /// The newest version of every case.
    fn cases(&self) -> Result<Vec<CaseVersion>, StoreError>;
    /// Adds a version of a record: the next one, or there is a conflict.
    fn add_record(&self, record: &RecordVersion, mark: &Mark, once: Option<&Once>) -> Result<(), StoreError>;
    /// The newest version of a record. Looking decides nothing yet: what is handed out is marked.
    fn record(&self, id: &str) -> Result<Option<RecordVersion>, StoreError>;
    /// Every version of a record, oldest first.
    fn versions(&self, id: &str) -> Result<Vec<RecordVersion>, StoreError>;
    /// The newest version of every record of a case.
    fn records(&self, case: &str) -> Result<Vec<RecordVersion>, StoreError>;
    /// When the other records of a case were finalised.
    fn finalised_at(&self, case: &str, but: &str) -> Result<Vec<String>, StoreError>;
    /// The answer that a key was given.
    fn reply(&self, who: &str, key: &str) -> Result<Option<Once>, StoreError>;
    /// Puts down the footprint of a read, or of a refusal.
    fn mark(&self, mark: &Mark) -> Result<(), StoreError>;
    /// The footprints on a record, oldest first.
    fn footprints(&self, record: &str) -> Result<Vec<Footprint>, StoreError>;
}
