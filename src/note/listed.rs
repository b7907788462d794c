//! Statements as a page lists them: what each is taken for, why, and what its author says.

use super::Analysis;
use super::tags::{Span, attached};
use crate::record::{Source, StatementKind, Tag};
use crate::text::{Utf16Index, utf16_len};

/// What a page says above a list of statements.
pub const LIST_HINT: &str =
    "What each statement is taken for. Change it where it is wrong: what you set is kept with the record.";

/// How much of a statement a list shows, in UTF-16 code units.
const LONGEST: usize = 140;

/// A statement in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Where it stands.
    pub span: Span,
    /// Its words, on one line and cut short if they are many.
    pub words: String,
    /// What the engine takes it for.
    pub suggested: (StatementKind, Source),
    /// Why, as a sentence.
    pub why: String,
    /// What its author says of it; neither, where the suggestion stands.
    pub set: (Option<StatementKind>, Option<Source>),
}

/// One of the things that a statement can be said to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Its name in records; blank for the suggestion.
    pub value: &'static str,
    /// Its name for readers.
    pub label: String,
    /// Is it the one in force?
    pub chosen: bool,
}

/// Lists the statements of a note.
#[must_use]
pub fn listed(text: &str, analysis: &Analysis, tags: &[Tag]) -> Vec<Listed> {
    let spans = spans(text, analysis);
    let tags = attached(tags, &spans);
    let all = analysis.statements.iter().zip(spans).zip(tags);
    all.map(|((statement, span), tag)| Listed {
        span,
        words: short(text.get(statement.span.clone()).unwrap_or_default()),
        suggested: (statement.kind, statement.source),
        why: why(&statement.because.iter().map(|because| because.say(text)).collect::<Vec<_>>()),
        set: tag.map_or((None, None), |tag| (tag.kind, tag.source)),
    })
    .collect()
}

/// Where the statements of a note stand.
#[must_use]
pub fn spans(text: &str, analysis: &Analysis) -> Vec<Span> {
    let index = Utf16Index::new(text);
    let units = |byte| u32::try_from(index.utf16(byte)).unwrap_or(u32::MAX);
    analysis.statements.iter().map(|statement| units(statement.span.start)..units(statement.span.end)).collect()
}

impl Listed {
    /// The kind in force.
    #[must_use]
    pub fn kind(&self) -> StatementKind {
        self.set.0.unwrap_or(self.suggested.0)
    }

    /// The source in force.
    #[must_use]
    pub fn source(&self) -> Source {
        self.set.1.unwrap_or(self.suggested.1)
    }

    /// Did its author say what it is?
    #[must_use]
    pub fn is_set(&self) -> bool {
        self.set != (None, None)
    }

    /// Who says so.
    #[must_use]
    pub fn by(&self) -> &'static str {
        if self.is_set() { "Set by you" } else { "Suggested" }
    }

    /// What it is taken for, and why: `fact, told by others. It says “told me that”.` Of one that its author set,
    /// what had been suggested.
    #[must_use]
    pub fn taken(&self) -> String {
        let taken = said(self.kind(), self.source());
        if self.is_set() {
            format!("{taken}. The suggestion was: {}.", said(self.suggested.0, self.suggested.1))
        } else {
            format!("{taken}. {}", self.why)
        }
    }

    /// The kinds that it can be said to be.
    #[must_use]
    pub fn kinds(&self) -> Vec<Choice> {
        choices(StatementKind::ALL.map(|kind| (kind, kind.name(), kind_label(kind))), self.suggested.0, self.set.0)
    }

    /// The sources that it can be said to have.
    #[must_use]
    pub fn sources(&self) -> Vec<Choice> {
        choices(Source::ALL.map(|source| (source, source.name(), source_label(source))), self.suggested.1, self.set.1)
    }
}

fn choices<T: PartialEq, const N: usize>(
    all: [(T, &'static str, &'static str); N],
    suggested: T,
    set: Option<T>,
) -> Vec<Choice> {
    let first = all.iter().find(|(one, ..)| *one == suggested).map_or("", |(_, _, label)| label);
    let mut choices = vec![Choice { value: "", label: format!("{first} (suggested)"), chosen: set.is_none() }];
    choices.extend(all.into_iter().map(|(one, value, label)| Choice {
        value,
        label: label.to_owned(),
        chosen: set.as_ref() == Some(&one),
    }));
    choices
}

