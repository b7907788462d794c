//! The statements of a narrative on the page: their mix, and a list in which each can be corrected, in the shape that the
//! server's pages have too.
//!
//! `data-fairnote-statements="off"` on a text area leaves it without. The list is made when it is opened. Rows whose statements did not change stay the elements they are, so that whoever is
//! in one stays in it.

use super::dom::{self, Field, element, text_element};
use super::view::Look;
use super::words::Words;
use crate::note::tags::Mix;
use crate::note::{Choice, Listed};
use crate::record::{Source, StatementKind};
use wasm_bindgen::prelude::*;
use web_sys::{Document, Element, Node};

/// The attribute of a choice that sets a part of a tag.
pub const TAG: &str = "data-fairnote-tag";
/// The attribute of words of the list that show themselves in the text.
pub const SHOW: &str = "data-fairnote-statement";
const SVG: &str = "http://www.w3.org/2000/svg";
/// The colours of the bar where the page's style sheet gives none: those of the Government Analysis Function for charts.
const COLOURS: [(&str, &str); 5] = [
    ("fact", "#12436d"),
    ("opinion", "#f46a25"),
    ("assessment", "#28a197"),
    ("judgement", "#a285d1"),
    ("decision", "#801650"),
];

/// The statements of a narrative.
pub struct Panel {
    room: Element,
    /// What the page had in it; none, if the room is ours.
    theirs: Option<Vec<Node>>,
    mix: Element,
    details: Element,
    list: Element,
    prefix: String,
    words: Words,
    id: String,
    made: usize,
    painted: Option<Mix>,
    rows: Vec<Row>,
    /// Does the page want none of it?
    off: bool,
}

struct Row {
    item: Element,
    words: Element,
    by: Element,
    taken: Element,
    kind: Field,
    source: Field,
    listed: Listed,
}

impl Panel {
    /// Makes the room for a narrative's statements, or finds the page's own.
    pub fn new(form: &Element, field: &Field, pointer: &str, look: &Look) -> Result<Panel, JsValue> {
        let Look { prefix, words, .. } = look;
        let document = form.owner_document().ok_or("no document")?;
        let rooms = dom::all(form, "[data-fairnote-statements]");
        let own = |room: &Element| room.get_attribute("data-fairnote-statements").as_deref() == Some(pointer);
        let (room, theirs) = match rooms.into_iter().find(own) {
            Some(room) => {
                let nodes = dom::children(&room);
                room.set_text_content(None);
                (room, Some(nodes))
            }
            None => {
                let room = element(&document, "div", &format!("{prefix}-statements"))?;
                dom::outside_label(field).after_with_node_1(&room)?;
                (room, None)
            }
        };
        let class = |part: &str| format!("{prefix}-{part}");
        let mix = element(&document, "div", &class("mix"))?;
        mix.set_attribute("role", "img")?;
        let details = element(&document, "details", &format!("govuk-details {}", class("statements__details")))?;
        let summary = element(&document, "summary", "govuk-details__summary")?;
        let title = text_element(&document, "span", "govuk-details__summary-text", &words.get("statements"))?;
        let id = field.id();
        let is_own = |label: &Element| !id.is_empty() && label.get_attribute("for").as_deref() == Some(&id);
        let label = dom::all(form, "label").into_iter().find(is_own).or(field.closest("label")?);
        if let Some(label) = label.map(|label| dom::label_text(&label)).filter(|label| !label.trim().is_empty()) {
            dom::append(&title, dom::unseen(&document, &words.fill("statements_in", &[("label", label.trim())]))?)?;
        }
        dom::append(&summary, title)?;
        dom::append(&details, summary)?;
        let text = element(&document, "div", "govuk-details__text")?;
        dom::append(&text, text_element(&document, "p", "govuk-body-s", &words.get("statements_hint"))?)?;
        let list = element(&document, "ol", &format!("govuk-list {}", class("statements__list")))?;
        text.append_child(&list)?;
        details.append_child(&text)?;
        Ok(Panel {
            room,
            theirs,
            mix,
            details,
            list,
            prefix: prefix.clone(),
            words: words.clone(),
            id: look.id(pointer),
            made: 0,
            painted: None,
            rows: Vec::new(),
            off: field.get_attribute("data-fairnote-statements").as_deref() == Some("off"),
        })
    }

