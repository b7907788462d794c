//! Reading files and the standard input.

use super::failure::Failure;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// The largest file that is read, in bytes: a thousand times the longest record.
pub(super) const LIMIT: u64 = 64 * 1024 * 1024;

/// The text of a file; of the standard input for `-`.
pub(super) fn text(path: &Path) -> Result<String, Failure> {
    let name = name(path);
    let reader: Box<dyn Read> = if path.as_os_str() == "-" {
        Box::new(io::stdin().lock())
    } else {
        Box::new(File::open(path).map_err(|error| Failure::file(&name, &error))?)
    };
    let mut bytes = Vec::new();
    reader.take(LIMIT.saturating_add(1)).read_to_end(&mut bytes).map_err(|error| Failure::file(&name, &error))?;
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > LIMIT {
        return Err(Failure::new(format!(
            "{name}: it is larger than {LIMIT} bytes. Name the file of one record or note"
        )));
    }
    String::from_utf8(bytes).map_err(|_| Failure::new(format!("{name}: it is not UTF-8. Save it as UTF-8")))
}

/// What a file is called in messages.
pub(super) fn name(path: &Path) -> String {
    if path.as_os_str() == "-" { "standard input".to_owned() } else { path.display().to_string() }
}
