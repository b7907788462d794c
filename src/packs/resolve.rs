//! Resolving: a pack, what it extends, and the rules that its clauses adopt, made into one definition.

use super::clauses::{Adoption, Answer, Clause};
use super::examples::Example;
use super::overlay::FormFile;
use super::sources::{Manifest, Pack, RuleFile, RuleSource, with_settings};
use super::{Library, also};
use crate::standards::{
    Category, Citation, Code, CodeList, Definition, Expects, Extended, FORMAT, Guidance, Level, Literal, PackError,
    Problem, Rule, Setting, Standard, Word, WordList,
};
use std::collections::BTreeMap;

pub(super) fn resolve(library: &Library, id: &str) -> Result<Definition, PackError> {
    let chain = chain(library, id)?;
    let mut problems = Vec::new();
    let mut definition = base(&chain, &mut problems)?;
    let rules = rule_sources(&chain, &mut problems);
    for (rule_id, source) in &rules {
        if source.rule.always {
            let set_by = pack_of(source);
            if let Some(rule) = adopted(source, &BTreeMap::new(), set_by, source.rule.level, Vec::new(), &mut problems)
            {
                definition.rules.insert((*rule_id).to_owned(), rule);
            }
        }
    }
    for pack in &chain {
        adopt(pack, &rules, &mut definition, &mut problems);
        also::switch_on(pack, &chain, &rules, &mut definition, &mut problems);
    }
    finish(definition, &chain, &rules, problems)
}

pub(super) fn for_example(library: &Library, example: &Example) -> Result<Definition, PackError> {
    let owner = library.packs.values().find(|pack| pack.rules.contains_key(&example.rule));
    let Some(owner) = owner else {
        return Err(PackError::one(Problem::new(&example.rule, "", "no pack has this rule", "name one that exists")));
    };
    let chain = chain(library, &owner.manifest.id)?;
    let mut problems = Vec::new();
    let mut definition = base(&chain, &mut problems)?;
    let rules = rule_sources(&chain, &mut problems);
    let none = BTreeMap::new();
    for (id, source) in &rules {
        let set = if *id == example.rule { &example.set } else { &none };
        let rule = adopted(source, set, &owner.manifest.id, source.rule.level, Vec::new(), &mut problems);
        definition.rules.extend(rule.map(|rule| ((*id).to_owned(), rule)));
    }
    finish(definition, &chain, &rules, problems)
}

/// The pack and what it extends, the base first.
fn chain<'a>(library: &'a Library, id: &str) -> Result<Vec<&'a Pack>, PackError> {
    let mut chain: Vec<&Pack> = Vec::new();
    let mut next = Some(id.to_owned());
    while let Some(id) = next {
        let Some(pack) = library.packs.get(&id) else {
            let known: Vec<_> = library.ids().collect();
            let remedy = format!("use one of {}", known.join(", "));
            return Err(PackError::one(Problem::new(
                &format!("{id}/pack.toml"),
                "",
                "there is no pack of this name",
                remedy,
            )));
        };
        if chain.iter().any(|seen| seen.manifest.id == id) {
            return Err(PackError::one(Problem::new(
                &format!("{id}/pack.toml"),
                "extends",
                "the pack extends itself",
                "break the circle",
            )));
        }
        chain.push(pack);
        next = pack.manifest.extends.clone();
    }
    chain.reverse();
    Ok(chain)
}

