//! Checking: a record against a standard.
//!
//! [`check`] is a pure function that cannot fail: no clock, no input or output, no randomness, no panic. Every rule of the
//! record's kind is judged once; each judgement is an outcome in the words of W3C's EARL and ACT: passed, failed, cannot
//! tell, inapplicable; or pending, for a deadline that is not reached yet. What cannot be told is never counted as passed.

mod agrees;
mod allowed;
mod coded;
mod conditions;
mod contains;
mod covers;
mod dates;
mod deadline;
mod empty;
#[cfg(all(feature = "packs", not(target_arch = "wasm32")))]
mod example;
mod full_name;
mod holds;
mod known;
mod mentions;
mod narrative;
mod narrative_agrees;
mod outcome;
mod periods;
mod required;
mod session;
mod statements;
mod structural;
mod words;

#[cfg(all(feature = "packs", not(target_arch = "wasm32")))]
pub use example::Examples;
pub use narrative::{StatementAt, flags, lexicon, statements};
pub use outcome::{Cause, Counts, Finding, Mode, Outcome, Report, Statements, Topic, Verdict, pointers};
pub use session::{Change, Session};

use crate::calendar::{Date, Moment};
use crate::note;
use crate::record::{Context, FaultAt, Place, Record, Value};
use crate::standards::{
    Bound, Condition, Expects, FieldType, Kind, Layout, Level, NO_FIELD, Path, Root, Standard, Step,
};
use outcome::{Doubt, Outcomes};
use std::cell::RefCell;
use std::rc::Rc;

/// Checks a record.
///
/// `as_at` is the moment of the check: the browser passes its clock, the server its own, which is the one that counts. In
/// [`Mode::Draft`] only what has been entered is judged; in [`Mode::Final`] also what is missing.
///
/// A record whose kind the standard does not have cannot be read, so that every record that exists can be checked.
pub fn check<'s>(
    standard: &'s Standard,
    record: &Record<'_>,
    context: &Context<'_>,
    as_at: Moment,
    mode: Mode,
) -> Report<'s> {
    static NO_KIND: std::sync::LazyLock<Kind> = std::sync::LazyLock::new(Kind::none);
    let kind = standard.kind(record.kind()).unwrap_or(&NO_KIND);
    let judge = Judge::new(standard, kind, record, context, as_at, mode);
    let mut outcomes = Outcomes::default();
    for (number, bound) in kind.rules.iter().enumerate() {
        judge.rule(u16::try_from(number).unwrap_or(u16::MAX), bound, &mut outcomes);
    }
    let statements = judge.statements();
    Report::new(standard, kind, as_at, mode, outcomes, statements)
}

/// What every check kind sees.
pub(crate) struct Judge<'a> {
    pub standard: &'a Standard,
    pub kind: &'a Kind,
    pub record: &'a Record<'a>,
    pub context: &'a Context<'a>,
    pub as_at: Moment,
    pub today: Date,
    pub mode: Mode,
    /// The analysis of each narrative, made once for all the rules on words.
    analyses: RefCell<Vec<(Place, Rc<note::Analysis>)>>,
    /// The conditions under which rules apply, as far as they have been decided.
    applies: RefCell<Vec<Option<conditions::Tri>>>,
}

/// A rule being judged.
pub(crate) struct Rule<'a> {
    pub number: u16,
    pub bound: &'a Bound,
}

/// What a path leads to.
pub(crate) enum Looked<'v> {
    /// A value, blank ones included.
    Value(&'v Value<'v>),
    /// A part of the case context that was not supplied.
    Unknown,
}

/// The item of a list that a `where` looks at.
#[derive(Clone, Copy)]
pub(crate) struct Scope<'v> {
    pub item: Option<&'v Value<'v>>,
}

impl Scope<'_> {
    pub const NONE: Scope<'static> = Scope { item: None };
}

static ABSENT: Value<'static> = Value::Absent;

