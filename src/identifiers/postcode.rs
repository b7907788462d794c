//! UK postcode by form: Royal Mail, "PAF programmers' guide", and BS 7666. That it exists is not
//! checked.
//!
//! Codes beginning ZZ99 are the NHS's stand-ins for "no fixed abode", "not known" and countries.
//! They are told apart, for a record should say that in words.

use super::{Fault, packed, packed::Packed};

pub(super) fn check(typed: &str) -> Result<(), Fault> {
    let packed = Packed::<7>::new(typed)?;
    let whole = packed.as_bytes();
    if whole.starts_with(b"ZZ99") {
        return Err(Fault::Placeholder);
    }
    if whole == b"GIR0AA" {
        return Ok(());
    }
    if whole.len() < 5 {
        return Err(Fault::Length);
    }
    let Some((outward, [number, unit @ ..])) = whole.split_last_chunk::<3>() else {
        return Err(Fault::Length);
    };
    if !number.is_ascii_digit() || !unit.iter().all(u8::is_ascii_uppercase) {
        return Err(Fault::Form);
    }
    if unit.iter().any(|letter| b"CIKMOV".contains(letter)) {
        return Err(Fault::Characters);
    }
    let digit = |byte: &u8| byte.is_ascii_digit();
    let letter = |byte: &u8| byte.is_ascii_uppercase();
    let (second, last, last_letters): (Option<u8>, Option<u8>, &[u8]) = match outward {
        [a, b] if letter(a) && digit(b) => (None, None, b""),
        [a, b, c] if letter(a) && digit(b) && digit(c) => (None, None, b""),
        [a, b, c] if letter(a) && digit(b) && letter(c) => (None, Some(*c), b"ABCDEFGHJKPSTUW"),
        [a, b, c] if letter(a) && letter(b) && digit(c) => (Some(*b), None, b""),
        [a, b, c, d] if letter(a) && letter(b) && digit(c) && digit(d) => (Some(*b), None, b""),
        [a, b, c, d] if letter(a) && letter(b) && digit(c) && letter(d) => (Some(*b), Some(*d), b"ABEHMNPRVWXY"),
        _ => return Err(Fault::Form),
    };
    let wrong = outward.first().is_none_or(|first| b"QVX".contains(first))
        || second.is_some_and(|second| b"IJZ".contains(&second))
        || last.is_some_and(|last| !last_letters.contains(&last));
    if wrong { Err(Fault::Characters) } else { Ok(()) }
}

pub(super) fn normalise(typed: &str) -> String {
    let mut code = packed::without_separators(typed);
    if let Some(inward) = code.len().checked_sub(3)
        && inward > 0
        && code.is_ascii()
    {
        code.insert(inward, ' ');
    }
    code
}
