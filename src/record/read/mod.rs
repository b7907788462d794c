//! Reading records from JSON, in one pass, guided by the form.

mod answers;
mod groups;
mod top;

pub(super) use answers::Reader;

use super::value::{Fault, FaultAt};
use super::{Context, Record, RecordError};
use crate::standards::{Kind, Layout, Standard};
use crate::text::json::{self, JsonError};

pub(super) fn record<'a>(standard: &Standard, json: &'a str) -> Result<Record<'a>, RecordError> {
    if let Ok(record) = top::record(standard, &mut json::Reader::new(json), None)? {
        return Ok(record);
    }
    // The kind stands after the fields: find it first. Portals mostly write it first, so the second pass is rare.
    let kind = top::kind(&mut json::Reader::new(json))?.ok_or(RecordError::Shape)?;
    top::record(standard, &mut json::Reader::new(json), Some(kind))?.map_err(|_| RecordError::Shape)
}

pub(super) fn context<'a>(standard: &Standard, kind: &Kind, json: &'a str) -> Result<Context<'a>, RecordError> {
    let mut known = Reader::new(standard, standard.context());
    let mut previous = Reader::new(standard, &kind.layout);
    let context = top::context(&mut json::Reader::new(json), &mut known, &mut previous)?;
    // A previous version may be as faulty as it was; the context's own keys are the developer's to get right.
    if known.faults.is_empty() {
        Ok(context)
    } else {
        Err(RecordError::Context {
            places: known.faults.iter().map(|fault| pointer(fault, standard.context())).collect(),
        })
    }
}

/// The pointer of a fault, down to the unknown name if there is one.
pub(crate) fn pointer(fault: &FaultAt, layout: &Layout) -> String {
    let mut pointer = fault.place.pointer(layout);
    if let Fault::Unknown(Some(name)) = &fault.fault {
        pointer.push('/');
        pointer.push_str(name);
    }
    pointer
}

impl From<JsonError> for RecordError {
    fn from(error: JsonError) -> RecordError {
        // Too deep it cannot be: what a form has no place for is stepped over.
        RecordError::Json { line: error.line, column: error.column }
    }
}

/// A name that a developer may have given to a field. Anything else might be something that a person typed, and is not
/// kept.
pub(super) fn plain_name(name: &str) -> Option<String> {
    let plain = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.'));
    (plain && (1..=64).contains(&name.len())).then(|| name.to_owned())
}