impl<'a> Judge<'a> {
    pub fn new(
        standard: &'a Standard,
        kind: &'a Kind,
        record: &'a Record<'a>,
        context: &'a Context<'a>,
        as_at: Moment,
        mode: Mode,
    ) -> Judge<'a> {
        Judge {
            standard,
            kind,
            record,
            context,
            as_at,
            today: as_at.date(),
            mode,
            analyses: RefCell::default(),
            applies: RefCell::new(vec![None; usize::from(kind.conditions)]),
        }
    }

    /// Judges one rule.
    pub fn rule(&self, number: u16, bound: &'a Bound, out: &mut Outcomes) {
        let rule = Rule { number, bound };
        if let Some(when) = &bound.rule.when {
            match self.applies(bound, when) {
                conditions::Tri::Yes => {}
                conditions::Tri::No => return out.count(Outcome::Inapplicable),
                conditions::Tri::Unknown(cause) => {
                    return self.cannot_tell(&rule, self.main_place(&rule), cause, out);
                }
            }
        }
        match &bound.rule.expects {
            Expects::Required { fields, need, item } => required::judge(self, &rule, fields, *need, item.as_ref(), out),
            Expects::Empty { fields } => empty::judge(self, &rule, fields, out),
            Expects::Allowed { field, values, except, blank } => {
                allowed::judge(self, &rule, field, values, except, *blank, out);
            }
            Expects::Holds { that, at, missing } => holds::judge(self, &rule, that, at, *missing, out),
            Expects::Dates { field, earliest, latest } => {
                dates::judge(self, &rule, field, earliest.as_ref(), latest.as_ref(), out);
            }
            Expects::Deadline { from, to, limit, unit, later, done } => {
                let asked = deadline::Asked { from, to, limit: *limit, unit: *unit, later: later.as_ref() };
                deadline::judge(self, &rule, &asked, done.as_ref(), out);
            }
            Expects::Periods { .. } => periods::judge(self, &rule, out),
            Expects::Agrees { field, with } => agrees::judge(self, &rule, field, with, out),
            Expects::Covers { list, of } => covers::judge(self, &rule, list, of, out),
            Expects::FullName { field, min_words, not } => full_name::judge(self, &rule, field, *min_words, not, out),
            Expects::Words { fields, list } => words::judge(self, &rule, fields, list, out),
            Expects::Mentions { fields, list, that, at } => mentions::judge(self, &rule, fields, list, that, at, out),
            Expects::Contains { fields, list } => contains::judge(self, &rule, fields, list, out),
            Expects::Statements { fields, pattern, lists, limit, against } => {
                let asked = statements::Asked { fields, pattern: *pattern, lists, limit: *limit, against };
                statements::judge(self, &rule, &asked, out);
            }
            Expects::NarrativeAgrees { fields, child } => narrative_agrees::judge(self, &rule, fields, child, out),
            Expects::Identifier { types } => structural::identifier(self, &rule, types, out),
            Expects::Typed {} => structural::typed(self, &rule, out),
            Expects::Coded {} => coded::judge(self, &rule, out),
            Expects::Sized {} => structural::sized(self, &rule, out),
            Expects::Known {} => known::judge(self, &rule, out),
            Expects::Acceptances {} => known::acceptances(self, &rule, out),
        }
    }

    fn applies(&self, bound: &Bound, when: &Condition) -> conditions::Tri {
        let slot = bound.when.map(usize::from);
        if let Some(Some(known)) = slot.and_then(|slot| self.applies.borrow().get(slot).copied()) {
            return known;
        }
        let decided = self.holds(when, Scope::NONE);
        let mut applies = self.applies.borrow_mut();
        if let Some(known) = slot.and_then(|slot| applies.get_mut(slot)) {
            *known = Some(decided);
        }
        decided
    }

    pub fn layout(&self) -> &'a Layout {
        &self.kind.layout
    }

    /// Follows a path that goes through no list.
    pub fn look<'v>(&'v self, path: &Path, scope: Scope<'v>) -> Looked<'v> {
        let (mut value, closed): (&Value<'_>, bool) = match path.root {
            Root::Record => (&self.record.fields, true),
            Root::Item => match scope.item {
                Some(item) => (item, true),
                None => return Looked::Value(&ABSENT),
            },
            Root::Context => match &self.context.known {
                Some(known) => (known, false),
                None => return Looked::Unknown,
            },
            Root::Previous => match &self.context.previous {
                Some(previous) => (previous, true),
                None => return Looked::Unknown,
            },
            // Callers ask for the moment of the check before they look.
            Root::AsAt => return Looked::Value(&ABSENT),
        };
        for step in &path.steps {
            let Step::Position(position) = step else {
                return Looked::Value(value);
            };
            match value {
                Value::Absent if !closed => return Looked::Unknown,
                Value::Absent | Value::Blank => return Looked::Value(&ABSENT),
                value_in_group => value = value_in_group.at(*position).unwrap_or(&ABSENT),
            }
        }
        if !closed && *value == Value::Absent { Looked::Unknown } else { Looked::Value(value) }
    }

    /// Shows every value that a path of the record leads to, with its place and the list item it is in. A list that is
    /// empty leads to none.
    pub fn each<'v>(&'v self, path: &Path, see: &mut dyn FnMut(Place, &'v Value<'v>, Option<&'v Value<'v>>)) {
        let root: &Value<'_> = match path.root {
            Root::Record => &self.record.fields,
            Root::Context => match &self.context.known {
                Some(known) => known,
                None => return,
            },
            Root::Previous => match &self.context.previous {
                Some(previous) => previous,
                None => return,
            },
            Root::Item | Root::AsAt => return,
        };
        if !path.has_each() {
            let value = path.steps.iter().fold(root, |value, step| match step {
                Step::Position(position) => value.at(*position).unwrap_or(&ABSENT),
                Step::Each => value,
            });
            return see(Place::RECORD.field(path.field), value, None);
        }
        let layout = if path.root == Root::Context { self.standard.context() } else { self.layout() };
        walk(root, &path.steps, Place::RECORD, NO_FIELD, layout, None, see);
    }

    /// The day of a date that a path leads to, or of the check.
    pub fn day(&self, path: &Path, scope: Scope<'_>) -> Result<Option<Date>, Doubt> {
        if path.root == Root::AsAt {
            return Ok(Some(self.today));
        }
        match self.look(path, scope) {
            Looked::Value(Value::Faulty) => Err(Doubt::Faulty),
            Looked::Value(value) => Ok(value.day()),
            Looked::Unknown => Err(self.unknown(path)),
        }
    }

    /// The moment that a path leads to, or of the check; a date counts from its beginning.
    pub fn moment(&self, path: &Path, scope: Scope<'_>) -> Result<Option<Moment>, Doubt> {
        if path.root == Root::AsAt {
            return Ok(Some(self.as_at));
        }
        match self.look(path, scope) {
            Looked::Value(Value::Faulty) => Err(Doubt::Faulty),
            Looked::Value(Value::Moment(moment)) => Ok(Some(*moment)),
            Looked::Value(Value::Date(date)) => Ok(Some(Moment::start_of_day(*date))),
            Looked::Value(_) => Ok(None),
            Looked::Unknown => Err(self.unknown(path)),
        }
    }

    pub fn unknown(&self, path: &Path) -> Doubt {
        if path.root == Root::Previous { Doubt::Previous } else { Doubt::Context(path.field) }
    }

    /// The place of a path without lists; of one with lists, the list's.
    pub fn place(&self, path: &Path) -> Place {
        match path.root {
            Root::Record | Root::Previous => Place::RECORD.field(self.before_each(path)),
            _ => Place::RECORD,
        }
    }

    /// The field that a path has reached when it first comes to a list's items.
    fn before_each(&self, path: &Path) -> u16 {
        let mut at = NO_FIELD;
        for step in &path.steps {
            let Step::Position(position) = step else {
                return at;
            };
            at = self.layout().group(at).members.get(usize::from(*position)).copied().unwrap_or(NO_FIELD);
        }
        at
    }

    /// Where to point when a rule cannot be judged at all.
    fn main_place(&self, rule: &Rule<'_>) -> Place {
        let path = match &rule.bound.rule.expects {
            Expects::Required { fields, .. } | Expects::Empty { fields } | Expects::Words { fields, .. } => {
                fields.first()
            }
            Expects::NarrativeAgrees { fields, .. }
            | Expects::Contains { fields, .. }
            | Expects::Statements { fields, .. } => fields.first(),
            Expects::Allowed { field, .. } | Expects::Dates { field, .. } | Expects::FullName { field, .. } => {
                Some(field)
            }
            Expects::Agrees { field, .. } => Some(field),
            Expects::Holds { at, .. } | Expects::Mentions { at, .. } => Some(at),
            Expects::Deadline { from, .. } => Some(from),
            Expects::Periods { list, .. } | Expects::Covers { list, .. } => Some(list),
            _ => None,
        };
        path.map_or(Place::RECORD, |path| self.place(path))
    }

    /// The analysis of a narrative, or `None` if it is too long to be read: the size is a fault of its own.
    pub fn analysis(&self, place: Place, text: &str) -> Option<Rc<note::Analysis>> {
        if !self.is_readable(place) {
            return None;
        }
        if let Some((_, known)) = self.analyses.borrow().iter().find(|(known, _)| *known == place) {
            return Some(Rc::clone(known));
        }
        let analysis = Rc::new(narrative::analyse(self.standard, text));
        self.analyses.borrow_mut().push((place, Rc::clone(&analysis)));
        Some(analysis)
    }

    /// Is the narrative at a place of a size that can be read?
    pub fn is_readable(&self, place: Place) -> bool {
        self.record.faults.iter().all(|fault| fault.place != place)
    }

    /// The position of a word list.
    pub fn word_list(&self, id: &str) -> Option<u16> {
        self.standard.words_position(id)
    }

    /// The narratives at these paths, or every one of the form.
    pub fn narratives<'v>(&'v self, fields: &[Path], see: &mut dyn FnMut(Place, &'v str)) {
        if !fields.is_empty() {
            for path in fields {
                self.each(path, &mut |place, value, _| {
                    if let Some(text) = value.text() {
                        see(place, text);
                    }
                });
            }
            return;
        }
        for (number, field) in self.layout().fields.iter().enumerate() {
            // A narrative inside a repeating group is named by a path; at the top level and in plain groups it is found.
            if field.kind == FieldType::Narrative {
                let place = Place::RECORD.field(u16::try_from(number).unwrap_or(NO_FIELD));
                if let Some(Value::Text(text)) = crate::record::value_at(&self.record.fields, place, self.layout()) {
                    see(place, text);
                }
            }
        }
    }

    /// The statements of every narrative.
    fn statements(&self) -> Vec<Statements> {
        let mut all = Vec::new();
        self.narratives(&[], &mut |place, text| {
            if let Some(analysis) = self.analysis(place, text) {
                let mut found = narrative::statements(text, &analysis);
                if self.record.tags(place).next().is_some() {
                    let said = statements::said(self, place, text, &analysis);
                    found.iter_mut().zip(said).filter(|(_, said)| said.tagged).for_each(|(one, said)| one.take(&said));
                }
                all.push(Statements { place, statements: found });
            }
        });
        all
    }

    pub fn faults(&self) -> &'a [FaultAt] {
        &self.record.faults
    }

    /// Was the finding accepted with a reason? Only warnings can be.
    fn is_accepted(&self, rule: &Rule<'_>, place: Place) -> bool {
        if rule.bound.rule.level == Level::Must || self.record.accepted.is_empty() {
            return false;
        }
        self.record.accepted.iter().any(|accepted| {
            accepted.has_reason
                && accepted.rule == rule.bound.id
                && (accepted.at.is_empty() || accepted.at == place.pointer(self.layout()))
        })
    }

    pub fn passed(&self, out: &mut Outcomes) {
        out.count(Outcome::Passed);
    }

    pub fn failed(&self, rule: &Rule<'_>, place: Place, cause: Cause, out: &mut Outcomes) {
        self.finding(rule, Outcome::Failed, place, cause, out);
    }

    pub fn cannot_tell(&self, rule: &Rule<'_>, place: Place, doubt: Doubt, out: &mut Outcomes) {
        // What cannot be told because an answer is faulty is explained where the fault is: once is enough.
        if doubt == Doubt::Faulty {
            return out.count(Outcome::CannotTell);
        }
        self.finding(rule, Outcome::CannotTell, place, doubt.into(), out);
    }

    fn finding(&self, rule: &Rule<'_>, outcome: Outcome, place: Place, cause: Cause, out: &mut Outcomes) {
        let accepted = self.is_accepted(rule, place);
        out.add(Finding { rule: rule.number, outcome, place, span: None, due: None, cause, accepted });
    }

    pub fn add(&self, rule: &Rule<'_>, mut finding: Finding, out: &mut Outcomes) {
        finding.accepted = self.is_accepted(rule, finding.place);
        out.add(finding);
    }
}

fn walk<'v>(
    value: &'v Value<'v>,
    steps: &[Step],
    place: Place,
    at: u16,
    layout: &Layout,
    item: Option<&'v Value<'v>>,
    see: &mut dyn FnMut(Place, &'v Value<'v>, Option<&'v Value<'v>>),
) {
    match steps.split_first() {
        None => see(place, value, item),
        Some((Step::Position(position), rest)) => {
            let number = layout.group(at).members.get(usize::from(*position)).copied().unwrap_or(NO_FIELD);
            let inner = value.at(*position).unwrap_or(&ABSENT);
            walk(inner, rest, place.field(number), number, layout, item, see);
        }
        Some((Step::Each, rest)) => {
            for (index, inner) in value.items().iter().enumerate() {
                walk(inner, rest, place.item(index), at, layout, Some(inner), see);
            }
        }
    }
}
