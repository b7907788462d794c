//! The claims that a note makes about a child, as far as they can be read without understanding.

use crate::calendar::Date;
use crate::checks::Topic;
use crate::text::{statements, words};
use std::ops::Range;

/// What the child's record says.
pub(super) struct Child {
    pub name: String,
    pub born: Option<Date>,
    /// The day that the note tells of.
    pub on: Date,
    /// Names and relations.
    pub relatives: Vec<(String, String)>,
}

/// Words for one relation, the first standing for all. Only relations that cannot both be true of one person.
const RELATIONS: [&[&str]; 8] = [
    &["mother", "mum", "mummy", "mam"],
    &["father", "dad", "daddy"],
    &["sister", "half-sister"],
    &["brother", "half-brother"],
    &["grandmother", "nan", "nana", "gran", "grandma"],
    &["grandfather", "grandad", "grandpa"],
    &["aunt", "auntie"],
    &["uncle"],
];

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Where a note contradicts what is known of the child.
pub(super) fn contradictions(text: &str, child: &Child) -> Vec<(Range<usize>, Topic)> {
    let mut found = Vec::new();
    let given = child.name.split_whitespace().next().unwrap_or_default();
    for line in crate::text::paragraphs(text) {
        let paragraph = text.get(line.clone()).unwrap_or_default();
        for statement in statements(paragraph) {
            let start = line.start.saturating_add(statement.start);
            let sentence = Sentence::new(paragraph.get(statement).unwrap_or_default());
            sentence.date_of_birth(child, given, &mut |span, topic| found.push((shift(span, start), topic)));
            sentence.ages(child, given, &mut |span, topic| found.push((shift(span, start), topic)));
            sentence.names(child, &mut |span, topic| found.push((shift(span, start), topic)));
            sentence.relatives(child, &mut |span, topic| found.push((shift(span, start), topic)));
        }
    }
    found
}

/// Does a note claim a date of birth or an age of anybody?
pub(super) fn any_claim(text: &str) -> bool {
    let sentence = Sentence::new(text);
    sentence.birth_dates().next().is_some() || (0..sentence.words.len()).any(|at| sentence.age_at(at).is_some())
}

fn shift(span: Range<usize>, by: usize) -> Range<usize> {
    span.start.saturating_add(by)..span.end.saturating_add(by)
}

struct Sentence<'t> {
    text: &'t str,
    words: Vec<Range<usize>>,
}

impl<'t> Sentence<'t> {
    fn new(text: &'t str) -> Sentence<'t> {
        Sentence { text, words: words(text).collect() }
    }

    fn word(&self, at: usize) -> &'t str {
        self.words.get(at).and_then(|span| self.text.get(span.clone())).unwrap_or_default()
    }

