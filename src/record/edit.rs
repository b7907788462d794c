//! Changing one answer of a record that is open.

use super::Record;
use super::place::Place;
use super::read::{FieldSeed, GroupSeed, Reader};
use super::value::Value;
use crate::standards::{FieldType, Kind, Layout, NO_FIELD, Standard};
use serde::de::DeserializeSeed as _;
use std::fmt;

/// Why an answer could not be set. It never holds the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EditError {
    /// The form has no such place.
    Place,
    /// The list has no such item: one can be added only after the last.
    Item,
    /// The value is not JSON.
    Json,
}

impl fmt::Display for EditError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            EditError::Place => {
                "the form has no such place: give a JSON Pointer such as /fields/date_of_birth"
            }
            EditError::Item => {
                "the list has no such item: set an item that exists, or the one after the last"
            }
            EditError::Json => "the value is not JSON",
        })
    }
}

impl std::error::Error for EditError {}

impl Record<'static> {
    /// Sets the answer at a place to a value given as JSON; null clears it, and takes an item out of its list.
    ///
    /// Returns the position, at the form's top level, of the field that changed.
    ///
    /// # Errors
    /// [`EditError`]; the record is then as it was.
    pub fn set(
        &mut self,
        standard: &Standard,
        kind: &Kind,
        place: Place,
        json: &str,
    ) -> Result<u16, EditError> {
        let layout = &kind.layout;
        let field = layout.field(place.field).ok_or(EditError::Place)?;
        let is_list = field.repeating || field.kind == FieldType::Codes;
        let outer = lists_on_the_way(layout, place.field);
        let names_item = is_list && place.items().len() == outer;
        let place = self.resolve_last(place, layout);
        let slot = slot(&mut self.fields, place, layout)?;
        let mut reader = Reader::new(standard, layout);
        let mut deserializer = serde_json::Deserializer::from_str(json);
        let value = if names_item && field.repeating {
            GroupSeed {
                reader: &mut reader,
                number: place.field,
                place,
            }
            .deserialize(&mut deserializer)
        } else {
            FieldSeed {
                reader: &mut reader,
                field,
                place,
            }
            .deserialize(&mut deserializer)
        };
        let value = value
            .and_then(|value| deserializer.end().map(|()| value))
            .map_err(|_| EditError::Json)?
            .into_owned();
        let found = reader.faults;
        let mut removed = false;
        match slot {
            Slot::Field(slot) => *slot = value,
            Slot::Item(list, index) => {
                // In a list of codes, a single code was read as a list of one.
                let value = match value {
                    Value::List(mut items) if field.kind == FieldType::Codes => {
                        items.pop().unwrap_or(Value::Blank)
                    }
                    value => value,
                };
                match (list.get_mut(index), value) {
                    (Some(_), Value::Blank) => {
                        list.remove(index);
                        removed = true;
                    }
                    (Some(item), value) => *item = value,
                    (None, Value::Blank) => {}
                    (None, value) => list.push(value),
                }
            }
        }
        self.faults
            .retain(|fault| !fault.place.is_within(&place, layout));
        if removed {
            for fault in &mut self.faults {
                fault.place.close_gap(&place, layout);
            }
        }
        self.faults.extend(found);
        Ok(field.top)
    }

    /// Gives `-`, the item after the last, its index.
    fn resolve_last(&self, place: Place, layout: &Layout) -> Place {
        if place.items().last() != Some(&u32::MAX) {
            return place;
        }
        let mut resolved = Place::RECORD.field(place.field);
        for item in place
            .items()
            .iter()
            .take(place.items().len().saturating_sub(1))
        {
            resolved = resolved.item(usize::try_from(*item).unwrap_or(usize::MAX));
        }
        let length =
            super::value_at(&self.fields, resolved, layout).map_or(0, |value| value.items().len());
        resolved.item(length)
    }
}

/// How many list items a place at this field names when it names an item of the field itself, if it is a list.
fn lists_on_the_way(layout: &Layout, field: u16) -> usize {
    let mut lists = 0_usize;
    let mut at = field;
    while let Some(field) = layout.field(at) {
        if field.repeating || field.kind == FieldType::Codes {
            lists = lists.saturating_add(1);
        }
        at = field.parent;
    }
    lists
}

enum Slot<'r> {
    Field(&'r mut Value<'static>),
    Item(&'r mut Vec<Value<'static>>, usize),
}

fn slot<'r>(
    top: &'r mut Value<'static>,
    place: Place,
    layout: &Layout,
) -> Result<Slot<'r>, EditError> {
    let mut chain = Vec::new();
    let mut at = place.field;
    while let Some(field) = layout.field(at) {
        chain.push(field);
        at = field.parent;
    }
    let mut value = top;
    let mut parent = NO_FIELD;
    let mut items = place.items().iter();
    let last = chain.len().saturating_sub(1);
    for (step, field) in chain.iter().rev().enumerate() {
        let size = layout.group(parent).members.len();
        if !matches!(value, Value::Group(_)) {
            *value = Value::Group(vec![Value::Absent; size]);
        }
        let Value::Group(fields) = value else {
            return Err(EditError::Place);
        };
        parent = fields_number(layout, parent, field.position);
        value = fields
            .get_mut(usize::from(field.position))
            .ok_or(EditError::Place)?;
        if field.repeating || field.kind == FieldType::Codes {
            let Some(item) = items.next() else {
                return if step == last {
                    Ok(Slot::Field(value))
                } else {
                    Err(EditError::Item)
                };
            };
            if !matches!(value, Value::List(_)) {
                *value = Value::List(Vec::new());
            }
            let Value::List(list) = value else {
                return Err(EditError::Place);
            };
            let index = usize::try_from(*item).map_err(|_| EditError::Item)?;
            if step == last {
                return if index <= list.len() {
                    Ok(Slot::Item(list, index))
                } else {
                    Err(EditError::Item)
                };
            }
            if index == list.len() {
                list.push(Value::Group(vec![
                    Value::Absent;
                    layout.group(parent).members.len()
                ]));
            }
            value = list.get_mut(index).ok_or(EditError::Item)?;
        }
    }
    Ok(Slot::Field(value))
}

fn fields_number(layout: &Layout, parent: u16, position: u16) -> u16 {
    layout
        .group(parent)
        .members
        .get(usize::from(position))
        .copied()
        .unwrap_or(NO_FIELD)
}
