//! What the form asks of the page, beyond what web-sys has ready.

use js_sys::{Function, Object};
use wasm_bindgen::prelude::*;
use web_sys::{Document, Element, Node, NodeList};

#[wasm_bindgen]
extern "C" {
    /// An input, select or textarea, whichever it is.
    #[wasm_bindgen(extends = web_sys::HtmlElement, extends = Element, extends = Node, extends = web_sys::EventTarget, js_name = HTMLElement)]
    #[derive(Clone, Debug, PartialEq)]
    pub type Field;
    #[wasm_bindgen(method, getter, structural)]
    pub fn name(this: &Field) -> Option<String>;
    #[wasm_bindgen(method, getter, structural, js_name = type)]
    pub fn kind(this: &Field) -> Option<String>;
    #[wasm_bindgen(method, getter, structural)]
    pub fn value(this: &Field) -> String;
    #[wasm_bindgen(method, setter, structural)]
    pub fn set_value(this: &Field, value: &str);
    #[wasm_bindgen(method, getter, structural)]
    pub fn style(this: &Field) -> Object;
    #[wasm_bindgen(method, getter, structural)]
    pub fn checked(this: &Field) -> bool;
    #[wasm_bindgen(method, setter, structural)]
    pub fn set_checked(this: &Field, checked: bool);
    #[wasm_bindgen(method, getter, structural)]
    pub fn form(this: &Field) -> Option<Element>;
    #[wasm_bindgen(method, getter, structural)]
    pub fn multiple(this: &Field) -> Option<bool>;
    #[wasm_bindgen(method, getter, structural)]
    pub fn options(this: &Field) -> Choices;
    #[wasm_bindgen(method, getter, structural, js_name = selectionStart)]
    pub fn selection_start(this: &Field) -> Option<u32>;
    #[wasm_bindgen(method, getter, structural, js_name = selectionEnd)]
    pub fn selection_end(this: &Field) -> Option<u32>;
    #[wasm_bindgen(method, structural, js_name = setSelectionRange)]
    pub fn set_selection_range(this: &Field, start: u32, end: u32);
    #[wasm_bindgen(method, structural, js_name = setRangeText)]
    pub fn set_range_text(this: &Field, text: &str, start: u32, end: u32, mode: &str);
    #[wasm_bindgen(method, structural, js_name = focus)]
    pub fn focus_with(this: &Field, options: &Object);

    /// The options of a select.
    pub type Choices;
    #[wasm_bindgen(method, getter, structural)]
    pub fn length(this: &Choices) -> u32;
    #[wasm_bindgen(method, indexing_getter, structural)]
    fn get(this: &Choices, at: u32) -> Option<Choice>;

    /// An option of a select.
    #[derive(Clone)]
    pub type Choice;
    #[wasm_bindgen(method, getter, structural)]
    pub fn selected(this: &Choice) -> bool;
    #[wasm_bindgen(method, setter, structural)]
    pub fn set_selected(this: &Choice, selected: bool);
    #[wasm_bindgen(method, getter, structural, js_name = value)]
    pub fn choice_value(this: &Choice) -> String;

    /// A document that can still do what an editor's command does: the only way that keeps the browser's undo.
    pub type Editor;
    #[wasm_bindgen(method, structural, catch, js_name = execCommand)]
    pub fn exec_command(this: &Editor, command: &str, ui: bool, value: &str) -> Result<bool, JsValue>;

    #[wasm_bindgen(method, structural, js_name = createTextNode)]
    pub fn text(this: &Editor, text: &str) -> Node;

    #[wasm_bindgen(extends = web_sys::Event, js_name = Event)]
    type Bubbling;
    #[wasm_bindgen(constructor, js_class = "Event")]
    fn new(kind: &str, options: &Object) -> Bubbling;

    /// The button that a form was sent with, as an event tells it.
    pub type Submitted;
    #[wasm_bindgen(method, getter, structural)]
    pub fn submitter(this: &Submitted) -> Option<Element>;

    /// What a pressed element or a focused one tells of the other.
    pub type FocusMoved;
    #[wasm_bindgen(method, getter, structural, js_name = relatedTarget)]
    pub fn related_target(this: &FocusMoved) -> Option<Node>;

    /// The parts of a text that a style sheet marks by a name.
    #[derive(Clone)]
    pub type Highlight;
    #[wasm_bindgen(constructor)]
    pub fn new() -> Highlight;
    #[wasm_bindgen(method)]
    pub fn add(this: &Highlight, range: &Range);
    #[wasm_bindgen(method)]
    pub fn delete(this: &Highlight, range: &Range);

    /// A part of a text.
    pub type Range;
    #[wasm_bindgen(constructor)]
    pub fn new() -> Range;
    #[wasm_bindgen(method, catch, js_name = setStart)]
    pub fn set_start(this: &Range, node: &Node, at: u32) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch, js_name = setEnd)]
    pub fn set_end(this: &Range, node: &Node, at: u32) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch, js_name = deleteContents)]
    pub fn delete_contents(this: &Range) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch, js_name = insertNode)]
    pub fn insert_node(this: &Range, node: &Node) -> Result<(), JsValue>;

    /// What a person has selected.
    pub type Selection;
    #[wasm_bindgen(js_name = getSelection)]
    pub fn selection() -> Option<Selection>;
    #[wasm_bindgen(method, js_name = removeAllRanges)]
    pub fn clear(this: &Selection);
    #[wasm_bindgen(method, js_name = addRange)]
    pub fn add(this: &Selection, range: &Range);

    /// A node that holds letters.
    #[wasm_bindgen(extends = Node, js_name = CharacterData)]
    #[derive(Clone)]
    pub type Letters;
    #[wasm_bindgen(method, catch, js_name = replaceData)]
    pub fn replace_data(this: &Letters, at: u32, count: u32, with: &str) -> Result<(), JsValue>;

    /// Hears of changes of the page.
    pub type MutationObserver;
    #[wasm_bindgen(constructor, catch)]
    pub fn new(then: &Function) -> Result<MutationObserver, JsValue>;
    #[wasm_bindgen(method, catch)]
    pub fn observe(this: &MutationObserver, node: &Node, options: &Object) -> Result<(), JsValue>;
    #[wasm_bindgen(method)]
    pub fn disconnect(this: &MutationObserver);

    /// A change of the page.
    pub type Mutation;
    #[wasm_bindgen(method, getter, structural, js_name = type)]
    pub fn kind(this: &Mutation) -> String;
    #[wasm_bindgen(method, getter, structural, js_name = attributeName)]
    pub fn attribute(this: &Mutation) -> Option<String>;
    #[wasm_bindgen(method, getter, structural)]
    pub fn target(this: &Mutation) -> Node;
    #[wasm_bindgen(method, getter, structural, js_name = addedNodes)]
    pub fn added(this: &Mutation) -> NodeList;
    #[wasm_bindgen(method, getter, structural, js_name = removedNodes)]
    pub fn removed(this: &Mutation) -> NodeList;

    /// The page's highlights by name.
    pub type Highlights;
    #[wasm_bindgen(method)]
    pub fn get(this: &Highlights, name: &str) -> Option<Highlight>;
    #[wasm_bindgen(method)]
    pub fn set(this: &Highlights, name: &str, highlight: &Highlight);

    /// A style sheet that is made by a script: a content security policy has no say in it.
    #[derive(Clone)]
    pub type CSSStyleSheet;
    #[wasm_bindgen(constructor, catch)]
    pub fn new() -> Result<CSSStyleSheet, JsValue>;
    #[wasm_bindgen(method, catch, js_name = replaceSync)]
    pub fn replace_sync(this: &CSSStyleSheet, css: &str) -> Result<(), JsValue>;

    pub type ResizeObserver;
    #[wasm_bindgen(constructor, catch)]
    pub fn new(then: &Function) -> Result<ResizeObserver, JsValue>;
    #[wasm_bindgen(method)]
    pub fn observe(this: &ResizeObserver, element: &Element);
    #[wasm_bindgen(method)]
    pub fn disconnect(this: &ResizeObserver);

    /// Is the page shown in such a way?
    #[wasm_bindgen(js_name = matchMedia)]
    pub fn match_media(query: &str) -> Object;
    /// How the browser draws an element.
    #[wasm_bindgen(js_name = getComputedStyle)]
    pub fn computed_style(element: &Element) -> Object;

    #[wasm_bindgen(js_name = setTimeout)]
    pub fn set_timeout(then: &Function, milliseconds: u32) -> JsValue;
    #[wasm_bindgen(js_name = clearTimeout)]
    pub fn clear_timeout(timer: &JsValue);
    #[wasm_bindgen(js_name = queueMicrotask)]
    pub fn queue_microtask(then: &Function);
    #[wasm_bindgen(js_namespace = console)]
    pub fn warn(message: &str);
}

