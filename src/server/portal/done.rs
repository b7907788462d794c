//! The page after a record was accepted.

use super::notes::Note;
use super::request::Checked;
use crate::calendar::Moment;
use crate::checks::{Counts, Verdict};
use crate::server::problem::Problem;
use crate::server::state::State as AppState;
use crate::standards::{Form, Standard};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;

#[derive(Serialize)]
struct Page<'a> {
    title: &'a str,
    form_title: &'a str,
    with_warnings: bool,
    standard: Named<'a>,
    engine: &'static str,
    as_at: String,
    as_at_words: String,
    counts: Counts,
    notes: Vec<Note>,
    report: &'a str,
    record: String,
}

#[derive(Serialize)]
struct Named<'a> {
    id: &'a str,
    title: &'a str,
    version: &'a str,
    digest: &'a str,
}

/// Draws it: what was decided, by which standard, when, and that keeping the record is the host portal's part.
pub(super) fn draw(
    state: &AppState,
    standard: &Standard,
    form: &Form,
    mut checked: Checked,
    now: Moment,
) -> Result<Response, Problem> {
    let page = Page {
        title: "Record accepted",
        form_title: &form.title,
        with_warnings: checked.verdict == Verdict::AcceptedWithWarnings,
        standard: Named {
            id: standard.id(),
            title: &standard.definition().title,
            version: standard.version(),
            digest: standard.digest(),
        },
        engine: concat!("fairnote ", env!("CARGO_PKG_VERSION")),
        as_at: now.to_string(),
        as_at_words: in_words(now),
        counts: checked.counts,
        notes: checked.notes.take_rest(),
        report: &checked.json,
        record: serde_json::to_string_pretty(&checked.record).unwrap_or_default(),
    };
    state.pages.draw("done.html", StatusCode::OK, &page)
}

/// A moment as the GOV.UK style guide writes it: "24 November 2026 at 2:05pm".
pub(super) fn in_words(moment: Moment) -> String {
    let (hour, minute, _) = moment.time();
    let half = if hour < 12 { "am" } else { "pm" };
    let hour = match hour.checked_rem(12) {
        Some(0) | None => 12,
        Some(hour) => hour,
    };
    format!("{} at {hour}:{minute:02}{half}", moment.date().in_words())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_written_as_people_say_it() {
        let words = |text| in_words(Moment::parse(text).unwrap());
        assert_eq!(words("2026-11-24T14:05:00Z"), "24 November 2026 at 2:05pm");
        assert_eq!(words("2026-06-01T00:00:00+01:00"), "1 June 2026 at 12:00am");
        assert_eq!(words("2026-06-01T12:30:00+01:00"), "1 June 2026 at 12:30pm");
    }
}
