//! The workbook: a sheet of instructions, then a sheet for each table, with choices and checks in their cells.

use super::sheets::{Both, Column, Example, Form, SHEETS, Sheet};
use crate::format::{FieldSpec, table};
use crate::text::Lang;
use rust_xlsxwriter::{
    Color, DataValidation, DataValidationErrorStyle, DocProperties, ExcelDateTime, Format, FormatAlign,
    FormatBorder, Formula, Workbook, Worksheet, XlsxError,
};

const GUIDE: Both = Both("填表说明", "Instructions");
/// Rows in which choices are offered and cells are checked.
const CHECKED_ROWS: u32 = 1_000;

/// The workbook, the same bytes every time.
pub(super) fn workbook(lang: Lang) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let title = Both("园区数据", "Data of the park");
    // A fixed date, or the same folder would never be written twice.
    workbook.set_properties(
        &DocProperties::new()
            .set_title(title.get(lang))
            .set_creation_datetime(&ExcelDateTime::from_ymd(2024, 1, 1)?),
    );
    fill_guide(workbook.add_worksheet(), lang)?;
    for sheet in SHEETS {
        fill(workbook.add_worksheet(), sheet, lang)?;
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

fn fill(sheet: &mut Worksheet, spec: &Sheet, lang: Lang) -> Result<(), XlsxError> {
    sheet.set_name(spec.name.get(lang))?.set_freeze_panes(1, 1)?.set_row_height(0, 22)?;
    let heading = heading_format();
    let example = Format::new().set_italic().set_font_color(Color::RGB(0x0080_8080));
    for (at, column) in (0_u16..).zip(spec.columns) {
        // Codes of eighteen digits and months stay as they are typed.
        let code = if matches!(column.form, Form::Text | Form::Month) { "@" } else { "General" };
        sheet.set_column_width(at, column.width)?;
        sheet.set_column_format(at, &Format::new().set_num_format(code))?;
        sheet.write_with_format(0, at, column.heading.get(lang), &heading)?;
        for (row, cell) in (1_u32..).zip(column.examples) {
            match *cell {
                Example::Words(zh, en) => {
                    sheet.write_with_format(row, at, Both(zh, en).get(lang), &example)?
                }
                Example::Number(number) => sheet.write_with_format(row, at, number, &example)?,
                Example::Numbers(zh, en) => {
                    let number = if lang == Lang::Zh { zh } else { en };
                    sheet.write_with_format(row, at, number, &example)?
                }
                Example::Empty => sheet,
            };
        }
        if let Some(check) = check(column, at, lang)? {
            sheet.add_data_validation(1, at, CHECKED_ROWS, at, &check)?;
        }
    }
    Ok(())
}

/// What is checked while one types; a text is always let through where a range may stand.
fn check(column: &Column, at: u16, lang: Lang) -> Result<Option<DataValidation>, XlsxError> {
    let cell = format!("{}2", rust_xlsxwriter::column_number_to_name(at));
    let number = |test: &str| Formula::new(format!("=OR(ISTEXT({cell}),{})", test.replace('x', &cell)));
    let words = |choices: &[Both]| choices.iter().map(|choice| choice.get(lang)).collect::<Vec<_>>();
    let validation = DataValidation::new();
    let (validation, style) = match &column.form {
        Form::Text => return Ok(None),
        Form::Name => {
            let range = cell.replace('2', "");
            let unique = Formula::new(format!("=COUNTIF(${range}$2:${range}${CHECKED_ROWS},{cell})=1"));
            (validation.allow_custom(unique), DataValidationErrorStyle::Warning)
        }
        Form::Number | Form::Months => {
            (validation.allow_custom(number("x>=0")), DataValidationErrorStyle::Stop)
        }
        Form::Share => (validation.allow_custom(number("AND(x>=0,x<=100)")), DataValidationErrorStyle::Stop),
        Form::Growth => {
            (validation.allow_custom(number("AND(x>-99,x<=200)")), DataValidationErrorStyle::Stop)
        }
        Form::Month => (validation.allow_custom(number("x>36526")), DataValidationErrorStyle::Stop),
        Form::Choice(choices) => {
            (validation.allow_list_strings(&words(choices))?, DataValidationErrorStyle::Stop)
        }
        Form::Offer(choices) => {
            (validation.allow_list_strings(&words(choices))?, DataValidationErrorStyle::Warning)
        }
    };
    let title = Both("请核对", "Please check");
    let message = form(&column.form).get(lang);
    Ok(Some(validation.set_error_style(style).set_error_title(title.get(lang))?.set_error_message(message)?))
}

/// How what stands in a column is written.
fn form(form: &Form) -> Both {
    match form {
        Form::Name => Both("名称，不与别的行相同", "a name that no other row has"),
        Form::Text => Both("文字；几个标签用顿号隔开", "text; several tags separated by commas"),
        Form::Number => Both("数字，或 8 to 15 这样的区间", "a number, or a range such as 8 to 15"),
        Form::Share => Both("0 到 100 的数（%），或 40 to 60", "a per cent from 0 to 100, or 40 to 60"),
        Form::Growth => Both("百分数，或 5 to 15", "a per cent, or 5 to 15"),
        Form::Months => {
            Both("月数、3 to 9，或月份 2025-06", "months, 3 to 9, or the month in which it ends, 2025-06")
        }
        Form::Month => Both("月份，如 2025-06", "a month, such as 2025-06"),
        Form::Choice(_) => Both("从列表中选", "one of the list"),
        Form::Offer(_) => Both(
            "情景文件中的名称或编号；几个用顿号隔开",
            "a name or an id of the scenario; several separated by commas",
        ),
    }
}

fn fill_guide(sheet: &mut Worksheet, lang: Lang) -> Result<(), XlsxError> {
    const NOTES: &[Both] = &[
        Both(
            "每样一个工作表，每行一项。灰色斜体的“示例”是编造的，请删除后填写本园区的数据；不要写合计行。没有的工作表，把示例行删掉，并删去情景文件里相应的一行（如 channels_file）。",
            "A sheet for each kind of thing, a row for each thing. The grey rows named Example are made up: delete them and fill in your own, without totals. Of a kind that you have none of, delete the rows, and the line of the scenario that names the sheet (such as channels_file).",
        ),
        Both(
            "不用的列可以删除；不认识的列不读，会提示。表头括号里是单位，可以改成别的单位，如 产值(万元)。",
            "Columns may be left out; those that are not known are not read, with a notice. The brackets of a heading hold the unit, which may be another, such as Output (billion yuan).",
        ),
        Both(
            "不确定的数写作 8 to 15（或 8—15）：90% 的可能落在两数之间。数字不写千位分隔符。",
            "An uncertain number is written 8 to 15: nine chances in ten that it lies between the two. No thousands separators.",
        ),
        Both(
            "每月的报表不必改这个工作簿：新建情景文件 extends 原情景，用 enterprises_file 指向报表，只更新表里有的栏。",
            "A monthly sheet needs no change here: a scenario that `extends` the first names it as enterprises_file, and what it carries is updated.",
        ),
    ];
    let heading = heading_format();
    let wrapped = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    sheet.set_name(GUIDE.get(lang))?;
    for (column, width) in (0_u16..).zip([14, 26, 10, 48, 44]) {
        sheet.set_column_width(column, width)?;
    }
    let mut row = 0;
    for note in NOTES {
        sheet.merge_range(row, 0, row, 4, note.get(lang), &wrapped)?.set_row_height(row, 36)?;
        row += 1;
    }
    row += 1;
    let headings = [
        Both("工作表", "Sheet"),
        Both("表头", "Heading"),
        Both("必填", "Required"),
        Both("含义", "Meaning"),
        Both("写法", "How to write it"),
    ];
    for (column, text) in (0_u16..).zip(headings) {
        sheet.write_with_format(row, column, text.get(lang), &heading)?;
    }
    for spec in SHEETS {
        for column in spec.columns {
            row += 1;
            let Some(field) = field(spec, column) else { continue };
            let required = if field.required { Both("必填", "yes").get(lang) } else { "" };
            let meaning = field.meaning();
            let cells = [
                spec.name.get(lang),
                column.heading.get(lang),
                required,
                meaning.get(lang),
                form(&column.form).get(lang),
            ];
            for (at, text) in (0_u16..).zip(cells) {
                sheet.write_with_format(row, at, text, &wrapped)?;
            }
        }
    }
    Ok(())
}

/// The declaration of a column's key.
pub(super) fn field(sheet: &Sheet, column: &Column) -> Option<&'static FieldSpec> {
    let key = column.key.split_once('.').map_or(column.key, |(key, _)| key);
    table(sheet.table)?.field(key)
}
