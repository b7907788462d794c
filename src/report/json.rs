//! The report as JSON: one text, the same bytes on every target.

use super::{Finding, Fix, Span, findings, moment, say, wording};
use crate::checks::{self, Change, Counts, Mode, Report, Session, StatementAt, Verdict};
use crate::note::{NoteSession, Source, StatementKind};
use crate::standards::{Category, Standard};
use serde::{Serialize, Serializer};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// The engine that decided, as reports name it.
const ENGINE: &str = concat!("fairnote ", env!("CARGO_PKG_VERSION"));

#[derive(Serialize)]
struct ReportJson<'r> {
    standard: StandardJson<'r>,
    engine: &'static str,
    kind: &'r str,
    mode: Mode,
    as_at: String,
    verdict: Verdict,
    counts: Counts,
    findings: Vec<Finding<'r>>,
    narratives: BTreeMap<String, NarrativeJson<'r>>,
}

#[derive(Serialize)]
struct StandardJson<'r> {
    id: &'r str,
    version: &'r str,
    digest: &'r str,
}

#[derive(Serialize)]
struct NarrativeJson<'r> {
    statements: Vec<StatementJson<'r>>,
}

#[derive(Serialize)]
struct StatementJson<'r> {
    start: u32,
    end: u32,
    kind: StatementKind,
    source: Source,
    tagged_by: &'static str,
    confidence: Hundredths,
    because: Cow<'r, [String]>,
}

/// A share of one, held as a whole number of hundredths, so that it is written alike everywhere.
struct Hundredths(u8);

impl Serialize for Hundredths {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // A quotient of two small whole numbers is one IEEE 754 double, and has one shortest form, on every target.
        serializer.serialize_f64(f64::from(self.0) / 100.0)
    }
}

/// The report of a check, as the contract has it.
pub fn json(report: &Report<'_>) -> String {
    let statements = report.statements.iter().map(|narrative| {
        let statements = narrative.statements.iter().map(statement).collect();
        (narrative.place.pointer(&report.kind_of().layout), NarrativeJson { statements })
    });
    text(&ReportJson {
        standard: standard(report.standard()),
        engine: ENGINE,
        kind: report.kind(),
        mode: report.mode,
        as_at: moment(report.as_at),
        verdict: report.verdict(),
        counts: report.counts(),
        findings: findings(report),
        narratives: statements.collect(),
    })
}

/// What a change of an open record came to: the verdict and counts as they stand, the places whose findings are other ones
/// now, and every finding at those places.
pub fn change_json(session: &Session, change: &Change) -> String {
    #[derive(Serialize)]
    struct ChangeJson<'r> {
        verdict: Verdict,
        counts: Counts,
        changed: Vec<String>,
        findings: Vec<Finding<'r>>,
    }
    let Some(kind) = session.kind() else {
        return String::from("{}");
    };
    let found = if change.changed.is_empty() { Vec::new() } else { session.findings_at(&change.changed) };
    let findings = found.iter().filter_map(|finding| {
        let bound = kind.rules.get(usize::from(finding.rule))?;
        say::Saying { standard: session.standard(), kind, bound, finding }.finding()
    });
    text(&ChangeJson {
        verdict: session.verdict(),
        counts: session.counts(),
        changed: change.changed.iter().map(|place| place.pointer(&kind.layout)).collect(),
        findings: findings.collect(),
    })
}

/// A note that is no part of a record: its statements and the wording that a reader might raise. Wording has no level of
/// its own until a rule of a record kind gives it one.
pub fn note_json(standard: &Standard, note: &NoteSession) -> String {
    #[derive(Serialize)]
    struct NoteJson<'r> {
        statements: Vec<StatementJson<'r>>,
        findings: Vec<WordingJson<'r>>,
    }
    #[derive(Serialize)]
    struct WordingJson<'r> {
        category: Category,
        at: &'static str,
        span: Span,
        message: Cow<'r, str>,
        remedy: Cow<'r, str>,
        fixes: Vec<Fix<'r>>,
    }
    let analysis = note.analysis();
    let statements = checks::statements(note.text(), &analysis);
    let found = |(list, word, (start, end)): (u16, u32, (u32, u32))| {
        let (list, word) = say::word_of(standard, list, word)?;
        let told = wording::about_word(list, word, remedy(list.category), "");
        let fixes = wording::word_fixes(list, word, "", start, end);
        Some(WordingJson {
            category: list.category,
            at: "",
            span: Span { start, end },
            message: told.message,
            remedy: told.remedy,
            fixes,
        })
    };
    let flags = checks::flags(note.text(), &analysis);
    text(&NoteJson {
        statements: statements.iter().map(statement).collect(),
        findings: flags.into_iter().filter_map(found).collect(),
    })
}

fn remedy(category: Category) -> &'static str {
    match category {
        Category::Jargon => "Use plain words, or explain it the first time",
        Category::Vague => "Say what happened, when, how often or how much",
        Category::Unevidenced => "Say what you saw or heard that shows it",
        _ => "Describe what was seen or said instead",
    }
}

fn standard(standard: &Standard) -> StandardJson<'_> {
    StandardJson { id: standard.id(), version: standard.version(), digest: standard.digest() }
}

fn statement(statement: &StatementAt) -> StatementJson<'_> {
    StatementJson {
        start: statement.start,
        end: statement.end,
        kind: statement.kind,
        source: statement.source,
        tagged_by: "suggested",
        confidence: Hundredths(statement.confidence),
        because: Cow::Borrowed(&statement.because),
    }
}

fn text(value: &impl Serialize) -> String {
    // Maps have string keys and nothing fails to serialise, so that there is always a text.
    serde_json::to_string(value).unwrap_or_default()
}
