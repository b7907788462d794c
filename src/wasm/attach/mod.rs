//! `attach`: a form that exists is checked while it is filled in.
//!
//! The HTML works before this: a form that is attached posts as it always did, and one that cannot be attached is left as
//! it is. What is painted has the shape that GOV.UK pages have; `detach` leaves the page as it was. Everything is made of
//! elements and texts, never of HTML in strings or inline styles, so that a strict content security policy holds.
//!
//! A finding is shown once the person has left the answer, never while they are still typing in it, unless the answer
//! already shows an error, which goes as soon as it is put right. The words of a narrative are read as they are typed.

mod answers;
mod dom;
mod events;
mod names;
mod narrative;
mod notes;
mod options;
mod page;
mod paint;
mod press;
mod scan;
mod show;
mod spot;
mod state;
mod statements;
mod submit;
mod summary;
mod table;
mod tags;
mod under;
mod view;
mod words;

use super::held::Held;
use super::inward::error;
use super::outward;
use super::standard::JsReport;
pub use events::Told;
use page::Page;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::HtmlFormElement;

/// The id that goes with a place: `/fields/addresses/0/postcode` is `addresses-0-postcode`.
fn names_id(pointer: &str) -> String {
    pointer.trim_start_matches("/fields").trim_start_matches('/').replace('/', "-")
}

/// A form that is being checked. It stays so until `detach`, whether or not this object is kept.
#[wasm_bindgen]
pub struct Attachment {
    page: Rc<Page>,
}

#[wasm_bindgen]
impl Attachment {
    /// The report of what the form holds now.
    pub fn report(&self) -> Result<JsReport, JsValue> {
        self.page.read_again()?;
        let state = self.page.state()?;
        Ok(outward::report(&self.page.held, &state.session.report()).unchecked_into())
    }

    /// The record that the form holds now, with the reasons for keeping warnings and what was said of statements.
    #[wasm_bindgen(unchecked_return_type = "RecordInput")]
    pub fn record(&self) -> Result<JsValue, JsValue> {
        self.page.read_again()?;
        let record = self.page.state_mut()?.record(&self.page.asked.kind);
        Ok(outward::parse(&record))
    }

    /// Looks for the form's controls again, after the page added or took out some.
    pub fn refresh(&self) -> Result<(), JsValue> {
        self.page.refresh()
    }

    /// Stops checking the form and leaves the page as it was. What was typed stays.
    pub fn detach(&self) -> Result<(), JsValue> {
        self.page.detach()
    }
}

impl Attachment {
    /// Attaches to a form.
    pub fn new(held: &Rc<Held>, form: &JsValue, options: &JsValue) -> Result<Attachment, JsValue> {
        let in_page = js_sys::Reflect::has(&js_sys::global(), &"document".into())?;
        if !in_page {
            return Err(error("attach needs a page: there is no document here"));
        }
        let form =
            form.dyn_ref::<HtmlFormElement>().ok_or_else(|| error("attach needs a form: give a <form> element"))?;
        let options = options::read(held, form, options)?;
        Ok(Attachment { page: Page::attach(Rc::clone(held), form.clone(), options)? })
    }
}
