//! The page: what is listened to, and in what order things happen.

use super::dom::{self, CSSStyleSheet, Field, ResizeObserver};
use super::events::Told;
use super::narrative::Narrative;
use super::options::Asked;
use super::scan;
use super::show::Shown;
use super::spot::Spot;
use super::state::{self, State};
use super::statements::TAG;
use super::table::Table;
use super::tags::Carrier;
use super::under;
use crate::checks::Mode;
use crate::record::Place;
use crate::standards::{Kind, Layout};
use crate::text::json::Tree;
use crate::wasm::held::Held;
use crate::wasm::inward::{error, now};
use std::cell::{Cell, Ref, RefCell, RefMut};
use std::rc::{Rc, Weak};
use wasm_bindgen::prelude::*;
use web_sys::{Document, Element, Event, EventTarget, HtmlFormElement, Node};

/// How long after the last key a narrative is read, in milliseconds.
const NARRATIVE: u32 = 100;
/// How long after the last change a screen reader is told of it, in milliseconds.
const ANNOUNCE: u32 = 1000;

/// A form that is attached.
pub struct Page {
    /// The standard.
    pub held: Rc<Held>,
    /// The form.
    pub form: HtmlFormElement,
    /// What was asked.
    pub asked: Asked,
    /// The case context as a value, for conditions on what is shown.
    pub context: Tree,
    /// The document.
    pub document: Document,
    state: RefCell<State>,
    listening: RefCell<Vec<Listening>>,
    timers: RefCell<Table<Timer>>,
    status: RefCell<Option<Status>>,
    carrier: RefCell<Carrier>,
    sizes: ResizeObserver,
    /// What the observer of sizes calls.
    _fitting: Closure<dyn Fn()>,
    sheet: Option<CSSStyleSheet>,
    no_validate: bool,
    detached: Cell<bool>,
}

/// Something that is listened to.
struct Listening {
    target: EventTarget,
    kind: &'static str,
    then: Closure<dyn Fn(Event)>,
}

/// Something that is done a little later.
struct Timer {
    then: Closure<dyn Fn()>,
    running: Option<JsValue>,
}

/// The region that says how many problems there are.
struct Status {
    region: Element,
    /// What the page had in it; none, if the region is ours.
    theirs: Option<Vec<Node>>,
    said: String,
}

impl Page {
    /// Attaches to a form.
    pub fn attach(held: Rc<Held>, form: HtmlFormElement, asked: Asked) -> Result<Rc<Page>, JsValue> {
        const MARK: &str = "data-fairnote-attached";
        if form.has_attribute(MARK) {
            return Err(error("this form is attached already"));
        }
        let document = form.owner_document().ok_or_else(|| error("the form is in no document"))?;
        let (as_at, mut reasons) = (now()?, state::Reasons::default());
        for element in dom::all(&form, "[name^='accept.']") {
            let field: Field = element.unchecked_into();
            reasons.set(&field.name().unwrap_or_default(), field.value());
        }
        let kind = held.standard.kind(&asked.kind).ok_or_else(|| error("the standard has no record of this kind"))?;
        let mut answers = scan::answers(&form, &kind.layout, &asked.map);
        if answers.is_empty() {
            return Err(error("the form has no control that is named after an answer of this kind of record"));
        }
        for answer in &mut answers {
            answer.value = answer.read();
        }
        let session = state::open(&held, &asked.kind, &asked.context, &mut answers, &reasons, as_at, Mode::Draft)?;
        let accepted = state::accepted(&reasons);
        let context = Tree::read(&asked.context).unwrap_or_default();
        let findings = session.report().findings().to_vec();
        let state = State {
            session,
            mode: Mode::Draft,
            answers,
            spots: Vec::new(),
            narratives: Vec::new(),
            shown: Shown::find(&form),
            findings,
            reasons,
            accepted,
            active: None,
            pressed: false,
            waiting: false,
            summary: None,
            changed: true,
        };
        let this: Rc<RefCell<Weak<Page>>> = Rc::default();
        let fitting = {
            let this = Rc::clone(&this);
            Closure::<dyn Fn()>::new(move || {
                if let Some(page) = this.borrow().upgrade() {
                    page.guard(Page::fit);
                }
            })
        };
        let page = Rc::new(Page {
            carrier: RefCell::new(Carrier::find(&form)),
            sizes: ResizeObserver::new(fitting.as_ref().unchecked_ref())?,
            _fitting: fitting,
            sheet: under::dress(&document),
            held,
            asked,
            context,
            document,
            state: RefCell::new(state),
            listening: RefCell::default(),
            timers: RefCell::default(),
            status: RefCell::default(),
            no_validate: form.no_validate(),
            detached: Cell::new(false),
            form,
        });
        let tags = page.carrier.try_borrow().map(|carrier| carrier.tags()).unwrap_or_default();
        page.find_places(&tags)?;
        this.replace(Rc::downgrade(&page));
        page.listen()?;
        page.show_status()?;
        // From here on the summary does what the browser's own messages did.
        page.form.set_no_validate(true);
        page.form.set_attribute(MARK, "")?;
        page.repaint()?;
        Told::new("fairnote:ready")
            .with("standard", &page.held.about)
            .with("kind", &page.asked.kind.as_str().into())
            .tell(&page.form)?;
        Ok(page)
    }