    /// Paints what changed.
    pub fn paint(
        &mut self,
        document: &Document,
        mix: Mix,
        any: bool,
        listed: impl FnOnce() -> Vec<Listed>,
    ) -> Result<(), JsValue> {
        if !any || self.off {
            self.painted = None;
            self.mix.remove();
            self.details.remove();
            return Ok(());
        }
        if self.painted != Some(mix) {
            self.paint_mix(document, mix)?;
            self.painted = Some(mix);
        }
        if !self.details.is_connected() {
            self.room.append_child(&self.mix)?;
            self.room.append_child(&self.details)?;
        }
        if self.details.has_attribute("open") { self.paint_list(document, listed()) } else { Ok(()) }
    }

    fn class(&self, part: &str) -> String {
        format!("{}-{part}", self.prefix)
    }

    fn paint_mix(&self, document: &Document, mix: Mix) -> Result<(), JsValue> {
        self.mix.set_text_content(None);
        if mix.statements() == 0 {
            return self.mix.set_attribute("hidden", "");
        }
        self.mix.remove_attribute("hidden")?;
        self.mix.set_attribute("aria-label", &self.words.mix(&mix))?;
        let bar = document.create_element_ns(Some(SVG), "svg")?;
        let size = format!("0 0 {} 8", mix.statements());
        let bar_class = self.class("mix__bar");
        for (name, value) in [
            ("class", bar_class.as_str()),
            ("viewBox", &size),
            ("preserveAspectRatio", "none"),
            ("width", "100%"),
            ("height", "16"),
            ("aria-hidden", "true"),
        ] {
            bar.set_attribute(name, value)?;
        }
        let rect = |name: &str, x: u32, width: u32, y: u32, height: u32| -> Result<(), JsValue> {
            let rect = document.create_element_ns(Some(SVG), "rect")?;
            rect.set_attribute("class", &self.class(&format!("mix__{name}")))?;
            if let Some((_, colour)) = COLOURS.iter().find(|(of, _)| *of == name) {
                rect.set_attribute("fill", colour)?;
            }
            for (name, value) in [("x", x), ("y", y), ("width", width), ("height", height)] {
                rect.set_attribute(name, &value.to_string())?;
            }
            dom::append(&bar, rect)
        };
        let key = element(document, "div", &self.class("mix__key"))?;
        let part = |name: &str, words: &str| {
            let class = self.class("mix__part");
            dom::append(&key, text_element(document, "span", &format!("{class} {class}--{name}"), words)?)
        };
        for share in mix.shares() {
            rect(share.name, share.before, share.count(), 0, 5)?;
            if share.told > 0 {
                rect("told", share.before, share.told, 6, 2)?;
            }
            part(share.name, &self.words.share(&share))?;
        }
        if mix.told() > 0 {
            part("told", &self.words.count("mix_told", mix.told()))?;
        }
        self.mix.append_child(&bar)?;
        self.mix.append_child(&key).map(drop)
    }

    fn paint_list(&mut self, document: &Document, listed: Vec<Listed>) -> Result<(), JsValue> {
        let same = |row: &&Row, one: &&Listed| row.listed.words == one.words;
        let before = self.rows.iter().zip(&listed).take_while(|(row, one)| same(row, one)).count();
        let left = self.rows.len().min(listed.len()).saturating_sub(before);
        let after = self.rows.iter().rev().zip(listed.iter().rev()).take(left);
        let after = after.take_while(|(row, one)| same(row, one)).count();
        // Those between are other ones now: as many as there are rows for are written over.
        while self.rows.len() > listed.len() {
            let at = self.rows.len().saturating_sub(after).saturating_sub(1);
            self.rows.remove(at).item.remove();
        }
        while let Some(one) = listed.get(self.rows.len()).filter(|_| self.rows.len() < listed.len()) {
            let at = self.rows.len().saturating_sub(after);
            let row = self.row(document, one)?;
            let next = self.rows.get(at).map(|row| -> &Node { &row.item });
            self.list.insert_before(&row.item, next)?;
            self.rows.insert(at, row);
        }
        self.rows.iter_mut().zip(listed).try_for_each(|(row, one)| row.fill(document, one, &self.words))
    }

