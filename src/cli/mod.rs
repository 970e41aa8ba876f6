//! The command line: what each command does, from arguments to exit status.
//!
//! Data goes to stdout, everything else to stderr.

mod arguments;
mod chart;
mod check;
mod compare;
mod console;
mod files;
mod gain;
mod gate;
mod init;
mod job;
mod machine;
mod progress;
mod question;
mod report;
mod run;
mod scenarios;
mod verify;

pub use arguments::{
    Arguments, ChartOptions, CheckOptions, Command, CompareOptions, Effort, InitOptions, Output,
    ReportOptions, RunOptions, SchemaOptions, VerifyOptions,
};
pub use chart::chart;
pub use check::check;
pub use compare::compare;
pub use init::{init, schema};
pub use report::report;
pub use run::run;
pub use verify::verify;

use std::process::ExitCode;

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// Done.
    Done,
    /// The run failed: disk, or a defect of the program.
    Failed,
    /// The scenario or the arguments are wrong.
    Refused,
    /// What was run again came to other numbers, as it may where another version made it.
    OtherDraws,
    /// A probability is below what the user asked for.
    BelowGate,
    /// What was run again came to other numbers.
    Differs,
    /// Interrupted; what is done is kept.
    Interrupted,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        Self::from(match outcome {
            Outcome::Done => 0,
            Outcome::Failed => 1,
            Outcome::Refused => 2,
            Outcome::OtherDraws => 3,
            Outcome::BelowGate | Outcome::Differs => 4,
            Outcome::Interrupted => 130,
        })
    }
}
