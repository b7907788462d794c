//! `retention.csv`: the retention table of a pack.

use super::clauses::Clause;
use super::read::File;
use crate::calendar::Date;
use crate::standards::{Died, Keep, Problem, RetentionRow};
use serde::Deserialize;

/// The columns. `keep` is a number of years, `permanent` or `hold`; `lifted` is the day on which a hold was lifted and
/// the name of the officer who lifted it.
const HEADER: [&str; 11] =
    ["row", "title", "applies_to", "unless", "died", "keep", "from", "age", "clause", "law", "lifted"];

#[derive(Deserialize)]
struct Row {
    row: String,
    title: String,
    applies_to: String,
    unless: String,
    died: Option<Died>,
    keep: String,
    from: String,
    age: Option<i32>,
    clause: String,
    law: String,
    lifted: String,
}

pub(super) fn table(file: &File, clauses: &[Clause], problems: &mut Vec<Problem>) -> Vec<RetentionRow> {
    let comments = file.comments();
    for key in ["title", "source"].into_iter().filter(|key| !comments.contains_key(*key)) {
        problems.push(file.problem(
            "",
            format!("the file does not say its {key}"),
            format!("begin it with a line `# {key}: …`"),
        ));
    }
    let mut table: Vec<RetentionRow> = Vec::new();
    for (line, row) in file.rows::<Row>(&HEADER, problems) {
        let mut wrong = |what: &str, remedy: &str| {
            let mut problem = file.problem("", what, remedy);
            problem.line = line;
            problems.push(problem);
        };
        if row.row.trim().is_empty() || row.title.trim().is_empty() {
            wrong("the row has no id or no title", "give it both");
        }
        if table.iter().any(|known| known.id == row.row) {
            wrong("the row's id stands in the table already", "rename one of the two");
        }
        if !row.clause.is_empty() && !clauses.iter().any(|clause| clause.id == row.clause) {
            wrong("the row names a clause that the policy does not have", "name one of clauses.toml or leave it blank");
        }
        let (keep, years) = match row.keep.as_str() {
            "permanent" => (Keep::Permanently, 0),
            "hold" => (Keep::Hold, 0),
            years => match years.parse() {
                Ok(years @ 0..=999) => (Keep::Years, years),
                _ => {
                    wrong("`keep` is neither a number of years, permanent nor hold", "use one of them");
                    (Keep::Years, 0)
                }
            },
        };
        if (keep == Keep::Years) == row.from.is_empty() {
            wrong(
                "years are counted from a date, and nothing else is",
                "name the date's field in `from`, or leave `from` blank for permanent and hold",
            );
        }
        let (lifted_on, lifted_by) = match row.lifted.split_once(' ') {
            _ if row.lifted.is_empty() => (None, ""),
            Some((day, officer)) if keep == Keep::Hold && !officer.trim().is_empty() => {
                (Date::parse(day).ok(), officer)
            }
            _ => (None, ""),
        };
        if lifted_on.is_none() && !row.lifted.is_empty() {
            wrong(
                "a hold, and nothing else, is lifted on a date by a named officer",
                "write it as `2026-04-01 Priya Shah, Head of Service`",
            );
        }
        let codes = |text: &str| text.split_whitespace().map(str::to_owned).collect();
        table.push(RetentionRow {
            applies_to: codes(&row.applies_to),
            unless: codes(&row.unless),
            id: row.row,
            title: row.title,
            died: row.died,
            keep,
            years,
            from: row.from,
            age: row.age.unwrap_or(0),
            clause: row.clause,
            law: row.law,
            lifted_on,
            lifted_by: lifted_by.trim().to_owned(),
        });
    }
    table
}
