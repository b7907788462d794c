//! Whole, good records: each is accepted under every authority that it names, with nothing to warn of, and every form of
//! every standard has one.
//!
//! `tests/records/<kind>[-<variant>].json` holds what it is about, the authorities, the moment of the check, the record
//! and the case context.

#![cfg(not(target_arch = "wasm32"))]

use fairnote::{Context, Mode, Moment, Record, Standard, check, report};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

struct Good {
    name: String,
    authorities: Vec<String>,
    as_at: Moment,
    record: String,
    context: String,
}

fn records() -> Vec<Good> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/records");
    let mut paths: Vec<_> =
        std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    let read = |path: std::path::PathBuf| {
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        let json: Value = serde_json::from_str(&std::fs::read_to_string(&path).expect("read")).expect(&name);
        for key in json.as_object().expect("an object").keys() {
            assert!(["about", "authorities", "as_at", "record", "context"].contains(&key.as_str()), "{name}: {key}");
        }
        assert!(json["about"].as_str().is_some_and(|about| about.len() > 10), "{name} does not say what it is about");
        let authorities = json["authorities"].as_array().expect("authorities").iter();
        Good {
            authorities: authorities.map(|one| one.as_str().expect("an id").to_owned()).collect(),
            as_at: Moment::parse(json["as_at"].as_str().expect("a moment")).expect("a moment"),
            record: json["record"].to_string(),
            context: json["context"].to_string(),
            name,
        }
    };
    paths.into_iter().map(read).collect()
}

fn standards() -> BTreeMap<String, Standard> {
    let standard = |id: &str| fairnote::embedded::standard(id).expect("built in").expect("resolves");
    fairnote::embedded::STANDARDS.iter().map(|one| (one.id.to_owned(), standard(one.id))).collect()
}

fn report_of(standard: &Standard, good: &Good) -> Value {
    let record = Record::from_json(standard, &good.record).unwrap_or_else(|error| panic!("{}: {error}", good.name));
    let kind = standard.kind(record.kind()).expect("a kind");
    let context =
        Context::from_json(standard, kind, &good.context).unwrap_or_else(|error| panic!("{}: {error}", good.name));
    let report = check(standard, &record, &context, good.as_at, Mode::Final);
    serde_json::from_str(&report::json(&report)).expect("JSON")
}

#[test]
fn every_good_record_is_accepted_with_nothing_to_warn_of() {
    let standards = standards();
    let mut wrong = Vec::new();
    for good in records() {
        for authority in &good.authorities {
            let report = report_of(standards.get(authority).expect("an authority"), &good);
            let name = format!("{} under {authority}", good.name);
            if report["verdict"] != "accepted" {
                wrong.push(format!("{name}: {}", report["verdict"]));
            }
            for finding in report["findings"].as_array().expect("findings") {
                let kept = finding["accepted"] == true;
                if finding["level"] != "advice" && !kept && finding["outcome"] != "pending" {
                    wrong.push(format!("{name}: {} at {}: {}", finding["rule"], finding["at"], finding["message"]));
                }
                // An advice may stand, but what the context was to say must have been said.
                if finding["outcome"] == "cannot_tell" {
                    wrong.push(format!("{name}: {} cannot tell: {}", finding["rule"], finding["message"]));
                }
            }
            let passed = report["counts"]["passed"].as_u64().expect("a count");
            if passed < 4 {
                wrong.push(format!("{name}: only {passed} judgements passed"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_form_of_every_authority_has_a_good_record() {
    let covered: BTreeSet<(String, String)> = records()
        .iter()
        .flat_map(|good| {
            let record: Value = serde_json::from_str(&good.record).expect("JSON");
            let kind = record["kind"].as_str().expect("a kind").to_owned();
            good.authorities.iter().map(move |authority| (authority.clone(), kind.clone())).collect::<Vec<_>>()
        })
        .collect();
    let mut missing = Vec::new();
    for (id, standard) in standards().iter().filter(|(id, _)| *id != "england") {
        for kind in standard.kinds() {
            // A form that an authority has no rule of its own for is there because the base pack has it.
            let own = kind.rules.iter().any(|bound| !bound.rule.clauses.is_empty());
            if own && !covered.contains(&(id.clone(), kind.name.clone())) {
                missing.push(format!("{id}: {}", kind.name));
            }
        }
    }
    assert!(missing.is_empty(), "without a good record in tests/records: {}", missing.join(", "));
}

#[test]
fn what_the_author_says_of_a_statement_wins_and_is_reported_as_the_authors() {
    let good = records().into_iter().find(|good| good.name == "case_note-tagged.json").expect("a tagged record");
    let standard = fairnote::embedded::standard("herts").expect("built in").expect("resolves");
    let report = report_of(&standard, &good);
    let statements = report["narratives"]["/fields/narrative"]["statements"].as_array().expect("statements").clone();
    let tagged: Vec<_> = statements.iter().filter(|one| one["tagged_by"] == "author").collect();
    assert_eq!(tagged.len(), 1, "{statements:?}");
    assert_eq!(tagged[0]["kind"], "judgement");
    assert_eq!(tagged[0]["because"], serde_json::json!([]));
    assert!(statements.len() > 3 && statements.iter().filter(|one| one["tagged_by"] == "suggested").count() > 2);
}

#[test]
fn a_part_of_a_standard_reports_as_the_whole_does() {
    let wholes = standards();
    let mut parts: BTreeMap<(String, String), Standard> = BTreeMap::new();
    let mut compared = 0;
    for good in records() {
        let record: Value = serde_json::from_str(&good.record).expect("JSON");
        let kind = record["kind"].as_str().expect("a kind");
        for authority in &good.authorities {
            let whole = &wholes[authority];
            let part = parts.entry((authority.clone(), kind.to_owned())).or_insert_with(|| {
                let json = fairnote::standards::canonical(&whole.definition().part(&[kind], whole.digest()));
                assert!(json.len() < whole.json().len() * 9 / 10, "{kind} of {authority}: {} bytes", json.len());
                let part = Standard::open(json).expect("a standard");
                part.model_digest()
                    .and_then(fairnote::embedded::model)
                    .into_iter()
                    .for_each(|model| part.give_model(model));
                part.complete().expect("complete");
                part
            });
            assert_eq!(report_of(part, &good), report_of(whole, &good), "{} under {authority}", good.name);
            compared += 1;
        }
    }
    assert!(compared > 100, "{compared}");
}
