//! The class `RecordSession`.

use super::held::Held;
use super::inward::{CheckOptions, as_at, asked, error, mode, with_context, with_json, with_record, with_text};
use super::outward;
use super::standard::JsReport;
use crate::calendar::Moment;
use crate::checks::{Change, Session};
use crate::record::Tag;
use crate::report;
use crate::text::json::{Tree, quoted};
use js_sys::JsString;
use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;
use wasm_bindgen::prelude::*;

/// A record that is open: set an answer, and what depends on it is judged again.
#[wasm_bindgen]
pub struct RecordSession {
    held: Rc<Held>,
    /// In a cell, so that code of the page that runs while an argument is read finds a session it can use.
    session: RefCell<Session>,
}

#[wasm_bindgen]
extern "C" {
    /// What a change came to, as an object.
    #[wasm_bindgen(typescript_type = "Change")]
    pub type JsChange;
}

#[wasm_bindgen]
impl RecordSession {
    /// Sets the answer at a JSON Pointer such as `"/fields/date_of_birth"`; null clears it, and takes an item out of its
    /// list. Throws if the form has no such place; the record is then as it was.
    pub fn set(
        &self,
        pointer: &str,
        #[wasm_bindgen(unchecked_param_type = "FieldValue")] value: &JsValue,
    ) -> Result<JsChange, JsValue> {
        with_value(value, |json| {
            self.change(|session| session.set(pointer, json).map_err(|wrong| error(&wrong.to_string())))
        })?
    }

    /// Replaces what the author says of the statements of the narrative at a JSON Pointer. The offsets are those of its text
    /// as it stands; from then on the tags move with the text.
    #[wasm_bindgen(js_name = setTags)]
    pub fn set_tags(
        &self,
        pointer: &str,
        #[wasm_bindgen(unchecked_param_type = "readonly Tag[]")] tags: &JsValue,
    ) -> Result<JsChange, JsValue> {
        let wrong = || error("tags must be a list of { start, end, kind, source }");
        let Ok(Tree::List(tags)) = with_json(tags, "the tags", Tree::read)? else { return Err(wrong()) };
        let tags: Option<Vec<Tag>> = tags.iter().map(Tag::read).collect();
        let tags = tags.ok_or_else(wrong)?;
        self.change(|session| session.set_tags(pointer, &tags).map_err(|wrong| error(&wrong.to_string())))
    }

    /// The whole report as it stands: what `check` gives for the same record.
    pub fn report(&self) -> Result<JsReport, JsValue> {
        let session = self.session.try_borrow().map_err(|_| busy())?;
        Ok(outward::report(&self.held, &session.report()).unchecked_into())
    }

    /// The same as JSON.
    #[wasm_bindgen(js_name = reportJson)]
    pub fn report_json(&self) -> Result<String, JsValue> {
        let session = self.session.try_borrow().map_err(|_| busy())?;
        Ok(report::json(&session.report()))
    }

    /// Moves the moment of the check; without one, to now.
    #[wasm_bindgen(js_name = setAsAt)]
    pub fn set_as_at(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "string | Date")] at: &JsValue,
    ) -> Result<JsChange, JsValue> {
        let at: Moment = as_at(at)?;
        self.change(|session| Ok(session.set_as_at(at)))
    }

    /// Checks as a draft, or to be finalised.
    #[wasm_bindgen(js_name = setMode)]
    pub fn set_mode(&self, #[wasm_bindgen(unchecked_param_type = "Mode")] to: &JsValue) -> Result<JsChange, JsValue> {
        let to = mode(to)?;
        self.change(|session| Ok(session.set_mode(to)))
    }
}

impl RecordSession {
    /// Opens a record.
    pub fn open(held: Rc<Held>, record: &JsValue, options: Option<&CheckOptions>) -> Result<RecordSession, JsValue> {
        let session = with_record(&held.standard, record, |record| {
            let asked = asked(options)?;
            let context =
                with_context(&held.standard, record.kind(), &asked.context, |context| context.clone().into_owned())?;
            Session::new(Arc::clone(&held.standard), record.into_owned(), context, asked.as_at, asked.mode)
                .ok_or_else(|| error("the standard has no record of this kind"))
        })?;
        Ok(RecordSession { held, session: RefCell::new(session) })
    }

    fn change(&self, make: impl FnOnce(&mut Session) -> Result<Change, JsValue>) -> Result<JsChange, JsValue> {
        let mut session = self.session.try_borrow_mut().map_err(|_| busy())?;
        let change = make(&mut session)?;
        Ok(outward::change(&self.held, &session, &change).unchecked_into())
    }
}

/// Shows an answer as JSON. Most are short texts, which are quoted here; the rest is left to `JSON.stringify`.
fn with_value<T>(value: &JsValue, see: impl FnOnce(&str) -> T) -> Result<T, JsValue> {
    if value.is_null() || value.is_undefined() {
        return Ok(see("null"));
    }
    if let Some(yes) = value.as_bool() {
        return Ok(see(if yes { "true" } else { "false" }));
    }
    match value.dyn_ref::<JsString>() {
        Some(text) => with_text(text, |text| see(&quoted(text))),
        None => with_json(value, "the answer", see),
    }
}

fn busy() -> JsValue {
    error("the session is in use: it cannot be changed while one of its own calls runs")
}
