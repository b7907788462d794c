//! Receipts: signed by a service, proved without it, and refused after any change.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "helpers of tests may stop on the first surprise, as tests may"
)]
#![cfg(all(feature = "cli", not(target_arch = "wasm32")))]

#[path = "support/service.rs"]
mod support;

use fairnote::receipts::{PublicKeys, Refused, SigningKeys, canonical, new_key, sha256};
use fairnote::server::Config;
use proptest::prelude::*;
use serde_json::{Value, json};
use std::path::Path;
use std::process::{Command, Output};
use std::sync::{Arc, OnceLock};
use support::{Answer, Server, assert_problem, temporary};

fn keys(json: &str) -> Config {
    Config { signing_keys: Some(Arc::new(SigningKeys::from_json(json).unwrap())), ..Config::default() }
}

fn record() -> Value {
    json!({ "kind": "child", "fields": { "unborn": true, "ethnicity": "WBRI", "full_name": "Zebedee Quillfeather" } })
}

fn ask(server: &Server, path: &str, headers: &[(&str, &str)], asked: &Value) -> Answer {
    let json = [&[("content-type", "application/json")], headers].concat();
    server.send("POST", path, &json, asked.to_string().as_bytes())
}

#[test]
fn a_receipt_says_what_was_checked_and_the_body_stays_the_report() {
    let server = Server::start_with(keys(&new_key([1; 32], Some("one"))));
    let context = json!({ "case": { "open": true } });
    let asked = json!({ "standard": "herts", "mode": "draft", "record": record(), "context": context });
    let plain = server.post_json("/v1/check", &asked);
    assert_eq!(plain.header("fairnote-receipt"), "");
    let answer = ask(&server, "/v1/check?receipt=true", &[], &asked);
    assert_eq!((answer.status, &answer.body), (200, &plain.body));
    let jwks = server.get("/.well-known/jwks.json");
    assert_eq!(jwks.header("content-type"), "application/jwk-set+json");
    assert!(!jwks.body.contains("\"d\""));
    let claims = PublicKeys::from_json(&jwks.body).unwrap().verify(answer.header("fairnote-receipt")).unwrap();
    let said = serde_json::to_value(&claims).unwrap();
    let report = answer.json();
    for member in ["standard", "engine", "kind", "mode", "as_at", "verdict", "counts"] {
        assert_eq!(said[member], report[member], "{member}");
    }
    assert_eq!(said["at"], "2026-11-24T10:30:00Z");
    assert_eq!(said["record"], sha256(&canonical(&record().to_string()).unwrap()).as_str());
    assert_eq!(said["report"], sha256(&answer.body).as_str());
    assert!(claims.is_of_record(&record().to_string()).is_ok() && claims.is_of_context(&context.to_string()).is_ok());
    assert!(!said.to_string().contains("Zebedee"));
    let preferred = ask(&server, "/v1/check", &[("prefer", "respond-async, receipt")], &asked);
    assert_eq!(preferred.header("preference-applied"), "receipt");
    assert_eq!(preferred.header("fairnote-receipt"), answer.header("fairnote-receipt"), "Ed25519 has no randomness");
    let replayed = json!({ "standard": "herts", "record": record(), "as_at": "2020-01-01T09:00" });
    let replayed = ask(&server, "/v1/check?receipt=true", &[], &replayed);
    let claims = PublicKeys::from_json(&jwks.body).unwrap().verify(replayed.header("fairnote-receipt")).unwrap();
    assert_eq!((claims.as_at.as_str(), claims.at.as_str()), ("2020-01-01T09:00:00Z", "2026-11-24T10:30:00Z"));
    assert!(claims.is_of_context("{}").is_err(), "none was given");
}

#[test]
fn a_receipt_that_cannot_be_given_is_refused_and_one_that_is_preferred_is_left() {
    let bare = Server::start();
    let asked = json!({ "standard": "herts", "record": record() });
    assert_problem(&ask(&bare, "/v1/check?receipt=true", &[], &asked), 422, "urn:fairnote:problem:receipts");
    assert_eq!(ask(&bare, "/v1/check", &[("prefer", "receipt")], &asked).status, 200);
    assert_eq!(bare.get("/.well-known/jwks.json").body, "{\"keys\":[]}");
    let server = Server::start_with(keys(&new_key([1; 32], None)));
    for query in ["receipt=Zebedee", "receipt=true&receipt=false", "receipt="] {
        let answer = ask(&server, &format!("/v1/check?{query}"), &[], &asked);
        assert_problem(&answer, 400, "urn:fairnote:problem:query");
    }
    // Two readers could take these differently, so that a receipt would not say which record was checked.
    let json = [("content-type", "application/json")];
    for fields in ["{\"full_name\":\"Zebedee\",\"full_name\":\"B\"}", "{\"full_name\":1.0}"] {
        let text = format!("{{\"standard\":\"herts\",\"record\":{{\"kind\":\"child\",\"fields\":{fields}}}}}");
        let answer = server.send("POST", "/v1/check?receipt=true", &json, text.as_bytes());
        assert_problem(&answer, 422, "urn:fairnote:problem:record");
        assert_eq!(server.send("POST", "/v1/check", &json, text.as_bytes()).status, 200);
    }
}

