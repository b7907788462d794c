//! One field of a form, and what stands in and under it.

use super::Link;
use super::options::{self, OptionGroup};
use super::statements::Statements;
use crate::server::portal::answers::Answers;
use crate::server::portal::names;
use crate::server::portal::notes::{Note, Notes, Weight};
use crate::standards::{Definition, Field, FieldType, Guidance, Standard};
use serde::Serialize;

/// Texts of more characters than this are typed in a text area.
const LONGEST_LINE: u32 = 300;
/// The widths that the design system has, in characters.
const WIDTHS: [u8; 7] = [2, 3, 4, 5, 10, 20, 30];

/// A field as the template draws it.
#[derive(Debug, Serialize)]
pub(super) struct FieldView<'a> {
    /// `input`, `textarea`, `narrative`, `radios`, `select`, `checkboxes`, `date`, `moment`, `group` or `list`.
    widget: &'static str,
    kind: FieldType,
    name: String,
    id: String,
    pointer: String,
    label: &'a str,
    hint: &'a str,
    item: &'a str,
    value: String,
    /// Class for the width of the input; blank for the whole column.
    width: String,
    autocomplete: &'a str,
    max_length: Option<u32>,
    parts: Vec<Part>,
    groups: Vec<OptionGroup>,
    fields: Vec<FieldView<'a>>,
    items: Vec<Item<'a>>,
    can_add: bool,
    show_when: Option<String>,
    guidance: Vec<&'a Guidance>,
    errors: Vec<Note>,
    /// Everything that is no error.
    notes: Vec<Note>,
    /// The ids of the hint and the error, for `aria-describedby`.
    described_by: String,
    /// The statements of a narrative.
    statements: Option<Statements>,
    focus: bool,
}

/// An input of a date.
#[derive(Debug, Serialize)]
struct Part {
    part: &'static str,
    label: &'static str,
    name: String,
    id: String,
    value: String,
    width: &'static str,
    focus: bool,
}

/// An item of a list.
#[derive(Debug, Serialize)]
struct Item<'a> {
    number: usize,
    name: String,
    id: String,
    pointer: String,
    fields: Vec<FieldView<'a>>,
    errors: Vec<Note>,
    notes: Vec<Note>,
}

/// Makes the views of a form's fields, in order, handing out its notes and gathering the error summary on the way.
pub(super) struct Builder<'a, 'n> {
    pub standard: &'n Standard,
    pub definition: &'a Definition,
    pub kind: &'n str,
    pub answers: &'n Answers,
    pub focus: Option<&'n str>,
    pub notes: Notes,
    pub summary: Vec<Link>,
}

