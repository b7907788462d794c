//! The core in a JavaScript engine: `wasm-pack test --node`. The same calls as on the server come to the same there; what
//! JavaScript sees of them is tested with the built package, in tests/js.

#![cfg(all(target_arch = "wasm32", feature = "wasm"))]

use fairnote::{Context, Mode, Moment, Record, Session, Standard, Verdict, check, embedded, report};
use std::sync::Arc;
use wasm_bindgen_test::wasm_bindgen_test;

const RECORD: &str = r#"{"kind": "child", "fields": {"unborn": true, "ethnicity": "WBRI"}}"#;
const RULE: &str = "unborn-child-has-no-ethnicity-recorded";

fn standard() -> Standard {
    embedded::standard("herts").unwrap().unwrap()
}

fn now() -> Moment {
    Moment::parse("2026-11-24T10:30:00Z").unwrap()
}

#[wasm_bindgen_test]
fn every_embedded_standard_loads() {
    for embedded in embedded::STANDARDS {
        let standard = embedded.open().unwrap();
        standard.complete().unwrap();
        assert_eq!(standard.id(), embedded.id);
    }
}

#[wasm_bindgen_test]
fn a_record_is_checked() {
    let standard = standard();
    let record = Record::from_json(&standard, RECORD).unwrap();
    let report = check(&standard, &record, &Context::unknown(), now(), Mode::Final);
    assert_eq!(report.verdict(), Verdict::Rejected);
    assert!(report::json(&report).contains(RULE));
}

#[wasm_bindgen_test]
fn an_open_record_is_checked_as_it_changes() {
    let standard = Arc::new(standard());
    let record = Record::from_json(&standard, RECORD).unwrap().into_owned();
    let mut session = Session::new(Arc::clone(&standard), record, Context::unknown(), now(), Mode::Draft).unwrap();
    assert!(report::json(&session.report()).contains(RULE));
    let change = session.set("/fields/ethnicity", "\"NOBT\"").unwrap();
    assert_eq!(change.changed.len(), 1);
    assert!(!report::json(&session.report()).contains(RULE));
}

#[wasm_bindgen_test]
fn a_note_is_read_as_it_is_typed() {
    let standard = standard();
    let lexicon = fairnote::checks::lexicon(&standard).unwrap();
    let mut note = fairnote::note::NoteSession::new(lexicon, "The plan was agreed.");
    note.edit(4, 4, "CIN ").unwrap();
    assert_eq!(note.text(), "The CIN plan was agreed.");
    assert!(report::note_json(&standard, &note).contains("CIN"));
}
