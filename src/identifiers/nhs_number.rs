//! NHS number: ten digits, the last a check digit modulo 11
//! (NHS Data Model and Dictionary, "NHS NUMBER").
//!
//! The ranges of Scotland and Northern Ireland are accepted too: children move. Numbers beginning
//! 999 are kept for tests; they are accepted, since a trial of this engine must use them.

use super::{Fault, packed};

pub(super) fn check(typed: &str) -> Result<(), Fault> {
    let digits = packed::ten_digits(typed)?;
    let [first, ..] = digits;
    if digits.iter().all(|digit| *digit == first) {
        return Err(Fault::Repeated);
    }
    let (sum, last) = packed::weighted(digits);
    match (11 - sum % 11) % 11 {
        // A number that works out at 10 is left out when numbers are given out.
        10 => Err(Fault::NotIssued),
        check if check == last => Ok(()),
        _ => Err(Fault::CheckDigit),
    }
}