    /// A new row, to be filled.
    fn row(&mut self, document: &Document, one: &Listed) -> Result<Row, JsValue> {
        self.made = self.made.saturating_add(1);
        let id = format!("{}-statement-{}", self.id, self.made);
        let block = self.class("statement");
        let item = element(document, "li", &block)?;
        let group = element(document, "div", "")?;
        group.set_attribute("role", "group")?;
        group.set_attribute("aria-labelledby", &id)?;
        let said = element(document, "p", &format!("{block}__words"))?;
        let button = dom::button(document, &format!("{block}__show"), "")?;
        let words = element(document, "span", "")?;
        words.set_id(&id);
        button.append_child(&words)?;
        dom::append(&button, dom::unseen(document, &self.words.get("show"))?)?;
        button.set_attribute(SHOW, "")?;
        said.append_child(&button)?;
        let line = element(document, "p", &format!("{block}__taken"))?;
        let by = element(document, "strong", "")?;
        let taken = element(document, "span", "")?;
        line.append_child(&by)?;
        line.append_with_str_1(" ")?;
        line.append_child(&taken)?;
        let choices = element(document, "div", &format!("{block}__choices"))?;
        let choice = |part: &str, title: String| -> Result<Field, JsValue> {
            let room = element(document, "div", &format!("{block}__choice"))?;
            let id = format!("{id}-{part}");
            let label = text_element(document, "label", "govuk-label", &title)?;
            label.set_attribute("for", &id)?;
            let select = element(document, "select", "govuk-select")?;
            select.set_id(&id);
            select.set_attribute(TAG, part)?;
            room.append_child(&label)?;
            room.append_child(&select)?;
            dom::append(&choices, room)?;
            Ok(select.unchecked_into())
        };
        let (kind, source) =
            (choice("kind", self.words.get("statement_kind"))?, choice("source", self.words.get("statement_source"))?);
        for part in [&said, &line, &choices] {
            group.append_child(part)?;
        }
        item.append_child(&group)?;
        // Nothing is painted yet: no statement is without words.
        let listed = Listed { words: String::new(), ..one.clone() };
        Ok(Row { item, words, by, taken, kind, source, listed })
    }

    /// Is its list open?
    pub fn is_open(&self) -> bool {
        self.details.has_attribute("open")
    }

    /// Opens its list.
    pub fn open(&self) -> Result<(), JsValue> {
        self.details.set_attribute("open", "")
    }

    /// What is chosen in the row with this control: the statement's number and its tag.
    pub fn chosen(&self, field: &Field) -> Option<(usize, Option<StatementKind>, Option<Source>)> {
        let at = self.rows.iter().position(|row| row.kind == *field || row.source == *field)?;
        let row = self.rows.get(at)?;
        Some((at, StatementKind::named(&row.kind.value()), Source::named(&row.source.value())))
    }

    /// Where the statement stands whose words were pressed.
    pub fn pressed(&self, button: &Element) -> Option<(u32, u32)> {
        let row = self.rows.iter().find(|row| button.contains(Some(&row.words)))?;
        Some((row.listed.span.start, row.listed.span.end))
    }

    /// Leaves the page as it was.
    pub fn restore(&self) -> Result<(), JsValue> {
        let Some(theirs) = &self.theirs else {
            self.room.remove();
            return Ok(());
        };
        self.room.set_text_content(None);
        for node in theirs {
            self.room.append_child(node)?;
        }
        Ok(())
    }
}

impl Row {
    fn fill(&mut self, document: &Document, one: Listed, words: &Words) -> Result<(), JsValue> {
        self.listed.span = one.span.clone();
        if self.listed == one {
            return Ok(());
        }
        let is_new = self.listed.words.is_empty();
        if self.listed.words != one.words {
            self.words.set_text_content(Some(&one.words));
        }
        // Choices that are open are never made anew under the hand that chooses.
        if is_new || self.listed.suggested != one.suggested {
            choices(document, &self.kind, &one.kinds(), |choice| words.choice(choice, one.suggested.0.name()))?;
            choices(document, &self.source, &one.sources(), |choice| words.choice(choice, one.suggested.1.name()))?;
        }
        let value =
            |choices: Vec<Choice>| choices.iter().find(|choice| choice.chosen).map_or("", |choice| choice.value);
        set(&self.kind, value(one.kinds()));
        set(&self.source, value(one.sources()));
        let block = self.item.class_name();
        let set = if one.is_set() { format!(" {block}__by--set") } else { String::new() };
        self.by.set_class_name(&format!("{block}__by{set}"));
        self.by.set_text_content(Some(&words.by(&one)));
        self.taken.set_text_content(Some(&words.taken(&one)));
        self.listed = one;
        Ok(())
    }
}

fn set(select: &Field, value: &str) {
    if select.value() != value {
        select.set_value(value);
    }
}

fn choices(
    document: &Document,
    select: &Field,
    all: &[Choice],
    name: impl Fn(&Choice) -> String,
) -> Result<(), JsValue> {
    select.set_text_content(None);
    for choice in all {
        let option = text_element(document, "option", "", &name(choice))?;
        option.set_attribute("value", choice.value)?;
        select.append_child(&option)?;
    }
    Ok(())
}
