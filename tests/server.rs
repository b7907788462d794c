//! The HTTP service and the portal, over real connections.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "helpers of tests may stop on the first surprise, as tests may"
)]
#![cfg(all(feature = "server", not(target_arch = "wasm32")))]

#[path = "support/service.rs"]
mod support;

use fairnote::calendar::Moment;
use fairnote::record::{Context, Record};
use fairnote::server::{Config, ROUTES};
use fairnote::{Mode, check, report};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use std::io::Write as _;
use std::net::TcpStream;
use std::time::Duration;
use support::{Answer, Log, SECRETS, Server, assert_problem, clock, temporary};

// ---- The interface --------------------------------------------------------------------------------------------------

#[test]
fn a_check_answers_with_the_reports_own_bytes() {
    let server = Server::start();
    let record = json!({ "kind": "child", "fields": { "unborn": true, "ethnicity": "WBRI", "full_name": "Zebedee" } });
    let answer = server.post_json("/v1/check", &json!({ "standard": "herts", "record": record, "mode": "draft" }));
    assert_eq!(answer.status, 200, "{}", answer.body);
    let standard = fairnote::embedded::standard("herts").unwrap().unwrap();
    let text = record.to_string();
    let read = Record::from_json(&standard, &text).unwrap();
    let expected = report::json(&check(&standard, &read, &Context::unknown(), clock().unwrap(), Mode::Draft));
    assert_eq!(answer.body, expected);
    assert_eq!(answer.header("fairnote-digest"), standard.digest());
    assert_eq!(answer.header("cache-control"), "no-store");
}

#[test]
fn the_servers_clock_counts_unless_a_check_is_replayed() {
    let server = Server::start();
    let mut asked = json!({ "standard": "herts", "record": { "kind": "child", "fields": {} } });
    assert_eq!(server.post_json("/v1/check", &asked).json()["as_at"], "2026-11-24T10:30:00Z");
    asked["as_at"] = "2025-06-01T09:00".into();
    assert_eq!(server.post_json("/v1/check", &asked).json()["as_at"], "2025-06-01T09:00:00+01:00");
    asked["as_at"] = "Zebedee".into();
    let answer = server.post_json("/v1/check", &asked);
    assert_problem(&answer, 422, "urn:fairnote:problem:as-at");
}

#[test]
fn a_context_is_read_and_null_stands_for_none() {
    let server = Server::start();
    let fields = json!({ "case_status": "OPEN", "responsible_team": "South" });
    let mut asked = json!({ "standard": "herts", "record": { "kind": "child", "fields": fields }, "context": null });
    let unknown = server.post_json("/v1/check", &asked).json();
    asked["context"] =
        json!({ "case": { "open": true, "allocated_worker": "Quillfeather", "allocated_team": "North" } });
    let known = server.post_json("/v1/check", &asked).json();
    assert_ne!(unknown["counts"], known["counts"]);
    asked["context"] = json!({ "case": { "open": "Zebedee" } });
    let answer = server.post_json("/v1/check", &asked);
    assert_problem(&answer, 422, "urn:fairnote:problem:record");
    assert!(answer.body.contains("/context/case/open"), "{}", answer.body);
}

#[test]
fn a_check_with_another_standard_is_refused_and_both_are_named() {
    let server = Server::start();
    let body = json!({ "standard": "herts", "record": { "kind": "child", "fields": {} } }).to_string();
    let other = format!("sha-256:{}", "0".repeat(64));
    let current = server.get("/v1/standards/herts").header("etag").to_owned();
    let ask = |tag: &str| {
        server.send("POST", "/v1/check", &[("content-type", "application/json"), ("if-match", tag)], body.as_bytes())
    };
    let answer = ask(&format!("\"{other}\""));
    assert_problem(&answer, 412, "urn:fairnote:problem:digest");
    assert_eq!(answer.json()["expected"], other.as_str());
    assert_eq!(answer.json()["current"], current.trim_matches('"'));
    assert_eq!(ask(&current).status, 200);
    assert_eq!(ask("*").status, 200);
}

#[test]
fn a_note_is_analysed() {
    let server = Server::start();
    let asked = json!({ "standard": "england", "text": "Mum said Tom was late. I will call on Friday." });
    let answer = server.post_json("/v1/notes/analyse", &asked);
    assert_eq!(answer.status, 200, "{}", answer.body);
    assert_eq!(answer.json()["statements"].as_array().unwrap().len(), 2);
}

