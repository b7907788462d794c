//! Entity tags: the digest of a standard, in quotation marks.

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};

/// The tag of a digest.
pub(super) fn tag(digest: &str) -> HeaderValue {
    HeaderValue::try_from(format!("\"{digest}\"")).unwrap_or(HeaderValue::from_static("\"\""))
}

/// The tags that a header lists; `*` stands for itself. A weak tag is taken for what it names: a standard has one form.
fn listed<'h>(headers: &'h HeaderMap, name: &HeaderName) -> Vec<&'h str> {
    let values = headers.get_all(name).into_iter().filter_map(|value| value.to_str().ok());
    let tags = values.flat_map(|value| value.split(','));
    tags.map(|tag| tag.trim().trim_start_matches("W/").trim_matches('"')).filter(|tag| !tag.is_empty()).collect()
}

/// Does the caller hold this very standard already?
pub(super) fn none_match(headers: &HeaderMap, digest: &str) -> bool {
    listed(headers, &header::IF_NONE_MATCH).iter().any(|tag| *tag == digest || *tag == "*")
}

/// The digest that the caller insists on, if it is another one than `digest`. What is no digest is not repeated.
pub(super) fn other<'h>(headers: &'h HeaderMap, digest: &str) -> Option<&'h str> {
    if !headers.contains_key(header::IF_MATCH) {
        return None;
    }
    let tags = listed(headers, &header::IF_MATCH);
    if tags.iter().any(|tag| *tag == digest || *tag == "*") {
        return None;
    }
    Some(tags.into_iter().find(|tag| is_digest(tag)).unwrap_or("(no digest)"))
}

fn is_digest(tag: &str) -> bool {
    tag.strip_prefix("sha-256:").is_some_and(|hex| hex.len() == 64 && hex.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(name: HeaderName, value: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(name, HeaderValue::from_static(value))])
    }

    #[test]
    fn a_tag_in_a_list_matches() {
        let held = headers(header::IF_NONE_MATCH, "\"sha-256:aa\", W/\"sha-256:bb\"");
        assert!(none_match(&held, "sha-256:bb"));
        assert!(!none_match(&held, "sha-256:cc"));
    }

    #[test]
    fn another_digest_is_told_and_anything_else_is_not_repeated() {
        let other_digest: &'static str = "\"sha-256:0000000000000000000000000000000000000000000000000000000000000000\"";
        assert_eq!(other(&headers(header::IF_MATCH, other_digest), "sha-256:aa"), Some(other_digest.trim_matches('"')));
        assert_eq!(other(&headers(header::IF_MATCH, "\"Tayo\""), "sha-256:aa"), Some("(no digest)"));
        assert_eq!(other(&headers(header::IF_MATCH, "*"), "sha-256:aa"), None);
        assert_eq!(other(&HeaderMap::new(), "sha-256:aa"), None);
    }
}
