//! `required`: these fields are filled in.

use super::outcome::{Cause, Mode, Outcome, Outcomes};
use super::{Judge, Looked, Rule, Scope, conditions::Tri};
use crate::standards::{Condition, Need, Path};

pub(super) fn judge(
    judge: &Judge<'_>,
    rule: &Rule<'_>,
    fields: &[Path],
    need: Need,
    item: Option<&Condition>,
    out: &mut Outcomes,
) {
    if judge.mode == Mode::Draft {
        return out.count(Outcome::Inapplicable);
    }
    match need {
        Need::All => fields.iter().for_each(|path| all(judge, rule, path, item, out)),
        Need::Any => any(judge, rule, fields, out),
    }
}

fn all(judge: &Judge<'_>, rule: &Rule<'_>, path: &Path, item: Option<&Condition>, out: &mut Outcomes) {
    let mut seen = false;
    judge.each(path, &mut |place, value, within| {
        seen = true;
        let applies = item.map_or(Tri::Yes, |condition| judge.holds(condition, Scope { item: within }));
        match applies {
            Tri::No => out.count(Outcome::Inapplicable),
            Tri::Unknown(cause) => judge.cannot_tell(rule, place, cause, out),
            Tri::Yes if value.is_blank() => judge.failed(rule, place, Cause::Missing, out),
            Tri::Yes => judge.passed(out),
        }
    });
    if !seen {
        // A list without items has nothing in it that could be blank.
        out.count(Outcome::Inapplicable);
    }
}

fn any(judge: &Judge<'_>, rule: &Rule<'_>, fields: &[Path], out: &mut Outcomes) {
    let filled =
        fields.iter().any(|path| matches!(judge.look(path, Scope::NONE), Looked::Value(value) if !value.is_blank()));
    if filled {
        judge.passed(out);
    } else if let Some(first) = fields.first() {
        judge.failed(rule, judge.place(first), Cause::Missing, out);
    }
}
