//! Finding patterns.

use super::compile::{ANY, ENDINGS, NAME, Node, PatternBook, Start, Step, in_sieve};
use crate::text::is_word_char;
use crate::text::words::is_apostrophe;

/// A pattern found in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PatternMatch {
    /// The first byte of the words that count.
    pub start: usize,
    /// One past their last.
    pub end: usize,
    /// What was entered with the pattern.
    pub payload: u32,
}

/// The words of a text.
struct Tokens<'t> {
    text: &'t str,
    all: Vec<Token>,
}

/// A word of a text.
#[derive(Clone, Copy, Debug)]
struct Token {
    start: usize,
    /// Without a possessive `'s`.
    end: usize,
    /// Of all its letters.
    hash: u64,
    /// Without a possessive `'s`; the same as `hash` where there is none.
    bare: u64,
    /// Only white space or one hyphen stands between it and the word before.
    joined: bool,
    /// Begins what is said: nothing, a stop or the end of a line comes before it.
    opens: bool,
    /// Ends it.
    closes: bool,
    /// Begins with a capital.
    capital: bool,
}

impl PatternBook {
    /// Calls back with every pattern found, by where its first word starts.
    pub fn scan(&self, text: &str, mut found: impl FnMut(PatternMatch)) {
        if self.nodes.is_empty() {
            return;
        }
        let tokens = Tokens { text, all: tokens(text) };
        for (at, token) in tokens.all.iter().enumerate() {
            self.begin(&tokens, at, token.hash, &mut found);
            if token.bare != token.hash {
                self.begin(&tokens, at, token.bare, &mut found);
            }
            if token.capital && self.is_name(token) {
                self.start(&tokens, at, self.start_of(&self.first_names), &mut found);
            }
        }
    }

    fn begin(&self, tokens: &Tokens<'_>, at: usize, hash: u64, found: &mut impl FnMut(PatternMatch)) {
        let (place, bit) = in_sieve(hash);
        if self.sieve.get(place).is_none_or(|bits| bits & bit == 0) {
            return;
        }
        if let Some(start) = self.first_words.get(&hash).and_then(|at| self.starts.get(*at as usize)) {
            self.start(tokens, at, self.start_of(start), found);
        }
    }

    fn start(&self, tokens: &Tokens<'_>, at: usize, start: &Start, found: &mut impl FnMut(PatternMatch)) {
        let mut take = |step: u32| {
            if let Some(step) = start.steps.get(step as usize) {
                let place = Place { first: at, last: at, marked: None };
                self.follow(tokens, place.after(tokens, at, *step), *step, found);
            }
        };
        start.open.iter().copied().for_each(&mut take);
        let Some(next) = tokens.all.get(at + 1).filter(|next| next.joined) else { return };
        let whole = start.goes_on(next.hash);
        let bare = next.bare != next.hash && start.goes_on(next.bare);
        for hash in [next.hash, next.bare].into_iter().take(if bare { 2 } else { usize::from(whole) }) {
            let first = start.by_word.partition_point(|(word, _)| *word < hash);
            for (_, step) in start.by_word.iter().skip(first).take_while(|(word, _)| *word == hash) {
                take(*step);
            }
        }
        if whole || bare {
            // Sorted by set: each is looked at once.
            let mut last = None;
            for (set, step) in &start.by_set {
                let holds = match last {
                    Some((known, holds)) if known == *set => holds,
                    _ => self.has(*set, next),
                };
                last = Some((*set, holds));
                if holds {
                    take(*step);
                }
            }
        }
    }

    fn follow(&self, tokens: &Tokens<'_>, place: Place, step: Step, found: &mut impl FnMut(PatternMatch)) {
        let Some(node) = self.nodes.get(step.to as usize) else { return };
        self.end(tokens, place, node, found);
        let next = place.last + 1;
        let Some(token) = tokens.all.get(next).filter(|token| token.joined) else { return };
        for edge in &node.edges {
            let fits = match edge.set {
                ANY => true,
                NAME => token.capital && self.is_name(token),
                set if set >= ENDINGS => self.ends(set - ENDINGS, tokens.text, token),
                set => self.has(set, token),
            };
            if fits {
                self.follow(tokens, place.after(tokens, next, edge.step), edge.step, found);
            }
        }
    }

