//! `fairnote note`.

use super::args::{Format, Note};
use super::failure::{Done, Failure};
use super::sources::Source;
use super::{input, terminal};
use crate::checks;
use crate::note::NoteSession;
use crate::report;
use crate::standards::Standard;
use std::fmt::Write as _;

pub(super) fn run(asked: &Note) -> Result<Done, Failure> {
    let standard = Source::open(&asked.from)?.standard_or_base(asked.standard.as_deref())?;
    let text = input::text(&asked.file)?;
    let note = NoteSession::new(checks::lexicon(&standard), text);
    match asked.format {
        Format::Json => terminal::print(&format!("{}\n", report::note_json(&standard, &note)))?,
        Format::Text => terminal::print(&in_words(&standard, &note))?,
    }
    Ok(Done::Accepted)
}

/// The note, statement by statement, each with what it is taken for, then the words that a reader might raise.
fn in_words(standard: &Standard, note: &NoteSession) -> String {
    let mut out = String::new();
    let analysis = note.analysis();
    for statement in &analysis.statements {
        let text = note.text().get(statement.span.clone()).unwrap_or_default();
        let name = |value: serde_json::Value| value.as_str().unwrap_or_default().replace('_', " ");
        let kind = name(serde_json::to_value(statement.kind).unwrap_or_default());
        let source = name(serde_json::to_value(statement.source).unwrap_or_default());
        // Writing to a String cannot fail.
        let _ = writeln!(out, "{kind}, {source} ({}%): {text}", statement.confidence);
    }
    if !analysis.flags.is_empty() {
        let _ = writeln!(out);
    }
    for flag in &analysis.flags {
        let text = note.text().get(flag.span.clone()).unwrap_or_default();
        let list = standard.definition().words.values().nth(usize::from(flag.list));
        let word = list.zip(usize::try_from(flag.word).ok()).and_then(|(list, word)| list.words.get(word));
        let (title, why) = (list.map_or("", |list| &list.title), word.map_or("", |word| &word.why));
        let _ = writeln!(out, "advice: \u{2018}{text}\u{2019}: {title}{}{why}", if why.is_empty() { "" } else { ". " });
        if let Some(word) = word.filter(|word| !word.instead.is_empty()) {
            let _ = writeln!(out, "    instead: {}", word.instead);
        }
    }
    out
}
