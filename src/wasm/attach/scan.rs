//! Finding the answers of a form that exists.

use super::answers::{Answer, Control};
use super::dom::{self, Field};
use super::names::{Named, Part, fitted, locate};
use super::table::Table;
use crate::standards::Layout;
use crate::text::json::Tree;
use wasm_bindgen::prelude::*;
use web_sys::{Element, HtmlElement, HtmlFormElement, Node};

/// What can be a control.
pub const CONTROLS: &str = "input, select, textarea, [contenteditable]";

/// Which control is for which answer, where names do not say so: from options.
pub type NameMap = Table<String>;

/// The answers of a form, in its order. Controls that are for none are left alone. `extra` are those that the page has no
/// control for.
pub fn answers(root: &HtmlElement, layout: &Layout, map: &NameMap, extra: &Table<Tree>) -> Vec<Answer> {
    let mut answers: Vec<Answer> = Vec::new();
    let mut add = |named: Named, control: Option<Control>, value: Tree| {
        if let Some(known) = answers.iter_mut().find(|answer| answer.path == named.path) {
            known.controls.extend(control);
        } else if let Some(info) = layout.field(named.field) {
            answers.push(Answer {
                path: named.path,
                field: named.field,
                kind: info.kind,
                controls: control.into_iter().collect(),
                place: String::new(),
                value,
                left: false,
            });
        }
    };
    for field in controls(root) {
        if let Some(named) = named(&field, layout, map) {
            let part = named.part;
            add(named, Some(Control { field, part }), Tree::Null);
        }
    }
    for (name, value) in extra.iter() {
        if let Some(named) = locate(name, layout) {
            add(named, None, value.clone());
        }
    }
    answers
}

/// The controls of a form or of another element, in the page's order.
fn controls(root: &HtmlElement) -> Vec<Field> {
    let inside = || dom::all(root, CONTROLS).into_iter().filter_map(as_field);
    let Some(form) = root.dyn_ref::<HtmlFormElement>() else { return inside().collect() };
    let own = |field: &Field| field.is_rich() || field.form().is_some_and(|of| of.is_same_node(Some(root)));
    let mut found: Vec<Field> = inside().filter(own).collect();
    // Those that stand elsewhere and name the form.
    let all = form.elements();
    if usize::try_from(all.length()).is_ok_and(|count| count > found.len()) {
        let outside = (0..all.length()).filter_map(|at| all.item(at)).filter(|one| !root.contains(Some(one)));
        found.extend(outside.filter_map(as_field));
    }
    found
}

/// The control that an event came from, or an element is.
pub fn as_field<T: JsCast>(element: T) -> Option<Field> {
    let element: Element = element.dyn_into().ok()?;
    let is_field = match element.tag_name().as_str() {
        "SELECT" | "TEXTAREA" => true,
        "INPUT" => {
            let kind = element.get_attribute("type").unwrap_or_default().to_ascii_lowercase();
            !matches!(kind.as_str(), "button" | "submit" | "reset" | "image" | "file" | "password")
        }
        _ => element.get_attribute("contenteditable").is_some_and(|edited| !edited.eq_ignore_ascii_case("false")),
    };
    is_field.then(|| element.unchecked_into())
}

/// The controls in a part of the page, itself included.
pub fn inside(node: &Node) -> Vec<Field> {
    let Some(element) = node.dyn_ref::<Element>() else { return Vec::new() };
    let own = as_field(element.clone());
    own.into_iter().chain(dom::all(element, CONTROLS).into_iter().filter_map(as_field)).collect()
}

/// Which answer a control is for.
pub fn named(field: &Field, layout: &Layout, map: &NameMap) -> Option<Named> {
    let name = field.name().unwrap_or_default();
    if let Some(place) = mapped(&name, map).or_else(|| mapped(&field.id(), map)) {
        return locate(&place, layout);
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

/// The place that a mapping gives a name or an id.
fn mapped(name: &str, map: &NameMap) -> Option<String> {
    if name.is_empty() {
        return None;
    }
    if let Some(place) = map.get(name) {
        return Some(place.clone());
    }
    map.iter().filter(|(pattern, _)| pattern.contains('*')).find_map(|(pattern, place)| fitted(pattern, place, name))
}
