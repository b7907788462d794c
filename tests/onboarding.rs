//! docs/onboarding-an-authority.md, done as it stands: its files are made, its commands run, its outputs compared.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests may stop on the first surprise, as tests may"
)]
#![cfg(all(feature = "cli", not(target_arch = "wasm32")))]

#[path = "support/folder.rs"]
mod folder;

use folder::copy;
use std::fs;
use std::path::Path;
use std::process::Command;

/// A fenced block: what stands beside the fence, the lines inside, and the line of the page that it begins on.
struct Block<'t> {
    info: Vec<&'t str>,
    lines: Vec<&'t str>,
    at: usize,
}

fn blocks(page: &str) -> Vec<Block<'_>> {
    let mut blocks: Vec<Block<'_>> = Vec::new();
    let mut open = false;
    for (number, line) in page.lines().enumerate() {
        match line.strip_prefix("```") {
            Some(info) if !open => {
                blocks.push(Block { info: info.split(' ').collect(), lines: Vec::new(), at: number + 1 });
                open = true;
            }
            Some(_) => open = false,
            None if open => blocks.last_mut().expect("a block").lines.push(line),
            None => {}
        }
    }
    assert!(!open, "the last block has no end");
    blocks
}

#[test]
fn an_authority_is_onboarded_exactly_as_the_page_says() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = fs::read_to_string(root.join("docs/onboarding-an-authority.md")).expect("the page");
    let folder = std::env::temp_dir().join(format!("fairnote-onboarding-{}", std::process::id()));
    for pack in ["england", "herts"] {
        copy(&root.join("standards").join(pack), &folder.join("standards").join(pack));
    }
    let (mut files, mut commands) = (0, 0);
    for block in blocks(&page) {
        match block.info[..] {
            ["console", ref code @ ..] => commands += run(&block, code.first().unwrap_or(&"0"), &folder),
            ["diff", file] => change(&block, &folder.join(file)),
            [_, file] => {
                files += 1;
                write(&folder.join(file), &block.lines);
            }
            [_, file, "+"] => {
                let before = fs::read_to_string(folder.join(file)).expect("a file to go on with");
                write(&folder.join(file), &[&[before.as_str()], &block.lines[..]].concat());
            }
            _ => panic!("line {}: the block says neither which file it is nor that it is a command", block.at),
        }
    }
    // What the walk is to show, whatever becomes of the page.
    let clauses = fs::read_to_string(folder.join("standards/wessex/clauses.toml")).expect("clauses");
    assert_eq!(clauses.matches("[[clause]]").count(), 25);
    assert!(clauses.contains("shown = ") && clauses.contains("not_checked = ") && !clauses.contains("pending = "));
    assert!(files >= 6 && commands >= 7, "{files} files, {commands} commands");
    // A folder that stays in the temporary folder harms nobody.
    let _ = fs::remove_dir_all(&folder);
}

/// Runs the commands of a block and compares what each says with the lines below it. Returns how many there were.
fn run(block: &Block<'_>, code: &str, folder: &Path) -> usize {
    let mut count = 0;
    let mut lines = block.lines.iter().copied().peekable();
    while let Some(line) = lines.next() {
        let command = line.strip_prefix("$ fairnote ").unwrap_or_else(|| panic!("no command: {line}"));
        let mut shown = Vec::new();
        while let Some(line) = lines.next_if(|line| !line.starts_with("$ ")) {
            shown.push(line);
        }
        let ran = Command::new(env!("CARGO_BIN_EXE_fairnote"))
            .args(command.split(' '))
            .current_dir(folder)
            .env("NO_COLOR", "1")
            .output()
            .expect("runs");
        let said = String::from_utf8(ran.stdout).expect("text");
        let wrong = String::from_utf8_lossy(&ran.stderr);
        let last = lines.peek().is_none();
        let expected = if last { code } else { "0" };
        assert_eq!(ran.status.code().map(|code| code.to_string()).as_deref(), Some(expected), "{line}\n{said}{wrong}");
        let said: Vec<&str> = said.lines().collect();
        assert!(
            matches(&said, &shown),
            "line {} of the page: `{line}` now says\n{}\nand the page shows\n{}",
            block.at,
            said.join("\n"),
            shown.join("\n")
        );
        count += 1;
    }
    count
}

/// A line `…` stands for any lines, none included.
fn matches(said: &[&str], shown: &[&str]) -> bool {
    match (said, shown) {
        ([], []) => true,
        (_, ["…", rest @ ..]) => (0..=said.len()).any(|skipped| matches(&said[skipped..], rest)),
        ([line, said @ ..], [like, shown @ ..]) => line_matches(line, like) && matches(said, shown),
        _ => false,
    }
}

/// `…` inside a line stands for any text of it.
fn line_matches(line: &str, like: &str) -> bool {
    match like.split_once('…') {
        None => line == like,
        Some((before, after)) => line.strip_prefix(before).is_some_and(|rest| {
            rest.char_indices().map(|(at, _)| at).chain([rest.len()]).any(|at| line_matches(&rest[at..], after))
        }),
    }
}

/// Puts each line with `+` in place of the one with `-` before it, which must stand in the file once.
fn change(block: &Block<'_>, file: &Path) {
    let mut text = fs::read_to_string(file).expect("a file to change");
    for pair in block.lines.chunks(2) {
        let [from, to] = pair else { panic!("line {}: a line without its other", block.at) };
        let (from, to) = (from.strip_prefix('-').expect("a line with -"), to.strip_prefix('+').expect("a line with +"));
        assert_eq!(text.matches(from).count(), 1, "line {}: {from}", block.at);
        text = text.replace(from, to);
    }
    fs::write(file, text).expect("written");
}

fn write(file: &Path, lines: &[&str]) {
    fs::create_dir_all(file.parent().expect("a folder")).expect("made");
    fs::write(file, lines.join("\n") + "\n").expect("written");
}

#[test]
fn what_is_left_out_may_be_anything_and_nothing_else_may() {
    assert!(matches(&["a", "b", "c"], &["a", "…"]) && matches(&["a"], &["a", "…"]));
    assert!(matches(&["x", "a 12 b"], &["…", "a … b"]) && line_matches("sha-256:ab)", "sha-256:…)"));
    assert!(!matches(&["a", "b"], &["a"]) && !matches(&["a"], &["a", "b"]) && !matches(&["b"], &["…", "a"]));
    assert!(!line_matches("a 12 c", "a … b") && !line_matches("ab", "a"));
}
