//! The `fairnote` command.
fn main() {}
