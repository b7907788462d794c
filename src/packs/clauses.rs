//! Clauses: an authority's policy, each requirement with its one answer.

use super::read::File;
use super::sources::Manifest;
use crate::standards::{Level, Literal, Problem};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A clause of a policy.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Clause {
    /// Its stable id.
    pub id: String,
    /// Its section, as printed.
    pub section: String,
    /// What it asks, in our words.
    pub requirement: String,
    /// The strength of the policy's own verb: `must`, `should`, `may` or `definition`.
    pub level: String,
    /// What kind of check it would take: `field`, `timing`, `text`, `workflow`, `guidance` or `organisation`.
    pub check: String,
    /// The record kinds it is about, in the catalogue's vocabulary.
    pub records: Vec<String>,
    /// How it is answered.
    pub answer: Answer,
}

/// How a clause is answered.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// Rules check it.
    Adopts(Vec<Adoption>),
    /// It is shown as guidance: `kind/field`, or `kind`.
    Shown(String),
    /// It is not checked, for this reason.
    NotChecked(String),
    /// It is not answered yet, and waits for this.
    Pending(String),
}

/// A rule that a clause adopts.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Adoption {
    /// The rule's id.
    pub rule: String,
    /// The level of its findings, where it is not the one of the policy's verb.
    #[serde(default)]
    pub level: Option<Level>,
    /// Why the level is another.
    #[serde(default)]
    pub because: String,
    /// The settings it is adopted with.
    #[serde(default)]
    pub set: BTreeMap<String, Literal>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ClauseFile {
    clause: Vec<ClauseSource>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ClauseSource {
    id: String,
    section: String,
    requirement: String,
    level: String,
    check: String,
    records: Vec<String>,
    adopts: Option<OneOrMany>,
    shown: Option<Place>,
    not_checked: Option<String>,
    pending: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum OneOrMany {
    One(RuleOrAdoption),
    Many(Vec<RuleOrAdoption>),
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum RuleOrAdoption {
    Rule(String),
    Adoption(Adoption),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Place {
    at: String,
}

impl Clause {
    /// The level of the findings of the rules it adopts, unless the adoption says another.
    pub fn default_level(&self) -> Level {
        match self.level.as_str() {
            "must" => Level::Must,
            "should" => Level::Should,
            _ => Level::Advice,
        }
    }
}

impl RuleOrAdoption {
    fn adoption(self) -> Adoption {
        match self {
            RuleOrAdoption::Rule(rule) => Adoption { rule, level: None, because: String::new(), set: BTreeMap::new() },
            RuleOrAdoption::Adoption(adoption) => adoption,
        }
    }
}

/// Reads the clauses, each with exactly one answer.
pub(super) fn checked(file: ClauseFile, source: &File, problems: &mut Vec<Problem>) -> Vec<Clause> {
    let mut seen = std::collections::BTreeSet::new();
    let mut clauses = Vec::new();
    for clause in file.clause {
        let place = format!("\"{}\"", clause.id);
        let mut wrong = |what: &str, remedy: &str| {
            problems.push(source.problem(&place, format!("clause `{}`: {what}", clause.id), remedy));
        };
        if !seen.insert(clause.id.clone()) {
            wrong("the id stands here twice", "remove or rename one of the two");
        }
        if !["must", "should", "may", "definition"].contains(&clause.level.as_str()) {
            wrong("the level is none of must, should, may, definition", "use the strength of the policy's own verb");
        }
        let mut answers = Vec::new();
        if let Some(adopts) = clause.adopts {
            let adopts = match adopts {
                OneOrMany::One(one) => vec![one],
                OneOrMany::Many(many) => many,
            };
            if adopts.is_empty() {
                wrong("it adopts an empty list of rules", "name a rule, or give another answer");
            }
            answers.push(Answer::Adopts(adopts.into_iter().map(RuleOrAdoption::adoption).collect()));
        }
        answers.extend(clause.shown.map(|place| Answer::Shown(place.at)));
        for (reason, answer) in
            [(clause.not_checked, Answer::NotChecked as fn(String) -> Answer), (clause.pending, Answer::Pending)]
        {
            if let Some(reason) = reason {
                if reason.trim().len() < 8 {
                    wrong("the answer gives no reason", "say why in a few words");
                }
                answers.push(answer(reason));
            }
        }
        match (answers.pop(), answers.is_empty()) {
            (Some(answer), true) => clauses.push(Clause {
                id: clause.id,
                section: clause.section,
                requirement: clause.requirement,
                level: clause.level,
                check: clause.check,
                records: clause.records,
                answer,
            }),
            (Some(_), false) => {
                wrong("it has more than one answer", "keep one of adopts, shown, not_checked and pending")
            }
            (None, _) => wrong("it has no answer", "give it one of adopts, shown, not_checked and pending"),
        }
    }
    clauses
}

/// How an authority's policy is answered, clause by clause.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Coverage {
    /// The authority's pack.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The clauses, in the policy's order.
    pub clauses: Vec<Clause>,
}

/// How many clauses have each answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// Answered by rules.
    pub adopts: usize,
    /// Shown as guidance.
    pub shown: usize,
    /// Not checked, with a reason.
    pub not_checked: usize,
    /// Not answered yet.
    pub pending: usize,
}

impl Tally {
    /// All of them.
    pub fn total(self) -> usize {
        self.adopts.saturating_add(self.shown).saturating_add(self.not_checked).saturating_add(self.pending)
    }
}

impl Coverage {
    pub(super) fn of(manifest: &Manifest, clauses: &[Clause]) -> Coverage {
        Coverage { id: manifest.id.clone(), title: manifest.title.clone(), clauses: clauses.to_vec() }
    }

    /// How many of the clauses that `belongs` picks have each answer.
    pub fn tally(&self, belongs: impl Fn(&Clause) -> bool) -> Tally {
        let mut tally = Tally::default();
        for clause in self.clauses.iter().filter(|clause| belongs(clause)) {
            let count = match clause.answer {
                Answer::Adopts(_) => &mut tally.adopts,
                Answer::Shown(_) => &mut tally.shown,
                Answer::NotChecked(_) => &mut tally.not_checked,
                Answer::Pending(_) => &mut tally.pending,
            };
            *count = count.saturating_add(1);
        }
        tally
    }
}
