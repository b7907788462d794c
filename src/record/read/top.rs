//! The record as a whole, the case context, and the warnings that were accepted.

use super::answers::Reader;
use super::plain_name;
use crate::record::place::Place;
use crate::record::value::{Fault, FaultAt, Value};
use crate::record::{Accepted, Context, Record, RecordError};
use crate::standards::{NO_FIELD, Standard};
use crate::text::json::{self, JsonError, Piece};

/// The most acceptances that are kept, and the longest that one part of them may be, in bytes: more is no record but an
/// attack.
const MAX_ACCEPTED: usize = 1_000;
const MAX_ACCEPTED_LENGTH: usize = 400;

/// Reads a record. `kind` is its kind, where a first pass had to find it.
pub(super) fn record<'a>(
    standard: &Standard,
    json: &mut json::Reader<'a>,
    mut kind: Option<String>,
) -> Result<Result<Record<'a>, KindIsLater>, RecordError> {
    let mut fields = None;
    let mut accepted = Vec::new();
    let mut faults = Vec::new();
    let mut tags = "";
    if json.piece()? != Piece::Map {
        return Err(RecordError::Shape);
    }
    while let Some(key) = json.key()? {
        match &*key {
            "kind" => match json.piece()? {
                Piece::Text(name) => drop(kind.get_or_insert_with(|| name.into_owned())),
                _ => return Err(RecordError::Shape),
            },
            "fields" => {
                let Some(name) = &kind else { return Ok(Err(KindIsLater)) };
                let layout = match standard.usable(name) {
                    Ok(_) => standard.kind(name).map(|kind| &kind.layout).ok_or_else(|| RecordError::Kind {
                        known: standard.kind_names().map(str::to_owned).collect(),
                    })?,
                    Err(error) => return Err(RecordError::Standard { problem: error.to_string() }),
                };
                let mut reader = Reader::new(standard, layout);
                let value = reader.group(json, NO_FIELD, Place::RECORD)?;
                if !matches!(value, Value::Group(_)) {
                    return Err(RecordError::Shape);
                }
                fields = Some(value);
                faults = reader.faults;
            }
            "accepted" => accepted = self::accepted(json)?,
            "tags" => tags = json.raw()?,
            _ => {
                json.skip()?;
                let name = plain_name(&key);
                // Beside `fields`, so that its pointer begins at the root.
                let fault = Fault::Unknown(name.map(|name| format!("../{name}")));
                faults.push(FaultAt { place: Place::RECORD, fault });
            }
        }
    }
    json.end()?;
    match (kind, fields) {
        (Some(kind), Some(fields)) => {
            let mut record = Record { kind, fields, accepted, faults, tags: Vec::new() };
            // They stand in texts that may come after them, so they are read last.
            let form = standard.kind(&record.kind);
            if !tags.is_empty() && !form.is_none_or(|form| record.read_tags(form, tags)) {
                // Beside `fields`, as above.
                let fault = Fault::Unknown(Some("../tags".to_owned()));
                record.faults.push(FaultAt { place: Place::RECORD, fault });
            }
            Ok(Ok(record))
        }
        _ => Err(RecordError::Shape),
    }
}

/// The fields came before the kind that says how to read them.
pub(super) struct KindIsLater;

/// The kind of a record, wherever it stands.
pub(super) fn kind(json: &mut json::Reader<'_>) -> Result<Option<String>, JsonError> {
    let begun = json.piece()?;
    if begun == Piece::Map {
        while let Some(key) = json.key()? {
            if key != "kind" {
                json.skip()?;
                continue;
            }
            return Ok(match json.piece()? {
                Piece::Text(name) => Some(name.into_owned()),
                _ => None,
            });
        }
    }
    Ok(None)
}

/// The context: its own keys, and `previous`.
pub(super) fn context<'a>(
    json: &mut json::Reader<'a>,
    known: &mut Reader<'_>,
    previous: &mut Reader<'_>,
) -> Result<Context<'a>, RecordError> {
    let not_a_context = || RecordError::Context { places: vec![String::new()] };
    match json.piece()? {
        Piece::Map => {}
        Piece::Null => {
            json.end()?;
            return Ok(Context::default());
        }
        _ => return Err(not_a_context()),
    }
    let layout = known.layout;
    let mut values = vec![Value::Absent; layout.top.members.len()];
    let mut before = None;
    while let Some(key) = json.key()? {
        if key == "previous" {
            before = Some(previous.group(json, NO_FIELD, Place::RECORD)?);
            continue;
        }
        let position = layout.top.position(&key, usize::MAX, &layout.fields);
        let number = position.and_then(|position| layout.top.members.get(position)).copied().unwrap_or(NO_FIELD);
        match (position.and_then(|position| values.get_mut(position)), layout.field(number)) {
            (Some(slot), Some(field)) => *slot = known.answer(json, field, Place::RECORD.field(number))?,
            _ => {
                json.skip()?;
                known.fault(Place::RECORD, Fault::Unknown(plain_name(&key)));
            }
        }
    }
    json.end()?;
    Ok(Context { known: Some(Value::Group(values)), previous: before })
}

/// The accepted warnings. Whatever is not of their shape is kept as an acceptance of nothing, which a rule reports.
fn accepted(json: &mut json::Reader<'_>) -> Result<Vec<Accepted>, RecordError> {
    match json.piece()? {
        Piece::List => {}
        Piece::Null => return Ok(Vec::new()),
        _ => return Err(RecordError::Shape),
    }
    let mut accepted = Vec::new();
    while json.more()? {
        let mut one = Accepted { rule: String::new(), at: String::new(), has_reason: false };
        let begun = json.piece()?;
        if begun == Piece::Map {
            while let Some(key) = json.key()? {
                let value = json.piece()?;
                let text = if let Piece::Text(text) = &value { &**text } else { "" };
                let short = if text.len() > MAX_ACCEPTED_LENGTH { "" } else { text };
                match &*key {
                    "rule" => short.clone_into(&mut one.rule),
                    "at" => short.clone_into(&mut one.at),
                    "reason" => one.has_reason = !text.trim().is_empty(),
                    _ => {}
                }
                json.leave(&value)?;
            }
        } else {
            json.leave(&begun)?;
        }
        if accepted.len() < MAX_ACCEPTED {
            accepted.push(one);
        }
    }
    Ok(accepted)
}
