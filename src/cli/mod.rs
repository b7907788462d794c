//! The command line.
//!
//! ```text
//! fairnote check record.json --standard herts
//! fairnote note note.txt
//! fairnote standards check standards
//! fairnote serve
//! ```
//!
//! It ends with 0 if a record was accepted, with or without warnings; with 1 if something stands in its way; and with 2 if
//! the command could not do its work, and then says on the error stream what is wrong, where, and what to do. What a record
//! or a note holds is never part of such a message.

mod annotate;
mod args;
mod audit;
mod authority;
mod check;
mod coverage;
mod difference;
mod failure;
mod input;
mod note;
mod receipts;
mod reference;
mod serve;
mod show;
mod sources;
mod standards;
mod terminal;

use args::{Arguments, Command};
use clap::Parser as _;
use failure::{Done, Failure};
use std::process::ExitCode;

/// Runs the command that the program was started with.
#[must_use]
pub fn run() -> ExitCode {
    // Clap ends with 2 on a command that it cannot read, and with 0 on --help and --version.
    let arguments = Arguments::parse();
    let done = match arguments.command {
        Command::Check(asked) => check::run(&asked),
        Command::Note(asked) => note::run(&asked),
        Command::Annotate(asked) => annotate::run(&asked),
        Command::Standards(asked) => standards::run(&asked.command),
        Command::Verify(asked) => receipts::verify(&asked),
        Command::Keys { command } => receipts::keys(&command),
        Command::Audit { command } => audit::run(&command),
        Command::Serve(asked) => serve::run(asked),
    };
    match done {
        Ok(Done::Accepted) => ExitCode::SUCCESS,
        Ok(Done::Blocked) => ExitCode::from(1),
        Ok(Done::Incomplete) => ExitCode::from(2),
        // Whoever reads our output has had enough of it, as `head` does.
        Err(Failure::Closed) => ExitCode::SUCCESS,
        Err(failure) => {
            terminal::complain(&failure.to_string());
            ExitCode::from(2)
        }
    }
}
