//! `holds`: a condition is true.

use super::conditions::Tri;
use super::outcome::{Cause, Mode, Outcome, Outcomes};
use super::{Judge, Rule, Scope};
use crate::standards::{Condition, Path};

pub(super) fn judge(
    judge: &Judge<'_>,
    rule: &Rule<'_>,
    that: &Condition,
    at: &Path,
    missing: bool,
    out: &mut Outcomes,
) {
    if missing && judge.mode == Mode::Draft {
        return out.count(Outcome::Inapplicable);
    }
    match judge.holds(that, Scope::NONE) {
        Tri::Yes => judge.passed(out),
        Tri::No => judge.failed(rule, judge.place(at), Cause::Rule, out),
        Tri::Unknown(cause) => judge.cannot_tell(rule, judge.place(at), cause, out),
    }
}
