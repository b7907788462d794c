//! Conditions: the small language in which a rule says when it applies and what must hold.

use super::path::Path;
use crate::calendar::Date;
use serde::{Deserialize, Serialize};

/// A condition on a record and its case context.
///
/// It is decided in three values: an answer that is blank makes a test of it false, a part of the case context that
/// was not supplied makes it unknown. In [`All`](Condition::All) false beats unknown, in [`Any`](Condition::Any) true
/// does.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "RawCondition", into = "RawCondition")]
pub enum Condition {
    /// Every one of these holds.
    All(Vec<Condition>),
    /// At least one of these holds.
    Any(Vec<Condition>),
    /// This does not hold.
    Not(Box<Condition>),
    /// The answer is one of these values; of a list of codes, any element is.
    In(Path, Vec<Literal>),
    /// The answer is filled in (true) or blank (false).
    Filled(Path, bool),
    /// Two answers are the same, ignoring case and spaces at the ends.
    SameAs(Path, Path),
    /// The answer differs from the one in the record's previous version.
    Changed(Path, bool),
    /// The text says, word for word and ignoring case, what the second answer does; of a list, what any item does.
    Names(Path, Path),
    /// The text mentions an entry of this list of events.
    Mentions(Path, String),
    /// The first date is the second or later.
    OnOrAfter(Path, Path),
    /// The first date is before the second.
    Before(Path, Path),
    /// At least one item of the list satisfies the condition.
    Some(Path, Box<Condition>),
    /// The age in whole years, of somebody born on the first date, on the second, lies between these bounds.
    Age(Path, Path, i32, i32),
    /// The check is made in the weeks before this birthday.
    NearBirthday(Path, i32, i32),
    /// The moment lies on a working day, between these full hours of London's clocks; the second is not included.
    OfficeHours(Path, i32, i32),
    /// More than this much time lies between two moments.
    Elapsed(Path, Path, i64, Unit),
}

/// A value that a rule compares an answer with.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Literal {
    /// Yes or no.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A text or a code.
    Text(String),
    /// A code, once bound: its position in the code list. Never written in a file.
    #[serde(skip)]
    Code(u16),
    /// A date, once bound. Never written in a file.
    #[serde(skip)]
    Date(Date),
}

/// What a limit is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Days that are not a Saturday, a Sunday or a bank holiday in England; the day of the event is day 0.
    WorkingDays,
    /// Calendar days in Europe/London.
    Days,
    /// Elapsed hours, unaffected by clock changes.
    Hours,
    /// Calendar weeks.
    Weeks,
    /// Calendar months; a day that the month lacks falls back to its last.
    Months,
    /// Calendar years.
    Years,
}

impl Unit {
    /// The unit in words after a number: "1 working day", "10 working days".
    pub fn words(self, count: i64) -> &'static str {
        match (self, count == 1) {
            (Unit::WorkingDays, true) => "working day",
            (Unit::WorkingDays, false) => "working days",
            (Unit::Days, true) => "day",
            (Unit::Days, false) => "days",
            (Unit::Hours, true) => "hour",
            (Unit::Hours, false) => "hours",
            (Unit::Weeks, true) => "week",
            (Unit::Weeks, false) => "weeks",
            (Unit::Months, true) => "month",
            (Unit::Months, false) => "months",
            (Unit::Years, true) => "year",
            (Unit::Years, false) => "years",
        }
    }
}

impl Condition {
    /// Reads a condition from JSON, as a form's data carries it.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn from_json(json: &str) -> Result<Condition, String> {
        super::wire::read(json)
    }

    /// Shows every path of the condition to `see`, those of list items included.
    pub fn each_path(&mut self, see: &mut dyn FnMut(&mut Path)) {
        match self {
            Condition::All(parts) | Condition::Any(parts) => parts.iter_mut().for_each(|part| part.each_path(see)),
            Condition::Not(part) => part.each_path(see),
            Condition::In(path, _) | Condition::Filled(path, _) | Condition::Changed(path, _) => see(path),
            Condition::NearBirthday(path, ..) | Condition::OfficeHours(path, ..) => see(path),
            Condition::Mentions(path, _) => see(path),
            Condition::Names(a, b) | Condition::SameAs(a, b) | Condition::OnOrAfter(a, b) | Condition::Before(a, b) => {
                see(a);
                see(b);
            }
            Condition::Age(a, b, ..) | Condition::Elapsed(a, b, ..) => {
                see(a);
                see(b);
            }
            Condition::Some(list, part) => {
                see(list);
                part.each_path(see);
            }
        }
    }
}

/// The condition as a file writes it: one operator, told by which keys are there.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCondition {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    all: Option<Vec<Condition>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    any: Option<Vec<Condition>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    not: Option<Box<Condition>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    field: Option<Path>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    is: Option<Literal>,
    #[serde(default, skip_serializing_if = "Option::is_none", rename = "in")]
    among: Option<Vec<Literal>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    filled: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    same_as: Option<Path>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    changed: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    names: Option<Path>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    mentions: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    hours_of: Option<Path>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    on_or_after: Option<Path>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    before: Option<Path>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    some: Option<Path>,
    #[serde(default, skip_serializing_if = "Option::is_none", rename = "where")]
    item: Option<Box<Condition>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    age_of: Option<Path>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    at: Option<Path>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    near_birthday: Option<Path>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    age: Option<i32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    within_weeks: Option<i32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    from: Option<Bound>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    to: Option<Bound>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    over: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    unit: Option<Unit>,
}

/// `from` and `to` are years in an age, hours of a day, and paths in an elapsed time.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(untagged)]
enum Bound {
    Number(i32),
    Path(Path),
}

