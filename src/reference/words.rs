//! Conditions and checks, put in everyday words.

use crate::standards::{
    Anchor, Blank, Condition, Current, Definition, Expects, Field, FieldType, Form, Literal, Need, Path, Pattern, Root,
    Rule,
};

/// Puts the parts of one rule in words, with the labels of the forms that it applies to.
#[derive(Clone, Copy, Debug)]
pub struct Words<'d> {
    definition: &'d Definition,
    rule: &'d Rule,
}

impl<'d> Words<'d> {
    /// For a rule of a standard.
    pub fn new(definition: &'d Definition, rule: &'d Rule) -> Words<'d> {
        Words { definition, rule }
    }

    /// When the rule applies; `None` if always.
    pub fn when(&self) -> Option<String> {
        self.rule.when.as_ref().map(|when| self.condition(when))
    }

    /// What the rule expects.
    pub fn expects(&self) -> String {
        match &self.rule.expects {
            Expects::Required { fields, need, item } => {
                let joint = if *need == Need::Any { "or" } else { "and" };
                let only = item.as_ref().map(|item| format!(", for each entry of which {}", self.condition(item)));
                let verb = if fields.len() > 1 && *need == Need::All { "are" } else { "is" };
                format!(
                    "{} {verb} filled in{}",
                    list(fields.iter().map(|path| self.path(path)), joint),
                    only.unwrap_or_default()
                )
            }
            Expects::Empty { fields } => {
                format!(
                    "{} left blank",
                    list(fields.iter().map(|path| self.path(path)), "and")
                        + if fields.len() > 1 { " are" } else { " is" }
                )
            }
            Expects::Allowed { field, values, except, blank } => {
                let is = if values.is_empty() {
                    format!("{} is not {}", self.path(field), self.values(field, except))
                } else {
                    format!("{} is {}", self.path(field), self.values(field, values))
                };
                if *blank == Blank::Fails { format!("{is}, and is not left blank") } else { is }
            }
            Expects::Holds { that, .. } => self.condition(that),
            Expects::Dates { field, earliest, latest, .. } => {
                let mut bounds = Vec::new();
                bounds.extend(earliest.as_ref().map(|anchor| format!("not before {}", self.anchor(anchor))));
                bounds.extend(latest.as_ref().map(|anchor| format!("not after {}", self.anchor(anchor))));
                format!("{} is {}", self.path(field), bounds.join(" and "))
            }
            Expects::Deadline { from, to, limit, unit, later, done } => {
                let later = later.as_ref().filter(|later| later.text != from.text);
                let later = later.map(|later| format!(", or {} if that is later,", self.path(later)));
                let done = done.as_ref().map(|done| format!(", and by then {}", self.condition(done)));
                format!(
                    "no more than {limit} {} lie between {}{} and {}{}",
                    unit.words(*limit),
                    self.path(from),
                    later.unwrap_or_default(),
                    self.path(to),
                    done.unwrap_or_default()
                )
            }
            Expects::Periods { list, current, overlap, max_gap_days, .. } => {
                let mut asked = Vec::new();
                asked.extend(current.map(|current| match current {
                    Current::ExactlyOne => "one of them is current, no more and no fewer".to_owned(),
                    Current::AtMostOne => "no more than one of them is current".to_owned(),
                }));
                if !overlap {
                    asked.push("no two of them overlap".to_owned());
                }
                asked.extend(max_gap_days.map(|days| format!("no gap between them is longer than {days} days")));
                format!("the entries of {} follow one another: {}", self.path(list), asked.join(", and "))
            }
            Expects::Agrees { field, with } => format!("{} is the same as {}", self.path(field), self.path(with)),
            Expects::Distinct { field } => format!("no two answers of {} are the same", self.path(field)),
            Expects::Covers { list, of } => {
                format!("{} names everything that {} names", self.path(list), self.path(of))
            }
            Expects::FullName { field, min_words, .. } => {
                format!("{} is a full name, of at least {min_words} words, and no placeholder", self.path(field))
            }
            Expects::Words { fields, list } => {
                format!("{} does without the words of the list ‘{}’", self.narratives(fields), self.word_list(list))
            }
            Expects::Mentions { fields, list, that, .. } => format!(
                "if {} mentions anything of the list ‘{}’, {}",
                self.narratives(fields),
                self.word_list(list),
                self.condition(that)
            ),
            Expects::Length { fields, min_words, max_words } => {
                let mut bounds = Vec::new();
                bounds.extend(min_words.map(|words| format!("at least {words}")));
                bounds.extend(max_words.map(|words| format!("no more than {words}")));
                format!("{} has {} words", self.narratives(fields), bounds.join(" and "))
            }
            Expects::Contains { fields, list } => {
                format!("{} uses at least one word of the list ‘{}’", self.narratives(fields), self.word_list(list))
            }
            Expects::Retention { disposal, .. } => {
                format!("{} is not before the date that the retention table allows", self.path(disposal))
            }
            Expects::Statements { fields, pattern, limit, .. } => {
                format!("in {}, {}", self.narratives(fields), pattern_in_words(*pattern, *limit))
            }
            Expects::NarrativeAgrees { fields, .. } => {
                format!("dates of birth, ages and names in {} agree with the child’s record", self.narratives(fields))
            }
            Expects::Identifier { .. } => {
                "the number or address has its official form, check digits included".to_owned()
            }
            Expects::Typed {} => "every answer has the form that its question asks for".to_owned(),
            Expects::Coded {} => "every choice is on its list".to_owned(),
            Expects::Sized {} => "every answer and list is within its size".to_owned(),
            Expects::Known {} => "every answer belongs to a question of the form".to_owned(),
            Expects::Acceptances {} => "every warning that was kept says why, and may be kept".to_owned(),
        }
    }

    fn narratives(&self, fields: &[Path]) -> String {
        if fields.is_empty() {
            return "everything that is written freely".to_owned();
        }
        list(fields.iter().map(|path| self.path(path)), "and")
    }

    fn word_list(&self, id: &str) -> String {
        self.definition.words.get(id).map_or_else(|| id.to_owned(), |list| list.title.clone())
    }

    fn anchor(&self, anchor: &Anchor) -> String {
        let from = self.path(&anchor.from);
        let mut offsets = Vec::new();
        for (count, one, many) in
            [(anchor.years, "year", "years"), (anchor.months, "month", "months"), (anchor.days, "day", "days")]
        {
            if count != 0 {
                let unit = if count.abs() == 1 { one } else { many };
                let side = if count < 0 { "before" } else { "after" };
                offsets.push(format!("{} {unit} {side}", count.abs()));
            }
        }
        if offsets.is_empty() { from } else { format!("{} {from}", offsets.join(" and ")) }
    }

    /// A condition.
    pub fn condition(&self, condition: &Condition) -> String {
        match condition {
            Condition::All(parts) => parts.iter().map(|part| self.part(part)).collect::<Vec<_>>().join(" and "),
            Condition::Any(parts) => parts.iter().map(|part| self.part(part)).collect::<Vec<_>>().join(" or "),
            Condition::Not(part) => match &**part {
                Condition::In(path, values) => format!("{} is not {}", self.path(path), self.values(path, values)),
                Condition::Filled(path, filled) => self.condition(&Condition::Filled(path.clone(), !filled)),
                Condition::SameAs(path, other) => {
                    format!("{} is not the same as {}", self.path(path), self.path(other))
                }
                Condition::Some(list, part) => {
                    format!("no entry of {} has it that {}", self.path(list), self.condition(part))
                }
                other => format!("it is not so that {}", self.part(other)),
            },
            Condition::In(path, values) => format!("{} is {}", self.path(path), self.values(path, values)),
            Condition::Filled(path, true) => format!("{} is filled in", self.path(path)),
            Condition::Filled(path, false) => format!("{} is blank", self.path(path)),
            Condition::SameAs(path, other) => format!("{} is the same as {}", self.path(path), self.path(other)),
            Condition::Changed(path, true) => format!("{} has changed since the version before", self.path(path)),
            Condition::Changed(path, false) => format!("{} is as it was in the version before", self.path(path)),
            Condition::OnOrAfter(path, other) => format!("{} is on or after {}", self.path(path), self.path(other)),
            Condition::Before(path, other) => format!("{} is before {}", self.path(path), self.path(other)),
            Condition::Names(path, other) => format!("{} names {}", self.path(path), self.path(other)),
            Condition::Mentions(path, list) => {
                format!("{} mentions something of the list ‘{}’", self.path(path), self.word_list(list))
            }
            Condition::OfficeHours(path, from, to) => {
                format!("{} is on a working day between {from}:00 and {to}:00", self.path(path))
            }
            Condition::Some(list, part) => {
                format!("an entry of {} has it that {}", self.path(list), self.condition(part))
            }
            Condition::Age(born, at, from, to) => format!(
                "somebody born on {} is between {from} and {to} years old on {}",
                self.path(born),
                self.path(at)
            ),
            Condition::NearBirthday(born, age, weeks) => {
                format!(
                    "the check is made in the {weeks} weeks before the birthday at {age} that {} gives",
                    self.path(born)
                )
            }
            Condition::Elapsed(from, to, over, unit) => {
                format!("more than {over} {} lie between {} and {}", unit.words(*over), self.path(from), self.path(to))
            }
        }
    }

    /// A part of a condition, in brackets where it has parts of its own.
    fn part(&self, condition: &Condition) -> String {
        match condition {
            Condition::All(parts) | Condition::Any(parts) if parts.len() > 1 => {
                format!("({})", self.condition(condition))
            }
            _ => self.condition(condition),
        }
    }

    fn values(&self, path: &Path, values: &[Literal]) -> String {
        list(values.iter().map(|value| self.value(path, value)), "or")
    }

    fn value(&self, path: &Path, value: &Literal) -> String {
        match value {
            Literal::Bool(true) => "yes".to_owned(),
            Literal::Bool(false) => "no".to_owned(),
            Literal::Int(number) => number.to_string(),
            Literal::Text(text) => {
                let codes = self.field(path).and_then(|field| self.definition.codes.get(&field.codes));
                let code = codes.and_then(|list| list.codes.iter().find(|code| code.code == *text));
                code.map_or_else(|| format!("“{text}”"), |code| format!("“{}”", code.label))
            }
            Literal::Code(_) | Literal::Date(_) => String::new(),
        }
    }

    /// The answer that a path names, by its label.
    pub fn path(&self, path: &Path) -> String {
        let label = || self.field(path).map_or_else(|| path.text.clone(), |field| field.label.clone());
        match path.root {
            Root::AsAt => "the moment of the check".to_owned(),
            Root::Previous => format!("‘{}’ of the version before", label()),
            Root::Context => format!("‘{}’ of the case", label()),
            Root::Item => format!("its ‘{}’", label()),
            Root::Record if path.names().any(|name| name == "*") => format!("each ‘{}’", label()),
            Root::Record => format!("‘{}’", label()),
        }
    }

    fn field(&self, path: &Path) -> Option<&'d Field> {
        let names: Vec<&str> = path.names().filter(|name| *name != "*").collect();
        let context = std::iter::once(&self.definition.context);
        match path.root {
            Root::Context => context.clone().find_map(|form| in_form(form, &names)),
            Root::Item => self.forms().find_map(|form| anywhere(form, &names)),
            _ => self.forms().find_map(|form| in_form(form, &names)),
        }
    }

    fn forms(&self) -> impl Iterator<Item = &'d Form> {
        let kinds = &self.rule.kinds;
        let forms = self.definition.forms.iter();
        forms.filter(move |(kind, _)| kinds.is_empty() || kinds.contains(kind)).map(|(_, form)| form)
    }
}

