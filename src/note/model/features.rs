//! What a statement is known by, as hashes: the one place that says so, for learning and for reading.

use super::classes::is;
use super::form::Form;
use super::hash::{add, finish};
use super::tokens::{EDGE, OUTSIDE, QUOTE, Token, Tokens};

/// Where a feature was seen: the first and last token it rests on, or nothing in words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Seen {
    /// Words of the statement, in bytes of the paragraph.
    Words(u32, u32),
    /// The form of the statement.
    Form,
    /// What stands around it, or what the contact is said to be.
    Around,
}

/// What the statements around one need to know of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::note) struct Summary {
    /// The class of its subject, as a hash, or 0.
    pub(super) subject: u32,
    /// The class of its first verb, or 0.
    pub(super) verb: u32,
    /// The class of its first word.
    pub(super) first: u32,
    /// Its last word, as a hash.
    pub(super) last: u32,
    /// Bits of [`has`].
    pub(super) has: u32,
    pub(super) form: Form,
}

/// What is anywhere in a statement; the bits of [`Summary::has`].
pub(super) mod has {
    pub(in super::super) const I: u32 = 1;
    pub(in super::super) const THIRD: u32 = 1 << 1;
    pub(in super::super) const PAST: u32 = 1 << 2;
    pub(in super::super) const PRESENT: u32 = 1 << 3;
    pub(in super::super) const FUTURE: u32 = 1 << 4;
    pub(in super::super) const MODAL: u32 = 1 << 5;
    pub(in super::super) const SPEECH: u32 = 1 << 6;
    pub(in super::super) const THINKS: u32 = 1 << 7;
    pub(in super::super) const SEEMS: u32 = 1 << 8;
    pub(in super::super) const QUOTE: u32 = 1 << 9;
    pub(in super::super) const SPEECH_FIRST: u32 = 1 << 11;
}

/// Features are told apart by what made them.
#[derive(Clone, Copy)]
#[repr(u32)]
enum From {
    Word = 1,
    Words2,
    Words3,
    Skip,
    Class,
    Class2,
    Class3,
    Class4,
    WordClass,
    ClassWord,
    Suffix,
    First,
    FirstWords,
    Last,
    Early,
    Inner,
    Inner2,
    InnerClass2,
    InnerFirst,
    Subject,
    Tense,
    Who,
    Form,
    Label,
    Around,
    Section,
    Place,
    Context,
    Bias,
    Discourse,
    Head,
}

#[inline]
const fn one(from: From, a: u32) -> u32 {
    finish(add(add(0, from as u32), a))
}

#[inline]
const fn two(from: From, a: u32, b: u32) -> u32 {
    finish(add(add(add(0, from as u32), a), b))
}

#[inline]
const fn three(from: From, a: u32, b: u32, c: u32) -> u32 {
    finish(add(add(add(add(0, from as u32), a), b), c))
}

#[inline]
const fn four(from: From, a: u32, b: u32, c: u32, d: u32) -> u32 {
    finish(add(add(add(add(add(0, from as u32), a), b), c), d))
}

/// The features of a statement by itself.
pub(super) fn own(tokens: &Tokens, form: Form, sink: &mut impl FnMut(u32, Seen)) -> Summary {
    sink(one(From::Bias, 0), Seen::Form);
    words(&tokens.outer, sink);
    quoted(&tokens.inner, sink);
    let summary = sentence(tokens, form, sink);
    shape(form, &summary, sink);
    summary
}

const fn span(first: &Token, last: &Token) -> Seen {
    Seen::Words(first.start, last.end)
}

