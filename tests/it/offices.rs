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
const FIRM: &str = "[[enterprises]]\nname = \"甲\"\nindustry = \"food\"\noutput = 3\noutput_to_date = 0.8\n";

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
fn what_is_being_built_needs_an_end() {
    let reading =
        good(with_projects("项目名称,行业,状态,产能\n甲,food,已开工,2\n乙,food,在建,2\n丙,food,竣工,2\n"));
    let wanted = "projects[1].build: 2 个在建项目没有写还要建多久，按 1 个月计：甲、乙";
    assert_eq!(messages(&reading, Severity::Warning), [wanted]);
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
    let ledger = "项目名称,行业,状态,产能(亿元),前期(月),计划投产\n甲,food,签约,2,2 to 6,2025-06\n";
    let found = faults(with_projects(ledger));
    assert!(found.contains(&"写成月份，而前一步的月数不确定".to_owned()), "{found:?}");
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
    for heading in ["增速（%）", "增长率（%）", "同比增长（%）", "产值增速（%）", "2023年增速（%）"]
    {
        let reading = of(heading);
        assert_eq!(reading.scenario.enterprises[0].growth, None, "{heading}");
        let notices = messages(&reading, Severity::Notice);
        assert!(notices.iter().any(|notice| notice.contains("上一年的增长")), "{heading}: {notices:?}");
    }
    // Growth to come, but not of output: not read, and not last year's either.
    let reading = of("计划投资增长（%）");
    assert_eq!(reading.scenario.enterprises[0].growth, None);
    assert_eq!(messages(&reading, Severity::Notice), [": 未读取的列：计划投资增长（%）"]);
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

const YEAR: &str = "企业名称,所属产业,产值（亿元）,用地（亩）,税收（万元）,统一社会信用代码\n\
    四川佳纺有限公司,food,2,100,300,914403001922038216\n台鑫电子有限公司,food,3,80,400,\n鑫达食品厂,food,4,60,500,911100007109250324\n";

/// A month's sheet over the year's roster.
fn monthly(sheet: &str, more: &str) -> Result<Reading, Refusal> {
    let base = format!("enterprises_file = \"year.csv\"\n{HEAD}");
    let files = [("year.csv", YEAR), ("month.csv", sheet), ("base.toml", &*base)];
    with_files(&files, &format!("extends = \"base.toml\"\nenterprises_file = \"month.csv\"\n{more}"))
}

fn notices(reading: &Reading) -> Vec<String> {
    messages(reading, Severity::Notice)
}

#[test]
fn a_monthly_sheet_updates_what_it_carries_and_keeps_the_rest() {
    let reading = good(monthly("企业名称,累计产值（亿元）\n四川佳纺有限公司,0.6\n鑫达食品厂,1.1\n", ""));
    let firms = &reading.scenario.enterprises;
    assert_eq!(firms.len(), 3);
    let of = |i: usize| {
        let firm = &firms[i];
        [&firm.output, &firm.land, firm.tax.as_ref().unwrap()].map(|value| value.fixed().unwrap())
    };
    assert_eq!((of(0), of(1), of(2)), ([2.0, 100.0, 300.0], [3.0, 80.0, 400.0], [4.0, 60.0, 500.0]));
    let to_date: Vec<_> =
        firms.iter().map(|firm| firm.output_to_date.as_ref().and_then(Quantity::fixed)).collect();
    assert_eq!(to_date, [Some(0.6), None, Some(1.1)]);
    assert!(
        notices(&reading)
            .contains(&"enterprises: 更新2户，新增0户，未出现1户（台鑫电子有限公司）".to_owned()),
        "{:?}",
        notices(&reading)
    );
}

#[test]
fn new_rows_of_a_later_roster_are_new_entries() {
    let sheet = "企业名称,所属产业,产值（亿元）\n四川佳纺有限公司,food,5\n台鑫电子有限公司,food,6\n鑫达食品厂,food,7\n新来制罐厂,food,1\n";
    let reading = good(monthly(sheet, ""));
    assert_eq!(reading.scenario.enterprises.len(), 4);
    assert_eq!(reading.scenario.enterprises[0].land.fixed(), Some(100.0));
    assert!(notices(&reading).contains(&"enterprises: 更新3户，新增1户（新来制罐厂），未出现0户".to_owned()));
    // A new one needs what every entry does.
    let found = faults(monthly("企业名称,累计产值（亿元）\n新来制罐厂,0.6\n", ""));
    assert!(found.iter().any(|found| found.starts_with("缺少 industry（行业、")), "{found:?}");
}

#[test]
fn rows_replace_entries_whole_where_the_scenario_says_so() {
    let sheet = "企业名称,所属产业,产值（亿元）\n四川佳纺有限公司,food,5\n";
    let reading = good(monthly(sheet, "rosters = \"replace\"\n"));
    assert_eq!(reading.scenario.enterprises[0].land.fixed(), Some(0.0));
    assert_eq!(reading.scenario.enterprises[0].tax, None);
    assert!(notices(&reading).iter().any(|notice| notice.contains("整条替换1户，新增0户，未出现2户")));
    let short = monthly("企业名称,累计产值（亿元）\n鑫达食品厂,0.6\n", "rosters = \"替换\"\n");
    assert!(faults(short)[0].starts_with("缺少必需的列"));
}

#[test]
fn names_that_are_only_alike_are_a_question() {
    for name in ["佳纺公司", "臺鑫電子有限公司", "台鑫电子", "鑫达食品"] {
        let sheet = format!("企业名称,所属产业,产值（亿元）,累计产值（亿元）\n{name},food,2,0.5\n");
        let found = faults(monthly(&sheet, ""));
        assert!(found.iter().any(|found| found.contains("很像，可能是同一家")), "{name}: {found:?}");
    }
    // Full-width forms and spaces are the same name.
    let reading = good(monthly("企业名称,累计产值（亿元）\n四川佳纺有限公司　,0.5\n", ""));
    assert!(notices(&reading).iter().any(|notice| notice.contains("更新1户")));
    // Said to be the same, it is.
    let also = "also = [\"佳纺公司\", \"佳纺\"]\n";
    let base = format!(
        "{HEAD}[[enterprises]]\nname = \"四川佳纺有限公司\"\nindustry = \"food\"\noutput = 2\n{also}"
    );
    let files = [("base.toml", &*base), ("month.csv", "企业名称,累计产值（亿元）\n佳纺公司,0.5\n")];
    let reading = good(with_files(&files, "extends = \"base.toml\"\nenterprises_file = \"month.csv\"\n"));
    assert_eq!(reading.scenario.enterprises.len(), 1);
    assert_eq!(reading.scenario.enterprises[0].name.name, "四川佳纺有限公司");
}

#[test]
fn credit_codes_decide() {
    // A new name with a known code is the same firm, under its old name; a like name with another code is another firm.
    let sheet = "企业名称,统一社会信用代码,所属产业,产值（亿元）\n佳纺智造集团,914403001922038216,food,9\n\
                 鑫达食品有限公司,91440300708461136T,food,8\n";
    let reading = good(monthly(sheet, ""));
    let firms: Vec<(&str, Option<f64>)> =
        reading.scenario.enterprises.iter().map(|firm| (&*firm.name.name, firm.output.fixed())).collect();
    let expected = [
        ("四川佳纺有限公司", Some(9.0)),
        ("台鑫电子有限公司", Some(3.0)),
        ("鑫达食品厂", Some(4.0)),
        ("鑫达食品有限公司", Some(8.0)),
    ];
    assert_eq!(firms, expected);
    // The name of one firm with the code of another.
    let crossed = "企业名称,统一社会信用代码,累计产值（亿元）\n四川佳纺有限公司,911100007109250324,0.5\n";
    assert!(faults(monthly(crossed, "")).iter().any(|found| found.contains("与原名册不同")));
    // A sheet may name firms by their codes alone.
    let coded = "统一社会信用代码,累计产值（亿元）\n911100007109250324,0.5\n";
    assert!(good(monthly(coded, "")).scenario.enterprises[2].output_to_date.is_some());
    // Within a roster a code stands once.
    let twice =
        YEAR.replace("台鑫电子有限公司,food,3,80,400,", "台鑫电子有限公司,food,3,80,400,914403001922038216");
    let found = faults(with_files(&[("e.csv", &twice)], &format!("enterprises_file = \"e.csv\"\n{HEAD}")));
    assert_eq!(found, ["“台鑫电子有限公司”与“四川佳纺有限公司”的代码相同"]);
}

#[test]
fn a_row_that_comes_twice_is_refused() {
    let found = faults(monthly("企业名称,累计产值（亿元）\n鑫达食品厂,0.5\n鑫达食品厂,0.6\n", ""));
    assert_eq!(found.iter().filter(|found| found.contains("有两行")).count(), 1, "{found:?}");
}

#[test]
fn headings_name_years_and_months() {
    let of = |heading: &str| {
        let roster = format!(
            "企业名称,行业类别,2022年产值(亿元),2023年工业总产值(亿元),{heading},土地面积(亩),实缴税金(万元)\n\
             甲,food,1,2,0.5,30,40\n"
        );
        with_files(&[("e.csv", &roster)], &format!("enterprises_file = \"e.csv\"\n{HEAD}"))
    };
    let reading = good(of("1-3月累计(亿元)"));
    let firm = &reading.scenario.enterprises[0];
    assert_eq!((firm.output.fixed(), firm.land.fixed()), (Some(2.0), Some(30.0)));
    assert_eq!(firm.tax.as_ref().and_then(Quantity::fixed), Some(40.0));
    assert_eq!(firm.output_to_date.as_ref().and_then(Quantity::fixed), Some(0.5));
    assert!(notices(&reading).iter().any(|notice| notice.contains("2022年产值")), "the other year is named");
    // A sum that ends with another month than the scenario's data.
    let wanted = "“1-8月累计(亿元)”是 8 个月的累计，而情景的数据截至 3 月";
    assert!(faults(of("1-8月累计(亿元)")).contains(&wanted.to_owned()));
}

/// Output to date in another unit than the base year's is no park's growth.
#[test]
fn output_to_date_is_held_to_the_base_year() {
    let of = |to_date: &str| {
        let firm = format!(
            "[[enterprises]]\nname = \"甲\"\nindustry = \"food\"\noutput = 3\noutput_to_date = {to_date}\n"
        );
        let other = "[[enterprises]]\nname = \"乙\"\nindustry = \"food\"\noutput = 40\noutput_to_date = 11\n";
        with_files(&[], &format!("{HEAD}{firm}{other}"))
    };
    assert_eq!(messages(&good(of("0.9")), Severity::Warning), [""; 0]);
    // A quarter of the base year's 3 is 0.75.
    let warned = messages(&good(of("8")), Severity::Warning);
    let wanted = "enterprises[].output_to_date: 1 户企业的累计产值与基年同期产值相差 10 倍以上：甲";
    assert_eq!(warned, [wanted]);
    let wanted = "累计产值合计 9,011亿元，而按基年产值同期约 10.75亿元";
    assert_eq!(faults(of("9000")), [wanted]);
    assert_eq!(faults(of("\"9000亿元\"")), [wanted]);
}
