//! Packs: folders of TOML and CSV, read and resolved into a [`Definition`].
//!
//! This is where a policy becomes a standard, and the only place that reads files. `build.rs` runs the same code to
//! embed the packs of `standards/`; the server and the command line run it on folders given to them.

mod also;
mod clauses;
mod examples;
mod overlay;
mod read;
mod resolve;
mod retention;
mod sources;

pub use clauses::{Adoption, Answer, Clause, Coverage, Tally};
pub use examples::Example;

use crate::standards::{Definition, PackError, Problem};
use sources::Pack;
use std::collections::BTreeMap;
use std::path::Path;

/// Every pack of a folder.
#[derive(Debug)]
pub struct Library {
    packs: BTreeMap<String, Pack>,
}

impl Library {
    /// Reads every pack below a folder: each folder in it that holds a `pack.toml`.
    ///
    /// # Errors
    /// Everything that is wrong with any of them, with file, line and remedy.
    pub fn read(folder: &Path) -> Result<Library, PackError> {
        let mut problems = Vec::new();
        let mut packs = BTreeMap::new();
        for (name, path) in read::folders(folder)? {
            if let Some(pack) = Pack::read(&name, &path, &mut problems) {
                packs.insert(name, pack);
            }
        }
        if packs.is_empty() && problems.is_empty() {
            problems.push(Problem::new(
                &folder.display().to_string(),
                "",
                "there is no pack in this folder",
                "name a folder whose sub-folders hold a pack.toml each",
            ));
        }
        if problems.is_empty() { Ok(Library { packs }) } else { Err(PackError::new(problems)) }
    }

    /// The ids of the packs, sorted.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.packs.keys().map(String::as_str)
    }

    /// Resolves a pack: what it extends, overlaid with its own, and the rules that its clauses adopt.
    ///
    /// # Errors
    /// Everything that is wrong with it, with file, line and remedy.
    pub fn resolve(&self, id: &str) -> Result<Definition, PackError> {
        resolve::resolve(self, id)
    }

    /// How each clause of an authority's policy is answered; `None` for a pack without clauses.
    pub fn coverage(&self, id: &str) -> Option<Coverage> {
        let pack = self.packs.get(id)?;
        (!pack.clauses.is_empty()).then(|| Coverage::of(&pack.manifest, &pack.clauses))
    }

    /// The examples of every rule, in the order of the rules' ids.
    pub fn examples(&self) -> Vec<Example> {
        let rules = self.packs.values().flat_map(|pack| &pack.rules);
        rules.flat_map(|(id, source)| examples::of(id, source)).collect()
    }

    /// A standard in which every rule is adopted with its defaults, and the rule of an example with the example's settings.
    ///
    /// # Errors
    /// As for [`resolve`](Library::resolve).
    pub fn resolve_example(&self, example: &Example) -> Result<Definition, PackError> {
        resolve::for_example(self, example)
    }
}
