//! What can be asked for.

use crate::server::store::Head;
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::net::SocketAddr;
use std::path::PathBuf;

/// Checks the records of children's social care against recording standards.
#[derive(Debug, Parser)]
#[command(
    name = "fairnote",
    version,
    max_term_width = 100,
    after_help = "Ends with 0: accepted; 1: something blocks; 2: could not run."
)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Check a record
    Check(Check),
    /// Tell what the statements of a note are, and which words a reader might raise
    Note(Note),
    /// Annotate notes: JSON lines in, JSON lines out, offsets in Unicode code points
    Annotate(Annotate),
    /// Look at standards, and check packs
    Standards(Standards),
    /// Prove, without a network, that a receipt was signed for a record
    Verify(Verify),
    /// Make keys that receipts are signed with
    Keys {
        #[command(subcommand)]
        command: KeysCommand,
    },
    /// Look after the footprints of a record store
    Audit {
        #[command(subcommand)]
        command: AuditCommand,
    },
    /// Serve the HTTP interface and the demonstration portal
    Serve(Serve),
}

/// Where standards come from.
#[derive(Clone, Debug, Args)]
pub(super) struct From {
    /// A folder of packs, instead of the standards that are built in
    #[arg(long, value_name = "FOLDER")]
    pub standards: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub(super) enum Format {
    /// For people
    #[default]
    Text,
    /// For programs
    Json,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub(super) enum Mode {
    /// Only what has been entered
    Draft,
    /// Also what is missing
    #[default]
    Final,
}

#[derive(Debug, Args)]
pub(super) struct Check {
    /// The record, in JSON; `-` for the standard input
    pub file: PathBuf,
    /// The standard to check against
    #[arg(long, value_name = "ID")]
    pub standard: String,
    /// The case context, in JSON; without it, rules that need one answer that they cannot tell
    #[arg(long, value_name = "FILE")]
    pub context: Option<PathBuf>,
    /// The moment of the check, such as 2026-11-24T10:30; now, if it is left out
    #[arg(long, value_name = "TIME")]
    pub as_at: Option<String>,
    /// How far the check goes
    #[arg(long, value_enum, default_value_t)]
    pub mode: Mode,
    /// How the report is written
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
    #[command(flatten)]
    pub from: From,
}

#[derive(Debug, Args)]
pub(super) struct Note {
    /// The note, in plain text; `-` for the standard input
    pub file: PathBuf,
    /// The standard whose words are used; the base standard, if it is left out
    #[arg(long, value_name = "ID")]
    pub standard: Option<String>,
    /// How the answer is written; offsets in JSON are UTF-16 code units
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
    /// Check the spelling as well, in British English
    #[arg(long)]
    pub spelling: bool,
    /// A name that the case knows and that is never misspelt; may be given more than once
    #[arg(long = "name", value_name = "NAME", requires = "spelling")]
    pub names: Vec<String>,
    #[command(flatten)]
    pub from: From,
}

#[derive(Debug, Args)]
pub(super) struct Annotate {
    /// The standard whose words are used; the base standard, if it is left out
    #[arg(long, value_name = "ID")]
    pub standard: Option<String>,
    #[command(flatten)]
    pub from: From,
}

#[derive(Debug, Args)]
pub(super) struct Standards {
    #[command(subcommand)]
    pub command: StandardsCommand,
}

#[derive(Debug, Subcommand)]
pub(super) enum StandardsCommand {
    /// List the standards
    List {
        /// How the list is written
        #[arg(long, value_enum, default_value_t)]
        format: Format,
        #[command(flatten)]
        from: From,
    },
    /// Show a standard and its rules, or one rule of it
    Show {
        /// The standard
        id: String,
        /// The rule to show
        #[arg(long, value_name = "ID")]
        rule: Option<String>,
        /// How it is written
        #[arg(long, value_enum, default_value_t)]
        format: Format,
        #[command(flatten)]
        from: From,
    },
    /// Read every pack of a folder, resolve it and run every example
    Check {
        /// The folder
        #[arg(default_value = "standards")]
        folder: PathBuf,
    },
    /// Tell how each clause of a policy is answered
    Coverage {
        /// The standard; all of them, if it is left out
        id: Option<String>,
        /// Only clauses about these records, in the words of the clauses: child,case_note
        #[arg(long, value_delimiter = ',', value_name = "RECORDS")]
        kinds: Vec<String>,
        /// How it is written
        #[arg(long, value_enum, default_value_t)]
        format: Format,
        #[command(flatten)]
        from: From,
    },
    /// Tell what two standards ask differently: what changes for a child who moves
    Diff {
        /// The one
        before: String,
        /// The other
        after: String,
        /// Only rules about these kinds of record: child,case_note
        #[arg(long, value_delimiter = ',', value_name = "KINDS")]
        kinds: Vec<String>,
        #[command(flatten)]
        from: From,
    },
    /// Print a standard's digest
    Digest {
        /// The standard
        id: String,
        #[command(flatten)]
        from: From,
    },
    /// Write a page for every policy, form and rule
    Reference {
        /// The folder; it is made if it is not there
        #[arg(default_value = "docs/reference")]
        folder: PathBuf,
        /// Write nothing, and tell which pages are not current
        #[arg(long)]
        check: bool,
        #[command(flatten)]
        from: From,
    },
    /// Begin the pack of a new authority: a folder that loads, with everything to fill in
    New {
        /// Its id: small letters, digits and hyphens
        id: String,
        /// What it is called
        #[arg(long)]
        title: Option<String>,
        /// The folder that holds the packs
        #[arg(long, value_name = "FOLDER", default_value = "standards")]
        into: PathBuf,
    },
    /// Write each standard's canonical JSON to <FOLDER>/<id>.json
    Export {
        /// The folder; it is made if it is not there
        folder: PathBuf,
        /// Only what these record kinds need: child,case_note
        #[arg(long, value_delimiter = ',', value_name = "KINDS")]
        kinds: Vec<String>,
        #[command(flatten)]
        from: From,
    },
}

#[derive(Debug, Args)]
pub(super) struct Verify {
    /// The receipt; `-` for the standard input
    pub receipt: PathBuf,
    /// The record that it should be of, in JSON
    #[arg(long, value_name = "FILE")]
    pub record: PathBuf,
    /// The public keys of the service, as it gives them at /.well-known/jwks.json
    #[arg(long, value_name = "FILE")]
    pub jwks: PathBuf,
    /// The case context that the record should have been checked with
    #[arg(long, value_name = "FILE")]
    pub context: Option<PathBuf>,
    /// The report that should have been given
    #[arg(long, value_name = "FILE")]
    pub report: Option<PathBuf>,
    /// How the answer is written
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

#[derive(Debug, Subcommand)]
pub(super) enum KeysCommand {
    /// Print a new key, private part included. Redirect it to a file that only the service may read
    New {
        /// Its id; its thumbprint, if it is left out
        #[arg(long, value_name = "ID")]
        id: Option<String>,
    },
}

#[derive(Debug, Subcommand)]
pub(super) enum AuditCommand {
    /// Find out whether anything was altered, deleted, added or put in another order, and print the end of the chain
    Verify {
        /// The file of the record store
        #[arg(long, value_name = "FILE")]
        store: PathBuf,
        /// An end of the chain that was printed earlier and kept elsewhere: the chain must still go through it
        #[arg(long, value_name = "NUMBER:HASH")]
        head: Option<Head>,
    },
}

#[derive(Debug, Args)]
pub(super) struct Serve {
    /// A file of settings, in TOML; the variable FAIRNOTE_CONFIG may name it. What stands here comes before it, and before
    /// variables such as FAIRNOTE_STORE
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Look whether the service could start with these settings, and do not start it
    #[arg(long)]
    pub check_config: bool,
    /// Where to listen; 127.0.0.1:8080, if nothing says otherwise
    #[arg(long, value_name = "ADDRESS")]
    pub addr: Option<SocketAddr>,
    #[command(flatten)]
    pub from: From,
    /// The folder with the portal's style sheet and scripts; www/build, if nothing says otherwise
    #[arg(long, value_name = "FOLDER")]
    pub assets: Option<PathBuf>,
    /// The keys that receipts are signed with: a JSON Web Key set. Without it, the variable FAIRNOTE_SIGNING_KEYS may hold
    /// the set itself
    #[arg(long, value_name = "FILE")]
    pub signing_keys: Option<PathBuf>,
    /// The file of the record store; it is made if it is not there. Without it nothing is kept
    #[arg(long, value_name = "FILE")]
    pub store: Option<PathBuf>,
    /// Development mode: users with plain tokens, in JSON. Only on a loopback address
    #[arg(long, value_name = "FILE")]
    pub dev_users: Option<PathBuf>,
    /// The largest body of a request, in bytes; 1048576, if nothing says otherwise
    #[arg(long, value_name = "BYTES")]
    pub body_limit: Option<usize>,
    /// How long a request may take, in seconds; 10, if nothing says otherwise
    #[arg(long, value_name = "SECONDS")]
    pub timeout: Option<u64>,
    /// How the log is written, on the error stream; RUST_LOG sets how much
    #[arg(long, value_enum, default_value_t)]
    pub log: Format,
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory as _;

    #[test]
    fn the_command_line_is_well_formed() {
        Arguments::command().debug_assert();
    }
}
