//! What each statement is: as the engine suggests, or as its author tagged it.

use crate::checks::Judge;
use crate::note::{Analysis, Source, StatementKind};
use crate::record::{Place, Tag};
use crate::text::Utf16Index;
use std::ops::Range;

/// A statement of a narrative.
#[derive(Clone, Debug)]
pub(in crate::checks) struct Said {
    /// Bytes of the note.
    pub span: Range<usize>,
    pub kind: StatementKind,
    pub source: Source,
    /// The author said so.
    pub tagged: bool,
    /// How sure it is, in per cent; what an author says is.
    pub confidence: u8,
}

impl Said {
    pub fn is_statement(&self) -> bool {
        self.kind != StatementKind::Other
    }
}

pub(in crate::checks) fn said(judge: &Judge<'_>, place: Place, text: &str, analysis: &Analysis) -> Vec<Said> {
    let tags = tags(judge, place, text);
    let one = |statement: &crate::note::Statement| {
        let mut said = Said {
            span: statement.span.clone(),
            kind: statement.kind,
            source: statement.source,
            tagged: false,
            confidence: statement.confidence,
        };
        if let Some(tag) = best(&tags, &said.span) {
            said.kind = tag.kind.map_or(said.kind, StatementKind::from);
            said.source = tag.source.map_or(said.source, Source::from);
            (said.tagged, said.confidence) = (true, 100);
        }
        said
    };
    analysis.statements.iter().map(one).collect()
}

/// The author's tags of a narrative, in bytes.
fn tags<'j>(judge: &'j Judge<'_>, place: Place, text: &str) -> Vec<(Range<usize>, &'j Tag)> {
    let own: Vec<&Tag> = judge.record.tags(place).collect();
    if own.is_empty() {
        return Vec::new();
    }
    let index = Utf16Index::new(text);
    own.into_iter().filter_map(|tag| Some((index.byte(tag.start)?..index.byte(tag.end)?, tag))).collect()
}

/// The tag that covers most of a statement. Writers seldom hit its edges, so any overlap counts.
fn best<'t>(tags: &[(Range<usize>, &'t Tag)], span: &Range<usize>) -> Option<&'t Tag> {
    let overlap = |tag: &Range<usize>| tag.end.min(span.end).saturating_sub(tag.start.max(span.start));
    let best = tags.iter().max_by_key(|(tag, _)| overlap(tag))?;
    (overlap(&best.0) > 0).then_some(best.1)
}
