//! `load`, `check` and the class `Standard`.

use super::attach::Attachment;
use super::held::Held;
use super::inward::{CheckOptions, asked, error, string, with_context, with_record, with_text};
use super::note::NoteSession;
use super::outward;
use super::session::RecordSession;
use crate::checks;
use crate::record::Record;
use crate::report;
use crate::standards;
use serde::Serialize;
use std::rc::Rc;
use std::sync::Arc;
use wasm_bindgen::prelude::*;

/// A standard, loaded and ready to check with.
#[wasm_bindgen(js_name = Standard)]
pub struct StandardHandle {
    held: Rc<Held>,
}

#[wasm_bindgen]
extern "C" {
    /// A `Standard` as it comes back from JavaScript in options.
    type Given;
    #[wasm_bindgen(method, structural, catch)]
    fn check(this: &Given, record: &JsValue, options: &JsValue) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, structural, catch)]
    fn note(this: &Given, text: &JsValue) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, structural, catch)]
    fn attach(this: &Given, form: &JsValue, options: &JsValue) -> Result<JsValue, JsValue>;
}

/// Loads a resolved standard, as the server and this package give it: its text, or the bytes of it. Throws an `Error` that
/// says what is wrong with it.
///
/// Narratives are read with a model that stands in a file of its own; give its bytes too, or later by `giveModel`, unless
/// `standard.model` is undefined or no record with a narrative is checked. The function `standard` fetches both.
///
/// `digest` is `"sha-256:"` and the SHA-256 of the standard's bytes, if the caller has taken it already: otherwise it is taken
/// here, which is slower.
#[wasm_bindgen]
pub fn load(
    #[wasm_bindgen(unchecked_param_type = "string | Uint8Array")] json: &JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "Uint8Array")] model: &JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "string")] digest: Option<String>,
) -> Result<StandardHandle, JsValue> {
    let text = match json.dyn_ref::<js_sys::Uint8Array>() {
        Some(bytes) => String::from_utf8(bytes.to_vec()).map_err(|_| error("the standard is not UTF-8"))?,
        None => with_text(string(json, "the standard")?, str::to_owned)?,
    };
    let standard = standards::Standard::open(text).map_err(|wrong| error(&wrong.to_string()))?;
    digest.into_iter().for_each(|digest| standard.know_digest(digest));
    let standard = StandardHandle { held: Rc::new(Held::new(standard)) };
    if !model.is_undefined() {
        standard.give_model(model)?;
    }
    Ok(standard)
}

/// Checks a record against `options.standard`. The same as its method `check`.
#[wasm_bindgen]
pub fn check(
    #[wasm_bindgen(unchecked_param_type = "RecordInput")] record: &JsValue,
    #[wasm_bindgen(unchecked_param_type = "WithStandard<CheckOptions>")] options: &JsValue,
) -> Result<JsReport, JsValue> {
    given(options)?.check(record, options).map(JsCast::unchecked_into)
}

/// Opens a note with `options.standard`. The same as its method `note`.
#[wasm_bindgen(unchecked_return_type = "NoteSession")]
pub fn note(
    #[wasm_bindgen(unchecked_param_type = "string")] text: &JsValue,
    #[wasm_bindgen(unchecked_param_type = "WithStandard")] options: &JsValue,
) -> Result<JsValue, JsValue> {
    given(options)?.note(text)
}

/// Checks a form with `options.standard` while it is filled in. The same as its method `attach`.
#[wasm_bindgen(unchecked_return_type = "Attachment")]
pub fn attach(
    #[wasm_bindgen(unchecked_param_type = "HTMLElement")] form: &JsValue,
    #[wasm_bindgen(unchecked_param_type = "WithStandard<AttachOptions>")] options: &JsValue,
) -> Result<JsValue, JsValue> {
    given(options)?.attach(form, options)
}

fn given(options: &JsValue) -> Result<Given, JsValue> {
    const MISSING: &str = "options.standard is missing: give the standard that load() returned";
    if !options.is_object() {
        return Err(error(MISSING));
    }
    let standard = options.unchecked_ref::<CheckOptions>().standard()?;
    if standard.is_object() { Ok(standard.unchecked_into()) } else { Err(error(MISSING)) }
}

#[wasm_bindgen]
extern "C" {
    /// A report as an object.
    #[wasm_bindgen(typescript_type = "Report")]
    pub type JsReport;
}

#[wasm_bindgen(js_class = Standard)]
impl StandardHandle {
    /// Its id, such as `"england"`.
    #[wasm_bindgen(getter)]
    pub fn id(&self) -> String {
        self.held.standard.id().to_owned()
    }

    /// Its version.
    #[wasm_bindgen(getter)]
    pub fn version(&self) -> String {
        self.held.standard.version().to_owned()
    }

    /// `"sha-256:"` and the SHA-256 of its canonical JSON, in hexadecimal.
    #[wasm_bindgen(getter)]
    pub fn digest(&self) -> String {
        self.held.standard.digest().to_owned()
    }

