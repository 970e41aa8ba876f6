//! What `parkcast init` puts into a new folder: a small commented scenario, and the workbook in which its
//! enterprises are filled in.

use crate::format::{Dimension, FieldSpec, Kind, TableSpec, table};
use rust_xlsxwriter::{
    Color, DataValidation, DataValidationErrorStyle, DocProperties, ExcelDateTime, Format, FormatAlign,
    FormatBorder, Workbook, Worksheet, XlsxError,
};

/// The scenario; it names the workbook and its first sheet.
const SCENARIO: &str = include_str!("scenario.toml");
const ROSTER: &str = "enterprises.xlsx";
const SHEET: &str = "企业名单";
const GUIDE: &str = "填表说明";

/// Ids of the industries in the scenario, offered in the roster's industry column.
const INDUSTRIES: &[&str] = &["textile", "food"];
/// Rows of the roster in which the list of industries is offered.
const LISTED_ROWS: u32 = 1_000;

/// A column of the roster.
struct Column {
    key: &'static str,
    heading: &'static str,
    width: u16,
    number_format: Option<&'static str>,
    /// What the two example rows hold.
    examples: [Example; 2],
}

enum Example {
    Text(&'static str),
    Number(f64),
    Empty,
}

use Example::{Empty, Number, Text};

const COLUMNS: &[Column] = &[
    Column {
        key: "name",
        heading: "企业名称",
        width: 24,
        number_format: None,
        examples: [Text("示例·甲纺织"), Text("示例·乙食品")],
    },
    Column {
        key: "industry",
        heading: "所属产业",
        width: 12,
        number_format: None,
        examples: [Text("textile"), Text("food")],
    },
    Column {
        key: "zone",
        heading: "片区",
        width: 10,
        number_format: None,
        examples: [Text("东区"), Text("西区")],
    },
    Column {
        key: "output",
        heading: "产值(亿元)",
        width: 14,
        number_format: Some("0.00"),
        examples: [Number(21.5), Number(8.6)],
    },
    Column {
        key: "land",
        heading: "用地(亩)",
        width: 12,
        number_format: Some("0.0"),
        examples: [Number(260.0), Number(140.0)],
    },
    Column {
        key: "tax",
        heading: "税收(万元)",
        width: 14,
        number_format: Some("0.00"),
        examples: [Number(6200.0), Number(2900.0)],
    },
    Column {
        key: "growth",
        heading: "预计增速(%)",
        width: 14,
        number_format: None,
        examples: [Text("5 to 15"), Empty],
    },
    Column {
        key: "tags",
        heading: "标签",
        width: 16,
        number_format: None,
        examples: [Text("重点、出口"), Empty],
    },
];

/// The files by name, the same bytes every time.
pub fn files() -> Result<Vec<(String, Vec<u8>)>, XlsxError> {
    Ok(vec![("scenario.toml".to_owned(), SCENARIO.as_bytes().to_vec()), (ROSTER.to_owned(), roster()?)])
}

fn roster() -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // A fixed date, or the same folder would never be written twice.
    workbook.set_properties(
        &DocProperties::new()
            .set_title("企业名单 / roster of enterprises")
            .set_creation_datetime(&ExcelDateTime::from_ymd(2024, 1, 1)?),
    );
    fill_roster(workbook.add_worksheet())?;
    if let Some(table) = table("enterprises") {
        fill_guide(workbook.add_worksheet(), table)?;
    }
    workbook.save_to_buffer()
}

fn heading_format() -> Format {
    Format::new()
        .set_bold()
        .set_background_color(Color::RGB(0x00DD_EBF7))
        .set_border_bottom(FormatBorder::Thin)
        .set_align(FormatAlign::VerticalCenter)
}

fn fill_roster(sheet: &mut Worksheet) -> Result<(), XlsxError> {
    sheet.set_name(SHEET)?.set_freeze_panes(1, 1)?.set_row_height(0, 22)?;
    let heading = heading_format();
    let example = Format::new().set_italic().set_font_color(Color::RGB(0x0080_8080));
    for (column, spec) in (0_u16..).zip(COLUMNS) {
        let format = spec.number_format.map_or(Format::new(), |format| Format::new().set_num_format(format));
        sheet.set_column_width(column, spec.width)?.set_column_format(column, &format)?;
        sheet.write_with_format(0, column, spec.heading, &heading)?;
        for (row, cell) in (1_u32..).zip(&spec.examples) {
            match cell {
                Text(text) => sheet.write_with_format(row, column, *text, &example)?,
                Number(number) => {
                    let format = spec
                        .number_format
                        .map_or(example.clone(), |code| example.clone().set_num_format(code));
                    sheet.write_with_format(row, column, *number, &format)?
                }
                Empty => sheet,
            };
        }
        if spec.key == "industry" {
            sheet.add_data_validation(1, column, LISTED_ROWS, column, &industries()?)?;
        }
    }
    Ok(())
}

