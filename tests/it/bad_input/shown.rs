//! Messages as people read them, in both languages: each kind of fault that one number, one entry or one file may have.

use insta::assert_snapshot;
use parkcast::read::{Files, read_from, render};
use parkcast::scenario::{Measure, ParkMetric};
use parkcast::text::Lang;
use std::collections::BTreeMap;

/// A park of three enterprises with two targets; what a case adds comes behind.
const PARK: &str = r#"
title = "某园区情景"
[park]
name = "某园区"
base_year = 2023
end_year = 2025
basis = "规上工业总产值"
[[industries]]
id = "tex"
name = "纺织鞋服"
growth = "8%"
volatility = 0.2
tax_rate = "3%"
[[industries]]
id = "food"
name = "健康食品"
growth = "10%"
volatility = 0.15
tax_rate = "3%"
"#;

const FIRMS: &str = r#"
[[enterprises]]
name = "甲纺织"
industry = "tex"
output = "12.8亿元"
land = "320亩"
[[enterprises]]
name = "乙食品"
industry = "food"
output = "8.6亿元"
land = "150亩"
[[enterprises]]
name = "丙服装"
industry = "tex"
output = "2.3亿元"
land = "90亩"
"#;

const TARGET: &str = r#"
[[targets]]
name = "1个十亿企业"
count = "enterprises"
where = { output = ">= 10亿元" }
at_least = 1
year = 2024
"#;

/// What is said of a scenario with these files beside it, in Chinese and in English; "" where nothing is.
fn said(scenario: &str, beside: &[(&str, &str)]) -> String {
    said_of("scenario.toml", &[&[("scenario.toml", scenario)], beside].concat())
}

fn said_of(path: &str, files: &[(&str, &str)]) -> String {
    let files: BTreeMap<String, Vec<u8>> =
        files.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec())).collect();
    let (problems, sources) = match read_from(Files::Memory(&files), path) {
        Ok(reading) => (reading.problems, reading.sources),
        Err(refusal) => (refusal.problems, refusal.sources),
    };
    let shown = |lang| render::render(&problems, &sources, lang, false);
    [shown(Lang::Zh), shown(Lang::En)].join("\n")
}

fn park(more: &str) -> String {
    said(&[PARK, FIRMS, TARGET, more].concat(), &[])
}

/// A park whose enterprises stand in a roster.
fn roster(rows: &str, more: &str) -> String {
    let scenario = ["enterprises_file = \"企业.csv\"", PARK, TARGET, more].concat();
    said(
        &scenario,
        &[("企业.csv", &["企业名称,所属行业,产值（万元）,用地（亩）,税收（万元）\n", rows].concat())],
    )
}

#[test]
fn a_park_without_a_fault_is_not_spoken_of() {
    assert_eq!(park(""), "\n");
    assert_eq!(
        roster("甲纺织,tex,128000,320,5100\n乙食品,food,86000,150,2800\n丙服装,tex,23000,90,610\n", ""),
        "\n"
    );
}

#[test]
fn errors_come_first_and_rows_alike_are_one_message() {
    let closed: String = (1..=120).map(|i| format!("停产企业{i:03},tex,0,10,0\n")).collect();
    assert_snapshot!("closed_firms", roster(&format!("{closed}丁新材,fod,8.6亿,20,300\n"), ""));
    let unknown: String = (1..=150)
        .map(|i| format!("企业{i:03},{},9000,40,300\n", ["棉纺织业", "食品制造业"][i % 2]))
        .collect();
    assert_snapshot!("unknown_industries", roster(&unknown, ""));
    let units: String = (1..=4).map(|i| format!("企业{i},tex,{i}.6亿,40,300\n")).collect();
    assert_snapshot!("incomplete_units", roster(&units, ""));
}

#[test]
fn more_errors_than_are_shown_are_counted_by_what_they_are() {
    let targets: String = (0..130)
        .map(|i| format!("[[targets]]\nname = \"目标{i}\"\nmetric = \"park.tax\"\nat_{i} = 1\nyear = 2024\nat_least = 1\n"))
        .collect();
    let said = said(&[PARK, FIRMS, TARGET, &targets].concat(), &[]);
    assert!(said.contains("130 处") || said.contains("个错误"), "{said}");
}

#[test]
fn missing_columns_are_named_in_the_words_of_the_sheet() {
    let scenario = ["enterprises_file = \"企业.csv\"", PARK, TARGET].concat();
    let chinese = said(&scenario, &[("企业.csv", "企业名称,用地（亩）\n甲,3\n")]);
    assert!(
        chinese.contains("行业/产业/所属行业") && chinese.contains("产值/年产值/总产值/工业总产值"),
        "{chinese}"
    );
    let english = said(&scenario, &[("企业.csv", "name,land\na,3\n")]);
    assert!(english.contains("required columns are missing: industry、output;"), "{english}");
}

