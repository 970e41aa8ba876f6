//! `parkcast verify`.

use super::{PARK, ends, folder, parkcast, pictures};
use parkcast::random::DRAWS;
use parkcast::stamp::{ELEMENT, KEY, Stamp};
use std::fs;
use std::io::{Cursor, Write};
use std::path::Path;
use std::time::Duration;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const RESULTS: &str = "output/park/results.json";
const COMPARED: &str = "output/park-compare/results.json";
const COMPARE: &[&str] = &["compare", "park.toml", "--trials", "500", "--quiet"];

/// A page, a workbook and a document with a seal, as reports have them.
fn reports(folder: &Path, seal: &Stamp) -> Vec<String> {
    let line = seal.to_json();
    let page = format!("<!doctype html><script type=\"application/json\" id=\"{ELEMENT}\">{line}</script>");
    fs::write(folder.join("report.html"), page).unwrap();
    let value = line.replace('"', "&quot;");
    let xml = format!(
        "<Properties xmlns:vt=\"x\"><property pid=\"2\" name=\"{KEY}\"><vt:lpwstr>{value}</vt:lpwstr></property></Properties>"
    );
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    archive.start_file("docProps/custom.xml", SimpleFileOptions::default()).unwrap();
    archive.write_all(xml.as_bytes()).unwrap();
    let package = archive.finish().unwrap().into_inner();
    for name in ["report.xlsx", "report.docx"] {
        fs::write(folder.join(name), &package).unwrap();
    }
    ["report.html", "report.xlsx", "report.docx"].map(str::to_owned).into()
}

fn seal(folder: &Path, file: &str) -> Stamp {
    Stamp::read(&fs::read(folder.join(file)).unwrap(), file).unwrap()
}

#[test]
fn every_kind_of_run_comes_out_again() {
    let folder = folder();
    for options in [
        &[][..],
        &["--trials", "12345", "--seed", "7"],
        &["--sampling", "sobol"],
        &["--sampling", "sobol", "--trials", "5000", "--conditional", "off"],
        &["--mix", "all-in"],
        &["--precision", "1pp"],
        &["--precision", "1pp", "--sampling", "sobol"],
        &["--max-time", "60ms", "--trials", "100000000"],
        &["--max-time", "60ms", "--trials", "100000000", "--sampling", "sobol"],
    ] {
        ends(folder.path(), &[&["run", "park.toml", "--no-charts", "--quiet"], options].concat(), 0);
        let said = ends(folder.path(), &["verify", RESULTS, "--threads", "1"], 0);
        assert!(said.contains("全部数字都与原来相同"), "{options:?}: {said}");
    }
}

#[test]
fn every_kind_of_comparison_comes_out_again() {
    let folder = folder();
    fs::write(folder.path().join("high.toml"), "extends = \"park.toml\"\ntitle = \"高\"\n").unwrap();
    for options in [
        &[][..],
        &["--mix", "all-in", "--reference", "all-in", "--delay", "nurture", "--by", "ten", "--seed", "9"],
        &["--contributions", "all-in", "--delay", "nurture", "--delay", "promote", "--by", "score"],
        &["high.toml"],
    ] {
        ends(folder.path(), &[COMPARE, &["--no-charts"], options].concat(), 0);
        let said = ends(folder.path(), &["verify", COMPARED, "--lang", "en"], 0);
        assert!(said.contains("all numbers are the same"), "{options:?}: {said}");
    }
}

/// What was done when it was interrupted, at whatever moment, are the first so many trials.
#[cfg(unix)]
#[test]
fn what_was_interrupted_comes_out_again() {
    let folder = folder();
    for (command, results, wait) in
        [("run", RESULTS, 300), ("compare", COMPARED, 300), ("compare", COMPARED, 700)]
    {
        let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_parkcast"))
            .current_dir(folder.path())
            .args([command, "park.toml", "--trials", "100000000", "--no-charts", "--quiet"])
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(wait));
        let interrupt = std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status();
        assert!(interrupt.unwrap().success());
        assert_eq!(child.wait().unwrap().code(), Some(130));
        let text = fs::read_to_string(folder.path().join(results)).unwrap();
        assert!(text.contains("\"interrupted\": true"));
        ends(folder.path(), &["verify", results, "--quiet"], 0);
    }
}

