//! What sort of statement each one is and where it comes from, by weights learnt from annotated notes.

mod classes;
mod features;
mod form;
mod hash;
mod tokens;

use crate::text;
use classes::Classes;
use features::{Around, Seen, Summary};
use form::Form;
use std::ops::Range;
use tokens::Tokens;

/// A statement as learning needs it.
#[derive(Clone, Debug)]
pub struct Sample {
    /// Bytes of the note.
    pub span: Range<usize>,
    /// Its features, as hashes: those of its own words.
    pub own: Vec<u32>,
    /// Those of what stands around it.
    pub around: Vec<u32>,
    /// Those of who speaks around it.
    pub discourse: Vec<u32>,
    /// Those of the step from the statement before.
    pub edge: Vec<u32>,
    /// Those of the context given.
    pub context: Vec<u32>,
}

/// Classes of words, for learning.
#[derive(Debug)]
pub struct Reader(Classes);

impl Reader {
    /// Reads a file of classes.
    #[must_use]
    pub fn new(classes: &str, groups: &str) -> Self {
        let mut classes = Classes::read(classes);
        classes.group(groups);
        Self(classes)
    }

    /// The statements of a note, with their features.
    #[must_use]
    pub fn samples(&self, context: &str, note: &str) -> Vec<Sample> {
        let mut samples = Vec::new();
        let mut summaries: Vec<Summary> = Vec::new();
        let mut sections: Vec<(u32, u32, u32)> = Vec::new();
        let mut tokens = Tokens::default();
        let mut gaps = Vec::new();
        let mut head = Vec::new();
        let (mut section, mut since, mut message) = (0, 0, 0);
        for paragraph in text::paragraphs(note) {
            let start = paragraph.start;
            let said = note.get(paragraph).unwrap_or_default();
            let quotations = text::quotations(said);
            let spans = text::statements(said);
            let whole = spans.len() == 1;
            for (at, span) in spans.into_iter().enumerate() {
                tokens.read(&self.0, said, (span.start, span.end), &quotations);
                let form = Form::of(said.get(span.clone()).unwrap_or_default(), &tokens, whole, at == 0);
                let mut own = Vec::new();
                let summary = features::own(&tokens, form, &mut |feature, _| own.push(feature));
                own.sort_unstable();
                own.dedup();
                if form.greets && samples.len() < 4 {
                    message = 1;
                }
                sections.push((section, since, message));
                since += 1;
                if samples.is_empty() {
                    for token in tokens.outer.iter().take(8) {
                        head.push(token.word);
                        head.push(token.class.name);
                    }
                }
                if form.opens() {
                    section = tokens.outer.iter().rev().find(|token| !token.mark).map_or(0, |token| token.word);
                    since = 0;
                }
                gaps.push(if at > 0 { 0 } else { 1 + u32::from(note.get(..start).is_some_and(|before| before.ends_with("\n\n"))) });
                summaries.push(summary);
                let span = start + span.start..start + span.end;
                samples.push(Sample { span, own, around: Vec::new(), discourse: Vec::new(), edge: Vec::new(), context: Vec::new() });
            }
        }
        let words: Vec<u32> = context_words(context);
        let back: Vec<Summary> = summaries.iter().rev().copied().collect();
        let n = summaries.len();
        for (at, sample) in samples.iter_mut().enumerate() {
            let Some(own) = summaries.get(at) else { continue };
            let (section, since, message) = sections.get(at).copied().unwrap_or_default();
            let place = Around {
                before: [at.checked_sub(1), at.checked_sub(2)].map(|at| at.and_then(|at| summaries.get(at))),
                after: [summaries.get(at + 1), summaries.get(at + 2)],
                place: at,
                section,
                since,
                message,
                back: back.get(n - at..(n - at + 8).min(n)).unwrap_or_default(),
                ahead: summaries.get(at + 1..(at + 5).min(n)).unwrap_or_default(),
                head: &head,
            };
            features::around(own, &place, &mut |feature, _: Seen| sample.around.push(feature));
            features::discourse(own, &place, &mut |feature, _: Seen| sample.discourse.push(feature));
            if let Some(before) = at.checked_sub(1).and_then(|at| summaries.get(at)) {
                let apart = gaps.get(at).copied().unwrap_or_default();
                features::edge(before, own, apart, &mut |feature| sample.edge.push(feature));
            }
            features::context(own, &words, &mut |feature, _: Seen| sample.context.push(feature));
        }
        samples
    }
}

fn context_words(context: &str) -> Vec<u32> {
    let mut words = Vec::new();
    let mut before = 0;
    for word in context.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()) {
        let word = hash::name(word);
        words.push(word);
        words.push(hash::add(hash::add(before, word), 2));
        before = word;
    }
    words
}
