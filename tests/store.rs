//! The record store over real connections: steps, versions, who may do what, footprints.

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

use fairnote::receipts::{PublicKeys, SigningKeys, new_key};
use fairnote::server::store::{Head, Sqlite};
use fairnote::server::{Config, State, Users, serve_on};
use rusqlite::Connection;
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::{Arc, Barrier};
use std::time::Duration;
use support::{Answer, Log, SECRETS, Server, assert_problem, temporary};

const NONE: Value = Value::Null;

/// Sam and Ada work on the case, as do Mo and Mia, who manage it. Lee and Max do not; Kim knows the person.
fn users() -> Users {
    let users: Vec<_> = [
        ("sam", "worker"),
        ("ada", "worker"),
        ("lee", "worker"),
        ("kim", "worker"),
        ("mo", "manager"),
        ("mia", "manager"),
        ("max", "manager"),
        ("kit", "manager"),
        ("aud", "auditor"),
        ("ava", "auditor"),
    ]
    .iter()
    .map(|(id, role)| json!({ "id": id, "role": role, "token": format!("token-of-{id}") }))
    .collect();
    Users::from_json(&json!({ "users": users }).to_string()).unwrap()
}

fn config(name: &str) -> Config {
    let store = temporary(&format!("store-{name}")).join("records.db");
    Config { store: Some(store), dev_users: Some(Arc::new(users())), ..Config::default() }
}

/// What the demonstration portal knows of an open case.
fn facts() -> Value {
    let cases: Value = serde_json::from_str(include_str!("../www/templates/cases.json")).unwrap();
    let open = cases.as_array().unwrap().iter().find(|case| case["id"] == "open").unwrap();
    open["context"].clone()
}

/// A case of that standard, and its id.
fn case(server: &Server, standard: &str) -> String {
    let person = server.as_user("mo", "POST", "/v1/people", &[], &json!({ "known_to": ["kim", "kit", "ava"] }));
    assert_eq!(person.status, 201, "{}", person.body);
    let mut facts = facts();
    facts.as_object_mut().unwrap().remove("previous");
    let team = ["sam", "ada", "mo", "mia"];
    let asked = json!({ "person": person.json()["id"], "standard": standard, "team": team, "facts": facts });
    let opened = server.as_user("mo", "POST", "/v1/cases", &[], &asked);
    assert_eq!(opened.status, 201, "{}", opened.body);
    opened.json()["id"].as_str().unwrap().to_owned()
}

/// A case note that the standard accepts, but for what the server fills in.
fn note(event_at: &str) -> Value {
    json!({ "kind": "case_note", "fields": {
        "event_at": event_at, "handwritten_notes": false,
        "author": { "name": "Sam Okafor", "role": "Allocated social worker", "job_title": "Social worker" },
        "purpose": "To see how Amira is after her first week at school", "allocated_worker": "Sam Okafor",
        "subject_type": "CHILD", "contact_type": "VISIT",
        "present": [{ "name": "Amira Yilmaz-Hart", "role": "Child" }],
        "narrative": "Amira showed me her drawing of the school. She said that she likes Zebedee the rabbit.",
        "safeguarding": false, "service_provision": false, "significant_event": false,
        "decisions": [{ "text": "No change to the plan", "made_by": "Sam Okafor", "role": "Social worker",
            "reasons": "Amira is settled at school", "made_at": "2026-11-24" }],
        "no_decisions_or_actions": false, "subject_agrees": true, "information_shared": false,
    } })
}

fn begin(server: &Server, case: &str, record: &Value) -> (String, String) {
    let begun = server.as_user("sam", "POST", "/v1/records", &[], &json!({ "case": case, "record": record }));
    assert_eq!(begun.status, 201, "{}", begun.body);
    let id = begun.json()["id"].as_str().unwrap().to_owned();
    assert_eq!(begun.header("location"), format!("/v1/records/{id}"));
    (format!("/v1/records/{id}"), begun.header("etag").to_owned())
}

fn step(server: &Server, user: &str, path: &str, step: &str, tag: &str, body: &Value) -> Answer {
    server.as_user(user, "POST", &format!("{path}/{step}"), &[("if-match", tag)], body)
}

fn plain() -> Value {
    json!({ "kind": "child", "fields": { "full_name": "Amira Yilmaz" } })
}

// ---- From draft to closed -------------------------------------------------------------------------------------------

