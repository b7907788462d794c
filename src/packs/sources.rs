//! A pack as its files hold it, before anything is resolved.

use super::also::{Also, RuleSet};
use super::clauses::{Clause, ClauseFile};
use super::overlay::FormFile;
use super::read::{self, File};
use crate::calendar::Date;
use crate::standards::{
    Calendar, Category, Code, CodeList, Fix, Form, Level, Literal, NamedModel, Problem, RetentionRow, Says,
    StatementModel, Word, WordList, fits,
};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::Path;

/// `pack.toml`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Manifest {
    pub id: String,
    pub title: String,
    pub version: String,
    #[serde(default)]
    pub extends: Option<String>,
    #[serde(default)]
    #[allow(dead_code, reason = "for the reader of the file; kept here so that the key is known")]
    pub description: String,
    #[serde(default)]
    pub document: Option<Document>,
    /// Rules that no clause asks for.
    #[serde(default)]
    pub also: Vec<Also>,
    /// Sets of such rules, by the names of their files.
    #[serde(default)]
    pub takes: Vec<String>,
}

/// The policy that an authority's pack holds.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "publisher, edition and url are for the reader of the file")]
pub(super) struct Document {
    pub title: String,
    #[serde(default)]
    pub publisher: String,
    #[serde(default)]
    pub edition: String,
    #[serde(default)]
    pub url: String,
}

/// A rule file: the rule before an authority's settings are put into it, and its examples.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RuleFile {
    pub title: String,
    #[serde(default)]
    pub kinds: Vec<String>,
    pub level: Level,
    #[allow(dead_code, reason = "for the reader of the file")]
    pub since: String,
    /// On in every standard, without being adopted.
    #[serde(default)]
    pub always: bool,
    #[serde(default)]
    pub when: Option<crate::standards::Condition>,
    pub expects: crate::standards::Expects,
    #[serde(default)]
    pub settings: BTreeMap<String, SettingBounds>,
    pub says: Says,
    #[serde(default, rename = "fix")]
    pub fixes: Vec<Fix>,
    #[serde(default, rename = "example")]
    pub examples: Vec<ExampleSource>,
}

/// What an authority may set, and within which bounds.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SettingBounds {
    pub default: Literal,
    #[serde(default)]
    pub min: Option<i64>,
    #[serde(default)]
    pub max: Option<i64>,
    #[serde(default)]
    pub choices: Vec<Literal>,
    #[allow(dead_code, reason = "for the reader of the file")]
    pub meaning: String,
}

impl SettingBounds {
    /// What may be chosen, as a remedy says it.
    pub fn in_words(&self) -> String {
        let text = |value: &Literal| match value {
            Literal::Bool(value) => value.to_string(),
            Literal::Int(value) => value.to_string(),
            Literal::Text(value) => value.clone(),
            Literal::Code(_) | Literal::Date(_) => String::new(),
        };
        match (self.min, self.max) {
            _ if !self.choices.is_empty() => {
                format!("choose one of {}", self.choices.iter().map(text).collect::<Vec<_>>().join(", "))
            }
            (Some(min), Some(max)) => format!("choose from {min} to {max}"),
            (Some(min), None) => format!("choose {min} or more"),
            (None, Some(max)) => format!("choose {max} or less"),
            (None, None) => format!("choose a value like {}", text(&self.default)),
        }
    }
}

/// An example of a rule file.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ExampleSource {
    pub name: String,
    pub outcome: String,
    #[serde(default)]
    pub fields: toml::Table,
    #[serde(default)]
    pub kind: Option<String>,
    #[serde(default)]
    pub context: Option<toml::Table>,
    #[serde(default)]
    pub as_at: Option<String>,
    #[serde(default)]
    pub mode: Option<String>,
    #[serde(default)]
    pub at: Option<String>,
    #[serde(default)]
    pub set: BTreeMap<String, Literal>,
    #[serde(default)]
    pub accepted: Vec<toml::Table>,
}

/// A rule file and what it says with its default settings.
#[derive(Clone, Debug)]
pub(super) struct RuleSource {
    pub file: File,
    pub rule: RuleFile,
}

