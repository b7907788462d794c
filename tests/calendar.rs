//! The calendar against another implementation (jiff, with its own time zone database), and against
//! days that a person can check on a wall calendar.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::string_slice, reason = "tests may stop on a surprise")]

use fairnote::calendar::{Date, DateFault, Moment, MomentFault, Weekday, WorkingDays};
use jiff::civil;
use proptest::prelude::*;

fn date(text: &str) -> Date {
    Date::parse(text).unwrap()
}

fn theirs(ours: Date) -> civil::Date {
    civil::date(ours.year() as i16, ours.month() as i8, ours.day() as i8)
}

fn any_date() -> impl Strategy<Value = Date> {
    (Date::MIN.day_number()..=Date::MAX.day_number()).prop_map(|days| Date::from_day_number(days.into()).unwrap())
}

fn london() -> jiff::tz::TimeZone {
    jiff::tz::TimeZone::get("Europe/London").unwrap()
}

#[test]
fn every_day_of_five_centuries_agrees() {
    let mut civil = civil::date(1600, 1, 1);
    let mut ours = date("1600-01-01");
    while civil < civil::date(2100, 1, 1) {
        assert_eq!(theirs(ours), civil);
        assert_eq!(ours.to_string(), civil.to_string());
        assert_eq!(ours.weekday().days_after_monday(), i32::from(civil.weekday().to_monday_zero_offset()));
        civil = civil.tomorrow().unwrap();
        ours = ours.add_days(1).unwrap();
    }
}

#[test]
fn what_is_not_a_date_is_told_apart_from_a_day_that_does_not_exist() {
    for text in ["", "2026-2-28", "28/02/2026", "2026-02-28 ", "2026-02-2x", "２０２６-02-28", "+026-02-28"] {
        assert_eq!(Date::parse(text), Err(DateFault::Form), "{text}");
    }
    for text in ["2026-02-29", "2026-04-31", "0000-01-01", "2026-13-01", "2026-00-10", "2100-02-29"] {
        assert_eq!(Date::parse(text), Err(DateFault::Impossible), "{text}");
    }
    assert_eq!(date("2024-02-29").day(), 29);
    assert_eq!(date("2000-02-29").weekday(), Weekday::Tuesday);
}

#[test]
fn a_person_born_on_29_february_has_a_birthday_on_1_march_in_a_common_year() {
    let born = date("2008-02-29");
    assert_eq!(born.age_on(date("2026-02-28")), 17);
    assert_eq!(born.age_on(date("2026-03-01")), 18);
    assert_eq!(born.age_on(date("2024-02-28")), 15);
    assert_eq!(born.age_on(date("2024-02-29")), 16);
}

#[test]
fn a_missing_day_of_a_month_is_its_last() {
    assert_eq!(date("2026-01-31").add_months(1), Some(date("2026-02-28")));
    assert_eq!(date("2024-02-29").add_years(1), Some(date("2025-02-28")));
    assert_eq!(date("2026-01-31").add_months(i32::MAX), None);
    assert_eq!(date("2026-01-31").add_years(i32::MIN), None);
    assert_eq!(Date::MAX.add_days(1), None);
}

#[test]
fn the_hour_the_clocks_jump_over_is_refused_and_the_one_shown_twice_is_the_earlier() {
    assert_eq!(Moment::parse("2026-03-29T01:30"), Err(MomentFault::Skipped));
    assert_eq!(Moment::parse("2026-03-29T02:00").unwrap(), Moment::parse("2026-03-29T01:00:00Z").unwrap());
    let twice = Moment::parse("2026-10-25 01:30").unwrap();
    assert_eq!(twice, Moment::parse("2026-10-25T00:30:00Z").unwrap());
    assert_eq!(twice.to_string(), "2026-10-25T01:30:00+01:00");
    assert_eq!(twice.add_hours(1).unwrap().to_string(), "2026-10-25T01:30:00Z");
}

