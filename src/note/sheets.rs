//! The paragraphs of a note, in sheets of a few dozen, so that an edit moves and counts a sheet and not the note.

use super::explained::Explained;
use super::model;
use super::place::{Placed, Run, Setting, State};
use super::reading::Reading;
use super::{Analysis, Flag, Lexicon, Statement};
use crate::standards::Category;
use crate::text::{self, paragraphs, utf16_len};
use std::ops::Range;

/// A paragraph, and what it was taken for.
#[derive(Clone, Debug)]
pub(super) struct Paragraph {
    /// Bytes, with the line ending.
    pub(super) bytes: usize,
    /// The same in UTF-16 code units.
    pub(super) units: usize,
    reading: Reading,
    placed: Vec<Placed>,
    /// What was carried into it.
    before: State,
}

/// Paragraphs that follow each other, and their sums.
#[derive(Clone, Debug, Default)]
struct Sheet {
    paragraphs: Vec<Paragraph>,
    bytes: usize,
    units: usize,
    statements: usize,
    /// The terms used in it that a reader might not know, in order of their numbers.
    terms: Vec<u64>,
    /// Those of them that a list in it explains, for the whole note.
    glossary: Vec<u64>,
}

/// Most paragraphs in a sheet; past it, it is cut in two.
const SHEET: usize = 48;

/// A note's paragraphs.
#[derive(Clone, Debug, Default)]
pub(super) struct Sheets {
    sheets: Vec<Sheet>,
    /// What the first statement gives those after it.
    head: Vec<u32>,
}

/// A paragraph's place: its sheet, and its place in the sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct At(usize, usize);

impl Sheet {
    fn of(paragraphs: Vec<Paragraph>) -> Self {
        let mut sheet = Self { paragraphs, ..Self::default() };
        sheet.sum();
        sheet
    }

    fn sum(&mut self) {
        (self.bytes, self.units, self.statements) = (0, 0, 0);
        self.terms.clear();
        self.glossary.clear();
        for paragraph in &self.paragraphs {
            self.bytes += paragraph.bytes;
            self.units += paragraph.units;
            self.statements += paragraph.reading.statements.len();
            for found in paragraph.reading.flags.iter().filter(|found| found.category == Category::Jargon) {
                self.terms.push(found.term);
                if found.explained == Explained::Everywhere {
                    self.glossary.push(found.term);
                }
            }
        }
        self.terms.sort_unstable();
        self.terms.dedup();
    }
}

/// Paragraphs as they are read, each on its own.
pub(super) fn read(lexicon: &Lexicon, text: &str) -> Vec<Paragraph> {
    paragraphs(text).map(|span| Paragraph::of(lexicon, text.get(span).unwrap_or_default())).collect()
}

impl Paragraph {
    pub(super) fn of(lexicon: &Lexicon, text: &str) -> Self {
        Self {
            bytes: text.len(),
            units: utf16_len(text),
            reading: Reading::of(lexicon, text),
            placed: Vec::new(),
            before: State::default(),
        }
    }
}

/// What the statements of paragraphs are to those around them; `None` if cues tell, which look at more.
fn summaries<'p>(paragraphs: impl Iterator<Item = &'p Paragraph>) -> Option<Vec<model::Summary>> {
    paragraphs.flat_map(|paragraph| &paragraph.reading.statements).map(super::reading::Draft::summary).collect()
}

impl Sheets {
    /// Reads a note.
    pub(super) fn read(lexicon: &Lexicon, context: &[u32], text: &str) -> Self {
        let mut sheets = Self::default();
        let mut all = read(lexicon, text).into_iter();
        loop {
            let next: Vec<Paragraph> = all.by_ref().take(SHEET / 2).collect();
            if next.is_empty() {
                break;
            }
            sheets.sheets.push(Sheet::of(next));
        }
        sheets.begin(lexicon, text);
        sheets.settle(lexicon, context, At(0, 0), sheets.end());
        sheets
    }

    fn end(&self) -> At {
        At(self.sheets.len(), 0)
    }

    fn get(&self, at: At) -> Option<&Paragraph> {
        self.sheets.get(at.0)?.paragraphs.get(at.1)
    }

    fn next(&self, at: At) -> At {
        match self.sheets.get(at.0) {
            Some(sheet) if at.1 + 1 < sheet.paragraphs.len() => At(at.0, at.1 + 1),
            _ => At(at.0 + 1, 0),
        }
    }

    fn previous(&self, at: At) -> Option<At> {
        if let Some(before) = at.1.checked_sub(1) {
            return Some(At(at.0, before));
        }
        let sheet = at.0.checked_sub(1)?;
        Some(At(sheet, self.sheets.get(sheet)?.paragraphs.len().checked_sub(1)?))
    }

