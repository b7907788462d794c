//! What the conditions `names`, `mentions` and `hours_of`, and fixes that write a text, ask of a pack.

#![cfg(all(not(target_arch = "wasm32"), feature = "packs"))]

#[path = "support/folder.rs"]
mod folder;

use fairnote::packs::Library;
use folder::copy;
use std::fs;
use std::path::{Path, PathBuf};

/// The base pack with one rule changed, in a folder of its own.
struct Changed(PathBuf);

impl Changed {
    fn rule(rule: &str, from: &str, to: &str) -> Changed {
        let folder = std::env::temp_dir().join(format!("fairnote-conditions-{}-{rule}", std::process::id()));
        copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("standards/england"), &folder.join("england"));
        let file = folder.join(format!("england/rules/{rule}.toml"));
        let text = fs::read_to_string(&file).expect("the rule");
        assert!(text.contains(from), "{rule} has no {from}");
        fs::write(&file, text.replace(from, to)).expect("written");
        let clause = format!(
            "[[clause]]\nid = \"x-1\"\nsection = \"1\"\nrequirement = \"One.\"\nlevel = \"must\"\ncheck = \"field\"\n\
             records = [\"access_note\"]\nadopts = \"{rule}\"\n"
        );
        let pack = "id = \"x\"\ntitle = \"X\"\nversion = \"0.1.0\"\nextends = \"england\"\ndescription = \"A test.\"\n\n\
             [document]\ntitle = \"T\"\npublisher = \"P\"\nedition = \"E\"\n";
        fs::create_dir_all(folder.join("x")).expect("made");
        fs::write(folder.join("x/pack.toml"), pack).expect("written");
        fs::write(folder.join("x/clauses.toml"), clause).expect("written");
        Changed(folder)
    }

    fn refused(&self) -> String {
        let read = Library::read(&self.0).and_then(|library| library.resolve("x"));
        read.expect_err("it is refused").to_string()
    }
}

impl Drop for Changed {
    fn drop(&mut self) {
        // A folder that stays in the temporary folder harms nobody.
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[test]
fn a_word_list_that_a_condition_names_must_exist() {
    let changed = Changed::rule("note-on-an-audit-names-the-audit", "\"audit-words\"", "\"no-such-words\"");
    let refused = changed.refused();
    assert!(refused.contains("the word list `no-such-words` does not exist"), "{refused}");
}

#[test]
fn an_answer_that_a_condition_names_must_exist() {
    let rule = "oversight-note-names-the-manager-who-is-unavailable";
    let changed = Changed::rule(rule, "names = \"unavailable_manager\"", "names = \"no_such_field\"");
    let refused = changed.refused();
    assert!(refused.contains("no_such_field"), "{refused}");
}

#[test]
fn the_text_of_a_fix_has_a_place_for_each_answer() {
    let rule = "access-note-says-why-the-file-was-opened";
    let changed =
        Changed::rule(rule, "with = [\"child_name\", \"other_reason\"]", "with = [\"child_name\", \"analysis\"]");
    let refused = changed.refused();
    assert!(refused.contains("the text of the fix has no place `{analysis}`"), "{refused}");
}
