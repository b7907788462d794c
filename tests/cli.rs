//! The `fairnote` command, as a shell runs it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "helpers of tests may stop on the first surprise, as tests may"
)]
#![cfg(all(feature = "cli", not(target_arch = "wasm32")))]

#[path = "support/folder.rs"]
mod folder;

use folder::copy;
use serde_json::{Value, json};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const UNBORN: &str = r#"{"kind":"child","fields":{"unborn":true,"ethnicity":"WBRI"}}"#;

#[test]
fn a_record_that_is_blocked_ends_with_1_and_says_what_to_do() {
    let ran = run(&["check", "-", "--standard", "herts", "--as-at", "2026-11-24T10:30"], UNBORN);
    assert_eq!(ran.code, 1, "{}", ran.error);
    assert!(ran.output.contains("must: "), "{}", ran.output);
    assert!(ran.output.contains("rule unborn-child-has-no-ethnicity-recorded"), "{}", ran.output);
    assert!(ran.output.contains("Rejected under herts"), "{}", ran.output);
    assert!(!ran.output.contains('\u{1b}'), "no colour where nobody is looking");
}

#[test]
fn a_draft_is_not_blocked_and_ends_with_0() {
    let ran = run(&["check", "-", "--standard", "herts", "--mode", "draft"], UNBORN);
    assert_eq!(ran.code, 0, "{}", ran.error);
    assert!(ran.output.contains("Accepted with warnings"), "{}", ran.output);
}

#[test]
fn a_report_in_json_is_the_contracts_own() {
    let folder = temporary("json");
    let (record, context) = (folder.join("record.json"), folder.join("context.json"));
    std::fs::write(&record, UNBORN).unwrap();
    std::fs::write(&context, r#"{"case":{"open":true}}"#).unwrap();
    let arguments = [
        "check",
        text(&record),
        "--context",
        text(&context),
        "--standard",
        "herts",
        "--as-at",
        "2026-11-24T10:30",
        "--format",
        "json",
    ];
    let ran = run(&arguments, "");
    let report: Value = serde_json::from_str(&ran.output).unwrap();
    assert_eq!(report["as_at"], "2026-11-24T10:30:00Z");
    assert_eq!(report["verdict"], "rejected");
    let digest = run(&["standards", "digest", "herts"], "").output;
    assert_eq!(report["standard"]["digest"], digest.trim());
}

#[test]
fn what_cannot_be_done_ends_with_2_and_repeats_nothing() {
    for (arguments, input, told) in [
        (&["check", "no-such-file.json", "--standard", "herts"][..], "", "no-such-file.json: "),
        (&["check", "-", "--standard", "zebedee"], UNBORN, "there is no standard `zebedee`. There are: "),
        (
            &["check", "-", "--standard", "herts"],
            "{\"kind\": Quillfeather",
            "standard input: this is not JSON: see line 1",
        ),
        (
            &["check", "-", "--standard", "herts"],
            r#"{"kind":"Quillfeather","fields":{}}"#,
            "has no record of this kind; it has ",
        ),
        (
            &["check", "-", "--standard", "herts", "--as-at", "teatime"],
            UNBORN,
            "--as-at is not written as a date and time",
        ),
        (&["standards", "show", "herts", "--rule", "no-such-rule"], "", "has no rule `no-such-rule`"),
        (&["standards", "coverage", "england"], "", "has no clauses"),
        (&["standards", "check", "no-such-folder"], "", "there is no such folder"),
        (&["serve", "--addr", "127.0.0.1:0", "--timeout", "0"], "", "between 10 milliseconds and 5 minutes"),
        (&["sing"], "", "unrecognized subcommand"),
    ] {
        let ran = run(arguments, input);
        assert_eq!(ran.code, 2, "{arguments:?}: {}", ran.output);
        assert!(ran.error.contains(told), "{arguments:?}: {}", ran.error);
        assert!(!ran.error.contains("Quillfeather"), "{arguments:?}: {}", ran.error);
        assert_eq!(ran.output, "", "{arguments:?}");
    }
}

#[test]
fn a_note_is_told_statement_by_statement() {
    let note = "Mum said Tom was late. I will call on Friday.";
    let ran = run(&["note", "-"], note);
    assert_eq!(ran.code, 0, "{}", ran.error);
    assert!(ran.output.contains("decision, first hand"), "{}", ran.output);
    let answer: Value =
        serde_json::from_str(&run(&["note", "-", "--standard", "herts", "--format", "json"], note).output).unwrap();
    assert_eq!(answer["statements"][1]["start"], 23);
}

#[test]
fn notes_are_annotated_in_code_points_and_a_bad_line_stops_nothing() {
    let smile =
        json!({ "id": "one", "context": "visit", "note": "\u{1f600} Tom was late. CIN plan made.", "extra": 1 });
    let input = format!("{smile}\nQuillfeather\n\n{}\n", json!({ "id": 2, "note": "All well." }));
    let ran = run(&["annotate"], &input);
    assert_eq!(ran.code, 2, "a line was left out");
    assert!(ran.error.contains("line 2, column"), "{}", ran.error);
    assert!(!ran.error.contains("Quillfeather"), "{}", ran.error);
    let lines: Vec<Value> = ran.output.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 2);
    assert_eq!((&lines[0]["id"], &lines[0]["context"], &lines[1]["id"]), (&"one".into(), &"visit".into(), &2.into()));
    let note: Vec<char> = lines[0]["note"].as_str().unwrap().chars().collect();
    let words = |span: &Value| -> String {
        let at = |key: &str| usize::try_from(span[key].as_u64().unwrap()).unwrap();
        note[at("start")..at("end")].iter().collect()
    };
    let statements = lines[0]["statements"].as_array().unwrap();
    assert_eq!(words(statements.last().unwrap()), "CIN plan made.");
    assert!(statements.iter().all(|statement| statement["kind"].is_string() && statement["source"].is_string()));
    let flag = lines[0]["flags"].as_array().unwrap().iter().find(|flag| flag["category"] == "jargon").unwrap();
    assert_eq!(words(flag), "CIN");
}

