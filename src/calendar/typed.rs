//! Dates and times as people type them, in parts.
//!
//! The browser's script and the server's reading of a posted form both come here, so that both find the same.

/// A date from its three parts: ISO 8601 if they are whole numbers of the right length, otherwise what was typed, so that
/// the check finds fault with it at its place. `None` if all three are blank.
pub fn date(day: &str, month: &str, year: &str) -> Option<String> {
    let parts = [day.trim(), month.trim(), year.trim()];
    if parts.iter().all(|part| part.is_empty()) {
        return None;
    }
    let [day, month, year] = parts;
    if is_number(day, 1, 2) && is_number(month, 1, 2) && is_number(year, 4, 4) {
        return Some(format!("{year}-{month:0>2}-{day:0>2}"));
    }
    Some(parts.join("/"))
}

/// A date and time from its four parts, in the same way. The time is a time on a clock in England: "14:30", "2.30pm",
/// "2pm". `None` if all four are blank.
pub fn moment(day: &str, month: &str, year: &str, time: &str) -> Option<String> {
    let time = time.trim();
    match (date(day, month, year), clock(time)) {
        (None, _) if time.is_empty() => None,
        (Some(date), Some((hour, minute))) => Some(format!("{date}T{hour:02}:{minute:02}")),
        (date, _) => Some(format!("{} {time}", date.unwrap_or_default()).trim().to_owned()),
    }
}

/// Hour and minute of a time as it was typed: 24 hours with or without minutes after a colon or a full stop, or 12 hours
/// with "am" or "pm", "noon", "midday", "midnight". `None` if it is none of these; 25:10 is one, and no time that exists.
fn clock(typed: &str) -> Option<(u32, u32)> {
    let plain: String = typed.to_ascii_lowercase().split_whitespace().collect();
    match plain.as_str() {
        "noon" | "midday" => return Some((12, 0)),
        "midnight" => return Some((0, 0)),
        _ => {}
    }
    let (digits, afternoon) = match plain.strip_suffix("am").or_else(|| plain.strip_suffix("a.m.")) {
        Some(morning) => (morning, Some(false)),
        None => match plain.strip_suffix("pm").or_else(|| plain.strip_suffix("p.m.")) {
            Some(afternoon) => (afternoon, Some(true)),
            None => (plain.as_str(), None),
        },
    };
    let (hour, minute) = match digits.split_once([':', '.']) {
        Some((hour, minute)) if is_number(minute, 2, 2) => (hour, minute.parse().ok()?),
        Some(_) => return None,
        // A bare "2" might mean anything; "2pm" does not, nor does "1430".
        None if afternoon.is_some() => (digits, 0),
        None if is_number(digits, 4, 4) => (digits.get(..2)?, digits.get(2..)?.parse().ok()?),
        None => return None,
    };
    if !is_number(hour, 1, 2) {
        return None;
    }
    let hour: u32 = hour.parse().ok()?;
    match afternoon {
        None => Some((hour, minute)),
        Some(_) if !(1..=12).contains(&hour) => None,
        Some(false) => Some((hour.checked_rem(12)?, minute)),
        Some(true) => Some((hour.checked_rem(12)?.saturating_add(12), minute)),
    }
}

fn is_number(text: &str, shortest: usize, longest: usize) -> bool {
    (shortest..=longest).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_numbers_make_a_date() {
        assert_eq!(date("7", " 3", "2019 "), Some("2019-03-07".to_owned()));
        assert_eq!(date("31", "02", "2019"), Some("2019-02-31".to_owned()));
        assert_eq!(date("", " ", ""), None);
    }

    #[test]
    fn anything_else_stays_as_it_was_typed() {
        assert_eq!(date("7", "March", "2019"), Some("7/March/2019".to_owned()));
        assert_eq!(date("7", "3", "19"), Some("7/3/19".to_owned()));
        assert_eq!(date("", "3", "2019"), Some("/3/2019".to_owned()));
    }

    #[test]
    fn a_time_may_be_typed_in_the_ways_people_write_it() {
        for (typed, read) in [
            ("14:30", "14:30"),
            ("14.30", "14:30"),
            ("1430", "14:30"),
            ("9:05", "09:05"),
            ("2:30pm", "14:30"),
            ("2.30 PM", "14:30"),
            ("2pm", "14:00"),
            ("12am", "00:00"),
            ("12pm", "12:00"),
            ("midday", "12:00"),
        ] {
            assert_eq!(moment("20", "11", "2026", typed), Some(format!("2026-11-20T{read}")), "{typed}");
        }
    }

    #[test]
    fn a_time_that_is_none_stays_as_it_was_typed() {
        assert_eq!(moment("20", "11", "2026", "after tea"), Some("2026-11-20 after tea".to_owned()));
        assert_eq!(moment("20", "11", "2026", ""), Some("2026-11-20".to_owned()));
        assert_eq!(moment("20", "11", "2026", "2"), Some("2026-11-20 2".to_owned()));
        assert_eq!(moment("20", "11", "2026", "13pm"), Some("2026-11-20 13pm".to_owned()));
        assert_eq!(moment("", "", "", "14:30"), Some("14:30".to_owned()));
        assert_eq!(moment("", "", "", ""), None);
    }
}
