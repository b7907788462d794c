//! What each page shows.

use super::words::Words;
use super::{Material, level};
use crate::packs::{Answer, Clause, Coverage};
use crate::standards::{Definition, Field, FieldType, Form, Literal, Rule};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// A link: where to and what it says.
#[derive(Debug, Serialize)]
pub(super) struct Link {
    pub to: String,
    pub text: String,
}

/// The first page.
#[derive(Debug, Serialize)]
pub(super) struct Index {
    pub authorities: Vec<AuthorityLine>,
    pub kinds: Vec<Link>,
    pub rules: Vec<Link>,
}

#[derive(Debug, Serialize)]
pub(super) struct AuthorityLine {
    pub to: String,
    pub title: String,
    pub document: String,
    pub clauses: usize,
    pub adopts: usize,
    pub shown: usize,
    pub not_checked: usize,
    pub pending: usize,
}

/// A policy, clause by clause.
#[derive(Debug, Serialize)]
pub(super) struct Authority {
    pub title: String,
    pub version: String,
    pub digest: String,
    pub sections: Vec<Section>,
    /// Rules that are on without a clause.
    pub always: Vec<Link>,
}

#[derive(Debug, Serialize)]
pub(super) struct Section {
    pub title: String,
    pub clauses: Vec<ClauseShown>,
}

#[derive(Debug, Serialize)]
pub(super) struct ClauseShown {
    pub id: String,
    pub requirement: String,
    pub level: String,
    /// `adopts`, `shown`, `not_checked` or `pending`.
    pub answer: &'static str,
    pub rules: Vec<Adopted>,
    /// Where it is shown, or why it is not checked.
    pub what: String,
    pub link: Option<Link>,
}

#[derive(Debug, Serialize)]
pub(super) struct Adopted {
    pub to: String,
    pub title: String,
    pub level: &'static str,
    pub settings: Vec<String>,
    pub because: String,
}

/// The form of a record kind, and its rules.
#[derive(Debug, Serialize)]
pub(super) struct KindShown {
    pub title: String,
    pub description: String,
    pub sections: Vec<FormSection>,
    pub rules: Vec<RuleLine>,
    pub authorities: Vec<String>,
}

#[derive(Debug, Serialize)]
pub(super) struct FormSection {
    pub title: String,
    pub fields: Vec<FieldShown>,
}

#[derive(Debug, Serialize)]
pub(super) struct FieldShown {
    pub label: String,
    pub id: String,
    pub holds: String,
    pub depth: usize,
}

#[derive(Debug, Serialize)]
pub(super) struct RuleLine {
    pub to: String,
    pub title: String,
    /// The level in each standard of the table's head, blank where it is not on.
    pub levels: Vec<&'static str>,
}

/// A rule.
#[derive(Debug, Serialize)]
pub(super) struct RuleShown {
    pub id: String,
    pub title: String,
    pub kinds: Vec<Link>,
    pub when: Option<String>,
    pub expects: String,
    pub message: String,
    pub remedy: String,
    pub rationale: String,
    pub fixes: Vec<String>,
    pub asked: Vec<Asked>,
    pub examples: Vec<ExampleShown>,
}

#[derive(Debug, Serialize)]
pub(super) struct Asked {
    pub to: String,
    pub title: String,
    pub level: &'static str,
    pub settings: Vec<String>,
    pub expects: Option<String>,
    pub clauses: Vec<ClauseLine>,
}

#[derive(Debug, Serialize)]
pub(super) struct ClauseLine {
    pub id: String,
    pub section: String,
    pub requirement: String,
}

#[derive(Debug, Serialize)]
pub(super) struct ExampleShown {
    pub name: String,
    pub outcome: String,
}

pub(super) fn rule_page(id: &str) -> String {
    format!("rules/{id}")
}

pub(super) fn kind_page(id: &str) -> String {
    format!("kinds/{id}")
}

impl Material {
    /// The standard whose forms and rules are shown where no authority's own are meant.
    fn definitions(&self) -> impl Iterator<Item = &Definition> {
        self.standards.iter().map(|standard| standard.definition())
    }

    /// Authorities first, by id: those with a policy.
    fn authorities(&self) -> impl Iterator<Item = (&Coverage, &Definition)> {
        self.coverage.iter().filter_map(|coverage| {
            self.definitions().find(|definition| definition.id == coverage.id).map(|definition| (coverage, definition))
        })
    }

