//! From the core to JavaScript: reports, findings, changes.
//!
//! A finding's words are its rule's, and a rule has few of them, so each is made a JavaScript string once and then handed
//! over again: building ten findings from such strings takes a fifteenth of the time of writing and parsing their JSON
//! (docs/boundary.md). What comes out is what `JSON.parse` would make of the report's JSON; a test keeps it so. No finding
//! holds what was entered, so nothing of a record is kept here.

use super::attach::Told;
use super::held::{Held, RuleWords};
use crate::calendar::Moment;
use crate::checks::{self, Change, Counts, Mode, Outcome, Report, Session, StatementAt, Verdict};
use crate::report::{self, Edit, Finding, Fix};
use crate::standards::{Kind, Level, Standard};
use crate::text::json::Tree;
use js_sys::{Array, Object};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(extends = Object, js_name = Object)]
    type Plain;
    #[wasm_bindgen(constructor, js_class = "Object")]
    fn new() -> Plain;

    #[wasm_bindgen(method, setter, structural)]
    fn set_standard(this: &Plain, value: &JsValue);
    #[wasm_bindgen(method, setter, structural)]
    fn set_engine(this: &Plain, value: &JsValue);
    #[wasm_bindgen(method, setter, structural)]
    fn set_kind(this: &Plain, value: &JsValue);
    #[wasm_bindgen(method, setter, structural)]
    fn set_mode(this: &Plain, value: &JsValue);
    #[wasm_bindgen(method, setter, structural)]
    fn set_as_at(this: &Plain, value: &JsValue);
    #[wasm_bindgen(method, setter, structural)]
    fn set_verdict(this: &Plain, value: &JsValue);
    #[wasm_bindgen(method, setter, structural)]
    fn set_counts(this: &Plain, value: &JsValue);
    #[wasm_bindgen(method, setter, structural)]
    fn set_findings(this: &Plain, value: &JsValue);
    #[wasm_bindgen(method, setter, structural)]
    fn set_narratives(this: &Plain, value: &JsValue);
    #[wasm_bindgen(method, setter, structural)]
    fn set_changed(this: &Plain, value: &JsValue);

    #[wasm_bindgen(method, setter, structural)]
    fn set_passed(this: &Plain, value: u32);
    #[wasm_bindgen(method, setter, structural)]
    fn set_failed(this: &Plain, value: u32);
    #[wasm_bindgen(method, setter, structural)]
    fn set_cannot_tell(this: &Plain, value: u32);
    #[wasm_bindgen(method, setter, structural)]
    fn set_pending(this: &Plain, value: u32);
    #[wasm_bindgen(method, setter, structural)]
    fn set_inapplicable(this: &Plain, value: u32);

    #[wasm_bindgen(method, setter, structural)]
    fn set_rule(this: &Plain, value: &JsValue);
    #[wasm_bindgen(method, setter, structural)]
    fn set_clauses(this: &Plain, value: &JsValue);
    #[wasm_bindgen(method, setter, structural)]
    fn set_level(this: &Plain, value: &JsValue);
    #[wasm_bindgen(method, setter, structural)]
    fn set_outcome(this: &Plain, value: &JsValue);
    #[wasm_bindgen(method, setter, structural)]
    fn set_at(this: &Plain, value: &JsValue);
    #[wasm_bindgen(method, setter, structural)]
    fn set_span(this: &Plain, value: &JsValue);
    #[wasm_bindgen(method, setter, structural)]
    fn set_due(this: &Plain, value: &JsValue);
    #[wasm_bindgen(method, setter, structural)]
    fn set_accepted(this: &Plain, value: bool);
    #[wasm_bindgen(method, setter, structural)]
    fn set_message(this: &Plain, value: &JsValue);
    #[wasm_bindgen(method, setter, structural)]
    fn set_remedy(this: &Plain, value: &JsValue);
    #[wasm_bindgen(method, setter, structural)]
    fn set_rationale(this: &Plain, value: &JsValue);
    #[wasm_bindgen(method, setter, structural)]
    fn set_fixes(this: &Plain, value: &JsValue);
    #[wasm_bindgen(method, setter, structural)]
    fn set_citations(this: &Plain, value: &JsValue);

    #[wasm_bindgen(method, setter, structural)]
    fn set_start(this: &Plain, value: u32);
    #[wasm_bindgen(method, setter, structural)]
    fn set_end(this: &Plain, value: u32);
    #[wasm_bindgen(method, setter, structural)]
    fn set_statements(this: &Plain, value: &JsValue);
    #[wasm_bindgen(method, setter, structural)]
    fn set_source(this: &Plain, value: &JsValue);
    #[wasm_bindgen(method, setter, structural)]
    fn set_tagged_by(this: &Plain, value: &JsValue);
    #[wasm_bindgen(method, setter, structural)]
    fn set_confidence(this: &Plain, value: f64);
    #[wasm_bindgen(method, setter, structural)]
    fn set_because(this: &Plain, value: &JsValue);
    #[wasm_bindgen(method, setter, structural)]
    fn set_label(this: &Plain, value: &JsValue);
    #[wasm_bindgen(method, setter, structural)]
    fn set_edits(this: &Plain, value: &JsValue);
    #[wasm_bindgen(method, setter, structural)]
    fn set_value(this: &Plain, value: &JsValue);
    #[wasm_bindgen(method, setter, structural)]
    fn set_text(this: &Plain, value: &JsValue);
    #[wasm_bindgen(method, setter, structural)]
    fn set_document(this: &Plain, value: &JsValue);
    #[wasm_bindgen(method, setter, structural)]
    fn set_section(this: &Plain, value: &JsValue);
    #[wasm_bindgen(method, setter, structural)]
    fn set_id(this: &Plain, value: &JsValue);
    #[wasm_bindgen(method, setter, structural)]
    fn set_version(this: &Plain, value: &JsValue);
    #[wasm_bindgen(method, setter, structural)]
    fn set_digest(this: &Plain, value: &JsValue);

    #[wasm_bindgen(js_namespace = JSON, js_name = parse, catch)]
    fn parse_json(text: &str) -> Result<JsValue, JsValue>;
}

