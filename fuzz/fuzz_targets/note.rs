//! Any note and any edits of it: the session and a fresh reading agree.
#![no_main]

use fairnote::note::{NoteSession, analyse};
use fairnote::{Standard, checks};
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

static STANDARD: LazyLock<Standard> =
    LazyLock::new(|| fairnote::embedded::standard("herts").expect("built in").expect("resolves"));

fuzz_target!(|input: (String, Vec<(u16, u16, String)>)| {
    let (text, edits) = input;
    let lexicon = checks::lexicon(&STANDARD).expect("its model is built in");
    let mut session = NoteSession::new(lexicon.clone(), text);
    for (start, length, inserted) in edits.iter().take(30) {
        let start = u32::from(*start);
        let _ = session.edit(start, start + u32::from(*length), inserted);
    }
    assert_eq!(session.analysis(), analyse(&lexicon, session.text()));
});
