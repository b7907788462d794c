//! What sort of statement each one is and where it comes from, by weights learnt from annotated notes.
//!
//! A statement is known by its features: its words and the classes they are of, one after another; its first subject and
//! verb; its form; what stands around it, up to [`BACK`] statements back and [`AHEAD`] ahead; the heading it stands under;
//! how the note begins; and what the contact is said to be, if that is known. Each feature that the model knows adds a whole
//! number to each kind and to having been told; the kind and source with the highest sum is the suggestion. There are no
//! other numbers than whole ones, so that it is the same everywhere.
//!
//! [`Reader`] gives the same features to whatever learns the weights: `examples/train_notes.rs`.

mod classes;
mod features;
mod form;
mod hash;
mod tokens;
mod weights;

use super::{Source, StatementKind};
use crate::text::{self, Quotation};
use classes::Classes;
pub(in crate::note) use features::Summary;
use features::{Around, Seen};
use form::Form;
use std::ops::Range;
use tokens::Tokens;
use weights::{Entry, ROOM, STEPS, WEIGHTS, Weights};
pub use weights::{Learnt, write};

/// How many statements before one bear on it.
pub(super) const BACK: usize = 8;

/// How many statements after one bear on it.
pub(super) const AHEAD: usize = 4;

/// How far into a note its first words bear on a statement, in statements.
pub(super) const HEAD: usize = 40;

/// How far ahead of the next a label must be for a further step of certainty, in units of the weights.
const STEP: i32 = 6;

/// What a model can say of a statement, in the order of its biases: the kinds first hand, the kinds told, and none.
pub const LABELS: [(StatementKind, Source); 9] = [
    (StatementKind::Fact, Source::FirstHand),
    (StatementKind::Opinion, Source::FirstHand),
    (StatementKind::Assessment, Source::FirstHand),
    (StatementKind::Decision, Source::FirstHand),
    (StatementKind::Fact, Source::ThirdParty),
    (StatementKind::Opinion, Source::ThirdParty),
    (StatementKind::Assessment, Source::ThirdParty),
    (StatementKind::Decision, Source::ThirdParty),
    (StatementKind::Other, Source::FirstHand),
];

/// Weights and classes of words, ready to read notes with.
#[derive(Clone, Debug)]
pub struct Model {
    classes: Classes,
    weights: Weights,
}

/// What a statement comes to by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Own {
    sums: [i16; WEIGHTS],
    pub(super) summary: Summary,
    /// For each weight, what spoke for it most, and for the source also what spoke against it.
    most: [Most; WEIGHTS + 1],
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Most {
    weight: i8,
    /// Bytes of the paragraph; `end` is 0 for the form of the statement.
    start: u32,
    end: u32,
}

/// What a statement is taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Judged {
    pub(super) kind: StatementKind,
    pub(super) source: Source,
    pub(super) confidence: u8,
    pub(super) kind_by: By,
    pub(super) source_by: By,
}

/// What spoke for it most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum By {
    /// Bytes of the paragraph.
    Words(u32, u32),
    Form,
    Around,
    Context,
    Nothing,
}

/// What is carried from a statement to the next.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Carried {
    /// The last word of the heading, as a hash, or 0.
    section: u32,
    /// Statements since that heading, up to 8.
    since: u8,
    /// The note begins as a message does.
    message: bool,
    /// Statements so far, up to [`HEAD`].
    pub(super) place: u8,
}

impl Carried {
    /// After a statement.
    pub(super) fn after(mut self, own: &Summary) -> Self {
        self.message |= self.place < 4 && own.form.greets;
        self.place = (self.place + 1).min(HEAD as u8);
        self.since = (self.since + 1).min(8);
        if own.form.opens() {
            (self.section, self.since) = (own.last, 0);
        }
        self
    }
}

/// What stands around a statement.
pub(super) struct Near<'s> {
    /// Up to [`BACK`] statements before it, the nearest last.
    pub(super) back: &'s [Summary],
    /// Up to [`AHEAD`] after it.
    pub(super) ahead: &'s [Summary],
    pub(super) carried: Carried,
    /// [`Model::head`] of the note's first statement.
    pub(super) head: &'s [u32],
    /// [`context`] of the contact.
    pub(super) context: &'s [u32],
}

impl Near<'_> {
    fn around(&self) -> Around<'_> {
        Around {
            before: [self.back.last(), self.back.len().checked_sub(2).and_then(|at| self.back.get(at))],
            after: [self.ahead.first(), self.ahead.get(1)],
            place: usize::from(self.carried.place),
            section: self.carried.section,
            since: u32::from(self.carried.since),
            message: u32::from(self.carried.message),
            back: self.back,
            ahead: self.ahead,
            head: self.head,
        }
    }
}