#[test]
fn a_record_goes_from_draft_to_closed_and_its_original_stays() {
    let keys = SigningKeys::from_json(&new_key([4; 32], None)).unwrap();
    let public = PublicKeys::from_json(&keys.public()).unwrap();
    let server = Server::start_with(Config { signing_keys: Some(Arc::new(keys)), ..config("steps") });
    let case = case(&server, "herts");
    let (path, tag) = begin(&server, &case, &note("2026-11-24T09:00"));
    let read = server.as_user("ada", "GET", &path, &[], &NONE).json();
    assert_eq!(read["record"]["fields"]["entered_at"], "2026-11-24T10:30:00Z", "the server's clock");
    assert!(
        read["record"]["fields"].get("finalised_at").is_none() && read["record"]["fields"].get("late_entry").is_none()
    );
    assert_eq!((&read["state"], &read["by"], &read["role"]), (&"draft".into(), &"sam".into(), &"worker".into()));
    // Saved once more, by somebody else on the case, and never blocked.
    let mut record = read["record"].clone();
    record["fields"]["purpose"] = "".into();
    let saved = server.as_user("ada", "PUT", &path, &[("if-match", &tag)], &json!({ "record": record }));
    assert_eq!(saved.status, 200, "{}", saved.body);
    record["fields"]["purpose"] = "To see how Amira is".into();
    let finalised = step(&server, "sam", &path, "finalise", saved.header("etag"), &json!({ "record": record }));
    assert_eq!(finalised.status, 200, "{}", finalised.body);
    let done = finalised.json();
    assert_ne!(done["report"]["verdict"], "rejected");
    let original = server.as_user("sam", "GET", &path, &[], &NONE);
    let kept = original.json();
    assert_eq!(kept["record"]["fields"]["finalised_at"], "2026-11-24T10:30:00Z");
    assert_eq!(kept["record"]["fields"]["late_entry"], false);
    let claims = public.verify(done["receipt"].as_str().unwrap()).unwrap();
    assert!(claims.is_of_record(&kept["record"].to_string()).is_ok(), "the receipt is of what was kept");
    // It cannot be saved over any more, and its writer does not authorise it.
    let tag = finalised.header("etag");
    let over = server.as_user("sam", "PUT", &path, &[("if-match", tag)], &json!({ "record": record }));
    assert_problem(&over, 409, "urn:fairnote:problem:state");
    assert_problem(&step(&server, "sam", &path, "authorise", tag, &json!({})), 403, "urn:fairnote:problem:forbidden");
    let changed = step(&server, "mo", &path, "authorise", tag, &json!({ "record": record }));
    assert_problem(&changed, 422, "urn:fairnote:problem:lacking");
    let authorised = step(&server, "mo", &path, "authorise", tag, &json!({}));
    assert_eq!((authorised.status, &authorised.json()["state"]), (200, &"authorised".into()), "{}", authorised.body);
    // An amendment says why and who agreed, and answers to the authority's rule on changes of finished records.
    let mut amended = kept["record"].clone();
    amended["fields"]["narrative"] = "Amira showed me her drawing of the playground.".into();
    let why = |record: &Value| json!({ "record": record, "why": "It was the playground", "agreed_by": "Mo, manager" });
    let tag = authorised.header("etag");
    let bare = step(&server, "sam", &path, "amend", tag, &json!({ "record": amended, "why": "It was the playground" }));
    assert_problem(&bare, 422, "urn:fairnote:problem:lacking");
    let unnamed = step(&server, "sam", &path, "amend", tag, &why(&amended));
    let found = |answer: &Answer| answer.body.contains("\"rule\":\"finished-record-changes-only-by-an-amendment\"");
    assert!(unnamed.status == 200 && found(&unnamed), "the version before comes from the store: {}", unnamed.body);
    amended["fields"]["narrative"] = "Amira showed me her drawing of the playing field.".into();
    amended["fields"]["amendment_reference"] = "AM-7".into();
    let made = step(&server, "sam", &path, "amend", unnamed.header("etag"), &why(&amended));
    assert!(made.status == 200 && !found(&made), "{}", made.body);
    let closed = step(&server, "mo", &path, "close", made.header("etag"), &json!({}));
    assert_eq!(closed.status, 200, "{}", closed.body);
    for name in ["finalise", "authorise", "amend", "close"] {
        let again = step(&server, "mo", &path, name, closed.header("etag"), &why(&amended));
        assert_problem(&again, 409, "urn:fairnote:problem:state");
    }
    let listed = server.as_user("mo", "GET", &format!("{path}/versions"), &[], &NONE).json();
    let states: Vec<_> =
        listed["versions"].as_array().unwrap().iter().map(|one| one["state"].as_str().unwrap()).collect();
    assert_eq!(states, ["draft", "draft", "finalised", "authorised", "amended", "amended", "closed"]);
    let amendment = &listed["versions"][5];
    for (member, value) in
        [("by", "sam"), ("role", "worker"), ("why", "It was the playground"), ("agreed_by", "Mo, manager")]
    {
        assert_eq!(amendment[member], value);
    }
    let first = server.as_user("mo", "GET", &format!("{path}/versions/3"), &[], &NONE);
    assert_eq!(first.body, original.body, "the original is what it was, to the byte");
}

#[test]
fn an_entry_made_too_late_is_stamped_late_by_the_standards_own_rules() {
    let server = Server::start_with(config("late"));
    let case = case(&server, "herts");
    let (path, tag) = begin(&server, &case, &note("2026-11-02T09:00"));
    let finalised = step(&server, "sam", &path, "finalise", &tag, &json!({}));
    assert_eq!(finalised.status, 200, "{}", finalised.body);
    let kept = server.as_user("sam", "GET", &path, &[], &NONE).json();
    assert_eq!(kept["record"]["fields"]["late_entry"], true);
    let (path, tag) = begin(&server, &case, &note("2026-11-02T09:00"));
    let mut record = note("2026-11-02T09:00");
    record["fields"]["late_entry"] = false.into();
    let said = step(&server, "sam", &path, "finalise", &tag, &json!({ "record": record }));
    assert!(said.body.contains("\"at\":\"/fields/late_entry\""), "an answer that was given stays: {}", said.body);
}

