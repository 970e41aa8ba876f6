//! Number formats that scale or decorate: what is shown is what the sheet says.

use super::*;
use rust_xlsxwriter::Format;

/// One enterprise whose output, under this heading, is `number` in this format.
fn output(heading: &str, number: f64, format: &str) -> Outcome {
    xlsx(|sheet| {
        fill(sheet, &[&["企业", "产业", heading], &["甲", "x"]]);
        sheet.write_with_format(1, 2, number, &Format::new().set_num_format(format)).unwrap();
    })
}

#[test]
fn formats_that_only_dress_a_number_change_nothing() {
    for format in [
        "0.00",
        "#,##0.00",
        "#,##0.00_ ",
        "#,##0_);[Red](#,##0)",
        "_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * \"-\"??_ ;_ @_ ",
        "[$-804]0.0",
        "\"¥\"#,##0",
        "_ [$¥-804]* #,##0.00_ ",
        "0.00;-0.00",
        "@",
        "0.00E+00",
    ] {
        let outcome = output("产值（万元）", 4600.0, format).good();
        assert_eq!(outcome.shown(), [r#"name="甲" industry="x" output="4600万元""#], "{format}");
        assert_eq!(outcome.problems, [], "{format}");
    }
}

#[test]
fn what_is_shown_is_read_where_the_unit_is_certain() {
    let cases = [
        ("产值（万元）", 4_600_000.0, "0!.0,", "460万元"),
        ("产值（万元）", 4_600_000.0, "0\\.0,", "460万元"),
        ("产值（万元）", 4_600_000.0, "0!.0,\"万元\"", "460万元"),
        ("产值", 4_600_000.0, "0!.0,\"万元\"", "460万元"),
        ("产值（千元）", 4_600_000.0, "#,##0,", "4600千元"),
        ("产值（百万元）", 4_600_000.0, "0.00,,", "4.6百万元"),
        ("产值（亿元）", 4_600_000_000.0, "0!.00,,", "46亿元"),
        ("产值", 460.0, "0\"万元\"", "460万元"),
        ("产值（万元）", 460.0, "0\"万元\"", "460万元"),
        ("产值（元）", 460.0, "0\"万\"", "460万元"),
        ("产值", 460.0, "0.0\"亿元\"", "460亿元"),
        ("产值", 4_600_000.0, "[>=10000]0!.0,\"万元\";0\"元\"", "460万元"),
        ("产值", 46.0, "[>=10000]0!.0,\"万元\";0\"元\"", "46元"),
    ];
    for (heading, number, format, want) in cases {
        let outcome = output(heading, number, format).good();
        assert_eq!(
            outcome.shown(),
            [format!("name=\"甲\" industry=\"x\" output={want:?}")],
            "{heading} {format}"
        );
    }
    output("产值（万元）", 4_600_000.0, "0!.0,").says(&["Notice", "read as they are shown", "C2 460.0"]);
}

#[test]
fn a_cell_whose_meaning_cannot_be_told_is_refused_with_both() {
    for (heading, number, format, shown) in [
        ("产值", 4_600_000.0, "0!.0,", "460.0"),
        ("产值", 4_600_000.0, "0.00,", "4600.00"),
        ("产值（亿元）", 460.0, "0\"万元\"", "460万元"),
        ("产值（万元）", 460.0, "0\"亿\"", "460亿"),
        ("产值", 460.0, "0\"万\"", "460万"),
        ("产值（万元）", 0.08, "0.0%", "8.0%"),
        ("产值（万元）", 460.0, "0\"户\"", "460户"),
        ("产值（万元）", 460.0, "\"US$\"0", "US$460"),
    ] {
        output(heading, number, format).says(&[
            "Error enterprises[row 2].output",
            &format!("shown as \"{shown}\""),
            &format!("{number} is stored"),
        ]);
    }
    output("产值（万元）", 460.0, ";;;").says(&["Error", "460 is stored", "hides it"]);
    output("产值（万元）", -460.0, "0;0").says(&["Error", "-460 is stored", "hides it or its sign"]);
}

#[test]
fn a_percent_sign_may_be_format_or_text() {
    let growth = |heading: &str, number: f64, format: &str| {
        xlsx(|sheet| {
            fill(sheet, &[&["企业", "产业", "产值（亿元）", heading], &["甲", "x", "4"]]);
            sheet.write_with_format(1, 3, number, &Format::new().set_num_format(format)).unwrap();
        })
    };
    for heading in ["预计增速", "预计增速（%）"] {
        let number = growth(heading, 0.08, "0.00%").good();
        assert_eq!(number.shown(), [r#"name="甲" industry="x" output="4亿元" growth=0.08"#], "{heading}");
        let text = growth(heading, 8.0, "0.0\"%\"").good();
        assert_eq!(text.shown(), [r#"name="甲" industry="x" output="4亿元" growth="8%""#], "{heading}");
    }
}

#[test]
fn names_that_are_numbers_are_what_is_shown() {
    let outcome = xlsx(|sheet| {
        fill(sheet, &[&["企业", "产业", "产值(亿元)"], &["", "x", "4"]]);
        sheet.write_with_format(1, 0, 7, &Format::new().set_num_format("000")).unwrap();
    })
    .good();
    assert_eq!(outcome.shown(), [r#"name="007" industry="x" output="4亿元""#]);
}
