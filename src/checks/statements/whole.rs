//! Patterns of the narratives as a whole: what none of them has.

use super::Note;
use crate::note::{Source, StatementKind};
use crate::standards::Pattern;

/// Facts at first hand that show that the writer was there, whatever the words.
const FACTS: usize = 2;

/// Statements of one side from which the other is missed.
const ONE_SIDE: usize = 3;

/// Is what the pattern looks for missing? `None` where there is too little to say.
pub(super) fn is_wanting(pattern: Pattern, notes: &[Note<'_>], limit: i64) -> Option<bool> {
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let statements = || notes.iter().flat_map(|note| note.said.iter().map(move |said| (note, said)));
    let own = || statements().filter(|(_, said)| said.is_statement());
    match pattern {
        Pattern::NoViews => {
            let given = |note: &Note<'_>| note.hits.first().is_some_and(|hits| !hits.is_empty());
            (own().next().is_some()).then(|| !notes.iter().any(|note| given(note) || !note.quoted.is_empty()))
        }
        Pattern::NoObservation => {
            let seen = own().any(|(note, said)| note.has(0, &said.span));
            let facts = own().filter(|(_, said)| said.kind == StatementKind::Fact && said.source == Source::FirstHand);
            own().next().is_some().then(|| !seen && facts.count() < FACTS)
        }
        Pattern::NoAnalysis => {
            let thinks =
                |kind| matches!(kind, StatementKind::Opinion | StatementKind::Assessment | StatementKind::Judgement);
            (own().count() >= limit).then(|| !own().any(|(_, said)| thinks(said.kind)))
        }
        Pattern::TooShort => {
            let words: usize = notes.iter().map(|note| crate::text::words(note.text).count()).sum();
            Some(words < limit)
        }
        Pattern::OneSided => {
            let of = |list: usize| own().filter(|(note, said)| note.has(list, &said.span)).count();
            let (good, bad) = (of(0), of(1));
            (own().count() >= limit && good.max(bad) >= ONE_SIDE).then_some(good.min(bad) == 0)
        }
        _ => None,
    }
}
