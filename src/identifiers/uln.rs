//! Unique learner number: ten digits, not beginning with 0, the last a check digit modulo 11
//! (Learning Records Service, "ULN validation").

use super::{Fault, packed};

pub(super) fn check(typed: &str) -> Result<(), Fault> {
    let digits = packed::ten_digits(typed)?;
    if digits == [9; 10] {
        return Err(Fault::Placeholder);
    }
    let (sum, last) = packed::weighted(digits);
    match (digits, sum % 11) {
        ([0, ..], _) | (_, 0) => Err(Fault::NotIssued),
        (_, remainder) if 10 - remainder == last => Ok(()),
        _ => Err(Fault::CheckDigit),
    }
}
