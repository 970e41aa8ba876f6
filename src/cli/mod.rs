//! The command line: what each command does, from arguments to exit status.
//!
//! Data goes to stdout, everything else to stderr.

mod arguments;
mod chart;
mod check;
mod compare;
mod console;
mod failure;
mod files;
mod gate;
mod init;
mod machine;
mod notes;
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
pub use failure::{Failure, Status};
pub use init::{init, schema};
pub use report::report;
pub use run::run;
pub use verify::verify;
