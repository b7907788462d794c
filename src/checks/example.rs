//! Running the examples of rule files.

use super::outcome::Outcomes;
use super::{Counts, Judge, Mode, Outcome};
use crate::calendar::Moment;
use crate::packs::{Example, Library};
use crate::record::{Context, Record};
use crate::standards::Standard;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Runs the examples of a library, and keeps the standards that they are run under.
#[derive(Debug)]
pub struct Examples<'l> {
    library: &'l Library,
    standards: Mutex<BTreeMap<String, Arc<Standard>>>,
}

impl<'l> Examples<'l> {
    /// The examples of a library.
    pub fn new(library: &'l Library) -> Examples<'l> {
        Examples { library, standards: Mutex::default() }
    }

    /// Runs one: its record is checked under a standard with every rule at its defaults, its own rule with the example's
    /// settings, and the outcome of that rule alone is looked at.
    ///
    /// # Errors
    /// What came out otherwise than the example says, or why it could not be run.
    pub fn run(&self, example: &Example) -> Result<(), String> {
        run(&*self.standard(example)?, example)
    }

    fn standard(&self, example: &Example) -> Result<Arc<Standard>, String> {
        let pack = example.place.split('/').next().unwrap_or_default();
        let key =
            if example.set.is_empty() { pack.to_owned() } else { format!("{pack} {} {:?}", example.rule, example.set) };
        // A poisoned lock holds whole entries all the same.
        let mut standards = self.standards.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(standard) = standards.get(&key) {
            return Ok(Arc::clone(standard));
        }
        let definition = self.library.resolve_example(example).map_err(|error| error.to_string())?;
        let standard = Arc::new(Standard::new(definition).map_err(|error| error.to_string())?);
        standards.insert(key, Arc::clone(&standard));
        Ok(standard)
    }
}

fn run(standard: &Standard, example: &Example) -> Result<(), String> {
    let json = example.record.to_string();
    let record = Record::from_json(standard, &json).map_err(|error| error.to_string())?;
    let context_json = example.context.to_string();
    let context = match standard.kind(record.kind()) {
        Some(kind) => Context::from_json(standard, kind, &context_json).map_err(|error| error.to_string())?,
        None => Context::unknown(),
    };
    let as_at = Moment::parse(&example.as_at).map_err(|fault| format!("as_at: {fault}"))?;
    let mode = match example.mode.as_str() {
        "final" => Mode::Final,
        "draft" => Mode::Draft,
        _ => return Err("mode is neither final nor draft".to_owned()),
    };
    let kind = standard.kind(record.kind()).ok_or("the standard has no such record kind")?;
    let number = kind.rules.iter().position(|bound| bound.id == example.rule);
    let bound =
        number.and_then(|number| kind.rules.get(number)).ok_or("the rule does not apply to records of this kind")?;
    let judge = Judge::new(standard, kind, &record, &context, as_at, mode);
    let mut outcomes = Outcomes::default();
    judge.rule(u16::try_from(number.unwrap_or_default()).unwrap_or(u16::MAX), bound, &mut outcomes);
    let outcome = overall(outcomes.counts);
    let name = serde_json::to_value(outcome).unwrap_or_default();
    if name != example.outcome.as_str() {
        return Err(format!("the outcome is {name}, not \"{}\"", example.outcome));
    }
    let Some(at) = &example.at else { return Ok(()) };
    let found: Vec<String> = outcomes.findings.iter().map(|finding| finding.pointer(&kind.layout)).collect();
    if found.iter().any(|pointer| pointer == at) {
        Ok(())
    } else {
        Err(format!("no finding is at {at}; there are findings at {}", found.join(", ")))
    }
}

/// The outcome of a rule over all the places it looked at: the worst decides, and a pass anywhere beats not applying.
fn overall(counts: Counts) -> Outcome {
    match counts {
        Counts { failed: 1.., .. } => Outcome::Failed,
        Counts { cannot_tell: 1.., .. } => Outcome::CannotTell,
        Counts { pending: 1.., .. } => Outcome::Pending,
        Counts { passed: 1.., .. } => Outcome::Passed,
        _ => Outcome::Inapplicable,
    }
}
