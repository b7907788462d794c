//! `full_name`: a person's name is given in full.

use super::conditions::same_word;
use super::outcome::{Cause, Outcome, Outcomes};
use super::{Judge, Rule};
use crate::standards::Path;

pub(super) fn judge(
    judge: &Judge<'_>,
    rule: &Rule<'_>,
    field: &Path,
    min_words: u16,
    not: &[String],
    out: &mut Outcomes,
) {
    let mut seen = false;
    judge.each(field, &mut |place, value, _| {
        seen = true;
        match value.text() {
            None => out.count(Outcome::Inapplicable),
            Some(text) if is_full(text, min_words, not) => judge.passed(out),
            Some(_) => judge.failed(rule, place, Cause::Rule, out),
        }
    });
    if !seen {
        out.count(Outcome::Inapplicable);
    }
}

/// Has the name so many words of more than one letter, the first of which is a name? Letters of every script count, and a
/// character of a script that writes names with one or two characters counts as a word.
fn is_full(name: &str, min_words: u16, not: &[String]) -> bool {
    let mut words = name.split_whitespace().map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()));
    let first = words.clone().next().unwrap_or_default();
    if not.iter().any(|placeholder| same_word(placeholder, first)) {
        return false;
    }
    let is_word = |word: &str| word.chars().filter(|c| c.is_alphabetic()).take(2).count() > 1;
    let is_ideograph = |c: &char| ('\u{2e80}'..='\u{d7ff}').contains(c);
    words.by_ref().filter(|word| is_word(word)).count() >= usize::from(min_words)
        || name.chars().filter(is_ideograph).count() >= 2
}