    /// What stands between a word and the next.
    fn gap(&self, at: usize) -> &'t str {
        let end = self.words.get(at).map_or(0, |span| span.end);
        let next = self.words.get(at.saturating_add(1)).map_or(self.text.len(), |span| span.start);
        self.text.get(end..next).unwrap_or_default()
    }

    fn names_child(&self, given: &str) -> bool {
        given.chars().count() > 1 && (0..self.words.len()).any(|at| possessive_of(self.word(at), given))
    }

    /// Dates that "born", "DOB" or "date of birth" introduces.
    fn birth_dates(&self) -> impl Iterator<Item = (Range<usize>, Option<Date>)> + '_ {
        let lower: Vec<String> = (0..self.words.len()).map(|at| self.word(at).to_lowercase()).collect();
        let introduces = move |at: usize| {
            let word = lower.get(at).map(String::as_str).unwrap_or_default();
            let before =
                |back: usize| at.checked_sub(back).and_then(|at| lower.get(at)).map(String::as_str).unwrap_or_default();
            matches!(word, "born" | "dob" | "d.o.b" | "d.o.b.")
                || (word == "birth" && before(1) == "of" && before(2) == "date")
        };
        (0..self.words.len()).filter(move |at| introduces(*at)).filter_map(move |at| {
            let from = self.words.get(at)?.end;
            let rest = self.text.get(from..)?;
            let skipped = rest.len().saturating_sub(rest.trim_start_matches([' ', ':', '.', '-', '(', '\u{a0}']).len());
            let rest = rest.get(skipped..)?;
            let rest_start = from.saturating_add(skipped);
            let (rest_start, rest) = match rest.strip_prefix("on ") {
                Some(after) => (rest_start.saturating_add(3), after),
                None => (rest_start, rest),
            };
            let (length, date) = date_at(rest)?;
            Some((rest_start..rest_start.saturating_add(length), date))
        })
    }

    fn date_of_birth(&self, child: &Child, given: &str, report: &mut dyn FnMut(Range<usize>, Topic)) {
        let Some(born) = child.born else { return };
        let mut dates = self.birth_dates();
        // With two dates of birth in a sentence there is no telling whose is whose.
        let (Some((span, date)), None) = (dates.next(), dates.next()) else {
            return;
        };
        if self.names_child(given) && date != Some(born) {
            report(span, Topic::DateOfBirth);
        }
    }

    /// "Keeley (6)", "Keeley, aged 6", "Keeley is 6 years old".
    fn ages(&self, child: &Child, given: &str, report: &mut dyn FnMut(Range<usize>, Topic)) {
        let Some(born) = child.born.filter(|born| *born <= child.on) else {
            return;
        };
        for at in 0..self.words.len() {
            if given.chars().count() < 2 || self.word(at) != given {
                continue;
            }
            if let Some((span, age)) = self.age_at(at)
                && age != born.age_on(child.on)
            {
                report(span, Topic::Age);
            }
        }
    }

    /// The age in years that follows a word.
    fn age_at(&self, at: usize) -> Option<(Range<usize>, i32)> {
        let next = at.saturating_add(1);
        let (number, bracketed) = match (self.gap(at), self.word(next), self.gap(next)) {
            (" (", "aged" | "age", " ") | (", ", "aged", " ") | (" ", "aged", " ") => (next.saturating_add(1), false),
            (" ", "is", " ") => (next.saturating_add(1), false),
            (" (", _, _) => (next, true),
            _ => return None,
        };
        let span = self.words.get(number)?.clone();
        let age: i32 = self.word(number).parse().ok().filter(|age| (0..=25).contains(age))?;
        let after = self.gap(number);
        let unit = self.word(number.saturating_add(1)).to_lowercase();
        let is_years = match self.word(next) {
            "is" => after == " " && unit.starts_with("year"),
            _ if bracketed => after.starts_with(')'),
            _ => !matches!(unit.as_str(), "month" | "months" | "week" | "weeks" | "day" | "days") || after != " ",
        };
        is_years.then_some((span, age))
    }

    /// A given name with a family name that is nearly the child's, or the other way round.
    fn names(&self, child: &Child, report: &mut dyn FnMut(Range<usize>, Topic)) {
        let parts: Vec<&str> = child.name.split_whitespace().collect();
        let (Some(given), Some(family)) = (parts.first(), parts.last()) else {
            return;
        };
        if parts.len() < 2 {
            return;
        }
        for at in 0..self.words.len() {
            let next = at.saturating_add(1);
            if self.gap(at) != " " || next >= self.words.len() {
                continue;
            }
            let (first, second) = (self.word(at), without_possessive(self.word(next)));
            let wrong_family = first == *given && second != *family && nearly(second, family);
            let wrong_given = second == *family && first != *given && nearly(first, given);
            if wrong_family && !parts.contains(&second) {
                report(self.words.get(next).cloned().unwrap_or_default(), Topic::Name);
            } else if wrong_given
                && !parts.contains(&first)
                && !child.relatives.iter().any(|(name, _)| name.split_whitespace().any(|part| part == first))
            {
                report(self.words.get(at).cloned().unwrap_or_default(), Topic::Name);
            }
        }
    }

    /// "sister Leanne", where Leanne is the mother.
    fn relatives(&self, child: &Child, report: &mut dyn FnMut(Range<usize>, Topic)) {
        for at in 0..self.words.len() {
            let next = at.saturating_add(1);
            let Some(said) = relation(&self.word(at).to_lowercase()) else {
                continue;
            };
            if !matches!(self.gap(at), " " | ", " | " (") {
                continue;
            }
            let name = without_possessive(self.word(next));
            let mut known = child.relatives.iter().filter(|(known, _)| known.split_whitespace().next() == Some(name));
            let (Some((_, recorded)), None) = (known.next(), known.next()) else {
                continue;
            };
            let recorded = recorded
                .split(|c: char| !c.is_alphanumeric() && c != '-')
                .find_map(|word| relation(&word.to_lowercase()));
            if recorded.is_some_and(|recorded| recorded != said) {
                report(self.words.get(at).cloned().unwrap_or_default(), Topic::Relationship);
            }
        }
    }
}

