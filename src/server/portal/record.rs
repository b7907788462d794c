//! From posted answers to a record.

use super::answers::Answers;
use crate::calendar::typed as dates;
use crate::standards::{Field, FieldType, Form};
use serde_json::{Map, Value, json};

/// What the names of acceptances begin with: `accept.<rule>|<pointer>` holds the reason for keeping a warning.
pub(super) const ACCEPT: &str = "accept.";

/// The record that the answers of a form make, as JSON. Blank answers are left out; everything else goes in as it was
/// typed, for the check to find fault with.
pub(super) fn record(kind: &str, form: &Form, answers: &Answers) -> Value {
    let fields = group(form.sections.iter().flat_map(|section| &section.fields), "", answers);
    let accepted: Vec<Value> = answers
        .below(ACCEPT)
        .filter(|(_, reason)| !reason.trim().is_empty())
        .filter_map(|(key, reason)| {
            let (rule, at) = key.split_once('|')?;
            Some(json!({ "rule": rule, "at": at, "reason": reason }))
        })
        .collect();
    let mut record = json!({ "kind": kind, "fields": fields });
    if let (Value::Object(record), false) = (&mut record, accepted.is_empty()) {
        record.insert("accepted".to_owned(), accepted.into());
    }
    if let (Value::Object(record), Ok(tags)) =
        (&mut record, serde_json::from_str::<Value>(answers.text(super::tags::TAGS)))
    {
        record.insert("tags".to_owned(), tags);
    }
    record
}

fn group<'f>(fields: impl IntoIterator<Item = &'f Field>, prefix: &str, answers: &Answers) -> Map<String, Value> {
    let mut map = Map::new();
    for field in fields {
        let name = format!("{prefix}{}", field.id);
        if let Some(value) = answer(field, &name, answers) {
            map.insert(field.id.clone(), value);
        }
    }
    map
}

fn answer(field: &Field, name: &str, answers: &Answers) -> Option<Value> {
    let part = |part: &str| answers.text(&format!("{name}.{part}"));
    match field.kind {
        FieldType::Group if field.repeating => {
            // An item with nothing in it stays, so that places in the record and in the page are the same.
            let items: Vec<Value> = (0..answers.count(name))
                .map(|item| group(&field.fields, &format!("{name}.{item}."), answers).into())
                .collect();
            (!items.is_empty()).then(|| items.into())
        }
        FieldType::Group => {
            let map = group(&field.fields, &format!("{name}."), answers);
            (!map.is_empty()).then(|| map.into())
        }
        FieldType::Date => dates::date(part("day"), part("month"), part("year")).map(Value::from),
        FieldType::Moment => dates::moment(part("day"), part("month"), part("year"), part("time")).map(Value::from),
        FieldType::Codes => {
            let codes: Vec<Value> = answers.texts(name).map(Value::from).collect();
            (!codes.is_empty()).then(|| codes.into())
        }
        _ => {
            let text = answers.text(name);
            (!text.trim().is_empty()).then(|| text.into())
        }
    }
}
