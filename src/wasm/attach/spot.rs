//! Spots: the places on the page where notes are painted.

use super::answers::Answer;
use super::dom::{self, Field, children, element, list_word, text_element, unseen};
use super::notes::{Note, Weight, alike};
use super::view::{Look, buttons, note_element, why};
use wasm_bindgen::prelude::*;
use web_sys::{Document, Element, HtmlElement, Node};

/// The part of the page for one answer, or for a group of them.
#[derive(Debug)]
pub struct Spot {
    /// The place, as the page names it: `/fields/addresses/0/postcode`.
    pub pointer: String,
    /// What the ids of ours here begin with.
    id: String,
    /// The form group.
    pub group: Element,
    /// What gets the focus when a person follows a link to here.
    pub target: Element,
    /// Before what a new error goes.
    anchor: Option<Element>,
    /// What the notes describe: a fieldset, or the one control.
    described: Element,
    /// Text controls, which look wrong when they are.
    inputs: Vec<Field>,
    error: Slot,
    fixes: Option<Element>,
    room: Slot,
    kept: Kept,
    /// What is painted.
    painted: Vec<(Note, Option<Element>)>,
    /// Ids of ours among those that describe it.
    describing: Vec<String>,
    /// Does it show what the server had painted?
    stale: bool,
    /// Is it for the record as a whole, which has no answer to stand above?
    whole: bool,
}

/// An element that the page may have had ready.
#[derive(Debug)]
enum Slot {
    None,
    /// The page's own.
    Theirs(Element),
    /// One that was made, and goes again.
    Ours(Element),
}

impl Slot {
    fn element(&self) -> Option<&Element> {
        match self {
            Slot::None => None,
            Slot::Theirs(element) | Slot::Ours(element) => Some(element),
        }
    }
}

/// How the page looked before.
#[derive(Debug)]
struct Kept {
    group_class: Option<String>,
    described_by: Option<String>,
    inputs: Vec<(Option<String>, Option<String>)>,
    /// The error and the notes that the server had painted.
    error: Option<Element>,
    more_errors: Vec<Element>,
    room: Vec<Node>,
    target_id: Option<String>,
    target_tab: Option<String>,
}

impl Spot {
    /// The spot of an answer.
    pub fn of_answer(form: &Element, answer: &Answer, pointer: String, id: &str) -> Option<Spot> {
        let first = answer.controls.iter().find(|control| !control.is_hidden())?;
        let elements: Vec<&Element> = answer.controls.iter().map(|control| -> &Element { &control.field }).collect();
        let group = labelled(form, &pointer).or_else(|| around(&elements, ".govuk-form-group"));
        let fieldset = around(&elements, "fieldset").filter(|_| elements.len() > 1);
        let group = group.or_else(|| fieldset.clone()).or_else(|| dom::outside_label(&first.field).parent_element())?;
        let fieldset = fieldset.filter(|fieldset| group.contains(Some(fieldset)));
        let host = fieldset.clone().unwrap_or_else(|| group.clone());
        let inputs = answer.controls.iter().filter(|control| !control.is_choice() && !control.is_hidden());
        let inputs = inputs.map(|control| control.field.clone()).collect();
        let target: Element = first.field.clone().into();
        let described = fieldset.unwrap_or_else(|| target.clone());
        let anchor = child_towards(&host, &target);
        Spot::new(form, pointer, id, Parts { group, target, anchor, described, inputs })
    }

    /// The spot of a group or a list, if the page marks one.
    pub fn of_group(form: &Element, pointer: &str, id: &str) -> Option<Spot> {
        let group = labelled(form, pointer)?;
        let fieldset = if group.tag_name().eq_ignore_ascii_case("fieldset") {
            group.clone()
        } else {
            dom::all(&group, "fieldset").into_iter().next().unwrap_or_else(|| group.clone())
        };
        let opening = ["LEGEND", "H2", "H3", "H4", "LABEL"];
        let mut anchor = fieldset.first_element_child();
        while let Some(child) = &anchor {
            if !opening.contains(&child.tag_name().as_str()) && !child.class_list().contains("govuk-hint") {
                break;
            }
            anchor = child.next_element_sibling();
        }
        let parts = Parts { group, target: fieldset.clone(), anchor, described: fieldset, inputs: Vec::new() };
        Spot::new(form, pointer.to_owned(), id, parts)
    }

