//! Tokens of an identity provider, over real connections: what is believed, and what is not.

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

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use fairnote::server::{Config, IdentitySettings};
use jsonwebtoken::jwk::Jwk;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde_json::{Value, json};
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{SocketAddr, TcpListener};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use support::{Answer, Log, Server, assert_problem, clock, temporary};

const ISSUER: &str = "https://login.example.gov.uk/children";

/// A key of the provider. Those in tests/keys were made for these tests and are nobody's.
struct Key {
    id: &'static str,
    algorithm: Algorithm,
    private: EncodingKey,
}

impl Key {
    fn of(id: &'static str, algorithm: Algorithm, text: &str) -> Key {
        let der = STANDARD.decode(text.replace(char::is_whitespace, "")).unwrap();
        let private = match algorithm {
            Algorithm::EdDSA => EncodingKey::from_ed_der(&der),
            Algorithm::ES256 => EncodingKey::from_ec_der(&der),
            _ => EncodingKey::from_rsa_der(&der),
        };
        Key { id, algorithm, private }
    }

    fn first() -> Key {
        Key::of("first", Algorithm::EdDSA, include_str!("keys/ed25519-a.txt"))
    }

    fn second() -> Key {
        Key::of("second", Algorithm::EdDSA, include_str!("keys/ed25519-b.txt"))
    }

    fn rsa() -> Key {
        Key::of("rsa", Algorithm::RS256, include_str!("keys/rsa.txt"))
    }

    fn elliptic() -> Key {
        Key::of("elliptic", Algorithm::ES256, include_str!("keys/p256.txt"))
    }

    fn public(&self) -> Value {
        let mut jwk = serde_json::to_value(Jwk::from_encoding_key(&self.private, self.algorithm).unwrap()).unwrap();
        jwk["kid"] = self.id.into();
        jwk["use"] = "sig".into();
        jwk
    }

    fn token(&self, claims: &Value) -> String {
        let header = Header { kid: Some(self.id.to_owned()), ..Header::new(self.algorithm) };
        encode(&header, claims, &self.private).unwrap()
    }
}

fn set(keys: &[&Key]) -> String {
    // As providers do: keys for something else, and of kinds that nobody here knows, stand among them.
    let mut all = vec![json!({ "kty": "RSA", "use": "enc", "kid": "first", "n": "AQAB", "e": "AQAB" })];
    all.push(json!({ "kty": "oct", "kid": "shared", "k": "c2VrcmV0" }));
    all.push(json!({ "kty": "NEW", "kid": "new" }));
    all.extend(keys.iter().map(|key| key.public()));
    json!({ "keys": all }).to_string()
}

fn now() -> i64 {
    clock().unwrap().seconds()
}

fn claims() -> Value {
    json!({ "iss": ISSUER, "aud": ["other", "fairnote"], "sub": "mo@example.gov.uk", "exp": now() + 600, "iat": now(),
        "roles": ["Staff", "Managers"] })
}

fn with(name: &str, value: Value) -> Value {
    let mut claims = claims();
    claims[name] = value;
    claims
}

fn without(name: &str) -> Value {
    let mut claims = claims();
    claims.as_object_mut().unwrap().remove(name);
    claims
}

fn settings(jwks: &str) -> Value {
    json!({ "issuer": ISSUER, "audience": "fairnote", "jwks": jwks, "cooldown": 1,
        "roles": { "Practitioners": "worker", "Managers": "manager", "Audit": "auditor" } })
}

fn start(name: &str, settings: Value) -> Server {
    let identity: IdentitySettings = serde_json::from_value(settings).unwrap();
    let store = temporary(&format!("identity-{name}")).join("records.db");
    Server::start_with(Config { store: Some(store), identity: Some(identity), ..Config::default() })
}

/// A service whose keys are in a file.
fn with_keys(name: &str, keys: &[&Key]) -> Server {
    let file = temporary(&format!("keys-{name}")).join("jwks.json");
    std::fs::write(&file, set(keys)).unwrap();
    start(name, settings(file.to_str().unwrap()))
}

