//! Underlines in a text area, which can hold none: a mirror of it lies over it, of the same size and with the same text, of
//! which nothing is seen but the underlines.
//!
//! They are drawn by the CSS Custom Highlight API, and as elements where that is missing or colours are forced. The text area itself is never
//! touched: caret, selection, undo and the composition of a character are the browser's as ever. A reader of the screen
//! does not meet the mirror. Its look is of a style sheet in a layer of its own, `fairnote`, which any rule of the page's
//! goes before: `::highlight(fairnote-warning)`, `mark.fairnote-warning`.

use super::dom::{self, CSSStyleSheet, Field, Highlight, Highlights, Range, element};
use super::notes::Weight;
use crate::text::Replaced;
use js_sys::{Array, Reflect};
use wasm_bindgen::prelude::*;
use web_sys::{Document, Element, HtmlElement, Node};

/// The look of the mirror and of what is underlined in it.
const LOOK: &str = "@layer fairnote{\
    .fairnote-under{position:relative;height:0;width:0}\
    .fairnote-mirror{position:absolute!important;margin:0!important;overflow:hidden!important;\
    border:0 solid transparent!important;background:none!important;color:transparent!important;-webkit-text-fill-color:transparent!important;\
    forced-color-adjust:none;pointer-events:none!important;user-select:none;white-space:pre-wrap!important;\
    overflow-wrap:break-word!important;z-index:1}\
    .fairnote-mirror mark{background:none;color:inherit}\
    ::highlight(fairnote-error){text-decoration:underline wavy #d4351c}\
    ::highlight(fairnote-warning){text-decoration:underline wavy #b8720a}\
    ::highlight(fairnote-advice){text-decoration:underline dotted 2px #1d70b8}\
    mark.fairnote-error{text-decoration:underline wavy #d4351c}\
    mark.fairnote-warning{text-decoration:underline wavy #b8720a}\
    mark.fairnote-advice{text-decoration:underline dotted 2px #1d70b8}\
    @media print{.fairnote-mirror{display:none}}}";

/// What of the text area's look decides where its words stand.
const COPIED: [&str; 20] = [
    "boxSizing",
    "direction",
    "fontFamily",
    "fontFeatureSettings",
    "fontKerning",
    "fontSize",
    "fontStretch",
    "fontStyle",
    "fontWeight",
    "height",
    "letterSpacing",
    "lineHeight",
    "paddingBottom",
    "paddingLeft",
    "paddingTop",
    "tabSize",
    "textAlign",
    "textIndent",
    "width",
    "wordSpacing",
];

/// The weights that are underlined, as their names go.
const WEIGHTS: [Weight; 3] = [Weight::Error, Weight::Warning, Weight::Advice];

/// A part of the text that is underlined, in UTF-16 code units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Underline {
    /// Where it starts.
    pub start: u32,
    /// Where it ends.
    pub end: u32,
    /// What is said of it.
    pub weight: Weight,
}

/// The mirror of a text area.
pub struct Under {
    field: Field,
    place: Element,
    mirror: Element,
    lines: Vec<Underline>,
    drawn: Vec<(Highlight, Range)>,
}

impl Under {
    /// Lays a mirror over a text area.
    pub fn new(document: &Document, field: &Field) -> Result<Under, JsValue> {
        let place = element(document, "div", "fairnote-under")?;
        place.set_attribute("aria-hidden", "true")?;
        let mirror = element(document, "div", "fairnote-mirror")?;
        place.append_child(&mirror)?;
        Ok(Under { field: field.clone(), place, mirror, lines: Vec::new(), drawn: Vec::new() })
    }

    /// Underlines these parts, and no others.
    pub fn draw(&mut self, text: &str, lines: Vec<Underline>) -> Result<(), JsValue> {
        if self.lines != lines {
            self.lines = lines;
            self.redraw(text)?;
        }
        self.fit()
    }

    /// Follows an edit until the text is read again: what is underlined stays under its words.
    pub fn follow(&mut self, edit: Replaced<'_>) {
        self.lines.retain_mut(|line| {
            let moved = edit.moved(line.start, line.end);
            (line.start, line.end) = moved.unwrap_or((line.start, line.end));
            moved.is_some()
        });
    }

    /// Draws the same lines in a text that was edited.
    pub fn redraw(&mut self, text: &str) -> Result<(), JsValue> {
        self.clear();
        // A text without underlines needs no mirror.
        if self.lines.is_empty() {
            self.place.remove();
            return Ok(());
        }
        if !self.place.is_connected() {
            self.field.before_with_node_1(&self.place)?;
        }
        match highlights() {
            Some(highlights) => self.highlight(&highlights, text),
            None => self.mark(text),
        }
    }

    fn highlight(&mut self, highlights: &Highlights, text: &str) -> Result<(), JsValue> {
        self.mirror.set_text_content(Some(&ended(text)));
        let Some(node) = self.mirror.first_child() else { return Ok(()) };
        for line in &self.lines {
            let name = format!("fairnote-{}", line.weight.class());
            let highlight = highlights.get(&name).unwrap_or_else(|| {
                let made = Highlight::new();
                highlights.set(&name, &made);
                made
            });
            let range = Range::new();
            // The offsets are those of this text; should they not be, this one is not drawn.
            if range.set_start(&node, line.start).is_ok() && range.set_end(&node, line.end).is_ok() {
                highlight.add(&range);
                self.drawn.push((highlight, range));
            }
        }
        Ok(())
    }

