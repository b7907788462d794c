//! The choices of a coded answer.

use crate::standards::{Code, CodeList};
use serde::Serialize;

/// One choice.
#[derive(Clone, Debug, Serialize)]
pub(super) struct OptionView {
    pub value: String,
    pub label: String,
    pub hint: String,
    pub id: String,
    pub checked: bool,
}

/// Choices under one heading; a blank one for those that stand by themselves.
#[derive(Clone, Debug, Serialize)]
pub(super) struct OptionGroup {
    pub label: String,
    pub options: Vec<OptionView>,
}

/// Yes and no.
pub(super) fn yes_no(typed: &str, id: &str) -> Vec<OptionGroup> {
    let option = |value: &str, label: &str, id: String| OptionView {
        value: value.to_owned(),
        label: label.to_owned(),
        hint: String::new(),
        id,
        checked: typed == value,
    };
    let options = vec![option("yes", "Yes", id.to_owned()), option("no", "No", format!("{id}-2"))];
    vec![OptionGroup { label: String::new(), options }]
}

/// The codes that are offered, in the list's order and its groups. A code that was chosen and is offered no more, or is
/// not in the list at all, is still shown: what was answered is not changed behind anybody's back.
pub(super) fn of_list(list: &CodeList, chosen: &[&str], id: &str) -> Vec<OptionGroup> {
    let mut groups: Vec<OptionGroup> = Vec::new();
    let mut count = 0_usize;
    let mut add = |group: &str, value: &str, label: String, hint: &str| {
        count = count.saturating_add(1);
        let option = OptionView {
            value: value.to_owned(),
            label,
            hint: hint.to_owned(),
            // The first one has the field's own id, so that links to the field lead to it.
            id: if count == 1 { id.to_owned() } else { format!("{id}-{count}") },
            checked: chosen.contains(&value),
        };
        match groups.iter_mut().find(|known| known.label == group) {
            Some(known) => known.options.push(option),
            None => groups.push(OptionGroup { label: group.to_owned(), options: vec![option] }),
        }
    };
    for code in list.codes.iter().filter(|code| code.is_offered()) {
        add(&code.group, &code.code, code.label.clone(), &code.note);
    }
    for value in chosen {
        match list.codes.iter().find(|code| code.code == *value) {
            Some(code) if !code.is_offered() => add("", value, format!("{} (no longer in use)", code.label), ""),
            Some(_) => {}
            None => add("", value, format!("{value} (not in the list)"), ""),
        }
    }
    groups
}

/// Is the list short enough to show every choice at once?
pub(super) fn is_short(list: &CodeList) -> bool {
    list.codes.iter().filter(|code: &&Code| code.is_offered()).count() <= 5
}