/// What somebody with this token is answered when they enter a person, which managers may.
fn ask(server: &Server, token: &str) -> Answer {
    let token = format!("Bearer {token}");
    let headers = [("authorization", token.as_str()), ("content-type", "application/json")];
    server.send("POST", "/v1/people", &headers, b"{}")
}

/// An identity provider's address of keys: what it answers can be changed, and how often it is asked is counted.
struct Provider {
    address: SocketAddr,
    keys: Arc<Mutex<String>>,
    asked: Arc<AtomicUsize>,
}

impl Provider {
    fn start(keys: String) -> Provider {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let (keys, asked) = (Arc::new(Mutex::new(keys)), Arc::new(AtomicUsize::new(0)));
        let provider =
            Provider { address: listener.local_addr().unwrap(), keys: Arc::clone(&keys), asked: Arc::clone(&asked) };
        std::thread::spawn(move || {
            for connection in listener.incoming() {
                let mut connection = connection.unwrap();
                let lines = BufReader::new(connection.try_clone().unwrap()).lines();
                lines.map_while(Result::ok).take_while(|line| !line.is_empty()).for_each(drop);
                asked.fetch_add(1, Ordering::SeqCst);
                let keys = keys.lock().unwrap().clone();
                let head = if keys.is_empty() { "500 Broken" } else { "200 OK" };
                let length = keys.len();
                let _ = write!(
                    connection,
                    "HTTP/1.1 {head}\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{keys}"
                );
            }
        });
        provider
    }

    fn service(&self, name: &str) -> Server {
        start(name, settings(&format!("http://{}/keys", self.address)))
    }

    fn answers(&self, keys: String) {
        *self.keys.lock().unwrap() = keys;
    }

    fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }
}

/// Asks again until the answer is another one: a cooldown must have passed.
fn until(status: u16, ask: impl Fn() -> Answer) -> Answer {
    for _ in 0..200 {
        let answer = ask();
        if answer.status == status {
            return answer;
        }
        std::thread::sleep(std::time::Duration::from_millis(25));
    }
    panic!("never {status}");
}

#[test]
fn a_token_of_the_provider_says_who_is_asking() {
    let keys = [Key::first(), Key::rsa(), Key::elliptic()];
    let server = with_keys("believed", &keys.each_ref());
    for key in &keys {
        let answer = ask(&server, &key.token(&claims()));
        assert_eq!(answer.status, 201, "{}: {}", key.id, answer.body);
    }
    // Within the leeway of 30 seconds, either way; and with all the ways to write an audience.
    for claims in [
        with("exp", (now() - 29).into()),
        with("nbf", (now() + 29).into()),
        with("aud", "fairnote".into()),
        with("exp", 4e9.into()),
    ] {
        let answer = ask(&server, &keys[0].token(&claims));
        assert_eq!(answer.status, 201, "{claims}: {}", answer.body);
    }
    // What the token says is what the footprint says.
    let token = format!("Bearer {}", keys[0].token(&claims()));
    let headers = [("authorization", token.as_str()), ("content-type", "application/json")];
    let person = server.send("POST", "/v1/people", &headers, b"{}").json();
    let asked = json!({ "person": person["id"], "standard": "england" }).to_string();
    let case = server.send("POST", "/v1/cases", &headers, asked.as_bytes()).json();
    assert_eq!((&case["team"], &case["role"]), (&json!(["mo@example.gov.uk"]), &json!("manager")), "{case}");
}

#[test]
fn roles_come_from_the_claim_and_the_mapping() {
    let key = Key::first();
    let server = with_keys("roles", &[&key]);
    for roles in [json!(["Practitioners"]), json!("Practitioners"), json!("openid Practitioners"), json!(["Audit"])] {
        let answer = ask(&server, &key.token(&with("roles", roles.clone())));
        assert_eq!(answer.status, 403, "only managers enter people, {roles}: {}", answer.body);
        assert!(answer.body.contains("Your role does not open cases"), "{}", answer.body);
    }
    for roles in [json!(["Practitioners", "Managers"]), json!("openid Managers")] {
        assert_eq!(ask(&server, &key.token(&with("roles", roles))).status, 201);
    }
    for claims in [with("roles", json!(["managers"])), with("roles", json!({ "Managers": true })), without("roles")] {
        let answer = ask(&server, &key.token(&claims));
        assert_problem(&answer, 403, "urn:fairnote:problem:forbidden");
        assert!(answer.body.contains("has no role"), "{}", answer.body);
    }
    let file = temporary("keys-nested").join("jwks.json");
    std::fs::write(&file, set(&[&key])).unwrap();
    let mut nested = settings(file.to_str().unwrap());
    nested["role_claim"] = "realm_access.roles".into();
    nested["user_claim"] = "https://example.org/user.id".into();
    let server = start("nested", nested);
    let mut claims = with("realm_access", json!({ "roles": ["Managers"] }));
    claims["https://example.org/user.id"] = "mo".into();
    assert_eq!(ask(&server, &key.token(&claims)).status, 201);
}

