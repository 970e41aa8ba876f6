//! Rosters through the front door: a scenario that names one means the same as one that lists its enterprises.

use encoding_rs::GB18030;
use parkcast::read::problem::Severity;
use parkcast::read::{Reading, Refusal, read_scenario};
use parkcast::scenario::{Scenario, Shock};
use parkcast::text::{Lang, has_chinese};
use std::path::Path;

const HEAD: &str = "[park]\nbase_year = 2023\nend_year = 2024\n\
    [[industries]]\nid = \"textile\"\nname = \"纺织\"\ngrowth = 0.1\nvolatility = 0.2\n\
    [[targets]]\nid = \"t\"\nname = \"t\"\nmetric = \"park.output\"\nat_least = 1\nyear = 2024\n";
const INLINE: &str = "[[enterprises]]\nname = \"甲\"\nindustry = \"textile\"\noutput = \"42亿元\"\nland = \"380亩\"\n\
    [[enterprises]]\nname = \"乙\"\nindustry = \"textile\"\noutput = \"8 to 15亿元\"\ntags = [\"重点\", \"出口\"]\n";
const ROSTER: &str =
    "企业名称,所属产业,产值（亿元）,用地(亩),标签\n甲,textile,42,380,\n乙,textile,8 to 15,,重点、出口\n";

fn read_in(folder: &Path, toml: &str) -> Result<Reading, Refusal> {
    let path = folder.join("scenario.toml");
    std::fs::write(&path, toml).unwrap();
    read_scenario(&path)
}

#[track_caller]
fn scenario(outcome: Result<Reading, Refusal>) -> Scenario {
    outcome.map_err(|refusal| format!("{:#?}", refusal.problems)).unwrap().scenario
}

/// The scenario without what tells where it came from.
fn meaning(scenario: &Scenario) -> String {
    format!("{:?}", scenario.enterprises)
}

#[test]
fn a_roster_means_the_same_as_inline_enterprises() {
    let folder = tempfile::tempdir().unwrap();
    for range in ["8 to 15", "8 / 10 / 15"] {
        let (inline, roster) = (INLINE.replace("8 to 15", range), ROSTER.replace("8 to 15", range));
        let inline = scenario(read_in(folder.path(), &format!("{HEAD}{inline}")));
        let bytes: [Vec<u8>; 3] = [
            roster.clone().into(),
            GB18030.encode(&roster).0.into(),
            [b"\xef\xbb\xbf", roster.replace('\n', "\r\n").as_bytes()].concat(),
        ];
        for bytes in bytes {
            std::fs::write(folder.path().join("名单.csv"), bytes).unwrap();
            let named = scenario(read_in(folder.path(), &format!("enterprises_file = \"名单.csv\"\n{HEAD}")));
            assert_eq!(meaning(&named), meaning(&inline));
        }
    }
}

#[test]
fn the_starter_folder_is_a_scenario_without_a_word_to_say_of_it() {
    for lang in [Lang::Zh, Lang::En] {
        let folder = tempfile::tempdir().unwrap();
        let files = parkcast::starter::files(lang).unwrap();
        parkcast::write::write_new(folder.path(), &files).unwrap();
        let scenario = read_scenario(folder.path().join("scenario.toml"));
        let Reading { scenario, problems, .. } = scenario.map_err(|refusal| refusal.to_string()).unwrap();
        assert_eq!(problems.list, []);
        let counts = [
            scenario.enterprises.len(),
            scenario.projects.len(),
            scenario.parcels.len(),
            scenario.supplies.len(),
            scenario.channels.len(),
        ];
        assert_eq!(counts, [2, 3, 2, 1, 1]);
        assert!(
            scenario
                .industries
                .iter()
                .all(|industry| industry.shock == Shock::StudentT { degrees_of_freedom: 3.0 })
        );
        // The English one is English throughout, but for the unit of land.
        let written = String::from_utf8(files[0].1.clone()).unwrap();
        assert_eq!(has_chinese(&written), lang == Lang::Zh);
        assert_eq!(scenario.language, Some(lang));
    }
}

