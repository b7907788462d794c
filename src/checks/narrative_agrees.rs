//! `narrative_agrees`: what a narrative says of the child is what the child's record says.
//!
//! It looks for four claims that can be read without understanding: a date of birth, an age, a name that is nearly the
//! child's, and who a relative is. It reports only a plain contradiction; a pass means that none was found, not that what
//! is written is true.

mod claims;

use super::outcome::{Cause, Doubt, Finding, Outcome, Outcomes, Topic};
use super::{Judge, Looked, Rule, Scope};
use crate::calendar::Date;
use crate::record::Value;
use crate::standards::{Group, Path};
use crate::text::Utf16Index;
use claims::Child;

pub(super) fn judge(judge: &Judge<'_>, rule: &Rule<'_>, fields: &[Path], path: &Path, out: &mut Outcomes) {
    let child = match judge.look(path, Scope::NONE) {
        Looked::Value(value) => Some(child(judge, path, value)),
        Looked::Unknown => None,
    };
    let mut seen = false;
    judge.narratives(fields, &mut |place, text| {
        seen = true;
        if !judge.is_readable(place) {
            return judge.cannot_tell(rule, place, Doubt::Faulty, out);
        }
        let Some(child) = &child else {
            // Without the child's record, a note that claims nothing of the kind still contradicts nothing.
            return match claims::any_claim(text) {
                true => judge.cannot_tell(rule, place, judge.unknown(path), out),
                false => out.count(Outcome::Inapplicable),
            };
        };
        let found = claims::contradictions(text, child);
        if found.is_empty() {
            return judge.passed(out);
        }
        let index = Utf16Index::new(text);
        let units = |byte| u32::try_from(index.utf16(byte)).unwrap_or(u32::MAX);
        for (span, topic) in found {
            let span = Some((units(span.start), units(span.end)));
            let cause = Cause::Differs(topic);
            judge.add(
                rule,
                Finding { rule: rule.number, outcome: Outcome::Failed, place, span, due: None, cause, accepted: false },
                out,
            );
        }
    });
    if !seen {
        out.count(Outcome::Inapplicable);
    }
}

/// What the case context says of the child.
fn child(judge: &Judge<'_>, path: &Path, value: &Value<'_>) -> Child {
    let layout = judge.standard.context();
    let at = |group: &Group, name: &str| {
        group.position(name, usize::MAX, &layout.fields).and_then(|position| u16::try_from(position).ok())
    };
    let group = layout.group(path.field);
    let field = |name: &str| at(group, name).and_then(|position| value.at(position));
    let relatives = field("relationships").map_or(&[][..], Value::items);
    let inner =
        group.members.iter().find(|number| layout.field(**number).is_some_and(|field| field.id == "relationships"));
    let inner = layout.group(inner.copied().unwrap_or(u16::MAX));
    let text = |item: &Value<'_>, name: &str| {
        at(inner, name).and_then(|position| item.at(position)).and_then(Value::text).map(str::to_owned)
    };
    Child {
        name: field("full_name").and_then(Value::text).unwrap_or_default().to_owned(),
        born: field("date_of_birth").and_then(Value::day),
        on: event_day(judge),
        relatives: relatives.iter().filter_map(|item| Some((text(item, "name")?, text(item, "relation")?))).collect(),
    }
}

/// The day that the narrative tells of, if the form asks for it; else that of the check.
fn event_day(judge: &Judge<'_>) -> Date {
    let layout = judge.layout();
    let event = layout.top.position("event_at", usize::MAX, &layout.fields);
    let value =
        event.and_then(|position| u16::try_from(position).ok()).and_then(|position| judge.record.fields.at(position));
    value.and_then(Value::day).unwrap_or(judge.today)
}

impl Topic {
    /// What the topic is called in a message.
    pub fn words(self) -> &'static str {
        match self {
            Topic::DateOfBirth => "date of birth",
            Topic::Age => "age",
            Topic::Name => "name",
            Topic::Relationship => "relationship",
        }
    }
}
