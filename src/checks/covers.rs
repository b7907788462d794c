//! `covers`: a list names everything that another one does.

use super::conditions::same;
use super::outcome::{Cause, Mode, Outcome, Outcomes};
use super::{Judge, Looked, Rule, Scope};
use crate::standards::{Path, Root, Step};

pub(super) fn judge(judge: &Judge<'_>, rule: &Rule<'_>, list: &Path, of: &Path, out: &mut Outcomes) {
    let place = judge.place(list);
    if judge.mode == Mode::Draft {
        return out.count(Outcome::Inapplicable);
    }
    if !is_known(judge, of) {
        return judge.cannot_tell(rule, place, judge.unknown(of), out);
    }
    let mut named = Vec::new();
    judge.each(list, &mut |_, value, _| named.push(value));
    let (mut any, mut missing) = (false, false);
    judge.each(of, &mut |_, value, _| {
        if !value.is_blank() {
            any = true;
            missing |= !named.iter().any(|name| same(name, value));
        }
    });
    match (any, missing) {
        (false, _) => out.count(Outcome::Inapplicable),
        (true, false) => judge.passed(out),
        (true, true) => judge.failed(rule, place, Cause::Rule, out),
    }
}

/// Was the list that a path goes through supplied?
pub(super) fn is_known(judge: &Judge<'_>, path: &Path) -> bool {
    if path.root != Root::Context {
        return true;
    }
    let mut list = path.clone();
    list.steps = path.steps.iter().copied().take_while(|step| *step != Step::Each).collect();
    matches!(judge.look(&list, Scope::NONE), Looked::Value(_))
}
