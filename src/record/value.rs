//! Values: an answer, read as its field asks.

use super::place::Place;
use crate::calendar::{Date, Moment};
use crate::identifiers;
use std::borrow::Cow;
use std::fmt;

/// An answer. Its `Debug` form tells what sort of answer it is and never what was entered.
#[derive(Clone, Default, PartialEq)]
pub enum Value<'a> {
    /// Not there at all.
    #[default]
    Absent,
    /// There, and empty: null, or a text of nothing but spaces.
    Blank,
    /// Yes or no.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A calendar date.
    Date(Date),
    /// A date and time.
    Moment(Moment),
    /// A code: its position in its list.
    Code(u16),
    /// A text.
    Text(Cow<'a, str>),
    /// A list: of codes, or of the groups of a repeating group.
    List(Vec<Value<'a>>),
    /// A group: its fields, by position.
    Group(Vec<Value<'a>>),
    /// Something was entered that its field cannot hold; the record's faults say what is wrong.
    Faulty,
}

impl<'a> Value<'a> {
    /// Was nothing entered? An empty list is nothing; so is a group with nothing in it.
    pub fn is_blank(&self) -> bool {
        match self {
            Value::Absent | Value::Blank => true,
            Value::List(items) => items.is_empty(),
            Value::Group(fields) => fields.iter().all(Value::is_blank),
            _ => false,
        }
    }

    /// The field at a position of a group.
    #[inline]
    pub fn at(&self, position: u16) -> Option<&Value<'a>> {
        match self {
            Value::Group(fields) => fields.get(usize::from(position)),
            _ => None,
        }
    }

    /// The items of a list; none of anything else.
    #[inline]
    pub fn items(&self) -> &[Value<'a>] {
        match self {
            Value::List(items) => items,
            _ => &[],
        }
    }

    /// The text, if it is one.
    pub fn text(&self) -> Option<&str> {
        match self {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The calendar day in Europe/London of a date or a moment.
    pub fn day(&self) -> Option<Date> {
        match self {
            Value::Date(date) => Some(*date),
            Value::Moment(moment) => Some(moment.date()),
            _ => None,
        }
    }

    /// The same value, holding its own texts.
    pub fn into_owned(self) -> Value<'static> {
        match self {
            Value::Absent => Value::Absent,
            Value::Blank => Value::Blank,
            Value::Bool(value) => Value::Bool(value),
            Value::Int(value) => Value::Int(value),
            Value::Date(value) => Value::Date(value),
            Value::Moment(value) => Value::Moment(value),
            Value::Code(value) => Value::Code(value),
            Value::Text(text) => Value::Text(Cow::Owned(text.into_owned())),
            Value::List(items) => Value::List(items.into_iter().map(Value::into_owned).collect()),
            Value::Group(fields) => Value::Group(fields.into_iter().map(Value::into_owned).collect()),
            Value::Faulty => Value::Faulty,
        }
    }
}

impl fmt::Debug for Value<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::List(items) => f.debug_list().entries(items).finish(),
            Value::Group(fields) => f.debug_set().entries(fields).finish(),
            Value::Absent => f.write_str("absent"),
            Value::Blank => f.write_str("blank"),
            Value::Bool(_) => f.write_str("yes or no"),
            Value::Int(_) => f.write_str("number"),
            Value::Date(_) => f.write_str("date"),
            Value::Moment(_) => f.write_str("moment"),
            Value::Code(_) => f.write_str("code"),
            Value::Text(_) => f.write_str("text"),
            Value::Faulty => f.write_str("faulty"),
        }
    }
}

/// What is wrong with an answer as such. It never holds what was entered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It is of another type than its field.
    Type,
    /// It is not written as a date, or as a date and time.
    DateForm,
    /// There is no such day or time.
    DateImpossible,
    /// The clocks go forward over this time: it did not exist.
    TimeSkipped,
    /// It is not in the field's code list.
    Code,
    /// The text is longer than its field allows, in characters.
    TooLong {
        /// The longest allowed.
        limit: u32,
    },
    /// The list has more items than its field allows; those beyond were not read.
    TooMany {
        /// The most allowed.
        limit: u32,
    },
    /// The number is outside its bounds.
    Range,
    /// The identifier is not well formed.
    Identifier(identifiers::Kind, identifiers::Fault),
    /// The form has no such field. The name is kept if it could be one, so that a developer can find it.
    Unknown(Option<String>),
}

/// A fault and its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FaultAt {
    /// Where.
    pub place: Place,
    /// What.
    pub fault: Fault,
}