#[test]
fn real_values_that_are_refused_have_a_remedy() {
    assert_snapshot!(
        "refused_values",
        [
            roster("甲纺织,tex,128000,320,-35.2\n乙食品,food,-6000,150,2800\n丙服装,tex,23000,-90,610\n", ""),
            park("[[projects]]\nname = \"一期\"\nindustry = \"tex\"\ncapacity = 3\nbuild = -2\n"),
            park("").replace('\n', ""),
            said(&[PARK, FIRMS, TARGET].concat().replace("growth = \"8%\"", "growth = \"320%\""), &[]),
            said(&[PARK, FIRMS, TARGET].concat().replace("growth = \"8%\"", "growth = \"-100%\""), &[]),
            said(&[PARK, FIRMS, TARGET].concat().replace("\"12.8亿元\"", "2e16"), &[]),
        ]
        .concat()
    );
}

fn target(metric: &str, bound: &str) -> String {
    format!("[[targets]]\nname = \"另一目标\"\nmetric = \"{metric}\"\n{bound}\nyear = 2025\n")
}

#[test]
fn bounds_in_another_unit_are_asked_about() {
    let bounds = [
        target("park.growth", "at_least = 10"),
        target("park.growth", "at_least = -8"),
        target("industries.tex.growth", "at_most = 1"),
        target("park.output", "at_least = 250000"),
        target("park.output", "at_most = \"250000亿元\""),
        target("park.tax", "at_least = 1"),
        target("park.tax_per_mu", "at_least = 150000"),
        target("enterprises.甲纺织.output", "at_least = 150000"),
        target("industries.food.output", "at_least = 90000"),
        "[[targets]]\nname = \"规上\"\ncount = \"enterprises\"\nwhere = { output = \">= 2000\" }\nat_least = 1\nyear = 2025\n".into(),
        "[[scores]]\nname = \"考核\"\nitems = [{ metric = \"park.growth\", year = 2024, at_least = 8, weight = 100, cap = 120 }]\n".into(),
        "[[scores]]\nname = \"考核\"\nitems = [{ metric = \"park.output\", year = 2024, at_least = 250000, weight = 100, cap = 120 }]\n".into(),
        "[[exits]]\nname = \"低效\"\nwhere = { output_per_mu = \"< 0.008\" }\nannual_rate = 0.1\n".into(),
        "[budget]\nlimit = 0.08\n[[policies]]\nid = \"p\"\ncost = \"800万元\"\nchanges = [{ on = \"industries\", growth = { add = \"1%\" } }]\n".into(),
    ];
    assert_snapshot!("bounds", bounds.map(|more| park(&more)).concat());
}

#[test]
fn bounds_that_somebody_may_mean_are_taken_as_they_are() {
    for (metric, bound) in [
        ("park.growth", "at_least = \"-8%\""),
        ("park.growth", "at_least = 0.5"),
        ("park.growth", "at_least = \"60%\""),
        ("park.output", "at_least = 60"),
        ("park.output", "at_least = \"500亿元\""),
        ("park.output", "at_least = 0"),
        ("park.tax_per_mu", "at_least = 30"),
        ("enterprises.丙服装.output", "at_least = \"10亿元\""),
    ] {
        assert_eq!(park(&target(metric, bound)), "\n", "{metric} {bound}");
    }
}

#[test]
fn enterprises_whose_numbers_do_not_fit_are_named_together() {
    let usual = "甲纺织,tex,128000,320,5100\n乙食品,food,86000,150,2800\n丙服装,tex,23000,90,610\n丁针织,tex,31000,110,900\n";
    let odd = "戊新材,food,8.6,150,2800\n己食品,food,52000,86667,1500\n庚服装,tex,41000,120,13000000\n";
    assert_snapshot!("odd_firms", roster(&[usual, odd].concat(), ""));
    let yuan = "甲纺织,tex,1280000000,320,51000000\n乙食品,food,860000000,150,28000000\n丙服装,tex,230000000,90,6100000\n";
    assert_snapshot!("yuan_for_wan", roster(yuan, ""));
    let wide =
        "甲纺织,tex,128000,320,5100\n乙食品,food,86000,150,2800\n丙服装,tex,600,30,8\n丁库房,tex,900,260,0\n";
    assert_eq!(roster(wide, ""), "\n", "real enterprises differ by a hundred");
}

