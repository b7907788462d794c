//! What the service is told when it starts: by a file, by variables, by flags.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "helpers of tests may stop on the first surprise, as tests may"
)]
#![cfg(all(feature = "cli", not(target_arch = "wasm32")))]

use std::path::PathBuf;
use std::process::Command;

/// Runs `fairnote serve --check-config` in a folder with these settings: its code, output and errors.
fn check(name: &str, file: &str, variables: &[(&str, &str)], flags: &[&str]) -> (i32, String, String) {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("settings-{name}"));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("fairnote.toml"), file).unwrap();
    std::fs::write(folder.join("users.json"), r#"{"users":[{"id":"sam","role":"worker","token":"token-of-sam"}]}"#)
        .unwrap();
    std::fs::write(folder.join("keys.json"), include_str!("keys/jwks.json")).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_fairnote"));
    command.current_dir(&folder).args(["serve", "--check-config", "--config", "fairnote.toml"]).args(flags);
    let ran = command.envs(variables.iter().copied()).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    assert!(!folder.join("records.db").exists(), "looking makes no store");
    (ran.status.code().unwrap(), text(ran.stdout), text(ran.stderr))
}

const WHOLE: &str = r#"
address = "0.0.0.0:9000"
store = "records.db"
body_limit = 65536
timeout = 5
drain = 3

[identity]
issuer = "https://login.example.gov.uk/children"
audience = "fairnote"
jwks = "keys.json"
algorithms = ["ES256", "EdDSA"]
leeway = 10
role_claim = "groups"
roles = { "Practitioners" = "worker", "Team managers" = "manager" }
"#;

#[test]
fn a_file_says_everything_and_is_looked_at_without_starting() {
    let (code, output, error) = check("whole", WHOLE, &[], &[]);
    assert_eq!(code, 0, "{error}");
    assert!(output.contains("0.0.0.0:9000") && output.contains("herts"), "{output}");
}

#[test]
fn a_flag_comes_before_a_variable_and_a_variable_before_the_file() {
    let file = "address = \"127.0.0.1:7001\"";
    let variable = [("FAIRNOTE_ADDRESS", "127.0.0.1:7002")];
    assert!(check("file", file, &[], &[]).1.contains(":7001 "));
    assert!(check("variable", file, &variable, &[]).1.contains(":7002 "));
    assert!(check("flag", file, &variable, &["--addr", "127.0.0.1:7003"]).1.contains(":7003 "));
    let nested = [("FAIRNOTE_IDENTITY__LEEWAY", "400")];
    let (code, _, error) = check("nested", WHOLE, &nested, &[]);
    assert!(code == 2 && error.contains("identity.leeway must be between 0 and 300 seconds"), "{error}");
}

#[test]
fn what_cannot_be_used_is_named_with_its_place_and_a_remedy() {
    for (name, file, told) in [
        ("unknown", "adress = \"127.0.0.1:1\"", ["fairnote.toml", "adress is no setting", "address"]),
        ("type", "timeout = \"soon\"", ["fairnote.toml", "timeout must be", "a whole number of seconds"]),
        ("address", "address = \"here\"", ["fairnote.toml", "address cannot be used", "such as \"127.0.0.1:8080\""]),
        ("toml", "store = \"a\"\naddress = ", ["fairnote.toml", "line 2", "not TOML"]),
        ("missing", "[identity]\nissuer = \"x\"", ["fairnote.toml", "identity.", "is missing"]),
        (
            "nested",
            &WHOLE.replace("\"worker\"", "\"king\""),
            ["fairnote.toml", "identity.roles.Practitioners", "\"auditor\""],
        ),
        ("secret", &WHOLE.replace("\"EdDSA\"", "\"HS256\""), ["fairnote.toml", "identity.algorithms", "EdDSA"]),
        ("bounds", "body_limit = 10", ["the limit for bodies", "1024", "64 MiB"]),
        ("users", "store = \"records.db\"", ["who is asking", "[identity]", "development users"]),
        (
            "loopback",
            "address = \"0.0.0.0:1\"\ndev_users = \"users.json\"",
            ["this machine only", "loopback", "127.0.0.1"],
        ),
        (
            "both",
            &format!("dev_users = \"users.json\"\n{WHOLE}").replace("0.0.0.0", "127.0.0.1"),
            ["both", "identity provider", "leave one"],
        ),
        ("keys", &WHOLE.replace("keys.json", "none.json"), ["identity.jwks", "none.json", "Check the path"]),
        ("no-keys", &WHOLE.replace("keys.json", "users.json"), ["identity.jwks", "users.json", "no JSON Web Key set"]),
        ("folder", &WHOLE.replace("records.db", "none/records.db"), ["there is no folder", "none", "Make it"]),
    ] {
        let (code, output, error) = check(name, file, &[], &[]);
        assert_eq!((code, output.as_str()), (2, ""), "{name}: {error}");
        for told in told {
            assert!(error.contains(told), "{name}, {told}: {error}");
        }
    }
    let (code, _, error) = check("of-variable", "", &[("FAIRNOTE_TIMEOUT", "soon")], &[]);
    assert!(code == 2 && error.contains("the variable FAIRNOTE_TIMEOUT: timeout must be"), "{error}");
    let (code, _, error) = check("typo", "", &[("FAIRNOTE_STOER", "records.db")], &[]);
    assert!(code == 2 && error.contains("FAIRNOTE_STOER: stoer is no setting"), "{error}");
}
