//! Receipts: a signed statement of what was checked, against what, when, and what came of it.
//!
//! A receipt is a JWS in compact form (RFC 7515), signed with Ed25519 (`EdDSA`, RFC 8037). It holds digests and counts and
//! nothing that anybody entered, so that it can be kept beside the record, and years later anyone who has both and the
//! public key can show that this very record was checked against this very standard.
//!
//! No clock and no file here: the moment is an argument, and keys are texts.

mod canonical;
mod claims;
mod keys;

pub use canonical::{NotCanonical, canonical};
pub use claims::{Claims, Mismatch, Named, claims};
pub use keys::{KeyError, PublicKeys, Refused, SigningKeys, new_key};

use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;

/// SHA-256 of a text, as `sha-256:` and 64 hexadecimal digits.
pub fn sha256(text: &str) -> String {
    let mut digest = String::with_capacity(72);
    digest.push_str("sha-256:");
    for byte in Sha256::digest(text.as_bytes()) {
        // Writing to a String cannot fail.
        let _ = write!(digest, "{byte:02x}");
    }
    digest
}

/// The digest of JSON: SHA-256 over its canonical text.
///
/// # Errors
/// [`NotCanonical`], if it has no canonical text.
pub fn digest(json: &str) -> Result<String, NotCanonical> {
    canonical(json).map(|text| sha256(&text))
}
