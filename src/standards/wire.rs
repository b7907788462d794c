//! Reading a resolved standard from its canonical JSON.
//!
//! Written by hand, and not derived: this is the one reader of standards that travels to the browser, and what `serde`
//! derives for tagged and untagged enums weighs 150 kB more there, 44 kB after gzip (opt-level z, measured 2026-11-24).
//! The writing is `serde`'s; that the two agree is tested on every embedded standard.

use super::condition::{Condition, Literal};
use super::definition::{Calendar, CodeList, Definition, Extended, Guidance, WordList};
use super::form::{Field, Form, Section};
use super::model::NamedModel;
use super::path::Path;
use super::retention::RetentionRow;
use super::rows;
use super::rule::{Anchor, Assignment, Citation, Expects, Fix, Rule, Says, Setting};
use crate::text::json::{JsonError, Piece, Reader, Tree as Json};
use serde::Deserialize;
use serde::de::IntoDeserializer;
use serde::de::value::{Error as NameError, StrDeserializer};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// What could not be read, and in what.
pub(super) type Wrong = String;

/// Something that can be read from JSON.
pub(super) trait Wire: Sized {
    fn read(json: Json) -> Result<Self, Wrong>;
    /// What a key that is not there stands for, if it may be left out.
    fn absent() -> Option<Self> {
        None
    }
}

/// The entries of an object, taken out one by one.
struct Entries(Vec<(String, Json)>);

impl Entries {
    fn of(json: Json) -> Result<Entries, Wrong> {
        match json {
            Json::Map(entries) => Ok(Entries(entries)),
            _ => Err("an object is expected".to_owned()),
        }
    }

    fn take(&mut self, key: &str) -> Option<Json> {
        let position = self.0.iter().position(|(name, _)| name == key)?;
        Some(self.0.swap_remove(position).1)
    }

    fn get<T: Wire>(&mut self, key: &str) -> Result<T, Wrong> {
        match self.take(key) {
            Some(json) => T::read(json).map_err(|wrong| within(key, &wrong)),
            None => T::absent().ok_or_else(|| format!("`{key}` is missing")),
        }
    }

    fn or<T: Wire>(&mut self, key: &str, default: T) -> Result<T, Wrong> {
        match self.take(key) {
            Some(json) => T::read(json).map_err(|wrong| within(key, &wrong)),
            None => Ok(default),
        }
    }

    fn end(self) -> Result<(), Wrong> {
        match self.0.first() {
            Some((key, _)) => Err(format!("`{key}` is not known")),
            None => Ok(()),
        }
    }
}

fn within(key: &str, wrong: &str) -> Wrong {
    format!("{key}: {wrong}")
}

/// A struct, read field by field. A key that may be left out has a type with an [`absent`](Wire::absent) value.
macro_rules! wire {
    ($type:ident { $($field:ident: $key:literal),* $(,)? }) => {
        impl Wire for $type {
            fn read(json: Json) -> Result<$type, Wrong> {
                let mut entries = Entries::of(json)?;
                let value = $type { $($field: entries.get($key)?),* };
                entries.end()?;
                Ok(value)
            }
        }
    };
}

wire!(Definition {
    format: "format",
    id: "id",
    title: "title",
    version: "version",
    extends: "extends",
    calendar: "calendar",
    codes: "codes",
    words: "words",
    model: "model",
    context: "context",
    forms: "forms",
    rules: "rules",
    guidance: "guidance",
    retention: "retention",
    part_of: "part_of",
});

impl Wire for CodeList {
    fn read(json: Json) -> Result<CodeList, Wrong> {
        let mut map = Entries::of(json)?;
        let rows: String = map.get("codes")?;
        let list = CodeList { title: map.get("title")?, codes: rows::codes(&rows) };
        map.end()?;
        Ok(list)
    }
}

impl Wire for WordList {
    fn read(json: Json) -> Result<WordList, Wrong> {
        let mut map = Entries::of(json)?;
        let rows: String = map.get("words")?;
        let list = WordList { title: map.get("title")?, category: map.get("category")?, words: rows::words(&rows) };
        map.end()?;
        Ok(list)
    }
}

