//! The standards that were embedded when the crate was built.

use crate::standards::{PackError, Standard};

/// A standard as it was embedded.
#[derive(Clone, Copy, Debug)]
pub struct Embedded {
    /// Its id: `herts`.
    pub id: &'static str,
    /// Its canonical JSON.
    pub json: &'static str,
    /// How its clauses are answered, as JSON; blank for a pack without clauses.
    pub coverage: &'static str,
}

/// Every embedded standard, by id.
pub static STANDARDS: &[Embedded] = include!(concat!(env!("OUT_DIR"), "/embedded.rs"));

/// The examples of every rule, as JSON: the rule, the example's name, and what comes of it.
pub static EXAMPLES: &str = include_str!(concat!(env!("OUT_DIR"), "/examples.json"));

/// The standard of this id, ready to check with; `None` if there is none.
///
/// # Errors
/// None in a released build: the standards were resolved when it was made.
pub fn standard(id: &str) -> Option<Result<Standard, PackError>> {
    let embedded = STANDARDS.iter().find(|embedded| embedded.id == id)?;
    Some(Standard::open(embedded.json.to_owned()))
}