#[test]
fn moments_are_read_in_every_form_that_is_documented() {
    let moment = Moment::parse("2026-06-20T13:30:00Z").unwrap();
    for text in [
        "2026-06-20T14:30",
        "2026-06-20 14:30",
        "2026-06-20T14:30:00",
        "2026-06-20T14:30:00.999",
        "2026-06-20T14:30:00+01:00",
        "2026-06-20T08:30:00.5-05:00",
        "2026-06-20t13:30:00z",
    ] {
        assert_eq!(Moment::parse(text), Ok(moment), "{text}");
    }
    for text in [
        "",
        "2026-06-20",
        "2026-06-20T14",
        "2026-06-20T14:30:00.",
        "2026-06-20T14:30 Z",
        "2026-06-20T14:30+0100",
        "20/06/2026 14:30",
    ] {
        assert_eq!(Moment::parse(text), Err(MomentFault::Form), "{text}");
    }
    for text in [
        "2026-06-31T14:30",
        "2026-06-20T24:00",
        "2026-06-20T14:60",
        "2026-06-20T14:30:60Z",
        "2026-06-20T14:30:00+24:00",
        "0001-01-01T00:00:00+10:00",
    ] {
        assert_eq!(Moment::parse(text), Err(MomentFault::Impossible), "{text}");
    }
    assert_eq!(Moment::end_of_day(date("2026-06-20")).to_string(), "2026-06-20T23:59:59+01:00");
    assert_eq!(Moment::start_of_day(Date::MIN).date(), Date::MIN);
    assert_eq!(Moment::end_of_day(Date::MAX).date(), Date::MAX);
    assert_eq!(moment.add_hours(i64::MAX), None);
    assert_eq!(moment.add_seconds(i64::MIN), None);
}

#[test]
fn every_hour_of_london_from_1981_to_2060_agrees() {
    let zone = london();
    let mut seconds = date("1981-03-30").day_number() as i64 * 86_400;
    while seconds < date("2060-12-31").day_number() as i64 * 86_400 {
        let ours = Moment::from_seconds(seconds).unwrap();
        let zoned = jiff::Timestamp::from_second(seconds).unwrap().to_zoned(zone.clone());
        assert_eq!(theirs(ours.date()), zoned.date());
        assert_eq!(ours.time().0, zoned.hour() as u32, "{ours}");
        seconds += 3_600;
    }
}

#[test]
fn working_days_pass_over_weekends_and_bank_holidays() {
    let holidays = ["2026-04-03", "2026-04-06", "2026-05-04", "2026-05-25"].map(date);
    let days = WorkingDays::new(holidays.to_vec(), date("2026-01-01"), date("2026-12-31"));
    // Thursday before Easter: Good Friday, weekend and Easter Monday are passed over.
    assert_eq!(days.nth_after(date("2026-04-02"), 1), Some(date("2026-04-07")));
    assert_eq!(days.nth_after(date("2026-04-04"), 0), Some(date("2026-04-04")));
    assert_eq!(days.nth_after(date("2026-04-04"), 2), Some(date("2026-04-08")));
    assert_eq!(days.nth_after(date("2026-04-02"), u32::MAX), None);
    assert_eq!(days.nth_after(date("2025-12-31"), 1), None);
    assert_eq!(days.is_working_day(date("2026-04-03")), Some(false));
    assert_eq!(days.is_working_day(date("2026-04-05")), Some(false));
    assert_eq!(days.is_working_day(date("2027-04-05")), None);
    assert_eq!(days.between(date("2026-04-02"), date("2026-04-08")), Some(2));
    assert_eq!(days.between(date("2026-04-08"), date("2026-04-02")), Some(-2));
    assert_eq!(days.between(date("2026-04-08"), date("2027-04-02")), None);
    let endless = WorkingDays::new(Vec::new(), Date::MIN, Date::MAX);
    assert_eq!(endless.nth_after(Date::MIN, u32::MAX), None);
    assert_eq!(endless.nth_after(date("2026-01-01"), 10_000), Some(date("2064-05-01")));
    let backwards = WorkingDays::new(holidays.to_vec(), Date::MAX, Date::MIN);
    assert_eq!(backwards.nth_after(date("2026-04-02"), 1), None);
}

