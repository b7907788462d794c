//! What every check promises, whatever the record: all faults in one pass, no value that was entered, no panic, and an
//! open record that reports as a fresh check does.

#![cfg(not(target_arch = "wasm32"))]

use fairnote::{Context, Mode, Moment, Record, Session, Standard, Verdict, check, report};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::sync::{Arc, LazyLock};

static HERTS: LazyLock<Arc<Standard>> = LazyLock::new(|| standard("herts"));

fn standard(id: &str) -> Arc<Standard> {
    Arc::new(fairnote::embedded::standard(id).expect("built in").expect("resolves"))
}

fn as_at() -> Moment {
    Moment::parse("2026-11-24T10:30:00Z").expect("a moment")
}

fn report_of(record: &Value, context: &Value, mode: Mode) -> Value {
    let text = record.to_string();
    let read = Record::from_json(&HERTS, &text).expect("a record");
    let context_text = context.to_string();
    let kind = HERTS.kind(read.kind()).expect("a kind");
    let context = Context::from_json(&HERTS, kind, &context_text).expect("a context");
    serde_json::from_str(&report::json(&check(&HERTS, &read, &context, as_at(), mode))).expect("JSON")
}

fn places(report: &Value) -> Vec<String> {
    let findings = report["findings"].as_array().expect("findings");
    findings.iter().map(|finding| finding["at"].as_str().expect("a place").to_owned()).collect()
}

#[test]
fn every_one_of_ten_planted_faults_is_found_in_one_pass_at_its_place() {
    let record = json!({"kind": "child", "fields": {
        "unborn": "perhaps",
        "full_name": "x".repeat(5_000),
        "date_of_birth": "2026-02-30",
        "ethnicity": "MARTIAN",
        "nhs_number": "999 641 5261",
        "upn": "E801999919616",
        "favourite_colour": "blue",
        "parental_responsibility": [{"name": "Ngozi Okafor", "email": "not an address"}, "a text"],
        "addresses": [{"postcode": "QA1 1AA"}],
        "disabilities": ["MOB", "WINGS"],
    }});
    let found = places(&report_of(&record, &Value::Null, Mode::Draft));
    for planted in [
        "/fields/unborn",
        "/fields/full_name",
        "/fields/date_of_birth",
        "/fields/ethnicity",
        "/fields/nhs_number",
        "/fields/upn",
        "/fields/favourite_colour",
        "/fields/parental_responsibility/0/email",
        "/fields/parental_responsibility/1",
        "/fields/addresses/0/postcode",
        "/fields/disabilities/1",
    ] {
        assert!(found.iter().any(|at| at == planted), "{planted} is missing from {found:?}");
    }
}

#[test]
fn a_draft_reports_nothing_that_is_merely_missing() {
    let report = report_of(&json!({"kind": "child", "fields": {}}), &Value::Null, Mode::Draft);
    assert_eq!(report["findings"], json!([]));
    assert_eq!(report["verdict"], "accepted");
    let report = report_of(&json!({"kind": "child", "fields": {}}), &Value::Null, Mode::Final);
    assert_eq!(report["verdict"], "rejected");
    assert!(places(&report).contains(&"/fields/full_name".to_owned()));
}

#[test]
fn what_a_rule_needs_to_know_and_was_not_told_is_never_passed() {
    let record = json!({"kind": "visit", "fields": {"event_at": "2026-11-23T10:00", "seen": true, "seen_alone": true}});
    let told = json!({"child": {"unborn": false, "date_of_birth": "2019-03-12"}});
    let untold = report_of(&record, &Value::Null, Mode::Final);
    let counts = |report: &Value| report["counts"]["cannot_tell"].as_u64().expect("a count");
    assert!(counts(&untold) > counts(&report_of(&record, &told, Mode::Final)));
    let undecided =
        untold["findings"].as_array().expect("findings").iter().filter(|one| one["outcome"] == "cannot_tell");
    for finding in undecided {
        assert!(finding["remedy"].as_str().expect("a remedy").contains("/context"), "{finding}");
    }
}

