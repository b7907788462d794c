//! Reading what is asked for in JSON.

use crate::server::problem::Problem;
use serde::Deserialize;

/// Reads a request. An error tells the place and what was wanted, and never what stood there: `serde_json`'s own message
/// can quote it.
pub(in crate::server) fn read<'a, T: Deserialize<'a>>(text: &'a str, wanted: &'static str) -> Result<T, Problem> {
    serde_json::from_str(text).map_err(|error| {
        if error.is_data() {
            Problem::shape(error.line(), error.column(), wanted)
        } else {
            Problem::json(error.line(), error.column())
        }
    })
}

/// Where a part of a text begins: line and column from 1, the column in bytes.
pub(super) fn place_of(part: &str, text: &str) -> (usize, usize) {
    let start = (part.as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
    let before = text.get(..start).unwrap_or_default();
    let lines = before.bytes().filter(|byte| *byte == b'\n').count();
    let column = before.rfind('\n').map_or(before.len(), |end| before.len().saturating_sub(end).saturating_sub(1));
    (lines.saturating_add(1), column.saturating_add(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_found_in_its_text() {
        let text = "{\n  \"record\": {}}";
        assert_eq!(place_of(text.split_at(14).1, text), (2, 13));
        assert_eq!(place_of(text, text), (1, 1));
    }
}
