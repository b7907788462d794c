//! States of an example with one thing broken.

use fairnote::packs::Example;
use fairnote::standards::{Condition, Definition, Expects, Field, FieldType, Form, Literal, Path, Root, Rule};
use serde_json::{Map, Value, json};

/// What a check is given.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    pub fields: Value,
    pub beside: Map<String, Value>,
    pub context: Value,
    pub as_at: String,
}

impl State {
    pub fn of(example: &Example) -> State {
        let mut beside = example.record.as_object().cloned().unwrap_or_default();
        let fields = beside.remove("fields").unwrap_or_else(|| json!({}));
        beside.remove("kind");
        State { fields, beside, context: example.context.clone(), as_at: example.as_at.clone() }
    }

    /// Another value at a path; null takes it out.
    fn with(&self, path: &Path, value: &Value) -> State {
        let mut state = self.clone();
        let names: Vec<&str> = path.names().collect();
        match path.root {
            Root::Context => put(&mut state.context, &names, value),
            Root::Previous => {
                let mut below = vec!["previous"];
                below.extend(names);
                put(&mut state.context, &below, value);
            }
            Root::Record | Root::Item => put(&mut state.fields, &names, value),
            Root::AsAt => state.as_at = value.as_str().unwrap_or(&self.as_at).to_owned(),
        }
        state
    }

    fn at(&self, path: &Path) -> Value {
        let mut value = match path.root {
            Root::Context => &self.context,
            Root::Previous => &self.context["previous"],
            Root::AsAt => return json!(self.as_at),
            Root::Record | Root::Item => &self.fields,
        };
        for name in path.names() {
            value = if name == "*" { &value[0] } else { &value[name] };
        }
        value.clone()
    }
}

fn put(at: &mut Value, names: &[&str], value: &Value) {
    let Some((name, rest)) = names.split_first() else {
        *at = value.clone();
        return;
    };
    if *name == "*" {
        if !at.is_array() {
            *at = json!([{}]);
        }
        // One thing is broken: the last item alone.
        if let Some(last) = at.as_array_mut().and_then(|items| items.last_mut()) {
            put(last, rest, value);
        }
        return;
    }
    if !at.is_object() {
        *at = json!({});
    }
    let Some(map) = at.as_object_mut() else { return };
    if rest.is_empty() && value.is_null() {
        map.remove(*name);
    } else {
        put(map.entry(*name).or_insert(Value::Null), rest, value);
    }
}

/// What a failing example has otherwise: each of its answers alone, then all, over the passing one; and its own context.
pub fn borrowed(whole: &State, failing: &Example) -> Vec<State> {
    let other = State::of(failing);
    let mut states = Vec::new();
    for part in ["fields", "context"] {
        let of = |state: &State| if part == "fields" { state.fields.clone() } else { state.context.clone() };
        let keys = |value: &Value| value.as_object().map(|map| map.keys().cloned().collect()).unwrap_or_default();
        let mut names: Vec<String> = keys(&of(whole));
        names.extend(keys(&of(&other)));
        for name in names {
            let mut state = whole.clone();
            let target = if part == "fields" { &mut state.fields } else { &mut state.context };
            if !target.is_object() {
                *target = json!({});
            }
            match of(&other).get(&name) {
                Some(value) => target[&name] = value.clone(),
                None => drop(target.as_object_mut().map(|map| map.remove(&name))),
            }
            states.push(state);
        }
    }
    states.push(State { as_at: other.as_at.clone(), ..whole.clone() });
    states.push(State { fields: other.fields.clone(), ..whole.clone() });
    states.push(other);
    states
}

