//! Colours, where they are wanted.

use std::io::{self, IsTerminal as _, Write as _};

/// What begins a line that is coloured, and how: the rest of the line stays as it is, so that no meaning is in colour alone.
const MARKS: &[(&str, &str)] = &[
    ("must:", "1;31"),
    ("cannot tell:", "1;31"),
    ("should:", "1;33"),
    ("advice:", "1;36"),
    ("due:", "1;34"),
    ("accepted:", "2"),
    ("Accepted with warnings", "1;33"),
    ("Accepted", "1;32"),
    ("Rejected", "1;31"),
    ("failed:", "1;31"),
];

/// Prints a text on the output, coloured if that is a terminal and NO_COLOR (no-color.org) is not set.
pub(super) fn print(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    if !(out.is_terminal() && wanted(std::env::var_os("NO_COLOR").as_deref())) {
        return out.write_all(text.as_bytes());
    }
    for line in text.lines() {
        writeln!(out, "{}", coloured(line))?;
    }
    Ok(())
}

/// Prints what went wrong on the error stream. If that is closed too, there is nobody to tell.
pub(super) fn complain(what: &str) {
    let _ = writeln!(io::stderr().lock(), "fairnote: {what}");
}

/// NO_COLOR counts when it is set to anything but nothing.
fn wanted(no_color: Option<&std::ffi::OsStr>) -> bool {
    no_color.is_none_or(std::ffi::OsStr::is_empty)
}

fn coloured(line: &str) -> String {
    let mark = MARKS.iter().find_map(|(mark, colour)| Some((mark, colour, line.strip_prefix(mark)?)));
    match mark {
        Some((mark, colour, rest)) => format!("\u{1b}[{colour}m{mark}\u{1b}[0m{rest}"),
        None => line.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_mark_is_coloured() {
        assert_eq!(coloured("must: Enter a name"), "\u{1b}[1;31mmust:\u{1b}[0m Enter a name");
        assert_eq!(coloured("    at /fields/name"), "    at /fields/name");
    }

    #[test]
    fn no_color_set_to_nothing_counts_as_not_set() {
        assert!(wanted(None));
        assert!(wanted(Some("".as_ref())));
        assert!(!wanted(Some("1".as_ref())));
    }
}
