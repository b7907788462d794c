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
mod lists;
mod model;
mod part;
mod path;
mod pattern;
mod patterns;
mod problem;
mod retention;
mod rows;
mod rule;
mod sheet;
mod wire;

pub use bind::Bound;
pub use condition::{Condition, Literal, Unit};
pub use definition::{Calendar, Category, Code, CodeList, Definition, Extended, FORMAT, Guidance, Word, WordList};
pub use digest::{canonical, canonical_json, digest};
pub use form::{Field, FieldType, Form, Section};
pub use layout::{FieldInfo, Group, Layout, NO_FIELD};
pub use lists::{CodeIndex, Codes, Words};
pub use model::{NamedModel, StatementModel, model_file};
pub use path::{Path, Root, Step};
pub use pattern::Pattern;
pub use patterns::{UNKNOWN_CAPITALS, pattern_book};
pub use problem::{PackError, Problem};
pub use retention::{BORN, DIED, Died, Keep, RetentionRow};
pub use rows::fits;
pub use rule::{Anchor, Assignment, Blank, Citation, Current, Expects, Fix, Level, Need, Rule, Says, Setting};

use crate::calendar::WorkingDays;
use sheet::Sheet;
use std::any::Any;
use std::fmt;
use std::sync::{Arc, OnceLock};

/// A standard, ready to check with.
///
/// What is large is read when it is first asked for: a record kind with its form and rules at the first record of the kind, a
/// list of words at the first narrative. [`complete`](Standard::complete) reads everything.
pub struct Standard {
    sheet: Sheet,
    digest: OnceLock<String>,
    working_days: WorkingDays,
    context: Layout,
    kinds: Vec<OnceLock<Result<Kind, PackError>>>,
    definition: OnceLock<Definition>,
    model: OnceLock<Arc<StatementModel>>,
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
    /// Does its form have a narrative? Statements are then told with the [model](Standard::model), if the standard names one.
    pub has_narratives: bool,
}

impl fmt::Debug for Standard {
    /// Its name alone: the whole is some hundred kilobytes.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Standard").field("id", &self.id()).field("version", &self.version()).finish_non_exhaustive()
    }
}

impl Standard {
    /// Makes a definition ready to check with.
    ///
    /// # Errors
    /// Everything that is wrong with it, each with the file, and where a pack is being resolved the line, and the remedy.
    pub fn new(definition: Definition) -> Result<Standard, PackError> {
        let standard = Standard::open(canonical(&definition))?;
        if let Some(model) = definition.model.as_ref().and_then(|named| named.file.as_ref()) {
            standard.give_model(Arc::clone(model));
        }
        // Nothing asked for it before.
        let _ = standard.definition.set(definition);
        standard.complete()?;
        Ok(standard)
    }

    /// Reads the whole of a resolved standard from its canonical JSON, as the server serves it and a package carries it, with
    /// the model that it [names](Standard::model_digest), if it does.
    ///
    /// The digest is taken over the very bytes that are read. A text that says the same in another form, indented say,
    /// is another text and has another digest.
    ///
    /// # Errors
    /// What is wrong with it: no JSON, another format, a name that does not exist, a model that is not the one it names.
    pub fn from_json(json: &str, model: Option<&Arc<StatementModel>>) -> Result<Standard, PackError> {
        let standard = Standard::open(json.to_owned())?;
        if let Some(model) = model {
            standard.give_model(Arc::clone(model));
        }
        standard.complete()?;
        Ok(standard)
    }