/// The states that break a rule's expectation, made from the rule.
pub fn mutations(definition: &Definition, rule: &Rule, kind: &str, whole: &State) -> Vec<State> {
    let made = Made { definition, kind, whole };
    let mut states = match &rule.expects {
        Expects::Required { fields, .. } => {
            let blank = fields.iter().fold(whole.clone(), |state, path| state.with(path, &Value::Null));
            let mut states: Vec<State> = fields.iter().map(|path| whole.with(path, &Value::Null)).collect();
            states.push(blank);
            states
        }
        Expects::Empty { fields } => fields.iter().flat_map(|path| made.others(path)).collect(),
        Expects::Allowed { field, except, .. } => {
            let mut states: Vec<State> = except.iter().map(|value| made.set(field, &literal(value))).collect();
            states.extend(made.others(field));
            states
        }
        Expects::Holds { that, .. } | Expects::Mentions { that, .. } => made.condition(that, None),
        Expects::Dates { field, .. } => made.moved(field),
        Expects::Deadline { from, to, done, .. } => {
            let mut states = made.moved(to);
            states.extend(made.moved(from));
            states.extend(done.iter().flat_map(|done| made.condition(done, None)).flat_map(|open| {
                let made = Made { whole: &open, ..made.clone() };
                let mut states = made.moved(from);
                states.push(open.clone());
                states
            }));
            states
        }
        Expects::Periods { list, start, end, .. } => {
            let items = whole.at(list).as_array().cloned().unwrap_or_default();
            let mut states = Vec::new();
            for item in &items {
                let mut twice = items.clone();
                twice.push(item.clone());
                states.push(whole.with(list, &json!(twice)));
            }
            for key in [start, end] {
                for days in ["1900-01-01", "2099-01-01"] {
                    let mut changed = items.clone();
                    if let Some(last) = changed.last_mut() {
                        last[key] = json!(days);
                    }
                    states.push(whole.with(list, &json!(changed)));
                }
            }
            states
        }
        Expects::Agrees { field, .. } => made.others(field),
        Expects::Covers { list, of } => {
            let mut states = vec![whole.with(list, &Value::Null), whole.with(list, &json!("Somebody Else"))];
            states.push(whole.with(of, &json!("Somebody Else")));
            states
        }
        Expects::FullName { field, .. } => {
            ["X", "Baby", "A"].iter().map(|name| whole.with(field, &json!(name))).collect()
        }
        Expects::Words { fields, list } => {
            let path = fields.first().cloned().unwrap_or_else(|| Path::from("narrative".to_owned()));
            let words = definition.words.get(list).map(|list| list.words.iter().take(12)).into_iter().flatten();
            words.map(|word| whole.with(&path, &json!(format!("This is {}.", word.phrase)))).collect()
        }
        Expects::Contains { fields, .. } => {
            let clear = |state: State, path: &Path| {
                if state.at(path).is_null() { state } else { state.with(path, &json!("Xylophone.")) }
            };
            vec![fields.iter().fold(whole.clone(), clear)]
        }
        Expects::Identifier { types } => made.of_types(types).iter().flat_map(|path| made.spoilt(path)).collect(),
        Expects::Typed {} => made.filled().iter().map(|path| whole.with(path, &json!({"not": "an answer"}))).collect(),
        Expects::Coded {} => made.filled().iter().map(|path| whole.with(path, &json!("NO_SUCH_CODE"))).collect(),
        Expects::Sized {} => made.filled().iter().map(|path| whole.with(path, &json!("x".repeat(60_000)))).collect(),
        Expects::Known {} => {
            let mut state = whole.clone();
            state.fields["no_such_field"] = json!("x");
            vec![state]
        }
        Expects::Acceptances {} => {
            let mut state = whole.clone();
            state.beside.insert("accepted".to_owned(), json!([{"rule": "no-such-rule", "at": "", "reason": ""}]));
            vec![state]
        }
        // Prose cannot be made from a pattern: it is taken from the failing example.
        Expects::Statements { .. } | Expects::NarrativeAgrees { .. } => Vec::new(),
    };
    states.retain(|state| state != whole);
    states
}

