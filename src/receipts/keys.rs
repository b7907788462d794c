//! The keys that sign receipts, and those that prove them: JSON Web Key sets (RFC 7517) of Ed25519 keys (RFC 8037).

use super::Claims;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use serde::{Deserialize, Serialize};
use serde_json::json;
use sha2::{Digest as _, Sha256};
use std::fmt;

/// What the head of a receipt calls it, so that no other JWS signed with the same key passes for one.
const TYPE: &str = "fairnote-receipt+jwt";
/// The longest receipt that is read, in bytes: ten times what one takes.
const LONGEST: usize = 16 * 1024;

/// Why keys cannot be used. It never holds a part of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyError {
    /// The text is no JSON Web Key set.
    NoSet,
    /// A key is no Ed25519 key, or its parts do not belong together. Keys are counted from 1.
    Key(usize),
    /// Two keys have one id.
    SameId,
    /// No key has its private part, `d`.
    NonePrivate,
}

impl fmt::Display for KeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            KeyError::NoSet => f.write_str("this is no JSON Web Key set: an object with \"keys\", a list"),
            KeyError::Key(number) => write!(
                f,
                "key {number} is no Ed25519 key (\"kty\" OKP, \"crv\" Ed25519, \"x\" and, to sign, \"d\"), or its parts do not belong together"
            ),
            KeyError::SameId => f.write_str("two keys have one \"kid\". Give each its own"),
            KeyError::NonePrivate => {
                f.write_str("no key has its private part \"d\". Make a set with `fairnote keys new`")
            }
        }
    }
}

impl std::error::Error for KeyError {}

/// Why a receipt is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// It is no JWS in compact form, or no receipt.
    NoReceipt,
    /// None of the keys has its key id.
    UnknownKey,
    /// The signature is not of this text by this key.
    Signature,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Refused::NoReceipt => "this is no receipt: a JWS in compact form, signed with EdDSA",
            Refused::UnknownKey => "none of the keys has the key id that the receipt names",
            Refused::Signature => "the receipt was changed, or was not signed by the key that it names",
        })
    }
}

impl std::error::Error for Refused {}

#[derive(Deserialize)]
struct Set {
    keys: Vec<Jwk>,
}

#[derive(Deserialize)]
struct Jwk {
    kty: String,
    #[serde(default)]
    crv: String,
    #[serde(default)]
    kid: Option<String>,
    #[serde(default)]
    x: String,
    #[serde(default)]
    d: Option<String>,
}

impl Jwk {
    fn public(&self) -> Option<(String, VerifyingKey)> {
        if self.kty != "OKP" || self.crv != "Ed25519" {
            return None;
        }
        let key = VerifyingKey::from_bytes(&bytes32(&self.x)?).ok().filter(|key| !key.is_weak())?;
        Some((self.kid.clone().unwrap_or_else(|| thumbprint(&key)), key))
    }

    /// `None` without a private part; `Some(None)` with one that is not of this key.
    fn private(&self, public: &VerifyingKey) -> Option<Option<SigningKey>> {
        let key = self.d.as_deref().map(|d| bytes32(d).map(|seed| SigningKey::from_bytes(&seed)))?;
        Some(key.filter(|key| key.verifying_key() == *public))
    }
}

/// The keys that a service signs with and answers for.
pub struct SigningKeys {
    signs: SigningKey,
    id: String,
    public: Vec<(String, VerifyingKey)>,
}

/// Names the key that signs, and never the key.
impl fmt::Debug for SigningKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SigningKeys").field("id", &self.id).finish_non_exhaustive()
    }
}

impl SigningKeys {
    /// Reads a JSON Web Key set. The first key with a private part signs; every key is published, so that a key that signed
    /// once goes on proving what it signed: to rotate, put the new key first and take the old one's `d` away.
    ///
    /// # Errors
    /// [`KeyError`].
    pub fn from_json(json: &str) -> Result<SigningKeys, KeyError> {
        let set: Set = serde_json::from_str(json).map_err(|_| KeyError::NoSet)?;
        let mut signs = None;
        let mut public: Vec<(String, VerifyingKey)> = Vec::new();
        for (jwk, number) in set.keys.iter().zip(1..) {
            let (id, key) = jwk.public().ok_or(KeyError::Key(number))?;
            if let Some(private) = jwk.private(&key) {
                let private = private.ok_or(KeyError::Key(number))?;
                signs.get_or_insert((private, id.clone()));
            }
            if public.iter().any(|(other, _)| *other == id) {
                return Err(KeyError::SameId);
            }
            public.push((id, key));
        }
        let (signs, id) = signs.ok_or(KeyError::NonePrivate)?;
        Ok(SigningKeys { signs, id, public })
    }

    /// The receipt of a check.
    pub fn sign(&self, claims: &Claims) -> String {
        let head = json!({ "alg": "EdDSA", "kid": self.id, "typ": TYPE }).to_string();
        // Plain texts and numbers: there is nothing in it that could not be written.
        let body = serde_json::to_string(claims).unwrap_or_default();
        let signed = format!("{}.{}", URL_SAFE_NO_PAD.encode(head), URL_SAFE_NO_PAD.encode(body));
        let signature = self.signs.sign(signed.as_bytes());
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature.to_bytes()))
    }

    /// The public keys, as a JSON Web Key set.
    pub fn public(&self) -> String {
        let keys: Vec<_> = self.public.iter().map(|(id, key)| jwk(id, key)).collect();
        json!({ "keys": keys }).to_string()
    }
}

