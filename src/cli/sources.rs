//! The standards that a command works with: those that are built in, or those of a folder.

use super::args::From;
use super::failure::Failure;
use crate::embedded::STANDARDS;
use crate::packs::{Coverage, Library};
use crate::reference::Material;
use crate::standards::{Standard, StatementModel, canonical};
use std::sync::Arc;

/// Where standards come from.
pub(super) enum Source {
    /// Those that are built in.
    Embedded,
    /// The packs of a folder.
    Folder(Library),
}

impl Source {
    /// Reads the folder that was named, if one was.
    pub fn open(from: &From) -> Result<Source, Failure> {
        match &from.standards {
            Some(folder) => Ok(Source::Folder(Library::read(folder)?)),
            None => Ok(Source::Embedded),
        }
    }

    /// The ids of the standards, sorted.
    pub fn ids(&self) -> Vec<String> {
        match self {
            Source::Embedded => STANDARDS.iter().map(|embedded| embedded.id.to_owned()).collect(),
            Source::Folder(library) => library.ids().map(str::to_owned).collect(),
        }
    }

    /// The standard with this id.
    pub fn standard(&self, id: &str) -> Result<Standard, Failure> {
        self.known(id)?;
        match self {
            Source::Embedded => match crate::embedded::standard(id) {
                Some(standard) => Ok(standard?),
                None => Err(self.unknown(id)),
            },
            Source::Folder(library) => Ok(Standard::new(library.resolve(id)?)?),
        }
    }

    /// The standard with this id; if none is named, the base: the one that extends no other.
    pub fn standard_or_base(&self, id: Option<&str>) -> Result<Standard, Failure> {
        if let Some(id) = id {
            return self.standard(id);
        }
        for id in self.ids() {
            let standard = self.standard(&id)?;
            if standard.definition().extends.is_empty() {
                return Ok(standard);
            }
        }
        Err(Failure::new("no standard is the base of the others. Name one with --standard"))
    }

    /// The canonical JSON of a standard.
    pub fn json(&self, id: &str) -> Result<String, Failure> {
        self.known(id)?;
        match self {
            Source::Embedded => match STANDARDS.iter().find(|embedded| embedded.id == id) {
                Some(embedded) => Ok(embedded.json.to_owned()),
                None => Err(self.unknown(id)),
            },
            Source::Folder(library) => Ok(canonical(&library.resolve(id)?)),
        }
    }

    /// The model that a standard names; `None` if it names none.
    pub fn model(&self, id: &str) -> Result<Option<Arc<StatementModel>>, Failure> {
        self.known(id)?;
        Ok(match self {
            Source::Embedded => self.standard(id)?.model_digest().and_then(crate::embedded::model),
            Source::Folder(library) => library.resolve(id)?.model.and_then(|named| named.file),
        })
    }

    /// What the reference is made from.
    pub fn material(&self) -> Result<Material, Failure> {
        Ok(match self {
            Source::Embedded => Material::built_in()?,
            Source::Folder(library) => Material::of_library(library)?,
        })
    }

    /// How the clauses of a standard are answered; `None` if it has none.
    pub fn coverage(&self, id: &str) -> Result<Option<Coverage>, Failure> {
        self.known(id)?;
        match self {
            Source::Embedded => {
                let json = STANDARDS.iter().find(|embedded| embedded.id == id).map_or("", |embedded| embedded.coverage);
                if json.is_empty() {
                    return Ok(None);
                }
                let read = serde_json::from_str(json);
                read.map(Some)
                    .map_err(|error| Failure::new(format!("the coverage that is built in cannot be read: {error}")))
            }
            Source::Folder(library) => Ok(library.coverage(id)),
        }
    }

    fn known(&self, id: &str) -> Result<(), Failure> {
        if self.ids().iter().any(|known| known == id) { Ok(()) } else { Err(self.unknown(id)) }
    }

    fn unknown(&self, id: &str) -> Failure {
        Failure::new(format!("there is no standard `{id}`. There are: {}", self.ids().join(", ")))
    }
}
