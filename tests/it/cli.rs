//! The command from outside: what goes where, and with which exit status.

use assert_cmd::Command;
use parkcast::compare::Comparison;
use parkcast::results::Results;
use parkcast::text::Lang;
use std::path::Path;
use tempfile::TempDir;

const PARK: &str = r#"
title = "示例"
[park]
name = "示例园区"
name_en = "Sample park"
base_year = 2023
end_year = 2024
[run]
trials = 2000
[[industries]]
id = "textile"
name = "纺织"
growth = "6% to 16%"
volatility = 0.2
[[enterprises]]
name = "甲"
industry = "textile"
output = "9亿元"
land = "100亩"
[[targets]]
id = "ten"
name = "1个十亿企业"
count = "enterprises"
where = { output = ">= 10亿元" }
at_least = 1
year = 2024
[[policies]]
id = "nurture"
name = "培育"
cost = 1000
changes = [ { on = "enterprises", where = { name = "甲" }, growth = { add = "5%" } } ]
[[mixes]]
id = "all-in"
name = "全面发力"
policies = { nurture = 1.0 }
"#;

fn folder_with(name: &str, text: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join(name), text).unwrap();
    folder
}

fn parkcast(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_parkcast"));
    command.current_dir(folder).env_remove("LANG").env_remove("LC_ALL").env_remove("LC_MESSAGES");
    command
}

