//! What wrong input must say: each case is a patch of `tests/data/good.toml`.

mod cases;
mod files;
mod fuzz;
mod shown;
mod values;

use parkcast::read::problem::{Problem, Severity};
use parkcast::read::{Reading, Refusal, read_scenario, render};
use parkcast::text::{Lang, Text};
use std::path::{Path, PathBuf};

const GOOD: &str = include_str!("../../data/good.toml");

/// A patch and what it must say.
pub struct BadInput {
    what: &'static str,
    from: &'static str,
    to: &'static str,
    says: &'static [&'static str],
}

/// A folder that vanishes with its files.
fn folder() -> tempfile::TempDir {
    tempfile::tempdir().unwrap()
}

fn write(folder: &Path, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
    let path = folder.join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(&path, bytes).unwrap();
    path
}

/// Reads `bytes` as a scenario.
fn read(bytes: impl AsRef<[u8]>) -> Result<Reading, Refusal> {
    let folder = folder();
    read_scenario(write(folder.path(), "scenario.toml", bytes))
}

/// What is said about `bytes`: errors if it is refused, else warnings and notices.
fn said(bytes: impl AsRef<[u8]>) -> Vec<String> {
    let folder = folder();
    said_of(&write(folder.path(), "scenario.toml", bytes))
}

fn said_of(path: &Path) -> Vec<String> {
    let (mut problems, sources) = match read_scenario(path) {
        Ok(reading) => (reading.problems, reading.sources),
        Err(refusal) => (refusal.problems, refusal.sources),
    };
    problems.list.sort_by_key(|problem| problem.origin);
    let folder = format!("{}/", path.parent().unwrap().display());
    let line = |problem: &Problem| {
        let place =
            problem.origin.map(|origin| render::location(origin, &sources, Lang::En)).unwrap_or_default();
        let severity = match problem.severity {
            Severity::Error => "",
            Severity::Warning => "warning: ",
            Severity::Notice => "notice: ",
        };
        let found = problem.found.get(Lang::En);
        let also = problem.also.as_ref().map(|(origin, what)| {
            format!(" <{} {}>", render::location(*origin, &sources, Lang::En), what.get(Lang::En))
        });
        let shown = |text: &Option<Text>, open: &str, close: &str| {
            text.as_ref().map(|text| format!(" {open}{}{close}", text.get(Lang::En))).unwrap_or_default()
        };
        let line = format!(
            "{severity}{place} {}: {found}{}{}{}",
            problem.path,
            also.unwrap_or_default(),
            shown(&problem.allowed, "[", "]"),
            shown(&problem.remedy, "(", ")"),
        );
        line.replace(&folder, "").replace("scenario.toml:", "")
    };
    problems.list.iter().map(line).collect()
}

#[test]
fn the_good_scenario_is_good() {
    assert_eq!(said(GOOD), Vec::<String>::new());
}

#[test]
fn every_patch_says_what_is_wrong() {
    let mut wrong = String::new();
    for case in cases::CASES {
        assert!(GOOD.contains(case.from), "{}: nothing to replace", case.what);
        let found = said(GOOD.replacen(case.from, case.to, 1));
        if found != case.says {
            wrong.push_str(&format!("{}\n  found  {found:#?}\n  wanted {:#?}\n", case.what, case.says));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn all_problems_of_a_file_are_told_together_and_in_both_languages() {
    let bad = GOOD
        .replace("probability = 0.9", "probability = 1.2")
        .replace("volatility = 0.20", "volatilty = 0.20")
        .replace("\"park.tax_per_mu\"", "\"park.tax_per_m\"");
    let refusal = read(bad).unwrap_err();
    let english = render::render(&refusal.problems, &refusal.sources, Lang::En, false);
    let chinese = render::render(&refusal.problems, &refusal.sources, Lang::Zh, false);
    assert!(english.ends_with("3 problems; nothing was run\n"), "{english}");
    assert!(chinese.ends_with("3 个错误；没有运行\n"), "{chinese}");
    assert!(chinese.contains("industries[1].volatilty: 未知的键“volatilty”"), "{chinese}");
}
