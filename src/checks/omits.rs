//! `omits`: a text does without the names and numbers that lists of the case context hold, such as those of other
//! children, or without the phrases of a list of `events`.

use super::covers::is_known;
use super::outcome::{Cause, Finding, Outcome, Outcomes};
use super::{Judge, Rule, narrative};
use crate::standards::Path;
use crate::text::{PhraseBook, PhraseMatch, Utf16Index};

pub(super) fn judge(judge: &Judge<'_>, rule: &Rule<'_>, fields: &[Path], of: &[Path], list: &str, out: &mut Outcomes) {
    let mut texts = Vec::new();
    for path in fields {
        judge.each(path, &mut |place, value, _| texts.extend(value.text().map(|text| (place, text))));
    }
    let Some((first, _)) = texts.first() else {
        return out.count(Outcome::Inapplicable);
    };
    if let Some(unknown) = of.iter().find(|path| !is_known(judge, path)) {
        return judge.cannot_tell(rule, *first, judge.unknown(unknown), out);
    }
    let mut names = Vec::new();
    for path in of {
        judge.each(path, &mut |_, value, _| names.extend(value.text().filter(|name| tells_apart(name))));
    }
    let list = judge.word_list(list);
    if names.is_empty() && list.is_none() {
        return out.count(Outcome::Inapplicable);
    }
    let book = PhraseBook::build(names.into_iter().map(|name| (name, false, 0)));
    for (place, text) in texts {
        let mut found: Vec<(PhraseMatch, Cause)> =
            book.find_all(text).into_iter().map(|found| (found, Cause::Rule)).collect();
        if let Some(list) = list {
            let phrases = narrative::find(judge.standard, list, text);
            found.extend(phrases.into_iter().map(|found| (found, Cause::Word(list, found.payload))));
        }
        if found.is_empty() {
            judge.passed(out);
            continue;
        }
        let index = Utf16Index::new(text);
        let units = |byte| u32::try_from(index.utf16(byte)).unwrap_or(u32::MAX);
        for (at, cause) in found {
            let span = Some((units(at.start), units(at.end)));
            let outcome = Outcome::Failed;
            judge.add(
                rule,
                Finding { rule: rule.number, outcome, place, span, due: None, cause, accepted: false },
                out,
            );
        }
    }
}

/// A first name alone is shared by too many children to tell of whom a text speaks; a number is not.
fn tells_apart(name: &str) -> bool {
    name.split_whitespace().nth(1).is_some() || name.bytes().any(|byte| byte.is_ascii_digit())
}
