//! Wording that may be flagged, found in one paragraph: from the lists, the patterns and the shape of abbreviations; never in
//! the quoted words of a child or family; one flag for each stretch of text, the gravest.

use crate::text::sort_long;
use std::ops::Range;

use super::acronyms;
use super::evidence;
use super::explained::{Explained, explained};
use super::lexicon::{Entry, Lexicon};
use crate::standards::Category;
use crate::text::Quotation;

/// Wording that may be flagged. Spans count from the start of the paragraph.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub(super) span: Range<usize>,
    pub(super) category: Category,
    pub(super) list: u16,
    pub(super) word: u32,
    /// Of a term: the same for every way of writing it.
    pub(super) term: u64,
    /// Whether the note explains the term here.
    pub(super) explained: Explained,
    /// How much is known: a pattern knows the words around, a list the word, and the shape of an abbreviation nothing.
    known: u8,
}

impl Found {
    pub(super) const fn new(span: Range<usize>, category: Category, list: u16, word: u32) -> Self {
        Self { span, category, list, word, term: 0, explained: Explained::No, known: 1 }
    }
}

/// Everything found in a paragraph, before what stands beside it is looked at. `listed` are the phrases that the lists hold
/// word for word, in order.
pub(super) fn find(
    lexicon: &Lexicon,
    paragraph: &str,
    statements: &[Range<usize>],
    quotations: &[Quotation],
    listed: Vec<Found>,
) -> Vec<Found> {
    let mut patterns: Vec<Found> = Vec::new();
    let mut signs: Vec<Range<usize>> = Vec::new();
    lexicon.scan_patterns(paragraph, |span, entry| match entry {
        Entry::Wording { category: Category::Evidence, .. } => signs.push(span),
        Entry::Wording { category, list, word } => {
            patterns.push(Found { known: 2, ..Found::new(span, category, list, word) });
        }
        Entry::Cue(_) => {}
    });
    if let Some((list, word)) = lexicon.unknown_capitals() {
        acronyms::find(
            paragraph,
            statements,
            |token| lexicon.knows_capitals(token),
            |span| {
                patterns.push(Found { known: 0, ..Found::new(span, Category::Jargon, list, word) });
            },
        );
    }
    // A paragraph may be as long as what is pasted.
    sort_long(&mut patterns, |found| found.span.start as u128);
    let mut kept: Vec<Found> = Vec::with_capacity(listed.len() + patterns.len());
    let mut quoted = quotations.iter().peekable();
    let mut patterns = patterns.into_iter().peekable();
    let mut listed = listed.into_iter().peekable();
    loop {
        let next = match (listed.peek(), patterns.peek()) {
            (Some(one), Some(other)) if one.span.start <= other.span.start => listed.next(),
            (Some(_), None) => listed.next(),
            _ => patterns.next(),
        };
        let Some(next) = next else { break };
        while quoted.next_if(|quotation| quotation.span.end <= next.span.start).is_some() {}
        if quoted.peek().is_some_and(|quotation| quotation.span.start < next.span.end) {
            continue;
        }
        keep(&mut kept, next);
    }
    for flag in &mut kept {
        if flag.category == Category::Jargon {
            let term = paragraph.get(flag.span.clone()).unwrap_or_default();
            flag.term = acronyms::term(term);
            flag.explained = explained(paragraph, &flag.span);
        }
    }
    evidence::drop_evidenced(paragraph, statements, quotations, &signs, &mut kept);
    kept
}

/// Keeps one flag a span: of two that overlap the graver, and of two alike the longer. Flags come
/// by where they start, so only the last one kept can overlap.
fn keep(flags: &mut Vec<Found>, new: Found) {
    match flags.last_mut() {
        Some(last) if last.span.end > new.span.start => {
            let rank = |flag: &Found| (gravity(flag.category), flag.span.end - flag.span.start, flag.known);
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
        Category::Events | Category::Terms | Category::Cue | Category::Evidence => 0,
    }
}
