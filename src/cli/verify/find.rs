//! The scenarios that a file was made from: found, and the same to the byte as they were.

use crate::cli::arguments::VerifyOptions;
use crate::cli::console::{lang_of, lang_of_machine, lang_of_refusal, show_problems};
use crate::cli::failure::{Failure, Status};
use crate::cli::files::read;
use crate::compare::{ComparisonProvenance, ScenarioFile};
use crate::read::read_scenario;
use crate::results::{Provenance, inputs_sha256};
use crate::scenario::{InputFile, Scenario};
use crate::text::{Lang, Text, text};
use crate::words::{self, clean};
use parkcast_model::digest::sha256;
use std::path::{Component, Path, PathBuf};

/// Folders above that of the file in which a scenario is looked for.
const PARENTS: usize = 3;

/// The scenario of a run.
pub fn of_run(
    file: &Path,
    provenance: &Provenance,
    options: &VerifyOptions,
) -> Result<(Scenario, Lang), Failure> {
    let wanted = ScenarioFile {
        scenario: provenance.scenario.clone(),
        scenario_sha256: provenance.scenario_sha256.clone(),
        inputs_sha256: provenance.inputs_sha256.clone(),
        inputs: provenance.inputs.clone(),
    };
    find(file, &wanted, options, true)
}

/// The scenarios of a comparison, and the language of the first.
pub fn of_comparison(
    file: &Path,
    provenance: &ComparisonProvenance,
    options: &VerifyOptions,
) -> Result<(Vec<Scenario>, Lang), Failure> {
    let is_only = provenance.scenarios.len() == 1;
    let found: Result<Vec<_>, Failure> =
        provenance.scenarios.iter().map(|wanted| find(file, wanted, options, is_only)).collect();
    let found = found?;
    let lang = found.first().map_or_else(|| lang_of_machine(options.lang), |(_, lang)| *lang);
    Ok((found.into_iter().map(|(scenario, _)| scenario).collect(), lang))
}

/// One scenario; `is_only` where no other is needed, so that one that is given must be it, whatever its name.
fn find(
    file: &Path,
    wanted: &ScenarioFile,
    options: &VerifyOptions,
    is_only: bool,
) -> Result<(Scenario, Lang), Failure> {
    let refused = |text| Failure::refused(text, lang_of_machine(options.lang));
    let is_same = |path: &&PathBuf| read(path).is_ok_and(|bytes| sha256(&bytes) == wanted.scenario_sha256);
    let given = &options.scenarios;
    if let Some(path) = given.iter().find(is_same) {
        return open(path, wanted, options.lang);
    }
    let is_named = |path: &&PathBuf| path.file_stem().is_some_and(|stem| *stem == *wanted.scenario);
    if let Some(path) = given.iter().find(is_named).or(given.first().filter(|_| is_only)) {
        // A file that is not there has not changed.
        read(path).map_err(refused)?;
        return Err(refused(changed(path)));
    }
    let there: Vec<PathBuf> =
        candidates(file, &wanted.scenario).into_iter().filter(|path| path.is_file()).collect();
    match (there.iter().find(is_same), there.first()) {
        (Some(path), _) => open(path, wanted, options.lang),
        (None, Some(path)) => Err(refused(changed(path))),
        (None, None) => {
            let (name, stem) = (file.display(), clean(&wanted.scenario, words::NAME_LIMIT));
            Err(refused(text!(
                "找不到 {name} 所依据的情景 {stem}.toml；请用 --scenario 指出它在哪里",
                "the scenario {stem}.toml that {name} was made from is not found; say where it is by --scenario"
            )))
        }
    }
}

fn changed(path: &Path) -> Text {
    let path = path.display();
    text!(
        "{path} 与当时不同，没有重新模拟；请恢复当时的内容，或用 --scenario 指出当时的文件；要现在的结果，请用 parkcast run",
        "{path} is not what it was, and nothing was simulated; restore it, or name the file of then by --scenario; for the \
         results of now use parkcast run"
    )
}

/// Places where a scenario may lie: in the folder of the file, those above it, `scenarios` below each, and the same of the working
/// directory.
fn candidates(file: &Path, stem: &str) -> Vec<PathBuf> {
    let name = PathBuf::from(format!("{stem}.toml"));
    // A name that leads elsewhere is none that the program writes.
    let mut parts = name.components();
    if !matches!((parts.next(), parts.next()), (Some(Component::Normal(_)), None)) {
        return Vec::new();
    }
    let here = std::env::current_dir().unwrap_or_default();
    let file = here.join(file);
    let above = file.ancestors().skip(1).take(PARENTS + 1).map(Path::to_path_buf);
    let folders = above.chain([here.clone()]);
    let places = folders.flat_map(|folder| [folder.join(&name), folder.join("scenarios").join(&name)]);
    // Paths are shown as one would type them.
    places.map(|path| path.strip_prefix(&here).map(Path::to_path_buf).unwrap_or(path)).collect()
}

/// Reads a scenario whose file is the same, and checks all that it names.
fn open(path: &Path, wanted: &ScenarioFile, asked: Option<Lang>) -> Result<(Scenario, Lang), Failure> {
    let reading = read_scenario(path).map_err(|refusal| {
        // Only what it names can have changed.
        show_problems(&refusal.problems, &refusal.sources, lang_of_refusal(asked, &refusal));
        Failure::said(Status::Refused)
    })?;
    let mut scenario = reading.scenario;
    let lang = lang_of(asked, &scenario);
    if scenario.stem != wanted.scenario {
        // The same file under another name.
        scenario.stem = wanted.scenario.clone();
        if let Some((own, then)) = scenario.inputs.first_mut().zip(wanted.inputs.first()) {
            own.path = then.path.clone();
        }
    }
    if inputs_sha256(&scenario) == wanted.inputs_sha256 {
        return Ok((scenario, lang));
    }
    let shown = path.display();
    let names = |files: &[&InputFile], between: &str| {
        let names = files.iter().map(|file| clean(&file.path, words::NAME_LIMIT));
        names.collect::<Vec<_>>().join(between)
    };
    let others = changed_inputs(&scenario.inputs, &wanted.inputs);
    let message = if others.is_empty() {
        // Results of earlier versions do not list each file.
        let all: Vec<&InputFile> = scenario.inputs.iter().skip(1).collect();
        let (zh, en) = (names(&all, "、"), names(&all, ", "));
        text!(
            "{shown} 所引用的文件有的与当时不同，没有重新模拟；请核对：{zh}",
            "a file that {shown} names is not what it was, and nothing was simulated; check {en}"
        )
    } else {
        let (zh, en) = (names(&others, "、"), names(&others, ", "));
        text!(
            "{shown} 所引用的 {zh} 与当时不同，没有重新模拟；请恢复当时的内容；要现在的结果，请用 parkcast run",
            "{en}, which {shown} names, is not what it was, and nothing was simulated; restore it; for the results of now use \
             parkcast run"
        )
    };
    Err(Failure::refused(message, lang))
}

/// Files that were other, or are there on one side only.
fn changed_inputs<'a>(now: &'a [InputFile], then: &'a [InputFile]) -> Vec<&'a InputFile> {
    if then.is_empty() {
        return Vec::new();
    }
    let is_gone = |file: &&InputFile| !now.iter().any(|other| other.path == file.path);
    now.iter().filter(|file| !then.contains(file)).chain(then.iter().filter(is_gone)).collect()
}
