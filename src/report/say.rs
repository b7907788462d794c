//! The words of a finding, put together from its rule, its field and its cause. Nothing that was entered is among them;
//! only a fix may write what the record says already.

use super::wording::{about_word, word_fixes};
use super::{Edit, Finding, Fix, Span, cited, moment};
use crate::calendar::Moment;
use crate::checks::{self, Cause, Outcome, Retained};
use crate::record::{Fault, Place};
use crate::standards::{Bound, Citation, FieldInfo, FieldType, Kind, Literal, Standard, Word, WordList};
use crate::text::json::Tree;
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
            clauses: self.citations().iter().map(|clause| clause.id.as_str()).collect(),
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
            citations: cited(self.citations()),
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
            Cause::Missing | Cause::Offered(_) if says.message.is_empty() => {
                self.field().map_or(Cow::Borrowed(""), |field| Cow::Borrowed(field.missing.as_str()))
            }
            Cause::Missing | Cause::Offered(_) => self.filled(&says.message),
            Cause::Fault(fault) => self.fault(fault),
            Cause::UnknownContext(field) => return self.unknown_context(*field),
            Cause::UnknownPrevious => {
                return Told {
                    message: "This could not be checked: the record's previous version was not given to the check".into(),
                    remedy: "Give the check the previous version's fields as /context/previous, or null if this is the first".into(),
                };
            }
            Cause::Calendar => {
                let calendar = self.standard.calendar();
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
            Cause::Retention(row, retained) => return self.retention(*row, *retained),
            Cause::Differs(topic) => format!("{}: {}", self.filled(&says.message), topic.words()).into(),
        };
        Told { message, remedy }
    }

    /// What the row of the retention table says, and what the law says of it today.
    fn retention(&self, row: u16, retained: Retained) -> Told<'r> {
        let says = &self.bound.rule.says;
        let row = self.standard.retention().get(usize::from(row));
        let (title, law) = row.map_or(("", ""), |row| (row.title.as_str(), row.law.as_str()));
        let due = self.finding.due.map(|due| due.date().in_words());
        let date = due.as_deref().unwrap_or_default();
        let message = match retained {
            Retained::Kept => format!("This is kept until {date}: “{title}”"),
            Retained::Early => says.message.replace("{row}", title).replace("{due}", date),
            Retained::Permanent => format!("This is kept permanently: “{title}”. It can have no date of disposal"),
            Retained::Held if due.is_some() => format!(
                "“{title}” stops every disposal. Without it the file would be kept until {date}; that date is suspended"
            ),
            Retained::Held => format!("“{title}” stops every disposal"),
            Retained::Undated => {
                let label = self.field().map_or("a date", |field| field.label.as_str());
                format!("“{title}” cannot be counted yet: “{label}” is blank")
            }
        };
        let todo = match (self.finding.outcome, retained) {
            (Outcome::Pending, Retained::Undated) => "Enter it as soon as it is known.",
            (Outcome::Pending, _) => "Nothing needs to be done now.",
            _ => says.remedy.as_str(),
        };
        let remedy = if law.is_empty() { todo.to_owned() } else { format!("{todo} {law}") };
        Told { message: message.into(), remedy: remedy.into() }
    }

    /// The clauses that ask for it: of a row of the retention table its own; none of a row that is the law's.
    fn citations(&self) -> &'r [Citation] {
        let all = &self.bound.rule.clauses;
        let Cause::Retention(row, _) = &self.finding.cause else {
            return all;
        };
        let row = self.standard.retention().get(usize::from(*row));
        let own = row.and_then(|row| all.iter().position(|clause| clause.id == row.clause));
        own.and_then(|at| all.get(at..=at)).unwrap_or_default()
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
        let set = |fix: &'r crate::standards::Fix, text: Option<&String>| Fix {
            label: Cow::Borrowed(fix.label.as_str()),
            edits: vec![Edit::Set {
                at: with_items(place, fix.set.field.field).pointer(&self.kind.layout),
                value: match text {
                    Some(text) => Tree::Text(text.clone()),
                    None => fix.set.value.as_ref().map_or(Tree::Null, value),
                },
            }],
        };
        let all = &self.bound.rule.fixes;
        let mut fixes: Vec<Fix<'r>> = match &self.finding.cause {
            Cause::Offered(offers) => offers
                .iter()
                .filter_map(|offer| Some(set(all.get(usize::from(offer.fix))?, offer.text.as_ref())))
                .collect(),
            _ => all.iter().map(|fix| set(fix, None)).collect(),
        };
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

fn value(literal: &Literal) -> Tree {
    match literal {
        Literal::Bool(value) => Tree::Bool(*value),
        Literal::Int(value) => Tree::Int(*value),
        Literal::Text(text) => Tree::Text(text.clone()),
        // Fixes keep the code as it was written.
        Literal::Code(_) | Literal::Date(_) => Tree::Null,
    }
}

pub(super) fn word_of(standard: &Standard, list: u16, word: u32) -> Option<(&WordList, &Word)> {
    let list = standard.words().get(usize::from(list))?.list();
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
    letters
        .next()
        .map_or_else(String::new, |first| std::iter::once(first.to_ascii_uppercase()).chain(letters).collect())
}

/// A moment in the words of a letter: "the end of 8 December 2026", "2:30pm on 8 December 2026".
fn in_words(moment: Moment) -> String {
    let (hour, minute, second) = moment.time();
    let day = moment.date().in_words();
    if (hour, minute, second) == (23, 59, 59) {
        return format!("the end of {day}");
    }
    if (hour, minute, second) == (0, 0, 0) {
        return format!("the start of {day}");
    }
    let (clock, half) = match hour {
        0 => (12, "am"),
        1..=11 => (hour, "am"),
        12 => (12, "pm"),
        _ => (hour.saturating_sub(12), "pm"),
    };
    if minute == 0 { format!("{clock}{half} on {day}") } else { format!("{clock}:{minute:02}{half} on {day}") }
}

#[cfg(test)]
mod tests {
    use super::in_words;
    use crate::calendar::{Date, Moment};

    #[test]
    fn the_edges_of_a_day_are_said_as_such() {
        let day = Date::parse("2026-07-20").unwrap();
        assert_eq!(in_words(Moment::start_of_day(day)), "the start of 20 July 2026");
        assert_eq!(in_words(Moment::end_of_day(day)), "the end of 20 July 2026");
        assert_eq!(in_words(Moment::parse("2026-07-20T00:30:00+01:00").unwrap()), "12:30am on 20 July 2026");
    }
}
