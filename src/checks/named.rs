//! Whether a text names somebody or something: the conditions `names` and `mentions`.

use super::conditions::{Tri, same_word};
use super::{Judge, Looked, Scope, narrative};
use crate::record::Value;
use crate::standards::{Path, Root};
use crate::text::words;

impl Judge<'_> {
    /// Does the text say what the answer at `other` does? Of a list, what any of its items does. A blank names nothing.
    pub(super) fn names(&self, text: &Value<'_>, other: &Path, scope: Scope<'_>) -> Tri {
        let Some(text) = text.text() else { return Tri::No };
        match self.look(other, scope) {
            Looked::Unknown => Tri::Unknown(self.unknown(other)),
            // A list of the case context that was not supplied: looking stops at the list.
            Looked::Value(Value::Absent) if other.has_each() && other.root == Root::Context => {
                Tri::Unknown(self.unknown(other))
            }
            Looked::Value(value) if !other.has_each() => value.text().is_some_and(|name| says(text, name)).into(),
            Looked::Value(_) => {
                let mut named = false;
                self.each(other, &mut |_, value, _| named |= value.text().is_some_and(|name| says(text, name)));
                named.into()
            }
        }
    }

    /// Does the text mention an entry of a list of events?
    pub(super) fn mentioned(&self, text: &Value<'_>, list: &str) -> Tri {
        let list = self.word_list(list);
        text.text().zip(list).is_some_and(|(text, list)| narrative::mentions(self.standard, list, text)).into()
    }
}

/// Does a text contain the words of a name, one after the other? Case, punctuation and a possessive ending do not count.
fn says(text: &str, name: &str) -> bool {
    let word =
        |text: &'_ str| words(text).map(|span| text.get(span).unwrap_or_default().to_owned()).collect::<Vec<_>>();
    let (text, name) = (word(text), word(name));
    !name.is_empty()
        && text.windows(name.len()).any(|window| window.iter().zip(&name).all(|(a, b)| same_but_for_possessive(a, b)))
}

fn same_but_for_possessive(written: &str, name: &str) -> bool {
    let bare = || ["'s", "\u{2019}s"].iter().find_map(|ending| written.strip_suffix(ending));
    same_word(written, name) || bare().is_some_and(|bare| same_word(bare, name))
}

#[cfg(test)]
mod tests {
    use super::says;

    #[test]
    fn a_name_is_found_whatever_its_case_and_punctuation() {
        assert!(says("I spoke to PRIYA  SHAH, today.", "Priya Shah"));
        assert!(says("in Priya Shah’s absence", "Priya Shah"));
        assert!(says("12 Mill Lane, SG1 1AA", "12 Mill Lane SG1 1AA"));
    }

    #[test]
    fn part_of_a_word_or_of_a_name_is_not_the_name() {
        assert!(!says("Shahid called", "Shah"));
        assert!(!says("I spoke to Priya", "Priya Shah"));
        assert!(!says("Shah Priya", "Priya Shah"));
        assert!(!says("anything", "  "));
    }
}
