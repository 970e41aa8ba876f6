//! `parkcast report` from outside: what it writes for one scenario, for several, and for a comparison.

use assert_cmd::Command;
use parkcast::stamp::Stamp;
use std::collections::BTreeSet;
use std::path::Path;

const BASELINE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/baseline.toml");
const MID_YEAR: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/mid-year.toml");
/// What stands in a report's folder besides slides.
const DOCUMENTS: [&str; 5] = ["briefing.docx", "report.html", "report.md", "results.json", "tables.xlsx"];

fn report(folder: &Path, arguments: &[&str]) -> std::process::Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_parkcast"));
    command.current_dir(folder).args(["report", "--trials", "640", "--quiet"]).args(arguments);
    command.output().unwrap()
}

/// The names of the files that people see in a folder.
fn names(folder: &Path) -> BTreeSet<String> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
    entries.map(|name| name.into_string().unwrap()).filter(|name| !name.starts_with('.')).collect()
}

fn assert_complete(folder: &Path, slides: usize) {
    let there = names(folder);
    assert!(DOCUMENTS.iter().all(|name| there.contains(*name)), "{there:?}");
    let drawn = names(&folder.join("slides"));
    assert_eq!(drawn.len(), slides, "{drawn:?}");
    let wiki = std::fs::read_to_string(folder.join("report.md")).unwrap();
    let linked: BTreeSet<&str> =
        wiki.split("](slides/").skip(1).filter_map(|rest| rest.split(')').next()).collect();
    assert_eq!(linked, drawn.iter().map(String::as_str).collect());
    let stamp = |name: &str| Stamp::read(&std::fs::read(folder.join(name)).unwrap(), name).unwrap();
    assert!(DOCUMENTS.iter().all(|name| stamp(name) == stamp("results.json")));
    for name in drawn {
        let file = std::fs::File::open(folder.join("slides").join(&name)).unwrap();
        let reader = png::Decoder::new(std::io::BufReader::new(file)).read_info().unwrap();
        assert_eq!((reader.info().width, reader.info().height), (1920, 1080), "{name}");
    }
}

#[test]
fn a_single_report_goes_into_the_folder_itself() {
    let folder = tempfile::tempdir().unwrap();
    let output = report(folder.path(), &[BASELINE, "--out", "简报", "--lang", "zh"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_complete(&folder.path().join("简报"), 11);
    let page = std::fs::read_to_string(folder.path().join("简报/report.html")).unwrap();
    for said in
        ["目标达成概率分析", "结果取决于什么", "情景假设", "假设及来源", "parkcast verify", "<figcaption"]
    {
        assert!(page.contains(said), "{said}");
    }
}

#[test]
fn the_main_tables_have_charts_of_excels_own() {
    let folder = tempfile::tempdir().unwrap();
    assert!(report(folder.path(), &[BASELINE, "--out", "."]).status.success());
    let workbook = std::fs::File::open(folder.path().join("tables.xlsx")).unwrap();
    let workbook = zip::ZipArchive::new(workbook).unwrap();
    let names: Vec<String> = workbook.file_names().map(|name| name.unwrap().into_owned()).collect();
    let charts = names.iter().filter(|name| name.starts_with("xl/charts/chart")).count();
    // Targets, parts, years, the four counts, routes and the park.
    assert_eq!(charts, 9, "{names:?}");
}

#[test]
fn without_a_folder_it_goes_below_output_and_english_is_english() {
    let folder = tempfile::tempdir().unwrap();
    let output = report(folder.path(), &[BASELINE, "--mix", "all-in", "--lang", "en"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let made = folder.path().join("output/baseline-report");
    assert_complete(&made, 11);
    let page = std::fs::read_to_string(made.join("report.html")).unwrap();
    assert!(page.contains("What the result depends on") && page.contains("--mix all-in"));
}

#[test]
fn several_scenarios_have_folders_of_their_own() {
    let folder = tempfile::tempdir().unwrap();
    let output = report(folder.path(), &[BASELINE, MID_YEAR, "--out", "all"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(names(&folder.path().join("all")), BTreeSet::from(["baseline".into(), "mid-year".into()]));
    assert_complete(&folder.path().join("all/mid-year"), 11);
}

#[test]
fn a_comparison_is_one_report() {
    let folder = tempfile::tempdir().unwrap();
    let mixes = ["--mix", "nurture-3000", "--mix", "all-in", "--contributions", "all-in"];
    let compared = [&[BASELINE, "--compare", "--lang", "zh"][..], &mixes].concat();
    let output = report(folder.path(), &compared);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let made = folder.path().join("output/baseline-compare-report");
    assert_complete(&made, 5);
    let page = std::fs::read_to_string(made.join("report.html")).unwrap();
    assert!(page.contains("政策组合比较") && page.contains("Shapley"));
}

#[test]
fn what_only_a_comparison_can_answer_asks_for_one() {
    let folder = tempfile::tempdir().unwrap();
    let output = report(folder.path(), &[BASELINE, "--tolerance", "2pp", "--lang", "en"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("add --compare"));
    assert!(names(folder.path()).is_empty());
}

#[test]
fn the_same_scenario_gives_the_same_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let bytes = |out: &str, threads: &str| {
        let output = report(folder.path(), &[BASELINE, "--out", out, "--threads", threads]);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        DOCUMENTS.map(|name| std::fs::read(folder.path().join(out).join(name)).unwrap())
    };
    assert!(bytes("one", "1") == bytes("two", "2"));
}
