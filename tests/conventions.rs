//! Conventions that matter are tests: the floors, where names may stand, what each folder must hold, what is documented.

#![cfg(all(feature = "packs", not(target_arch = "wasm32")))]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The floors, from the ground up. Code may use its own floor's modules named here and everything below.
const FLOORS: &[(u8, &[&str])] = &[
    (0, &["calendar", "identifiers", "text"]),
    (1, &["embedded", "packs", "record", "standards"]),
    (2, &["checks", "note", "spelling"]),
    (3, &["receipts", "reference", "report"]),
    (4, &["cli", "server", "wasm"]),
];

/// The only uses between modules of one floor: each is named, so that a circle cannot grow unseen.
const SIDEWAYS: &[(&str, &str)] = &[
    ("packs", "standards"),
    ("record", "standards"),
    ("embedded", "standards"),
    // Rules on words read the narrative's analysis.
    ("checks", "note"),
    // A receipt names the report by its bytes.
    ("receipts", "report"),
    // `fairnote serve` starts the server.
    ("cli", "server"),
];

/// What only one folder may name: the outer world stays in the surfaces, files in the packs.
const CONFINED: &[(&str, &[&str])] = &[
    ("axum::", &["server"]),
    ("tokio::", &["server", "cli"]),
    ("tower_http::", &["server"]),
    ("minijinja::", &["reference", "server"]),
    ("clap::", &["cli"]),
    ("rusqlite::", &["server"]),
    ("ed25519_dalek::", &["receipts"]),
    ("wasm_bindgen::", &["wasm"]),
    ("js_sys::", &["wasm"]),
    ("web_sys::", &["wasm"]),
    ("toml::", &["packs", "server"]),
    ("figment::", &["server"]),
    ("jsonwebtoken::", &["server"]),
    ("ureq::", &["server"]),
    ("rustls::", &["server"]),
    ("csv::", &["packs"]),
    ("std::fs", &["packs", "server", "cli"]),
    ("std::env", &["server", "cli"]),
    ("std::net", &["server", "cli"]),
    ("SystemTime", &["server", "cli"]),
    ("Instant", &["server", "cli"]),
];

/// Above this a file is doing two things. Most are far below.
const LINES: usize = 600;

#[test]
fn dependencies_go_down_only() {
    let floor: BTreeMap<&str, u8> =
        FLOORS.iter().flat_map(|(floor, names)| names.iter().map(move |name| (*name, *floor))).collect();
    let mut wrong = Vec::new();
    for file in rust("src") {
        let Some(folder) = module_of(&file.path) else {
            continue;
        };
        let Some(own) = floor.get(folder.as_str()) else {
            wrong.push(format!("{}: the module {folder} stands on no floor: add it to FLOORS", file.path.display()));
            continue;
        };
        for used in uses(&file.code) {
            let Some(other) = floor.get(used.as_str()) else {
                continue;
            };
            let sideways = other == own && (*own == 0 || SIDEWAYS.contains(&(folder.as_str(), used.as_str())));
            if used != folder && other >= own && !sideways {
                wrong.push(format!("{}: {folder} (floor {own}) uses {used} (floor {other})", file.path.display()));
            }
        }
    }
    assert_none(&wrong);
}

#[test]
fn ground_modules_do_not_go_in_circles() {
    let mut uses_of: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for file in rust("src") {
        if let Some(folder) = module_of(&file.path) {
            uses_of.entry(folder).or_default().extend(uses(&file.code));
        }
    }
    let empty = BTreeSet::new();
    for ground in FLOORS[0].1 {
        for used in uses_of.get(*ground).unwrap_or(&empty) {
            let back = used != ground && uses_of.get(used).is_some_and(|uses| uses.contains(*ground));
            assert!(!back, "{ground} and {used} use each other");
        }
    }
}

#[test]
fn the_outer_world_stays_in_the_surfaces() {
    let mut wrong = Vec::new();
    for file in rust("src") {
        let folder = module_of(&file.path).unwrap_or_else(|| "main".to_owned());
        for (name, folders) in CONFINED {
            if folder != "main" && !folders.contains(&folder.as_str()) && names(&file.code, name) {
                wrong.push(format!("{}: only {} may use {name}", file.path.display(), folders.join(" and ")));
            }
        }
    }
    assert_none(&wrong);
}

