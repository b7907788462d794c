//! Conditions, decided in three values.

use super::outcome::Doubt;
use super::{Judge, Looked, Scope};
use crate::calendar::{Date, Moment};
use crate::record::Value;
use crate::standards::{Condition, Literal, Path, Root, Unit};

/// Yes, no, or unknown for a reason.
#[derive(Clone, Copy)]
pub(crate) enum Tri {
    Yes,
    No,
    Unknown(Doubt),
}

impl From<bool> for Tri {
    fn from(yes: bool) -> Tri {
        if yes { Tri::Yes } else { Tri::No }
    }
}

/// Whether something took longer than a limit.
pub(crate) enum Over {
    /// It did not; the limit ends at this moment.
    Within(Moment),
    /// It did; the limit ended at this moment.
    Past(Moment),
    /// The calendar does not reach that far.
    Unknown,
}

impl Judge<'_> {
    /// Decides a condition.
    pub fn holds(&self, condition: &Condition, scope: Scope<'_>) -> Tri {
        match condition {
            Condition::All(parts) => {
                let mut unknown = None;
                for part in parts {
                    match self.holds(part, scope) {
                        Tri::No => return Tri::No,
                        Tri::Unknown(cause) => {
                            unknown.get_or_insert(cause);
                        }
                        Tri::Yes => {}
                    }
                }
                unknown.map_or(Tri::Yes, Tri::Unknown)
            }
            Condition::Any(parts) => {
                let mut unknown = None;
                for part in parts {
                    match self.holds(part, scope) {
                        Tri::Yes => return Tri::Yes,
                        Tri::Unknown(cause) => {
                            unknown.get_or_insert(cause);
                        }
                        Tri::No => {}
                    }
                }
                unknown.map_or(Tri::No, Tri::Unknown)
            }
            Condition::Not(part) => match self.holds(part, scope) {
                Tri::Yes => Tri::No,
                Tri::No => Tri::Yes,
                unknown => unknown,
            },
            Condition::In(path, values) => self.with(path, scope, |value| is_any(value, values).into()),
            Condition::Filled(path, filled) => match self.look(path, scope) {
                // Something is there, whatever it is.
                Looked::Value(value) => (value.is_blank() != *filled).into(),
                Looked::Unknown => Tri::Unknown(self.unknown(path)),
            },
            Condition::SameAs(path, other) => self.pair(path, other, scope, |a, b| same(a, b).into()),
            Condition::Changed(path, changed) => self.changed(path, *changed, scope),
            Condition::Names(path, other) => self.read(path, scope, |text| self.names(text, other, scope)),
            Condition::Mentions(path, list) => self.read(path, scope, |text| self.mentioned(text, list)),
            Condition::OfficeHours(path, from, to) => match self.moment(path, scope) {
                Ok(Some(moment)) => self.in_office_hours(moment, *from, *to),
                Ok(None) => Tri::No,
                Err(cause) => Tri::Unknown(cause),
            },
            Condition::OnOrAfter(path, other) => self.ordered(path, other, scope, |a, b| a >= b),
            Condition::Before(path, other) => self.ordered(path, other, scope, |a, b| a < b),
            Condition::Some(list, part) => self.some(list, part, scope),
            Condition::Age(born, at, from, to) => match (self.day(born, scope), self.day(at, scope)) {
                (Ok(Some(born)), Ok(Some(at))) => (born <= at && (*from..=*to).contains(&born.age_on(at))).into(),
                (Err(cause), _) | (_, Err(cause)) => Tri::Unknown(cause),
                _ => Tri::No,
            },
            Condition::NearBirthday(born, age, weeks) => match self.day(born, scope) {
                Ok(Some(born)) => self.near_birthday(born, *age, *weeks).into(),
                Ok(None) => Tri::No,
                Err(cause) => Tri::Unknown(cause),
            },
            Condition::Elapsed(from, to, over, unit) => {
                let to = match self.moment(to, scope) {
                    Ok(to) => to.unwrap_or(self.as_at),
                    Err(cause) => return Tri::Unknown(cause),
                };
                match self.moment(from, scope) {
                    Ok(Some(from)) => match self.over(from, to, *over, *unit) {
                        Over::Past(_) => Tri::Yes,
                        Over::Within(_) => Tri::No,
                        Over::Unknown => Tri::Unknown(Doubt::Calendar),
                    },
                    Ok(None) => Tri::No,
                    Err(cause) => Tri::Unknown(cause),
                }
            }
        }
    }

    fn with(&self, path: &Path, scope: Scope<'_>, test: impl Fn(&Value<'_>) -> Tri) -> Tri {
        match self.look(path, scope) {
            Looked::Value(Value::Faulty) => Tri::Unknown(Doubt::Faulty),
            Looked::Value(value) => test(value),
            Looked::Unknown => Tri::Unknown(self.unknown(path)),
        }
    }

    /// Tests a text, unless it is too long to be read: the size is a fault of its own.
    fn read(&self, path: &Path, scope: Scope<'_>, test: impl Fn(&Value<'_>) -> Tri) -> Tri {
        if path.root == Root::Record && !self.is_readable(self.place(path)) {
            return Tri::Unknown(Doubt::Faulty);
        }
        self.with(path, scope, test)
    }

    fn pair(&self, a: &Path, b: &Path, scope: Scope<'_>, test: impl Fn(&Value<'_>, &Value<'_>) -> Tri) -> Tri {
        match (self.look(a, scope), self.look(b, scope)) {
            (Looked::Value(Value::Faulty), _) | (_, Looked::Value(Value::Faulty)) => Tri::Unknown(Doubt::Faulty),
            (Looked::Value(one), Looked::Value(other)) => test(one, other),
            (Looked::Unknown, _) => Tri::Unknown(self.unknown(a)),
            (_, Looked::Unknown) => Tri::Unknown(self.unknown(b)),
        }
    }

    fn ordered(&self, a: &Path, b: &Path, scope: Scope<'_>, test: impl Fn(Date, Date) -> bool) -> Tri {
        match (self.day(a, scope), self.day(b, scope)) {
            (Ok(Some(a)), Ok(Some(b))) => test(a, b).into(),
            (Err(cause), _) | (_, Err(cause)) => Tri::Unknown(cause),
            _ => Tri::No,
        }
    }

    /// Compares a field with the same field of the previous version. A first version has changed nothing.
    fn changed(&self, path: &Path, changed: bool, scope: Scope<'_>) -> Tri {
        let Some(previous) = &self.context.previous else {
            return Tri::Unknown(Doubt::Previous);
        };
        if matches!(previous, Value::Absent | Value::Blank) {
            return (!changed).into();
        }
        let before = path.steps.iter().try_fold(previous, |value, step| match step {
            crate::standards::Step::Position(position) => value.at(*position),
            crate::standards::Step::Each => Some(value),
        });
        self.with(path, scope, |now| {
            let before = before.unwrap_or(&Value::Absent);
            let differs = if now.is_blank() { !before.is_blank() } else { !same(now, before) };
            (differs == changed).into()
        })
    }

    fn some(&self, list: &Path, part: &Condition, scope: Scope<'_>) -> Tri {
        self.with(list, scope, |list| {
            let mut unknown = None;
            for item in list.items() {
                match self.holds(part, Scope { item: Some(item) }) {
                    Tri::Yes => return Tri::Yes,
                    Tri::Unknown(cause) => {
                        unknown.get_or_insert(cause);
                    }
                    Tri::No => {}
                }
            }
            unknown.map_or(Tri::No, Tri::Unknown)
        })
    }

    fn in_office_hours(&self, moment: Moment, from: i32, to: i32) -> Tri {
        let hour = i32::try_from(moment.time().0).unwrap_or(i32::MAX);
        match self.standard.working_days().is_working_day(moment.date()) {
            Some(working) => (working && from <= hour && hour < to).into(),
            None => Tri::Unknown(Doubt::Calendar),
        }
    }

    fn near_birthday(&self, born: Date, age: i32, weeks: i32) -> bool {
        let birthday = age.checked_mul(12).and_then(|months| born.add_months(months));
        let opens = birthday.and_then(|day| day.add_days(weeks.saturating_mul(-7)));
        matches!((opens, birthday), (Some(opens), Some(birthday)) if opens <= self.today && self.today < birthday)
    }

    /// Did more than `limit` units go by between two moments?
    pub fn over(&self, from: Moment, to: Moment, limit: i64, unit: Unit) -> Over {
        match self.end_of(from, limit, unit) {
            Some(end) if to > end => Over::Past(end),
            Some(end) => Over::Within(end),
            None => Over::Unknown,
        }
    }

    /// The moment at which a limit ends: for hours that much later, for everything else the end of the day.
    fn end_of(&self, from: Moment, limit: i64, unit: Unit) -> Option<Moment> {
        let day = from.date();
        let count = i32::try_from(limit).ok()?;
        let last = match unit {
            Unit::Hours => return from.add_hours(limit),
            Unit::WorkingDays => self.standard.working_days().nth_after(day, u32::try_from(limit).ok()?)?,
            Unit::Days => day.add_days(count)?,
            Unit::Weeks => day.add_days(count.checked_mul(7)?)?,
            Unit::Months => day.add_months(count)?,
            Unit::Years => day.add_months(count.checked_mul(12)?)?,
        };
        Some(Moment::end_of_day(last))
    }
}

