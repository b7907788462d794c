//! Watching the page: controls that it adds or takes out later are found without a word from it.

use super::answers::Answer;
use super::dom::{self, Mutation, MutationObserver};
use super::page::Page;
use super::scan::{self, CONTROLS};
use super::show::Shown;
use super::state;
use crate::record::Place;
use crate::wasm::inward::now;
use js_sys::{Array, Object, Reflect};
use std::cell::RefCell;
use std::rc::{Rc, Weak};
use wasm_bindgen::prelude::*;
use web_sys::{Element, HtmlElement};

/// The attributes that say for which answer a control is, and whether it counts.
const NAMING: [&str; 4] = ["name", "data-fairnote-field", "data-fairnote-part", "contenteditable"];
const OFF: &str = "disabled";

/// An observer of a form, and what it calls.
pub struct Watch {
    observer: MutationObserver,
    _then: Closure<dyn Fn(Array)>,
}

impl Watch {
    /// One that watches nothing yet.
    pub fn new(page: &Rc<RefCell<Weak<Page>>>) -> Result<Watch, JsValue> {
        let page = Rc::clone(page);
        let then = Closure::<dyn Fn(Array)>::new(move |mutations: Array| {
            if let Some(page) = page.borrow().upgrade() {
                page.guard(|page| page.watched(&mutations));
            }
        });
        Ok(Watch { observer: MutationObserver::new(then.as_ref().unchecked_ref())?, _then: then })
    }

    /// Starts to watch.
    pub fn start(&self, root: &HtmlElement) -> Result<(), JsValue> {
        let names: Array = NAMING.iter().chain([&OFF]).map(|name| JsValue::from_str(name)).collect();
        let options = Object::new();
        for (name, value) in
            [("childList", JsValue::TRUE), ("subtree", JsValue::TRUE), ("attributeFilter", names.into())]
        {
            Reflect::set(&options, &name.into(), &value)?;
        }
        self.observer.observe(root, &options)
    }

    /// Stops.
    pub fn stop(&self) {
        self.observer.disconnect();
    }
}

impl Page {
    /// The page was changed. Most changes are our own, or of no control: they are passed over quickly.
    fn watched(self: &Rc<Page>, mutations: &Array) -> Result<(), JsValue> {
        let mut controls_changed = false;
        let mut were_switched = false;
        for mutation in mutations.iter() {
            let mutation: Mutation = mutation.unchecked_into();
            if mutation.kind() == "attributes" {
                let is_off = mutation.attribute().as_deref() == Some(OFF);
                were_switched |= is_off;
                controls_changed |= !is_off && self.is_misread(&mutation)?;
                continue;
            }
            for node in dom::nodes(&mutation.added()) {
                controls_changed = controls_changed || self.has_new(&node)?;
            }
            for node in dom::nodes(&mutation.removed()) {
                controls_changed = controls_changed || self.has_lost(&node)?;
            }
        }
        if controls_changed {
            self.later("refresh", 0)
        } else if were_switched {
            self.later("settle", 0)
        } else {
            Ok(())
        }
    }

    /// Is the control one that is known as another answer's?
    fn is_misread(&self, mutation: &Mutation) -> Result<bool, JsValue> {
        let Some(layout) = self.layout() else { return Ok(false) };
        let Some(field) = scan::as_field(mutation.target()) else {
            return Ok(false);
        };
        let state = self.state()?;
        let known = state.answer_of(&field).and_then(|at| state.answers.get(at)).map(|answer| &answer.path);
        Ok(scan::named(&field, layout, &self.asked.map).as_ref().map(|named| &named.path) != known)
    }

    fn has_new(&self, node: &web_sys::Node) -> Result<bool, JsValue> {
        let Some(layout) = self.layout() else { return Ok(false) };
        for field in scan::inside(node) {
            if field.is_connected()
                && scan::named(&field, layout, &self.asked.map).is_some()
                && self.state()?.answer_of(&field).is_none()
            {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn has_lost(&self, node: &web_sys::Node) -> Result<bool, JsValue> {
        let Some(element) = node.dyn_ref::<Element>() else { return Ok(false) };
        if !element.matches(CONTROLS)? && element.query_selector(CONTROLS)?.is_none() {
            return Ok(false);
        }
        let state = self.state()?;
        Ok(state
            .answers
            .iter()
            .flat_map(|answer| &answer.controls)
            .any(|control| !self.root.contains(Some(&control.field)) && !control.field.is_connected()))
    }

    /// Looks for the controls again.
    pub fn refresh(self: &Rc<Page>) -> Result<(), JsValue> {
        let focused = self.document.active_element();
        let (tags, opened) = {
            let mut state = self.state_mut()?;
            let state = &mut *state;
            state.update_narratives();
            let tags = state.tags();
            let opened = state.narratives.iter().filter(|narrative| narrative.panel.is_open());
            let opened: Vec<Place> = opened.map(|narrative| narrative.place).collect();
            self.sizes.disconnect();
            for narrative in &mut state.narratives {
                narrative.restore()?;
            }
            for spot in &mut state.spots {
                spot.restore()?;
            }
            let Some(layout) = self.layout() else { return Ok(()) };
            state.narratives.clear();
            let mut answers = scan::answers(&self.root, layout, &self.asked.map, &self.extra.borrow());
            for answer in &mut answers {
                answer.left = state.answers.iter().any(|known| known.left && known.path == answer.path);
                answer.value = answer.read();
            }
            let is_in =
                |answer: &Answer| answer.controls.iter().any(|one| Some(one.field.element()) == focused.as_ref());
            state.active = answers.iter().position(is_in);
            state.session = state::open(
                &self.held,
                &self.asked.kind,
                &self.asked.context,
                &mut answers,
                &state.reasons,
                now()?,
                state.mode,
            )?;
            state.answers = answers;
            state.findings = state.session.report().findings().to_vec();
            for shown in &state.shown {
                shown.restore()?;
            }
            state.shown = Shown::find(&self.root);
            state.changed = true;
            (tags, opened)
        };
        self.find_places(&tags)?;
        for narrative in self.state()?.narratives.iter().filter(|narrative| opened.contains(&narrative.place)) {
            narrative.panel.open()?;
        }
        self.repaint()?;
        // What was painted is painted anew; whoever was in it is in it again.
        if self.root.contains(focused.as_deref()) {
            return Ok(());
        }
        let again =
            focused.filter(|gone| !gone.id().is_empty()).and_then(|gone| self.document.get_element_by_id(&gone.id()));
        again
            .filter(|again| self.root.contains(Some(again)))
            .map_or(Ok(()), |again| again.unchecked_into::<HtmlElement>().focus())
    }
}
