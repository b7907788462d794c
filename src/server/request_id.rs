//! Request ids: a token to find a request in the log by.

use axum::http::{HeaderMap, HeaderName, HeaderValue};
use std::sync::atomic::{AtomicU64, Ordering};

/// The header that carries it, in both directions.
pub(super) static HEADER: HeaderName = HeaderName::from_static("x-request-id");

/// The longest token that is taken over from a caller, in bytes.
const LONGEST: usize = 64;

static COUNT: AtomicU64 = AtomicU64::new(0);

/// The caller's id, if it is a short token of letters, digits, `.`, `_` and `-`; otherwise one made of the second in which
/// the service started and a count. Anything else is not taken over: an id ends up in the log, where a name must not.
pub(super) fn of(headers: &HeaderMap, started: u64) -> HeaderValue {
    if let Some(given) = headers.get(&HEADER).filter(|given| is_safe(given.as_bytes())) {
        return given.clone();
    }
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    HeaderValue::try_from(format!("{started:x}-{count:x}")).unwrap_or(HeaderValue::from_static("-"))
}

fn is_safe(token: &[u8]) -> bool {
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-');
    (1..=LONGEST).contains(&token.len()) && token.iter().all(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_plain_token_is_kept() {
        let mut headers = HeaderMap::new();
        headers.insert(&HEADER, HeaderValue::from_static("gateway-7.f3_A"));
        assert_eq!(of(&headers, 1), "gateway-7.f3_A");
    }

    #[test]
    fn anything_else_is_replaced() {
        for given in ["Tayo Okafor", "", "a\"b", &"x".repeat(65)] {
            let mut headers = HeaderMap::new();
            headers.insert(&HEADER, HeaderValue::from_str(given).unwrap());
            assert_ne!(of(&headers, 0xabc), given);
            assert!(of(&headers, 0xabc).to_str().unwrap().starts_with("abc-"));
        }
    }
}
