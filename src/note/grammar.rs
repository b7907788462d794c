//! What the grammar of a sentence says of it, as far as a few word lists can tell: actions set,
//! plans with a day, what somebody else thinks.

use super::StatementKind::{Assessment, Decision};
use super::shape::{Shape, has};
use crate::text::words;

/// Verbs with which an action is set: "School to send", "Ring again Friday".
const ACTIONS: [&str; 68] = [
    "add", "arrange", "ask", "attend", "be", "book", "bring", "call", "carry", "chair", "chase", "check", "close",
    "collect", "come", "complete", "contact", "continue", "convene", "discuss", "do", "email", "explore", "fetch",
    "find", "follow", "get", "give", "go", "have", "hold", "invite", "keep", "let", "look", "make", "meet", "move",
    "offer", "pay", "pick", "provide", "refer", "request", "review", "ring", "run", "search", "see", "send", "share",
    "sit", "sort", "speak", "start", "stay", "stop", "support", "take", "talk", "tell", "text", "update", "visit",
    "weigh", "write", "work", "watch",
];

/// Those that are nouns as often as verbs at the head of a note's sentence.
const NOUNS: [&str; 9] = ["call", "contact", "look", "review", "start", "support", "work", "have", "be"];

/// Words that come before `to` without naming anybody who is to act.
const NO_ACTOR: [&str; 22] = [
    "able", "back", "came", "due", "has", "have", "going", "hard", "how", "like", "likes", "need", "needs", "not",
    "ran", "spoke", "want", "wants", "went", "wish", "wishes", "hopes",
];

/// Verbs in the past that don't end in "ed", and the auxiliaries.
const PAST: [&str; 40] = [
    "ate", "been", "began", "came", "cried", "did", "drew", "drove", "fell", "felt", "found", "gave", "got", "had",
    "has", "have", "heard", "held", "kept", "knew", "left", "made", "met", "put", "ran", "rang", "said", "sat", "saw",
    "says", "sent", "slept", "spent", "spoke", "stood", "told", "took", "was", "went", "were",
];

/// Days, whole or short, and words for a time to come.
const DAYS: [&str; 24] = [
    "monday",
    "mon",
    "tuesday",
    "tue",
    "tues",
    "wednesday",
    "wed",
    "weds",
    "thursday",
    "thu",
    "thur",
    "thurs",
    "friday",
    "fri",
    "saturday",
    "sat",
    "sunday",
    "sun",
    "tomorrow",
    "tmrw",
    "tonight",
    "weekly",
    "fortnightly",
    "onwards",
];

/// What somebody has of their own: "Ms Lowe's view is …".
const VIEWS: [&str; 9] =
    ["analysis", "assessment", "belief", "hypothesis", "judgement", "opinion", "theory", "thoughts", "view"];

/// Adds to the shape of a statement what its grammar suggests.
pub(super) fn grammar(body: &str, shape: &mut Shape) {
    let mut past = false;
    let mut day = false;
    let mut going = false;
    let mut writer_going = false;
    let mut action = false;
    let mut before = "";
    let mut before_that = "";
    for (at, word) in words(body).filter_map(|word| body.get(word)).enumerate() {
        past |= word.len() > 3 && ends_with(word, "ed") || has(&PAST, word);
        day |= has(&DAYS, word);
        let participle = word.len() > 4 && ends_with(word, "ing");
        if participle && is_present(before) {
            going = true;
            writer_going |= has(&["I'm", "I’m"], before) || before == "am";
        }
        let to = before.eq_ignore_ascii_case("to");
        action |= at <= 6 && to && !past && !has(&NO_ACTOR, before_that) && has(&ACTIONS, word);
        action |= at == 0 && has(&ACTIONS, word) && !has(&NOUNS, word);
        action |= to && word == "be" && !past && at <= 8 && !has(&NO_ACTOR, before_that);
        if has(&VIEWS, word) && is_possessive(before) {
            shape.told = Some((3, "is somebody else's view"));
            shape.add(Assessment, 2, "is somebody's view");
        }
        if is_year(word) && shape.told.is_none() {
            shape.told = Some((2, "names a year that has passed"));
        }
        if at == 0 && has(&["Her", "His", "Their"], word) && shape.told.is_none() {
            shape.told = Some((1, "begins with what is another person's"));
        }
        if at == 0 && word == "Next" {
            shape.add(Decision, 3, "says what comes next");
        }
        (before_that, before) = (before, word);
    }
    if going && day {
        shape.add(Decision, 3, "says what will happen and when");
    } else if writer_going {
        shape.add(Decision, 2, "says what the writer is about to do");
    } else if action && !past {
        shape.add(Decision, 2, "sets somebody an action");
    } else if day && !past {
        shape.add(Decision, 1, "names a day and nothing that has happened");
    }
}

/// A form of "to be" in the present, alone or run on to the word before it.
fn is_present(word: &str) -> bool {
    has(&["is", "are", "am", "I'm", "I’m", "we're", "we’re"], word)
}

fn is_possessive(word: &str) -> bool {
    ["'s", "’s"].iter().any(|ending| word.ends_with(ending)) || word == "their"
}

/// 1900 to 2099.
fn is_year(word: &str) -> bool {
    word.len() == 4
        && (word.starts_with("19") || word.starts_with("20"))
        && word.bytes().all(|byte| byte.is_ascii_digit())
}

fn ends_with(word: &str, ending: &str) -> bool {
    let start = word.len().saturating_sub(ending.len());
    word.get(start..).is_some_and(|end| end.eq_ignore_ascii_case(ending))
}
