//! What a script can do with a form that is attached.

use super::notes::{Change, Press};
use super::options;
use super::page::Page;
use super::pages;
use crate::checks::Mode;
use crate::record::{Source, StatementKind};
use crate::text::json::Tree;
use crate::wasm::held::Held;
use crate::wasm::inward::{error, mode, with_json};
use crate::wasm::outward;
use crate::wasm::standard::JsReport;
use js_sys::Array;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{Element, HtmlElement};

#[wasm_bindgen]
extern "C" {
    /// Findings, as an array.
    #[wasm_bindgen(typescript_type = "Finding[]")]
    pub type Findings;
    /// Statements, as an array.
    #[wasm_bindgen(typescript_type = "Statement[]")]
    pub type StatementsAt;
    /// What a statement is to be taken for.
    #[wasm_bindgen(typescript_type = "StatementTag")]
    pub type GivenTag;
    #[wasm_bindgen(method, getter, structural, catch)]
    fn kind(this: &GivenTag) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, getter, structural, catch)]
    fn source(this: &GivenTag) -> Result<JsValue, JsValue>;
}

/// A form that is being checked. It stays so until `detach`, whether or not this object is kept.
#[wasm_bindgen]
pub struct Attachment {
    page: Rc<Page>,
}

/// What checks this form or control now, if anything does.
#[wasm_bindgen]
pub fn attached(#[wasm_bindgen(unchecked_param_type = "Element")] element: &JsValue) -> Option<Attachment> {
    pages::of(element.dyn_ref::<Element>()?).map(|page| Attachment { page })
}

#[wasm_bindgen]
impl Attachment {
    /// The record's kind.
    #[wasm_bindgen(getter)]
    pub fn kind(&self) -> String {
        self.page.asked.kind.clone()
    }

    /// The form, or the element whose controls are checked.
    #[wasm_bindgen(getter)]
    pub fn root(&self) -> HtmlElement {
        self.page.root.clone()
    }

    /// The report of what the form holds now.
    pub fn report(&self) -> Result<JsReport, JsValue> {
        self.page.read_again()?;
        let state = self.page.state()?;
        Ok(outward::report(&self.page.held, &state.session.report()).unchecked_into())
    }

    /// The record that the form holds now, with the reasons for keeping warnings and what was said of statements.
    #[wasm_bindgen(unchecked_return_type = "RecordInput")]
    pub fn record(&self) -> Result<JsValue, JsValue> {
        self.page.read_again()?;
        let record = self.page.state_mut()?.record(&self.page.asked.kind);
        Ok(outward::parse(&record))
    }