/// Both say the same: the numbers are those of one park.
#[test]
fn the_starters_of_both_languages_are_one_park() {
    let of = |lang| {
        let folder = tempfile::tempdir().unwrap();
        parkcast::write::write_new(folder.path(), &parkcast::starter::files(lang).unwrap()).unwrap();
        let scenario = read_scenario(folder.path().join("scenario.toml")).unwrap().scenario;
        let firms = scenario.enterprises.iter().map(|firm| (firm.output.median(), firm.land.median()));
        let projects =
            scenario.projects.iter().map(|project| (project.life.capacity.median(), project.stage));
        let targets = scenario.targets.iter().map(|target| (target.bounds.at_least, target.year));
        format!(
            "{:?} {:?} {:?}",
            firms.collect::<Vec<_>>(),
            projects.collect::<Vec<_>>(),
            targets.collect::<Vec<_>>()
        )
    };
    assert_eq!(of(Lang::Zh), of(Lang::En));
}

#[test]
fn every_problem_of_scenario_and_roster_is_reported_at_once() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("名单.csv"), ROSTER.replace("42", "12万").replace("8 to 15", "3公斤"))
        .unwrap();
    let toml = format!("enterprises_file = \"名单.csv\"\n{HEAD}").replace("growth = 0.1", "growht = 0.1");
    let refusal = read_in(folder.path(), &toml).unwrap_err();
    let errors: Vec<String> = refusal
        .problems
        .list
        .iter()
        .filter(|problem| problem.severity == Severity::Error)
        .map(|problem| format!("{}: {}", problem.path, problem.found.get(Lang::En)))
        .collect();
    for piece in ["enterprises[row 2].output: \"12万\": an incomplete unit", "公斤", "growht"] {
        assert!(errors.iter().any(|error| error.contains(piece)), "{piece} not in {errors:#?}");
    }
}

#[test]
fn what_a_lost_roster_would_have_held_is_not_missed_elsewhere() {
    let folder = tempfile::tempdir().unwrap();
    let uses = "[[projects]]\nname = \"扩产\"\nenterprise = \"甲\"\ncapacity = 3\n\
        [[targets]]\nid = \"u\"\nname = \"u\"\nmetric = \"enterprises.甲.output\"\nat_least = 1\nyear = 2024\n\
        [[targets]]\nid = \"v\"\nname = \"v\"\ncount = \"enterprises\"\nwhere = { tags = \"重点\" }\nat_least = 1\nyear = 2024\n";
    let said = |toml: &str| -> Vec<String> {
        let refusal = read_in(folder.path(), toml).unwrap_err();
        refusal.problems.list.iter().map(|problem| problem.path.clone()).collect()
    };
    for key in ["enterprises_file", "projects_file", "parcels_file", "supplies_file"] {
        let inline = if key == "enterprises_file" { "" } else { INLINE };
        for file in ["没有.csv", "../外面.csv"] {
            let toml = format!("{key} = \"{file}\"\n{HEAD}{inline}{uses}");
            assert_eq!(said(&toml).len(), 1, "{key} {file}: {:?}", said(&toml));
        }
    }
    let plain = format!("{HEAD}{INLINE}").replace("[[industries]]", "[industries]");
    assert_eq!(said(&plain), ["industries"]);
}

/// A list of projects in the words of an office: stages in Chinese, land under its plain name.
#[test]
fn projects_as_an_office_lists_them() {
    let folder = tempfile::tempdir().unwrap();
    let roster = "项目名称,产业,状态,达产产值(亿元),用地(亩)\n甲,a,在建,6,100\n乙,a,已签约,6,30\n";
    std::fs::write(folder.path().join("projects.csv"), roster).unwrap();
    let path = folder.path().join("scenario.toml");
    let scenario = "projects_file = \"projects.csv\"\n[park]\nname = \"t\"\nbase_year = 2023\nend_year = 2024\n\
                    [[industries]]\nid = \"a\"\nname = \"A\"\ngrowth = 0\nvolatility = 0\n\
                    [[enterprises]]\nname = \"e\"\nindustry = \"a\"\noutput = 1\n\
                    [[targets]]\nname = \"x\"\nmetric = \"park.output\"\nat_least = 1\nyear = 2024\n";
    std::fs::write(&path, scenario).unwrap();
    let projects = read_scenario(&path).expect("the list is understood").scenario.projects;
    let seen: Vec<_> = projects.iter().map(|p| (p.stage, p.life.needs[0].1.fixed())).collect();
    use parkcast::scenario::Stage;
    assert_eq!(seen, [(Stage::Building, Some(100.0)), (Stage::Signed, Some(30.0))]);
}
