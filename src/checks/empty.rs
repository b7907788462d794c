//! `empty`: these fields are left blank.

use super::outcome::{Cause, Outcome, Outcomes};
use super::{Judge, Rule};
use crate::standards::Path;

pub(super) fn judge(judge: &Judge<'_>, rule: &Rule<'_>, fields: &[Path], out: &mut Outcomes) {
    for path in fields {
        let mut seen = false;
        judge.each(path, &mut |place, value, _| {
            seen = true;
            if value.is_blank() {
                judge.passed(out);
            } else {
                judge.failed(rule, place, Cause::Rule, out);
            }
        });
        if !seen {
            out.count(Outcome::Inapplicable);
        }
    }
}
