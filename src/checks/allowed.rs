//! `allowed`: the answer is one of some values, or none of some others.

use super::conditions::is_any;
use super::outcome::{Cause, Doubt, Mode, Outcome, Outcomes};
use super::{Judge, Rule};
use crate::record::Value;
use crate::standards::{Blank, Literal, Path};

pub(super) fn judge(
    judge: &Judge<'_>,
    rule: &Rule<'_>,
    field: &Path,
    values: &[Literal],
    except: &[Literal],
    blank: Blank,
    out: &mut Outcomes,
) {
    let mut seen = false;
    judge.each(field, &mut |place, value, _| {
        seen = true;
        if value.is_blank() {
            match (blank, judge.mode) {
                (Blank::Fails, Mode::Final) => judge.failed(rule, place, Cause::Rule, out),
                _ => out.count(Outcome::Inapplicable),
            }
        } else if matches!(value, Value::Faulty) {
            judge.cannot_tell(rule, place, Doubt::Faulty, out);
        } else if (values.is_empty() || is_any(value, values)) && !is_any(value, except) {
            judge.passed(out);
        } else {
            judge.failed(rule, place, Cause::Rule, out);
        }
    });
    if !seen {
        out.count(Outcome::Inapplicable);
    }
}
