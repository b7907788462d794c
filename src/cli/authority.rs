//! `fairnote standards new`: the folder of a new authority, with everything to fill in.

use super::failure::{Done, Failure};
use super::terminal;
use std::fs;
use std::path::Path;

const PACK: &str = r#"# Our answers to our recording policy. Rules, forms and lists come from the base pack unless a folder here says otherwise.
id = "{id}"
title = "{title}"
version = "0.1.0"
extends = "{base}"
description = "Say in a sentence who records under this policy, and in which system."

[document]
title = "Say what the policy is called"
publisher = "Say who published it"
edition = "Say which edition it is, and when it was published"
"#;

const CLAUSES: &str = r#"# The policy, clause by clause, in its own order. Each clause has exactly one answer:
#   adopts = "rule-id"                          a rule checks it; see `fairnote standards show {base}`
#   adopts = { rule = "rule-id", level = "should", because = "…", set = { limit = 2 } }
#   shown = { at = "case_note" }                nothing can check it, and it helps to read it there
#   not_checked = "…"                           nothing can check it, for a reason that you write down
#   pending = "…"                               not answered yet; say what it waits for
# docs/packs.md explains the keys. `fairnote standards check` reads it all and names what is wrong by file and line.

[[clause]]
id = "{id}-1-first-clause"
section = "1. The section as it is printed"
requirement = "What the policy asks, in one sentence of your own."
level = "must"
check = "guidance"
records = ["case_note"]
pending = "waits for somebody to read the policy"
"#;

/// Makes the folder. What is there already is left alone.
pub(super) fn run(id: &str, title: Option<&str>, folder: &Path) -> Result<Done, Failure> {
    let plain = id.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    if id.is_empty() || !plain || !id.starts_with(|first: char| first.is_ascii_lowercase()) {
        return Err(Failure::new(format!(
            "`{id}` cannot be an id: use small letters, digits and hyphens, a letter first"
        )));
    }
    let Some(base) = base(folder) else {
        let folder = folder.display();
        return Err(Failure::new(format!(
            "{folder}: no pack there is the base of others. Name the folder that holds it with --into"
        )));
    };
    let pack = folder.join(id);
    if pack.exists() {
        return Err(Failure::new(format!("{}: it is there already. Choose another id, or edit it", pack.display())));
    }
    let title = title.map_or_else(|| capitalised(id), str::to_owned);
    let filled = |text: &str| text.replace("{id}", id).replace("{title}", &title).replace("{base}", &base);
    fs::create_dir_all(&pack).map_err(|error| Failure::file(&pack.display().to_string(), &error))?;
    for (name, text) in [("pack.toml", filled(PACK)), ("clauses.toml", filled(CLAUSES))] {
        let file = pack.join(name);
        fs::write(&file, text).map_err(|error| Failure::file(&file.display().to_string(), &error))?;
    }
    terminal::print(&format!(
        "{0}/pack.toml\n{0}/clauses.toml\nFill them in, then run: fairnote standards check {1}\n",
        pack.display(),
        folder.display()
    ))?;
    Ok(Done::Accepted)
}

/// The pack that extends no other.
fn base(folder: &Path) -> Option<String> {
    let mut packs: Vec<_> = fs::read_dir(folder).ok()?.filter_map(|entry| Some(entry.ok()?.path())).collect();
    packs.sort();
    packs.iter().find_map(|pack| {
        let text = fs::read_to_string(pack.join("pack.toml")).ok()?;
        let extends = text.lines().any(|line| line.trim_start().starts_with("extends"));
        if extends { None } else { pack.file_name()?.to_str().map(str::to_owned) }
    })
}

fn capitalised(id: &str) -> String {
    let mut letters = id.chars();
    letters
        .next()
        .map_or_else(String::new, |first| std::iter::once(first.to_ascii_uppercase()).chain(letters).collect())
}