#[test]
fn a_standard_is_served_as_its_digest_is_taken_over_it() {
    let server = Server::start();
    let listed = server.get("/v1/standards").json();
    let listed = listed["standards"].as_array().unwrap().clone();
    assert_eq!(listed.len(), fairnote::embedded::STANDARDS.len());
    for standard in listed {
        let answer = server.get(standard["href"].as_str().unwrap());
        let digest = format!("sha-256:{}", hex(&Sha256::digest(answer.body.as_bytes())));
        assert_eq!(standard["digest"], digest.as_str());
        assert_eq!(answer.header("etag"), format!("\"{digest}\""));
        assert_eq!(answer.header("cache-control"), "no-cache");
        let again =
            server.send("GET", standard["href"].as_str().unwrap(), &[("if-none-match", answer.header("etag"))], b"");
        assert_eq!((again.status, again.body.as_str()), (304, ""));
    }
}

#[test]
fn the_model_of_narratives_is_served_by_its_digest_to_be_kept_for_ever() {
    let server = Server::start();
    let listed = server.get("/v1/standards").json();
    let herts =
        listed["standards"].as_array().unwrap().iter().find(|standard| standard["id"] == "herts").unwrap().clone();
    let address = herts["model"].as_str().unwrap();
    let model = server.get(address);
    let digest = format!("sha-256:{}", hex(&Sha256::digest(&model.bytes)));
    assert_eq!(address, format!("/v1/models/{digest}"));
    assert_eq!(model.header("content-type"), "application/octet-stream");
    assert_eq!(model.header("etag"), format!("\"{digest}\""));
    assert_eq!(model.header("cache-control"), "public, max-age=31536000, immutable");
    let again = server.send("GET", address, &[("if-none-match", model.header("etag"))], b"");
    assert_eq!((again.status, again.bytes.len()), (304, 0));
    assert_problem(&server.get("/v1/models/sha-256:00"), 404, "about:blank");
    assert_problem(&server.get("/v1/models/%FF"), 404, "about:blank");
    // Whoever fetches a standard is told of its model before the body has arrived, if it has narratives to read.
    let link = format!("<{address}>; rel=\"preload\"; as=\"fetch\"");
    for (part, told) in
        [("", link.as_str()), ("?kinds=case_note", &link), ("?kinds=child", ""), ("?kinds=child,visit", &link)]
    {
        let standard = server.get(&format!("/v1/standards/herts{part}"));
        assert_eq!(standard.header("link"), told, "{part}");
        assert_eq!(standard.json()["model"].as_str(), Some(digest.as_str()).filter(|_| !told.is_empty()), "{part}");
    }
}

#[test]
fn a_form_comes_with_the_code_lists_it_uses() {
    let server = Server::start();
    let answer = server.get("/v1/forms/child?standard=herts").json();
    assert_eq!(answer["kind"], "child");
    assert!(answer["codes"]["ethnicity"]["codes"].as_array().unwrap().len() > 10);
    assert!(answer["codes"].get("visit_type").is_none());
    assert_problem(&server.get("/v1/forms/child"), 400, "urn:fairnote:problem:query");
    let unknown = server.get("/v1/forms/Zebedee?standard=herts");
    assert_problem(&unknown, 404, "urn:fairnote:problem:unknown-kind");
    assert!(unknown.json()["kinds"].as_array().unwrap().contains(&"child".into()));
}

// ---- Errors ---------------------------------------------------------------------------------------------------------

#[test]
fn every_error_is_a_problem_document_that_repeats_nothing() {
    let server = Server::start_with(Config { body_limit: 4096, ..Config::default() });
    let json = [("content-type", "application/json")];
    let check = |body: &str| server.send("POST", "/v1/check", &json, body.as_bytes());
    assert_problem(&server.get("/Zebedee"), 404, "about:blank");
    assert_problem(&server.get("/v1/standards/Zebedee"), 404, "urn:fairnote:problem:unknown-standard");
    assert_problem(&server.get("/v1/standards/%FF"), 404, "about:blank");
    let wrong_method = server.send("DELETE", "/v1/check", &[], b"");
    assert_problem(&wrong_method, 405, "about:blank");
    assert_eq!(wrong_method.header("allow"), "POST");
    assert_problem(&server.send("POST", "/v1/check", &[("content-type", "text/plain")], b"{}"), 415, "about:blank");
    let packed = [("content-type", "application/json"), ("content-encoding", "gzip")];
    assert_problem(&server.send("POST", "/v1/check", &packed, b"{}"), 415, "about:blank");
    assert_problem(&check(&"Zebedee".repeat(1000)), 413, "about:blank");
    let syntax = check("{\n  \"standard\": Zebedee}");
    assert_problem(&syntax, 400, "urn:fairnote:problem:json");
    assert_eq!((&syntax.json()["line"], syntax.json()["column"].is_number()), (&2.into(), true));
    assert_problem(&check("{\"standard\":7}"), 422, "urn:fairnote:problem:shape");
    assert_problem(&check("{\"standard\":\"herts\",\"record\":{},\"Zebedee\":1}"), 422, "urn:fairnote:problem:shape");
    let unknown = check("{\"standard\":\"Zebedee\",\"record\":{\"kind\":\"child\",\"fields\":{}}}");
    assert_problem(&unknown, 422, "urn:fairnote:problem:unknown-standard");
    assert!(unknown.json()["standards"].as_array().unwrap().contains(&"herts".into()));
    assert_problem(&check("{\"standard\":\"herts\",\"record\":[\"Zebedee\"]}"), 422, "urn:fairnote:problem:record");
    let kind = check("{\"standard\":\"herts\",\"record\":{\"kind\":\"Zebedee\",\"fields\":{}}}");
    assert_problem(&kind, 422, "urn:fairnote:problem:unknown-kind");
    let bytes = server.send("POST", "/v1/check", &json, b"\xff\xfe");
    assert_problem(&bytes, 400, "urn:fairnote:problem:body");
}

