//! Reading records from JSON, in one pass, guided by the form.

use super::place::Place;
use super::value::{Fault, FaultAt, Value};
use super::{Accepted, Context, Record, RecordError};
use crate::calendar::{Date, DateFault, Moment, MomentFault};
use crate::identifiers;
use crate::standards::{FieldInfo, FieldType, Kind, Layout, NO_FIELD, Standard};
use serde::de::{
    DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor,
};
use std::borrow::Cow;
use std::fmt;
use validator::{ValidateLength, ValidateRange};

/// The most acceptances that are kept, and the longest that one part of them may be, in bytes: more is no record but an
/// attack.
const MAX_ACCEPTED: usize = 1_000;
const MAX_ACCEPTED_LENGTH: usize = 400;
/// The most faults that are kept. A record has far fewer fields than this; a hostile one could have a million.
const MAX_FAULTS: usize = 1_000;

pub(super) fn record<'a>(standard: &Standard, json: &'a str) -> Result<Record<'a>, RecordError> {
    let mut top = Top {
        standard,
        kind: None,
        later: false,
        refused: None,
    };
    match run(json, &mut top) {
        Ok(record) => Ok(record),
        Err(_) if top.later => {
            // The kind stands after the fields: find it first. Portals mostly write it first, so the second pass is rare.
            let kind: PeekKind = serde_json::from_str(json).map_err(|error| json_error(&error))?;
            top = Top {
                standard,
                kind: kind.kind.map(Cow::into_owned),
                later: true,
                refused: None,
            };
            run(json, &mut top)
                .map_err(|error| top.refused.take().unwrap_or_else(|| json_error(&error)))
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

pub(super) fn context<'a>(
    standard: &Standard,
    kind: &Kind,
    json: &'a str,
) -> Result<Context<'a>, RecordError> {
    let mut known = Reader::new(standard, standard.context());
    let mut previous = Reader::new(standard, &kind.layout);
    let mut deserializer = serde_json::Deserializer::from_str(json);
    let seed = ContextSeed {
        known: &mut known,
        previous: &mut previous,
    };
    let read = seed
        .deserialize(&mut deserializer)
        .and_then(|context| deserializer.end().map(|()| context));
    let context = read.map_err(|error| {
        if error.is_data() {
            RecordError::Context {
                places: vec![String::new()],
            }
        } else {
            json_error(&error)
        }
    })?;
    // A previous version may be as faulty as it was; the context's own keys are the developer's to get right.
    if known.faults.is_empty() {
        Ok(context)
    } else {
        Err(RecordError::Context {
            places: known
                .faults
                .iter()
                .map(|fault| pointer(fault, standard.context()))
                .collect(),
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
    RecordError::Json {
        line: error.line(),
        column: error.column(),
    }
}

#[derive(serde::Deserialize)]
struct PeekKind<'a> {
    #[serde(borrow, default)]
    kind: Option<Cow<'a, str>>,
}

/// The record as a whole.
struct Top<'s> {
    standard: &'s Standard,
    kind: Option<String>,
    later: bool,
    refused: Option<RecordError>,
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
                        let known = self
                            .standard
                            .kinds()
                            .iter()
                            .map(|kind| kind.name.clone())
                            .collect();
                        self.refused = Some(RecordError::Kind { known });
                        return Err(A::Error::custom("unknown kind"));
                    };
                    let mut reader = Reader::new(self.standard, &kind.layout);
                    let group = GroupSeed {
                        reader: &mut reader,
                        number: NO_FIELD,
                        place: Place::RECORD,
                    };
                    let value = map.next_value_seed(group)?;
                    if !matches!(value, Value::Group(_)) {
                        self.refused = Some(RecordError::Shape);
                        return Err(A::Error::custom("fields is no object"));
                    }
                    fields = Some(value);
                    faults = reader.faults;
                }
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
            (Some(kind), Some(fields)) => Ok(Record {
                kind,
                fields,
                accepted,
                faults,
            }),
            _ => {
                self.refused = Some(RecordError::Shape);
                Err(A::Error::custom("no kind or no fields"))
            }
        }
    }
}

/// Reads the answers of one layout and keeps the faults.
pub(super) struct Reader<'s> {
    pub standard: &'s Standard,
    pub layout: &'s Layout,
    pub faults: Vec<FaultAt>,
}