wire!(Extended { id: "id", version: "version" });
wire!(Calendar { from: "from", to: "to", holidays: "holidays" });
wire!(Form { title: "title", description: "description", sections: "section" });
wire!(Section { id: "id", title: "title", description: "description", show_when: "show_when", fields: "field" });
wire!(Field {
    id: "id",
    label: "label",
    kind: "type",
    hint: "hint",
    missing: "missing",
    wrong: "wrong",
    codes: "codes",
    max_length: "max_length",
    min: "min",
    max: "max",
    repeating: "repeating",
    item: "item",
    max_items: "max_items",
    show_when: "show_when",
    width: "width",
    autocomplete: "autocomplete",
    fields: "field",
});
wire!(Guidance {
    clause: "clause",
    document: "document",
    section: "section",
    text: "text",
    kind: "kind",
    field: "field",
});
wire!(RetentionRow {
    id: "id",
    title: "title",
    applies_to: "applies_to",
    unless: "unless",
    died: "died",
    keep: "keep",
    years: "years",
    from: "from",
    age: "age",
    clause: "clause",
    law: "law",
    lifted_on: "lifted_on",
    lifted_by: "lifted_by",
});
wire!(Rule {
    title: "title",
    kinds: "kinds",
    level: "level",
    when: "when",
    expects: "expects",
    says: "says",
    fixes: "fixes",
    settings: "settings",
    clauses: "clauses",
});
wire!(Says { message: "message", remedy: "remedy", rationale: "rationale" });
wire!(Fix { label: "label", when: "when", set: "set" });
wire!(Assignment { field: "field", value: "value", with: "with" });
wire!(Setting { value: "value", set_by: "set_by" });
wire!(Citation { id: "id", document: "document", section: "section" });
wire!(Anchor { from: "from", years: "years", months: "months", days: "days" });

impl Wire for Expects {
    fn read(json: Json) -> Result<Expects, Wrong> {
        let mut map = Entries::of(json)?;
        let check: String = map.get("check")?;
        let expects = match check.as_str() {
            "required" => {
                Expects::Required { fields: map.get("fields")?, need: map.get("need")?, item: map.get("where")? }
            }
            "empty" => Expects::Empty { fields: map.get("fields")? },
            "allowed" => Expects::Allowed {
                field: map.get("field")?,
                values: map.get("values")?,
                except: map.get("except")?,
                blank: map.get("blank")?,
            },
            "holds" => Expects::Holds { that: map.get("that")?, at: map.get("at")?, missing: map.get("missing")? },
            "dates" => Expects::Dates {
                field: map.get("field")?,
                earliest: map.get("earliest")?,
                latest: map.get("latest")?,
                waits: map.get("waits")?,
            },
            "deadline" => Expects::Deadline {
                from: map.get("from")?,
                to: map.get("to")?,
                limit: required(&mut map, "limit")?,
                unit: map.get("unit")?,
                later: map.get("later")?,
                done: map.get("done")?,
            },
            "periods" => Expects::Periods {
                list: map.get("list")?,
                start: map.get("start")?,
                end: map.get("end")?,
                item: map.get("where")?,
                current: map.get("current")?,
                overlap: map.or("overlap", true)?,
                max_gap_days: map.get("max_gap_days")?,
            },
            "agrees" => Expects::Agrees { field: map.get("field")?, with: map.get("with")? },
            "covers" => Expects::Covers { list: map.get("list")?, of: map.get("of")? },
            "distinct" => Expects::Distinct { field: map.get("field")? },
            "full_name" => Expects::FullName {
                field: map.get("field")?,
                min_words: required(&mut map, "min_words")?,
                not: map.get("not")?,
            },
            "length" => Expects::Length {
                fields: map.get("fields")?,
                min_words: map.get("min_words")?,
                max_words: map.get("max_words")?,
            },
            "words" => Expects::Words { fields: map.get("fields")?, list: map.get("list")? },
            "mentions" => Expects::Mentions {
                fields: map.get("fields")?,
                list: map.get("list")?,
                that: map.get("that")?,
                at: map.get("at")?,
            },
            "contains" => Expects::Contains { fields: map.get("fields")?, list: map.get("list")? },
            "statements" => Expects::Statements {
                fields: map.get("fields")?,
                pattern: map.get("pattern")?,
                lists: map.get("lists")?,
                limit: map.get("limit")?,
                against: map.get("against")?,
            },
            "narrative_agrees" => Expects::NarrativeAgrees { fields: map.get("fields")?, child: map.get("child")? },
            "retention" => Expects::Retention { disposal: map.get("disposal")?, facts: map.get("facts")? },
            "identifier" => Expects::Identifier { types: map.get("types")? },
            "typed" => Expects::Typed {},
            "coded" => Expects::Coded {},
            "sized" => Expects::Sized {},
            "known" => Expects::Known {},
            "acceptances" => Expects::Acceptances {},
            _ => return Err(format!("there is no check kind `{check}`")),
        };
        map.end()?;
        Ok(expects)
    }
}