    fn new(form: &Element, pointer: String, id: &str, parts: Parts) -> Option<Spot> {
        let Parts { group, target, anchor, described, inputs } = parts;
        // As the server's pages name it.
        let error_id = format!("{}-error", super::names_id(&pointer));
        let document = form.owner_document()?;
        let error = document.get_element_by_id(&error_id).filter(|error| group.contains(Some(error)));
        let more_errors = (2..).map_while(|at| {
            document.get_element_by_id(&format!("{error_id}-{at}")).filter(|error| group.contains(Some(error)))
        });
        let more_errors = more_errors.collect();
        let room = dom::all(form, "[data-fairnote-findings]");
        let room =
            room.into_iter().find(|room| room.get_attribute("data-fairnote-findings").as_deref() == Some(&pointer));
        let copy = |element: &Element| element.clone_node_with_deep(true).ok()?.dyn_into::<Element>().ok();
        let kept = Kept {
            group_class: group.get_attribute("class"),
            described_by: described.get_attribute("aria-describedby"),
            inputs: inputs
                .iter()
                .map(|input: &Field| (input.get_attribute("class"), input.get_attribute("aria-invalid")))
                .collect(),
            error: error.as_ref().and_then(copy),
            more_errors,
            room: room.as_ref().map(children).unwrap_or_default(),
            target_id: target.get_attribute("id"),
            target_tab: target.get_attribute("tabindex"),
        };
        if kept.target_id.is_none() {
            target.set_id(id);
        }
        let slot = |element: Option<Element>| element.map_or(Slot::None, Slot::Theirs);
        let mut spot = Spot {
            pointer,
            id: id.to_owned(),
            group,
            target,
            anchor,
            described,
            inputs,
            error: slot(error),
            fixes: None,
            room: slot(room),
            kept,
            painted: Vec::new(),
            describing: Vec::new(),
            stale: false,
            whole: false,
        };
        spot.stale = spot.was_painted().0;
        Some(spot)
    }

    /// The spot of the record as a whole, if the page has room for it.
    pub fn of_record(form: &Element) -> Option<Spot> {
        let room = form.query_selector("[data-fairnote-findings='']").ok()??;
        let (group, target, described) = (room.clone(), room.clone(), room);
        let parts = Parts { group, target, anchor: None, described, inputs: Vec::new() };
        let mut spot = Spot::new(form, String::new(), "whole-record", parts)?;
        spot.whole = true;
        Some(spot)
    }

    /// Had the server painted something here, and was an error among it?
    pub fn was_painted(&self) -> (bool, bool) {
        let error = self.kept.error.as_ref().is_some_and(|error| !error.has_attribute("hidden"));
        (error || self.kept.room.iter().any(|node| node.node_type() == Node::ELEMENT_NODE), error)
    }

    /// Is it the spot of this answer?
    pub fn is_of(&self, answer: &Answer) -> bool {
        super::names::join(&answer.path, "/fields", '/') == self.pointer
    }

    /// Is an error painted here?
    pub fn has_error(&self) -> bool {
        self.painted.iter().any(|(note, _)| note.weight == Weight::Error)
    }

    /// How many errors, warnings and suggestions are painted here.
    pub fn counts(&self) -> (usize, usize, usize) {
        let of = |weight| {
            let notes = self.painted.iter().filter(|(note, _)| note.weight == weight);
            notes.map(|(note, _)| note.excerpts.len().max(1)).sum()
        };
        (of(Weight::Error), of(Weight::Warning), of(Weight::Advice))
    }

    /// Paints these notes instead of those that are there. Returns whether anything changed.
    pub fn paint(&mut self, notes: &[Note], look: &Look, reasons: &dyn Fn(&str) -> String) -> Result<bool, JsValue> {
        let stale = std::mem::take(&mut self.stale);
        let same = !stale
            && notes.len() == self.painted.len()
            && notes.iter().zip(&self.painted).all(|(note, (painted, _))| alike(note, painted));
        if same {
            for (note, (painted, _)) in notes.iter().zip(&mut self.painted) {
                painted.clone_from(note);
            }
            return Ok(false);
        }
        let document = self.group.owner_document().ok_or("no document")?;
        let whole = self.whole;
        let is_error = |note: &&Note| !whole && note.weight == Weight::Error && note.excerpts.is_empty();
        let errors: Vec<&Note> = notes.iter().filter(is_error).collect();
        let first = errors.first().copied();
        let before = self.painted.iter().map(|(note, _)| note).find(is_error).cloned();
        if stale
            || first.is_none() != before.is_none()
            || first.zip(before.as_ref()).is_some_and(|(now, before)| !alike(now, before))
        {
            self.paint_error(&document, first, look)?;
        }
        let mut old = std::mem::take(&mut self.painted);
        let mut wanted: Vec<Element> = Vec::new();
        for note in notes {
            if first.is_some_and(|first| std::ptr::eq(first, note)) {
                self.painted.push((note.clone(), None));
                continue;
            }
            let known = old.iter().position(|(painted, element)| element.is_some() && alike(painted, note));
            let element = match known.and_then(|at| old.swap_remove(at).1) {
                Some(element) => element,
                None => note_element(&document, note, look, reasons)?,
            };
            wanted.push(element.clone());
            self.painted.push((note.clone(), Some(element)));
        }
        self.fill_room(&document, &wanted, look)?;
        self.mark(first.is_some())?;
        Ok(true)
    }

