//! Forms: the sections and fields of a record kind, as data.

use super::condition::Condition;
use crate::identifiers;
use serde::{Deserialize, Serialize};

/// The form of a record kind.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Form {
    /// What the page is called.
    pub title: String,
    /// One or two sentences under the title.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// Its sections, in order.
    #[serde(rename = "section")]
    pub sections: Vec<Section>,
}

/// A section of a form.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// Its id, unique in the form.
    pub id: String,
    /// Its heading.
    pub title: String,
    /// A sentence under the heading.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// When it is shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub show_when: Option<Condition>,
    /// Its fields, in order.
    #[serde(rename = "field")]
    pub fields: Vec<Field>,
}

/// A field of a form.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// Its id, unique in its group: the key of the record's JSON.
    pub id: String,
    /// Its label.
    pub label: String,
    /// What it holds.
    #[serde(rename = "type")]
    pub kind: FieldType,
    /// Help under the label.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub hint: String,
    /// What to say when it is required and blank: "Enter the child's date of birth".
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub missing: String,
    /// What to say when the answer is of the wrong type; a sentence made from the label, if blank.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub wrong: String,
    /// The code list of a `code` or `codes` field.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub codes: String,
    /// The longest text, in characters (Unicode scalar values).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_length: Option<u32>,
    /// The least number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<i64>,
    /// The greatest number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<i64>,
    /// Of a group: may there be several?
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub repeating: bool,
    /// Of a repeating group: what one of them is called.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub item: String,
    /// Of a repeating group or a list of codes: how many there may be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_items: Option<u32>,
    /// When it is shown. A hidden answer is kept and still checked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub show_when: Option<Condition>,
    /// How wide the input is drawn, in characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub width: Option<u8>,
    /// The HTML autocomplete token.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub autocomplete: String,
    /// The fields of a group.
    #[serde(default, rename = "field", skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<Field>,
}

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldType {
    /// A short text.
    Text,
    /// Free text that the narrative engine reads.
    Narrative,
    /// Yes or no: JSON `true`/`false`, or "yes"/"no" as HTML forms send them.
    YesNo,
    /// A calendar date, ISO 8601: "2026-02-28".
    Date,
    /// A date and time, ISO 8601, in Europe/London unless it carries an offset.
    Moment,
    /// A whole number.
    Number,
    /// A code of a list.
    Code,
    /// Several codes of a list.
    Codes,
    /// An NHS number.
    NhsNumber,
    /// A unique pupil number.
    Upn,
    /// A unique learner number.
    Uln,
    /// A National Insurance number.
    NationalInsurance,
    /// A UK postcode.
    Postcode,
    /// A telephone number.
    Telephone,
    /// An e-mail address.
    Email,
    /// The local authority's identifier of a child.
    ChildId,
    /// Fields that belong together; several times over, if it repeats.
    Group,
}

impl FieldType {
    /// The identifier whose form the field's answers must have.
    pub fn identifier(self) -> Option<identifiers::Kind> {
        match self {
            FieldType::NhsNumber => Some(identifiers::Kind::NhsNumber),
            FieldType::Upn => Some(identifiers::Kind::Upn),
            FieldType::Uln => Some(identifiers::Kind::Uln),
            FieldType::NationalInsurance => Some(identifiers::Kind::NationalInsurance),
            FieldType::Postcode => Some(identifiers::Kind::Postcode),
            FieldType::Telephone => Some(identifiers::Kind::Telephone),
            FieldType::Email => Some(identifiers::Kind::Email),
            FieldType::ChildId => Some(identifiers::Kind::ChildId),
            _ => None,
        }
    }

    /// Is the answer a text?
    pub fn is_text(self) -> bool {
        matches!(self, FieldType::Text | FieldType::Narrative) || self.identifier().is_some()
    }
}
