//! How a command ends.

use crate::record::RecordError;
use crate::standards::PackError;
use std::fmt;
use std::io;

/// What a command that ran came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Done {
    /// Nothing stands in the way.
    Accepted,
    /// Something does.
    Blocked,
    /// Part of the work could not be done; it was told where.
    Incomplete,
}

/// Why a command could not do its work.
#[derive(Debug)]
pub(super) enum Failure {
    /// What is wrong, and what to do.
    Told(String),
    /// The output was closed before its end.
    Closed,
}

impl Failure {
    pub fn new(what: impl Into<String>) -> Failure {
        Failure::Told(what.into())
    }

    /// A file that could not be read or written.
    pub fn file(name: &str, error: &io::Error) -> Failure {
        Failure::new(format!("{name}: {error}. Check the name, and that you may use it"))
    }

    /// A file that is no record, or no case context.
    pub fn record(name: &str, error: &RecordError) -> Failure {
        Failure::new(format!("{name}: {error}"))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::Told(what) => f.write_str(what),
            Failure::Closed => f.write_str("the output was closed"),
        }
    }
}

impl From<PackError> for Failure {
    fn from(error: PackError) -> Failure {
        Failure::new(error.to_string())
    }
}

/// Writing to the output failed.
impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Failure {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Failure::Closed,
            _ => Failure::new(format!("the output could not be written: {error}")),
        }
    }
}
