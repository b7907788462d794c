//! The local authority's child identifier: at most 20 letters and digits (Department for Education,
//! children in need census, rules 1570 and 1580).

use super::Fault;

pub(super) fn check(typed: &str) -> Result<(), Fault> {
    if !typed.chars().all(|character| character.is_ascii_alphanumeric()) {
        return Err(Fault::Characters);
    }
    if typed.len() > 20 { Err(Fault::Length) } else { Ok(()) }
}