#[derive(Clone)]
struct Made<'a> {
    definition: &'a Definition,
    kind: &'a str,
    whole: &'a State,
}

impl Made<'_> {
    fn form(&self, root: Root) -> Option<&Form> {
        match root {
            Root::Context => Some(&self.definition.context),
            _ => self.definition.forms.get(self.kind),
        }
    }

    fn field(&self, path: &Path, list: Option<&Path>) -> Option<&Field> {
        let names: Vec<&str> =
            list.into_iter().flat_map(Path::names).chain(path.names()).filter(|name| *name != "*").collect();
        let root = list.map_or(path.root, |list| list.root);
        let mut fields: Vec<&Field> = self.form(root)?.sections.iter().flat_map(|section| &section.fields).collect();
        let mut found = None;
        for name in names {
            found = fields.into_iter().find(|field| field.id == name);
            fields = found?.fields.iter().collect();
        }
        found
    }

    /// The state with a value at a path; a list of codes holds it as its one code.
    fn set(&self, path: &Path, value: &Value) -> State {
        let codes = self.field(path, None).is_some_and(|field| field.kind == FieldType::Codes);
        self.whole.with(path, &if codes && !value.is_array() { json!([value]) } else { value.clone() })
    }

    /// Other values of a field's type, and none.
    fn values(&self, path: &Path, list: Option<&Path>) -> Vec<Value> {
        let Some(field) = self.field(path, list) else { return vec![Value::Null] };
        let code = |code: &fairnote::standards::Code| json!(code.code);
        let mut values = match field.kind {
            FieldType::YesNo => vec![json!(true), json!(false)],
            FieldType::Number => vec![json!(0), json!(1), json!(2), json!(9)],
            FieldType::Date => vec![json!("1950-01-01"), json!("2099-01-01"), json!("2026-06-01")],
            FieldType::Moment => vec![json!("1950-01-01T10:00"), json!("2099-01-01T10:00"), json!("2026-06-01T10:00")],
            FieldType::Code => self.definition.codes[&field.codes].codes.iter().map(code).collect(),
            FieldType::Codes => {
                let codes = self.definition.codes[&field.codes].codes.iter();
                codes.map(|one| json!([one.code])).chain([json!([])]).collect()
            }
            FieldType::Group => vec![json!([])],
            _ => vec![json!("Something else"), json!("X")],
        };
        values.push(Value::Null);
        values
    }

    fn others(&self, path: &Path) -> Vec<State> {
        self.values(path, None).iter().map(|value| self.whole.with(path, value)).collect()
    }

    /// A date at a path, moved by days and years.
    fn moved(&self, path: &Path) -> Vec<State> {
        let old = self.whole.at(path);
        let text = old.as_str().unwrap_or_default();
        let time = text.get(10..).unwrap_or_default();
        let days = [
            "1900-01-01",
            "2000-01-01",
            "2020-01-01",
            "2024-01-01",
            "2025-06-01",
            "2025-12-01",
            "2026-01-05",
            "2026-03-02",
            "2026-04-01",
            "2026-05-01",
            "2026-05-18",
            "2026-06-01",
            "2026-06-08",
            "2026-06-10",
            "2026-06-12",
            "2026-06-15",
            "2026-06-20",
            "2026-07-01",
            "2026-12-01",
            "2027-06-01",
            "2099-01-01",
        ];
        let is_moment =
            self.field(path, None).is_some_and(|field| field.kind == FieldType::Moment) || path.root == Root::AsAt;
        let time = match (is_moment, time.is_empty()) {
            (true, true) => "T10:00",
            (true, false) => time,
            (false, _) => "",
        };
        days.iter().map(|day| self.whole.with(path, &json!(format!("{day}{time}")))).collect()
    }

    /// What can make a condition false: each answer that it tests, changed.
    fn condition(&self, condition: &Condition, list: Option<&Path>) -> Vec<State> {
        let change = |path: &Path| -> Vec<State> {
            match list {
                Some(list) if path.root == Root::Item => {
                    let names = path.text.strip_prefix("./").unwrap_or_default();
                    let joined = Path::from(format!("{}/*/{names}", list.text));
                    self.values(path, Some(list)).iter().map(|value| self.whole.with(&joined, value)).collect()
                }
                _ => self.others(path),
            }
        };
        match condition {
            Condition::All(parts) => parts.iter().flat_map(|part| self.condition(part, list)).collect(),
            Condition::Any(parts) => {
                let mut states: Vec<State> = parts.iter().flat_map(|part| self.condition(part, list)).collect();
                // Every side of it at once: each changed in turn, on top of the others.
                let mut all = vec![self.whole.clone()];
                for part in parts {
                    let next = all.iter().flat_map(|state| {
                        let made = Made { whole: state, ..self.clone() };
                        made.condition(part, list).into_iter().take(12).chain([state.clone()]).collect::<Vec<_>>()
                    });
                    all = next.take(400).collect();
                }
                states.extend(all);
                states
            }
            Condition::Not(part) => self.condition(part, list),
            Condition::Some(path, part) => {
                let mut states = self.condition(part, Some(path));
                states.push(self.whole.with(path, &json!([])));
                states
            }
            Condition::In(path, values) => {
                let mut states: Vec<State> = if path.root == Root::Item {
                    Vec::new()
                } else {
                    values.iter().map(|value| self.set(path, &literal(value))).collect()
                };
                states.extend(change(path));
                states
            }
            Condition::Filled(path, _) | Condition::Changed(path, _) | Condition::NearBirthday(path, ..) => {
                change(path)
            }
            Condition::SameAs(a, b) => {
                let copied =
                    if a.root == Root::Item { Vec::new() } else { vec![self.whole.with(a, &self.whole.at(b))] };
                copied.into_iter().chain(change(a)).chain(change(b)).collect()
            }
            Condition::OnOrAfter(a, b)
            | Condition::Before(a, b)
            | Condition::Elapsed(a, b, ..)
            | Condition::Age(a, b, ..) => change(a).into_iter().chain(change(b)).collect(),
        }
    }

    /// The record's answers, as paths.
    fn filled(&self) -> Vec<Path> {
        fn walk(value: &Value, prefix: &str, out: &mut Vec<Path>) {
            for (name, value) in value.as_object().into_iter().flatten() {
                let path = format!("{prefix}{name}");
                match value {
                    Value::Object(_) => walk(value, &format!("{path}/"), out),
                    Value::Array(items) => match items.last() {
                        Some(item @ Value::Object(_)) => walk(item, &format!("{path}/*/"), out),
                        _ => out.push(Path::from(path)),
                    },
                    _ => out.push(Path::from(path)),
                }
            }
        }
        let mut paths = Vec::new();
        walk(&self.whole.fields, "", &mut paths);
        paths
    }

    fn of_types(&self, types: &[FieldType]) -> Vec<Path> {
        let is = |path: &Path| self.field(path, None).is_some_and(|field| types.contains(&field.kind));
        self.filled().into_iter().filter(is).collect()
    }

    /// An identifier with one character changed.
    fn spoilt(&self, path: &Path) -> Vec<State> {
        let old = self.whole.at(path);
        let text = old.as_str().unwrap_or_default();
        let last = text.chars().last().unwrap_or('0');
        let other = if last == '1' { '2' } else { '1' };
        let mut changed: String = text.chars().take(text.chars().count().saturating_sub(1)).collect();
        changed.push(other);
        vec![self.whole.with(path, &json!(changed)), self.whole.with(path, &json!("?!"))]
    }
}

fn literal(value: &Literal) -> Value {
    match value {
        Literal::Bool(value) => json!(value),
        Literal::Int(value) => json!(value),
        Literal::Text(value) => json!(value),
        Literal::Code(_) | Literal::Date(_) => Value::Null,
    }
}
