//! Retention: which row of a table decides, until when, and what stands in the way of disposal.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::expect_used, clippy::indexing_slicing, reason = "tests may stop on a surprise")]

use fairnote::calendar::Date;
use fairnote::checks::retention::{Block, Decision, Facts, Until, decide, of};
use fairnote::standards::{Keep, RetentionRow};
use fairnote::{Context, Mode, Moment, Record, Standard, check, report};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::sync::LazyLock;

static CAREFIRST: LazyLock<Standard> = LazyLock::new(|| standard("carefirst"));
static DERBY: LazyLock<Standard> = LazyLock::new(|| standard("derby"));
static HERTS: LazyLock<Standard> = LazyLock::new(|| standard("herts"));

fn standard(id: &str) -> Standard {
    fairnote::embedded::standard(id).expect("built in").expect("resolves")
}

fn date(text: &str) -> Date {
    Date::parse(text).expect("a date")
}

fn table(standard: &Standard) -> &[RetentionRow] {
    &standard.definition().retention
}

/// What a table says of these facts and dates on 15 June 2026.
fn decided<'r>(standard: &'r Standard, facts: &[&'r str], dates: &[(&'r str, &str)]) -> Decision<'r> {
    let dates = dates.iter().map(|(name, day)| (*name, date(day))).collect();
    decide(table(standard), &Facts { facts: facts.to_vec(), dates, open: Vec::new() }, date("2026-06-15"))
}

fn row<'r>(standard: &'r Standard, decision: &Decision<'_>) -> &'r str {
    let (number, _) = decision.decides.expect("a row decides");
    &table(standard)[usize::from(number)].id
}

/// Facts, dates, the row that decides and the day to which it comes, each counted by hand from the printed table.
type Counted = (&'static [&'static str], &'static [(&'static str, &'static str)], &'static str, &'static str);

#[test]
fn each_row_of_the_printed_table_comes_to_its_day() {
    const BORN: (&str, &str) = ("date_of_birth", "2001-05-17");
    const CLOSED: (&str, &str) = ("closed_on", "2020-02-29");
    let counted: &[Counted] = &[
        (&["LOOKED_AFTER"], &[BORN], "looked-after", "2094-05-17"),
        (&["LOOKED_AFTER"], &[BORN, ("died_on", "2019-05-16")], "looked-after-died-before-18", "2054-05-16"),
        (&["LOOKED_AFTER"], &[BORN, ("died_on", "2019-05-17")], "looked-after", "2094-05-17"),
        (&["PRIVATELY_FOSTERED"], &[BORN], "privately-fostered", "2094-05-17"),
        (&["ADOPTED"], &[("adoption_order_on", "2006-01-31")], "adoption", "2106-01-31"),
        (&["ADOPTION_ENQUIRY"], &[("last_contact_on", "2018-11-05")], "adoption-enquiry", "2028-11-05"),
        (&["ADOPTER"], &[("closed_on", "2011-08-01")], "adopter", "2036-08-01"),
        (&["ADOPTER", "ADOPTER_DIED"], &[("closed_on", "2011-08-01")], "adopter-died-or-withdrew", "2021-08-01"),
        (&["ADOPTER_WITHDREW"], &[("closed_on", "2011-08-01")], "adopter-died-or-withdrew", "2021-08-01"),
        (&["FOSTER_CARER"], &[("fostering_ended_on", "2015-03-31")], "foster-carer", "2050-03-31"),
        (&["SECTION_47"], &[("closed_on", "2020-03-31")], "child-protection", "2055-03-31"),
        (&["CP_UNIT"], &[("closed_on", "2020-03-31")], "cp-unit", "2055-03-31"),
        // The last of February, in a year that has no 29th: the period is not cut short.
        (&["SEND"], &[CLOSED], "send", "2055-03-01"),
        (&["OTHER"], &[CLOSED], "other", "2030-03-01"),
        (&["MISSING_NOTIFICATION"], &[("notified_on", "2025-12-31")], "missing-notification", "2026-12-31"),
        (&["FINANCIAL"], &[("financial_year_ended_on", "2026-03-31")], "financial", "2033-03-31"),
    ];
    for (facts, dates, id, until) in counted {
        let decision = decided(&CAREFIRST, facts, dates);
        assert_eq!((row(&CAREFIRST, &decision), decision.until()), (*id, Some(date(until))), "{facts:?}");
        assert_eq!(decision.blocks, [], "{facts:?}");
    }
}

