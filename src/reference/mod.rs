//! The reference: a page for every rule, form and policy, made from the standards themselves.
//!
//! It is for people who own or question a standard: what is asked, by which clause, of whom, with what limits, and what was
//! decided about each sentence of a policy. Nothing in it is written by hand, so that it cannot say something else than what
//! is checked.

mod difference;
mod pages;
mod site;
mod words;

pub use difference::difference;
pub use site::{Page, Site, Style};
pub use words::Words;

use crate::packs::{Coverage, Example, Library};
use crate::standards::{Level, PackError, Standard};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// What the reference is made from.
#[derive(Clone, Debug, Default)]
pub struct Material {
    /// The standards, the base among them.
    pub standards: Vec<Arc<Standard>>,
    /// How the clauses of each authority's policy are answered.
    pub coverage: Vec<Coverage>,
    /// The examples of the rules.
    pub examples: Vec<Shown>,
}

impl Material {
    /// From the packs of a folder.
    ///
    /// # Errors
    /// Everything that is wrong with them.
    pub fn of_library(library: &Library) -> Result<Material, PackError> {
        let mut material = Material::default();
        for id in library.ids() {
            material.standards.push(Arc::new(Standard::new(library.resolve(id)?)?));
            material.coverage.extend(library.coverage(id));
        }
        let shown = |example: Example| Shown { rule: example.rule, name: example.name, outcome: example.outcome };
        material.examples = library.examples().into_iter().map(shown).collect();
        Ok(material)
    }

    /// From the standards that are built in.
    ///
    /// # Errors
    /// None in a released build.
    pub fn built_in() -> Result<Material, PackError> {
        let mut material = Material::default();
        for embedded in crate::embedded::STANDARDS {
            material.standards.push(Arc::new(embedded.open()?));
            material.coverage.extend(serde_json::from_str::<Coverage>(embedded.coverage).ok());
        }
        for standard in &material.standards {
            standard.model()?;
        }
        material.examples = serde_json::from_str(crate::embedded::EXAMPLES).unwrap_or_default();
        Ok(material)
    }
}

/// An example of a rule, as it is told.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Shown {
    /// The rule's id.
    pub rule: String,
    /// What the example shows.
    pub name: String,
    /// What comes of it: `passed`, `failed`, `inapplicable`, `pending` or `cannot_tell`.
    pub outcome: String,
}

/// A level in words.
pub fn level(level: Level) -> &'static str {
    match level {
        Level::Must => "must",
        Level::Should => "should",
        Level::Advice => "advice",
    }
}
