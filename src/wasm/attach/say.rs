//! The region that says how many problems there are, for whoever cannot see them come and go.

use super::dom;
use super::page::Page;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{Element, Node};

/// How long after the last change a screen reader is told of it, in milliseconds.
const ANNOUNCE: u32 = 1000;

/// The region that says how many problems there are.
pub struct Status {
    /// The element.
    pub region: Element,
    /// What the page had in it; none, if the region is ours.
    pub theirs: Option<Vec<Node>>,
    said: String,
}

impl Page {
    /// Finds or makes the region.
    pub fn show_status(&self) -> Result<(), JsValue> {
        // The page's own, of this form or of all; what another form has taken stays with that one.
        const FREE: &str = "[data-fairnote-status]:not([data-fairnote-status='taken'])";
        let own = self.root.query_selector(FREE)?;
        let theirs = if own.is_none() && self.is_form() { self.document.query_selector(FREE)? } else { own };
        let status = match theirs {
            Some(region) => {
                let nodes = dom::children(&region);
                Status { region, theirs: Some(nodes), said: String::new() }
            }
            None => {
                let region = dom::unseen(&self.document, "")?;
                region.set_attribute("role", "status")?;
                region.set_attribute("aria-live", "polite")?;
                self.root.append_child(&region)?;
                Status { region, theirs: None, said: String::new() }
            }
        };
        self.status.replace(Some(status));
        Ok(())
    }

    /// Puts off the announcement until nothing changes for a moment.
    pub fn announce_later(&self) -> Result<(), JsValue> {
        self.later("announce", ANNOUNCE)
    }

    /// Says how many problems there are, if that is another number.
    pub fn announce(self: &Rc<Page>) -> Result<(), JsValue> {
        let (mut errors, mut warnings, mut advice) = (0, 0, 0);
        for spot in &self.state()?.spots {
            let counts = spot.counts();
            errors += counts.0;
            warnings += counts.1;
            advice += counts.2;
        }
        let sentence = self.asked.look.words.found(errors, warnings, advice);
        if let Some(status) = self.status.borrow_mut().as_mut()
            && status.said != sentence
        {
            if status.theirs.is_some() {
                status.region.set_text_content(None);
                let text = dom::text_element(&self.document, "p", "govuk-body-s", &sentence)?;
                status.region.append_child(&text)?;
            } else {
                status.region.set_text_content(Some(&sentence));
            }
            status.said = sentence;
        }
        Ok(())
    }
}