    /// Where a paragraph starts, in bytes.
    fn start(&self, at: At) -> usize {
        let sheets: usize = self.sheets.iter().take(at.0).map(|sheet| sheet.bytes).sum();
        let within = self.sheets.get(at.0).map(|sheet| sheet.paragraphs.iter().take(at.1));
        sheets + within.into_iter().flatten().map(|paragraph| paragraph.bytes).sum::<usize>()
    }

    /// The first paragraph that ends at or after a byte, or past the last.
    fn around(&self, byte: usize) -> (At, usize) {
        let mut start = 0;
        for (number, sheet) in self.sheets.iter().enumerate() {
            if start + sheet.bytes < byte {
                start += sheet.bytes;
                continue;
            }
            for (place, paragraph) in sheet.paragraphs.iter().enumerate() {
                if start + paragraph.bytes >= byte {
                    return (At(number, place), start);
                }
                start += paragraph.bytes;
            }
        }
        (self.end(), start)
    }

    /// The bytes and UTF-16 code units before the paragraph in which a UTF-16 offset falls.
    pub(super) fn before_unit(&self, offset: usize) -> (usize, usize) {
        let (mut bytes, mut units) = (0, 0);
        for sheet in &self.sheets {
            if units + sheet.units < offset {
                bytes += sheet.bytes;
                units += sheet.units;
                continue;
            }
            for paragraph in &sheet.paragraphs {
                if units + paragraph.units >= offset {
                    return (bytes, units);
                }
                bytes += paragraph.bytes;
                units += paragraph.units;
            }
        }
        (bytes, units)
    }

    /// The paragraphs that an edit of these bytes touches, with one on each side, for it can join or part them: their
    /// places, and the bytes they cover.
    pub(super) fn touched(&self, edit: &Range<usize>) -> (At, At, Range<usize>) {
        let (mut first, mut from) = self.around(edit.start);
        if let Some(before) = self.previous(first) {
            first = before;
            from -= self.get(before).map_or(0, |paragraph| paragraph.bytes);
        }
        let (mut last, mut to) = (first, from);
        // Through the one that holds the end, and one more that begins at or after it.
        let mut more = 2;
        while let Some(paragraph) = self.get(last) {
            to += paragraph.bytes;
            last = self.next(last);
            if to > edit.end {
                more -= 1;
                if more == 0 {
                    break;
                }
            }
        }
        (first, last, from..to)
    }

    /// Puts an edit into effect: the text of the paragraphs touched is read again where it changed, and statements that have
    /// others around them than before are placed again. `text` is the note after the edit, `old` the bytes that were replaced
    /// and `new` how many stand in their place.
    pub(super) fn edit(
        &mut self,
        lexicon: &Lexicon,
        context: &[u32],
        text: &str,
        old: &Range<usize>,
        new: usize,
    ) -> Range<usize> {
        let (first, last, covered) = self.touched(old);
        let grown = covered.end + new - (old.end - old.start);
        let part = text.get(covered.start..grown).unwrap_or_default();
        // The paragraphs as they were, for those outside the edit to be kept.
        let mut kept: Vec<(usize, Option<Paragraph>)> = Vec::new();
        let mut at = first;
        let mut start = covered.start;
        while at < last {
            let Some(sheet) = self.sheets.get_mut(at.0) else { break };
            let Some(paragraph) = sheet.paragraphs.get_mut(at.1) else { break };
            let empty = Paragraph {
                bytes: 0,
                units: 0,
                reading: Reading::default(),
                placed: Vec::new(),
                before: State::default(),
            };
            let paragraph = std::mem::replace(paragraph, empty);
            let bytes = paragraph.bytes;
            kept.push((start, Some(paragraph)));
            start += bytes;
            at = self.next(at);
        }
        let same = |span: &Range<usize>| {
            // Where it was, if the edit left it alone.
            let (from, to) = (covered.start + span.start, covered.start + span.end);
            if to <= old.start {
                Some(from)
            } else if from >= old.start + new {
                Some(from + (old.end - old.start) - new)
            } else {
                None
            }
        };
        let were = summaries(kept.iter().filter_map(|(_, paragraph)| paragraph.as_ref()));
        let mut fresh: Vec<Paragraph> = Vec::new();
        for span in paragraphs(part) {
            let was = same(&span).and_then(|from| kept.iter_mut().find(|(start, _)| *start == from));
            let paragraph = match was {
                Some((_, paragraph)) if paragraph.as_ref().is_some_and(|old| old.bytes == span.len()) => {
                    paragraph.take()
                }
                _ => None,
            };
            let again = || Paragraph::of(lexicon, part.get(span).unwrap_or_default());
            fresh.push(paragraph.unwrap_or_else(again));
        }
        // Most keystrokes leave what a statement is to those around it as it was.
        let alike = were.is_some() && were == summaries(fresh.iter());
        let count = fresh.len();
        let (from, to) = self.splice(first, last, fresh, count);
        let begins = self.statements_before(from) == 0;
        if begins {
            self.begin(lexicon, text);
        }
        let to = if begins { to.max(self.forward(At(0, 0), model::HEAD)) } else { to };
        let (from, to) =
            if alike && !begins { (from, to) } else { (self.back(from, model::AHEAD), self.forward(to, model::BACK)) };
        let end = self.settle(lexicon, context, from, to);
        self.start(from)..self.start(end)
    }

