//! Checking many records in one request: a line each, over real connections.

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

use fairnote::server::Config;
use serde_json::{Value, json};
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::{Duration, Instant};
use support::{Log, SECRETS, Server, assert_problem};

const NDJSON: (&str, &str) = ("content-type", "application/x-ndjson");

fn asked(name: &str) -> Value {
    json!({ "standard": "herts", "mode": "draft",
        "record": { "kind": "child", "fields": { "unborn": true, "ethnicity": "WBRI", "full_name": name } } })
}

#[test]
fn each_line_is_answered_with_the_bytes_of_a_single_check_in_order() {
    let server = Server::start();
    let mut lines = Vec::new();
    let mut expected = Vec::new();
    for number in 0..40 {
        let one = json!({ "standard": if number % 2 == 0 { "herts" } else { "england" }, "mode": "draft",
            "record": { "kind": "child", "fields": { "unborn": number % 3 == 0, "ethnicity": "WBRI" } } });
        expected.push(server.post_json("/v1/check", &one).body);
        lines.push(one.to_string());
    }
    let answer = server.send("POST", "/v1/check", &[NDJSON], lines.join("\n").as_bytes());
    assert_eq!((answer.status, answer.header("content-type")), (200, "application/x-ndjson"));
    assert_eq!(dechunked(&answer.body), format!("{}\n", expected.join("\n")));
}

#[test]
fn one_lines_error_stops_no_other_and_repeats_nothing() {
    let log = Log::install();
    let server = Server::start_with(Config { body_limit: 4096, ..Config::default() });
    let good = asked("Zebedee").to_string();
    let long = format!("\"{}\"", "Quillfeather".repeat(1_000));
    let mut batch = Vec::new();
    for line in [
        good.as_bytes(),
        b"{\"standard\": Zebedee",
        b"",
        long.as_bytes(),
        b"\xff\xfe",
        b"{\"standard\":\"Zebedee\",\"record\":{}}",
        good.as_bytes(),
    ] {
        batch.extend_from_slice(line);
        batch.extend_from_slice(b"\r\n");
    }
    let body = dechunked(&server.send("POST", "/v1/check", &[NDJSON], &batch).body);
    let answers: Vec<Value> = body.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let told: Vec<_> = answers.iter().map(|one| (one["line"].as_u64(), one["problem"]["status"].as_u64())).collect();
    assert_eq!(
        told,
        [
            (None, None),
            (Some(2), Some(400)),
            (Some(4), Some(413)),
            (Some(5), Some(400)),
            (Some(6), Some(422)),
            (None, None)
        ]
    );
    assert_eq!(answers[0], answers[5]);
    assert_eq!(answers[0]["standard"]["id"], "herts");
    let logged = log.text();
    for secret in SECRETS {
        assert!(!body.contains(secret) && !logged.contains(secret), "{secret}");
    }
    let verdict = answers[0]["verdict"].as_str().unwrap();
    let counted = format!("standard=\"herts\",kind=\"child\",mode=\"draft\",verdict=\"{verdict}\"}} 2");
    assert!(server.get("/metrics").body.contains(&counted), "{counted}");
}

#[test]
fn another_digest_is_refused_line_by_line() {
    let server = Server::start();
    let herts = server.get("/v1/standards/herts").header("etag").to_owned();
    let mut other = asked("A B");
    other["standard"] = "england".into();
    let batch = format!("{}\n{other}\n", asked("A B"));
    let answer = server.send("POST", "/v1/check", &[NDJSON, ("if-match", &herts)], batch.as_bytes());
    let body = dechunked(&answer.body);
    let lines: Vec<Value> = body.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines[0]["standard"]["digest"], herts.trim_matches('"'));
    assert_eq!((&lines[1]["problem"]["status"], &lines[1]["line"]), (&412.into(), &2.into()));
    assert_eq!(lines[1]["problem"]["expected"], herts.trim_matches('"'));
    let england = server.get("/v1/standards/england").header("etag").to_owned();
    assert_eq!(lines[1]["problem"]["current"], england.trim_matches('"'));
}

