//! Unique pupil number: check letter, local authority (3 digits), school (4), year (2), serial (3).
//! In a temporary number the last character is a letter. Source: Department for Education, "Unique
//! pupil numbers", and the children in need census rules 1540 and 1550. That the authority's code
//! exists (rule 1530) is not checked: the list changes with reorganisations.

use super::{Fault, packed::Packed};

/// The check letters by value. I, O and S are left out for looking like digits.
const LETTERS: &[u8; 23] = b"ABCDEFGHJKLMNPQRTUVWXYZ";

pub(super) fn check(typed: &str) -> Result<(), Fault> {
    let packed = Packed::<13>::new(typed)?;
    let &[letter, ref digits @ .., last] = packed.as_bytes() else {
        return Err(Fault::Length);
    };
    if digits.len() != 11 {
        return Err(Fault::Length);
    }
    let letter = value(letter).ok_or(Fault::Characters)?;
    let last = if last.is_ascii_digit() { u32::from(last - b'0') } else { value(last).ok_or(Fault::Characters)? };
    let mut sum = last * 13;
    for (digit, weight) in digits.iter().zip(2..) {
        if !digit.is_ascii_digit() {
            return Err(Fault::Characters);
        }
        sum += u32::from(*digit - b'0') * weight;
    }
    if sum % 23 == letter { Ok(()) } else { Err(Fault::CheckDigit) }
}

fn value(letter: u8) -> Option<u32> {
    LETTERS.iter().zip(0..).find_map(|(known, value)| (*known == letter).then_some(value))
}