/// A report as an object of its own.
pub fn report(held: &Held, report: &Report<'_>) -> JsValue {
    let out = Plain::new();
    out.set_standard(&held.about);
    out.set_engine(&held.engine);
    held.with(report.kind(), |kind| out.set_kind(kind));
    out.set_mode(held.names.mode(report.mode));
    held.with(&report.as_at.to_string(), |moment| out.set_as_at(moment));
    out.set_verdict(held.names.verdict(report.verdict()));
    out.set_counts(&counts(report.counts()));
    out.set_findings(&findings(held, report.kind_of(), report.findings()));
    out.set_narratives(&narratives(held, report));
    out.into()
}

/// What a change of an open record came to.
pub fn change(held: &Held, session: &Session, change: &Change) -> JsValue {
    let out = Plain::new();
    out.set_verdict(held.names.verdict(session.verdict()));
    out.set_counts(&counts(session.counts()));
    let changed = Array::new();
    out.set_changed(&changed);
    out.set_findings(&Array::new());
    if !change.changed.is_empty()
        && let Some(kind) = session.kind()
    {
        for place in &change.changed {
            held.with(&place.pointer(&kind.layout), |at| changed.push(at));
        }
        out.set_findings(&findings(held, kind, &session.findings_at(&change.changed)));
    }
    out.into()
}

/// Adds to an event how an open record stands.
pub fn told(held: &Held, session: &Session, event: Told) -> Told {
    event.with("verdict", held.names.verdict(session.verdict())).with("counts", &counts(session.counts()))
}

/// Findings as an array.
fn findings(held: &Held, kind: &Kind, findings: &[checks::Finding]) -> JsValue {
    let out = Array::new();
    let mut new = Vec::new();
    for one in findings {
        match held.known(kind, one) {
            Some(made) => drop(out.push(&copy(&made, one.span))),
            None => {
                // Its object is put here once it has words.
                new.push((out.length(), one));
                out.push(&JsValue::NULL);
            }
        }
    }
    if !new.is_empty() {
        let unknown = new.iter().map(|(_, one)| (*one).clone()).collect();
        in_words(&held.standard, kind, unknown, |worded| {
            for ((at, one), words) in new.iter().zip(worded) {
                let made = object(held, words);
                out.set(*at, copy(&made, one.span));
                held.keep(kind, one, made);
            }
        });
    }
    out.into()
}

