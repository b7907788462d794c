//! `retention`: nothing is disposed of before the retention table allows it.
//!
//! [`decide`] is the calculation, a pure function of the table, the facts of a file and a day. The longest period that
//! applies decides; a hold stops every disposal while it stands. [`of`] reads the facts from a retention record, so that
//! a server or a command can show the date of any file, and the check compares that date with the one proposed.

use super::outcome::{Cause, Doubt, Finding, Outcome, Outcomes, Retained};
use super::{Judge, Looked, Rule, Scope};
use crate::calendar::{Date, Moment};
use crate::record::{Place, Record, Value};
use crate::standards::{BORN, DIED, Died, Expects, FieldType, Keep, Layout, Path, RetentionRow, Standard};

/// What is known of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts<'f> {
    /// Codes of what the file is or has been.
    pub facts: Vec<&'f str>,
    /// The dates that are known, by the name of their field.
    pub dates: Vec<(&'f str, Date)>,
    /// What else stands in the way of disposal, by name: an open access request, a court order.
    pub open: Vec<&'f str>,
}

/// How long a row keeps a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Until<'r> {
    /// Until this day; disposal on the day itself is not too early.
    Date(Date),
    /// Until a day that cannot be counted, as this date field is blank.
    Undated(&'r str),
    /// For ever.
    Permanent,
}

/// What stands in the way of disposal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Block<'r> {
    /// A hold: the position of its row.
    Hold(u16),
    /// A row that keeps for ever.
    Permanent(u16),
    /// A row whose period cannot be counted, and the date field that is blank.
    Undated(u16, &'r str),
    /// Something open, by name.
    Open(&'r str),
}

/// What a retention table says of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision<'r> {
    /// The position of the row that decides, and how long it keeps; none, if no row is for this file.
    pub decides: Option<(u16, Until<'r>)>,
    /// Every row that applies, holds left out, in the order of the table.
    pub considered: Vec<(u16, Until<'r>)>,
    /// All that stands in the way of disposal; empty, if nothing but the date does.
    pub blocks: Vec<Block<'r>>,
}

impl Decision<'_> {
    /// The hold that stands, if one does.
    pub fn hold(&self) -> Option<u16> {
        self.blocks.iter().find_map(|block| if let Block::Hold(row) = block { Some(*row) } else { None })
    }

    /// The day until which the file is kept, where the deciding row comes to one.
    pub fn until(&self) -> Option<Date> {
        match self.decides {
            Some((_, Until::Date(day))) => Some(day),
            _ => None,
        }
    }
}

/// Says how long a file is kept, by which row, and what stands in the way of disposal on a day.
///
/// Where several rows apply the longest period decides: one that has no end over one whose end cannot be counted yet, that
/// over any date, and of equal dates the first row. A row without facts is for a file that no other row is for, once it is
/// known what the file is.
pub fn decide<'r>(table: &'r [RetentionRow], facts: &Facts<'r>, on: Date) -> Decision<'r> {
    let mut considered = Vec::new();
    let mut blocks: Vec<Block<'r>> = facts.open.iter().map(|open| Block::Open(open)).collect();
    let rows = || (0_u16..).zip(table);
    for (number, row) in rows() {
        if row.keep == Keep::Hold {
            if row.stands(on) && (row.applies_to.is_empty() || any(&row.applies_to, facts)) {
                blocks.push(Block::Hold(number));
            }
        } else if !row.applies_to.is_empty() && any(&row.applies_to, facts) {
            considered.extend(keeps(row, facts).map(|until| (number, until)));
        }
    }
    if considered.is_empty() && !facts.facts.is_empty() {
        let others = rows().filter(|(_, row)| row.applies_to.is_empty() && row.keep != Keep::Hold);
        considered.extend(others.filter_map(|(number, row)| Some((number, keeps(row, facts)?))));
    }
    let mut decides: Option<(u16, Until<'r>)> = None;
    for (number, until) in &considered {
        if decides.is_none_or(|(_, longest)| *until > longest) {
            decides = Some((*number, *until));
        }
    }
    match decides {
        Some((row, Until::Permanent)) => blocks.push(Block::Permanent(row)),
        Some((row, Until::Undated(field))) => blocks.push(Block::Undated(row, field)),
        _ => {}
    }
    Decision { decides, considered, blocks }
}

fn any(codes: &[String], facts: &Facts<'_>) -> bool {
    codes.iter().any(|code| facts.facts.contains(&code.as_str()))
}

/// How long a row keeps a file that has one of its facts; `None`, if it is not for this file after all.
fn keeps<'r>(row: &'r RetentionRow, facts: &Facts<'_>) -> Option<Until<'r>> {
    let date = |name: &str| facts.dates.iter().find(|(known, _)| *known == name).map(|(_, date)| *date);
    if any(&row.unless, facts) {
        return None;
    }
    if let Some(died) = row.died {
        let before_18 = match (date(DIED), date(BORN)) {
            (None, _) => false,
            // Which of two rows it is depends on the date of birth, and the longer one may be either.
            (Some(_), None) => return Some(Until::Undated(BORN)),
            (Some(died), Some(born)) => born.age_on(died) < 18,
        };
        let applies = match died {
            Died::Before18 => before_18,
            Died::From18 => date(DIED).is_some() && !before_18,
            Died::NotBefore18 => !before_18,
        };
        if !applies {
            return None;
        }
    }
    if row.keep == Keep::Permanently {
        return Some(Until::Permanent);
    }
    let until = date(&row.from).and_then(|from| anniversary(from, row.age.saturating_add(row.years)));
    Some(until.map_or(Until::Undated(&row.from), Until::Date))
}

/// The same day this many years later. After 29 February it is 1 March in a common year, as for birthdays: a period of
/// keeping is never cut short by a day.
fn anniversary(from: Date, years: i32) -> Option<Date> {
    let day = from.add_years(years)?;
    if day.day() < from.day() { day.add_days(1) } else { Some(day) }
}

/// What the standard's table says of a retention record; `None`, if the standard has no rule on retention for its kind.
///
/// `open` names what else stands in the way, as the caller knows it.
pub fn of<'r>(standard: &'r Standard, record: &Record<'_>, open: &[&'r str], as_at: Moment) -> Option<Decision<'r>> {
    let kind = standard.kind(record.kind())?;
    let mut expects = kind.rules.iter().map(|bound| &bound.rule.expects);
    let facts = expects.find_map(|expects| match expects {
        Expects::Retention { facts, .. } => Some(facts),
        _ => None,
    });
    let (mut known, _) = read(standard, &kind.layout, &record.fields, facts?);
    known.open = open.to_vec();
    Some(decide(standard.retention(), &known, as_at.date()))
}