const SHAPES: &str = "a condition has exactly one operator: all, any, not, field with one of \
    is/in/filled/same_as/changed/names/mentions/on_or_after/before, some with where, age_of with at/from/to, near_birthday with \
    age/within_weeks, hours_of with from/to, or from/to/over/unit";

impl TryFrom<RawCondition> for Condition {
    type Error = &'static str;

    fn try_from(raw: RawCondition) -> Result<Condition, Self::Error> {
        let used = raw.keys();
        let condition = match raw {
            RawCondition { all: Some(parts), .. } => (Condition::All(parts), 1),
            RawCondition { any: Some(parts), .. } => (Condition::Any(parts), 1),
            RawCondition { not: Some(part), .. } => (Condition::Not(part), 1),
            RawCondition { field: Some(path), is: Some(value), .. } => (Condition::In(path, vec![value]), 2),
            RawCondition { field: Some(path), among: Some(values), .. } => (Condition::In(path, values), 2),
            RawCondition { field: Some(path), filled: Some(yes), .. } => (Condition::Filled(path, yes), 2),
            RawCondition { field: Some(path), same_as: Some(other), .. } => (Condition::SameAs(path, other), 2),
            RawCondition { field: Some(path), changed: Some(yes), .. } => (Condition::Changed(path, yes), 2),
            RawCondition { field: Some(path), names: Some(other), .. } => (Condition::Names(path, other), 2),
            RawCondition { field: Some(path), mentions: Some(list), .. } => (Condition::Mentions(path, list), 2),
            RawCondition { field: Some(path), on_or_after: Some(other), .. } => (Condition::OnOrAfter(path, other), 2),
            RawCondition { field: Some(path), before: Some(other), .. } => (Condition::Before(path, other), 2),
            RawCondition { some: Some(list), item: Some(part), .. } => (Condition::Some(list, part), 2),
            RawCondition {
                age_of: Some(born),
                at: Some(at),
                from: Some(Bound::Number(from)),
                to: Some(Bound::Number(to)),
                ..
            } => (Condition::Age(born, at, from, to), 4),
            RawCondition {
                hours_of: Some(path), from: Some(Bound::Number(from)), to: Some(Bound::Number(to)), ..
            } => (Condition::OfficeHours(path, from, to), 3),
            RawCondition { near_birthday: Some(born), age: Some(age), within_weeks: Some(weeks), .. } => {
                (Condition::NearBirthday(born, age, weeks), 3)
            }
            RawCondition {
                from: Some(Bound::Path(from)),
                to: Some(Bound::Path(to)),
                over: Some(over),
                unit: Some(unit),
                ..
            } => (Condition::Elapsed(from, to, over, unit), 4),
            _ => return Err(SHAPES),
        };
        if condition.1 == used { Ok(condition.0) } else { Err(SHAPES) }
    }
}

impl RawCondition {
    /// How many keys were given.
    fn keys(&self) -> usize {
        [
            self.all.is_some(),
            self.any.is_some(),
            self.not.is_some(),
            self.field.is_some(),
            self.is.is_some(),
            self.among.is_some(),
            self.filled.is_some(),
            self.same_as.is_some(),
            self.changed.is_some(),
            self.names.is_some(),
            self.mentions.is_some(),
            self.hours_of.is_some(),
            self.on_or_after.is_some(),
            self.before.is_some(),
            self.some.is_some(),
            self.item.is_some(),
            self.age_of.is_some(),
            self.at.is_some(),
            self.near_birthday.is_some(),
            self.age.is_some(),
            self.within_weeks.is_some(),
            self.from.is_some(),
            self.to.is_some(),
            self.over.is_some(),
            self.unit.is_some(),
        ]
        .into_iter()
        .filter(|given| *given)
        .count()
    }
}

impl From<Condition> for RawCondition {
    fn from(condition: Condition) -> RawCondition {
        let none = RawCondition::default();
        match condition {
            Condition::All(parts) => RawCondition { all: Some(parts), ..none },
            Condition::Any(parts) => RawCondition { any: Some(parts), ..none },
            Condition::Not(part) => RawCondition { not: Some(part), ..none },
            Condition::In(path, values) => RawCondition { field: Some(path), among: Some(values), ..none },
            Condition::Filled(path, yes) => RawCondition { field: Some(path), filled: Some(yes), ..none },
            Condition::SameAs(path, other) => RawCondition { field: Some(path), same_as: Some(other), ..none },
            Condition::Changed(path, yes) => RawCondition { field: Some(path), changed: Some(yes), ..none },
            Condition::Names(path, other) => RawCondition { field: Some(path), names: Some(other), ..none },
            Condition::Mentions(path, list) => RawCondition { field: Some(path), mentions: Some(list), ..none },
            Condition::OfficeHours(path, from, to) => RawCondition {
                hours_of: Some(path),
                from: Some(Bound::Number(from)),
                to: Some(Bound::Number(to)),
                ..none
            },
            Condition::OnOrAfter(path, other) => RawCondition { field: Some(path), on_or_after: Some(other), ..none },
            Condition::Before(path, other) => RawCondition { field: Some(path), before: Some(other), ..none },
            Condition::Some(list, part) => RawCondition { some: Some(list), item: Some(part), ..none },
            Condition::Age(born, at, from, to) => RawCondition {
                age_of: Some(born),
                at: Some(at),
                from: Some(Bound::Number(from)),
                to: Some(Bound::Number(to)),
                ..none
            },
            Condition::NearBirthday(born, age, weeks) => {
                RawCondition { near_birthday: Some(born), age: Some(age), within_weeks: Some(weeks), ..none }
            }
            Condition::Elapsed(from, to, over, unit) => RawCondition {
                from: Some(Bound::Path(from)),
                to: Some(Bound::Path(to)),
                over: Some(over),
                unit: Some(unit),
                ..none
            },
        }
    }
}
