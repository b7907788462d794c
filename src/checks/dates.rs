//! `dates`: a date lies between two others.

use super::outcome::{Cause, Doubt, Outcome, Outcomes};
use super::{Judge, Rule, Scope};
use crate::calendar::Date;
use crate::record::Value;
use crate::standards::{Anchor, Path};

pub(super) fn judge(
    judge: &Judge<'_>,
    rule: &Rule<'_>,
    field: &Path,
    earliest: Option<&Anchor>,
    latest: Option<&Anchor>,
    out: &mut Outcomes,
) {
    let mut seen = false;
    judge.each(field, &mut |place, value, item| {
        seen = true;
        if matches!(value, Value::Faulty) {
            return judge.cannot_tell(rule, place, Doubt::Faulty, out);
        }
        let Some(day) = value.day() else {
            return out.count(Outcome::Inapplicable);
        };
        let scope = Scope { item };
        let bounds = [(earliest, true), (latest, false)];
        for (anchor, is_earliest) in bounds.into_iter().filter_map(|(anchor, first)| Some((anchor?, first))) {
            match bound(judge, anchor, scope) {
                // Nothing to compare with: that the other date is missing is another rule's matter.
                Ok(None) => {}
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

fn bound(judge: &Judge<'_>, anchor: &Anchor, scope: Scope<'_>) -> Result<Option<Date>, Doubt> {
    let Some(from) = judge.day(&anchor.from, scope)? else {
        return Ok(None);
    };
    let months = anchor.years.saturating_mul(12).saturating_add(anchor.months);
    // A bound before year 1 or after 9999 bounds nothing.
    Ok(from.add_months(months).and_then(|day| day.add_days(anchor.days)))
}