impl Wire for Condition {
    fn read(json: Json) -> Result<Condition, Wrong> {
        let mut map = Entries::of(json)?;
        let condition = if let Some(parts) = map.take("all") {
            Condition::All(Wire::read(parts)?)
        } else if let Some(parts) = map.take("any") {
            Condition::Any(Wire::read(parts)?)
        } else if let Some(part) = map.take("not") {
            Condition::Not(Box::new(Wire::read(part)?))
        } else if let Some(list) = map.take("some") {
            Condition::Some(Wire::read(list)?, Box::new(map.get("where")?))
        } else if let Some(born) = map.take("age_of") {
            let (from, to) = (required(&mut map, "from")?, required(&mut map, "to")?);
            Condition::Age(Wire::read(born)?, map.get("at")?, from, to)
        } else if let Some(born) = map.take("near_birthday") {
            let (age, weeks) = (required(&mut map, "age")?, required(&mut map, "within_weeks")?);
            Condition::NearBirthday(Wire::read(born)?, age, weeks)
        } else if let Some(path) = map.take("hours_of") {
            let (from, to) = (required(&mut map, "from")?, required(&mut map, "to")?);
            Condition::OfficeHours(Wire::read(path)?, from, to)
        } else if let Some(field) = map.take("field") {
            test(Path::read(field)?, &mut map)?
        } else {
            let over = required(&mut map, "over")?;
            Condition::Elapsed(map.get("from")?, map.get("to")?, over, map.get("unit")?)
        };
        map.end()?;
        Ok(condition)
    }
}

/// A condition on one field: exactly one operator stands beside it.
fn test(field: Path, map: &mut Entries) -> Result<Condition, Wrong> {
    Ok(if let Some(value) = map.take("is") {
        Condition::In(field, vec![Wire::read(value)?])
    } else if let Some(values) = map.take("in") {
        Condition::In(field, Wire::read(values)?)
    } else if let Some(filled) = map.take("filled") {
        Condition::Filled(field, Wire::read(filled)?)
    } else if let Some(other) = map.take("same_as") {
        Condition::SameAs(field, Wire::read(other)?)
    } else if let Some(changed) = map.take("changed") {
        Condition::Changed(field, Wire::read(changed)?)
    } else if let Some(other) = map.take("names") {
        Condition::Names(field, Wire::read(other)?)
    } else if let Some(list) = map.take("mentions") {
        Condition::Mentions(field, Wire::read(list)?)
    } else if let Some(other) = map.take("on_or_after") {
        Condition::OnOrAfter(field, Wire::read(other)?)
    } else {
        Condition::Before(field, map.get("before")?)
    })
}

/// A number that must be there; most numbers may be left out and are then nothing.
fn required<T: Wire>(map: &mut Entries, key: &str) -> Result<T, Wrong> {
    let json = map.take(key).ok_or_else(|| format!("`{key}` is missing"))?;
    T::read(json).map_err(|wrong| within(key, &wrong))
}

impl Wire for String {
    fn read(json: Json) -> Result<String, Wrong> {
        match json {
            Json::Text(text) => Ok(text),
            _ => Err("a text is expected".to_owned()),
        }
    }

    fn absent() -> Option<String> {
        Some(String::new())
    }
}

impl Wire for bool {
    fn read(json: Json) -> Result<bool, Wrong> {
        match json {
            Json::Bool(value) => Ok(value),
            _ => Err("true or false is expected".to_owned()),
        }
    }

    fn absent() -> Option<bool> {
        Some(false)
    }
}

impl Wire for Path {
    fn read(json: Json) -> Result<Path, Wrong> {
        String::read(json).map(Path::from)
    }
}

impl Wire for NamedModel {
    fn read(json: Json) -> Result<NamedModel, Wrong> {
        String::read(json).map(|digest| NamedModel { digest, file: None })
    }
}

