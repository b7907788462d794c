//! What two standards ask differently: what changes for a child who moves from one authority to the other.

use super::level;
use super::pages::plain;
use super::words::Words;
use crate::standards::{Definition, Rule};
use std::fmt::Write as _;

/// Tells it in words. `kinds` names the record kinds that are looked at; every one if it is empty.
pub fn difference(before: &Definition, after: &Definition, kinds: &[String]) -> String {
    let concerns =
        |rule: &Rule| kinds.is_empty() || rule.kinds.is_empty() || rule.kinds.iter().any(|kind| kinds.contains(kind));
    let mut gone = Vec::new();
    let mut other = Vec::new();
    for (id, rule) in before.rules.iter().filter(|(_, rule)| concerns(rule)) {
        match after.rules.get(id) {
            None => gone.push(line(rule, id)),
            Some(new) => {
                let found = differences((before, rule), (after, new));
                if !found.is_empty() {
                    other.push(format!("{} ({id})\n{}", rule.title, found.concat()));
                }
            }
        }
    }
    let new = after.rules.iter().filter(|(id, rule)| concerns(rule) && !before.rules.contains_key(*id));
    let new: Vec<String> = new.map(|(id, rule)| line(rule, id)).collect();
    let (first, second) = (&before.title, &after.title);
    if gone.is_empty() && new.is_empty() && other.is_empty() {
        return format!("{first} and {second} ask the same\n");
    }
    let mut text = format!("From {first} to {second}\n");
    for (heading, lines) in [
        (format!("Asked by both, but otherwise ({})", other.len()), other),
        (format!("Asked by {second} and not by {first} ({})", new.len()), new),
        (format!("Asked by {first} and no longer by {second} ({})", gone.len()), gone),
    ] {
        if !lines.is_empty() {
            // Writing to a String cannot fail.
            let _ = write!(text, "\n{heading}\n{}", lines.iter().map(|line| format!("  {line}")).collect::<String>());
        }
    }
    text
}

fn line(rule: &Rule, id: &str) -> String {
    format!("{}: {} ({id})\n", rule.title, level(rule.level))
}

fn differences((before, old): (&Definition, &Rule), (after, new): (&Definition, &Rule)) -> Vec<String> {
    let (first, second) = (&before.title, &after.title);
    let mut found = Vec::new();
    let mut tell = |what: &str, one: &str, other: &str| {
        if one != other {
            found.push(format!("    {what}: {one} in {first}, {other} in {second}\n"));
        }
    };
    tell("level", level(old.level), level(new.level));
    for (name, setting) in &old.settings {
        if let Some(other) = new.settings.get(name) {
            tell(&name.replace('_', " "), &plain(&setting.value), &plain(&other.value));
        }
    }
    let told = !found.is_empty();
    let mut tell = |what: &str, one: &str, other: &str| {
        if one != other {
            found.push(format!("    {what}, in {first}: {one}\n    {what}, in {second}: {other}\n"));
        }
    };
    let (one, other) = (Words::new(before, old), Words::new(after, new));
    let always = || "always".to_owned();
    tell("it applies when", &one.when().unwrap_or_else(always), &other.when().unwrap_or_else(always));
    // A setting is part of the check, and was told of.
    if !told {
        tell("it expects that", &one.expects(), &other.expects());
    }
    found
}
