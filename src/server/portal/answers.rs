//! The answers of a posted form, by name, as they were typed.

use crate::server::problem::Problem;
use crate::standards::{Field, FieldType};
use percent_encoding::percent_decode;
use std::collections::BTreeMap;

/// The most name and value pairs that are read: many times the longest form.
const MOST_PAIRS: usize = 10_000;

/// Answers by field name, such as `addresses.0.postcode`. A name has several only where checkboxes share it.
#[derive(Clone, Debug, Default)]
pub(super) struct Answers {
    values: BTreeMap<String, Vec<String>>,
}

impl Answers {
    /// Reads `application/x-www-form-urlencoded`.
    ///
    /// Browsers end the lines of a text area with CR LF; they become LF, as the page's own scripts see them, so that
    /// offsets into a narrative mean the same on both sides.
    ///
    /// # Errors
    /// A problem, if there are too many pairs, or a value is not UTF-8.
    pub fn read(body: &str) -> Result<Answers, Problem> {
        let mut answers = Answers::default();
        for (count, pair) in body.split('&').filter(|pair| !pair.is_empty()).enumerate() {
            if count >= MOST_PAIRS {
                return Err(Problem::form("It has more answers than any form of this portal."));
            }
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let (name, value) = (decode(name)?, decode(value)?);
            answers.values.entry(name).or_default().push(value.replace("\r\n", "\n"));
        }
        Ok(answers)
    }

    /// The answer with this name as it was typed; blank if there is none.
    pub fn text(&self, name: &str) -> &str {
        self.values.get(name).and_then(|values| values.last()).map_or("", String::as_str)
    }

    /// Every answer with this name that is not blank.
    pub fn texts(&self, name: &str) -> impl Iterator<Item = &str> {
        self.values.get(name).into_iter().flatten().map(String::as_str).filter(|value| !value.trim().is_empty())
    }

    /// Names that begin with `prefix`, without it, and what was typed.
    pub fn below(&self, prefix: &str) -> impl Iterator<Item = (&str, &str)> {
        let from = self.values.range(prefix.to_owned()..);
        from.map_while(move |(name, values)| Some((name.strip_prefix(prefix)?, values.last()?.as_str())))
    }

    /// How many items a list has, once the lists have been [put in order](Answers::tidy).
    pub fn count(&self, list: &str) -> usize {
        self.items(list).len()
    }

    /// Sets an answer.
    pub fn set(&mut self, name: &str, value: &str) {
        self.values.insert(name.to_owned(), vec![value.to_owned()]);
    }

    /// Takes an answer out.
    pub fn take(&mut self, name: &str) -> Option<String> {
        self.values.remove(name)?.pop()
    }

    /// Takes out the last answer with this name that is meant, and leaves any others.
    pub fn take_meant(&mut self, name: &str, meant: impl Fn(&str) -> bool) -> Option<String> {
        let values = self.values.get_mut(name)?;
        let at = values.iter().rposition(|value| meant(value))?;
        let taken = values.remove(at);
        if values.is_empty() {
            self.values.remove(name);
        }
        Some(taken)
    }

    /// Takes out everything whose name begins with `prefix`.
    pub fn clear(&mut self, prefix: &str) {
        self.values.retain(|name, _| !name.starts_with(prefix));
    }

    /// Numbers the items of every list from 0 without gaps, in their order: a script, or a removal, may leave gaps.
    pub fn tidy<'f>(&mut self, fields: impl IntoIterator<Item = &'f Field>, prefix: &str) {
        for field in fields {
            if field.kind != FieldType::Group {
                continue;
            }
            let name = format!("{prefix}{}", field.id);
            if !field.repeating {
                self.tidy(&field.fields, &format!("{name}."));
                continue;
            }
            let mut tidied = BTreeMap::new();
            for (to, from) in self.items(&name).into_iter().enumerate() {
                let from = format!("{name}.{from}.");
                for (below, values) in self.values.range(from.clone()..) {
                    let Some(rest) = below.strip_prefix(&from) else {
                        break;
                    };
                    tidied.insert(format!("{name}.{to}.{rest}"), values.clone());
                }
            }
            self.clear(&format!("{name}."));
            self.values.extend(tidied);
            for item in 0..self.count(&name) {
                self.tidy(&field.fields, &format!("{name}.{item}."));
            }
        }
    }

    /// The indexes of a list's items, in order. Longer ones than four digits are no index of ours.
    fn items(&self, list: &str) -> Vec<&str> {
        let prefix = format!("{list}.");
        let mut items: Vec<&str> = Vec::new();
        for (rest, _) in self.below(&prefix) {
            let index = rest.split('.').next().unwrap_or_default();
            let plain = (1..=4).contains(&index.len()) && index.bytes().all(|byte| byte.is_ascii_digit());
            if plain && items.last() != Some(&index) {
                items.push(index);
            }
        }
        // By number, and not by text: 10 comes after 9.
        items.sort_by_key(|index| index.parse::<u16>().unwrap_or(u16::MAX));
        items.dedup();
        items
    }
}

fn decode(text: &str) -> Result<String, Problem> {
    let spaced = text.replace('+', " ");
    let decoded = percent_decode(spaced.as_bytes()).decode_utf8();
    decoded.map(|text| text.into_owned()).map_err(|_| Problem::form("An answer is not UTF-8."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_is_what_is_read() {
        let answers = Answers::read("a=1%2F2+%26+3&b=line+one%0D%0Aline+two&c=&d=%E2%80%99").unwrap();
        assert_eq!(answers.text("a"), "1/2 & 3");
        assert_eq!(answers.text("b"), "line one\nline two");
        assert_eq!(answers.text("c"), "");
        assert_eq!(answers.text("d"), "\u{2019}");
        assert_eq!(answers.text("none"), "");
    }

    #[test]
    fn gaps_in_lists_are_closed_in_the_order_of_their_numbers() {
        let form: Vec<Field> = vec![
            serde_json::from_value(serde_json::json!({
                "id": "people", "label": "People", "type": "group", "repeating": true,
                "field": [{ "id": "name", "label": "Name", "type": "text" }]
            }))
            .unwrap(),
        ];
        let mut answers = Answers::read("people.10.name=third&people.2.name=first&people.9.name=second").unwrap();
        answers.tidy(&form, "");
        assert_eq!(answers.count("people"), 3);
        let names: Vec<_> = (0..3).map(|item| answers.text(&format!("people.{item}.name"))).collect();
        assert_eq!(names, ["first", "second", "third"]);
    }

    #[test]
    fn what_is_not_utf_8_is_refused() {
        assert!(Answers::read("a=%FF").is_err());
    }
}
