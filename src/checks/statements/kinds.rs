//! Patterns of kind and source: opinions, hearsay, decisions.

use super::{Found, Hit, Note, names};
use crate::note::{Source, StatementKind};

/// Places in the list of word lists.
const FIRST: usize = 0;
const SECOND: usize = 1;

/// An opinion rests on a reason that it gives, on words that it quotes, or on a fact in the statement beside it.
pub(super) fn opinion_without_basis(note: &Note<'_>) -> Found {
    let (mut any, mut hits) = (false, Vec::new());
    for (at, said) in note.said.iter().enumerate() {
        // A guess is no ground for a warning: only what the engine is fairly sure of, or the author says.
        if said.kind != StatementKind::Opinion || said.source != Source::FirstHand || said.confidence < SURE {
            continue;
        }
        any = true;
        let is_fact = |other: Option<usize>| {
            other.and_then(|at| note.said.get(at)).is_some_and(|other| other.kind == StatementKind::Fact)
        };
        let beside = is_fact(at.checked_sub(1)) || is_fact(at.checked_add(1));
        if !beside && !note.has(FIRST, &said.span) && !note.has_quotation(&said.span) {
            hits.push(Hit::at(&said.span));
        }
    }
    any.then_some(hits)
}

/// From this confidence on, in per cent, a suggested kind is acted upon.
const SURE: u8 = 60;

/// Hearsay names who said it, or follows from a statement that does. Without the author's tag only forms that hide the
/// speaker are raised: "it is reported that".
pub(super) fn hearsay_without_source(note: &Note<'_>) -> Found {
    let (mut any, mut hits) = (false, Vec::new());
    let mut named_before = false;
    for said in &note.said {
        let hides = note.has(SECOND, &said.span);
        if said.source != Source::ThirdParty && !hides {
            named_before = false;
            continue;
        }
        any = true;
        let named = note.has(FIRST, &said.span);
        let unnamed = !named && (hides || said.tagged && !named_before && !names::any(note, &said.span));
        if unnamed {
            hits.push(Hit::at(&said.span));
        }
        named_before = named || named_before && !hides;
    }
    any.then_some(hits)
}

/// "It was decided that" says whose decision it was: by a name, a role, or "I" and "we".
pub(super) fn decision_without_maker(note: &Note<'_>) -> Found {
    let (mut any, mut hits) = (false, Vec::new());
    for said in &note.said {
        if said.kind != StatementKind::Decision && !note.has(FIRST, &said.span) {
            continue;
        }
        any = true;
        let personal =
            names::first_person(note, &said.span) || names::after_by(note, &said.span) || note.has(SECOND, &said.span);
        let before = note.hits_in(FIRST, &said.span).next().map(|(hit, _)| said.span.start..hit.start);
        if let Some(before) = before
            && !personal
            && !names::any(note, &before)
        {
            hits.push(Hit::at(&said.span));
        }
    }
    any.then_some(hits)
}

/// A decision gives its reasons, or an assessment or a reason stands beside it.
pub(super) fn decision_without_reasons(note: &Note<'_>) -> Found {
    let (mut any, mut hits) = (false, Vec::new());
    for (at, said) in note.said.iter().enumerate() {
        if !said.is_statement() || !note.has(FIRST, &said.span) {
            continue;
        }
        any = true;
        let grounds = |other: Option<usize>| {
            other.and_then(|at| note.said.get(at)).is_some_and(|other| {
                matches!(other.kind, StatementKind::Assessment | StatementKind::Judgement)
                    || note.has(SECOND, &other.span)
            })
        };
        if !grounds(Some(at)) && !grounds(at.checked_sub(1)) && !grounds(at.checked_add(1)) {
            hits.push(Hit::at(&said.span));
        }
    }
    any.then_some(hits)
}

/// One sentence that observes in one clause and holds an opinion in another, with nothing to mark the opinion as one.
pub(super) fn mixed_kinds(note: &Note<'_>) -> Found {
    let (mut any, mut hits) = (false, Vec::new());
    for said in &note.said {
        // After a colon stands what the opinion rests on.
        let plain = said.kind == StatementKind::Opinion && said.source == Source::FirstHand && !said.tagged;
        if !plain || note.str(&said.span).contains(':') {
            any |= said.is_statement();
            continue;
        }
        any = true;
        let joined = note.str(&said.span).contains([',', ';', '–']) || has_joint(note.str(&said.span));
        if joined && note.has(FIRST, &said.span) && !note.has(SECOND, &said.span) && !note.has_quotation(&said.span) {
            hits.push(Hit::at(&said.span));
        }
    }
    any.then_some(hits)
}

fn has_joint(text: &str) -> bool {
    [" and ", " but ", " although ", " while "].iter().any(|joint| text.contains(joint))
}

/// A diagnosis or a legal conclusion names the professional, the document or the person that it comes from.
pub(super) fn beyond_expertise(note: &Note<'_>) -> Found {
    let (mut any, mut hits) = (false, Vec::new());
    for said in note.said.iter().filter(|said| said.is_statement()) {
        for (hit, _) in note.hits_in(FIRST, &said.span) {
            any = true;
            if !note.has(SECOND, &said.span) {
                hits.push(Hit::at(hit));
            }
        }
    }
    any.then_some(hits)
}
