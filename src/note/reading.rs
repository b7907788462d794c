//! One paragraph, read on its own. Spans here count from the start of the paragraph.

use std::ops::Range;

use super::explained::is_explained;
use super::lexicon::{Entry, Lexicon};
use super::shape::{self, Shape};
use super::weigh::{self, Weighed};
use crate::standards::Category;
use crate::text;

/// What a paragraph says, before the rest of the note is known.
#[derive(Clone, Debug, Default)]
pub(super) struct Reading {
    pub(super) statements: Vec<Draft>,
    pub(super) flags: Vec<Found>,
}

/// A statement, weighed on its own.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    pub(super) span: Range<usize>,
    pub(super) shape: Shape,
    pub(super) weighed: Weighed,
    /// Whether somebody's words are quoted in it.
    has_quotation: bool,
}

/// Wording that may be flagged.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub(super) span: Range<usize>,
    pub(super) category: Category,
    pub(super) list: u16,
    pub(super) word: u32,
    /// A term that the note explains here.
    pub(super) explained: bool,
}

impl Reading {
    pub(super) fn of(lexicon: &Lexicon, paragraph: &str) -> Self {
        let spans = text::statements(paragraph);
        if spans.is_empty() {
            return Self::default();
        }
        let quotations = text::quotations(paragraph);
        let mut quoted = quotations.iter().peekable();
        let mut cues = Vec::new();
        let mut flags: Vec<Found> = Vec::new();
        lexicon.scan(paragraph, |start, end, entry| {
            while quoted.next_if(|quotation| quotation.span.end <= start).is_some() {}
            // A quotation is somebody's own words: no cue to the writer's, and never corrected.
            if quoted.peek().is_some_and(|quotation| quotation.span.start < end) {
                return;
            }
            match entry {
                Entry::Cue(cue) => cues.push((start..end, cue)),
                Entry::Wording { category, list, word } => {
                    if matches!(category, Category::Judgemental | Category::Unevidenced) {
                        cues.push((start..end, weigh::DESCRIBING));
                    }
                    let found = Found { span: start..end, category, list, word, explained: false };
                    keep(&mut flags, found);
                }
            }
        });
        for flag in &mut flags {
            flag.explained = flag.category == Category::Jargon && is_explained(paragraph, &flag.span);
        }
        let whole = spans.len() == 1;
        let mut cues = cues.into_iter().peekable();
        let mut quoted = quotations.iter().filter(|quotation| quotation.closed).peekable();
        let mut statements = Vec::with_capacity(spans.len());
        for span in spans {
            let mut own = Vec::new();
            while let Some(cue) = cues.next_if(|(cue, _)| cue.start < span.end) {
                own.push(cue);
            }
            let said = paragraph.get(span.clone()).unwrap_or_default();
            let mut has_quotation = false;
            while quoted.next_if(|quotation| quotation.span.end <= span.end).is_some() {
                has_quotation = true;
            }
            let shape = shape::of(said, whole, has_quotation);
            let weighed = weigh::weigh(&own, &shape);
            statements.push(Draft { span, shape, weighed, has_quotation });
        }
        drop_evidenced(&mut flags, &statements);
        Self { statements, flags }
    }
}

/// Words in a statement that has room for what a describing word rests on.
const ROOM: usize = 12;

/// Leaves out describing words that have their evidence beside them, as far as its form shows: a
/// statement long enough to give it, or somebody's words quoted in the same statement or the next
/// on either side. Silence where the engine can't tell is better than a nag about what is right.
fn drop_evidenced(flags: &mut Vec<Found>, statements: &[Draft]) {
    let mut at = 0;
    flags.retain(|flag| {
        if flag.category != Category::Unevidenced {
            return true;
        }
        while statements.get(at).is_some_and(|statement| statement.span.end <= flag.span.start) {
            at += 1;
        }
        let beside = statements.iter().skip(at.saturating_sub(1)).take(if at == 0 { 2 } else { 3 });
        let long = statements.get(at).is_some_and(|statement| statement.shape.count >= ROOM);
        !long && !beside.into_iter().any(|statement| statement.has_quotation)
    });
}

/// Keeps one flag a span: of two that overlap the graver, and of two alike the longer. Flags come
/// by where they start, so only the last one kept can overlap.
fn keep(flags: &mut Vec<Found>, new: Found) {
    match flags.last_mut() {
        Some(last) if last.span.end > new.span.start => {
            let rank = |flag: &Found| (gravity(flag.category), flag.span.end - flag.span.start);
            if rank(&new) > rank(last) {
                *last = new;
            }
        }
        _ => flags.push(new),
    }
}

const fn gravity(category: Category) -> u8 {
    match category {
        Category::Offensive => 5,
        Category::Judgemental => 4,
        Category::Unevidenced => 3,
        Category::Vague => 2,
        Category::Jargon => 1,
        Category::Events | Category::Cue | Category::Terms => 0,
    }
}
