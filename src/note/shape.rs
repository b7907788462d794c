//! What the form of a line says of it: headings, greetings, labels and lists.

use super::StatementKind;
use super::grammar::grammar;
use crate::text::words;

/// What the form of a statement suggests.
#[derive(Clone, Debug, Default)]
pub(super) struct Shape {
    /// Why it is no statement of its own.
    pub(super) other: Option<&'static str>,
    /// Kinds suggested, with strength and reason.
    pub(super) kinds: [Option<(StatementKind, u8, &'static str)>; 4],
    /// Why it was told to the writer, and how strongly.
    pub(super) told: Option<(u8, &'static str)>,
    /// What a heading says of the lines under it.
    pub(super) opens: Option<Section>,
    /// A line on its own without a stop: a title, if it is the first.
    pub(super) bare: bool,
    /// How many words, up to 14.
    pub(super) count: usize,
}

/// What the lines under a heading are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Section {
    /// Nothing in particular.
    Plain,
    /// Actions and decisions.
    Plan,
    /// Analysis.
    Analysis,
    /// A message that was pasted in.
    Message,
}

/// Labels of lines that hold no statement: who, when, where.
const LABELS: [&str; 38] = [
    "apologies",
    "attended",
    "attendance",
    "attendees",
    "author",
    "case",
    "cc",
    "child",
    "completed by",
    "contact",
    "copies",
    "date",
    "date of visit",
    "dob",
    "d.o.b",
    "duration",
    "family",
    "from",
    "in attendance",
    "invited",
    "location",
    "method",
    "name",
    "participants",
    "place",
    "present",
    "re",
    "ref",
    "seen",
    "sent",
    "signed",
    "subject",
    "supervisor",
    "time",
    "to",
    "type",
    "venue",
    "worker",
];

/// First words of a greeting or sign-off that stands on a line of its own.
const GREETINGS: [&str; 18] = [
    "best wishes",
    "dear",
    "good afternoon",
    "good morning",
    "hello",
    "hi",
    "hey",
    "kind regards",
    "many thanks",
    "regards",
    "thanks",
    "thank you",
    "warm regards",
    "with thanks",
    "yours",
    "yours faithfully",
    "yours sincerely",
    "best regards",
];

/// Words of a heading over actions and decisions.
const PLAN: [&str; 14] = [
    "action",
    "actions",
    "agreed",
    "decision",
    "decisions",
    "next steps",
    "next",
    "outcome",
    "plan",
    "plans",
    "to do",
    "we agreed",
    "what next",
    "what happens next",
];

/// Words of a heading over analysis.
const ANALYSIS: [&str; 12] = [
    "analysis",
    "assessment",
    "conclusion",
    "concerns",
    "evaluation",
    "impact",
    "judgement",
    "risk",
    "risks",
    "strengths",
    "what it means",
    "worries",
];

pub(super) fn of(said: &str, whole: bool, has_quotation: bool) -> Shape {
    let mut shape = Shape::default();
    let body = without_bullet(said);
    let bulleted = body.len() < said.len();
    let stopped = said.ends_with(['.', '!', '?', '…', '"', '”', '\'', '’', ')', ',', ';']);
    let label = label(body);
    // The whole of a long statement never has the form of a heading.
    let count = words(said).take(14).count();
    let numbered = said.starts_with(|first: char| first.is_ascii_digit());
    shape.bare = whole && (!bulleted || numbered && count <= 4) && !stopped && count <= 12;
    shape.count = count;
    if let Some((name, rest)) = label {
        if rest.is_empty() && count <= 8 {
            shape.other = Some("is a heading");
            shape.opens = Some(section(name));
            return shape;
        }
        if has(&LABELS, name) {
            shape.other = Some("is a label with its entry");
            shape.opens = name.eq_ignore_ascii_case("from").then_some(Section::Message);
            return shape;
        }
        match section(name) {
            Section::Plan => shape.add(StatementKind::Decision, 3, "is labelled as a decision or plan"),
            Section::Analysis => shape.add(StatementKind::Assessment, 3, "is labelled as analysis or a grading"),
            Section::Plain if words(name).count() <= 3 && name.starts_with(char::is_uppercase) => {
                shape.told = Some((1, "is put after somebody's name"));
            }
            _ => {}
        }
    }
    if count == 0 {
        shape.other = Some("has no words");
        return shape;
    }
    if whole && count <= 6 && starts_with_one(&GREETINGS, body) {
        shape.other = Some("is a greeting or sign-off");
        return shape;
    }
    if shape.bare && (section(body) != Section::Plain || is_capitals(body) || is_titled(body, count)) {
        shape.other = Some("is a heading");
        shape.opens = Some(section(body));
        return shape;
    }
    if said.ends_with('?') && !has_quotation {
        shape.other = Some("is a question");
        return shape;
    }
    if has_quotation {
        shape.add(StatementKind::Fact, 2, "is a quotation");
    }
    grammar(body, &mut shape);
    shape
}

impl Shape {
    /// Whether it is a short line without a stop, which is nearly always a heading or a name; under
    /// a heading for plans, only the shortest.
    pub(super) const fn is_heading_like(&self, section: Option<Section>) -> bool {
        let most = if matches!(section, Some(Section::Plan)) { 2 } else { 6 };
        self.bare && self.count <= most
    }

    pub(super) fn add(&mut self, kind: StatementKind, strength: u8, reason: &'static str) {
        if let Some(place) = self.kinds.iter_mut().find(|place| place.is_none()) {
            *place = Some((kind, strength, reason));
        }
    }
}

/// A bullet, or a number or letter with a stop or bracket.
fn without_bullet(said: &str) -> &str {
    let body = said.trim_start_matches(['-', '–', '—', '•', '*', '·', '▪', '◦', '>', '☐', '☒', '☑']);
    if body.len() < said.len() {
        return body.trim_start();
    }
    if let Some((number, rest)) = said.split_once(['.', ')'])
        && (1..=3).contains(&number.len())
        && (number.bytes().all(|byte| byte.is_ascii_digit())
            || number.bytes().all(|byte| byte.is_ascii_lowercase()) && number.len() == 1)
        && rest.starts_with(char::is_whitespace)
    {
        return rest.trim_start();
    }
    said
}

/// Longest label, in bytes.
const LABEL: usize = 40;

/// A label and what stands after its colon.
fn label(body: &str) -> Option<(&str, &str)> {
    let end = body.bytes().take(LABEL).position(|byte| byte == b':')?;
    let (name, rest) = body.split_at_checked(end)?;
    let rest = rest.get(1..)?;
    // A time is no label.
    if name.ends_with(|last: char| last.is_ascii_digit()) && rest.starts_with(|next: char| next.is_ascii_digit()) {
        return None;
    }
    Some((name.trim(), rest.trim()))
}

fn section(heading: &str) -> Section {
    let heading = heading.trim_end_matches([':', ' ', '-', '–']);
    let last = words(heading).last().and_then(|word| heading.get(word)).unwrap_or_default();
    if has(&PLAN, heading) || has(&PLAN, last) {
        Section::Plan
    } else if has(&ANALYSIS, heading) || has(&ANALYSIS, last) {
        Section::Analysis
    } else {
        Section::Plain
    }
}

pub(super) fn has(list: &[&str], text: &str) -> bool {
    list.iter().any(|entry| text.eq_ignore_ascii_case(entry))
}

fn starts_with_one(list: &[&str], text: &str) -> bool {
    list.iter().any(|entry| {
        text.get(..entry.len()).is_some_and(|start| start.eq_ignore_ascii_case(entry))
            && !text.get(entry.len()..).is_some_and(|rest| rest.starts_with(crate::text::is_word_char))
    })
}

fn is_capitals(body: &str) -> bool {
    let mut letters = body.chars().filter(|letter| letter.is_alphabetic()).peekable();
    letters.peek().is_some() && body.len() >= 4 && letters.all(char::is_uppercase)
}

/// Every word of it, but small ones, begins with a capital: a name or a title.
fn is_titled(body: &str, count: usize) -> bool {
    (2..=5).contains(&count)
        && words(body).filter_map(|word| body.get(word)).all(|word| {
            word.starts_with(char::is_uppercase) || matches!(word, "of" | "and" | "the" | "for" | "to" | "with")
        })
}
