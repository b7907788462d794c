//! Groups, lists and single answers. Nothing that stands where an answer should be is an error: it becomes a fault, and the
//! reading goes on.

use super::answers::Reader;
use super::plain_name;
use crate::record::place::Place;
use crate::record::value::{Fault, Value};
use crate::standards::{FieldInfo, FieldType, NO_FIELD};
use crate::text::json::{self, JsonError, Piece};

impl Reader<'_> {
    /// Reads one group's worth of answers.
    pub fn group<'a>(
        &mut self,
        json: &mut json::Reader<'a>,
        number: u16,
        place: Place,
    ) -> Result<Value<'a>, JsonError> {
        match json.piece()? {
            Piece::Map => {}
            Piece::Null => return Ok(Value::Blank),
            other => {
                json.leave(&other)?;
                return Ok(self.faulty(place, Fault::Type));
            }
        }
        let layout = self.layout;
        let group = layout.group(number);
        let mut values: Vec<Value<'a>> = Vec::new();
        values.resize_with(group.members.len(), Value::default);
        let mut guess = 0;
        while let Some(key) = json.key()? {
            let Some(position) = group.position(&key, guess, &layout.fields) else {
                json.skip()?;
                self.fault(place, Fault::Unknown(plain_name(&key)));
                continue;
            };
            let number = group.members.get(position).copied().unwrap_or(NO_FIELD);
            let place = place.field(number);
            let (Some(field), Some(slot)) = (layout.field(number), values.get_mut(position)) else {
                continue;
            };
            if !matches!(slot, Value::Absent) {
                self.forget(place);
            }
            *slot = self.answer(json, field, place)?;
            guess = position.saturating_add(1);
        }
        Ok(Value::Group(values))
    }

    /// Reads the answer of one field.
    pub fn answer<'a>(
        &mut self,
        json: &mut json::Reader<'a>,
        field: &FieldInfo,
        place: Place,
    ) -> Result<Value<'a>, JsonError> {
        if field.kind == FieldType::Group && !field.repeating {
            return self.group(json, place.field, place);
        }
        match json.piece()? {
            Piece::Text(text) => Ok(self.text(text, field, place)),
            Piece::Null => Ok(Value::Blank),
            Piece::Bool(value) if field.kind == FieldType::YesNo => Ok(Value::Bool(value)),
            Piece::Int(value) if field.kind == FieldType::Number => Ok(self.number(value, field, place)),
            Piece::List if field.kind == FieldType::Codes || field.repeating => self.list(json, field, place),
            other => {
                json.leave(&other)?;
                Ok(self.faulty(place, Fault::Type))
            }
        }
    }

    /// Reads the items of a list that has begun.
    fn list<'a>(
        &mut self,
        json: &mut json::Reader<'a>,
        field: &FieldInfo,
        place: Place,
    ) -> Result<Value<'a>, JsonError> {
        let limit = usize::try_from(field.max_items).unwrap_or(usize::MAX);
        let mut items = Vec::new();
        while json.more()? {
            if items.len() >= limit {
                // What is beyond the limit is not kept, and said to be too much.
                json.skip()?;
                json.leave(&Piece::List)?;
                self.fault(place, Fault::TooMany { limit: field.max_items });
                return Ok(Value::List(items));
            }
            let place = place.item(items.len());
            items.push(if field.kind == FieldType::Codes {
                self.code(json, field, place)?
            } else {
                self.group(json, place.field, place)?
            });
        }
        Ok(Value::List(items))
    }

    /// Reads one code of a list of codes: anything but a code is a fault of the item.
    fn code<'a>(
        &mut self,
        json: &mut json::Reader<'a>,
        field: &FieldInfo,
        place: Place,
    ) -> Result<Value<'a>, JsonError> {
        Ok(match self.answer(json, field, place)? {
            // A text was read as a list of one; an item is the code itself.
            Value::List(mut items) if items.len() == 1 => match items.pop() {
                Some(code @ Value::Code(_)) => code,
                _ => self.faulty(place, Fault::Type),
            },
            Value::Faulty => Value::Faulty,
            Value::Blank => Value::Blank,
            _ => self.faulty(place, Fault::Type),
        })
    }
}