fn relation(word: &str) -> Option<usize> {
    RELATIONS.iter().position(|words| words.contains(&word))
}

fn without_possessive(word: &str) -> &str {
    word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(word)
}

fn possessive_of(word: &str, name: &str) -> bool {
    without_possessive(word) == name
}

/// Are two capitalised names one or two letters apart? Short names differ by chance, and are left alone.
fn nearly(a: &str, b: &str) -> bool {
    let capital = a.chars().next().is_some_and(char::is_uppercase);
    let (a, b): (Vec<char>, Vec<char>) = (a.to_lowercase().chars().collect(), b.to_lowercase().chars().collect());
    if !capital || a.len() < 4 || b.len() < 4 || a.first() != b.first() || a.len().abs_diff(b.len()) > 2 || a.len() > 40
    {
        return false;
    }
    let allowed = if a.len().max(b.len()) > 6 { 2 } else { 1 };
    (1..=allowed).contains(&distance(&a, &b))
}

/// The Levenshtein distance, one row at a time.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, left) in a.iter().enumerate() {
        let mut diagonal = i;
        let mut before = i.saturating_add(1);
        if let Some(first) = row.first_mut() {
            *first = before;
        }
        for (cell, right) in row.iter_mut().skip(1).zip(b) {
            let substituted = diagonal.saturating_add(usize::from(left != right));
            diagonal = *cell;
            before = substituted.min(diagonal.saturating_add(1)).min(before.saturating_add(1));
            *cell = before;
        }
    }
    row.last().copied().unwrap_or_default()
}

/// A date at the beginning of a text: 12/03/2019, 12.3.19, 2019-03-12, 12 March 2019, 12th March 2019. A date that does not
/// exist is a claim too, and `None`.
fn date_at(text: &str) -> Option<(usize, Option<Date>)> {
    let (first, after) = digits(text)?;
    let rest = text.get(after..)?;
    if first.len() == 4 {
        let (month, day, length) = two_numbers(rest, &['-', '/'])?;
        return Some((after.saturating_add(length), Date::new(first.parse().ok()?, month, day)));
    }
    if let Some((month, year, length)) = two_numbers(rest, &['/', '.', '-']) {
        return Some((
            after.saturating_add(length),
            Date::new(full_year(i32::try_from(year).ok()?), month, first.parse().ok()?),
        ));
    }
    let ordinal = ["st", "nd", "rd", "th"].iter().find_map(|ending| rest.strip_prefix(ending));
    let rest_trimmed = ordinal.unwrap_or(rest).trim_start();
    let name: String = rest_trimmed.chars().take_while(|c| c.is_alphabetic()).collect();
    let prefix: String = name.to_lowercase().chars().take(3).collect();
    let month = MONTHS.iter().position(|known| *known == prefix)?;
    let after_name = rest_trimmed.get(name.len()..)?.trim_start();
    let (year, year_length) = digits(after_name)?;
    let length = text.len().saturating_sub(after_name.len()).saturating_add(year_length);
    let month = u32::try_from(month).ok()?.checked_add(1)?;
    Some((length, Date::new(full_year(year.parse().ok()?), month, first.parse().ok()?)))
}

fn digits(text: &str) -> Option<(&str, usize)> {
    let length = text.bytes().take_while(u8::is_ascii_digit).count();
    let digits = text.get(..length)?;
    (1..=4).contains(&length).then_some((digits, length))
}

fn two_numbers(text: &str, separators: &[char]) -> Option<(u32, u32, usize)> {
    let separator = text.chars().next().filter(|c| separators.contains(c))?;
    let (second, length) = digits(text.get(1..)?)?;
    let rest = text.get(1_usize.saturating_add(length)..)?.strip_prefix(separator)?;
    let (third, third_length) = digits(rest)?;
    Some((second.parse().ok()?, third.parse().ok()?, length.saturating_add(third_length).saturating_add(2)))
}

/// Two figures are a year of this century: the subject is a child.
fn full_year(year: i32) -> i32 {
    if year < 100 { year.saturating_add(2000) } else { year }
}
