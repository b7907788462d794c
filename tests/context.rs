//! What the store tells of a case to the rules that ask: closing a case under several authorities, over real connections.

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

use fairnote::calendar::Moment;
use fairnote::server::{Config, Users};
use serde_json::{Value, json};
use std::sync::Arc;
use support::{Answer, Server, assert_problem, temporary};

const UNFINISHED: &str = "nothing-on-the-case-is-left-unfinished";
const SUMMARY: &str = "reasons-for-closing-are-added-to-the-case-summary";

/// What keeps the case open until its summary is written, and until its hazard is finished: each authority asks for what its
/// own policy asks for.
const AUTHORITIES: [(&str, &[&str], &[&str]); 4] = [
    ("herts", &[SUMMARY, UNFINISHED], &[UNFINISHED]),
    ("derby", &[UNFINISHED], &[UNFINISHED]),
    ("carefirst", &[UNFINISHED], &[UNFINISHED]),
    ("coventry", &[], &[]),
];

fn clock() -> Option<Moment> {
    Moment::parse("2026-06-15T12:00:00+01:00").ok()
}

fn start(name: &str) -> Server {
    let users = json!({ "users": [
        { "id": "mo", "role": "manager", "token": "token-of-mo" },
        { "id": "sam", "role": "worker", "token": "token-of-sam" },
    ] });
    let users = Arc::new(Users::from_json(&users.to_string()).unwrap());
    let store = temporary(&format!("context-{name}")).join("records.db");
    Server::start_from(Config { store: Some(store), dev_users: Some(users), ..Config::default() }, clock)
}

/// A good record of tests/records, with what its case's system knows of it.
fn good(name: &str) -> Value {
    let path = format!("{}/tests/records/{name}.json", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// A case of which the facts say only what no record of it tells.
fn case(server: &Server, standard: &str) -> String {
    let mut facts = good("closure")["context"].clone();
    facts.as_object_mut().unwrap().remove("last_finalised_at");
    let work = facts["casework"].as_object_mut().unwrap();
    let told = ["unfinished_records", "case_summary_updated_at", "child_in_need_plan", "visits_since_supervision"];
    told.iter().for_each(|member| assert!(work.remove(*member).is_some(), "{member}"));
    let person = server.as_user("mo", "POST", "/v1/people", &[], &json!({})).json();
    let asked = json!({ "person": person["id"], "standard": standard, "team": ["mo", "sam"], "facts": facts });
    let opened = server.as_user("mo", "POST", "/v1/cases", &[], &asked);
    assert_eq!(opened.status, 201, "{}", opened.body);
    opened.json()["id"].as_str().unwrap().to_owned()
}

fn begin(server: &Server, case: &str, record: &Value) -> String {
    let begun = server.as_user("sam", "POST", "/v1/records", &[], &json!({ "case": case, "record": record }));
    assert_eq!(begun.status, 201, "{}", begun.body);
    format!("/v1/records/{}", begun.json()["id"].as_str().unwrap())
}

fn step(server: &Server, user: &str, path: &str, step: &str, body: &Value) -> Answer {
    let tag = server.as_user("mo", "GET", path, &[], &Value::Null).header("etag").to_owned();
    server.as_user(user, "POST", &format!("{path}/{step}"), &[("if-match", &tag)], body)
}

/// The rules that stand in the way.
fn blocking(answer: &Answer) -> Vec<String> {
    assert_problem(answer, 422, "urn:fairnote:problem:rejected");
    let report = answer.json();
    let findings = report["report"]["findings"].as_array().unwrap().clone();
    let blocks = findings.iter().filter(|finding| finding["level"] == "must" && finding["outcome"] == "failed");
    blocks.map(|finding| finding["rule"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_case_closes_once_its_summary_and_its_hazard_are_in_order() {
    let server = start("closure");
    for (standard, without_summary, with_summary) in AUTHORITIES {
        let case = case(&server, standard);
        let mut closing = good("closure")["record"].clone();
        let fields = closing["fields"].as_object_mut().unwrap();
        // The store says when the summary was last brought up to date.
        assert!(fields.remove("case_summary_updated_on").is_some());
        let closure = begin(&server, &case, &closing);
        let hazard = begin(&server, &case, &good("hazard-violence")["record"]);
        if !without_summary.is_empty() {
            let blocked = blocking(&step(&server, "sam", &closure, "finalise", &json!({})));
            assert_eq!(blocked, without_summary, "{standard}");
        }
        let summary = begin(&server, &case, &good("case_summary-closing")["record"]);
        let finalised = step(&server, "sam", &summary, "finalise", &json!({}));
        assert_eq!(finalised.status, 200, "{standard}: {}", finalised.body);
        if !with_summary.is_empty() {
            let blocked = blocking(&step(&server, "sam", &closure, "finalise", &json!({})));
            assert_eq!(blocked, with_summary, "{standard}");
        }
        let finalised = step(&server, "sam", &hazard, "finalise", &json!({}));
        assert_eq!(finalised.status, 200, "{standard}: {}", finalised.body);
        let finalised = step(&server, "sam", &closure, "finalise", &json!({}));
        assert_eq!(finalised.status, 200, "{standard}: {}", finalised.body);
        let kept = server.as_user("sam", "GET", &closure, &[], &Value::Null).json();
        assert_eq!(kept["record"]["fields"]["case_summary_updated_on"], "2026-06-15", "{standard}");
        let authorised = step(&server, "mo", &closure, "authorise", &json!({}));
        assert_eq!(authorised.status, 200, "{standard}: {}", authorised.body);
    }
}

#[test]
fn a_plan_that_is_in_force_and_a_record_that_waits_keep_a_case_open() {
    let server = start("plan");
    let case = case(&server, "herts");
    let mut closing = good("closure")["record"].clone();
    closing["fields"]["case_type"] = "SUPERVISION_ORDER".into();
    let closure = begin(&server, &case, &closing);
    let mut plan = good("plan")["record"].clone();
    let path = begin(&server, &case, &plan);
    let finalised = step(&server, "sam", &path, "finalise", &json!({}));
    assert_eq!(finalised.status, 200, "{}", finalised.body);
    const PLAN: &str = "case-with-a-child-in-need-plan-stays-open-after-an-order";
    let blocked = blocking(&step(&server, "sam", &closure, "finalise", &json!({})));
    assert!(blocked.contains(&PLAN.to_owned()) && blocked.contains(&UNFINISHED.to_owned()), "it waits: {blocked:?}");
    assert_eq!(step(&server, "mo", &path, "authorise", &json!({})).status, 200);
    let blocked = blocking(&step(&server, "sam", &closure, "finalise", &json!({})));
    assert!(blocked.contains(&PLAN.to_owned()) && !blocked.contains(&UNFINISHED.to_owned()), "{blocked:?}");
    plan["fields"]["ended_on"] = "2026-06-04".into();
    let amendment = json!({ "record": plan, "why": "The plan has ended", "agreed_by": "Mo" });
    let amended = step(&server, "sam", &path, "amend", &amendment);
    assert_eq!(amended.status, 200, "{}", amended.body);
    assert_eq!(step(&server, "mo", &path, "authorise", &json!({})).status, 200);
    let last = step(&server, "sam", &closure, "finalise", &json!({}));
    assert!(last.status == 200 || !blocking(&last).contains(&PLAN.to_owned()), "{}", last.body);
}