/// Everything but the rules: forms, codes, words and the calendar, later packs over earlier ones.
fn base(chain: &[&Pack], problems: &mut Vec<Problem>) -> Result<Definition, PackError> {
    let Some(last) = chain.last() else {
        return Err(PackError::one(Problem::new("", "", "there is no pack", "name one")));
    };
    let Manifest { id, title, version, .. } = &last.manifest;
    let calendar = chain.iter().rev().find_map(|pack| pack.calendar.clone());
    let context = chain.iter().rev().find_map(|pack| pack.context.clone());
    let (Some(calendar), Some(context)) = (calendar, context) else {
        return Err(PackError::one(Problem::new(
            &format!("{id}/pack.toml"),
            "extends",
            "neither the pack nor one that it extends has calendars/bank-holidays.csv and context.toml",
            "extend the base pack",
        )));
    };
    let mut definition = Definition {
        format: FORMAT,
        id: id.clone(),
        title: title.clone(),
        version: version.clone(),
        extends: Vec::new(),
        calendar,
        codes: BTreeMap::new(),
        words: BTreeMap::new(),
        model: chain.iter().rev().find_map(|pack| pack.model.clone()),
        context,
        forms: BTreeMap::new(),
        rules: BTreeMap::new(),
        guidance: Vec::new(),
        retention: Vec::new(),
        part_of: String::new(),
    };
    for pack in chain {
        if pack.manifest.id != *id {
            definition.extends.push(Extended { id: pack.manifest.id.clone(), version: pack.manifest.version.clone() });
        }
        for (kind, form) in &pack.forms {
            match (form, pack.files.get(&format!("forms/{kind}.toml"))) {
                (FormFile::Whole(form), _) => drop(definition.forms.insert(kind.clone(), form.clone())),
                (FormFile::Adds(additions), Some(file)) => {
                    additions.add_to(definition.forms.get_mut(kind), file, problems);
                }
                // A form was read from its file.
                (FormFile::Adds(_), None) => {}
            }
        }
        for row in &pack.retention {
            match definition.retention.iter_mut().find(|known| known.id == row.id) {
                Some(known) => known.clone_from(row),
                None => definition.retention.push(row.clone()),
            }
        }
        for (name, codes) in &pack.codes {
            overlay_codes(
                definition
                    .codes
                    .entry(name.clone())
                    .or_insert_with(|| CodeList { title: codes.title.clone(), codes: Vec::new() }),
                codes,
            );
        }
        for (name, words) in &pack.words {
            let list = definition.words.entry(name.clone()).or_insert_with(|| WordList {
                title: words.title.clone(),
                category: words.category,
                words: Vec::new(),
            });
            if list.category != words.category {
                problems.push(Problem::new(
                    &format!("{}/words/{name}.csv", pack.manifest.id),
                    "category",
                    "the list is of another category in the pack that this one extends",
                    "use the same category or another file name",
                ));
            }
            overlay_words(list, words);
        }
    }
    check_patterns(chain, &definition, problems);
    Ok(definition)
}

/// A pattern that can't be read, or names a set that no pack has, stops the load.
fn check_patterns(chain: &[&Pack], definition: &Definition, problems: &mut Vec<Problem>) {
    crate::standards::pattern_book(
        definition.words.values(),
        |_, _| 0,
        |list, at, error| {
            let Some((name, list)) = definition.words.iter().nth(usize::from(list)) else { return };
            let phrase = list.words.get(at as usize).map(|word| word.phrase.as_str()).unwrap_or_default();
            let has = |pack: &&&Pack| {
                pack.words.get(name).is_some_and(|list| list.words.iter().any(|word| word.phrase == phrase))
            };
            let pack = chain.iter().rev().find(has).map(|pack| pack.manifest.id.as_str()).unwrap_or_default();
            problems.push(Problem::new(
                &format!("{pack}/words/{name}.csv"),
                phrase,
                format!("in “{}”, {error}", phrase.chars().take(60).collect::<String>()),
                "write it as docs/packs.md says under \"Patterns\"",
            ));
        },
    );
}

fn overlay_codes(list: &mut CodeList, over: &CodeList) {
    for code in &over.codes {
        match list.codes.iter_mut().find(|known: &&mut Code| known.code == code.code) {
            Some(known) => *known = code.clone(),
            None => list.codes.push(code.clone()),
        }
    }
}

