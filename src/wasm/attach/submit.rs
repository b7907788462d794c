//! Submitting: a final submit is stopped while something stands in its way that can be put right on this page.

use super::events::Told;
use super::page::Page;
use super::paint::blocks;
use super::summary::{Line, Summary, lead_to};
use crate::checks::Mode;
use crate::wasm::outward;
use js_sys::Array;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{Element, Event};

impl Page {
    /// A submit. Unless all of this goes well, the form is sent as it would be without us.
    pub fn submit(self: &Rc<Page>, event: &Event) -> Result<(), JsValue> {
        // What was typed or chosen last goes with the form, whichever button sends it.
        self.flush()?;
        if event.default_prevented() || self.mode_of(event) == Mode::Draft {
            return Ok(());
        }
        let Some(found) = self.stopped()? else { return Ok(()) };
        // Last, so that whatever fails above lets the form through.
        event.prevent_default();
        event.stop_immediate_propagation();
        self.blocked(&found)
    }

    /// Tells the page that something stands in the way.
    pub fn blocked(&self, found: &Array) -> Result<(), JsValue> {
        Told::new("fairnote:blocked").with("findings", found).tell(&self.root)
    }

    /// Checks what is to be finalised, and shows what stands in the way. `None` if nothing does that this page can put right.
    pub fn stopped(self: &Rc<Page>) -> Result<Option<Array>, JsValue> {
        self.read_again()?;
        let before = {
            let mut state = self.state_mut()?;
            state.set_mode(Mode::Final);
            std::mem::replace(&mut state.mode, Mode::Final)
        };
        let (lines, found) = self.in_the_way()?;
        if lines.iter().all(|line| line.to.is_none()) {
            // Nothing that this page can put right: the server decides.
            let mut state = self.state_mut()?;
            state.mode = before;
            state.set_mode(before);
            return Ok(None);
        }
        for answer in &mut self.state_mut()?.answers {
            answer.left = true;
        }
        self.state_mut()?.active = None;
        self.repaint()?;
        if !self.is_form() {
            // One note: its own error says it.
            let first = lines.iter().find_map(|line| self.spot_at(&line.to.as_ref()?.0));
            if let Some((target, group)) = first {
                lead_to(&target, &group);
            }
            return Ok(Some(found));
        }
        let shown = self.state_mut()?.summary.take();
        let words = &self.asked.look.words;
        let summary = match shown {
            Some(shown) => shown.replace(&lines, &self.document, &self.root, words)?,
            None => Summary::show(&self.document, &self.root, &lines, words)?,
        };
        self.state_mut()?.summary = Some(summary);
        Ok(Some(found))
    }

    /// What stands in the way at a place if the record is to be finalised as it is.
    pub fn errors_at(&self, at: &str) -> Result<Vec<String>, JsValue> {
        let mut state = self.state_mut()?;
        let before = state.mode;
        // Nothing is shown of it, so what is known to be found stays.
        state.session.set_mode(Mode::Final);
        let findings = state.session.report().findings().to_vec();
        state.session.set_mode(before);
        let Some(kind) = self.kind() else { return Ok(Vec::new()) };
        Ok(outward::in_words(&self.held.standard, kind, findings, |findings| {
            let own = findings.iter().filter(|finding| finding.at == at && blocks(finding));
            own.map(|finding| finding.message.clone().into_owned()).collect()
        }))
    }

    /// How far the submit is to be checked: what its button says, or the form.
    fn mode_of(&self, event: &Event) -> Mode {
        let Some(button) = event.unchecked_ref::<super::dom::Submitted>().submitter() else { return self.asked.submit };
        if let Some(mode) = button.get_attribute("data-fairnote-mode") {
            return if mode == "final" { Mode::Final } else { Mode::Draft };
        }
        let value = button.get_attribute("value").unwrap_or_default();
        match (button.get_attribute("name").as_deref(), value.as_str()) {
            (Some("action"), "submit") => Mode::Final,
            // Saving, checking on the server, adding and removing are never stopped.
            (Some("action"), "save_draft" | "check") => Mode::Draft,
            (Some("action"), value) if value.starts_with("add:") || value.starts_with("remove:") => Mode::Draft,
            _ if button.has_attribute("formnovalidate") => Mode::Draft,
            _ => self.asked.submit,
        }
    }

    /// What stands in the way of a final submit.
    fn in_the_way(&self) -> Result<(Vec<Line>, Array), JsValue> {
        let mut state = self.state_mut()?;
        let state = &mut *state;
        let findings = state.session.report().findings().to_vec();
        let mut lines: Vec<Line> = Vec::new();
        let found = Array::new();
        let Some(kind) = self.kind() else { return Ok((lines, found)) };
        let (answers, spots) = (&state.answers, &mut state.spots);
        outward::in_words(&self.held.standard, kind, findings, |findings| {
            for finding in findings.iter().filter(|finding| blocks(finding)) {
                let at = self.spot_for(&finding.at, answers, spots);
                let spot = at.and_then(|at| spots.get(at)).filter(|spot| !spot.pointer.is_empty());
                // What a note by itself is not about is not its affair.
                if spot.is_some() || self.is_form() {
                    found.push(&outward::finding(&self.held, finding));
                }
                let to = spot.map(|spot| (spot.pointer.clone(), spot.target.id()));
                let line = Line { message: finding.message.clone().into_owned(), to };
                let same = |known: &Line| known.message == line.message && known.to == line.to;
                if !lines.iter().any(same) {
                    lines.push(line);
                }
            }
        });
        // As on the page, from the top down.
        crate::text::sort_short(&mut lines, |line| line.to.as_ref().map_or(usize::MAX, |(at, _)| order(at, state)));
        Ok((lines, found))
    }

    /// A press of a link in the summary.
    pub fn follow(self: &Rc<Page>, event: &Event) -> Result<(), JsValue> {
        let at = self.state()?.summary.as_ref().and_then(|summary| summary.pressed(event));
        let Some((target, group)) = at.and_then(|at| self.spot_at(&at)) else { return Ok(()) };
        event.prevent_default();
        lead_to(&target, &group);
        Ok(())
    }

    /// What gets the focus at a place, and the group round it.
    fn spot_at(&self, pointer: &str) -> Option<(Element, Element)> {
        let state = self.state().ok()?;
        let spot = state.spots.iter().find(|spot| spot.pointer == pointer)?;
        Some((spot.target.clone(), spot.group.clone()))
    }
}

/// The number of a spot's first answer: spots of groups are made after those of answers.
fn order(at: &str, state: &super::state::State) -> usize {
    let inside = format!("{at}/");
    let own = |answer: &super::answers::Answer| {
        let pointer = super::names::join(&answer.path, "/fields", '/');
        pointer == at || pointer.starts_with(&inside)
    };
    state.answers.iter().position(own).map_or(usize::MAX, |at| at.saturating_mul(2).saturating_add(1))
}
