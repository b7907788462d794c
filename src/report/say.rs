//! The words of a finding, put together from its rule, its field and its cause. Nothing that was entered is among them.

use super::wording::{about_word, word_fixes};
use super::{Edit, Finding, Fix, Span, cited, moment};
use crate::calendar::Moment;
use crate::checks::{self, Cause};
use crate::record::{Fault, Place};
use crate::standards::{Bound, FieldInfo, FieldType, Kind, Literal, Standard, Word, WordList};
use std::borrow::Cow;

pub(super) struct Saying<'r> {
    pub standard: &'r Standard,
    pub kind: &'r Kind,
    pub bound: &'r Bound,
    pub finding: &'r checks::Finding,
}

/// A finding without its rule: of a note that is no part of a record.
pub(super) struct Told<'r> {
    pub message: Cow<'r, str>,
    pub remedy: Cow<'r, str>,
}

impl<'r> Saying<'r> {
    pub fn finding(self) -> Option<Finding<'r>> {
        let rule = &self.bound.rule;
        let Told { message, remedy } = self.told();
        let at = self.finding.pointer(&self.kind.layout);
        let fixes = self.fixes(&at);
        Some(Finding {
            rule: &self.bound.id,
            clauses: rule.clauses.iter().map(|clause| clause.id.as_str()).collect(),
            level: rule.level,
            outcome: self.finding.outcome,
            at,
            span: self.finding.span.map(|(start, end)| Span { start, end }),
            due: self.finding.due.map(moment),
            accepted: self.finding.accepted,
            message,
            remedy,
            rationale: &rule.says.rationale,
            fixes,
            citations: cited(&rule.clauses),
        })
    }

    fn field(&self) -> Option<&'r FieldInfo> {
        self.kind.layout.field(self.finding.place.field)
    }

    fn told(&self) -> Told<'r> {
        let says = &self.bound.rule.says;
        let remedy = self.filled(&says.remedy);
        let message = match &self.finding.cause {
            Cause::Rule | Cause::Faulty => self.filled(&says.message),
            Cause::Missing if says.message.is_empty() => {
                self.field().map_or(Cow::Borrowed(""), |field| Cow::Borrowed(field.missing.as_str()))
            }
            Cause::Missing => self.filled(&says.message),
            Cause::Fault(fault) => self.fault(fault),
            Cause::UnknownContext(field) => return self.unknown_context(*field),
            Cause::UnknownPrevious => {
                return Told {
                    message: "This could not be checked: the record's previous version was not given to the check".into(),
                    remedy: "Give the check the previous version's fields as /context/previous, or null if this is the first".into(),
                };
            }
            Cause::Calendar => {
                let calendar = &self.standard.definition().calendar;
                return Told {
                    message: format!(
                        "This could not be checked: bank holidays are known from {} to {}",
                        calendar.from.in_words(),
                        calendar.to.in_words()
                    )
                    .into(),
                    remedy:
                        "Check the date. If it is right, ask for the standard's list of bank holidays to be extended"
                            .into(),
                };
            }
            Cause::Word(list, word) => match word_of(self.standard, *list, *word) {
                Some((list, word)) => return about_word(list, word, &remedy, &says.message),
                None => self.filled(&says.message),
            },
            Cause::Differs(topic) => format!("{}: {}", self.filled(&says.message), topic.words()).into(),
        };
        Told { message, remedy }
    }

    fn unknown_context(&self, field: u16) -> Told<'r> {
        let context = self.standard.context();
        let label = context.field(field).map_or("this", |field| field.label.as_str());
        Told {
            message: format!("This could not be checked: the case context does not give “{label}”").into(),
            remedy: format!("Give it to the check as {}, or null if it is known to be none", context.pattern(field))
                .into(),
        }
    }

    /// Puts the field's and the finding's own words into a text.
    fn filled(&self, text: &'r str) -> Cow<'r, str> {
        if !text.contains('{') {
            return Cow::Borrowed(text);
        }
        let label = self.field().map_or("answer", |field| field.label.as_str());
        let missing = self.field().map_or("", |field| field.missing.as_str());
        let due = self.finding.due.map(in_words).unwrap_or_default();
        text.replace("{label}", label).replace("{missing}", missing).replace("{due}", &due).into()
    }

    fn fault(&self, fault: &Fault) -> Cow<'r, str> {
        let Some(field) = self.field() else {
            return match fault {
                Fault::Unknown(_) => "The record has something that is no part of its form".into(),
                _ => "The record has an answer that cannot be read".into(),
            };
        };
        let label = match (field.repeating, self.finding.place.items().is_empty(), field.item.is_empty()) {
            (true, false, false) => capital(&field.item),
            _ => field.label.clone(),
        };
        match fault {
            Fault::Type | Fault::DateForm | Fault::DateImpossible if !field.wrong.is_empty() => {
                field.wrong.as_str().into()
            }
            Fault::Type if field.repeating && !self.finding.place.items().is_empty() => {
                format!("{label} must be a group of answers").into()
            }
            Fault::Type => format!("{label} must be {}", type_words(field)).into(),
            Fault::DateForm if field.kind == FieldType::Moment => {
                format!("{label} must have a date and a time, like 27 3 2026 and 2:30pm").into()
            }
            Fault::DateForm => format!("{label} must be a date, like 27 3 2026").into(),
            Fault::DateImpossible if field.kind == FieldType::Moment => {
                format!("{label} must be a real date and time").into()
            }
            Fault::DateImpossible => format!("{label} must be a real date").into(),
            Fault::TimeSkipped => {
                format!("{label} is at a time that did not exist: the clocks went forward over it").into()
            }
            Fault::Code => format!("{label} must be one of the answers offered").into(),
            Fault::TooLong { limit } => format!("{label} must be {limit} characters or fewer").into(),
            Fault::TooMany { limit } => format!("{label} must have {limit} entries or fewer").into(),
            Fault::Range => match field.range {
                (Some(min), Some(max)) => format!("{label} must be between {min} and {max}").into(),
                (Some(min), None) => format!("{label} must be {min} or more").into(),
                (_, Some(max)) => format!("{label} must be {max} or less").into(),
                _ => format!("{label} is out of range").into(),
            },
            Fault::Identifier(kind, fault) => {
                format!("{label} {}. It should be {}", fault.reason(), kind.looks_like()).into()
            }
            Fault::Unknown(_) => format!("{label} has something that is no part of its form").into(),
        }
    }

    fn fixes(&self, at: &str) -> Vec<Fix<'r>> {
        let place = self.finding.place;
        let set = |fix: &'r crate::standards::Fix| Fix {
            label: Cow::Borrowed(fix.label.as_str()),
            edits: vec![Edit::Set {
                at: with_items(place, fix.set.field.field).pointer(&self.kind.layout),
                value: fix.set.value.as_ref().map_or(serde_json::Value::Null, value),
            }],
        };
        let mut fixes: Vec<Fix<'r>> = self.bound.rule.fixes.iter().map(set).collect();
        if let (Cause::Word(list, word), Some((start, end))) = (&self.finding.cause, self.finding.span)
            && let Some((list, word)) = word_of(self.standard, *list, *word)
        {
            fixes.extend(word_fixes(list, word, at, start, end));
        }
        fixes
    }
}