    fn is_name(&self, token: &Token) -> bool {
        let known = |hash: &u64| self.not_names.binary_search(hash).is_ok();
        !known(&token.hash) && !known(&token.bare)
    }

    fn ends(&self, ending: u32, text: &str, token: &Token) -> bool {
        let Some(ending) = self.endings.get(ending as usize) else { return false };
        let word = text.get(token.start..token.end).unwrap_or_default();
        let start = word.len().saturating_sub(ending.len());
        start > 1
            && word.get(start..).is_some_and(|end| end.eq_ignore_ascii_case(ending))
            && self.not_described.binary_search(&token.hash).is_err()
    }

    fn has(&self, set: u32, token: &Token) -> bool {
        let Some(words) = self.sets.get(set as usize) else { return false };
        let holds = |hash: u64| match words.as_slice() {
            [only] => *only == hash,
            all => all.binary_search(&hash).is_ok(),
        };
        holds(token.hash) || token.bare != token.hash && holds(token.bare)
    }

    fn end(&self, tokens: &Tokens<'_>, place: Place, node: &Node, found: &mut impl FnMut(PatternMatch)) {
        let (Some(end), Some((start, stop))) = (node.end, place.marked) else { return };
        let opens = !end.at_start || tokens.all.get(place.first).is_some_and(|token| token.opens);
        let closes = !end.at_end || tokens.all.get(place.last).is_some_and(|token| token.closes);
        if opens && closes {
            found(PatternMatch { start, end: stop, payload: end.payload });
        }
    }
}

/// How far a pattern has come.
#[derive(Clone, Copy)]
struct Place {
    first: usize,
    last: usize,
    /// Bytes from the first word that counts to the last.
    marked: Option<(usize, usize)>,
}

impl Place {
    fn after(self, tokens: &Tokens<'_>, at: usize, step: Step) -> Self {
        let marked = match tokens.all.get(at) {
            Some(token) if step.marked => Some((self.marked.map_or(token.start, |(start, _)| start), token.end)),
            _ => self.marked,
        };
        Self { first: self.first, last: at, marked }
    }
}

fn tokens(text: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::with_capacity(text.len() / 5);
    let mut characters = text.char_indices().peekable();
    let (mut joined, mut opens, mut gaps) = (false, true, 0_usize);
    while let Some((start, character)) = characters.next() {
        if !is_word_char(character) {
            // Not the end of a line: inside a paragraph it is where a sentence was wrapped.
            let breaks = matches!(character, '.' | '!' | '?' | ':' | ';' | '•' | '–' | '—' | '*' | ')');
            let hyphen = matches!(character, '-' | '\u{2010}' | '\u{2011}');
            gaps += 1;
            // "attention-seeking" is one expression, "drunk - no reply" two.
            let dash = hyphen && (gaps > 1 || characters.peek().is_none_or(|(_, next)| next.is_whitespace()));
            joined &= character.is_whitespace() || hyphen && !dash;
            opens |= breaks || dash;
            if (breaks || dash)
                && let Some(last) = tokens.last_mut()
            {
                last.closes = true;
            }
            continue;
        }
        let mut hash = add(BASIS, character);
        let mut end = start + character.len_utf8();
        // The hash and end before a possessive.
        let mut bare = None;
        while let Some((at, next)) = characters.peek().copied() {
            if is_word_char(next) {
                hash = add(hash, next);
                end = at + next.len_utf8();
                characters.next();
            } else if is_apostrophe(next)
                && text.get(at + next.len_utf8()..).is_some_and(|rest| rest.starts_with(is_word_char))
            {
                bare = Some((hash, end));
                characters.next();
            } else {
                break;
            }
        }
        let possessive = bare.filter(|(_, bare_end)| text.get(*bare_end..end).is_some_and(is_possessive));
        let (bare, end) = possessive.unwrap_or((hash, end));
        tokens.push(Token { start, end, hash, bare, joined, opens, closes: false, capital: character.is_uppercase() });
        (joined, opens, gaps) = (true, false, 0);
    }
    if let Some(last) = tokens.last_mut() {
        last.closes = true;
    }
    tokens
}

/// `'s`, whatever the apostrophe.
fn is_possessive(ending: &str) -> bool {
    let mut characters = ending.chars();
    characters.next().is_some_and(is_apostrophe) && matches!(characters.as_str(), "s" | "S")
}

