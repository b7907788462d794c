//! The report as JSON: one text, the same bytes on every target.

use super::{Finding, Fix, Span, findings, moment, say};
use crate::checks::{self, Change, Counts, Mode, Report, Session, StatementAt, Verdict};
use crate::note::{NoteSession, Source, StatementKind};
use crate::standards::{Category, Standard};
use crate::text::sort_short;
use serde::{Serialize, Serializer};
use std::borrow::Cow;
use std::io;

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
    #[serde(serialize_with = "by_pointer")]
    narratives: Vec<(String, NarrativeJson<'r>)>,
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

fn by_pointer<S: Serializer>(narratives: &[(String, NarrativeJson<'_>)], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(narratives.iter().map(|(pointer, narrative)| (pointer, narrative)))
}

/// The report of a check, as the contract has it.
pub fn json(report: &Report<'_>) -> String {
    let statements = report.statements.iter().map(|narrative| {
        let statements = narrative.statements.iter().map(statement).collect();
        (narrative.place.pointer(&report.kind_of().layout), NarrativeJson { statements })
    });
    let mut narratives: Vec<_> = statements.collect();
    // In the order of their pointers, as canonical JSON has keys.
    sort_short(&mut narratives, |(pointer, _)| pointer.clone());
    text(&ReportJson {
        standard: standard(report.standard()),
        engine: ENGINE,
        kind: report.kind(),
        mode: report.mode,
        as_at: moment(report.as_at),
        verdict: report.verdict(),
        counts: report.counts(),
        findings: findings(report),
        narratives,
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
    let wording = |(list, word, (start, end)): (u16, u32, (u32, u32))| {
        let (list, word) = say::word_of(standard, list, word)?;
        let told = say::about_word(list, word, remedy(list.category), "");
        let fixes = say::word_fixes(list, word, "", start, end);
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
        findings: flags.into_iter().filter_map(wording).collect(),
    })
}

/// Compact JSON. The only fractions are hundredths, and they are written without what would write every other number: that
/// is 12 kB of tables in the browser.
struct Plain;

impl serde_json::ser::Formatter for Plain {
    fn write_f64<W: ?Sized + io::Write>(&mut self, writer: &mut W, value: f64) -> io::Result<()> {
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 255")]
        let hundredths = (value * 100.0).round().clamp(0.0, 255.0) as u8;
        let (whole, tenth, hundredth) = (hundredths / 100, hundredths / 10 % 10, hundredths % 10);
        match hundredth {
            0 => write!(writer, "{whole}.{tenth}"),
            _ => write!(writer, "{whole}.{tenth}{hundredth}"),
        }
    }
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
        tagged_by: if statement.tagged { "author" } else { "suggested" },
        confidence: Hundredths(statement.confidence),
        because: Cow::Borrowed(&statement.because),
    }
}

fn text(value: &impl Serialize) -> String {
    let mut text = Vec::with_capacity(4096);
    // Maps have string keys and nothing fails to serialise, so that there is always a text.
    let _ = value.serialize(&mut serde_json::Serializer::with_formatter(&mut text, Plain));
    String::from_utf8(text).unwrap_or_default()
}
