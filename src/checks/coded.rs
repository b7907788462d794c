//! `coded`: every code is one of its list.

use super::outcome::Outcomes;
use super::{Judge, Rule, structural};
use crate::record::Fault;

pub(super) fn judge(judge: &Judge<'_>, rule: &Rule<'_>, out: &mut Outcomes) {
    structural::faults(judge, rule, |fault| matches!(fault, Fault::Code), out);
}
