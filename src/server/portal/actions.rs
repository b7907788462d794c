//! What a press of a button asks for.

use super::answers::Answers;
use super::names;
use super::presses::{self, Change};
use super::record::ACCEPT;
use crate::standards::{Field, FieldType, Form};

/// What the posted form is to do.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Action {
    /// Check the whole record and show what was found.
    Check,
    /// Check what has been entered so far; nothing is blocked.
    SaveDraft,
    /// Check the whole record, and take it if nothing stands in the way.
    Submit,
    /// Add an item to the list with this name.
    Add(String),
    /// Take out this item of the list with this name.
    Remove(String, usize),
    /// Change the answers as a finding suggests, and check again.
    Fix(Vec<Change>),
}

impl Action {
    /// The action that a button's value names; a check, if it names none.
    pub fn parse(value: &str) -> Action {
        let removed = value.strip_prefix("remove:").and_then(|item| item.rsplit_once('.'));
        if let Some(changes) = value.strip_prefix(presses::PREFIX) {
            return serde_json::from_str(changes).map_or(Action::Check, Action::Fix);
        }
        match (value, value.strip_prefix("add:"), removed) {
            ("save_draft", ..) => Action::SaveDraft,
            ("submit", ..) => Action::Submit,
            (_, Some(list), _) => Action::Add(list.to_owned()),
            (_, _, Some((list, item))) => {
                item.parse().map_or(Action::Check, |item| Action::Remove(list.to_owned(), item))
            }
            _ => Action::Check,
        }
    }

    /// Is it the value of a button?
    pub fn is_one(value: &str) -> bool {
        matches!(value, "check" | "save_draft" | "submit")
            || ["add:", "remove:", presses::PREFIX].iter().any(|prefix| value.starts_with(prefix))
    }

    /// Changes the answers, if the action is about them. Returns the name of the field to go on with.
    pub fn apply(&self, form: &Form, answers: &mut Answers) -> Option<String> {
        match self {
            Action::Add(list) => {
                let field = find(form, list)?;
                let count = answers.count(list);
                if field.max_items.is_some_and(|most| usize::try_from(most).is_ok_and(|most| count >= most)) {
                    return Some(list.clone());
                }
                // A blank answer is what makes an item that has none yet.
                let first = first_input(&field.fields, &format!("{list}.{count}."))?;
                answers.set(&first, "");
                Some(first)
            }
            Action::Remove(list, item) => {
                let field = find(form, list)?;
                answers.clear(&format!("{list}.{item}."));
                move_acceptances(answers, list, *item);
                answers.tidy([field], list.strip_suffix(&field.id).unwrap_or_default());
                Some(list.clone())
            }
            Action::Fix(changes) => {
                presses::apply(changes, form, answers);
                None
            }
            Action::Check | Action::SaveDraft | Action::Submit => None,
        }
    }
}

/// The repeating group with this name.
fn find<'f>(form: &'f Form, name: &str) -> Option<&'f Field> {
    let mut fields: Vec<&Field> = form.sections.iter().flat_map(|section| &section.fields).collect();
    let mut found = None;
    for step in name.split('.') {
        // The index of an item leads to the fields of its group, which are looked at already.
        if step.bytes().all(|byte| byte.is_ascii_digit()) {
            continue;
        }
        let field = fields.into_iter().find(|field| field.id == step)?;
        fields = field.fields.iter().collect();
        found = Some(field);
    }
    found.filter(|field| field.repeating)
}

/// The name of the first input that these fields have.
fn first_input(fields: &[Field], prefix: &str) -> Option<String> {
    let field = fields.first()?;
    let name = format!("{prefix}{}", field.id);
    match field.kind {
        FieldType::Group => first_input(&field.fields, &format!("{name}.")),
        FieldType::Date | FieldType::Moment => Some(format!("{name}.day")),
        _ => Some(name),
    }
}

/// Lets the reasons for warnings on later items move up with them; those on the item that is gone go with it.
fn move_acceptances(answers: &mut Answers, list: &str, removed: usize) {
    let place = format!("{}/", names::pointer(list));
    let all: Vec<(String, String)> =
        answers.below(ACCEPT).map(|(key, reason)| (key.to_owned(), reason.to_owned())).collect();
    let mut kept = Vec::new();
    for (key, reason) in all {
        let inside = key.split_once('|').and_then(|(rule, at)| Some((rule, at.strip_prefix(&place)?)));
        let Some((rule, rest)) = inside else { continue };
        let (index, below) = rest.split_once('/').map_or((rest, ""), |(index, below)| (index, below));
        let Ok(index) = index.parse::<usize>() else {
            continue;
        };
        answers.take(&format!("{ACCEPT}{key}"));
        if index != removed {
            let index = if index > removed { index.saturating_sub(1) } else { index };
            let below = if below.is_empty() { String::new() } else { format!("/{below}") };
            kept.push((format!("{ACCEPT}{rule}|{place}{index}{below}"), reason));
        }
    }
    for (name, reason) in kept {
        answers.set(&name, &reason);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form() -> Form {
        serde_json::from_value(serde_json::json!({
            "title": "Child", "section": [{ "id": "one", "title": "One", "field": [
                { "id": "addresses", "label": "Addresses", "type": "group", "repeating": true, "max_items": 2, "field": [
                    { "id": "start", "label": "Start", "type": "date" },
                    { "id": "postcode", "label": "Postcode", "type": "postcode" }
                ] }
            ] }]
        }))
        .unwrap()
    }

    #[test]
    fn a_button_names_what_it_asks_for() {
        assert_eq!(Action::parse("submit"), Action::Submit);
        assert_eq!(Action::parse("add:addresses"), Action::Add("addresses".to_owned()));
        assert_eq!(Action::parse("remove:addresses.1"), Action::Remove("addresses".to_owned(), 1));
        assert_eq!(Action::parse("remove:addresses.x"), Action::Check);
        assert_eq!(Action::parse(""), Action::Check);
    }

    #[test]
    fn items_are_added_up_to_the_most_there_may_be() {
        let mut answers = Answers::default();
        let add = Action::Add("addresses".to_owned());
        assert_eq!(add.apply(&form(), &mut answers).as_deref(), Some("addresses.0.start.day"));
        add.apply(&form(), &mut answers);
        add.apply(&form(), &mut answers);
        assert_eq!(answers.count("addresses"), 2);
    }

    #[test]
    fn what_stands_behind_a_removed_item_moves_up() {
        let body = "addresses.0.postcode=a&addresses.1.postcode=b&addresses.2.postcode=c\
            &accept.r|/fields/addresses/1/postcode=gone&accept.r|/fields/addresses/2/postcode=stays";
        let mut answers = Answers::read(body).unwrap();
        Action::Remove("addresses".to_owned(), 1).apply(&form(), &mut answers);
        assert_eq!(answers.count("addresses"), 2);
        assert_eq!(answers.text("addresses.1.postcode"), "c");
        let accepted: Vec<_> = answers.below(ACCEPT).collect();
        assert_eq!(accepted, [("r|/fields/addresses/1/postcode", "stays")]);
    }

    #[test]
    fn a_list_that_the_form_does_not_have_changes_nothing() {
        let mut answers = Answers::read("a=1").unwrap();
        assert_eq!(Action::Add("people".to_owned()).apply(&form(), &mut answers), None);
        assert_eq!(answers.text("a"), "1");
    }
}