fn in_form<'d>(form: &'d Form, names: &[&str]) -> Option<&'d Field> {
    form.sections.iter().find_map(|section| down(&section.fields, names))
}

fn down<'d>(fields: &'d [Field], names: &[&str]) -> Option<&'d Field> {
    let (name, rest) = names.split_first()?;
    let field = fields.iter().find(|field| field.id == *name)?;
    if rest.is_empty() { Some(field) } else { down(&field.fields, rest) }
}

/// A field of a list's entries: a path inside a `where` does not say which list it is.
fn anywhere<'d>(form: &'d Form, names: &[&str]) -> Option<&'d Field> {
    let groups = form.sections.iter().flat_map(|section| &section.fields);
    groups.filter(|field| field.kind == FieldType::Group).find_map(|group| down(&group.fields, names))
}

/// What a narrative without the pattern is like.
fn pattern_in_words(pattern: Pattern, limit: i64) -> String {
    match pattern {
        Pattern::OpinionWithoutBasis => "an opinion stands with its reason, or with a fact beside it".to_owned(),
        Pattern::HearsayWithoutSource => "what was told says who told it".to_owned(),
        Pattern::DecisionWithoutMaker => "a decision says whose it is".to_owned(),
        Pattern::DecisionWithoutReasons => "a decision has its reasons with it or beside it".to_owned(),
        Pattern::MixedKinds => "what was observed and what is thought of it stand in sentences of their own".to_owned(),
        Pattern::NoViews => "something is said of the child’s or family’s views, wishes or feelings".to_owned(),
        Pattern::NoObservation => "something is told that the writer saw or heard".to_owned(),
        Pattern::RelativeDay => "a day such as yesterday has its date beside it".to_owned(),
        Pattern::UnnamedPeople => "people are named, and not given by role alone".to_owned(),
        Pattern::OtherPerson => "nobody is named in full whose name belongs on another file".to_owned(),
        Pattern::LongSentence => format!("no sentence has more than {limit} words"),
        Pattern::HardToRead => {
            format!("no paragraph takes more than {limit} years of schooling to read (Gunning fog index)")
        }
        Pattern::Repeated => "no sentence stands there twice".to_owned(),
        Pattern::NoAnalysis => format!("{limit} statements or more hold an opinion, assessment or judgement"),
        Pattern::TooShort => format!("there are at least {limit} words"),
        Pattern::SeveralDays => "all entries are of one day".to_owned(),
        Pattern::Listed => "no word of the list is used".to_owned(),
        Pattern::Slips => "no word stands there twice running, and sentences begin with a capital letter".to_owned(),
        Pattern::OneSided => {
            format!("{limit} statements or more on one side have the other side with them: strengths and concerns")
        }
        Pattern::BeyondExpertise => "what another profession concludes has its source".to_owned(),
    }
}

/// A, B and C.
fn list(parts: impl Iterator<Item = String>, joint: &str) -> String {
    let mut parts: Vec<String> = parts.collect();
    match (parts.pop(), parts.is_empty()) {
        (Some(last), false) => format!("{} {joint} {last}", parts.join(", ")),
        (Some(only), true) => only,
        (None, _) => String::new(),
    }
}
