//! One text, read as its field asks.

use crate::calendar::{Date, DateFault, Moment, MomentFault};
use crate::identifiers;
use crate::record::place::Place;
use crate::record::value::{Fault, FaultAt, Value};
use crate::standards::{FieldInfo, FieldType, Layout, Standard};
use std::borrow::Cow;
use validator::{ValidateLength, ValidateRange};

/// The most faults that are kept. A record has far fewer fields than this; a hostile one could have a million.
const MAX_FAULTS: usize = 1_000;

/// Reads the answers of one layout and keeps the faults.
pub struct Reader<'s> {
    pub standard: &'s Standard,
    pub layout: &'s Layout,
    pub faults: Vec<FaultAt>,
}

impl<'s> Reader<'s> {
    pub fn new(standard: &'s Standard, layout: &'s Layout) -> Reader<'s> {
        Reader { standard, layout, faults: Vec::new() }
    }

    pub fn fault(&mut self, place: Place, fault: Fault) {
        if self.faults.len() < MAX_FAULTS {
            self.faults.push(FaultAt { place, fault });
        }
    }

    pub fn faulty<'a>(&mut self, place: Place, fault: Fault) -> Value<'a> {
        self.fault(place, fault);
        Value::Faulty
    }

    /// Reads a text as its field asks.
    pub fn text<'a>(&mut self, text: Cow<'a, str>, field: &FieldInfo, place: Place) -> Value<'a> {
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
                let identifier = field.kind.identifier().map(|kind| (kind, identifiers::check(kind, trimmed)));
                match identifier {
                    // One fault is enough: an identifier that is too long is no identifier.
                    Some((kind, Err(fault))) => self.fault(place, Fault::Identifier(kind, fault)),
                    _ if long => self.fault(place, Fault::TooLong { limit: field.max_length }),
                    _ => {}
                }
                Value::Text(text)
            }
        }
    }

    pub fn number<'a>(&mut self, number: i64, field: &FieldInfo, place: Place) -> Value<'a> {
        let (min, max) = field.range;
        if !number.validate_range(min, max, None, None) {
            self.fault(place, Fault::Range);
        }
        Value::Int(number)
    }

    /// Drops what was found inside a place that is being read again: of a key given twice, the last one counts.
    pub fn forget(&mut self, place: Place) {
        let layout = self.layout;
        self.faults.retain(|fault| !fault.place.is_within(&place, layout));
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