/// A finding as an object.
pub fn finding(held: &Held, finding: &Finding<'_>) -> JsValue {
    copy(&object(held, finding), finding.span.map(|span| (span.start, span.end)))
}

/// A finding's object for one caller, who may change it: one call copies what a dozen would set.
fn copy(made: &Object, span: Option<(u32, u32)>) -> JsValue {
    let out = Plain::new();
    Object::assign(&out, made);
    if let Some((start, end)) = span {
        out.set_span(&range(start, end));
    }
    out.into()
}

/// The object of a finding, its span left out; its lists are frozen, because every copy shares them.
fn object(held: &Held, finding: &Finding<'_>) -> Object {
    let fixes = Array::new();
    for one in &finding.fixes {
        fixes.push(&fix(held, one));
    }
    let rule = held.rule(finding.rule, || rule_words(held, finding));
    let out = Plain::new();
    out.set_rule(&rule.rule);
    out.set_clauses(&rule.clauses);
    out.set_level(held.names.level(finding.level));
    out.set_outcome(held.names.outcome(finding.outcome));
    held.with(&finding.at, |at| out.set_at(at));
    out.set_span(&JsValue::NULL);
    out.set_due(&finding.due.as_ref().map_or(JsValue::NULL, JsValue::from));
    if finding.accepted {
        out.set_accepted(true);
    }
    held.with(&finding.message, |message| out.set_message(message));
    held.with(&finding.remedy, |remedy| out.set_remedy(remedy));
    out.set_rationale(&rule.rationale);
    out.set_fixes(&Object::freeze(&fixes));
    out.set_citations(&rule.citations);
    out.into()
}

fn fix(held: &Held, fix: &Fix<'_>) -> JsValue {
    let out = Plain::new();
    held.with(&fix.label, |label| out.set_label(label));
    let edits = Array::new();
    for edit in &fix.edits {
        let one = Plain::new();
        match edit {
            Edit::Set { at, value } => {
                held.with(at, |at| one.set_at(at));
                one.set_value(&json(value));
            }
            Edit::Text { at, start, end, text } => {
                held.with(at, |at| one.set_at(at));
                one.set_start(*start);
                one.set_end(*end);
                held.with(text, |text| one.set_text(text));
            }
        }
        edits.push(&Object::freeze(&one));
    }
    out.set_edits(&Object::freeze(&edits));
    Object::freeze(&out).into()
}

fn rule_words(held: &Held, finding: &Finding<'_>) -> RuleWords {
    RuleWords {
        rule: finding.rule.into(),
        clauses: clauses(held, &finding.clauses),
        rationale: finding.rationale.into(),
        citations: citations(held, finding),
    }
}

fn clauses(held: &Held, ids: &[&str]) -> JsValue {
    let out = Array::new();
    for id in ids {
        held.with(id, |id| out.push(id));
    }
    Object::freeze(&out).into()
}

fn citations(held: &Held, finding: &Finding<'_>) -> JsValue {
    let out = Array::new();
    for citation in &finding.citations {
        let one = Plain::new();
        held.with(citation.document, |document| one.set_document(document));
        held.with(citation.section, |section| one.set_section(section));
        out.push(&Object::freeze(&one));
    }
    Object::freeze(&out).into()
}

fn counts(counts: Counts) -> JsValue {
    let out = Plain::new();
    out.set_passed(counts.passed);
    out.set_failed(counts.failed);
    out.set_cannot_tell(counts.cannot_tell);
    out.set_pending(counts.pending);
    out.set_inapplicable(counts.inapplicable);
    out.into()
}

fn range(start: u32, end: u32) -> JsValue {
    let out = Plain::new();
    out.set_start(start);
    out.set_end(end);
    out.into()
}

fn narratives(held: &Held, report: &Report<'_>) -> JsValue {
    let out = Object::new();
    for narrative in &report.statements {
        let one = Plain::new();
        one.set_statements(&statements(held, &narrative.statements));
        let at = narrative.place.pointer(&report.kind_of().layout);
        // Setting a property of a new plain object cannot fail.
        held.with(&at, |at| drop(js_sys::Reflect::set(&out, at, &one)));
    }
    out.into()
}

