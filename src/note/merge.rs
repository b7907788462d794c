//! What only the whole note shows: the heading a line stands under, and the first use of a term.

use super::explained::Explained;
use super::reading::{Draft, Reading};
use super::shape::Section;
use super::{Analysis, Because, Flag, Source, Statement, StatementKind, weigh};
use crate::standards::Category;
use crate::text::FastSet;

/// Paragraphs' readings, merged in order.
#[derive(Default)]
pub(super) struct Merge {
    analysis: Analysis,
    /// Terms used or explained so far.
    known: FastSet<u64>,
    /// Terms that a list in the note explains.
    glossary: FastSet<u64>,
    /// The term of each flag; 0 where it is none.
    terms: Vec<u64>,
    section: Option<Section>,
}

impl Merge {
    /// Adds the reading of the paragraph that begins at this byte.
    pub(super) fn add(&mut self, start: usize, reading: &Reading) {
        for draft in &reading.statements {
            let statement = self.place(start, draft);
            self.analysis.statements.push(statement);
        }
        for found in &reading.flags {
            if found.category == Category::Jargon {
                let new = self.known.insert(found.term);
                if found.explained == Explained::Everywhere {
                    self.glossary.insert(found.term);
                }
                if found.explained != Explained::No || !new {
                    continue;
                }
            }
            let span = start + found.span.start..start + found.span.end;
            self.terms.push(found.term);
            self.analysis.flags.push(Flag { span, list: found.list, word: found.word });
        }
    }

    pub(super) fn finish(mut self) -> Analysis {
        if !self.glossary.is_empty() {
            let mut terms = self.terms.iter();
            self.analysis.flags.retain(|_| !terms.next().is_some_and(|term| self.glossary.contains(term)));
        }
        self.analysis
    }

    /// Settles what the statement could not settle alone.
    fn place(&mut self, start: usize, draft: &Draft) -> Statement {
        let first = self.analysis.statements.is_empty();
        let mut weighed = draft.weighed.clone();
        if let Some(section) = draft.shape.opens {
            // The lines of a message's head don't end it.
            if self.section != Some(Section::Message) || section != Section::Plain {
                self.section = Some(section);
            }
        } else if weighed.kind != StatementKind::Other {
            match self.section {
                _ if first && draft.shape.bare && weighed.kind_strength < 3 => {
                    weighed.kind = StatementKind::Other;
                    weighed.disputed = false;
                    weighed.kind_strength = 2;
                    weighed.source = Source::FirstHand;
                    weighed.source_strength = 3;
                    weighed.because = vec![Because::Shape("is the title of the note")];
                }
                // A list of actions is often typed without stops.
                section if draft.shape.is_heading_like(section) && weighed.kind_strength < 2 => {
                    weighed.kind = StatementKind::Other;
                    weighed.disputed = false;
                    weighed.kind_strength = 2;
                    weighed.source = Source::FirstHand;
                    weighed.source_strength = 3;
                    weighed.because = vec![Because::Shape("is a short line without a stop")];
                    if self.section == Some(Section::Analysis) {
                        self.section = Some(Section::Plain);
                    }
                }
                Some(Section::Plan) if weighed.kind_strength < 2 => {
                    weighed.kind = StatementKind::Decision;
                    weighed.disputed = false;
                    weighed.kind_strength = 2;
                    weighed.because = vec![Because::Shape("stands under a heading for decisions or plans")];
                }
                Some(Section::Analysis) if weighed.kind_strength < 2 => {
                    weighed.kind = StatementKind::Assessment;
                    weighed.disputed = false;
                    weighed.kind_strength = 1;
                    weighed.because = vec![Because::Shape("stands under a heading for analysis")];
                }
                Some(Section::Message) => {
                    weighed.source = Source::ThirdParty;
                    weighed.source_strength = 3;
                    weighed.because.push(Because::Shape("is in a message from somebody else"));
                }
                _ => {}
            }
        }
        Statement {
            span: start + draft.span.start..start + draft.span.end,
            kind: weighed.kind,
            source: weighed.source,
            confidence: weigh::confidence(&weighed),
            because: weighed.because.into_iter().map(|because| shifted(because, start)).collect(),
        }
    }
}

fn shifted(because: Because, start: usize) -> Because {
    match because {
        Because::Words(span) => Because::Words(start + span.start..start + span.end),
        shape @ Because::Shape(_) => shape,
    }
}