/// All the files of a pack.
#[derive(Clone, Debug)]
pub(super) struct Pack {
    pub manifest: Manifest,
    pub manifest_file: File,
    pub context: Option<Form>,
    pub calendar: Option<Calendar>,
    pub forms: BTreeMap<String, FormFile>,
    pub codes: BTreeMap<String, CodeList>,
    pub words: BTreeMap<String, WordList>,
    pub model: Option<NamedModel>,
    pub rules: BTreeMap<String, RuleSource>,
    pub sets: BTreeMap<String, RuleSet>,
    pub retention: Vec<RetentionRow>,
    pub clauses: Vec<Clause>,
    pub files: BTreeMap<String, File>,
}

impl Pack {
    pub fn read(id: &str, folder: &Path, problems: &mut Vec<Problem>) -> Option<Pack> {
        let manifest_file = read::file(id, folder, "pack.toml", problems)?;
        let manifest: Manifest = manifest_file.toml(&manifest_file.text, problems)?;
        if manifest.id != id {
            problems.push(manifest_file.problem(
                "id",
                "the pack's id is not the name of its folder",
                "make the two the same",
            ));
        }
        let mut files = BTreeMap::new();
        let mut forms = BTreeMap::new();
        for file in read::files(id, folder, "forms", "toml", problems) {
            forms.extend(FormFile::read(&file, problems).map(|form| (file.stem.clone(), form)));
            files.insert(format!("forms/{}.toml", file.stem), file);
        }
        let context = read::file(id, folder, "context.toml", problems).and_then(|file| {
            let form = file.toml(&file.text, problems);
            files.insert("context.toml".to_owned(), file);
            form
        });
        let codes = read::files(id, folder, "codes", "csv", problems);
        let codes = codes.into_iter().map(|file| (file.stem.clone(), code_list(&file, problems))).collect();
        let words = read::files(id, folder, "words", "csv", problems);
        let words =
            words.into_iter().filter_map(|file| Some((file.stem.clone(), word_list(&file, problems)?))).collect();
        let model = model(id, folder, problems);
        let mut rules = BTreeMap::new();
        for file in read::files(id, folder, "rules", "toml", problems) {
            if let Some(rule) = rule_file(&file, problems) {
                rules.insert(file.stem.clone(), RuleSource { file, rule });
            }
        }
        let clauses = read::file(id, folder, "clauses.toml", problems).and_then(|file| {
            let parsed: Option<ClauseFile> = file.toml(&file.text, problems);
            let clauses = parsed.map(|parsed| super::clauses::checked(parsed, &file, problems));
            files.insert("clauses.toml".to_owned(), file);
            clauses
        });
        let calendar =
            read::file(id, folder, "calendars/bank-holidays.csv", problems).and_then(|file| calendar(&file, problems));
        let clauses: Vec<Clause> = clauses.unwrap_or_default();
        let retention = read::file(id, folder, "retention.csv", problems)
            .map(|file| super::retention::table(&file, &clauses, problems));
        Some(Pack {
            manifest,
            manifest_file,
            context,
            calendar,
            forms,
            codes,
            words,
            model,
            rules,
            sets: super::also::sets(id, folder, problems),
            retention: retention.unwrap_or_default(),
            clauses,
            files,
        })
    }
}

/// The files of a model of statements, which are those of one training: both or neither.
fn model(id: &str, folder: &Path, problems: &mut Vec<Problem>) -> Option<NamedModel> {
    let classes = read::file(id, folder, "model/classes.txt", problems);
    let weights = read::bytes(id, folder, "model/weights.bin", problems);
    match (classes, weights) {
        (Some(classes), Some(weights)) => Some(StatementModel::of(&classes.text, &weights).into()),
        (Some(_), None) | (None, Some(_)) => {
            let what = "the model has only one of classes.txt and weights.bin";
            problems.push(Problem::new(&format!("{id}/model"), "", what, "keep the two of one training together"));
            None
        }
        (None, None) => None,
    }
}