const WAITING: &str = r#"
[[projects]]
name = "织造一期"
industry = "tex"
capacity = "9亿元"
needs = { land = "80亩" }
[[projects]]
name = "织造二期"
industry = "tex"
capacity = "6亿元"
needs = { land = "60亩" }
"#;

const CHANNEL: &str = r#"
[[channels]]
id = "delta"
industry = "tex"
rate = 3
capacity = "2亿元"
needs_per_output = { land = "14亩/亿元" }
"#;

#[test]
fn what_waits_for_a_resource_that_never_comes_is_said() {
    let land = |available: &str| format!("[[resources]]\nid = \"land\"\navailable = \"{available}\"\n");
    let late =
        "[[supplies]]\nname = \"二批\"\nresource = \"land\"\namount = \"100亩\"\nmonth = \"2026-03\"\n";
    let plant = "[[resources]]\nid = \"plant\"\nname = \"厂房\"\nunit = \"平方米\"\navailable = 5000\n";
    assert_snapshot!(
        "supply",
        [
            park(WAITING),
            park(&[WAITING, &land("70亩")].concat()),
            park(CHANNEL),
            park(&[WAITING, late].concat()),
            park(plant),
            park(&[WAITING, &land("0"), plant].concat()),
        ]
        .concat()
    );
    assert_eq!(park(&[WAITING, &land("100亩")].concat()), "\n");
    let exits = "[[exits]]\nname = \"退出\"\nannual_rate = 0.1\nclear_months = 6\n";
    assert_eq!(park(&[WAITING, exits].concat()), "\n", "closings free land");
    let policy = "[[policies]]\nid = \"p\"\nchanges = [{ on = \"resources\", id = \"land\", available = { add = \"90亩\" } }]\n";
    assert_eq!(park(&[WAITING, &land("0"), policy].concat()), "\n", "a policy may bring it");
}

#[test]
fn what_has_no_effect_is_said() {
    let policy = |from: &str| {
        format!(
            "[[policies]]\nid = \"p\"\nfrom = \"{from}\"\nchanges = [{{ on = \"industries\", growth = {{ add = \"1%\" }} }}]\n"
        )
    };
    let mix = "[[policies]]\nid = \"q\"\nchanges = [{ on = \"industries\", growth = { add = \"2%\" } }]\n[[mixes]]\nid = \"m\"\npolicies = { q = 1 }\n";
    let route = "[[routes]]\nid = \"auction\"\nmonths = 6\nsuccess = 0.5\n";
    assert_snapshot!(
        "no_effect",
        [park(&policy("2025-03")), park(&[&policy("2024-03"), mix].concat()), park(route),].concat()
    );
    let tagged = |tags: &str| {
        said(&[PARK, &FIRMS.replacen("land", &format!("tags = {tags}\nland"), 2), TARGET].concat(), &[])
    };
    let apart = FIRMS.replacen("land", "tags = [\"规上/龙头\"]\nland", 1).replacen(
        "\"150亩\"",
        "\"150亩\"\ntags = [\"龙头\"]",
        1,
    );
    let part = FIRMS.replacen("land", "tags = [\"重点培育\"]\nland", 1).replacen(
        "\"150亩\"",
        "\"150亩\"\ntags = [\"重点\"]",
        1,
    );
    assert_snapshot!(
        "tags",
        [said(&[PARK, &apart, TARGET].concat(), &[]), said(&[PARK, &part, TARGET].concat(), &[])].concat()
    );
    assert_eq!(tagged("[\"规上\", \"龙头\"]"), "\n");
}

#[test]
fn targets_without_data_are_refused_or_counted() {
    let firms = FIRMS.replacen("land = \"320亩\"\n", "", 1);
    let landless = FIRMS.replace("land = ", "zone = ");
    let untaxed = PARK.replace("tax_rate = \"3%\"\n", "");
    let per_mu = target("park.tax_per_mu", "at_least = 15");
    let of = |park: &str, firms: &str, more: &str| said(&[park, firms, TARGET, more].concat(), &[]);
    let idle = FIRMS.replace("\"12.8亿元\"", "0");
    let count = "[[targets]]\nname = \"亩均\"\ncount = \"enterprises\"\nwhere = { tax_per_mu = \">= 15\" }\nat_least = 1\nyear = 2024\n";
    let many = TARGET.replace("at_least = 1", "at_least = 5").replace("1个十亿企业", "5个");
    assert_snapshot!(
        "no_data",
        [
            of(PARK, &firms, &per_mu),
            of(PARK, &landless, &per_mu),
            of(PARK, &landless, count),
            of(&untaxed, FIRMS, &per_mu),
            of(PARK, &landless, &target("enterprises.甲纺织.output_per_mu", "at_least = 300")),
            of(PARK, &idle, &target("enterprises.甲纺织.growth", "at_least = \"5%\"")),
            of(
                &[PARK, "[[industries]]\nid = \"drug\"\nname = \"医药\"\ngrowth = 0.05\nvolatility = 0.2\n"]
                    .concat(),
                FIRMS,
                &target("industries.drug.growth", "at_least = \"5%\"")
            ),
            of(PARK, FIRMS, &many),
            of(
                &PARK.replace("end_year = 2025", "end_year = 2025\nas_of = \"2024-05\""),
                &FIRMS.replacen("land", "output_to_date = \"5亿元\"\nland", 1),
                ""
            ),
        ]
        .concat()
    );
}