#[test]
fn what_the_standard_rejects_is_not_kept() {
    let server = Server::start_with(config("rejected"));
    let case = case(&server, "herts");
    let (path, tag) = begin(&server, &case, &json!({ "kind": "case_note", "fields": { "narrative": "Zebedee" } }));
    let refused = step(&server, "sam", &path, "finalise", &tag, &json!({}));
    assert_problem(&refused, 422, "urn:fairnote:problem:rejected");
    assert_eq!(refused.json()["report"]["verdict"], "rejected");
    assert_eq!(server.as_user("sam", "GET", &path, &[], &NONE).header("etag"), tag);
    let other = json!({ "case": case, "record": { "kind": "Zebedee", "fields": {} } });
    assert_problem(
        &server.as_user("sam", "POST", "/v1/records", &[], &other),
        422,
        "urn:fairnote:problem:unknown-kind",
    );
}

// ---- Two at once ----------------------------------------------------------------------------------------------------

#[test]
fn of_two_who_finalise_one_draft_one_succeeds_and_the_other_is_told() {
    let server = Arc::new(Server::start_with(config("race")));
    let case = case(&server, "england");
    for _ in 0..8 {
        let (path, tag) = begin(&server, &case, &plain());
        let barrier = Arc::new(Barrier::new(2));
        let threads: Vec<_> = ["sam", "ada"]
            .into_iter()
            .map(|user| {
                let (server, path, tag, barrier) =
                    (Arc::clone(&server), path.clone(), tag.clone(), Arc::clone(&barrier));
                std::thread::spawn(move || {
                    let mut record = plain();
                    record["fields"]["full_name"] = format!("Amira {user} Yilmaz").into();
                    barrier.wait();
                    step(&server, user, &path, "finalise", &tag, &json!({ "record": record }))
                })
            })
            .collect();
        let mut answers: Vec<Answer> = threads.into_iter().map(|thread| thread.join().unwrap()).collect();
        answers.sort_by_key(|answer| answer.status);
        assert_eq!(answers[0].status, 200, "{}", answers[0].body);
        assert_problem(&answers[1], 412, "urn:fairnote:problem:version");
        let told = answers[1].json();
        assert_eq!(told["expected"], tag.trim_matches('"'));
        assert_eq!(told["current"], answers[0].header("etag").trim_matches('"'));
        let listed = server.as_user("sam", "GET", &format!("{path}/versions"), &[], &NONE).json();
        assert_eq!(listed["versions"].as_array().unwrap().len(), 2);
    }
}

#[test]
fn a_change_says_which_version_it_changes() {
    let server = Server::start_with(config("tags"));
    let case = case(&server, "england");
    let (path, _) = begin(&server, &case, &plain());
    let bare = server.as_user("sam", "PUT", &path, &[], &json!({ "record": plain() }));
    assert_problem(&bare, 428, "about:blank");
    for tag in ["\"7-0000000000000000\"", "*", "\"Zebedee\""] {
        let stale = server.as_user("sam", "PUT", &path, &[("if-match", tag)], &json!({ "record": plain() }));
        assert_problem(&stale, 412, "urn:fairnote:problem:version");
    }
    let case = format!("/v1/cases/{case}");
    let read = server.as_user("mo", "GET", &case, &[], &NONE);
    let mut change = json!({ "standard": "england", "team": ["mo"], "facts": {} });
    change["person"] = read.json()["person"].clone();
    let changed = server.as_user("mo", "PUT", &case, &[("if-match", read.header("etag"))], &change);
    assert_eq!((changed.status, changed.header("etag")), (200, "\"2\""), "{}", changed.body);
    let again = server.as_user("mo", "PUT", &case, &[("if-match", read.header("etag"))], &change);
    assert_problem(&again, 412, "urn:fairnote:problem:version");
    // Sam is off the case now.
    assert_problem(&server.as_user("sam", "GET", &path, &[], &NONE), 403, "urn:fairnote:problem:reason-needed");
}

#[test]
fn a_write_that_is_sent_again_is_done_once() {
    let server = Arc::new(Server::start_with(config("once")));
    let case = case(&server, "england");
    let asked = json!({ "case": case, "record": plain() });
    let send = |user: &str, key: &str, asked: &Value| {
        server.as_user(user, "POST", "/v1/records", &[("idempotency-key", key)], asked)
    };
    let first = send("sam", "key-1", &asked);
    let again = send("sam", "key-1", &asked);
    assert_eq!((again.status, &again.body, again.header("etag")), (201, &first.body, first.header("etag")));
    assert_eq!(again.header("location"), first.header("location"));
    let mut other = asked.clone();
    other["record"]["fields"]["full_name"] = "Zebedee".into();
    assert_problem(&send("sam", "key-1", &other), 422, "urn:fairnote:problem:idempotency-key");
    assert_ne!(send("ada", "key-1", &asked).body, first.body, "a key is its user's own");
    assert_problem(&send("sam", "a key", &asked), 422, "urn:fairnote:problem:lacking");
    let threads: Vec<_> = (0..4)
        .map(|_| {
            let (server, asked) = (Arc::clone(&server), asked.clone());
            std::thread::spawn(move || {
                server.as_user("sam", "POST", "/v1/records", &[("idempotency-key", "key-2")], &asked).body
            })
        })
        .collect();
    let bodies: Vec<_> = threads.into_iter().map(|thread| thread.join().unwrap()).collect();
    assert!(bodies.iter().all(|body| *body == bodies[0] && body.contains("\"version\":1")), "{bodies:?}");
    // A step that was taken is answered again too, though its version is not the newest any more.
    let path = format!("/v1/records/{}", first.json()["id"].as_str().unwrap());
    let headers = [("if-match", first.header("etag")), ("idempotency-key", "key-3")];
    let finalise = || server.as_user("sam", "POST", &format!("{path}/finalise"), &headers, &json!({}));
    let (one, two) = (finalise(), finalise());
    assert_eq!((one.status, &one.body), (200, &two.body), "{}", one.body);
    let records = server.as_user("sam", "GET", &format!("/v1/cases/{case}"), &[], &NONE).json();
    assert_eq!(records["records"].as_array().unwrap().len(), 3);
}

