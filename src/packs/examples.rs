//! The examples of rule files: each is a test of its rule.

use super::sources::{ExampleSource, RuleSource};
use crate::standards::Literal;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// The moment at which an example is checked that names none: a Monday at noon.
const DEFAULT_AS_AT: &str = "2026-06-15T12:00:00+01:00";

/// An example of a rule, ready to be run.
#[derive(Clone, Debug)]
pub struct Example {
    /// The rule's id.
    pub rule: String,
    /// What the example shows.
    pub name: String,
    /// The file and line it stands on.
    pub place: String,
    /// The record, as JSON.
    pub record: Value,
    /// The case context, as JSON; null if none is given.
    pub context: Value,
    /// The moment of the check.
    pub as_at: String,
    /// `final` or `draft`.
    pub mode: String,
    /// The outcome that the rule must have.
    pub outcome: String,
    /// The place that the finding must have.
    pub at: Option<String>,
    /// The settings it is run with.
    pub set: BTreeMap<String, Literal>,
}

pub(super) fn of<'a>(id: &'a str, source: &'a RuleSource) -> impl Iterator<Item = Example> + 'a {
    source.rule.examples.iter().map(move |example| one(id, source, example))
}

fn one(id: &str, source: &RuleSource, example: &ExampleSource) -> Example {
    let kind =
        example.kind.clone().or_else(|| source.rule.kinds.first().cloned()).unwrap_or_else(|| "child".to_owned());
    let mut record = Map::new();
    record.insert("kind".to_owned(), kind.into());
    record.insert("fields".to_owned(), json(&example.fields));
    if !example.accepted.is_empty() {
        record.insert("accepted".to_owned(), example.accepted.iter().map(json).collect());
    }
    Example {
        rule: id.to_owned(),
        name: example.name.clone(),
        place: format!("{}:{}", source.file.name, source.file.line_of(&format!("\"{}\"", example.name))),
        record: record.into(),
        context: example.context.as_ref().map_or(Value::Null, json),
        as_at: example.as_at.clone().unwrap_or_else(|| DEFAULT_AS_AT.to_owned()),
        mode: example.mode.clone().unwrap_or_else(|| "final".to_owned()),
        outcome: example.outcome.clone(),
        at: example.at.clone(),
        set: example.set.clone(),
    }
}

/// TOML as JSON. TOML has no null, which the case context needs to say "known to be none": the text "null" stands for it.
fn json(table: &toml::Table) -> Value {
    fn null(value: &mut Value) {
        match value {
            Value::String(text) if text == "null" => *value = Value::Null,
            Value::Array(items) => items.iter_mut().for_each(null),
            Value::Object(map) => map.values_mut().for_each(null),
            _ => {}
        }
    }
    let mut value = serde_json::to_value(table).unwrap_or_default();
    null(&mut value);
    value
}