fn words(tokens: &[Token], sink: &mut impl FnMut(u32, Seen)) {
    let (mut before, mut before2, mut before3) = (OUTSIDE, OUTSIDE, OUTSIDE);
    for (at, token) in tokens.iter().enumerate() {
        let here = span(token, token);
        let pair = if before.class.name == EDGE.name { here } else { span(&before, token) };
        let triple = if before2.class.name == EDGE.name { pair } else { span(&before2, token) };
        let (word, class) = (token.word, token.class.name);
        sink(one(From::Word, word), here);
        sink(one(From::Class, class), here);
        sink(two(From::Words2, before.word, word), pair);
        sink(two(From::Class2, before.class.name, class), pair);
        sink(two(From::WordClass, before.word, class), pair);
        sink(two(From::ClassWord, before.class.name, word), pair);
        sink(three(From::Words3, before2.word, before.word, word), triple);
        sink(three(From::Class3, before2.class.name, before.class.name, class), triple);
        sink(two(From::Skip, before2.word, word), triple);
        sink(four(From::Class4, before3.class.name, before2.class.name, before.class.name, class), triple);
        if token.suffix != 0 {
            sink(one(From::Suffix, token.suffix), here);
        }
        if at < 4 {
            sink(one(From::Early, word), here);
        }
        (before3, before2, before) = (before2, before, *token);
    }
    sink(two(From::Last, before.class.name, before2.class.name), span(&before, &before));
    sink(one(From::Last, before.word), span(&before, &before));
    sink(three(From::Last, before2.word, before.word, 1), span(&before2, &before));
    sink(three(From::Class3, before2.class.name, before.class.name, EDGE.name), span(&before2, &before));
    let mut words = 0;
    let mut classes = 0;
    let first = tokens.first().copied().unwrap_or(OUTSIDE);
    for (at, token) in (1..=5).zip(tokens) {
        classes = add(classes, token.class.name);
        sink(two(From::First, at, classes), span(&first, token));
        if at <= 3 {
            words = add(words, token.word);
            sink(two(From::FirstWords, at, words), span(&first, token));
        }
    }
}

fn quoted(tokens: &[Token], sink: &mut impl FnMut(u32, Seen)) {
    let mut before = OUTSIDE;
    for (at, token) in tokens.iter().enumerate() {
        let here = span(token, token);
        sink(one(From::Inner, token.word), here);
        sink(two(From::Inner, token.class.name, 1), here);
        sink(two(From::Inner2, before.word, token.word), here);
        sink(two(From::InnerClass2, before.class.name, token.class.name), here);
        if at < 3 {
            sink(two(From::InnerFirst, at as u32, token.class.name), here);
        }
        before = *token;
    }
}

/// The first subject and verb, tenses, and who is in it.
fn sentence(tokens: &Tokens, form: Form, sink: &mut impl FnMut(u32, Seen)) -> Summary {
    let mut summary = Summary { form, ..Summary::default() };
    let mut subject = OUTSIDE;
    let mut verb = OUTSIDE;
    let mut object = OUTSIDE;
    let mut after_verb = OUTSIDE;
    for token in &tokens.outer {
        let is = token.class.is;
        let mut set = |bit: u16, flag: u32| {
            if is & bit != 0 {
                summary.has |= flag;
            }
        };
        set(is::FIRST, has::I);
        set(is::THIRD, has::THIRD);
        set(is::PAST, has::PAST);
        set(is::PRESENT, has::PRESENT);
        set(is::FUTURE, has::FUTURE);
        set(is::MODAL, has::MODAL);
        set(is::SPEECH, has::SPEECH);
        set(is::THINKS, has::THINKS);
        set(is::SEEMS, has::SEEMS);
        if token.class.name == QUOTE.name {
            summary.has |= has::QUOTE;
        }
        if verb.class.name != EDGE.name && after_verb.class.name == EDGE.name {
            after_verb = *token;
        }
        if is & is::SUBJECT != 0 {
            if verb.class.name != EDGE.name {
                if object.class.name == EDGE.name {
                    object = *token;
                }
            } else if subject.class.name == EDGE.name {
                subject = *token;
            }
        }
        if is & is::VERB != 0 && verb.class.name == EDGE.name {
            verb = *token;
            if is & is::SPEECH != 0 && subject.class.is & is::FIRST != 0 {
                summary.has |= has::SPEECH_FIRST;
            }
        }
    }
    let (subject_class, verb_class) = (subject.class.name, verb.class.name);
    let quote = u32::from(summary.has & has::QUOTE != 0);
    let around = span(if subject.end == 0 { &verb } else { &subject }, if verb.end == 0 { &subject } else { &verb });
    sink(two(From::Subject, subject_class, 1), around);
    sink(three(From::Subject, subject_class, verb_class, 2), around);
    sink(three(From::Subject, subject_class, verb.word, 3), around);
    sink(four(From::Subject, subject_class, verb_class, quote, 4), around);
    sink(four(From::Subject, subject_class, verb_class, object.class.name, 5), around);
    sink(four(From::Subject, subject_class, verb_class, after_verb.class.name, 6), around);
    sink(three(From::Subject, verb_class, after_verb.class.name, 7), around);
    sink(two(From::Subject, verb.word, 8), around);
    sink(two(From::Subject, verb_class, 9), around);
    let tense = summary.has & (has::PAST | has::PRESENT | has::FUTURE | has::MODAL);
    let who = summary.has & (has::I | has::THIRD | has::SPEECH | has::THINKS | has::SEEMS | has::QUOTE);
    sink(one(From::Tense, tense), Seen::Form);
    sink(one(From::Who, who), Seen::Form);
    sink(two(From::Who, who, tense), Seen::Form);
    sink(two(From::Tense, tense, subject_class), Seen::Form);
    summary.subject = subject_class;
    summary.verb = verb_class;
    summary.last = tokens.outer.iter().rev().find(|token| !token.mark).map_or(0, |token| token.word);
    summary.first = tokens.outer.iter().find(|token| !token.mark).map_or(0, |token| token.class.name);
    summary
}

