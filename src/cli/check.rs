//! `fairnote check`.

use super::args::{Check, Format, Mode};
use super::failure::{Done, Failure};
use super::sources::Source;
use super::{input, terminal};
use crate::calendar::Moment;
use crate::checks::{self, Verdict};
use crate::record::{Context, Record};
use crate::report;
use std::time::{SystemTime, UNIX_EPOCH};

pub(super) fn run(asked: &Check) -> Result<Done, Failure> {
    let standard = Source::open(&asked.from)?.standard(&asked.standard)?;
    let as_at = as_at(asked.as_at.as_deref())?;
    let text = input::text(&asked.file)?;
    let record =
        Record::from_json(&standard, &text).map_err(|error| Failure::record(&input::name(&asked.file), &error))?;
    let context_text = asked.context.as_deref().map(|file| Ok::<_, Failure>((file, input::text(file)?))).transpose()?;
    let context = match (&context_text, standard.kind(record.kind())) {
        (Some((file, text)), Some(kind)) => {
            Context::from_json(&standard, kind, text).map_err(|error| Failure::record(&input::name(file), &error))?
        }
        _ => Context::unknown(),
    };
    let mode = match asked.mode {
        Mode::Draft => checks::Mode::Draft,
        Mode::Final => checks::Mode::Final,
    };
    let report = checks::check(&standard, &record, &context, as_at, mode);
    match asked.format {
        Format::Text => terminal::print(&report::terminal(&report))?,
        Format::Json => terminal::print(&format!("{}\n", report::json(&report)))?,
    }
    Ok(match report.verdict() {
        Verdict::Accepted | Verdict::AcceptedWithWarnings => Done::Accepted,
        Verdict::Rejected => Done::Blocked,
    })
}

fn as_at(given: Option<&str>) -> Result<Moment, Failure> {
    if let Some(given) = given {
        return Moment::parse(given).map_err(|fault| Failure::new(format!("--as-at {}", fault.reason())));
    }
    let now = SystemTime::now().duration_since(UNIX_EPOCH).ok().and_then(|since| i64::try_from(since.as_secs()).ok());
    let wrong = || Failure::new("this machine's clock shows a year that no calendar has. Set it, or give --as-at");
    now.and_then(Moment::from_seconds).ok_or_else(wrong)
}
