//! A day of the calendar, without a time.

use std::fmt;

/// The day number of 0001-01-01: days since 1970-01-01, so negative.
const FIRST: i32 = -719_162;
/// The day number of 9999-12-31.
const LAST: i32 = 2_932_896;

/// A day in the proleptic Gregorian calendar, from 0001-01-01 to 9999-12-31.
///
/// Held as the number of days since 1970-01-01, so comparing and counting are single integer
/// operations.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(i32);

/// Why a text is not a date. Never carries the text: it may be part of a child's record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateFault {
    /// Not written as `YYYY-MM-DD`.
    Form,
    /// Written as `YYYY-MM-DD`, but there is no such day (31 April, month 13, year 0).
    Impossible,
}

impl DateFault {
    /// The fault in plain words.
    #[must_use]
    pub const fn reason(self) -> &'static str {
        match self {
            Self::Form => "is not written as year, month and day, such as 2026-03-27",
            Self::Impossible => "is not a day in the calendar",
        }
    }
}

impl fmt::Display for DateFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.reason())
    }
}

impl std::error::Error for DateFault {}

/// A day of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Weekday {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

impl Weekday {
    /// Whether the day is a Saturday or a Sunday.
    #[must_use]
    pub const fn is_weekend(self) -> bool {
        matches!(self, Self::Saturday | Self::Sunday)
    }

    /// Days after Monday: Monday 0 to Sunday 6.
    #[must_use]
    pub const fn days_after_monday(self) -> i32 {
        self as i32
    }
}

/// The months, in order, by the names that they have in English.
pub const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

impl Date {
    /// The date in words, as the GOV.UK style guide writes it: "24 November 2026".
    #[must_use]
    pub fn in_words(self) -> String {
        let (year, month, day) = self.civil();
        let month = usize::try_from(month).ok().and_then(|month| MONTHS.get(month.checked_sub(1)?));
        format!("{day} {} {year}", month.copied().unwrap_or_default())
    }

    /// The first day that can be held, 0001-01-01.
    pub const MIN: Self = Self(FIRST);
    /// The last day that can be held, 9999-12-31.
    pub const MAX: Self = Self(LAST);

    /// The day with this year (1 to 9999), month (1 to 12) and day of the month, if there is one.
    #[must_use]
    pub const fn new(year: i32, month: u32, day: u32) -> Option<Self> {
        if year < 1 || year > 9999 || month < 1 || month > 12 {
            return None;
        }
        if day < 1 || day > days_in_month(year, month) {
            return None;
        }
        Some(Self(day_number(year, month as i32, day as i32)))
    }

    /// Reads `YYYY-MM-DD` in ASCII digits and nothing else: no white space, no other separator.
    ///
    /// # Errors
    /// [`DateFault::Form`] when the text has another shape, [`DateFault::Impossible`] when the
    /// shape is right and the day does not exist.
    pub fn parse(text: &str) -> Result<Self, DateFault> {
        let &[a, b, c, d, b'-', e, f, b'-', g, h] = text.as_bytes() else {
            return Err(DateFault::Form);
        };
        let (Some(ab), Some(cd), Some(month), Some(day)) = (two(a, b), two(c, d), two(e, f), two(g, h)) else {
            return Err(DateFault::Form);
        };
        Self::new((ab * 100 + cd) as i32, month, day).ok_or(DateFault::Impossible)
    }

    /// The day this many days after 1970-01-01, if it is in range.
    #[must_use]
    pub const fn from_day_number(days: i64) -> Option<Self> {
        if days < FIRST as i64 || days > LAST as i64 {
            return None;
        }
        Some(Self(days as i32))
    }

    /// Days since 1970-01-01, negative before it.
    #[must_use]
    pub const fn day_number(self) -> i32 {
        self.0
    }

    /// The year, 1 to 9999.
    #[must_use]
    pub const fn year(self) -> i32 {
        self.civil().0
    }

    /// The month, 1 to 12.
    #[must_use]
    pub const fn month(self) -> u32 {
        self.civil().1
    }

    /// The day of the month, 1 to 31.
    #[must_use]
    pub const fn day(self) -> u32 {
        self.civil().2
    }