#[test]
fn what_does_not_prove_it_is_refused() {
    let log = Log::install();
    let key = Key::first();
    let server = with_keys("refused", &[&key, &Key::rsa()]);
    let stranger = Key { id: "first", ..Key::second() };
    let good = key.token(&claims());
    let parts: Vec<&str> = good.split('.').collect();
    let forged = URL_SAFE_NO_PAD.encode(with("sub", "Zebedee".into()).to_string());
    let header = |header: Value| format!("{}.{}.{}", URL_SAFE_NO_PAD.encode(header.to_string()), parts[1], parts[2]);
    let signed = |header: Header| encode(&header, &claims(), &key.private).unwrap();
    let named = || Header { kid: Some("first".to_owned()), ..Header::new(Algorithm::EdDSA) };
    // With the public key as if it were a shared secret.
    let public = key.public()["x"].as_str().unwrap().to_owned();
    let shared = Header { kid: Some("first".to_owned()), ..Header::new(Algorithm::HS256) };
    let confused = encode(&shared, &claims(), &EncodingKey::from_secret(public.as_bytes())).unwrap();
    for (token, told) in [
        (key.token(&with("exp", (now() - 31).into())), "has run out"),
        (key.token(&without("exp")), "has run out"),
        (key.token(&with("exp", "9999999999".into())), "no signed token"),
        (key.token(&with("nbf", (now() + 31).into())), "not valid yet"),
        (key.token(&with("nbf", "soon".into())), "no signed token"),
        (key.token(&with("iat", (now() + 31).into())), "not valid yet"),
        (key.token(&with("iss", "https://login.example.org/".into())), "another identity provider"),
        (key.token(&without("iss")), "another identity provider"),
        (key.token(&with("aud", "fairnote2".into())), "for another service"),
        (key.token(&without("aud")), "for another service"),
        (key.token(&without("sub")), "does not name a user"),
        (key.token(&with("sub", "Zebedee Quillfeather".into())), "does not name a user"),
        (stranger.token(&claims()), "signature does not hold"),
        (format!("{}.{forged}.{}", parts[0], parts[2]), "signature does not hold"),
        (format!("{}.{}.", parts[0], parts[1]), "signature does not hold"),
        (header(json!({ "alg": "none", "kid": "first" })), "no signed token"),
        (header(json!({ "alg": "RS256", "kid": "first" })), "a key that the identity provider does not publish"),
        (header(json!({ "alg": "RS512", "kid": "rsa" })), "in a way that this service does not take"),
        (confused, "in a way that this service does not take"),
        (signed(Header { kid: Some("third".to_owned()), ..named() }), "does not publish"),
        (signed(Header { typ: Some("logout+jwt".to_owned()), ..named() }), "no signed token"),
        (signed(Header { crit: Some(vec!["b64".to_owned()]), ..named() }), "no signed token"),
        ("Zebedee".to_owned(), "no signed token"),
        (format!("{good}{}", "A".repeat(17_000)), "no signed token"),
    ] {
        let answer = ask(&server, &token);
        assert_problem(&answer, 401, "urn:fairnote:problem:token");
        assert!(answer.body.contains(told), "{told}: {}", answer.body);
        assert_eq!(answer.header("www-authenticate"), "Bearer error=\"invalid_token\"");
        assert!(!log.text().contains(&token), "a token is in the log");
    }
    assert_problem(&ask(&server, ""), 401, "about:blank");
    assert_problem(&server.get("/v1/duties"), 401, "about:blank");
    let twice = [("authorization", format!("Bearer {good}")), ("authorization", format!("Bearer {good}"))];
    let twice: Vec<_> = twice.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert_problem(&server.send("GET", "/v1/duties", &twice, b""), 401, "about:blank");
    assert!(log.text().contains("reason=\"expired\"") && !log.text().contains("Zebedee"), "why, and not whose");
    assert_eq!(ask(&server, &good).status, 201, "the good one is still good");
    // Without a name for its key: it could be only one of the two.
    assert_eq!(ask(&server, &signed(Header::new(Algorithm::EdDSA))).status, 201);
}