// ---- Who may do what ------------------------------------------------------------------------------------------------

/// Something that somebody does.
type Act<'a> = Box<dyn Fn() -> Answer + 'a>;

#[test]
fn what_is_not_allowed_is_refused() {
    let server = Server::start_with(config("matrix"));
    let case = case(&server, "england");
    // Role and tie of each, then: open, read, change the case, write, amend, authorise, close, footprints.
    // y: yes, r: with a reason, n: no.
    for (user, row) in [
        ("sam", "nynyynnn"), // a worker on the case
        ("lee", "nrnnnnnn"), // another worker
        ("kim", "nnnnnnnn"), // a worker who knows the person
        ("mia", "yyyyyyyy"), // a manager on the case
        ("max", "yrnnnnnn"), // another manager
        ("kit", "ynnnnnnn"), // a manager who knows the person: may open other people's cases
        ("aud", "nynnnnny"), // an auditor
        ("ava", "nnnnnnnn"), // an auditor who knows the person
    ] {
        let (draft, draft_tag) = begin(&server, &case, &plain());
        let (done, tag) = begin(&server, &case, &plain());
        let finalised = step(&server, "ada", &done, "finalise", &tag, &json!({}));
        assert_eq!(finalised.status, 200, "{}", finalised.body);
        let of_case = format!("/v1/cases/{case}");
        let before = server.as_user("mo", "GET", &of_case, &[], &NONE);
        let mut change = before.json();
        for member in ["id", "version", "by", "role", "at", "records"] {
            change.as_object_mut().unwrap().remove(member);
        }
        let amendment = json!({ "record": plain(), "why": "a reason", "agreed_by": "somebody" });
        // Each step starts from the version that is the newest then.
        let newest = |path: &str| server.as_user("mo", "GET", path, &[], &NONE).header("etag").to_owned();
        let all: [(&str, Act<'_>); 8] = [
            ("open", Box::new(|| server.as_user(user, "POST", "/v1/people", &[], &json!({})))),
            ("read", Box::new(|| server.as_user(user, "GET", &done, &[], &NONE))),
            (
                "change the case",
                Box::new(|| server.as_user(user, "PUT", &of_case, &[("if-match", &newest(&of_case))], &change)),
            ),
            (
                "write",
                Box::new(|| {
                    server.as_user(user, "PUT", &draft, &[("if-match", &draft_tag)], &json!({ "record": plain() }))
                }),
            ),
            ("amend", Box::new(|| step(&server, user, &done, "amend", &newest(&done), &amendment))),
            (
                "authorise",
                Box::new(|| {
                    // What they amended themselves somebody else would have to authorise.
                    let amended = step(&server, "ada", &done, "amend", &newest(&done), &amendment);
                    assert_eq!(amended.status, 200, "{}", amended.body);
                    step(&server, user, &done, "authorise", amended.header("etag"), &json!({}))
                }),
            ),
            ("close", Box::new(|| step(&server, user, &done, "close", &newest(&done), &json!({})))),
            ("footprints", Box::new(|| server.as_user(user, "GET", &format!("{done}/footprints"), &[], &NONE))),
        ];
        for ((action, act), expected) in all.iter().zip(row.chars()) {
            let answer = act();
            match expected {
                'y' => assert!(matches!(answer.status, 200 | 201), "{user}, {action}: {}", answer.body),
                'r' => assert_problem(&answer, 403, "urn:fairnote:problem:reason-needed"),
                _ => assert_eq!(answer.status, 403, "{user}, {action}: {}", answer.body),
            }
        }
        for (path, method) in [(&done, "GET"), (&of_case, "GET")] {
            let reason = [("fairnote-access-reason", "Duty%20cover:%20the%20worker%20is%20ill")];
            let answer = server.as_user(user, method, path, &reason, &NONE);
            let expected = if row.starts_with(['n', 'y']) && &row[1..2] == "n" { 403 } else { 200 };
            assert_eq!(answer.status, expected, "{user}, with a reason: {}", answer.body);
        }
    }
}

#[test]
fn nobody_unknown_gets_anything() {
    let server = Server::start_with(config("unknown"));
    let case = case(&server, "england");
    let (path, _) = begin(&server, &case, &plain());
    for headers in
        [&[][..], &[("authorization", "Bearer token-of-nobody")], &[("authorization", "Basic dG9rZW4tb2Ytc2Ft")]]
    {
        for (method, path) in
            [("GET", path.as_str()), ("POST", "/v1/people"), ("GET", "/v1/duties"), ("GET", "/v1/records/none")]
        {
            let answer = server.send(method, path, headers, b"");
            assert_problem(&answer, 401, "about:blank");
            assert_eq!(answer.header("www-authenticate"), "Bearer");
        }
    }
    assert_problem(
        &server.as_user("sam", "GET", "/v1/records/none", &[], &NONE),
        404,
        "urn:fairnote:problem:unknown-id",
    );
    let bare = Server::start();
    assert_problem(&bare.get("/v1/duties"), 501, "urn:fairnote:problem:store-off");
}

#[test]
fn plain_users_are_served_on_a_loopback_address_only() {
    let with = |address: &str| Config { address: address.parse().unwrap(), ..config("loopback") };
    assert!(with("0.0.0.0:8080").validate().is_err() && with("192.0.2.7:8080").validate().is_err());
    assert!(with("127.0.0.1:8080").validate().is_ok() && with("[::1]:8080").validate().is_ok());
    assert!(Config { dev_users: None, ..with("127.0.0.1:8080") }.validate().is_err(), "a store needs users");
    let state = Arc::new(State::new(&with("127.0.0.1:8080")).unwrap());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let served = runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind("0.0.0.0:0").await.unwrap();
        serve_on(listener, state, Duration::ZERO, std::future::pending()).await
    });
    assert!(served.unwrap_err().to_string().contains("loopback"));
}

