//! How hard a note is to read.
//!
//! The score is LIX: words to a sentence, plus the share of words longer than six letters in per cent. It was made by C. H.
//! Björnsson (*Läsbarhet*, 1968) and tried on English by Jonathan Anderson ("Lix and Rix: Variations on a Little-Known
//! Readability Index", *Journal of Reading* 26, 1983). It needs no syllables, so that it is the same to the last digit
//! everywhere. Anderson's bands: below 30 very easy, to 40 easy, to 50 medium, to 60 difficult, above that very difficult.
//!
//! A sentence is long above 25 words, where GOV.UK's guidance on content design says to split it.
//!
//! What it cannot tell is whether the words are the right ones, or the thoughts in order.

use std::ops::Range;

use super::{Statement, StatementKind};
use crate::text::words;

/// Words in a sentence that GOV.UK asks to split.
pub const LONG_SENTENCE: usize = 25;

/// Letters in a word that LIX counts as long, and more.
const LONG_WORD: usize = 7;

/// Commas, semicolons and joining words in a sentence that make it tangled.
const TANGLED: usize = 5;

/// Words that hang one clause on another.
const JOINING: [&str; 14] = [
    "although", "and", "because", "but", "despite", "given", "however", "so", "that", "unless", "whereas", "which",
    "while", "who",
];

/// How hard a note is to read. Headings and the like are left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Readability {
    /// Sentences, bullets and lines.
    pub sentences: usize,
    /// Words.
    pub words: usize,
    /// Words of more than six letters.
    pub long_words: usize,
    /// LIX, rounded; 0 for a note without a sentence.
    pub score: usize,
    /// Sentences that are long or tangled, as bytes of the note, in order.
    pub hard: Vec<Range<usize>>,
}

impl Readability {
    /// Anderson's word for the score.
    #[must_use]
    pub const fn in_words(&self) -> &'static str {
        match self.score {
            0..30 => "very easy",
            30..40 => "easy",
            40..50 => "medium",
            50..60 => "difficult",
            _ => "very difficult",
        }
    }
}

/// Measures a note by the statements that [`analyse`](super::analyse) found in it. Linear in the length of the note.
#[must_use]
pub fn readability(note: &str, statements: &[Statement]) -> Readability {
    let mut measured = Readability::default();
    for statement in statements.iter().filter(|statement| statement.kind != StatementKind::Other) {
        let said = note.get(statement.span.clone()).unwrap_or_default();
        let (mut count, mut joins) = (0, said.bytes().filter(|byte| matches!(byte, b',' | b';')).count());
        for word in words(said).filter_map(|word| said.get(word)) {
            count += 1;
            measured.long_words +=
                usize::from(word.chars().filter(|letter| letter.is_alphabetic()).count() >= LONG_WORD);
            joins += usize::from(JOINING.iter().any(|joining| word.eq_ignore_ascii_case(joining)));
        }
        if count > LONG_SENTENCE || count > LONG_SENTENCE * 2 / 3 && joins >= TANGLED {
            measured.hard.push(statement.span.clone());
        }
        measured.sentences += 1;
        measured.words += count;
    }
    if let (Some(length), Some(share)) = (
        (2 * measured.words + measured.sentences).checked_div(2 * measured.sentences),
        (200 * measured.long_words + measured.words).checked_div(2 * measured.words),
    ) {
        measured.score = length + share;
    }
    measured
}

#[cfg(test)]
#[allow(clippy::string_slice, reason = "tests may stop on a surprise")]
mod tests {
    use super::*;
    use crate::note::{Lexicon, analyse};

    fn measure(note: &str) -> Readability {
        readability(note, &analyse(&Lexicon::default(), note).statements)
    }

    #[test]
    fn the_score_is_the_length_of_sentences_and_the_share_of_long_words() {
        // 8 words in 2 sentences: 4; one of 8 is long: 12.5, rounded up.
        assert_eq!(measure("The dog sat. Teachers saw the cat too.").score, 4 + 13);
        assert_eq!(measure("").score, 0);
        assert_eq!(measure("").in_words(), "very easy");
    }

    #[test]
    fn long_and_tangled_sentences_are_named() {
        let long = "I went to the house on the hill by the sea with the social worker and the nurse and the teacher and we all sat down.";
        let tangled = "Ben, who was late, said that he, because of the bus, which broke down, was sorry and sad.";
        let note = format!("Short one. {long} {tangled} End.");
        let hard: Vec<&str> = measure(&note).hard.into_iter().map(|span| &note[span]).collect::<Vec<_>>();
        assert_eq!(hard, [long, tangled]);
    }
}