impl Wire for Literal {
    fn read(json: Json) -> Result<Literal, Wrong> {
        match json {
            Json::Bool(value) => Ok(Literal::Bool(value)),
            Json::Int(value) => Ok(Literal::Int(value)),
            Json::Text(text) => Ok(Literal::Text(text)),
            _ => Err("a text, a whole number, true or false is expected".to_owned()),
        }
    }
}

impl<T: Wire> Wire for Option<T> {
    fn read(json: Json) -> Result<Option<T>, Wrong> {
        match json {
            Json::Null => Ok(None),
            json => T::read(json).map(Some),
        }
    }

    fn absent() -> Option<Option<T>> {
        Some(None)
    }
}

impl<T: Wire> Wire for Vec<T> {
    fn read(json: Json) -> Result<Vec<T>, Wrong> {
        let Json::List(items) = json else { return Err("a list is expected".to_owned()) };
        let mut read = Vec::with_capacity(items.len());
        for (at, item) in items.into_iter().enumerate() {
            read.push(T::read(item).map_err(|wrong| within(&at.to_string(), &wrong))?);
        }
        Ok(read)
    }

    fn absent() -> Option<Vec<T>> {
        Some(Vec::new())
    }
}

impl<T: Wire> Wire for BTreeMap<String, T> {
    fn read(json: Json) -> Result<BTreeMap<String, T>, Wrong> {
        let Json::Map(entries) = json else { return Err("an object is expected".to_owned()) };
        let mut read = BTreeMap::new();
        for (key, value) in entries {
            let value = T::read(value).map_err(|wrong| within(&key, &wrong))?;
            read.insert(key, value);
        }
        Ok(read)
    }

    fn absent() -> Option<BTreeMap<String, T>> {
        Some(BTreeMap::new())
    }
}

macro_rules! whole {
    ($($type:ty),*) => {$(
        impl Wire for $type {
            fn read(json: Json) -> Result<$type, Wrong> {
                match json {
                    Json::Int(value) => <$type>::try_from(value).map_err(|_| "the number is out of range".to_owned()),
                    _ => Err("a whole number is expected".to_owned()),
                }
            }

            fn absent() -> Option<$type> {
                Some(0)
            }
        }
    )*};
}

whole!(i64, i32, u32, u16, u8);

/// A value of an enum of plain names.
pub(super) fn name<'n, T: Deserialize<'n>>(name: &'n str) -> Result<T, Wrong> {
    let read: StrDeserializer<'n, NameError> = name.into_deserializer();
    T::deserialize(read).map_err(|_| format!("`{name}` is not known"))
}

/// An enum of plain names, by the names that its own `Deserialize` has.
macro_rules! name {
    ($($type:path $(, default $default:expr)?;)*) => {$(
        impl Wire for $type {
            fn read(json: Json) -> Result<$type, Wrong> {
                name(&String::read(json)?)
            }
            $(
                fn absent() -> Option<$type> {
                    Some($default)
                }
            )?
        }
    )*};
}

name! {
    super::definition::Category;
    super::form::FieldType;
    super::rule::Level;
    super::pattern::Pattern;
    super::rule::Need, default super::rule::Need::All;
    super::rule::Blank, default super::rule::Blank::Inapplicable;
    super::rule::Current;
    super::retention::Keep, default super::retention::Keep::Years;
    super::retention::Died;
    super::condition::Unit;
    crate::calendar::Date;
}

/// The record kinds that a rule names, without reading the rest of it.
pub(super) fn kinds(rule: &str) -> Result<Vec<Cow<'_, str>>, Wrong> {
    let mut found = Vec::new();
    let mut read = || -> Result<(), JsonError> {
        let mut reader = Reader::new(rule);
        if reader.piece()? != Piece::Map {
            return Ok(());
        }
        while let Some(key) = reader.key()? {
            if key != "kinds" {
                reader.skip()?;
                continue;
            }
            if reader.piece()? != Piece::List {
                return Ok(());
            }
            while reader.more()? {
                if let Piece::Text(kind) = reader.piece()? {
                    found.push(kind);
                }
            }
            return Ok(());
        }
        Ok(())
    };
    read().map_err(|error| error.to_string())?;
    Ok(found)
}

/// Reads something from JSON.
pub(super) fn read<T: Wire>(json: &str) -> Result<T, Wrong> {
    T::read(Json::read(json).map_err(|error| error.to_string())?)
}