// ---- Footprints -----------------------------------------------------------------------------------------------------

#[test]
fn every_read_and_write_and_refusal_leaves_a_footprint() {
    let server = Server::start_with(config("footprints"));
    let case = case(&server, "england");
    let (path, tag) = begin(&server, &case, &plain());
    server.as_user("ada", "GET", &path, &[], &NONE);
    server.as_user("lee", "GET", &path, &[], &NONE);
    let reason = [("fairnote-access-reason", "Duty cover: caf%C3%A9 meeting")];
    server.as_user("lee", "GET", &format!("{path}/versions/1"), &reason, &NONE);
    server.as_user("kim", "GET", &path, &reason, &NONE);
    server.as_user("ada", "GET", &format!("{path}/versions"), &[], &NONE);
    step(&server, "sam", &path, "finalise", &tag, &json!({}));
    let list = || server.as_user("aud", "GET", &format!("{path}/footprints"), &[], &NONE).json();
    let listed = list();
    let told: Vec<_> = listed["footprints"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            let text = |member: &str| one[member].as_str().unwrap_or_default().to_owned();
            assert_eq!(one["at"], "2026-11-24T10:30:00Z");
            format!("{} {} {} {} {}", text("by"), text("role"), text("action"), one["version"], text("reason"))
        })
        .collect();
    assert_eq!(
        told,
        [
            "sam worker begin 1 ",
            "ada worker read 1 ",
            "lee worker refused 1 ",
            "lee worker read 1 Duty cover: caf\u{e9} meeting",
            "kim worker refused 1 ",
            "ada worker list the versions 1 ",
            "sam worker finalise 2 ",
        ]
    );
    assert_eq!(list()["footprints"][7]["action"], "list the footprints");
}

/// A store with some history, whose server has stopped.
fn history(name: &str) -> PathBuf {
    let config = config(name);
    let path = config.store.clone().unwrap();
    let mut server = Server::start_with(config);
    let case = case(&server, "england");
    for _ in 0..3 {
        let (path, tag) = begin(&server, &case, &plain());
        server.as_user("ada", "GET", &path, &[], &NONE);
        step(&server, "sam", &path, "finalise", &tag, &json!({}));
    }
    server.stop();
    server.thread.take().unwrap().join().unwrap();
    path
}

