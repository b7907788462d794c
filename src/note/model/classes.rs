//! Classes of words: what a model knows of English besides its weights.

use super::hash;
use crate::text::FastMap;

/// What a class of words can be in a sentence; the bits of [`Class::is`].
pub(super) mod is {
    pub(in super::super) const SUBJECT: u16 = 1;
    pub(in super::super) const VERB: u16 = 1 << 1;
    pub(in super::super) const PAST: u16 = 1 << 2;
    pub(in super::super) const PRESENT: u16 = 1 << 3;
    pub(in super::super) const FUTURE: u16 = 1 << 4;
    pub(in super::super) const MODAL: u16 = 1 << 5;
    pub(in super::super) const SPEECH: u16 = 1 << 6;
    pub(in super::super) const THINKS: u16 = 1 << 7;
    pub(in super::super) const SEEMS: u16 = 1 << 8;
    pub(in super::super) const FIRST: u16 = 1 << 9;
    pub(in super::super) const THIRD: u16 = 1 << 10;
    pub(in super::super) const NAMES: [(&str, u16); 11] = [
        ("subject", SUBJECT),
        ("verb", VERB),
        ("past", PAST),
        ("present", PRESENT),
        ("future", FUTURE),
        ("modal", MODAL),
        ("speech", SPEECH),
        ("thinks", THINKS),
        ("seems", SEEMS),
        ("first", FIRST),
        ("third", THIRD),
    ];
}

/// A class of words.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Class {
    /// The hash of its name, by which features know it.
    pub(super) name: u32,
    /// What its words are, bits of [`is`].
    pub(super) is: u16,
}

/// The classes of a model.
#[derive(Clone, Debug, Default)]
pub(super) struct Classes {
    words: FastMap<u32, Class>,
}

impl Classes {
    /// Reads lines of `name [what it is]: words`. What cannot be read is left out: a pack is checked
    /// where it is resolved.
    pub(super) fn read(text: &str) -> Self {
        let mut classes = Self::default();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let Some((head, words)) = line.split_once(':') else { continue };
            let (name, attributes) = head.split_once('[').unwrap_or((head, ""));
            let mut class = Class { name: hash::name(name.trim()), is: 0 };
            for attribute in attributes.trim_end().trim_end_matches(']').split_ascii_whitespace() {
                class.is |= is::NAMES.iter().find(|(known, _)| *known == attribute).map_or(0, |(_, bit)| *bit);
            }
            for word in words.split_ascii_whitespace() {
                classes.words.entry(hash::name(word)).or_insert(class);
            }
        }
        classes
    }

    /// The class of a word, by the hash of its small letters.
    #[inline]
    pub(super) fn of(&self, word: u32) -> Option<Class> {
        self.words.get(&word).copied()
    }
}
