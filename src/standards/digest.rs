//! Canonical JSON and the digest over it.

use super::definition::Definition;
use serde::Serialize;
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;

/// The canonical JSON of a value: keys sorted, no white space, no floating-point numbers, UTF-8.
///
/// For the values that Fairnote digests this is the JSON Canonicalization Scheme (RFC 8785): sorting by UTF-8 bytes and
/// by UTF-16 units, as the scheme has it, agree while keys are ASCII, which a pack's are.
pub fn canonical_json(value: &impl Serialize) -> String {
    let mut text = String::new();
    if let Ok(value) = serde_json::to_value(value) {
        write(&value, &mut text);
    }
    text
}

/// Sorts explicitly: whether `serde_json`'s own maps are sorted depends on a feature that any other crate may switch.
fn write(value: &Value, text: &mut String) {
    match value {
        Value::Object(map) => {
            let mut entries: Vec<_> = map.iter().collect();
            entries.sort_by_key(|(key, _)| *key);
            text.push('{');
            for (number, (key, value)) in entries.into_iter().enumerate() {
                if number > 0 {
                    text.push(',');
                }
                let _ = write!(text, "{}:", Value::from(key.as_str()));
                write(value, text);
            }
            text.push('}');
        }
        Value::Array(items) => {
            text.push('[');
            for (number, item) in items.iter().enumerate() {
                if number > 0 {
                    text.push(',');
                }
                write(item, text);
            }
            text.push(']');
        }
        // Writing to a String cannot fail.
        plain => drop(write!(text, "{plain}")),
    }
}

/// The canonical JSON of a definition: the bytes that are served, stored and digested.
pub fn canonical(definition: &Definition) -> String {
    canonical_json(definition)
}

/// How many bytes are digested at a time.
const PIECE: usize = 2048;

/// The digest of a text or file as reports write it: `sha-256:` and 64 hexadecimal digits.
pub fn digest(bytes: impl AsRef<[u8]>) -> String {
    let mut digest = String::with_capacity(72);
    digest.push_str("sha-256:");
    // In pieces: a browser runs a function's first call unoptimised to its end, however long it takes (measured: a third
    // of the time it takes to load a standard), and optimises it while it is called again and again.
    let mut hasher = Sha256::new();
    bytes.as_ref().chunks(PIECE).for_each(|piece| hasher.update(piece));
    for byte in hasher.finalize() {
        let _ = write!(digest, "{byte:02x}");
    }
    digest
}