fn said(kind: StatementKind, source: Source) -> String {
    match kind {
        StatementKind::Other => kind_label(kind).to_owned(),
        kind => format!("{}, {}", kind_label(kind), source_label(source)),
    }
    // In the middle of a sentence. Labels are ASCII.
    .to_ascii_lowercase()
}

/// The name of a kind for readers: `Fact`.
const fn kind_label(kind: StatementKind) -> &'static str {
    match kind {
        StatementKind::Fact => "Fact",
        StatementKind::Opinion => "Opinion",
        StatementKind::Assessment => "Assessment",
        StatementKind::Judgement => "Judgement",
        StatementKind::Decision => "Decision",
        StatementKind::Other => "No statement",
    }
}

/// The name of a source for readers: `First hand`.
const fn source_label(source: Source) -> &'static str {
    match source {
        Source::FirstHand => "First hand",
        Source::ThirdParty => "Told by others",
    }
}

fn why(because: &[String]) -> String {
    match because {
        [] => String::from("Nothing in it says otherwise."),
        all => format!("It {}.", all.join(", and ")),
    }
}

/// Words on one line, cut after a whole word where they are too many.
fn short(words: &str) -> String {
    let mut line = String::new();
    let mut units = 0_usize;
    for word in words.split_whitespace() {
        units = units.saturating_add(utf16_len(word)).saturating_add(1);
        if units > LONGEST && !line.is_empty() {
            line.push('…');
            break;
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::note::{Because, Source, Statement, StatementKind, tags};

    fn mixed(analysis: &Analysis, tags: &[Tag]) -> String {
        tags::mix(analysis, &spans(analysis_text(), analysis), tags).sentence()
    }

    fn analysis_text() -> &'static str {
        analysis().0
    }

    fn analysis() -> (&'static str, Analysis) {
        let text = "Plan\nMum 😀 told me that she left.";
        let one = |span, kind, source, because| Statement { span, kind, source, confidence: 80, because };
        let statements = vec![
            one(0..4, StatementKind::Other, Source::FirstHand, vec![Because::Shape("is a short line without a stop")]),
            one(5..text.len(), StatementKind::Fact, Source::ThirdParty, vec![Because::Words(14..26)]),
        ];
        (text, Analysis { statements, flags: Vec::new() })
    }

    #[test]
    fn a_statement_says_what_it_is_taken_for_and_why() {
        let (text, analysis) = analysis();
        let all = listed(text, &analysis, &[]);
        assert_eq!(all[1].span, 5..34);
        assert_eq!((all[1].by(), all[1].words.as_str()), ("Suggested", "Mum 😀 told me that she left."));
        assert_eq!(all[1].taken(), "fact, told by others. It says “told me that”.");
        assert_eq!(all[0].taken(), "no statement. It is a short line without a stop.");
        assert_eq!(mixed(&analysis, &[]), "1 statement: 1 fact; 1 told by others");
        let kinds: Vec<_> =
            all[1].kinds().into_iter().map(|choice| (choice.value, choice.label, choice.chosen)).collect();
        assert_eq!(kinds[0], ("", "Fact (suggested)".to_owned(), true));
        assert_eq!(kinds[4], ("judgement", "Judgement".to_owned(), false));
        assert_eq!(kinds.len(), 7);
    }

    #[test]
    fn what_the_author_says_counts_and_what_was_left_open_is_suggested() {
        let (text, analysis) = analysis();
        let tag = Tag { start: 9, end: 20, kind: Some(StatementKind::Opinion), source: None };
        let all = listed(text, &analysis, &[tag]);
        assert_eq!((all[1].by(), all[0].by()), ("Set by you", "Suggested"));
        assert_eq!(all[1].taken(), "opinion, told by others. The suggestion was: fact, told by others.");
        assert_eq!(all[1].kinds().iter().position(|choice| choice.chosen), Some(2));
        assert_eq!(all[1].sources().iter().position(|choice| choice.chosen), Some(0));
        assert_eq!(mixed(&analysis, &[tag]), "1 statement: 1 opinion; 1 told by others");
    }

    #[test]
    fn a_long_statement_is_cut_after_a_word() {
        let long = "word ".repeat(60);
        assert_eq!(short("one\n  two"), "one two");
        assert!(short(&long).ends_with("word…"));
        assert!(utf16_len(&short(&long)) <= LONGEST);
        let unbroken = "w".repeat(300);
        assert_eq!(short(&unbroken), unbroken);
    }
}
