//! What an author says of statements, beside what the engine suggests; and the mix of a note.
//!
//! The surfaces that show statements share this: which tag belongs to which statement after an edit, how many statements
//! there are of each kind, and the words for both.

use super::{Analysis, Source, StatementKind};
use crate::record::Tag;
use crate::text::{difference, utf16_len};
use std::ops::Range;

/// The span of a statement, in UTF-16 code units.
pub type Span = Range<u32>;

/// For each statement, its tag: the one that covers most of it, of those whose own most covered statement it is. Where two
/// cover the same, the later one in the list, which was set later.
///
/// The statements are in order and do not overlap. A tag on no statement is left out.
#[must_use]
pub fn attached<'t>(tags: &'t [Tag], statements: &[Span]) -> Vec<Option<&'t Tag>> {
    let mut found: Vec<Option<(u32, &Tag)>> = vec![None; statements.len()];
    for tag in tags {
        let first = statements.partition_point(|span| span.end <= tag.start);
        let beside = statements.iter().enumerate().skip(first).take_while(|(_, span)| span.start < tag.end);
        let mut best = (0, 0);
        for (at, span) in beside {
            let shared = span.end.min(tag.end).saturating_sub(span.start.max(tag.start));
            if shared > best.0 {
                best = (shared, at);
            }
        }
        if let Some(slot) = found.get_mut(best.1)
            && best.0 > 0
            && slot.is_none_or(|(known, _)| best.0 >= known)
        {
            *slot = Some((best.0, tag));
        }
    }
    found.into_iter().map(|slot| slot.map(|(_, tag)| tag)).collect()
}

/// The tags as a record keeps them: each on the whole of its statement, in order.
#[must_use]
pub fn settled(tags: &[Tag], statements: &[Span]) -> Vec<Tag> {
    let of = attached(tags, statements).into_iter().zip(statements);
    of.filter_map(|(tag, span)| Some(Tag { start: span.start, end: span.end, ..*tag? })).collect()
}

/// Sets what the author says of a statement; of nothing, which goes back to the suggestion. `tags` may lie anywhere on it.
pub fn set(tags: &mut Vec<Tag>, statements: &[Span], at: usize, kind: Option<StatementKind>, source: Option<Source>) {
    let Some(span) = statements.get(at) else { return };
    // Those on it that are not in force, too: they would come up again.
    tags.retain(|tag| attached(std::slice::from_ref(tag), statements).get(at).is_none_or(Option::is_none));
    if kind.is_some() || source.is_some() {
        tags.push(Tag { start: span.start, end: span.end, kind, source });
    }
}

/// The tags of a text that was written anew meanwhile, nobody saw how. A statement with the same words keeps its tag, the
/// nearest where there are several; a tag whose words are gone stays where they stood, if anything does.
///
/// `statements` are those of the new text.
#[must_use]
pub fn carried(old: &str, new: &str, tags: &[Tag], statements: &[Span]) -> Vec<Tag> {
    let Some(edit) = difference(old, new, None) else { return settled(tags, statements) };
    let (old, new): (Vec<u16>, Vec<u16>) = (old.encode_utf16().collect(), new.encode_utf16().collect());
    let words = |text: &[u16], span: &Span| text.get(span.start as usize..span.end as usize).map(<[u16]>::to_vec);
    let grown = i64::try_from(utf16_len(edit.with)).unwrap_or(i64::MAX) - i64::from(edit.end - edit.start);
    let mut kept = Vec::new();
    let mut changed = Vec::new();
    for tag in tags {
        let said = words(&old, &(tag.start..tag.end));
        let moved = i64::from(tag.start) + if tag.start >= edit.end { grown } else { 0 };
        let same = statements.iter().filter(|span| said.is_some() && words(&new, span) == said);
        match same.min_by_key(|span| (i64::from(span.start) - moved).abs()) {
            Some(span) => kept.push(Tag { start: span.start, end: span.end, ..*tag }),
            None => changed.extend(tag.after(edit)),
        }
    }
    // A statement that has its own words still is nobody else's.
    let taken = attached(&kept, statements);
    let free: Vec<Span> =
        statements.iter().zip(&taken).filter(|(_, tag)| tag.is_none()).map(|(span, _)| span.clone()).collect();
    kept.extend(settled(&changed, &free));
    settled(&kept, statements)
}