#[test]
fn standards_are_listed_shown_and_compared() {
    let list = run(&["standards", "list"], "");
    assert!(list.output.contains("herts 0.1.0: ") && list.output.contains("sha-256:"), "{}", list.output);
    let show = run(&["standards", "show", "herts"], "");
    assert!(show.output.contains("extends england"), "{}", show.output);
    let rule = run(&["standards", "show", "herts", "--rule", "unborn-child-has-no-ethnicity-recorded"], "");
    assert!(
        rule.output.contains("level      must") && rule.output.contains("herts-6-unborn-ethnicity"),
        "{}",
        rule.output
    );
    let diff = run(&["standards", "diff", "herts", "coventry"], "");
    assert!(diff.output.contains("Asked by both, but otherwise"), "{}", diff.output);
    assert!(diff.output.contains("    limit: 10 in Hertfordshire, 2 in Coventry\n"), "{}", diff.output);
    assert!(diff.output.contains("Asked by Hertfordshire and no longer by Coventry"), "{}", diff.output);
    let fewer = run(&["standards", "diff", "herts", "coventry", "--kinds", "visit"], "").output;
    assert!(fewer.len() < diff.output.len() && !fewer.contains("(child-has-a-full-name)"), "{fewer}");
    let same = run(&["standards", "diff", "herts", "herts"], "").output;
    assert_eq!(same, "Hertfordshire and Hertfordshire ask the same\n");
    assert_eq!(run(&["standards", "diff", "herts", "coventry", "--kinds", "zebra"], "").code, 2);
}

