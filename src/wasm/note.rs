//! The class `NoteSession`.

use super::held::Held;
use super::inward::{error, string, with_text};
use super::outward;
use crate::checks;
use crate::note;
use crate::report;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// A note that is being written: what kind of statement each sentence is, and the wording that a reader might raise.
#[wasm_bindgen]
pub struct NoteSession {
    held: Rc<Held>,
    note: RefCell<note::NoteSession>,
    /// What was found, until the next edit.
    found: RefCell<Option<Found>>,
}

#[wasm_bindgen]
extern "C" {
    /// What `report::note_json` writes.
    #[derive(Clone)]
    type Found;
    #[wasm_bindgen(method, getter, structural)]
    fn statements(this: &Found) -> Statements;
    #[wasm_bindgen(method, getter, structural)]
    fn findings(this: &Found) -> Wordings;

    /// Statements, as an array.
    #[wasm_bindgen(typescript_type = "Statement[]")]
    pub type Statements;
    /// Wording, as an array.
    #[wasm_bindgen(typescript_type = "Wording[]")]
    pub type Wordings;
}

#[wasm_bindgen]
impl NoteSession {
    /// Replaces the part from `start` to `end`, in UTF-16 code units as JavaScript counts them, by a text. Only the
    /// paragraphs that it touches are read again. Throws if the part is outside the note; the note is then as it was.
    pub fn edit(
        &self,
        start: u32,
        end: u32,
        #[wasm_bindgen(unchecked_param_type = "string")] inserted: &JsValue,
    ) -> Result<(), JsValue> {
        with_text(string(inserted, "the inserted text")?, |inserted| {
            let mut note = self.note.try_borrow_mut().map_err(|_| error("the note is in use"))?;
            note.edit(start, end, inserted).map_err(|wrong| error(&wrong.to_string()))?;
            self.found.replace(None);
            Ok(())
        })?
    }

    /// The wording that a reader might raise, in order, as the note stands.
    pub fn findings(&self) -> Wordings {
        self.found().findings()
    }

    /// Its statements, in order, as the note stands.
    pub fn statements(&self) -> Statements {
        self.found().statements()
    }

    /// The note as it stands.
    pub fn text(&self) -> String {
        self.note.borrow().text().to_owned()
    }
}

impl NoteSession {
    /// Opens a note.
    pub fn open(held: Rc<Held>, text: &JsValue) -> Result<NoteSession, JsValue> {
        let lexicon = checks::lexicon(&held.standard).map_err(|wrong| error(&wrong.to_string()))?;
        let note = with_text(string(text, "the note")?, |text| note::NoteSession::new(lexicon, text))?;
        Ok(NoteSession { held, note: RefCell::new(note), found: RefCell::default() })
    }

    fn found(&self) -> Found {
        self.found
            .borrow_mut()
            .get_or_insert_with(|| {
                outward::parse(&report::note_json(&self.held.standard, &self.note.borrow())).unchecked_into()
            })
            .clone()
    }
}