    /// Its title.
    #[wasm_bindgen(getter)]
    pub fn title(&self) -> String {
        self.held.standard.title().to_owned()
    }

    /// The digest of the model that its narratives are read with; undefined if it needs none.
    #[wasm_bindgen(getter)]
    pub fn model(&self) -> Option<String> {
        self.held.standard.model_digest().map(str::to_owned)
    }

    /// The name of that model's file, which stands beside the standard's in this package; undefined if it needs none.
    #[wasm_bindgen(getter, js_name = modelFile)]
    pub fn model_file(&self) -> Option<String> {
        self.held.standard.model_digest().map(standards::model_file)
    }

    /// Gives the model: the bytes of its file. Without it, whatever reads a narrative throws an `Error` that names it.
    #[wasm_bindgen(js_name = giveModel)]
    pub fn give_model(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Uint8Array")] model: &JsValue,
    ) -> Result<(), JsValue> {
        let bytes = model.dyn_ref::<js_sys::Uint8Array>().ok_or_else(|| error("the model must be a Uint8Array"))?;
        self.held.standard.give_model(Arc::new(standards::StatementModel::new(bytes.to_vec())));
        Ok(())
    }

    /// The record kinds that it has forms for.
    pub fn kinds(&self) -> Vec<String> {
        self.held.standard.kind_names().map(str::to_owned).collect()
    }

    /// The form of a record kind. Throws if there is none.
    #[wasm_bindgen(unchecked_return_type = "Form")]
    pub fn form(&self, kind: &str) -> Result<JsValue, JsValue> {
        let form = self.held.standard.form_json(kind).ok_or_else(|| {
            let known = self.held.standard.kind_names().collect::<Vec<_>>().join(", ");
            error(&format!("the standard has no form of this kind; it has {known}"))
        })?;
        Ok(outward::parse(form))
    }

    /// A code list, by the id that a field names. Throws if there is none.
    #[wasm_bindgen(unchecked_return_type = "CodeList")]
    pub fn codes(&self, list: &str) -> Result<JsValue, JsValue> {
        let found = self.held.standard.codes().iter().find(|known| known.id == list);
        let list = found.ok_or_else(|| error("the standard has no code list of this id"))?.list();
        let shown = CodesShown { title: &list.title, codes: &list.codes };
        Ok(shown.serialize(&serde_wasm_bindgen::Serializer::json_compatible()).unwrap_or(JsValue::NULL))
    }

    /// Checks a record. Throws only if it is no record, or an option is wrong.
    pub fn check(
        &self,
        #[wasm_bindgen(unchecked_param_type = "RecordInput")] record: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "CheckOptions")] options: Option<CheckOptions>,
    ) -> Result<JsReport, JsValue> {
        with_record(&self.held.standard, record, |record| {
            self.checked(&record, options.as_ref(), |report| outward::report(&self.held, report).unchecked_into())
        })
    }

    /// Checks a record given as JSON, and gives the report as JSON: the same bytes in every browser, in Node and on the
    /// server.
    #[wasm_bindgen(js_name = checkJson)]
    pub fn check_json(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string")] record_json: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "CheckOptions")] options: Option<CheckOptions>,
    ) -> Result<String, JsValue> {
        with_text(string(record_json, "the record's JSON")?, |json| {
            let record = Record::from_json(&self.held.standard, json);
            let record = record.map_err(|wrong| error(&format!("this is no record: {wrong}")))?;
            self.checked(&record, options.as_ref(), report::json)
        })?
    }

    /// Opens a record, to check it answer by answer while it is written.
    pub fn session(
        &self,
        #[wasm_bindgen(unchecked_param_type = "RecordInput")] record: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "CheckOptions")] options: Option<CheckOptions>,
    ) -> Result<RecordSession, JsValue> {
        RecordSession::open(Rc::clone(&self.held), record, options.as_ref())
    }

    /// Opens a note, to read it edit by edit while it is written.
    pub fn note(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string")] text: &JsValue,
    ) -> Result<NoteSession, JsValue> {
        NoteSession::open(Rc::clone(&self.held), text)
    }

    /// Checks a form that exists while it is filled in, or the controls of another element. Throws if it cannot; the page is then
    /// as it was.
    pub fn attach(
        &self,
        #[wasm_bindgen(unchecked_param_type = "HTMLElement")] form: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "AttachOptions")] options: &JsValue,
    ) -> Result<Attachment, JsValue> {
        Attachment::new(&self.held, form, options)
    }
}

impl StandardHandle {
    fn checked<T>(
        &self,
        record: &Record<'_>,
        options: Option<&CheckOptions>,
        see: impl FnOnce(&checks::Report<'_>) -> T,
    ) -> Result<T, JsValue> {
        let asked = asked(options)?;
        with_context(&self.held.standard, record.kind(), &asked.context, |context| {
            see(&checks::check(&self.held.standard, record, context, asked.as_at, asked.mode))
        })
    }
}

/// A code list as JavaScript sees it.
#[derive(Serialize)]
struct CodesShown<'a> {
    title: &'a str,
    codes: &'a [standards::Code],
}
