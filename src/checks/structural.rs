//! `typed`, `sized` and `identifier`: what reading the record found. The faults are the record's; these rules give each
//! its level, its clauses and its words.

use super::outcome::{Cause, Outcome, Outcomes};
use super::{Judge, Rule};
use crate::record::Fault;
use crate::standards::FieldType;

/// One finding for each fault that `belongs`, or one pass.
pub(super) fn faults(judge: &Judge<'_>, rule: &Rule<'_>, belongs: impl Fn(&Fault) -> bool, out: &mut Outcomes) {
    let mut clean = true;
    for found in judge.faults().iter().filter(|found| belongs(&found.fault)) {
        clean = false;
        judge.failed(rule, found.place, Cause::Fault(found.fault.clone()), out);
    }
    if clean {
        judge.passed(out);
    }
}

pub(super) fn typed(judge: &Judge<'_>, rule: &Rule<'_>, out: &mut Outcomes) {
    let belongs =
        |fault: &Fault| matches!(fault, Fault::Type | Fault::DateForm | Fault::DateImpossible | Fault::TimeSkipped);
    faults(judge, rule, belongs, out);
}

pub(super) fn sized(judge: &Judge<'_>, rule: &Rule<'_>, out: &mut Outcomes) {
    let belongs = |fault: &Fault| matches!(fault, Fault::TooLong { .. } | Fault::TooMany { .. } | Fault::Range);
    faults(judge, rule, belongs, out);
}

pub(super) fn identifier(judge: &Judge<'_>, rule: &Rule<'_>, types: &[FieldType], out: &mut Outcomes) {
    let is_ours = |kind| types.iter().any(|known| known.identifier() == Some(kind));
    let filled = rule.bound.fields.iter().any(|number| judge.is_filled_anywhere(*number));
    if filled {
        faults(judge, rule, |fault| matches!(fault, Fault::Identifier(kind, _) if is_ours(*kind)), out);
    } else {
        out.count(Outcome::Inapplicable);
    }
}

impl Judge<'_> {
    /// Is the field filled in, in any item of the lists that it is in?
    fn is_filled_anywhere(&self, number: u16) -> bool {
        fn filled(judge: &Judge<'_>, value: &crate::record::Value<'_>, chain: &[u16]) -> bool {
            let Some((number, rest)) = chain.split_first() else {
                return !value.is_blank();
            };
            let Some(field) = judge.layout().field(*number) else {
                return false;
            };
            let Some(inner) = value.at(field.position) else {
                return false;
            };
            if field.repeating {
                inner.items().iter().any(|item| filled(judge, item, rest))
            } else {
                filled(judge, inner, rest)
            }
        }
        let mut chain = [0_u16; 4];
        let mut length = 0_usize;
        let mut at = number;
        while let (Some(field), Some(slot)) = (self.layout().field(at), chain.get_mut(length)) {
            *slot = at;
            length = length.saturating_add(1);
            at = field.parent;
        }
        let chain = chain.get_mut(..length).unwrap_or_default();
        chain.reverse();
        filled(self, &self.record.fields, chain)
    }
}
