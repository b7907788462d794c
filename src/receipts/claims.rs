//! What a receipt says.

use super::{NotCanonical, digest, sha256};
use crate::calendar::Moment;
use crate::checks::{Counts, Report};
use crate::report::ENGINE;
use serde::{Deserialize, Serialize};
use std::fmt;

/// What a receipt says of one check.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claims {
    /// The standard that was applied.
    pub standard: Named,
    /// The engine that applied it.
    pub engine: String,
    /// The kind of the record.
    pub kind: String,
    /// `draft` or `final`: how far the check went.
    pub mode: String,
    /// The moment of the check, which a caller may have named to replay it.
    pub as_at: String,
    /// The moment by the server's clock.
    pub at: String,
    /// SHA-256 of the record's canonical JSON.
    pub record: String,
    /// SHA-256 of the case context's canonical JSON; null where none was given.
    pub context: Option<String>,
    /// SHA-256 of the report's bytes.
    pub report: String,
    /// What the check came to.
    pub verdict: String,
    /// How many rules had each outcome.
    pub counts: Numbers,
}

/// A standard, by name and digest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    /// Its id.
    pub id: String,
    /// Its version.
    pub version: String,
    /// SHA-256 of its canonical JSON.
    pub digest: String,
}

/// The counts of the outcomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Numbers {
    passed: u32,
    failed: u32,
    cannot_tell: u32,
    pending: u32,
    inapplicable: u32,
}

impl From<Counts> for Numbers {
    fn from(counts: Counts) -> Numbers {
        let Counts { passed, failed, cannot_tell, pending, inapplicable } = counts;
        Numbers { passed, failed, cannot_tell, pending, inapplicable }
    }
}

/// The claims about a check, made at the moment `at` by the clock that counts. `report_json` is the report as it is
/// answered; `record` and `context` are the JSON that was checked.
///
/// # Errors
/// [`NotCanonical`], if the record or the context is JSON that readers take differently.
pub fn claims(
    report: &Report<'_>,
    report_json: &str,
    record: &str,
    context: Option<&str>,
    at: Moment,
) -> Result<Claims, NotCanonical> {
    let standard = report.standard();
    // The words of the report itself, so that the two cannot differ.
    #[derive(Deserialize)]
    struct Said {
        mode: String,
        as_at: String,
        verdict: String,
    }
    let said: Said = serde_json::from_str(report_json)
        .map_err(|error| NotCanonical { line: error.line(), column: error.column() })?;
    Ok(Claims {
        standard: Named {
            id: standard.id().to_owned(),
            version: standard.version().to_owned(),
            digest: standard.digest().to_owned(),
        },
        engine: ENGINE.to_owned(),
        kind: report.kind().to_owned(),
        mode: said.mode,
        as_at: said.as_at,
        at: at.to_string(),
        record: digest(record)?,
        context: context.map(digest).transpose()?,
        report: sha256(report_json),
        verdict: said.verdict,
        counts: report.counts().into(),
    })
}

/// What a receipt was not made for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mismatch {
    /// Another record.
    Record,
    /// Another case context, or none.
    Context,
    /// Another report.
    Report,
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self {
            Mismatch::Record => "record",
            Mismatch::Context => "case context",
            Mismatch::Report => "report",
        };
        write!(f, "the receipt was made for another {what}")
    }
}

impl Claims {
    /// Was the receipt made for this record?
    ///
    /// # Errors
    /// [`Mismatch`], also for a text that is no JSON: no receipt was made for it.
    pub fn is_of_record(&self, json: &str) -> Result<(), Mismatch> {
        if digest(json).is_ok_and(|digest| digest == self.record) { Ok(()) } else { Err(Mismatch::Record) }
    }

    /// Was the check made with this case context?
    ///
    /// # Errors
    /// [`Mismatch`].
    pub fn is_of_context(&self, json: &str) -> Result<(), Mismatch> {
        let same = digest(json).is_ok_and(|digest| self.context.as_ref() == Some(&digest));
        if same { Ok(()) } else { Err(Mismatch::Context) }
    }

    /// Was it answered with this report? One line end after it is none of its bytes.
    ///
    /// # Errors
    /// [`Mismatch`].
    pub fn is_of_report(&self, json: &str) -> Result<(), Mismatch> {
        if sha256(json.strip_suffix('\n').unwrap_or(json)) == self.report { Ok(()) } else { Err(Mismatch::Report) }
    }
}