/// Room to read statements in.
#[derive(Debug, Default)]
pub(super) struct Room {
    tokens: Tokens,
    /// Features that may have weights.
    met: Vec<(u32, Seen)>,
}

/// A statement of a paragraph.
pub(super) struct Said<'p> {
    pub(super) paragraph: &'p str,
    pub(super) span: Range<usize>,
    pub(super) quotations: &'p [Quotation],
    /// It is all of its paragraph.
    pub(super) whole: bool,
    /// It begins its paragraph.
    pub(super) begins: bool,
}

impl Said<'_> {
    fn read(&self, classes: &Classes, tokens: &mut Tokens, sink: &mut impl FnMut(u32, Seen)) -> Summary {
        tokens.read(classes, self.paragraph, (self.span.start, self.span.end), self.quotations);
        let said = self.paragraph.get(self.span.clone()).unwrap_or_default();
        features::own(tokens, Form::of(said, tokens, self.whole, self.begins), sink)
    }
}

impl Model {
    /// Reads classes of words and weights, as files of a pack hold them. `None` if the weights are damaged.
    #[must_use]
    pub fn read(classes: &str, weights: &[u8]) -> Option<Self> {
        Some(Self { classes: Classes::read(classes), weights: Weights::read(weights)? })
    }

    /// What a statement comes to by itself.
    pub(super) fn own(&self, said: &Said<'_>, room: &mut Room) -> Own {
        let mut sums = [0_i32; ROOM];
        let mut most = [Most::default(); WEIGHTS + 1];
        // Which may have weights, and then what these are: two short loops wait less for memory than one long one.
        room.met.clear();
        let (tokens, met) = (&mut room.tokens, &mut room.met);
        let summary = said.read(&self.classes, tokens, &mut |feature, seen| {
            if self.weights.may_have(feature) {
                met.push((feature, seen));
            }
        });
        for (feature, seen) in &room.met {
            let Some(entry) = self.weights.of(*feature) else { continue };
            add(&mut sums, entry);
            // Few features are reasons.
            if !entry.is_strong() {
                continue;
            }
            let (start, end) = match *seen {
                Seen::Words(start, end) => (start, end),
                _ => (0, 0),
            };
            let [.., told, _, _] = entry.weights;
            let against = [told.saturating_neg()];
            for (most, weight) in most.iter_mut().zip(entry.weights.iter().take(WEIGHTS).chain(&against)) {
                if *weight > most.weight {
                    *most = Most { weight: *weight, start, end };
                }
            }
        }
        let [first, second, third, fourth, fifth, sixth, _, _] = sums;
        let sums = [first, second, third, fourth, fifth, sixth];
        let clamp = |sum: i32| i16::try_from(sum.clamp(-30_000, 30_000)).unwrap_or(0);
        Own { sums: sums.map(clamp), summary, most }
    }

    /// What a statement is taken for, where it stands.
    pub(super) fn judge(&self, own: &Own, near: &Near<'_>) -> Judged {
        let mut sums = own.sums.map(i32::from);
        let (mut around, mut context) = ([0_i32; ROOM], 0_i32);
        let place = near.around();
        let mut look = |feature: u32, _: Seen| {
            if self.weights.may_have(feature)
                && let Some(entry) = self.weights.of(feature)
            {
                add(&mut around, entry);
            }
        };
        features::around(&own.summary, &place, &mut look);
        features::discourse(&own.summary, &place, &mut look);
        features::context(&own.summary, near.context, &mut |feature, _| {
            if self.weights.may_have(feature)
                && let Some(Entry { weights: [.., told, _, _] }) = self.weights.of(feature)
            {
                context += i32::from(*told);
            }
        });
        for (sum, around) in sums.iter_mut().zip(around) {
            *sum += around;
        }
        let [fact, opinion, assessment, decision, other, mut told] = sums;
        told += context;
        let kinds = [fact, opinion, assessment, decision];
        let mut best = (i32::MIN, 0_usize);
        let mut next = i32::MIN;
        for (label, bias) in self.weights.biases.iter().enumerate() {
            let kind = kinds.get(label % 4).copied().filter(|_| label < 8).unwrap_or(other);
            let sum = kind + i32::from(*bias) + if (4..8).contains(&label) { told } else { 0 };
            if sum > best.0 {
                next = best.0;
                best = (sum, label);
            } else if sum > next {
                next = sum;
            }
        }
        let (kind, source) = LABELS.get(best.1).copied().unwrap_or((StatementKind::Fact, Source::FirstHand));
        let step = ((best.0.saturating_sub(next)) / STEP).clamp(0, STEPS as i32 - 1);
        let confidence = self.weights.certainty.get(step as usize).copied().unwrap_or(0);
        let column = if best.1 == 8 { 4 } else { best.1 % 4 };
        // A reason is what a reader can see: the statement's own words, unless what is around it counted more than all of them.
        let by = |most: Option<&Most>, own: i16, around: i32, context: i32| match most {
            _ if context > around.max(0) && context > i32::from(own) => By::Context,
            Some(most) if most.weight > 0 && i32::from(own) >= around => {
                if most.end == 0 {
                    By::Form
                } else {
                    By::Words(most.start, most.end)
                }
            }
            _ if around > 0 => By::Around,
            _ => By::Nothing,
        };
        let own_sum = |column: usize| own.sums.get(column).copied().unwrap_or(0);
        let kind_by = by(own.most.get(column), own_sum(column), around.get(column).copied().unwrap_or(0), 0);
        let (told_own, told_around) = (own_sum(WEIGHTS - 1), around.get(WEIGHTS - 1).copied().unwrap_or(0));
        let source_by = match source {
            _ if kind == StatementKind::Other => By::Nothing,
            Source::ThirdParty => by(own.most.get(WEIGHTS - 1), told_own, told_around, context),
            Source::FirstHand => by(own.most.get(WEIGHTS), told_own.saturating_neg(), -told_around, -context),
        };
        Judged { kind, source, confidence, kind_by, source_by }
    }

