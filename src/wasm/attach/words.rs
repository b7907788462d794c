//! The words of the interface: English, unless the page gives a catalogue of messages in another language.
//!
//! What a standard says (its labels, messages and remedies) is data, and comes with the standard. The English words are those
//! of www/package/messages/en.json, which the build puts in here.

use crate::note::tags::{Mix, Share};
use crate::note::{Choice, Listed};
use crate::record::{Source, StatementKind};
use crate::wasm::inward::error;
use js_sys::{JsString, Reflect};
use wasm_bindgen::prelude::*;

include!(concat!(env!("OUT_DIR"), "/words.rs"));

#[wasm_bindgen]
extern "C" {
    #[derive(Clone, Debug)]
    type PluralRules;
    #[wasm_bindgen(constructor, js_namespace = Intl, catch)]
    fn new(lang: &str) -> Result<PluralRules, JsValue>;
    #[wasm_bindgen(method)]
    fn select(this: &PluralRules, count: f64) -> String;
}

/// The words of one form.
#[derive(Clone, Debug, Default)]
pub struct Words {
    /// The part of the page's catalogue that is about checking, and the plurals of its language.
    given: Option<(JsValue, PluralRules)>,
}

impl Words {
    /// The words of a catalogue. Of those that it does not have, the English ones stay.
    pub fn of(catalogue: &JsValue) -> Result<Words, JsValue> {
        if catalogue.is_undefined() || catalogue.is_null() {
            return Ok(Words::default());
        }
        let wrong = || error("options.messages must be a catalogue: { lang: \"cy\", checking: { … } }");
        let lang = text_at(catalogue, "lang").ok_or_else(wrong)?;
        let plurals = PluralRules::new(&lang).map_err(|_| error("options.messages.lang is no language tag"))?;
        let checking = Reflect::get(catalogue, &"checking".into())?;
        if checking.is_object() { Ok(Words { given: Some((checking, plurals)) }) } else { Err(wrong()) }
    }

    /// The words for a key.
    pub fn get(&self, key: &str) -> String {
        let given = self.given.as_ref().and_then(|(given, _)| text_at(given, key));
        given.unwrap_or_else(|| english(key).to_owned())
    }

    /// The words for a key, with what stands in `{…}`.
    pub fn fill(&self, key: &str, parts: &[(&str, &str)]) -> String {
        filled(self.get(key), parts)
    }

    /// The words for so many, in the plural that the language has for that number.
    pub fn count(&self, key: &str, count: u32) -> String {
        let given = self.given.as_ref().and_then(|(given, plurals)| {
            let forms = Reflect::get(given, &key.into()).ok().filter(JsValue::is_object)?;
            text_at(&forms, &plurals.select(f64::from(count))).or_else(|| text_at(&forms, "other"))
        });
        let words = given.unwrap_or_else(|| {
            let form = if count == 1 { "one" } else { "other" };
            english(&format!("{key}.{form}")).to_owned()
        });
        filled(words, &[("count", &count.to_string())])
    }

    /// How many of each a page shows, in a short sentence.
    pub fn found(&self, errors: usize, warnings: usize, advice: usize) -> String {
        let all = [("problems", errors), ("warnings", warnings), ("suggestions", advice)];
        let all = all.into_iter().filter(|(_, count)| *count > 0);
        let parts: Vec<String> =
            all.map(|(key, count)| self.count(key, u32::try_from(count).unwrap_or(u32::MAX))).collect();
        if parts.is_empty() { self.get("nothing_found") } else { parts.join(", ") }
    }

    /// A part of a mix: `2 decisions`.
    pub fn share(&self, share: &Share) -> String {
        self.count(&format!("mix_{}", share.name), share.count())
    }

    /// A mix: `7 statements: 4 facts, 1 opinion, 2 decisions; 3 told by others`.
    pub fn mix(&self, mix: &Mix) -> String {
        let shares: Vec<String> = mix.shares().map(|share| self.share(&share)).collect();
        let mut said = format!("{}: {}", self.count("mix_statements", mix.statements()), shares.join(", "));
        if mix.told() > 0 {
            said.push_str("; ");
            said.push_str(&self.count("mix_told", mix.told()));
        }
        said
    }

