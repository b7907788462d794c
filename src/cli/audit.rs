//! `fairnote audit`.

use super::args::AuditCommand;
use super::failure::{Done, Failure};
use super::terminal;
use crate::server::store::Sqlite;
use std::fmt::Write as _;

/// Ends with 0 if everything is as it was written, with 1 if anything is not.
pub(super) fn run(asked: &AuditCommand) -> Result<Done, Failure> {
    let AuditCommand::Verify { store, head } = asked;
    let (end, wrong) = Sqlite::verify(store, head.as_ref()).map_err(Failure::new)?;
    let mut told = String::new();
    for one in &wrong {
        // Writing to a String cannot fail.
        let _ = writeln!(told, "{one}");
    }
    if wrong.is_empty() {
        let _ = writeln!(told, "Nothing was altered, deleted, added or put in another order.\nHead: {end}");
    }
    terminal::print(&told)?;
    Ok(if wrong.is_empty() { Done::Accepted } else { Done::Blocked })
}