#[test]
fn the_reference_has_a_page_for_every_policy_form_and_rule_and_docs_hold_it() {
    let folder = temporary("reference");
    let written = run(&["standards", "reference", text(&folder)], "");
    assert_eq!(written.code, 0, "{}", written.error);
    let page = |path: &str| std::fs::read_to_string(folder.join(path)).expect("a page");
    let rule = page("rules/entry-is-written-within-the-limit.html");
    for part in
        ["limit: 10", "Hertfordshire", "working days lie between", "Examples", "../herts.html#herts-5-10-working-days"]
    {
        assert!(rule.contains(part), "{part}: {rule}");
    }
    assert!(page("herts.html").contains("id=\"herts-5-10-working-days\""));
    assert!(page("index.html").contains("kinds/case_note.html"));
    // Every link leads somewhere.
    for (file, html) in ["index.html", "herts.html", "kinds/child.html"].map(|file| (file, page(file))) {
        let here = folder.join(file);
        for link in html.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
            let target = here.parent().expect("a folder").join(link.split('#').next().unwrap_or_default());
            assert!(link.starts_with('#') || target.exists(), "{file}: {link}");
        }
    }
    assert_eq!(run(&["standards", "reference", text(&folder), "--check"], "").code, 0);
    std::fs::write(folder.join("rules/gone.html"), "").expect("written");
    let stale = run(&["standards", "reference", text(&folder), "--check"], "");
    assert!(stale.code == 1 && stale.output.contains("gone.html"), "{}", stale.output);
    let docs = run(&["standards", "reference", "--check"], "");
    assert_eq!(docs.code, 0, "run `fairnote standards reference`: {}", docs.output);
}

#[test]
fn a_new_authority_begins_as_a_folder_that_loads() {
    let folder = temporary("new");
    copy(Path::new("standards/england"), &folder.join("england"));
    let made = run(&["standards", "new", "wessex", "--into", text(&folder)], "");
    assert!(made.code == 0 && made.output.contains("wessex/clauses.toml"), "{} {}", made.output, made.error);
    let checked = run(&["standards", "check", text(&folder)], "");
    assert_eq!(checked.code, 0, "{}", checked.output);
    assert!(checked.output.contains("wessex 0.1.0: "), "{}", checked.output);
    let coverage = run(&["standards", "coverage", "wessex", "--standards", text(&folder)], "");
    assert!(coverage.output.contains("1 pending"), "{}", coverage.output);
    assert_eq!(run(&["standards", "new", "wessex", "--into", text(&folder)], "").code, 2, "it is there already");
    assert_eq!(run(&["standards", "new", "West Sussex", "--into", text(&folder)], "").code, 2, "no id");
    assert_eq!(run(&["standards", "new", "essex", "--into", text(&folder.join("england"))], "").code, 2, "no base");
}

#[test]
fn coverage_is_counted_for_all_or_told_clause_by_clause() {
    let all = run(&["standards", "coverage"], "");
    assert!(all.output.contains("herts: ") && all.output.contains(" clauses: "), "{}", all.output);
    let one: Value = serde_json::from_str(
        &run(&["standards", "coverage", "herts", "--kinds", "unborn_child", "--format", "json"], "").output,
    )
    .unwrap();
    let clauses = one[0]["clauses"].as_array().unwrap();
    assert!(!clauses.is_empty());
    assert!(clauses.iter().all(|clause| { clause["records"].as_array().unwrap().contains(&"unborn_child".into()) }));
    let told = run(&["standards", "coverage", "herts", "--kinds", "unborn_child"], "");
    assert!(told.output.contains("adopts unborn-child-has-no-ethnicity-recorded"), "{}", told.output);
}

