//! What a control holds as text, whether it is a text area or an element that can be edited (`contenteditable`).
//!
//! The text of an editable element is that of its lines: a block or a `<br>` ends one. Offsets into it are found again among its
//! nodes, so that words can be underlined and selected where they stand.

use super::dom::{self, Editor, Field, Range};
use crate::text::utf16_len;
use wasm_bindgen::prelude::*;
use web_sys::{Document, Element, Node};

/// The elements that stand on lines of their own.
const BLOCKS: [&str; 22] = [
    "ADDRESS",
    "ARTICLE",
    "ASIDE",
    "BLOCKQUOTE",
    "DD",
    "DIV",
    "DL",
    "DT",
    "FIGURE",
    "H1",
    "H2",
    "H3",
    "H4",
    "H5",
    "H6",
    "HR",
    "LI",
    "OL",
    "P",
    "PRE",
    "SECTION",
    "UL",
];

/// The text of an editable element, and the nodes that it stands in.
#[derive(Default)]
pub struct Flow {
    /// The text.
    pub text: String,
    units: u32,
    parts: Vec<(Node, u32)>,
    /// Does what comes next begin a line?
    broken: bool,
}

impl Flow {
    /// Reads an element. Without recursion: a page may nest as deep as it likes.
    pub fn of(root: &Node) -> Flow {
        let mut flow = Flow::default();
        let mut next = root.first_child();
        while let Some(node) = next {
            next = flow.enter(&node).or_else(|| flow.after(&node, root));
        }
        flow
    }

    /// Takes a node. Returns its first child.
    fn enter(&mut self, node: &Node) -> Option<Node> {
        if node.node_type() == Node::TEXT_NODE {
            let letters = node.node_value().unwrap_or_default();
            if !letters.is_empty() {
                self.begin();
                self.parts.push((node.clone(), self.units));
                // Editors keep spaces by making them unbreakable.
                self.put(&letters.replace('\u{a0}', " "));
            }
            return None;
        }
        match node.node_name().as_str() {
            "BR" => {
                self.begin();
                self.put("\n");
                None
            }
            "SCRIPT" | "STYLE" | "TEMPLATE" => None,
            name => {
                self.broken |= BLOCKS.contains(&name);
                node.first_child()
            }
        }
    }

    /// The node after this one and all that is in it.
    fn after(&mut self, node: &Node, root: &Node) -> Option<Node> {
        let mut at = node.clone();
        loop {
            self.broken |= BLOCKS.contains(&at.node_name().as_str());
            if let Some(next) = at.next_sibling() {
                return Some(next);
            }
            at = at.parent_node()?;
            if at.is_same_node(Some(root)) {
                return None;
            }
        }
    }

    fn begin(&mut self) {
        if std::mem::take(&mut self.broken) && !self.text.is_empty() && !self.text.ends_with('\n') {
            self.put("\n");
        }
    }

    fn put(&mut self, text: &str) {
        self.text.push_str(text);
        self.units = self.units.saturating_add(u32::try_from(utf16_len(text)).unwrap_or(u32::MAX));
    }

    /// The stretch between two offsets, in UTF-16 code units, as the page has it.
    pub fn range(&self, start: u32, end: u32) -> Option<Range> {
        let range = Range::new();
        let (node, at) = self.place(start, false)?;
        range.set_start(node, at).ok()?;
        let (node, at) = self.place(end, true)?;
        range.set_end(node, at).ok()?;
        Some(range)
    }

    /// The node of an offset. At the end of a stretch, the node before.
    fn place(&self, at: u32, is_end: bool) -> Option<(&Node, u32)> {
        let before = self.parts.partition_point(|(_, start)| if is_end { *start < at } else { *start <= at });
        let (node, start) = self.parts.get(before.saturating_sub(1))?;
        Some((node, at.saturating_sub(*start)))
    }
}

impl Field {
    /// Is it an element that can be edited, and no input?
    pub fn is_rich(&self) -> bool {
        !matches!(self.tag_name().as_str(), "INPUT" | "SELECT" | "TEXTAREA")
    }

    /// Can it hold a narrative?
    pub fn is_area(&self) -> bool {
        self.tag_name() == "TEXTAREA" || self.is_rich()
    }

    /// What it holds.
    pub fn text(&self) -> String {
        if self.is_rich() { Flow::of(self).text } else { self.value() }
    }

    /// Has it hold something else.
    pub fn set_text(&self, text: &str) {
        if self.is_rich() { self.set_text_content(Some(text)) } else { self.set_value(text) }
    }

    /// Where the caret is, if that can be told.
    pub fn caret(&self) -> Option<u32> {
        if self.is_rich() { None } else { self.selection_end() }
    }

    /// Selects a part of its text, and brings it into view.
    pub fn show(&self, start: u32, end: u32) {
        if self.is_rich() {
            let _ = self.focus();
            self.select_rich(start, end);
            let around = Flow::of(self).place(start, false).and_then(|(node, _)| node.parent_element());
            if let Some(around) = around {
                around.scroll_into_view_with_bool(false);
            }
            return;
        }
        // Browsers bring the caret into view when the focus comes, not when a selection is set.
        self.set_selection_range(start, start);
        let _ = self.blur();
        let _ = self.focus();
        self.set_selection_range(start, end);
    }

    fn select_rich(&self, start: u32, end: u32) -> Option<Range> {
        let range = Flow::of(self).range(start, end)?;
        let selection = dom::selection()?;
        selection.clear();
        selection.add(&range);
        Some(range)
    }

    /// Replaces a part of its text so that the browser's undo takes it back, and leaves the caret of a text area where it was.
    pub fn replace(&self, document: &Document, start: u32, end: u32, text: &str) -> Result<(), JsValue> {
        let editor: &Editor = document.unchecked_ref();
        let command = if text.is_empty() { "delete" } else { "insertText" };
        let typed = || editor.exec_command(command, false, text).unwrap_or(false);
        if self.is_rich() {
            self.focus()?;
            let Some(range) = self.select_rich(start, end) else { return Ok(()) };
            if !typed() {
                range.delete_contents()?;
                range.insert_node(&editor.text(text))?;
                self.dispatch_event(&dom::bubbling("input"))?;
            }
            return Ok(());
        }
        let caret = (self.selection_start().unwrap_or(start), self.selection_end().unwrap_or(start));
        self.focus()?;
        self.set_selection_range(start, end);
        if !typed() {
            self.set_range_text(text, start, end, "end");
            self.dispatch_event(&dom::bubbling("input"))?;
        }
        let length = u32::try_from(utf16_len(text)).unwrap_or(u32::MAX);
        let moved = |at: u32| match at {
            at if at <= start => at,
            at if at >= end => at.saturating_sub(end).saturating_add(start).saturating_add(length),
            _ => start.saturating_add(length),
        };
        self.set_selection_range(moved(caret.0), moved(caret.1));
        self.dispatch_event(&dom::bubbling("change")).map(drop)
    }

    /// The control as an element of the page.
    pub fn element(&self) -> &Element {
        self
    }
}