#[test]
fn no_authority_is_named_in_code() {
    let mut wrong = Vec::new();
    for file in rust("src") {
        for (number, line) in file.code.lines().enumerate() {
            let words = line.to_lowercase();
            let words = words.split(|c: char| !c.is_ascii_alphanumeric()).collect::<Vec<_>>();
            for authority in ["kent", "derby", "herts", "hertfordshire", "carefirst", "coventry"] {
                if words.contains(&authority) {
                    wrong.push(format!("{}:{}: {authority} belongs in standards/", file.path.display(), number + 1));
                }
            }
        }
    }
    assert_none(&wrong);
}

#[test]
fn each_check_kind_has_its_place() {
    // The kinds are the variants of `Expects`; a rule file names them in snake case. Structural kinds share a file.
    let rule = read("src/standards/rule.rs");
    let start = rule.find("pub enum Expects").expect("the closed list of check kinds");
    let variants: Vec<String> = rule[start..]
        .lines()
        .skip(1)
        .take_while(|line| *line != "}")
        .filter(|line| line.starts_with("    ") && line[4..].starts_with(|c: char| c.is_ascii_uppercase()))
        .map(|line| snake(line.trim().split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap()))
        .collect();
    assert!(variants.len() >= 15, "found {variants:?}");
    let shared = BTreeMap::from([
        ("typed", "structural"),
        ("sized", "structural"),
        ("identifier", "structural"),
        ("acceptances", "known"),
    ]);
    let packs_page = read("docs/packs.md");
    for kind in &variants {
        let stem = shared.get(kind.as_str()).copied().unwrap_or(kind);
        assert!(
            root().join(format!("src/checks/{stem}.rs")).exists(),
            "check kind {kind} has no file src/checks/{stem}.rs"
        );
        assert!(packs_page.contains(&format!("`{kind}`")), "docs/packs.md does not explain the check kind `{kind}`");
    }
}

#[test]
fn rule_ids_read_as_a_sentence() {
    let mut seen = BTreeMap::new();
    for path in files("standards", "toml") {
        if path.parent().and_then(Path::file_name).is_none_or(|name| name != "rules") {
            continue;
        }
        let id = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let well_formed = id
            .split('-')
            .all(|word| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()));
        assert!(well_formed, "{}: use lower-case words joined by hyphens", path.display());
        assert!(id.split('-').count() >= 3, "{}: a rule's id reads as a sentence", path.display());
        assert!(!id.starts_with(|c: char| c.is_ascii_digit()), "{}: a rule's id begins with a word", path.display());
        assert!(id.len() <= 80, "{}: a shorter sentence will do", path.display());
        if let Some(other) = seen.insert(id, path.clone()) {
            panic!("{} and {} have one id", path.display(), other.display());
        }
    }
    assert!(seen.len() > 50, "the rules were not found");
}

#[test]
fn rules_say_what_is_wrong_and_what_to_do_next() {
    let mut wrong = Vec::new();
    for path in files("standards", "toml").into_iter().filter(|path| path.parent().unwrap().ends_with("rules")) {
        let text = fs::read_to_string(&path).unwrap();
        for key in ["remedy = ", "rationale = ", "since = ", "[[example]]"] {
            if !text.contains(key) {
                wrong.push(format!("{}: no {key}", path.display()));
            }
        }
    }
    assert_none(&wrong);
}

#[test]
fn files_stay_small() {
    let mut wrong = Vec::new();
    for file in rust("src") {
        let lines = file.text.lines().count();
        if lines > LINES {
            wrong.push(format!("{}: {lines} lines, more than {LINES}", file.path.display()));
        }
    }
    assert_none(&wrong);
}

#[test]
fn nothing_is_left_unfinished() {
    // Written in two parts, so that this file does not find itself.
    let marks = [["TO", "DO"].concat(), ["FIX", "ME"].concat(), ["XX", "X"].concat(), ["#[igno", "re"].concat()];
    let mut wrong = Vec::new();
    for (folder, ending) in [
        ("src", "rs"),
        ("tests", "rs"),
        ("tests", "mjs"),
        ("tests", "js"),
        ("www", "js"),
        ("www", "mjs"),
        ("www", "html"),
        ("tools", "sh"),
        ("tools", "mjs"),
        ("docs", "md"),
    ] {
        for path in files(folder, ending) {
            let text = fs::read_to_string(&path).unwrap();
            for (number, line) in text.lines().enumerate() {
                if line
                    .split(|c: char| !(c.is_ascii_alphanumeric() || "#[".contains(c)))
                    .any(|word| marks.iter().any(|mark| word == mark))
                {
                    wrong.push(format!("{}:{}: {}", path.display(), number + 1, line.trim()));
                }
            }
        }
    }
    assert_none(&wrong);
}