#[test]
fn an_export_is_what_digests_are_taken_over() {
    let folder = temporary("export");
    let ran = run(&["standards", "export", text(&folder)], "");
    assert_eq!(ran.code, 0, "{}", ran.error);
    let json = std::fs::read_to_string(folder.join("herts.json")).unwrap();
    let digest = run(&["standards", "digest", "herts"], "").output;
    let standard = fairnote::Standard::open(json).unwrap();
    assert_eq!(standard.digest(), digest.trim());
    // One model for all of them, under the digest that they name.
    let files: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|file| file.unwrap().path()).collect();
    let models: Vec<_> = files.iter().filter(|file| file.extension().is_some_and(|end| end == "bin")).collect();
    assert_eq!(models.len(), 1, "{models:?}");
    let named = standard.model_digest().unwrap();
    assert_eq!(models[0].file_name().unwrap().to_str(), Some(&*fairnote::standards::model_file(named)));
    assert_eq!(fairnote::standards::digest(std::fs::read(models[0]).unwrap()), named);
}

#[test]
fn packs_of_a_folder_are_checked_with_their_examples() {
    let good = run(&["standards", "check", "standards"], "");
    assert_eq!(good.code, 0, "{}", good.output);
    assert!(good.output.contains(" examples, 0 failed"), "{}", good.output);
    let folder = temporary("packs");
    copy(Path::new("standards/england"), &folder.join("england"));
    let rule = folder.join("england/rules/unborn-child-has-no-ethnicity-recorded.toml");
    let wrong = std::fs::read_to_string(&rule).unwrap().replacen("outcome = \"passed\"", "outcome = \"failed\"", 1);
    std::fs::write(&rule, wrong).unwrap();
    let ran = run(&["standards", "check", text(&folder)], "");
    assert_eq!(ran.code, 1, "{}", ran.output);
    assert!(ran.output.contains("rules/unborn-child-has-no-ethnicity-recorded.toml:"), "{}", ran.output);
    assert!(ran.output.contains(" examples, 1 failed"), "{}", ran.output);
    std::fs::write(&rule, "title = 7").unwrap();
    let ran = run(&["standards", "check", text(&folder)], "");
    assert_eq!((ran.code, ran.output.contains("failed: ")), (1, true), "{}", ran.output);
    assert!(ran.output.contains("To mend it: "), "{}", ran.output);
}

#[test]
fn a_command_uses_the_standards_of_a_folder() {
    let listed = run(&["standards", "list", "--standards", "standards", "--format", "json"], "");
    let built_in = run(&["standards", "list", "--format", "json"], "");
    assert_eq!(listed.output, built_in.output, "a folder gives what was built in from it");
    let ran = run(&["check", "-", "--standard", "herts", "--standards", "standards"], UNBORN);
    assert_eq!(ran.code, 1, "{}", ran.error);
}

#[cfg(unix)]
#[test]
fn the_service_says_where_it_listens_and_stops_when_told() {
    use std::io::{BufRead as _, BufReader};
    let mut child = command(&["serve", "--addr", "127.0.0.1:0", "--assets", "no-such-folder"])
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
    let mut warned = false;
    for line in lines.by_ref() {
        let line = line.unwrap();
        warned |= line.contains("an asset is missing");
        if line.contains("listening") {
            break;
        }
    }
    assert!(warned, "pages without assets are told of");
    let stopped = Command::new("kill").arg("-TERM").arg(child.id().to_string()).status().unwrap();
    assert!(stopped.success());
    assert!(child.wait().unwrap().success());
}

struct Ran {
    code: i32,
    output: String,
    error: String,
}

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_fairnote"));
    command.args(arguments).current_dir(env!("CARGO_MANIFEST_DIR")).env_remove("RUST_LOG");
    command
}

fn run(arguments: &[&str], input: &str) -> Ran {
    let piped = command(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let mut child = piped.unwrap();
    // A command that does not read its input may have ended already.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let ran = child.wait_with_output().unwrap();
    let string = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Ran { code: ran.status.code().unwrap(), output: string(ran.stdout), error: string(ran.stderr) }
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

fn temporary(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("cli-{name}-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}