    /// Paints the one error that stands above the answer.
    fn paint_error(&mut self, document: &Document, note: Option<&Note>, look: &Look) -> Result<(), JsValue> {
        if let Some(fixes) = self.fixes.take() {
            fixes.remove();
        }
        for more in &self.kept.more_errors {
            more.set_attribute("hidden", "")?;
        }
        let Some(note) = note else {
            match &self.error {
                Slot::Theirs(slot) => {
                    slot.set_text_content(None);
                    slot.set_attribute("hidden", "")?;
                }
                Slot::Ours(slot) => {
                    slot.remove();
                    self.error = Slot::None;
                }
                Slot::None => {}
            }
            return Ok(());
        };
        let slot = match self.error.element() {
            Some(slot) => slot.clone(),
            None => {
                let slot = element(document, "p", &format!("govuk-error-message {}-error-message", look.prefix))?;
                slot.set_id(&format!("{}-error", self.id));
                self.insert(&slot)?;
                self.error = Slot::Ours(slot.clone());
                slot
            }
        };
        slot.set_text_content(None);
        slot.remove_attribute("hidden")?;
        dom::append(&slot, unseen(document, &look.words.get("error_before"))?)?;
        slot.append_with_str_1(&format!(" {}", note.message))?;
        if !note.remedy.is_empty() {
            slot.append_with_str_1(" ")?;
            dom::append(&slot, text_element(document, "span", &format!("{}-remedy", look.prefix), &note.remedy)?)?;
        }
        let fixes = element(document, "div", &format!("{}-error-help", look.prefix))?;
        if let Some(buttons) = buttons(document, note, None, &note.fixes, look)? {
            fixes.append_child(&buttons)?;
        }
        if let Some(why) = why(document, note, look)? {
            fixes.append_child(&why)?;
        }
        if fixes.child_element_count() > 0 {
            self.insert(&fixes)?;
            self.fixes = Some(fixes);
        }
        Ok(())
    }

    /// The id of the error that stands above the answer.
    fn error_id(&self) -> String {
        let own = self.error.element().map(Element::id).filter(|id| !id.is_empty());
        own.unwrap_or_else(|| format!("{}-error", self.id))
    }

    fn insert(&self, made: &Element) -> Result<(), JsValue> {
        match &self.anchor {
            Some(anchor) => anchor.parent_node().ok_or("the page moved")?.insert_before(made, Some(anchor)).map(drop),
            None => self.described.append_child(made).map(drop),
        }
    }

    fn fill_room(&mut self, document: &Document, wanted: &[Element], look: &Look) -> Result<(), JsValue> {
        if wanted.is_empty() && matches!(self.room, Slot::None) {
            return Ok(());
        }
        let room = match self.room.element() {
            Some(room) => room.clone(),
            None => {
                let room = element(document, "div", &format!("{}-findings", look.prefix))?;
                self.group.append_child(&room)?;
                self.room = Slot::Ours(room.clone());
                room
            }
        };
        for child in children(&room) {
            if !wanted.iter().any(|wanted| child.is_same_node(Some(wanted))) {
                room.remove_child(&child)?;
            }
        }
        // Only what is out of place is moved: moving an element takes the focus from it.
        let mut next = room.first_child();
        for wanted in wanted {
            if next.as_ref().is_some_and(|next| next.is_same_node(Some(wanted))) {
                next = wanted.next_sibling();
            } else {
                room.insert_before(wanted, next.as_ref())?;
            }
        }
        Ok(())
    }

