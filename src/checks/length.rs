//! `length`: what is written is neither too short nor too long, in words.

use super::outcome::{Cause, Doubt, Outcome, Outcomes};
use super::{Judge, Rule};
use crate::record::Value;
use crate::standards::Path;
use crate::text::words;

pub(super) fn judge(
    judge: &Judge<'_>,
    rule: &Rule<'_>,
    fields: &[Path],
    min_words: Option<u16>,
    max_words: Option<u16>,
    out: &mut Outcomes,
) {
    let mut seen = false;
    for path in fields {
        judge.each(path, &mut |place, value, _| {
            seen = true;
            match value.text() {
                _ if value.is_blank() => out.count(Outcome::Inapplicable),
                None if matches!(value, Value::Faulty) => judge.cannot_tell(rule, place, Doubt::Faulty, out),
                None => out.count(Outcome::Inapplicable),
                Some(text) if fits(text, min_words, max_words) => judge.passed(out),
                Some(_) => judge.failed(rule, place, Cause::Rule, out),
            }
        });
    }
    if !seen {
        out.count(Outcome::Inapplicable);
    }
}

/// Counts no further than the bounds need, so that a long text costs no more than a short one.
fn fits(text: &str, min_words: Option<u16>, max_words: Option<u16>) -> bool {
    let enough = min_words.is_none_or(|min| words(text).take(usize::from(min)).count() == usize::from(min));
    enough && max_words.is_none_or(|max| words(text).nth(usize::from(max)).is_none())
}

#[cfg(test)]
mod tests {
    use super::fits;

    #[test]
    fn both_bounds_are_included() {
        let counts = |text| [fits(text, Some(3), None), fits(text, None, Some(3))];
        assert_eq!(counts("n/a"), [false, true]);
        assert_eq!(counts("Moved to Leeds"), [true, true]);
        assert_eq!(counts("Moved to Leeds today"), [true, false]);
        assert_eq!(counts(" \u{2013} "), [false, true]);
        assert!(fits("didn't, wouldn't", Some(2), Some(2)), "an apostrophe stands inside a word");
    }
}
