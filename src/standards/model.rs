//! What statements of narratives are told by: one file beside the standards, which name it by its digest.
//!
//! The weights are larger than all else that a standard is made of, and every standard that was taken from one base has the
//! same. So they stand in a file of their own, which is fetched once, may be kept for ever under its digest, and is needed
//! for kinds of record with narratives alone. The digest of a standard pins it, because the standard names it.
//!
//! The file is: the bytes `FNM1`; the length of the classes, `u32`, little-endian; the classes, as text; the weights.

use super::digest::digest;
use serde::{Serialize, Serializer};
use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

/// What a file begins with.
const MARK: &[u8; 4] = b"FNM1";

/// How many digits of the digest a file's name has.
const DIGITS: usize = 12;

/// Classes of words and learnt weights: the two results of one training.
#[derive(Clone, Debug)]
pub struct StatementModel {
    bytes: Cow<'static, [u8]>,
    digest: OnceLock<String>,
}

impl StatementModel {
    /// Puts a file together from classes of words, a line each, and weights.
    #[must_use]
    pub fn of(classes: &str, weights: &[u8]) -> StatementModel {
        let length = u32::try_from(classes.len()).unwrap_or(0);
        StatementModel::new([MARK, &length.to_le_bytes()[..], classes.as_bytes(), weights].concat())
    }

    /// The bytes of a file. Whether they are those that a standard means is told when they are first needed.
    pub fn new(bytes: impl Into<Cow<'static, [u8]>>) -> StatementModel {
        StatementModel { bytes: bytes.into(), digest: OnceLock::new() }
    }

    /// The bytes of its file.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// `sha-256:` and the SHA-256 of its bytes, in hexadecimal.
    pub fn digest(&self) -> &str {
        self.digest.get_or_init(|| digest(&self.bytes))
    }

    /// Its classes and its weights; `None` if the file is damaged.
    pub fn parts(&self) -> Option<(&str, &[u8])> {
        let (length, rest) = self.bytes.strip_prefix(MARK)?.split_first_chunk()?;
        let (classes, weights) = rest.split_at_checked(usize::try_from(u32::from_le_bytes(*length)).ok()?)?;
        Some((std::str::from_utf8(classes).ok()?, weights))
    }
}

/// The name of the file of a model, by its digest: `model-0123456789ab.bin`.
pub fn model_file(digest: &str) -> String {
    let digits = digest.strip_prefix("sha-256:").unwrap_or(digest);
    format!("model-{}.bin", digits.get(..DIGITS).unwrap_or(digits))
}

/// The model that a standard names, and the model itself where it is at hand. It is written as its digest.
#[derive(Clone, Debug)]
pub struct NamedModel {
    /// Its digest.
    pub digest: String,
    /// The model, unless the standard was read without it.
    pub file: Option<Arc<StatementModel>>,
}

impl From<StatementModel> for NamedModel {
    fn from(model: StatementModel) -> NamedModel {
        NamedModel { digest: model.digest().to_owned(), file: Some(Arc::new(model)) }
    }
}

impl Serialize for NamedModel {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.digest.serialize(serializer)
    }
}
