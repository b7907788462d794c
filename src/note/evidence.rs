//! What stands beside a describing or vague word and takes the fault from it.
//!
//! A describing word ("hostile") is fair where the same statement, or one beside it, shows how the writer reached it; a vague
//! one ("several times") where its statement says how many. Both are judged by form: silence where the engine can't tell is
//! better than a nag about what is right.

use std::ops::Range;

use super::flags::Found;
use crate::standards::Category;
use crate::text::{Quotation, words};

/// Words in a statement that has room for what a describing word rests on, or for what a vague one leaves out.
const ROOM: usize = 12;

/// Words in a quotation that shows something of the speaker: fewer are a label or an expression.
const TELLING: usize = 4;

/// Leaves out the flags that have their evidence beside them. `signs` are the places of words that show something, in order.
pub(super) fn drop_evidenced(
    text: &str,
    statements: &[Range<usize>],
    quotations: &[Quotation],
    signs: &[Range<usize>],
    flags: &mut Vec<Found>,
) {
    let shows = |statement: &Range<usize>| {
        signs
            .get(signs.partition_point(|sign| sign.start < statement.start))
            .is_some_and(|sign| sign.start < statement.end)
    };
    let quotes = |statement: &Range<usize>, least: usize| {
        let first = quotations.partition_point(|said| said.span.start < statement.start);
        let inside = quotations.iter().skip(first).take_while(|said| said.span.start < statement.end);
        inside
            .take(3)
            .any(|said| text.get(said.span.clone()).is_some_and(|said| words(said).take(least).count() >= least))
    };
    let tells = |statement: &Range<usize>| shows(statement) || quotes(statement, TELLING);
    let mut at = 0;
    flags.retain(|flag| {
        while statements.get(at).is_some_and(|statement| statement.end <= flag.span.start) {
            at += 1;
        }
        let Some(own) = statements.get(at) else { return true };
        let around = Around { text, statement: own.clone(), flag: flag.span.clone() };
        match flag.category {
            Category::Judgemental => !around.is_denied(2) && !around.is_writer(),
            // What has no room is short, which is why it is looked at first.
            Category::Vague => around.has_no_room(ROOM + 2) && !around.is_asked() && !around.is_counted(),
            Category::Unevidenced => {
                let before = at.checked_sub(1).and_then(|before| statements.get(before));
                around.has_no_room(ROOM)
                    && !around.is_asked()
                    && !around.is_denied(3)
                    && !around.is_not_a_person()
                    && !around.is_told()
                    && !around.is_a_name()
                    && !around.is_shown_after()
                    && !shows(own)
                    && !quotes(own, 1)
                    && !before.is_some_and(tells)
            }
            _ => true,
        }
    });
}

/// A flag in its statement.
struct Around<'t> {
    text: &'t str,
    statement: Range<usize>,
    flag: Range<usize>,
}