fn overlay_words(list: &mut WordList, over: &WordList) {
    if list.words.is_empty() {
        list.words.clone_from(&over.words);
        return;
    }
    for word in &over.words {
        match list.words.iter_mut().find(|known: &&mut Word| known.phrase == word.phrase) {
            Some(known) => *known = word.clone(),
            None => list.words.push(word.clone()),
        }
    }
}

/// Every rule of the chain by id; an id in two packs is a clash.
fn rule_sources<'a>(chain: &[&'a Pack], problems: &mut Vec<Problem>) -> BTreeMap<&'a str, &'a RuleSource> {
    let mut rules: BTreeMap<&str, &RuleSource> = BTreeMap::new();
    for pack in chain {
        for (id, source) in &pack.rules {
            if let Some(other) = rules.insert(id, source) {
                problems.push(source.file.problem(
                    "title",
                    format!("the rule's id is taken by {}", other.file.name),
                    "rename this one, or adopt the other",
                ));
            }
        }
    }
    rules
}

/// Adopts the rules that the clauses of a pack ask for.
fn adopt(pack: &Pack, rules: &BTreeMap<&str, &RuleSource>, definition: &mut Definition, problems: &mut Vec<Problem>) {
    let Some(file) = pack.files.get("clauses.toml") else {
        return;
    };
    let Some(document) = &pack.manifest.document else {
        problems.push(Problem::new(
            &format!("{}/pack.toml", pack.manifest.id),
            "id",
            "the pack has clauses and does not say of which document",
            "add [document] with a title",
        ));
        return;
    };
    let mut adoptions: BTreeMap<&str, Vec<(&Clause, &Adoption)>> = BTreeMap::new();
    for clause in &pack.clauses {
        let place = format!("\"{}\"", clause.id);
        match &clause.answer {
            Answer::Adopts(adopts) => {
                for adoption in adopts {
                    if rules.contains_key(adoption.rule.as_str()) {
                        adoptions.entry(&adoption.rule).or_default().push((clause, adoption));
                    } else {
                        problems.push(file.problem(
                            &place,
                            format!("clause `{}` adopts `{}`, which no pack has", clause.id, adoption.rule),
                            "name a rule of rules/ by its file's name, or write it",
                        ));
                    }
                    if adoption.level.is_some_and(|level| level != clause.default_level())
                        && adoption.because.trim().is_empty()
                    {
                        problems.push(file.problem(
                            &place,
                            format!(
                                "clause `{}` gives `{}` another level than its own verb and does not say why",
                                clause.id, adoption.rule
                            ),
                            "add because = \"…\"",
                        ));
                    }
                }
            }
            Answer::Shown(at) => shown(clause, at, &document.title, definition, &mut |what, remedy| {
                problems.push(file.problem(&place, what, remedy));
            }),
            Answer::NotChecked(_) | Answer::Pending(_) => {}
        }
    }
    for (id, adopters) in adoptions {
        let Some(source) = rules.get(id) else {
            continue;
        };
        let Some((first, adoption)) = adopters.first() else {
            continue;
        };
        let level = adopters.iter().map(|(clause, adoption)| adoption.level.unwrap_or(clause.default_level())).max();
        for (clause, other) in &adopters {
            if other.set != adoption.set {
                problems.push(file.problem(
                    &format!("\"{}\"", clause.id),
                    format!("clauses `{}` and `{}` adopt `{id}` with different settings", first.id, clause.id),
                    "give both the same `set`",
                ));
            }
        }
        let clauses = adopters.iter().map(|(clause, _)| Citation {
            id: clause.id.clone(),
            document: document.title.clone(),
            section: clause.section.clone(),
        });
        let mut found = Vec::new();
        let rule = adopted(
            source,
            &adoption.set,
            &pack.manifest.id,
            level.unwrap_or(Level::Advice),
            clauses.collect(),
            &mut found,
        );
        // A setting out of bounds is the adopting clause's fault, not the rule's.
        problems.extend(found.into_iter().map(|problem| {
            if problem.needle.is_empty() {
                file.problem(&format!("\"{}\"", first.id), problem.what, problem.remedy)
            } else {
                problem
            }
        }));
        definition.rules.extend(rule.map(|rule| (id.to_owned(), rule)));
    }
}

