//! Headings as offices write them: units anywhere, two rows, several years, two names for one key.

use super::*;
use rust_xlsxwriter::Format;

/// Reads a CSV roster of enterprises for a scenario of this base year and basis.
fn csv_wanted(text: &str, base_year: i32, basis: &str) -> Outcome {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("名单.csv");
    std::fs::write(&path, text).unwrap();
    let basis = Some(basis.to_owned());
    let wanted = Wanted { base_year: Some(base_year), as_of: Some((2024, 8)), basis, ..Wanted::default() };
    read_wanted(&path, None, "enterprises", &wanted)
}

/// The value of `key` in the first entry.
#[track_caller]
fn first(outcome: &Outcome, key: &str) -> String {
    let Some(Node { value: NodeValue::Table(table), .. }) = outcome.nodes.first() else {
        panic!("{:#?}", outcome.messages())
    };
    table.get(key).map(shown).unwrap_or_default()
}

const UNITLESS: &str = "企业名称,所属行业,产值,用地,税收\n甲,x,46000,120,1400\n";

#[test]
fn units_stated_above_the_table_hold_for_columns_without_one() {
    let cases = [
        ("单位：万元  亩", "46000万元", "120亩"),
        ("某园区规上企业一览表（万元）", "46000万元", "120"),
        ("计量单位：千元", "46000千元", "120"),
        ("单位：人民币百万元", "46000百万元", "120"),
        ("某园区一览表,,,,单位：万元、平方米", "46000万元", "120平方米"),
        ("2023年,,单位:万元;亩", "46000万元", "120亩"),
        ("一览表\n填报单位：某园区管委会,,,,（单位：万元）\n填报日期：2024年1月", "46000万元", "120"),
        ("单位：万元、亩", "46000万元", "120亩"),
        ("\"Unit: 10,000 yuan\"", "46000万元", "120"),
    ];
    for (above, output, land) in cases {
        let outcome = csv(&format!("{above}\n{UNITLESS}")).good();
        outcome.says(&["Notice", "stated above the table"]);
        assert_eq!(first(&outcome, "output"), format!("{output:?}"), "{above}");
        assert_eq!(first(&outcome, "land").replace('"', ""), land, "{above}");
    }
}