#[test]
fn what_is_kept_for_ever_has_no_day() {
    let decision = decided(&CAREFIRST, &["ADULT_RISK", "SECTION_47"], &[("closed_on", "2020-03-31")]);
    assert_eq!(row(&CAREFIRST, &decision), "adult-risk");
    assert_eq!(decision.until(), None);
    assert!(matches!(decision.blocks[..], [Block::Permanent(_)]));
}

#[test]
fn the_longest_period_decides_and_every_row_that_applies_is_told() {
    let dates = [("date_of_birth", "1990-04-02"), ("died_on", "2020-07-01"), ("adoption_order_on", "1995-10-10")];
    let decision = decided(&CAREFIRST, &["ADOPTED"], &dates);
    let rows: Vec<_> = decision.considered.iter().map(|(at, _)| &*table(&CAREFIRST)[usize::from(*at)].id).collect();
    assert_eq!(rows, ["adoption", "adopted-died-from-18"]);
    // Fifteen years from the death would be 2035: the law keeps it a hundred years from the order.
    assert_eq!((row(&CAREFIRST, &decision), decision.until()), ("adoption", Some(date("2095-10-10"))));
}

#[test]
fn a_period_that_cannot_be_counted_yet_is_longer_than_any_day() {
    let decision = decided(&CAREFIRST, &["LOOKED_AFTER", "SECTION_47"], &[("closed_on", "2020-03-31")]);
    assert!(matches!(decision.blocks[..], [Block::Undated(_, "date_of_birth")]));
    assert!(matches!(decision.decides, Some((_, Until::Undated("date_of_birth")))));
}

#[test]
fn an_allegation_is_kept_until_the_person_dies() {
    let alive = decided(&HERTS, &["ALLEGATION"], &[]);
    assert!(matches!(alive.blocks[..], [Block::Undated(_, "died_on")]));
    let dead = decided(&HERTS, &["ALLEGATION"], &[("died_on", "2026-04-20"), ("date_of_birth", "1948-09-12")]);
    assert_eq!((row(&HERTS, &dead), dead.until()), ("allegation", Some(date("2026-04-20"))));
}

#[test]
fn a_hold_stops_disposal_until_a_named_officer_lifts_it() {
    let facts = Facts { facts: vec!["LOOKED_AFTER"], dates: vec![("date_of_birth", date("1940-01-01"))], open: vec![] };
    let held = decide(table(&DERBY), &facts, date("2026-06-15"));
    assert!(held.hold().is_some());
    assert_eq!(held.until(), Some(date("2015-01-01")), "the date is told all the same");
    let nothing_known = decide(table(&DERBY), &Facts::default(), date("2026-06-15"));
    assert!(nothing_known.hold().is_some(), "it covers what nobody has described yet");
    assert_eq!(decide(table(&CAREFIRST), &Facts::default(), date("2026-06-15")).decides, None);
    let mut lifted = table(&DERBY).to_vec();
    let hold = lifted.iter_mut().find(|row| row.keep == Keep::Hold).expect("a hold");
    hold.lifted_on = Some(date("2026-06-15"));
    assert!(decide(&lifted, &facts, date("2026-06-14")).hold().is_some());
    assert!(decide(&lifted, &facts, date("2026-06-15")).hold().is_none());
}

#[test]
fn a_server_reads_the_facts_from_a_record() {
    let record = json!({"kind": "retention", "fields": {
        "facts": ["SECTION_47", "LOOKED_AFTER"], "date_of_birth": "2001-05-17", "closed_on": "2020-03-31",
    }});
    let text = record.to_string();
    let record = Record::from_json(&CAREFIRST, &text).expect("a record");
    let as_at = Moment::parse("2026-06-15T12:00:00+01:00").expect("a moment");
    let decision = of(&CAREFIRST, &record, &["an access request"], as_at).expect("a table");
    assert_eq!((row(&CAREFIRST, &decision), decision.until()), ("looked-after", Some(date("2094-05-17"))));
    assert_eq!(decision.blocks, [Block::Open("an access request")]);
}