/// Is a value one of these? Of a list of codes, any of its elements.
pub(super) fn is_any(value: &Value<'_>, literals: &[Literal]) -> bool {
    match value {
        Value::List(items) => items.iter().any(|item| is_any(item, literals)),
        value => literals.iter().any(|literal| is(value, literal)),
    }
}

fn is(value: &Value<'_>, literal: &Literal) -> bool {
    match (value, literal) {
        (Value::Bool(value), Literal::Bool(literal)) => value == literal,
        (Value::Int(value), Literal::Int(literal)) => value == literal,
        (Value::Code(value), Literal::Code(literal)) => value == literal,
        (Value::Date(value), Literal::Date(literal)) => value == literal,
        (Value::Text(value), Literal::Text(literal)) => same_text(value, literal),
        _ => false,
    }
}

/// Are two answers the same? Blanks are not the same as anything.
pub(super) fn same(a: &Value<'_>, b: &Value<'_>) -> bool {
    match (a, b) {
        (Value::Text(a), Value::Text(b)) => same_text(a, b),
        (Value::List(a), Value::List(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
        (Value::Group(a), Value::Group(b)) => {
            a.iter().zip(b).all(|(a, b)| same(a, b) || (a.is_blank() && b.is_blank()))
        }
        (Value::Date(_), Value::Moment(_)) | (Value::Moment(_), Value::Date(_)) => a.day() == b.day(),
        (a, b) => !a.is_blank() && a == b,
    }
}

/// Compares names as people write them: case, and spaces more than one, do not count.
pub(super) fn same_text(a: &str, b: &str) -> bool {
    let mut a = a.split_whitespace();
    let mut b = b.split_whitespace();
    loop {
        match (a.next(), b.next()) {
            (None, None) => return true,
            (Some(a), Some(b)) if same_word(a, b) => {}
            _ => return false,
        }
    }
}

/// Compares two words, ignoring case.
pub(super) fn same_word(a: &str, b: &str) -> bool {
    if a.is_ascii() && b.is_ascii() {
        return a.eq_ignore_ascii_case(b);
    }
    a == b || a.to_lowercase() == b.to_lowercase()
}
