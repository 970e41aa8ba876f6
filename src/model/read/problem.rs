//! What is wrong with a file, as data; `render` turns it into what a person reads.

use super::node::{FileIx, Origin};
use crate::law::Fault;
use crate::text::Text;

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
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
    /// Path of the key, such as `enterprises[3].growth`, counted from 1 (empty for the file as a whole).
    pub path: String,
    /// What was found.
    pub found: Text,
    /// What is allowed.
    pub allowed: Option<Text>,
    /// How to mend it.
    pub remedy: Option<Text>,
    /// Another place that belongs to it, and what is there.
    pub also: Option<(Origin, Text)>,
}

impl Problem {
    /// A problem of this severity at `origin`.
    pub fn new(severity: Severity, origin: Origin, path: impl Into<String>, found: Text) -> Self {
        Self {
            severity,
            origin: Some(origin),
            path: path.into(),
            found,
            allowed: None,
            remedy: None,
            also: None,
        }
    }

    /// An error at `origin`.
    pub fn error(origin: Origin, path: impl Into<String>, found: Text) -> Self {
        Self::new(Severity::Error, origin, path, found)
    }

    /// A warning at `origin`.
    pub fn warning(origin: Origin, path: impl Into<String>, found: Text) -> Self {
        Self::new(Severity::Warning, origin, path, found)
    }

    /// A notice at `origin`.
    pub fn notice(origin: Origin, path: impl Into<String>, found: Text) -> Self {
        Self::new(Severity::Notice, origin, path, found)
    }

    /// An error that no file is to blame for.
    pub fn nowhere(found: Text) -> Self {
        let mut problem = Self::error(Origin::file(FileIx(0)), "", found);
        problem.origin = None;
        problem
    }

    /// A fault of a law's parameters, as an error at `origin`.
    pub(crate) fn of(fault: Fault, origin: Origin, path: impl Into<String>) -> Self {
        let (allowed, remedy) = (fault.allowed.map(|text| *text), fault.remedy.map(|text| *text));
        Self { allowed, remedy, ..Self::error(origin, path, fault.found) }
    }

    /// Says what is allowed.
    pub fn allowed(mut self, allowed: Text) -> Self {
        self.allowed = Some(allowed);
        self
    }

    /// Says how to mend it.
    pub fn remedy(mut self, remedy: Text) -> Self {
        self.remedy = Some(remedy);
        self
    }

    /// Points at another place.
    pub fn also(mut self, origin: Origin, what: Text) -> Self {
        self.also = Some((origin, what));
        self
    }
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
