//! `mentions`: if a narrative mentions one of some things, a condition holds.

use super::conditions::Tri;
use super::outcome::{Cause, Doubt, Outcome, Outcomes};
use super::{Judge, Rule, Scope, narrative};
use crate::standards::{Condition, Path};

pub(super) fn judge(
    judge: &Judge<'_>,
    rule: &Rule<'_>,
    fields: &[Path],
    list: &str,
    that: &Condition,
    at: &Path,
    out: &mut Outcomes,
) {
    let Some(list) = judge.word_list(list) else {
        return;
    };
    let (mut mentioned, mut unread) = (false, false);
    judge.narratives(fields, &mut |place, text| {
        if judge.is_readable(place) {
            mentioned |= narrative::mentions(judge.standard, list, text);
        } else {
            unread = true;
        }
    });
    match (mentioned, unread) {
        (false, true) => return judge.cannot_tell(rule, judge.place(at), Doubt::Faulty, out),
        (false, false) => return out.count(Outcome::Inapplicable),
        (true, _) => {}
    }
    match judge.holds(that, Scope::NONE) {
        Tri::Yes => judge.passed(out),
        Tri::No => judge.failed(rule, judge.place(at), Cause::Rule, out),
        Tri::Unknown(cause) => judge.cannot_tell(rule, judge.place(at), cause, out),
    }
}
