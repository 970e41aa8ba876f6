//! From files to a scenario.
//!
//! `bytes -> text -> nodes -> (+ what it extends, + rosters) one document -> Scenario`. Each step reports
//! every problem that it finds, with the place where it stands; a step is entered only if the one before it
//! left something worth reading.

mod calendar;
mod check;
mod convert;
mod credit_code;
mod decode;
mod dist;
mod fields;
mod file;
mod files;
mod fold;
mod load;
mod lookalike;
mod names;
pub mod node;
mod number;
mod parse;
pub mod problem;
mod quantity;
mod range;
pub mod render;
mod scalar;
mod scan;
mod sheet;
mod similar;
mod site;
mod sourced;
mod unit;
mod update;

pub use files::Files;

use crate::scenario::Scenario;
use crate::text::{Lang, text};
use node::{FileIx, Origin, Sources};
use problem::{Problem, Problems};
use std::fmt;
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

/// A scenario that was refused. It is shown in the scenario's own language, else in English, as the command shows it.
#[derive(Debug)]
pub struct Refusal {
    /// Everything that is wrong, with warnings and notices.
    pub problems: Problems,
    /// The files, for showing them.
    pub sources: Sources,
    /// The language that the scenario names, where that could be read.
    pub language: Option<Lang>,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lang = self.language.unwrap_or(Lang::En);
        f.write_str(render::render(&self.problems, &self.sources, lang, false).trim_end())
    }
}

impl std::error::Error for Refusal {}

/// Reads a scenario file and everything that it names from the disk.
///
/// # Errors
/// Every problem of the files, where any of them is an error.
pub fn read_scenario(path: impl AsRef<Path>) -> Result<Reading, Refusal> {
    read_from(Files::Disk, path)
}

/// Reads a scenario file and everything that it names, from the disk or from memory.
///
/// ```
/// use parkcast_model::read::{Files, read_from};
/// use std::collections::BTreeMap;
/// let files = BTreeMap::from([("park.toml".to_owned(), b"[park]\nname = \"Sample park\"".to_vec())]);
/// let refusal = read_from(Files::Memory(&files), "park.toml").unwrap_err();
/// assert!(refusal.to_string().contains("base_year"));
/// ```
///
/// # Errors
/// Every problem of the files, where any of them is an error.
pub fn read_from(files: Files, path: impl AsRef<Path>) -> Result<Reading, Refusal> {
    let path = path.as_ref();
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
    let scenario = load::load(files, path, &mut sources, &mut problems).and_then(|mut document| {
        check::document(&mut document, Origin::file(FileIx(0)), &mut problems);
        language = convert::language(&document);
        convert::scenario(&document, path, &sources, &mut problems)
    });
    match scenario {
        Some(scenario) if !problems.has_errors() => Ok(Reading { scenario, problems, sources }),
        _ => Err(Refusal { problems, sources, language }),
    }
}