#[test]
fn a_body_of_unknown_length_is_limited_too() {
    let server = Server::start_with(Config { body_limit: 4096, ..Config::default() });
    let mut raw = b"POST /v1/check HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-type: application/json\r\n\
        transfer-encoding: chunked\r\n\r\n"
        .to_vec();
    for _ in 0..8 {
        raw.extend_from_slice(b"400\r\n");
        raw.extend_from_slice(&[b' '; 0x400]);
        raw.extend_from_slice(b"\r\n");
    }
    raw.extend_from_slice(b"0\r\n\r\n");
    assert_problem(&Answer::read(server.raw(&raw)), 413, "about:blank");
}

#[test]
fn a_body_that_does_not_arrive_is_not_waited_for() {
    let server = Server::start_with(Config { timeout: Duration::from_millis(200), ..Config::default() });
    let head = b"POST /v1/check HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length: 99\r\n\r\n{";
    assert_problem(&Answer::read(server.raw(head)), 408, "about:blank");
}

#[test]
fn a_mistake_of_ours_is_a_problem_and_the_service_goes_on() {
    fn broken() -> Option<Moment> {
        panic!("the test's clock is broken: Zebedee")
    }
    let server = Server::start_from(Config::default(), broken);
    let asked = json!({ "standard": "herts", "record": { "kind": "child", "fields": {} } });
    assert_problem(&server.post_json("/v1/check", &asked), 500, "about:blank");
    assert_eq!(server.get("/healthz").status, 200);
}

// ---- Running it -----------------------------------------------------------------------------------------------------

#[test]
fn the_description_names_every_route_and_no_other() {
    let server = Server::start();
    let described = server.get("/v1/openapi.json").json();
    let mut named = Vec::new();
    for (path, methods) in described["paths"].as_object().unwrap() {
        for method in methods.as_object().unwrap().keys() {
            named.push(format!("{method} {path}"));
        }
    }
    let mut routes: Vec<_> =
        ROUTES.iter().map(|(method, path)| format!("{method} {}", path.replace("{*", "{"))).collect();
    named.sort();
    routes.sort();
    assert_eq!(named, routes);
    // The model that the answer for the standard names.
    let herts = server.get("/v1/standards/herts").json();
    let model = herts["model"].as_str().unwrap().to_owned();
    for (method, path) in ROUTES.iter().filter(|(_, path)| !path.starts_with("/assets")) {
        let path = path.replace("{digest}", &model);
        let path =
            path.replace("{id}", "herts").replace("{kind}", "child").replace("{*page}", "rules/child-has-a-full-name");
        let path = path.replace("{version}", "1").replace("{step}", "close");
        let answer = server.send(&method.to_uppercase(), &path, &[], b"");
        assert!(answer.status != 404 && answer.status != 405, "{method} {path}: {}", answer.status);
    }
    let text = described.to_string();
    for reference in text.split("#/components/schemas/").skip(1) {
        let name = reference.split('"').next().unwrap();
        assert!(described["components"]["schemas"].get(name).is_some(), "{name} is not described");
    }
}

#[test]
fn every_answer_carries_the_security_headers_and_a_request_id() {
    let server = Server::start();
    for path in ["/", "/v1/standards", "/nothing", "/metrics"] {
        let answer = server.get(path);
        assert!(
            answer
                .header("content-security-policy")
                .starts_with("default-src 'none'; script-src 'self' 'wasm-unsafe-eval'")
        );
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_eq!(answer.header("referrer-policy"), "no-referrer");
        assert_eq!(answer.header("cross-origin-opener-policy"), "same-origin");
        assert!(!answer.header("x-request-id").is_empty());
    }
    assert_eq!(server.get("/").header("cache-control"), "no-store");
    let given = server.send("GET", "/healthz", &[("x-request-id", "gateway-17")], b"");
    assert_eq!(given.header("x-request-id"), "gateway-17");
    let given = server.send("GET", "/healthz", &[("x-request-id", "Zebedee Quillfeather")], b"");
    assert!(!given.header("x-request-id").contains("Zebedee"));
}

