//! The scenarios that a command is given.

use super::console::{lang_of, lang_of_refusal, show_problems};
use super::failure::{Failure, Status};
use crate::read::read_scenario;
use crate::scenario::Scenario;
use crate::starter::SCENARIO;
use crate::text::{Lang, text};
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// The scenarios that are legal, each with the language to speak of it, and whether some are not.
pub struct Read {
    /// In the order in which they were given.
    pub scenarios: Vec<(Scenario, Lang)>,
    /// Some were refused, which has been said.
    pub refused: bool,
}

impl Read {
    /// The scenarios, all legal, with the language of the first.
    ///
    /// # Errors
    /// Where some were refused, or cannot be told apart by the names of their files.
    pub fn of_comparison(self) -> Result<(Vec<Scenario>, Lang), Failure> {
        let mut stems: HashMap<&str, &Path> = HashMap::new();
        for (scenario, lang) in &self.scenarios {
            if let Some(other) = stems.insert(&scenario.stem, &scenario.path) {
                let (this, other) = (scenario.path.display(), other.display());
                let same = text!(
                    "{other} 与 {this} 文件名相同，比较时分不开；请改名",
                    "{other} and {this} have the same name and cannot be told apart in a comparison; rename one"
                );
                return Err(Failure::refused(same, *lang));
            }
        }
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
    let mut folders: HashMap<String, &Path> = HashMap::new();
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
        let folder = output_name(&scenario);
        if let Some(other) = folders.insert(folder.to_lowercase(), path) {
            let (this, other) = (path.display(), other.display());
            let same = text!(
                "{this} 与 {other} 会写入同一目录 {folder}；请改名或分开运行",
                "{this} and {other} would write to the same folder {folder}; rename one or run them apart"
            );
            Failure::refused(same, lang).say();
            read.refused = true;
            continue;
        }
        read.scenarios.push((scenario, lang));
    }
    read
}

/// What the results of a scenario are called: by its file, or by the folder of a file that `init` has named, so that two
/// parks do not write over each other.
pub fn output_name(scenario: &Scenario) -> String {
    let parent =
        scenario.path.parent().and_then(Path::file_name).map(|name| name.to_string_lossy().into_owned());
    let is_generic = Path::new(SCENARIO).file_stem().is_some_and(|stem| *stem == *scenario.stem);
    folder_name(parent.as_deref().filter(|_| is_generic).unwrap_or(&scenario.stem))
}

/// Bytes of a folder's name at the most.
const LONGEST: usize = 200;

/// Names that Windows keeps for devices, in capitals or not, whatever follows a dot.
const DEVICES: [&str; 6] = ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"];

/// Devices of which there are ten, and their numbers: Windows takes raised digits for digits.
const PORTS: [&str; 2] = ["COM", "LPT"];
const PORT_NUMBERS: &str = "0123456789¹²³";

/// An id as the name of a folder on any system, cut where it is long: what a file system could take for something else becomes
/// "-", and names of devices begin with "_".
pub fn folder_name(id: &str) -> String {
    let odd = |c: char| c.is_control() || "/\\:*?\"<>|".contains(c);
    let name: String = id.chars().map(|c| if odd(c) { '-' } else { c }).collect();
    // File systems take names of 255 bytes; a Chinese character has three.
    let fits = name.char_indices().take_while(|(start, c)| start + c.len_utf8() <= LONGEST);
    let short: String = fits.map(|(_, c)| c).collect();
    let trimmed = short.trim_matches(['.', ' ']);
    match trimmed {
        "" => "-".into(),
        device if is_device(device) => format!("_{device}"),
        name => name.into(),
    }
}

fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim_end().to_uppercase();
    let is_number = |rest: &str| rest.chars().count() == 1 && PORT_NUMBERS.contains(rest);
    let is_port = PORTS.iter().any(|port| stem.strip_prefix(port).is_some_and(is_number));
    DEVICES.contains(&stem.as_str()) || is_port
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_have_names_that_every_system_takes() {
        for (id, name) in [
            ("baseline", "baseline"),
            ("全面发力", "全面发力"),
            ("a/b\\c:d*e?f\"g<h>i|j", "a-b-c-d-e-f-g-h-i-j"),
            ("C:\\Users\\x", "C--Users-x"),
            ("..", "-"),
            ("", "-"),
            ("last. ", "last"),
            ("tab\there", "tab-here"),
            ("aux", "_aux"),
            ("Con.2024", "_Con.2024"),
            ("NUL .x", "_NUL .x"),
            ("com1", "_com1"),
            ("LPT³", "_LPT³"),
            ("com", "com"),
            ("com10", "com10"),
            ("console", "console"),
            ("auxiliary", "auxiliary"),
        ] {
            assert_eq!(folder_name(id), name, "{id}");
        }
        assert_eq!(folder_name(&"园".repeat(100)).len(), 198);
    }
}
