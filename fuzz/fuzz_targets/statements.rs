//! Any text: it is cut into paragraphs that cover it and statements that cover all but white space, in order, on character
//! boundaries; and the model has something to say of each.
#![no_main]

use fairnote::{Standard, checks, note, text};
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

static STANDARD: LazyLock<Standard> =
    LazyLock::new(|| fairnote::embedded::standard("herts").expect("built in").expect("resolves"));

fuzz_target!(|input: (String, String)| {
    let (context, text) = input;
    let mut end = 0;
    let mut statements = 0;
    for paragraph in text::paragraphs(&text) {
        assert_eq!(paragraph.start, end);
        end = paragraph.end;
        let said = text.get(paragraph).expect("character boundaries");
        let mut at = 0;
        for statement in text::statements(said) {
            assert!(said.get(at..statement.start).expect("in order").trim().is_empty());
            assert!(!said.get(statement.clone()).expect("character boundaries").trim().is_empty());
            at = statement.end;
            statements += 1;
        }
        assert!(said.get(at..).expect("in order").trim().is_empty());
    }
    assert_eq!(end, text.len());
    let analysis = note::analyse_in(&checks::lexicon(&STANDARD).expect("its model is built in"), &context, &text);
    assert_eq!(analysis.statements.len(), statements);
    for statement in analysis.statements {
        assert!(text.get(statement.span).is_some() && statement.confidence <= 99);
    }
});
