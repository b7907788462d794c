//! What is said of a word of a list, and the fixes that one press makes. Nothing that was entered is among them.

use super::say::{Told, capital};
use super::{Edit, Fix};
use crate::standards::{Category, UNKNOWN_CAPITALS, Word, WordList};
use std::borrow::Cow;

/// What to say of a word of a list. The phrase is the list's own; it is not read from the note. A pattern is no phrase that a
/// reader would know, and is left out.
pub(super) fn about_word<'r>(list: &'r WordList, word: &'r Word, remedy: &str, message: &'r str) -> Told<'r> {
    let Word { phrase, meaning, why, .. } = word;
    let named = |rest: &str| if word.pattern { capital(rest) } else { format!("“{phrase}”: {rest}") };
    let said = match list.category {
        Category::Jargon if phrase == UNKNOWN_CAPITALS => {
            "The reader may not know what this abbreviation stands for".to_owned()
        }
        Category::Jargon if !meaning.is_empty() => match (word.pattern, readings(meaning)) {
            (true, _) => format!("The reader may not know this: {meaning}"),
            (false, Some(_)) => format!("“{phrase}” {meaning}"),
            (false, None) => match meaning.strip_prefix("usually ") {
                Some(meaning) => format!("“{phrase}” usually means {meaning}. The reader may not know it"),
                None => format!("“{phrase}” means {meaning}. The reader may not know it"),
            },
        },
        Category::Jargon => format!("The reader may not know what “{phrase}” means"),
        _ if !why.is_empty() => named(why),
        _ if !message.is_empty() => named(message),
        _ => named("may not be how the family would want to read of themselves"),
    };
    let remedy = match list.category {
        Category::Jargon => remedy.to_owned(),
        _ if !meaning.is_empty() => capital(meaning),
        _ => remedy.to_owned(),
    };
    Told { message: said.into(), remedy: remedy.into() }
}

/// What a term may mean, where its meaning leaves that open: `may mean teaching assistant, or temporary accommodation: say which`.
fn readings(meaning: &str) -> Option<impl Iterator<Item = &str>> {
    let open = meaning.strip_prefix("may mean ")?;
    let open = open.split_once(": ").map_or(open, |(open, _)| open);
    Some(open.split(", or ").flat_map(|reading| reading.split(" or ")))
}

/// The fixes of a word: plain words in its place; what an abbreviation stands for, behind it, or each thing that it may stand for;
/// quotation marks, where somebody said it; and room for what a describing or vague word leaves out.
pub(super) fn word_fixes<'r>(list: &WordList, word: &'r Word, at: &str, start: u32, end: u32) -> Vec<Fix<'r>> {
    let mut fixes = Vec::new();
    let edit = |start, end, text| Edit::Text { at: at.to_owned(), start, end, text };
    let mut behind = |label: String, text: String| {
        fixes.push(Fix { label: label.into(), edits: vec![edit(end, end, text.into())] });
    };
    match list.category {
        Category::Jargon if (word.exact || word.why == "abbreviation") && !word.meaning.is_empty() => {
            if let Some(readings) = readings(&word.meaning) {
                for reading in readings {
                    behind(format!("Explain it: ({reading})"), format!(" ({reading})"));
                }
            } else {
                // A meaning is an expansion and, after a colon, what that is: beside its first use the expansion is enough.
                let meaning = word.meaning.strip_prefix("usually ").unwrap_or(&word.meaning);
                let expansion = meaning.split_once(": ").map_or(meaning, |(expansion, _)| expansion);
                behind(format!("Explain it: ({expansion})"), format!(" ({expansion})"));
            }
        }
        Category::Unevidenced => behind("Add what shows it".to_owned(), " (seen or heard: …)".to_owned()),
        Category::Vague => {
            let (label, text) = if word.why.contains("how often") {
                ("Add how often", " (how often: …)")
            } else if word.why.contains("how much") {
                ("Add how much", " (how much: …)")
            } else if word.why.contains("when") {
                ("Add when", " (when: …)")
            } else {
                ("Add what happened", " (what happened: …)")
            };
            behind(label.to_owned(), text.to_owned());
        }
        Category::Judgemental | Category::Offensive => {
            // The later edit first: the offsets of the other then still hold.
            let edits = vec![edit(end, end, "”".into()), edit(start, start, "“".into())];
            fixes.push(Fix { label: "Quote it, if somebody said it".into(), edits });
        }
        _ => {}
    }
    if !word.instead.is_empty() {
        let swap = Fix {
            label: format!("Change to “{}”", word.instead).into(),
            edits: vec![edit(start, end, Cow::Borrowed(word.instead.as_str()))],
        };
        fixes.insert(0, swap);
    }
    fixes
}

#[cfg(test)]
#[allow(clippy::indexing_slicing, reason = "tests may stop on a surprise")]
mod tests {
    use super::*;

    fn labels(category: Category, word: &Word) -> Vec<String> {
        let list = WordList { title: String::new(), category, words: Vec::new() };
        word_fixes(&list, word, "", 4, 7).into_iter().map(|fix| fix.label.into_owned()).collect()
    }

    #[test]
    fn a_term_that_may_mean_two_things_is_asked_about() {
        let meaning = "may mean teaching assistant, or temporary accommodation: say which".to_owned();
        let word = Word { phrase: "TA".to_owned(), exact: true, meaning, ..Word::default() };
        assert_eq!(
            labels(Category::Jargon, &word),
            ["Explain it: (teaching assistant)", "Explain it: (temporary accommodation)"]
        );
    }

    #[test]
    fn quotation_marks_go_round_the_words() {
        let list = WordList { title: String::new(), category: Category::Judgemental, words: Vec::new() };
        let word = Word::default();
        let fixes = word_fixes(&list, &word, "", 4, 8);
        let mut text = "Mum lazy.".to_owned();
        for edit in &fixes[0].edits {
            if let Edit::Text { start, end, text: new, .. } = edit {
                text.replace_range(*start as usize..*end as usize, new);
            }
        }
        assert_eq!(text, "Mum “lazy”.");
    }
}
