//! The recording standards of children's social care, as rules that a machine can check.
//!
//! ```
//! use fairnote::{Context, Mode, Moment, Record, check};
//!
//! let standard = fairnote::embedded::standard("herts").expect("it is built in")?;
//! let record = Record::from_json(&standard, r#"{"kind": "child", "fields": {"unborn": true, "ethnicity": "WBRI"}}"#)?;
//! let as_at = Moment::parse("2026-11-24T10:30:00Z")?;
//! let report = check(&standard, &record, &Context::unknown(), as_at, Mode::Draft);
//! assert!(fairnote::report::json(&report).contains("unborn-child-has-no-ethnicity-recorded"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The same crate compiled to WebAssembly checks a form in the browser while it is being written, and gives the same
//! report, byte for byte. Two ideas carry it:
//!
//! - **The policy is data.** A [`standards::Standard`] is resolved from packs of rules, forms, codes and words; no
//!   authority's name stands in this code.
//! - **[`check`] is a pure function that cannot fail.** The moment of the check is an argument; what cannot be decided says
//!   so and never counts as passed; and no finding carries what somebody entered.
//!
//! # Floors
//! Dependencies go down only, and a test keeps it so:
//! [`text`], [`calendar`] and [`identifiers`]; above them [`standards`], `packs`, [`embedded`] and [`record`]; then
//! [`checks`] and [`note`]; then [`report`] and
//! `reference`, and `receipts` above it; and on top the surfaces: `wasm`, `server` and `cli`.
//!
//! # What is not supported
//! Records of other kinds than those that the loaded standard has forms for; and telling whether what is written is true.

pub mod calendar;
pub mod checks;
pub mod embedded;
pub mod identifiers;
pub mod note;
#[cfg(all(feature = "packs", not(target_arch = "wasm32")))]
pub mod packs;
#[cfg(all(feature = "receipts", not(target_arch = "wasm32")))]
pub mod receipts;
pub mod record;
#[cfg(all(feature = "reference", not(target_arch = "wasm32")))]
pub mod reference;
pub mod report;
#[cfg(feature = "spelling")]
pub mod spelling;
pub mod standards;
pub mod text;

#[cfg(all(feature = "cli", not(target_arch = "wasm32")))]
pub mod cli;
#[cfg(all(feature = "server", not(target_arch = "wasm32")))]
pub mod server;
/// The spelling part for browsers and Node: a file of its own, so that the engine's stays small.
#[cfg(all(feature = "spelling-module", target_arch = "wasm32"))]
#[path = "wasm/spelling.rs"]
pub mod spelling_module;
#[cfg(all(feature = "wasm", target_arch = "wasm32"))]
mod wasm;

pub use calendar::Moment;
pub use checks::{Mode, Outcome, Report, Session, Verdict, check};
pub use record::{Context, Record};
pub use standards::{Level, Standard};
