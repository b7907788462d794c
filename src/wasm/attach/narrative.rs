//! Narratives: wording is found as it is typed, without reading the whole text again.

use super::super::inward::error;
use super::answers::Answer;
use super::dom::Field;
use super::statements::Panel;
use super::under::{Under, Underline};
use super::view::Look;
use crate::checks::{self, Cause, Finding, Outcome};
use crate::note::tags::{self, Mix};
use crate::note::{self, NoteSession};
use crate::record::{Place, Source, StatementKind, Tag};
use crate::standards::{Expects, FieldType, Kind, Level, NO_FIELD, Standard};
use crate::text::json::Tree;
use crate::text::{Replaced, Utf16Index, difference, utf16_len};
use wasm_bindgen::prelude::*;
use web_sys::{Document, Element};

/// A narrative on the page.
pub struct Narrative {
    /// The answer, by number.
    pub answer: usize,
    /// Its text area.
    pub field: Field,
    /// The note as it was last read.
    note: NoteSession,
    /// The rules on its wording: their numbers, and the positions of their lists.
    rules: Vec<(u16, u16, bool)>,
    /// Its place in the record.
    pub place: Place,
    /// What the author says of statements, wherever edits moved it to.
    tags: Vec<Tag>,
    /// Was it edited since this was last asked?
    edited: bool,
    /// Its statements on the page.
    pub panel: Panel,
    /// Its underlines.
    pub under: Under,
}

impl Narrative {
    /// The narratives among the answers. `data-fairnote-narrative="off"` leaves one to be read when the person leaves it.
    /// `tags` holds what the author says of statements, as a record does.
    pub fn find(
        form: &Element,
        answers: &[Answer],
        standard: &Standard,
        kind: &Kind,
        tags: &Tree,
        look: &Look,
    ) -> Result<Vec<Narrative>, JsValue> {
        let document = form.owner_document().ok_or("no document")?;
        let mut found = Vec::new();
        for (at, answer) in answers.iter().enumerate() {
            let Some(control) = answer.controls.first() else { continue };
            let marked = control.field.get_attribute("data-fairnote-narrative");
            let wanted = marked.as_deref().map_or(answer.kind == FieldType::Narrative, |marked| marked != "off");
            let is_area = control.field.is_area();
            let Some(place) = Place::parse(&answer.place, &kind.layout).filter(|_| wanted && is_area) else { continue };
            let lexicon = checks::lexicon(standard).map_err(|wrong| error(&wrong.to_string()))?;
            let note = NoteSession::new(lexicon, control.field.text());
            let rules = rules(standard, kind, answer.field);
            let tags = match tags.get(&answer.place) {
                Some(Tree::List(tags)) => tags.iter().filter_map(Tag::read).collect(),
                _ => Vec::new(),
            };
            let pointer = super::names::join(&answer.path, "/fields", '/');
            found.push(Narrative {
                answer: at,
                field: control.field.clone(),
                note,
                rules,
                place,
                tags,
                edited: false,
                panel: Panel::new(form, &control.field, &pointer, look)?,
                under: Under::new(&document, &control.field)?,
            });
        }
        Ok(found)
    }

