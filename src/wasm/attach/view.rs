//! What a note looks like: elements and texts, in the shape that the server's pages have too.

use super::dom::{self, Field, button, element, text_element, unseen};
use super::notes::{Note, Press, Weight};
use super::words::Words;
use wasm_bindgen::prelude::*;
use web_sys::{Document, Element};

/// The attribute that says what a button of ours does: `rule|at|excerpt|fix`, with `-` for none.
pub const PRESS: &str = "data-fairnote-press";

/// How many words of one note are listed: nobody works through more at once.
const MOST_EXCERPTS: usize = 40;

/// How the page wants notes to look.
#[derive(Clone, Debug)]
pub struct Look {
    /// What the classes begin with.
    pub prefix: String,
    /// Is a reason for keeping a warning asked for? It is then a field `accept.<rule>|<pointer>` of the form.
    pub accept: bool,
    /// What ids begin with, where several forms of one page would make the same.
    pub ids: String,
    /// The words of the interface.
    pub words: Words,
}

impl Look {
    /// The id that goes with a place.
    pub fn id(&self, pointer: &str) -> String {
        format!("{}{}", self.ids, super::names_id(pointer))
    }
}

/// A note as an element.
pub fn note_element(
    document: &Document,
    note: &Note,
    look: &Look,
    reasons: &dyn Fn(&str) -> String,
) -> Result<Element, JsValue> {
    let block = format!("{}-finding", look.prefix);
    let weight = note.weight.class();
    let made = element(document, "div", &format!("{block} {block}--{weight} fairnote-{weight}"))?;
    made.set_attribute("data-fairnote-rule", &note.rule)?;
    let message = element(document, "p", &format!("{block}__message"))?;
    message.set_id(&format!("{}-{}", look.id(&note.at), note.rule));
    // Colour alone says nothing to many people.
    dom::append(&message, text_element(document, "strong", &format!("{block}__tag"), &look.words.get(weight))?)?;
    let said = match note.excerpts.as_slice() {
        [] => note.message.clone(),
        many => look.words.count("places", u32::try_from(many.len()).unwrap_or(u32::MAX)),
    };
    message.append_with_str_1(&format!(" {said}"))?;
    made.append_child(&message)?;
    if note.excerpts.is_empty() {
        if !note.remedy.is_empty() {
            dom::append(&made, text_element(document, "p", &format!("{block}__remedy"), &note.remedy)?)?;
        }
    } else {
        let list = element(document, "ul", &format!("{}-excerpts", look.prefix))?;
        for (at, excerpt) in note.excerpts.iter().enumerate().take(MOST_EXCERPTS) {
            let item = element(document, "li", &format!("{}-excerpts__item", look.prefix))?;
            let quote = button(document, &format!("{}-excerpt", look.prefix), &format!("‘{}’", excerpt.quote))?;
            quote.set_attribute(PRESS, &press(note, Some(at), None))?;
            dom::append(&quote, unseen(document, &look.words.get("show"))?)?;
            item.append_child(&quote)?;
            item.append_with_str_1(&format!(" {}. {}.", full(&excerpt.message), full(&excerpt.remedy)))?;
            if let Some(buttons) = buttons(document, note, Some(at), &excerpt.fixes, look)? {
                item.append_child(&buttons)?;
            }
            list.append_child(&item)?;
        }
        if let Some(more) = note.excerpts.len().checked_sub(MOST_EXCERPTS).filter(|more| *more > 0) {
            let more = look.words.count("more_places", u32::try_from(more).unwrap_or(u32::MAX));
            dom::append(&list, text_element(document, "li", &format!("{}-excerpts__more", look.prefix), &more)?)?;
        }
        made.append_child(&list)?;
    }
    if let Some(buttons) = buttons(document, note, None, &note.fixes, look)? {
        made.append_child(&buttons)?;
    }
    if let Some(why) = why(document, note, look)? {
        made.append_child(&why)?;
    }
    if look.accept && matches!(note.weight, Weight::Warning | Weight::Kept) {
        dom::append(&made, accept(document, note, look, reasons)?)?;
    }
    Ok(made)
}

/// A sentence without its full stop.
fn full(sentence: &str) -> &str {
    sentence.trim_end_matches('.')
}

fn press(note: &Note, excerpt: Option<usize>, fix: Option<usize>) -> String {
    let number = |number: Option<usize>| number.map_or_else(|| String::from("-"), |number| number.to_string());
    format!("{}|{}|{}|{}", note.rule, note.at, number(excerpt), number(fix))
}

pub fn buttons(
    document: &Document,
    note: &Note,
    excerpt: Option<usize>,
    fixes: &[Press],
    look: &Look,
) -> Result<Option<Element>, JsValue> {
    if fixes.is_empty() {
        return Ok(None);
    }
    let row = element(document, "div", &format!("{}-fixes", look.prefix))?;
    for (at, fix) in fixes.iter().enumerate() {
        let class = format!("govuk-button govuk-button--secondary {}-fix", look.prefix);
        let made = button(document, &class, &fix.label)?;
        made.set_attribute(PRESS, &press(note, excerpt, Some(at)))?;
        row.append_child(&made)?;
    }
    Ok(Some(row))
}

/// Why it is asked, and by what, for whoever wants to know.
pub fn why(document: &Document, note: &Note, look: &Look) -> Result<Option<Element>, JsValue> {
    if note.rationale.is_empty() && note.sources.is_empty() {
        return Ok(None);
    }
    let why = element(document, "details", &format!("govuk-details {}-why", look.prefix))?;
    let summary = element(document, "summary", "govuk-details__summary")?;
    dom::append(&summary, text_element(document, "span", "govuk-details__summary-text", &look.words.get("why"))?)?;
    why.append_child(&summary)?;
    let text = element(document, "div", "govuk-details__text")?;
    dom::append(&text, text_element(document, "p", "govuk-body", &note.rationale)?)?;
    if !note.sources.is_empty() {
        let class = format!("govuk-body-s {}-muted", look.prefix);
        dom::append(&text, text_element(document, "p", &class, &note.sources.join("; "))?)?;
    }
    why.append_child(&text)?;
    Ok(Some(why))
}

/// A field for the reason to keep a warning.
fn accept(document: &Document, note: &Note, look: &Look, reasons: &dyn Fn(&str) -> String) -> Result<Element, JsValue> {
    let name = format!("accept.{}|{}", note.rule, note.at);
    let id = format!("accept-{}-{}", look.id(&note.at), note.rule);
    let group = element(document, "div", &format!("govuk-form-group {}-accept", look.prefix))?;
    let says = look.words.get(if note.weight == Weight::Kept { "kept_reason" } else { "give_reason" });
    let label = text_element(document, "label", "govuk-label", &says)?;
    label.set_attribute("for", &id)?;
    group.append_child(&label)?;
    let field = element(document, "textarea", "govuk-textarea")?;
    for (attribute, value) in [("id", id.as_str()), ("name", &name), ("rows", "2"), ("maxlength", "400")] {
        field.set_attribute(attribute, value)?;
    }
    field.set_attribute("data-fairnote-accept", &note.rule)?;
    field.set_attribute("data-fairnote-at", &note.at)?;
    field.unchecked_ref::<Field>().set_value(&reasons(&name));
    group.append_child(&field)?;
    Ok(group)
}