/// A fix of a field in the same list item as the finding.
fn with_items(place: Place, field: u16) -> Place {
    place.field(field)
}

fn value(literal: &Literal) -> serde_json::Value {
    match literal {
        Literal::Bool(value) => (*value).into(),
        Literal::Int(value) => (*value).into(),
        Literal::Text(text) => text.as_str().into(),
        // Fixes keep the code as it was written.
        Literal::Code(_) | Literal::Date(_) => serde_json::Value::Null,
    }
}

pub(super) fn word_of(standard: &Standard, list: u16, word: u32) -> Option<(&WordList, &Word)> {
    let list = standard.definition().words.values().nth(usize::from(list))?;
    let word = list.words.get(usize::try_from(word).ok()?)?;
    Some((list, word))
}

fn type_words(field: &FieldInfo) -> &'static str {
    match field.kind {
        FieldType::YesNo => "yes or no",
        FieldType::Date => "a date, like 27 3 2026",
        FieldType::Moment => "a date and a time, like 27 3 2026 and 2:30pm",
        FieldType::Number => "a whole number",
        FieldType::Code => "one of the answers offered",
        FieldType::Codes => "a list of the answers offered",
        FieldType::Group if field.repeating => "a list",
        FieldType::Group => "a group of answers",
        _ => "text",
    }
}

pub(super) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A moment in the words of a letter: "the end of 8 December 2026", "2:30pm on 8 December 2026".
fn in_words(moment: Moment) -> String {
    let (hour, minute, second) = moment.time();
    let day = moment.date().in_words();
    if (hour, minute, second) == (23, 59, 59) {
        return format!("the end of {day}");
    }
    let (clock, half) = match hour {
        0 => (12, "am"),
        1..=11 => (hour, "am"),
        12 => (12, "pm"),
        _ => (hour.saturating_sub(12), "pm"),
    };
    if minute == 0 { format!("{clock}{half} on {day}") } else { format!("{clock}:{minute:02}{half} on {day}") }
}
