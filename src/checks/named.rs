//! Whether a text names somebody or something: the conditions `names` and `mentions`.

use super::conditions::Tri;
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

/// Does a text contain the words of a name, one after the other? Case, punctuation and a possessive ending do not count, and
/// nor does where the spaces are: `SG11AA` is `SG1 1AA`.
fn says(text: &str, name: &str) -> bool {
    let folded = |text: &str| -> Vec<String> {
        words(text).map(|span| text.get(span).unwrap_or_default().to_lowercase()).collect()
    };
    let (text, name) = (folded(text), folded(name).concat());
    !name.is_empty() && (0..text.len()).any(|from| begins(text.get(from..).unwrap_or_default(), &name))
}

/// Do the first words, written together, make the name?
fn begins(words: &[String], name: &str) -> bool {
    let mut rest = name;
    for word in words {
        let bare = ["'s", "\u{2019}s"].iter().find_map(|ending| word.strip_suffix(ending));
        if rest == word || bare == Some(rest) {
            return true;
        }
        match rest.strip_prefix(word.as_str()) {
            Some(beyond) => rest = beyond,
            None => return false,
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::says;

    #[test]
    fn a_name_is_found_whatever_its_case_and_punctuation() {
        assert!(says("I spoke to PRIYA  SHAH, today.", "Priya Shah"));
        assert!(says("in Priya Shah’s absence", "Priya Shah"));
        assert!(says("12 Mill Lane, SG1 1AA", "12 Mill Lane SG1 1AA"));
        assert!(says("at sg11aa now", "SG1 1AA"));
        assert!(says("for O\u{2019}Brien's sake", "O\u{2019}Brien"));
    }

    #[test]
    fn part_of_a_word_or_of_a_name_is_not_the_name() {
        assert!(!says("Shahid called", "Shah"));
        assert!(!says("I spoke to Priya", "Priya Shah"));
        assert!(!says("Shah Priya", "Priya Shah"));
        assert!(!says("Priya", "Priya Shah"));
        assert!(!says("SG1 1AAB", "SG1 1AA"));
        assert!(!says("anything", "  "));
    }
}