    /// As [`from_json`](Standard::from_json), but each record kind is read when it is first asked for: a page needs one of
    /// twenty. A mistake in a kind is then told by [`usable`](Standard::usable), and no record of the kind is checked. Nor is
    /// one of a kind with narratives before the model has been [given](Standard::give_model).
    ///
    /// # Errors
    /// The text is no standard of this format, or its case context has a mistake.
    pub fn open(json: String) -> Result<Standard, PackError> {
        let sheet = Sheet::cut(json.into_boxed_str()).map_err(|wrong| unreadable(&wrong))?;
        if sheet.format != FORMAT {
            let what = format!("the standard has format {}, this engine reads format {FORMAT}", sheet.format);
            let remedy = "use an engine and a standard of one release";
            return Err(PackError::one(Problem::new(&sheet.id, "", what, remedy)));
        }
        let form = wire::read(sheet.part(&sheet.context)).map_err(|wrong| unreadable(&format!("context: {wrong}")))?;
        let context = Layout::new(&form, "/context", "context.toml", &sheet.codes).map_err(PackError::new)?;
        let calendar = &sheet.calendar;
        let working_days = WorkingDays::new(calendar.holidays.clone(), calendar.from, calendar.to);
        let kinds = sheet.forms.iter().map(|_| OnceLock::new()).collect();
        let (digest, definition, model, derived) = (OnceLock::new(), OnceLock::new(), OnceLock::new(), OnceLock::new());
        Ok(Standard { sheet, digest, working_days, context, kinds, definition, model, derived })
    }

