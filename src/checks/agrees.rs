//! `agrees`: two answers are the same.

use super::conditions::same;
use super::outcome::{Cause, Doubt, Outcome, Outcomes};
use super::{Judge, Looked, Rule, Scope};
use crate::record::Value;
use crate::standards::Path;

pub(super) fn judge(judge: &Judge<'_>, rule: &Rule<'_>, field: &Path, with: &Path, out: &mut Outcomes) {
    let place = judge.place(field);
    let (one, other) = (judge.look(field, Scope::NONE), judge.look(with, Scope::NONE));
    match (one, other) {
        (Looked::Value(one), _) if one.is_blank() => out.count(Outcome::Inapplicable),
        (Looked::Unknown, _) => judge.cannot_tell(rule, place, judge.unknown(field), out),
        (_, Looked::Unknown) => judge.cannot_tell(rule, place, judge.unknown(with), out),
        (Looked::Value(Value::Faulty), _) | (_, Looked::Value(Value::Faulty)) => {
            judge.cannot_tell(rule, place, Doubt::Faulty, out);
        }
        (_, Looked::Value(other)) if other.is_blank() => out.count(Outcome::Inapplicable),
        (Looked::Value(one), Looked::Value(other)) if same(one, other) => judge.passed(out),
        _ => judge.failed(rule, place, Cause::Rule, out),
    }
}
