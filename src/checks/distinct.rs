//! `distinct`: no two of a list are the same.

use super::conditions::same;
use super::outcome::{Cause, Outcome, Outcomes};
use super::{Judge, Rule};
use crate::record::{Place, Value};
use crate::standards::Path;

pub(super) fn judge(judge: &Judge<'_>, rule: &Rule<'_>, field: &Path, out: &mut Outcomes) {
    let mut seen: Vec<(Place, &Value<'_>)> = Vec::new();
    judge.each(field, &mut |place, value, _| match value {
        Value::List(items) => seen.extend(items.iter().enumerate().map(|(at, item)| (place.item(at), item))),
        value => seen.push((place, value)),
    });
    seen.retain(|(_, value)| !value.is_blank() && !matches!(value, Value::Faulty));
    if seen.len() < 2 {
        return out.count(Outcome::Inapplicable);
    }
    // Lists of a record are short: the form says how many items there may be.
    let again =
        seen.iter().enumerate().filter(|(at, (_, value))| seen.iter().take(*at).any(|(_, before)| same(before, value)));
    let again: Vec<Place> = again.map(|(_, (place, _))| *place).collect();
    if again.is_empty() {
        return judge.passed(out);
    }
    for place in again {
        judge.failed(rule, place, Cause::Rule, out);
    }
}
