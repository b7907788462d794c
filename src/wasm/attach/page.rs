//! The page: what is attached, what is read again, and how it is left as it was.

use super::dom::{self, Field, ResizeObserver};
use super::events::Told;
use super::listen::{Listening, Timer};
use super::narrative::Narrative;
use super::options::Asked;
use super::pages;
use super::say::Status;
use super::scan;
use super::show::Shown;
use super::spot::Spot;
use super::state::{self, State};
use super::table::Table;
use super::tags::Carrier;
use super::under;
use super::watch::Watch;
use crate::checks::Mode;
use crate::record::Place;
use crate::standards::{Kind, Layout};
use crate::text::json::Tree;
use crate::wasm::held::Held;
use crate::wasm::inward::{error, now};
use std::cell::{Cell, Ref, RefCell, RefMut};
use std::rc::{Rc, Weak};
use wasm_bindgen::prelude::*;
use web_sys::{Document, HtmlElement, HtmlFormElement};

/// The attribute of a form that is being checked.
const MARK: &str = "data-fairnote-attached";

/// A form that is attached.
pub struct Page {
    /// The standard.
    pub held: Rc<Held>,
    /// The form, or another element whose controls are checked.
    pub root: HtmlElement,
    /// What was asked.
    pub asked: Asked,
    /// The answers that the page has no control for, as a script last gave them.
    pub extra: RefCell<Table<Tree>>,
    /// The case context as a value, for conditions on what is shown.
    pub context: Tree,
    /// The document.
    pub document: Document,
    state: RefCell<State>,
    pub(super) listening: RefCell<Vec<Listening>>,
    pub(super) timers: RefCell<Table<Timer>>,
    pub(super) status: RefCell<Option<Status>>,
    carrier: RefCell<Carrier>,
    pub(super) sizes: ResizeObserver,
    /// What the observer of sizes calls.
    _fitting: Closure<dyn Fn()>,
    watch: Watch,
    is_dressed: bool,
    no_validate: bool,
    pub(super) detached: Cell<bool>,
}

impl Page {
    /// Attaches to a form, or to another element with controls in it.
    pub fn attach(held: Rc<Held>, root: HtmlElement, mut asked: Asked) -> Result<Rc<Page>, JsValue> {
        if root.has_attribute(MARK) {
            return Err(error("this form is attached already"));
        }
        let document = root.owner_document().ok_or_else(|| error("the form is in no document"))?;
        if pages::around(&root).is_some() {
            return Err(error("the form round this element is attached already, and checks it too"));
        }
        // A form checks all that is in it, and once.
        for page in pages::inside(&root) {
            page.detach()?;
        }
        asked.look.ids = pages::ids();
        let (as_at, mut reasons) = (now()?, state::Reasons::default());
        for element in dom::all(&root, "[name^='accept.']") {
            let field: Field = element.unchecked_into();
            reasons.set(&field.name().unwrap_or_default(), field.value());
        }
        let kind = held.standard.kind(&asked.kind).ok_or_else(|| error("the standard has no record of this kind"))?;
        let mut answers = scan::answers(&root, &kind.layout, &asked.map, &asked.extra);
        if answers.iter().all(|answer| answer.controls.is_empty()) {
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
            shown: Shown::find(&root),
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
            carrier: RefCell::new(Carrier::find(&root)),
            sizes: ResizeObserver::new(fitting.as_ref().unchecked_ref())?,
            _fitting: fitting,
            watch: Watch::new(&this)?,
            is_dressed: under::dress(&document),
            extra: RefCell::new(asked.extra.clone()),
            held,
            asked,
            context,
            document,
            state: RefCell::new(state),
            listening: RefCell::default(),
            timers: RefCell::default(),
            status: RefCell::default(),
            no_validate: root.dyn_ref::<HtmlFormElement>().is_some_and(HtmlFormElement::no_validate),
            detached: Cell::new(false),
            root,
        });
        let tags = page.carrier.try_borrow().map(|carrier| carrier.tags()).unwrap_or_default();
        page.find_places(&tags)?;
        this.replace(Rc::downgrade(&page));
        page.listen()?;
        page.show_status()?;
        // From here on the summary does what the browser's own messages did.
        if let Some(form) = page.root.dyn_ref::<HtmlFormElement>() {
            form.set_no_validate(true);
        }
        page.root.set_attribute(MARK, "")?;
        page.watch.start(&page.root)?;
        pages::add(&page);
        page.repaint()?;
        Told::new("fairnote:ready")
            .with("standard", &page.held.about)
            .with("kind", &page.asked.kind.as_str().into())
            .tell(&page.root)?;
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

    /// Is it a form, and not another element?
    pub fn is_form(&self) -> bool {
        self.root.dyn_ref::<HtmlFormElement>().is_some()
    }

    /// The record's kind.
    pub fn kind(&self) -> Option<&Kind> {
        self.held.standard.kind(&self.asked.kind)
    }

    pub(super) fn layout(&self) -> Option<&Layout> {
        self.kind().map(|kind| &kind.layout)
    }

    /// Finds where on the page notes go, and the narratives.
    pub(super) fn find_places(&self, tags: &Tree) -> Result<(), JsValue> {
        let mut state = self.state_mut()?;
        let state = &mut *state;
        state.spots.clear();
        for answer in &mut state.answers {
            let pointer = super::names::join(&answer.path, "/fields", '/');
            let id = self.asked.look.id(&pointer);
            let Some(spot) = Spot::of_answer(&self.root, answer, pointer, &id) else { continue };
            answer.left |= spot.was_painted().0;
            state.spots.push(spot);
        }
        state.spots.extend(Spot::of_record(&self.root));
        if let Some(kind) = self.held.standard.kind(&self.asked.kind) {
            let look = &self.asked.look;
            state.narratives = Narrative::find(&self.root, &state.answers, &self.held.standard, kind, tags, look)?;
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

    /// Has the form carry what the author says of statements.
    pub fn carry(&self, tags: &Tree) -> Result<(), JsValue> {
        self.carrier.try_borrow_mut().map_err(|_| error("busy"))?.keep(&self.root, tags)
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
        self.watch.stop();
        pages::remove(self);
        if let Some(form) = self.root.dyn_ref::<HtmlFormElement>() {
            form.set_no_validate(self.no_validate);
        }
        self.root.remove_attribute(MARK)?;
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
        if self.is_dressed {
            under::undress(&self.document);
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
        drop(state);
        Told::new("fairnote:detached").tell(&self.root)
    }
}
