//! What a scenario's numbers rest on, listed in the words of its files.

use parkcast::read::{Refusal, read_scenario};
use parkcast::scenario::{Assumption, Scenario};
use parkcast::study::Run;
use parkcast::text::{Lang, Text};
use std::fmt::Write;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

const PARK: &str = r#"
parcels_file = "地块.csv"
[park]
name = "园区"
base_year = 2023
end_year = 2024
source = "2023年统计公报"
source_en = "statistics of 2023"
[[industries]]
id = "textile"
name = "纺织"
name_en = "Textiles"
growth = "6% to 16%"
volatility = 0.24
seasonality = [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2.5]
[[industries]]
id = "food"
name = "食品"
growth = 0.1
volatility = 0.2
source = "情景假设：参照纺织"
[correlation]
default = 0.35
pairs = [["textile", "food", 0.25]]
source = "企业面板"
[[enterprises]]
name = "甲"
industry = "textile"
output = "8.6亿元"
tags = ["重点", "出口"]
source = "Assumption"
[[exits]]
name = "退出"
where = { output = ["< 9亿元", ">= 1亿元"], tags = "重点" }
annual_rate = { dist = "beta", alpha = 2, beta = 38 }
[[resources]]
id = "land"
available = 60
[[supplies]]
name = "指标"
resource = "land"
amount = "120亩"
month = 2024-06-15
delay = { dist = "pert", low = 0, mode = 2, high = 9 }
[[routes]]
id = "auction"
months = { dist = "discrete", values = [6, 12], weights = [0.5, 0.5] }
success = 0.5
[[projects]]
name = "新"
industry = "food"
capacity = 3
needs = { land = 30 }
stage = "signed"
[[targets]]
name = "产值"
metric = "park.output"
at_least = "9亿元"
year = 2024
[[policies]]
id = "clear"
cost = "300万元"
changes = [
  { on = "routes", success = { multiply = 1.3 }, months = { multiply = "0.5 to 0.8", add = -1 } },
  { on = "supplies", id = "指标", amount = { set = "150亩" } },
  { on = "projects", where = { name = "新" }, needs = { land = { multiply = 0.9 } } },
]
"#;
const PARCELS: &str =
    "地块名称,面积(公顷),处置途径,月数,数据来源\n一号,2.5,auction,5 to 9,国土台账\n二号,3,auction,,\n";

fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("地块.csv"), PARCELS).unwrap();
    folder
}

fn read_in(folder: &TempDir, name: &str, text: &str) -> Result<Scenario, Refusal> {
    let path = folder.path().join(name);
    fs::write(&path, text).unwrap();
    read_scenario(&path).map(|reading| reading.scenario)
}

fn read(text: &str) -> Scenario {
    read_in(&folder(), "park.toml", text).unwrap()
}

fn listed(assumptions: &[Assumption]) -> String {
    let mut text = String::new();
    for Assumption { table, name, values, source } in assumptions {
        let source =
            source.as_ref().map_or("-".to_owned(), |source| both(source.get(Lang::Zh), source.get(Lang::En)));
        writeln!(text, "{table}: {} <{source}>", both(name.get(Lang::Zh), name.get(Lang::En))).unwrap();
        for value in values {
            let Text { zh, en } = &value.label;
            let written = both(value.written.get(Lang::Zh), value.written.get(Lang::En));
            writeln!(text, "    {}: {written}", both(zh, en)).unwrap();
        }
    }
    text
}

fn both(zh: &str, en: &str) -> String {
    if zh == en { zh.to_owned() } else { format!("{zh} / {en}") }
}

#[test]
fn every_entry_is_listed_in_words() {
    insta::assert_snapshot!(listed(&read(PARK).assumptions));
}

/// Nothing of the file format is left in what an office reads: no key, no choice, no "to".
#[test]
fn no_value_of_a_shipped_scenario_reads_like_code() {
    for stem in ["baseline", "published-2023", "mid-year"] {
        let path = format!("{}/scenarios/{stem}.toml", env!("CARGO_MANIFEST_DIR"));
        let scenario = read_scenario(Path::new(&path)).unwrap().scenario;
        for Assumption { name, values, .. } in &scenario.assumptions {
            for value in values {
                let Text { zh, en } = &value.written;
                let mut latin = zh.split(|c: char| !c.is_ascii_alphabetic());
                let word = latin.find(|word| word.len() > 1 && *word != "PERT");
                assert_eq!(word, None, "{}: {} {zh}", name.name, value.label.zh);
                assert!(!en.contains('_'), "{}: {en}", name.name);
            }
        }
    }
}

fn sources_of<'a>(scenario: &'a Scenario, table: &str) -> Vec<Option<&'a str>> {
    let of_table = scenario.assumptions.iter().filter(|entry| entry.table == table);
    of_table.map(|entry| entry.source.as_ref().map(|source| source.name.as_str())).collect()
}

