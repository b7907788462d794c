//! Layouts: a form with its fields numbered, so that a record is an array and a path is a few positions.

use super::form::{Field, FieldType, Form};
use super::lists::Codes;
use super::path::{Path, Root, Step};
use super::problem::Problem;
use crate::text::hash::FastMap;

/// The number that stands for no field: the record itself.
pub const NO_FIELD: u16 = u16::MAX;

/// The length, in characters, of a text whose form sets none.
const DEFAULT_MAX_LENGTH: u32 = 1_000;
/// The same for a narrative.
const DEFAULT_MAX_NARRATIVE: u32 = 100_000;
/// The number of items of a list whose form sets none.
const DEFAULT_MAX_ITEMS: u32 = 100;

/// The fields of a form, numbered depth first.
#[derive(Clone, Debug)]
pub struct Layout {
    /// Every field, groups before their own fields.
    pub fields: Vec<FieldInfo>,
    /// The top level.
    pub top: Group,
    /// The JSON Pointer of the group that holds the top level: `/fields`.
    pub prefix: &'static str,
}

/// The fields of one group, by position and by name.
#[derive(Clone, Debug, Default)]
pub struct Group {
    /// Field numbers, by position.
    pub members: Vec<u16>,
    names: FastMap<String, u16>,
}

/// What a check must know of a field.
#[derive(Clone, Debug)]
pub struct FieldInfo {
    /// Its id.
    pub id: String,
    /// Its label.
    pub label: String,
    /// What it holds.
    pub kind: FieldType,
    /// What to say when it is required and blank.
    pub missing: String,
    /// What to say when the answer is of the wrong type.
    pub wrong: String,
    /// The position of its code list among the standard's, if it has one.
    pub codes: Option<u16>,
    /// The longest text, in characters.
    pub max_length: u32,
    /// The bounds of a number.
    pub range: (Option<i64>, Option<i64>),
    /// Is it a group that repeats?
    pub repeating: bool,
    /// What one item of it is called.
    pub item: String,
    /// How many items it may have.
    pub max_items: u32,
    /// The field whose group it is in, or [`NO_FIELD`].
    pub parent: u16,
    /// Its position in that group.
    pub position: u16,
    /// Its own fields, if it is a group.
    pub group: Group,
    /// The position, at the top level, of the field that it belongs to.
    pub top: u16,
}

impl Group {
    /// The position of the field with this name. `guess` is tried first: answers mostly come in the form's order.
    #[inline]
    pub fn position(&self, name: &str, guess: usize, fields: &[FieldInfo]) -> Option<usize> {
        // Answers that were left out are mostly single ones: look two further before asking the table.
        for guess in guess..guess.saturating_add(3) {
            let Some(number) = self.members.get(guess) else {
                break;
            };
            if fields.get(usize::from(*number)).is_some_and(|field| field.id == name) {
                return Some(guess);
            }
        }
        self.names.get(name).map(|position| usize::from(*position))
    }
}

impl Layout {
    /// Numbers the fields of a form.
    ///
    /// # Errors
    /// Each thing that is wrong with the form: an id twice, a code list that does not exist, a group without fields.
    pub fn new(form: &Form, prefix: &'static str, file: &str, codes: &[Codes]) -> Result<Layout, Vec<Problem>> {
        let mut building = Building { fields: Vec::new(), problems: Vec::new(), file, codes };
        let mut top = Group::default();
        for field in form.sections.iter().flat_map(|section| &section.fields) {
            let position = u16::try_from(top.members.len()).unwrap_or(NO_FIELD);
            building.add(field, NO_FIELD, position, &mut top);
        }
        if building.fields.len() >= usize::from(NO_FIELD) {
            building.problem(&form.title, "the form has too many fields", "split it into several record kinds");
        }
        if building.problems.is_empty() {
            Ok(Layout { fields: building.fields, top, prefix })
        } else {
            Err(building.problems)
        }
    }

    /// The field with this number.
    pub fn field(&self, number: u16) -> Option<&FieldInfo> {
        self.fields.get(usize::from(number))
    }

    /// The fields of a group by its number; the top level for [`NO_FIELD`].
    pub fn group(&self, number: u16) -> &Group {
        self.field(number).map_or(&self.top, |field| &field.group)
    }