/// Lengths, in steps.
const fn length(count: u8) -> u32 {
    match count {
        0..=6 => count as u32,
        7..=8 => 7,
        9..=12 => 8,
        13..=17 => 9,
        18..=25 => 10,
        26..=35 => 11,
        _ => 12,
    }
}

fn shape(form: Form, summary: &Summary, sink: &mut impl FnMut(u32, Seen)) {
    let length = length(form.count);
    let marks = u32::from(form.bullet) << 8 | u32::from(form.stop);
    let flags = u32::from(form.whole)
        | u32::from(form.bare) << 1
        | u32::from(form.titled) << 2
        | u32::from(form.capitals) << 3
        | u32::from(form.heading) << 4
        | u32::from(form.greets) << 5
        | u32::from(form.begins) << 6;
    sink(two(From::Form, 1, length), Seen::Form);
    sink(two(From::Form, 2, u32::from(form.bullet)), Seen::Form);
    sink(two(From::Form, 3, u32::from(form.stop)), Seen::Form);
    sink(two(From::Form, 4, flags), Seen::Form);
    sink(three(From::Form, 5, flags, length), Seen::Form);
    sink(three(From::Form, 6, flags, marks), Seen::Form);
    sink(three(From::Form, 7, u32::from(form.bare), length), Seen::Form);
    sink(three(From::Form, 8, summary.first, u32::from(form.bare)), Seen::Form);
    sink(three(From::Form, 9, summary.first, length), Seen::Form);
    if form.label != 0 {
        sink(two(From::Label, 1, form.label), Seen::Form);
        sink(three(From::Label, 2, summary.first, u32::from(form.heading)), Seen::Form);
        sink(two(From::Label, 3, u32::from(form.begins)), Seen::Form);
    }
}