#[test]
fn every_dependency_is_explained() {
    let page = read("docs/dependencies.md");
    let manifest: toml::Table = read("Cargo.toml").parse().unwrap();
    let mut names = BTreeSet::new();
    let tables = ["dependencies", "dev-dependencies", "build-dependencies"];
    let mut collect = |table: &toml::Table| {
        for key in tables {
            if let Some(toml::Value::Table(found)) = table.get(key) {
                names.extend(found.keys().cloned());
            }
        }
    };
    collect(&manifest);
    if let Some(toml::Value::Table(targets)) = manifest.get("target") {
        targets.values().filter_map(toml::Value::as_table).for_each(&mut collect);
    }
    let package: serde_json::Value = serde_json::from_str(&read("package.json")).unwrap();
    names.extend(package["devDependencies"].as_object().unwrap().keys().cloned());
    let missing: Vec<_> = names.iter().filter(|name| !page.contains(&format!("`{name}`"))).collect();
    assert!(missing.is_empty(), "docs/dependencies.md does not name {missing:?}");
}

#[test]
fn the_changelog_names_this_version() {
    let changelog = read("CHANGELOG.md");
    let top =
        changelog.lines().find(|line| line.starts_with("## [") && !line.contains("Unreleased")).expect("a version");
    assert!(top.starts_with(&format!("## [{}]", env!("CARGO_PKG_VERSION"))), "CHANGELOG.md begins with {top}");
}

#[test]
fn commands_in_the_documentation_exist() {
    let makefile = read("Makefile");
    let mut pages = files("docs", "md");
    pages.extend(["README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md"].map(|name| root().join(name)));
    for page in pages {
        let text = fs::read_to_string(&page).unwrap();
        for (at, _) in text.match_indices("make ") {
            let command_begins = at == 0 || text[..at].ends_with(['`', '\n']);
            let target: String = text[at + 5..].chars().take_while(|c| c.is_ascii_lowercase()).collect();
            if command_begins && !target.is_empty() {
                assert!(makefile.contains(&format!("\n{target}:")), "{}: there is no `make {target}`", page.display());
            }
        }
    }
}

#[test]
fn links_in_the_documentation_lead_somewhere() {
    let mut pages = files("docs", "md");
    pages.extend(["README.md", "CONTRIBUTING.md", "SECURITY.md"].map(|name| root().join(name)));
    let mut wrong = Vec::new();
    for page in pages {
        let text = fs::read_to_string(&page).unwrap();
        for (at, _) in text.match_indices("](") {
            let target: String = text[at + 2..].chars().take_while(|c| *c != ')').collect();
            let file = target.split('#').next().unwrap();
            if !file.is_empty() && !target.contains("://") && !page.parent().unwrap().join(file).exists() {
                wrong.push(format!("{}: {target}", page.display()));
            }
        }
    }
    assert_none(&wrong);
}

#[test]
fn the_lock_files_name_no_host() {
    let lock = read("package-lock.json");
    assert!(!lock.contains("\"resolved\""), "package-lock.json names a registry: see .npmrc");
    for line in read("Cargo.lock").lines().filter(|line| line.starts_with("source = ")) {
        assert_eq!(line, "source = \"registry+https://github.com/rust-lang/crates.io-index\"");
    }
}

#[test]
fn the_core_alone_is_small() {
    // `validator` itself cannot be had without regex and idna. The linker drops them, and the size budget proves it for the
    // browser; here they count only if anything else brings them in.
    let tree = tree(&["--no-default-features", "--prune", "validator"]);
    for surface in
        ["axum", "tokio", "clap", "wasm-bindgen", "regex", "regex-lite", "toml", "csv", "chrono", "jiff", "getrandom"]
    {
        assert!(!tree.contains(surface), "the core alone pulls in {surface}");
    }
}

#[test]
fn the_browser_fetches_no_server() {
    let wasm =
        ["--no-default-features", "--features", "wasm", "--target", "wasm32-unknown-unknown", "--prune", "validator"];
    let tree = tree(&wasm);
    assert!(tree.contains("wasm-bindgen"));
    for heavy in ["axum", "tokio", "clap", "regex", "regex-lite", "toml", "csv", "idna", "getrandom", "jiff"] {
        assert!(!tree.contains(heavy), "the browser's module pulls in {heavy}");
    }
}

/// The crates of a build, without those that only build or test it.
fn tree(options: &[&str]) -> BTreeSet<String> {
    let output = Command::new(env!("CARGO"))
        .args(["tree", "--locked", "--edges", "normal,no-proc-macro", "--prefix", "none", "--format", "{lib}"])
        .args(options)
        .current_dir(root())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().lines().map(|line| line.trim().replace('_', "-")).collect()
}