    /// Takes over what was typed since: the part that changed, and no more. `moved` hears of it.
    pub fn update(&mut self, moved: impl FnOnce(Place, Replaced<'_>)) {
        let now = self.field.text();
        let Some(edit) = difference(self.note.text(), &now, self.field.caret()) else { return };
        moved(self.place, edit);
        self.under.follow(edit);
        self.tags.retain_mut(|tag| {
            let after = tag.after(edit);
            *tag = after.unwrap_or(*tag);
            after.is_some()
        });
        if self.note.edit(edit.start, edit.end, edit.with).is_err() {
            // Cannot be: the offsets are of this text. Reading it all again is always right.
            let _ = self.note.edit(0, len(self.note.text()), &now);
        }
        self.edited = true;
    }

    /// Paints the statements, as far as they are other ones.
    pub fn paint(&mut self, document: &Document) -> Result<(), JsValue> {
        let (mix, any) = self.mix();
        let Narrative { panel, note, tags, .. } = self;
        panel.paint(document, mix, any, || note::listed(note.text(), &note.analysis(), tags))
    }

    /// Leaves the page as it was.
    pub fn restore(&mut self) -> Result<(), JsValue> {
        self.under.restore();
        self.panel.restore()
    }

    /// Draws the underlines under the words as they stand now.
    pub fn underline(&mut self, lines: Vec<Underline>) -> Result<(), JsValue> {
        self.under.draw(self.note.text(), lines)
    }

    /// Keeps the underlines under their words while the text is typed.
    pub fn follow(&mut self) -> Result<(), JsValue> {
        self.under.refresh(self.note.text())
    }

    /// Was it edited since this was last asked?
    pub fn was_edited(&mut self) -> bool {
        std::mem::take(&mut self.edited)
    }

    /// The mix of its statements, and whether it has any, headings included.
    fn mix(&self) -> (Mix, bool) {
        let analysis = self.note.analysis();
        let spans = note::spans(self.note.text(), &analysis);
        (tags::mix(&analysis, &spans, &self.tags), !spans.is_empty())
    }

    /// Has its author said anything of its statements?
    pub fn is_tagged(&self) -> bool {
        !self.tags.is_empty()
    }

    /// What the author says, as a record keeps it.
    pub fn tags(&self) -> Vec<Tag> {
        if self.tags.is_empty() {
            return Vec::new();
        }
        tags::settled(&self.tags, &note::spans(self.note.text(), &self.note.analysis()))
    }

    /// Sets what the author says of a statement, by number. `false` if there is no such statement.
    pub fn set_tag(&mut self, at: usize, kind: Option<StatementKind>, source: Option<Source>) -> bool {
        let spans = note::spans(self.note.text(), &self.note.analysis());
        if at >= spans.len() {
            return false;
        }
        tags::set(&mut self.tags, &spans, at, kind, source);
        true
    }

    /// The wording found in it. `is_accepted` says whether a rule's warning here is kept, with a reason.
    pub fn findings(&self, is_accepted: impl Fn(u16) -> bool) -> Vec<Finding> {
        let flags = checks::flags(self.note.text(), &self.note.analysis());
        let mut findings = Vec::new();
        for (list, word, span) in flags {
            for (rule, _, can_keep) in self.rules.iter().filter(|(_, of, _)| *of == list) {
                findings.push(Finding {
                    rule: *rule,
                    outcome: Outcome::Failed,
                    place: self.place,
                    span: Some(span),
                    due: None,
                    cause: Cause::Word(list, word),
                    accepted: *can_keep && is_accepted(*rule),
                });
            }
        }
        findings
    }

    /// Is a finding of the record one that this narrative finds itself?
    pub fn replaces(&self, finding: &Finding) -> bool {
        finding.place == self.place && self.rules.iter().any(|(rule, ..)| *rule == finding.rule)
    }

    /// Its text, for many words at spans of UTF-16 code units.
    pub fn words(&self) -> Words<'_> {
        let text = self.note.text();
        Words { text, index: Utf16Index::new(text) }
    }
}

/// The words of a narrative by their spans. The text is counted once: counting it for each span would be felt in a long one.
pub struct Words<'t> {
    text: &'t str,
    index: Utf16Index<'t>,
}

impl Words<'_> {
    /// The words at a span of UTF-16 code units.
    pub fn at(&self, start: u32, end: u32) -> Option<String> {
        self.text.get(self.index.byte(start)?..self.index.byte(end)?).map(str::to_owned)
    }
}

/// The rules on wording that look at a narrative, as the check kind `words` reads them.
fn rules(standard: &Standard, kind: &Kind, field: u16) -> Vec<(u16, u16, bool)> {
    let in_list = kind.layout.field(field).is_some_and(|info| {
        let mut at = info.parent;
        let mut inside = false;
        while at != NO_FIELD {
            let Some(outer) = kind.layout.field(at) else { break };
            inside |= outer.repeating;
            at = outer.parent;
        }
        inside
    });
    let mut rules = Vec::new();
    for (number, bound) in (0_u16..).zip(&kind.rules) {
        let Expects::Words { fields, list } = &bound.rule.expects else { continue };
        let looks = if fields.is_empty() { !in_list } else { fields.iter().any(|path| path.field == field) };
        // A rule that applies only sometimes is left to the check of the whole record.
        if let (true, None, Some(list)) = (looks, &bound.rule.when, standard.words_position(list)) {
            rules.push((number, list, bound.rule.level != Level::Must));
        }
    }
    rules
}

fn len(text: &str) -> u32 {
    u32::try_from(utf16_len(text)).unwrap_or(u32::MAX)
}
