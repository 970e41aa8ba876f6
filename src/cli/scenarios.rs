//! The scenarios that a command is given.

use super::console::{lang_of, lang_of_refusal, show_problems};
use super::failure::{Failure, Status};
use crate::read::read_scenario;
use crate::scenario::Scenario;
use crate::text::{Lang, text};
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// The scenarios that are legal, each with the language to speak of it, and whether some are not.
pub struct Read {
    /// In the order in which they were given.
    pub scenarios: Vec<(Scenario, Lang)>,
    /// Whether some were refused, which has been said.
    pub refused: bool,
}

impl Read {
    /// The scenarios, all legal, with the language of the first.
    ///
    /// # Errors
    /// Where some were refused.
    pub fn of_comparison(self) -> Result<(Vec<Scenario>, Lang), Failure> {
        match self.scenarios.first() {
            Some(&(_, lang)) if !self.refused => {
                Ok((self.scenarios.into_iter().map(|(scenario, _)| scenario).collect(), lang))
            }
            _ => Err(Failure::said(Status::Refused)),
        }
    }
}

/// Reads all scenarios, reporting the problems of all.
pub fn read_all(paths: &[PathBuf], asked: Option<Lang>) -> Read {
    let mut read = Read { scenarios: Vec::new(), refused: false };
    let mut stems: HashMap<String, &Path> = HashMap::new();
    for path in paths {
        let reading = match read_scenario(path) {
            Ok(reading) => reading,
            Err(refusal) => {
                let lang = lang_of_refusal(asked, &refusal);
                show_problems(&refusal.problems, &refusal.sources, lang);
                read.refused = true;
                continue;
            }
        };
        let scenario = reading.scenario;
        let lang = lang_of(asked, &scenario);
        show_problems(&reading.problems, &reading.sources, lang);
        // The stem names a folder below the output folder: it must be a name, not a way out.
        if scenario.stem.trim_matches('.').trim().is_empty() {
            let this = path.display();
            let odd = text!(
                "{this} 的文件名不能用作输出目录名；请改名",
                "{this}: the file's name cannot name a folder for its results; rename it"
            );
            Failure::refused(odd, lang).say();
            read.refused = true;
            continue;
        }
        if let Some(other) = stems.insert(scenario.stem.to_lowercase(), path) {
            let (this, other, stem) = (path.display(), other.display(), &scenario.stem);
            let same = text!(
                "{this} 与 {other} 会写入同一目录 {stem}；请改名或分开运行",
                "{this} and {other} would write to the same folder {stem}; rename one or run them apart"
            );
            Failure::refused(same, lang).say();
            read.refused = true;
            continue;
        }
        read.scenarios.push((scenario, lang));
    }
    read
}

/// Bytes of a folder's name at the most.
const LONGEST: usize = 200;

/// An id as the name of a folder, cut where it is long: what a file system could take for something else becomes "-".
pub fn folder_name(id: &str) -> String {
    let odd = |c: char| c.is_control() || "/\\:*?\"<>|".contains(c);
    let name: String = id.chars().map(|c| if odd(c) { '-' } else { c }).collect();
    // File systems take names of 255 bytes; a Chinese character has three.
    let fits = name.char_indices().take_while(|(start, c)| start + c.len_utf8() <= LONGEST);
    let short: String = fits.map(|(_, c)| c).collect();
    let trimmed = short.trim_matches(['.', ' ']);
    if trimmed.is_empty() { "-".into() } else { trimmed.into() }
}