    /// The day of the week.
    #[must_use]
    pub const fn weekday(self) -> Weekday {
        // 1970-01-01 was a Thursday.
        match (self.0 + 3).rem_euclid(7) {
            0 => Weekday::Monday,
            1 => Weekday::Tuesday,
            2 => Weekday::Wednesday,
            3 => Weekday::Thursday,
            4 => Weekday::Friday,
            5 => Weekday::Saturday,
            _ => Weekday::Sunday,
        }
    }

    /// The day this many days later (earlier when negative), if it is in range.
    #[must_use]
    pub const fn add_days(self, days: i32) -> Option<Self> {
        Self::from_day_number(self.0 as i64 + days as i64)
    }

    /// The same day of the month this many months later (earlier when negative). Where that month
    /// has no such day, its last day: 31 January and one month is 28 or 29 February.
    #[must_use]
    pub const fn add_months(self, months: i32) -> Option<Self> {
        let (year, month, day) = self.civil();
        let total = year as i64 * 12 + month as i64 - 1 + months as i64;
        let year = total.div_euclid(12);
        if year < 1 || year > 9999 {
            return None;
        }
        let (year, month) = (year as i32, total.rem_euclid(12) as u32 + 1);
        let last = days_in_month(year, month);
        Self::new(year, month, if day < last { day } else { last })
    }

    /// The same day this many years later; 29 February falls back to the 28th.
    #[must_use]
    pub const fn add_years(self, years: i32) -> Option<Self> {
        match years.checked_mul(12) {
            Some(months) => self.add_months(months),
            None => None,
        }
    }

    /// Days from this day to the other: positive when the other is later.
    #[must_use]
    pub const fn days_until(self, other: Self) -> i32 {
        other.0 - self.0
    }

    /// Age in whole years, on a day, of a person born on this day; negative before the year of
    /// birth.
    ///
    /// A person reaches an age at the beginning of the anniversary of their birth (Family Law
    /// Reform Act 1969, section 9). The Act doesn't say which day that is, in a common year, for
    /// a person born on 29 February. The usual reading in England is 1 March, the day after the
    /// end of February, and that is what this does; some other countries take 28 February.
    #[must_use]
    pub const fn age_on(self, on: Self) -> i32 {
        let (born_year, born_month, born_day) = self.civil();
        let (year, month, day) = on.civil();
        let before = month < born_month || (month == born_month && day < born_day);
        year - born_year - before as i32
    }

    /// Year, month and day of the month, by Howard Hinnant's `civil_from_days`
    /// (<https://howardhinnant.github.io/date_algorithms.html>).
    #[must_use]
    pub const fn civil(self) -> (i32, u32, u32) {
        let shifted = self.0 + 719_468;
        let era = shifted.div_euclid(146_097);
        let day_of_era = shifted.rem_euclid(146_097);
        let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let from_march = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * from_march + 2) / 5 + 1;
        let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
        let year = year_of_era + era * 400 + (month <= 2) as i32;
        (year, month as u32, day as u32)
    }
}

impl fmt::Display for Date {
    /// `YYYY-MM-DD`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.civil();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

impl fmt::Debug for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::str::FromStr for Date {
    type Err = DateFault;

    fn from_str(text: &str) -> Result<Self, DateFault> {
        Self::parse(text)
    }
}

impl serde::Serialize for Date {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Date {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        super::from_text(deserializer, "a date written YYYY-MM-DD", Self::parse)
    }
}

/// The value of two ASCII digits.
pub(super) const fn two(tens: u8, units: u8) -> Option<u32> {
    if tens.is_ascii_digit() && units.is_ascii_digit() {
        Some((tens - b'0') as u32 * 10 + (units - b'0') as u32)
    } else {
        None
    }
}

const fn is_leap(year: i32) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

const fn days_in_month(year: i32, month: u32) -> u32 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Howard Hinnant's `days_from_civil`, for a date already known to be in range.
const fn day_number(year: i32, month: i32, day: i32) -> i32 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let from_march = if month > 2 { month - 3 } else { month + 9 };
    let day_of_year = (153 * from_march + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}
