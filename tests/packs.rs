//! What a policy officer relies on: a new authority is one folder, a mistake is named with file, line and remedy, and
//! every value remembers who set it.

#![cfg(all(not(target_arch = "wasm32"), feature = "packs"))]

#[path = "support/folder.rs"]
mod folder;

use fairnote::packs::Library;
use fairnote::standards::{Definition, Literal, PackError, Standard, StatementModel, canonical, digest, model_file};
use fairnote::{Context, Level, Mode, Moment, Record, check};
use folder::copy;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

/// A copy of the base pack beside the packs of a test.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Folder {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("fairnote-packs-{}-{number}", std::process::id()));
        copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("standards/england"), &folder.join("england"));
        Folder(folder)
    }

    fn with(self, path: &str, text: &str) -> Folder {
        let file = self.0.join(path);
        fs::create_dir_all(file.parent().expect("a folder")).expect("made");
        fs::write(file, text).expect("written");
        self
    }

    fn change(self, path: &str, from: &str, to: &str) -> Folder {
        let text = fs::read_to_string(self.0.join(path)).expect("read");
        assert!(text.contains(from), "{path} has no {from}");
        self.with(path, &text.replace(from, to))
    }

    fn resolve(&self, id: &str) -> Result<Definition, PackError> {
        Library::read(&self.0)?.resolve(id)
    }

    fn refused(&self, id: &str) -> String {
        self.resolve(id).expect_err("refused").to_string()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // A folder that stays in the temporary folder harms nobody.
        let _ = fs::remove_dir_all(&self.0);
    }
}

const PACK: &str = r#"id = "barset"
title = "Barsetshire"
version = "1.0.0"
extends = "england"
description = "A council of the imagination."

[document]
title = "Recording with care"
publisher = "Barsetshire"
edition = "2026"
"#;

fn clause(answer: &str) -> String {
    format!(
        r#"[[clause]]
id = "barset-1-in-time"
section = "1. In time"
requirement = "Notes are written up in good time."
level = "should"
check = "timing"
records = ["case_note"]
{answer}
"#
    )
}

fn barset(answer: &str) -> Folder {
    Folder::new().with("barset/pack.toml", PACK).with("barset/clauses.toml", &clause(answer))
}

const ADOPTS: &str = r#"adopts = { rule = "entry-is-written-within-the-limit", set = { limit = 3 } }"#;

