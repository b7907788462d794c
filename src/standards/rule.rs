//! Rules: what a rule file says, once an authority has adopted it.

use super::condition::{Condition, Literal, Unit};
use super::path::Path;
use super::pattern::Pattern;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How much a finding weighs.
///
/// `Must` blocks finalising and never the saving of a draft; `Should` warns, and can be accepted with a reason;
/// `Advice` informs and changes no verdict. Ordered from the lightest to the gravest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Informs.
    Advice,
    /// Warns; can be accepted with a reason.
    Should,
    /// Blocks finalising.
    Must,
}

/// A rule of a resolved standard: its check, its words and who asked for it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// True of a good record, in everyday words.
    pub title: String,
    /// The record kinds it applies to; empty for all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kinds: Vec<String>,
    /// The level of its findings.
    pub level: Level,
    /// When it applies; always, if there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Condition>,
    /// What it expects.
    pub expects: Expects,
    /// What it says when that is not so.
    pub says: Says,
    /// One-press fixes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fixes: Vec<Fix>,
    /// The settings in force, and who set each.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub settings: BTreeMap<String, Setting>,
    /// The clauses that adopt it; empty for the rules that are always on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub clauses: Vec<Citation>,
}

/// The value of a setting, and its provenance.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Setting {
    /// The value in force.
    pub value: Literal,
    /// The pack that set it: the base pack's id where the default stands.
    pub set_by: String,
}

/// The clause of a policy that asks for a rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Citation {
    /// The clause's stable id.
    pub id: String,
    /// The document it stands in.
    pub document: String,
    /// Its section, as printed.
    pub section: String,
}

/// The words of a finding.
///
/// `{label}`, `{missing}`, `{limit}`, `{unit}` and `{due}` are filled in; nothing that anybody entered ever is.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Says {
    /// What is wrong. Blank where the field has its own words for it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub message: String,
    /// What to do next.
    pub remedy: String,
    /// Why it is asked.
    pub rationale: String,
}

/// A change that one press makes.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fix {
    /// What the button says.
    pub label: String,
    /// The answer it sets.
    pub set: Assignment,
}

/// A field and the value that a fix gives it; no value clears it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Assignment {
    /// The field.
    pub field: Path,
    /// Its new value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<Literal>,
}

/// How many of a rule's fields must be filled.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Need {
    /// Every one.
    #[default]
    All,
    /// At least one.
    Any,
}

/// What a blank answer means to an `allowed` check.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Blank {
    /// Nothing to check.
    #[default]
    Inapplicable,
    /// A fault, once the record is being finalised.
    Fails,
}

/// A moment given by another one and an offset in calendar units.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Anchor {
    /// The date it starts from.
    pub from: Path,
    /// Years to add; may be negative.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub years: i32,
    /// Months to add; may be negative.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub months: i32,
    /// Days to add; may be negative.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub days: i32,
}

/// How many current entries a list of dated entries has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Current {
    /// One, no more and no fewer.
    ExactlyOne,
    /// One or none.
    AtMostOne,
}

/// The closed list of ways in which a rule decides. Each has a file of its own in `src/checks/`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "check", rename_all = "snake_case", deny_unknown_fields)]
pub enum Expects {
    /// These fields are filled in.
    Required {
        /// The fields.
        fields: Vec<Path>,
        /// All of them, or any.
        #[serde(default)]
        need: Need,
        /// Only for the items of which this is true.
        #[serde(default, rename = "where", skip_serializing_if = "Option::is_none")]
        item: Option<Condition>,
    },
    /// These fields are blank.
    Empty {
        /// The fields.
        fields: Vec<Path>,
    },
    /// The answer is one of `values`, or none of `except`.
    Allowed {
        /// The field.
        field: Path,
        /// What it may be.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        values: Vec<Literal>,
        /// What it may not be.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        except: Vec<Literal>,
        /// What a blank means.
        #[serde(default)]
        blank: Blank,
    },
    /// A condition holds.
    Holds {
        /// The condition.
        that: Condition,
        /// The field that the finding points at.
        at: Path,
        /// It is about something not entered yet, and so judged only when finalising.
        #[serde(default)]
        missing: bool,
    },
    /// A date lies between two others.
    Dates {
        /// The date.
        field: Path,
        /// The earliest that is accepted.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        earliest: Option<Anchor>,
        /// The latest that is accepted.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        latest: Option<Anchor>,
    },
    /// Something is done within a limit of something else.
    Deadline {
        /// What starts the count.
        from: Path,
        /// What ends it; the moment of the check, while that is blank.
        to: Path,
        /// The limit.
        limit: i64,
        /// Its unit.
        unit: Unit,
        /// Another start, from which the count runs where it is filled in and later than `from`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        later: Option<Path>,
        /// What must hold for it to be done, where no field says when that was. Until it holds, time runs to `to`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        done: Option<Condition>,
    },
    /// Dated entries of a list follow one another.
    Periods {
        /// The list.
        list: Path,
        /// The name of the field that holds an entry's first day.
        start: String,
        /// The name of the field that holds an entry's last day; blank while it is current.
        end: String,
        /// Only the entries of which this is true.
        #[serde(default, rename = "where", skip_serializing_if = "Option::is_none")]
        item: Option<Condition>,
        /// How many may be current.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        current: Option<Current>,
        /// May entries overlap?
        #[serde(default = "yes")]
        overlap: bool,
        /// The longest gap between two entries, in days.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        max_gap_days: Option<i32>,
    },
    /// Two answers are the same.
    Agrees {
        /// The answer that the finding points at.
        field: Path,
        /// The answer it must agree with.
        with: Path,
    },
    /// A list names everything that another one does.
    Covers {
        /// The list that must be complete.
        list: Path,
        /// What it must name.
        of: Path,
    },
    /// A person's name is given in full.
    FullName {
        /// The field.
        field: Path,
        /// How many words of more than one letter it must have.
        min_words: u16,
        /// First words that are no name.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        not: Vec<String>,
    },
    /// A narrative does without the words of a list.
    Words {
        /// The narratives; every one, if none is named.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        fields: Vec<Path>,
        /// The word list.
        list: String,
    },
    /// If a narrative mentions one of these, a condition holds.
    Mentions {
        /// The narratives.
        fields: Vec<Path>,
        /// The word list.
        list: String,
        /// What must hold.
        that: Condition,
        /// The field that the finding points at.
        at: Path,
    },
    /// A narrative uses at least one of the words of a list.
    Contains {
        /// The narratives or texts; one of them is enough.
        fields: Vec<Path>,
        /// The word list.
        list: String,
    },
    /// The statements of a narrative are free of a pattern.
    Statements {
        /// The narratives.
        fields: Vec<Path>,
        /// What is looked for.
        pattern: Pattern,
        /// The word lists that the pattern needs, in its order.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        lists: Vec<String>,
        /// How many, for a pattern that counts.
        #[serde(default, skip_serializing_if = "is_none_of_it")]
        limit: i64,
        /// What the statements are compared with: names, roles, earlier notes.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        against: Vec<Path>,
    },
    /// What a narrative says of the child is what the child's record says.
    NarrativeAgrees {
        /// The narratives.
        fields: Vec<Path>,
        /// The group of the case context that describes the child.
        child: Path,
    },
    /// Identifiers of these types are well formed, check digits included.
    Identifier {
        /// The field types.
        types: Vec<super::form::FieldType>,
    },
    /// Every answer has the type of its field, and every date exists.
    Typed {},
    /// Every code is one of its list.
    Coded {},
    /// Every answer and every list is within its size.
    Sized {},
    /// Every answer belongs to a field of the form.
    Known {},
    /// Every warning that was accepted could be, and says why.
    Acceptances {},
}

