//! Binding: a rule's names become positions in a form, once, when the standard is loaded.

use super::condition::{Condition, Literal};
use super::form::{Field, FieldType, Form};
use super::layout::{Layout, NO_FIELD};
use super::lists::{Codes, Words};
use super::path::{Path, Root, Step};
use super::pattern::Pattern;
use super::problem::Problem;
use super::rule::{Expects, Need, Rule};
use crate::calendar::Date;

/// A rule, bound to the form of one record kind.
#[derive(Clone, Debug)]
pub struct Bound {
    /// The rule's id.
    pub id: String,
    /// The rule, its paths and values bound.
    pub rule: Rule,
    /// The positions, at the form's top level, of the fields it reads; every one if it is structural.
    pub reads: Vec<u16>,
    /// Of an `identifier` rule: the fields of its types.
    pub fields: Vec<u16>,
    /// The number of its `when` among the different ones of its record kind, given by [`share_conditions`].
    pub when: Option<u16>,
}

/// Numbers the conditions under which rules apply, so that a check decides each but once: of sixty rules, a dozen apply
/// "once the child is born". Returns how many there are.
pub(super) fn share_conditions(rules: &mut [Bound]) -> u16 {
    let mut seen: Vec<Condition> = Vec::new();
    for bound in rules {
        let Some(when) = &bound.rule.when else { continue };
        let position = seen.iter().position(|known| known == when).unwrap_or_else(|| {
            seen.push(when.clone());
            seen.len().saturating_sub(1)
        });
        bound.when = u16::try_from(position).ok();
    }
    u16::try_from(seen.len()).unwrap_or(u16::MAX)
}

/// The layouts that a rule's paths are bound to.
pub(super) struct Binder<'a> {
    pub codes: &'a [Codes],
    pub words: &'a [Words],
    pub layout: &'a Layout,
    pub context: &'a Layout,
    pub kind: &'a str,
}

