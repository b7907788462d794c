//! Groups, lists and single answers, as `serde` hands them over. Nothing that stands where an answer should be is an error:
//! it becomes a fault, and the reading goes on.

use super::answers::Reader;
use super::plain_name;
use crate::record::place::Place;
use crate::record::value::{Fault, Value};
use crate::standards::{FieldInfo, FieldType, Layout, NO_FIELD};
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::borrow::Cow;
use std::fmt;

/// One group's worth of answers.
pub struct GroupSeed<'r, 's> {
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
        let mut values: Vec<Value<'de>> = std::iter::repeat_with(Value::default).take(group.members.len()).collect();
        let mut guess = 0;
        while let Some(key) = map.next_key_seed(KeySeed { layout, number: self.number, guess })? {
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
            *slot = map.next_value_seed(FieldSeed { reader: &mut *self.reader, field, place })?;
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
pub struct FieldSeed<'r, 's> {
    pub reader: &'r mut Reader<'s>,
    pub field: &'s FieldInfo,
    pub place: Place,
}

impl<'de> DeserializeSeed<'de> for FieldSeed<'_, '_> {
    type Value = Value<'de>;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value<'de>, D::Error> {
        if self.field.kind == FieldType::Group && !self.field.repeating {
            let number = self.place.field;
            return GroupSeed { reader: self.reader, number, place: self.place }.deserialize(deserializer);
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
        Ok(self.reader.text(Cow::Borrowed(value), self.field, self.place))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value<'de>, E> {
        Ok(self.reader.text(Cow::Owned(value.to_owned()), self.field, self.place))
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
                seq.next_element_seed(CodeSeed { reader: &mut *self.reader, field: self.field, place })?
            } else {
                seq.next_element_seed(GroupSeed { reader: &mut *self.reader, number: place.field, place })?
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
            self.reader.fault(self.place, Fault::TooMany { limit: self.field.max_items });
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
        let CodeSeed { reader, field, place } = self;
        let value = FieldSeed { reader: &mut *reader, field, place }.deserialize(deserializer)?;
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
        Ok(match group.position(name, self.guess, &self.layout.fields) {
            Some(position) => Key::Position(position),
            None => Key::Unknown(plain_name(name)),
        })
    }
}