    /// The findings of what the form holds now; at one place, if one is given.
    pub fn findings(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "Pointer")] at: Option<String>,
    ) -> Result<Findings, JsValue> {
        self.page.settle()?;
        let out = Array::new();
        let mut state = self.page.state_mut()?;
        self.page.worded(&mut state, |findings| {
            for finding in findings.iter().filter(|finding| at.as_ref().is_none_or(|at| *at == finding.at)) {
                out.push(&outward::finding(&self.page.held, finding));
            }
        });
        Ok(out.unchecked_into())
    }

    /// The statements of a narrative, with what their author says of them.
    pub fn statements(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Pointer")] at: &str,
    ) -> Result<StatementsAt, JsValue> {
        self.page.read_again()?;
        let state = self.page.state()?;
        let report = state.session.report();
        let layout = &report.kind_of().layout;
        let found = report.statements.iter().find(|narrative| narrative.place.pointer(layout) == at);
        let none = Vec::new();
        let found = found.map_or(&none, |narrative| &narrative.statements);
        Ok(outward::statements(&self.page.held, found).unchecked_into())
    }

    /// Sets what a statement of a narrative is taken for, by its number; null is as the engine suggests. `false` if there is no
    /// such statement.
    pub fn tag(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Pointer")] at: &str,
        statement: usize,
        tag: &GivenTag,
    ) -> Result<bool, JsValue> {
        let wrong = |what: &str| error(&format!("tag.{what} is none that statements have"));
        let (kind, source) = (tag.kind()?.as_string(), tag.source()?.as_string());
        let kind = kind.map(|name| StatementKind::named(&name).ok_or_else(|| wrong("kind"))).transpose()?;
        let source = source.map(|name| Source::named(&name).ok_or_else(|| wrong("source"))).transpose()?;
        self.page.set_tag(at, statement, kind, source)
    }

    /// Makes the changes of a finding's fix, as a press of its button would: the browser's undo takes them back. `false` if the
    /// fix is not one of what the form holds now.
    pub fn apply(&self, #[wasm_bindgen(unchecked_param_type = "Fix")] fix: &JsValue) -> Result<bool, JsValue> {
        let given = with_json(fix, "the fix", Tree::read)?.ok().and_then(|fix| press(&fix));
        let given = given.ok_or_else(|| error("the fix must be one of a finding's fixes"))?;
        self.page.settle()?;
        let is_offered = {
            let mut state = self.page.state_mut()?;
            self.page.worded(&mut state, |findings| {
                let mut fixes = findings.iter().flat_map(|finding| &finding.fixes);
                fixes.any(|fix| Press::of(fix) == given)
            })
        };
        if is_offered {
            self.page.fix(&given, None)?;
        }
        Ok(is_offered)
    }

    /// Keeps a warning as it is, with a reason; a blank one takes that back. `false` if it is none that can be kept.
    pub fn accept(
        &self,
        rule: &str,
        #[wasm_bindgen(unchecked_param_type = "Pointer")] at: &str,
        reason: &str,
    ) -> Result<bool, JsValue> {
        self.page.accept(rule, at, reason)
    }

    /// Selects a stretch of a narrative and brings it into view. `false` if there is no narrative at this place.
    pub fn show(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Pointer")] at: &str,
        start: u32,
        end: u32,
    ) -> Result<bool, JsValue> {
        let field = {
            let state = self.page.state()?;
            let answer = state.answers.iter().find(|answer| answer.place == at);
            answer.and_then(|answer| answer.controls.first()).map(|control| control.field.clone())
        };
        let field = field.filter(super::dom::Field::is_area);
        if let Some(field) = &field {
            field.show(start, end);
        }
        Ok(field.is_some())
    }

    /// For a page that sends its form by itself: does what a submit does, and says whether the form may be sent. What stands in
    /// the way is shown, and told by `fairnote:blocked`. A draft may always be sent.
    pub fn check(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "Mode")] mode_asked: &JsValue,
    ) -> Result<bool, JsValue> {
        let asked = if mode_asked.is_undefined() { self.page.asked.submit } else { mode(mode_asked)? };
        self.page.flush()?;
        if asked == Mode::Draft {
            self.page.settle()?;
            return Ok(true);
        }
        let Some(found) = self.page.stopped()? else { return Ok(true) };
        self.page.blocked(&found)?;
        Ok(false)
    }

    /// What stands in the way of finalising at a place, in words.
    pub fn errors(&self, #[wasm_bindgen(unchecked_param_type = "Pointer")] at: &str) -> Result<Vec<String>, JsValue> {
        self.page.read_again()?;
        self.page.errors_at(at)
    }

    /// The place of a control in the record, if it is one of the form's answers.
    #[wasm_bindgen(unchecked_return_type = "Pointer | undefined")]
    pub fn place(&self, #[wasm_bindgen(unchecked_param_type = "Element")] control: &JsValue) -> Option<String> {
        let field = super::scan::as_field(control.dyn_ref::<Element>()?.clone())?;
        let state = self.page.state().ok()?;
        state.answers.get(state.answer_of(&field)?).map(|answer| answer.place.clone())
    }

    /// Says what an answer is that the page has no control for; null is none.
    pub fn set(
        &self,
        field: &str,
        #[wasm_bindgen(unchecked_param_type = "FieldValue")] value: &JsValue,
    ) -> Result<(), JsValue> {
        let value = with_json(value, "the value", Tree::read)?.map_err(|_| error("the value must be JSON"))?;
        self.page.extra.borrow_mut().set(field, value);
        self.page.refresh()
    }

    /// Reads every answer again, after a script of the page changed some, and shows what is found.
    pub fn update(&self) -> Result<(), JsValue> {
        self.page.settle()
    }

    /// Looks for the form's controls again. Those that the page adds or takes out are found without it.
    pub fn refresh(&self) -> Result<(), JsValue> {
        self.page.refresh()
    }

    /// Stops checking the form and leaves the page as it was. What was typed stays.
    pub fn detach(&self) -> Result<(), JsValue> {
        self.page.detach()
    }
}

impl Attachment {
    /// Attaches to a form, or to another element with controls in it.
    pub fn new(held: &Rc<Held>, root: &JsValue, options: &JsValue) -> Result<Attachment, JsValue> {
        let in_page = js_sys::Reflect::has(&js_sys::global(), &"document".into())?;
        if !in_page {
            return Err(error("attach needs a page: there is no document here"));
        }
        let root = root.dyn_ref::<HtmlElement>().ok_or_else(|| error("attach needs a form: give a <form> element"))?;
        let options = options::read(held, root, options)?;
        Ok(Attachment { page: Page::attach(Rc::clone(held), root.clone(), options)? })
    }
}

/// A fix as JavaScript has it.
fn press(fix: &Tree) -> Option<Press> {
    let Some(Tree::List(edits)) = fix.get("edits") else { return None };
    let number = |edit: &Tree, name: &str| edit.get(name)?.to_string().parse().ok();
    let change = |edit: &Tree| {
        let at = edit.get("at")?.text()?.to_owned();
        Some(match edit.get("text") {
            Some(text) => {
                let text = text.text()?.to_owned();
                Change::Text { at, start: number(edit, "start")?, end: number(edit, "end")?, text }
            }
            None => Change::Set { at, value: edit.get("value")?.clone() },
        })
    };
    let label = fix.get("label")?.text()?.to_owned();
    Some(Press { label, changes: edits.iter().map(change).collect::<Option<_>>()? })
}