#[test]
fn every_kind_of_file_is_verified() {
    let folder = folder();
    ends(folder.path(), &["run", "park.toml", "--quiet"], 0);
    ends(folder.path(), &[COMPARE, &["--delay", "nurture"]].concat(), 0);
    for (results, made) in [(RESULTS, "output/park"), (COMPARED, "output/park-compare")] {
        let seal = seal(folder.path(), results);
        let mut files = reports(folder.path(), &seal);
        files.extend(pictures(&folder.path().join(made)).iter().map(|path| path.display().to_string()));
        files.push(results.to_owned());
        let mut arguments = vec!["verify"];
        arguments.extend(files.iter().map(String::as_str));
        let said = ends(folder.path(), &arguments, 0);
        assert_eq!(said.lines().count(), files.len(), "{said}");
        assert!(said.lines().all(|line| line.contains("都与原来相同")), "{said}");
    }
    let quiet = parkcast(folder.path(), &["verify", RESULTS, "--quiet"]);
    assert!(quiet.status.success() && quiet.stdout.is_empty() && quiet.stderr.is_empty());
}

#[test]
fn a_number_that_was_changed_is_named() {
    let folder = folder();
    ends(folder.path(), &["run", "park.toml", "--quiet"], 0);
    let path = folder.path().join(RESULTS);
    let mut value: serde_json::Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    value["park"][0]["output"]["p50"] = value["park"][0]["output"]["p75"].clone();
    fs::write(&path, value.to_string()).unwrap();
    let said = ends(folder.path(), &["verify", RESULTS], 4);
    assert!(said.contains("有1处不同") && said.contains("park[2024].output.p50"), "{said}");
    // A picture holds the probabilities alone.
    let mut changed = seal(folder.path(), "output/park/targets.png");
    let p = changed.answers[0].probabilities.get_mut("none").unwrap();
    *p = 0.987_654;
    let files = reports(folder.path(), &changed);
    let said = ends(folder.path(), &["verify", &files[1], "--lang", "en"], 4);
    assert!(said.contains("targets[ten] none") && said.contains("0.987654"), "{said}");
    changed = seal(folder.path(), "output/park/targets.png");
    changed.results_sha256 = "0".repeat(64);
    reports(folder.path(), &changed);
    let said = ends(folder.path(), &["verify", "report.html", "--quiet"], 4);
    assert!(said.contains("概率相同，但结果中有别的数字不同"), "{said}");
}

#[test]
fn many_differences_are_counted() {
    let folder = folder();
    ends(folder.path(), &["run", "park.toml", "--no-charts", "--quiet"], 0);
    let path = folder.path().join(RESULTS);
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replace("\"seed\": ", "\"seed\": 1")).unwrap();
    let said = ends(folder.path(), &["verify", RESULTS, "--lang", "en"], 4);
    assert!(said.contains("further differences: ") && said.lines().count() < 30, "{said}");
    assert!(said.contains(" targets[ten].probability ") && !said.contains(" park["), "{said}");
}

#[test]
fn what_has_changed_since_is_named_and_nothing_is_run() {
    let folder = folder();
    ends(folder.path(), &["run", "park.toml", "--quiet"], 0);
    let picture = "output/park/targets.svg";
    fs::write(folder.path().join("park.toml"), format!("{PARK}# changed\n")).unwrap();
    let said = ends(folder.path(), &["verify", picture], 2);
    assert!(said.contains("park.toml is not what it was"), "{said}");
    fs::write(folder.path().join("park.toml"), PARK).unwrap();
    let roster = folder.path().join("roster.csv");
    let before = fs::read_to_string(&roster).unwrap();
    fs::write(&roster, before.replace("9.5", "9.6")).unwrap();
    let said = ends(folder.path(), &["verify", picture], 2);
    assert!(said.contains("所引用的 roster.csv 与当时不同") && !said.contains("park.toml、"), "{said}");
    // Results of earlier versions do not say which files there were.
    let text = fs::read_to_string(folder.path().join(RESULTS)).unwrap();
    let mut value: serde_json::Value = serde_json::from_str(&text).unwrap();
    value["provenance"].as_object_mut().unwrap().remove("inputs");
    fs::write(folder.path().join("old.json"), value.to_string()).unwrap();
    let said = ends(folder.path(), &["verify", "old.json"], 2);
    assert!(said.contains("请核对：roster.csv"), "{said}");
    fs::write(&roster, before.replace("9.5", "many")).unwrap();
    assert!(ends(folder.path(), &["verify", picture], 2).contains("roster.csv"));
    fs::remove_file(&roster).unwrap();
    assert!(ends(folder.path(), &["verify", picture], 2).contains("roster.csv"));
    fs::write(&roster, before).unwrap();
    ends(folder.path(), &["verify", picture], 0);
}

