//! Sheets as offices keep them: their words, dates, ranges and lists.

use parkcast::read::problem::Severity;
use parkcast::read::{Reading, Refusal, read_scenario};
use parkcast::scenario::{Project, Quantity, Stage};
use parkcast::text::Lang;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use std::path::Path;

const HEAD: &str = "[park]\nname = \"园区\"\nbase_year = 2023\nend_year = 2026\nas_of = \"2024-03\"\n\
    [[industries]]\nid = \"food\"\nname = \"健康食品\"\ngrowth = 0.1\nvolatility = 0.2\n\
    also = [\"农副食品加工业\", \"食品制造业\"]\n\
    [[targets]]\nname = \"t\"\nmetric = \"park.output\"\nat_least = 1\nyear = 2024\n";
const FIRM: &str = "[[enterprises]]\nname = \"甲\"\nindustry = \"food\"\noutput = 3\n";

fn read(folder: &Path, toml: &str) -> Result<Reading, Refusal> {
    let path = folder.join("scenario.toml");
    std::fs::write(&path, toml).unwrap();
    read_scenario(&path)
}

/// The scenario with these files beside it.
fn with_files(files: &[(&str, &str)], toml: &str) -> Result<Reading, Refusal> {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    read(folder.path(), toml)
}

#[track_caller]
fn good(outcome: Result<Reading, Refusal>) -> Reading {
    outcome.map_err(|refusal| refusal.to_string()).unwrap()
}

fn messages(reading: &Reading, severity: Severity) -> Vec<String> {
    let list = reading.problems.list.iter().filter(|problem| problem.severity == severity);
    list.map(|problem| format!("{}: {}", problem.path, problem.found.get(Lang::Zh))).collect()
}

/// What is found wrong, in Chinese.
fn faults(outcome: Result<Reading, Refusal>) -> Vec<String> {
    let refusal = outcome.expect_err("it is refused");
    refusal.problems.list.iter().map(|problem| problem.found.get(Lang::Zh).to_owned()).collect()
}

fn with_projects(ledger: &str) -> Result<Reading, Refusal> {
    with_files(&[("p.csv", ledger)], &format!("projects_file = \"p.csv\"\n{HEAD}{FIRM}"))
}

#[test]
fn stages_in_the_words_of_offices_mean_the_same_in_sheets_and_scenarios() {
    let stages = [
        ("洽谈", Stage::Negotiating),
        ("拟签约", Stage::Negotiating),
        ("签约", Stage::Signed),
        ("未开工", Stage::Signed),
        ("前期", Stage::Signed),
        ("已开工", Stage::Building),
        ("在建", Stage::Building),
        ("试生产", Stage::Operating),
        ("投产", Stage::Operating),
        ("竣工", Stage::Operating),
        ("building", Stage::Building),
    ];
    for (word, stage) in stages {
        let ledger = format!(
            "项目名称,行业类别,项目阶段,达产后年产值（亿元）,签约概率（%）\n甲,食品制造业,{word},2,40\n"
        );
        let scenario = good(with_projects(&ledger)).scenario;
        assert_eq!(scenario.projects[0].stage, stage, "{word}");
        let inline = format!(
            "{HEAD}{FIRM}[[projects]]\nname = \"甲\"\nindustry = \"食品制造业\"\nstage = \"{word}\"\n\
             capacity = 2\nprobability = \"40%\"\n"
        );
        let inline = good(with_files(&[], &inline)).scenario;
        assert_eq!(format!("{:?}", inline.projects), format!("{:?}", scenario.projects), "{word}");
    }
}

#[test]
fn a_stage_that_is_none_is_answered_in_the_words_of_the_sheet() {
    let refusal = with_projects("项目名称,行业,状态,产能\n甲,food,停建,2\n").unwrap_err();
    let problem = refusal.problems.list.iter().find(|problem| problem.path.ends_with("stage")).unwrap();
    for lang in [Lang::Zh, Lang::En] {
        let allowed = problem.allowed.as_ref().unwrap().get(lang);
        for word in ["洽谈", "拟签约", "未开工", "在建", "试生产", "竣工", "(negotiating)", "(operating)"]
        {
            assert!(allowed.contains(word), "{word} not in {allowed}");
        }
    }
    let project = "[[projects]]\nname = \"p\"\nindustry = \"food\"\ncapacity = 1\nstage = \"done\"\n";
    let refusal = with_files(&[], &format!("{HEAD}{FIRM}{project}")).unwrap_err();
    let allowed = refusal.problems.list[0].allowed.clone().unwrap();
    assert_eq!(allowed.get(Lang::En), "negotiating | signed | building | operating");
}

