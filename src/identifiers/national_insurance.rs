//! National Insurance number: two letters, six digits, and a suffix A to D that is often left out.
//! It has no check digit. Source: HM Revenue and Customs, National Insurance Manual NIM39110.

use super::{Fault, packed::Packed};

pub(super) fn check(typed: &str) -> Result<(), Fault> {
    let packed = Packed::<9>::new(typed)?;
    let (prefix, digits, suffix) = match *packed.as_bytes() {
        [a, b, ref digits @ .., suffix] if digits.len() == 6 => ([a, b], digits, Some(suffix)),
        [a, b, ref digits @ ..] if digits.len() == 6 => ([a, b], digits, None),
        _ => return Err(Fault::Length),
    };
    if !prefix.iter().all(u8::is_ascii_uppercase) || !digits.iter().all(u8::is_ascii_digit) {
        return Err(Fault::Characters);
    }
    if suffix.is_some_and(|suffix| !(b'A'..=b'D').contains(&suffix)) {
        return Err(Fault::Characters);
    }
    let [first, second] = prefix;
    let unused = b"DFIQUV".contains(&first)
        || b"DFIOQUV".contains(&second)
        || [*b"BG", *b"GB", *b"KN", *b"NK", *b"NT", *b"TN", *b"ZZ"].contains(&prefix);
    if unused { Err(Fault::NotIssued) } else { Ok(()) }
}
