//! A standard as JavaScript holds it: the core's, and the JavaScript strings that its findings are made of.

use super::outward::{Names, about};
use crate::checks::Finding;
use crate::record::Place;
use crate::standards::{Kind, Standard};
use crate::text::hash::FastMap;
use js_sys::Object;
use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;
use wasm_bindgen::prelude::*;

/// How many texts are kept. The rules of a large standard have a few thousand; more would be pointers into long lists.
const MOST: usize = 4096;
/// How many findings of one rule at one place are kept.
const MOST_HERE: usize = 16;
/// The longest text that is kept, in bytes.
const LONGEST: usize = 1024;

/// The address of a kind, the number of a rule in it, and a place.
type Key = (usize, u16, Place);

/// A finding and the object that was made of it, but for its span: each report gets a copy.
type Made = (Finding, Object);

/// A loaded standard, shared by every session on it.
pub struct Held {
    /// The standard.
    pub standard: Arc<Standard>,
    /// Its id, version and digest, as reports show them.
    pub about: JsValue,
    /// The engine, as reports show it.
    pub engine: JsValue,
    /// The names of outcomes, levels, verdicts and modes.
    pub names: Names,
    /// Messages, remedies and pointers: what findings are made of, never what was entered.
    texts: RefCell<FastMap<String, JsValue>>,
    /// What each rule says of itself, by where its id stands in the standard.
    rules: RefCell<FastMap<usize, Rc<RuleWords>>>,
    /// The findings that were made already, by kind, rule and place.
    found: RefCell<FastMap<Key, Vec<Made>>>,
}

/// What every finding of a rule has in common.
pub struct RuleWords {
    /// Its id.
    pub rule: JsValue,
    /// Its clauses, frozen.
    pub clauses: JsValue,
    /// Why it is asked.
    pub rationale: JsValue,
    /// Where it comes from, frozen.
    pub citations: JsValue,
}

impl Held {
    /// Holds a standard.
    pub fn new(standard: Standard) -> Held {
        let about = about(standard.id(), standard.version(), standard.digest());
        Held {
            standard: Arc::new(standard),
            about,
            engine: JsValue::from_str(concat!("fairnote ", env!("CARGO_PKG_VERSION"))),
            names: Names::new(),
            texts: RefCell::default(),
            rules: RefCell::default(),
            found: RefCell::default(),
        }
    }

    /// Shows a text as a JavaScript string, the same one each time.
    pub fn with<T>(&self, text: &str, see: impl FnOnce(&JsValue) -> T) -> T {
        if let Ok(texts) = self.texts.try_borrow()
            && let Some(known) = texts.get(text)
        {
            return see(known);
        }
        let made = JsValue::from_str(text);
        let seen = see(&made);
        if text.len() <= LONGEST
            && let Ok(mut texts) = self.texts.try_borrow_mut()
        {
            if texts.len() >= MOST {
                texts.clear();
            }
            texts.insert(text.to_owned(), made);
        }
        seen
    }

    /// What a rule says of itself, made at the first call. `rule` is its id as the standard holds it.
    pub fn rule(&self, rule: &str, make: impl FnOnce() -> RuleWords) -> Rc<RuleWords> {
        // The id stands at one address for as long as the standard is held.
        let key = rule.as_ptr().addr();
        if let Ok(rules) = self.rules.try_borrow()
            && let Some(known) = rules.get(&key)
        {
            return Rc::clone(known);
        }
        let made = Rc::new(make());
        if let Ok(mut rules) = self.rules.try_borrow_mut() {
            rules.insert(key, Rc::clone(&made));
        }
        made
    }

    /// The object of a finding without its span, if an equal one was made before: while a person types, most are.
    pub fn known(&self, kind: &Kind, finding: &Finding) -> Option<Object> {
        let found = self.found.try_borrow().ok()?;
        let here = found.get(&key(kind, finding))?;
        here.iter().find(|(known, _)| known == finding).map(|(_, made)| made.clone())
    }

    /// Keeps the object of a finding.
    pub fn keep(&self, kind: &Kind, finding: &Finding, made: Object) {
        let Ok(mut found) = self.found.try_borrow_mut() else { return };
        if found.len() >= MOST {
            found.clear();
        }
        let here = found.entry(key(kind, finding)).or_default();
        // A rule finds few different things at one place; the words of a narrative are the exception.
        if here.len() >= MOST_HERE {
            here.clear();
        }
        here.push((finding.clone(), made));
    }
}

fn key(kind: &Kind, finding: &Finding) -> Key {
    (std::ptr::from_ref(kind).addr(), finding.rule, finding.place)
}