#[test]
fn a_warning_kept_with_a_reason_no_longer_counts_and_a_must_cannot_be_kept() {
    let mut record = json!({"kind": "child", "fields": {
        "parental_responsibility": [{"telephone": "881650000000"}],
    }});
    let at = "/fields/parental_responsibility/0/telephone";
    assert_eq!(report_of(&record, &Value::Null, Mode::Draft)["verdict"], "accepted_with_warnings");
    record["accepted"] =
        json!([{"rule": "telephone-number-is-well-formed", "at": at, "reason": "a satellite telephone"}]);
    let kept = report_of(&record, &Value::Null, Mode::Draft);
    assert_eq!(kept["verdict"], "accepted");
    assert_eq!(kept["findings"][0]["accepted"], true);
    record["fields"]["ethnicity"] = json!("MARTIAN");
    record["accepted"] =
        json!([{"rule": "codes-come-from-their-lists", "at": "/fields/ethnicity", "reason": "our old code"}]);
    let refused = report_of(&record, &Value::Null, Mode::Final);
    assert_eq!(refused["verdict"], "rejected");
    let findings = refused["findings"].as_array().expect("findings");
    assert!(findings.iter().any(|finding| finding["rule"] == "kept-warnings-have-a-reason"));
}

#[test]
fn text_that_is_no_record_is_refused_without_being_quoted() {
    let secret = "zxqsecretzxq";
    for text in [
        String::new(),
        "null".to_owned(),
        "[]".to_owned(),
        format!("\"{secret}\""),
        format!(r#"{{"kind":"{secret}","fields":{{}}}}"#),
        r#"{"kind":"child"}"#.to_owned(),
        r#"{"kind":"child","fields":[]}"#.to_owned(),
        r#"{"kind":7,"fields":{}}"#.to_owned(),
        format!(r#"{{"kind":"child","fields":{{"full_name":"{secret}"#),
        format!(r#"{{"kind":"child","fields":{{}}}} {secret}"#),
    ] {
        let error = Record::from_json(&HERTS, &text).expect_err("refused").to_string();
        assert!(!error.contains(secret), "{error}");
    }
    // The kind may stand after the fields.
    assert!(Record::from_json(&HERTS, r#"{"fields":{"unborn":true},"kind":"child"}"#).is_ok());
}

#[test]
fn a_thousand_levels_are_read_and_what_has_no_place_is_a_finding() {
    let deep = format!("{}{}", "[".repeat(1_000), "]".repeat(1_000));
    let text = format!(r#"{{"kind":"child","fields":{{"full_name":{deep}}}}}"#);
    let record = Record::from_json(&HERTS, &text).expect("a record");
    assert_eq!(record.faults().len(), 1);
    let text = format!(r#"{{"kind":"child","fields":{{}},"accepted":[{deep}]}}"#);
    assert!(Record::from_json(&HERTS, &text).is_ok());
}

#[test]
fn absurd_sizes_get_a_finding() {
    let narrative = "a".repeat(10_000_000);
    let record = json!({"kind": "case_note", "fields": {"narrative": narrative, "present": vec![json!({"name": "x"}); 100_000]}});
    let found = places(&report_of(&record, &Value::Null, Mode::Draft));
    assert!(found.contains(&"/fields/narrative".to_owned()), "{found:?}");
    assert!(found.contains(&"/fields/present".to_owned()), "{found:?}");
}

#[test]
fn the_last_of_two_answers_with_one_name_counts_and_leaves_no_fault_of_the_first() {
    let text = r#"{"kind":"child","fields":{"date_of_birth":"nonsense","date_of_birth":"2019-03-12"}}"#;
    let record = Record::from_json(&HERTS, text).expect("a record");
    assert!(record.faults().is_empty());
}

#[test]
fn a_session_refuses_places_and_values_that_are_none_and_stays_as_it_was() {
    let record =
        Record::from_json(&HERTS, r#"{"kind":"child","fields":{"addresses":[{"town":"X"}]}}"#).expect("a record");
    let mut session =
        Session::new(Arc::clone(&HERTS), record.into_owned(), Context::unknown(), as_at(), Mode::Final).expect("opens");
    let before = report::json(&session.report());
    for (pointer, value) in [
        ("", "1"),
        ("/fields", "{}"),
        ("/fields/nothing", "1"),
        ("/fields/addresses/7/town", "\"Y\""),
        ("/fields/addresses/01/town", "\"Y\""),
        ("/fields/addresses/town", "\"Y\""),
        ("/fields/full_name/0", "1"),
        ("/fields/full_name", "not json"),
        ("/fields/full_name", "\"a\" \"b\""),
        ("kind", "\"visit\""),
    ] {
        assert!(session.set(pointer, value).is_err(), "{pointer} {value}");
    }
    assert_eq!(report::json(&session.report()), before);
}

/// A value for a field, good or bad, by a number.
fn value(choice: u8) -> Value {
    match choice % 16 {
        0 => Value::Null,
        1 => json!(true),
        2 => json!(false),
        3 => json!("2019-03-12"),
        4 => json!("2031-01-01"),
        5 => json!("2026-02-30"),
        6 => json!("2026-11-20T14:30"),
        7 => json!("NOBT"),
        8 => json!("GB"),
        9 => json!("zxqsecretzxq"),
        10 => json!(7),
        11 => json!(["MOB", "zxqsecretzxq"]),
        12 => json!({"name": "zxqsecretzxq zxqsecretzxq"}),
        13 => json!([{"name": "zxqsecretzxq"}, {}]),
        14 => json!("999 641 5260"),
        _ => json!("We met the CIN team. He was aggressive. zxqsecretzxq"),
    }
}

/// Every place of a form that can be set, the first three items of its lists included.
fn pointers(kind: &str) -> Vec<String> {
    let layout = &HERTS.kind(kind).expect("a kind").layout;
    let mut pointers = Vec::new();
    for number in 0..layout.fields.len() {
        let pattern = layout.pattern(u16::try_from(number).expect("few fields"));
        if pattern.contains('*') {
            pointers.extend(["0", "1", "2", "-"].iter().map(|index| pattern.replacen('*', index, 1)));
        } else {
            if layout.fields[number].repeating {
                pointers.extend(["0", "1", "2", "-"].iter().map(|index| format!("{pattern}/{index}")));
            }
            pointers.push(pattern);
        }
    }
    pointers
}

/// The same change on plain JSON: what the session's record must amount to.
fn apply(fields: &mut Value, pointer: &str, value: &Value, kind: &str) {
    let layout = &HERTS.kind(kind).expect("a kind").layout;
    let names: Vec<&str> = pointer.trim_start_matches("/fields/").split('/').collect();
    let (last, way) = names.split_last().expect("a name");
    let mut at = fields;
    for name in way {
        let is_index = name.bytes().all(|byte| byte.is_ascii_digit()) || *name == "-";
        if is_index {
            if !at.is_array() {
                *at = json!([]);
            }
            let items = at.as_array_mut().expect("a list");
            let index = if *name == "-" { items.len() } else { name.parse().expect("an index") };
            if index == items.len() {
                items.push(json!({}));
            }
            at = &mut items[index];
        } else {
            if !at.is_object() {
                *at = json!({});
            }
            at = at.as_object_mut().expect("a group").entry(*name).or_insert(Value::Null);
        }
    }
    let is_index = last.bytes().all(|byte| byte.is_ascii_digit()) || *last == "-";
    let _ = layout;
    if !is_index {
        if !at.is_object() {
            *at = json!({});
        }
        at.as_object_mut().expect("a group").insert((*last).to_owned(), value.clone());
        return;
    }
    if !at.is_array() {
        *at = json!([]);
    }
    let items = at.as_array_mut().expect("a list");
    let index = if *last == "-" { items.len() } else { last.parse().expect("an index") };
    match (index < items.len(), value.is_null()) {
        (true, true) => drop(items.remove(index)),
        (true, false) => items[index] = value.clone(),
        (false, true) => {}
        (false, false) => items.push(value.clone()),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn an_open_record_reports_as_a_fresh_check_of_the_same_record_does(
        kind in prop::sample::select(vec!["child", "case_note", "visit"]),
        edits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..40),
        last_mode in any::<bool>(),
    ) {
        let mode = if last_mode { Mode::Final } else { Mode::Draft };
        let pointers = pointers(kind);
        let mut fields = json!({});
        let text = json!({"kind": kind, "fields": {}}).to_string();
        let record = Record::from_json(&HERTS, &text).expect("a record").into_owned();
        let mut session = Session::new(Arc::clone(&HERTS), record, Context::unknown(), as_at(), mode).expect("opens");
        for (pointer, choice) in edits {
            let pointer = pointer.get(&pointers);
            let value = value(choice);
            if session.set(pointer, &value.to_string()).is_ok() {
                apply(&mut fields, pointer, &value, kind);
            }
        }
        let text = json!({"kind": kind, "fields": fields}).to_string();
        let record = Record::from_json(&HERTS, &text).expect("a record");
        let fresh = report::json(&check(&HERTS, &record, &Context::unknown(), as_at(), mode));
        prop_assert_eq!(report::json(&session.report()), fresh, "{}", text);
    }

    #[test]
    fn no_finding_carries_what_was_entered(
        kind in prop::sample::select(vec!["child", "case_note", "visit"]),
        answers in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..40),
        mode in prop::sample::select(vec![Mode::Draft, Mode::Final]),
    ) {
        let pointers = pointers(kind);
        let mut fields = json!({"zxqsecretzxq is not a name": 1});
        for (pointer, choice) in answers {
            let pointer = pointer.get(&pointers).replace("/-", "/0").replace("/1", "/0").replace("/2", "/0");
            apply(&mut fields, &pointer, &value(choice), kind);
        }
        let report = report_of(&json!({"kind": kind, "fields": fields}), &Value::Null, mode);
        prop_assert!(!report["findings"].to_string().contains("zxqsecretzxq"), "{}", report["findings"]);
    }

    #[test]
    fn any_text_is_read_or_refused(text in ".{0,200}", json in "[\\[\\]{}\",:0-9a-z ]{0,200}") {
        for text in [text, json.clone(), format!(r#"{{"kind":"visit","fields":{json}"#)] {
            if let Ok(record) = Record::from_json(&HERTS, &text) {
                let report = check(&HERTS, &record, &Context::unknown(), as_at(), Mode::Final);
                prop_assert!(report.verdict() != Verdict::Accepted);
            }
        }
    }
}

#[test]
fn what_the_author_says_of_a_statement_moves_with_its_text_and_can_be_replaced() {
    let note = |text: &str, tags: Value| json!({ "kind": "case_note", "fields": { "narrative": text }, "tags": { "/fields/narrative": tags } });
    let (before, after) = ("I saw Amira. She left early.", "Today I saw Amira. She left early.");
    let text = note(before, json!([{ "start": 13, "end": 28, "kind": "opinion" }])).to_string();
    let record = Record::from_json(&HERTS, &text).expect("a record").into_owned();
    let mut session =
        Session::new(Arc::clone(&HERTS), record, Context::unknown(), as_at(), Mode::Draft).expect("a session");
    session.set("/fields/narrative", &json!(after).to_string()).expect("a place");
    let open: Value = serde_json::from_str(&report::json(&session.report())).expect("JSON");
    let moved = note(after, json!([{ "start": 19, "end": 34, "kind": "opinion" }]));
    assert_eq!(open, report_of(&moved, &json!({}), Mode::Draft));
    let last = |report: &Value| report["narratives"]["/fields/narrative"]["statements"][1].clone();
    assert_eq!((&last(&open)["kind"], &last(&open)["tagged_by"]), (&json!("opinion"), &json!("author")));

    let tag = |start, end| fairnote::record::Tag {
        start,
        end,
        kind: None,
        source: Some(fairnote::record::Source::ThirdParty),
    };
    // One outside the text is left out.
    session.set_tags("/fields/narrative", &[tag(19, 34), tag(30, 99)]).expect("a narrative");
    let open: Value = serde_json::from_str(&report::json(&session.report())).expect("JSON");
    let replaced = note(after, json!([{ "start": 19, "end": 34, "source": "third_party" }]));
    assert_eq!(open, report_of(&replaced, &json!({}), Mode::Draft));
    assert_eq!(last(&open)["source"], "third_party");
    assert!(session.set_tags("/fields/purpose", &[]).is_err(), "only narratives have statements");
}
