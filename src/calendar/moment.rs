//! An instant, and how the clock on an English wall shows it.

use std::fmt;

use super::date::{Date, two};

const HOUR: i64 = 3_600;
const DAY: i64 = 86_400;
/// The first second of the first day that [`Date`] holds, and the last of the last. London is on UTC
/// at both, so every moment between them has a London date.
const FIRST: i64 = Date::MIN.day_number() as i64 * DAY;
const LAST: i64 = Date::MAX.day_number() as i64 * DAY + DAY - 1;

/// An instant in whole seconds.
///
/// Local times are Europe/London. Summer time runs from 01:00 UTC on the last Sunday of March to
/// 01:00 UTC on the last Sunday of October (The Summer Time Act 1972 as amended by the Summer Time
/// Order 2002, SI 2002/262, and directive 2000/84/EC; the same days have held since 1996). The autumn
/// change was on the Sunday from 23 to 29 October from 1981 to 1989, and from 22 to 28 October from
/// 1990 to 1995. Earlier years had other rules, all-year summer time from 1968 to 1971 among them;
/// those are not modelled and are read with the rule of 1981, so a local time before 1981 can be an
/// hour out. Its date isn't, except within an hour of midnight.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(i64);

/// Why a text is not a moment. Never carries the text: it may be part of a child's record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MomentFault {
    /// Not written as a date and time.
    Form,
    /// Written as a date and time, but there is no such day, time or offset.
    Impossible,
    /// A London time in the hour that is skipped when the clocks go forward.
    Skipped,
}

impl MomentFault {
    /// The fault in plain words.
    #[must_use]
    pub const fn reason(self) -> &'static str {
        match self {
            Self::Form => "is not written as a date and time, such as 2026-03-27T14:30",
            Self::Impossible => "is not a date and time that exists",
            Self::Skipped => "is in the hour that was skipped when the clocks went forward",
        }
    }
}

impl fmt::Display for MomentFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.reason())
    }
}

impl std::error::Error for MomentFault {}

impl Moment {
    /// The moment this many seconds after 1970-01-01T00:00:00Z, if its date can be held.
    #[must_use]
    pub const fn from_seconds(seconds: i64) -> Option<Self> {
        if seconds < FIRST || seconds > LAST {
            return None;
        }
        Some(Self(seconds))
    }

    /// Seconds since 1970-01-01T00:00:00Z, negative before it.
    #[must_use]
    pub const fn seconds(self) -> i64 {
        self.0
    }

    /// Reads RFC 3339 (`2026-11-20T14:30:00Z`, `2026-06-20T14:30:00+01:00`), or the same without an
    /// offset as a time in London. Seconds may be left out, a fraction of a second is ignored, and
    /// a space may stand for the `T`. A leap second (`:60`) is refused.
    ///
    /// A London time that happens twice, in the hour when the clocks go back, is taken as the
    /// earlier: a deadline counted from it is then never later than it should be.
    ///
    /// # Errors
    /// See [`MomentFault`].
    pub fn parse(text: &str) -> Result<Self, MomentFault> {
        let (Some(date), Some(rest)) = (text.get(..10), text.get(10..)) else {
            return Err(MomentFault::Form);
        };
        let date = Date::parse(date);
        if date == Err(super::DateFault::Form) {
            return Err(MomentFault::Form);
        }
        let (clock, offset) = clock(rest).ok_or(MomentFault::Form)?;
        let offset = match offset {
            b"" => None,
            b"Z" | b"z" => Some(0),
            &[sign @ (b'+' | b'-'), a, b, b':', c, d] => {
                let (hours, minutes) = two(a, b).zip(two(c, d)).ok_or(MomentFault::Form)?;
                if hours > 23 || minutes > 59 {
                    return Err(MomentFault::Impossible);
                }
                let seconds = i64::from(hours * 3_600 + minutes * 60);
                Some(if sign == b'-' { -seconds } else { seconds })
            }
            _ => return Err(MomentFault::Form),
        };
        let date = date.map_err(|_| MomentFault::Impossible)?;
        let (hour, minute, second) = clock;
        match offset {
            None => Self::from_london(date, hour, minute, second),
            Some(offset) => {
                let local = wall(date, hour, minute, second).ok_or(MomentFault::Impossible)?;
                Self::from_seconds(local - offset).ok_or(MomentFault::Impossible)
            }
        }
    }

    /// The moment at which clocks in London show this date and time; the earlier of two.
    ///
    /// # Errors
    /// [`MomentFault::Impossible`] for an hour over 23, or a minute or second over 59;
    /// [`MomentFault::Skipped`] for a time that London's clocks jump over.
    pub fn from_london(date: Date, hour: u32, minute: u32, second: u32) -> Result<Self, MomentFault> {
        let local = wall(date, hour, minute, second).ok_or(MomentFault::Impossible)?;
        // Trying summer time first gives the earlier of two readings.
        for offset in [HOUR, 0] {
            if let Some(moment) = Self::from_seconds(local - offset)
                && moment.offset() == offset
            {
                return Ok(moment);
            }
        }
        match Self::from_seconds(local) {
            Some(_) => Err(MomentFault::Skipped),
            None => Err(MomentFault::Impossible),
        }
    }

