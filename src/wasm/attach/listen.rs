//! What is listened to, and in what order things happen.

use super::dom;
use super::narrative::Narrative;
use super::page::Page;
use super::scan;
use super::statements::TAG;
use crate::wasm::inward::error;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{Event, EventTarget, Node};

/// How long after the last key a narrative is read, in milliseconds.
const NARRATIVE: u32 = 100;

/// Something that is listened to.
pub struct Listening {
    /// What.
    pub target: EventTarget,
    /// The event.
    pub kind: &'static str,
    /// What is called.
    pub then: Closure<dyn Fn(Event)>,
}

/// Something that is done a little later.
pub struct Timer {
    /// What is called.
    pub then: Closure<dyn Fn()>,
    /// The timer, while it runs.
    pub running: Option<JsValue>,
}

impl Page {
    /// Starts to listen.
    pub fn listen(self: &Rc<Page>) -> Result<(), JsValue> {
        let form: &EventTarget = &self.root;
        let document: &EventTarget = &self.document;
        self.on(form, "input", Page::input)?;
        self.on(form, "change", Page::input)?;
        self.on(form, "focusin", Page::enter)?;
        self.on(form, "focusout", Page::leave)?;
        self.on(form, "click", Page::press)?;
        if self.is_form() {
            self.on(form, "submit", Page::submit)?;
        }
        // These rise from nowhere: they are heard on their way down.
        self.on(form, "toggle", |page, _| page.repaint())?;
        self.on(form, "scroll", |page, event| {
            let target = event.target().and_then(|target| target.dyn_into::<Node>().ok());
            for narrative in &page.state()?.narratives {
                if target.as_ref().is_some_and(|target| narrative.under.is_of(target)) {
                    narrative.under.scroll();
                }
            }
            Ok(())
        })?;
        self.on(form, "reset", |page, _| page.later("settle", 0))?;
        self.on(document, "click", Page::follow)?;
        self.on(document, "pointerdown", |page, _| {
            page.state_mut()?.pressed = true;
            Ok(())
        })?;
        self.on(document, "pointerup", Page::let_go)?;
        self.on(document, "pointercancel", Page::let_go)?;
        self.timer("flush", |page| page.flush());
        self.timer("settle", |page| page.settle());
        self.timer("refresh", |page| page.refresh());
        self.timer("announce", |page| page.announce());
        Ok(())
    }

    /// Listens, before the page's own listeners: a submit that is stopped must not reach them.
    fn on(
        self: &Rc<Page>,
        target: &EventTarget,
        kind: &'static str,
        act: fn(&Rc<Page>, &Event) -> Result<(), JsValue>,
    ) -> Result<(), JsValue> {
        let page = Rc::clone(self);
        let then = Closure::<dyn Fn(Event)>::new(move |event: Event| page.guard(|page| act(page, &event)));
        target.add_event_listener_with_callback_and_bool(kind, then.as_ref().unchecked_ref(), true)?;
        self.listening.borrow_mut().push(Listening { target: target.clone(), kind, then });
        Ok(())
    }

    fn timer(self: &Rc<Page>, name: &'static str, act: fn(&Rc<Page>) -> Result<(), JsValue>) {
        let page = Rc::clone(self);
        let then = Closure::<dyn Fn()>::new(move || {
            if let Some(timer) = page.timers.borrow_mut().get_mut(name) {
                timer.running = None;
            }
            page.guard(act);
        });
        self.timers.borrow_mut().set(name, Timer { then, running: None });
    }

    /// Does something of ours. If it fails, the page is told once, without content, and goes on as it would without us.
    pub fn guard(self: &Rc<Page>, act: impl FnOnce(&Rc<Page>) -> Result<(), JsValue>) {
        if self.detached.get() {
            return;
        }
        if act(self).is_err() {
            dom::warn(
                "fairnote: checking this form failed and was stopped; the form still works, and the server checks it",
            );
            if self.detach().is_err() {
                self.detached.set(true);
            }
        }
    }

    /// Does something after a time; what was to be done by then is put off. 0 is at once after what is going on now.
    pub fn later(&self, name: &'static str, milliseconds: u32) -> Result<(), JsValue> {
        let mut timers = self.timers.try_borrow_mut().map_err(|_| error("busy"))?;
        let Some(timer) = timers.get_mut(name) else { return Ok(()) };
        if let Some(running) = timer.running.take() {
            dom::clear_timeout(&running);
        }
        timer.running = Some(dom::set_timeout(timer.then.as_ref().unchecked_ref(), milliseconds));
        Ok(())
    }

    /// Does something when the present task is over, once.
    pub fn soon(&self, name: &'static str) {
        if let Ok(mut timers) = self.timers.try_borrow_mut()
            && let Some(timer) = timers.get_mut(name)
            && timer.running.is_none()
        {
            timer.running = Some(JsValue::UNDEFINED);
            dom::queue_microtask(timer.then.as_ref().unchecked_ref());
        }
    }

    fn input(self: &Rc<Page>, event: &Event) -> Result<(), JsValue> {
        let Some(field) = event.target().and_then(scan::as_field) else { return Ok(()) };
        let name = field.name().unwrap_or_default();
        if name.starts_with("accept.") {
            self.state_mut()?.reasons.set(&name, field.value());
            return Ok(());
        }
        if field.has_attribute(TAG) {
            return if event.type_() == "change" { self.tag(&field) } else { Ok(()) };
        }
        let known = self.state()?.answer_of(&field);
        let Some(at) = known else {
            let is_new = self.layout().is_some_and(|layout| scan::named(&field, layout, &self.asked.map).is_some());
            return if is_new { self.refresh() } else { Ok(()) };
        };
        if self.state()?.narratives.iter().any(|narrative| narrative.answer == at) {
            // At once, for the caret tells now what was edited; what comes of it is painted a little later.
            let mut state = self.state_mut()?;
            state.update_narratives();
            state.narratives.iter_mut().filter(|narrative| narrative.answer == at).try_for_each(Narrative::follow)?;
            drop(state);
            return self.later("flush", NARRATIVE);
        }
        self.state_mut()?.read(at);
        self.soon("flush");
        Ok(())
    }

    fn enter(self: &Rc<Page>, event: &Event) -> Result<(), JsValue> {
        let field = event.target().and_then(scan::as_field);
        let mut state = self.state_mut()?;
        state.active = field.and_then(|field| state.answer_of(&field));
        Ok(())
    }

    fn leave(self: &Rc<Page>, event: &Event) -> Result<(), JsValue> {
        let field = event.target().and_then(scan::as_field);
        let Some(field) = field else { return Ok(()) };
        if field.name().is_some_and(|name| name.starts_with("accept.")) {
            return self.later("settle", 0);
        }
        let to = event.unchecked_ref::<dom::FocusMoved>().related_target();
        let mut state = self.state_mut()?;
        let Some(at) = state.answer_of(&field) else { return Ok(()) };
        let stays = to.and_then(scan::as_field).is_some_and(|to| state.answer_of(&to) == Some(at));
        if stays {
            return Ok(());
        }
        if let Some(answer) = state.answers.get_mut(at) {
            answer.left = true;
        }
        state.active = None;
        if state.pressed {
            state.waiting = true;
            return Ok(());
        }
        drop(state);
        self.later("settle", 0)
    }

    fn let_go(self: &Rc<Page>, _: &Event) -> Result<(), JsValue> {
        let mut state = self.state_mut()?;
        state.pressed = false;
        if std::mem::take(&mut state.waiting) {
            drop(state);
            // After the click that comes with it.
            self.later("settle", 0)?;
        }
        Ok(())
    }
}