#[test]
fn units_stated_for_one_item_hold_for_it_alone() {
    let outcome = csv(&format!("单位：产值亿元、税收千元、用地平方米\n{UNITLESS}")).good();
    assert_eq!(
        outcome.shown(),
        [r#"name="甲" industry="x" output="46000亿元" land="120平方米" tax="1400千元""#]
    );
}

#[test]
fn units_in_a_note_below_the_table_count() {
    let outcome = csv(&format!("{UNITLESS}注：产值、税收单位为千元,,,,\n")).good();
    assert_eq!(first(&outcome, "output"), r#""46000千元""#);
}

#[test]
fn units_that_cannot_be_told_are_refused() {
    csv(&format!("单位：万美元\n{UNITLESS}")).says(&[
        "Error",
        "\"万美元\"",
        "no unit that can be read",
        "column C",
    ]);
    csv(&format!("Unit: 10,000 yuan\n{UNITLESS}")).says(&["Error", "\"000 yuan\"", "column C"]);
    csv(&format!("一览表（十万元）\n{UNITLESS}")).says(&["Error", "\"十万元\"", "column C \"产值\""]);
    csv(&format!("一览表（万元）\n单位：千元\n{UNITLESS}")).says(&[
        "Error",
        "column C \"产值\" has no unit",
        "both 万元 and 千元",
    ]);
    csv("单位：万元\n企业,产业,产值(亿元)\n甲,x,4\n").says(&[
        "Error",
        "column C \"产值(亿元)\" is in 亿元",
        "万元 is stated above",
    ]);
    csv("单位：亿元、万元\n企业,产业,产值(亿元)\n甲,x,4\n").good();
    csv("企业,产业,产值（万元）\n,,亿元\n甲,x,4\n").says(&["Error", "names two units: 万元 and 亿元"]);
}

#[test]
fn a_row_of_units_beneath_the_heading_belongs_to_it() {
    let outcome = csv("企业名称,所属行业,产值,用地,税收\n,,千元,平方米,千元\n甲,x,46000,120,1400\n").good();
    assert_eq!(
        outcome.shown(),
        [r#"name="甲" industry="x" output="46000千元" land="120平方米" tax="1400千元""#]
    );
    outcome.says(&["Notice", "rows 1 to 2 together are the heading", "C 产值·千元"]);
    let said = csv("企业名称,所属行业,产值,用地\n计量单位,—,千元,亩\n甲,x,46000,120\n").good();
    assert_eq!(said.shown(), [r#"name="甲" industry="x" output="46000千元" land="120亩""#]);
}

#[test]
fn the_column_of_the_base_year_is_read() {
    let text =
        "企业名称,所属行业,2022年产值（万元）,2023年产值（万元）,2024年计划产值（万元）\n甲,x,88,128,150\n";
    let outcome = csv_wanted(text, 2023, "").good();
    assert_eq!(first(&outcome, "output"), r#""128万元""#);
    outcome.says(&["Notice", "column D \"2023年产值（万元）\" is read", "column C", "column E", "not"]);
    assert_eq!(first(&csv_wanted(text, 2022, ""), "output"), r#""88万元""#);
    csv_wanted(text, 2024, "").says(&[
        "Error",
        "no column of 产值 (output) of 2024",
        "column C \"2022年产值（万元）\", column D",
        "base_year",
    ]);
    let outcome = csv("企业名称,所属行业,产值（万元）,2022年税收（万元）\n甲,x,128,1\n");
    outcome.says(&["Warning", "column D \"2022年税收（万元）\" not read", "税收 (tax) counts as not given"]);
    assert_eq!(first(&outcome, "tax"), "");
}

#[test]
fn years_may_stand_above_or_below_their_items() {
    let year_below = "企业名称,所属行业,产值（万元）,,用地（亩）\n,,2022年,2023年,\n甲,x,88,128,320\n";
    let bare_years = year_below.replace('年', "");
    let year_above = "企业名称,所属行业,2022年,,2023年,\n,,产值（万元）,税收（万元）,产值（万元）,税收（万元）\n甲,x,88,8,128,9\n";
    let names_below = ",,2022年,,2023年,\n企业名称,所属行业,产值（万元）,税收（万元）,产值（万元）,税收（万元）\n甲,x,88,8,128,9\n";
    let titled = format!("某园区企业一览表\n{names_below}");
    for text in [year_below, &bare_years, year_above, names_below, &titled] {
        let outcome = csv_wanted(text, 2023, "").good();
        assert_eq!(first(&outcome, "output"), r#""128万元""#, "{text}");
        assert_eq!(first(&csv_wanted(text, 2022, ""), "output"), r#""88万元""#, "{text}");
        if text.contains("税收") {
            assert_eq!(first(&outcome, "tax"), r#""9万元""#, "{text}");
        }
    }
    let grown = csv(
        "企业名称,所属行业,产值,,税收,\n,,绝对量（万元）,增速（%）,绝对量（万元）,增速（%）\n甲,x,88,8,9,3\n",
    )
    .good();
    assert_eq!(grown.shown(), [r#"name="甲" industry="x" output="88万元" tax="9万元""#]);
    let doubtful = csv("企业名称,所属行业,2023年,,\n,,产值（万元）,税收（万元）,用地（亩）\n甲,x,88,8,128\n");
    doubtful.says(&[
        "Warning",
        "the cell above column D \"税收（万元）\", column E \"用地（亩）\" is empty",
        "\"2023年\"",
    ]);
}

#[test]
fn merged_headings_are_put_together() {
    let merged = |areas: &[(u32, u16, u32, u16, &str)], rows: &[&[&str]]| {
        xlsx(|sheet| {
            fill(sheet, rows);
            for &(top, left, bottom, right, text) in areas {
                sheet.merge_range(top, left, bottom, right, text, &Format::new()).unwrap();
            }
        })
    };
    let below = [(0, 0, 1, 0, "企业名称"), (0, 1, 1, 1, "所属行业")];
    // The year over its items, and under them.
    let year_above = merged(
        &[below[0], below[1], (0, 2, 0, 3, "2022年"), (0, 4, 0, 5, "2023年")],
        &[
            &[],
            &["", "", "产值（万元）", "税收（万元）", "产值（万元）", "税收（万元）"],
            &["甲", "x", "88", "8", "128", "9"],
        ],
    )
    .good();
    assert_eq!(year_above.shown(), [r#"name="甲" industry="x" output="128万元" tax="9万元""#]);
    year_above.says(&["rows 1 to 2 together are the heading", "E 2023年·产值（万元）"]);
    let year_below = merged(
        &[below[0], below[1], (0, 2, 0, 3, "产值（万元）")],
        &[&[], &["", "", "2022", "2023"], &["甲", "x", "88", "128"]],
    )
    .good();
    assert_eq!(year_below.shown(), [r#"name="甲" industry="x" output="128万元""#]);
    // One year over everything, below a title that is merged too.
    let titled = merged(
        &[
            (0, 0, 0, 4, "某园区2023年规上企业一览表"),
            (1, 0, 2, 0, "企业名称"),
            (1, 1, 2, 1, "所属行业"),
            (1, 2, 1, 4, "主要指标"),
        ],
        &[&[], &[], &["", "", "产值（万元）", "税收（万元）", "用地（亩）"], &["甲", "x", "88", "8", "120"]],
    )
    .good();
    assert_eq!(titled.shown(), [r#"name="甲" industry="x" output="88万元" tax="8万元" land="120亩""#]);
    // An item whose cell is not merged, over years that need one.
    let unmerged = merged(
        &[below[0], below[1]],
        &[
            &["", "", "产值（万元）", "", "用地（亩）"],
            &["", "", "2022年", "2023年"],
            &["甲", "x", "88", "128", "5"],
        ],
    )
    .good();
    assert_eq!(unmerged.shown(), [r#"name="甲" industry="x" output="128万元" land="5亩""#]);
    // Two columns under one heading cannot be told apart.
    merged(
        &[(0, 2, 0, 3, "产值（万元）")],
        &[&["企业名称", "所属行业"], &["甲", "x", "88", "128"], &["乙", "x", "8", "18"]],
    )
    .says(&[
        "Error",
        "column C \"产值（万元）\", column D \"产值（万元）\" both mean 产值 (output)",
        "state the year",
    ]);
    csv("企业名称,所属行业,产值（万元）,,用地（亩）\n甲,x,88,128,320\n乙,x,8,18,3\n").says(&[
        "Error",
        "column D has numbers but no heading",
        "column C \"产值（万元）\"",
    ]);
}

#[test]
fn plans_parts_of_a_year_and_last_year_are_not_the_base_year() {
    let head = |heading: &str| csv(&format!("企业名称,所属行业,{heading}\n甲,x,88\n"));
    for heading in
        ["计划产值（万元）", "2024年目标产值（万元）", "上年同期产值（万元）", "2023年1-8月产值（万元）"]
    {
        head(heading).says(&["Error", "no column of 产值 (output) of 2023", heading]);
    }
    for heading in [
        "2023年实际产值（万元）",
        "2023年1—12月产值（万元）",
        "全年产值（万元）",
        "本年产值（万元）",
        "产值（万元）（2023年）",
    ] {
        assert_eq!(first(&head(heading).good(), "output"), r#""88万元""#, "{heading}");
    }
    let both = csv("企业名称,所属行业,产值（万元）,\n,,本年,上年同期\n甲,x,88,70\n").good();
    assert_eq!(first(&both, "output"), r#""88万元""#);
    let to_date =
        csv_wanted("企业名称,所属行业,2023年产值（万元）,2024年1-8月产值（万元）\n甲,x,88,70\n", 2023, "")
            .good();
    assert_eq!(first(&to_date, "output_to_date"), r#""70万元""#);
    let july =
        csv_wanted("企业名称,所属行业,2023年产值（万元）,2024年1-7月产值（万元）\n甲,x,88,70\n", 2023, "");
    july.says(&["Error", "sums up 7 months, but 8 months are known", "2024-07"]);
}

#[test]
fn a_sum_since_january_ends_with_the_last_known_month() {
    let with_sum = |heading: &str, as_of: Option<(i32, u32)>, rows: Rows| {
        let text = format!("企业名称,所属行业,2023年产值（万元）,{heading}\n甲,x,88,70\n");
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("名单.csv");
        std::fs::write(&path, text).unwrap();
        read_wanted(
            &path,
            None,
            "enterprises",
            &Wanted { rows, base_year: Some(2023), as_of, ..Wanted::default() },
        )
    };
    let august = Some((2024, 8));
    for heading in [
        "1-8月累计（万元）",
        "2024年1-8月累计产值（万元）",
        "1至8月工业总产值（万元）",
        "截至8月底累计产值（万元）",
        "前8个月产值（万元）",
        "8月累计（万元）",
    ] {
        let outcome = with_sum(heading, august, Rows::Entries);
        assert_eq!(first(&outcome, "output_to_date"), r#""70万元""#, "{heading}");
    }
    let several = "企业名称,所属行业,产值（万元）,1-7月产值（万元）,1-8月产值（万元）\n甲,x,88,60,70\n";
    assert_eq!(first(&csv_wanted(several, 2023, ""), "output_to_date"), r#""70万元""#);
    // That of a month, and of the base year.
    for heading in ["8月产值（万元）", "2023年1-8月累计（万元）", "上年同期累计产值（万元）"]
    {
        assert_eq!(first(&with_sum(heading, august, Rows::Entries), "output_to_date"), "", "{heading}");
    }
    let unknown = with_sum("1-8月累计（万元）", None, Rows::Entries);
    assert_eq!(first(&unknown, "output_to_date"), "");
    unknown.says(&["Warning", "\"1-8月累计（万元）\" is not read", "park.as_of = \"2024-08\""]);
    with_sum("1-8月累计（万元）", None, Rows::Updates).says(&["Error", "park.as_of = \"2024-08\""]);
}

#[test]
fn a_title_of_another_year_is_pointed_out() {
    csv("某园区2022年企业一览表\n企业,产业,产值（万元）\n甲,x,4\n").says(&[
        "Warning",
        "某园区2022年企业一览表",
        "base year 2023",
    ]);
    csv("某园区2023年1-8月企业一览表\n企业,产业,产值（万元）\n甲,x,4\n").says(&["Warning", "base year 2023"]);
    csv("某园区2022年企业一览表\n企业,产业,2023年产值（万元）\n甲,x,4\n").good();
    csv("某园区2023年企业一览表\n填报日期：2024年3月5日\n企业,产业,产值（万元）\n甲,x,4\n").good();
}

#[test]
fn of_output_and_revenue_the_one_of_the_basis_is_read() {
    let text = "企业名称,所属行业,营业收入（万元）,产值（万元）\n甲,x,130,128\n";
    for (basis, output) in
        [("规上工业总产值", "128"), ("", "128"), ("规上企业营业收入", "130"), ("revenue", "130")]
    {
        let outcome = csv_wanted(text, 2023, basis).good();
        assert_eq!(first(&outcome, "output"), format!("\"{output}万元\""), "{basis}");
        outcome.says(&["Notice", "several columns mean 产值 (output)", "is read"]);
    }
    csv_wanted("企业名称,所属行业,营业收入（万元）\n甲,x,130\n", 2023, "规上工业总产值").says(&[
        "Warning",
        "`basis` is \"规上工业总产值\"",
        "column C \"营业收入（万元）\"",
    ]);
    let growth =
        csv("企业名称,所属行业,产值（万元）,预计增速（%）,税收（万元）,预计增速（%）\n甲,x,130,3,4,5\n");
    assert_eq!(first(&growth, "growth"), "");
    growth.says(&["Warning", "column D \"预计增速（%）\", column F", "none is read"]);
    let two = "企业名称,所属行业,产值（万元）,工业总产值（万元）\n甲,x,1,2\n";
    let outcome = csv_wanted(two, 2023, "规上工业总产值(现价)");
    assert_eq!(first(&outcome, "output"), r#""2万元""#);
    outcome.says(&["Warning", "column D \"工业总产值（万元）\" is read", "column C"]);
}
