//! What an authority adds to a form of the pack that it extends: one field is one entry in one file.

use super::read::File;
use crate::standards::{Condition, Field, Form, Problem, Section};
use serde::Deserialize;
use serde::de::value::{MapAccessDeserializer, StringDeserializer};
use serde::de::{DeserializeSeed, Deserializer, IntoDeserializer, MapAccess, Visitor};
use std::fmt;

/// A file of `forms/`: with a title the whole form, without one what is added to it.
#[derive(Clone, Debug)]
pub(super) enum FormFile {
    Whole(Form),
    Adds(Additions),
}

/// A form file without a title.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Additions {
    #[serde(rename = "section")]
    sections: Vec<AddedSection>,
}

/// A section that the form has, and what is added to it; or a new one, which goes to the end.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct AddedSection {
    id: String,
    #[serde(default)]
    title: Option<String>,
    #[serde(default)]
    description: String,
    #[serde(default)]
    show_when: Option<Condition>,
    #[serde(default, rename = "field")]
    fields: Vec<AddedField>,
}

/// A field, and the one that it stands after; the section's last, if none is named.
#[derive(Clone, Debug)]
struct AddedField {
    after: Option<String>,
    field: Field,
}

impl FormFile {
    pub fn read(file: &File, problems: &mut Vec<Problem>) -> Option<FormFile> {
        #[derive(Deserialize)]
        struct Head {
            title: Option<toml::Value>,
        }
        let head: Head = file.toml(&file.text, problems)?;
        if head.title.is_some() {
            file.toml(&file.text, problems).map(FormFile::Whole)
        } else {
            file.toml(&file.text, problems).map(FormFile::Adds)
        }
    }
}

impl Additions {
    /// Adds to the form of the packs before; `file` is where the additions stand.
    pub fn add_to(&self, form: Option<&mut Form>, file: &File, problems: &mut Vec<Problem>) {
        let Some(form) = form else {
            problems.push(file.problem(
                "",
                "the file has no title, and no pack before this one has a form for it to add to",
                "give the form a title, or name the file after a form that is there",
            ));
            return;
        };
        for added in &self.sections {
            let place = format!("\"{}\"", added.id);
            let new = match (form.sections.iter().position(|known| known.id == added.id), &added.title) {
                (Some(position), None) if added.description.is_empty() && added.show_when.is_none() => position,
                (Some(_), _) => {
                    problems.push(file.problem(
                        &place,
                        format!("the form has the section `{}`, and what it says of itself stays as it is", added.id),
                        "leave out its title, description and show_when, or choose another id for a new section",
                    ));
                    continue;
                }
                (None, Some(title)) => {
                    form.sections.push(Section {
                        id: added.id.clone(),
                        title: title.clone(),
                        description: added.description.clone(),
                        show_when: added.show_when.clone(),
                        fields: Vec::new(),
                    });
                    form.sections.len().saturating_sub(1)
                }
                (None, None) => {
                    let known: Vec<_> = form.sections.iter().map(|section| section.id.as_str()).collect();
                    problems.push(file.problem(
                        &place,
                        format!("the form has no section `{}`, and a new one needs a title", added.id),
                        format!("use one of {}, or give it a title", known.join(", ")),
                    ));
                    continue;
                }
            };
            for field in &added.fields {
                field.add_to(form, new, file, problems);
            }
        }
    }
}

impl AddedField {
    fn add_to(&self, form: &mut Form, section: usize, file: &File, problems: &mut Vec<Problem>) {
        let place = format!("\"{}\"", self.field.id);
        if form.sections.iter().flat_map(|known| &known.fields).any(|known| known.id == self.field.id) {
            problems.push(file.problem(
                &place,
                format!("the form has a field `{}` already", self.field.id),
                "choose another id; to change the field, copy the whole form, with its title",
            ));
            return;
        }
        let Some(section) = form.sections.get_mut(section) else { return };
        let Some(after) = &self.after else {
            section.fields.push(self.field.clone());
            return;
        };
        match section.fields.iter().position(|known| known.id == *after) {
            Some(position) => section.fields.insert(position.saturating_add(1), self.field.clone()),
            None => {
                let known: Vec<_> = section.fields.iter().map(|field| field.id.as_str()).collect();
                problems.push(file.problem(
                    &format!("after = \"{after}\""),
                    format!("`after` names `{after}`, which is no field of the section `{}`", section.id),
                    format!("use one of {}, or leave `after` out", known.join(", ")),
                ));
            }
        }
    }
}

/// `after` beside the keys of a field. Serde's `flatten` would let unknown keys pass in silence.
impl<'de> Deserialize<'de> for AddedField {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<AddedField, D::Error> {
        struct Keys;
        impl<'de> Visitor<'de> for Keys {
            type Value = AddedField;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a field")
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<AddedField, A::Error> {
                let mut after = None;
                let field = Field::deserialize(MapAccessDeserializer::new(Rest { map, after: &mut after }))?;
                Ok(AddedField { after, field })
            }
        }
        deserializer.deserialize_map(Keys)
    }
}

/// The keys of a map without `after`, which is put aside.
struct Rest<'a, A> {
    map: A,
    after: &'a mut Option<String>,
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Rest<'_, A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, A::Error> {
        while let Some(key) = self.map.next_key::<String>()? {
            if key != "after" {
                let key: StringDeserializer<A::Error> = key.into_deserializer();
                return seed.deserialize(key).map(Some);
            }
            *self.after = Some(self.map.next_value()?);
        }
        Ok(None)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, A::Error> {
        self.map.next_value_seed(seed)
    }
}
