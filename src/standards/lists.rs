//! A standard's lists, each read when it is first asked for.

use super::definition::{Category, CodeList, WordList};
use super::rows;
use crate::text::hash::FastMap;
use std::sync::OnceLock;

/// The codes of a list, by code.
#[derive(Debug, Default)]
pub struct CodeIndex {
    positions: FastMap<String, u16>,
}

impl CodeIndex {
    /// The position of a code in its list.
    #[inline]
    pub fn position(&self, code: &str) -> Option<u16> {
        self.positions.get(code).copied()
    }
}

/// A code list of a standard.
#[derive(Debug)]
pub struct Codes {
    /// Its id, by which fields name it.
    pub id: String,
    /// What it is a list of.
    pub title: String,
    pub(super) rows: String,
    pub(super) index: OnceLock<CodeIndex>,
}

impl Codes {
    /// Its codes by code.
    #[inline]
    pub fn index(&self) -> &CodeIndex {
        self.index.get_or_init(|| {
            let positions = rows::code_names(&self.rows).zip(0_u16..);
            CodeIndex { positions: positions.map(|(code, position)| (code.to_owned(), position)).collect() }
        })
    }

    /// The code at a position.
    pub fn code(&self, position: u16) -> Option<&str> {
        rows::code_names(&self.rows).nth(usize::from(position))
    }

    /// The list with its labels and notes, made anew at each call.
    pub fn list(&self) -> CodeList {
        CodeList { title: self.title.clone(), codes: rows::codes(&self.rows) }
    }
}

/// A word list of a standard.
#[derive(Debug)]
pub struct Words {
    /// Its id, by which rules name it.
    pub id: String,
    pub(super) title: String,
    pub(super) category: Category,
    pub(super) rows: String,
    pub(super) list: OnceLock<WordList>,
}

impl Words {
    /// What it is for.
    pub fn category(&self) -> Category {
        self.category
    }

    /// The list.
    pub fn list(&self) -> &WordList {
        self.list.get_or_init(|| WordList {
            title: self.title.clone(),
            category: self.category,
            words: rows::words(&self.rows),
        })
    }
}
