//! Sheets as offices publish them, through the front door: understood as they are meant, and said so, or refused.

use parkcast::read::problem::Severity;
use parkcast::read::{Reading, Refusal, read_scenario, render};
use parkcast::scenario::Scenario;
use parkcast::text::Lang;
use rust_xlsxwriter::{Format, Workbook, Worksheet};

const HEAD: &str = "[park]\nbase_year = 2023\nend_year = 2024\nbasis = \"规上工业总产值\"\n\
    [[industries]]\nid = \"tex\"\nname = \"纺织\"\ngrowth = 0.08\nvolatility = 0.2\ntax_rate = \"3%\"\n\
    [[industries]]\nid = \"food\"\nname = \"食品\"\ngrowth = 0.1\nvolatility = 0.15\ntax_rate = \"3%\"\n\
    [[targets]]\nid = \"t\"\nname = \"t\"\nmetric = \"park.output\"\nat_least = 1\nyear = 2024\n";

/// Reads a scenario whose roster of enterprises is `bytes`.
fn read(name: &str, bytes: impl AsRef<[u8]>) -> Result<Reading, Refusal> {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join(name), bytes).unwrap();
    let path = folder.path().join("scenario.toml");
    std::fs::write(&path, format!("enterprises_file = \"{name}\"\n{HEAD}")).unwrap();
    read_scenario(&path)
}

/// Reads a workbook of one sheet.
fn book(fill: impl FnOnce(&mut Worksheet)) -> Result<Reading, Refusal> {
    let mut workbook = Workbook::new();
    fill(workbook.add_worksheet());
    read("名单.xlsx", workbook.save_to_buffer().unwrap())
}

/// Name, output in 亿元 and land in 亩 of every enterprise.
fn entries(scenario: &Scenario) -> Vec<(String, f64, f64)> {
    let round = |number: f64| (number * 1e6).round() / 1e6;
    let of = |e: &parkcast::scenario::Enterprise| {
        (e.name.name.clone(), round(e.output.fixed().unwrap()), round(e.land.fixed().unwrap_or(f64::NAN)))
    };
    scenario.enterprises.iter().map(of).collect()
}

/// The entries of what is understood without an error, and what is said about it in Chinese.
#[track_caller]
fn understood(outcome: Result<Reading, Refusal>) -> (Vec<(String, f64, f64)>, String) {
    let reading = outcome.map_err(|refusal| refusal.to_string()).unwrap();
    let said = render::render(&reading.problems, &reading.sources, Lang::Zh, false);
    (entries(&reading.scenario), said)
}

/// What is said where it is refused.
#[track_caller]
fn refused(outcome: Result<Reading, Refusal>) -> String {
    let Err(refusal) = outcome else { panic!("it was understood") };
    assert!(refusal.problems.list.iter().any(|problem| problem.severity == Severity::Error));
    render::render(&refusal.problems, &refusal.sources, Lang::Zh, false)
}

#[track_caller]
fn says(said: &str, pieces: &[&str]) {
    for piece in pieces {
        assert!(said.contains(piece), "{piece} not in:\n{said}");
    }
}

fn firms(rows: &[(&str, f64, f64)]) -> Vec<(String, f64, f64)> {
    rows.iter().map(|(name, output, land)| ((*name).to_owned(), *output, *land)).collect()
}

#[test]
fn a_unit_above_the_table_holds_however_it_is_written() {
    let rows = "企业名称,所属行业,产值,用地（亩）,税收\n甲,tex,46000,120,1400\n乙,food,9100,80,280\n";
    for line in
        ["某园区规上企业一览表\n单位：万元  亩", "某园区规上企业一览表（万元）", "金额单位：人民币万元"]
    {
        let (entries, said) = understood(read("名单.csv", format!("{line}\n{rows}")));
        assert_eq!(entries, firms(&[("甲", 4.6, 120.0), ("乙", 0.91, 80.0)]), "{line}");
        says(&said, &["按表头上方写的单位读取：产值 → 万元、税收 → 万元"]);
    }
    let (entries, _) = understood(read("名单.csv", format!("计量单位：千元\n{rows}")));
    assert_eq!(entries, firms(&[("甲", 0.46, 120.0), ("乙", 0.091, 80.0)]));
    says(
        &refused(read("名单.csv", format!("单位：万美元\n{rows}"))),
        &["“万美元”不是能读的单位", "C 列“产值”"],
    );
    says(
        &refused(read("名单.csv", format!("一览表（万元）\n单位：千元\n{rows}"))),
        &["C 列“产值”没有写单位，表头上方写了万元、千元"],
    );
}

#[test]
fn thousands_of_yuan_are_a_unit_in_a_scenario_too() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("scenario.toml");
    let inline =
        "[[enterprises]]\nname = \"甲\"\nindustry = \"tex\"\noutput = \"460000千元\"\ntax = \"14百万元\"\n";
    std::fs::write(&path, format!("{HEAD}{inline}")).unwrap();
    let reading = read_scenario(&path).map_err(|refusal| refusal.to_string()).unwrap();
    assert_eq!(reading.scenario.enterprises[0].output.fixed(), Some(4.6));
    assert_eq!(reading.scenario.enterprises[0].tax.as_ref().and_then(|tax| tax.fixed()), Some(1400.0));
}

