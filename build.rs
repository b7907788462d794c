//! Resolves the packs of `standards/` and embeds them, so that a mistake in a pack stops the build with its file and line.
//!
//! It runs the very code that the library runs on folders at run time: the modules below are the library's own files.

#![allow(dead_code, unused_imports, missing_docs, reason = "modules of the library, of which the build needs a part")]

#[path = "src/calendar/mod.rs"]
mod calendar;
#[path = "src/identifiers/mod.rs"]
mod identifiers;
#[path = "src/packs/mod.rs"]
mod packs;
#[path = "src/standards/mod.rs"]
mod standards;
#[path = "src/text/mod.rs"]
mod text;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

/// The words of the interface; the module has the English ones.
const WORDS: &str = "www/package/messages/en.json";

fn main() {
    for watched in
        ["standards", "src/calendar", "src/identifiers", "src/packs", "src/standards", "src/text", "build.rs", WORDS]
    {
        println!("cargo::rerun-if-changed={watched}");
    }
    if let Err(problem) = embed().and_then(|()| embed_words()) {
        // `cargo::error` lines are shown whole; a panic would bury them.
        for line in problem.lines() {
            println!("cargo::error={line}");
        }
        std::process::exit(1);
    }
}

/// Makes a table of the English words for checking: by key, and a plural by `key.form`.
fn embed_words() -> Result<(), String> {
    let text = fs::read_to_string(WORDS).map_err(|error| format!("{WORDS}: {error}"))?;
    let catalogue: serde_json::Value = serde_json::from_str(&text).map_err(|error| format!("{WORDS}: {error}"))?;
    let checking = catalogue.get("checking").and_then(serde_json::Value::as_object);
    let mut table = String::from("const ENGLISH: &[(&str, &str)] = &[\n");
    let mut add = |key: &str, words: &serde_json::Value| match words.as_str() {
        Some(words) => writeln!(table, "    ({key:?}, {words:?}),").map_err(|error| error.to_string()),
        None => Err(format!("{WORDS}: checking.{key} has no words")),
    };
    for (key, words) in checking.ok_or_else(|| format!("{WORDS}: it has no part \"checking\""))? {
        match words.as_object() {
            Some(forms) => forms.iter().try_for_each(|(form, words)| add(&format!("{key}.{form}"), words))?,
            None => add(key, words)?,
        }
    }
    table.push_str("];\n");
    let out = env::var("OUT_DIR").map_err(|error| error.to_string())?;
    write(&Path::new(&out).join("words.rs"), &table)
}

fn embed() -> Result<(), String> {
    let out = env::var("OUT_DIR").map_err(|error| error.to_string())?;
    let out = Path::new(&out);
    let library = packs::Library::read(Path::new("standards")).map_err(|error| error.to_string())?;
    let mut table = String::from("&[\n");
    let mut models = BTreeMap::new();
    for id in library.ids() {
        let definition = library.resolve(id).map_err(|error| error.to_string())?;
        if let Some(model) = definition.model.as_ref().and_then(|named| named.file.as_ref()) {
            let file = standards::model_file(model.digest());
            fs::write(out.join(&file), model.bytes()).map_err(|error| format!("{file}: {error}"))?;
            models.insert(model.digest().to_owned(), file);
        }
        let coverage = library.coverage(id).map(|coverage| standards::canonical_json(&coverage)).unwrap_or_default();
        write(&out.join(format!("{id}.json")), &standards::canonical(&definition))?;
        write(&out.join(format!("{id}.coverage.json")), &coverage)?;
        let _ = writeln!(
            table,
            "    Embedded {{ id: {id:?}, json: include_str!(\"{id}.json\"), coverage: include_str!(\"{id}.coverage.json\") }},"
        );
    }
    table.push(']');
    let models: String =
        models.iter().map(|(digest, file)| format!("    ({digest:?}, include_bytes!({file:?})),\n")).collect();
    write(&out.join("models.rs"), &format!("&[\n{models}]"))?;
    let examples: Vec<_> = library
        .examples()
        .iter()
        .map(|example| serde_json::json!({ "rule": example.rule, "name": example.name, "outcome": example.outcome }))
        .collect();
    write(&out.join("examples.json"), &standards::canonical_json(&examples))?;
    write(&out.join("embedded.rs"), &table)
}

fn write(path: &Path, text: &str) -> Result<(), String> {
    fs::write(path, text).map_err(|error| format!("{}: {error}", path.display()))
}