impl Expects {
    /// The name a rule file gives the check.
    pub fn name(&self) -> &'static str {
        match self {
            Expects::Required { .. } => "required",
            Expects::Empty { .. } => "empty",
            Expects::Allowed { .. } => "allowed",
            Expects::Holds { .. } => "holds",
            Expects::Dates { .. } => "dates",
            Expects::Deadline { .. } => "deadline",
            Expects::Periods { .. } => "periods",
            Expects::Agrees { .. } => "agrees",
            Expects::Covers { .. } => "covers",
            Expects::FullName { .. } => "full_name",
            Expects::Words { .. } => "words",
            Expects::Mentions { .. } => "mentions",
            Expects::Contains { .. } => "contains",
            Expects::Statements { .. } => "statements",
            Expects::NarrativeAgrees { .. } => "narrative_agrees",
            Expects::Identifier { .. } => "identifier",
            Expects::Typed {} => "typed",
            Expects::Coded {} => "coded",
            Expects::Sized {} => "sized",
            Expects::Known {} => "known",
            Expects::Acceptances {} => "acceptances",
        }
    }

    /// Shows every path of the check to `see`.
    pub fn each_path(&mut self, see: &mut dyn FnMut(&mut Path)) {
        match self {
            Expects::Required { fields, item, .. } => {
                fields.iter_mut().for_each(&mut *see);
                if let Some(item) = item {
                    item.each_path(see);
                }
            }
            Expects::Empty { fields } | Expects::Words { fields, .. } | Expects::Contains { fields, .. } => {
                fields.iter_mut().for_each(see);
            }
            Expects::Statements { fields, against, .. } => fields.iter_mut().chain(against).for_each(see),
            Expects::Allowed { field, .. } | Expects::FullName { field, .. } => see(field),
            Expects::Holds { that, at, .. } => {
                that.each_path(see);
                see(at);
            }
            Expects::Dates { field, earliest, latest } => {
                see(field);
                earliest.iter_mut().chain(latest).for_each(|anchor| see(&mut anchor.from));
            }
            Expects::Deadline { from, to, later, done, .. } => {
                see(from);
                see(to);
                later.iter_mut().for_each(&mut *see);
                if let Some(done) = done {
                    done.each_path(see);
                }
            }
            Expects::Periods { list, item, .. } => {
                see(list);
                if let Some(item) = item {
                    item.each_path(see);
                }
            }
            Expects::Agrees { field, with } => {
                see(field);
                see(with);
            }
            Expects::Covers { list, of } => {
                see(list);
                see(of);
            }
            Expects::Mentions { fields, that, at, .. } => {
                fields.iter_mut().for_each(&mut *see);
                that.each_path(see);
                see(at);
            }
            Expects::NarrativeAgrees { fields, child } => {
                fields.iter_mut().for_each(&mut *see);
                see(child);
            }
            Expects::Identifier { .. }
            | Expects::Typed {}
            | Expects::Coded {}
            | Expects::Sized {}
            | Expects::Known {}
            | Expects::Acceptances {} => {}
        }
    }

    /// Does it look at the whole record rather than at named fields?
    pub fn is_structural(&self) -> bool {
        matches!(
            self,
            Expects::Identifier { .. }
                | Expects::Typed {}
                | Expects::Coded {}
                | Expects::Sized {}
                | Expects::Known {}
                | Expects::Acceptances {}
        )
    }
}

fn is_none_of_it(number: &i64) -> bool {
    *number == 0
}

fn is_zero(number: &i32) -> bool {
    *number == 0
}

fn yes() -> bool {
    true
}