#[test]
fn answers_come_while_the_batch_is_still_being_sent() {
    let server = Server::start();
    let mut connection = server.raw(
        b"POST /v1/check HTTP/1.1\r\nhost: x\r\nconnection: close\r\naccept-encoding: gzip\r\ncontent-type: application/x-ndjson\r\ntransfer-encoding: chunked\r\n\r\n",
    );
    for _ in 0..3 {
        let line = format!("{}\n", asked("A B"));
        connection.write_all(format!("{:x}\r\n{line}\r\n", line.len()).as_bytes()).unwrap();
        assert!(read_until(&mut connection, b"\"narratives\":{}}\n"), "the answer comes before the next line is sent");
    }
    connection.write_all(b"0\r\n\r\n").unwrap();
    let mut rest = String::new();
    connection.read_to_string(&mut rest).unwrap();
    assert!(rest.ends_with("0\r\n\r\n"), "{rest}");
}

#[test]
fn a_caller_who_takes_no_answers_is_not_read_from_and_then_left() {
    let server = Server::start_with(Config { timeout: Duration::from_millis(600), ..Config::default() });
    let mut connection = TcpStream::connect(server.address).unwrap();
    connection.set_write_timeout(Some(Duration::from_millis(300))).unwrap();
    connection
        .write_all(b"POST /v1/check HTTP/1.1\r\nhost: x\r\ncontent-type: application/x-ndjson\r\ncontent-length: 4000000000\r\n\r\n")
        .unwrap();
    let lines = format!("{}\n", asked("A B")).repeat(200);
    let mut sent = 0_usize;
    let begun = Instant::now();
    // Somewhere far below the whole the service stops reading, and then hangs up.
    while let Ok(written) = connection.write(lines.as_bytes()) {
        sent += written;
        assert!(sent < 200_000_000 && begun.elapsed() < Duration::from_secs(60), "{sent} bytes were read, unanswered");
    }
    assert_eq!(server.get("/healthz").status, 200);
}

#[test]
fn a_line_that_does_not_arrive_is_not_waited_for() {
    let server = Server::start_with(Config { timeout: Duration::from_millis(300), ..Config::default() });
    let mut connection = server.raw(
        b"POST /v1/check HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-type: application/x-ndjson\r\ncontent-length: 9999\r\n\r\n{",
    );
    // A byte now and then is no line.
    for _ in 0..4 {
        std::thread::sleep(Duration::from_millis(100));
        let _ = connection.write_all(b" ");
    }
    let mut answer = String::new();
    let _ = connection.read_to_string(&mut answer);
    assert!(answer.contains("\"status\":408") && answer.contains("\"line\":1"), "{answer}");
}

#[test]
fn an_empty_batch_is_answered_with_nothing_and_a_packed_one_is_refused() {
    let server = Server::start();
    let none = server.send("POST", "/v1/check", &[NDJSON], b"\n \n");
    assert_eq!((none.status, dechunked(&none.body).as_str()), (200, ""));
    let packed = server.send("POST", "/v1/check", &[NDJSON, ("content-encoding", "gzip")], b"{}");
    assert_problem(&packed, 415, "about:blank");
}

/// Reads until these bytes have come.
fn read_until(connection: &mut TcpStream, end: &[u8]) -> bool {
    let mut seen = Vec::new();
    let mut byte = [0; 1];
    while !seen.ends_with(end) {
        match connection.read(&mut byte) {
            Ok(1) => seen.push(byte[0]),
            _ => return false,
        }
    }
    true
}

/// A body without the lengths of its chunks.
fn dechunked(body: &str) -> String {
    let mut whole = String::new();
    let mut rest = body;
    while let Some((size, after)) = rest.split_once("\r\n") {
        let size = usize::from_str_radix(size, 16).unwrap();
        whole.push_str(&after[..size]);
        rest = &after[size + 2..];
    }
    whole
}