    /// Who says what a statement is.
    pub fn by(&self, one: &Listed) -> String {
        self.get(if one.is_set() { "set_by_you" } else { "suggested" })
    }

    /// What a statement is taken for, and why. The reason is the engine's, in the language of the text that it reads.
    pub fn taken(&self, one: &Listed) -> String {
        let taken = self.said(one.kind(), one.source());
        if !one.is_set() {
            return format!("{taken}. {}", one.why);
        }
        let suggested = self.said(one.suggested.0, one.suggested.1);
        self.fill("taken_set", &[("taken", &taken), ("suggested", &suggested)])
    }

    fn said(&self, kind: StatementKind, source: Source) -> String {
        let said = match kind {
            StatementKind::Other => self.get(kind.name()),
            kind => self.fill("taken", &[("kind", &self.get(kind.name())), ("source", &self.get(source.name()))]),
        };
        // In the middle of a sentence.
        JsString::from(said).to_lower_case().into()
    }

    /// The name of a choice; a blank one is the suggestion, which has this name.
    pub fn choice(&self, choice: &Choice, suggested: &str) -> String {
        if choice.value.is_empty() {
            self.fill("choice_suggested", &[("label", &self.get(suggested))])
        } else {
            self.get(choice.value)
        }
    }
}

fn text_at(object: &JsValue, key: &str) -> Option<String> {
    Reflect::get(object, &key.into()).ok()?.as_string()
}

/// The English words for a key: that every key has some is tested.
fn english(key: &str) -> &'static str {
    ENGLISH.iter().find(|(known, _)| *known == key).map_or("", |(_, words)| words)
}

fn filled(mut words: String, parts: &[(&str, &str)]) -> String {
    for (name, value) in parts {
        words = words.replace(&format!("{{{name}}}"), value);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    fn catalogue(json: &str) -> JsValue {
        js_sys::JSON::parse(json).unwrap()
    }

    #[wasm_bindgen_test]
    fn what_is_found_is_said_in_a_short_sentence() {
        let words = Words::default();
        assert_eq!(words.found(2, 1, 0), "2 problems, 1 warning");
        assert_eq!(words.found(0, 0, 3), "3 suggestions");
        assert_eq!(words.found(0, 0, 0), "No problems found");
    }

    #[wasm_bindgen_test]
    fn a_catalogue_has_the_plurals_of_its_language_and_english_stands_in() {
        let forms =
            r#"{ "zero": "0", "one": "1", "two": "2", "few": "f{count}", "many": "m{count}", "other": "o{count}" }"#;
        let words = Words::of(&catalogue(&format!(r#"{{ "lang": "cy", "checking": {{ "problems": {forms} }} }}"#)));
        let words = words.unwrap();
        let said: Vec<String> = [0, 1, 2, 3, 4, 6].map(|count| words.count("problems", count)).to_vec();
        assert_eq!(said, ["0", "1", "2", "f3", "o4", "m6"]);
        assert_eq!(words.get("why"), "Why this is asked");
        assert_eq!(words.count("places", 2), "2 places in the text");
    }

    #[wasm_bindgen_test]
    fn a_mix_is_said_as_the_servers_pages_say_it() {
        let mix = Mix::of([(StatementKind::Fact, Source::ThirdParty), (StatementKind::Decision, Source::FirstHand)]);
        assert_eq!(Words::default().mix(&mix), mix.sentence());
    }

    #[wasm_bindgen_test]
    fn what_is_no_catalogue_is_refused() {
        for json in ["{}", r#"{ "lang": "not a tag", "checking": {} }"#, r#"{ "lang": "cy" }"#, "1"] {
            assert!(Words::of(&catalogue(json)).is_err(), "{json}");
        }
    }
}
