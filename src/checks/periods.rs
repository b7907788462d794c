//! `periods`: dated entries of a list follow one another.

use super::conditions::Tri;
use super::outcome::{Cause, Doubt, Mode, Outcome, Outcomes};
use super::{Judge, Rule, Scope};
use crate::calendar::Date;
use crate::record::{Place, Value};
use crate::standards::{Current, Expects};

/// An entry: its place, its first day and its last.
struct Period {
    place: Place,
    start: Option<Date>,
    end: Option<Date>,
}

pub(super) fn judge(judge: &Judge<'_>, rule: &Rule<'_>, out: &mut Outcomes) {
    let Expects::Periods { list, start, end, item, current, overlap, max_gap_days } = &rule.bound.rule.expects else {
        return;
    };
    let group = judge.layout().group(list.field);
    let position = |name: &str| group.position(name, usize::MAX, &judge.layout().fields);
    let (Some(start), Some(end)) = (position(start), position(end)) else {
        return;
    };
    let mut periods = Vec::new();
    let mut blank = true;
    judge.each(list, &mut |place, value, _| {
        for (index, entry) in value.items().iter().enumerate() {
            blank = false;
            if let Some(condition) = item {
                match judge.holds(condition, Scope { item: Some(entry) }) {
                    Tri::Yes => {}
                    Tri::No => continue,
                    Tri::Unknown(cause) => {
                        judge.cannot_tell(rule, place.item(index), cause, out);
                        continue;
                    }
                }
            }
            let day = |position: usize| u16::try_from(position).ok().and_then(|position| entry.at(position));
            let (first, last) = (day(start), day(end));
            if [first, last].contains(&Some(&Value::Faulty)) {
                judge.cannot_tell(rule, place.item(index), Doubt::Faulty, out);
                continue;
            }
            periods.push(Period {
                place: place.item(index),
                start: first.and_then(Value::day),
                end: last.and_then(Value::day),
            });
        }
    });
    if blank {
        // Whether there must be an entry at all is for a `required` rule.
        return out.count(Outcome::Inapplicable);
    }
    let mut faults = Vec::new();
    ends_before_it_starts(&periods, &mut faults);
    if let Some(current) = current {
        count_current(judge, &periods, *current, judge.place(list), &mut faults);
    }
    crate::text::sort_short(&mut periods, |period| period.start);
    for pair in periods.windows(2) {
        let [before, after] = pair else { continue };
        if let Some(fault) = follow(before, after, *overlap, *max_gap_days) {
            faults.push(fault);
        }
    }
    if faults.is_empty() {
        return judge.passed(out);
    }
    let mut told = Vec::new();
    for place in faults {
        if !told.contains(&place) {
            told.push(place);
            judge.failed(rule, place, Cause::Rule, out);
        }
    }
}

fn ends_before_it_starts(periods: &[Period], faults: &mut Vec<Place>) {
    for period in periods {
        if let (Some(start), Some(end)) = (period.start, period.end)
            && end < start
        {
            faults.push(period.place);
        }
    }
}

/// An entry without a last day, or with one still to come, is current.
fn count_current(judge: &Judge<'_>, periods: &[Period], current: Current, list: Place, faults: &mut Vec<Place>) {
    let mut currents = periods.iter().filter(|period| period.end.is_none_or(|end| end >= judge.today));
    match (currents.next(), current) {
        (None, Current::ExactlyOne) if judge.mode == Mode::Final => faults.push(list),
        _ => {}
    }
    faults.extend(currents.map(|period| period.place));
}

/// The later of two entries, if it does not follow the earlier one as it should. Sharing a single day, the day of a move,
/// is no overlap.
fn follow(before: &Period, after: &Period, overlap: bool, max_gap: Option<i32>) -> Option<Place> {
    let (_, next) = (before.start?, after.start?);
    let overlaps = before.end.is_none_or(|end| next < end);
    if overlaps && !overlap {
        return Some(after.place);
    }
    let gap = before.end?.days_until(next);
    max_gap.is_some_and(|max| gap > max).then_some(after.place)
}