#[test]
fn alteration_deletion_addition_and_reordering_are_found() {
    let intact = history("tamper");
    let (head, wrong) = Sqlite::verify(&intact, None).unwrap();
    assert_eq!((wrong, head.number), (Vec::new(), 11));
    assert_eq!(Sqlite::verify(&intact, Some(&head)).unwrap().1, []);
    let db = Connection::open(&intact).unwrap();
    for sql in [
        "UPDATE record_versions SET body = ''",
        "DELETE FROM footprints",
        "UPDATE footprints SET hash = ''",
        "DELETE FROM record_versions",
    ] {
        assert!(db.execute(sql, []).is_err(), "the triggers stop a slip: {sql}");
    }
    db.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
    drop(db);
    let last = "(SELECT max(number) FROM footprints)";
    let attacks = [
        "UPDATE record_versions SET body = replace(body, 'Amira', 'Alma') WHERE version = 2".to_owned(),
        "UPDATE record_versions SET in_case = 'other' WHERE version = 2".into(),
        "UPDATE record_versions SET id = id || 'x' WHERE version = 2".into(),
        "UPDATE case_versions SET body = replace(body, 'ada', 'eve')".into(),
        "UPDATE people SET body = replace(body, 'kim', 'eve')".into(),
        "DELETE FROM record_versions WHERE version = 2".into(),
        "DELETE FROM people".into(),
        "INSERT INTO record_versions SELECT 'new', 1, in_case, body, footprint FROM record_versions WHERE version = 1 LIMIT 1".into(),
        "UPDATE footprints SET entry = replace(entry, '\"ada\"', '\"sam\"')".into(),
        "UPDATE footprints SET record = 'other' WHERE number = 4".into(),
        "UPDATE footprints SET hash = replace(hash, 'a', 'b') WHERE number = 4".into(),
        "DELETE FROM footprints WHERE number = 4".into(),
        "DELETE FROM footprints WHERE number = 1".into(),
        format!("DELETE FROM footprints WHERE number = {last}"),
        "UPDATE footprints SET number = 99 WHERE number = 4; UPDATE footprints SET number = 4 WHERE number = 5; UPDATE footprints SET number = 5 WHERE number = 99".into(),
        "UPDATE head SET number = 10".into(),
        "DELETE FROM head".into(),
        "DELETE FROM footprints; DELETE FROM head".into(),
    ];
    let verify = |sql: &str, head: Option<&Head>| {
        let copy = intact.with_file_name("tampered.db");
        for ending in ["", "-wal", "-shm"] {
            let _ = std::fs::remove_file(copy.with_file_name(format!("tampered.db{ending}")));
        }
        std::fs::copy(&intact, &copy).unwrap();
        let db = Connection::open(&copy).unwrap();
        let triggers: Vec<String> = db
            .prepare("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            .unwrap()
            .query_map([], |row| row.get(0))
            .unwrap()
            .map(Result::unwrap)
            .collect();
        triggers.iter().for_each(|name| db.execute_batch(&format!("DROP TRIGGER {name}")).unwrap());
        db.execute_batch(sql).unwrap();
        drop(db);
        let command = || {
            let mut command = Command::new(env!("CARGO_BIN_EXE_fairnote"));
            command.args(["audit", "verify", "--store"]).arg(&copy);
            command
        };
        let told = match head {
            Some(head) => command().args(["--head", &head.to_string()]).output().unwrap(),
            None => command().output().unwrap(),
        };
        (told.status.code().unwrap(), String::from_utf8(told.stdout).unwrap())
    };
    assert_eq!(verify("SELECT 1", Some(&head)).0, 0);
    for sql in attacks {
        let (code, told) = verify(&sql, None);
        assert_eq!(code, 1, "{sql}: {told}");
        for content in ["Amira", "Alma", "kim", "eve"] {
            assert!(!told.contains(content), "{told}");
        }
    }
    // Whoever rewrites the end so that it fits is found by a head that was kept elsewhere.
    let end = "SELECT number, hash FROM footprints ORDER BY number DESC LIMIT 1";
    let rewritten = format!(
        "DELETE FROM record_versions WHERE footprint = {last}; DELETE FROM footprints WHERE number = {last}; UPDATE head SET (number, hash) = ({end})"
    );
    assert_eq!(verify(&rewritten, None).0, 0, "nothing in the file can show it");
    let (code, told) = verify(&rewritten, Some(&head));
    assert_eq!((code, told.contains("kept elsewhere")), (1, true), "{told}");
}

#[test]
fn what_was_acknowledged_outlives_a_kill() {
    let folder = temporary("store-kill");
    let store = folder.join("records.db");
    let users = json!({ "users": [{ "id": "mo", "role": "manager", "token": "token-of-mo" }] });
    std::fs::write(folder.join("users.json"), users.to_string()).unwrap();
    let mut kept: Vec<String> = Vec::new();
    for round in 0..4 {
        let address: SocketAddr = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let mut process = Command::new(env!("CARGO_BIN_EXE_fairnote"))
            .args(["serve", "--addr", &address.to_string(), "--dev-users"])
            .arg(folder.join("users.json"))
            .arg("--store")
            .arg(&store)
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let server = Server { address, stop: None, thread: None };
        while std::net::TcpStream::connect(address).is_err() {
            std::thread::sleep(Duration::from_millis(20));
        }
        for path in &kept {
            assert_eq!(server.as_user("mo", "GET", path, &[], &NONE).status, 200, "round {round}: {path} is lost");
        }
        let person = server.as_user("mo", "POST", "/v1/people", &[], &json!({})).json();
        let opened = json!({ "person": person["id"], "standard": "england" });
        let case = server.as_user("mo", "POST", "/v1/cases", &[], &opened).json();
        let writer = std::thread::spawn(move || {
            let mut acknowledged: Vec<String> = Vec::new();
            let asked = json!({ "case": case["id"], "record": plain() }).to_string();
            let head = format!(
                "POST /v1/records HTTP/1.1\r\nhost: x\r\nconnection: close\r\nauthorization: Bearer token-of-mo\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{asked}",
                asked.len()
            );
            loop {
                use std::io::{Read as _, Write as _};
                let Ok(mut connection) = std::net::TcpStream::connect(address) else { return acknowledged };
                let mut answer = String::new();
                let _ = connection.write_all(head.as_bytes()).and_then(|()| connection.read_to_string(&mut answer));
                let Some(location) = answer.split("location: ").nth(1) else { return acknowledged };
                acknowledged.push(location.split("\r\n").next().unwrap().to_owned());
            }
        });
        std::thread::sleep(Duration::from_millis(300 + 170 * round));
        process.kill().unwrap();
        process.wait().unwrap();
        kept.extend(writer.join().unwrap());
        assert_eq!(Sqlite::verify(&store, None).unwrap().1, [], "round {round}");
    }
    assert!(kept.len() > 20, "{} writes were acknowledged", kept.len());
}

#[test]
fn a_store_that_cannot_be_used_is_told_and_comes_back_by_itself() {
    let config = config("locked");
    let path = config.store.clone().unwrap();
    let server = Server::start_with(config);
    let case = case(&server, "england");
    let (record, _) = begin(&server, &case, &plain());
    let other = Connection::open(&path).unwrap();
    other.execute_batch("BEGIN EXCLUSIVE").unwrap();
    // Not even read: what leaves no footprint does not happen.
    for answer in [
        server.as_user("sam", "GET", &record, &[], &NONE),
        server.as_user("sam", "POST", "/v1/records", &[], &json!({ "case": case, "record": plain() })),
    ] {
        assert_problem(&answer, 503, "urn:fairnote:problem:store-unavailable");
        assert_eq!(answer.header("retry-after"), "5");
        assert!(!answer.body.contains("Amira"), "{}", answer.body);
    }
    assert_eq!(server.get("/healthz").status, 200);
    let ready = server.get("/readyz");
    assert_eq!((ready.status, &ready.json()["store"]), (503, &"unavailable".into()), "{}", ready.body);
    other.execute_batch("ROLLBACK").unwrap();
    assert_eq!(server.as_user("sam", "GET", &record, &[], &NONE).status, 200);
    let listed = server.as_user("sam", "GET", &format!("/v1/cases/{case}"), &[], &NONE).json();
    assert_eq!(listed["records"].as_array().unwrap().len(), 1, "nothing was done halfway");
    assert_eq!(Sqlite::verify(&path, None).unwrap().1, []);
}

// ---- Content stays where it is --------------------------------------------------------------------------------------

#[test]
fn no_content_is_logged_counted_or_told_in_an_error() {
    let log = Log::install();
    let server = Server::start_with(config("secrets"));
    let case = case(&server, "herts");
    let mut record = note("2026-11-24T09:00");
    record["fields"]["narrative"] =
        "sekrit-narrative: Zebedee Quillfeather lives in Yattendon. NHS number 943 476 5919.".into();
    record["fields"]["event_at"] = "Zebedee".into();
    let (path, tag) = begin(&server, &case, &record);
    let reason = [("fairnote-access-reason", "Zebedee%20Quillfeather")];
    let mut errors = vec![
        step(&server, "sam", &path, "finalise", &tag, &json!({ "record": record })),
        step(&server, "sam", &path, "finalise", &tag, &json!({ "Zebedee": record })),
        step(
            &server,
            "sam",
            &path,
            "amend",
            &tag,
            &json!({ "record": record, "why": "Zebedee", "agreed_by": "Yattendon" }),
        ),
        step(&server, "sam", &path, "Zebedee", &tag, &json!({})),
        server.as_user("lee", "GET", "/v1/records/Zebedee", &reason, &NONE),
        server.as_user(
            "sam",
            "POST",
            "/v1/records",
            &[("idempotency-key", "Zebedee Q")],
            &json!({ "case": case, "record": record }),
        ),
        server.as_user(
            "mo",
            "POST",
            "/v1/cases",
            &[],
            &json!({ "person": "Zebedee", "standard": "herts", "facts": { "case": { "open": "Zebedee" } } }),
        ),
        server.as_user("mo", "POST", "/v1/people", &[], &json!({ "known_to": ["Zebedee Quillfeather"] })),
        server.as_user("sam", "GET", "/v1/duties?worker=Zebedee", &[("authorization", "Bearer Zebedee")], &NONE),
    ];
    errors.retain(|answer| answer.status >= 400);
    assert_eq!(errors.len(), 9, "each of them is an error");
    server.as_user("lee", "GET", &path, &reason, &NONE);
    server.as_user("sam", "GET", "/v1/duties?worker=Zebedee", &[], &NONE);
    let (logged, metrics) = (log.text(), server.get("/metrics").body);
    assert!(logged.contains("/v1/records/{id}/{step}") && metrics.contains("/v1/records/{id}/{step}"));
    for secret in SECRETS {
        assert!(!logged.contains(secret), "{secret} is in the log");
        assert!(!metrics.contains(secret), "{secret} is in the metrics");
        for answer in &errors {
            assert!(!answer.body.contains(secret), "{secret}: {}", answer.body);
        }
    }
}

// ---- Duties ---------------------------------------------------------------------------------------------------------

fn duties(server: &Server, user: &str, query: &str) -> Vec<Value> {
    let answer = server.as_user(user, "GET", &format!("/v1/duties{query}"), &[], &NONE);
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.json()["duties"].as_array().unwrap().clone()
}

fn of<'d>(duties: &'d [Value], what: &str, path: &str) -> Vec<&'d Value> {
    let is_of = |duty: &Value| duty["record"].as_str().is_some_and(|record| path.ends_with(record));
    duties.iter().filter(|duty| duty["what"] == what && is_of(duty)).collect()
}

