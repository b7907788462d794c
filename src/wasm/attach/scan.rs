//! Finding the answers of a form that exists.

use super::answers::{Answer, Control};
use super::dom::Field;
use super::names::{Named, Part, locate};
use super::table::Table;
use crate::standards::Layout;
use crate::text::json::Tree;
use wasm_bindgen::prelude::*;
use web_sys::HtmlFormElement;

/// Which control is for which answer, where names do not say so: from options.
pub type NameMap = Table<String>;

/// The answers of a form, in its order. Controls that are for none are left alone.
pub fn answers(form: &HtmlFormElement, layout: &Layout, map: &NameMap) -> Vec<Answer> {
    let mut answers: Vec<Answer> = Vec::new();
    let elements = form.elements();
    for at in 0..elements.length() {
        let Some(field) = elements.item(at).and_then(as_field) else { continue };
        let Some(named) = named(&field, layout, map) else { continue };
        let control = Control { field, part: named.part };
        if let Some(known) = answers.iter_mut().find(|answer| answer.path == named.path) {
            known.controls.push(control);
        } else if let Some(info) = layout.field(named.field) {
            answers.push(Answer {
                path: named.path,
                field: named.field,
                kind: info.kind,
                controls: vec![control],
                place: String::new(),
                value: Tree::Null,
                left: false,
            });
        }
    }
    answers
}

/// The control that an event came from, or an element is.
pub fn as_field<T: JsCast>(element: T) -> Option<Field> {
    let element: web_sys::Element = element.dyn_into().ok()?;
    let is_field = match element.tag_name().as_str() {
        "SELECT" | "TEXTAREA" => true,
        "INPUT" => {
            let kind = element.get_attribute("type").unwrap_or_default().to_ascii_lowercase();
            !matches!(kind.as_str(), "button" | "submit" | "reset" | "image" | "file" | "password")
        }
        _ => false,
    };
    is_field.then(|| element.unchecked_into())
}

/// Which answer a control is for.
pub fn named(field: &Field, layout: &Layout, map: &NameMap) -> Option<Named> {
    let name = field.name().unwrap_or_default();
    if let Some(place) = map.get(&name) {
        return locate(place, layout);
    }
    if let Some(place) = field.get_attribute("data-fairnote-field") {
        let mut named = locate(&place, layout)?;
        if let Some(part) = field.get_attribute("data-fairnote-part") {
            named.part = Part::named(&part);
        }
        return Some(named);
    }
    if name.is_empty() { None } else { locate(&name, layout) }
}