fn stdout(output: &std::process::Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn stderr(output: &std::process::Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[test]
fn a_run_writes_results_and_charts_and_prints_a_table() {
    let folder = folder_with("park.toml", PARK);
    let output = parkcast(folder.path()).args(["run", "park.toml"]).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let table = stdout(&output);
    assert!(table.contains("1个十亿企业") && table.contains("95%区间"), "{table}");
    assert!(!table.contains('\u{1b}'), "no colour where there is no terminal");
    let written = folder.path().join("output/park");
    for file in ["results.json", "run.json", "targets.png", "targets.svg", "output.png", "counts.svg"] {
        assert!(written.join(file).metadata().unwrap().len() > 0, "{file}");
    }
}

#[test]
fn json_is_the_same_document_and_nothing_else() {
    let folder = folder_with("park.toml", PARK);
    let output = parkcast(folder.path()).args(["run", "park.toml", "--json", "--out", "o"]).output().unwrap();
    let written = std::fs::read_to_string(folder.path().join("o/park/results.json")).unwrap();
    assert_eq!(stdout(&output), written);
    let results: Results = serde_json::from_str(&written).unwrap();
    assert_eq!((results.schema, results.provenance.trials, results.provenance.mix), (1, 2000, None));
    assert_eq!(results.goals[0].id, "all");
}

#[test]
fn the_bytes_depend_on_neither_threads_nor_folder_but_on_the_seed() {
    let folder = folder_with("park.toml", PARK);
    let run = |options: &[&str]| {
        let output =
            parkcast(folder.path()).args(["run", "park.toml", "--json"]).args(options).output().unwrap();
        assert_eq!(output.status.code(), Some(0));
        stdout(&output)
    };
    let one = run(&["--threads", "1"]);
    assert_eq!(one, run(&["--threads", "3", "--out", "elsewhere"]));
    assert_ne!(one, run(&["--seed", "2"]));
    assert_ne!(one, run(&["--trials", "3_000"]));
}

#[test]
fn a_mix_is_applied_and_named() {
    let folder = folder_with("park.toml", PARK);
    let run = |options: &[&str]| -> Results {
        let output =
            parkcast(folder.path()).args(["run", "park.toml", "--json"]).args(options).output().unwrap();
        serde_json::from_str(&stdout(&output)).unwrap()
    };
    let (none, mix) = (run(&[]), run(&["--mix", "all-in"]));
    assert!(mix.targets[0].probability.probability > none.targets[0].probability.probability);
    let facts = mix.provenance.mix.unwrap();
    assert_eq!((facts.id.as_str(), facts.cost), ("all-in", 1000.0));
    let output = parkcast(folder.path()).args(["run", "park.toml", "--mix", "al-in"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("all-in"), "{}", stderr(&output));
}

#[test]
fn a_file_whose_name_is_no_folder_is_refused() {
    let folder = folder_with("...toml", PARK);
    let output = parkcast(folder.path()).args(["run", "...toml", "--out", "deep/out"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2), "{}", stderr(&output));
    assert!(!folder.path().join("deep").exists());
}

#[test]
fn a_ratio_that_is_never_defined_has_no_numbers() {
    let folder = folder_with("park.toml", &PARK.replace("land = \"100亩\"\n", ""));
    let output = parkcast(folder.path()).args(["run", "park.toml", "--json"]).output().unwrap();
    let document: serde_json::Value = serde_json::from_str(&stdout(&output)).unwrap();
    assert_eq!(document["park"][0]["tax_per_mu"], serde_json::json!({ "undefined": 2000 }));
    let results: Results = serde_json::from_value(document).unwrap();
    assert!(results.park[0].stat("tax_per_mu").is_none() && results.park[0].stat("output").is_some());
}

#[test]
fn quiet_says_nothing() {
    let folder = folder_with("park.toml", PARK);
    let output = parkcast(folder.path()).args(["run", "park.toml", "--quiet"]).output().unwrap();
    assert_eq!((stdout(&output).as_str(), stderr(&output).as_str()), ("", ""));
}

#[test]
fn a_run_speaks_the_language_that_is_asked_for() {
    let folder = folder_with("park.toml", PARK);
    let output = parkcast(folder.path()).args(["run", "park.toml", "--lang", "en"]).output().unwrap();
    let table = stdout(&output);
    assert!(table.contains("Sample park") && table.contains("95% interval"), "{table}");
}

/// `--lang`, else the scenario's `language`, else the environment's, else that of the scenario's text.
#[test]
fn the_language_follows_the_first_that_says() {
    let folder = folder_with("chinese.toml", PARK);
    let english = PARK.replace("亿元", "").replace("亩", "").replace(|c: char| !c.is_ascii(), "x");
    for (name, text) in [
        ("english.toml", english.clone()),
        ("in-chinese.toml", format!("language = \"zh\"\n{english}")),
        ("in-english.toml", format!("language = \"en\"\n{PARK}")),
        ("child.toml", "extends = \"in-english.toml\"\ntitle = \"继承\"\n".to_owned()),
        ("broken.toml", PARK.replace("growth", "growht")),
        ("broken-in-english.toml", format!("language = \"en\"\n{}", PARK.replace("growth", "growht"))),
    ] {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    // Scenario, options, environment, and the language that follows.
    type Case<'a> = (&'a str, &'a [&'a str], &'a [(&'a str, &'a str)], Lang);
    let cases: &[Case<'_>] = &[
        // Nothing else says: the text.
        ("chinese", &[], &[], Lang::Zh),
        ("english", &[], &[], Lang::En),
        ("chinese", &[], &[("LANG", "C.UTF-8")], Lang::Zh),
        ("broken", &[], &[("LC_ALL", "POSIX")], Lang::Zh),
        // The environment, by the first locale that names a language.
        ("chinese", &[], &[("LANG", "en_US.UTF-8")], Lang::En),
        ("english", &[], &[("LANG", "zh_CN.UTF-8")], Lang::Zh),
        ("chinese", &[], &[("LC_MESSAGES", "de_DE"), ("LANG", "zh_CN")], Lang::En),
        ("english", &[], &[("LC_ALL", "zh_CN"), ("LC_MESSAGES", "en_US")], Lang::Zh),
        ("english", &[], &[("LC_ALL", ""), ("LC_MESSAGES", "C"), ("LANG", "zh_CN")], Lang::Zh),
        ("broken", &[], &[("LANG", "en_US.UTF-8")], Lang::En),
        // The scenario.
        ("in-english", &[], &[("LC_ALL", "zh_CN")], Lang::En),
        ("in-chinese", &[], &[("LC_ALL", "en_US")], Lang::Zh),
        ("child", &[], &[("LC_ALL", "zh_CN")], Lang::En),
        ("broken-in-english", &[], &[("LC_ALL", "zh_CN")], Lang::En),
        // What is asked for.
        ("in-english", &["--lang", "zh"], &[("LC_ALL", "en_US")], Lang::Zh),
        ("chinese", &["--lang", "en"], &[("LC_ALL", "zh_CN")], Lang::En),
        ("broken", &["--lang", "en"], &[("LC_ALL", "zh_CN")], Lang::En),
    ];
    for &(stem, options, environment, lang) in cases {
        let output = parkcast(folder.path())
            .args(["check", &format!("{stem}.toml")])
            .args(options)
            .envs(environment.iter().copied())
            .output()
            .unwrap();
        let said = stdout(&output) + &stderr(&output);
        let says = match lang {
            Lang::Zh => ["可以运行", "没有运行"],
            Lang::En => ["ready to run", "nothing was run"],
        };
        assert!(says.iter().any(|words| said.contains(words)), "{stem} {options:?} {environment:?}: {said}");
    }
}

#[test]
fn where_there_is_no_scenario_the_language_is_the_environments() {
    let folder = tempfile::tempdir().unwrap();
    let title = |locale: &str, options: &[&str]| {
        let output =
            parkcast(folder.path()).arg("schema").args(options).env("LANG", locale).output().unwrap();
        let schema: serde_json::Value = serde_json::from_str(&stdout(&output)).unwrap();
        schema["title"].as_str().unwrap().to_owned()
    };
    assert_eq!(title("zh_CN.UTF-8", &[]), "园区情景");
    assert_eq!(title("zh_CN.UTF-8", &["--lang", "en"]), "Industrial park scenario");
    assert_eq!(title("C", &[]), "Industrial park scenario");
}

#[test]
fn wrong_input_is_refused_with_every_problem_and_nothing_is_written() {
    let folder = folder_with("good.toml", PARK);
    let bad = PARK.replace("growth =", "growht =").replace("\"9亿元\"", "\"9亩\"");
    std::fs::write(folder.path().join("bad.toml"), bad).unwrap();
    let output =
        parkcast(folder.path()).args(["run", "good.toml", "bad.toml", "--lang", "en"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(stdout(&output), "");
    let said = stderr(&output);
    for part in ["bad.toml:13:1", "growht", "`growth`", "bad.toml:18:10", "9亩", "nothing was run"] {
        assert!(said.contains(part), "{part} in\n{said}");
    }
    assert!(!folder.path().join("output").exists());
}

#[test]
fn wrong_arguments_are_refused() {
    let folder = folder_with("park.toml", PARK);
    for arguments in [
        &["run"][..],
        &["run", "park.toml", "--threads", "0"],
        &["run", "park.toml", "--trials", "0"],
        &["run", "park.toml", "--trials", "2000000000"],
        &["run", "park.toml", "--seed", "-1"],
        &["run", "park.toml", "park.toml"],
        &["run", "absent.toml"],
        &["fly"],
    ] {
        let output = parkcast(folder.path()).args(arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {}", stderr(&output));
        assert!(!folder.path().join("output").exists());
    }
}

#[test]
fn a_folder_that_cannot_be_written_fails_before_the_run() {
    let folder = folder_with("park.toml", PARK);
    std::fs::write(folder.path().join("output"), "a file").unwrap();
    let output = parkcast(folder.path()).args(["run", "park.toml"]).output().unwrap();
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    assert_eq!(std::fs::read_to_string(folder.path().join("output")).unwrap(), "a file");
}

#[test]
fn check_runs_nothing() {
    let folder = folder_with("park.toml", PARK);
    let output = parkcast(folder.path()).args(["check", "park.toml"]).output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert!(stdout(&output).contains("park.toml"));
    assert!(!folder.path().join("output").exists());
}

#[test]
fn what_init_writes_runs() {
    let folder = tempfile::tempdir().unwrap();
    let output = parkcast(folder.path()).args(["init", "new park"]).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    for file in ["scenario.toml", "enterprises.xlsx", "scenario.schema.json"] {
        assert!(folder.path().join("new park").join(file).exists(), "{file}");
    }
    let output =
        parkcast(folder.path()).args(["run", "new park/scenario.toml", "--trials", "500"]).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let again = parkcast(folder.path()).args(["init", "new park"]).output().unwrap();
    assert_eq!(again.status.code(), Some(2), "init replaces nothing");
}

#[test]
fn the_schema_is_json() {
    let folder = tempfile::tempdir().unwrap();
    let output = parkcast(folder.path()).arg("schema").output().unwrap();
    let schema: serde_json::Value = serde_json::from_str(&stdout(&output)).unwrap();
    assert!(schema["properties"]["park"].is_object());
}

fn read(folder: &Path) -> Results {
    serde_json::from_slice(&std::fs::read(folder.join("output/park/results.json")).unwrap()).unwrap()
}

#[test]
fn a_run_goes_on_until_it_is_precise() {
    let folder = folder_with("park.toml", PARK);
    for sampling in ["random", "sobol"] {
        let arguments = ["run", "park.toml", "--precision", "0.3pp", "--sampling", sampling, "--no-charts"];
        let output = parkcast(folder.path()).args(arguments).output().unwrap();
        assert!(output.status.success());
        assert!(stdout(&output).contains("达到要求的精度：每个区间半宽不超过0.3个百分点"));
        let results = read(folder.path());
        assert_eq!(results.provenance.sampling, sampling);
        assert!(!results.provenance.interrupted);
        for goal in &results.goals {
            let [low, high] = goal.probability.ci95;
            assert!(high - low <= 0.006, "{:?}", goal.probability);
            let [wide_low, wide_high] = goal.method.anytime95.unwrap();
            assert!(wide_low < low && high < wide_high);
        }
        // So many trials at once give the same.
        let trials = results.provenance.trials.to_string();
        let again = ["run", "park.toml", "--trials", &trials, "--sampling", sampling, "--no-charts"];
        if sampling == "random" {
            parkcast(folder.path()).args(again).assert().success();
            assert_eq!(read(folder.path()).goals[0].probability, results.goals[0].probability);
        }
    }
}

#[test]
fn precision_that_is_not_reached_is_said() {
    let folder = folder_with("park.toml", PARK);
    let few = ["run", "park.toml", "--precision", "0.01pp", "--trials", "5000", "--no-charts"];
    let output = parkcast(folder.path()).args(few).output().unwrap();
    assert!(output.status.success() && stdout(&output).contains("试验次数已满，可增加 --trials"));
    let short = ["run", "park.toml", "--precision", "0.001pp", "--max-time", "50ms", "--no-charts"];
    let output = parkcast(folder.path()).args(short).output().unwrap();
    assert!(output.status.success() && stdout(&output).contains("时间已到，可放宽 --max-time"));
    assert!(read(folder.path()).provenance.trials > 0);
}

#[test]
fn a_gate_that_is_missed_ends_with_status_4() {
    let folder = folder_with("park.toml", PARK);
    let run = |gate: &str| {
        let arguments = ["run", "park.toml", "--fail-under", gate, "--quiet", "--no-charts"];
        let output = parkcast(folder.path()).args(arguments).output().unwrap();
        (output.status.code(), String::from_utf8(output.stderr).unwrap())
    };
    assert_eq!(run("10%").0, Some(0));
    let (status, said) = run("0.9");
    assert_eq!(status, Some(4));
    assert!(said.contains("低于要求的90%") && !said.contains("尚不能断定"), "{said}");
    let probability = read(folder.path()).goals[0].probability.probability;
    let (status, said) = run(&format!("{}", probability + 1e-6));
    assert_eq!(status, Some(4));
    assert!(said.contains("尚不能断定"), "{said}");
    // The results of a run that misses the gate are kept.
    assert!(folder.path().join("output/park/results.json").exists());
}

#[test]
fn even_points_do_not_depend_on_threads() {
    let folder = folder_with("park.toml", PARK);
    let bytes = |threads: &str| {
        let arguments =
            ["run", "park.toml", "--sampling", "sobol", "--threads", threads, "--json", "--no-charts"];
        parkcast(folder.path()).args(arguments).output().unwrap().stdout
    };
    let one = bytes("1");
    assert!(!one.is_empty());
    assert_eq!(one, bytes("3"));
}

#[test]
fn without_charts_there_are_results_and_tables_alone() {
    let folder = folder_with("park.toml", PARK);
    let written = || {
        let files = std::fs::read_dir(folder.path().join("output/park")).unwrap();
        let mut names: Vec<String> =
            files.map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
        names.retain(|name| !name.starts_with('.'));
        names.sort();
        names
    };
    parkcast(folder.path()).args(["run", "park.toml", "--quiet"]).assert().success();
    assert!(written().iter().any(|name| name.ends_with(".png")));
    // Charts of the run before would not be of this one.
    parkcast(folder.path()).args(["run", "park.toml", "--quiet", "--no-charts"]).assert().success();
    let (tables, others): (Vec<String>, Vec<String>) =
        written().into_iter().partition(|name| name.ends_with(".csv"));
    assert_eq!(others, ["results.json", "run.json"]);
    assert!(tables.iter().any(|name| name == "targets.csv"), "{tables:?}");
}

#[test]
fn a_comparison_writes_results_tables_and_charts() {
    let folder = folder_with("park.toml", PARK);
    let run = |options: &[&str]| {
        let output = parkcast(folder.path()).args(["compare", "park.toml"]).args(options).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        stdout(&output)
    };
    let table = run(&["--delay", "nurture"]);
    assert!(
        table.contains("全面发力") && table.contains("百分点") && table.contains("2024年12月"),
        "{table}"
    );
    let written = folder.path().join("output/park-compare");
    for file in ["results.json", "probabilities.csv", "delays.csv", "mixes.png", "frontier.svg", "delay.png"]
    {
        assert!(written.join(file).metadata().unwrap().len() > 0, "{file}");
    }
    let json = run(&["--json", "--threads", "1"]);
    assert_eq!(json, run(&["--json", "--threads", "2"]));
    let results: Comparison = serde_json::from_str(&json).unwrap();
    let ids: Vec<&str> = results.alternatives.iter().map(|one| one.id.as_str()).collect();
    assert_eq!((ids, results.headline.as_str()), (vec!["none", "all-in"], "ten"));
    // A run of its own counts the same hits.
    let alone = parkcast(folder.path())
        .args(["run", "park.toml", "--mix", "all-in", "--conditional", "off", "--json"])
        .output()
        .unwrap();
    let alone: Results = serde_json::from_str(&stdout(&alone)).unwrap();
    assert_eq!(results.outcomes[0].alternatives[1].probability, alone.targets[0].probability);
}

/// What a run leads with is asked for by the file or by --by, which wins; both by id or name, and it comes back with `verify`.
#[test]
fn a_run_leads_with_what_is_asked_for() {
    let more = "[[targets]]\nid = \"output\"\nname = \"产值九亿\"\nmetric = \"park.output\"\nat_least = \"9亿元\"\nyear = 2024\n";
    let park = format!("headline = \"产值九亿\"\n{PARK}{more}");
    let folder = folder_with("park.toml", &park);
    let run = |options: &[&str]| {
        let output = parkcast(folder.path()).args(["run", "park.toml"]).args(options).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        let svg = std::fs::read_to_string(folder.path().join("output/park/targets.svg")).unwrap();
        (stdout(&output), svg)
    };
    let (table, svg) = run(&[]);
    assert!(table.contains("◆ 产值九亿"), "{table}");
    assert!(svg.contains("的概率实现“产值九亿”"), "{svg}");
    assert_eq!(read(folder.path()).provenance.headline.as_deref(), Some("output"));
    parkcast(folder.path()).args(["verify", "output/park/results.json"]).assert().success();
    let (table, svg) = run(&["--by", "ten"]);
    assert!(table.contains("◆ 1个十亿企业") && svg.contains("的概率实现“1个十亿企业”"), "{table}");
    let (table, svg) = run(&["--by", "all"]);
    assert!(!table.contains("◆ 1") && svg.contains("两项目标都实现的概率"), "{table}");
    let output = parkcast(folder.path()).args(["run", "park.toml", "--by", "x"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("没有目标“x”；可选：ten、output、all"), "{}", stderr(&output));
    // A comparison leads with it too.
    let output = parkcast(folder.path()).args(["compare", "park.toml", "--json"]).output().unwrap();
    let results: Comparison = serde_json::from_str(&stdout(&output)).unwrap();
    assert_eq!(results.headline, "output");
}

/// Two scenarios that differ by a change and have no policies in force are no choice.
#[test]
fn a_what_if_is_told_by_its_title() {
    let folder = folder_with("park.toml", PARK);
    let less = "extends = \"park.toml\"\ntitle = \"纺织少增三个百分点\"\n[[changes]]\non = \"industries\"\nwhere = { id = \"textile\" }\ngrowth = { add = \"-3%\" }\n";
    std::fs::write(folder.path().join("less.toml"), less).unwrap();
    let options = ["compare", "park.toml", "less.toml", "--mix", "none", "--trials", "20000", "--lang", "zh"];
    let output = parkcast(folder.path()).args(options).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let table = stdout(&output);
    assert!(
        table.contains("纺织少增三个百分点") && !table.contains('★') && !table.contains("费用"),
        "{table}"
    );
    let svg = std::fs::read_to_string(folder.path().join("output/park-compare/mixes.svg")).unwrap();
    assert!(svg.contains("<title>纺织少增三个百分点：“1个十亿企业”的概率由"), "{}", &svg[..600]);
    parkcast(folder.path()).args(["verify", "output/park-compare/results.json"]).assert().success();
}

#[test]
fn a_comparison_that_cannot_be_made_says_why_and_writes_nothing() {
    let folder = folder_with("park.toml", PARK);
    for (options, says) in [
        (["--mix", "al-in"], "没有政策组合“al-in”；可选：none、all-in"),
        (["--reference", "x"], "没有政策组合“x”"),
        (["--by", "eleven"], "没有目标“eleven”；可选：ten、all"),
        (["--delay", "x"], "没有政策“x”；可选：nurture"),
        (["--contributions", "all-in"], "政策数是1"),
        (["--mix", "none"], "没有可比的"),
    ] {
        let output = parkcast(folder.path()).args(["compare", "park.toml"]).args(options).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{options:?}");
        assert!(stderr(&output).contains(says), "{}", stderr(&output));
    }
    assert!(!folder.path().join("output").exists());
}

#[test]
fn all_mixes_are_run_each_into_a_folder_of_its_own() {
    let park = PARK.replace("id = \"all-in\"", "id = \"a/b\"") + "[[mixes]]\nid = \"a-b\"\npolicies = {}\n";
    let folder = folder_with("park.toml", &park);
    let output =
        parkcast(folder.path()).args(["run", "park.toml", "--all-mixes", "--no-charts"]).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let mix = |name: &str| {
        let text =
            std::fs::read_to_string(folder.path().join(format!("output/park/{name}/results.json"))).unwrap();
        serde_json::from_str::<Results>(&text).unwrap().provenance.mix.map(|mix| mix.id)
    };
    assert_eq!(mix("none"), None);
    assert_eq!((mix("a-b").as_deref(), mix("a-b-").as_deref()), (Some("a/b"), Some("a-b")));
}

/// What a sheet would take for a formula stays a text.
#[test]
fn names_in_csv_are_not_formulas() {
    let park = PARK.replace("name = \"全面发力\"", "name = \"=1+1,\\\"x\\\"\"");
    let folder = folder_with("park.toml", &park);
    let output = parkcast(folder.path()).args(["compare", "park.toml", "--no-charts"]).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let csv = std::fs::read(folder.path().join("output/park-compare/alternatives.csv")).unwrap();
    let csv = String::from_utf8(csv).unwrap();
    assert!(csv.starts_with('\u{feff}') && csv.contains("all-in,\"'=1+1,\"\"x\"\"\","), "{csv}");
}

/// Scenarios of different length are compared by the targets that they share, in the same calendar year.
#[test]
fn scenarios_of_different_length_are_compared() {
    let folder = folder_with("short.toml", PARK);
    let long = PARK
        .replace("end_year = 2024", "end_year = 2026")
        .replace("growth = \"6% to 16%\"", "growth = \"0% to 9%\"");
    std::fs::write(folder.path().join("long.toml"), &long).unwrap();
    let other = PARK.replace("at_least = 1\nyear", "at_least = 2\nyear");
    std::fs::write(folder.path().join("other.toml"), &other).unwrap();
    let run = |files: &[&str]| {
        parkcast(folder.path()).arg("compare").args(files).args(["--json", "--no-charts"]).output().unwrap()
    };
    for files in [["long.toml", "short.toml"], ["short.toml", "long.toml"]] {
        let output = run(&files);
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        let results: Comparison = serde_json::from_str(&stdout(&output)).unwrap();
        assert_eq!((results.alternatives.len(), results.figures.year), (4, 2024));
    }
    let output = run(&["short.toml", "other.toml"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("没有共同的目标"), "{}", stderr(&output));
}

#[test]
fn long_ids_make_folders_all_the_same() {
    let park = PARK.replace("id = \"all-in\"", &format!("id = \"{}\"", "长".repeat(200)));
    let folder = folder_with("park.toml", &park);
    let output =
        parkcast(folder.path()).args(["run", "park.toml", "--all-mixes", "--no-charts"]).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
}
