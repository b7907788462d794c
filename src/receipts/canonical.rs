//! Canonical JSON of what was sent: RFC 8785, for the JSON that it can be taken over without loss.
//!
//! A receipt says which record was checked, so two records that differ must never have one canonical text. JSON that
//! different readers take differently is therefore refused: names that stand twice in an object, and numbers that are no
//! whole numbers between -(2^53 - 1) and 2^53 - 1 (RFC 7493, I-JSON). No form of a standard asks for either.

use serde::de::{self, Deserialize, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use std::collections::BTreeMap;
use std::fmt;

/// The largest whole number that every reader of JSON takes for itself.
const LARGEST: u64 = 9_007_199_254_740_991;

/// Why a text has no canonical form. It says where, never what stands there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotCanonical {
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1, in bytes.
    pub column: usize,
}

impl fmt::Display for NotCanonical {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let NotCanonical { line, column } = self;
        write!(
            f,
            "line {line}, column {column}: this is not JSON that every reader takes alike. Give every name of an object once, \
             and write numbers whole, without a fraction or an exponent, and below 2^53"
        )
    }
}

impl std::error::Error for NotCanonical {}

/// The canonical text (RFC 8785).
///
/// # Errors
/// [`NotCanonical`], if the text is not JSON, or is read differently by different readers.
pub fn canonical(json: &str) -> Result<String, NotCanonical> {
    let mut reader = serde_json::Deserializer::from_str(json);
    let read = Node::deserialize(&mut reader).and_then(|node| reader.end().map(|()| node));
    let node = read.map_err(|error| NotCanonical { line: error.line(), column: error.column() })?;
    let mut text = String::with_capacity(json.len());
    node.write(&mut text);
    Ok(text)
}

/// A name with the order that RFC 8785 asks for: by UTF-16 code units.
#[derive(PartialEq, Eq)]
struct Name(String);

impl Ord for Name {
    fn cmp(&self, other: &Name) -> std::cmp::Ordering {
        self.0.encode_utf16().cmp(other.0.encode_utf16())
    }
}

impl PartialOrd for Name {
    fn partial_cmp(&self, other: &Name) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

enum Node {
    /// `null`, `true`, `false` and numbers, as they are written.
    Plain(String),
    Text(String),
    List(Vec<Node>),
    Map(BTreeMap<Name, Node>),
}

impl Node {
    fn write(&self, out: &mut String) {
        match self {
            Node::Plain(text) => out.push_str(text),
            Node::Text(text) => write_text(text, out),
            Node::List(items) => {
                out.push('[');
                for (at, item) in items.iter().enumerate() {
                    if at > 0 {
                        out.push(',');
                    }
                    item.write(out);
                }
                out.push(']');
            }
            Node::Map(members) => {
                out.push('{');
                for (at, (name, value)) in members.iter().enumerate() {
                    if at > 0 {
                        out.push(',');
                    }
                    write_text(&name.0, out);
                    out.push(':');
                    value.write(out);
                }
                out.push('}');
            }
        }
    }
}

/// `serde_json` escapes what RFC 8785 escapes, in the same way, and nothing else.
fn write_text(text: &str, out: &mut String) {
    out.push_str(&serde_json::to_string(text).unwrap_or_default());
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Node, D::Error> {
        deserializer.deserialize_any(Reading)
    }
}

struct Reading;

impl<'de> DeserializeSeed<'de> for Reading {
    type Value = Node;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Reading {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON that every reader takes alike")
    }

    fn visit_unit<E: de::Error>(self) -> Result<Node, E> {
        Ok(Node::Plain("null".to_owned()))
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<Node, E> {
        Ok(Node::Plain(value.to_string()))
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Node, E> {
        if value <= LARGEST { Ok(Node::Plain(value.to_string())) } else { Err(E::custom("a number")) }
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Node, E> {
        if value.unsigned_abs() <= LARGEST { Ok(Node::Plain(value.to_string())) } else { Err(E::custom("a number")) }
    }

    fn visit_f64<E: de::Error>(self, _: f64) -> Result<Node, E> {
        Err(E::custom("a number"))
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<Node, E> {
        Ok(Node::Text(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Node, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(Reading)? {
            list.push(item);
        }
        Ok(Node::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Node, A::Error> {
        let mut map = BTreeMap::new();
        while let Some(name) = members.next_key::<String>()? {
            let value = members.next_value_seed(Reading)?;
            if map.insert(Name(name), value).is_some() {
                return Err(de::Error::custom("a name"));
            }
        }
        Ok(Node::Map(map))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_sorted_and_spaces_go() {
        assert_eq!(
            canonical(" { \"b\" : [ 1 , true , null ] , \"a\" : \"x\\u0041\\n\" } ").unwrap(),
            r#"{"a":"xA\n","b":[1,true,null]}"#
        );
        // RFC 8785, 3.2.3: the order of UTF-16 code units, in which an emoji comes before U+FB33.
        let sorted = canonical("{\"\\ufb33\":1,\"\\ud83d\\ude00\":2,\"\\u00f6\":3,\"1\":4,\"\\r\":5}").unwrap();
        assert_eq!(sorted, "{\"\\r\":5,\"1\":4,\"\u{f6}\":3,\"\u{1f600}\":2,\"\u{fb33}\":1}");
        assert_eq!(canonical("\"\\u001F\\/\\b\"").unwrap(), "\"\\u001f/\\b\"");
    }

    #[test]
    fn what_readers_take_differently_is_refused() {
        for text in [
            "{\"a\":1,\"a\":1}",
            "{\"a\":1,\"\\u0061\":2}",
            "1.0",
            "1e2",
            "-0",
            "9007199254740992",
            "-9007199254740992",
            "1e999",
            "{\"a\":",
            "[1] 2",
            "",
            "nul",
            "\"\\ud800\"",
        ] {
            assert!(canonical(text).is_err(), "{text}");
        }
        assert!(canonical(&"[".repeat(100_000)).is_err());
        assert_eq!(
            canonical("[9007199254740991,-9007199254740991,0]").unwrap(),
            "[9007199254740991,-9007199254740991,0]"
        );
    }
}
