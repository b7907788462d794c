//! The retention table: how long a file is kept, row by row, as data.

use crate::calendar::Date;
use serde::{Deserialize, Serialize};

/// The field of a retention record that holds the person's date of birth: what `died` and an `age` are counted with.
pub const BORN: &str = "date_of_birth";
/// The field that holds the date on which the person died.
pub const DIED: &str = "died_on";

/// How a row keeps what it applies to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Keep {
    /// For a number of years from a date.
    #[default]
    Years,
    /// For ever.
    Permanently,
    /// While the hold stands, whatever any other row says.
    Hold,
}

/// When the person died, as far as a row depends on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Died {
    /// Before the 18th birthday.
    #[serde(rename = "before_18")]
    Before18,
    /// On the 18th birthday or later.
    #[serde(rename = "from_18")]
    From18,
    /// Not before the 18th birthday: later, or not at all.
    #[serde(rename = "not_before_18")]
    NotBefore18,
}

/// A row of a retention table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RetentionRow {
    /// Its id; a pack's row replaces the row of that id in the pack that it extends.
    pub id: String,
    /// What it keeps and for how long, in words.
    pub title: String,
    /// The facts of which any makes it apply. None: of a hold, everything; of another row, what no other row is for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub applies_to: Vec<String>,
    /// The facts of which any makes it not apply.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unless: Vec<String>,
    /// When the person must have died for it to apply.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub died: Option<Died>,
    /// How it keeps.
    #[serde(default, skip_serializing_if = "is_years")]
    pub keep: Keep,
    /// For how many years.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub years: i32,
    /// The date field of the record from which the years are counted.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub from: String,
    /// Years of age that are added to that date first: 18 counts from the 18th birthday.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub age: i32,
    /// The clause of the policy that it comes from.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub clause: String,
    /// What the law says of it today, in words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub law: String,
    /// Of a hold: the day from which it no longer stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lifted_on: Option<Date>,
    /// Of a hold: the officer who lifted it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub lifted_by: String,
}

impl RetentionRow {
    /// Does a hold stand on a day? It is lifted by a named officer, from a day on.
    pub fn stands(&self, on: Date) -> bool {
        self.keep == Keep::Hold && self.lifted_on.is_none_or(|lifted| on < lifted)
    }
}

fn is_years(keep: &Keep) -> bool {
    *keep == Keep::Years
}

fn is_zero(number: &i32) -> bool {
    *number == 0
}
