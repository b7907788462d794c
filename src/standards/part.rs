//! A part of a standard: what a page needs that writes records of some kinds and not of the others.
//!
//! A whole standard has thirty forms and some hundred rules. A page shows one form, and most of what it would have to
//! fetch and step over is for the others. A part gives the same reports of its kinds as the whole does, byte for byte, and
//! says which whole it was taken from: its digest is the whole's.

use super::condition::Condition;
use super::definition::{Category, Definition};
use super::form::{Field, FieldType, Form};
use super::rule::{Expects, Rule};
use std::collections::BTreeSet;

impl Definition {
    /// The part for these record kinds. `digest` is that of the whole. Kinds that the standard does not have are left out.
    #[must_use]
    pub fn part(&self, kinds: &[&str], digest: &str) -> Definition {
        let mut part = self.clone();
        part.part_of = digest.to_owned();
        part.forms.retain(|kind, _| kinds.contains(&kind.as_str()));
        part.rules
            .retain(|_, rule| rule.kinds.is_empty() || rule.kinds.iter().any(|kind| kinds.contains(&kind.as_str())));
        for rule in part.rules.values_mut() {
            rule.kinds.retain(|kind| kinds.contains(&kind.as_str()));
        }
        part.guidance.retain(|shown| kinds.contains(&shown.kind.as_str()));
        if !part.rules.values().any(|rule| matches!(rule.expects, Expects::Retention { .. })) {
            part.retention.clear();
        }
        let mut used = BTreeSet::new();
        for form in part.forms.values().chain([&part.context]) {
            for_each_field(form, &mut |field| {
                used.insert(field.codes.clone());
            });
        }
        part.codes.retain(|id, _| used.contains(id));
        let reads = part.forms.values().any(|form| {
            let mut found = false;
            for_each_field(form, &mut |field| found |= field.kind == FieldType::Narrative);
            found
        });
        if !reads {
            part.model = None;
        }
        let named = part.words_named();
        // What the engine reads every narrative with stays, whether a rule looks at it or not: reports tell of statements.
        let looked_up = |category| matches!(category, Category::Events | Category::Terms);
        part.words.retain(|id, list| named.contains(id) || (reads && !looked_up(list.category)));
        part
    }

    /// The word lists that its rules name.
    #[must_use]
    pub fn words_named(&self) -> BTreeSet<String> {
        words_of(self.rules.values())
    }
}

fn for_each_field(form: &Form, see: &mut dyn FnMut(&Field)) {
    fn down(fields: &[Field], see: &mut dyn FnMut(&Field)) {
        for field in fields {
            see(field);
            down(&field.fields, see);
        }
    }
    form.sections.iter().for_each(|section| down(&section.fields, see));
}

fn words_of<'r>(rules: impl Iterator<Item = &'r Rule>) -> BTreeSet<String> {
    let mut named = BTreeSet::new();
    for rule in rules {
        let conditions = rule.when.iter().chain(rule.fixes.iter().filter_map(|fix| fix.when.as_ref()));
        conditions.for_each(|condition| in_condition(condition, &mut named));
        match &rule.expects {
            Expects::Words { list, .. } | Expects::Contains { list, .. } => {
                named.insert(list.clone());
            }
            Expects::Mentions { list, that, .. } => {
                named.insert(list.clone());
                in_condition(that, &mut named);
            }
            Expects::Statements { lists, .. } => named.extend(lists.iter().cloned()),
            Expects::Holds { that: condition, .. }
            | Expects::Required { item: Some(condition), .. }
            | Expects::Periods { item: Some(condition), .. }
            | Expects::Deadline { done: Some(condition), .. } => in_condition(condition, &mut named),
            _ => {}
        }
    }
    named
}

fn in_condition(condition: &Condition, named: &mut BTreeSet<String>) {
    match condition {
        Condition::Mentions(_, list) => drop(named.insert(list.clone())),
        Condition::All(parts) | Condition::Any(parts) => parts.iter().for_each(|part| in_condition(part, named)),
        Condition::Not(part) | Condition::Some(_, part) => in_condition(part, named),
        _ => {}
    }
}