impl<'s> Reader<'s> {
    pub fn new(standard: &'s Standard, layout: &'s Layout) -> Reader<'s> {
        Reader {
            standard,
            layout,
            faults: Vec::new(),
        }
    }

    fn fault(&mut self, place: Place, fault: Fault) {
        if self.faults.len() < MAX_FAULTS {
            self.faults.push(FaultAt { place, fault });
        }
    }

    fn faulty<'a>(&mut self, place: Place, fault: Fault) -> Value<'a> {
        self.fault(place, fault);
        Value::Faulty
    }

    /// Reads a text as its field asks.
    fn text<'a>(&mut self, text: Cow<'a, str>, field: &FieldInfo, place: Place) -> Value<'a> {
        let trimmed = trim(&text);
        if trimmed.is_empty() {
            return Value::Blank;
        }
        match field.kind {
            FieldType::YesNo => match trimmed {
                "yes" | "true" => Value::Bool(true),
                "no" | "false" => Value::Bool(false),
                _ => self.faulty(place, Fault::Type),
            },
            FieldType::Date => match Date::parse(trimmed) {
                Ok(date) => Value::Date(date),
                Err(DateFault::Impossible) => self.faulty(place, Fault::DateImpossible),
                Err(DateFault::Form) => self.faulty(place, Fault::DateForm),
            },
            FieldType::Moment => match Moment::parse(trimmed) {
                Ok(moment) => Value::Moment(moment),
                Err(MomentFault::Impossible) => self.faulty(place, Fault::DateImpossible),
                Err(MomentFault::Skipped) => self.faulty(place, Fault::TimeSkipped),
                Err(MomentFault::Form) => self.faulty(place, Fault::DateForm),
            },
            FieldType::Number => match trimmed.parse() {
                Ok(number) => self.number(number, field, place),
                Err(_) => self.faulty(place, Fault::Type),
            },
            FieldType::Code | FieldType::Codes => {
                let list = field.codes.and_then(|list| self.standard.code_index(list));
                match list.and_then(|list| list.position(trimmed)) {
                    Some(position) if field.kind == FieldType::Code => Value::Code(position),
                    Some(position) => Value::List(vec![Value::Code(position)]),
                    None => self.faulty(place, Fault::Code),
                }
            }
            FieldType::Group => self.faulty(place, Fault::Type),
            _ => {
                // Bytes are never fewer than characters, so that most texts need no counting.
                let long = text.len() > field.max_length as usize
                    && !text.validate_length(None, Some(u64::from(field.max_length)), None);
                let identifier = field
                    .kind
                    .identifier()
                    .map(|kind| (kind, identifiers::check(kind, trimmed)));
                match identifier {
                    // One fault is enough: an identifier that is too long is no identifier.
                    Some((kind, Err(fault))) => self.fault(place, Fault::Identifier(kind, fault)),
                    _ if long => self.fault(
                        place,
                        Fault::TooLong {
                            limit: field.max_length,
                        },
                    ),
                    _ => {}
                }
                Value::Text(text)
            }
        }
    }

    fn number<'a>(&mut self, number: i64, field: &FieldInfo, place: Place) -> Value<'a> {
        let (min, max) = field.range;
        if !number.validate_range(min, max, None, None) {
            self.fault(place, Fault::Range);
        }
        Value::Int(number)
    }

    /// Drops what was found inside a place that is being read again: of a key given twice, the last one counts.
    fn forget(&mut self, place: Place) {
        let layout = self.layout;
        self.faults
            .retain(|fault| !fault.place.is_within(&place, layout));
    }
}

/// One group's worth of answers.
pub(super) struct GroupSeed<'r, 's> {
    pub reader: &'r mut Reader<'s>,
    pub number: u16,
    pub place: Place,
}

impl<'de> DeserializeSeed<'de> for GroupSeed<'_, '_> {
    type Value = Value<'de>;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value<'de>, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for GroupSeed<'_, '_> {
    type Value = Value<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a group of answers")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value<'de>, A::Error> {
        let layout = self.reader.layout;
        let group = layout.group(self.number);
        let mut values: Vec<Value<'de>> = std::iter::repeat_with(Value::default)
            .take(group.members.len())
            .collect();
        let mut guess = 0;
        while let Some(key) = map.next_key_seed(KeySeed {
            layout,
            number: self.number,
            guess,
        })? {
            let position = match key {
                Key::Position(position) => position,
                Key::Unknown(name) => {
                    map.next_value::<IgnoredAny>()?;
                    self.reader.fault(self.place, Fault::Unknown(name));
                    continue;
                }
            };
            let number = group.members.get(position).copied().unwrap_or(NO_FIELD);
            let place = self.place.field(number);
            let (Some(field), Some(slot)) = (layout.field(number), values.get_mut(position)) else {
                continue;
            };
            if !matches!(slot, Value::Absent) {
                self.reader.forget(place);
            }
            *slot = map.next_value_seed(FieldSeed {
                reader: &mut *self.reader,
                field,
                place,
            })?;
            guess = position.saturating_add(1);
        }
        Ok(Value::Group(values))
    }

