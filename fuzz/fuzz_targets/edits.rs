//! Any edits of an open record: it reports as a fresh session given the same edits would, and never panics.
#![no_main]

use fairnote::{Context, Mode, Moment, Record, Session, Standard, report};
use libfuzzer_sys::fuzz_target;
use std::sync::{Arc, LazyLock};

static STANDARD: LazyLock<Arc<Standard>> =
    LazyLock::new(|| Arc::new(fairnote::embedded::standard("herts").expect("built in").expect("resolves")));

fuzz_target!(|edits: Vec<(String, String)>| {
    let open = || {
        let record = Record::from_json(&STANDARD, r#"{"kind":"visit","fields":{}}"#).expect("a record").into_owned();
        let as_at = Moment::from_seconds(1_795_516_200).expect("a moment");
        Session::new(Arc::clone(&STANDARD), record, Context::unknown(), as_at, Mode::Final).expect("opens")
    };
    let (mut session, mut twin) = (open(), open());
    for (pointer, value) in edits.iter().take(50) {
        let before = report::json(&session.report());
        if session.set(pointer, value).is_err() {
            assert_eq!(report::json(&session.report()), before);
        }
        let _ = twin.set(pointer, value);
    }
    // Judging everything again must change nothing.
    twin.set_mode(Mode::Draft);
    twin.set_mode(Mode::Final);
    assert_eq!(report::json(&session.report()), report::json(&twin.report()));
});