/// A rule file, read with its default settings in place of `"$setting"`.
fn rule_file(file: &File, problems: &mut Vec<Problem>) -> Option<RuleFile> {
    #[derive(Deserialize)]
    struct Settings {
        #[serde(default)]
        settings: BTreeMap<String, SettingBounds>,
    }
    let settings: Settings = file.toml(&file.text, problems)?;
    let values = settings.settings.iter().map(|(name, bounds)| (name.as_str(), &bounds.default));
    let rule: RuleFile = file.toml(&with_settings(&file.text, values), problems)?;
    let words_in_id = file.stem.split('-').count();
    if words_in_id < 2
        || !file.stem.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
    {
        problems.push(file.problem(
            "title",
            "a rule's id, the name of its file, is words in small letters joined by hyphens",
            "rename the file",
        ));
    }
    for outcome in ["passed", "failed", "inapplicable"] {
        let shown = rule.examples.iter().any(|example| example.outcome == outcome);
        let needed = outcome != "inapplicable" || !rule.always;
        if needed && !shown {
            problems.push(file.problem(
                "[[example]]",
                format!("the rule has no example that is {outcome}"),
                "add an [[example]] with that outcome",
            ));
        }
    }
    Some(rule)
}

/// Puts values in place of `"$name"`. Done in the text, so that the line of whatever is wrong stays the same.
pub(super) fn with_settings<'v>(text: &str, values: impl Iterator<Item = (&'v str, &'v Literal)>) -> String {
    let mut text = text.to_owned();
    for (name, value) in values {
        let value = match value {
            Literal::Bool(value) => value.to_string(),
            Literal::Int(value) => value.to_string(),
            Literal::Text(value) => format!("{value:?}"),
            Literal::Code(_) | Literal::Date(_) => continue,
        };
        text = text.replace(&format!("\"${name}\""), &value);
    }
    text
}

#[derive(Deserialize)]
struct CodeRow {
    code: String,
    label: String,
    group: String,
    unborn: String,
    status: String,
    note: String,
}

fn code_list(file: &File, problems: &mut Vec<Problem>) -> CodeList {
    let comments = file.comments();
    for key in ["title", "source"] {
        if !comments.contains_key(key) {
            problems.push(file.problem(
                "",
                format!("the file does not say its {key}"),
                format!("begin it with a line `# {key}: …`"),
            ));
        }
    }
    let mut list = CodeList { title: comments.get("title").cloned().unwrap_or_default(), codes: Vec::new() };
    for (line, row) in file.rows::<CodeRow>(&["code", "label", "group", "unborn", "status", "note"], problems) {
        let mut wrong = |what: &str, remedy: &str| {
            let mut problem = file.problem("", what, remedy);
            problem.line = line;
            problems.push(problem);
        };
        if row.code.trim().is_empty() || row.label.trim().is_empty() {
            wrong("the row has no code or no label", "give it both");
        }
        if list.codes.iter().any(|code: &Code| code.code == row.code) {
            wrong("the code stands in the list already", "remove one of the two rows");
        }
        if !["", "required", "allowed", "not_used", "not_applicable"].contains(&row.unborn.as_str()) {
            wrong(
                "`unborn` is none of required, allowed, not_used, not_applicable",
                "use one of them or leave it blank",
            );
        }
        if !["", "current", "superseded", "obsolete", "local"].contains(&row.status.as_str()) {
            wrong("`status` is none of current, superseded, obsolete, local", "use one of them");
        }
        if [&row.code, &row.label, &row.group, &row.note].into_iter().any(|cell| !fits(cell)) {
            wrong(NO_FIT, "write it without them");
        }
        // "current" is the usual state and says nothing; leaving it out keeps what travels to the browser small.
        let status = if row.status == "current" { String::new() } else { row.status };
        list.codes.push(Code {
            code: row.code,
            label: row.label,
            group: row.group,
            unborn: row.unborn,
            status,
            note: row.note,
        });
    }
    list
}

/// Why a cell is refused: a resolved standard holds a list as one text, which these two characters divide.
const NO_FIT: &str = "the row has a grave accent or a `~`";