/// A clause shown as guidance at `kind/field` or `kind`.
fn shown(clause: &Clause, at: &str, document: &str, definition: &mut Definition, wrong: &mut dyn FnMut(String, &str)) {
    let (kind, field) = at.split_once('/').unwrap_or((at, ""));
    let Some(form) = definition.forms.get(kind) else {
        wrong(
            format!("clause `{}` is shown with `{kind}`, for which there is no form", clause.id),
            "name a record kind that has a form",
        );
        return;
    };
    let known =
        field.is_empty() || form.sections.iter().flat_map(|section| &section.fields).any(|known| known.id == field);
    if !known {
        wrong(
            format!("clause `{}` is shown beside `{field}`, which the form does not have", clause.id),
            "name a field of the form's top level",
        );
    }
    definition.guidance.push(Guidance {
        clause: clause.id.clone(),
        document: document.to_owned(),
        section: clause.section.clone(),
        text: clause.requirement.clone(),
        kind: kind.to_owned(),
        field: field.to_owned(),
    });
}

/// A rule with an authority's settings put into it.
pub(super) fn adopted(
    source: &RuleSource,
    set: &BTreeMap<String, Literal>,
    set_by: &str,
    level: Level,
    clauses: Vec<Citation>,
    problems: &mut Vec<Problem>,
) -> Option<Rule> {
    let mut settings = BTreeMap::new();
    for (name, bounds) in &source.rule.settings {
        let setting = match set.get(name) {
            Some(value) => Setting { value: value.clone(), set_by: set_by.to_owned() },
            None => Setting { value: bounds.default.clone(), set_by: pack_of(source).to_owned() },
        };
        let within = match &setting.value {
            Literal::Int(value) => {
                bounds.choices.is_empty()
                    && bounds.min.is_none_or(|min| *value >= min)
                    && bounds.max.is_none_or(|max| *value <= max)
                    || bounds.choices.contains(&setting.value)
            }
            other => {
                bounds.choices.contains(other)
                    || (bounds.choices.is_empty()
                        && std::mem::discriminant(other) == std::mem::discriminant(&bounds.default))
            }
        };
        if !within {
            let what = format!("the setting `{name}` of `{}` is outside what the rule allows", source.file.stem);
            let remedy = format!("{}; [settings] in the rule's file says what it means", bounds.in_words());
            problems.push(Problem::new(&source.file.name, "", what, remedy));
        }
        settings.insert(name.clone(), setting);
    }
    for name in set.keys().filter(|name| !source.rule.settings.contains_key(*name)) {
        let what = format!("`{}` has no setting `{name}`", source.file.stem);
        problems.push(Problem::new(&source.file.name, "", what, "see [settings] in the rule's file for those it has"));
    }
    let values = settings.iter().map(|(name, setting)| (name.as_str(), &setting.value));
    let file: RuleFile = source.file.toml(&with_settings(&source.file.text, values), problems)?;
    if level == Level::Must && matches!(file.expects, Expects::Statements { .. }) {
        problems.push(Problem::new(
            &source.file.name,
            "",
            format!("`{}` looks at statements, which can only be suggested, and must not block", source.file.stem),
            "adopt it with level = \"should\" or \"advice\", and say why in `because`",
        ));
    }
    let mut says = file.says;
    for text in [&mut says.message, &mut says.remedy, &mut says.rationale] {
        *text = in_words(text, &settings, &file.expects);
    }
    let clauses_known = clauses;
    Some(Rule {
        title: in_words(&file.title, &settings, &file.expects),
        kinds: file.kinds,
        level,
        when: file.when,
        expects: file.expects,
        says,
        fixes: file.fixes,
        settings,
        clauses: clauses_known,
    })
}

