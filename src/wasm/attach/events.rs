//! What the page is told: `fairnote:ready`, `fairnote:report`, `fairnote:finding`, `fairnote:tag`,
//! `fairnote:blocked`, `fairnote:detached`.
//!
//! Their details hold what was found and where, never what was typed.

use js_sys::{Object, Reflect};
use wasm_bindgen::prelude::*;
use web_sys::{CustomEvent, CustomEventInit, EventTarget};

/// An event to be told once nothing is held: whoever hears it may call back.
pub struct Told {
    kind: &'static str,
    detail: Object,
}

impl Told {
    /// An event without details yet.
    pub fn new(kind: &'static str) -> Told {
        Told { kind, detail: Object::new() }
    }

    /// Adds a detail.
    #[must_use]
    pub fn with(self, name: &str, value: &JsValue) -> Told {
        // Setting a property of a plain object cannot fail.
        let _ = Reflect::set(&self.detail, &name.into(), value);
        self
    }

    /// Tells it.
    pub fn tell(&self, target: &EventTarget) -> Result<(), JsValue> {
        let init = CustomEventInit::new();
        init.set_bubbles(true);
        init.set_detail(&self.detail);
        let event = CustomEvent::new_with_event_init_dict(self.kind, &init)?;
        target.dispatch_event(&event).map(drop)
    }
}