impl Choices {
    /// Each of them.
    pub fn each(&self) -> impl Iterator<Item = Choice> + '_ {
        (0..self.length()).filter_map(|at| self.get(at))
    }
}

/// An event that rises through the page, as the browser's own do.
pub fn bubbling(kind: &str) -> web_sys::Event {
    let options = Object::new();
    // Setting a property of a new plain object cannot fail.
    let _ = js_sys::Reflect::set(&options, &"bubbles".into(), &JsValue::TRUE);
    Bubbling::new(kind, &options).into()
}

/// Moves the focus without scrolling.
pub fn focus_in_place(field: &Field) {
    let options = Object::new();
    let _ = js_sys::Reflect::set(&options, &"preventScroll".into(), &JsValue::TRUE);
    field.focus_with(&options);
}

/// A new element with a class; a tag and a class of our own are always valid.
pub fn element(document: &Document, tag: &str, class: &str) -> Result<Element, JsValue> {
    let element = document.create_element(tag)?;
    if !class.is_empty() {
        element.set_class_name(class);
    }
    Ok(element)
}

/// A new element that holds a text.
pub fn text_element(document: &Document, tag: &str, class: &str, text: &str) -> Result<Element, JsValue> {
    let element = element(document, tag, class)?;
    element.set_text_content(Some(text));
    Ok(element)
}

