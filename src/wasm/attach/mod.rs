//! `attach`: a form that exists is checked while it is filled in.
//!
//! The HTML works before this: a form that is attached posts as it always did, and one that cannot be attached is left as
//! it is. What is painted has the shape that GOV.UK pages have; `detach` leaves the page as it was. Everything is made of
//! elements and texts, never of HTML in strings or inline styles, so that a strict content security policy holds.
//!
//! A finding is shown once the person has left the answer, never while they are still typing in it, unless the answer
//! already shows an error, which goes as soon as it is put right. The words of a narrative are read as they are typed.

mod answers;
mod dom;
mod editable;
mod events;
mod handle;
mod listen;
mod names;
mod narrative;
mod notes;
mod options;
mod page;
mod pages;
mod paint;
mod press;
mod say;
mod scan;
mod show;
mod spot;
mod state;
mod statements;
mod submit;
mod summary;
mod table;
mod tags;
mod under;
mod view;
mod watch;
mod words;

pub use events::Told;
pub use handle::Attachment;

/// The id that goes with a place: `/fields/addresses/0/postcode` is `addresses-0-postcode`.
fn names_id(pointer: &str) -> String {
    pointer.trim_start_matches("/fields").trim_start_matches('/').replace('/', "-")
}