/// By `--scenario`, whatever the file is called; else where scenarios lie.
#[test]
fn the_scenario_is_found() {
    let folder = folder();
    ends(folder.path(), &["run", "park.toml", "--quiet"], 0);
    let picture = "output/park/targets.png";
    let moved = folder.path().join("scenarios");
    fs::create_dir(&moved).unwrap();
    for name in ["park.toml", "roster.csv"] {
        fs::rename(folder.path().join(name), moved.join(name)).unwrap();
    }
    ends(folder.path(), &["verify", picture], 0);
    fs::rename(moved.join("park.toml"), moved.join("renamed.toml")).unwrap();
    let said = ends(folder.path(), &["verify", picture], 2);
    assert!(said.contains("park.toml") && said.contains("--scenario"), "{said}");
    ends(folder.path(), &["verify", picture, "--scenario", "scenarios/renamed.toml"], 0);
    fs::write(folder.path().join("other.toml"), format!("{PARK}# other\n")).unwrap();
    let said = ends(folder.path(), &["verify", picture, "--scenario", "other.toml"], 2);
    assert!(said.contains("other.toml is not what it was"), "{said}");
    let said = ends(folder.path(), &["verify", picture, "--scenario", "absent.toml"], 2);
    assert!(said.contains("there is no file absent.toml"), "{said}");
}

/// Makes a file another version's: `from` in its program becomes `to`, and where `moves` is said, a number moves.
fn disguise(path: &Path, from: &str, to: &str, moves: bool) {
    let text = fs::read_to_string(path).unwrap();
    assert!(text.contains(from), "{text}");
    let mut value: serde_json::Value = serde_json::from_str(&text.replacen(from, to, 1)).unwrap();
    if moves {
        value["park"][0]["output"]["p50"] = value["park"][0]["output"]["p75"].clone();
    }
    fs::write(path, value.to_string()).unwrap();
}

#[test]
fn another_version_is_said_before_its_numbers_are() {
    let folder = folder();
    let path = folder.path().join(RESULTS);
    let (version, draws) = (env!("CARGO_PKG_VERSION"), format!("\"draws\": {DRAWS}"));
    let this = format!("\"version\": \"{version}\"");
    let other = format!("\"draws\": {}", DRAWS + 1);
    let made = "was made by another version of parkcast";
    // What is changed, what it becomes, whether a number moves: the status, and what is said.
    for (from, to, moves, status, says) in [
        (&this, "\"version\": \"0.0.7\"", false, 0, "all numbers are the same"),
        (&this, "\"version\": \"0.0.7\"", true, 4, "the file may have been changed"),
        (&this, "\"commit\": \"abc\", \"version\": \"0.0.7\"", true, 4, "0.0.7, commit abc, draws"),
        (&draws, &other, false, 0, "all numbers are the same"),
        (&draws, &other, true, 3, "that says nothing of the file, which parkcast"),
    ] {
        ends(folder.path(), &["run", "park.toml", "--no-charts", "--quiet"], 0);
        disguise(&path, from, to, moves);
        let said = ends(folder.path(), &["verify", RESULTS, "--lang", "en"], status);
        assert!(said.contains(made) && said.contains(says), "{said}");
        // What is the same is said on stdout.
        assert!(status == 0 || said.find(made) < said.find("simulated again"), "{said}");
    }
    // Results of the first version do not say their draws, and a scenario that has changed since is no reason not to say so.
    ends(folder.path(), &["run", "park.toml", "--no-charts", "--quiet"], 0);
    disguise(&path, &format!("{draws},"), "", true);
    let said = ends(folder.path(), &["verify", RESULTS, "--lang", "en"], 3);
    assert!(said.contains(made), "{said}");
    fs::write(folder.path().join("park.toml"), format!("{PARK}# other\n")).unwrap();
    let said = ends(folder.path(), &["verify", RESULTS, "--lang", "en"], 2);
    assert!(said.find(made) < said.find("is not what it was") && said.contains(made), "{said}");
}

#[test]
fn what_no_scenario_can_have_led_to_is_refused() {
    let folder = folder();
    ends(folder.path(), &["run", "park.toml", "--mix", "all-in", "--no-charts", "--quiet"], 0);
    let line = seal(folder.path(), RESULTS).to_json();
    for (from, to) in [
        ("\"trials\":3000", "\"trials\":9000000000000000000"),
        ("\"sampling\":\"random\"", "\"sampling\":\"x\""),
        ("\"mix\":{\"id\":\"all-in\"", "\"mix\":{\"id\":\"x\""),
        ("\"scenario\":\"park\"", "\"scenario\":\"../park\""),
    ] {
        assert!(line.contains(from), "{line}");
        let changed: Stamp = serde_json::from_str(&line.replacen(from, to, 1)).unwrap();
        reports(folder.path(), &changed);
        ends(folder.path(), &["verify", "report.docx"], 2);
    }
    for file in ["park.toml", "roster.csv", "absent.png", "output"] {
        ends(folder.path(), &["verify", file], 2);
    }
    // Of several files each is looked at; the gravest outcome counts.
    let said = ends(folder.path(), &["verify", "roster.csv", RESULTS], 2);
    assert!(said.contains("都与原来相同"), "{said}");
}
