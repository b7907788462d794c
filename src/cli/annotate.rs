//! `fairnote annotate`: many notes, a line each.

use super::args::Annotate;
use super::failure::{Done, Failure};
use super::input::LIMIT;
use super::sources::Source;
use super::terminal;
use crate::checks;
use crate::note::{self, Lexicon, Source as From, StatementKind};
use crate::standards::{Category, Standard};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::io::{self, BufRead, Read as _, Write as _};
use std::ops::Range;

/// A line that comes in. `context` says what the contact was, in words, and may be left out. Other keys may stand beside these, such as annotations made by hand: they are left out.
#[derive(Deserialize)]
struct Line {
    #[serde(default)]
    id: Value,
    #[serde(default)]
    context: Value,
    note: String,
}

/// A line that goes out. Offsets are Unicode code points.
#[derive(Serialize)]
struct Annotated {
    id: Value,
    context: Value,
    note: String,
    statements: Vec<Statement>,
    flags: Vec<Flag>,
}

#[derive(Serialize)]
struct Statement {
    start: usize,
    end: usize,
    kind: StatementKind,
    source: From,
}

#[derive(Serialize)]
struct Flag {
    start: usize,
    end: usize,
    category: Category,
}

/// Reads a line at a time, so that a file may be of any length. A line that is no note is told by its number, and the next
/// one is read.
pub(super) fn run(asked: &Annotate) -> Result<Done, Failure> {
    let standard = Source::open(&asked.from)?.standard_or_base(asked.standard.as_deref())?;
    let lexicon = checks::lexicon(&standard)?;
    let mut input = io::stdin().lock();
    let mut out = io::BufWriter::new(io::stdout().lock());
    let mut done = Done::Accepted;
    let mut bytes = Vec::new();
    for number in 1_u64.. {
        bytes.clear();
        // One line is no longer than one file may be.
        let read = input.by_ref().take(LIMIT).read_until(b'\n', &mut bytes);
        if read.map_err(|error| Failure::file("standard input", &error))? == 0 {
            break;
        }
        if bytes.trim_ascii().is_empty() {
            continue;
        }
        match serde_json::from_slice::<Line>(&bytes) {
            Ok(line) => {
                let line = annotated(&standard, &lexicon, line);
                serde_json::to_writer(&mut out, &line).map_err(io::Error::from)?;
                out.write_all(b"\n")?;
            }
            Err(error) => {
                done = Done::Incomplete;
                let column = error.column();
                terminal::complain(&format!(
                    "line {number}, column {column}: not an object with \"note\", a text. The line was left out"
                ));
            }
        }
    }
    out.flush()?;
    Ok(done)
}

fn annotated(standard: &Standard, lexicon: &Lexicon, line: Line) -> Annotated {
    // What the contact was, in words: "email in from school, child in need, recorded by social worker".
    let analysis = note::analyse_in(lexicon, line.context.as_str().unwrap_or_default(), &line.note);
    let mut points = Points::new(&line.note);
    let statements = analysis.statements.iter().map(|statement| {
        let (start, end) = points.range(&statement.span);
        // The guide has one kind for assessments and judgements.
        let kind = if statement.kind == StatementKind::Judgement { StatementKind::Assessment } else { statement.kind };
        Statement { start, end, kind, source: statement.source }
    });
    let statements = statements.collect();
    let mut points = Points::new(&line.note);
    let lists = &standard.definition().words;
    let flags =
        analysis.flags.iter().filter_map(|flag| {
            let category = lists.values().nth(usize::from(flag.list))?.category;
            let (start, end) = points.range(&flag.span);
            (!matches!(category, Category::Events | Category::Evidence | Category::Cue | Category::Terms))
                .then_some(Flag { start, end, category })
        });
    let flags = flags.collect();
    Annotated { id: line.id, context: line.context, note: line.note, statements, flags }
}

/// Counts code points up to bytes that come in ascending order, so that a text is gone through once.
struct Points<'t> {
    text: &'t str,
    byte: usize,
    point: usize,
}

impl<'t> Points<'t> {
    fn new(text: &'t str) -> Points<'t> {
        Points { text, byte: 0, point: 0 }
    }

    fn at(&mut self, byte: usize) -> usize {
        if byte < self.byte {
            (self.byte, self.point) = (0, 0);
        }
        let passed = self.text.get(self.byte..byte).map_or(0, |text| text.chars().count());
        (self.byte, self.point) = (byte, self.point.saturating_add(passed));
        self.point
    }

    fn range(&mut self, span: &Range<usize>) -> (usize, usize) {
        (self.at(span.start), self.at(span.end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_are_counted_in_code_points() {
        let mut points = Points::new("a\u{1f600}é b");
        assert_eq!(points.range(&(1..5)), (1, 2));
        assert_eq!(points.range(&(5..9)), (2, 5));
        assert_eq!(points.range(&(0..1)), (0, 1));
    }
}