#[test]
fn answers_are_compressed_for_those_who_ask() {
    let server = Server::start();
    let packed = server.send("GET", "/v1/standards/herts", &[("accept-encoding", "gzip")], b"");
    assert_eq!(packed.header("content-encoding"), "gzip");
}

#[test]
fn nothing_that_was_sent_reaches_the_log_or_the_counters() {
    let log = Log::install();
    let server = Server::start();
    let note = "sekrit-narrative: Zebedee Quillfeather told me he lives in Yattendon. NHS number 943 476 5919.";
    let record = json!({ "kind": "case_note", "fields": { "narrative": note, "Quillfeather": "Zebedee", "event_at": "Zebedee" } });
    let asked = json!({ "standard": "herts", "record": record, "context": { "child": { "full_name": "Zebedee Quillfeather" } } });
    server.post_json("/v1/check", &asked);
    server.post_json("/v1/notes/analyse", &json!({ "standard": "herts", "text": note }));
    server.get("/Zebedee/Quillfeather?name=Yattendon");
    server.get("/v1/standards/Zebedee?q=sekrit-narrative");
    server.get("/records/new?standard=Zebedee&kind=Quillfeather&case=Yattendon");
    server.send("POST", "/v1/check", &[("content-type", "application/json")], b"{\"Zebedee\": Quillfeather");
    server.send("ZEBEDEE", "/v1/check", &[("x-request-id", "Zebedee!"), ("user-agent", "Quillfeather")], b"");
    server.post_form(&[
        ("standard", "herts"),
        ("kind", "case_note"),
        ("action", "submit"),
        ("narrative", note),
        ("Yattendon", "Zebedee"),
    ]);
    let metrics = server.get("/metrics").body;
    let logged = log.text();
    assert!(logged.contains("route=\"/v1/check\""), "{logged}");
    assert!(logged.contains("route=\"(none)\""), "{logged}");
    assert!(
        metrics.contains("fairnote_requests_total{method=\"POST\",route=\"/v1/check\",status=\"200\"} 1"),
        "{metrics}"
    );
    assert!(
        metrics.contains("fairnote_checks_total{standard=\"herts\",kind=\"case_note\",mode=\"final\""),
        "{metrics}"
    );
    assert!(metrics.contains("method=\"OTHER\""), "{metrics}");
    for secret in SECRETS {
        assert!(!logged.contains(secret), "{secret} is in the log");
        assert!(!metrics.contains(secret), "{secret} is in the metrics");
    }
}

