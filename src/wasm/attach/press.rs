//! Pressing: fixes, and the words of a narrative.

use super::dom::{self, Field};
use super::narrative::Narrative;
use super::notes::{Change, Press};
use super::page::Page;
use super::statements::SHOW;
use super::view::PRESS;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{Element, Event, HtmlElement};

/// What a button was pressed for.
enum Pressed {
    /// To show words in the text.
    Show(Field, u32, u32),
    /// To change answers.
    Fix(Press),
}

impl Page {
    /// A press somewhere in the form.
    pub fn press(self: &Rc<Page>, event: &Event) -> Result<(), JsValue> {
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let Some(target) = target else { return Ok(()) };
        if let Some(words) = target.closest(&format!("[{SHOW}]"))? {
            self.flush()?;
            let state = self.state()?;
            let at = |narrative: &Narrative| Some((narrative.field.clone(), narrative.panel.pressed(&words)?));
            let at = state.narratives.iter().find_map(at);
            // Whoever hears of the focus may call back.
            drop(state);
            if let Some((field, (start, end))) = at {
                field.show(start, end);
            }
            return Ok(());
        }
        let Some(button) = target.closest(&format!("[{PRESS}]"))? else { return Ok(()) };
        // What the button was made for may have moved, or be gone, with what was typed since.
        self.flush()?;
        if !button.is_connected() {
            return Ok(());
        }
        let room = button.parent_element().and_then(|row| row.closest("[data-fairnote-rule]").ok().flatten());
        // The notes are painted anew; the room that they stand in stays.
        let room = room.and_then(|note| note.parent_element());
        match self.pressed(&button.get_attribute(PRESS).unwrap_or_default())? {
            Some(Pressed::Show(field, start, end)) => {
                field.show(start, end);
                Ok(())
            }
            Some(Pressed::Fix(fix)) => self.fix(&fix, room.as_ref()),
            None => Ok(()),
        }
    }

    fn pressed(&self, what: &str) -> Result<Option<Pressed>, JsValue> {
        let state = self.state()?;
        let mut parts = what.split('|');
        let (Some(rule), Some(at), Some(excerpt), Some(fix)) = (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Ok(None);
        };
        let mut notes = state.spots.iter().filter_map(|spot| spot.note(rule));
        let Some(note) = notes.find(|note| note.at == at) else { return Ok(None) };
        let excerpt = excerpt.parse::<usize>().ok().and_then(|excerpt| note.excerpts.get(excerpt));
        let fixes = excerpt.map_or(&note.fixes, |excerpt| &excerpt.fixes);
        if let Ok(fix) = fix.parse::<usize>() {
            return Ok(fixes.get(fix).cloned().map(Pressed::Fix));
        }
        let answer = state.answers.iter().find(|answer| answer.place == at);
        let field = answer.and_then(|answer| answer.controls.first()).map(|control| control.field.clone());
        Ok(excerpt.zip(field).map(|(excerpt, field)| Pressed::Show(field, excerpt.start, excerpt.end)))
    }

    /// Makes the changes of a fix as the person would: the page's own listeners hear of each.
    pub fn fix(self: &Rc<Page>, fix: &Press, room: Option<&Element>) -> Result<(), JsValue> {
        let mut focus: Option<Field> = None;
        for change in &fix.changes {
            let (changed, first) = {
                let state = self.state()?;
                let Some(answer) = state.answers.iter().find(|answer| answer.place == change.at()) else { continue };
                let first = answer.controls.first().map(|control| control.field.clone());
                if first.is_none() {
                    continue;
                }
                match change {
                    Change::Set { value, .. } => (answer.write(value), first),
                    Change::Text { .. } => (Vec::new(), first),
                }
            };
            if let (Change::Text { start, end, text, .. }, Some(field)) = (change, &first) {
                field.replace(&self.document, *start, *end, text)?;
            }
            for field in changed {
                field.dispatch_event(&dom::bubbling("input"))?;
                field.dispatch_event(&dom::bubbling("change"))?;
            }
            focus = focus.or(first);
        }
        {
            let mut state = self.state_mut()?;
            let places: Vec<&str> = fix.changes.iter().map(Change::at).collect();
            for answer in state.answers.iter_mut().filter(|answer| places.contains(&answer.place.as_str())) {
                answer.left = true;
            }
        }
        self.settle()?;
        // Pressing on through a list of words: the next one of the same rule, while there is one.
        let next = room
            .filter(|room| room.is_connected())
            .and_then(|room| room.query_selector(&format!("[{PRESS}]")).ok().flatten());
        let next = next.and_then(|next| next.dyn_into::<HtmlElement>().ok());
        match (next, focus) {
            (Some(next), _) => next.focus(),
            (None, Some(field)) => field.focus(),
            (None, None) => Ok(()),
        }
    }
}
