//! What one press changes, without a script: a button whose value says it.

use super::answers::Answers;
use super::names;
use crate::report::{Edit, Finding};
use crate::standards::{Field, FieldType, Form};
use crate::text::byte_at_utf16;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What a button's value begins with; the changes follow, as JSON.
pub(super) const PREFIX: &str = "fix:";

/// A button.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Press {
    pub label: String,
    /// The value of the button.
    pub action: String,
}

/// A change, as a button carries it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub(super) enum Change {
    /// An answer is set; to null, cleared.
    Set(String, Value),
    /// These words of a text, which start at this offset in UTF-16 code units, are replaced by others.
    Text(String, u32, String, String),
}

/// The buttons of a finding. `typed` gives the text at a pointer: the words that are replaced go with the button, for the
/// text may be another one by the time it is pressed.
pub(super) fn of(finding: &Finding<'_>, typed: &impl Fn(&str) -> String) -> Vec<Press> {
    let change = |edit: &Edit<'_>| match edit {
        Edit::Set { at, value } => Some(Change::Set(at.clone(), serde_json::to_value(value).ok()?)),
        Edit::Text { at, start, end, text } => {
            let whole = typed(at);
            let (from, to) = (byte_at_utf16(&whole, *start)?, byte_at_utf16(&whole, *end)?);
            Some(Change::Text(at.clone(), *start, whole.get(from..to)?.to_owned(), text.clone().into_owned()))
        }
    };
    let press = |fix: &crate::report::Fix<'_>| {
        let changes: Option<Vec<Change>> = fix.edits.iter().map(change).collect();
        let action = format!("{PREFIX}{}", serde_json::to_string(&changes?).ok()?);
        Some(Press { label: fix.label.clone().into_owned(), action })
    };
    finding.fixes.iter().filter_map(press).collect()
}

/// Makes the changes. One that does not fit the form, or the text as it is now, is left out.
pub(super) fn apply(changes: &[Change], form: &Form, answers: &mut Answers) {
    for change in changes {
        match change {
            Change::Set(at, value) => set(at, value, form, answers),
            Change::Text(at, start, words, instead) => replace(at, *start, words, instead, form, answers),
        }
    }
}

fn set(at: &str, value: &Value, form: &Form, answers: &mut Answers) {
    let Some((name, field)) = find(at, form) else {
        return;
    };
    let text = match value {
        Value::Null => String::new(),
        Value::Bool(yes) => if *yes { "yes" } else { "no" }.to_owned(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => text.clone(),
        Value::Array(_) | Value::Object(_) => return,
    };
    if !matches!(field.kind, FieldType::Date | FieldType::Moment) {
        return if field.kind != FieldType::Group {
            answers.set(&name, &text)
        };
    }
    let (date, time) = text.split_once('T').unwrap_or((&text, ""));
    let mut parts = date.split('-');
    for part in ["year", "month", "day"] {
        answers.set(&format!("{name}.{part}"), parts.next().unwrap_or_default());
    }
    if field.kind == FieldType::Moment {
        answers.set(&format!("{name}.time"), time.get(..5).unwrap_or(time));
    }
}

fn replace(at: &str, start: u32, words: &str, instead: &str, form: &Form, answers: &mut Answers) {
    let Some((name, _)) = find(at, form).filter(|(_, field)| field.kind.is_text()) else {
        return;
    };
    let text = answers.text(&name).to_owned();
    let Some(from) = byte_at_utf16(&text, start) else {
        return;
    };
    if let (Some(before), Some(after)) = (text.get(..from), text.get(from..).and_then(|rest| rest.strip_prefix(words)))
    {
        answers.set(&name, &format!("{before}{instead}{after}"));
    }
}

/// The name and field of the answer at a pointer.
fn find<'f>(at: &str, form: &'f Form) -> Option<(String, &'f Field)> {
    let path = at.strip_prefix("/fields/")?;
    let mut fields: Vec<&Field> = form.sections.iter().flat_map(|section| &section.fields).collect();
    let mut found = None;
    for step in path.split('/') {
        if found.is_some() && !step.is_empty() && step.bytes().all(|byte| byte.is_ascii_digit()) {
            continue;
        }
        let field = fields.into_iter().find(|field| field.id == step)?;
        fields = field.fields.iter().collect();
        found = Some(field);
    }
    found.map(|field| (names::name(path), field))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn form() -> Form {
        let fields = json!([
            { "id": "unborn", "label": "Unborn", "type": "yes_no" },
            { "id": "born", "label": "Born", "type": "date" },
            { "id": "note", "label": "Note", "type": "narrative" }
        ]);
        serde_json::from_value(json!({ "title": "T", "section": [{ "id": "s", "title": "S", "field": fields }] }))
            .unwrap()
    }

    fn pressed(changes: &Value, answers: &mut Answers) {
        let changes: Vec<Change> = serde_json::from_value(changes.clone()).unwrap();
        apply(&changes, &form(), answers);
    }

    #[test]
    fn answers_are_set_and_cleared_in_the_form_in_which_they_are_typed() {
        let mut answers = Answers::read("born.day=1&born.month=2&born.year=2020").unwrap();
        pressed(&json!([["/fields/unborn", false], ["/fields/born", null], ["/fields/none", "x"]]), &mut answers);
        assert_eq!((answers.text("unborn"), answers.text("born.day"), answers.text("none")), ("no", "", ""));
        pressed(&json!([["/fields/born", "2019-03-14"]]), &mut answers);
        assert_eq!((answers.text("born.day"), answers.text("born.year")), ("14", "2019"));
    }

    #[test]
    fn words_are_replaced_only_where_they_still_stand() {
        let change = json!([["/fields/note", 2, "CIN", "child in need"]]);
        let mut answers = Answers::default();
        answers.set("note", "A CIN plan");
        pressed(&change, &mut answers);
        assert_eq!(answers.text("note"), "A child in need plan");
        pressed(&change, &mut answers);
        assert_eq!(answers.text("note"), "A child in need plan");
    }
}
