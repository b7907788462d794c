//! From JavaScript into the core: texts, records, moments.
//!
//! A long text goes in through `TextEncoder.encodeInto` and one buffer that is kept; a short one as wasm-bindgen passes
//! strings. An object is written as JSON by the engine and read by the core's own reader: docs/boundary.md has the
//! measurements.

use crate::calendar::Moment;
use crate::checks::Mode;
use crate::record::{Context, Record, RecordError};
use crate::standards::Standard;
use js_sys::JsString;
use std::borrow::Cow;
use std::cell::RefCell;
use wasm_bindgen::prelude::*;

/// The size of the buffer at the beginning, in bytes. Most records and notes fit.
const BUFFER: usize = 16 * 1024;
/// A buffer that grew larger than this, in bytes, is given back after use.
const KEPT: usize = 1024 * 1024;
/// Texts of up to this many UTF-16 code units are copied by wasm-bindgen, which is quicker for them.
const SHORT: u32 = 48;
/// The longest text that is read, in UTF-16 code units: a standard or record is far smaller, and a module has at most
/// 4 GB for everything.
const LONGEST: u32 = 64 * 1024 * 1024;

#[wasm_bindgen]
extern "C" {
    type TextEncoder;
    #[wasm_bindgen(constructor)]
    fn new() -> TextEncoder;
    #[wasm_bindgen(method, js_name = encodeInto)]
    fn encode_into(this: &TextEncoder, source: &JsString, target: &mut [u8]) -> Encoded;

    type Encoded;
    #[wasm_bindgen(method, getter, structural)]
    fn read(this: &Encoded) -> u32;
    #[wasm_bindgen(method, getter, structural)]
    fn written(this: &Encoded) -> u32;

    #[wasm_bindgen(js_namespace = JSON, catch)]
    fn stringify(value: &JsValue) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(extends = js_sys::Error, js_name = Error)]
    type ErrorWithCause;
    #[wasm_bindgen(constructor, js_class = "Error")]
    fn because(message: &str, options: &js_sys::Object) -> ErrorWithCause;

    /// The options of a check, read key by key; a key that is absent is `undefined`.
    pub type CheckOptions;
    #[wasm_bindgen(method, getter, structural, catch)]
    fn context(this: &CheckOptions) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, getter, structural, catch)]
    fn as_at(this: &CheckOptions) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, getter, structural, catch)]
    fn mode(this: &CheckOptions) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, getter, structural, catch)]
    pub fn standard(this: &CheckOptions) -> Result<JsValue, JsValue>;
}

thread_local! {
    static ENCODER: TextEncoder = TextEncoder::new();
    static KEPT_BUFFER: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// An `Error` with a message.
pub fn error(message: &str) -> JsValue {
    js_sys::Error::new(message).into()
}

/// An `Error` with a message that holds nothing of what was entered, and what was thrown as its cause.
fn error_because(message: &str, cause: &JsValue) -> JsValue {
    let options = js_sys::Object::new();
    let _ = js_sys::Reflect::set(&options, &"cause".into(), cause);
    ErrorWithCause::because(message, &options).into()
}

/// Shows a JavaScript string as UTF-8. A lone surrogate becomes U+FFFD, so that offsets in UTF-16 stay right.
///
/// # Errors
/// An `Error`, if the string is longer than any record, note or standard may be.
pub fn with_text<T>(text: &JsString, see: impl FnOnce(&str) -> T) -> Result<T, JsValue> {
    let length = text.length();
    if length > LONGEST {
        return Err(error("the text is longer than 64 million characters"));
    }
    if length <= SHORT {
        return Ok(see(&String::from(text)));
    }
    // Taken and put back, not borrowed: what `see` calls may come here again.
    let mut buffer = KEPT_BUFFER.take();
    let enough = usize::try_from(length).unwrap_or(usize::MAX);
    if buffer.len() < enough {
        buffer.resize(enough.saturating_add(enough / 8).max(BUFFER), 0);
    }
    let mut encoded = ENCODER.with(|encoder| encoder.encode_into(text, &mut buffer));
    if encoded.read() < length {
        buffer.resize(enough.saturating_mul(3), 0);
        encoded = ENCODER.with(|encoder| encoder.encode_into(text, &mut buffer));
    }
    let written = buffer.get(..usize::try_from(encoded.written()).unwrap_or(0)).unwrap_or_default();
    let seen = match std::str::from_utf8(written) {
        Ok(text) => Ok(see(text)),
        Err(_) => Err(error("the text could not be encoded")),
    };
    if buffer.len() <= KEPT {
        KEPT_BUFFER.set(buffer);
    }
    seen
}

/// A string argument, as it comes from JavaScript.
///
/// # Errors
/// An `Error`, if it is anything else.
pub fn string<'v>(value: &'v JsValue, what: &str) -> Result<&'v JsString, JsValue> {
    value.dyn_ref::<JsString>().ok_or_else(|| error(&format!("{what} must be a string")))
}