#[test]
fn a_number_is_what_its_format_shows() {
    let sheet = |format: &'static str, number: f64| {
        book(|sheet| {
            sheet.write_row(0, 0, ["企业名称", "所属行业", "产值（万元）"]).unwrap();
            sheet.write_row(1, 0, ["甲", "tex"]).unwrap();
            sheet.write_with_format(1, 2, number, &Format::new().set_num_format(format)).unwrap();
        })
    };
    for (format, number) in
        [("0.00,", 46_000_000.0), ("0!.0,", 460_000_000.0), ("0\"万元\"", 46_000.0), ("#,##0.00_ ", 46_000.0)]
    {
        let (entries, _) = understood(sheet(format, number));
        assert_eq!(entries[0].1, 4.6, "{format}");
    }
    says(&refused(sheet("0\"亿元\"", 4.6)), &["C2", "显示为“5亿元”，存储的却是 4.6"]);
}

#[test]
fn rows_that_sum_up_are_no_enterprises() {
    let rows = "企业名称,所属行业,产值（万元）,用地（亩）,税收（万元）\n甲纺织,tex,128000,320,5100\n乙食品,food,86000,150,2800\n\
                丙服装,tex,23000,90,610\n";
    let below = "合计,,237000,560,8510\n其中：外资企业,tex,100000,200,3000\n平均,tex,79000,186,2836\n";
    let (plain, _) = understood(read("名单.csv", rows));
    let (entries, said) = understood(read("名单.csv", format!("{rows}{below}")));
    assert_eq!(entries, plain);
    says(
        &said,
        &[
            "汇总行未作为条目读取",
            "“合计”（产值（万元） 237000，各行之和 237000",
            "其中：外资企业",
            "各行平均 79000",
        ],
    );
    let (entries, said) = understood(read("名单.csv", format!("{rows}合计,,240000,560,8510\n")));
    assert_eq!(entries, plain);
    says(&said, &["警告", "与各行对不上", "240000，各行之和 237000"]);
    let (entries, said) = understood(read("名单.csv", format!("{rows}某园区,tex,237000,560,8510\n")));
    assert_eq!(entries, plain);
    says(&said, &["警告", "恰为其他行之和"]);
}

#[test]
fn headings_of_two_rows_are_put_together() {
    let merge = |sheet: &mut Worksheet, area: [u32; 4], text: &str| {
        let [top, left, bottom, right] = area;
        sheet.merge_range(top, left as u16, bottom, right as u16, text, &Format::new()).unwrap();
    };
    let year_above = book(|sheet| {
        merge(sheet, [0, 0, 1, 0], "企业名称");
        merge(sheet, [0, 1, 1, 1], "所属行业");
        merge(sheet, [0, 2, 0, 4], "2023年");
        sheet.write_row(1, 2, ["产值（万元）", "税收（万元）", "用地（亩）"]).unwrap();
        sheet.write_row(2, 0, ["甲", "tex"]).unwrap();
        sheet.write_row(2, 2, [128_000, 5100, 320]).unwrap();
    });
    let (entries, said) = understood(year_above);
    assert_eq!(entries, firms(&[("甲", 12.8, 320.0)]));
    says(&said, &["第 1–2 行合为表头", "C 2023年·产值（万元）"]);
    let year_below = book(|sheet| {
        merge(sheet, [0, 0, 1, 0], "企业名称");
        merge(sheet, [0, 1, 1, 1], "所属行业");
        merge(sheet, [0, 2, 0, 3], "产值（万元）");
        merge(sheet, [0, 4, 1, 4], "用地（亩）");
        sheet.write_row(1, 2, [2022, 2023]).unwrap();
        sheet.write_row(2, 0, ["甲", "tex"]).unwrap();
        sheet.write_row(2, 2, [88_000, 128_000, 320]).unwrap();
    });
    let (entries, said) = understood(year_below);
    assert_eq!(entries, firms(&[("甲", 12.8, 320.0)]));
    says(&said, &["读取 D 列“产值（万元）·2023”", "C 列“产值（万元）·2022”"]);
    let nothing_below = book(|sheet| {
        sheet.write_row(0, 0, ["企业名称", "所属行业"]).unwrap();
        merge(sheet, [0, 2, 0, 3], "产值（万元）");
        sheet.write_row(1, 0, ["甲", "tex"]).unwrap();
        sheet.write_row(1, 2, [88_000, 128_000]).unwrap();
    });
    says(
        &refused(nothing_below),
        &["C 列“产值（万元）”、D 列“产值（万元）”都表示 产值 (output)", "分别写明年份"],
    );
    let wrong_years = "企业名称,所属行业,2021年产值（万元）,2022年产值（万元）\n甲,tex,1,2\n";
    says(
        &refused(read("名单.csv", wrong_years)),
        &["没有 2023 年全年的实际数", "C 列“2021年产值（万元）”", "D 列", "base_year"],
    );
}

#[test]
fn of_output_and_revenue_the_basis_decides() {
    let rows = "企业名称,所属行业,营业收入（万元）,产值（万元）,用地（亩）\n甲,tex,130560,128000,320\n";
    let (entries, said) = understood(read("名单.csv", rows));
    assert_eq!(entries, firms(&[("甲", 12.8, 320.0)]));
    says(&said, &["提示", "读取 D 列“产值（万元）”，未读取 C 列“营业收入（万元）”"]);
}