const BASIS: u64 = 0xcbf2_9ce4_8422_2325;

/// FNV-1a, over characters in small letters.
fn add(hash: u64, character: char) -> u64 {
    let small = if character.is_ascii() {
        character.to_ascii_lowercase()
    } else {
        character.to_lowercase().next().unwrap_or(character)
    };
    (hash ^ u64::from(u32::from(small))).wrapping_mul(0x100_0000_01b3)
}

/// The hash of a word of a pattern: its letters, without apostrophes.
pub(super) fn hash_word(word: &str) -> u64 {
    word.chars().filter(|character| !is_apostrophe(*character)).fold(BASIS, add)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::string_slice, reason = "tests may stop on a surprise")]
mod tests {
    use crate::text::{PatternBook, PatternBuilder, PatternError};

    fn book(patterns: &[&str]) -> PatternBook {
        let mut builder = PatternBuilder::default();
        builder.define("them", "him|her|the children").unwrap();
        builder.define("person", "<them>|mum|he|she").unwrap();
        builder.define("not a name", "house").unwrap();
        for (pattern, payload) in patterns.iter().zip(0..) {
            builder.enter(pattern, payload).unwrap();
        }
        builder.finish()
    }

    fn found<'t>(pattern: &str, text: &'t str) -> Vec<&'t str> {
        let mut found = Vec::new();
        book(&[pattern]).scan(text, |next| found.push(&text[next.start..next.end]));
        found
    }

    #[test]
    fn endings_alternatives_and_optional_words() {
        let pattern = "(fail*|refuse*) to (really)? engage*";
        for text in ["failed to engage", "Refusing to\nreally engage", "FAILS TO ENGAGE", "failing to engage,"] {
            assert_eq!(found(pattern, text).len(), 1, "{text}");
        }
        assert_eq!(found(pattern, "failed, to engage; failed to be engaged"), Vec::<&str>::new());
    }

    #[test]
    fn apostrophes_hyphens_and_possessives() {
        assert_eq!(found("cant be bothered", "She can’t be bothered."), ["can’t be bothered"]);
        assert_eq!(found("attention seeking", "attention-seeking"), ["attention-seeking"]);
        assert_eq!(found("mum", "mum’s coat"), ["mum"]);
        assert_eq!(found("lazy", "he said lazy - no"), ["lazy"]);
    }

    #[test]
    fn sets_and_what_counts() {
        assert_eq!(found("<person> (is|was) [lazy] $", "Mum was lazy. The children is lazy"), ["lazy", "lazy"]);
        assert_eq!(found("<person> (is|was) [lazy] $", "He was lazy about it"), Vec::<&str>::new());
        assert_eq!(
            found("play* .. off against", "plays mum and dad off against us"),
            ["plays mum and dad off against"]
        );
        assert_eq!(found("play* .. off against", "plays mum and the dad and off against"), Vec::<&str>::new());
    }

    #[test]
    fn names_begin_with_a_capital() {
        assert_eq!(found("<name> was [cold]", "Theo was cold. house was cold. House was cold."), ["cold"]);
    }

    #[test]
    fn starts_of_what_is_said() {
        assert_eq!(found("^ good visit", "Good visit. Health: good visit - good visit. A good visit").len(), 3);
    }

    #[test]
    fn what_is_no_pattern() {
        let enter = |pattern: &str| PatternBuilder::default().enter(pattern, 0);
        assert_eq!(enter("(a)?"), Err(PatternError::Empty));
        assert_eq!(enter(""), Err(PatternError::Empty));
        assert_eq!(enter("(a|b"), Err(PatternError::Bracket('(')));
        assert_eq!(enter("[a"), Err(PatternError::Bracket('[')));
        assert_eq!(enter("a)"), Err(PatternError::Bracket(')')));
        assert_eq!(enter("a%"), Err(PatternError::Character('%')));
        assert_eq!(enter("<who> is"), Err(PatternError::UnknownSet("who".to_owned())));
        let mut circle = PatternBuilder::default();
        circle.define("one", "<one>|a").unwrap();
        assert_eq!(circle.enter("<one>", 0), Err(PatternError::UnknownSet("one".to_owned())));
    }
}