#[test]
fn duties_name_the_drafts_whose_time_is_running_to_those_who_work_on_them() {
    let server = Server::start_with(config("duties"));
    let case = case(&server, "herts");
    let (late, _) = begin(&server, &case, &note("2026-11-02T09:00"));
    let (fresh, _) = begin(&server, &case, &note("2026-11-24T09:00"));
    let all = duties(&server, "sam", "");
    assert!(of(&all, "finish", &late).iter().any(|duty| duty["overdue"] == true), "{all:?}");
    assert!(of(&all, "finish", &fresh).iter().all(|duty| duty["overdue"] == false), "{all:?}");
    assert!(!of(&all, "finish", &fresh).is_empty(), "a limit runs on it: {all:?}");
    let due: Vec<_> = all.iter().filter_map(|duty| duty["due"].as_str()).collect();
    assert!(due.is_sorted() && !due.is_empty(), "{due:?}");
    assert_eq!(duties(&server, "mo", &format!("?worker=sam&case={case}&team=North%20team")), all);
    let of_ada = duties(&server, "mo", "?worker=ada");
    assert!(of_ada.iter().all(|duty| duty["record"].is_null()), "only what is the whole team's: {of_ada:?}");
    assert!(duties(&server, "mo", "?case=none").is_empty() && duties(&server, "mo", "?team=South").is_empty());
    assert!(duties(&server, "lee", "").is_empty() && duties(&server, "kim", "").is_empty());
}