impl<'a> Builder<'a, '_> {
    /// The view of a field whose name is `prefix` and its id.
    pub fn field(&mut self, field: &'a Field, prefix: &str) -> FieldView<'a> {
        let name = format!("{prefix}{}", field.id);
        let (id, pointer) = (names::id(&name), names::pointer(&name));
        let list = self.definition.codes.get(&field.codes);
        let widget = widget(field, list.is_some_and(options::is_short));
        let is_nest = matches!(widget, "group" | "list");
        // The finding on one code of several is shown with the field.
        let found = if is_nest { self.notes.take(&pointer) } else { self.notes.take_below(&pointer) };
        let first_input = if matches!(widget, "date" | "moment") { format!("{id}-day") } else { id.clone() };
        let (errors, notes) = self.split(found, &first_input);
        let typed = self.answers.text(&name);
        let chosen: Vec<&str> = self.answers.texts(&name).collect();
        let groups = match (field.kind, list) {
            (FieldType::YesNo, _) => options::yes_no(typed, &id),
            (_, Some(list)) => options::of_list(list, &chosen, &id),
            _ => Vec::new(),
        };
        let described = [
            (!field.hint.is_empty()).then(|| format!("{id}-hint")),
            (!errors.is_empty()).then(|| format!("{id}-error")),
        ];
        let items = if widget == "list" { self.items(field, &name) } else { Vec::new() };
        let fields = if widget == "group" {
            field.fields.iter().map(|inner| self.field(inner, &format!("{name}."))).collect()
        } else {
            Vec::new()
        };
        let most = field.max_items.and_then(|most| usize::try_from(most).ok());
        let guidance = self.definition.guidance.iter();
        FieldView {
            widget,
            kind: field.kind,
            label: &field.label,
            hint: &field.hint,
            item: if field.item.is_empty() { &field.label } else { &field.item },
            value: typed.to_owned(),
            width: width(field),
            autocomplete: &field.autocomplete,
            max_length: field.max_length,
            parts: if matches!(widget, "date" | "moment") { self.parts(&name, widget == "moment") } else { Vec::new() },
            groups,
            fields,
            can_add: most.is_none_or(|most| items.len() < most),
            items,
            show_when: field.show_when.as_ref().and_then(|when| serde_json::to_string(when).ok()),
            guidance: guidance
                .filter(|shown| shown.kind == self.kind && !prefix.contains('.') && shown.field == name)
                .collect(),
            errors,
            notes,
            described_by: described.into_iter().flatten().collect::<Vec<_>>().join(" "),
            focus: self.focus == Some(&name),
            statements: (widget == "narrative").then(|| Statements::of(self.standard, self.answers, typed, &pointer)),
            name,
            id,
            pointer,
        }
    }

    fn items(&mut self, field: &'a Field, name: &str) -> Vec<Item<'a>> {
        let mut items = Vec::new();
        for at in 0..self.answers.count(name) {
            let item = format!("{name}.{at}");
            let found = self.notes.take(&names::pointer(&item));
            let (errors, notes) = self.split(found, &names::id(&item));
            items.push(Item {
                number: at.saturating_add(1),
                id: names::id(&item),
                pointer: names::pointer(&item),
                fields: field.fields.iter().map(|inner| self.field(inner, &format!("{item}."))).collect(),
                name: item,
                errors,
                notes,
            });
        }
        items
    }

    fn parts(&self, name: &str, with_time: bool) -> Vec<Part> {
        let all = [("day", "Day", "2"), ("month", "Month", "2"), ("year", "Year", "4"), ("time", "Time", "5")];
        let parts = all.into_iter().take(if with_time { 4 } else { 3 });
        parts
            .map(|(part, label, width)| {
                let name = format!("{name}.{part}");
                Part {
                    part,
                    label,
                    id: names::id(&name),
                    value: self.answers.text(&name).to_owned(),
                    width,
                    focus: self.focus == Some(&name),
                    name,
                }
            })
            .collect()
    }

    /// Parts the errors from the rest, and puts each error into the summary, with a link to the input.
    fn split(&mut self, found: Vec<Note>, input: &str) -> (Vec<Note>, Vec<Note>) {
        let (errors, notes): (Vec<Note>, Vec<Note>) = found.into_iter().partition(|note| note.weight == Weight::Error);
        for error in &errors {
            self.summary.push(Link { href: format!("#{input}"), text: error.message.clone() });
        }
        (errors, notes)
    }
}

fn widget(field: &Field, is_short: bool) -> &'static str {
    match field.kind {
        FieldType::Group if field.repeating => "list",
        FieldType::Group => "group",
        FieldType::Date => "date",
        FieldType::Moment => "moment",
        FieldType::YesNo => "radios",
        FieldType::Code if is_short => "radios",
        FieldType::Code => "select",
        FieldType::Codes => "checkboxes",
        FieldType::Narrative => "narrative",
        FieldType::Text if field.max_length.is_none_or(|longest| longest > LONGEST_LINE) => "textarea",
        _ => "input",
    }
}

/// The class for the width of an input: the form's own, or what answers of the type need.
fn width(field: &Field) -> String {
    let wanted = field.width.or(match field.kind {
        FieldType::Postcode | FieldType::NationalInsurance | FieldType::Number => Some(10),
        FieldType::NhsNumber | FieldType::Upn | FieldType::Uln | FieldType::Telephone | FieldType::ChildId => Some(20),
        _ => None,
    });
    let fits = wanted.and_then(|wanted| WIDTHS.iter().find(|width| **width >= wanted));
    fits.map(|width| format!("govuk-input--width-{width}")).unwrap_or_default()
}