/// A button that sends nothing.
pub fn button(document: &Document, class: &str, text: &str) -> Result<Element, JsValue> {
    let button = text_element(document, "button", class, text)?;
    button.set_attribute("type", "button")?;
    Ok(button)
}

/// Puts an element at the end of another.
pub fn append(parent: &Element, child: Element) -> Result<(), JsValue> {
    parent.append_child(&child).map(drop)
}

/// A word that only a screen reader says.
pub fn unseen(document: &Document, text: &str) -> Result<Element, JsValue> {
    text_element(document, "span", "govuk-visually-hidden fairnote-unseen", text)
}

/// The elements that a selector finds inside another.
pub fn all(root: &Element, selector: &str) -> Vec<Element> {
    let Ok(found) = root.query_selector_all(selector) else { return Vec::new() };
    (0..found.length()).filter_map(|at| found.item(at)?.dyn_into().ok()).collect()
}

/// What an element holds.
pub fn children(element: &Element) -> Vec<Node> {
    nodes(&element.child_nodes())
}

/// A list of nodes that no longer changes.
pub fn nodes(list: &NodeList) -> Vec<Node> {
    (0..list.length()).filter_map(|at| list.item(at)).collect()
}

/// What a label says, without what its control holds.
pub fn label_text(label: &Element) -> String {
    let mut said = String::new();
    for node in children(label) {
        match node.dyn_ref::<Element>() {
            Some(inner)
                if inner.closest("textarea, select, [contenteditable], [aria-hidden]").ok().flatten().is_some() => {}
            Some(inner) => said.push_str(&label_text(inner)),
            None => said.push_str(&node.node_value().unwrap_or_default()),
        }
    }
    said
}

/// The element beside which something can stand that is no part of a label: the control, or the label round it.
pub fn outside_label(field: &Field) -> Element {
    field.closest("label").ok().flatten().unwrap_or_else(|| field.clone().into())
}

/// Adds or takes out a word of an attribute that holds a list of ids.
pub fn list_word(element: &Element, attribute: &str, word: &str, present: bool) -> Result<(), JsValue> {
    let before = element.get_attribute(attribute).unwrap_or_default();
    let mut words: Vec<&str> = before.split_whitespace().filter(|one| *one != word).collect();
    if present {
        words.push(word);
    }
    let after = words.join(" ");
    if after == before {
        return Ok(());
    }
    if after.is_empty() { element.remove_attribute(attribute) } else { element.set_attribute(attribute, &after) }
}
