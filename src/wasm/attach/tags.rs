//! What the author says of statements: chosen in a list, kept in a hidden input `tags` of the form, and part of the record.

use super::dom::{self, Field};
use super::events::Told;
use super::page::Page;
use super::state::State;
use crate::record::{Source, StatementKind, Tag};
use crate::text::json::Tree;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::Element;

/// The input that carries the tags when the form is sent.
#[derive(Debug, Default)]
pub struct Carrier {
    input: Option<Field>,
    /// What the page's own had; none, if the input is ours.
    theirs: Option<String>,
}

impl Carrier {
    /// Finds the page's own, which it marks with `data-fairnote-tags`.
    pub fn find(form: &Element) -> Carrier {
        let input: Option<Field> = dom::all(form, "input[data-fairnote-tags]").pop().map(JsCast::unchecked_into);
        let theirs = input.as_ref().map(Field::value);
        Carrier { input, theirs }
    }

    /// The tags that the page came with.
    pub fn tags(&self) -> Tree {
        self.theirs.as_deref().and_then(|tags| Tree::read(tags).ok()).unwrap_or_default()
    }

    /// Keeps tags. A form without an input for them gets one once there are any, unless it has something else of that name.
    pub fn keep(&mut self, form: &Element, tags: &Tree) -> Result<(), JsValue> {
        let text = if *tags == Tree::Map(Vec::new()) { String::new() } else { tags.to_string() };
        if let Some(input) = &self.input {
            if input.value() != text {
                input.set_value(&text);
            }
        } else if !text.is_empty() && form.query_selector("[name='tags']")?.is_none() {
            let document = form.owner_document().ok_or("no document")?;
            let made: Field = dom::element(&document, "input", "")?.unchecked_into();
            made.set_attribute("type", "hidden")?;
            made.set_attribute("name", "tags")?;
            made.set_value(&text);
            form.append_child(&made)?;
            self.input = Some(made);
        }
        Ok(())
    }

    /// Leaves the form as it was.
    pub fn restore(&self) {
        match (&self.input, &self.theirs) {
            (Some(input), Some(before)) => input.set_value(before),
            (Some(input), None) => input.remove(),
            (None, _) => {}
        }
    }
}

impl State {
    /// The tags of every narrative, as a record has them.
    pub fn tags(&self) -> Tree {
        let tagged = self.narratives.iter().filter(|narrative| narrative.is_tagged());
        let entries = tagged.filter_map(|narrative| {
            let tags: Vec<Tree> = narrative.tags().iter().map(Tag::write).collect();
            let at = self.answers.get(narrative.answer)?.place.clone();
            (!tags.is_empty()).then_some((at, Tree::List(tags)))
        });
        Tree::Map(entries.collect())
    }

    /// Takes over what was typed into narratives. What is known of places in them moves with it.
    pub fn update_narratives(&mut self) {
        let State { narratives, findings, .. } = self;
        for narrative in narratives {
            narrative.update(|place, edit| {
                findings.retain_mut(|finding| match finding.span {
                    Some((start, end)) if finding.place == place => {
                        finding.span = edit.moved(start, end);
                        finding.span.is_some()
                    }
                    _ => true,
                });
            });
        }
    }

    /// Puts the tags of narratives into the record, and takes over what is found in them as they stand.
    pub fn settle_narratives(&mut self) {
        for narrative in &self.narratives {
            let Some(answer) = self.answers.get(narrative.answer) else { continue };
            let tags = narrative.tags();
            let had = self.session.record().tags(narrative.place).next().is_some();
            if (had || !tags.is_empty()) && self.session.set_tags(&answer.place, &tags).is_err() {
                // Cannot be: it is a narrative of the form.
                continue;
            }
            // Those that moved with the text are those of the record again.
            let place = narrative.place;
            let now = self.session.findings_at(&[place]);
            let known = |finding: &crate::checks::Finding| finding.place == place;
            if !self.findings.iter().filter(|finding| known(finding)).eq(now.iter()) {
                self.findings.retain(|finding| !known(finding));
                self.findings.extend(now);
                self.changed = true;
            }
        }
    }
}

impl Page {
    /// A choice in a list of statements.
    pub fn tag(self: &Rc<Page>, field: &Field) -> Result<(), JsValue> {
        let told = {
            let mut state = self.state_mut()?;
            let chosen = |narrative: &super::narrative::Narrative| narrative.panel.chosen(field);
            let at = state.narratives.iter().position(|narrative| chosen(narrative).is_some());
            let Some(narrative) = at.and_then(|at| state.narratives.get_mut(at)) else { return Ok(()) };
            let Some((statement, kind, source)) = narrative.panel.chosen(field) else { return Ok(()) };
            let at = narrative.answer;
            narrative.set_tag(statement, kind, source);
            state.changed = true;
            let answer = state.answers.get(at);
            self.tagged(&answer.map(|answer| answer.place.clone()).unwrap_or_default(), statement, kind, source)
        };
        self.settle()?;
        told.tell(&self.root)
    }

    /// What the page is told of a statement whose author says what it is.
    fn tagged(&self, at: &str, statement: usize, kind: Option<StatementKind>, source: Option<Source>) -> Told {
        let name = |name: Option<&str>| name.map_or(JsValue::NULL, JsValue::from);
        Told::new("fairnote:tag")
            .with("at", &at.into())
            .with("statement", &u32::try_from(statement).unwrap_or(u32::MAX).into())
            .with("kind", &name(kind.map(StatementKind::name)))
            .with("source", &name(source.map(Source::name)))
    }

    /// Sets what a statement of a narrative is taken for, as its author would in the list. `false` if there is no such statement.
    pub fn set_tag(
        self: &Rc<Page>,
        at: &str,
        statement: usize,
        kind: Option<StatementKind>,
        source: Option<Source>,
    ) -> Result<bool, JsValue> {
        self.flush()?;
        let told = {
            let mut state = self.state_mut()?;
            let State { answers, narratives, .. } = &mut *state;
            let own = |narrative: &&mut super::narrative::Narrative| {
                answers.get(narrative.answer).is_some_and(|answer| answer.place == at)
            };
            let Some(narrative) = narratives.iter_mut().find(own) else { return Ok(false) };
            if !narrative.set_tag(statement, kind, source) {
                return Ok(false);
            }
            state.changed = true;
            self.tagged(at, statement, kind, source)
        };
        self.settle()?;
        told.tell(&self.root)?;
        Ok(true)
    }

    /// Keeps the underlines under their words: the text area was scrolled, or has another size.
    pub fn fit(self: &Rc<Page>) -> Result<(), JsValue> {
        self.state()?.narratives.iter().try_for_each(|narrative| narrative.under.fit())
    }
}
