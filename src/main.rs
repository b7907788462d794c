//! The `fairnote` command. What it does is in [`fairnote::cli`].

use std::process::ExitCode;

fn main() -> ExitCode {
    fairnote::cli::run()
}