/// The mix of a note whose author said something of its statements. `spans` are where they stand.
#[must_use]
pub fn mix(analysis: &Analysis, spans: &[Span], tags: &[Tag]) -> Mix {
    Mix::of(analysis.statements.iter().zip(attached(tags, spans)).map(|(statement, tag)| {
        let kind = tag.and_then(|tag| tag.kind).map_or(statement.kind, StatementKind::from);
        (kind, tag.and_then(|tag| tag.source).map_or(statement.source, Source::from))
    }))
}

/// How many statements there are of each kind, first hand and told by others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Mix {
    counts: [[u32; 2]; 5],
}

/// The kinds of a mix, in its order, with the words for one and for several.
const KINDS: [(StatementKind, &str, &str); 5] = [
    (StatementKind::Fact, "fact", "facts"),
    (StatementKind::Opinion, "opinion", "opinions"),
    (StatementKind::Assessment, "assessment", "assessments"),
    (StatementKind::Judgement, "judgement", "judgements"),
    (StatementKind::Decision, "decision", "decisions"),
];

/// A part of a mix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    /// The kind's name in reports.
    pub name: &'static str,
    /// How many statements come before this part.
    pub before: u32,
    /// How many it has that are first hand.
    pub first_hand: u32,
    /// How many it has that were told by others. They come first.
    pub told: u32,
}

impl Share {
    /// How many statements it has.
    #[must_use]
    pub fn count(&self) -> u32 {
        self.told.saturating_add(self.first_hand)
    }

    /// The part in words: `2 decisions`.
    #[must_use]
    pub fn words(&self) -> String {
        let kind = KINDS.iter().find(|(_, one, _)| *one == self.name);
        kind.map(|(_, one, several)| count(self.count(), one, several)).unwrap_or_default()
    }
}

impl Mix {
    /// Counts statements. Headings, greetings and questions are none.
    #[must_use]
    pub fn of(statements: impl IntoIterator<Item = (StatementKind, Source)>) -> Mix {
        let mut mix = Mix::default();
        for (kind, source) in statements {
            let of = KINDS.iter().position(|(known, ..)| *known == kind);
            let count = of.and_then(|at| mix.counts.get_mut(at)?.get_mut(usize::from(source == Source::ThirdParty)));
            if let Some(count) = count {
                *count = count.saturating_add(1);
            }
        }
        mix
    }

    /// Its parts, without those that have nothing.
    pub fn shares(&self) -> impl Iterator<Item = Share> {
        let mut before = 0_u32;
        let shares = KINDS.iter().zip(self.counts).map(move |((_, name, _), [first_hand, told])| {
            let share = Share { name, before, first_hand, told };
            before = before.saturating_add(share.count());
            share
        });
        shares.filter(|share| share.count() > 0)
    }

    /// How many statements it counts.
    #[must_use]
    pub fn statements(&self) -> u32 {
        self.counts.iter().flatten().fold(0, |sum, count| sum.saturating_add(*count))
    }

    /// How many of them were told by others.
    #[must_use]
    pub fn told(&self) -> u32 {
        self.counts.iter().fold(0, |sum, [_, told]| sum.saturating_add(*told))
    }

    /// The mix in words: `7 statements: 4 facts, 1 opinion, 2 decisions; 3 told by others`.
    #[must_use]
    pub fn sentence(&self) -> String {
        let mut said = count(self.statements(), "statement", "statements");
        for share in self.shares() {
            said.push_str(if share.before == 0 { ": " } else { ", " });
            said.push_str(&share.words());
        }
        if self.told() > 0 {
            said.push_str("; ");
            said.push_str(&self.told_words());
        }
        said
    }

    /// How many were told by others, in words: `3 told by others`.
    #[must_use]
    pub fn told_words(&self) -> String {
        format!("{} told by others", self.told())
    }
}

fn count(count: u32, one: &str, several: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { several })
}

// Without proptest in the browser's tests.
#[cfg(all(test, not(target_arch = "wasm32")))]
#[path = "tags/tests.rs"]
mod tests;
