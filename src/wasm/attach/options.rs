//! What `attach` is asked: from its options, the form's attributes, and the page's `#fairnote-context`.

use super::scan::NameMap;
use super::table::Table;
use super::view::Look;
use super::words::Words;
use crate::checks::Mode;
use crate::text::json::Tree;
use crate::wasm::held::Held;
use crate::wasm::inward::{error, mode, with_json};
use wasm_bindgen::prelude::*;
use web_sys::HtmlElement;

#[wasm_bindgen]
extern "C" {
    type AttachOptions;
    #[wasm_bindgen(method, getter, structural, catch)]
    fn kind(this: &AttachOptions) -> Result<Option<String>, JsValue>;
    #[wasm_bindgen(method, getter, structural, catch)]
    fn context(this: &AttachOptions) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, getter, structural, catch)]
    fn fields(this: &AttachOptions) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, getter, structural, catch)]
    fn map(this: &AttachOptions) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, getter, structural, catch)]
    fn mode(this: &AttachOptions) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, getter, structural, catch)]
    fn prefix(this: &AttachOptions) -> Result<Option<String>, JsValue>;
    #[wasm_bindgen(method, getter, structural, catch)]
    fn accept(this: &AttachOptions) -> Result<Option<bool>, JsValue>;
    #[wasm_bindgen(method, getter, structural, catch)]
    fn messages(this: &AttachOptions) -> Result<JsValue, JsValue>;
}

/// What was asked.
pub struct Asked {
    /// The record's kind.
    pub kind: String,
    /// The case context as JSON; blank if nothing is known.
    pub context: String,
    /// Which control is for which answer, where names do not say so.
    pub map: NameMap,
    /// Answers that the page has no control for, by the names of their fields.
    pub extra: Table<Tree>,
    /// How far a submit is checked whose button does not say.
    pub submit: Mode,
    /// How notes look.
    pub look: Look,
}

/// Reads what is asked.
pub fn read(held: &Held, form: &HtmlElement, options: &JsValue) -> Result<Asked, JsValue> {
    // Without options every key is absent: the same as an object that has none.
    let empty = js_sys::Object::new();
    let options: &AttachOptions = if options.is_object() { options.unchecked_ref() } else { empty.unchecked_ref() };
    let kind = options.kind()?.or_else(|| form.get_attribute("data-fairnote-kind"));
    let kind =
        kind.ok_or_else(|| error("attach needs the kind of record: options.kind, or data-fairnote-kind on the form"))?;
    if held.standard.kind(&kind).is_none() {
        return Err(error("the standard has no record of this kind"));
    }
    let submit = match (options.mode()?, form.get_attribute("data-fairnote-mode")) {
        (given, Some(attribute)) if given.is_undefined() => mode(&attribute.into())?,
        (given, _) => mode(&given)?,
    };
    let prefix = options.prefix()?.unwrap_or_else(|| String::from("fairnote"));
    let plain =
        !prefix.is_empty() && prefix.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    if !plain {
        return Err(error("options.prefix must be the beginning of a class name: letters, digits, hyphens"));
    }
    Ok(Asked {
        kind,
        context: context(form, &options.context()?)?,
        map: map(form, &options.map()?)?,
        extra: extra(&options.fields()?)?,
        submit,
        look: Look {
            prefix,
            accept: options.accept()?.unwrap_or(false),
            ids: String::new(),
            words: Words::of(&options.messages()?)?,
        },
    })
}

fn context(form: &HtmlElement, given: &JsValue) -> Result<String, JsValue> {
    if given.is_object() {
        return with_json(given, "the case context", str::to_owned);
    }
    // Several forms of a page may have several contexts.
    let id = form.get_attribute("data-fairnote-context").unwrap_or_else(|| String::from("fairnote-context"));
    let script = form.owner_document().and_then(|document| document.get_element_by_id(&id));
    Ok(script.and_then(|script| script.text_content()).unwrap_or_default().trim().to_owned())
}

/// The places of controls by their names or ids: from the options, or else from the form's attribute.
fn map(form: &HtmlElement, given: &JsValue) -> Result<NameMap, JsValue> {
    let map = if !given.is_undefined() && !given.is_null() {
        with_json(given, "options.map", Tree::read)?
    } else if let Some(attribute) = form.get_attribute("data-fairnote-map") {
        Tree::read(&attribute)
    } else {
        return Ok(NameMap::default());
    };
    let wrong = || {
        error(
            "options.map, or data-fairnote-map as JSON, must hold places by the names of controls: \
             { \"name\": \"/fields/full_name\" }",
        )
    };
    let Ok(Tree::Map(map)) = map else { return Err(wrong()) };
    let mut names = NameMap::default();
    for (name, place) in &map {
        names.set(name, place.text().ok_or_else(wrong)?.to_owned());
    }
    Ok(names)
}

/// Answers that a script gives, by the names of their fields.
fn extra(given: &JsValue) -> Result<Table<Tree>, JsValue> {
    if given.is_undefined() || given.is_null() {
        return Ok(Table::default());
    }
    let Ok(Tree::Map(fields)) = with_json(given, "options.fields", Tree::read)? else {
        return Err(error(
            "options.fields must hold answers by the names of fields: { event_at: \"2026-11-24T10:00\" }",
        ));
    };
    let mut extra = Table::default();
    for (name, value) in fields {
        extra.set(&name, value);
    }
    Ok(extra)
}