    /// The state, to look at.
    pub fn state(&self) -> Result<Ref<'_, State>, JsValue> {
        self.state.try_borrow().map_err(|_| error("the form is being read: try again in a moment"))
    }

    /// The state, to change.
    pub fn state_mut(&self) -> Result<RefMut<'_, State>, JsValue> {
        self.state.try_borrow_mut().map_err(|_| error("the form is being read: try again in a moment"))
    }

    /// The record's kind.
    pub fn kind(&self) -> Option<&Kind> {
        self.held.standard.kind(&self.asked.kind)
    }

    fn layout(&self) -> Option<&Layout> {
        self.kind().map(|kind| &kind.layout)
    }

    /// Finds where on the page notes go, and the narratives.
    fn find_places(&self, tags: &Tree) -> Result<(), JsValue> {
        let mut state = self.state_mut()?;
        let state = &mut *state;
        state.spots.clear();
        for answer in &mut state.answers {
            let pointer = super::names::join(&answer.path, "/fields", '/');
            let id = super::names_id(&pointer);
            let Some(spot) = Spot::of_answer(&self.form, answer, pointer, &id) else { continue };
            answer.left |= spot.was_painted().0;
            state.spots.push(spot);
        }
        state.spots.extend(Spot::of_record(&self.form));
        if let Some(kind) = self.held.standard.kind(&self.asked.kind) {
            let look = &self.asked.look;
            state.narratives = Narrative::find(&self.form, &state.answers, &self.held.standard, kind, tags, look)?;
            for narrative in &state.narratives {
                self.sizes.observe(&narrative.field);
            }
        }
        state.settle_narratives();
        // The server painted an error that a draft does not have: the page shows a check to be finalised.
        let was_final = state.spots.iter().any(|spot| {
            let mut of =
                state.answers.iter().filter(|answer| super::names::join(&answer.path, "/fields", '/') == spot.pointer);
            spot.was_painted().1
                && of.any(|answer| {
                    let place = self.layout().and_then(|layout| Place::parse(&answer.place, layout));
                    !state.findings.iter().any(|finding| Some(finding.place) == place)
                })
        });
        if was_final {
            state.mode = Mode::Final;
            state.set_mode(Mode::Final);
        }
        Ok(())
    }

    fn listen(self: &Rc<Page>) -> Result<(), JsValue> {
        let form: &EventTarget = &self.form;
        let document: &EventTarget = &self.document;
        self.on(form, "input", Page::input)?;
        self.on(form, "change", Page::input)?;
        self.on(form, "focusin", Page::enter)?;
        self.on(form, "focusout", Page::leave)?;
        self.on(form, "click", Page::press)?;
        self.on(form, "submit", Page::submit)?;
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
    fn guard(self: &Rc<Page>, act: impl FnOnce(&Rc<Page>) -> Result<(), JsValue>) {
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
    fn soon(&self, name: &'static str) {
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

    /// Takes over what was typed into narratives, and paints.
    pub fn flush(self: &Rc<Page>) -> Result<(), JsValue> {
        {
            let mut state = self.state_mut()?;
            state.update_narratives();
            let edited = state.narratives.iter_mut().map(Narrative::was_edited).filter(|edited| *edited).count();
            state.changed |= edited > 0;
        }
        self.repaint()
    }

    /// Reads every answer again and checks as of now: an answer was left.
    pub fn settle(self: &Rc<Page>) -> Result<(), JsValue> {
        self.read_again()?;
        self.repaint()
    }

    /// Reads every answer again, and the clock. Code of the page may have changed an answer without a word.
    pub fn read_again(&self) -> Result<(), JsValue> {
        let mut state = self.state_mut()?;
        let state = &mut *state;
        state.update_narratives();
        for narrative in &mut state.narratives {
            state.changed |= narrative.was_edited();
        }
        for at in 0..state.answers.len() {
            state.read(at);
        }
        state.settle_narratives();
        let accepted = state::accepted(&state.reasons);
        if accepted == state.accepted {
            let change = state.session.set_as_at(now()?);
            state.merge(&change);
            return Ok(());
        }
        let session = state::open(
            &self.held,
            &self.asked.kind,
            &self.asked.context,
            &mut state.answers,
            &state.reasons,
            now()?,
            state.mode,
        )?;
        state.findings = session.report().findings().to_vec();
        state.session = session;
        state.accepted = accepted;
        state.changed = true;
        state.settle_narratives();
        Ok(())
    }

    /// Looks for the controls again.
    pub fn refresh(self: &Rc<Page>) -> Result<(), JsValue> {
        let tags = {
            let mut state = self.state_mut()?;
            let state = &mut *state;
            state.update_narratives();
            let tags = state.tags();
            self.sizes.disconnect();
            for narrative in &mut state.narratives {
                narrative.restore()?;
            }
            for spot in &mut state.spots {
                spot.restore()?;
            }
            let Some(layout) = self.layout() else { return Ok(()) };
            state.narratives.clear();
            let mut answers = scan::answers(&self.form, layout, &self.asked.map);
            for answer in &mut answers {
                answer.left = state.answers.iter().any(|known| known.left && known.path == answer.path);
                answer.value = answer.read();
            }
            state.active = None;
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
            state.shown = Shown::find(&self.form);
            state.changed = true;
            tags
        };
        self.find_places(&tags)?;
        self.repaint()
    }

    fn show_status(&self) -> Result<(), JsValue> {
        let theirs = self.document.query_selector("[data-fairnote-status]")?;
        let status = match theirs {
            Some(region) => {
                let nodes = region.child_nodes();
                let nodes = (0..nodes.length()).filter_map(|at| nodes.item(at)).collect();
                Status { region, theirs: Some(nodes), said: String::new() }
            }
            None => {
                let region = dom::unseen(&self.document, "")?;
                region.set_attribute("role", "status")?;
                region.set_attribute("aria-live", "polite")?;
                self.form.append_child(&region)?;
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

    fn announce(self: &Rc<Page>) -> Result<(), JsValue> {
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

    /// Has the form carry what the author says of statements.
    pub fn carry(&self, tags: &Tree) -> Result<(), JsValue> {
        self.carrier.try_borrow_mut().map_err(|_| error("busy"))?.keep(&self.form, tags)
    }

    /// Leaves the page as it was.
    pub fn detach(&self) -> Result<(), JsValue> {
        if self.detached.replace(true) {
            return Ok(());
        }
        for listening in self.listening.take() {
            let then = listening.then.as_ref().unchecked_ref();
            listening.target.remove_event_listener_with_callback_and_bool(listening.kind, then, true)?;
        }
        for timer in std::mem::take(&mut *self.timers.borrow_mut()).into_values() {
            if let Some(running) = timer.running {
                dom::clear_timeout(&running);
            }
        }
        self.form.set_no_validate(self.no_validate);
        self.form.remove_attribute("data-fairnote-attached")?;
        if let Some(status) = self.status.take() {
            match status.theirs {
                Some(nodes) => {
                    status.region.set_text_content(None);
                    for node in nodes {
                        status.region.append_child(&node)?;
                    }
                }
                None => status.region.remove(),
            }
        }
        self.sizes.disconnect();
        if let Some(sheet) = &self.sheet {
            under::undress(&self.document, sheet);
        }
        self.carrier.borrow().restore();
        let mut state = self.state_mut()?;
        for narrative in &mut state.narratives {
            narrative.restore()?;
        }
        for spot in &mut state.spots {
            spot.restore()?;
        }
        for shown in &state.shown {
            shown.restore()?;
        }
        if let Some(summary) = state.summary.take() {
            summary.restore(&self.document)?;
        }
        Ok(())
    }
}
