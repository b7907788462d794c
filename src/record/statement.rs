//! The kinds and sources that a statement of a narrative may have, whether its author says so or the engine suggests it.

/// What sort of statement it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StatementKind {
    /// Something seen, heard, done or said that could in principle be verified.
    Fact,
    /// A personal view or interpretation, given without weighing evidence.
    Opinion,
    /// Professional analysis: evidence weighed, or a conclusion for which the note gives grounds.
    Assessment,
    /// A professional's judgement. Only an author can say so: an engine cannot tell it from an assessment.
    Judgement,
    /// A decision, or an action agreed or planned.
    Decision,
    /// A heading, greeting, attendance list, label, sign-off or question.
    Other,
}

/// Where a statement comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// The writer saw, heard, did or concluded it.
    FirstHand,
    /// The writer was told it: hearsay.
    ThirdParty,
}

impl StatementKind {
    /// Every kind, in the order in which they are offered.
    pub const ALL: [StatementKind; 6] = [
        StatementKind::Fact,
        StatementKind::Opinion,
        StatementKind::Assessment,
        StatementKind::Judgement,
        StatementKind::Decision,
        StatementKind::Other,
    ];

    /// Its name in records.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            StatementKind::Fact => "fact",
            StatementKind::Opinion => "opinion",
            StatementKind::Assessment => "assessment",
            StatementKind::Judgement => "judgement",
            StatementKind::Decision => "decision",
            StatementKind::Other => "other",
        }
    }

    /// The kind with this name.
    #[must_use]
    pub fn named(name: &str) -> Option<StatementKind> {
        StatementKind::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

impl Source {
    /// Both sources, in the order in which they are offered.
    pub const ALL: [Source; 2] = [Source::FirstHand, Source::ThirdParty];

    /// Its name in records.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Source::FirstHand => "first_hand",
            Source::ThirdParty => "third_party",
        }
    }

    /// The source with this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Source> {
        Source::ALL.into_iter().find(|source| source.name() == name)
    }
}
