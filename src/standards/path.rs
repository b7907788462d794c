//! Paths: how a rule names an answer.

use serde::{Deserialize, Serialize};

/// Where a path starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Root {
    /// The record's own fields: `date_of_birth`.
    Record,
    /// The case context: `context/case/open`.
    Context,
    /// The fields of the record's previous version: `previous/ethnicity`.
    Previous,
    /// The item of a list that a `where` looks at: `./name`.
    Item,
    /// The moment of the check: `as_at`.
    AsAt,
}

/// One step down from a group or a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The field at this position of its group.
    Position(u16),
    /// Every item of a list.
    Each,
}

/// A path as a rule writes it, and, once it is bound to a form, the steps it stands for.
///
/// Binding turns names into positions once, so that a check follows numbers and compares no strings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub struct Path {
    /// As written: `decisions/*/made_by`.
    pub text: String,
    /// Where it starts.
    pub root: Root,
    /// The steps down from the root; empty until the path is bound.
    pub steps: Vec<Step>,
    /// The number, in its layout, of the field it ends at.
    pub field: u16,
}

impl Path {
    /// Does it pass through the items of a list?
    #[inline]
    pub fn has_each(&self) -> bool {
        self.steps.contains(&Step::Each)
    }

    /// The names below the root, in order: `["decisions", "*", "made_by"]`.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let below = match self.root {
            Root::Record => self.text.as_str(),
            Root::Context => self.text.strip_prefix("context/").unwrap_or_default(),
            Root::Previous => self.text.strip_prefix("previous/").unwrap_or_default(),
            Root::Item => self.text.strip_prefix("./").unwrap_or_default(),
            Root::AsAt => "",
        };
        below.split('/').filter(|name| !name.is_empty())
    }
}

impl From<String> for Path {
    fn from(text: String) -> Path {
        let root = if text == "as_at" {
            Root::AsAt
        } else if text.starts_with("context/") {
            Root::Context
        } else if text.starts_with("previous/") {
            Root::Previous
        } else if text.starts_with("./") {
            Root::Item
        } else {
            Root::Record
        };
        Path { text, root, steps: Vec::new(), field: u16::MAX }
    }
}

impl From<&str> for Path {
    fn from(text: &str) -> Path {
        Path::from(text.to_owned())
    }
}

impl From<Path> for String {
    fn from(path: Path) -> String {
        path.text
    }
}