    /// Turns the names of a path into positions.
    ///
    /// # Errors
    /// The name that the form does not have.
    pub fn bind(&self, path: &mut Path, from: u16) -> Result<(), String> {
        let mut steps = Vec::new();
        let mut at = from;
        for name in path.names() {
            if name == "*" {
                let repeats = self.field(at).is_some_and(|field| field.repeating || field.kind == FieldType::Codes);
                if !repeats {
                    return Err(format!("`{}` has `*` after something that does not repeat", path.text));
                }
                steps.push(Step::Each);
                continue;
            }
            let group = self.group(at);
            if at != NO_FIELD && group.members.is_empty() {
                return Err(format!("`{}` looks for `{name}` inside a field that is no group", path.text));
            }
            let Some(position) = group.position(name, usize::MAX, &self.fields) else {
                return Err(format!("`{}` names `{name}`, which the form does not have", path.text));
            };
            let inside_list = self.field(at).is_some_and(|field| field.repeating);
            if inside_list && at != from && steps.last() != Some(&Step::Each) {
                return Err(format!("`{}` needs `*` before `{name}`: the group repeats", path.text));
            }
            steps.push(Step::Position(u16::try_from(position).unwrap_or(NO_FIELD)));
            at = group.members.get(position).copied().unwrap_or(NO_FIELD);
        }
        if at == NO_FIELD && path.root != Root::AsAt {
            return Err(format!("`{}` names no field", path.text));
        }
        path.steps = steps;
        path.field = at;
        Ok(())
    }

    /// The JSON Pointer of a field, with `*` for the items of lists: `/fields/addresses/*/postcode`.
    pub fn pattern(&self, number: u16) -> String {
        let mut names = Vec::new();
        let mut at = number;
        while let Some(field) = self.field(at) {
            names.push(field.id.as_str());
            if let Some(parent) = self.field(field.parent).filter(|parent| parent.repeating) {
                let _ = parent;
                names.push("*");
            }
            at = field.parent;
        }
        let mut pattern = String::from(self.prefix);
        for name in names.iter().rev() {
            pattern.push('/');
            pattern.push_str(name);
        }
        pattern
    }
}

struct Building<'a> {
    fields: Vec<FieldInfo>,
    problems: Vec<Problem>,
    file: &'a str,
    codes: &'a [Codes],
}

impl Building<'_> {
    fn problem(&mut self, needle: &str, what: &str, remedy: &str) {
        self.problems.push(Problem::new(self.file, needle, what, remedy));
    }

    fn add(&mut self, field: &Field, parent: u16, position: u16, into: &mut Group) {
        let number = u16::try_from(self.fields.len()).unwrap_or(NO_FIELD);
        let codes = self.code_list(field);
        let (is_group, has_fields) = (field.kind == FieldType::Group, !field.fields.is_empty());
        if is_group != has_fields {
            self.problem(
                &field.id,
                &format!("the field `{}` is a group without fields, or has fields and is none", field.id),
                "give a group its [[section.field.field]] tables, and nothing else any",
            );
        }
        let plain = field.id.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
        if !plain || field.id.is_empty() {
            self.problem(&field.id, "a field's id has other characters than a-z, 0-9 and _", "rename it");
        }
        if into.names.insert(field.id.clone(), position).is_some() {
            self.problem(&field.id, &format!("two fields are called `{}`", field.id), "rename one of them");
        }
        into.members.push(number);
        let top = self.fields.get(usize::from(parent)).map_or(position, |parent| parent.top);
        let max_length = field.max_length.unwrap_or(match field.kind {
            FieldType::Narrative => DEFAULT_MAX_NARRATIVE,
            _ => DEFAULT_MAX_LENGTH,
        });
        self.fields.push(FieldInfo {
            id: field.id.clone(),
            label: field.label.clone(),
            kind: field.kind,
            missing: field.missing.clone(),
            wrong: field.wrong.clone(),
            codes,
            max_length,
            range: (field.min, field.max),
            repeating: field.repeating,
            item: field.item.clone(),
            max_items: field.max_items.unwrap_or(DEFAULT_MAX_ITEMS),
            parent,
            position,
            group: Group::default(),
            top,
        });
        let mut group = Group::default();
        for (position, inner) in field.fields.iter().enumerate() {
            self.add(inner, number, u16::try_from(position).unwrap_or(NO_FIELD), &mut group);
        }
        if let Some(info) = self.fields.get_mut(usize::from(number)) {
            info.group = group;
        }
    }

    fn code_list(&mut self, field: &Field) -> Option<u16> {
        if !matches!(field.kind, FieldType::Code | FieldType::Codes) {
            return None;
        }
        let position = self.codes.iter().position(|list| list.id == field.codes);
        if position.is_none() {
            self.problem(
                &field.id,
                &format!(
                    "the field `{}` names the code list `{}`, which the pack does not have",
                    field.id, field.codes
                ),
                "add codes/<name>.csv or name one that exists",
            );
        }
        position.and_then(|position| u16::try_from(position).ok())
    }
}