    fn visit_unit<E>(self) -> Result<Value<'de>, E> {
        Ok(Value::Blank)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Value<'de>, E> {
        Ok(self.reader.faulty(self.place, Fault::Type))
    }
    fn visit_i64<E>(self, _: i64) -> Result<Value<'de>, E> {
        Ok(self.reader.faulty(self.place, Fault::Type))
    }
    fn visit_u64<E>(self, _: u64) -> Result<Value<'de>, E> {
        Ok(self.reader.faulty(self.place, Fault::Type))
    }
    fn visit_f64<E>(self, _: f64) -> Result<Value<'de>, E> {
        Ok(self.reader.faulty(self.place, Fault::Type))
    }
    fn visit_str<E>(self, _: &str) -> Result<Value<'de>, E> {
        Ok(self.reader.faulty(self.place, Fault::Type))
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value<'de>, A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(self.reader.faulty(self.place, Fault::Type))
    }
}

/// The answer of one field.
pub(super) struct FieldSeed<'r, 's> {
    pub reader: &'r mut Reader<'s>,
    pub field: &'s FieldInfo,
    pub place: Place,
}

impl<'de> DeserializeSeed<'de> for FieldSeed<'_, '_> {
    type Value = Value<'de>;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value<'de>, D::Error> {
        if self.field.kind == FieldType::Group && !self.field.repeating {
            let number = self.place.field;
            return GroupSeed {
                reader: self.reader,
                number,
                place: self.place,
            }
            .deserialize(deserializer);
        }
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for FieldSeed<'_, '_> {
    type Value = Value<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an answer")
    }

    fn visit_unit<E>(self) -> Result<Value<'de>, E> {
        Ok(Value::Blank)
    }

    fn visit_none<E>(self) -> Result<Value<'de>, E> {
        Ok(Value::Blank)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value<'de>, E> {
        Ok(match self.field.kind {
            FieldType::YesNo => Value::Bool(value),
            _ => self.reader.faulty(self.place, Fault::Type),
        })
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value<'de>, E> {
        Ok(match self.field.kind {
            FieldType::Number => self.reader.number(value, self.field, self.place),
            _ => self.reader.faulty(self.place, Fault::Type),
        })
    }

    fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<Value<'de>, E> {
        match i64::try_from(value) {
            Ok(value) => self.visit_i64(value),
            Err(_) => Ok(self.reader.faulty(self.place, Fault::Type)),
        }
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<Value<'de>, E> {
        // JavaScript has one type of number: 3 arrives as 3.0 from some serialisers.
        if value.fract() == 0.0 && value.abs() < 9_007_199_254_740_992.0 {
            #[allow(clippy::cast_possible_truncation, reason = "checked on the line above")]
            return self.visit_i64(value as i64);
        }
        Ok(self.reader.faulty(self.place, Fault::Type))
    }

    fn visit_borrowed_str<E>(self, value: &'de str) -> Result<Value<'de>, E> {
        Ok(self
            .reader
            .text(Cow::Borrowed(value), self.field, self.place))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value<'de>, E> {
        Ok(self
            .reader
            .text(Cow::Owned(value.to_owned()), self.field, self.place))
    }

    fn visit_string<E>(self, value: String) -> Result<Value<'de>, E> {
        Ok(self.reader.text(Cow::Owned(value), self.field, self.place))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value<'de>, A::Error> {
        let codes = self.field.kind == FieldType::Codes;
        if !codes && !self.field.repeating {
            while seq.next_element::<IgnoredAny>()?.is_some() {}
            return Ok(self.reader.faulty(self.place, Fault::Type));
        }
        let limit = usize::try_from(self.field.max_items).unwrap_or(usize::MAX);
        let mut items = Vec::new();
        while items.len() < limit {
            let place = self.place.item(items.len());
            let item = if codes {
                seq.next_element_seed(CodeSeed {
                    reader: &mut *self.reader,
                    field: self.field,
                    place,
                })?
            } else {
                seq.next_element_seed(GroupSeed {
                    reader: &mut *self.reader,
                    number: place.field,
                    place,
                })?
            };
            match item {
                Some(item) => items.push(item),
                None => return Ok(Value::List(items)),
            }
        }
        let mut more = false;
        while seq.next_element::<IgnoredAny>()?.is_some() {
            more = true;
        }
        if more {
            self.reader.fault(
                self.place,
                Fault::TooMany {
                    limit: self.field.max_items,
                },
            );
        }
        Ok(Value::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value<'de>, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(self.reader.faulty(self.place, Fault::Type))
    }
}

