//! The demonstration portal: pages that work before any script does.
//!
//! A form is drawn from the standard's own form, posted, turned into a record, checked by the server's clock and drawn
//! again with what was found. Every answer is drawn as it was typed, an impossible date included. Nothing is kept: between
//! two requests the answers are in the page and nowhere else.

mod actions;
mod answers;
mod cases;
mod done;
mod names;
mod notes;
mod pages;
mod presses;
mod record;
mod reference;
mod request;
mod start;
mod tags;
mod view;

pub(super) use cases::Cases;
pub(super) use pages::{Pages, errors_as_pages};
pub(super) use reference::{reference, reference_page};
pub(super) use request::{new, post};
pub(super) use start::start;