#[test]
fn a_new_authority_is_one_folder_and_no_rust() {
    let definition = barset(ADOPTS).resolve("barset").expect("resolves");
    let rule = &definition.rules["entry-is-written-within-the-limit"];
    assert_eq!(rule.level, Level::Should);
    assert_eq!(rule.clauses[0].document, "Recording with care");
    assert_eq!(rule.settings["limit"].value, Literal::Int(3));
    assert_eq!(rule.settings["limit"].set_by, "barset");
    let others = rule.settings.iter().filter(|(name, _)| *name != "limit");
    for (name, setting) in others {
        assert_eq!(setting.set_by, "england", "{name}");
    }
    let standard = Standard::new(definition).expect("complete");
    let written = |entered: &str| {
        let text =
            format!(r#"{{"kind":"case_note","fields":{{"event_at":"2026-06-01T10:00","entered_at":"{entered}"}}}}"#);
        let record = Record::from_json(&standard, &text).expect("a record");
        let as_at = Moment::parse("2026-06-15T12:00:00+01:00").expect("a moment");
        check(&standard, &record, &Context::unknown(), as_at, Mode::Draft).counts().failed
    };
    assert_eq!((written("2026-06-04T23:59"), written("2026-06-05T00:01")), (0, 1));
}

#[test]
fn a_setting_outside_its_bounds_is_refused_at_the_clause_that_sets_it() {
    let error =
        barset(r#"adopts = { rule = "entry-is-written-within-the-limit", set = { limit = 9999 } }"#).refused("barset");
    assert!(error.starts_with("barset/clauses.toml:2: "), "{error}");
    assert!(error.contains("`limit`"), "{error}");
    let error =
        barset(r#"adopts = { rule = "entry-is-written-within-the-limit", set = { limmit = 3 } }"#).refused("barset");
    assert!(error.contains("no setting `limmit`"), "{error}");
}

#[test]
fn a_clause_has_exactly_one_answer() {
    let error = barset("").refused("barset");
    assert!(error.starts_with("barset/clauses.toml:2: clause `barset-1-in-time`: it has no answer"), "{error}");
    let error = barset(&format!("{ADOPTS}\npending = \"waits for something\"")).refused("barset");
    assert!(error.contains("more than one answer"), "{error}");
    let error = barset("not_checked = \"\"").refused("barset");
    assert!(error.contains("gives no reason"), "{error}");
    let error = barset("adopts = \"no-such-rule-at-all\"").refused("barset");
    assert!(error.contains("adopts `no-such-rule-at-all`, which no pack has"), "{error}");
    let error = barset("shown = { at = \"case_note/nowhere\" }").refused("barset");
    assert!(error.contains("`nowhere`"), "{error}");
}

#[test]
fn another_level_than_the_policys_verb_needs_a_reason() {
    let rule = r#"rule = "entry-is-written-within-the-limit", level = "must""#;
    let error = barset(&format!("adopts = {{ {rule} }}")).refused("barset");
    assert!(error.contains("does not say why"), "{error}");
    let definition = barset(&format!("adopts = {{ {rule}, because = \"The court asked for it.\" }}")).resolve("barset");
    assert_eq!(definition.expect("resolves").rules["entry-is-written-within-the-limit"].level, Level::Must);
}

#[test]
fn mistakes_in_any_file_are_named_with_file_and_line() {
    let unborn = "england/rules/unborn-child-has-no-ethnicity-recorded.toml";
    let line = |path: &str, needle: &str| {
        let text =
            fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("standards").join(path)).expect("read");
        text.lines().position(|line| line.contains(needle)).expect("on a line") + 1
    };
    let title = line(unborn, "title =");
    for (folder, expected) in [
        (Folder::new().change(unborn, "title =", "titel ="), format!("{unborn}:{title}: ")),
        (Folder::new().change(unborn, "\"ethnicity\"", "\"ethnicty\""), format!("{unborn}:")),
        (Folder::new().change(unborn, "\"NOBT\"", "\"NOBTT\""), format!("{unborn}:")),
        (
            Folder::new().change(unborn, "outcome = \"failed\"", "outcome = \"passed\""),
            "no example that is failed".to_owned(),
        ),
        (
            Folder::new().change("england/codes/gender.csv", "\nF,", "\nM,"),
            format!(
                "england/codes/gender.csv:{}: the code stands in the list already",
                line("england/codes/gender.csv", "F,Female")
            ),
        ),
        (
            Folder::new().change("england/calendars/bank-holidays.csv", "2026-12-25", "2026-12-35"),
            "bank-holidays.csv:".to_owned(),
        ),
        (
            Folder::new().change("england/forms/child.toml", "type = \"date\"", "type = \"dat\""),
            "england/forms/child.toml:".to_owned(),
        ),
        (Folder::new().with("england/rules/notes.txt", "?"), "only .toml files belong here".to_owned()),
        (Folder::new().change("england/pack.toml", "\"england\"", "\"englnd\""), "england/pack.toml:".to_owned()),
    ] {
        // A rule of the base pack that nobody adopts is bound when its examples are run, and when somebody adopts it.
        let library = Library::read(&folder.0);
        let error = match library {
            Err(error) => error.to_string(),
            Ok(library) => match library.resolve("england") {
                Err(error) => error.to_string(),
                Ok(_) => {
                    let examples = library.examples();
                    let example = examples.iter().find(|example| unborn.contains(&example.rule)).expect("an example");
                    library.resolve_example(example).expect_err("refused").to_string()
                }
            },
        };
        assert!(error.contains(&expected), "{expected} is not in {error}");
        assert!(error.contains("To mend it: "), "{error}");
    }
}

fn also(rule: &str, level: &str, because: &str, more: &str) -> Folder {
    let also = format!("\n[[also]]\nrule = \"{rule}\"\nlevel = \"{level}\"\nbecause = \"{because}\"\n{more}\n");
    barset(ADOPTS).with("barset/pack.toml", &format!("{PACK}{also}"))
}

#[test]
fn a_rule_can_be_on_without_a_clause_and_says_why() {
    let definition =
        also("date-of-death-is-possible", "must", "census rule 8535Q", "").resolve("barset").expect("resolves");
    let rule = &definition.rules["date-of-death-is-possible"];
    assert_eq!((rule.level, rule.clauses.len()), (Level::Must, 0));
    let raised =
        also("entry-is-written-within-the-limit", "must", "it matters", "").resolve("barset").expect("resolves");
    let rule = &raised.rules["entry-is-written-within-the-limit"];
    assert_eq!((rule.level, &rule.settings["limit"].value), (Level::Must, &Literal::Int(3)));
    let lowered =
        also("entry-is-written-within-the-limit", "advice", "it matters", "").resolve("barset").expect("resolves");
    assert_eq!(lowered.rules["entry-is-written-within-the-limit"].level, Level::Should);
}

#[test]
fn a_rule_without_a_clause_that_is_wrong_is_refused_at_its_line() {
    for (folder, told) in [
        (also("no-such-rule", "must", "it matters", ""), "[[also]] names `no-such-rule`, which no pack has"),
        (also("days-are-given-by-date", "must", "it matters", ""), "can only be suggested, and must not block"),
        (also("date-of-death-is-possible", "must", " ", ""), "does not say why `date-of-death-is-possible` is on"),
        (
            also("entry-is-written-within-the-limit", "must", "it matters", "set = { limit = 4 }"),
            "adopt `entry-is-written-within-the-limit` with different settings",
        ),
        (
            also("baby-who-is-overdue-has-been-asked-about", "must", "it matters", "set = { limit = 9 }"),
            "outside what the rule",
        ),
    ] {
        let error = folder.refused("barset");
        assert!(error.contains(told), "{error}");
        assert!(error.starts_with("barset/pack.toml:13: "), "{error}");
    }
}

fn taking(set: &str, more: &str) -> Folder {
    let taken = PACK.replacen("\n[document]", "\ntakes = [\"barchester\"]\n\n[document]", 1);
    assert_ne!(taken, PACK);
    let folder = barset(ADOPTS).with("barset/pack.toml", &format!("{taken}{more}"));
    if set.is_empty() { folder } else { folder.with("barset/sets/barchester.toml", set) }
}

const SET: &str = "title = \"What the county asks\"\n\n[[also]]\nrule = \"date-of-death-is-possible\"\nlevel = \"must\"\nbecause = \"it matters\"\n";

#[test]
fn a_set_of_rules_is_taken_as_one_and_what_the_pack_says_itself_stands() {
    let level = |folder: Folder| folder.resolve("barset").expect("resolves").rules["date-of-death-is-possible"].level;
    assert_eq!(level(taking(SET, "")), Level::Must);
    let own = "\n[[also]]\nrule = \"date-of-death-is-possible\"\nlevel = \"should\"\nbecause = \"we are new to it\"\n";
    assert_eq!(level(taking(SET, own)), Level::Should);
    // A set of the pack that is extended.
    let census = PACK.replacen("\n[document]", "\ntakes = [\"census\"]\n\n[document]", 1);
    assert!(level(barset(ADOPTS).with("barset/pack.toml", &census)) >= Level::Should);
}

#[test]
fn a_set_that_is_missing_or_wrong_is_refused_at_its_line() {
    let error = taking("", "").refused("barset");
    assert!(error.contains("barset/pack.toml:") && error.contains("the pack takes the set `barchester`"), "{error}");
    assert!(error.contains("census"), "the sets there are: {error}");
    let error = taking(&SET.replace("date-of-death", "date-of-dearth"), "").refused("barset");
    assert!(error.starts_with("barset/sets/barchester.toml:4: [[also]] names `date-of-dearth-is-possible`"), "{error}");
    let error = taking(&SET.replace("because", "becuase"), "").refused("barset");
    assert!(error.contains("barset/sets/barchester.toml:"), "{error}");
}

#[test]
fn a_list_of_terms_travels_only_with_a_rule_that_uses_it() {
    let without = barset(ADOPTS).resolve("barset").expect("resolves");
    assert!(!without.words.contains_key("pregnancy") && without.words.contains_key("jargon"));
    let with = also("visit-during-pregnancy-tells-how-it-is-going", "should", "it matters", "").resolve("barset");
    assert!(with.expect("resolves").words.contains_key("pregnancy"));
}

#[test]
fn a_rules_id_belongs_to_one_pack() {
    let rule = "rules/unborn-child-has-no-ethnicity-recorded.toml";
    let text =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("standards/england").join(rule)).expect("read");
    let error = barset(ADOPTS).with(&format!("barset/{rule}"), &text).refused("barset");
    assert!(error.contains("the rule's id is taken by england/"), "{error}");
}

#[test]
fn an_authoritys_words_and_codes_lie_over_the_base_packs() {
    let words = "# title: Jargon of ours\n# category: jargon\nphrase,case,meaning,instead,why\nthe Barchester form,any,a form,,\n";
    let codes = "# title: Gender\n# source: ours\ncode,label,group,unborn,status,note\nF,Woman or girl,,,current,\nX,Neither,,,current,\n";
    let folder = barset(ADOPTS).with("barset/words/jargon.csv", words).with("barset/codes/gender.csv", codes);
    let (base, over) = (folder.resolve("england").expect("resolves"), folder.resolve("barset").expect("resolves"));
    assert_eq!(over.words["jargon"].words.len(), base.words["jargon"].words.len() + 1);
    let label = |definition: &Definition| {
        let codes = &definition.codes["gender"].codes;
        codes.iter().find(|code| code.code == "F").expect("the code").label.clone()
    };
    assert_eq!(label(&over), "Woman or girl");
    assert_ne!(label(&base), label(&over));
}

fn ids(definition: &Definition, kind: &str, section: &str) -> Vec<String> {
    let section = definition.forms[kind].sections.iter().find(|known| known.id == section).expect("a section");
    section.fields.iter().map(|field| field.id.clone()).collect()
}

const FIELD: &str = "[[section.field]]\nid = \"text_sent\"\nlabel = \"Was a text sent?\"\ntype = \"yes_no\"\n";

#[test]
fn an_authority_adds_a_field_by_one_entry_in_one_file() {
    let base = barset(ADOPTS).resolve("barset").expect("resolves");
    let section = base.forms["case_note"].sections[0].clone();
    let with = |more: &str| {
        let file = format!("[[section]]\nid = \"{}\"\n\n{FIELD}{more}", section.id);
        barset(ADOPTS).with("barset/forms/case_note.toml", &file).resolve("barset").expect("resolves")
    };
    let known = ids(&base, "case_note", &section.id);
    let at_the_end = with("");
    assert_eq!(ids(&at_the_end, "case_note", &section.id), [known.clone(), vec!["text_sent".to_owned()]].concat());
    let after_the_first = with(&format!("after = \"{}\"\n", known[0]));
    let after = ids(&after_the_first, "case_note", &section.id);
    assert_eq!((&after[0], after[1].as_str(), &after[2]), (&known[0], "text_sent", &known[1]));
    // Nothing else of the form moves, and no other form.
    let form = &after_the_first.forms["case_note"];
    assert_eq!(form.title, base.forms["case_note"].title);
    assert_eq!(form.sections.len(), base.forms["case_note"].sections.len());
    assert_eq!(after_the_first.forms.len(), base.forms.len());
    let standard = Standard::new(at_the_end).expect("complete");
    let record = r#"{"kind":"case_note","fields":{"text_sent":true}}"#;
    assert!(Record::from_json(&standard, record).is_ok());
}

#[test]
fn an_authority_adds_a_section_which_goes_to_the_end() {
    let file = format!("[[section]]\nid = \"texts\"\ntitle = \"Text messages\"\n\n{FIELD}");
    let definition = barset(ADOPTS).with("barset/forms/visit.toml", &file).resolve("barset").expect("resolves");
    let last = definition.forms["visit"].sections.last().expect("a section");
    assert_eq!((last.id.as_str(), last.title.as_str()), ("texts", "Text messages"));
    assert_eq!(ids(&definition, "visit", "texts"), ["text_sent"]);
}

#[test]
fn a_form_with_a_title_stands_in_place_of_the_base_packs() {
    let form = |title: &str| format!("{title}[[section]]\nid = \"texts\"\ntitle = \"Texts\"\n\n{FIELD}");
    let whole = barset(ADOPTS).with("barset/forms/text_message.toml", &form("title = \"Text message\"\n\n"));
    assert_eq!(whole.resolve("barset").expect("resolves").forms["text_message"].sections.len(), 1);
    let refused = barset(ADOPTS).with("barset/forms/text_message.toml", &form("")).refused("barset");
    assert!(refused.contains("barset/forms/text_message.toml:1: the file has no title"), "{refused}");
}

#[test]
fn what_cannot_be_added_to_a_form_is_refused_at_its_line() {
    let base = barset(ADOPTS).resolve("barset").expect("resolves");
    let section = &base.forms["case_note"].sections[0];
    let head = format!("[[section]]\nid = \"{}\"\n", section.id);
    let taken = &section.fields[0].id;
    for (file, line, what) in [
        (format!("[[section]]\nid = \"nowhere\"\n\n{FIELD}"), 2, "the form has no section `nowhere`"),
        (format!("{head}title = \"Another\"\n\n{FIELD}"), 2, "what it says of itself stays as it is"),
        (format!("{head}\n{FIELD}after = \"nothing\"\n"), 8, "`after` names `nothing`"),
        (format!("{head}\n{}", FIELD.replace("text_sent", taken)), 5, "already"),
        (format!("{head}\n{FIELD}lable = \"Sent?\"\n"), 4, "unknown field `lable`"),
        (format!("{head}\n{}codes = \"no_such_list\"\n", FIELD.replace("yes_no", "code")), 5, "no_such_list"),
    ] {
        let folder = barset(ADOPTS).with("barset/forms/case_note.toml", &file);
        let refused = folder.refused("barset");
        assert!(refused.contains(&format!("barset/forms/case_note.toml:{line}: ")), "{line} {what}: {refused}");
        assert!(refused.contains(what) && refused.contains("To mend it: "), "{what}: {refused}");
    }
}

#[test]
fn the_digest_is_that_of_the_canonical_text_and_moves_with_any_word() {
    let definition = barset(ADOPTS).resolve("barset").expect("resolves");
    let text = canonical(&definition);
    let model = definition.model.as_ref().and_then(|named| named.file.as_ref());
    let read = Standard::from_json(&text, model).expect("reads");
    assert_eq!(read.digest(), digest(&text));
    assert_eq!(canonical(read.definition()), text);
    let changed = barset(&ADOPTS.replace('3', "4")).resolve("barset").expect("resolves");
    assert_ne!(digest(canonical(&changed)), read.digest());
    // The SHA-256 of "abc", from FIPS 180-2.
    assert_eq!(digest("abc"), "sha-256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

#[test]
fn a_text_that_is_no_standard_is_refused() {
    for text in ["", "{}", "[1]", r#"{"format": 99}"#] {
        assert!(Standard::from_json(text, None).is_err(), "{text}");
    }
    let definition = barset(ADOPTS).resolve("barset").expect("resolves");
    let other_format = canonical(&definition).replace("\"format\":3", "\"format\":4");
    assert!(Standard::from_json(&other_format, None).expect_err("refused").to_string().contains("format 4"));
    let out_of_order = canonical(&definition).replacen("\"forms\":{\"", "\"forms\":{\"zebra_", 1);
    assert!(Standard::from_json(&out_of_order, None).expect_err("refused").to_string().contains("not in order"));
}

#[test]
fn a_record_kind_with_a_mistake_is_never_checked_and_says_so() {
    let definition = barset(ADOPTS).resolve("barset").expect("resolves");
    let broken = canonical(&definition).replace("\"from\":\"event_at\"", "\"from\":\"event_ate\"");
    assert!(Standard::from_json(&broken, None).expect_err("refused").to_string().contains("event_ate"));
    let opened = Standard::open(broken).expect("the rest of it is whole");
    assert!(opened.usable("case_note").expect_err("told").to_string().contains("event_ate"));
    let refused = Record::from_json(&opened, r#"{"kind": "case_note", "fields": {}}"#).expect_err("refused");
    assert!(refused.to_string().contains("event_ate"), "{refused}");
    assert_eq!(opened.usable("child"), Ok(true));
    assert!(Record::from_json(&opened, r#"{"kind": "child", "fields": {}}"#).is_ok());
    assert_eq!(opened.usable("zebra"), Ok(false));
}

#[test]
fn narratives_are_never_read_without_the_model_that_the_standard_names() {
    let embedded = fairnote::embedded::STANDARDS.iter().find(|standard| standard.id == "herts").expect("built in");
    let note = r#"{"kind": "case_note", "fields": {"narrative": "Mum was seen."}}"#;
    let open = || Standard::open(embedded.json.to_owned()).expect("opens");
    let bare = open();
    let digest = bare.model_digest().expect("it has narratives").to_owned();
    let refused = Record::from_json(&bare, note).expect_err("refused").to_string();
    for told in [digest.as_str(), "which was not given", &model_file(&digest), "/v1/models/"] {
        assert!(refused.contains(told), "{told}: {refused}");
    }
    assert!(fairnote::checks::lexicon(&bare).is_err());
    assert!(bare.complete().is_err());
    // A kind without narratives needs none, in the whole and in its part.
    assert!(Record::from_json(&bare, r#"{"kind": "child", "fields": {}}"#).is_ok());
    assert!(bare.definition().part(&["child"], bare.digest()).model.is_none());
    // Another model is not taken for it.
    let other = open();
    other.give_model(Arc::new(StatementModel::of("", b"FNW1")));
    assert!(Record::from_json(&other, note).expect_err("refused").to_string().contains("the model that was given is"));
    // It may come later.
    bare.give_model(fairnote::embedded::model(&digest).expect("built in"));
    assert!(Record::from_json(&bare, note).is_ok());
    assert!(fairnote::checks::lexicon(&bare).is_ok());
}

#[test]
fn every_standard_with_one_model_shares_it() {
    let models: Vec<_> = fairnote::embedded::STANDARDS
        .iter()
        .filter_map(|embedded| embedded.open().expect("opens").model_digest().map(str::to_owned))
        .collect();
    assert!(models.len() > 1 && models.iter().all(|model| *model == models[0]), "{models:?}");
}

#[test]
fn the_embedded_standards_are_those_of_the_folder() {
    let library = Library::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("standards")).expect("reads");
    let ids: Vec<_> = library.ids().collect();
    let embedded: Vec<_> = fairnote::embedded::STANDARDS.iter().map(|standard| standard.id).collect();
    assert_eq!(ids, embedded);
    for standard in fairnote::embedded::STANDARDS {
        assert_eq!(canonical(&library.resolve(standard.id).expect("resolves")), standard.json);
    }
}

#[test]
fn every_rule_is_on_in_some_standard() {
    let library = Library::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("standards")).expect("reads");
    let on: Vec<_> = library.ids().flat_map(|id| library.resolve(id).expect("resolves").rules.into_keys()).collect();
    let mut idle: Vec<_> = library.examples().into_iter().map(|example| example.rule).collect();
    idle.dedup();
    idle.retain(|rule| !on.contains(rule));
    assert!(idle.is_empty(), "nobody adopts {}", idle.join(", "));
}

#[test]
fn no_clause_of_field_or_timing_of_the_three_kinds_is_pending() {
    let library = Library::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("standards")).expect("reads");
    for id in ["herts", "coventry"] {
        let coverage = library.coverage(id).expect("clauses");
        let kinds = ["child", "unborn_child", "case_note", "visit"];
        let tally = coverage.tally(|clause| {
            ["field", "timing"].contains(&clause.check.as_str())
                && clause.records.iter().any(|record| kinds.contains(&record.as_str()))
        });
        assert!(tally.total() > 10, "{id}");
        assert_eq!(tally.pending, 0, "{id}");
    }
}

#[test]
fn a_mistake_in_a_retention_table_is_named_with_its_line() {
    let header = "# title: T\n# source: S\nrow,title,applies_to,unless,died,keep,from,age,clause,law,lifted\n";
    let adopts = "adopts = \"disposal-waits-for-the-end-of-the-retention-period\"";
    let refused =
        |row: &str| barset(adopts).with("barset/retention.csv", &format!("{header}{row}\n")).refused("barset");
    for (row, what) in [
        ("a,A,SEND,,,thirty,closed_on,,,,", "neither a number of years, permanent nor hold"),
        ("a,A,SEND,,,35,,,,,", "years are counted from a date"),
        ("a,A,,,,hold,,,,,2026-04-01", "lifted on a date by a named officer"),
        ("a,A,,,,hold,,,,,soon Priya Shah", "lifted on a date by a named officer"),
        ("a,A,SEND,,,35,closed_on,,barset-9,,", "a clause that the policy does not have"),
    ] {
        let error = refused(row);
        assert!(error.contains(what) && error.contains("barset/retention.csv:4"), "{row}: {error}");
    }
    assert!(refused("a,A,MARTIAN,,,35,closed_on,,,,").contains("names a fact that is not in the field's code list"));
    assert!(refused("a,A,SEND,,,35,narrative,,,,").contains("counts from something that is no date of the form"));
    let lifted = format!("{header}a,A,,,,hold,,,,,\"2026-04-01 Priya Shah, Head of Service\"\n");
    let definition = barset(adopts).with("barset/retention.csv", &lifted).resolve("barset").expect("resolves");
    let hold = definition.retention.iter().find(|row| row.id == "a").expect("the row");
    assert_eq!(hold.lifted_by, "Priya Shah, Head of Service");
    assert!(definition.retention.iter().any(|row| row.id == "looked-after"), "the base pack's rows are there too");
}