#[test]
fn a_batch_has_a_receipt_on_each_line() {
    let server = Server::start_with(keys(&new_key([1; 32], None)));
    let asked = json!({ "standard": "herts", "record": record() });
    let single = ask(&server, "/v1/check?receipt=true", &[], &asked);
    let batch = format!("{asked}\nno\n{asked}\n");
    let ndjson = [("content-type", "application/x-ndjson")];
    let body = server.send("POST", "/v1/check?receipt=true", &ndjson, batch.as_bytes()).body;
    let line = format!("{{\"receipt\":\"{}\",\"report\":{}}}\n", single.header("fairnote-receipt"), single.body);
    assert_eq!(body.matches(&line).count(), 2, "{body}");
}

#[test]
fn keys_are_rotated_without_losing_what_they_signed() {
    let old: Value = serde_json::from_str(&new_key([1; 32], Some("2025"))).unwrap();
    let new: Value = serde_json::from_str(&new_key([2; 32], Some("2026"))).unwrap();
    let asked = json!({ "standard": "herts", "record": record() });
    let before = Server::start_with(keys(&old.to_string()));
    let first = ask(&before, "/v1/check?receipt=true", &[], &asked).header("fairnote-receipt").to_owned();
    let mut retired = old["keys"][0].clone();
    retired.as_object_mut().unwrap().remove("d");
    let after = Server::start_with(keys(&json!({ "keys": [new["keys"][0], retired] }).to_string()));
    let second = ask(&after, "/v1/check?receipt=true", &[], &asked).header("fairnote-receipt").to_owned();
    let published = PublicKeys::from_json(&after.get("/.well-known/jwks.json").body).unwrap();
    assert_eq!(published.verify(&first), published.verify(&second));
    let old_keys = PublicKeys::from_json(&before.get("/.well-known/jwks.json").body).unwrap();
    assert_eq!(old_keys.verify(&second), Err(Refused::UnknownKey));
}

// ---- Any change is refused ------------------------------------------------------------------------------------------

/// A receipt, and the keys that prove it.
fn signed() -> &'static (String, PublicKeys) {
    static SIGNED: OnceLock<(String, PublicKeys)> = OnceLock::new();
    SIGNED.get_or_init(|| {
        let standard = fairnote::embedded::standard("herts").unwrap().unwrap();
        let text = record().to_string();
        let read = fairnote::Record::from_json(&standard, &text).unwrap();
        let now = support::clock().unwrap();
        let report = fairnote::check(&standard, &read, &fairnote::Context::unknown(), now, fairnote::Mode::Final);
        let json = fairnote::report::json(&report);
        let claims = fairnote::receipts::claims(&report, &json, &text, None, now).unwrap();
        let keys = SigningKeys::from_json(&new_key([3; 32], None)).unwrap();
        (keys.sign(&claims), PublicKeys::from_json(&keys.public()).unwrap())
    })
}

/// JSON of every shape that has a canonical text.
fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (-9_007_199_254_740_991_i64..=9_007_199_254_740_991).prop_map(Value::from),
        ".{0,12}".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 40, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::btree_map(".{0,6}", inner, 0..5).prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn any_change_of_a_receipt_is_refused(at in any::<prop::sample::Index>(), to in any::<u8>(), cut in any::<prop::sample::Index>()) {
        let (receipt, keys) = signed();
        prop_assert!(keys.verify(receipt).is_ok());
        let mut bytes = receipt.clone().into_bytes();
        let at = at.index(bytes.len());
        if bytes[at] != to {
            bytes[at] = to;
            if let Ok(changed) = String::from_utf8(bytes) {
                prop_assert!(keys.verify(&changed).is_err());
            }
        }
        prop_assert!(keys.verify(&receipt[..cut.index(receipt.len())]).is_err());
        prop_assert!(keys.verify(&receipt[cut.index(receipt.len() - 1) + 1..]).is_err());
    }

    #[test]
    fn two_values_that_differ_have_two_digests_and_one_value_has_one(a in any_json(), b in any_json()) {
        let (first, second) = (canonical(&a.to_string()).unwrap(), canonical(&b.to_string()).unwrap());
        prop_assert_eq!(a == b, first == second);
        prop_assert_eq!(serde_json::from_str::<Value>(&first).unwrap(), a.clone());
        let spaced = serde_json::to_string_pretty(&a).unwrap();
        prop_assert_eq!(canonical(&spaced).unwrap(), first);
    }

    #[test]
    fn a_record_with_any_other_answer_is_refused(name in "[a-z_]{1,12}", value in any_json()) {
        let (receipt, keys) = signed();
        let claims = keys.verify(receipt).unwrap();
        let mut other = record();
        other["fields"][&name] = value;
        prop_assert_eq!(claims.is_of_record(&other.to_string()).is_ok(), other == record());
    }

    #[test]
    fn a_record_with_any_byte_changed_is_refused_unless_it_says_the_same(at in any::<prop::sample::Index>(), to in any::<u8>()) {
        let (receipt, keys) = signed();
        let claims = keys.verify(receipt).unwrap();
        let mut bytes = record().to_string().into_bytes();
        let at = at.index(bytes.len());
        bytes[at] = to;
        if let Ok(text) = String::from_utf8(bytes) {
            let same = serde_json::from_str::<Value>(&text).is_ok_and(|value| value == record());
            prop_assert_eq!(claims.is_of_record(&text).is_ok(), same);
        }
    }
}

