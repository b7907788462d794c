//! `fairnote note`.

use super::args::{Format, Note};
use super::failure::{Done, Failure};
use super::sources::Source;
use super::{input, terminal};
use crate::checks;
use crate::note::{self, NoteSession};
use crate::report;
use crate::spelling::Speller;
use crate::standards::Standard;
use crate::text::Utf16Index;
use std::fmt::Write as _;

pub(super) fn run(asked: &Note) -> Result<Done, Failure> {
    let standard = Source::open(&asked.from)?.standard_or_base(asked.standard.as_deref())?;
    let text = input::text(&asked.file)?;
    let note = NoteSession::new(checks::lexicon(&standard)?, text);
    let spelling = if asked.spelling { misspelt(note.text(), &asked.names)? } else { Vec::new() };
    match asked.format {
        Format::Json => {
            let mut json = report::note_json(&standard, &note);
            // The report keeps its bytes; what only this command tells comes after it.
            json.truncate(json.len().saturating_sub(1));
            let _ = write!(json, ",\"readability\":{}", measured_json(&note));
            if asked.spelling {
                let _ = write!(json, ",\"spelling\":{}", spelling_json(note.text(), &spelling));
            }
            terminal::print(&format!("{json}}}\n"))?;
        }
        Format::Text => {
            let mut out = in_words(&standard, &note);
            for (span, meant) in &spelling {
                let word = note.text().get(span.clone()).unwrap_or_default();
                let meant = if meant.is_empty() { "no suggestion".to_owned() } else { meant.join(", ") };
                // Writing to a String cannot fail.
                let _ = writeln!(out, "spelling: \u{2018}{word}\u{2019}: {meant}");
            }
            let measured = note::readability(note.text(), &note.analysis().statements);
            if measured.sentences > 0 {
                let (score, words, hard) = (measured.score, measured.in_words(), measured.hard.len());
                let plural = if hard == 1 { "" } else { "s" };
                let _ = writeln!(out, "\nreadability: {score} ({words}), {hard} long or tangled sentence{plural}");
            }
            terminal::print(&out)?;
        }
    }
    Ok(Done::Accepted)
}

/// A misspelt word and what may have been meant.
type Misspelt = (std::ops::Range<usize>, Vec<String>);

fn misspelt(text: &str, names: &[String]) -> Result<Vec<Misspelt>, Failure> {
    let speller = Speller::british().map_err(|error| Failure::new(error.to_string()))?;
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut suggested = std::collections::BTreeMap::new();
    let found = speller.check(text, &names).into_iter().map(|misspelling| {
        let word = text.get(misspelling.span.clone()).unwrap_or_default();
        let meant = suggested.entry(word).or_insert_with(|| speller.suggest(word)).clone();
        (misspelling.span, meant)
    });
    Ok(found.collect())
}

fn spelling_json(text: &str, spelling: &[Misspelt]) -> serde_json::Value {
    let index = Utf16Index::new(text);
    let one = |(span, meant): &Misspelt| serde_json::json!({ "span": span_json(&index, span), "suggestions": meant });
    spelling.iter().map(one).collect()
}

fn measured_json(note: &NoteSession) -> serde_json::Value {
    let measured = note::readability(note.text(), &note.analysis().statements);
    let index = Utf16Index::new(note.text());
    let hard: Vec<serde_json::Value> = measured.hard.iter().map(|span| span_json(&index, span)).collect();
    serde_json::json!({
        "score": measured.score,
        "in_words": measured.in_words(),
        "sentences": measured.sentences,
        "words": measured.words,
        "hard": hard,
    })
}

fn span_json(index: &Utf16Index<'_>, span: &std::ops::Range<usize>) -> serde_json::Value {
    serde_json::json!({ "start": index.utf16(span.start), "end": index.utf16(span.end) })
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
