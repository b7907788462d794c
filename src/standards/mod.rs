//! Standards: packs of rules as data, and what resolving them gives.
//!
//! A [`Definition`] is a resolved standard as it is stored and served: plain data, whose canonical JSON is digested. A
//! [`Standard`] is that definition made ready to check with: its forms numbered, its rules bound to them. Loading is the
//! only thing in the core that can fail; a [`Standard`] that exists is complete.
//!
//! ```no_run
//! let standard = fairnote::embedded::standard("herts").expect("built in").expect("resolves");
//! assert!(standard.digest().starts_with("sha-256:"));
//! ```

mod bind;
mod condition;
mod definition;
mod digest;
mod form;
mod layout;
mod path;
mod problem;
mod rule;
mod wire;

pub use bind::Bound;
pub use condition::{Condition, Literal, Unit};
pub use definition::{
    Calendar, Category, Code, CodeList, Definition, Extended, FORMAT, Guidance, StatementModel, Word, WordList,
};
pub use digest::{canonical, canonical_json, digest};
pub use form::{Field, FieldType, Form, Section};
pub use layout::{FieldInfo, Group, Layout, NO_FIELD};
pub use path::{Path, Root, Step};
pub use problem::{PackError, Problem};
pub use rule::{Anchor, Assignment, Blank, Citation, Current, Expects, Fix, Level, Need, Rule, Says, Setting};

use crate::calendar::WorkingDays;
use crate::text::hash::FastMap;
use std::any::Any;
use std::sync::{Arc, OnceLock};

/// A standard, ready to check with.
#[derive(Debug)]
pub struct Standard {
    definition: Definition,
    digest: String,
    working_days: WorkingDays,
    codes: Vec<CodeIndex>,
    context: Layout,
    kinds: Vec<Kind>,
    derived: OnceLock<Arc<dyn Any + Send + Sync>>,
}

/// A record kind of a standard: its form, numbered, and the rules that apply to it.
#[derive(Debug)]
pub struct Kind {
    /// The kind's name: `child`.
    pub name: String,
    /// The fields of its form.
    pub layout: Layout,
    /// Its rules, by id.
    pub rules: Vec<Bound>,
    /// For each position of the form's top level, the rules that read it.
    pub readers: Vec<Vec<u16>>,
    /// How many different conditions its rules apply under.
    pub conditions: u16,
}

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

impl Standard {
    /// Makes a definition ready to check with.
    ///
    /// # Errors
    /// Everything that is wrong with it, each with the file, and where a pack is being resolved the line, and the remedy.
    pub fn new(definition: Definition) -> Result<Standard, PackError> {
        let digest = digest(&canonical(&definition));
        Standard::with_digest(definition, digest)
    }

    /// Reads a resolved standard from its canonical JSON, as the server serves it and a package carries it.
    ///
    /// The digest is taken over the very bytes that are read. A text that says the same in another form, indented say,
    /// is another text and has another digest.
    ///
    /// # Errors
    /// What is wrong with it: no JSON, another format, a name that does not exist.
    pub fn from_json(json: &str) -> Result<Standard, PackError> {
        let definition: Definition = wire::definition(json).map_err(|error| {
            PackError::one(Problem::new(
                "standard",
                "",
                format!("this is not a resolved standard: {error}"),
                "load the file that the server or the package gives for the standard, unchanged",
            ))
        })?;
        Standard::with_digest(definition, digest(json))
    }

