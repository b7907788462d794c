//! Each rule can fail, and on its own account: an example that passes is broken in one thing, and then this rule fails and
//! no other one that did not fail before.
//!
//! What is broken is made from the rule itself: a required answer is taken out, an empty one filled, an allowed one
//! changed, a date moved. Where that cannot be (prose, mostly) the one difference is taken from the rule's own failing
//! example. The lists at the end name the rules of which less can be said, and may only shrink.

#![cfg(all(not(target_arch = "wasm32"), feature = "packs"))]

#[path = "mutation/broken.rs"]
mod broken;

use broken::{State, mutations};
use fairnote::packs::{Example, Library};
use fairnote::standards::Standard;
use fairnote::{Context, Mode, Moment, Record, check, report};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// The rules of every outcome that counts against a record: failed, and no longer to be told.
type Against = BTreeSet<String>;

fn against(standard: &Standard, state: &State, example: &Example) -> Option<(Against, Against)> {
    let mut json = serde_json::json!({"kind": example.record["kind"], "fields": state.fields});
    for key in ["accepted", "tags"] {
        if let Some(value) = state.beside.get(key) {
            json[key] = value.clone();
        }
    }
    let text = json.to_string();
    let record = Record::from_json(standard, &text).ok()?;
    let kind = standard.kind(record.kind())?;
    let context_text = state.context.to_string();
    let context = Context::from_json(standard, kind, &context_text).ok()?;
    let as_at = Moment::parse(&state.as_at).ok()?;
    let mode = if example.mode == "draft" { Mode::Draft } else { Mode::Final };
    let report: Value = serde_json::from_str(&report::json(&check(standard, &record, &context, as_at, mode))).ok()?;
    let of = |outcome: &str| {
        let findings = report["findings"].as_array().into_iter().flatten();
        let found = findings.filter(|finding| finding["outcome"] == outcome);
        found.map(|finding| finding["rule"].as_str().unwrap_or_default().to_owned()).collect()
    };
    Some((of("failed"), of("cannot_tell")))
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Reached {
    Nothing,
    /// It fails, and so does another rule.
    Shared,
    /// It fails alone, by what its failing example has.
    ByExample,
    /// It fails alone, by what was made from the rule.
    Made,
}

#[test]
fn each_rule_fails_alone_when_its_one_expectation_is_broken() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("standards");
    let library = Library::read(&folder).expect("reads");
    let examples = library.examples();
    let mut standards: BTreeMap<String, Standard> = BTreeMap::new();
    let mut reached: BTreeMap<&str, (Reached, Against)> = BTreeMap::new();
    for example in &examples {
        let best = reached.entry(&example.rule).or_insert((Reached::Nothing, Against::new()));
        if example.outcome != "passed" || best.0 == Reached::Made {
            continue;
        }
        let pack = example.place.split('/').next().unwrap_or_default();
        let own = if example.set.is_empty() { String::new() } else { format!("{} {:?}", example.rule, example.set) };
        let standard = standards
            .entry(format!("{pack} {own}"))
            .or_insert_with(|| Standard::new(library.resolve_example(example).expect("resolves")).expect("a standard"));
        let whole = State::of(example);
        let (before, doubts) = against(standard, &whole, example).unwrap_or_else(|| panic!("{}", example.place));
        assert!(!before.contains(&example.rule), "{}: fails in an example that passes", example.place);
        let definition = standard.definition();
        let rule = definition.rules.get(&example.rule).expect("the rule");
        let failing = examples.iter().filter(|other| {
            other.rule == example.rule && other.outcome == "failed" && other.record["kind"] == example.record["kind"]
        });
        let made = mutations(definition, rule, example.record["kind"].as_str().unwrap_or_default(), &whole)
            .into_iter()
            .map(|state| (Reached::Made, state));
        let borrowed = failing.flat_map(|other| broken::borrowed(&whole, other));
        let borrowed: Vec<_> = borrowed.map(|state| (Reached::ByExample, state)).collect();
        for (how, state) in made.chain(borrowed) {
            if best.0 >= how {
                continue;
            }
            let Some((after, doubted)) = against(standard, &state, example) else { continue };
            if !after.contains(&example.rule) {
                continue;
            }
            let mut others: Against = after.difference(&before).cloned().collect();
            others.extend(doubted.difference(&doubts).cloned());
            others.remove(&example.rule);
            if others.is_empty() {
                *best = (how, others);
            } else if best.0 == Reached::Nothing || best.0 == Reached::Shared && others.len() < best.1.len() {
                *best = (Reached::Shared, others);
            }
        }
    }
    let named = |wanted: Reached| -> Vec<&str> {
        reached.iter().filter(|(_, (how, _))| *how == wanted).map(|(rule, _)| *rule).collect()
    };
    let (made, by_example) = (named(Reached::Made).len(), named(Reached::ByExample).len());
    let (shared, nothing) = (named(Reached::Shared), named(Reached::Nothing));
    println!(
        "{} rules: {made} broken alone by what was made from the rule, {by_example} by what their failing example has, \
         {} only together with another rule, {} not at all",
        reached.len(),
        shared.len(),
        nothing.len(),
    );
    let new: Vec<String> = shared
        .iter()
        .filter(|rule| !SHARED.contains(rule))
        .map(|rule| format!("{rule} fails only together with {:?}", reached[rule].1))
        .chain(nothing.iter().filter(|rule| !NOTHING.contains(rule)).map(|rule| format!("{rule} cannot be broken")))
        .collect();
    assert!(new.is_empty(), "name these below with why, or give the rule an example:\n{}", new.join("\n"));
    let gone = SHARED
        .iter()
        .filter(|rule| !shared.contains(rule))
        .chain(NOTHING.iter().filter(|rule| !nothing.contains(rule)));
    let gone: Vec<_> = gone.collect();
    assert!(gone.is_empty(), "these are better than the lists say; take them out: {gone:?}");
}