/// The statements of a note, as an array. What they rest on quotes the note, and is not kept.
pub fn statements(held: &Held, statements: &[StatementAt]) -> JsValue {
    let out = Array::new();
    for statement in statements {
        let one = Plain::new();
        one.set_start(statement.start);
        one.set_end(statement.end);
        held.with(statement.kind.name(), |kind| one.set_kind(kind));
        held.with(statement.source.name(), |source| one.set_source(source));
        held.with(if statement.tagged { "author" } else { "suggested" }, |by| one.set_tagged_by(by));
        one.set_confidence(f64::from(statement.confidence) / 100.0);
        let because = Array::new();
        for reason in &statement.because {
            because.push(&reason.into());
        }
        one.set_because(&because);
        out.push(&one);
    }
    out.into()
}

/// Puts findings into words.
pub fn in_words<T>(
    standard: &Standard,
    kind: &Kind,
    findings: Vec<checks::Finding>,
    see: impl FnOnce(&[Finding<'_>]) -> T,
) -> T {
    let Some(as_at) = Moment::from_seconds(0) else { return see(&[]) };
    // Words depend on the standard, the kind and the findings alone; the rest of this report is never looked at.
    let report = Report {
        standard,
        kind,
        as_at,
        mode: Mode::Draft,
        verdict: Verdict::Rejected,
        counts: Counts::default(),
        findings,
        statements: Vec::new(),
    };
    see(&report::findings(&report))
}

fn json(value: &Tree) -> JsValue {
    match value {
        Tree::Null => JsValue::NULL,
        Tree::Bool(value) => JsValue::from_bool(*value),
        Tree::Text(text) => JsValue::from_str(text),
        other => parse(&other.to_string()),
    }
}

/// JSON of our own as a value. It is well formed, so that parsing cannot fail.
pub fn parse(text: &str) -> JsValue {
    parse_json(text).unwrap_or(JsValue::NULL)
}

/// A standard's id, version and digest, frozen: every report of it has the same.
pub fn about(id: &str, version: &str, digest: &str) -> JsValue {
    let out = Plain::new();
    out.set_id(&id.into());
    out.set_version(&version.into());
    out.set_digest(&digest.into());
    Object::freeze(&out).into()
}

/// The few names that every report uses, made once.
pub struct Names {
    modes: [JsValue; 2],
    verdicts: [JsValue; 3],
    levels: [JsValue; 3],
    outcomes: [JsValue; 5],
}

impl Names {
    /// Makes them.
    pub fn new() -> Names {
        let of = JsValue::from_str;
        Names {
            modes: [of("draft"), of("final")],
            verdicts: [of("accepted"), of("accepted_with_warnings"), of("rejected")],
            levels: [of("must"), of("should"), of("advice")],
            outcomes: [of("passed"), of("failed"), of("cannot_tell"), of("pending"), of("inapplicable")],
        }
    }

    fn mode(&self, mode: Mode) -> &JsValue {
        let [draft, to_finalise] = &self.modes;
        match mode {
            Mode::Draft => draft,
            Mode::Final => to_finalise,
        }
    }

    fn verdict(&self, verdict: Verdict) -> &JsValue {
        let [accepted, with_warnings, rejected] = &self.verdicts;
        match verdict {
            Verdict::Accepted => accepted,
            Verdict::AcceptedWithWarnings => with_warnings,
            Verdict::Rejected => rejected,
        }
    }

    fn level(&self, level: Level) -> &JsValue {
        let [must, should, advice] = &self.levels;
        match level {
            Level::Must => must,
            Level::Should => should,
            Level::Advice => advice,
        }
    }

    fn outcome(&self, outcome: Outcome) -> &JsValue {
        let [passed, failed, cannot_tell, pending, inapplicable] = &self.outcomes;
        match outcome {
            Outcome::Passed => passed,
            Outcome::Failed => failed,
            Outcome::CannotTell => cannot_tell,
            Outcome::Pending => pending,
            Outcome::Inapplicable => inapplicable,
        }
    }
}
