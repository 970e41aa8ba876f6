//! A problem of a roster before it is reported: the readers know the place, not yet the file and the table.

use super::super::node::{FileIx, Origin, Place};
use super::super::problem::{Problem, Problems, Severity};
use crate::format::TableSpec;
use crate::text::{Text, text};

/// How many problems of one roster are kept, those of a whole column among them; the rest are counted.
const MAX_PROBLEMS: usize = 20_000;

/// Something wrong with a roster, or worth knowing about it.
#[derive(Debug)]
pub(super) struct Fault {
    problem: Box<Problem>,
    place: Place,
}

impl Fault {
    /// An error; by default it concerns the file as a whole.
    pub fn error(found: Text) -> Self {
        Self { problem: Box::new(Problem::nowhere(found)), place: Place::File }
    }

    /// Worth knowing: how the file was understood.
    pub fn notice(found: Text) -> Self {
        let mut fault = Self::error(found);
        fault.problem.severity = Severity::Notice;
        fault
    }

    /// Likely to be wrong, though it was understood.
    pub fn warning(found: Text) -> Self {
        let mut fault = Self::error(found);
        fault.problem.severity = Severity::Warning;
        fault
    }

    /// Where it is.
    pub fn at(mut self, place: Place) -> Self {
        self.place = place;
        self
    }

    /// The row (counted from 0) and, where it is one cell, the key.
    pub fn path(mut self, row: usize, key: Option<&str>) -> Self {
        let number = row + 1;
        self.problem.path = match key {
            Some(key) => format!("[row {number}].{key}"),
            None => format!("[row {number}]"),
        };
        self
    }

    /// What is allowed.
    pub fn allowed(mut self, allowed: Text) -> Self {
        self.problem.allowed = Some(allowed);
        self
    }

    /// How to mend it.
    pub fn remedy(mut self, remedy: Text) -> Self {
        self.problem.remedy = Some(remedy);
        self
    }

    /// The problem in `file`, or where the scenario names a file that could not be read.
    fn problem(self, origin: Origin, table: &'static TableSpec) -> Problem {
        let mut problem = *self.problem;
        problem.origin = Some(origin);
        if !problem.path.is_empty() {
            problem.path.insert_str(0, table.key);
        }
        problem
    }
}

/// Turns faults into problems of one roster, and keeps their number readable.
pub(super) struct Report<'a> {
    problems: &'a mut Problems,
    table: &'static TableSpec,
    named_at: Origin,
    file: Option<FileIx>,
    reported: usize,
}

impl<'a> Report<'a> {
    /// A report about the roster of `table` that is named at `named_at`.
    pub fn new(problems: &'a mut Problems, table: &'static TableSpec, named_at: Origin) -> Self {
        Self { problems, table, named_at, file: None, reported: 0 }
    }

    /// From here on faults are in `file`; before, they are where the scenario names it.
    pub fn in_file(&mut self, file: FileIx) {
        self.file = Some(file);
    }

    /// Reports `fault`.
    pub fn push(&mut self, fault: Fault) {
        self.reported += 1;
        if self.reported <= MAX_PROBLEMS {
            let origin = self.origin(fault.place);
            self.problems.push(fault.problem(origin, self.table));
        }
    }

    /// Says how many problems were left out.
    pub fn finish(self) {
        if self.reported > MAX_PROBLEMS {
            let more = self.reported - MAX_PROBLEMS;
            let found =
                text!("此表另有 {more} 个问题未列出", "{more} more problems of this roster are not listed");
            self.problems.push(Problem::notice(self.origin(Place::File), "", found));
        }
    }

    /// The origin of a place in the roster.
    pub fn origin(&self, place: Place) -> Origin {
        self.file.map_or(self.named_at, |file| Origin { file, place })
    }
}