#[test]
fn duties_name_what_waits_for_somebody() {
    let server = Server::start_with(config("waiting"));
    let case = case(&server, "carefirst");
    let finish = |record: &Value| {
        let (path, tag) = begin(&server, &case, record);
        let finalised = step(&server, "sam", &path, "finalise", &tag, &json!({}));
        assert_eq!(finalised.status, 200, "{}", finalised.body);
        path
    };
    let disposal = |hold: bool| {
        let of_case = format!("/v1/cases/{case}");
        let read = server.as_user("mo", "GET", &of_case, &[], &NONE);
        let mut change = read.json();
        for member in ["id", "version", "by", "role", "at", "records"] {
            change.as_object_mut().unwrap().remove(member);
        }
        change["facts"]["disposal"] =
            json!({ "access_request_open": false, "court_order_open": false, "hold_open": hold });
        let changed = server.as_user("mo", "PUT", &of_case, &[("if-match", read.header("etag"))], &change);
        assert_eq!(changed.status, 200, "{}", changed.body);
    };
    disposal(false);
    let good = |text: &str| -> Value { serde_json::from_str::<Value>(text).unwrap()["record"].clone() };
    let mut hazard = good(include_str!("records/hazard-violence.json"));
    for (field, value) in [
        ("next_review_on", "2026-12-01"),
        ("last_reviewed_on", "2026-11-20"),
        ("circumstances_changed_on", "2026-11-20"),
    ] {
        hazard["fields"][field] = value.into();
    }
    let hazard = finish(&hazard);
    let retention = finish(&good(include_str!("records/retention-due.json")));
    let plan = finish(&good(include_str!("records/plan.json")));
    let found = duties(&server, "mo", "");
    let review = of(&found, "review", &hazard);
    assert_eq!((review.len(), &review[0]["overdue"]), (1, &json!(false)), "{found:?}");
    assert!(review[0]["due"].as_str().unwrap().starts_with("2026-12-01"), "the day that the hazard names: {review:?}");
    let authorise = of(&found, "authorise", &plan);
    assert_eq!((authorise.len(), &authorise[0]["worker"]), (1, &json!("sam")), "{found:?}");
    let dispose = of(&found, "dispose", &retention);
    assert_eq!((dispose.len(), &dispose[0]["overdue"]), (1, &json!(true)), "{found:?}");
    assert!(dispose[0]["rule"].is_string() && dispose[0]["message"].is_string(), "the row that decides: {dispose:?}");
    // A hold wins over the day, and what is authorised waits no more.
    disposal(true);
    let tag = server.as_user("mo", "GET", &plan, &[], &NONE).header("etag").to_owned();
    assert_eq!(step(&server, "mo", &plan, "authorise", &tag, &json!({})).status, 200);
    let found = duties(&server, "mo", "");
    assert!(of(&found, "dispose", &retention).is_empty() && of(&found, "hold", &retention).len() == 1, "{found:?}");
    assert!(of(&found, "authorise", &plan).is_empty(), "{found:?}");
}

#[test]
fn duties_name_the_summary_that_a_case_must_have_by_the_standards_own_limit() {
    let server = Server::start_with(config("summaries"));
    let person = server.as_user("mo", "POST", "/v1/people", &[], &json!({})).json();
    let mut facts = facts();
    facts.as_object_mut().unwrap().remove("previous");
    for (updated, overdue) in [("2026-11-20T09:00", false), ("2025-11-20T09:00", true)] {
        facts["casework"] = json!({ "case_summary_updated_at": updated, "reviewed_less_often": false });
        let asked = json!({ "person": person["id"], "standard": "herts", "facts": facts });
        let opened = server.as_user("mo", "POST", "/v1/cases", &[], &asked);
        assert_eq!(opened.status, 201, "{}", opened.body);
        let found = duties(&server, "mo", &format!("?case={}", opened.json()["id"].as_str().unwrap()));
        let rule = "case-summary-is-updated-within-the-limit";
        let due: Vec<_> = found.iter().filter(|duty| duty["rule"] == rule).collect();
        assert_eq!(due.len(), 1, "{found:?}");
        assert_eq!((&due[0]["what"], &due[0]["overdue"]), (&json!("write"), &json!(overdue)), "{due:?}");
    }
}
