//! Patterns of plain writing: length, difficulty, repetition, slips.

use super::{Found, Hit, Note};
use crate::text::{paragraphs, statements, words};
use std::collections::BTreeSet;
use std::ops::Range;

/// A sentence of more than so many words, quotations apart.
pub(super) fn long_sentence(note: &Note<'_>, limit: i64) -> Found {
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let long = note.said.iter().filter(|said| note.own_words(&said.span).len() > limit);
    Some(long.map(|said| Hit::at(&said.span)).collect())
}

/// Words in a paragraph below which an index says nothing.
const ENOUGH: usize = 40;

/// A paragraph whose fog index is over the limit: 0.4 × (words a sentence + the percentage of words of three syllables or
/// more), Robert Gunning, The Technique of Clear Writing (1952). Reckoned in thousandths of a year.
pub(super) fn hard_to_read(note: &Note<'_>, limit: i64) -> Found {
    let (mut any, mut found) = (false, Vec::new());
    for paragraph in paragraphs(note.text) {
        let said: Vec<_> = note.said.iter().filter(|said| paragraph.contains(&said.span.start)).collect();
        let (Some(first), Some(last)) = (said.first(), said.last()) else { continue };
        let span = first.span.start..last.span.end;
        let own = note.own_words(&span);
        if own.len() < ENOUGH {
            continue;
        }
        any = true;
        let long = own.iter().filter(|word| is_long(note.str(word))).count();
        let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
        let (words, sentences, long) = (number(own.len()), number(said.len()), number(long));
        let a_sentence = words.saturating_mul(400).checked_div(sentences).unwrap_or(0);
        let share = long.saturating_mul(40_000).checked_div(words).unwrap_or(0);
        if a_sentence.saturating_add(share) > limit.saturating_mul(1000) {
            found.push(Hit { span, word: None });
        }
    }
    any.then_some(found)
}

/// Three syllables or more, by groups of vowels; names and the endings of verbs and plurals don't count.
fn is_long(word: &str) -> bool {
    if word.starts_with(char::is_uppercase) {
        return false;
    }
    let stem = ["ing", "ed", "es"].iter().find_map(|ending| word.strip_suffix(ending)).unwrap_or(word);
    let stem = stem.strip_suffix('e').unwrap_or(stem);
    let mut groups = 0_u32;
    let mut inside = false;
    for letter in stem.chars() {
        let vowel = matches!(letter, 'a' | 'e' | 'i' | 'o' | 'u' | 'y');
        if vowel && !inside {
            groups = groups.saturating_add(1);
        }
        inside = vowel;
    }
    groups >= 3
}

/// Words in a sentence below which the same one twice is chance.
const OWN: usize = 6;

/// The sentences seen so far.
pub(super) struct Seen(BTreeSet<String>);

impl Seen {
    /// Begins with the sentences of earlier notes.
    pub fn new(earlier: &[&str]) -> Seen {
        let mut seen = Seen(BTreeSet::new());
        for text in earlier {
            for paragraph in paragraphs(text) {
                let paragraph = text.get(paragraph).unwrap_or_default();
                for sentence in statements(paragraph) {
                    seen.0.extend(fold(paragraph.get(sentence).unwrap_or_default()));
                }
            }
        }
        seen
    }

    /// Sentences that have been seen before.
    pub fn repeated(&mut self, note: &Note<'_>) -> Found {
        let mut found = Vec::new();
        for said in note.said.iter().filter(|said| said.is_statement()) {
            if let Some(folded) = fold(note.str(&said.span))
                && !self.0.insert(folded)
            {
                found.push(Hit::at(&said.span));
            }
        }
        Some(found)
    }
}

/// A sentence's words in small letters, if it has enough of them.
fn fold(sentence: &str) -> Option<String> {
    let words: Vec<String> =
        words(sentence).map(|word| sentence.get(word).unwrap_or_default().to_lowercase()).collect();
    (words.len() >= OWN).then(|| words.join(" "))
}

/// Each use of a phrase of the list.
pub(super) fn listed(note: &Note<'_>) -> Found {
    let hits = note.hits.first().map(Vec::as_slice).unwrap_or_default();
    Some(hits.iter().map(|(span, word)| Hit { span: span.clone(), word: Some(*word) }).collect())
}

/// Words that may rightly stand twice running.
const TWICE: [&str; 9] = ["had", "that", "very", "really", "so", "no", "bye", "long", "many"];

/// A word twice running; a sentence that begins with a small letter, or ends without a stop, inside a paragraph of several.
pub(super) fn slips(note: &Note<'_>) -> Found {
    let mut found = Vec::new();
    for said in note.said.iter().filter(|said| said.is_statement()) {
        let own = note.own_words(&said.span);
        for (word, next) in own.iter().zip(own.iter().skip(1)) {
            let text = note.str(word);
            let apart = note.str(&(word.end..next.start));
            if text.len() >= 2
                && text.eq_ignore_ascii_case(note.str(next))
                && text.chars().all(char::is_alphabetic)
                && !apart.is_empty()
                && apart.chars().all(|gap| gap == ' ')
                && !TWICE.iter().any(|twice| text.eq_ignore_ascii_case(twice))
            {
                found.push(Hit { span: word.start..next.end, word: None });
            }
        }
    }
    for pair in note.said.windows(2) {
        let [before, said] = pair else { continue };
        let same = same_line(note, before.span.end..said.span.start);
        let text = note.str(&said.span);
        let letters = words(text).next().map_or(0, |word| word.len());
        if same
            && letters > 1
            && text.starts_with(char::is_lowercase)
            && note.str(&before.span).ends_with(['.', '!', '?'])
        {
            found.push(Hit { span: said.span.start..first_word(note, &said.span), word: None });
        }
    }
    found.sort_by_key(|hit| hit.span.start);
    Some(found)
}

fn same_line(note: &Note<'_>, gap: Range<usize>) -> bool {
    !note.str(&gap).contains(['\n', '\r'])
}

fn first_word(note: &Note<'_>, span: &Range<usize>) -> usize {
    words(note.str(span)).next().map_or(span.end, |word| span.start.saturating_add(word.end))
}
