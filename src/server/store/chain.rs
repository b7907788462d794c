//! The hash chain of footprints: each holds the hash of the one before, and of what was written with it.

use super::Footprint;
use crate::receipts::sha256;
use std::fmt;

/// What the first footprint has before it.
pub(super) const BEGINNING: &str = "sha-256:0000000000000000000000000000000000000000000000000000000000000000";

/// The end of a chain. Kept somewhere else, it proves later that nothing before it was changed or taken away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// How many footprints there are.
    pub number: i64,
    /// The hash of the last.
    pub hash: String,
}

impl fmt::Display for Head {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.number, self.hash)
    }
}

impl std::str::FromStr for Head {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Head, Self::Err> {
        const FORM: &str = "a head is a number, a colon and a hash, as `fairnote audit verify` prints it";
        let (number, hash) = text.split_once(':').ok_or(FORM)?;
        Ok(Head { number: number.parse().map_err(|_| FORM)?, hash: hash.to_owned() })
    }
}

/// What was found to be wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tampered {
    /// The footprint with this number is not there, or not at its place.
    Missing(i64),
    /// The footprint with this number is not what it was.
    Footprint(i64),
    /// The end of the chain is not where it was.
    End,
    /// The chain does not go through the head that was kept elsewhere.
    Elsewhere,
    /// What the footprint with this number says was written is not there, or was changed.
    Written(i64),
    /// There is more of this kind than footprints account for.
    Added(&'static str),
}

impl fmt::Display for Tampered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Tampered::Missing(number) => write!(f, "footprint {number} is missing, or not at its place"),
            Tampered::Footprint(number) => write!(f, "footprint {number} was changed"),
            Tampered::End => f.write_str("the end of the chain was taken away or changed"),
            Tampered::Elsewhere => f.write_str("the chain does not go through the head that was kept elsewhere"),
            Tampered::Written(number) => write!(f, "what footprint {number} says was written was changed or deleted"),
            Tampered::Added(what) => write!(f, "there are {what} that no footprint accounts for"),
        }
    }
}

/// The hash of a footprint, over its whole text; that holds the hash of the one before.
pub(super) fn hash(entry: &str) -> String {
    sha256(entry)
}

/// Follows a chain, one footprint after the other.
pub(super) struct Follow {
    pub head: Head,
    pub wrong: Vec<Tampered>,
}

impl Follow {
    pub fn new() -> Follow {
        Follow { head: Head { number: 0, hash: BEGINNING.to_owned() }, wrong: Vec::new() }
    }

    /// Takes the next one, by its row's number; `None` if its text is no footprint any more.
    pub fn take(&mut self, number: i64, entry: &str, kept: &str) -> Option<Footprint> {
        let expected = self.head.number.saturating_add(1);
        let read: Option<Footprint> = serde_json::from_str(entry).ok();
        if number != expected {
            self.wrong.push(Tampered::Missing(expected));
        }
        let own = hash(entry);
        let whole = own == kept && read.as_ref().is_some_and(|read| read.number == number);
        if !whole || (number == expected && read.as_ref().is_some_and(|read| read.previous != self.head.hash)) {
            self.wrong.push(Tampered::Footprint(number));
        }
        self.head = Head { number, hash: own };
        read
    }
}