    pub(super) fn rule_ids(&self) -> BTreeSet<&str> {
        self.definitions().flat_map(|definition| definition.rules.keys().map(String::as_str)).collect()
    }

    pub(super) fn kinds(&self) -> BTreeMap<&str, &Form> {
        self.definitions().flat_map(|definition| &definition.forms).map(|(id, form)| (id.as_str(), form)).collect()
    }

    fn rule_title(&self, id: &str) -> String {
        let rule = self.definitions().find_map(|definition| definition.rules.get(id));
        rule.map_or_else(|| id.to_owned(), |rule| rule.title.clone())
    }

    pub(super) fn index(&self) -> Index {
        let line = |(coverage, definition): (&Coverage, &Definition)| {
            let tally = coverage.tally(|_| true);
            let document =
                definition.rules.values().flat_map(|rule| &rule.clauses).map(|clause| clause.document.clone());
            AuthorityLine {
                to: coverage.id.clone(),
                title: coverage.title.clone(),
                document: document.into_iter().next().unwrap_or_default(),
                clauses: tally.total(),
                adopts: tally.adopts,
                shown: tally.shown,
                not_checked: tally.not_checked,
                pending: tally.pending,
            }
        };
        Index {
            authorities: self.authorities().map(line).collect(),
            kinds: self.kinds().iter().map(|(id, form)| Link { to: kind_page(id), text: form.title.clone() }).collect(),
            rules: self.rule_ids().iter().map(|id| Link { to: rule_page(id), text: self.rule_title(id) }).collect(),
        }
    }

    pub(super) fn authority(&self, id: &str) -> Option<Authority> {
        let (coverage, definition) = self.authorities().find(|(coverage, _)| coverage.id == id)?;
        let standard = self.standards.iter().find(|standard| standard.id() == id)?;
        let mut sections: Vec<Section> = Vec::new();
        for clause in &coverage.clauses {
            let shown = self.clause(clause, definition);
            match sections.last_mut() {
                Some(section) if section.title == clause.section => section.clauses.push(shown),
                _ => sections.push(Section { title: clause.section.clone(), clauses: vec![shown] }),
            }
        }
        let always = definition.rules.iter().filter(|(_, rule)| rule.clauses.is_empty());
        Some(Authority {
            title: coverage.title.clone(),
            version: standard.version().to_owned(),
            digest: standard.digest().to_owned(),
            sections,
            always: always.map(|(id, rule)| Link { to: rule_page(id), text: rule.title.clone() }).collect(),
        })
    }

    fn clause(&self, clause: &Clause, definition: &Definition) -> ClauseShown {
        let (answer, rules, what, link) = match &clause.answer {
            Answer::Adopts(adoptions) => {
                let rules = adoptions.iter().filter_map(|adoption| {
                    let rule = definition.rules.get(&adoption.rule)?;
                    Some(Adopted {
                        to: rule_page(&adoption.rule),
                        title: rule.title.clone(),
                        level: level(rule.level),
                        settings: settings(rule),
                        because: adoption.because.clone(),
                    })
                });
                ("adopts", rules.collect(), String::new(), None)
            }
            Answer::Shown(at) => {
                let kind = at.split('/').next().unwrap_or_default();
                let form = definition.forms.get(kind);
                let link = form.map(|form| Link { to: kind_page(kind), text: form.title.clone() });
                ("shown", Vec::new(), at.clone(), link)
            }
            Answer::NotChecked(why) => ("not_checked", Vec::new(), why.clone(), None),
            Answer::Pending(why) => ("pending", Vec::new(), why.clone(), None),
        };
        let (id, requirement, level) = (clause.id.clone(), clause.requirement.clone(), clause.level.clone());
        ClauseShown { id, requirement, level, answer, rules, what, link }
    }

    pub(super) fn kind(&self, id: &str) -> Option<KindShown> {
        let form = *self.kinds().get(id)?;
        let with_policy: Vec<_> = self.authorities().map(|(_, definition)| definition).collect();
        let applies = |rule: &Rule| rule.kinds.is_empty() || rule.kinds.iter().any(|kind| kind == id);
        let rules: BTreeSet<&str> = with_policy
            .iter()
            .flat_map(|definition| definition.rules.iter().filter(|(_, rule)| applies(rule)))
            .map(|(id, _)| id.as_str())
            .collect();
        let line = |rule: &&str| RuleLine {
            to: rule_page(rule),
            title: self.rule_title(rule),
            levels: with_policy
                .iter()
                .map(|definition| definition.rules.get(*rule).map_or("", |rule| level(rule.level)))
                .collect(),
        };
        Some(KindShown {
            title: form.title.clone(),
            description: form.description.clone(),
            sections: form
                .sections
                .iter()
                .map(|section| FormSection { title: section.title.clone(), fields: fields(&section.fields, 0) })
                .collect(),
            rules: rules.iter().map(line).collect(),
            authorities: with_policy.iter().map(|definition| definition.title.clone()).collect(),
        })
    }