/// A Rust file: its text, and its code without comments and without the tests at its end.
struct Source {
    path: PathBuf,
    text: String,
    code: String,
}

fn rust(folder: &str) -> Vec<Source> {
    let found: Vec<_> = files(folder, "rs")
        .into_iter()
        .map(|path| {
            let text = fs::read_to_string(&path).unwrap();
            let before_tests = text.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
            let code = before_tests.lines().map(without_comment).collect::<Vec<_>>().join("\n");
            Source { path: path.strip_prefix(root()).unwrap().to_owned(), text, code }
        })
        .collect();
    assert!(found.len() > 20, "the sources were not found");
    found
}

/// The line without its `//` comment; a `//` inside a string (an address) is kept.
fn without_comment(line: &str) -> &str {
    let mut inside = false;
    let mut previous = ' ';
    for (at, c) in line.char_indices() {
        match c {
            '"' if previous != '\\' && previous != '\'' => inside = !inside,
            '/' if previous == '/' && !inside => return &line[..at - 1],
            _ => {}
        }
        previous = c;
    }
    line
}

/// `standards` for `src/standards/path.rs` and `src/standards.rs`; none for the roots `lib.rs` and `main.rs`.
fn module_of(path: &Path) -> Option<String> {
    let inside = path.strip_prefix("src").ok()?;
    let first = inside.iter().next()?.to_str()?;
    let name = first.trim_end_matches(".rs");
    (!["lib", "main"].contains(&name)).then(|| name.to_owned())
}

/// Whether the code names this, as a whole word.
fn names(code: &str, name: &str) -> bool {
    code.match_indices(name).any(|(at, _)| {
        let before = code[..at].chars().next_back();
        let after = code[at + name.len()..].chars().next();
        let word = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || c == '_');
        // `x.toml::` is no crate, and neither is `crate::packs::toml::`.
        !word(before) && before != Some(':') && (name.ends_with(':') || !word(after))
    })
}

/// The modules that the code uses: `a` and `b` for `crate::a::X` and `crate::{b::Y}`.
fn uses(code: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (at, _) in code.match_indices("crate::") {
        if code[..at].ends_with('$') {
            continue;
        }
        let rest = &code[at + "crate::".len()..];
        if let Some(group) = rest.strip_prefix('{') {
            let mut depth = 1;
            let mut name = String::new();
            let mut wanted = true;
            for c in group.chars() {
                match c {
                    '{' => depth += 1,
                    '}' => depth -= 1,
                    ',' if depth == 1 => wanted = true,
                    c if depth == 1 && wanted && (c.is_ascii_alphanumeric() || c == '_') => name.push(c),
                    _ => {}
                }
                let goes_on = c.is_ascii_alphanumeric() || c == '_';
                if !name.is_empty() && !goes_on {
                    found.insert(std::mem::take(&mut name));
                    wanted = c == ',';
                }
                if depth == 0 {
                    break;
                }
            }
        } else {
            found.insert(rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect());
        }
    }
    found
}

fn snake(name: &str) -> String {
    let mut out = String::new();
    for c in name.chars() {
        if c.is_ascii_uppercase() && !out.is_empty() {
            out.push('_');
        }
        out.push(c.to_ascii_lowercase());
    }
    out
}

/// Every file of a folder with this ending, sorted; nothing that was built or installed.
fn files(folder: &str, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![root().join(folder)];
    while let Some(folder) = open.pop() {
        let Ok(entries) = fs::read_dir(&folder) else {
            continue;
        };
        for path in entries.map(|entry| entry.unwrap().path()) {
            let name = path.file_name().unwrap();
            if path.is_dir() && name != "build" && name != "node_modules" {
                open.push(path);
            } else if path.extension().is_some_and(|extension| extension == ending) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn assert_none(wrong: &[String]) {
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn the_helpers_read_code_rightly() {
    let code = "use crate::a::B; use crate::{c::{D, E}, f, g::H}; $crate::i::j; crate::k::l()";
    assert_eq!(uses(code), ["a", "c", "f", "g", "k"].map(str::to_owned).into());
    assert_eq!(without_comment("let x = \"https://x\"; // why"), "let x = \"https://x\"; ");
    assert!(names("use toml::Table", "toml::") && !names("my_toml::x", "toml::"));
    assert_eq!(snake("NarrativeAgrees"), "narrative_agrees");
}