#[derive(Deserialize)]
struct WordRow {
    phrase: String,
    case: String,
    meaning: String,
    instead: String,
    why: String,
}

#[derive(Deserialize)]
struct CueRow {
    phrase: String,
    case: String,
    kind: String,
    source: String,
    strength: u8,
}

fn word_list(file: &File, problems: &mut Vec<Problem>) -> Option<WordList> {
    let comments = file.comments();
    let category = comments.get("category").map(String::as_str).unwrap_or_default();
    let Ok(category) = serde_json::from_value::<Category>(category.into()) else {
        problems.push(file.problem(
            "category",
            "the file does not say which category of words it holds",
            "begin it with a line `# category: jargon` (or vague, unevidenced, judgemental, offensive, evidence, events, terms, cue)",
        ));
        return None;
    };
    let rows: Vec<(usize, String, Word)> = if category == Category::Cue {
        let rows = file.rows::<CueRow>(&["phrase", "case", "kind", "source", "strength"], problems).into_iter();
        rows.map(|(line, row)| {
            let word = Word {
                phrase: row.phrase,
                kind: row.kind,
                source: row.source,
                strength: row.strength,
                ..Word::default()
            };
            (line, row.case, word)
        })
        .collect()
    } else {
        let rows = file.rows::<WordRow>(&["phrase", "case", "meaning", "instead", "why"], problems).into_iter();
        rows.map(|(line, row)| {
            let word = Word {
                phrase: row.phrase,
                meaning: row.meaning,
                instead: row.instead,
                why: row.why,
                ..Word::default()
            };
            (line, row.case, word)
        })
        .collect()
    };
    let mut words: Vec<Word> = Vec::with_capacity(rows.len());
    let mut seen = std::collections::BTreeSet::new();
    for (line, case, mut word) in rows {
        word.exact = case == "exact";
        word.pattern = case == "pattern";
        word.set = case.strip_prefix("set ").unwrap_or_default().to_owned();
        let mut wrong = |what: &str, remedy: &str| {
            let mut problem = file.problem("", what, remedy);
            problem.line = line;
            problems.push(problem);
        };
        if word.phrase.trim().is_empty() {
            wrong("the row has no phrase", "give it one or remove it");
        }
        if [&word.phrase, &word.meaning, &word.instead, &word.why].into_iter().any(|cell| !fits(cell)) {
            wrong(NO_FIT, "write it without them");
        }
        if !matches!(case.as_str(), "any" | "exact" | "pattern") && word.set.is_empty() {
            wrong(
                "`case` is none of any, exact, pattern and set",
                "use one of these; a set has a name, as in `set person`",
            );
        }
        if !seen.insert(if word.exact { word.phrase.clone() } else { word.phrase.to_lowercase() }) {
            wrong("the phrase stands in the list already", "remove one of the two rows");
        }
        words.push(word);
    }
    Some(WordList { title: comments.get("title").cloned().unwrap_or_default(), category, words })
}

fn calendar(file: &File, problems: &mut Vec<Problem>) -> Option<Calendar> {
    #[derive(Deserialize)]
    struct Row {
        date: String,
        #[allow(dead_code, reason = "for the reader of the file")]
        name: String,
    }
    let comments = file.comments();
    let bound = |key: &str| comments.get(key).and_then(|text| Date::parse(text).ok());
    let (Some(from), Some(to)) = (bound("from"), bound("to")) else {
        problems.push(file.problem(
            "from",
            "the file does not say which days it covers",
            "begin it with the lines `# from: 2015-01-01` and `# to: 2028-12-31`",
        ));
        return None;
    };
    let mut holidays = Vec::new();
    for (line, row) in file.rows::<Row>(&["date", "name"], problems) {
        match Date::parse(&row.date) {
            Ok(date) => holidays.push(date),
            Err(_) => {
                let mut problem =
                    file.problem("", "the date is not a real one, year-month-day", "write it as 2026-12-25");
                problem.line = line;
                problems.push(problem);
            }
        }
    }
    holidays.sort_unstable();
    holidays.dedup();
    Some(Calendar { from, to, holidays })
}
