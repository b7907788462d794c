//! Any text, as a record of each kind: it is read or refused, and what is read is checked.
#![no_main]

use fairnote::{Context, Mode, Moment, Record, Standard, check, report};
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

static STANDARD: LazyLock<Standard> =
    LazyLock::new(|| fairnote::embedded::standard("herts").expect("built in").expect("resolves"));

fuzz_target!(|text: &str| {
    let as_at = Moment::from_seconds(1_795_516_200).expect("a moment");
    let fields = ["child", "case_note", "visit"].map(|kind| format!(r#"{{"kind":"{kind}","fields":{text}}}"#));
    for json in fields.iter().map(String::as_str).chain([text]) {
        if let Ok(record) = Record::from_json(&STANDARD, json) {
            let once = report::json(&check(&STANDARD, &record, &Context::unknown(), as_at, Mode::Final));
            let again = report::json(&check(&STANDARD, &record, &Context::unknown(), as_at, Mode::Final));
            assert_eq!(once, again);
        }
    }
});
