//! Answers: what the controls of the page hold, read and written as the record has it.

use super::dom::Field;
use super::names::{Part, Step};
use crate::calendar::typed;
use crate::standards::FieldType;
use crate::text::json::Tree;
use crate::text::sort_short;

/// An answer on the page: the controls that hold it.
#[derive(Debug)]
pub struct Answer {
    /// The way down to it, as the page names it.
    pub path: Vec<Step>,
    /// Its field's number in the form of the record.
    pub field: u16,
    /// What it holds.
    pub kind: FieldType,
    /// Its controls, in the page's order. None, if a script said what it is.
    pub controls: Vec<Control>,
    /// Its place in the open record, as a JSON Pointer.
    pub place: String,
    /// What it held when it was last read.
    pub value: Tree,
    /// Has the person been in it and left?
    pub left: bool,
}

/// A control and the part of the answer that it holds.
#[derive(Clone, Debug)]
pub struct Control {
    /// The control.
    pub field: Field,
    /// The part.
    pub part: Part,
}

impl Control {
    fn is(&self, kinds: &[&str]) -> bool {
        self.field.kind().is_some_and(|kind| kinds.contains(&kind.as_str()))
    }

    /// Is it a radio button or a checkbox?
    pub fn is_choice(&self) -> bool {
        self.is(&["radio", "checkbox"])
    }

    /// Is it disabled, by itself or with the fieldset round it?
    pub fn is_off(&self) -> bool {
        self.field.matches(":disabled").unwrap_or(false)
    }

    /// Is it one that nobody sees?
    pub fn is_hidden(&self) -> bool {
        self.is(&["hidden"])
    }
}

impl Answer {
    /// What the controls hold now, as the record's JSON has it. A control that is disabled is not sent, so it holds nothing.
    pub fn read(&self) -> Tree {
        if self.controls.is_empty() {
            return self.value.clone();
        }
        let on: Vec<&Control> = self.controls.iter().filter(|control| !control.is_off()).collect();
        if self.kind == FieldType::Codes {
            return codes(&on);
        }
        if on.iter().any(|control| control.part != Part::Whole) {
            return dated(&on, self.kind);
        }
        for control in &on {
            if control.is_choice() {
                if control.field.checked() {
                    return chosen(&control.field.value(), self.kind);
                }
            } else {
                return text(control.field.text());
            }
        }
        Tree::Null
    }

    /// Puts a value into the controls. Returns those that changed.
    pub fn write(&self, value: &Tree) -> Vec<Field> {
        let mut changed = Vec::new();
        for control in self.controls.iter().filter(|control| !control.is_off()) {
            let field = &control.field;
            if control.is_choice() {
                let tick = holds(value, &field.value());
                if field.checked() != tick {
                    field.set_checked(tick);
                    changed.push(field.clone());
                }
            } else if field.multiple() == Some(true) {
                for choice in field.options().each() {
                    choice.set_selected(holds(value, &choice.choice_value()));
                }
                changed.push(field.clone());
            } else {
                let text = part_of(value, control.part);
                if field.text() != text {
                    field.set_text(&text);
                    changed.push(field.clone());
                }
            }
        }
        changed
    }
}

fn text(text: String) -> Tree {
    if text.trim().is_empty() { Tree::Null } else { Tree::Text(text) }
}

fn chosen(value: &str, kind: FieldType) -> Tree {
    match kind {
        // A lone checkbox without a value sends "on".
        FieldType::YesNo if value == "on" => Tree::Bool(true),
        _ => text(value.to_owned()),
    }
}

fn codes(on: &[&Control]) -> Tree {
    let mut codes = Vec::new();
    for control in on {
        if control.is_choice() {
            if control.field.checked() {
                codes.push(Tree::Text(control.field.value()));
            }
        } else if control.field.multiple() == Some(true) {
            let chosen = control.field.options();
            codes.extend(chosen.each().filter(dom_selected).map(|choice| Tree::Text(choice.choice_value())));
        } else if let value @ Tree::Text(_) = text(control.field.value()) {
            codes.push(value);
        }
    }
    if codes.is_empty() { Tree::Null } else { Tree::List(codes) }
}

fn dom_selected(choice: &super::dom::Choice) -> bool {
    choice.selected()
}

/// A date in parts.
fn dated(on: &[&Control], kind: FieldType) -> Tree {
    let part = |part: Part| {
        let control = on.iter().find(|control| control.part == part);
        control.map(|control| control.field.value()).unwrap_or_default()
    };
    let (day, month, year) = (part(Part::Day), part(Part::Month), part(Part::Year));
    let typed = match kind {
        FieldType::Moment => typed::moment(&day, &month, &year, &part(Part::Time)),
        _ => typed::date(&day, &month, &year),
    };
    typed.map_or(Tree::Null, Tree::Text)
}

