//! Rules that are on without a clause: what binds an authority although its policy does not mention it.

use super::read::{self, File};
use super::resolve::adopted;
use super::sources::{Pack, RuleSource};
use crate::standards::{Definition, Level, Literal, Problem};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::Path;

/// A rule that a pack switches on without a clause: national rules about data, statutory timescales.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Also {
    pub rule: String,
    pub level: Level,
    pub because: String,
    #[serde(default)]
    pub set: BTreeMap<String, Literal>,
}

/// Such rules that belong together, for authorities to take as one: a file of `sets/`.
#[derive(Clone, Debug)]
pub(super) struct RuleSet {
    file: File,
    rules: Vec<Also>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SetFile {
    #[allow(dead_code, reason = "for the reader of the file")]
    title: String,
    also: Vec<Also>,
}

/// The sets of a pack's folder, by name.
pub(super) fn sets(id: &str, folder: &Path, problems: &mut Vec<Problem>) -> BTreeMap<String, RuleSet> {
    let mut sets = BTreeMap::new();
    for file in read::files(id, folder, "sets", "toml", problems) {
        if let Some(SetFile { also, .. }) = file.toml(&file.text, problems) {
            sets.insert(file.stem.clone(), RuleSet { file, rules: also });
        }
    }
    sets
}

/// Switches on what a pack of `chain` names itself, then what it takes as sets, its own or those of a pack that it extends.
/// What it says itself of a rule stands.
pub(super) fn switch_on(
    pack: &Pack,
    chain: &[&Pack],
    rules: &BTreeMap<&str, &RuleSource>,
    definition: &mut Definition,
    problems: &mut Vec<Problem>,
) {
    for wanted in &pack.manifest.also {
        one(wanted, &pack.manifest_file, &pack.manifest.id, rules, definition, problems);
    }
    for name in &pack.manifest.takes {
        let found = chain.iter().rev().find_map(|owner| Some((owner, owner.sets.get(name)?)));
        let Some((owner, set)) = found else {
            let known: Vec<_> = chain.iter().flat_map(|owner| owner.sets.keys()).map(String::as_str).collect();
            problems.push(pack.manifest_file.problem(
                &format!("\"{name}\""),
                format!("the pack takes the set `{name}`, which no pack has"),
                format!("name one of {}, or write sets/{name}.toml", known.join(", ")),
            ));
            continue;
        };
        let said = |rule: &str| pack.manifest.also.iter().any(|own| own.rule == rule);
        for wanted in set.rules.iter().filter(|wanted| !said(&wanted.rule)) {
            one(wanted, &set.file, &owner.manifest.id, rules, definition, problems);
        }
    }
}

/// Switches on one rule. One that a clause adopts too keeps the clause's settings and the graver of the two levels.
fn one(
    wanted: &Also,
    file: &File,
    set_by: &str,
    rules: &BTreeMap<&str, &RuleSource>,
    definition: &mut Definition,
    problems: &mut Vec<Problem>,
) {
    let place = format!("\"{}\"", wanted.rule);
    let Some(source) = rules.get(wanted.rule.as_str()) else {
        problems.push(file.problem(
            &place,
            format!("[[also]] names `{}`, which no pack has", wanted.rule),
            "name a rule of rules/ by its file's name, or write it",
        ));
        return;
    };
    if wanted.because.trim().is_empty() {
        problems.push(file.problem(
            &place,
            format!("[[also]] does not say why `{}` is on", wanted.rule),
            "add because = \"…\"",
        ));
    }
    if let Some(rule) = definition.rules.get_mut(&wanted.rule) {
        let differs = |(name, value): (&String, &Literal)| rule.settings.get(name).map(|set| &set.value) != Some(value);
        if wanted.set.iter().any(differs) {
            problems.push(file.problem(
                &place,
                format!("[[also]] and a clause adopt `{}` with different settings", wanted.rule),
                "leave `set` to the clause",
            ));
        }
        rule.level = rule.level.max(wanted.level);
        return;
    }
    let mut found = Vec::new();
    let rule = adopted(source, &wanted.set, set_by, wanted.level, Vec::new(), &mut found);
    problems.extend(found.into_iter().map(|problem| {
        if problem.needle.is_empty() { file.problem(&place, problem.what, problem.remedy) } else { problem }
    }));
    definition.rules.extend(rule.map(|rule| (wanted.rule.clone(), rule)));
}