    /// Puts paragraphs in the place of others; says where they are now.
    fn splice(&mut self, first: At, last: At, fresh: Vec<Paragraph>, count: usize) -> (At, At) {
        if self.sheets.is_empty() {
            self.sheets.push(Sheet::default());
        }
        let first = if first.0 < self.sheets.len() {
            first
        } else {
            let sheet = self.sheets.len() - 1;
            At(sheet, self.sheets.get(sheet).map_or(0, |sheet| sheet.paragraphs.len()))
        };
        // All into the first sheet, and what is left of the last one after them.
        let mut tail = Vec::new();
        if last.0 > first.0 {
            if let Some(sheet) = self.sheets.get_mut(last.0) {
                tail = sheet.paragraphs.split_off(last.1);
            }
            let through = if last.1 > 0 || last.0 < self.sheets.len() { last.0 + 1 } else { last.0 };
            self.sheets.drain(first.0 + 1..through.min(self.sheets.len()));
        }
        if let Some(sheet) = self.sheets.get_mut(first.0) {
            let end = if last.0 > first.0 { sheet.paragraphs.len() } else { last.1.max(first.1) };
            sheet.paragraphs.splice(first.1..end, fresh);
            sheet.paragraphs.extend(tail);
            sheet.sum();
        }
        while let Some(sheet) = self.sheets.get_mut(first.0).filter(|sheet| sheet.paragraphs.len() > SHEET) {
            let rest = sheet.paragraphs.split_off(sheet.paragraphs.len() - SHEET / 2);
            sheet.sum();
            self.sheets.insert(first.0 + 1, Sheet::of(rest));
        }
        self.sheets.retain(|sheet| !sheet.paragraphs.is_empty());
        let mut from = first;
        while let Some(sheet) = self.sheets.get(from.0).filter(|sheet| sheet.paragraphs.len() <= from.1) {
            from = At(from.0 + 1, from.1 - sheet.paragraphs.len());
        }
        let mut to = from;
        for _ in 0..count {
            to = self.next(to);
        }
        (from, to)
    }

    fn statements_before(&self, at: At) -> usize {
        let sheets: usize = self.sheets.iter().take(at.0).map(|sheet| sheet.statements).sum();
        let within = self.sheets.get(at.0).map(|sheet| sheet.paragraphs.iter().take(at.1));
        sheets + within.into_iter().flatten().map(|paragraph| paragraph.reading.statements.len()).sum::<usize>()
    }

    /// Back over at least so many statements.
    fn back(&self, mut at: At, statements: usize) -> At {
        let mut passed = 0;
        while passed < statements {
            let Some(before) = self.previous(at) else { break };
            at = before;
            passed += self.get(at).map_or(0, |paragraph| paragraph.reading.statements.len());
        }
        at
    }

    /// On over at least so many statements.
    fn forward(&self, mut at: At, statements: usize) -> At {
        let mut passed = 0;
        while passed < statements {
            let Some(paragraph) = self.get(at) else { break };
            passed += paragraph.reading.statements.len();
            at = self.next(at);
        }
        at
    }

    /// Reads what the first statement gives those after it.
    fn begin(&mut self, lexicon: &Lexicon, text: &str) {
        self.head.clear();
        let Some(model) = lexicon.model() else { return };
        let mut start = 0;
        for paragraph in self.sheets.iter().flat_map(|sheet| &sheet.paragraphs) {
            if let Some(draft) = paragraph.reading.statements.first() {
                let said = text.get(start..start + paragraph.bytes).unwrap_or_default();
                let said = model::Said {
                    paragraph: said,
                    span: draft.span.clone(),
                    quotations: &text::quotations(said),
                    whole: paragraph.reading.statements.len() == 1,
                    begins: true,
                };
                self.head = model.head(&said, &mut model::Room::default());
                return;
            }
            start += paragraph.bytes;
        }
    }