#[test]
fn another_algorithm_or_type_is_no_receipt() {
    use base64::Engine as _;
    let (receipt, keys) = signed();
    let parts: Vec<&str> = receipt.split('.').collect();
    let engine = base64::engine::general_purpose::URL_SAFE_NO_PAD;
    let head: Value = serde_json::from_slice(&engine.decode(parts[0]).unwrap()).unwrap();
    for (member, value) in [("alg", "none"), ("alg", "HS256"), ("typ", "JWT")] {
        let mut head = head.clone();
        head[member] = value.into();
        let head = engine.encode(head.to_string());
        for signature in [parts[2], ""] {
            assert_eq!(keys.verify(&format!("{head}.{}.{signature}", parts[1])), Err(Refused::NoReceipt));
        }
    }
    assert_eq!(keys.verify(&format!("{}.{}.", parts[0], parts[1])), Err(Refused::Signature));
}

// ---- The command line -----------------------------------------------------------------------------------------------

fn fairnote(arguments: &[&str], folder: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_fairnote")).args(arguments).current_dir(folder).output().unwrap()
}

#[test]
fn the_command_line_proves_a_receipt_and_refuses_another() {
    let folder = temporary("verify");
    let made = fairnote(&["keys", "new", "--id", "2026-11"], &folder);
    let again = fairnote(&["keys", "new"], &folder);
    assert!(made.status.success() && made.stdout != again.stdout);
    let private = String::from_utf8(made.stdout).unwrap();
    let server = Server::start_with(keys(&private));
    let context = json!({ "case": { "open": true } });
    let asked = json!({ "standard": "herts", "record": record(), "context": context });
    let answer = ask(&server, "/v1/check?receipt=true", &[], &asked);
    let write = |name: &str, text: &str| std::fs::write(folder.join(name), text).unwrap();
    write("receipt.jws", &format!("{}\n", answer.header("fairnote-receipt")));
    write("keys.json", &server.get("/.well-known/jwks.json").body);
    write("record.json", &serde_json::to_string_pretty(&record()).unwrap());
    write("context.json", &context.to_string());
    write("report.json", &answer.body);
    let verify = |extra: &[&str]| {
        let base = ["verify", "receipt.jws", "--record", "record.json", "--jwks", "keys.json"];
        let output = fairnote(&[&base[..], extra].concat(), &folder);
        (output.status.code().unwrap(), String::from_utf8(output.stdout).unwrap())
    };
    let (code, told) = verify(&["--context", "context.json", "--report", "report.json"]);
    assert_eq!(code, 0, "{told}");
    assert!(told.starts_with("Verified") && told.contains("herts") && !told.contains("Zebedee"), "{told}");
    let (code, told) = verify(&["--format", "json"]);
    assert_eq!((code, &serde_json::from_str::<Value>(&told).unwrap()["verified"]), (0, &true.into()));
    assert_eq!(
        verify(&["--context", "record.json"]),
        (1, "Not verified: the receipt was made for another case context.\n".into())
    );
    write("record.json", &record().to_string().replace("WBRI", "WIRI"));
    assert_eq!(verify(&[]), (1, "Not verified: the receipt was made for another record.\n".into()));
    write("keys.json", &SigningKeys::from_json(&new_key([9; 32], Some("2026-11"))).unwrap().public());
    let (code, told) = verify(&[]);
    assert_eq!(code, 1);
    assert!(told.contains("was changed, or was not signed"), "{told}");
    write("keys.json", "no");
    assert_eq!(verify(&[]).0, 2);
    assert_eq!(verify(&["--report", "nothing.json"]).0, 2);
}
