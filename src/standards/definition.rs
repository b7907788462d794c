//! The definition of a standard: what resolving a pack gives, as it is stored, served and digested.

use super::form::Form;
use super::model::NamedModel;
use super::retention::RetentionRow;
use super::rule::Rule;
use crate::calendar::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The version of the definition's own format, refused when it is another.
pub const FORMAT: u32 = 3;

/// Everything that a check runs on. Its canonical JSON is the resolved standard that the server serves and the browser
/// loads; the SHA-256 of that text is the standard's digest.
#[derive(Clone, Debug, Serialize)]
pub struct Definition {
    /// The format's version, [`FORMAT`].
    pub format: u32,
    /// The pack's id: `herts`.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its version.
    pub version: String,
    /// The packs it extends, the base first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub extends: Vec<Extended>,
    /// The bank holidays that working days are counted with.
    pub calendar: Calendar,
    /// Its code lists, by id.
    pub codes: BTreeMap<String, CodeList>,
    /// Its word lists, by id.
    pub words: BTreeMap<String, WordList>,
    /// What statements of narratives are told by, if it has been learnt; cues of the word lists if not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<NamedModel>,
    /// What the case context may hold.
    pub context: Form,
    /// The forms, by record kind.
    pub forms: BTreeMap<String, Form>,
    /// The rules it adopts, by id.
    pub rules: BTreeMap<String, Rule>,
    /// Clauses shown as guidance, and where.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub guidance: Vec<Guidance>,
    /// Of a part: the digest of the whole standard that it was taken from.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub part_of: String,
    /// The retention table, row by row.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub retention: Vec<RetentionRow>,
}

/// A pack that another one extends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Extended {
    /// Its id.
    pub id: String,
    /// The version that was resolved.
    pub version: String,
}

/// The days on which nobody is expected to work, and the period for which they are known.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Calendar {
    /// The first day covered.
    pub from: Date,
    /// The last day covered; a count that reaches past it cannot be told.
    pub to: Date,
    /// Bank holidays of England and Wales that fall on a weekday.
    pub holidays: Vec<Date>,
}

/// A list of codes.
#[derive(Clone, Debug, Serialize)]
pub struct CodeList {
    /// What it is a list of.
    pub title: String,
    /// Its codes, in order.
    #[serde(serialize_with = "super::rows::write_codes")]
    pub codes: Vec<Code>,
}

/// One code.
#[derive(Clone, Debug, Serialize)]
pub struct Code {
    /// The code, as records hold it.
    pub code: String,
    /// What it means.
    pub label: String,
    /// The group under which it is offered.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub group: String,
    /// Its use before birth: `required`, `allowed`, `not_used` or `not_applicable`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub unborn: String,
    /// `superseded` or `obsolete` codes are understood and no longer offered.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub status: String,
    /// What a person choosing it should know.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

impl Code {
    /// May it still be chosen?
    pub fn is_offered(&self) -> bool {
        !matches!(self.status.as_str(), "superseded" | "obsolete")
    }
}

/// What a word list is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Category {
    /// Terms and abbreviations that a child or family would not know.
    Jargon,
    /// Wording that leaves the reader unable to tell what happened.
    Vague,
    /// Describing words that need evidence beside them.
    Unevidenced,
    /// Blaming, labelling or pejorative wording.
    Judgemental,
    /// Wording likely to offend on grounds of a protected characteristic.
    Offensive,
    /// What shows how the writer reached a describing word beside it; no fault of wording.
    Evidence,
    /// Events that matter; no fault of wording.
    Events,
    /// Cues to a statement's kind and source; no fault of wording.
    Cue,
    /// Words that a check of statements or of contents looks for; no fault of wording.
    Terms,
}

/// A list of words and phrases.
#[derive(Clone, Debug, Serialize)]
pub struct WordList {
    /// What it is a list of.
    pub title: String,
    /// What it is for.
    pub category: Category,
    /// Its entries.
    #[serde(serialize_with = "super::rows::write_words")]
    pub words: Vec<Word>,
}

/// An entry of a word list.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Word {
    /// The words, matched whole.
    pub phrase: String,
    /// Matched only in this case: `ARE` and not "are".
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub exact: bool,
    /// The phrase is a pattern ([`crate::text::patterns`]).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub pattern: bool,
    /// The phrase holds the members of a set of this name, which patterns use; it flags nothing itself.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub set: String,
    /// What it means.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub meaning: String,
    /// What can stand in its place.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub instead: String,
    /// Why it is on the list.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub why: String,
    /// Of a cue: the kind of statement it suggests.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub kind: String,
    /// Of a cue: the source it suggests.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub source: String,
    /// Of a cue: 3 nearly settles it, 2 unless a stronger one stands beside it, 1 tips the balance.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub strength: u8,
}

/// A clause shown as guidance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Guidance {
    /// The clause's id.
    pub clause: String,
    /// The document it stands in.
    pub document: String,
    /// Its section, as printed.
    pub section: String,
    /// What it says, in our words.
    pub text: String,
    /// The record kind it is shown with.
    pub kind: String,
    /// The field beside which it is shown; blank for the top of the form.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub field: String,
}

fn is_zero(number: &u8) -> bool {
    *number == 0
}
