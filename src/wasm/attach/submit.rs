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
            return Ok(());
        }
        for answer in &mut self.state_mut()?.answers {
            answer.left = true;
        }
        self.state_mut()?.active = None;
        self.repaint()?;
        let shown = self.state_mut()?.summary.take();
        let words = &self.asked.look.words;
        let summary = match shown {
            Some(shown) => shown.replace(&lines, &self.document, &self.form, words)?,
            None => Summary::show(&self.document, &self.form, &lines, words)?,
        };
        self.state_mut()?.summary = Some(summary);
        // Last, so that whatever fails above lets the form through.
        event.prevent_default();
        event.stop_immediate_propagation();
        Told::new("fairnote:blocked").with("findings", &found).tell(&self.form)
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
                found.push(&outward::finding(&self.held, finding));
                let at = self.spot_for(&finding.at, answers, spots);
                let spot = at.and_then(|at| spots.get(at)).filter(|spot| !spot.pointer.is_empty());
                let to = at.zip(spot).map(|(at, spot)| (at, spot.target.id()));
                let line = Line { message: finding.message.clone().into_owned(), to };
                let same = |known: &Line| known.message == line.message && known.to == line.to;
                if !lines.iter().any(same) {
                    lines.push(line);
                }
            }
        });
        // As on the page, from the top down.
        crate::text::sort_short(&mut lines, |line| line.to.as_ref().map_or(usize::MAX, |(at, _)| order(*at, state)));
        Ok((lines, found))
    }

    /// A press of a link in the summary.
    pub fn follow(self: &Rc<Page>, event: &Event) -> Result<(), JsValue> {
        let (target, group): (Element, Element) = {
            let state = self.state()?;
            let at = state.summary.as_ref().and_then(|summary| summary.pressed(event));
            let Some(spot) = at.and_then(|at| state.spots.get(at)) else { return Ok(()) };
            (spot.target.clone(), spot.group.clone())
        };
        event.prevent_default();
        lead_to(&target, &group);
        Ok(())
    }
}

/// The number of a spot's first answer: spots of groups are made after those of answers.
fn order(at: usize, state: &super::state::State) -> usize {
    let Some(spot) = state.spots.get(at) else { return usize::MAX };
    let inside = format!("{}/", spot.pointer);
    let own = |answer: &super::answers::Answer| {
        let pointer = super::names::join(&answer.path, "/fields", '/');
        pointer == spot.pointer || pointer.starts_with(&inside)
    };
    state.answers.iter().position(own).map_or(usize::MAX, |at| at.saturating_mul(2).saturating_add(1))
}
