//! Underlines in a text area, which can hold none: a mirror of it lies over it, of the same size and with the same text, of
//! which nothing is seen but the underlines.
//!
//! They are drawn by the CSS Custom Highlight API, and as elements where that is missing or colours are forced. The text area itself is never
//! touched: caret, selection, undo and the composition of a character are the browser's as ever. A reader of the screen
//! does not meet the mirror. Its look is of a style sheet in a layer of its own, `fairnote`, which any rule of the page's
//! goes before: `::highlight(fairnote-warning)`, `mark.fairnote-warning`.

use super::dom::{self, CSSStyleSheet, Field, Highlight, Highlights, Letters, Range, element};
use super::editable::Flow;
use super::notes::Weight;
use crate::text::{Replaced, Utf16Index};
use js_sys::{Array, Reflect};
use std::cell::RefCell;
use wasm_bindgen::prelude::*;
use web_sys::{Document, Element, HtmlElement, Node};

/// The look of the mirror and of what is underlined in it.
const LOOK: &str = "@layer fairnote{\
    .fairnote-under{position:relative;height:0;width:0}\
    .fairnote-mirror{position:absolute!important;margin:0!important;overflow:hidden!important;\
    border:0 solid transparent!important;background:none!important;color:transparent!important;-webkit-text-fill-color:transparent!important;\
    forced-color-adjust:none;pointer-events:none!important;user-select:none;white-space:pre-wrap!important;\
    overflow-wrap:break-word!important;contain:strict;z-index:1}\
    .fairnote-mirror mark{background:none;color:inherit}\
    ::highlight(fairnote-error){text-decoration:underline wavy #d4351c}\
    ::highlight(fairnote-warning){text-decoration:underline wavy #b8720a}\
    ::highlight(fairnote-advice){text-decoration:underline dotted 2px #1d70b8}\
    mark.fairnote-error{text-decoration:underline wavy #d4351c}\
    mark.fairnote-warning{text-decoration:underline wavy #b8720a}\
    mark.fairnote-advice{text-decoration:underline dotted 2px #1d70b8}\
    .fairnote-unseen{position:absolute!important;width:1px!important;height:1px!important;margin:-1px!important;padding:0!important;\
    border:0!important;overflow:hidden!important;clip-path:inset(50%)!important;white-space:nowrap!important}\
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
    /// What is drawn of each line.
    drawn: Vec<(Highlight, Range)>,
    /// The letters of the mirror, while they are those of the text. An edit is made in them too, and the browser keeps what is
    /// drawn under its words: laying out a long note anew with each key would be felt.
    letters: Option<Letters>,
}

/// How many lines are drawn: more are no help, and make a long text slow.
const MOST: usize = 2000;

impl Under {
    /// Lays a mirror over a text area.
    pub fn new(document: &Document, field: &Field) -> Result<Under, JsValue> {
        let place = element(document, "div", "fairnote-under")?;
        place.set_attribute("aria-hidden", "true")?;
        let mirror = element(document, "div", "fairnote-mirror")?;
        place.append_child(&mirror)?;
        Ok(Under { field: field.clone(), place, mirror, lines: Vec::new(), drawn: Vec::new(), letters: None })
    }

    /// Underlines these parts, and no others.
    pub fn draw(&mut self, text: &str, mut lines: Vec<Underline>) -> Result<(), JsValue> {
        lines.truncate(MOST);
        if self.lines != lines {
            self.lines = lines;
            self.redraw(text)?;
        }
        self.fit()
    }

    /// Follows an edit until the text is read again: what is underlined stays under its words.
    pub fn follow(&mut self, edit: Replaced<'_>) {
        let kept = |line: &mut Underline| {
            let moved = edit.moved(line.start, line.end);
            (line.start, line.end) = moved.unwrap_or((line.start, line.end));
            moved.is_some()
        };
        let in_mirror = self.letters.as_ref().is_some_and(|letters| {
            letters.replace_data(edit.start, edit.end.saturating_sub(edit.start), edit.with).is_ok()
        });
        if !in_mirror || self.drawn.len() != self.lines.len() {
            self.letters = None;
            self.lines.retain_mut(kept);
            return;
        }
        let Some(letters) = self.letters.clone() else { return };
        let mut drawn = std::mem::take(&mut self.drawn).into_iter();
        let again = &mut self.drawn;
        self.lines.retain_mut(|line| {
            let Some((highlight, range)) = drawn.next() else { return false };
            // The browser moved what lies apart from the edit; at its edges ours is the better view.
            let touched = line.end >= edit.start && line.start <= edit.end;
            let stays = kept(line);
            if !stays || (touched && !set(&range, &letters, *line)) {
                highlight.delete(&range);
                return false;
            }
            again.push((highlight, range));
            true
        });
    }

    /// Draws the lines where they are not drawn by now: in a text that was edited, or because they are other ones.
    pub fn refresh(&mut self, text: &str) -> Result<(), JsValue> {
        if self.letters.is_some() { Ok(()) } else { self.redraw(text) }
    }

