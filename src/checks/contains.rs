//! `contains`: a narrative uses at least one of the words of a list.

use super::outcome::{Cause, Doubt, Mode, Outcome, Outcomes};
use super::{Judge, Rule, narrative};
use crate::standards::Path;

pub(super) fn judge(judge: &Judge<'_>, rule: &Rule<'_>, fields: &[Path], list: &str, out: &mut Outcomes) {
    // What is still being written may come to say it.
    if judge.mode == Mode::Draft {
        return out.count(Outcome::Inapplicable);
    }
    let Some(list) = judge.word_list(list) else {
        return;
    };
    let (mut written, mut found, mut unread) = (None, false, false);
    judge.narratives(fields, &mut |place, text| {
        written.get_or_insert(place);
        if judge.is_readable(place) {
            found |= narrative::mentions(judge.standard, list, text);
        } else {
            unread = true;
        }
    });
    match written {
        // A blank narrative is another rule's to ask for.
        None => out.count(Outcome::Inapplicable),
        Some(_) if found => judge.passed(out),
        Some(place) if unread => judge.cannot_tell(rule, place, Doubt::Faulty, out),
        Some(place) => judge.failed(rule, place, Cause::Rule, out),
    }
}
