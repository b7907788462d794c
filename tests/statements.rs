//! Patterns of statements: where they begin and end, what they leave alone, and what the author's tags change.

#![cfg(all(not(target_arch = "wasm32"), feature = "packs"))]

use fairnote::packs::Library;
use fairnote::{Context, Mode, Moment, Record, Standard, check, report};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::path::Path;
use std::sync::LazyLock;

/// Every rule of the base pack, with its defaults.
static EVERY_RULE: LazyLock<Standard> = LazyLock::new(|| {
    let library = Library::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("standards")).expect("reads");
    let example = library.examples().into_iter().find(|example| example.rule == "sentences-are-short").expect("there");
    let plain = fairnote::packs::Example { set: std::collections::BTreeMap::new(), ..example };
    Standard::new(library.resolve_example(&plain).expect("resolves")).expect("complete")
});

fn findings(record: &Value, context: &Value) -> Vec<Value> {
    let text = record.to_string();
    let read = Record::from_json(&EVERY_RULE, &text).expect("a record");
    let kind = EVERY_RULE.kind(read.kind()).expect("a kind");
    let context_text = context.to_string();
    let context = Context::from_json(&EVERY_RULE, kind, &context_text).expect("a context");
    let as_at = Moment::parse("2026-06-15T12:00:00+01:00").expect("a moment");
    let report: Value =
        serde_json::from_str(&report::json(&check(&EVERY_RULE, &read, &context, as_at, Mode::Final))).expect("JSON");
    report["findings"].as_array().expect("findings").clone()
}

/// What a rule raises in a note, in the note's own words.
fn raised(rule: &str, note: &str) -> Vec<String> {
    let units: Vec<u16> = note.encode_utf16().collect();
    let record = json!({"kind": "case_note", "fields": {"narrative": note}});
    let of_rule = |finding: &Value| finding["rule"] == rule && finding["outcome"] == "failed";
    let words = |finding: Value| {
        let at = |key: &str| usize::try_from(finding["span"][key].as_u64().expect("a span")).expect("small");
        String::from_utf16(&units[at("start")..at("end")]).expect("whole characters")
    };
    findings(&record, &Value::Null).into_iter().filter(of_rule).map(words).collect()
}

#[test]
fn only_the_words_at_fault_are_marked_beside_characters_of_any_length() {
    assert_eq!(raised("days-are-given-by-date", "😀 Leanne rang – yesterday. Noël came on 3 May."), ["yesterday"]);
    assert_eq!(raised("words-are-spelt-right", "Zoë recieved the letter. “I recieved it”, he wrote."), ["recieved"]);
    assert_eq!(raised("sentences-are-free-of-slips", "I rang the the school."), ["the the"]);
    assert_eq!(raised("sentences-are-free-of-slips", "She had had enough. “the the end”, he wrote."), [""; 0]);
}

#[test]
fn a_date_in_the_sentence_settles_a_relative_day() {
    for fine in ["Yesterday, 10 June, she rang.", "She rang last night (10/06/2026).", "She rang on Tuesday 9th June."]
    {
        assert_eq!(raised("days-are-given-by-date", fine), [""; 0], "{fine}");
    }
    assert_eq!(raised("days-are-given-by-date", "She rang last night. It was 10 June."), ["last night"]);
}

#[test]
fn an_opinion_may_rest_on_the_statement_beside_it() {
    let rule = "opinions-give-their-basis";
    assert_eq!(raised(rule, "I think Leanne is lonely.").len(), 1);
    assert_eq!(raised(rule, "I think Leanne is lonely because nobody has rung her.").len(), 0);
    assert_eq!(raised(rule, "I saw one chair at the table. I think Leanne is lonely.").len(), 0);
}

#[test]
fn a_role_is_settled_by_a_name_near_it_anywhere_in_the_note() {
    let rule = "people-are-named";
    assert_eq!(raised(rule, "The health visitor rang. The health visitor will come again."), ["The health visitor"]);
    assert_eq!(raised(rule, "Ann Lee, the health visitor, rang. The health visitor will come again."), [""; 0]);
    assert_eq!(raised(rule, "I rang the health visitor, Mrs Ann Lee."), [""; 0]);
}

#[test]
fn lines_under_two_dates_are_two_entries_and_a_date_in_passing_is_none() {
    let rule = "each-event-has-a-note-of-its-own";
    assert_eq!(raised(rule, "10/06/26 Rang school.\n12/06/26 Rang GP."), ["12/06/26 Rang GP."]);
    assert_eq!(raised(rule, "On 10 June I rang the school. They said that the review is on 12 June."), [""; 0]);
}

