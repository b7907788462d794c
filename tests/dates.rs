//! Date rules against an independent calendar, and against cases worked out by hand with the GOV.UK list of bank holidays
//! open: Easter, Christmas, 19 September 2022, 8 May 2023 and both changes of the clocks.

#![cfg(not(target_arch = "wasm32"))]

use fairnote::calendar::Date;
use fairnote::{Context, Mode, Moment, Record, Standard, check, report};
use serde_json::{Value, json};

fn standard(id: &str) -> Standard {
    fairnote::embedded::standard(id).expect("built in").expect("resolves")
}

#[test]
fn working_days_agree_with_an_independent_calendar() {
    let england = standard("england");
    let days = england.working_days();
    let text = include_str!("dates/expected.csv");
    let mut lines = text.lines().filter(|line| !line.starts_with('#'));
    let limits: Vec<u32> =
        lines.next().expect("a header").split(',').skip(1).map(|limit| limit.parse().expect("a number")).collect();
    let (mut compared, mut wrong) = (0, Vec::new());
    for line in lines {
        let mut cells = line.split(',');
        let day = Date::parse(cells.next().expect("a day")).expect("a date");
        for (limit, expected) in limits.iter().zip(cells) {
            let ours = days.nth_after(day, *limit).map(|due| due.to_string()).unwrap_or_default();
            if ours != expected {
                wrong.push(format!("{limit} after {day}: {ours}, not {expected}"));
            }
            compared += 1;
        }
    }
    assert!(compared > 10_000, "only {compared} counts were compared");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A case note under an authority: the outcome of the rule on writing in time, and its due moment.
fn outcome(id: &str, event: &str, entered: &str, as_at: &str, mode: Mode) -> (String, String) {
    let standard = standard(id);
    let text = json!({"kind": "case_note", "fields": {"event_at": event, "entered_at": entered, "child_protection_enquiry": false}})
        .to_string();
    let record = Record::from_json(&standard, &text).expect("a record");
    let kind = standard.kind("case_note").expect("a kind");
    let context = Context::from_json(&standard, kind, "null").expect("a context");
    let as_at = Moment::parse(as_at).expect("a moment");
    let report: Value =
        serde_json::from_str(&report::json(&check(&standard, &record, &context, as_at, mode))).expect("JSON");
    let findings = report["findings"].as_array().expect("findings");
    let rule =
        if id == "coventry" { "entry-is-finalised-within-the-limit" } else { "entry-is-written-within-the-limit" };
    let found = findings.iter().find(|finding| finding["rule"] == rule);
    found.map_or(("passed".to_owned(), String::new()), |finding| {
        let text = |key: &str| finding[key].as_str().unwrap_or_default().to_owned();
        (text("outcome"), text("due"))
    })
}

#[track_caller]
fn last_day(id: &str, event: &str, last: &str, next: &str) {
    let check = |entered: &str| outcome(id, event, entered, "2028-12-01T12:00", Mode::Final).0;
    assert_eq!(check(last), "passed", "{id}: {event} to {last}");
    assert_eq!(check(next), "failed", "{id}: {event} to {next}");
}

#[test]
fn five_working_days_over_easter() {
    // Good Friday is 3 April 2026 and Easter Monday 6 April. From Wednesday 1 April: 2, 7, 8, 9, 10.
    last_day("carefirst", "2026-04-01T15:00", "2026-04-10T23:59", "2026-04-11T00:00");
}

#[test]
fn five_working_days_over_christmas() {
    // Christmas 2021 fell on a Saturday: substitute days on Monday 27 and Tuesday 28 December, and on Monday 3 January.
    // From Thursday 23 December: 24, 29, 30, 31 December, 4 January.
    last_day("carefirst", "2021-12-23T09:00", "2022-01-04T23:59", "2022-01-05T00:00");
}

#[test]
fn ten_working_days_over_the_state_funeral() {
    // Monday 19 September 2022 was a bank holiday, as was 29 August. From Friday 9 September: 12, 13, 14, 15, 16, 20, 21, 22, 23, 26.
    last_day("herts", "2022-09-09T09:00", "2022-09-26T23:59", "2022-09-27T00:00");
}

#[test]
fn ten_working_days_over_the_three_mondays_of_may_2023() {
    // 1 May, 8 May (coronation) and 29 May. From Friday 28 April: 2, 3, 4, 5, 9, 10, 11, 12, 15, 16 May.
    last_day("herts", "2023-04-28T09:00", "2023-05-16T23:59", "2023-05-17T00:00");
}

#[test]
fn two_working_days_over_a_weekend() {
    let check = |finalised: &str| outcome("coventry", "2026-06-12T16:00", "2026-06-12T17:00", finalised, Mode::Final).0;
    assert_eq!(check("2026-06-16T23:59"), "passed");
    assert_eq!(check("2026-06-17T00:00"), "failed");
}

#[test]
fn twenty_four_hours_are_elapsed_hours_on_both_nights_when_clocks_change() {
    // Clocks go forward on 29 March 2026 at 1am: 20:00 to 20:00 is 23 hours, and the limit is 21:00.
    last_day("derby", "2026-03-28T20:00", "2026-03-29T21:00", "2026-03-29T21:01");
    // Clocks go back on 25 October 2026 at 2am: 20:00 to 20:00 is 25 hours, and the limit is 19:00.
    last_day("derby", "2026-10-24T20:00", "2026-10-25T19:00", "2026-10-25T19:01");
    // The hour that is there twice: the first 1:30am (as it is read) to the same clock time a day on is 25 hours.
    last_day("derby", "2026-10-25T00:30", "2026-10-25T23:30", "2026-10-25T23:31");
}

#[test]
fn each_authority_counts_on_its_own_basis() {
    // An ordinary contact on Friday 12 June 2026 at 6pm, still a draft: until when?
    for (id, due) in [
        ("derby", "2026-06-13T18:00:00+01:00"),
        ("carefirst", "2026-06-19T23:59:59+01:00"),
        ("herts", "2026-06-26T23:59:59+01:00"),
        ("coventry", "2026-06-16T23:59:59+01:00"),
    ] {
        let standard = standard(id);
        let text = json!({"kind": "case_note", "fields": {"event_at": "2026-06-12T18:00"}}).to_string();
        let record = Record::from_json(&standard, &text).expect("a record");
        let kind = standard.kind("case_note").expect("a kind");
        let context = Context::from_json(&standard, kind, "null").expect("a context");
        let as_at = Moment::parse("2026-06-12T18:30").expect("a moment");
        let report: Value =
            serde_json::from_str(&report::json(&check(&standard, &record, &context, as_at, Mode::Draft)))
                .expect("JSON");
        let pending: Vec<_> = report["findings"]
            .as_array()
            .expect("findings")
            .iter()
            .filter(|finding| finding["outcome"] == "pending")
            .map(|finding| finding["due"].as_str().unwrap_or_default())
            .collect();
        assert!(pending.contains(&due), "{id}: {pending:?} has no {due}");
    }
}
