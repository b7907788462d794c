//! `dates`: a date lies between two others.

use super::outcome::{Cause, Doubt, Finding, Mode, Outcome, Outcomes};
use super::{Judge, Rule, Scope};
use crate::calendar::{Date, Moment};
use crate::record::{Place, Value};
use crate::standards::{Anchor, Path};

pub(super) fn judge(
    judge: &Judge<'_>,
    rule: &Rule<'_>,
    field: &Path,
    [earliest, latest]: [Option<&Anchor>; 2],
    waits: bool,
    out: &mut Outcomes,
) {
    let mut seen = false;
    judge.each(field, &mut |place, value, item| {
        seen = true;
        if matches!(value, Value::Faulty) {
            return judge.cannot_tell(rule, place, Doubt::Faulty, out);
        }
        let scope = Scope { item };
        let Some(day) = value.day() else {
            let opens = earliest.filter(|_| waits && judge.mode == Mode::Draft);
            return match opens.map(|anchor| bound(judge, anchor, scope)) {
                Some(Ok(Some(opens))) if judge.today < opens => {
                    judge.add(rule, waiting(rule, Outcome::Pending, place, opens), out);
                }
                _ => out.count(Outcome::Inapplicable),
            };
        };
        let bounds = [(earliest, true), (latest, false)];
        for (anchor, is_earliest) in bounds.into_iter().filter_map(|(anchor, first)| Some((anchor?, first))) {
            match bound(judge, anchor, scope) {
                // Nothing to compare with: that the other date is missing is another rule's matter.
                Ok(None) => {}
                Ok(Some(bound)) if is_earliest && day < bound && waits => {
                    return judge.add(rule, waiting(rule, Outcome::Failed, place, bound), out);
                }
                Ok(Some(bound)) if (is_earliest && day < bound) || (!is_earliest && day > bound) => {
                    return judge.failed(rule, place, Cause::Rule, out);
                }
                Ok(Some(_)) => {}
                Err(cause) => return judge.cannot_tell(rule, place, cause, out),
            }
        }
        judge.passed(out);
    });
    if !seen {
        out.count(Outcome::Inapplicable);
    }
}

/// A finding that names the first moment at which it may be.
fn waiting(rule: &Rule<'_>, outcome: Outcome, place: Place, opens: Date) -> Finding {
    let due = Some(Moment::start_of_day(opens));
    Finding { rule: rule.number, outcome, place, span: None, due, cause: Cause::Rule, accepted: false }
}

fn bound(judge: &Judge<'_>, anchor: &Anchor, scope: Scope<'_>) -> Result<Option<Date>, Doubt> {
    let Some(from) = judge.day(&anchor.from, scope)? else {
        return Ok(None);
    };
    let months = anchor.years.saturating_mul(12).saturating_add(anchor.months);
    // A bound before year 1 or after 9999 bounds nothing.
    Ok(from.add_months(months).and_then(|day| day.add_days(anchor.days)))
}