#[test]
fn keys_are_fetched_anew_when_they_change_and_not_more_often_than_the_cooldown_allows() {
    let (first, second) = (Key::first(), Key::second());
    let provider = Provider::start(set(&[&first]));
    let server = provider.service("rotation");
    assert_eq!(ask(&server, &first.token(&claims())).status, 201);
    assert_eq!(provider.asked(), 1);
    // Names of keys that nobody has do not make us ask for each of them.
    provider.answers(set(&[&second]));
    for _ in 0..20 {
        ask(&server, &Key { id: "third", ..Key::first() }.token(&claims()));
    }
    assert!(provider.asked() <= 2, "asked {} times", provider.asked());
    until(201, || ask(&server, &second.token(&claims())));
    // What the provider has taken back is not believed any longer.
    assert_problem(&ask(&server, &first.token(&claims())), 401, "urn:fairnote:problem:token");
    // While it answers nothing of use, what is held goes on.
    for broken in ["", "{}", "{\"keys\":[]}", "Zebedee"] {
        provider.answers(broken.to_owned());
        let asked = provider.asked();
        until(401, || {
            let answer = ask(&server, &first.token(&claims()));
            if provider.asked() > asked { answer } else { Answer { status: 0, ..answer } }
        });
        assert_eq!(ask(&server, &second.token(&claims())).status, 201, "{broken}");
    }
}

#[test]
fn a_provider_that_is_out_of_reach_is_told_and_asked_again() {
    let key = Key::first();
    let provider = Provider::start(String::new());
    let server = provider.service("unreachable");
    let answer = ask(&server, &key.token(&claims()));
    assert_problem(&answer, 503, "urn:fairnote:problem:identity-unavailable");
    assert_eq!(answer.header("retry-after"), "30");
    let ready = server.get("/readyz");
    assert_eq!((ready.status, &ready.json()["identity"]), (503, &json!("unavailable")), "{}", ready.body);
    assert_eq!(server.get("/healthz").status, 200);
    provider.answers(set(&[&key]));
    until(201, || ask(&server, &key.token(&claims())));
    let ready = server.get("/readyz");
    assert_eq!((ready.status, &ready.json()["identity"]), (200, &json!("ready")), "{}", ready.body);
}

#[test]
fn settings_that_would_believe_too_much_are_refused() {
    let refused = |name: &str, value: Value| {
        let mut settings = settings("/keys.json");
        settings[name] = value;
        let settings: IdentitySettings = serde_json::from_value(settings).ok()?;
        Some(settings.validate().unwrap_err().to_string())
    };
    for (name, value) in [
        ("issuer", json!("")),
        ("audience", json!(" ")),
        ("jwks", json!("http://login.example.org/keys")),
        ("jwks", json!("http://127.0.0.1:80@login.example.org/keys")),
        ("leeway", json!(301)),
        ("cooldown", json!(0)),
        ("refresh", json!(59)),
        ("algorithms", json!([])),
        ("roles", json!({})),
    ] {
        let told = refused(name, value.clone()).unwrap_or_else(|| panic!("{name}: {value} is no setting at all"));
        assert!(told.contains(&format!("identity.{name}")), "{told}");
    }
    for (name, value) in
        [("algorithms", json!(["HS256"])), ("algorithms", json!(["none"])), ("roles", json!({ "a": "king" }))]
    {
        assert!(refused(name, value.clone()).is_none(), "{name}: {value}");
    }
}
