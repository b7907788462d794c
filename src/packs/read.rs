//! Reading files, and finding the line that a problem is on.

use crate::standards::{PackError, Problem};
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// A file of a pack: its name from the packs' folder down, and its text.
#[derive(Clone, Debug)]
pub(super) struct File {
    pub name: String,
    pub stem: String,
    pub text: String,
}

impl File {
    /// A problem of this file, on the line where `needle` first stands.
    pub fn problem(&self, needle: &str, what: impl Into<String>, remedy: impl Into<String>) -> Problem {
        let mut problem = Problem::new(&self.name, needle, what, remedy);
        problem.line = self.line_of(needle);
        problem
    }

    /// The first line with `needle`; 1 if there is none.
    pub fn line_of(&self, needle: &str) -> usize {
        let lines = self.text.lines().position(|line| !needle.is_empty() && line.contains(needle));
        lines.map_or(1, |line| line.saturating_add(1))
    }

    /// Reads the file, or another text that stands in for it, as TOML.
    pub fn toml<T: DeserializeOwned>(&self, text: &str, problems: &mut Vec<Problem>) -> Option<T> {
        match toml::from_str(text) {
            Ok(value) => Some(value),
            Err(error) => {
                let mut problem = Problem::new(
                    &self.name,
                    "",
                    error.message().trim(),
                    "correct the line; docs/packs.md lists what may stand there",
                );
                let start = error.span().map_or(0, |span| span.start);
                let before = text.as_bytes().get(..start).unwrap_or_default();
                problem.line = before.iter().filter(|byte| **byte == b'\n').count().saturating_add(1);
                problems.push(problem);
                None
            }
        }
    }

    /// The `# key: value` lines at the top of a CSV file.
    pub fn comments(&self) -> BTreeMap<String, String> {
        let lines = self.text.lines().map_while(|line| line.strip_prefix('#'));
        lines
            .filter_map(|line| line.split_once(':'))
            .map(|(key, value)| (key.trim().to_owned(), value.trim().to_owned()))
            .collect()
    }

    /// The rows of a CSV file below its comments, with the line each is on.
    pub fn rows<T: DeserializeOwned>(&self, header: &[&str], problems: &mut Vec<Problem>) -> Vec<(usize, T)> {
        let skipped = self.text.lines().take_while(|line| line.starts_with('#')).count();
        let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(self.text.as_bytes());
        let line_of = |position: Option<&csv::Position>| {
            position.map_or(skipped, |position| usize::try_from(position.line()).unwrap_or(0))
        };
        let mut wrong = |line: usize, what: String, remedy: &str| {
            let mut problem = Problem::new(&self.name, "", what, remedy);
            problem.line = line;
            problems.push(problem);
        };
        let found = reader.headers().cloned().unwrap_or_default();
        if found.iter().ne(header.iter().copied()) {
            wrong(
                skipped.saturating_add(1),
                "the header row is not the expected one".to_owned(),
                &format!("make it `{}`", header.join(",")),
            );
            return Vec::new();
        }
        let mut rows = Vec::new();
        for row in reader.into_records() {
            match row {
                Ok(record) => {
                    let line = line_of(record.position());
                    match record.deserialize(Some(&found)) {
                        Ok(row) => rows.push((line, row)),
                        Err(error) => {
                            wrong(line, format!("the row cannot be read: {error}"), "give it the columns of the header")
                        }
                    }
                }
                Err(error) => {
                    wrong(
                        line_of(error.position()),
                        "the row has another number of columns than the header".to_owned(),
                        "quote values that hold a comma",
                    );
                }
            }
        }
        rows
    }
}

/// The sub-folders that hold a `pack.toml`, by name.
pub(super) fn folders(folder: &Path) -> Result<BTreeMap<String, PathBuf>, PackError> {
    let unreadable = |error: std::io::Error| {
        PackError::one(Problem::new(
            &folder.display().to_string(),
            "",
            format!("the folder cannot be read: {}", error.kind()),
            "name the folder that holds the packs",
        ))
    };
    let mut folders = BTreeMap::new();
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.join("pack.toml").is_file()
            && let Some(name) = path.file_name().and_then(|name| name.to_str())
        {
            folders.insert(name.to_owned(), path);
        }
    }
    Ok(folders)
}

/// One file of bytes, if it is there.
pub(super) fn bytes(pack: &str, folder: &Path, name: &str, problems: &mut Vec<Problem>) -> Option<Vec<u8>> {
    match std::fs::read(folder.join(name)) {
        Ok(bytes) => Some(bytes),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
        Err(error) => {
            let what = format!("the file cannot be read: {}", error.kind());
            problems.push(Problem::new(&format!("{pack}/{name}"), "", what, "make it readable"));
            None
        }
    }
}

/// One file, if it is there.
pub(super) fn file(pack: &str, folder: &Path, name: &str, problems: &mut Vec<Problem>) -> Option<File> {
    let path = folder.join(name);
    let full = format!("{pack}/{name}");
    let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default().to_owned();
    match std::fs::read_to_string(&path) {
        Ok(text) => Some(File { name: full, stem, text: text.replace("\r\n", "\n") }),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
        Err(error) => {
            problems.push(Problem::new(
                &full,
                "",
                format!("the file cannot be read: {}", error.kind()),
                "make it a readable UTF-8 text",
            ));
            None
        }
    }
}

/// The files of a sub-folder with this ending, sorted by name. Any other file in it is a problem: it would be ignored in
/// silence.
pub(super) fn files(pack: &str, folder: &Path, sub: &str, ending: &str, problems: &mut Vec<Problem>) -> Vec<File> {
    let Ok(entries) = std::fs::read_dir(folder.join(sub)) else {
        return Vec::new();
    };
    let mut names: Vec<_> = entries
        .filter_map(Result::ok)
        .filter_map(|entry| entry.file_name().into_string().ok())
        .filter(|name| !name.starts_with('.'))
        .collect();
    names.sort();
    let mut files = Vec::new();
    for name in names {
        let path = format!("{sub}/{name}");
        if name.strip_suffix(ending).is_some_and(|stem| stem.ends_with('.')) {
            files.extend(file(pack, folder, &path, problems));
        } else {
            let what = format!("only .{ending} files belong here");
            problems.push(Problem::new(&format!("{pack}/{path}"), "", what, "rename the file or move it elsewhere"));
        }
    }
    files
}