    pub(super) fn rule(&self, id: &str) -> Option<RuleShown> {
        let (definition, rule) =
            self.definitions().find_map(|definition| definition.rules.get(id).map(|rule| (definition, rule)))?;
        let expects = Words::new(definition, rule).expects();
        let asked = self.authorities().filter_map(|(coverage, definition)| {
            let rule = definition.rules.get(id)?;
            let here = Words::new(definition, rule).expects();
            Some(Asked {
                to: coverage.id.clone(),
                title: coverage.title.clone(),
                level: level(rule.level),
                settings: settings(rule),
                expects: (here != expects).then_some(here),
                clauses: clauses(rule, coverage),
            })
        });
        let kinds = rule.kinds.iter().map(|kind| Link {
            to: kind_page(kind),
            text: definition.forms.get(kind).map_or_else(|| kind.clone(), |form| form.title.clone()),
        });
        let examples = self.examples.iter().filter(|example| example.rule == id);
        Some(RuleShown {
            id: id.to_owned(),
            title: rule.title.clone(),
            kinds: kinds.collect(),
            when: Words::new(definition, rule).when(),
            message: rule.says.message.clone(),
            remedy: rule.says.remedy.clone(),
            rationale: rule.says.rationale.clone(),
            fixes: rule.fixes.iter().map(|fix| fix.label.clone()).collect(),
            asked: asked.collect(),
            examples: examples
                .map(|example| ExampleShown { name: example.name.clone(), outcome: example.outcome.replace('_', " ") })
                .collect(),
            expects,
        })
    }
}

fn clauses(rule: &Rule, coverage: &Coverage) -> Vec<ClauseLine> {
    let line = |citation: &crate::standards::Citation| {
        let clause = coverage.clauses.iter().find(|clause| clause.id == citation.id);
        ClauseLine {
            id: citation.id.clone(),
            section: citation.section.clone(),
            requirement: clause.map(|clause| clause.requirement.clone()).unwrap_or_default(),
        }
    };
    rule.clauses.iter().map(line).collect()
}

/// The settings in force, in words.
pub(super) fn settings(rule: &Rule) -> Vec<String> {
    rule.settings
        .iter()
        .map(|(name, setting)| format!("{}: {}", name.replace('_', " "), plain(&setting.value)))
        .collect()
}

/// A value of a setting in words.
pub(super) fn plain(value: &Literal) -> String {
    match value {
        Literal::Bool(true) => "yes".to_owned(),
        Literal::Bool(false) => "no".to_owned(),
        Literal::Int(number) => number.to_string(),
        Literal::Text(text) => text.replace('_', " "),
        Literal::Code(_) | Literal::Date(_) => String::new(),
    }
}

fn fields(fields: &[Field], depth: usize) -> Vec<FieldShown> {
    let mut shown = Vec::new();
    for field in fields {
        shown.push(FieldShown { label: field.label.clone(), id: field.id.clone(), holds: holds(field), depth });
        shown.extend(self::fields(&field.fields, depth.saturating_add(1)));
    }
    shown
}

fn holds(field: &Field) -> String {
    match field.kind {
        FieldType::Text => "short text",
        FieldType::Narrative => "free text, read sentence by sentence",
        FieldType::YesNo => "yes or no",
        FieldType::Date => "date",
        FieldType::Moment => "date and time",
        FieldType::Number => "whole number",
        FieldType::Code => "one of a list",
        FieldType::Codes => "any of a list",
        FieldType::NhsNumber => "NHS number",
        FieldType::Upn => "unique pupil number",
        FieldType::Uln => "unique learner number",
        FieldType::NationalInsurance => "National Insurance number",
        FieldType::Postcode => "postcode",
        FieldType::Telephone => "telephone number",
        FieldType::Email => "email address",
        FieldType::ChildId => "case number",
        FieldType::Group if field.repeating => "list of entries",
        FieldType::Group => "answers that belong together",
    }
    .to_owned()
}
