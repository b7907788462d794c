//! One press writes the note: a fix that fits the record, its text put together from the record's own answers.

#![cfg(all(not(target_arch = "wasm32"), feature = "packs"))]

use fairnote::packs::Library;
use fairnote::{Context, Mode, Moment, Record, Standard, check, report};
use std::path::Path;

fn kent() -> Standard {
    let packs = Path::new(env!("CARGO_MANIFEST_DIR")).join("standards");
    let definition = Library::read(&packs).and_then(|library| library.resolve("kent")).expect("the packs of this tree");
    Standard::new(definition).expect("a sound standard")
}

/// The labels and texts of the fixes that are offered for the blank note.
fn offered(fields: &str) -> Vec<(String, String)> {
    let standard = kent();
    let json = format!(r#"{{"kind": "access_note", "fields": {fields}}}"#);
    let record = Record::from_json(&standard, &json).expect("a record");
    let as_at = Moment::parse("2026-06-15T12:00").expect("a moment");
    let checked = check(&standard, &record, &Context::default(), as_at, Mode::Final);
    let findings = report::findings(&checked);
    let found = findings.iter().find(|finding| finding.rule == "access-note-says-why-the-file-was-opened");
    let json = serde_json::to_value(&found.expect("the note is blank").fixes).expect("JSON");
    let text = |value: &serde_json::Value| value.as_str().expect("a text").to_owned();
    json.as_array().expect("a list").iter().map(|fix| (text(&fix["label"]), text(&fix["edits"][0]["value"]))).collect()
}

#[test]
fn the_note_is_offered_in_the_words_of_its_situation() {
    let audit = offered(r#"{"child_name": "Maya", "situation": "AUDIT"}"#);
    assert_eq!(
        audit,
        [(
            "Write the note for an audit".to_owned(),
            "Maya, I have accessed your file for the purpose of ICS Audit/Moderation.".to_owned()
        )]
    );
    let oversight =
        offered(r#"{"child_name": "Maya", "situation": "OVERSIGHT", "unavailable_manager": "Helen Marsh"}"#);
    assert_eq!(oversight.len(), 1);
    assert_eq!(
        oversight[0].1,
        "Maya, I have accessed your file for the purpose of ad hoc management oversight as Helen Marsh is unavailable."
    );
}

#[test]
fn a_blank_answer_leaves_its_label_in_brackets() {
    let offers = offered(r#"{"child_name": " ", "situation": "AUDIT"}"#);
    assert_eq!(
        offers[0].1,
        "[Name of the child or family], I have accessed your file for the purpose of ICS Audit/Moderation."
    );
}

#[test]
fn what_was_entered_is_never_taken_for_a_place() {
    let offers = offered(
        r#"{"child_name": "{unavailable_manager}", "situation": "OVERSIGHT", "unavailable_manager": "Helen Marsh"}"#,
    );
    assert!(offers[0].1.starts_with("{unavailable_manager}, I have"), "{}", offers[0].1);
}

#[test]
fn without_a_situation_no_note_is_offered() {
    assert!(offered(r#"{"child_name": "Maya"}"#).is_empty());
}
