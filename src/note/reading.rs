//! One paragraph, read on its own. Spans here count from the start of the paragraph.

use std::ops::Range;

use super::flags::{self, Found};
use super::lexicon::{Entry, Lexicon};
use super::model::{Own, Room, Said};
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
    pub(super) by: By,
}

/// What speaks for its kind and source.
#[derive(Clone, Debug)]
pub(super) enum By {
    /// Cues and its form.
    Cues(Box<(Shape, Weighed)>),
    /// A model.
    Model(Own),
}

impl Draft {
    /// What it is to the statements around it, if a model tells.
    pub(super) const fn summary(&self) -> Option<super::model::Summary> {
        match &self.by {
            By::Model(own) => Some(own.summary),
            By::Cues(_) => None,
        }
    }
}

impl Reading {
    pub(super) fn of(lexicon: &Lexicon, paragraph: &str) -> Self {
        let quotations = text::quotations(paragraph);
        let spans = text::statements_around(paragraph, &quotations);
        if spans.is_empty() {
            return Self::default();
        }
        let mut quoted = quotations.iter().peekable();
        let model = lexicon.model();
        let mut cues = Vec::new();
        let mut listed: Vec<Found> = Vec::new();
        lexicon.scan(paragraph, |start, end, entry| {
            while quoted.next_if(|quotation| quotation.span.end <= start).is_some() {}
            // A quotation is somebody's own words: no cue to the writer's, and never corrected.
            if quoted.peek().is_some_and(|quotation| quotation.span.start < end) {
                return;
            }
            match entry {
                Entry::Cue(_) if model.is_some() => {}
                Entry::Cue(cue) => cues.push((start..end, cue)),
                Entry::Wording { category, list, word } => {
                    if model.is_none() && matches!(category, Category::Judgemental | Category::Unevidenced) {
                        cues.push((start..end, weigh::DESCRIBING));
                    }
                    listed.push(Found::new(start..end, category, list, word));
                }
            }
        });
        let flags = flags::find(lexicon, paragraph, &spans, &quotations, listed);
        let whole = spans.len() == 1;
        let mut cues = cues.into_iter().peekable();
        let mut quoted = quotations.iter().filter(|quotation| quotation.closed).peekable();
        let mut statements = Vec::with_capacity(spans.len());
        let mut room = Room::default();
        for (at, span) in spans.into_iter().enumerate() {
            let mut own = Vec::new();
            while let Some(cue) = cues.next_if(|(cue, _)| cue.start < span.end) {
                own.push(cue);
            }
            let said = paragraph.get(span.clone()).unwrap_or_default();
            let mut has_quotation = false;
            while quoted.next_if(|quotation| quotation.span.end <= span.end).is_some() {
                has_quotation = true;
            }
            let by = if let Some(model) = model {
                let said = Said { paragraph, span: span.clone(), quotations: &quotations, whole, begins: at == 0 };
                By::Model(model.own(&said, &mut room))
            } else {
                let shape = shape::of(said, whole, has_quotation);
                let weighed = weigh::weigh(&own, &shape);
                By::Cues(Box::new((shape, weighed)))
            };
            statements.push(Draft { span, by });
        }
        Self { statements, flags }
    }
}