/// The facts and dates of a record, and whether one of them could not be read.
fn read<'r>(standard: &'r Standard, layout: &'r Layout, fields: &Value<'_>, path: &Path) -> (Facts<'r>, bool) {
    let mut known = Facts::default();
    let mut faulty = false;
    let field = layout.field(path.field);
    let codes = field.and_then(|field| standard.codes().get(usize::from(field.codes?)));
    let given = field.and_then(|field| fields.at(field.position));
    faulty |= given == Some(&Value::Faulty);
    for item in given.map(Value::items).unwrap_or_default() {
        match item {
            Value::Code(code) => {
                known.facts.extend(codes.and_then(|list| list.code(*code)));
            }
            _ => faulty |= *item == Value::Faulty,
        }
    }
    for field in layout.fields.iter().filter(|field| field.kind == FieldType::Date) {
        match fields.at(field.position).filter(|_| layout.field(field.parent).is_none()) {
            Some(Value::Date(date)) => known.dates.push((&field.id, *date)),
            Some(Value::Faulty) => faulty = true,
            _ => {}
        }
    }
    (known, faulty)
}

pub(super) fn judge(judge: &Judge<'_>, rule: &Rule<'_>, disposal: &Path, facts: &Path, out: &mut Outcomes) {
    let place = judge.place(disposal);
    let (known, faulty) = read(judge.standard, judge.layout(), &judge.record.fields, facts);
    if faulty {
        return judge.cannot_tell(rule, place, Doubt::Faulty, out);
    }
    let proposed = match judge.look(disposal, Scope::NONE) {
        Looked::Value(value) => value.day(),
        Looked::Unknown => None,
    };
    let decision = decide(judge.standard.retention(), &known, judge.today);
    let until = decision.until();
    let mut tell = |outcome, place, row, retained| {
        let due = until.map(Moment::start_of_day);
        let cause = Cause::Retention(row, retained);
        judge.add(rule, Finding { rule: rule.number, outcome, place, span: None, due, cause, accepted: false }, out);
    };
    // Nothing is proposed: say until when it is kept, while that is still to come.
    let told = if proposed.is_some() { Outcome::Failed } else { Outcome::Pending };
    match (decision.hold(), decision.decides) {
        (Some(row), _) => tell(told, place, row, Retained::Held),
        (None, None) => out.count(Outcome::Inapplicable),
        (None, Some((row, Until::Permanent))) => tell(told, place, row, Retained::Permanent),
        (None, Some((row, Until::Undated(field)))) => {
            tell(told, place_of(judge, field).unwrap_or(place), row, Retained::Undated);
        }
        (None, Some((row, Until::Date(day)))) => match proposed {
            Some(proposed) if proposed < day => tell(told, place, row, Retained::Early),
            None if day > judge.today => tell(told, place, row, Retained::Kept),
            _ => judge.passed(out),
        },
    }
}

fn place_of(judge: &Judge<'_>, name: &str) -> Option<Place> {
    let layout = judge.layout();
    let position = layout.top.position(name, usize::MAX, &layout.fields)?;
    layout.top.members.get(position).map(|number| Place::RECORD.field(*number))
}