impl<'t> Around<'t> {
    fn before(&self) -> &'t str {
        self.text.get(self.statement.start..self.flag.start).unwrap_or_default()
    }

    fn after(&self) -> &'t str {
        self.text.get(self.flag.end..self.statement.end.max(self.flag.end)).unwrap_or_default()
    }

    fn said(&self) -> &'t str {
        self.text.get(self.statement.clone()).unwrap_or_default()
    }

    /// The last words before the flag, the last one first.
    fn last_words(&self, most: usize) -> Vec<&'t str> {
        let mut start = self.before().len().saturating_sub(60);
        while !self.before().is_char_boundary(start) {
            start += 1;
        }
        let near = self.before().get(start..).unwrap_or_default();
        let all: Vec<&str> = words(near).filter_map(|word| near.get(word)).collect();
        all.into_iter().rev().take(most).collect()
    }

    /// "Is she hostile?" claims nothing.
    fn is_asked(&self) -> bool {
        let near = self.last_words(1);
        let asks =
            |word: &&str| ["how", "what's", "what’s", "what", "whats"].iter().any(|one| word.eq_ignore_ascii_case(one));
        self.said().trim_end_matches(['"', '”', ')']).ends_with('?') || near.iter().any(asks)
    }

    /// "not a liar", "nobody was cross".
    fn is_denied(&self, reach: usize) -> bool {
        let denies = |word: &&str| {
            ["not", "never", "no", "nobody", "neither", "without", "nor", "less", "hardly", "denied", "denies"]
                .iter()
                .any(|denial| word.eq_ignore_ascii_case(denial))
                || word.ends_with("n't")
                || word.ends_with("n’t")
        };
        self.last_words(reach).iter().any(denies)
    }

    /// "It was cold" and "I was worried" describe nobody else.
    fn is_not_a_person(&self) -> bool {
        const THINGS: [&str; 9] = ["it", "this", "that", "there", "which", "i", "i'm", "i’m", "we"];
        self.last_words(2).iter().any(|word| THINGS.iter().any(|thing| word.eq_ignore_ascii_case(thing)))
    }

    /// "I don't care for that word", "we have been too soft".
    fn is_writer(&self) -> bool {
        let near = self.last_words(2);
        let is = |word: &&str, of: &[&str]| of.iter().any(|one| word.eq_ignore_ascii_case(one));
        near.first().is_some_and(|word| is(word, &["i", "we", "i'm", "i’m", "we're", "we’re", "we've", "we’ve"]))
            || near.get(1).is_some_and(|word| is(word, &["we", "we're", "we’re", "we've", "we’ve"]))
    }

    /// "Says she is worn out": a person's own account of how they are.
    fn is_told(&self) -> bool {
        let said = self.said();
        let first = words(said).next().and_then(|word| said.get(word)).unwrap_or_default();
        let tells = ["says", "said", "states", "stated", "reports", "reported", "feels", "felt"];
        tells.iter().any(|told| first.eq_ignore_ascii_case(told))
    }

    /// "The Aggressive Behaviour Policy".
    fn is_a_name(&self) -> bool {
        let capital = |text: &str| text.starts_with(char::is_uppercase);
        let flagged = self.text.get(self.flag.clone()).unwrap_or_default();
        !self.before().is_empty() && capital(flagged) && capital(self.after().trim_start())
    }

    /// "Embarrassed, covering her face".
    fn is_shown_after(&self) -> bool {
        let Some(after) = self.after().trim_start().strip_prefix(',') else { return false };
        let first = words(after).next().and_then(|word| after.get(word)).unwrap_or_default();
        first.len() > 5 && first.ends_with("ing")
    }

    /// A figure, or a number in words, outside the flag. A date, a year or a time of day counts nothing.
    fn is_counted(&self) -> bool {
        let figure = |text: &str, word: &std::ops::Range<usize>| {
            let dated = |character: char| matches!(character, '/' | ':' | '.');
            let before = text.get(..word.start).unwrap_or_default().ends_with(dated);
            let mut after = text.get(word.end..).unwrap_or_default().chars();
            let dated =
                before || after.next().is_some_and(dated) && after.next().is_some_and(|next| next.is_ascii_digit());
            let digits = text.get(word.clone()).unwrap_or_default();
            let year = digits.len() == 4 && (digits.starts_with("19") || digits.starts_with("20"));
            digits.bytes().any(|byte| byte.is_ascii_digit()) && !dated && !year
        };
        let counts = |text: &str| words(text).any(|word| figure(text, &word) || text.get(word).is_some_and(is_number));
        counts(self.before()) || counts(self.after())
    }

    fn has_no_room(&self, room: usize) -> bool {
        words(self.said()).take(room).count() < room
    }
}

/// Numbers in words, and days and times of the week. "One" is as often no number.
fn is_number(word: &str) -> bool {
    const NUMBERS: [&str; 24] = [
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "once",
        "twice",
        "daily",
        "nightly",
        "weekly",
        "hourly",
        "hundred",
        "dozen",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
    ];
    NUMBERS.iter().any(|number| word.eq_ignore_ascii_case(number))
}
