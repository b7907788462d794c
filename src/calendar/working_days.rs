//! Counting working days.

use super::Date;

/// The working days of a stretch of years: Monday to Friday, less the bank holidays.
///
/// Holidays are known only from one day to another. Outside them the answer to every question is
/// `None`, for a deadline worked out from a guess would look as sure as one worked out from law.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkingDays {
    /// Sorted, distinct, all on weekdays and inside the range: what a count must subtract.
    holidays: Vec<Date>,
    from: Date,
    to: Date,
}

impl WorkingDays {
    /// The working days from one day to another, both included, with these bank holidays in any
    /// order. Holidays at weekends or outside the range make no difference.
    #[must_use]
    pub fn new(mut holidays: Vec<Date>, from: Date, to: Date) -> Self {
        holidays.retain(|day| !day.weekday().is_weekend() && from <= *day && *day <= to);
        crate::text::sort_short(&mut holidays, |day| *day);
        holidays.dedup();
        Self { holidays, from, to }
    }

    /// The first day whose holidays are known.
    #[must_use]
    pub const fn from(&self) -> Date {
        self.from
    }

    /// The last day whose holidays are known.
    #[must_use]
    pub const fn to(&self) -> Date {
        self.to
    }

    /// Whether the day is a working day. `None` outside the known range.
    #[must_use]
    pub fn is_working_day(&self, day: Date) -> Option<bool> {
        if !self.knows(day) {
            return None;
        }
        Some(!day.weekday().is_weekend() && self.holidays.binary_search(&day).is_err())
    }

    /// The `n`th working day after a day, which is itself day 0 and is not counted whether or not
    /// it is a working day. For `n` of 0 that is the day itself, at a weekend too. `None` when
    /// the answer, or the day, is outside the known range.
    ///
    /// Looks only at the holidays that it passes, so a limit of years costs no more than one of
    /// days.
    #[must_use]
    pub fn nth_after(&self, day: Date, n: u32) -> Option<Date> {
        if !self.knows(day) {
            return None;
        }
        if n == 0 {
            return Some(day);
        }
        // Start from the number of weekdays, then go one weekday on for each holiday passed.
        let mut target = weekdays_before(i64::from(day.day_number()) + 1) + i64::from(n);
        let mut due = nth_weekday(target);
        let passed = self.holidays.partition_point(|holiday| *holiday <= day);
        for holiday in self.holidays.iter().skip(passed) {
            if i64::from(holiday.day_number()) > due {
                break;
            }
            target += 1;
            due = nth_weekday(target);
        }
        Date::from_day_number(due).filter(|day| self.knows(*day))
    }

    /// Working days after the first day, up to and including the second: the `n` for which
    /// [`nth_after`](Self::nth_after) gives the second, when that is a working day. Negative when
    /// the second is the earlier. `None` when either is outside the known range.
    #[must_use]
    pub fn between(&self, first: Date, second: Date) -> Option<i32> {
        if !self.knows(first) || !self.knows(second) {
            return None;
        }
        let up_to = |day: Date| {
            let holidays = self.holidays.partition_point(|holiday| *holiday <= day);
            weekdays_before(i64::from(day.day_number()) + 1) - i64::try_from(holidays).unwrap_or(0)
        };
        i32::try_from(up_to(second) - up_to(first)).ok()
    }

    fn knows(&self, day: Date) -> bool {
        self.from <= day && day <= self.to
    }
}

/// Monday 1969-12-29, from which weeks are counted.
const MONDAY: i64 = -3;

/// Mondays to Fridays from [`MONDAY`] up to, but not including, a day number; negative before it.
const fn weekdays_before(day: i64) -> i64 {
    let days = day - MONDAY;
    let in_week = days.rem_euclid(7);
    days.div_euclid(7) * 5 + if in_week < 5 { in_week } else { 5 }
}

/// The day number of the weekday that has `count - 1` weekdays before it.
const fn nth_weekday(count: i64) -> i64 {
    let before = count - 1;
    MONDAY + before.div_euclid(5) * 7 + before.rem_euclid(5)
}