    /// What a note's first statement gives those after it.
    pub(super) fn head(&self, said: &Said<'_>, room: &mut Room) -> Vec<u32> {
        head(&self.classes, said, room)
    }
}

fn head(classes: &Classes, said: &Said<'_>, room: &mut Room) -> Vec<u32> {
    let tokens = &mut room.tokens;
    tokens.read(classes, said.paragraph, (said.span.start, said.span.end), said.quotations);
    tokens.outer.iter().take(8).flat_map(|token| [token.word, token.class.name]).collect()
}

/// What is known of a contact, in words: "email in from school, child in need, recorded by social worker".
pub(super) fn context(words: &str) -> Vec<u32> {
    let mut known = Vec::new();
    let mut before = 0;
    for word in words.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).take(24) {
        let word = hash::name(word);
        known.push(word);
        known.push(hash::add(hash::add(before, word), 2));
        before = word;
    }
    known
}

#[inline]
fn add(sums: &mut [i32; ROOM], entry: &Entry) {
    for (sum, weight) in sums.iter_mut().zip(entry.weights) {
        *sum += i32::from(weight);
    }
}

/// A statement as learning needs it: its features, as hashes.
#[derive(Clone, Debug)]
pub struct Sample {
    /// Bytes of the note.
    pub span: Range<usize>,
    /// Features that bear on kind and source.
    pub full: Vec<u32>,
    /// Features that bear on the source alone.
    pub source: Vec<u32>,
    /// Of these, the ones of the context that was given.
    pub context: Vec<u32>,
}

/// Gives the features of notes to whatever learns from them.
#[derive(Debug)]
pub struct Reader(Classes);

impl Reader {
    /// Reads a file of classes.
    #[must_use]
    pub fn new(classes: &str) -> Self {
        Self(Classes::read(classes))
    }

    /// The statements of a note, with their features, as [`Model`] sees them.
    #[must_use]
    pub fn samples(&self, context: &str, note: &str) -> Vec<Sample> {
        let mut samples = Vec::new();
        let mut summaries: Vec<Summary> = Vec::new();
        let mut first = Vec::new();
        let mut room = Room::default();
        for paragraph in text::paragraphs(note) {
            let start = paragraph.start;
            let said = note.get(paragraph).unwrap_or_default();
            let quotations = text::quotations(said);
            let spans = text::statements(said);
            let whole = spans.len() == 1;
            for (at, span) in spans.into_iter().enumerate() {
                let found = start + span.start..start + span.end;
                let said = Said { paragraph: said, span, quotations: &quotations, whole, begins: at == 0 };
                if samples.is_empty() {
                    first = head(&self.0, &said, &mut room);
                }
                let mut full = Vec::new();
                summaries.push(said.read(&self.0, &mut room.tokens, &mut |feature, _| full.push(feature)));
                samples.push(Sample { span: found, full, source: Vec::new(), context: Vec::new() });
            }
        }
        let context = self::context(context);
        let mut carried = Carried::default();
        for (at, (sample, own)) in samples.iter_mut().zip(&summaries).enumerate() {
            let before = summaries.get(at.saturating_sub(BACK)..at).unwrap_or_default();
            let after = summaries.get(at + 1..).unwrap_or_default();
            let near = Near {
                back: before,
                ahead: after.get(..AHEAD).unwrap_or(after),
                carried,
                head: &first,
                context: &context,
            };
            let place = near.around();
            features::around(own, &place, &mut |feature, _| sample.full.push(feature));
            features::discourse(own, &place, &mut |feature, _| sample.source.push(feature));
            features::context(own, &context, &mut |feature, _| sample.context.push(feature));
            carried = carried.after(own);
        }
        samples
    }
}
