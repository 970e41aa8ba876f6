//! From files to a scenario.
//!
//! `bytes -> text -> nodes -> (+ what it extends, + rosters) one document -> Scenario`. Each step reports
//! every problem that it finds, with the place where it stands; a step is entered only if the one before it
//! left something worth reading.

mod check;
mod convert;
mod decode;
mod dist;
mod fields;
mod file;
mod law;
mod load;
mod lookalike;
mod names;
pub mod node;
mod number;
mod parse;
pub mod problem;
mod quantity;
pub mod render;
mod scan;
mod sheet;
mod unit;

pub(crate) use file::bytes;

use crate::scenario::Scenario;
use crate::text::{Lang, text};
use node::{FileIx, Origin, Sources};
use problem::{Problem, Problems};
use std::path::Path;

/// A scenario that was read, with what is worth knowing about it.
#[derive(Debug)]
pub struct Reading {
    /// The scenario.
    pub scenario: Scenario,
    /// Warnings and notices.
    pub problems: Problems,
    /// The files, for showing them.
    pub sources: Sources,
}

/// A scenario that was refused.
#[derive(Debug)]
pub struct Refusal {
    /// Everything that is wrong, with warnings and notices.
    pub problems: Problems,
    /// The files, for showing them.
    pub sources: Sources,
    /// The language that the scenario names, where that could be read.
    pub language: Option<Lang>,
}

/// Reads a scenario file and everything that it names.
///
/// # Errors
/// Every problem of the files, where any of them is an error.
pub fn read_scenario(path: &Path) -> Result<Reading, Refusal> {
    let mut sources = Sources::default();
    let mut problems = Problems::default();
    if path == Path::new("-") {
        problems.push(
            Problem::nowhere(text!("不从标准输入读取情景", "a scenario is not read from standard input"))
                .remedy(text!(
                    "给出文件的路径：情景里的相对路径以它为准",
                    "give the path of a file: relative paths in a scenario start from it"
                )),
        );
        return Err(Refusal { problems, sources, language: None });
    }
    let mut language = None;
    let scenario = load::load(path, &mut sources, &mut problems).and_then(|mut document| {
        check::document(&mut document, Origin::file(FileIx(0)), &mut problems);
        language = convert::language(&document);
        convert::scenario(&document, path, &sources, &mut problems)
    });
    match scenario {
        Some(scenario) if !problems.has_errors() => Ok(Reading { scenario, problems, sources }),
        _ => Err(Refusal { problems, sources, language }),
    }
}
