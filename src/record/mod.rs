//! Records: what was entered, read by the form of its kind.
//!
//! Reading is total over JSON: whatever stands where a date should, the rest of the record is read and the fault is kept
//! with its place, so that one check finds every fault. Only a text that is no record at all is refused. A fault never
//! holds what was entered.

mod edit;
mod place;
mod read;
mod statement;
mod tags;
mod value;

pub use edit::EditError;
pub use place::Place;
pub use statement::{Source, StatementKind};
pub use tags::Tag;
pub use value::{Fault, FaultAt, Value};

use crate::standards::{FieldType, Kind, Layout, Standard};
use std::fmt;

/// A record: the answers of a form, and the warnings that were accepted with a reason.
#[derive(Clone, Debug)]
pub struct Record<'a> {
    pub(crate) kind: String,
    pub(crate) fields: Value<'a>,
    pub(crate) accepted: Vec<Accepted>,
    pub(crate) faults: Vec<FaultAt>,
    /// What the author says statements are, by the narrative they stand in.
    pub(crate) tags: Vec<(Place, Tag)>,
}

/// A warning that the practitioner accepted. The reason stays with the record; a check only asks whether there is one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accepted {
    /// The rule's id.
    pub rule: String,
    /// The place of the finding, as a JSON Pointer; blank for every place.
    pub at: String,
    /// Was a reason given?
    pub has_reason: bool,
}

/// Why a text is no record. It says where, never what stands there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RecordError {
    /// It is not JSON.
    Json {
        /// The line, from 1.
        line: usize,
        /// The column, from 1, in bytes.
        column: usize,
    },
    /// It is not an object with `kind` and `fields`.
    Shape,
    /// Its kind is none of the standard's.
    Kind {
        /// Those it may be.
        known: Vec<String>,
    },
    /// The standard has a mistake in what it says of this kind.
    Standard {
        /// The mistake, with its file and what to do about it.
        problem: String,
    },
    /// The case context holds something that it may not.
    Context {
        /// The places, as JSON Pointers.
        places: Vec<String>,
    },
}

impl fmt::Display for RecordError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            RecordError::Json { line, column } => {
                write!(f, "this is not JSON: see line {line}, column {column}")
            }
            RecordError::Shape => {
                f.write_str("a record is an object with \"kind\", a text, and \"fields\", an object; \"accepted\", a list, and \"tags\", an object, may stand beside them")
            }
            RecordError::Kind { known } => {
                write!(f, "the standard has no record of this kind; it has {}", known.join(", "))
            }
            RecordError::Standard { problem } => write!(f, "the standard cannot check this kind of record: {problem}"),
            RecordError::Context { places } => {
                write!(f, "the case context has something of the wrong type, or that it may not hold, at {}", places.join(", "))
            }
        }
    }
}

impl std::error::Error for RecordError {}

impl<'a> Record<'a> {
    /// Reads a record from JSON.
    ///
    /// # Errors
    /// [`RecordError`], if it is no record of a kind that the standard has. Wrong answers are no error: the check finds them.
    pub fn from_json(standard: &Standard, json: &'a str) -> Result<Record<'a>, RecordError> {
        read::record(standard, json)
    }

    /// Its kind: `child`.
    pub fn kind(&self) -> &str {
        &self.kind
    }

    /// Its answers, by the positions of its form.
    pub fn fields(&self) -> &Value<'a> {
        &self.fields
    }

    /// What could not be read as its field asks.
    pub fn faults(&self) -> &[FaultAt] {
        &self.faults
    }

    /// The same record, holding its own texts.
    pub fn into_owned(self) -> Record<'static> {
        Record {
            kind: self.kind,
            fields: self.fields.into_owned(),
            accepted: self.accepted,
            faults: self.faults,
            tags: self.tags,
        }
    }
}

/// What a check must know that the record does not hold: the case, the child, the record's previous version.
#[derive(Clone, Debug, Default)]
pub struct Context<'a> {
    /// The context's answers, if any were supplied.
    pub(crate) known: Option<Value<'a>>,
    /// The previous version's fields: `None` if nothing was said of them, blank if there is known to be none.
    pub(crate) previous: Option<Value<'a>>,
}

impl<'a> Context<'a> {
    /// A context of which nothing is known.
    pub fn unknown() -> Context<'static> {
        Context::default()
    }

    /// Reads a case context from JSON: the keys of the pack's `context.toml`, and `previous`, the fields of the record's
    /// previous version. A key that is absent is unknown; one that is null is known to be none.
    ///
    /// # Errors
    /// [`RecordError`], with every place that cannot be understood.
    pub fn from_json(standard: &Standard, kind: &Kind, json: &'a str) -> Result<Context<'a>, RecordError> {
        read::context(standard, kind, json)
    }

    /// The same context, holding its own texts.
    pub fn into_owned(self) -> Context<'static> {
        Context { known: self.known.map(Value::into_owned), previous: self.previous.map(Value::into_owned) }
    }
}

/// The value at a place, if the record holds one.
pub(crate) fn value_at<'v, 'a>(top: &'v Value<'a>, place: Place, layout: &Layout) -> Option<&'v Value<'a>> {
    let mut chain = Vec::new();
    let mut at = place.field;
    while let Some(field) = layout.field(at) {
        chain.push(field);
        at = field.parent;
    }
    let mut value = top;
    let mut items = place.items().iter();
    for field in chain.iter().rev() {
        value = value.at(field.position)?;
        if (field.repeating || field.kind == FieldType::Codes)
            && let Some(item) = items.next()
        {
            value = value.items().get(usize::try_from(*item).ok()?)?;
        }
    }
    Some(value)
}
