//! `fairnote standards diff`: what two standards ask differently.

use super::failure::{Done, Failure};
use super::terminal;
use crate::reference::difference;
use crate::standards::Standard;

/// Tells it in words, for all record kinds or for some.
pub(super) fn run(before: &Standard, after: &Standard, kinds: &[String]) -> Result<Done, Failure> {
    if let Some(kind) =
        kinds.iter().find(|kind| [before, after].iter().all(|standard| standard.kind_position(kind).is_none()))
    {
        let known: Vec<_> = after.kind_names().collect();
        return Err(Failure::new(format!("there is no record kind `{kind}`. There are: {}", known.join(", "))));
    }
    terminal::print(&difference(before.definition(), after.definition(), kinds))?;
    Ok(Done::Accepted)
}