/// The keys that prove receipts.
#[derive(Clone, Debug)]
pub struct PublicKeys(Vec<(String, VerifyingKey)>);

#[derive(Serialize, Deserialize)]
struct Head {
    alg: String,
    kid: String,
    typ: String,
}

impl PublicKeys {
    /// Reads a JSON Web Key set. Keys of other kinds are left out: a set may serve several purposes.
    ///
    /// # Errors
    /// [`KeyError::NoSet`].
    pub fn from_json(json: &str) -> Result<PublicKeys, KeyError> {
        let set: Set = serde_json::from_str(json).map_err(|_| KeyError::NoSet)?;
        Ok(PublicKeys(set.keys.iter().filter_map(Jwk::public).collect()))
    }

    /// What a receipt says, if it was signed by one of these keys and not changed since.
    ///
    /// # Errors
    /// [`Refused`].
    pub fn verify(&self, receipt: &str) -> Result<Claims, Refused> {
        let (signed, signature) = receipt.rsplit_once('.').ok_or(Refused::NoReceipt)?;
        let (head, body) = signed.split_once('.').ok_or(Refused::NoReceipt)?;
        if receipt.len() > LONGEST || body.contains('.') {
            return Err(Refused::NoReceipt);
        }
        let decode = |part: &str| URL_SAFE_NO_PAD.decode(part).map_err(|_| Refused::NoReceipt);
        let head: Head = serde_json::from_slice(&decode(head)?).map_err(|_| Refused::NoReceipt)?;
        if head.alg != "EdDSA" || head.typ != TYPE {
            return Err(Refused::NoReceipt);
        }
        let signature = Signature::from_slice(&decode(signature)?).map_err(|_| Refused::Signature)?;
        let (_, key) = self.0.iter().find(|(id, _)| *id == head.kid).ok_or(Refused::UnknownKey)?;
        key.verify_strict(signed.as_bytes(), &signature).map_err(|_| Refused::Signature)?;
        serde_json::from_slice(&decode(body)?).map_err(|_| Refused::NoReceipt)
    }
}

/// A new key, as a JSON Web Key set with its private part, made of 32 bytes that nobody can guess. Without an id it has its
/// thumbprint (RFC 7638).
pub fn new_key(seed: [u8; 32], id: Option<&str>) -> String {
    let private = SigningKey::from_bytes(&seed);
    let public = private.verifying_key();
    let mut key = jwk(id.unwrap_or(&thumbprint(&public)), &public);
    if let serde_json::Value::Object(members) = &mut key {
        members.insert("d".to_owned(), URL_SAFE_NO_PAD.encode(seed).into());
    }
    json!({ "keys": [key] }).to_string()
}

fn jwk(id: &str, key: &VerifyingKey) -> serde_json::Value {
    let x = URL_SAFE_NO_PAD.encode(key.as_bytes());
    json!({ "kty": "OKP", "crv": "Ed25519", "use": "sig", "alg": "EdDSA", "kid": id, "x": x })
}

fn thumbprint(key: &VerifyingKey) -> String {
    let text = format!(r#"{{"crv":"Ed25519","kty":"OKP","x":"{}"}}"#, URL_SAFE_NO_PAD.encode(key.as_bytes()));
    URL_SAFE_NO_PAD.encode(Sha256::digest(text))
}

fn bytes32(text: &str) -> Option<[u8; 32]> {
    URL_SAFE_NO_PAD.decode(text).ok()?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thumbprint_is_that_of_rfc_8037() {
        // RFC 8037, appendix A.1 to A.3.
        let set = r#"{"keys":[{"kty":"OKP","crv":"Ed25519","d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}]}"#;
        let keys = SigningKeys::from_json(set).unwrap();
        assert!(keys.public().contains("\"kid\":\"kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k\""));
        assert!(!keys.public().contains("\"d\"") && !format!("{keys:?}").contains("nWGxne"));
    }

    #[test]
    fn keys_that_cannot_be_used_are_refused() {
        let refused = |json: &str| SigningKeys::from_json(json).unwrap_err();
        assert_eq!(refused("[]"), KeyError::NoSet);
        assert_eq!(refused(r#"{"keys":[{"kty":"RSA"}]}"#), KeyError::Key(1));
        let one = new_key([7; 32], Some("a"));
        let other: serde_json::Value = serde_json::from_str(&new_key([8; 32], Some("a"))).unwrap();
        let mut both: serde_json::Value = serde_json::from_str(&one).unwrap();
        both["keys"].as_array_mut().unwrap().push(other["keys"][0].clone());
        assert_eq!(refused(&both.to_string()), KeyError::SameId);
        both["keys"][1]["kid"] = "b".into();
        both["keys"][1]["d"] = both["keys"][0]["d"].clone();
        assert_eq!(refused(&both.to_string()), KeyError::Key(2));
        assert_eq!(refused(&SigningKeys::from_json(&one).unwrap().public()), KeyError::NonePrivate);
    }
}