    /// Places the statements from one paragraph to another, and on for as long as what is carried differs from what it was.
    /// Says how far.
    fn settle(&mut self, lexicon: &Lexicon, context: &[u32], from: At, to: At) -> At {
        let head = std::mem::take(&mut self.head);
        let setting = Setting { model: lexicon.model(), head: &head, context };
        let mut run = Run::default();
        let around = self.back(from, model::BACK);
        let mut at = around;
        let mut ahead = self.forward(to, model::AHEAD);
        let mut pushed = 0;
        // How many statements of the run stand before the first to be placed.
        let mut place = 0;
        while at < ahead {
            let Some(paragraph) = self.get(at) else { break };
            if at < from {
                place += paragraph.reading.statements.len();
            }
            for draft in &paragraph.reading.statements {
                run.push(draft);
                pushed += 1;
            }
            at = self.next(at);
        }
        // Carried into the first paragraph by the one before it, whose statements are as they were.
        let mut state = self.previous(from).map_or_else(State::default, |before| self.after(before));
        let mut now = from;
        while let Some(paragraph) = self.get(now) {
            let before = paragraph.before;
            if now >= to && before == state {
                break;
            }
            // The run reaches as far ahead as the last statement looks.
            while pushed < place + paragraph.reading.statements.len() + model::AHEAD {
                let Some(next) = self.get(ahead) else { break };
                for draft in &next.reading.statements {
                    run.push(draft);
                    pushed += 1;
                }
                ahead = self.next(ahead);
            }
            let carried = state;
            let placed: Vec<Placed> = paragraph
                .reading
                .statements
                .iter()
                .map(|draft| {
                    let placed = run.place(place, draft, &mut state, &setting);
                    place += 1;
                    placed
                })
                .collect();
            if let Some(paragraph) = self.sheets.get_mut(now.0).and_then(|sheet| sheet.paragraphs.get_mut(now.1)) {
                paragraph.placed = placed;
                paragraph.before = carried;
            }
            now = self.next(now);
        }
        self.head = head;
        now
    }

    /// What a paragraph carries on to the next.
    fn after(&self, at: At) -> State {
        let Some(paragraph) = self.get(at) else { return State::default() };
        let mut state = paragraph.before;
        for draft in &paragraph.reading.statements {
            state.pass(draft);
        }
        state
    }

    /// Everything that was found.
    pub(super) fn analysis(&self) -> Analysis {
        let statements = self.sheets.iter().map(|sheet| sheet.statements).sum();
        let mut analysis = Analysis { statements: Vec::with_capacity(statements), flags: Vec::new() };
        self.visit(0..usize::MAX, |statement| analysis.statements.push(statement), |flag| analysis.flags.push(flag));
        analysis
    }

    /// What was found in the paragraphs that these bytes touch.
    pub(super) fn visit(&self, bytes: Range<usize>, mut statement: impl FnMut(Statement), mut flag: impl FnMut(Flag)) {
        let mut start = 0;
        for (number, sheet) in self.sheets.iter().enumerate() {
            if start + sheet.bytes <= bytes.start && start + sheet.bytes != 0 {
                start += sheet.bytes;
                continue;
            }
            for (place, paragraph) in sheet.paragraphs.iter().enumerate() {
                if start >= bytes.end {
                    return;
                }
                if start + paragraph.bytes > bytes.start {
                    for (placed, draft) in paragraph.placed.iter().zip(&paragraph.reading.statements) {
                        statement(placed.statement(start, draft));
                    }
                    for (earlier, found) in paragraph.reading.flags.iter().enumerate() {
                        if found.category == Category::Jargon
                            && (found.explained != Explained::No
                                || self.is_known(found.term, At(number, place), earlier))
                        {
                            continue;
                        }
                        let span = start + found.span.start..start + found.span.end;
                        flag(Flag { span, list: found.list, word: found.word });
                    }
                }
                start += paragraph.bytes;
            }
        }
    }

    /// Whether a term is explained by a list in the note, or was used or explained before: in an earlier sheet or paragraph, or earlier in this one.
    fn is_known(&self, term: u64, at: At, earlier: usize) -> bool {
        let uses = |found: &super::flags::Found| found.category == Category::Jargon && found.term == term;
        let Some(sheet) = self.sheets.get(at.0) else { return false };
        if self.sheets.iter().any(|sheet| sheet.glossary.contains(&term)) {
            return true;
        }
        self.sheets.iter().take(at.0).any(|sheet| sheet.terms.binary_search(&term).is_ok())
            || sheet.paragraphs.iter().take(at.1).any(|paragraph| paragraph.reading.flags.iter().any(uses))
            || sheet.paragraphs.get(at.1).is_some_and(|own| own.reading.flags.iter().take(earlier).any(uses))
    }
}