#[test]
fn a_list_has_a_source_for_all_that_name_none() {
    let folder = folder();
    let all = "parcels_source = \"国土局台账\"\nenterprises_source = \"统计局名录\"\nenterprises_source_en = \"the bureau\"\n";
    let scenario = read_in(&folder, "park.toml", &format!("{all}{PARK}")).unwrap();
    assert_eq!(sources_of(&scenario, "parcels"), [Some("国土台账"), Some("国土局台账")]);
    // The enterprise says that it is assumed, and what it says stands.
    assert_eq!(sources_of(&scenario, "enterprises"), [None]);
    let without = PARK.replace("source = \"Assumption\"\n", "");
    let scenario = read_in(&folder, "park.toml", &format!("{all}{without}")).unwrap();
    let of = scenario.assumptions.iter().find(|entry| entry.table == "enterprises").unwrap();
    assert_eq!(of.source.as_ref().unwrap().get(Lang::En), "the bureau");
    // A file's source is not that of what another file lists.
    let child = "extends = \"park.toml\"\n[[enterprises]]\nname = \"乙\"\nindustry = \"food\"\noutput = 1\n";
    let child = read_in(&folder, "child.toml", child).unwrap();
    assert_eq!(sources_of(&child, "enterprises"), [Some("统计局名录"), None]);
}

#[test]
fn a_source_of_a_list_that_is_wrong_is_told_once() {
    let refusal = read_in(&folder(), "park.toml", &format!("parcels_source = 3\n{PARK}")).unwrap_err();
    let problems: Vec<_> = refusal.problems.list.iter().map(|problem| problem.path.as_str()).collect();
    assert_eq!(problems, ["parcels_source"]);
    let folder = folder();
    read_in(&folder, "park.toml", PARK).unwrap();
    let path = folder.path().join("child.toml");
    fs::write(&path, "extends = \"park.toml\"\nprojects_source = \"台账\"\n").unwrap();
    let reading = read_scenario(&path).unwrap();
    let warned: Vec<_> = reading.problems.list.iter().map(|problem| problem.found.get(Lang::En)).collect();
    assert_eq!(warned, ["it has no effect: there is no [[projects]] in this file"]);
}

#[test]
fn a_source_changes_no_number() {
    let results = |text: &str| {
        let scenario = read(text);
        let results = Run::of(&scenario).trials(500).run(&()).unwrap();
        let mut results = serde_json::to_value(results).unwrap();
        // The file's hash is another, of course.
        results["provenance"]["scenario_sha256"] = "".into();
        let provenance = results["provenance"].as_object_mut().unwrap();
        assert!(["inputs_sha256", "inputs"].iter().all(|key| provenance.remove(*key).is_some()));
        results.to_string()
    };
    let unsourced: String =
        PARK.lines().filter(|line| !line.starts_with("source")).map(|line| format!("{line}\n")).collect();
    assert_ne!(unsourced, PARK);
    assert_eq!(results(PARK), results(&unsourced));
}

/// Numbers that a file writes anew are not those of the base's source.
#[test]
fn a_source_is_inherited_with_its_numbers_only() {
    let folder = folder();
    let base = read_in(&folder, "base.toml", PARK).unwrap();
    let source = |scenario: &Scenario, table: &str| {
        let entry = scenario.assumptions.iter().find(|entry| entry.table == table).unwrap();
        entry.source.as_ref().map(|source| source.name.clone())
    };
    assert_eq!(source(&base, "correlation").as_deref(), Some("企业面板"));
    let child = "extends = \"base.toml\"\n[correlation]\ndefault = 0.8\n";
    let child = read_in(&folder, "child.toml", child).unwrap();
    assert_eq!(source(&child, "correlation"), None);
    assert_eq!(source(&child, "park").as_deref(), Some("2023年统计公报"));
}

#[test]
fn a_source_is_a_line_that_can_be_read() {
    for (bad, says) in [
        ("\"\"", "an empty text"),
        ("\"a\\nb\"", "it holds the invisible character U+000A"),
        ("3", "the whole number 3"),
    ] {
        let text = PARK.replace("\"企业面板\"", bad);
        let refusal = read_in(&folder(), "park.toml", &text).unwrap_err();
        let problem = &refusal.problems.list[0];
        assert_eq!((problem.path.as_str(), problem.found.get(Lang::En)), ("correlation.source", says));
    }
    let long = "长".repeat(1000);
    assert!(
        read(&PARK.replace("企业面板", &long))
            .assumptions
            .iter()
            .any(|entry| { entry.source.as_ref().is_some_and(|source| source.name == long) })
    );
}
