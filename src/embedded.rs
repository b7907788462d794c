//! The standards that were embedded when the crate was built.

use crate::standards::{PackError, Standard, StatementModel};
use std::sync::{Arc, OnceLock};

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

/// The bytes of every model that they name, by digest.
static MODELS: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/models.rs"));

/// The examples of every rule, as JSON: the rule, the example's name, and what comes of it.
pub static EXAMPLES: &str = include_str!(concat!(env!("OUT_DIR"), "/examples.json"));

impl Embedded {
    /// The standard, ready to check with.
    ///
    /// # Errors
    /// None in a released build: the standards were resolved when it was made.
    pub fn open(&self) -> Result<Standard, PackError> {
        let standard = Standard::open(self.json.to_owned())?;
        if let Some(model) = standard.model_digest().and_then(model) {
            standard.give_model(model);
        }
        Ok(standard)
    }
}

/// The standard of this id, ready to check with; `None` if there is none.
///
/// # Errors
/// None in a released build: the standards were resolved when it was made.
pub fn standard(id: &str) -> Option<Result<Standard, PackError>> {
    STANDARDS.iter().find(|embedded| embedded.id == id).map(Embedded::open)
}

/// The embedded model of this digest: one for all the standards that name it.
pub fn model(digest: &str) -> Option<Arc<StatementModel>> {
    static READ: OnceLock<Vec<(&str, Arc<StatementModel>)>> = OnceLock::new();
    let all = READ.get_or_init(|| {
        MODELS.iter().map(|(digest, bytes)| (*digest, Arc::new(StatementModel::new(*bytes)))).collect()
    });
    all.iter().find(|(known, _)| *known == digest).map(|(_, model)| Arc::clone(model))
}
