//! Conditions on what is shown: `data-fairnote-show-when`.

use super::answers::Answer;
use super::names::Step;
use crate::calendar::Date;
use crate::standards::{Condition, Literal, Path, Root};
use crate::text::json::Tree;
use wasm_bindgen::prelude::*;
use web_sys::Element;

/// A part of the page that is shown when a condition holds.
#[derive(Debug)]
pub struct Shown {
    element: Element,
    condition: Condition,
    /// Was it hidden to begin with?
    hidden: bool,
}

impl Shown {
    /// Finds the parts of the form that have a condition. One that cannot be read is left alone, and said so.
    pub fn find(form: &Element) -> Vec<Shown> {
        let mut found = Vec::new();
        for element in super::dom::all(form, "[data-fairnote-show-when]") {
            let json = element.get_attribute("data-fairnote-show-when").unwrap_or_default();
            match Condition::from_json(&json) {
                Ok(condition) => found.push(Shown { hidden: element.has_attribute("hidden"), element, condition }),
                Err(wrong) => super::dom::warn(&format!("fairnote: a data-fairnote-show-when cannot be read: {wrong}")),
            }
        }
        found
    }

    /// Shows or hides it. What cannot be told is shown, and so is what `must_show`: a problem inside it.
    pub fn update(&self, facts: &Facts<'_>, must_show: impl Fn(&Element) -> bool) -> Result<(), JsValue> {
        let show = facts.holds(&self.condition) != Some(false) || must_show(&self.element);
        hide(&self.element, !show)
    }

    /// Leaves it as it was.
    pub fn restore(&self) -> Result<(), JsValue> {
        hide(&self.element, self.hidden)
    }
}

fn hide(element: &Element, hidden: bool) -> Result<(), JsValue> {
    if element.has_attribute("hidden") == hidden {
        return Ok(());
    }
    if hidden { element.set_attribute("hidden", "") } else { element.remove_attribute("hidden") }
}

/// What a condition can look at: the answers on the page, and the case context.
pub struct Facts<'a> {
    /// The answers.
    pub answers: &'a [Answer],
    /// The case context as it was given; null if it was not.
    pub context: &'a Tree,
}

impl Facts<'_> {
    /// Decides a condition on what is shown. `None` if it cannot be told from the page.
    fn holds(&self, condition: &Condition) -> Option<bool> {
        match condition {
            Condition::All(parts) => fold(parts.iter().map(|part| self.holds(part)), false),
            Condition::Any(parts) => fold(parts.iter().map(|part| self.holds(part)), true),
            Condition::Not(part) => self.holds(part).map(|holds| !holds),
            Condition::In(path, values) => {
                let value = self.value(path)?;
                Some(values.iter().any(|literal| is(value, literal)))
            }
            Condition::Filled(path, filled) => Some(self.value(path)?.is_null() != *filled),
            Condition::SameAs(path, other) => {
                let (one, other) = (self.value(path)?, self.value(other)?);
                Some(!one.is_null() && one == other)
            }
            Condition::OnOrAfter(path, other) => self.ordered(path, other, |one, other| one >= other),
            Condition::Before(path, other) => self.ordered(path, other, |one, other| one < other),
            // Lists, ages and limits decide findings, not what is shown.
            _ => None,
        }
    }

    fn ordered(&self, one: &Path, other: &Path, test: impl Fn(Date, Date) -> bool) -> Option<bool> {
        let day = |path| self.value(path)?.text().and_then(|text| Date::parse(text.get(..10)?).ok());
        Some(test(day(one)?, day(other)?))
    }

    fn value(&self, path: &Path) -> Option<&Tree> {
        let names: Vec<Step> = path.names().map(|name| Step::Name(name.to_owned())).collect();
        match path.root {
            Root::Record => self.answers.iter().find(|answer| answer.path == names).map(|answer| &answer.value),
            Root::Context => path.names().try_fold(self.context, |inside, name| inside.get(name)),
            _ => None,
        }
    }
}

fn fold(parts: impl Iterator<Item = Option<bool>>, decides: bool) -> Option<bool> {
    let mut known = true;
    for part in parts {
        match part {
            Some(holds) if holds == decides => return Some(decides),
            Some(_) => {}
            None => known = false,
        }
    }
    known.then_some(!decides)
}

fn is(value: &Tree, literal: &Literal) -> bool {
    match (value, literal) {
        (Tree::List(items), literal) => items.iter().any(|item| is(item, literal)),
        (Tree::Bool(value), Literal::Bool(literal)) => value == literal,
        (Tree::Text(value), Literal::Bool(yes)) => {
            matches!((value.as_str(), yes), ("yes" | "true", true) | ("no" | "false", false))
        }
        (Tree::Text(value), Literal::Text(literal)) => value.trim() == literal.trim(),
        (Tree::Text(value), Literal::Int(literal)) => value.trim().parse() == Ok(*literal),
        (Tree::Int(value), Literal::Int(literal)) => value == literal,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::standards::FieldType;
    use serde_json::json;
    use wasm_bindgen_test::wasm_bindgen_test;

    fn holds(condition: serde_json::Value) -> Option<bool> {
        let answer = |name: &str, value: serde_json::Value| Answer {
            path: vec![Step::Name(name.to_owned())],
            field: 0,
            kind: FieldType::Text,
            controls: Vec::new(),
            place: format!("/fields/{name}"),
            value: Tree::read(&value.to_string()).unwrap(),
            left: false,
        };
        let answers = [
            answer("unborn", json!("yes")),
            answer("codes", json!(["A", "B"])),
            answer("blank", json!(null)),
            answer("born", json!("2026-02-01")),
            answer("seen", json!("2026-01-31")),
        ];
        let context = Tree::read(r#"{ "case": { "open": true } }"#).unwrap();
        let condition = serde_json::from_value(condition).unwrap();
        Facts { answers: &answers, context: &context }.holds(&condition)
    }

    #[wasm_bindgen_test]
    fn a_condition_is_decided_by_the_answers_on_the_page() {
        assert_eq!(holds(json!({ "field": "unborn", "is": true })), Some(true));
        assert_eq!(holds(json!({ "field": "unborn", "in": [false] })), Some(false));
        assert_eq!(holds(json!({ "field": "codes", "in": ["B", "C"] })), Some(true));
        assert_eq!(holds(json!({ "field": "blank", "filled": false })), Some(true));
        assert_eq!(holds(json!({ "field": "seen", "before": "born" })), Some(true));
        assert_eq!(holds(json!({ "field": "context/case/open", "is": true })), Some(true));
        assert_eq!(holds(json!({ "not": { "field": "unborn", "is": true } })), Some(false));
    }

    #[wasm_bindgen_test]
    fn what_the_page_cannot_tell_is_no_reason_to_hide() {
        let elsewhere = json!({ "field": "elsewhere", "is": true });
        assert_eq!(holds(elsewhere.clone()), None);
        assert_eq!(holds(json!({ "all": [elsewhere.clone(), { "field": "unborn", "is": false }] })), Some(false));
        assert_eq!(holds(json!({ "any": [elsewhere.clone(), { "field": "unborn", "is": true }] })), Some(true));
        assert_eq!(holds(json!({ "any": [elsewhere, { "field": "unborn", "is": false }] })), None);
    }
}
