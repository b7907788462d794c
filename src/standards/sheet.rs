//! Where the parts of a standard stand in its JSON, found in one pass that builds nothing.

use super::definition::{Calendar, Category, Definition};
use super::form::Form;
use super::lists::{Codes, Words};
use super::retention::RetentionRow;
use super::wire;
use crate::text::json::{JsonError, Piece, Reader};
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::OnceLock;

/// A named part, by its place in the text.
pub(super) type Part = (String, Range<usize>);

/// A standard's JSON, cut into parts.
pub(super) struct Sheet {
    pub json: Box<str>,
    pub format: u32,
    pub id: String,
    pub title: String,
    pub version: String,
    pub calendar: Calendar,
    pub codes: Vec<Codes>,
    pub words: Vec<Words>,
    /// Of a part: the digest of the whole.
    pub part_of: String,
    /// The digest of the model that statements are told by; blank if there is none.
    pub model: String,
    pub context: Range<usize>,
    pub retention: Vec<RetentionRow>,
    pub forms: Vec<Part>,
    pub rules: Vec<Part>,
}

impl Sheet {
    /// Cuts a text.
    ///
    /// # Errors
    /// What is wrong with it, in words.
    pub fn cut(json: Box<str>) -> Result<Sheet, String> {
        let mut found = Found::default();
        found.read(&json).map_err(|wrong| match wrong {
            Wrong::Json(error) => error.to_string(),
            Wrong::Shape(what) => what,
        })?;
        let Found {
            head: [format, id, title, version, calendar, context, retention, part_of, model, _, _],
            codes,
            words,
            forms,
            rules,
        } = found;
        let part = |range: &Range<usize>, name: &str| {
            let text = json.get(range.clone()).unwrap_or_default();
            if text.is_empty() { Err(format!("`{name}` is missing")) } else { Ok(text) }
        };
        part(&context, "context")?;
        Ok(Sheet {
            format: within("format", wire::read(part(&format, "format")?))?,
            id: within("id", wire::read(part(&id, "id")?))?,
            title: within("title", wire::read(part(&title, "title")?))?,
            version: within("version", wire::read(part(&version, "version")?))?,
            calendar: within("calendar", wire::read(part(&calendar, "calendar")?))?,
            codes,
            words,
            retention: match part(&retention, "retention") {
                Ok(rows) => within("retention", wire::read(rows))?,
                // Most authorities have no table of their own.
                Err(_) => Vec::new(),
            },
            part_of: match part(&part_of, "part_of") {
                Ok(digest) => within("part_of", wire::read(digest))?,
                Err(_) => String::new(),
            },
            model: match part(&model, "model") {
                Ok(digest) => within("model", wire::read(digest))?,
                Err(_) => String::new(),
            },
            context,
            forms,
            rules,
            json,
        })
    }

    /// A definition with the head alone.
    pub fn without_parts(&self) -> Definition {
        Definition {
            format: self.format,
            id: self.id.clone(),
            title: self.title.clone(),
            version: self.version.clone(),
            extends: Vec::new(),
            calendar: self.calendar.clone(),
            codes: BTreeMap::new(),
            words: BTreeMap::new(),
            context: Form::default(),
            forms: BTreeMap::new(),
            rules: BTreeMap::new(),
            retention: self.retention.clone(),
            part_of: self.part_of.clone(),
            model: None,
            guidance: Vec::new(),
        }
    }

    /// The text of a part.
    pub fn part(&self, range: &Range<usize>) -> &str {
        self.json.get(range.clone()).unwrap_or_default()
    }
}

fn within<T>(key: &str, read: Result<T, String>) -> Result<T, String> {
    read.map_err(|wrong| format!("{key}: {wrong}"))
}

/// The names of the head's parts, in the order in which they are kept.
const HEAD: [&str; 11] =
    ["format", "id", "title", "version", "calendar", "context", "retention", "part_of", "model", "extends", "guidance"];

#[derive(Default)]
struct Found {
    head: [Range<usize>; 11],
    codes: Vec<Codes>,
    words: Vec<Words>,
    forms: Vec<Part>,
    rules: Vec<Part>,
}

enum Wrong {
    Json(JsonError),
    Shape(String),
}

impl From<JsonError> for Wrong {
    fn from(error: JsonError) -> Wrong {
        Wrong::Json(error)
    }
}

impl Found {
    fn read(&mut self, json: &str) -> Result<(), Wrong> {
        let mut reader = Reader::new(json);
        open(&mut reader, "a standard")?;
        let start = json.as_ptr().addr();
        let place = |part: &str| {
            let from = part.as_ptr().addr().saturating_sub(start);
            from..from.saturating_add(part.len())
        };
        while let Some(key) = reader.key()? {
            match &*key {
                "forms" | "rules" => {
                    open(&mut reader, &key)?;
                    let parts = if key == "forms" { &mut self.forms } else { &mut self.rules };
                    while let Some(name) = reader.key()? {
                        parts.push((name.into_owned(), place(reader.raw()?)));
                    }
                }
                "codes" => {
                    open(&mut reader, &key)?;
                    while let Some(id) = reader.key()? {
                        let [title, rows, _] = list(&mut reader, ["title", "codes", ""])?;
                        self.codes.push(Codes { id: id.into_owned(), title, rows, index: OnceLock::new() });
                    }
                }
                "words" => {
                    open(&mut reader, &key)?;
                    while let Some(id) = reader.key()? {
                        let [title, rows, category] = list(&mut reader, ["title", "words", "category"])?;
                        let category: Category = wire::name(&category).map_err(Wrong::Shape)?;
                        let (id, list) = (id.into_owned(), OnceLock::new());
                        self.words.push(Words { id, title, category, rows, list });
                    }
                }
                key => {
                    let slot = HEAD.iter().zip(&mut self.head).find(|(name, _)| **name == key);
                    let (_, slot) = slot.ok_or_else(|| Wrong::Shape(format!("`{key}` is not known")))?;
                    *slot = place(reader.raw()?);
                }
            }
        }
        reader.end()?;
        // The order of lists and rules is that of the ids, and canonical JSON has it: no other order is put right here.
        in_order("codes", self.codes.iter().map(|list| &list.id))?;
        in_order("words", self.words.iter().map(|list| &list.id))?;
        in_order("forms", self.forms.iter().map(|(id, _)| id))?;
        in_order("rules", self.rules.iter().map(|(id, _)| id))
    }
}

fn in_order<'i>(what: &str, ids: impl Iterator<Item = &'i String>) -> Result<(), Wrong> {
    if ids.is_sorted_by(|one, next| one < next) {
        return Ok(());
    }
    Err(Wrong::Shape(format!("{what}: the keys are not in order, or one stands there twice")))
}

fn open(reader: &mut Reader<'_>, what: &str) -> Result<(), Wrong> {
    match reader.piece()? {
        Piece::Map => Ok(()),
        _ => Err(Wrong::Shape(format!("{what}: an object is expected"))),
    }
}

/// A list's texts, by their keys; a key that is not among them is a mistake.
fn list<const N: usize>(reader: &mut Reader<'_>, keys: [&str; N]) -> Result<[String; N], Wrong> {
    let mut texts = [const { String::new() }; N];
    open(reader, "a list")?;
    while let Some(key) = reader.key()? {
        let slot = keys.iter().zip(&mut texts).find(|(name, _)| **name == key);
        match (slot, reader.piece()?) {
            (Some((_, slot)), Piece::Text(text)) => *slot = text.into_owned(),
            _ => return Err(Wrong::Shape(format!("`{key}`: a text of a list is expected"))),
        }
    }
    Ok(texts)
}