/// One code of a list of codes: anything but a code is a fault of the item.
struct CodeSeed<'r, 's> {
    reader: &'r mut Reader<'s>,
    field: &'s FieldInfo,
    place: Place,
}

impl<'de> DeserializeSeed<'de> for CodeSeed<'_, '_> {
    type Value = Value<'de>;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value<'de>, D::Error> {
        let CodeSeed {
            reader,
            field,
            place,
        } = self;
        let value = FieldSeed {
            reader: &mut *reader,
            field,
            place,
        }
        .deserialize(deserializer)?;
        Ok(match value {
            // A text was read as a list of one; an item is the code itself.
            Value::List(mut items) if items.len() == 1 => match items.pop() {
                Some(code @ Value::Code(_)) => code,
                _ => reader.faulty(place, Fault::Type),
            },
            Value::Faulty => Value::Faulty,
            Value::Blank => Value::Blank,
            _ => reader.faulty(place, Fault::Type),
        })
    }
}

enum Key {
    Position(usize),
    Unknown(Option<String>),
}

struct KeySeed<'s> {
    layout: &'s Layout,
    number: u16,
    guess: usize,
}

impl<'de> DeserializeSeed<'de> for KeySeed<'_> {
    type Value = Key;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Key, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for KeySeed<'_> {
    type Value = Key;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a field's name")
    }

    fn visit_str<E>(self, name: &str) -> Result<Key, E> {
        let group = self.layout.group(self.number);
        Ok(
            match group.position(name, self.guess, &self.layout.fields) {
                Some(position) => Key::Position(position),
                None => Key::Unknown(plain_name(name)),
            },
        )
    }
}

/// A name that a developer may have given to a field. Anything else might be something that a person typed, and is not
/// kept.
fn plain_name(name: &str) -> Option<String> {
    let plain = name
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.'));
    (plain && (1..=64).contains(&name.len())).then(|| name.to_owned())
}

/// The context: its own keys, and `previous`.
struct ContextSeed<'r, 's> {
    known: &'r mut Reader<'s>,
    previous: &'r mut Reader<'s>,
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
            let number = position
                .and_then(|position| layout.top.members.get(position))
                .copied();
            match (
                position.and_then(|position| values.get_mut(position)),
                number.and_then(|number| layout.field(number)),
            ) {
                (Some(slot), Some(field)) => {
                    let place = Place::RECORD.field(number.unwrap_or(NO_FIELD));
                    *slot = map.next_value_seed(FieldSeed {
                        reader: &mut *self.known,
                        field,
                        place,
                    })?;
                }
                _ => {
                    map.next_value::<IgnoredAny>()?;
                    self.known
                        .fault(Place::RECORD, Fault::Unknown(plain_name(&key)));
                }
            }
        }
        Ok(Context {
            known: Some(Value::Group(values)),
            previous,
        })
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
                let text = one
                    .get(key)
                    .and_then(serde_json::Value::as_str)
                    .unwrap_or_default();
                if text.len() > MAX_ACCEPTED_LENGTH {
                    String::new()
                } else {
                    text.to_owned()
                }
            };
            let reason = one
                .get("reason")
                .and_then(serde_json::Value::as_str)
                .unwrap_or_default();
            if accepted.len() < MAX_ACCEPTED {
                accepted.push(Accepted {
                    rule: part("rule"),
                    at: part("at"),
                    has_reason: !reason.trim().is_empty(),
                });
            }
        }
        Ok(accepted)
    }
}

/// Trims a text; most need nothing trimmed, which two bytes tell.
#[inline]
fn trim(text: &str) -> &str {
    match text.as_bytes() {
        [first, .., last] if first.is_ascii_graphic() && last.is_ascii_graphic() => text,
        _ => text.trim(),
    }
}
