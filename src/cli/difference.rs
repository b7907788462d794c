//! `fairnote standards diff`: what two standards ask differently.

use super::failure::{Done, Failure};
use super::show::{level, literal};
use super::terminal;
use crate::standards::{Rule, Standard};
use std::fmt::Write as _;

/// Prints a line for each rule that only one has, or that they ask for otherwise.
pub(super) fn run(before: &Standard, after: &Standard) -> Result<Done, Failure> {
    let mut text = String::new();
    let (first, second) = (before.id(), after.id());
    let (old, new) = (&before.definition().rules, &after.definition().rules);
    // Writing to a String cannot fail.
    for (id, rule) in old {
        match new.get(id) {
            None => {
                let _ = writeln!(text, "only {first}: {id} ({})", level(rule.level));
            }
            Some(other) => {
                for difference in differences(rule, other) {
                    let _ = writeln!(text, "{id}: {difference}");
                }
            }
        }
    }
    for (id, rule) in new.iter().filter(|(id, _)| !old.contains_key(*id)) {
        let _ = writeln!(text, "only {second}: {id} ({})", level(rule.level));
    }
    if text.is_empty() {
        let _ = writeln!(text, "{first} and {second} ask the same");
    }
    terminal::print(&text)?;
    Ok(Done::Accepted)
}

fn differences(before: &Rule, after: &Rule) -> Vec<String> {
    let mut found = Vec::new();
    if before.level != after.level {
        found.push(format!("{}, then {}", level(before.level), level(after.level)));
    }
    for (name, setting) in &before.settings {
        let (old, new) = (literal(&setting.value), after.settings.get(name).map(|setting| literal(&setting.value)));
        if new.as_ref() != Some(&old) {
            found.push(format!("{name} is {old}, then {}", new.unwrap_or_else(|| "not there".to_owned())));
        }
    }
    let parts = [
        ("when it applies", json(&before.when) == json(&after.when)),
        // A setting is part of the check, and was told of.
        ("what it expects", !found.is_empty() || json(&before.expects) == json(&after.expects)),
        ("what it says", json(&before.says) == json(&after.says)),
    ];
    found.extend(parts.iter().filter(|(_, same)| !same).map(|(part, _)| format!("{part} is another")));
    found
}

fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}
