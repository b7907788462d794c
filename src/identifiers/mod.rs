//! Identifiers and addresses met in a child's record, checked by form and check digit.
//!
//! A check says that a value could be right, never that it is: nothing is looked up. Each kind has
//! one file, with the rule and its source. Checks take what was typed, with whatever spaces and
//! hyphens people put in, and don't allocate. No fault carries the value.
//!
//! What is not supported: Scottish and Northern Irish ranges of the NHS number are not told from
//! English ones, and a telephone number abroad is only checked for length.

mod child_id;
mod email;
mod national_insurance;
mod nhs_number;
mod packed;
mod postcode;
mod telephone;
mod uln;
mod upn;

use std::fmt;

/// A kind of identifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// NHS number: who a patient is to the health service in England and Wales.
    NhsNumber,
    /// Unique pupil number: who a pupil is to schools in England.
    Upn,
    /// Unique learner number: who a learner is from age 14; kept for life, unlike the UPN.
    Uln,
    /// National Insurance number: an adult's or older young person's, for tax and benefits.
    NationalInsurance,
    /// UK postcode.
    Postcode,
    /// Telephone number.
    Telephone,
    /// Email address.
    Email,
    /// The local authority's own identifier of the child.
    ChildId,
}

/// Why a value is not a well-formed identifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// Nothing but white space.
    Empty,
    /// Too few or too many characters.
    Length,
    /// A character that the identifier never has in that place.
    Characters,
    /// The check digit or letter does not fit the rest: one character is wrong or two are swapped.
    CheckDigit,
    /// One digit repeated. It passes the arithmetic and is never anybody's.
    Repeated,
    /// Well written, in a range that is never given out.
    NotIssued,
    /// Stands for "none" or "not known" and identifies nobody.
    Placeholder,
    /// Parts in the wrong order or missing, where no single character is to blame.
    Form,
    /// An email address without an `@`, or with more than one.
    AtSign,
    /// What follows the `@` is not a domain.
    Domain,
}

impl Fault {
    /// The fault in plain words, to follow the name of the field. Never the value.
    #[must_use]
    pub const fn reason(self) -> &'static str {
        match self {
            Self::Empty => "is empty",
            Self::Length => "is too short or too long",
            Self::Characters => "has a character that it can never have there",
            Self::CheckDigit => "has a mistake in it: its check digit does not fit",
            Self::Repeated => "is one digit repeated, which is never issued",
            Self::NotIssued => "is in a range that is never issued",
            Self::Placeholder => "is a placeholder, not a real one",
            Self::Form => "is not in the right form",
            Self::AtSign => "must have exactly one @",
            Self::Domain => "must have a full domain after the @, such as example.org",
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.reason())
    }
}

impl std::error::Error for Fault {}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 8] = [
        Self::NhsNumber,
        Self::Upn,
        Self::Uln,
        Self::NationalInsurance,
        Self::Postcode,
        Self::Telephone,
        Self::Email,
        Self::ChildId,
    ];

    /// What the identifier looks like, in plain words, with an example that is nobody's.
    #[must_use]
    pub const fn looks_like(self) -> &'static str {
        match self {
            Self::NhsNumber => "10 digits, such as 999 641 5260",
            Self::Upn => "a letter, 11 digits, then a digit or letter, such as D801999919616",
            Self::Uln => "10 digits, such as 8813412222",
            Self::NationalInsurance => "2 letters, 6 digits and a letter, such as AB 12 34 56 C",
            Self::Postcode => "a full UK postcode, such as CR2 6XH",
            Self::Telephone => "a telephone number, such as 01632 960123 or +44 7700 900456",
            Self::Email => "an email address, such as name@example.org",
            Self::ChildId => "1 to 20 letters and digits, such as 1327649",
        }
    }
}

/// Checks what was typed.
///
/// # Errors
/// The first [`Fault`] found.
pub fn check(kind: Kind, typed: &str) -> Result<(), Fault> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Err(Fault::Empty);
    }
    match kind {
        Kind::NhsNumber => nhs_number::check(typed),
        Kind::Upn => upn::check(typed),
        Kind::Uln => uln::check(typed),
        Kind::NationalInsurance => national_insurance::check(typed),
        Kind::Postcode => postcode::check(typed),
        Kind::Telephone => telephone::check(typed),
        Kind::Email => email::check(typed),
        Kind::ChildId => child_id::check(typed),
    }
}

/// The form in which two spellings of one identifier are equal: trimmed, in capitals, without
/// spaces and hyphens; a postcode with its one space, a telephone number in its national form, an
/// email address with a lower-case domain, a child's identifier as typed. A value that fails
/// [`check`] is normalised as far as it makes sense.
#[must_use]
pub fn normalise(kind: Kind, typed: &str) -> String {
    let typed = typed.trim();
    match kind {
        Kind::NhsNumber | Kind::Upn | Kind::Uln | Kind::NationalInsurance => packed::without_separators(typed),
        Kind::Postcode => postcode::normalise(typed),
        Kind::Telephone => telephone::normalise(typed),
        Kind::Email => email::normalise(typed),
        Kind::ChildId => typed.to_owned(),
    }
}
