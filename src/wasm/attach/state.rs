//! What an attached form is known to hold, and what was found in it.

use super::answers::{Answer, fields, list};
use super::names::{join, list_of};
use super::narrative::Narrative;
use super::show::Shown;
use super::spot::Spot;
use super::summary::Summary;
use super::table::Table;
use crate::calendar::Moment;
use crate::checks::{self, Change, Mode, Session};
use crate::record::{Context, Record};
use crate::text::json::{Tree, quoted};
use crate::wasm::held::Held;
use crate::wasm::inward::error;
use std::sync::Arc;
use wasm_bindgen::prelude::*;

/// The reasons given for keeping warnings, by the name of their field.
pub type Reasons = Table<String>;

/// The state of an attached form.
pub struct State {
    /// The record, open.
    pub session: Session,
    /// How far it is checked while it is written: as a draft, until a submit was stopped.
    pub mode: Mode,
    /// The answers on the page.
    pub answers: Vec<Answer>,
    /// The places for notes.
    pub spots: Vec<Spot>,
    /// The narratives that are read as they are typed.
    pub narratives: Vec<Narrative>,
    /// What is shown on a condition.
    pub shown: Vec<Shown>,
    /// Every finding, as the session has them.
    pub findings: Vec<checks::Finding>,
    /// The reasons given for keeping warnings, by the name of their field.
    pub reasons: Reasons,
    /// Those of them that the open record has.
    pub accepted: Vec<Tree>,
    /// The answer that the person is in.
    pub active: Option<usize>,
    /// Is a pointer pressed? What moves the page waits until it is let go, or the press would miss its button.
    pub pressed: bool,
    /// Was an answer left meanwhile?
    pub waiting: bool,
    /// The summary of a submit that was stopped.
    pub summary: Option<Summary>,
    /// Has anything changed since the page was last told?
    pub changed: bool,
}

/// The warnings that are kept, as a record has them.
pub fn accepted(reasons: &Reasons) -> Vec<Tree> {
    let one = |(name, reason): (&str, &String)| {
        let (rule, at) = name.strip_prefix("accept.")?.split_once('|')?;
        let part = |key: &str, text: &str| (key.to_owned(), Tree::Text(text.to_owned()));
        (!reason.trim().is_empty()).then(|| Tree::Map(vec![part("rule", rule), part("at", at), part("reason", reason)]))
    };
    reasons.iter().filter_map(one).collect()
}

/// The record that answers make, as JSON.
fn record(kind: &str, answers: &mut [Answer], reasons: &Reasons) -> String {
    let (kind, fields, accepted) = (quoted(kind), fields(answers), Tree::List(accepted(reasons)));
    format!("{{\"kind\":{kind},\"fields\":{fields},\"accepted\":{accepted}}}")
}

/// Opens the record that answers make.
pub fn open(
    held: &Held,
    kind: &str,
    context: &str,
    answers: &mut [Answer],
    reasons: &Reasons,
    as_at: Moment,
    mode: Mode,
) -> Result<Session, JsValue> {
    let record = record(kind, answers, reasons);
    let record = Record::from_json(&held.standard, &record).map_err(|wrong| error(&wrong.to_string()))?;
    let known = held.standard.kind(kind).ok_or_else(|| error("the standard has no record of this kind"))?;
    let context = if context.is_empty() {
        Context::unknown()
    } else {
        Context::from_json(&held.standard, known, context).map_err(|wrong| error(&wrong.to_string()))?.into_owned()
    };
    Session::new(Arc::clone(&held.standard), record.into_owned(), context, as_at, mode)
        .ok_or_else(|| error("the standard has no record of this kind"))
}

impl State {
    /// The record as it stands, as JSON.
    pub fn record(&mut self, kind: &str) -> String {
        let tags = self.tags();
        let mut record = record(kind, &mut self.answers, &self.reasons);
        record.truncate(record.len().saturating_sub(1));
        format!("{record},\"tags\":{tags}}}")
    }

    /// Reads an answer again and puts it into the record, if it changed.
    pub fn read(&mut self, at: usize) {
        let Some(answer) = self.answers.get_mut(at) else { return };
        let value = answer.read();
        if value == answer.value {
            return;
        }
        answer.value = value;
        let (pointer, value) = match list_of(&answer.path).map(<[_]>::to_vec) {
            // A list is set as a whole: its items are the page's, in the page's order.
            Some(path) => (join(&path, "/fields", '/'), list(&mut self.answers, &path)),
            None => (answer.place.clone(), answer.value.clone()),
        };
        if let Ok(change) = self.session.set(&pointer, &value.to_string()) {
            self.merge(&change);
        }
    }

    /// Takes over what a change came to.
    pub fn merge(&mut self, change: &Change) {
        if change.changed.is_empty() {
            return;
        }
        self.changed = true;
        self.findings.retain(|finding| !change.changed.contains(&finding.place));
        self.findings.extend(self.session.findings_at(&change.changed));
    }

    /// Sets how far the record is checked.
    pub fn set_mode(&mut self, mode: Mode) {
        let change = self.session.set_mode(mode);
        self.merge(&change);
    }

    /// The answer with this control.
    pub fn answer_of(&self, field: &super::dom::Field) -> Option<usize> {
        let has = |answer: &Answer| answer.controls.iter().any(|control| control.field == *field);
        self.answers.iter().position(has)
    }
}