    /// The last second of the day in London, 23:59:59.
    #[must_use]
    pub fn end_of_day(date: Date) -> Self {
        Self::on_day(date, DAY - 1)
    }

    /// The first second of the day in London, 00:00:00.
    #[must_use]
    pub fn start_of_day(date: Date) -> Self {
        Self::on_day(date, 0)
    }

    /// The date in London.
    #[must_use]
    pub const fn date(self) -> Date {
        let days = (self.0 + self.offset()).div_euclid(DAY);
        match Date::from_day_number(days) {
            Some(date) => date,
            // Not reached: see `FIRST` and `LAST`.
            None => Date::MAX,
        }
    }

    /// Hour, minute and second on a clock in London.
    #[must_use]
    pub const fn time(self) -> (u32, u32, u32) {
        let second = (self.0 + self.offset()).rem_euclid(DAY) as u32;
        (second / 3_600, second / 60 % 60, second % 60)
    }

    /// Whether London is on summer time.
    #[must_use]
    pub const fn is_summer_time(self) -> bool {
        let Some(date) = Date::from_day_number(self.0.div_euclid(DAY)) else {
            return false;
        };
        let (year, month, _) = date.civil();
        match month {
            4..=9 => return true,
            3 | 10 => {}
            _ => return false,
        }
        // The last day on which the Sunday of the autumn change can fall.
        let autumn = match year {
            1996.. => 31,
            1990.. => 28,
            _ => 29,
        };
        change(year, 3, 31) <= self.0 && self.0 < change(year, 10, autumn)
    }

    /// This many hours of elapsed time later (earlier when negative): 24 hours is not always the
    /// same time the next day.
    #[must_use]
    pub const fn add_hours(self, hours: i64) -> Option<Self> {
        match hours.checked_mul(HOUR) {
            Some(seconds) => self.add_seconds(seconds),
            None => None,
        }
    }

    /// This many seconds later (earlier when negative).
    #[must_use]
    pub const fn add_seconds(self, seconds: i64) -> Option<Self> {
        match self.0.checked_add(seconds) {
            Some(seconds) => Self::from_seconds(seconds),
            None => None,
        }
    }

    /// Seconds that London's clocks are ahead of UTC: 0 or 3600.
    const fn offset(self) -> i64 {
        if self.is_summer_time() { HOUR } else { 0 }
    }

    fn on_day(date: Date, second_of_day: i64) -> Self {
        // The clocks change at 01:00 UTC, so neither midnight nor the second before it is ever
        // skipped or shown twice: one of the two offsets fits.
        let local = i64::from(date.day_number()) * DAY + second_of_day;
        for offset in [HOUR, 0] {
            let moment = Self((local - offset).clamp(FIRST, LAST));
            if moment.offset() == offset {
                return moment;
            }
        }
        Self(local.clamp(FIRST, LAST))
    }
}

impl fmt::Display for Moment {
    /// RFC 3339 in London's time: `2026-06-20T14:30:00+01:00`, and in winter
    /// `2026-11-20T14:30:00Z`. Always to the second, so equal moments are written alike.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (hour, minute, second) = self.time();
        let offset = if self.is_summer_time() { "+01:00" } else { "Z" };
        write!(f, "{}T{hour:02}:{minute:02}:{second:02}{offset}", self.date())
    }
}

impl fmt::Debug for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::str::FromStr for Moment {
    type Err = MomentFault;

    fn from_str(text: &str) -> Result<Self, MomentFault> {
        Self::parse(text)
    }
}

impl serde::Serialize for Moment {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Moment {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        super::from_text(deserializer, "a date and time written YYYY-MM-DDTHH:MM", Self::parse)
    }
}

/// Hour, minute and second as written, not yet known to exist.
type Clock = (u32, u32, u32);

/// Reads `THH:MM[:SS[.fff]]` and gives the time and what follows it.
fn clock(text: &str) -> Option<(Clock, &[u8])> {
    let &[b'T' | b't' | b' ', a, b, b':', c, d, ref rest @ ..] = text.as_bytes() else {
        return None;
    };
    let (hour, minute) = two(a, b).zip(two(c, d))?;
    let &[b':', e, f, ref rest @ ..] = rest else {
        return Some(((hour, minute, 0), rest));
    };
    let second = two(e, f)?;
    let rest = match rest {
        [b'.', fraction @ ..] => {
            let digits = fraction.iter().take_while(|byte| byte.is_ascii_digit()).count();
            if digits == 0 {
                return None;
            }
            fraction.get(digits..)?
        }
        _ => rest,
    };
    Some(((hour, minute, second), rest))
}

/// Seconds from the epoch to this reading of a clock, as if it were in UTC.
fn wall(date: Date, hour: u32, minute: u32, second: u32) -> Option<i64> {
    if hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    Some(i64::from(date.day_number()) * DAY + i64::from(hour * 3_600 + minute * 60 + second))
}

/// 01:00 UTC on the last Sunday of the month that is no later than this day of it.
const fn change(year: i32, month: u32, latest: u32) -> i64 {
    let Some(day) = Date::new(year, month, latest) else {
        return i64::MAX;
    };
    let since_sunday = (day.weekday().days_after_monday() + 1) % 7;
    (day.day_number() - since_sunday) as i64 * DAY + HOUR
}