    fn with_digest(definition: Definition, digest: String) -> Result<Standard, PackError> {
        if definition.format != FORMAT {
            let what = format!("the standard has format {}, this engine reads format {FORMAT}", definition.format);
            return Err(PackError::one(Problem::new(
                &definition.id,
                "",
                what,
                "use an engine and a standard of one release",
            )));
        }
        let mut problems = Vec::new();
        let codes = definition.codes.values().map(code_index).collect();
        let context = layout(&definition.context, "/context", "context.toml", &definition, &mut problems);
        let mut kinds = Vec::new();
        for (name, form) in &definition.forms {
            let layout = layout(form, "/fields", &format!("forms/{name}.toml"), &definition, &mut problems);
            let binder = bind::Binder { definition: &definition, layout: &layout, context: &context, kind: name };
            problems.extend(binder.shown(form).err().into_iter().flatten());
            let mut rules = Vec::new();
            for (id, rule) in &definition.rules {
                if rule.kinds.is_empty() || rule.kinds.contains(name) {
                    match binder.bind(id, rule) {
                        Ok(bound) => rules.push(bound),
                        Err(found) => problems.extend(found),
                    }
                }
            }
            let readers = readers(&layout, &rules);
            let conditions = bind::share_conditions(&mut rules);
            kinds.push(Kind { name: name.clone(), layout, rules, readers, conditions });
        }
        for (id, rule) in &definition.rules {
            for kind in rule.kinds.iter().filter(|kind| !definition.forms.contains_key(*kind)) {
                let what = format!("the rule applies to `{kind}`, for which there is no form");
                problems.push(Problem::new(
                    &format!("rules/{id}.toml"),
                    kind,
                    what,
                    "add forms/<kind>.toml or correct `kinds`",
                ));
            }
        }
        if !problems.is_empty() {
            return Err(PackError::new(problems));
        }
        let calendar = &definition.calendar;
        let working_days = WorkingDays::new(calendar.holidays.clone(), calendar.from, calendar.to);
        Ok(Standard { definition, digest, working_days, codes, context, kinds, derived: OnceLock::new() })
    }

    /// Its id: `herts`.
    pub fn id(&self) -> &str {
        &self.definition.id
    }

    /// Its version.
    pub fn version(&self) -> &str {
        &self.definition.version
    }

    /// Its digest: `sha-256:` and the SHA-256 of its canonical JSON, in hexadecimal.
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// All that it is made of.
    pub fn definition(&self) -> &Definition {
        &self.definition
    }

    /// The record kind of this name.
    pub fn kind(&self, name: &str) -> Option<&Kind> {
        self.kinds.iter().find(|kind| kind.name == name)
    }

    /// Every record kind.
    pub fn kinds(&self) -> &[Kind] {
        &self.kinds
    }

    /// What the case context may hold.
    pub fn context(&self) -> &Layout {
        &self.context
    }

    /// Its working days.
    pub fn working_days(&self) -> &WorkingDays {
        &self.working_days
    }

    /// The codes of the list at this position, for reading records.
    #[inline]
    pub fn code_index(&self, list: u16) -> Option<&CodeIndex> {
        self.codes.get(usize::from(list))
    }

    /// Something made from the standard by a floor above, once, at the first call: the narrative engine's lexicon, which
    /// most records never need. There is one such slot; a second type that asked for it would be made anew at each call.
    pub(crate) fn derived<T: Any + Send + Sync>(&self, make: impl Fn(&Standard) -> T) -> Arc<T> {
        let derived = self.derived.get_or_init(|| Arc::new(make(self)));
        Arc::clone(derived).downcast().unwrap_or_else(|_| Arc::new(make(self)))
    }
}

impl Kind {
    /// A kind without fields or rules, for a record whose kind the standard does not have.
    pub(crate) fn none() -> Kind {
        let layout = Layout { fields: Vec::new(), top: Group::default(), prefix: "/fields" };
        Kind { name: String::new(), layout, rules: Vec::new(), readers: Vec::new(), conditions: 0 }
    }
}

fn code_index(list: &CodeList) -> CodeIndex {
    let positions = list.codes.iter().enumerate();
    CodeIndex {
        positions: positions
            .filter_map(|(position, code)| Some((code.code.clone(), u16::try_from(position).ok()?)))
            .collect(),
    }
}

fn layout(
    form: &Form,
    prefix: &'static str,
    file: &str,
    definition: &Definition,
    problems: &mut Vec<Problem>,
) -> Layout {
    Layout::new(form, prefix, file, &definition.codes).unwrap_or_else(|found| {
        problems.extend(found);
        Layout { fields: Vec::new(), top: Group::default(), prefix }
    })
}

fn readers(layout: &Layout, rules: &[Bound]) -> Vec<Vec<u16>> {
    let mut readers = vec![Vec::new(); layout.top.members.len()];
    for (number, bound) in rules.iter().enumerate() {
        for top in &bound.reads {
            if let (Some(reader), Ok(number)) = (readers.get_mut(usize::from(*top)), u16::try_from(number)) {
                reader.push(number);
            }
        }
    }
    readers
}
