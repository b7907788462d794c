//! `words`: a narrative does without the words of a list.

use super::outcome::{Cause, Doubt, Finding, Outcome, Outcomes};
use super::{Judge, Rule, narrative};
use crate::standards::Path;

pub(super) fn judge(judge: &Judge<'_>, rule: &Rule<'_>, fields: &[Path], list: &str, out: &mut Outcomes) {
    let Some(list) = judge.word_list(list) else {
        return;
    };
    let mut seen = false;
    judge.narratives(fields, &mut |place, text| {
        seen = true;
        let Some(analysis) = judge.analysis(place, text) else {
            return judge.cannot_tell(rule, place, Doubt::Faulty, out);
        };
        let mut clean = true;
        for (_, word, span) in narrative::flags(text, &analysis).into_iter().filter(|(of, ..)| *of == list) {
            clean = false;
            let cause = Cause::Word(list, word);
            let outcome = Outcome::Failed;
            judge.add(
                rule,
                Finding { rule: rule.number, outcome, place, span: Some(span), due: None, cause, accepted: false },
                out,
            );
        }
        if clean {
            judge.passed(out);
        }
    });
    if !seen {
        out.count(Outcome::Inapplicable);
    }
}