/// Puts the settings, and a deadline's limit and unit, into a text; `{label}`, `{missing}` and `{due}` stay for the check.
fn in_words(text: &str, settings: &BTreeMap<String, Setting>, expects: &Expects) -> String {
    let mut text = text.to_owned();
    let mut limit = None;
    if let Expects::Deadline { limit: count, unit, .. } = expects {
        limit = Some(*count);
        text = text.replace("{unit}", unit.words(*count)).replace("{limit}", &count.to_string());
    }
    for (name, setting) in settings {
        let value = match &setting.value {
            Literal::Int(value) => {
                limit = limit.or(Some(*value));
                value.to_string()
            }
            Literal::Bool(value) => value.to_string(),
            Literal::Text(value) => {
                let unit = serde_json::from_value::<crate::standards::Unit>(value.as_str().into());
                unit.map_or_else(|_| value.clone(), |unit| unit.words(limit.unwrap_or(2)).to_owned())
            }
            Literal::Code(_) | Literal::Date(_) => continue,
        };
        text = text.replace(&format!("{{{name}}}"), &value);
    }
    text
}

/// Checks that the definition can be checked with, and gives each problem its line.
fn finish(
    definition: Definition,
    chain: &[&Pack],
    rules: &BTreeMap<&str, &RuleSource>,
    mut problems: Vec<Problem>,
) -> Result<Definition, PackError> {
    for (id, rule) in &definition.rules {
        let unknown = [&rule.says.message, &rule.says.remedy, &rule.says.rationale]
            .into_iter()
            .find_map(|text| unknown_placeholder(text));
        if let (Some(name), Some(source)) = (unknown, rules.get(id.as_str())) {
            problems.push(source.file.problem(
                &name,
                format!("`{name}` stands for nothing"),
                "use {label}, {missing}, {due}, {row}, {limit}, {unit} or a setting's name",
            ));
        }
    }
    let mut definition = definition;
    leave_out_unused_terms(&mut definition);
    if problems.is_empty() {
        match Standard::new(definition.clone()) {
            Ok(_) => return Ok(definition),
            Err(error) => problems.extend(error.problems().iter().cloned()),
        }
    }
    for problem in &mut problems {
        if problem.line == 0 {
            locate(problem, chain, rules);
        }
    }
    Err(PackError::new(problems))
}

/// Lists of terms and of events serve the rules that look things up in them: one that no rule names is not carried.
fn leave_out_unused_terms(definition: &mut Definition) {
    let named = definition.words_named();
    let looked_up = |category| matches!(category, Category::Terms | Category::Events);
    definition.words.retain(|name, list| !looked_up(list.category) || named.contains(name));
}

/// Finds the file and line of a problem that was found after the files had been put together.
fn locate(problem: &mut Problem, chain: &[&Pack], rules: &BTreeMap<&str, &RuleSource>) {
    let id = problem.file.strip_prefix("rules/").and_then(|name| name.strip_suffix(".toml"));
    let file = match id {
        Some(id) => rules.get(id).map(|source| &source.file),
        None => {
            // A form may stand in two files, of which the second adds to the first.
            let files = || chain.iter().rev().filter_map(|pack| pack.files.get(&problem.file));
            files().find(|file| file.text.contains(&problem.needle)).or_else(|| files().next())
        }
    };
    if let Some(file) = file {
        problem.line = file.line_of(&problem.needle);
        problem.file.clone_from(&file.name);
    }
}

fn unknown_placeholder(text: &str) -> Option<String> {
    let (_, after) = text.split_once('{')?;
    let (name, rest) = after.split_once('}')?;
    if ["label", "missing", "due", "row"].contains(&name) {
        unknown_placeholder(rest)
    } else {
        Some(format!("{{{name}}}"))
    }
}

/// The pack that a rule file belongs to.
fn pack_of(source: &RuleSource) -> &str {
    source.file.name.split('/').next().unwrap_or_default()
}
