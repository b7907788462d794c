//! `fairnote standards coverage`: how the clauses of a policy are answered.

use super::args::Format;
use super::failure::{Done, Failure};
use super::sources::Source;
use super::terminal;
use crate::packs::{Answer, Clause, Coverage};
use serde_json::json;
use std::fmt::Write as _;

pub(super) fn run(source: &Source, id: Option<&str>, kinds: &[String], format: Format) -> Result<Done, Failure> {
    let ids = id.map_or_else(|| source.ids(), |id| vec![id.to_owned()]);
    let mut text = String::new();
    let mut all = Vec::new();
    for one in &ids {
        let Some(coverage) = source.coverage(one)? else {
            if id.is_some() {
                return Err(Failure::new(format!("the standard `{one}` has no clauses: it is no authority's policy")));
            }
            continue;
        };
        let belongs = |clause: &Clause| kinds.is_empty() || clause.records.iter().any(|record| kinds.contains(record));
        let tally = coverage.tally(belongs);
        // Writing to a String cannot fail.
        let _ = writeln!(
            text,
            "{one}: {} clauses: {} adopted as rules, {} shown, {} not checked, {} pending",
            tally.total(),
            tally.adopts,
            tally.shown,
            tally.not_checked,
            tally.pending
        );
        let clauses: Vec<&Clause> = coverage.clauses.iter().filter(|clause| belongs(clause)).collect();
        if id.is_some() {
            in_words(&clauses, &mut text);
        }
        all.push(as_json(&coverage, &clauses, &json!(tally)));
    }
    match format {
        Format::Text => terminal::print(&text)?,
        Format::Json => terminal::print(&format!("{}\n", json!(all)))?,
    }
    Ok(Done::Accepted)
}

fn in_words(clauses: &[&Clause], out: &mut String) {
    for clause in clauses {
        let answer = match &clause.answer {
            Answer::Adopts(rules) => {
                let rules: Vec<_> = rules.iter().map(|adoption| adoption.rule.as_str()).collect();
                format!("adopts {}", rules.join(", "))
            }
            Answer::Shown(at) => format!("shown at {at}"),
            Answer::NotChecked(reason) => format!("not checked: {reason}"),
            Answer::Pending(reason) => format!("pending: {reason}"),
        };
        let _ = writeln!(out, "  {} ({})\n    {answer}", clause.id, clause.level);
    }
}

fn as_json(coverage: &Coverage, clauses: &[&Clause], tally: &serde_json::Value) -> serde_json::Value {
    json!({ "id": coverage.id, "title": coverage.title, "tally": tally, "clauses": clauses })
}