    fn redraw(&mut self, text: &str) -> Result<(), JsValue> {
        self.undraw();
        // A text without underlines needs no mirror.
        if self.lines.is_empty() {
            self.clear();
            self.place.remove();
            return Ok(());
        }
        let highlights = highlights(&self.field);
        if self.field.is_rich() {
            // Its words can be underlined where they stand. Without highlights, the notes alone tell of them.
            let flow = Flow::of(&self.field);
            return highlights
                .map_or(Ok(()), |highlights| self.highlight(&highlights, |line| flow.range(line.start, line.end)));
        }
        if !self.place.is_connected() {
            self.field.before_with_node_1(&self.place)?;
        }
        let Some(highlights) = highlights else {
            self.clear();
            return self.mark(text);
        };
        if self.letters.is_none() {
            self.mirror.set_text_content(Some(&ended(text)));
            self.letters = self.mirror.first_child().map(JsCast::unchecked_into);
        }
        let Some(letters) = self.letters.clone() else { return Ok(()) };
        self.highlight(&highlights, |line| {
            let range = Range::new();
            set(&range, &letters, line).then_some(range)
        })
    }

    /// Draws the lines. One whose offsets are not of this text is dropped.
    fn highlight(
        &mut self,
        highlights: &Highlights,
        range: impl Fn(Underline) -> Option<Range>,
    ) -> Result<(), JsValue> {
        let Under { lines, drawn, .. } = self;
        lines.retain(|line| {
            let Some(range) = range(*line) else { return false };
            let name = format!("fairnote-{}", line.weight.class());
            let highlight = highlights.get(&name).unwrap_or_else(|| {
                let made = Highlight::new();
                highlights.set(&name, &made);
                made
            });
            highlight.add(&range);
            drawn.push((highlight, range));
            true
        });
        Ok(())
    }

    fn mark(&self, text: &str) -> Result<(), JsValue> {
        let document = self.mirror.owner_document().ok_or("no document")?;
        let mut at = 0;
        let index = Utf16Index::new(text);
        let part = |from: u32, to: u32| {
            index.byte(from).zip(index.byte(to)).and_then(|(from, to)| text.get(from..to)).unwrap_or_default()
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
        let rest = index.byte(at).and_then(|at| text.get(at..)).unwrap_or_default();
        self.mirror.append_with_str_1(&ended(rest))
    }

    fn undraw(&mut self) {
        for (highlight, range) in self.drawn.drain(..) {
            highlight.delete(&range);
        }
    }

    fn clear(&mut self) {
        self.undraw();
        self.letters = None;
        self.mirror.set_text_content(None);
    }

    /// Gives the mirror the size, the place and the letters of its text area.
    pub fn fit(&self) -> Result<(), JsValue> {
        if self.lines.is_empty() || self.field.is_rich() {
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

/// Has a range stand round the words of a line.
fn set(range: &Range, letters: &Node, line: Underline) -> bool {
    range.set_start(letters, line.start).is_ok() && range.set_end(letters, line.end).is_ok()
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

/// The page's highlights, if the browser has such. In forced colours it would draw a mirror's letters too, over those of the text.
fn highlights(field: &Field) -> Option<Highlights> {
    let forced = dom::match_media("(forced-colors: active)");
    if !field.is_rich() && Reflect::get(&forced, &"matches".into()).is_ok_and(|forced| forced.is_truthy()) {
        return None;
    }
    let css = Reflect::get(&js_sys::global(), &"CSS".into()).ok()?;
    let highlights = Reflect::get(&css, &"highlights".into()).ok()?;
    highlights.is_object().then(|| highlights.unchecked_into())
}

thread_local! {
    /// The look of mirrors, and how many forms need it.
    static SHEET: RefCell<Option<(CSSStyleSheet, usize)>> = const { RefCell::new(None) };
}

/// Gives the document the look of mirrors, once for all forms. Returns whether it has it: a browser that has no such sheets shows
/// no underlines.
pub fn dress(document: &Document) -> bool {
    SHEET.with_borrow_mut(|known| {
        if let Some((_, count)) = known {
            *count = count.saturating_add(1);
            return true;
        }
        let make = || {
            let sheet = CSSStyleSheet::new().ok()?;
            sheet.replace_sync(LOOK).ok()?;
            let sheets = adopted(document)?;
            sheets.push(&sheet);
            Reflect::set(document, &"adoptedStyleSheets".into(), &sheets).ok()?;
            Some(sheet)
        };
        *known = make().map(|sheet| (sheet, 1));
        known.is_some()
    })
}

/// Takes the look away, once no form needs it.
pub fn undress(document: &Document) {
    let unused = SHEET.with_borrow_mut(|known| {
        let (_, count) = known.as_mut()?;
        *count = count.saturating_sub(1);
        if *count > 0 { None } else { known.take() }
    });
    if let Some((sheet, sheets)) = unused.map(|(sheet, _)| sheet).zip(adopted(document)) {
        let at = sheets.index_of(&sheet, 0);
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