/// Rules that fail only together with another one: the two look at one answer from two sides.
const SHARED: &[&str] = &[
    // An email that should have been left out is filed like any other, and so must be filed whole.
    "email-for-information-only-is-left-out",
    // What an audit or a manager asks for stands in the same lists as the decisions and actions of every entry.
    "audit-that-finds-shortcomings-gives-actions",
    "managers-decision-is-listed-as-a-decision",
    // A date of birth that is lost is missing, too; one that is there makes each question for the unborn a wrong one.
    "born-baby-is-not-marked-unborn",
    "born-child-is-not-changed-back-to-unborn",
    "date-of-birth-is-not-lost",
    // What is still open after the six weeks is asked for by the rule of that question, too.
    "ethnicity-is-known-by-six-weeks",
    "record-of-a-new-baby-is-completed-in-time",
    "religion-is-settled-after-the-birth",
    // The name from before the birth is no full name.
    "new-baby-has-a-name-of-their-own",
    // A late entry without a time of its own, or with decisions that are denied, lacks those answers.
    "late-entry-has-its-own-date-and-time",
    "none-is-said-only-when-nothing-is-listed",
    // After the day, the 24 hours may be over, and there must be a reason.
    "safeguarding-work-is-written-up-the-same-day",
    // A report that nobody is named for lacks its source in the text and in the list.
    "hearsay-names-its-source",
    // A sentence of more than forty words makes hard reading.
    "sentences-are-short",
    // An email that is kept must be filed, with its parties; one that is left out need not.
    "email-for-information-only-is-left-out",
    // A describing word is an opinion with nothing beside it.
    "describing-words-have-evidence-beside-them",
    // What is hard to read is so by words that few know.
    "text-is-easy-to-read",
];

/// Rules that no change of a passing example makes fail.
const NOTHING: &[&str] = &[];