#[test]
fn who_is_under_negotiation_needs_a_probability_of_signing() {
    let ledger = "项目名称,行业,状态,产能\n甲,food,洽谈,2\n乙,food,拟签约,2\n丙,food,签约,2\n";
    let wanted = "2 个在谈项目没有签约概率 (probability)：甲、乙".to_owned();
    assert!(faults(with_projects(ledger)).contains(&wanted));
    // One for all, in the scenario: the sheet stays as it is.
    let set =
        "[[changes]]\non = \"projects\"\nwhere = { stage = \"洽谈\" }\nprobability = { set = \"30%\" }\n";
    let toml = format!("projects_file = \"p.csv\"\n{HEAD}{FIRM}{set}");
    let scenario = good(with_files(&[("p.csv", ledger)], &toml)).scenario;
    assert_eq!(scenario.changes[0].sites.len(), 2);
}

/// signing, prep, build, ramp and months behind.
fn durations(project: &Project) -> [Option<f64>; 5] {
    let life = &project.life;
    [&project.signing, &life.prep, &life.build, &life.ramp, &project.operating_months].map(Quantity::fixed)
}

/// The first simulated month is April 2024.
#[test]
fn dates_stand_for_the_months_that_remain() {
    let reading = good(with_projects(
        "项目名称,行业,状态,产能,签约概率,预计签约时间,计划开工时间,计划投产时间,预计达产时间,实际投产\n\
         谈,food,洽谈,2,0.5,2024-06,2024年9月,2025.3,2025-12,\n\
         签,food,未开工,2,,,2024/6,202506,,\n\
         建,food,在建,2,,,2023-05,2024-12-31,2025年12月底,\n\
         投,food,投产,2,,,2022-01,2023-02,,2023-04\n\
         竣,food,竣工,2,,,2022-01,2024年1月,,\n\
         待,food,竣工,2,,,2022-01,2024年8月,,\n",
    ));
    let projects = &reading.scenario.projects;
    let some = |months: [f64; 5]| months.map(Some);
    assert_eq!(durations(&projects[0]), some([2.0, 3.0, 6.0, 10.0, 0.0]));
    assert_eq!(durations(&projects[1]), some([0.0, 2.0, 12.0, 0.0, 0.0]));
    assert_eq!(durations(&projects[2]), some([0.0, 0.0, 8.0, 13.0, 0.0]));
    assert_eq!(durations(&projects[3])[4], Some(12.0));
    assert_eq!(durations(&projects[4])[4], Some(3.0));
    // What is to operate in August is still being built.
    assert_eq!((projects[5].stage, durations(&projects[5])[2]), (Stage::Building, Some(4.0)));
    let warnings = messages(&reading, Severity::Warning);
    assert_eq!(warnings.len(), 1, "{warnings:?}");
    assert!(warnings[0].contains("按在建计，还需 4 个月"), "{warnings:?}");
}

#[test]
fn dates_of_a_workbook_are_dates() {
    let folder = tempfile::tempdir().unwrap();
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    for (column, heading) in (0..).zip(["项目名称", "行业", "状态", "产能", "计划投产"]) {
        sheet.write(0, column, heading).unwrap();
    }
    let date = Format::new().set_num_format("yyyy\"年\"m\"月\"");
    for (row, name) in (1..).zip(["甲", "乙", "丙"]) {
        for (column, text) in (0..).zip([name, "food", "在建"]) {
            sheet.write(row, column, text).unwrap();
        }
        sheet.write(row, 3, 2).unwrap();
    }
    sheet.write_with_format(1, 4, ExcelDateTime::from_ymd(2024, 10, 1).unwrap(), &date).unwrap();
    sheet.write(2, 4, 202_410).unwrap();
    sheet.write(3, 4, 2024.11).unwrap();
    workbook.save(folder.path().join("p.xlsx")).unwrap();
    let reading = good(read(folder.path(), &format!("projects_file = \"p.xlsx\"\n{HEAD}{FIRM}")));
    let builds: Vec<_> = reading.scenario.projects.iter().map(|project| project.life.build.fixed()).collect();
    assert_eq!(builds, [Some(6.0), Some(6.0), Some(7.0)]);
}

