//! What is wrong with a file, as data; `render` turns it into what a person reads.

use super::node::Origin;
use crate::text::Text;

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The run cannot go on.
    Error,
    /// The run goes on; the user should look.
    Warning,
    /// Worth knowing: how a file was understood.
    Notice,
}

/// One problem of a file.
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    /// How bad it is.
    pub severity: Severity,
    /// Where it is; `None` only where there is no file at all.
    pub origin: Option<Origin>,
    /// Path of the key, such as "enterprises[3].growth" (empty for the file as a whole).
    pub path: String,
    /// What was found.
    pub found: Text,
    /// What is allowed.
    pub allowed: Option<Text>,
    /// How to mend it.
    pub remedy: Option<Text>,
}

/// All problems of a reading, in the order in which they were met.
#[derive(Debug, Clone, Default)]
pub struct Problems {
    /// The problems.
    pub list: Vec<Problem>,
}

impl Problems {
    /// Adds one.
    pub fn push(&mut self, problem: Problem) {
        self.list.push(problem);
    }

    /// Whether any of them stops the run.
    pub fn has_errors(&self) -> bool {
        self.list.iter().any(|problem| problem.severity == Severity::Error)
    }
}
