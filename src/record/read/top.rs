//! The record as a whole, the case context, and the warnings that were accepted.

use super::answers::Reader;
use super::plain_name;
use super::seeds::{FieldSeed, GroupSeed};
use crate::record::place::Place;
use crate::record::value::{Fault, FaultAt, Value};
use crate::record::{Accepted, Context, Record, RecordError};
use crate::standards::{NO_FIELD, Standard};
use serde::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::borrow::Cow;
use std::fmt;

/// The most acceptances that are kept, and the longest that one part of them may be, in bytes: more is no record but an
/// attack.
const MAX_ACCEPTED: usize = 1_000;
const MAX_ACCEPTED_LENGTH: usize = 400;

#[derive(serde::Deserialize)]
pub(super) struct PeekKind<'a> {
    #[serde(borrow, default)]
    pub kind: Option<Cow<'a, str>>,
}

/// The record as a whole.
pub(super) struct Top<'s> {
    pub standard: &'s Standard,
    pub kind: Option<String>,
    pub later: bool,
    pub refused: Option<RecordError>,
}

impl<'de> DeserializeSeed<'de> for &mut Top<'_> {
    type Value = Record<'de>;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Record<'de>, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for &mut Top<'_> {
    type Value = Record<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a record")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Record<'de>, A::Error> {
        let mut fields = None;
        let mut accepted = Vec::new();
        let mut tags = serde_json::Value::Null;
        let mut faults = Vec::new();
        while let Some(key) = map.next_key::<Cow<'de, str>>()? {
            match &*key {
                "kind" => {
                    let kind: Cow<'de, str> = map.next_value()?;
                    self.kind.get_or_insert_with(|| kind.into_owned());
                }
                "fields" => {
                    let Some(name) = &self.kind else {
                        self.later = true;
                        return Err(A::Error::custom("the kind stands after the fields"));
                    };
                    let Some(kind) = self.standard.kind(name) else {
                        let known = self.standard.kinds().iter().map(|kind| kind.name.clone()).collect();
                        self.refused = Some(RecordError::Kind { known });
                        return Err(A::Error::custom("unknown kind"));
                    };
                    let mut reader = Reader::new(self.standard, &kind.layout);
                    let group = GroupSeed { reader: &mut reader, number: NO_FIELD, place: Place::RECORD };
                    let value = map.next_value_seed(group)?;
                    if !matches!(value, Value::Group(_)) {
                        self.refused = Some(RecordError::Shape);
                        return Err(A::Error::custom("fields is no object"));
                    }
                    fields = Some(value);
                    faults = reader.faults;
                }
                "tags" => tags = map.next_value()?,
                "accepted" => accepted = map.next_value_seed(AcceptedSeed)?,
                _ => {
                    map.next_value::<IgnoredAny>()?;
                    let name = plain_name(&key);
                    // Beside `fields`, so that its pointer begins at the root.
                    faults.push(FaultAt {
                        place: Place::RECORD,
                        fault: Fault::Unknown(name.map(|name| format!("../{name}"))),
                    });
                }
            }
        }
        match (self.kind.take(), fields) {
            (Some(kind), Some(fields)) => {
                let mut record = Record { kind, fields, accepted, faults, tags: Vec::new() };
                let form = self.standard.kind(&record.kind);
                if !form.is_none_or(|form| record.read_tags(form, &tags)) {
                    // Beside `fields`, as above.
                    let fault = Fault::Unknown(Some("../tags".to_owned()));
                    record.faults.push(FaultAt { place: Place::RECORD, fault });
                }
                Ok(record)
            }
            _ => {
                self.refused = Some(RecordError::Shape);
                Err(A::Error::custom("no kind or no fields"))
            }
        }
    }
}

/// The context: its own keys, and `previous`.
pub(super) struct ContextSeed<'r, 's> {
    pub known: &'r mut Reader<'s>,
    pub previous: &'r mut Reader<'s>,
}

impl<'de> DeserializeSeed<'de> for ContextSeed<'_, '_> {
    type Value = Context<'de>;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Context<'de>, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for ContextSeed<'_, '_> {
    type Value = Context<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a case context")
    }

    fn visit_unit<E>(self) -> Result<Context<'de>, E> {
        Ok(Context::default())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Context<'de>, A::Error> {
        let layout = self.known.layout;
        let mut values = vec![Value::Absent; layout.top.members.len()];
        let mut previous = None;
        while let Some(key) = map.next_key::<Cow<'de, str>>()? {
            if key == "previous" {
                previous = Some(map.next_value_seed(GroupSeed {
                    reader: &mut *self.previous,
                    number: NO_FIELD,
                    place: Place::RECORD,
                })?);
                continue;
            }
            let position = layout.top.position(&key, usize::MAX, &layout.fields);
            let number = position.and_then(|position| layout.top.members.get(position)).copied();
            match (
                position.and_then(|position| values.get_mut(position)),
                number.and_then(|number| layout.field(number)),
            ) {
                (Some(slot), Some(field)) => {
                    let place = Place::RECORD.field(number.unwrap_or(NO_FIELD));
                    *slot = map.next_value_seed(FieldSeed { reader: &mut *self.known, field, place })?;
                }
                _ => {
                    map.next_value::<IgnoredAny>()?;
                    self.known.fault(Place::RECORD, Fault::Unknown(plain_name(&key)));
                }
            }
        }
        Ok(Context { known: Some(Value::Group(values)), previous })
    }
}

/// The accepted warnings. Whatever is not of their shape is kept as an acceptance of nothing, which a rule reports.
struct AcceptedSeed;

impl<'de> DeserializeSeed<'de> for AcceptedSeed {
    type Value = Vec<Accepted>;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Vec<Accepted>, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for AcceptedSeed {
    type Value = Vec<Accepted>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of accepted warnings")
    }

    fn visit_unit<E>(self) -> Result<Vec<Accepted>, E> {
        Ok(Vec::new())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Vec<Accepted>, A::Error> {
        let mut accepted = Vec::new();
        while let Some(one) = seq.next_element::<serde_json::Value>()? {
            let part = |key: &str| {
                let text = one.get(key).and_then(serde_json::Value::as_str).unwrap_or_default();
                if text.len() > MAX_ACCEPTED_LENGTH { String::new() } else { text.to_owned() }
            };
            let reason = one.get("reason").and_then(serde_json::Value::as_str).unwrap_or_default();
            if accepted.len() < MAX_ACCEPTED {
                accepted.push(Accepted { rule: part("rule"), at: part("at"), has_reason: !reason.trim().is_empty() });
            }
        }
        Ok(accepted)
    }
}