#[test]
fn what_is_not_surely_a_month_is_refused() {
    let cells = [("2024.1", "1 月，也可能是 10 月"), ("2024年", "只有年份 2024"), ("2024-13", "2024-13")];
    for (cell, piece) in cells {
        let ledger = format!("项目名称,行业,状态,产能,计划投产时间\n甲,food,在建,2,{cell}\n");
        let found = faults(with_projects(&ledger));
        assert!(found.iter().any(|found| found.contains(piece)), "{cell}: {found:?}");
    }
    // A date is counted from what comes before it, which has to be certain.
    let ledger = "项目名称,行业,状态,产能,前期(月),计划投产\n甲,food,签约,2,2 to 6,2025-06\n";
    let found = faults(with_projects(ledger));
    assert_eq!(found, ["写成月份，而前一步的月数不确定"]);
}

#[test]
fn a_range_of_dates_and_a_delayed_supply() {
    let project = "[[projects]]\nname = \"p\"\nindustry = \"food\"\nstage = \"building\"\ncapacity = 1\n";
    let supply = "[[supplies]]\nname = \"s\"\nresource = \"land\"\namount = 5\nmonth = \"2024年5月\"\ndelay = \"2024-08\"\n";
    let of = |build: &str| {
        good(with_files(&[], &format!("{HEAD}{FIRM}{project}build = \"{build}\"\n{supply}"))).scenario
    };
    let (dates, months) = (of("2024-06至2024-12"), of("2 to 8"));
    assert_eq!(format!("{:?}", dates.projects), format!("{:?}", months.projects));
    assert_eq!((dates.supplies[0].month, dates.supplies[0].delay.fixed()), (5, Some(3.0)));
}

#[test]
fn lists_in_cells_are_parted_as_people_part_them() {
    let roster = "企业名称,行业类别,产值（亿元）,标签\n甲,农副食品加工业,2,规上/镇园之宝\n乙,健康食品,2,规上 镇园之宝\n\
                  丙,food,2,\"规上，镇园之宝\"\n丁,food,2,规上、镇园之宝;出口\n戊,food,2,above scale/exporter\n";
    let toml = format!("enterprises_file = \"e.csv\"\n{HEAD}");
    let scenario = good(with_files(&[("e.csv", roster)], &toml)).scenario;
    let tags: Vec<&[String]> = scenario.enterprises.iter().map(|of| of.tags.as_slice()).collect();
    for of in &tags[..3] {
        assert_eq!(*of, ["规上", "镇园之宝"]);
    }
    assert_eq!(tags[3], ["规上", "镇园之宝", "出口"]);
    assert_eq!(tags[4], ["above scale", "exporter"]);
    assert!(scenario.enterprises.iter().all(|enterprise| enterprise.industry.0 == 0));
}

#[test]
fn growth_of_last_year_is_not_growth_to_come() {
    let of = |heading: &str| {
        let roster = format!("企业名称,所属产业,产值（亿元）,{heading}\n甲,food,2,148\n");
        good(with_files(&[("e.csv", &roster)], &format!("enterprises_file = \"e.csv\"\n{HEAD}")))
    };
    for heading in
        ["增速（%）", "增长率（%）", "同比增长（%）", "产值增速（%）", "2023年增速（%）", "计划投资增长（%）"]
    {
        let reading = of(heading);
        assert_eq!(reading.scenario.enterprises[0].growth, None, "{heading}");
        let notices = messages(&reading, Severity::Notice);
        assert!(notices.iter().any(|notice| notice.contains("上一年的增长")), "{heading}: {notices:?}");
    }
    for heading in ["预计增速（%）", "今后年均增速（%）", "计划增长率（%）", "2025年预计增长（%）"]
    {
        assert_eq!(of(heading).scenario.enterprises[0].growth, Some(Quantity::Fixed(1.48)), "{heading}");
    }
}

#[test]
fn another_name_of_an_industry_is_its_own_alone() {
    let other = "[[industries]]\nid = \"b\"\nname = \"食品制造业\"\ngrowth = 0\nvolatility = 0\n";
    let found = faults(with_files(&[], &format!("{HEAD}{FIRM}{other}")));
    assert_eq!(found, ["“食品制造业”已经是另一项的名称"]);
}
