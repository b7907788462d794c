//! Email address: small on purpose. One `@`, something before it, a domain of two labels or more
//! after it. Only sending a message shows that an address works (the same reasoning, and nearly the
//! same pattern, as the HTML standard's "valid email address"); unlike it, letters of any script
//! are accepted on both sides (RFC 6531).

use super::Fault;

pub(super) fn check(typed: &str) -> Result<(), Fault> {
    let mut parts = typed.split('@');
    let (Some(local), Some(domain), None) = (parts.next(), parts.next(), parts.next()) else {
        return Err(Fault::AtSign);
    };
    // RFC 5321, section 4.5.3.1.
    if local.is_empty() || local.chars().count() > 64 || typed.chars().count() > 254 {
        return Err(Fault::Length);
    }
    if !local.chars().all(is_local) {
        return Err(Fault::Characters);
    }
    let mut labels = 0_u32;
    for label in domain.split('.') {
        if typed_badly(label) {
            return Err(Fault::Domain);
        }
        labels = labels.saturating_add(1);
    }
    if labels < 2 { Err(Fault::Domain) } else { Ok(()) }
}

pub(super) fn normalise(typed: &str) -> String {
    match typed.rsplit_once('@') {
        Some((local, domain)) => format!("{local}@{}", domain.to_lowercase()),
        None => typed.to_owned(),
    }
}

/// Letters, digits and the punctuation of RFC 5322's `atext` and dot. Quoted local parts, which
/// allow a space, are refused: where they are met they are a slip far more often than an address.
fn is_local(character: char) -> bool {
    character.is_alphanumeric() || ".!#$%&'*+/=?^_`{|}~-’".contains(character)
}

fn typed_badly(label: &str) -> bool {
    let length = label.chars().count();
    length == 0
        || length > 63
        || label.starts_with('-')
        || label.ends_with('-')
        || !label.chars().all(|character| character.is_alphanumeric() || character == '-')
}
