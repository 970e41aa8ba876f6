//! The command `parkcast`.

use clap::Parser;
use parkcast::cli::{Arguments, Command, Failure, chart, check, compare, init, report, run, schema, verify};
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let ended = match &arguments.command {
        Command::Run(options) => run(options),
        Command::Compare(options) => compare(options),
        Command::Report(options) => report(options),
        Command::Chart(options) => chart(options),
        Command::Verify(options) => verify(options),
        Command::Check(options) => check(options),
        Command::Schema(options) => schema(options),
        Command::Init(options) => init(options),
    };
    ended.unwrap_or_else(Failure::say).into()
}