proptest! {
    #[test]
    fn dates_survive_being_written_and_read(day in any_date()) {
        prop_assert_eq!(Date::parse(&day.to_string()), Ok(day));
        prop_assert_eq!(Date::new(day.year(), day.month(), day.day()), Some(day));
        let json = serde_json::to_string(&day).unwrap();
        prop_assert_eq!(serde_json::from_str::<Date>(&json).unwrap(), day);
    }

    #[test]
    fn adding_months_agrees(day in any_date(), months in -40_000_i32..40_000) {
        let other = theirs(day).checked_add(jiff::Span::new().months(months)).ok();
        let expected = other.filter(|other| other.year() >= 1);
        prop_assert_eq!(day.add_months(months).map(theirs), expected);
    }

    #[test]
    fn age_agrees(born in any_date(), later in 0..50_000_i32) {
        let Some(on) = born.add_days(later) else { return Ok(()) };
        let span = theirs(born).until((jiff::Unit::Year, theirs(on))).unwrap();
        // jiff keeps a birthday of 29 February on the 28th; we wait for 1 March.
        let leapling = born.month() == 2 && born.day() == 29 && on.month() == 2 && on.day() == 28;
        let early = i32::from(leapling && on.add_days(1).is_some_and(|next| next.month() == 3));
        prop_assert_eq!(born.age_on(on), i32::from(span.get_years()) - early);
    }

    #[test]
    fn moments_survive_being_written_and_read(seconds in -50_000_000_000_i64..200_000_000_000) {
        let moment = Moment::from_seconds(seconds).unwrap();
        prop_assert_eq!(Moment::parse(&moment.to_string()), Ok(moment));
    }

    #[test]
    fn london_times_agree(days in 9_496_i32..33_000, hour in 0..24_u32, minute in 0..60_u32) {
        let day = Date::from_day_number(days.into()).unwrap();
        let local = theirs(day).at(hour as i8, minute as i8, 0, 0);
        let ambiguous = london().to_ambiguous_zoned(local);
        let gap = matches!(ambiguous.offset(), jiff::tz::AmbiguousOffset::Gap { .. });
        match Moment::from_london(day, hour, minute, 0) {
            Ok(moment) => {
                prop_assert!(!gap);
                prop_assert_eq!(moment.seconds(), ambiguous.earlier().unwrap().timestamp().as_second());
            }
            Err(fault) => {
                prop_assert_eq!(fault, MomentFault::Skipped);
                prop_assert!(gap);
            }
        }
    }

    #[test]
    fn counting_working_days_agrees_with_walking_them(
        start in 20_000_i32..20_600, n in 0_u32..300, off in proptest::collection::vec(20_000_i32..21_000, 0..40)
    ) {
        let day = |days: i32| Date::from_day_number(days.into()).unwrap();
        let days = WorkingDays::new(off.into_iter().map(day).collect(), day(19_990), day(21_000));
        let mut walked = day(start);
        let mut left = n;
        while left > 0 {
            walked = walked.add_days(1).unwrap();
            match days.is_working_day(walked) {
                Some(true) => left -= 1,
                Some(false) => {}
                None => break,
            }
        }
        let expected = (left == 0).then_some(walked);
        prop_assert_eq!(days.nth_after(day(start), n), expected);
        if let Some(end) = expected {
            prop_assert_eq!(days.between(day(start), end), Some(n as i32));
            prop_assert_eq!(days.between(end, day(start)), Some(-(n as i32)));
        }
    }

    #[test]
    fn nothing_typed_makes_reading_fail_badly(text in "\\PC{0,40}") {
        let _ = Date::parse(&text);
        let _ = Moment::parse(&text);
    }

    #[test]
    fn nearly_right_texts_are_read_or_refused(text in "[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2})?(\\.[0-9]*)?(Z|[+-][0-9]{2}:[0-9]{2})?") {
        if let Ok(moment) = Moment::parse(&text) {
            prop_assert_eq!(Moment::parse(&moment.to_string()), Ok(moment));
        }
    }
}
