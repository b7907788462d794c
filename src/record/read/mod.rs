//! Reading records from JSON, in one pass, guided by the form.

mod answers;
mod seeds;
mod top;

pub(super) use answers::Reader;
pub(super) use seeds::{FieldSeed, GroupSeed};

use super::value::{Fault, FaultAt};
use super::{Context, Record, RecordError};
use crate::standards::{Kind, Layout, Standard};
use serde::de::DeserializeSeed as _;
use std::borrow::Cow;
use top::{ContextSeed, PeekKind, Top};

pub(super) fn record<'a>(standard: &Standard, json: &'a str) -> Result<Record<'a>, RecordError> {
    let mut top = Top { standard, kind: None, later: false, refused: None };
    match run(json, &mut top) {
        Ok(record) => Ok(record),
        Err(_) if top.later => {
            // The kind stands after the fields: find it first. Portals mostly write it first, so the second pass is rare.
            let kind: PeekKind = serde_json::from_str(json).map_err(|error| json_error(&error))?;
            top = Top { standard, kind: kind.kind.map(Cow::into_owned), later: true, refused: None };
            run(json, &mut top).map_err(|error| top.refused.take().unwrap_or_else(|| json_error(&error)))
        }
        Err(error) => Err(top.refused.take().unwrap_or_else(|| json_error(&error))),
    }
}

fn run<'a>(json: &'a str, top: &mut Top) -> Result<Record<'a>, serde_json::Error> {
    let mut deserializer = serde_json::Deserializer::from_str(json);
    let record = top.deserialize(&mut deserializer)?;
    deserializer.end()?;
    Ok(record)
}

pub(super) fn context<'a>(standard: &Standard, kind: &Kind, json: &'a str) -> Result<Context<'a>, RecordError> {
    let mut known = Reader::new(standard, standard.context());
    let mut previous = Reader::new(standard, &kind.layout);
    let mut deserializer = serde_json::Deserializer::from_str(json);
    let seed = ContextSeed { known: &mut known, previous: &mut previous };
    let read = seed.deserialize(&mut deserializer).and_then(|context| deserializer.end().map(|()| context));
    let context = read.map_err(|error| {
        if error.is_data() { RecordError::Context { places: vec![String::new()] } } else { json_error(&error) }
    })?;
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

fn json_error(error: &serde_json::Error) -> RecordError {
    // The message is not passed on: for some errors it quotes what was entered.
    if error.is_data() {
        return RecordError::Shape;
    }
    if error.is_syntax() && error.to_string().starts_with("recursion limit exceeded") {
        return RecordError::TooDeep;
    }
    RecordError::Json { line: error.line(), column: error.column() }
}

/// A name that a developer may have given to a field. Anything else might be something that a person typed, and is not
/// kept.
pub(super) fn plain_name(name: &str) -> Option<String> {
    let plain = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.'));
    (plain && (1..=64).contains(&name.len())).then(|| name.to_owned())
}
