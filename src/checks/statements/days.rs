//! Patterns of days: one told from another, several in one note.

use super::{Found, Hit, Note};
use crate::text::words;

/// "Yesterday" in a sentence that gives no date.
pub(super) fn relative_day(note: &Note<'_>) -> Found {
    let mut found = Vec::new();
    for said in note.said.iter().filter(|said| said.is_statement()) {
        if !dates(note.str(&said.span)).is_empty() {
            continue;
        }
        found.extend(note.hits_in(0, &said.span).map(|(hit, _)| Hit::at(hit)));
    }
    Some(found)
}

/// How far into a statement a date still heads it: "On 12 May".
const HEAD: usize = 4;

/// Statements that are headed by another date than the first such: entries of several days in one note.
pub(super) fn several_days(note: &Note<'_>) -> Found {
    let mut first = None;
    let mut found = Vec::new();
    for said in &note.said {
        let text = note.str(&said.span);
        let head = words(text).take(HEAD).last().map_or(0, |word| word.end);
        let Some(date) = dates(text.get(..head).unwrap_or_default()).first().copied() else {
            continue;
        };
        match first {
            None => first = Some(date),
            Some(first) if first != date => found.push(Hit::at(&said.span)),
            Some(_) => {}
        }
    }
    first.is_some().then_some(found)
}

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// The days and months that a text names: "20 May", "May 20th", "20/05/2026", "2026-05-20".
fn dates(text: &str) -> Vec<(u32, u32)> {
    let words: Vec<_> = words(text).collect();
    let word = |at: usize| words.get(at).and_then(|span| text.get(span.clone())).unwrap_or_default();
    let gap = |at: usize| {
        let end = words.get(at).map_or(0, |span| span.end);
        let next = words.get(at.saturating_add(1)).map_or(text.len(), |span| span.start);
        text.get(end..next).unwrap_or_default()
    };
    let mut found = Vec::new();
    for at in 0..words.len() {
        let next = at.saturating_add(1);
        match (day(word(at)), month(word(next)), month(word(at)), day(word(next))) {
            (Some(day), Some(month), ..) if gap(at) == " " => found.push((day, month)),
            (.., Some(month), Some(day)) if gap(at) == " " => found.push((day, month)),
            _ if matches!(gap(at), "/" | "." | "-") => {
                let number = |at: usize| word(at).parse::<u32>().ok();
                let last = next.saturating_add(1);
                match (number(at), number(next), number(last)) {
                    (Some(1900..=2100), Some(month @ 1..=12), Some(day @ 1..=31)) => found.push((day, month)),
                    (Some(day @ 1..=31), Some(month @ 1..=12), _) => found.push((day, month)),
                    _ => {}
                }
            }
            _ => {}
        }
    }
    found
}

fn day(word: &str) -> Option<u32> {
    let digits = word.trim_end_matches(|letter: char| letter.is_ascii_alphabetic());
    let ending = word.get(digits.len()..).unwrap_or_default();
    let plain = matches!(ending, "" | "st" | "nd" | "rd" | "th");
    digits.parse().ok().filter(|day| plain && (1..=31).contains(day))
}

/// A month by its first three letters. "May" counts only with its capital: "may" is a verb.
fn month(word: &str) -> Option<u32> {
    if word == "may" || !word.chars().all(char::is_alphabetic) {
        return None;
    }
    let start = word.get(..3)?.to_lowercase();
    let at = MONTHS.iter().position(|month| *month == start)?;
    u32::try_from(at).ok().and_then(|at| at.checked_add(1))
}

#[cfg(test)]
mod tests {
    use super::dates;

    #[test]
    fn it_reads_the_ways_in_which_people_write_dates() {
        for text in ["20 May", "20th May 2026", "May 20", "20/05/2026", "20.5.26", "2026-05-20", "on 20-05"] {
            assert_eq!(dates(text), [(20, 5)], "{text}");
        }
        for text in ["he may 20", "20 times", "at 2.30pm", "Room 5", "in May"] {
            assert_eq!(dates(text), [], "{text}");
        }
    }
}