fn finding(standard: &Standard, fields: Value) -> Value {
    let text = json!({"kind": "retention", "fields": fields}).to_string();
    let record = Record::from_json(standard, &text).expect("a record");
    let as_at = Moment::parse("2026-06-15T12:00:00+01:00").expect("a moment");
    let found = report::json(&check(standard, &record, &Context::unknown(), as_at, Mode::Draft));
    let report: Value = serde_json::from_str(&found).expect("JSON");
    let findings = report["findings"].as_array().expect("findings");
    let rule = "disposal-waits-for-the-end-of-the-retention-period";
    findings.iter().find(|finding| finding["rule"] == rule).expect("a finding").clone()
}

#[test]
fn a_finding_names_the_row_the_day_the_law_and_the_rows_own_clause() {
    let fields = json!({"facts": ["LOOKED_AFTER"], "date_of_birth": "2001-05-17", "disposal_on": "2076-05-17"});
    let early = finding(&CAREFIRST, fields);
    let message = early["message"].as_str().expect("a message");
    assert!(message.contains("17 May 2094") && message.contains("75 years from the 18th birthday"), "{message}");
    assert!(early["remedy"].as_str().expect("a remedy").contains("regulation 50"));
    assert_eq!(early["clauses"], json!(["carefirst-8-looked-after"]));
    assert_eq!(early["due"], "2094-05-17T00:00:00+01:00");
    let fields = json!({"facts": ["LOOKED_AFTER"], "date_of_birth": "1940-05-17", "disposal_on": "2026-07-01"});
    let held = finding(&DERBY, fields);
    let message = held["message"].as_str().expect("a message");
    assert!(message.contains("17 May 2015") && message.contains("suspended"), "{message}");
    assert_eq!(held["clauses"], json!(["derby-3-iicsa-hold"]));
    // A row that is the law's, and not the policy's, cites no clause.
    let kept = finding(&HERTS, json!({"facts": ["LOOKED_AFTER"], "date_of_birth": "2001-05-17"}));
    assert_eq!((&kept["outcome"], &kept["clauses"]), (&json!("pending"), &json!([])));
}

fn any_facts() -> impl Strategy<Value = (Vec<&'static str>, Vec<(&'static str, Date)>)> {
    let facts = [
        "LOOKED_AFTER",
        "PRIVATELY_FOSTERED",
        "SECTION_47",
        "CP_UNIT",
        "SEND",
        "ADOPTED",
        "ADOPTION_ENQUIRY",
        "ADOPTER",
        "ADOPTER_DIED",
        "FOSTER_CARER",
        "ADULT_RISK",
        "MISSING_NOTIFICATION",
        "FINANCIAL",
        "OTHER",
    ];
    let names = ["date_of_birth", "died_on", "closed_on", "adoption_order_on", "fostering_ended_on", "notified_on"];
    let day = (0..40_000).prop_map(|day| date("1940-01-01").add_days(day).expect("in range"));
    let dates = prop::collection::vec((prop::sample::select(names.to_vec()), day), 0..6);
    (prop::sample::subsequence(facts.to_vec(), 0..6), dates)
}

proptest! {
    #[test]
    fn no_fact_that_is_added_ever_brings_disposal_forward((facts, dates) in any_facts(), more in 0..14_usize) {
        let all = ["LOOKED_AFTER", "PRIVATELY_FOSTERED", "SECTION_47", "CP_UNIT", "SEND", "ADOPTED", "ADOPTION_ENQUIRY",
            "FOSTER_CARER", "ADULT_RISK", "MISSING_NOTIFICATION", "FINANCIAL", "OTHER", "ALLEGATION", "OTHER"];
        let known = Facts { facts: facts.clone(), dates, open: Vec::new() };
        let before = decide(table(&CAREFIRST), &known, date("2026-06-15"));
        let longest = before.considered.iter().map(|(_, until)| *until).max();
        prop_assert_eq!(before.decides.map(|(_, until)| until), longest);
        // The row for what no other row is for gives way to any other: only among those others is more never less.
        if known.facts.iter().any(|fact| *fact != "OTHER" && *fact != "ADOPTER_DIED") {
            let mut wider = known.clone();
            wider.facts.push(all[more]);
            let after = decide(table(&CAREFIRST), &wider, date("2026-06-15"));
            let length = |decision: &Decision<'_>| decision.decides.map(|(_, until)| match until {
                Until::Date(day) => (0, day.day_number()),
                Until::Undated(_) => (1, 0),
                Until::Permanent => (2, 0),
            });
            prop_assert!(length(&after) >= length(&before));
        }
    }
}
