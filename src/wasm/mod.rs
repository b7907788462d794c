//! The surface for web pages and Node.
//!
//! It passes values in and out ([`inward`], [`outward`]) and improves forms that exist ([`attach`]). It holds no rule: what
//! it says is what the core says. JavaScript sees the classes `Standard`, `RecordSession`, `NoteSession` and `Attachment`,
//! and the functions `load`, `check`, `note` and `attach`; `types.d.ts` describes what they take and give.
//!
//! Nothing here sends anything anywhere, and no message, event or warning holds what was entered.

mod attach;
mod held;
mod inward;
mod note;
mod outward;
mod session;
mod standard;

use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &'static str = include_str!("types.d.ts");
