//! What a statement is taken for where it stands: under which heading, after and before what.

use super::model::{self, AHEAD, BACK, Carried, Judged, Model, Near, Summary};
use super::reading::{By, Draft};
use super::shape::{Section, Shape};
use super::weigh::{self, Weighed};
use super::{Because, Source, Statement, StatementKind};

/// What is carried from one statement to the next.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct State {
    carried: Carried,
    section: Option<Section>,
    /// Something was said before.
    begun: bool,
}

impl State {
    /// After a statement.
    pub(super) fn pass(&mut self, draft: &Draft) {
        match &draft.by {
            By::Model(own) => self.carried = self.carried.after(&own.summary),
            By::Cues(by) => {
                by_cues(&by.0, &by.1, self);
            }
        }
        self.begun = true;
    }
}

/// What a statement is taken for. Spans count from the start of its paragraph.
#[derive(Clone, Debug)]
pub(super) struct Placed {
    kind: StatementKind,
    source: Source,
    confidence: u8,
    because: [Option<Reason>; 3],
}

#[derive(Clone, Debug)]
enum Reason {
    Words(u32, u32),
    Tells(u32, u32, &'static str),
    Shape(&'static str),
}

impl Placed {
    /// The statement, given where its paragraph starts.
    pub(super) fn statement(&self, start: usize, draft: &Draft) -> Statement {
        let span = |from: u32, to: u32| start + from as usize..start + to as usize;
        let because = |reason: &Reason| match reason {
            Reason::Words(from, to) => Because::Words(span(*from, *to)),
            Reason::Tells(from, to, does) => Because::Tells(span(*from, *to), does),
            Reason::Shape(shape) => Because::Shape(shape),
        };
        Statement {
            span: start + draft.span.start..start + draft.span.end,
            kind: self.kind,
            source: self.source,
            confidence: self.confidence,
            because: self.because.iter().flatten().map(because).collect(),
        }
    }
}

/// What there is to read statements in their place with.
pub(super) struct Setting<'s> {
    pub(super) model: Option<&'s Model>,
    /// Of the note's first statement.
    pub(super) head: &'s [u32],
    /// Of the contact.
    pub(super) context: &'s [u32],
}

/// Statements in order, a few of which only stand around those that are to be placed.
#[derive(Debug, Default)]
pub(super) struct Run {
    summaries: Vec<Summary>,
}

impl Run {
    pub(super) fn push(&mut self, draft: &Draft) {
        if let By::Model(own) = &draft.by {
            self.summaries.push(own.summary);
        }
    }

    /// Places the statement that was pushed at this place, and moves the state on.
    pub(super) fn place(&self, at: usize, draft: &Draft, state: &mut State, setting: &Setting<'_>) -> Placed {
        let placed = match (&draft.by, setting.model) {
            (By::Model(own), Some(model)) => {
                let after = self.summaries.get(at + 1..).unwrap_or_default();
                let near = Near {
                    back: self.summaries.get(at.saturating_sub(BACK)..at).unwrap_or_default(),
                    ahead: after.get(..AHEAD).unwrap_or(after),
                    carried: state.carried,
                    head: setting.head,
                    context: setting.context,
                };
                let judged = model.judge(own, &near);
                state.carried = state.carried.after(&own.summary);
                by_model(&judged)
            }
            (By::Cues(by), _) => by_cues(&by.0, &by.1, state),
            // A draft by a model is only ever placed by it.
            (By::Model(_), None) => Placed {
                kind: StatementKind::Fact,
                source: Source::FirstHand,
                confidence: 0,
                because: [const { None }; 3],
            },
        };
        state.begun = true;
        placed
    }
}

fn by_model(judged: &Judged) -> Placed {
    let kind = match judged.kind {
        StatementKind::Fact => ("tells what happened, was seen or was said", "has the form of a fact"),
        StatementKind::Opinion => ("gives a view or an impression", "has the form of an opinion"),
        StatementKind::Assessment | StatementKind::Judgement => {
            ("weighs what it means", "has the form of an assessment")
        }
        StatementKind::Decision => ("says what is decided or will be done", "has the form of a decision or plan"),
        StatementKind::Other => ("stands in headings, greetings and details", "has the form of a heading or detail"),
    };
    let source = match judged.source {
        Source::ThirdParty => ("reports what someone else said", "has the form of what was told"),
        Source::FirstHand => ("comes from the writer", "has the form of the writer’s own account"),
    };
    let reason = |by: model::By, (words, form): (&'static str, &'static str), around, context| match by {
        model::By::Words(from, to) => Some(Reason::Tells(from, to, words)),
        model::By::Form => Some(Reason::Shape(form)),
        model::By::Around => Some(Reason::Shape(around)),
        model::By::Context => Some(Reason::Shape(context)),
        model::By::Nothing => None,
    };
    let kind = reason(judged.kind_by, kind, "fits what stands around it", "fits the kind of contact");
    let (around, context) = match judged.source {
        Source::ThirdParty => ("stands among what was told", "is in a message or account by somebody else"),
        Source::FirstHand => {
            ("stands among what the writer saw, heard or did", "is in a contact that the writer was at")
        }
    };
    let source = reason(judged.source_by, source, around, context);
    Placed { kind: judged.kind, source: judged.source, confidence: judged.confidence, because: [kind, source, None] }
}

/// Settles what the statement could not settle alone.
fn by_cues(shape: &Shape, weighed: &Weighed, state: &mut State) -> Placed {
    let first = !state.begun;
    let mut weighed = weighed.clone();
    if let Some(section) = shape.opens {
        // The lines of a message's head don't end it.
        if state.section != Some(Section::Message) || section != Section::Plain {
            state.section = Some(section);
        }
    } else if weighed.kind != StatementKind::Other {
        match state.section {
            _ if first && shape.bare && weighed.kind_strength < 3 => other(&mut weighed, "is the title of the note"),
            // A list of actions is often typed without stops.
            section if shape.is_heading_like(section) && weighed.kind_strength < 2 => {
                other(&mut weighed, "is a short line without a stop");
                if state.section == Some(Section::Analysis) {
                    state.section = Some(Section::Plain);
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
    let confidence = weigh::confidence(&weighed);
    let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    let mut reasons = weighed.because.into_iter().map(|because| match because {
        Because::Words(span) => Reason::Words(offset(span.start), offset(span.end)),
        Because::Tells(span, does) => Reason::Tells(offset(span.start), offset(span.end), does),
        Because::Shape(shape) => Reason::Shape(shape),
    });
    let because = [reasons.next(), reasons.next(), reasons.next()];
    Placed { kind: weighed.kind, source: weighed.source, confidence, because }
}

fn other(weighed: &mut Weighed, reason: &'static str) {
    weighed.kind = StatementKind::Other;
    weighed.disputed = false;
    weighed.kind_strength = 2;
    weighed.source = Source::FirstHand;
    weighed.source_strength = 3;
    weighed.because = vec![Because::Shape(reason)];
}