/// Does a value tick the control that sends this?
fn holds(value: &Tree, sent: &str) -> bool {
    match value {
        Tree::Text(text) => text == sent,
        Tree::Bool(true) => matches!(sent, "yes" | "true" | "on"),
        Tree::Bool(false) => matches!(sent, "no" | "false"),
        Tree::List(items) => items.iter().any(|item| holds(item, sent)),
        _ => false,
    }
}

fn part_of(value: &Tree, part: Part) -> String {
    let whole = match value {
        Tree::Text(text) => text.clone(),
        Tree::Bool(yes) => String::from(if *yes { "yes" } else { "no" }),
        Tree::Int(number) => number.to_string(),
        _ => String::new(),
    };
    if part == Part::Whole {
        return whole;
    }
    let (date, time) = whole.split_once('T').unwrap_or((&whole, ""));
    let mut parts = date.split('-');
    let (year, month, day) = (parts.next(), parts.next(), parts.next());
    let plain = |number: Option<&str>| number.unwrap_or_default().trim_start_matches('0').to_owned();
    match part {
        Part::Year => plain(year),
        Part::Month => plain(month),
        Part::Day => plain(day),
        Part::Time => time.get(..5).unwrap_or(time).to_owned(),
        Part::Whole => whole,
    }
}

/// Puts answers together as the record's fields, and gives each its place. The items of a list are numbered without gaps;
/// one with nothing in it stays, as it does when the form is posted.
pub fn fields(answers: &mut [Answer]) -> Tree {
    let mut places = vec![String::new(); answers.len()];
    let parts = answers.iter().enumerate().map(|(at, answer)| (at, answer.path.as_slice(), &answer.value)).collect();
    let fields = group(parts, "/fields", &mut places);
    for (answer, place) in answers.iter_mut().zip(places) {
        answer.place = place;
    }
    fields
}

/// Puts one list together again, and gives its answers their places. `list` is the way to it.
pub fn list(answers: &mut [Answer], list: &[Step]) -> Tree {
    let mut places = vec![String::new(); answers.len()];
    let inside = answers.iter().enumerate().filter(|(_, answer)| answer.path.starts_with(list));
    let parts =
        inside.map(|(at, answer)| (at, answer.path.get(list.len()..).unwrap_or_default(), &answer.value)).collect();
    let value = items(parts, &super::names::join(list, "/fields", '/'), &mut places);
    for (answer, place) in answers.iter_mut().zip(places) {
        if answer.path.starts_with(list) {
            answer.place = place;
        }
    }
    value
}

/// An answer's number, what is left of its path, and its value.
type Pending<'a> = (usize, &'a [Step], &'a Tree);
type Parts<'a> = Vec<Pending<'a>>;

fn group(parts: Parts<'_>, pointer: &str, places: &mut [String]) -> Tree {
    let mut by_name: Vec<(&str, Parts<'_>)> = Vec::new();
    for (at, path, value) in parts {
        if let Some((Step::Name(name), rest)) = path.split_first() {
            put(&mut by_name, name, (at, rest, value));
        }
    }
    let mut out = Vec::new();
    for (name, parts) in by_name {
        let pointer = format!("{pointer}/{name}");
        let value = match parts.as_slice() {
            [(at, [], value)] => {
                if let Some(place) = places.get_mut(*at) {
                    *place = pointer;
                }
                (*value).clone()
            }
            [(_, [Step::Item(_), ..], _), ..] => items(parts, &pointer, places),
            _ => group(parts, &pointer, places),
        };
        out.push((name.to_owned(), value));
    }
    Tree::Map(out)
}

/// Puts something with the others of its key.
fn put<'a, K: PartialEq>(groups: &mut Vec<(K, Parts<'a>)>, key: K, part: Pending<'a>) {
    match groups.iter_mut().find(|(known, _)| *known == key) {
        Some((_, parts)) => parts.push(part),
        None => groups.push((key, vec![part])),
    }
}

fn items(parts: Parts<'_>, pointer: &str, places: &mut [String]) -> Tree {
    let mut by_item: Vec<(usize, Parts<'_>)> = Vec::new();
    for (at, path, value) in parts {
        if let Some((Step::Item(item), rest)) = path.split_first() {
            put(&mut by_item, *item, (at, rest, value));
        }
    }
    sort_short(&mut by_item, |(item, _)| *item);
    let mut out = Vec::new();
    for (_, parts) in by_item {
        out.push(group(parts, &format!("{pointer}/{}", out.len()), places));
    }
    Tree::List(out)
}
