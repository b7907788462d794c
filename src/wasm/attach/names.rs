//! Names: which answer of the record a control of the page is for.

use crate::standards::{FieldType, Layout, NO_FIELD};
use std::fmt::Write as _;

/// A step down to an answer, as the page names it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// A field.
    Name(String),
    /// An item of a list. The page's own number: the record's may be less, for it has no gaps.
    Item(usize),
}

/// Which part of an answer a control holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// All of it.
    Whole,
    /// The day of the month.
    Day,
    /// The month, as a number.
    Month,
    /// The year.
    Year,
    /// The time of day.
    Time,
}

/// Where a control belongs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// The way down from the record's fields.
    pub path: Vec<Step>,
    /// The field's number in its layout.
    pub field: u16,
    /// The part of the answer.
    pub part: Part,
}

impl Part {
    fn parse(name: &str) -> Option<Part> {
        Some(match name {
            "day" => Part::Day,
            "month" => Part::Month,
            "year" => Part::Year,
            "time" => Part::Time,
            _ => return None,
        })
    }

    /// A part named by itself, as `data-fairnote-part` does.
    pub fn named(name: &str) -> Part {
        Part::parse(name).unwrap_or(Part::Whole)
    }
}

/// Reads the name of a control: `decisions.0.made_by`, `decisions[0][made_by]`, `/fields/decisions/0/made_by`, and for a
/// part of a date `date_of_birth.day` or `/fields/date_of_birth#day`. `None` if the form of the record has no such answer.
pub fn locate(name: &str, layout: &Layout) -> Option<Named> {
    let mut path = Vec::new();
    let mut at = NO_FIELD;
    let mut part = Part::Whole;
    let mut in_list = false;
    let mut names = name.split(['.', '[', ']', '/', '#']).filter(|name| !name.is_empty()).peekable();
    if name.starts_with('/') {
        names.next_if_eq(&layout.prefix.trim_start_matches('/'))?;
    }
    while let Some(name) = names.next() {
        if in_list {
            path.push(Step::Item(name.parse().ok()?));
            in_list = false;
            continue;
        }
        let group = layout.group(at);
        if let Some(position) = group.position(name, usize::MAX, &layout.fields) {
            at = *group.members.get(position)?;
            in_list = layout.field(at)?.repeating;
            path.push(Step::Name(name.to_owned()));
            continue;
        }
        match layout.field(at)?.kind {
            FieldType::Date | FieldType::Moment => part = Part::parse(name)?,
            // The number of a checkbox says nothing: the codes that are ticked are the answer.
            FieldType::Codes if name.parse::<usize>().is_ok() => {}
            _ => return None,
        }
        if names.next().is_some() {
            return None;
        }
    }
    let field = layout.field(at)?;
    (field.kind != FieldType::Group).then_some(Named { path, field: at, part })
}

/// The place for a control's name in which `*` stands for a number, as the pattern and the place of a mapping have it:
/// `ctl00$rpt$ctl*$postcode` and `/fields/addresses/*/postcode`.
pub fn fitted(pattern: &str, place: &str, name: &str) -> Option<String> {
    let mut parts = pattern.split('*');
    let mut rest = name.strip_prefix(parts.next()?)?;
    let mut out = String::new();
    let mut places = place.split('*');
    out.push_str(places.next().unwrap_or_default());
    for part in parts {
        let digits = rest.len() - rest.trim_start_matches(|sign: char| sign.is_ascii_digit()).len();
        let (number, after) = rest.split_at_checked(digits).filter(|(number, _)| !number.is_empty())?;
        if let Some(place) = places.next() {
            out.push_str(number);
            out.push_str(place);
        }
        rest = after.strip_prefix(part)?;
    }
    (rest.is_empty() && places.next().is_none()).then_some(out)
}

/// A path written with a separator: `decisions-0-made_by`, `/fields/decisions/0/made_by`.
pub fn join(path: &[Step], before: &str, between: char) -> String {
    let mut out = String::from(before);
    for step in path {
        if !out.is_empty() {
            out.push(between);
        }
        // Writing to a String cannot fail.
        let _ = match step {
            Step::Name(name) => write!(out, "{name}"),
            Step::Item(item) => write!(out, "{item}"),
        };
    }
    out
}

/// The way to the list that an answer is in, if it is in one: down to the list's own name.
pub fn list_of(path: &[Step]) -> Option<&[Step]> {
    let first = path.iter().position(|step| matches!(step, Step::Item(_)))?;
    path.get(..first)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::embedded;
    use wasm_bindgen_test::wasm_bindgen_test;

    fn layout() -> Layout {
        let standard = embedded::standard("england").unwrap().unwrap();
        standard.kind("case_note").unwrap().layout.clone()
    }

    fn place(name: &str) -> Option<(String, Part)> {
        locate(name, &layout()).map(|named| (join(&named.path, "/fields", '/'), named.part))
    }

    #[wasm_bindgen_test]
    fn a_control_is_found_by_the_ways_in_which_pages_name_them() {
        for name in ["decisions.2.made_by", "decisions[2][made_by]", "/fields/decisions/2/made_by"] {
            assert_eq!(place(name), Some(("/fields/decisions/2/made_by".to_owned(), Part::Whole)), "{name}");
        }
        for name in ["event_at.day", "event_at[day]", "/fields/event_at#day"] {
            assert_eq!(place(name), Some(("/fields/event_at".to_owned(), Part::Day)), "{name}");
        }
        assert_eq!(place("author.name"), Some(("/fields/author/name".to_owned(), Part::Whole)));
    }

    #[wasm_bindgen_test]
    fn a_control_that_is_for_no_answer_is_left_alone() {
        for name in [
            "",
            "csrf_token",
            "author",
            "decisions",
            "decisions.0",
            "decisions.made_by",
            "event_at.hour",
            "narrative.day",
            "/x/narrative",
        ] {
            assert_eq!(place(name), None, "{name}");
        }
    }

    #[wasm_bindgen_test]
    fn a_generated_name_is_fitted_to_its_place() {
        let fit = |name| fitted("ctl00$rpt$ctl*$txt", "/fields/decisions/*/made_by", name);
        assert_eq!(fit("ctl00$rpt$ctl03$txt").as_deref(), Some("/fields/decisions/03/made_by"));
        assert_eq!(place(&fit("ctl00$rpt$ctl03$txt").unwrap()).unwrap().0, "/fields/decisions/3/made_by");
        for wrong in ["ctl00$rpt$ctl$txt", "ctl00$rpt$ctl03$txt2", "ctl00$rpt$ctlx$txt", ""] {
            assert_eq!(fit(wrong), None, "{wrong}");
        }
        assert_eq!(fitted("a*b*", "/fields/x/*/y/*", "a1b22").as_deref(), Some("/fields/x/1/y/22"));
        assert_eq!(fitted("a*", "/fields/x/*/y/*", "a1"), None, "a place that asks for more numbers than there are");
    }

    #[wasm_bindgen_test]
    fn an_answer_in_a_list_knows_the_list() {
        let named = locate("decisions.2.made_by", &layout()).unwrap();
        assert_eq!(list_of(&named.path), Some([Step::Name("decisions".to_owned())].as_slice()));
        assert_eq!(list_of(&locate("narrative", &layout()).unwrap().path), None);
    }
}