/// The JSON of a value, as `JSON.stringify` writes it.
///
/// # Errors
/// An `Error`, if it cannot be written: it is circular, holds a BigInt, or a getter or proxy throws.
pub fn with_json<T>(value: &JsValue, what: &str, see: impl FnOnce(&str) -> T) -> Result<T, JsValue> {
    let text = stringify(value).map_err(|cause| {
        error_because(
            &format!("{what} cannot be written as JSON: it must hold plain values only, without circles, BigInt or thousands of levels"),
            &cause,
        )
    })?;
    let Some(text) = text.dyn_ref::<JsString>() else {
        return Err(error(&format!("{what} must be an object")));
    };
    with_text(text, see)
}

/// Reads a record given as an object.
///
/// # Errors
/// An `Error`, if it is no record.
pub fn with_record<T>(
    standard: &Standard,
    record: &JsValue,
    see: impl FnOnce(Record<'_>) -> Result<T, JsValue>,
) -> Result<T, JsValue> {
    with_json(record, "the record", |json| {
        let no_record = |wrong| error(&format!("this is no record: {wrong}"));
        match Record::from_json(standard, json) {
            Ok(record) => see(record),
            // Only then is it worth looking for what JSON.stringify writes and readers refuse.
            Err(RecordError::Json { .. }) => see(Record::from_json(standard, &well_formed(json)).map_err(no_record)?),
            Err(wrong) => Err(no_record(wrong)),
        }
    })?
}

/// The same JSON with U+FFFD for each lone surrogate. `JSON.stringify` writes one as an escape, which JSON readers refuse;
/// a person may have pasted half an emoji, and the rest of the record is still to be checked.
fn well_formed(json: &str) -> Cow<'_, str> {
    if !json.contains("\\ud") {
        return Cow::Borrowed(json);
    }
    let mut out = String::with_capacity(json.len());
    let mut rest = json;
    while let Some(at) = rest.find('\\') {
        let (before, escape) = rest.split_at_checked(at).unwrap_or((rest, ""));
        out.push_str(before);
        // JSON.stringify writes a surrogate as an escape only if it is alone; six characters.
        let lone = escape
            .strip_prefix("\\ud")
            .is_some_and(|hex| matches!(hex.as_bytes().first(), Some(b'8'..=b'9' | b'a'..=b'f')));
        let length = if lone { 6 } else { 2 };
        let (this, next) = escape.split_at_checked(length).unwrap_or((escape, ""));
        out.push_str(if lone { "\\ufffd" } else { this });
        rest = next;
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// What the options of a check say, once read.
pub struct Asked {
    /// The moment of the check.
    pub as_at: Moment,
    /// How far it goes.
    pub mode: Mode,
    /// The case context; undefined if none was given.
    pub context: JsValue,
}

/// Reads the options of a check: now, to be finalised, and of an unknown context, unless they say otherwise.
///
/// # Errors
/// An `Error` that names the option.
pub fn asked(options: Option<&CheckOptions>) -> Result<Asked, JsValue> {
    let Some(options) = options else {
        return Ok(Asked { as_at: now()?, mode: Mode::Final, context: JsValue::UNDEFINED });
    };
    Ok(Asked { as_at: as_at(&options.as_at()?)?, mode: mode(&options.mode()?)?, context: options.context()? })
}

/// A mode; to be finalised, if it is not given.
///
/// # Errors
/// An `Error`, if it is neither "draft" nor "final".
pub fn mode(value: &JsValue) -> Result<Mode, JsValue> {
    if value.is_undefined() {
        return Ok(Mode::Final);
    }
    match value.as_string().as_deref() {
        Some("draft") => Ok(Mode::Draft),
        Some("final") => Ok(Mode::Final),
        _ => Err(error("mode must be \"draft\" or \"final\"")),
    }
}

/// A moment: a `Date`, a text as RFC 3339 has it or a time in London without an offset; now, if it is not given.
///
/// # Errors
/// An `Error`, if it is no such thing.
pub fn as_at(value: &JsValue) -> Result<Moment, JsValue> {
    if value.is_undefined() {
        return now();
    }
    if let Some(date) = value.dyn_ref::<js_sys::Date>() {
        return moment(date.get_time());
    }
    match value.as_string() {
        Some(text) => Moment::parse(&text).map_err(|wrong| error(&format!("as_at {wrong}"))),
        None => Err(error("as_at must be a Date or a string such as \"2026-11-24T10:30:00Z\"")),
    }
}

/// The clock's moment.
///
/// # Errors
/// An `Error`, if the clock is set before the year 1 or after 9999.
pub fn now() -> Result<Moment, JsValue> {
    moment(js_sys::Date::now())
}

/// Milliseconds since 1970 as a moment, in whole seconds.
fn moment(milliseconds: f64) -> Result<Moment, JsValue> {
    let seconds = (milliseconds / 1000.0).floor();
    // Beyond this every f64 is a whole number of i64, and `NaN` is refused.
    let within = seconds.abs() < 1e15;
    // The cast is exact: the value is whole and within bounds.
    #[expect(clippy::cast_possible_truncation, reason = "whole and within bounds")]
    let seconds = if within { Some(seconds as i64) } else { None };
    seconds.and_then(Moment::from_seconds).ok_or_else(|| error("as_at is not a date that exists"))
}

/// Reads a case context given as an object.
///
/// # Errors
/// An `Error` that names the places that are wrong, never what stands there.
pub fn with_context<T>(
    standard: &Standard,
    kind: &str,
    context: &JsValue,
    see: impl FnOnce(&Context<'_>) -> T,
) -> Result<T, JsValue> {
    if context.is_undefined() || context.is_null() {
        return Ok(see(&Context::unknown()));
    }
    let kind = standard.kind(kind).ok_or_else(|| error("the standard has no record of this kind"))?;
    with_json(context, "the case context", |json| {
        let json = well_formed(json);
        let context = Context::from_json(standard, kind, &json).map_err(|wrong| error(&wrong.to_string()))?;
        Ok(see(&context))
    })?
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    #[wasm_bindgen_test]
    fn half_a_character_becomes_a_sign_that_says_so() {
        assert_eq!(well_formed(r#"{"a":"x\ud83dy"}"#), r#"{"a":"x\ufffdy"}"#);
        assert_eq!(well_formed(r#"{"a":"\\ud83d"}"#), r#"{"a":"\\ud83d"}"#);
        assert_eq!(well_formed(r#"{"a":"\n"}"#), r#"{"a":"\n"}"#);
    }

    #[wasm_bindgen_test]
    fn a_text_of_any_length_arrives_as_it_was() {
        for text in ["", "short", &"é😀".repeat(50), &"a long note ".repeat(10_000)] {
            let same = with_text(&JsString::from(text), |read| read == text);
            assert_eq!(same, Ok(true));
        }
    }
}
