//! `parkcast chart`.

use super::{ends, folder, names, parkcast, pictures};
use std::fs;

const COMPARE: &[&str] =
    &["compare", "park.toml", "--delay", "nurture", "--contributions", "all-in", "--quiet"];

#[test]
fn the_pictures_are_those_that_were_written() {
    let folder = folder();
    let baseline = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/baseline.toml");
    ends(folder.path(), &["run", baseline, "--trials", "500", "--quiet"], 0);
    ends(folder.path(), &["run", "park.toml", "--scale", "1", "--lang", "en", "--quiet"], 0);
    ends(folder.path(), COMPARE, 0);
    for (made, options) in
        [("baseline", &[][..]), ("park", &["--scale", "1", "--lang", "en"]), ("park-compare", &[])]
    {
        let made = folder.path().join("output").join(made);
        let results = made.join("results.json");
        let redrawn = folder.path().join("redrawn");
        let out = ["chart", results.to_str().unwrap(), "--out", redrawn.to_str().unwrap()];
        ends(folder.path(), &[&out, options].concat(), 0);
        assert_eq!(pictures(&made).len(), pictures(&redrawn).len());
        for picture in pictures(&made) {
            let again = redrawn.join(picture.file_name().unwrap());
            assert!(fs::read(&picture).unwrap() == fs::read(again).unwrap(), "{}", picture.display());
        }
        fs::remove_dir_all(redrawn).unwrap();
    }
}

/// A picture of the usual size takes the place of the one that was there, any other stands beside it, and both go with the
/// results that they are of.
#[test]
fn the_next_run_replaces_what_was_redrawn() {
    let folder = folder();
    let made = folder.path().join("output/park");
    ends(folder.path(), &["run", "park.toml", "--quiet"], 0);
    let before = fs::read(made.join("targets.png")).unwrap();
    fs::write(made.join("note.txt"), "mine").unwrap();
    let results = "output/park/results.json";
    ends(folder.path(), &["chart", results, "--kind", "targets", "--scale", "0.5"], 0);
    ends(folder.path(), &["chart", results, "--kind", "targets", "--kind", "output", "--size", "page"], 0);
    assert_ne!(fs::read(made.join("targets.png")).unwrap(), before);
    for name in
        ["targets-page.png", "targets-page.svg", "output-page.png", "counts.png", "note.txt", "run.json"]
    {
        assert!(made.join(name).exists(), "{name}");
    }
    ends(folder.path(), &["run", "park.toml", "--quiet"], 0);
    assert_eq!(fs::read(made.join("targets.png")).unwrap(), before);
    ends(folder.path(), &["chart", results, "--scale", "0.5"], 0);
    ends(folder.path(), &["run", "park.toml", "--quiet", "--no-charts"], 0);
    let mut left = names(&made);
    left.retain(|name| !name.ends_with(".csv"));
    assert_eq!(left, ["note.txt", "results.json", "run.json"]);
}

#[test]
fn a_page_has_the_bytes_of_a_page() {
    let folder = folder();
    ends(folder.path(), &["run", "park.toml", "--size", "page", "--quiet"], 0);
    ends(folder.path(), &["chart", "output/park/results.json", "--size", "page"], 0);
    let made = folder.path().join("output/park");
    assert!(fs::read(made.join("output.svg")).unwrap() == fs::read(made.join("output-page.svg")).unwrap());
}

#[test]
fn a_kind_that_there_is_not_says_which_there_are() {
    let folder = folder();
    ends(folder.path(), &["run", "park.toml", "--quiet", "--no-charts"], 0);
    ends(folder.path(), &["compare", "park.toml", "--quiet", "--no-charts"], 0);
    let before = names(&folder.path().join("output/park"));
    for (results, kind, says) in [
        ("park", "mixes", "“mixes”是 compare 的图，这是 run 的结果；可画：targets、"),
        ("park-compare", "targets", "“targets”是 run 的图，这是 compare 的结果；可画：mixes、"),
        ("park", "land", "“land”在这份结果中没有可画的内容"),
        ("park-compare", "delay", "“delay”在这份结果中没有可画的内容"),
        ("park", "pie", "possible values: targets, dots, "),
    ] {
        let results = format!("output/{results}/results.json");
        let said = ends(folder.path(), &["chart", &results, "--kind", kind], 2);
        assert!(said.contains(says), "{said}");
    }
    assert_eq!(names(&folder.path().join("output/park")), before);
}

#[test]
fn what_is_no_results_is_refused_and_nothing_is_written() {
    let folder = folder();
    ends(folder.path(), &["run", "park.toml", "--quiet"], 0);
    let made = folder.path().join("output/park");
    let text = fs::read_to_string(made.join("results.json")).unwrap();
    for (name, text) in [
        ("newer.json", text.replacen("\"schema\": 1", "\"schema\": 2", 1)),
        ("cut.json", text[..text.len() / 2].to_owned()),
        ("less.json", text.replacen("\"targets\"", "\"tragets\"", 1)),
        ("far.json", text.replacen("\"end_year\": 2025", "\"end_year\": 1000000000", 1)),
        ("empty.json", String::new()),
    ] {
        fs::write(folder.path().join(name), text).unwrap();
    }
    for (name, says) in [
        ("newer.json", "newer parkcast"),
        ("cut.json", "damaged"),
        ("less.json", "damaged"),
        ("far.json", "scenario.end_year"),
        ("empty.json", "none of parkcast's results"),
        ("park.toml", "none of parkcast's results"),
        ("output/park/run.json", "none of parkcast's results"),
        ("output/park/targets.png", "none of parkcast's results"),
        ("output/park", "is a folder"),
        ("absent.json", "there is no file"),
    ] {
        let said = ends(folder.path(), &["chart", name, "--lang", "en", "--out", "new"], 2);
        assert!(said.contains(says), "{name}: {said}");
    }
    assert!(!folder.path().join("new").exists());
}

#[test]
fn the_language_is_the_one_asked_for_or_that_of_the_results() {
    let folder = folder();
    ends(folder.path(), &["run", "park.toml", "--quiet", "--no-charts"], 0);
    let drawn = |options: &[&str]| {
        let output = parkcast(folder.path(), &[&["chart", "output/park/results.json"], options].concat());
        assert!(output.status.success());
        fs::read_to_string(folder.path().join("output/park/targets.svg")).unwrap()
    };
    assert!(drawn(&[]).contains("情景假设"));
    assert!(drawn(&["--lang", "en"]).contains("Scenario assumptions"));
}

/// Tables are written beside the results, with and without charts, as `compare` does.
#[test]
fn a_run_writes_its_tables_for_excel() {
    let folder = folder();
    let made = folder.path().join("output/park");
    ends(folder.path(), &["run", "park.toml", "--quiet", "--no-charts"], 0);
    let targets = fs::read_to_string(made.join("targets.csv")).unwrap();
    // A byte order mark, without which Excel misreads Chinese; the ends of an interval apart.
    assert!(targets.starts_with("\u{feff}类别,目标,年份,概率,95%区间下限,95%区间上限,把握\n"), "{targets}");
    let tables: Vec<String> = names(&made).into_iter().filter(|name| name.ends_with(".csv")).collect();
    for table in ["targets.csv", "summary.csv", "park.csv", "enterprises.csv", "quantiles.csv"] {
        assert!(tables.iter().any(|name| name == table), "{table}: {tables:?}");
    }
    ends(folder.path(), &["run", "park.toml", "--quiet"], 0);
    assert!(tables.iter().all(|table| made.join(table).exists()));
}