/// What stands around a statement, given the two before it and the two after it.
pub(super) struct Around<'s> {
    pub(super) before: [Option<&'s Summary>; 2],
    pub(super) after: [Option<&'s Summary>; 2],
    /// How many statements stand before it.
    pub(super) place: usize,
    /// The heading it stands under, as a hash of its words, or 0.
    pub(super) section: u32,
    /// How many statements ago that heading was.
    pub(super) since: u32,
    /// The note's head has what a message has.
    pub(super) message: u32,
    /// Up to eight statements before it, the nearest last.
    pub(super) back: &'s [Summary],
    /// Up to four after it.
    pub(super) ahead: &'s [Summary],
    /// Words and classes of the note's first statement.
    pub(super) head: &'s [u32],
}

pub(super) fn around(own: &Summary, around: &Around<'_>, sink: &mut impl FnMut(u32, Seen)) {
    let mut tell = |feature| sink(feature, Seen::Around);
    let sides = [(1, around.before[0]), (2, around.before[1]), (3, around.after[0]), (4, around.after[1])];
    for (side, summary) in sides {
        let Some(summary) = summary else {
            tell(two(From::Around, side, 0));
            continue;
        };
        tell(three(From::Around, side, 1, summary.subject));
        tell(three(From::Around, side, 2, summary.verb));
        tell(four(From::Around, side, 3, summary.subject, summary.verb));
        tell(three(From::Around, side, 4, summary.has));
        tell(three(From::Around, side, 12, summary.first));
        let mut bits = summary.has;
        while bits != 0 {
            tell(three(From::Around, side, 5, bits.trailing_zeros()));
            bits &= bits - 1;
        }
        if side == 1 || side == 3 {
            tell(four(From::Around, side, 6, summary.subject, own.subject));
            tell(four(From::Around, side, 7, summary.verb, own.verb));
            tell(four(From::Around, side, 8, summary.verb, own.subject));
            tell(four(From::Around, side, 13, summary.first, own.first));
            let speech = summary.has & (has::SPEECH | has::I | has::QUOTE | has::SPEECH_FIRST);
            tell(four(From::Around, side, 9, speech, own.subject));
            tell(four(From::Around, side, 10, speech, own.has & (has::PAST | has::PRESENT | has::FUTURE | has::MODAL)));
        }
        let form = summary.form;
        let code = u32::from(form.bullet) << 8
            | u32::from(form.bare) << 2
            | u32::from(form.heading) << 1
            | u32::from(form.whole);
        tell(four(From::Around, side, 11, code, u32::from(own.form.bare)));
    }
    let place = match around.place {
        0..=2 => around.place as u32,
        3..=5 => 3,
        _ => 4,
    };
    let bare = u32::from(own.form.bare);
    tell(three(From::Place, 1, place, u32::from(around.after[0].is_none())));
    tell(four(From::Place, 2, place, bare, length(own.form.count)));
    tell(four(From::Place, 3, u32::from(around.after[0].is_none()), bare, length(own.form.count)));
    tell(three(From::Place, 4, place, own.subject));
    tell(three(From::Place, 5, u32::from(around.after[0].is_none()), own.first));
    tell(two(From::Section, 1, around.section));
    tell(three(From::Section, 2, around.section, bare));
    tell(three(From::Section, 3, around.section, own.has & (has::PAST | has::PRESENT | has::FUTURE | has::MODAL)));
    tell(three(From::Section, 4, around.section, own.subject));
    tell(three(From::Section, 5, u32::from(around.section != 0), around.since.min(8)));
    tell(three(From::Section, 6, around.message, own.subject));
    tell(two(From::Section, 7, around.message));
}

const TENSE: u32 = has::PAST | has::PRESENT | has::FUTURE | has::MODAL;

/// Who speaks in the statements around it, and what the note began with.
pub(super) fn discourse(own: &Summary, around: &Around<'_>, sink: &mut impl FnMut(u32, Seen)) {
    let mut tell = |feature| sink(feature, Seen::Around);
    let count = |of: &[Summary], bits: u32| of.iter().filter(|summary| summary.has & bits != 0).count().min(3) as u32;
    let informs = |summary: &&Summary| summary.has & has::SPEECH != 0 && summary.has & has::SPEECH_FIRST == 0;
    let told = around.back.iter().filter(informs).count().min(4) as u32;
    let will_tell = around.ahead.iter().filter(informs).count().min(2) as u32;
    tell(two(From::Discourse, 1, told));
    tell(two(From::Discourse, 2, will_tell));
    tell(two(From::Discourse, 3, count(around.back, has::I)));
    tell(two(From::Discourse, 4, count(around.ahead, has::I)));
    tell(two(From::Discourse, 5, count(around.back, has::QUOTE)));
    tell(three(From::Discourse, 6, told, own.subject));
    tell(three(From::Discourse, 7, told, own.has & TENSE));
    tell(four(From::Discourse, 8, told, own.has & TENSE, own.subject));
    match around.back.iter().rev().enumerate().find(|(_, summary)| informs(summary)) {
        Some((at, summary)) => {
            let far = (at as u32).min(4);
            tell(two(From::Discourse, 9, far));
            tell(three(From::Discourse, 10, summary.subject, own.subject));
            tell(four(From::Discourse, 11, far, own.subject, own.has & TENSE));
            // Has the writer come in since?
            let since = count(around.back.get(around.back.len() - at..).unwrap_or_default(), has::I);
            tell(four(From::Discourse, 12, since, far, own.has & TENSE));
            tell(four(From::Discourse, 13, summary.subject, summary.verb, own.has & TENSE));
        }
        None => tell(three(From::Discourse, 14, own.subject, own.has & TENSE)),
    }
    if around.place > 0 && around.place < 40 {
        for word in around.head {
            tell(two(From::Head, 1, *word));
            tell(three(From::Head, 2, *word, own.has & TENSE));
            tell(three(From::Head, 3, *word, own.subject));
        }
    }
}

/// What the contact is said to be: the words of it, each with what the statement is like.
pub(super) fn context(own: &Summary, words: &[u32], sink: &mut impl FnMut(u32, Seen)) {
    let mut tell = |feature| sink(feature, Seen::Around);
    for word in words {
        tell(two(From::Context, 1, *word));
        tell(three(From::Context, 2, *word, own.subject));
        tell(three(From::Context, 3, *word, own.has & (has::I | has::QUOTE | has::SPEECH)));
        tell(three(From::Context, 4, *word, own.has & (has::PAST | has::PRESENT | has::FUTURE | has::MODAL)));
    }
}