    /// Reads everything that was not asked for yet.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn complete(&self) -> Result<(), PackError> {
        if self.definition.get().is_none() {
            let _ = self.definition.set(wire::read(&self.sheet.json).map_err(|wrong| unreadable(&wrong))?);
        }
        let mut problems: Vec<Problem> = self.model().err().map_or_else(Vec::new, |error| error.problems().to_vec());
        for (position, _) in self.sheet.forms.iter().enumerate() {
            if let Some(Err(error)) = self.read_kind(position) {
                problems.extend(error.problems().iter().cloned());
            }
        }
        for (id, part) in &self.sheet.rules {
            match wire::kinds(self.sheet.part(part)) {
                Ok(kinds) => {
                    let known = |kind: &str| self.sheet.forms.iter().any(|(name, _)| name == kind);
                    for kind in kinds.iter().filter(|kind| !known(kind)) {
                        let what = format!("the rule applies to `{kind}`, for which there is no form");
                        let remedy = "add forms/<kind>.toml or correct `kinds`";
                        problems.push(Problem::new(&format!("rules/{id}.toml"), kind, what, remedy));
                    }
                }
                Err(wrong) => problems.extend(unreadable(&format!("rules: {id}: {wrong}")).problems().iter().cloned()),
            }
        }
        if problems.is_empty() { Ok(()) } else { Err(PackError::new(problems)) }
    }

    /// Its id: `herts`.
    pub fn id(&self) -> &str {
        &self.sheet.id
    }

    /// Its title.
    pub fn title(&self) -> &str {
        &self.sheet.title
    }

    /// Its version.
    pub fn version(&self) -> &str {
        &self.sheet.version
    }

    /// Its digest: `sha-256:` and the SHA-256 of its canonical JSON, in hexadecimal. Of a part it is the whole's, as the
    /// part gives it: only the server, which has the whole, can vouch for it.
    pub fn digest(&self) -> &str {
        if !self.sheet.part_of.is_empty() {
            return &self.sheet.part_of;
        }
        self.digest.get_or_init(|| digest(self.sheet.json.as_bytes()))
    }

    /// Says what [`digest`](Standard::digest) would come to, if whoever read the standard took it over the same bytes: a
    /// browser's own SHA-256 is twenty times as fast as the module's. What is said after the first call of `digest` is too late.
    pub fn know_digest(&self, digest: String) {
        let _ = self.digest.set(digest);
    }

    /// Its canonical JSON.
    pub fn json(&self) -> &str {
        &self.sheet.json
    }

    /// All that it is made of, for surfaces that draw forms and explain rules; a check needs none of it.
    ///
    /// Made at the first call. Of a standard that was opened and has a mistake ([`complete`](Standard::complete) tells), it
    /// is empty.
    pub fn definition(&self) -> &Definition {
        self.definition.get_or_init(|| wire::read(&self.sheet.json).unwrap_or_else(|_| self.sheet.without_parts()))
    }

    /// The JSON of the form of a record kind.
    pub fn form_json(&self, kind: &str) -> Option<&str> {
        let (_, part) = self.sheet.forms.iter().find(|(name, _)| name == kind)?;
        Some(self.sheet.part(part))
    }

    /// The record kind of this name; `None` as well if it has a mistake, which [`usable`](Standard::usable) tells.
    pub fn kind(&self, name: &str) -> Option<&Kind> {
        self.kind_at(self.kind_position(name)?)
    }

    /// Where the kind of this name stands among the kinds.
    pub fn kind_position(&self, name: &str) -> Option<usize> {
        self.sheet.forms.iter().position(|(known, _)| known == name)
    }

    /// The record kind at a position.
    pub fn kind_at(&self, position: usize) -> Option<&Kind> {
        self.read_kind(position)?.as_ref().ok()
    }

    /// Can records of this kind be checked? A kind that the standard does not have cannot, and has no mistake.
    ///
    /// # Errors
    /// What is wrong with the kind's form or rules, or that its narratives need a model which was not given.
    pub fn usable(&self, name: &str) -> Result<bool, PackError> {
        match self.kind_position(name).and_then(|position| self.read_kind(position)) {
            Some(Ok(kind)) if kind.has_narratives => self.model().map(|_| true),
            Some(Ok(_)) => Ok(true),
            Some(Err(error)) => Err(error.clone()),
            None => Ok(false),
        }
    }

    /// The names of the record kinds, in order.
    pub fn kind_names(&self) -> impl Iterator<Item = &str> {
        self.sheet.forms.iter().map(|(name, _)| name.as_str())
    }

    /// Every record kind that has no mistake.
    pub fn kinds(&self) -> impl Iterator<Item = &Kind> {
        (0..self.sheet.forms.len()).filter_map(|position| self.kind_at(position))
    }

    /// What the case context may hold.
    pub fn context(&self) -> &Layout {
        &self.context
    }

    /// The bank holidays, and the period for which they are known.
    pub fn calendar(&self) -> &Calendar {
        &self.sheet.calendar
    }

    /// Its working days.
    pub fn working_days(&self) -> &WorkingDays {
        &self.working_days
    }

    /// The digest of the model that the kind and source of statements are told by; `None` if nothing was learnt, or if no
    /// record has a narrative.
    pub fn model_digest(&self) -> Option<&str> {
        Some(self.sheet.model.as_str()).filter(|digest| !digest.is_empty())
    }

    /// Gives the model that the standard names; the first that is given counts. Whether it is the right one is told when a
    /// narrative first needs it.
    pub fn give_model(&self, model: Arc<StatementModel>) {
        let _ = self.model.set(model);
    }

    /// What the kind and source of statements are told by; `None` if the standard names no model.
    ///
    /// # Errors
    /// It names one and that was not given: without it, statements would be told in another way and reports would differ.
    pub fn model(&self) -> Result<Option<&StatementModel>, PackError> {
        let Some(digest) = self.model_digest() else { return Ok(None) };
        let what = match self.model.get() {
            Some(model) if model.digest() == digest => return Ok(Some(model)),
            Some(model) => {
                format!("the model that was given is {}, and narratives are read with {digest}", model.digest())
            }
            None => format!("narratives are read with the model {digest}, which was not given"),
        };
        let file = model_file(digest);
        let remedy =
            format!("give {file} beside the standard; the package has it, and the server under /v1/models/{digest}");
        Err(PackError::one(Problem::new(self.id(), "", what, remedy)))
    }

    /// The retention table, row by row.
    pub fn retention(&self) -> &[RetentionRow] {
        &self.sheet.retention
    }

    /// The code lists, by id.
    pub fn codes(&self) -> &[Codes] {
        &self.sheet.codes
    }

    /// The word lists, by id.
    pub fn words(&self) -> &[Words] {
        &self.sheet.words
    }

    /// Where a word list stands among them.
    pub fn words_position(&self, id: &str) -> Option<u16> {
        let position = self.sheet.words.iter().position(|list| list.id == id)?;
        u16::try_from(position).ok()
    }

    /// The codes of the list at this position, for reading records.
    #[inline]
    pub fn code_index(&self, list: u16) -> Option<&CodeIndex> {
        self.sheet.codes.get(usize::from(list)).map(Codes::index)
    }

    /// Something made from the standard by a floor above, once, at the first call: the narrative engine's lexicon, which
    /// most records never need. There is one such slot; a second type that asked for it would be made anew at each call.
    pub(crate) fn derived<T: Any + Send + Sync>(&self, make: impl Fn(&Standard) -> T) -> Arc<T> {
        let derived = self.derived.get_or_init(|| Arc::new(make(self)));
        Arc::clone(derived).downcast().unwrap_or_else(|_| Arc::new(make(self)))
    }

    fn read_kind(&self, position: usize) -> Option<&Result<Kind, PackError>> {
        let slot = self.kinds.get(position)?;
        let (name, part) = self.sheet.forms.get(position)?;
        Some(slot.get_or_init(|| self.make_kind(name, self.sheet.part(part))))
    }

    fn make_kind(&self, name: &str, form: &str) -> Result<Kind, PackError> {
        let Sheet { codes, words, retention, .. } = &self.sheet;
        let file = format!("forms/{name}.toml");
        let form: Form = wire::read(form).map_err(|wrong| unreadable(&format!("forms: {name}: {wrong}")))?;
        let layout = Layout::new(&form, "/fields", &file, codes).map_err(PackError::new)?;
        let binder = bind::Binder { codes, words, retention, layout: &layout, context: &self.context, kind: name };
        let mut problems: Vec<Problem> = binder.shown(&form).err().into_iter().flatten().collect();
        let mut rules = Vec::new();
        for (id, part) in &self.sheet.rules {
            match self.rule_of(name, part) {
                Ok(None) => {}
                Ok(Some(rule)) => match binder.bind(id, rule) {
                    Ok(bound) => rules.push(bound),
                    Err(found) => problems.extend(found),
                },
                Err(wrong) => problems.extend(unreadable(&format!("rules: {id}: {wrong}")).problems().iter().cloned()),
            }
        }
        if !problems.is_empty() {
            return Err(PackError::new(problems));
        }
        let has_narratives = layout.fields.iter().any(|field| field.kind == FieldType::Narrative);
        let readers = readers(&layout, &rules);
        let conditions = bind::share_conditions(&mut rules);
        Ok(Kind { name: name.to_owned(), layout, rules, readers, conditions, has_narratives })
    }

    /// A rule, if it applies to a kind.
    fn rule_of(&self, kind: &str, part: &std::ops::Range<usize>) -> Result<Option<Rule>, String> {
        let json = self.sheet.part(part);
        let kinds = wire::kinds(json)?;
        if kinds.is_empty() || kinds.iter().any(|known| known == kind) { wire::read(json).map(Some) } else { Ok(None) }
    }
}

fn unreadable(wrong: &str) -> PackError {
    PackError::one(Problem::new(
        "standard",
        "",
        format!("this is not a resolved standard: {wrong}"),
        "load the file that the server or the package gives for the standard, unchanged",
    ))
}

impl Kind {
    /// A kind without fields or rules, for a record whose kind the standard does not have.
    pub(crate) fn none() -> Kind {
        let layout = Layout { fields: Vec::new(), top: Group::default(), prefix: "/fields" };
        Kind {
            name: String::new(),
            layout,
            rules: Vec::new(),
            readers: Vec::new(),
            conditions: 0,
            has_narratives: false,
        }
    }
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