/// Offers the ids of the industries; others are warned of, not refused, since the scenario may have more.
fn industries() -> Result<DataValidation, XlsxError> {
    DataValidation::new()
        .allow_list_strings(INDUSTRIES)?
        .set_error_style(DataValidationErrorStyle::Warning)
        .set_error_title("产业编号")?
        .set_error_message("这里填情景文件中产业的编号(id)。\nThe id of an industry in the scenario.")
}

fn fill_guide(sheet: &mut Worksheet, table: &TableSpec) -> Result<(), XlsxError> {
    let heading = heading_format();
    let wrapped = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    sheet.set_name(GUIDE)?.set_freeze_panes(1, 0)?;
    for (column, width) in (0_u16..).zip([24, 18, 10, 44, 44, 30]) {
        sheet.set_column_width(column, width)?;
    }
    let headings =
        ["表头 / heading", "键 / key", "必填 / required", "含义", "meaning", "写法 / how to write it"];
    for (column, text) in (0_u16..).zip(headings) {
        sheet.write_with_format(0, column, text, &heading)?;
    }
    let mut row = 1;
    for field in table.fields {
        let required = if field.required { "必填 / yes" } else { "" };
        let cells = [&heading_of(field), field.key, required, field.zh, field.en, form(field.kind)];
        for (column, text) in (0_u16..).zip(cells) {
            sheet.write_with_format(row, column, text, &wrapped)?;
        }
        row += 1;
    }
    let notes = [
        "“企业名单”中两行“示例”是编造的，请删除后填写本园区企业，每家一行，不要写合计行。",
        "The two rows marked 示例 are made up: delete them, then fill in your enterprises, a row each, without totals.",
        "不用的列可以删除；不认识的列会被忽略并提示。数字不写千位分隔符；不确定的数写作“8 to 15”（90% 的可能落在其间）。",
        "Columns may be left out; unknown ones are ignored with a notice. No thousands separators; write an uncertain number as \"8 to 15\" (nine chances in ten).",
    ];
    for note in notes {
        row += 1;
        sheet.write(row, 0, note)?;
    }
    Ok(())
}

/// The roster's heading of a key, or the one that it may be given.
fn heading_of(field: &FieldSpec) -> String {
    let ours = COLUMNS.iter().find(|column| column.key == field.key).map(|column| column.heading);
    ours.or(field.aliases.first().copied()).unwrap_or(field.key).to_owned()
}

/// How a value of this kind is written.
fn form(kind: Kind) -> &'static str {
    match kind {
        Kind::Reference(_) => "编号 / an id",
        Kind::Texts => "用顿号分隔 / separated by 、",
        Kind::Choice(_) => "normal、laplace、student-t",
        Kind::Integer | Kind::Number => "数字 / a number",
        Kind::Quantity(Dimension::Output) => "亿元、万元；12.5 或 / or 8 to 15",
        Kind::Quantity(Dimension::Money) => "万元、亿元",
        Kind::Quantity(Dimension::Land) => "亩、公顷、平方米",
        Kind::Quantity(Dimension::Growth | Dimension::Share | Dimension::Volatility) => "8% 或 / or 0.08",
        Kind::Quantity(_) => "数字或“a to b” / a number or \"a to b\"",
        _ => "文字 / text",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bytes_are_the_same_every_time() {
        assert_eq!(files().unwrap(), files().unwrap());
    }

    #[test]
    fn columns_and_industries_are_those_of_the_format_and_the_scenario() {
        let table = table("enterprises").unwrap();
        for column in COLUMNS {
            assert!(table.field(column.key).is_some(), "{}", column.key);
        }
        let document: toml::Table = SCENARIO.parse().unwrap();
        let ids: Vec<&str> = document["industries"]
            .as_array()
            .unwrap()
            .iter()
            .map(|industry| industry["id"].as_str().unwrap())
            .collect();
        assert_eq!(ids, INDUSTRIES);
        assert_eq!(document["enterprises_file"].as_str().unwrap(), format!("{ROSTER}#{SHEET}"));
    }
}
