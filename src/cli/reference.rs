//! `fairnote standards reference`: the reference as a folder of pages.

use super::failure::{Done, Failure};
use super::terminal;
use crate::reference::{Material, Site, Style};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

const STYLE: &str = include_str!("../../www/templates/reference/reference.css");

/// Writes the pages, and removes those of rules and forms that are no longer there. With `check`, writes nothing and tells
/// which pages are not as they should be.
pub(super) fn run(material: Material, folder: &Path, check: bool) -> Result<Done, Failure> {
    let site = Site::new(material, Style::Files).map_err(Failure::new)?;
    let mut files = vec![(folder.join("reference.css"), STYLE.to_owned())];
    for path in site.paths() {
        let name = if path.is_empty() { "index" } else { &path };
        let drawn = site.page(&path).ok_or_else(|| Failure::new(format!("{name}: there is no such page")))?;
        files.push((folder.join(format!("{name}.html")), drawn.map_err(Failure::new)?.html));
    }
    let wanted: BTreeSet<&PathBuf> = files.iter().map(|(file, _)| file).collect();
    let extra: Vec<PathBuf> = pages(folder).into_iter().filter(|file| !wanted.contains(file)).collect();
    if check {
        let stale = files.iter().filter(|(file, text)| fs::read_to_string(file).ok().as_ref() != Some(text));
        let wrong: Vec<String> =
            stale.map(|(file, _)| file).chain(&extra).map(|file| format!("{}\n", file.display())).collect();
        if wrong.is_empty() {
            return Ok(Done::Accepted);
        }
        terminal::print(&format!("not current:\n{}", wrong.concat()))?;
        return Ok(Done::Blocked);
    }
    for (file, text) in &files {
        let failed = |error: &std::io::Error| Failure::file(&file.display().to_string(), error);
        if let Some(parent) = file.parent() {
            fs::create_dir_all(parent).map_err(|error| failed(&error))?;
        }
        fs::write(file, text).map_err(|error| failed(&error))?;
    }
    for file in &extra {
        fs::remove_file(file).map_err(|error| Failure::file(&file.display().to_string(), &error))?;
    }
    terminal::print(&format!("{} pages in {}\n", files.len().saturating_sub(1), folder.display()))?;
    Ok(Done::Accepted)
}

/// The pages that stand in the folder.
fn pages(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for part in ["", "kinds", "rules"] {
        let Ok(entries) = fs::read_dir(folder.join(part)) else { continue };
        let files = entries.filter_map(|entry| Some(entry.ok()?.path()));
        found.extend(files.filter(|file| file.extension().is_some_and(|ending| ending == "html")));
    }
    found
}
