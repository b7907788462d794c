//! Patterns of statements: the closed list of what a `statements` check can look for.

use serde::{Deserialize, Serialize};

/// What a `statements` check looks for in a narrative. Each can only be suggested, never proved: such rules inform or warn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pattern {
    /// An opinion of the writer's with no reason in it and no fact beside it. Lists: reasons.
    OpinionWithoutBasis,
    /// Hearsay that names nobody. Lists: attributions, unattributed forms.
    HearsayWithoutSource,
    /// A decision that does not say whose. Lists: forms that hide who decided, words for people who decide.
    DecisionWithoutMaker,
    /// A decision with no reason in it or beside it. Lists: deciding words, reasons.
    DecisionWithoutReasons,
    /// What was observed and an opinion in one sentence, with nothing to mark the opinion. Lists: observing words, markers.
    MixedKinds,
    /// No view, wish or feeling of the child's or family's in any of the narratives. Lists: words that give views.
    NoViews,
    /// Nothing that the writer saw or heard: fewer than two facts at first hand, and no such word. Lists: words of seeing.
    NoObservation,
    /// A day told from another, with no date in the sentence. Lists: such words.
    RelativeDay,
    /// Somebody named only by role. Lists: roles. `against`: roles of people who are listed by name.
    UnnamedPeople,
    /// The full name of one of `against`.
    OtherPerson,
    /// A sentence of more than `limit` words.
    LongSentence,
    /// A paragraph that reads harder than `limit` years of schooling (Gunning's fog index).
    HardToRead,
    /// A sentence that stands in the narratives twice, or in one of `against`.
    Repeated,
    /// At least `limit` statements, and no opinion, assessment or judgement among them.
    NoAnalysis,
    /// Fewer than `limit` words.
    TooShort,
    /// Entries under more than one date.
    SeveralDays,
    /// A word of the list. Lists: the words.
    Listed,
    /// A word twice running, or a sentence without its capital.
    Slips,
    /// At least `limit` statements with words of one list and none of the other. Lists: strengths, concerns.
    OneSided,
    /// A conclusion that another profession draws, with no such source. Lists: conclusions, sources.
    BeyondExpertise,
}

impl Pattern {
    /// How many word lists it needs.
    pub fn lists(self) -> usize {
        match self {
            Pattern::HearsayWithoutSource
            | Pattern::DecisionWithoutMaker
            | Pattern::DecisionWithoutReasons
            | Pattern::MixedKinds
            | Pattern::OneSided
            | Pattern::BeyondExpertise => 2,
            Pattern::OpinionWithoutBasis
            | Pattern::NoViews
            | Pattern::NoObservation
            | Pattern::RelativeDay
            | Pattern::UnnamedPeople
            | Pattern::Listed => 1,
            _ => 0,
        }
    }

    /// Does it need a limit?
    pub fn counts(self) -> bool {
        matches!(
            self,
            Pattern::LongSentence | Pattern::HardToRead | Pattern::NoAnalysis | Pattern::TooShort | Pattern::OneSided
        )
    }

    /// Is it about something that is not there, and so judged only when finalising?
    pub fn is_of_absence(self) -> bool {
        matches!(
            self,
            Pattern::NoViews | Pattern::NoObservation | Pattern::NoAnalysis | Pattern::TooShort | Pattern::OneSided
        )
    }
}
