//! What is wrong with a pack: the file, the line and the remedy.

use std::fmt;

/// One thing that is wrong with a pack or a resolved standard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The file, from the packs' folder down: `herts/clauses.toml`. The standard's id, for a resolved standard.
    pub file: String,
    /// The line, counted from 1; 0 while it is not known.
    pub line: usize,
    /// A piece of the file's text that stands on the line; used to find it.
    pub(crate) needle: String,
    /// What is wrong.
    pub what: String,
    /// What to do.
    pub remedy: String,
}

impl Problem {
    pub(crate) fn new(file: &str, needle: &str, what: impl Into<String>, remedy: impl Into<String>) -> Problem {
        Problem { file: file.to_owned(), line: 0, needle: needle.to_owned(), what: what.into(), remedy: remedy.into() }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.file)?;
        if self.line > 0 {
            write!(f, ":{}", self.line)?;
        }
        write!(f, ": {}. To mend it: {}.", self.what, self.remedy)
    }
}

/// A pack, or a resolved standard, that was refused. Everything that is wrong with it is named at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackError {
    problems: Vec<Problem>,
}

impl PackError {
    pub(crate) fn new(problems: Vec<Problem>) -> PackError {
        PackError { problems }
    }

    pub(crate) fn one(problem: Problem) -> PackError {
        PackError { problems: vec![problem] }
    }

    /// Each thing that is wrong, in the order found.
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }
}

impl fmt::Display for PackError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, problem) in self.problems.iter().enumerate() {
            if number > 0 {
                writeln!(f)?;
            }
            write!(f, "{problem}")?;
        }
        Ok(())
    }
}

impl std::error::Error for PackError {}