#[test]
fn files_that_are_no_scenarios_are_told_for_what_they_are() {
    assert_snapshot!(
        "no_scenarios",
        [
            said_of("企业.xlsx", &[("企业.xlsx", "PK\u{3}\u{4}")]),
            said_of("企业.csv", &[("企业.csv", "企业名称,产值\n甲,3\n")]),
            said_of("results.json", &[("results.json", "{}")]),
            said(&[PARK, FIRMS, TARGET].concat().replace("[park]", "[园区]"), &[]),
            said(
                &["enterprises_file = \"企业.csv\"", PARK, TARGET].concat(),
                &[("企业.xlsx", ""), ("说明.txt", "")]
            ),
            said(
                &["enterprises_file = \"名单.csv\"", PARK, TARGET].concat(),
                &[("2023规上.csv", ""), ("说明.txt", "")]
            ),
        ]
        .concat()
    );
}

#[test]
fn tables_and_figures_have_chinese_names() {
    let text = [PARK, FIRMS, TARGET].concat();
    let text = text.replace("[park]", "[\"园区\"]").replace("[[enterprises]]", "[[\"企业\"]]");
    let text =
        text.replace("count = \"enterprises\"", "count = \"企业\"").replace("{ output =", "{ \"产值\" =");
    assert_eq!(said(&text, &[]), "\n");
    for (metric, bound, wanted) in [
        ("亩均税收", "at_least = 15", ParkMetric::TaxPerMu),
        ("园区.亩均税收", "at_least = 15", ParkMetric::TaxPerMu),
        ("park.园区产值增速", "at_least = \"5%\"", ParkMetric::Growth),
        ("园区.规上企业数", "at_least = 2", ParkMetric::AboveScaleEnterprises),
    ] {
        let text = [PARK, FIRMS, &target(metric, bound)].concat();
        let files = BTreeMap::from([("s.toml".to_owned(), text.into_bytes())]);
        let reading = read_from(Files::Memory(&files), "s.toml").unwrap();
        let measure = &reading.scenario.targets[0].measure;
        assert!(matches!(measure, Measure::Park(metric) if *metric == wanted), "{metric}: {measure:?}");
    }
    assert_eq!(park(&target("企业.甲纺织.产值", "at_least = 14")), "\n");
    assert_eq!(park(&target("产业.纺织鞋服.增速", "at_least = \"5%\"")), "\n");
    let unknown = park(&target("园区.亩均利润", "at_least = 15"));
    assert!(unknown.contains("园区没有指标“亩均利润”"), "{unknown}");
}

#[test]
fn what_an_extending_file_renames_loses_its_translation() {
    let base = PARK.replace("basis =", "name_en = \"Some park\"\nbasis_en = \"Output\"\nbasis =");
    let base = ["title_en = \"A park\"\n", &base, FIRMS, TARGET].concat();
    let read = |child: &str| {
        let child = format!("extends = \"base.toml\"\n{child}");
        let files = BTreeMap::from([
            ("base.toml".to_owned(), base.clone().into_bytes()),
            ("s.toml".to_owned(), child.into_bytes()),
        ]);
        let scenario = read_from(Files::Memory(&files), "s.toml").unwrap().scenario;
        (scenario.title.name_en, scenario.park.name.name_en, scenario.park.basis.name_en)
    };
    let some = |text: &str| Some(text.to_owned());
    assert_eq!(read("note = \"x\""), (some("A park"), some("Some park"), some("Output")));
    assert_eq!(read("title = \"新\"\n[park]\nbasis = \"营业收入\""), (None, some("Some park"), None));
    assert_eq!(
        read("[park]\nname = \"新\"\nbasis = \"营业收入\"\nbasis_en = \"Revenue\""),
        (some("A park"), None, some("Revenue"))
    );
}
