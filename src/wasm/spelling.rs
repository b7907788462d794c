//! Spelling in browsers and Node.

use crate::spelling;
use crate::text::Utf16Index;
use wasm_bindgen::prelude::*;

/// British English spelling.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Speller(spelling::Speller);

#[wasm_bindgen]
impl Speller {
    /// Reads the dictionary, which takes a few hundredths of a second: make one for a page.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Result<Speller, JsError> {
        spelling::Speller::british().map(Speller).map_err(JsError::from)
    }

    /// The misspelt words of a note, as pairs of start and end in UTF-16 code units. None of the words of `names` is misspelt.
    pub fn check(&self, note: &str, names: Vec<String>) -> Vec<u32> {
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let index = Utf16Index::new(note);
        let units = |byte| u32::try_from(index.utf16(byte)).unwrap_or(u32::MAX);
        let found = self.0.check(note, &names).into_iter();
        found.flat_map(|misspelling| [units(misspelling.span.start), units(misspelling.span.end)]).collect()
    }

    /// What may have been meant, the likeliest first, at most five.
    pub fn suggest(&self, word: &str) -> Vec<String> {
        self.0.suggest(word)
    }
}
