//! Changing one answer of a record that is open.

use super::Record;
use super::place::Place;
use super::read::Reader;
use super::value::{Fault, FaultAt, Value};
use crate::standards::{FieldType, Kind, Layout, NO_FIELD, Standard};
use crate::text::{difference, json};
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
            EditError::Place => "the form has no such place: give a JSON Pointer such as /fields/date_of_birth",
            EditError::Item => "the list has no such item: set an item that exists, or the one after the last",
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
    pub fn set(&mut self, standard: &Standard, kind: &Kind, place: Place, json: &str) -> Result<u16, EditError> {
        let layout = &kind.layout;
        let field = layout.field(place.field).ok_or(EditError::Place)?;
        let is_list = field.repeating || field.kind == FieldType::Codes;
        let outer = lists_on_the_way(layout, place.field);
        let names_item = is_list && place.items().len() == outer;
        let place = self.resolve_last(place, layout);
        reachable(&self.fields, place, layout)?;
        let mut reader = Reader::new(standard, layout);
        let mut json = json::Reader::new(json);
        let value = if names_item && field.repeating {
            reader.group(&mut json, place.field, place)
        } else {
            reader.answer(&mut json, field, place)
        };
        let value = value.and_then(|value| json.end().map(|()| value)).map_err(|_| EditError::Json)?.into_owned();
        let found = reader.faults;
        let slot = slot(&mut self.fields, place, layout)?;
        let (mut removed, mut full, mut edited) = (false, false, false);
        match slot {
            Slot::Field(slot) => {
                // A text that was edited: its tags move with it.
                let edit = match (&*slot, &value) {
                    (Value::Text(old), Value::Text(new)) if !is_list => Some(difference(old, new, None)),
                    _ => None,
                };
                if let Some(edit) = edit {
                    self.tags.retain_mut(|(at, tag)| {
                        let moved =
                            if *at == place { edit.map_or(Some(*tag), |edit| tag.after(edit)) } else { Some(*tag) };
                        *tag = moved.unwrap_or(*tag);
                        moved.is_some()
                    });
                    edited = true;
                }
                *slot = value;
            }
            Slot::Item(list, index) => {
                // In a list of codes, a single code was read as a list of one.
                let value = match value {
                    Value::List(mut items) if field.kind == FieldType::Codes => items.pop().unwrap_or(Value::Blank),
                    value => value,
                };
                match (list.get_mut(index), value) {
                    (Some(_), Value::Blank) => {
                        list.remove(index);
                        removed = true;
                    }
                    (Some(item), value) => *item = value,
                    (None, Value::Blank) => {}
                    (None, value) if index < usize::try_from(field.max_items).unwrap_or(usize::MAX) => list.push(value),
                    (None, _) => full = true,
                }
            }
        }
        // What was wrong inside the place is gone; so is that something above it was no group or no list: it is one now.
        self.faults.retain(|known| {
            let inside = known.place.is_within(&place, layout);
            let above = known.fault == Fault::Type && place.is_within(&known.place, layout);
            !inside && !above
        });
        // Tags count characters of a text that is another one now; after an item that is gone, of another item's text.
        let moved = |at: &Place| removed && at.items().len() >= place.items().len();
        self.tags.retain(|(at, _)| !(moved(at) || !edited && at.is_within(&place, layout)));
        if removed {
            for fault in &mut self.faults {
                fault.place.close_gap(&place, layout);
            }
            for (at, _) in &mut self.tags {
                at.close_gap(&place, layout);
            }
        }
        if full {
            // As when reading: what is beyond the limit is not kept, and said to be too much.
            let fault = FaultAt { place: list_of(place), fault: Fault::TooMany { limit: field.max_items } };
            self.faults.retain(|known| *known != fault);
            self.faults.push(fault);
        } else {
            self.faults.extend(found);
        }
        Ok(field.top)
    }

    /// Gives `-`, the item after the last, its index.
    fn resolve_last(&self, place: Place, layout: &Layout) -> Place {
        if place.items().last() != Some(&u32::MAX) {
            return place;
        }
        // The list whose item it is: the field itself, or the group above it that repeats.
        let depth = place.items().len();
        let mut number = place.field;
        while lists_on_the_way(layout, number) >= depth {
            match layout.field(number) {
                Some(field) if lists_on_the_way(layout, field.parent) < depth => break,
                Some(field) => number = field.parent,
                None => break,
            }
        }
        let list = list_of(place.field(number));
        let length = super::value_at(&self.fields, list, layout).map_or(0, |value| value.items().len());
        list.item(length).field(place.field)
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

/// Is every list item on the way to a place there, or the one after the last? Asked before anything is changed.
fn reachable(top: &Value<'_>, place: Place, layout: &Layout) -> Result<(), EditError> {
    let mut chain = Vec::new();
    let mut at = place.field;
    while let Some(field) = layout.field(at) {
        chain.push(field);
        at = field.parent;
    }
    let mut value = Some(top);
    let mut items = place.items().iter();
    let last = chain.len().saturating_sub(1);
    for (step, field) in chain.iter().rev().enumerate() {
        value = value.and_then(|value| value.at(field.position));
        if field.repeating || field.kind == FieldType::Codes {
            let Some(item) = items.next() else {
                return if step == last { Ok(()) } else { Err(EditError::Item) };
            };
            let index = usize::try_from(*item).map_err(|_| EditError::Item)?;
            let length = value.map_or(0, |value| value.items().len());
            if index > length {
                return Err(EditError::Item);
            }
            value = value.and_then(|value| value.items().get(index));
        }
    }
    Ok(())
}

enum Slot<'r> {
    Field(&'r mut Value<'static>),
    Item(&'r mut Vec<Value<'static>>, usize),
}

fn slot<'r>(top: &'r mut Value<'static>, place: Place, layout: &Layout) -> Result<Slot<'r>, EditError> {
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
        value = fields.get_mut(usize::from(field.position)).ok_or(EditError::Place)?;
        if field.repeating || field.kind == FieldType::Codes {
            let Some(item) = items.next() else {
                return if step == last { Ok(Slot::Field(value)) } else { Err(EditError::Item) };
            };
            if !matches!(value, Value::List(_)) {
                *value = Value::List(Vec::new());
            }
            let Value::List(list) = value else {
                return Err(EditError::Place);
            };
            let index = usize::try_from(*item).map_err(|_| EditError::Item)?;
            if step == last {
                return if index <= list.len() { Ok(Slot::Item(list, index)) } else { Err(EditError::Item) };
            }
            if index == list.len() {
                list.push(Value::Group(vec![Value::Absent; layout.group(parent).members.len()]));
            }
            value = list.get_mut(index).ok_or(EditError::Item)?;
        }
    }
    Ok(Slot::Field(value))
}

fn fields_number(layout: &Layout, parent: u16, position: u16) -> u16 {
    layout.group(parent).members.get(usize::from(position)).copied().unwrap_or(NO_FIELD)
}

/// The list that a place names an item of.
fn list_of(place: Place) -> Place {
    let before = place.items().split_last().map(|(_, before)| before).unwrap_or_default();
    before
        .iter()
        .fold(Place::RECORD.field(place.field), |list, item| list.item(usize::try_from(*item).unwrap_or(usize::MAX)))
}