#[test]
fn an_authors_tag_wins_over_the_suggestion() {
    let note = "Kai walks to school. He is kind to his sister.";
    let tagged = |kind: &str| {
        let tags = json!({"/fields/narrative": [{"start": 21, "end": 46, "kind": kind}, {"start": 0, "end": 20, "kind": "other"}]});
        let record = json!({"kind": "case_note", "fields": {"narrative": note}, "tags": tags});
        let found = findings(&record, &Value::Null);
        found.iter().filter(|finding| finding["rule"] == "opinions-give-their-basis").count()
    };
    assert_eq!(tagged("opinion"), 1);
    assert_eq!(tagged("fact"), 0);
}

#[test]
fn a_statement_tagged_as_told_needs_somebody_who_told_it() {
    let told = |note: &str| {
        let tags = json!({"/fields/narrative": [{"start": 0, "end": 10, "source": "third_party"}]});
        let record = json!({"kind": "case_note", "fields": {"narrative": note}, "tags": tags});
        let found = findings(&record, &Value::Null);
        found.iter().filter(|finding| finding["rule"] == "hearsay-names-its-source").count()
    };
    assert_eq!(told("The rent is not paid."), 1);
    assert_eq!(told("The rent is not paid, Ms Begum told me."), 0);
}

#[test]
fn tags_that_cannot_be_kept_are_reported_and_change_nothing() {
    let note = "Kai walks to school.";
    for tags in [
        json!({"/fields/no_such_field": []}),
        json!({"/fields/title": [{"start": 0, "end": 1, "kind": "fact"}]}),
        json!({"/fields/narrative": [{"start": 0, "end": 99, "kind": "fact"}]}),
        json!({"/fields/narrative": [{"start": 5, "end": 5, "kind": "fact"}]}),
        json!({"/fields/narrative": [{"start": 0, "end": 3, "kind": "rumour"}]}),
        json!({"/fields/narrative": [{"start": 0, "end": 3, "kind": "fact", "by": "me"}]}),
        json!([1, 2]),
    ] {
        let record = json!({"kind": "case_note", "fields": {"narrative": note}, "tags": tags});
        let found = findings(&record, &Value::Null);
        let told = found
            .iter()
            .any(|finding| finding["rule"] == "every-answer-belongs-to-a-question" && finding["at"] == "/tags");
        assert!(told, "{tags}");
    }
    for tags in [Value::Null, json!({}), json!({"/fields/narrative": []})] {
        let record = json!({"kind": "case_note", "fields": {"narrative": note}, "tags": tags});
        let told = findings(&record, &Value::Null).iter().any(|finding| finding["at"] == "/tags");
        assert!(!told, "{tags}");
    }
}

#[test]
fn the_names_of_other_children_come_from_the_case_alone() {
    let record = json!({"kind": "case_note", "fields": {"narrative": "Kai and zed ORWELL played. Zed was tired."}});
    let context = json!({"other_children": [{"name": "Zed Orwell"}, {"name": "Mo"}]});
    let found = findings(&record, &context);
    let named: Vec<_> = found.iter().filter(|one| one["rule"] == "text-names-no-child-the-file-is-not-about").collect();
    assert_eq!(named.len(), 1, "{named:?}");
    assert_eq!(named[0]["span"], json!({"start": 8, "end": 18}));
}

#[test]
fn a_long_note_of_quotations_and_short_lines_is_read_in_a_moment() {
    for piece in ["“no” ", "a\n", "I think. ", "yesterday ", "“", "the the ", "12/06/26 x\n", "The worker. "] {
        let note: String = piece.chars().cycle().take(49_000).collect();
        let started = std::time::Instant::now();
        let record = json!({"kind": "visit", "fields": {"narrative": note, "seen": true, "safeguarding": true}});
        let _ = findings(&record, &json!({"other_children": [{"name": "Zed Orwell"}]}));
        assert!(started.elapsed().as_secs() < 20, "{piece:?} took {:?}", started.elapsed());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn whatever_is_written_each_mark_lies_on_whole_characters(
        note in "([a-zA-Z’'é😀 ]{0,12}|I think |yesterday |“|”|\\. |\n|it was decided that |the worker |12/06/26 |had had |, and )*"
    ) {
        let units: Vec<u16> = note.encode_utf16().collect();
        let record = json!({"kind": "case_note", "fields": {"narrative": note, "safeguarding": true}});
        for finding in findings(&record, &json!({"other_children": [{"name": "the worker"}]})) {
            if finding["span"].is_null() {
                continue;
            }
            let at = |key: &str| usize::try_from(finding["span"][key].as_u64().unwrap_or(u64::MAX)).unwrap_or(usize::MAX);
            let cut = units.get(at("start")..at("end"));
            prop_assert!(cut.is_some_and(|cut| !cut.is_empty() && String::from_utf16(cut).is_ok()), "{finding}");
        }
    }
}