#[test]
fn a_request_that_is_under_way_is_finished_before_the_service_stops() {
    let mut server = Server::start();
    let body = json!({ "standard": "herts", "record": { "kind": "child", "fields": {} } }).to_string();
    let mut connection = TcpStream::connect(server.address).unwrap();
    let head = format!(
        "POST /v1/check HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    connection.write_all(head.as_bytes()).unwrap();
    std::thread::sleep(Duration::from_millis(100));
    server.stop();
    std::thread::sleep(Duration::from_millis(100));
    assert!(TcpStream::connect(server.address).is_err(), "no connection is taken any more");
    connection.write_all(body.as_bytes()).unwrap();
    assert_eq!(Answer::read(connection).status, 200);
    server.thread.take().unwrap().join().unwrap();
}

#[test]
fn a_service_that_is_told_to_stop_stops() {
    let mut server = Server::start();
    assert_eq!(server.get("/readyz").json()["status"], "ready");
    server.stop();
    server.thread.take().unwrap().join().unwrap();
}

#[test]
fn assets_come_from_their_folder_and_from_nowhere_else() {
    let folder = temporary("assets");
    std::fs::write(folder.join("portal.css"), "body{}").unwrap();
    let outside = folder.parent().unwrap().join(format!("outside-{}.txt", std::process::id()));
    std::fs::write(&outside, "Zebedee").unwrap();
    let name = outside.file_name().unwrap().to_str().unwrap();
    let server = Server::start_with(Config { assets: Some(folder), ..Config::default() });
    let style = server.get("/assets/portal.css");
    assert_eq!((style.status, style.body.as_str()), (200, "body{}"));
    assert!(style.header("cache-control").contains("must-revalidate"));
    for path in [
        format!("/assets/../{name}"),
        format!("/assets/..%2F{name}"),
        format!("/assets/%2e%2e/{name}"),
        "/assets/none.js".into(),
    ] {
        assert_problem(&server.get(&path), 404, "about:blank");
    }
    std::fs::remove_file(outside).unwrap();
    let bare = Server::start_with(Config { assets: None, ..Config::default() });
    assert_problem(&bare.get("/assets/portal.css"), 404, "about:blank");
    assert_eq!(bare.get("/").status, 200);
}

#[test]
fn settings_out_of_bounds_and_broken_packs_are_refused() {
    let refused = |config: Config| {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let served = runtime.block_on(fairnote::server::serve(config, std::future::pending()));
        served.unwrap_err().to_string()
    };
    let address = "127.0.0.1:0".parse().unwrap();
    assert!(refused(Config { address, body_limit: 3, ..Config::default() }).contains("between 1024"));
    let folder = temporary("packs");
    std::fs::create_dir_all(folder.join("broken")).unwrap();
    std::fs::write(folder.join("broken/pack.toml"), "id = 7").unwrap();
    let told = refused(Config { address, standards: Some(folder), ..Config::default() });
    assert!(told.contains("pack.toml"), "{told}");
}

// ---- The portal -----------------------------------------------------------------------------------------------------

#[test]
fn the_start_page_leads_to_a_form() {
    let server = Server::start();
    let start = server.get("/").body;
    for words in ["Example council", "not a government service", "Hertfordshire", "Case note", "family safeguarding"] {
        assert!(start.contains(words), "{words}");
    }
    assert!(!start.contains("crown") && !start.contains("GOV.UK"));
    let missing = server.get("/records/new?standard=herts");
    assert_eq!(missing.status, 400);
    assert!(missing.body.contains("<a href=\"#kind\">Select the kind of record to write</a>"));
    assert!(missing.body.contains("value=\"herts\" checked"));
    let form = server.get("/records/new?standard=herts&kind=child&case=unborn").body;
    assert!(
        form.contains("data-fairnote-standard=\"herts\" data-fairnote-kind=\"child\" data-fairnote-digest=\"sha-256:")
    );
    assert!(form.contains("<title>Child"), "no error before anything was sent");
    assert!(form.contains("id=\"fairnote-context\""));
    assert!(form.contains("\"allocated_team\":\"Pre-birth team\""));
}

#[test]
fn every_form_has_a_group_for_each_field_and_ids_that_are_its_own() {
    let server = Server::start();
    let standard = fairnote::embedded::standard("herts").unwrap().unwrap();
    for (kind, form) in &standard.definition().forms {
        let page = server.get(&format!("/records/new?standard=herts&kind={kind}")).body.replace("&#x2f;", "/");
        for field in form.sections.iter().flat_map(|section| &section.fields) {
            assert!(page.contains(&format!("data-fairnote-group=\"/fields/{}\"", field.id)), "{kind} {}", field.id);
            assert!(page.contains(&format!("id=\"{}-error\"", field.id)), "{kind} {}", field.id);
        }
        let mut seen = std::collections::BTreeSet::new();
        for id in page.split(" id=\"").skip(1).map(|rest| rest.split('"').next().unwrap()) {
            assert!(seen.insert(id), "{kind}: the id {id} stands there twice");
        }
        for label in page.split(" for=\"").skip(1).map(|rest| rest.split('"').next().unwrap()) {
            assert!(seen.contains(label), "{kind}: a label is for {label}, which is not there");
        }
        for ids in page.split("aria-describedby=\"").skip(1).map(|rest| rest.split('"').next().unwrap()) {
            for id in ids.split(' ') {
                assert!(seen.contains(id), "{kind}: {id} should describe something, and is not there");
            }
        }
    }
}

#[test]
fn what_was_typed_comes_back_with_what_is_wrong() {
    let server = Server::start();
    let answer = server.post_form(&[
        ("standard", "herts"),
        ("kind", "child"),
        ("case", "open"),
        ("action", "check"),
        ("unborn", "yes"),
        ("full_name", "<b>O'Brien</b> \"Zeb\" & Co"),
        ("date_of_birth.day", "31"),
        ("date_of_birth.month", "February"),
        ("date_of_birth.year", " 2019"),
        ("ethnicity", "WBRI"),
        ("nationality", "NOT-A-CODE"),
        ("addresses.3.line_1", "1 High Street"),
        ("addresses.3.postcode", "zz1"),
    ]);
    assert_eq!(answer.status, 200);
    let page = &answer.body;
    assert!(page.contains("<title>Error: Child"));
    assert!(page.contains("There is a problem") && page.contains("role=\"alert\""));
    assert!(page.contains("<a href=\"#date_of_birth-day\">Date of birth must be a real date</a>"), "{page}");
    assert!(page.contains("<a href=\"#ethnicity\">"));
    assert!(page.contains("<span class=\"govuk-visually-hidden\">Error:</span> Date of birth must be a real date"));
    for typed in
        ["value=\"31\"", "value=\"February\"", "value=\" 2019\"", "value=\"zz1\"", "name=\"addresses.0.line_1\""]
    {
        assert!(page.contains(typed), "{typed}");
    }
    assert!(page.contains("NOT-A-CODE (not in the list)"));
    assert!(!page.contains("<b>O"), "what is typed is never markup");
    assert!(page.contains("&lt;b&gt;O&#x27;Brien&lt;"));
    assert_eq!(answer.header("cache-control"), "no-store");
}

#[test]
fn a_note_comes_back_to_the_letter() {
    let server = Server::start();
    let note = "\n\nFirst line\r\nSecond </textarea><script>alert(1)</script> line\n  ";
    let page = server
        .post_form(&[("standard", "herts"), ("kind", "case_note"), ("action", "save_draft"), ("narrative", note)])
        .body;
    let area = page.split("id=\"narrative\"").nth(1).unwrap().split_once('>').unwrap().1;
    let shown = area.split("</textarea>").next().unwrap();
    // The parser of HTML drops the first line end of a text area.
    let shown = shown.strip_prefix('\n').unwrap();
    let shown = shown.replace("&lt;", "<").replace("&gt;", ">").replace("&#x2f;", "/");
    assert_eq!(shown, note.replace("\r\n", "\n"));
}

#[test]
fn a_draft_is_never_blocked() {
    let server = Server::start();
    let page = server
        .post_form(&[("standard", "herts"), ("kind", "child"), ("action", "save_draft"), ("full_name", "Amira Yilmaz")])
        .body;
    assert!(page.contains("Draft checked") && page.contains("Nothing was blocked"));
    assert!(page.contains("value=\"Amira Yilmaz\""));
    assert!(!page.contains("There is a problem"));
}

#[test]
fn items_are_added_and_removed_without_losing_the_others() {
    let server = Server::start();
    let base = [("standard", "herts"), ("kind", "child"), ("case", "open")];
    let with = |extra: &[(&str, &str)]| server.post_form(&[&base[..], extra].concat()).body;
    let added = with(&[("action", "add:addresses"), ("addresses.0.line_1", "1 High Street")]);
    assert!(added.contains("value=\"1 High Street\"") && added.contains("name=\"addresses.1.line_1\""));
    assert!(!added.contains("There is a problem"), "nothing is said in the middle of writing");
    assert!(added.contains("autofocus"));
    let removed = with(&[
        ("action", "remove:addresses.0"),
        ("addresses.0.line_1", "1 High Street"),
        ("addresses.1.line_1", "2 Low Road"),
    ]);
    assert!(removed.contains("name=\"addresses.0.line_1\"") && removed.contains("value=\"2 Low Road\""));
    assert!(!removed.contains("1 High Street") && !removed.contains("addresses.1.line_1"));
}

#[test]
fn one_press_makes_the_change_that_a_finding_suggests() {
    let server = Server::start();
    let base = [("standard", "herts"), ("kind", "case_note"), ("case", "open")];
    let typed = ("narrative", "A \u{1f600} TAF meeting.");
    let page = server.post_form(&[&base[..], &[typed, ("action", "check")]].concat()).body;
    let action = page.split("name=\"action\" value=\"fix:").nth(1).expect("a fix");
    let action = format!("fix:{}", unescape(action.split('"').next().unwrap()));
    let page = server.post_form(&[&base[..], &[typed, ("action", &action)]].concat()).body;
    assert!(page.contains("A \u{1f600} team around the family"), "{page}");
    // Pressed again, when the words are no longer there, it changes nothing.
    let other = ("narrative", "Something else.");
    let page = server.post_form(&[&base[..], &[other, ("action", &action)]].concat()).body;
    assert!(page.contains("Something else."));
}

#[test]
fn a_question_may_have_the_name_of_the_buttons() {
    let server = Server::start();
    let base = [("standard", "herts"), ("kind", "audit_trail"), ("case", "open"), ("action", "PRINTED")];
    let page = unescape(&server.post_form(&[&base[..], &[("action", "save_draft")]].concat()).body);
    assert!(page.contains(r#"value="PRINTED" data-fairnote-field="/fields/action" checked"#), "{page}");
}

#[test]
fn a_statement_is_listed_corrected_and_kept_without_a_script() {
    let server = Server::start();
    let base = [("standard", "herts"), ("kind", "case_note"), ("case", "open")];
    let draft = |pairs: &[(&str, &str)]| {
        let answer = server.post_form(&[&base[..], &[("action", "save_draft")], pairs].concat());
        assert_eq!(answer.status, 200);
        unescape(&answer.body)
    };
    let note = "I rang Leyla. Mum told me that Amira was tired. 😀 I think she coped.";
    let page = draft(&[("narrative", note)]);
    assert!(page.contains(r#"aria-label="3 statements: 2 facts, 1 opinion; 1 told by others""#), "{page}");
    assert!(page.contains("fact, told by others. It "), "{page}");
    // The offsets are those of scripts: the emoji counts as two.
    let name = "tag./fields/narrative|48-69|kind";
    assert!(page.contains(&format!(r#"<select class="govuk-select" id="narrative-statement-3-kind" name="{name}">"#)));
    assert!(page.contains(r#"<option value="" selected>Opinion (suggested)</option>"#), "{page}");
    assert!(!page.contains("Set by you"));

    // The choice comes with the next press, and the words before its statement are other ones by then.
    let changed = "I rang Leyla at noon. Mum told me that Amira was tired. 😀 I think she coped well.";
    let page = draft(&[("narrative", changed), ("tagged./fields/narrative", note), ("tags", ""), (name, "judgement")]);
    assert!(page.contains(r#"aria-label="3 statements: 2 facts, 1 judgement; 1 told by others""#), "{page}");
    assert!(page.contains("judgement, first hand. The suggestion was: opinion, first hand."), "{page}");
    let tags = r#"{"/fields/narrative":[{"start":56,"end":82,"kind":"judgement"}]}"#;
    assert!(
        page.contains(&format!(r#"<input type="hidden" name="tags" value="{tags}" data-fairnote-tags>"#)),
        "{page}"
    );

    // It is kept through a fix of the wording, and the record that is accepted holds it.
    let sent = [("narrative", changed), ("tags", tags)];
    let first = submitted(&server, &sent);
    let warned = unescape(&first);
    // Where something is warned of, it is seen first and sent again.
    let body = match warned.split("name=\"warnings_seen\" hidden>\n").nth(1).and_then(|rest| rest.split("</").next()) {
        Some(seen) => submitted(&server, &[&sent[..], &[("warnings_seen", seen)]].concat()),
        None => first,
    };
    let record = unescape(body.split(r#"id="record""#).nth(1).unwrap());
    let record = record.split_once('>').unwrap().1.split("</").next().unwrap();
    let record: Value = serde_json::from_str(record).unwrap();
    assert_eq!(record["tags"], serde_json::from_str::<Value>(tags).unwrap());
    let report = unescape(body.split(r#"id="report""#).nth(1).unwrap());
    let report: Value = serde_json::from_str(report.split_once('>').unwrap().1.split("</").next().unwrap()).unwrap();
    let statements = &report["narratives"]["/fields/narrative"]["statements"];
    assert_eq!((&statements[2]["kind"], &statements[2]["tagged_by"]), (&"judgement".into(), &"author".into()));

    // The way back.
    let name = "tag./fields/narrative|56-82|kind";
    let page = draft(&[("narrative", changed), ("tagged./fields/narrative", changed), ("tags", tags), (name, "")]);
    assert!(page.contains(r#"name="tags" value="""#) && !page.contains("Set by you"), "{page}");
}

#[test]
fn a_good_record_is_accepted_and_said_not_to_be_kept() {
    let server = Server::start();
    // The base standard has few rules: a record with nothing wrong in it is accepted.
    let page = server
        .post_form(&[("standard", "england"), ("kind", "child"), ("action", "submit"), ("full_name", "Amira Yilmaz")])
        .body;
    for words in ["Record accepted", "It has not been kept", "Did not apply", "sha-256:", "24 November 2026 at 10:30am"]
    {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert!(page.contains("&quot;verdict&quot;:&quot;accepted&quot;"), "the report is on the page");
}

#[test]
fn a_warning_is_shown_before_a_record_goes_and_can_be_kept_with_a_reason() {
    let server = Server::start();
    let unseen = submitted(&server, &[]);
    let warnings: Vec<String> =
        unseen.split("name=\"accept.").skip(1).map(|rest| unescape(rest.split('"').next().unwrap())).collect();
    assert!(!warnings.is_empty() && unseen.contains("Before you submit"), "{unseen}");
    let seen =
        unescape(unseen.split("name=\"warnings_seen\" hidden>").nth(1).unwrap().split("</textarea>").next().unwrap());
    let sent = submitted(&server, &[("warnings_seen", seen.trim())]);
    assert!(sent.contains("Record accepted") && sent.contains("with warnings"), "{sent}");
    let reasons: Vec<_> = warnings.iter().map(|name| (format!("accept.{name}"), "Agreed with Zebedee")).collect();
    let reasons: Vec<_> = reasons.iter().map(|(name, reason)| (name.as_str(), *reason)).collect();
    let kept = submitted(&server, &reasons);
    assert!(
        kept.contains("Record accepted") && kept.contains("Warning kept") && kept.contains("Agreed with Zebedee"),
        "{kept}"
    );
    assert!(!kept.contains("with warnings"));
}

/// A case note with nothing that must be put right, and something that should be.
fn submitted(server: &Server, extra: &[(&str, &str)]) -> String {
    let good = [
        ("standard", "herts"),
        ("kind", "case_note"),
        ("case", "open"),
        ("action", "submit"),
        ("event_at.day", "24"),
        ("event_at.month", "11"),
        ("event_at.year", "2026"),
        ("event_at.time", "9am"),
        ("entered_at.day", "24"),
        ("entered_at.month", "11"),
        ("entered_at.year", "2026"),
        ("entered_at.time", "10.05"),
        ("finalised_at.day", "24"),
        ("finalised_at.month", "11"),
        ("finalised_at.year", "2026"),
        ("finalised_at.time", "10:20"),
        ("late_entry", "no"),
        ("handwritten_notes", "no"),
        ("author.name", "Sam Okafor"),
        ("author.role", "Allocated social worker"),
        ("author.job_title", "Social worker"),
        ("purpose", "To see how Amira is after her first week at school"),
        ("allocated_worker", "Sam Okafor"),
        ("subject_type", "CHILD"),
        ("contact_type", "VISIT"),
        ("present.0.name", "Amira Yilmaz-Hart"),
        ("present.0.role", "Child"),
        ("narrative", "Amira showed me her drawing of the school. TAF meeting on Friday."),
        ("safeguarding", "no"),
        ("service_provision", "no"),
        ("significant_event", "no"),
        ("decisions.0.text", "No change to the plan"),
        ("decisions.0.made_by", "Sam Okafor"),
        ("decisions.0.role", "Social worker"),
        ("decisions.0.reasons", "Amira is settled at school"),
        ("decisions.0.made_at.day", "24"),
        ("decisions.0.made_at.month", "11"),
        ("decisions.0.made_at.year", "2026"),
        ("no_decisions_or_actions", "no"),
        ("subject_agrees", "yes"),
        ("information_shared", "no"),
    ];
    let answer = server.post_form(&[&good[..], extra].concat());
    assert_eq!(answer.status, 200);
    let errors: Vec<_> =
        answer.body.split("error-summary__list").skip(1).map(|rest| rest.split("</ul>").next().unwrap()).collect();
    assert!(errors.is_empty(), "{errors:?}");
    answer.body
}

#[test]
fn every_demonstration_case_can_be_read_by_every_standard() {
    let cases: Value = serde_json::from_str(include_str!("../www/templates/cases.json")).unwrap();
    for embedded in fairnote::embedded::STANDARDS {
        let standard = embedded.open().unwrap();
        for case in cases.as_array().unwrap() {
            for kind in standard.kinds() {
                let text = case["context"].to_string();
                let read = Context::from_json(&standard, kind, &text);
                assert!(read.is_ok(), "{} {} {}: {:?}", embedded.id, case["id"], kind.name, read.err());
            }
        }
    }
}

#[test]
fn a_person_at_a_browser_gets_a_page_for_an_error() {
    let server = Server::start();
    let accept = ("accept", "text/html,application/xhtml+xml,*/*;q=0.8");
    let page = server.send("GET", "/nothing", &[accept], b"");
    assert_eq!(page.status, 404);
    assert!(page.header("content-type").starts_with("text/html") && page.body.contains("Page not found"));
    assert!(!page.header("x-request-id").is_empty());
    let document = server.send("GET", "/v1/nothing", &[accept], b"");
    assert_problem(&document, 404, "about:blank");
}

#[test]
fn a_form_that_is_not_ours_is_refused() {
    let server = Server::start();
    assert_problem(&server.post_form(&[("standard", "Zebedee")]), 422, "urn:fairnote:problem:unknown-standard");
    assert_problem(
        &server.post_form(&[("standard", "herts"), ("kind", "Zebedee")]),
        422,
        "urn:fairnote:problem:unknown-kind",
    );
    let many = "a=1&".repeat(10_001);
    let form = [("content-type", "application/x-www-form-urlencoded")];
    assert_problem(&server.send("POST", "/records", &form, many.as_bytes()), 422, "urn:fairnote:problem:form");
    assert_problem(
        &server.send("POST", "/records", &[("content-type", "application/json")], b"{}"),
        415,
        "about:blank",
    );
}

// ---- Helpers -----------------------------------------------------------------------------------------------------

fn unescape(text: &str) -> String {
    text.replace("&#x2f;", "/")
        .replace("&#x27;", "'")
        .replace("&quot;", "\"")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