impl Binder<'_> {
    /// Binds one rule.
    ///
    /// # Errors
    /// Each path, code or word list that does not exist.
    pub fn bind(&self, id: &str, mut rule: Rule) -> Result<Bound, Vec<Problem>> {
        let mut problems = Vec::new();
        let item = self.item_group(&mut rule.expects, &mut problems);
        if let Some(when) = &mut rule.when {
            self.condition(when, item, &mut problems);
        }
        self.expects(&mut rule.expects, item, &mut problems);
        for fix in &mut rule.fixes {
            self.path(&mut fix.set.field, NO_FIELD, &mut problems);
            if let Some(value) = &fix.set.value {
                self.literal(&fix.set.field, &mut value.clone(), &mut problems);
            }
        }
        self.words(&rule, &mut problems);
        let reads = self.reads(&mut rule);
        if problems.is_empty() {
            return Ok(Bound { id: id.to_owned(), fields: self.fields(&rule.expects), rule, reads, when: None });
        }
        let file = format!("rules/{id}.toml");
        Err(problems
            .into_iter()
            .map(|(needle, what)| {
                let what = format!("{what} (record kind `{}`)", self.kind);
                Problem::new(
                    &file,
                    &needle,
                    what,
                    "name something that exists, or add it to the form, the codes or the words",
                )
            })
            .collect())
    }

    /// Checks the conditions under which a form shows its sections and fields.
    ///
    /// # Errors
    /// Each path or code that does not exist.
    pub fn shown(&self, form: &Form) -> Result<(), Vec<Problem>> {
        let mut problems = Vec::new();
        for section in &form.sections {
            self.shown_when(section.show_when.as_ref(), NO_FIELD, &mut problems);
            self.shown_fields(&section.fields, NO_FIELD, &mut problems);
        }
        if problems.is_empty() {
            return Ok(());
        }
        let file = format!("forms/{}.toml", self.kind);
        let remedy = "name a field and a value that the form has";
        Err(problems.into_iter().map(|(needle, what)| Problem::new(&file, &needle, what, remedy)).collect())
    }

    fn shown_fields(&self, fields: &[Field], group: u16, problems: &mut Vec<(String, String)>) {
        for field in fields {
            self.shown_when(field.show_when.as_ref(), group, problems);
            let members = self.layout.group(group);
            let number = members
                .position(&field.id, usize::MAX, &self.layout.fields)
                .and_then(|position| members.members.get(position));
            self.shown_fields(&field.fields, number.copied().unwrap_or(NO_FIELD), problems);
        }
    }

    fn shown_when(&self, when: Option<&Condition>, group: u16, problems: &mut Vec<(String, String)>) {
        if let Some(when) = when {
            self.condition(&mut when.clone(), group, problems);
        }
    }

    /// The group whose items a `where` looks at: the list that the check's first path goes through.
    fn item_group(&self, expects: &mut Expects, problems: &mut Vec<(String, String)>) -> u16 {
        let list = match expects {
            Expects::Periods { list, .. } => Some(list.text.clone()),
            Expects::Required { fields, item: Some(_), .. } => {
                fields.first().and_then(|path| path.text.split_once("/*")).map(|(list, _)| list.to_owned())
            }
            _ => None,
        };
        let Some(mut path) = list.map(Path::from) else {
            return NO_FIELD;
        };
        self.path(&mut path, NO_FIELD, problems);
        path.field
    }

    fn expects(&self, expects: &mut Expects, item: u16, problems: &mut Vec<(String, String)>) {
        match expects {
            Expects::Required { item: Some(condition), .. } | Expects::Periods { item: Some(condition), .. } => {
                self.condition(condition, item, problems);
            }
            Expects::Holds { that, .. }
            | Expects::Mentions { that, .. }
            | Expects::Deadline { done: Some(that), .. } => {
                self.condition(that, item, problems);
            }
            _ => {}
        }
        expects.each_path(&mut |path| {
            if path.root != Root::Item {
                self.path(path, NO_FIELD, problems);
            }
        });
        match expects {
            Expects::Allowed { field, values, except, .. } => {
                values.iter_mut().chain(except).for_each(|value| self.literal(field, value, problems));
            }
            Expects::Periods { list, start, end, .. } => {
                let group = self.layout.group(list.field);
                for name in [start, end] {
                    if group.position(name, usize::MAX, &self.layout.fields).is_none() {
                        problems.push((name.clone(), format!("the list `{}` has no field `{name}`", list.text)));
                    }
                }
            }
            _ => {}
        }
    }

    fn condition(&self, condition: &mut Condition, item: u16, problems: &mut Vec<(String, String)>) {
        match condition {
            Condition::All(parts) | Condition::Any(parts) => {
                parts.iter_mut().for_each(|part| self.condition(part, item, problems));
            }
            Condition::Not(part) => self.condition(part, item, problems),
            Condition::Some(list, part) => {
                self.path(list, item, problems);
                self.condition(part, list.field, problems);
            }
            Condition::In(path, values) => {
                self.path(path, item, problems);
                values.iter_mut().for_each(|value| self.literal(path, value, problems));
            }
            other => other.each_path(&mut |path| self.path(path, item, problems)),
        }
    }

    fn path(&self, path: &mut Path, item: u16, problems: &mut Vec<(String, String)>) {
        let bound = match path.root {
            Root::AsAt => Ok(()),
            Root::Record | Root::Previous => self.layout.bind(path, NO_FIELD),
            Root::Context => self.context.bind(path, NO_FIELD),
            Root::Item if item == NO_FIELD => Err(format!("`{}` stands outside the `where` of a list", path.text)),
            Root::Item => self.layout_of_item(item).bind(path, item),
        };
        if let Err(what) = bound {
            problems.push((path.text.clone(), what));
        }
    }

    /// A `where` looks at lists of the record; lists of the context are matched with `covers`.
    fn layout_of_item(&self, _item: u16) -> &Layout {
        self.layout
    }

    /// Checks a value against the type of the field it is compared with, and turns a code into its position.
    fn literal(&self, path: &Path, literal: &mut Literal, problems: &mut Vec<(String, String)>) {
        let layout = if path.root == Root::Context { self.context } else { self.layout };
        let Some(field) = layout.field(path.field) else {
            return;
        };
        let wrong = match (field.kind, &*literal) {
            (FieldType::Code | FieldType::Codes, Literal::Text(text)) => {
                match field.codes.and_then(|list| self.code(list, text)) {
                    Some(position) => {
                        *literal = Literal::Code(position);
                        None
                    }
                    None => Some(format!("`{}` is compared with `{text}`, which is not in its code list", path.text)),
                }
            }
            (FieldType::YesNo, Literal::Bool(_)) | (FieldType::Number, Literal::Int(_)) => None,
            (FieldType::Date, Literal::Text(text)) => match Date::parse(text) {
                Ok(date) => {
                    *literal = Literal::Date(date);
                    None
                }
                Err(_) => Some(format!("`{}` is compared with something that is no date", path.text)),
            },
            (kind, Literal::Text(_)) if kind.is_text() => None,
            _ => Some(format!("`{}` is compared with a value of another type", path.text)),
        };
        if let Some(what) = wrong {
            problems.push((path.text.clone(), what));
        }
    }

    fn code(&self, list: u16, text: &str) -> Option<u16> {
        self.codes.get(usize::from(list))?.index().position(text)
    }

    /// Word lists exist, and required fields have words for being blank.
    fn words(&self, rule: &Rule, problems: &mut Vec<(String, String)>) {
        match &rule.expects {
            Expects::Words { list, .. } | Expects::Mentions { list, .. } | Expects::Contains { list, .. }
                if !self.words.iter().any(|known| known.id == *list) =>
            {
                problems.push((list.clone(), format!("the word list `{list}` does not exist")));
            }
            Expects::Statements { pattern, lists, limit, .. } => self.pattern(*pattern, lists, *limit, problems),
            Expects::Required { fields, need, .. } if rule.says.message.is_empty() => {
                let told = if *need == Need::Any { fields.get(..1).unwrap_or_default() } else { fields };
                for path in told {
                    if self.layout.field(path.field).is_some_and(|field| field.missing.is_empty()) {
                        let what = format!(
                            "`{}` is required, and neither the rule nor the form says what to do when it is blank",
                            path.text
                        );
                        problems.push((path.text.clone(), what));
                    }
                }
            }
            expects
                if rule.says.message.is_empty()
                    && !matches!(expects, Expects::Required { .. })
                    && !expects.is_structural() =>
            {
                problems.push(("[says]".to_owned(), "the rule says nothing when it fails".to_owned()));
            }
            _ => {}
        }
    }

    /// A pattern has the lists and the limit that it needs.
    fn pattern(&self, pattern: Pattern, lists: &[String], limit: i64, problems: &mut Vec<(String, String)>) {
        for list in lists.iter().filter(|list| !self.words.iter().any(|known| known.id == **list)) {
            problems.push((list.clone(), format!("the word list `{list}` does not exist")));
        }
        if lists.len() != pattern.lists() {
            let what = format!("the pattern needs {} word lists and is given {}", pattern.lists(), lists.len());
            problems.push(("pattern".to_owned(), what));
        }
        if pattern.counts() != (limit > 0) {
            let what = if pattern.counts() { "the pattern needs a limit" } else { "the pattern takes no limit" };
            problems.push(("pattern".to_owned(), what.to_owned()));
        }
    }

    fn fields(&self, expects: &Expects) -> Vec<u16> {
        let Expects::Identifier { types } = expects else {
            return Vec::new();
        };
        let fields = (0_u16..).zip(&self.layout.fields);
        fields.filter(|(_, field)| types.contains(&field.kind)).map(|(number, _)| number).collect()
    }

    fn reads(&self, rule: &mut Rule) -> Vec<u16> {
        let mut reads = Vec::new();
        if let Expects::Identifier { types } = &rule.expects {
            reads.extend(self.layout.fields.iter().filter(|field| types.contains(&field.kind)).map(|field| field.top));
        } else if rule.expects.is_structural() {
            reads.extend((0..self.layout.top.members.len()).filter_map(|position| u16::try_from(position).ok()));
        }
        let mut see = |path: &mut Path| {
            if path.root == Root::Record
                && let Some(Step::Position(top)) = path.steps.first()
            {
                reads.push(*top);
            }
        };
        if let Some(when) = &mut rule.when {
            when.each_path(&mut see);
        }
        rule.expects.each_path(&mut see);
        if matches!(&rule.expects, Expects::Words { fields, .. } if fields.is_empty()) {
            let narratives = self.layout.fields.iter().filter(|field| field.kind == FieldType::Narrative);
            reads.extend(narratives.map(|field| field.top));
        }
        crate::text::sort_short(&mut reads, |top| *top);
        reads.dedup();
        reads
    }
}