    /// Marks the group and its controls as wrong or not, and says which notes describe them.
    fn mark(&mut self, wrong: bool) -> Result<(), JsValue> {
        let class =
            |element: &Element, class: &str, on: bool| element.class_list().toggle_with_force(class, on).map(drop);
        class(&self.group, "govuk-form-group--error", wrong)?;
        class(&self.group, "fairnote-group--error", wrong)?;
        for input in &self.inputs {
            for kind in ["govuk-input", "govuk-select", "govuk-textarea"] {
                if input.class_list().contains(kind) {
                    class(input, &format!("{kind}--error"), wrong)?;
                }
            }
            if wrong { input.set_attribute("aria-invalid", "true")? } else { input.remove_attribute("aria-invalid")? }
        }
        for id in std::mem::take(&mut self.describing) {
            list_word(&self.described, "aria-describedby", &id, false)?;
        }
        // The server names its own error slot while it has an error.
        let error_id = self.error_id();
        list_word(&self.described, "aria-describedby", &error_id, wrong)?;
        if wrong {
            self.describing.push(error_id);
        }
        for (note, made) in &self.painted {
            let message = made.as_ref().and_then(Element::first_element_child);
            if let (Some(message), Weight::Warning | Weight::Error) = (message, note.weight) {
                list_word(&self.described, "aria-describedby", &message.id(), true)?;
                self.describing.push(message.id());
            }
        }
        Ok(())
    }

    /// The note that a button was made for, as it stands now.
    pub fn note(&self, rule: &str) -> Option<&Note> {
        self.painted.iter().map(|(note, _)| note).find(|note| note.rule == rule)
    }

    /// Leaves the page as it was.
    pub fn restore(&mut self) -> Result<(), JsValue> {
        if let Some(fixes) = self.fixes.take() {
            fixes.remove();
        }
        match (&self.error, &self.kept.error) {
            (Slot::Ours(slot), _) => slot.remove(),
            (Slot::Theirs(slot), Some(before)) => slot.replace_with_with_node_1(before)?,
            _ => {}
        }
        for more in &self.kept.more_errors {
            more.remove_attribute("hidden")?;
        }
        match &self.room {
            Slot::Ours(room) => room.remove(),
            Slot::Theirs(room) => {
                room.set_text_content(None);
                for node in &self.kept.room {
                    room.append_child(node)?;
                }
            }
            Slot::None => {}
        }
        put_back(&self.group, "class", self.kept.group_class.as_deref())?;
        put_back(&self.described, "aria-describedby", self.kept.described_by.as_deref())?;
        for (input, (class, invalid)) in self.inputs.iter().zip(&self.kept.inputs) {
            put_back(input, "class", class.as_deref())?;
            put_back(input, "aria-invalid", invalid.as_deref())?;
        }
        put_back(&self.target, "tabindex", self.kept.target_tab.as_deref())?;
        put_back(&self.target, "id", self.kept.target_id.as_deref())
    }
}

struct Parts {
    group: Element,
    target: Element,
    anchor: Option<Element>,
    described: Element,
    inputs: Vec<Field>,
}

fn put_back(element: &Element, attribute: &str, value: Option<&str>) -> Result<(), JsValue> {
    match value {
        Some(value) => element.set_attribute(attribute, value),
        None => element.remove_attribute(attribute),
    }
}

fn labelled(form: &Element, pointer: &str) -> Option<Element> {
    let marked = dom::all(form, "[data-fairnote-group]");
    marked.into_iter().find(|group| group.get_attribute("data-fairnote-group").as_deref() == Some(pointer))
}

/// The nearest element of this kind that holds all of these.
fn around(elements: &[&Element], selector: &str) -> Option<Element> {
    let mut found = elements.first()?.closest(selector).ok()??;
    loop {
        if elements.iter().all(|element| found.contains(Some(element))) {
            return Some(found);
        }
        found = found.parent_element()?.closest(selector).ok()??;
    }
}

/// The child of `host` that holds `inner`, or is it.
fn child_towards(host: &Element, inner: &Element) -> Option<Element> {
    let mut at = inner.clone();
    loop {
        let parent = at.parent_element()?;
        if parent.is_same_node(Some(host)) {
            return Some(at);
        }
        at = parent;
    }
}

/// Puts the focus on something that may not take it by itself.
pub fn focus(element: &Element) {
    if element.get_attribute("tabindex").is_none() && !is_control(element) {
        // Setting an attribute with a valid name cannot fail.
        let _ = element.set_attribute("tabindex", "-1");
    }
    if let Some(element) = element.dyn_ref::<HtmlElement>() {
        let _ = element.focus();
    }
}

fn is_control(element: &Element) -> bool {
    matches!(element.tag_name().as_str(), "INPUT" | "SELECT" | "TEXTAREA" | "BUTTON" | "A")
}