    fn mark(&self, text: &str) -> Result<(), JsValue> {
        let document = self.mirror.owner_document().ok_or("no document")?;
        let mut at = 0;
        let part = |from: u32, to: u32| {
            let byte = |at| crate::text::byte_at_utf16(text, at);
            byte(from).zip(byte(to)).and_then(|(from, to)| text.get(from..to)).unwrap_or_default()
        };
        for line in &self.lines {
            // Two on the same words: the first of them is drawn.
            if line.start >= at {
                self.mirror.append_with_str_1(part(at, line.start))?;
                let class = format!("fairnote-{}", line.weight.class());
                dom::append(&self.mirror, dom::text_element(&document, "mark", &class, part(line.start, line.end))?)?;
                at = line.end;
            }
        }
        let rest = crate::text::byte_at_utf16(text, at).and_then(|at| text.get(at..)).unwrap_or_default();
        self.mirror.append_with_str_1(&ended(rest))
    }

    fn clear(&mut self) {
        for (highlight, range) in self.drawn.drain(..) {
            highlight.delete(&range);
        }
        self.mirror.set_text_content(None);
    }

    /// Gives the mirror the size, the place and the letters of its text area.
    pub fn fit(&self) -> Result<(), JsValue> {
        if self.lines.is_empty() {
            return Ok(());
        }
        let (from, to) = (dom::computed_style(&self.field), self.mirror.unchecked_ref::<Field>().style());
        let set = |name: &str, value: &JsValue| Reflect::set(&to, &name.into(), value).map(drop);
        for name in COPIED {
            set(name, &Reflect::get(&from, &name.into())?)?;
        }
        let border = |side: &str| -> Result<JsValue, JsValue> {
            let name = format!("border{side}Width");
            let width = Reflect::get(&from, &name.as_str().into())?;
            set(&name, &width)?;
            Ok(width)
        };
        border("Top")?;
        border("Bottom")?;
        let (left, right) = (border("Left")?, border("Right")?);
        let text = |value: &JsValue| value.as_string().unwrap_or_default();
        let padding = text(&Reflect::get(&from, &"paddingRight".into())?);
        // A scroll bar takes from the room for words. The width of a content box is without it.
        let (outer, inner) = (self.field.offset_width(), self.field.client_width());
        let bar = format!("calc({padding} + max(0px, {outer}px - {inner}px - {} - {}))", text(&left), text(&right));
        let is_whole = Reflect::get(&from, &"boxSizing".into())? == "border-box";
        set("paddingRight", &if is_whole { bar } else { padding }.into())?;
        let place: &HtmlElement = self.place.unchecked_ref();
        set("top", &format!("{}px", self.field.offset_top() - place.offset_top()).into())?;
        set("left", &format!("{}px", self.field.offset_left() - place.offset_left()).into())?;
        self.scroll();
        Ok(())
    }

    /// Scrolls the mirror to where the text area is scrolled.
    pub fn scroll(&self) {
        self.mirror.set_scroll_top(self.field.scroll_top());
    }

    /// Is it the mirror of this text area?
    pub fn is_of(&self, field: &Node) -> bool {
        self.field.is_same_node(Some(field))
    }

    /// Takes it away.
    pub fn restore(&mut self) {
        self.clear();
        self.place.remove();
    }
}

/// A line end at the end of a text area makes a line; in any other element it does not.
fn ended(text: &str) -> String {
    format!("{text}\u{200b}")
}

/// Underlines for the words of a note; none for a weight that is not underlined.
pub fn underlines(note: &super::notes::Note) -> impl Iterator<Item = Underline> + '_ {
    let weight = WEIGHTS.into_iter().find(|weight| *weight == note.weight);
    let excerpts = note.excerpts.iter();
    excerpts.filter_map(move |excerpt| Some(Underline { start: excerpt.start, end: excerpt.end, weight: weight? }))
}

/// The page's highlights, if the browser has such. In forced colours it would draw their letters too, over those of the text.
fn highlights() -> Option<Highlights> {
    let forced = dom::match_media("(forced-colors: active)");
    if Reflect::get(&forced, &"matches".into()).is_ok_and(|forced| forced.is_truthy()) {
        return None;
    }
    let css = Reflect::get(&js_sys::global(), &"CSS".into()).ok()?;
    let highlights = Reflect::get(&css, &"highlights".into()).ok()?;
    highlights.is_object().then(|| highlights.unchecked_into())
}

/// Gives the document the look of mirrors. Returns what takes it away; a browser that has no such sheets shows no underlines.
pub fn dress(document: &Document) -> Option<CSSStyleSheet> {
    let sheet = CSSStyleSheet::new().ok()?;
    sheet.replace_sync(LOOK).ok()?;
    let sheets = adopted(document)?;
    sheets.push(&sheet);
    Reflect::set(document, &"adoptedStyleSheets".into(), &sheets).ok()?;
    Some(sheet)
}

/// Takes the look away.
pub fn undress(document: &Document, sheet: &CSSStyleSheet) {
    if let Some(sheets) = adopted(document) {
        let at = sheets.index_of(sheet, 0);
        // One that the page took out itself is not there any more.
        if let Ok(at) = u32::try_from(at) {
            sheets.splice_many(at, 1, &[]);
        }
        // Setting it to sheets that it had cannot fail.
        let _ = Reflect::set(document, &"adoptedStyleSheets".into(), &sheets);
    }
}

fn adopted(document: &Document) -> Option<Array> {
    let sheets = Reflect::get(document, &"adoptedStyleSheets".into()).ok()?;
    sheets.is_object().then(|| Array::from(&sheets))
}
