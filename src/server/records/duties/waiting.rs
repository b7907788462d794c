//! Finished records that wait for somebody: to be authorised, reviewed, disposed of, or kept for a hold.

use super::super::known;
use super::super::steps::read_record;
use super::{Duty, Of};
use crate::calendar::{Date, Moment};
use crate::checks::retention::{self, Block};
use crate::server::problem::Problem;
use crate::server::store::{RecordState, RecordVersion};
use serde_json::Value;

/// What stands in the way of disposal beyond the table: members of the context's group `disposal`.
const OPEN: [&str; 3] = ["access_request_open", "court_order_open", "hold_open"];

pub(super) fn all(of: &Of<'_>) -> Result<Vec<Duty>, Problem> {
    let mut duties = Vec::new();
    let context: Value = serde_json::from_str(&of.context(None)?).map_err(|_| Problem::store_unavailable())?;
    for record in of.records.iter().filter(|record| record.state != RecordState::Draft) {
        if known::waits(of.standard, &record.kind, record.state) {
            duties.push(Duty::of("authorise", of.case, record));
        }
        duties.extend(review(of, record)?);
        duties.extend(disposal(of, record, &context)?);
    }
    Ok(duties)
}

/// A warning that stands is looked at again on the day that it says.
fn review(of: &Of<'_>, record: &RecordVersion) -> Result<Option<Duty>, Problem> {
    if record.kind != "hazard" {
        return Ok(None);
    }
    let hazard: Value = serde_json::from_str(&record.record).map_err(|_| Problem::store_unavailable())?;
    let field = |name: &str| hazard.pointer(&format!("/fields/{name}")).and_then(Value::as_str);
    let day = field("next_review_on").and_then(|day| Date::parse(day).ok());
    let stands = field("status") == Some("ACTIVE");
    let duty = |day: Date| Duty::of("review", of.case, record).due(Moment::end_of_day(day), of.asked.now);
    Ok(day.filter(|_| stands).map(duty))
}

/// A file whose day has come, by the standard's retention table; or that a hold keeps, whatever the day.
fn disposal(of: &Of<'_>, record: &RecordVersion, context: &Value) -> Result<Option<Duty>, Problem> {
    let open: Vec<&str> = OPEN
        .into_iter()
        .filter(|name| context.pointer(&format!("/disposal/{name}")) == Some(&Value::Bool(true)))
        .collect();
    let read = read_record(of.standard, &record.record)?;
    let Some(decision) = retention::of(of.standard, &read, &open, of.asked.now) else { return Ok(None) };
    let row = |number: u16| of.standard.retention().get(usize::from(number));
    let duty = |what, number: Option<u16>| {
        let row = number.and_then(row);
        let (rule, message) = (row.map(|row| row.id.clone()), row.map(|row| row.title.clone()));
        Duty { rule, message, ..Duty::of(what, of.case, record) }
    };
    let held = decision.blocks.iter().find_map(|block| match block {
        Block::Hold(row) => Some(Some(*row)),
        Block::Open(_) => Some(None),
        Block::Permanent(_) | Block::Undated(..) => None,
    });
    let (Some(day), Some((number, _))) = (decision.until(), decision.decides) else {
        return Ok(held.map(|row| duty("hold", row)));
    };
    Ok(match held {
        Some(row) => Some(duty("hold", row)),
        None if day <= of.asked.now.date() => {
            Some(duty("dispose", Some(number)).due(Moment::start_of_day(day), of.asked.now))
        }
        None => None,
    })
}
