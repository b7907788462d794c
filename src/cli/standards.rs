//! `fairnote standards`.

use super::args::{Format, StandardsCommand};
use super::failure::{Done, Failure};
use super::sources::Source;
use super::{authority, coverage, difference, reference, show, terminal};
use crate::checks::Examples;
use crate::packs::Library;
use crate::standards::{PackError, Standard, canonical, model_file};
use serde_json::json;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

pub(super) fn run(asked: &StandardsCommand) -> Result<Done, Failure> {
    match asked {
        StandardsCommand::List { format, from } => list(&Source::open(from)?, *format),
        StandardsCommand::Show { id, rule, format, from } => {
            show::run(&Source::open(from)?.standard(id)?, rule.as_deref(), *format)
        }
        StandardsCommand::Check { folder } => check(folder),
        StandardsCommand::Coverage { id, kinds, format, from } => {
            coverage::run(&Source::open(from)?, id.as_deref(), kinds, *format)
        }
        StandardsCommand::Diff { before, after, kinds, from } => {
            let source = Source::open(from)?;
            difference::run(&source.standard(before)?, &source.standard(after)?, kinds)
        }
        StandardsCommand::Reference { folder, check, from } => {
            reference::run(Source::open(from)?.material()?, folder, *check)
        }
        StandardsCommand::New { id, title, into } => authority::run(id, title.as_deref(), into),
        StandardsCommand::Digest { id, from } => {
            let digest = Source::open(from)?.standard(id)?.digest().to_owned();
            terminal::print(&format!("{digest}\n"))?;
            Ok(Done::Accepted)
        }
        StandardsCommand::Export { folder, kinds, from } => export(&Source::open(from)?, folder, kinds),
    }
}

fn list(source: &Source, format: Format) -> Result<Done, Failure> {
    let mut text = String::new();
    let mut all = Vec::new();
    for id in source.ids() {
        let standard = source.standard(&id)?;
        let (title, version, digest) = (&standard.definition().title, standard.version(), standard.digest());
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{id} {version}: {title}\n    {digest}");
        all.push(json!({ "id": id, "title": title, "version": version, "digest": digest }));
    }
    match format {
        Format::Text => terminal::print(&text)?,
        Format::Json => terminal::print(&format!("{}\n", json!(all)))?,
    }
    Ok(Done::Accepted)
}

/// Everything that is wrong with the packs of a folder, then every example that does not come out as it says.
fn check(folder: &Path) -> Result<Done, Failure> {
    if !folder.is_dir() {
        let folder = folder.display();
        return Err(Failure::new(format!("{folder}: there is no such folder. Name the folder that holds the packs")));
    }
    let library = match Library::read(folder) {
        Ok(library) => library,
        Err(error) => return refused(&error),
    };
    let mut text = String::new();
    let mut problems = Vec::new();
    for id in library.ids() {
        match library.resolve(id).and_then(Standard::new) {
            Ok(standard) => {
                let rules = standard.definition().rules.len();
                let _ = writeln!(text, "{id} {}: {rules} rules, {}", standard.version(), standard.digest());
            }
            Err(error) => problems.extend(error.problems().to_vec()),
        }
    }
    if !problems.is_empty() {
        for problem in &problems {
            let _ = writeln!(text, "failed: {problem}");
        }
        terminal::print(&text)?;
        return Ok(Done::Blocked);
    }
    let (all, runner) = (library.examples(), Examples::new(&library));
    let mut failed = 0_usize;
    for example in &all {
        if let Err(what) = runner.run(example) {
            failed = failed.saturating_add(1);
            let _ = writeln!(text, "failed: {}: \u{2018}{}\u{2019}: {what}", example.place, example.name);
        }
    }
    let _ = writeln!(text, "{} examples, {failed} failed", all.len());
    terminal::print(&text)?;
    Ok(if failed == 0 { Done::Accepted } else { Done::Blocked })
}

fn refused(error: &PackError) -> Result<Done, Failure> {
    let mut text = String::new();
    for problem in error.problems() {
        let _ = writeln!(text, "failed: {problem}");
    }
    terminal::print(&text)?;
    Ok(Done::Blocked)
}

fn export(source: &Source, folder: &Path, kinds: &[String]) -> Result<Done, Failure> {
    let shown = folder.display();
    fs::create_dir_all(folder).map_err(|error| Failure::file(&shown.to_string(), &error))?;
    let mut text = String::new();
    let mut written = BTreeSet::new();
    for id in source.ids() {
        let file = folder.join(format!("{id}.json"));
        let json = if kinds.is_empty() { source.json(&id)? } else { part(&source.standard(&id)?, kinds)? };
        fs::write(&file, &json).map_err(|error| Failure::file(&file.display().to_string(), &error))?;
        let _ = writeln!(text, "{}", file.display());
        // A part without narratives names no model.
        let Some(model) = source.model(&id)?.filter(|model| json.contains(model.digest())) else { continue };
        let file = folder.join(model_file(model.digest()));
        if written.insert(file.clone()) {
            fs::write(&file, model.bytes()).map_err(|error| Failure::file(&file.display().to_string(), &error))?;
            let _ = writeln!(text, "{}", file.display());
        }
    }
    terminal::print(&text)?;
    Ok(Done::Accepted)
}

fn part(standard: &Standard, kinds: &[String]) -> Result<String, Failure> {
    let unknown = kinds.iter().find(|kind| standard.kind_position(kind).is_none());
    if let Some(kind) = unknown {
        let known: Vec<_> = standard.kind_names().collect();
        return Err(Failure::new(format!(
            "`{}` has no record kind `{kind}`. There are: {}",
            standard.id(),
            known.join(", ")
        )));
    }
    let kinds: Vec<&str> = kinds.iter().map(String::as_str).collect();
    Ok(canonical(&standard.definition().part(&kinds, standard.digest())))
}
