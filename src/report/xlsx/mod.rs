//! A report's tables as an Excel workbook: a sheet for each, numbers as numbers, charts that follow them.

mod charts;
mod names;
mod sheet;

use super::Report;
use crate::stamp;
use crate::text::{Lang, text};
use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

/// Colours of the charts (src/chart/theme.rs).
const INK: Color = Color::RGB(0x0017_202E);
const QUIET: Color = Color::RGB(0x0058_6270);
const MAIN: Color = Color::RGB(0x001B_579E);
const LINE: Color = Color::RGB(0x00E2_E6EB);
const TINT: Color = Color::RGB(0x00EA_F1F9);

/// Row of a table's heads on its sheet.
const HEADS: u32 = 2;
/// First row of the table's body.
const BODY: u32 = HEADS + 1;

/// Most characters of a cell, with room to spare.
const LONGEST: usize = 16_000;

/// The workbook, the same bytes every time.
pub fn xlsx(report: &Report) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // A fixed date, or the same report would never be written twice.
    let properties = DocProperties::new()
        .set_title(&report.title)
        .set_author("parkcast")
        .set_creation_datetime(&ExcelDateTime::from_ymd(2024, 1, 1)?)
        .set_custom_property(stamp::KEY, report.seal.as_str());
    workbook.set_properties(&properties);
    let ends =
        [text!("说明", "Read me"), text!("来源", "Provenance")].map(|name| name.get(report.lang).to_owned());
    let names = names::unique(&ends, &report.tables);
    guide(workbook.add_worksheet().set_name(&ends[0])?, report, &names)?;
    for (table, name) in report.tables.iter().zip(&names) {
        sheet::fill(workbook.add_worksheet().set_name(name)?, table, report.lang)?;
    }
    provenance(workbook.add_worksheet().set_name(&ends[1])?, report)?;
    workbook.save_to_buffer()
}

/// The answer, and where to find what.
fn guide(sheet: &mut Worksheet, report: &Report, names: &[String]) -> Result<(), XlsxError> {
    let lang = report.lang;
    page(sheet)?.set_column_width(0, 40)?.set_column_width(1, 60)?.set_screen_gridlines(false);
    sheet.write_string_with_format(0, 0, &report.title, &title(lang))?;
    sheet.write_string_with_format(1, 0, &report.subtitle, &base(lang).set_font_color(QUIET))?;
    let answer = base(lang).set_font_size(14).set_bold().set_text_wrap().set_align(FormatAlign::Top);
    sheet.merge_range(3, 0, 3, 1, &report.answer, &answer)?;
    let lines = 1 + sheet::letters(&report.answer) / 70;
    sheet.set_row_height(3, 24 * lines.min(15) as u32)?;
    let (of_sheets, of_tables) = (text!("工作表", "sheet"), text!("内容", "holds"));
    sheet.write_string_with_format(5, 0, of_sheets.get(lang), &head(lang))?;
    sheet.write_string_with_format(5, 1, of_tables.get(lang), &head(lang))?;
    let link = base(lang).set_font_color(MAIN);
    for (row, (name, table)) in (6..).zip(names.iter().zip(&report.tables)) {
        let target = format!("internal:'{name}'!A1");
        sheet.write_url_with_options(row, 0, target.as_str(), name, "", Some(&link))?;
        sheet.write_string_with_format(row, 1, cut(&table.title), &cell(lang).set_text_wrap())?;
    }
    Ok(())
}

/// Facts of the run, for people and for programs.
fn provenance(sheet: &mut Worksheet, report: &Report) -> Result<(), XlsxError> {
    let lang = report.lang;
    let wrapped = cell(lang).set_text_wrap();
    page(sheet)?.set_column_width(0, 28)?.set_column_width(1, 90)?;
    for (row, (name, value)) in (0..).zip(&report.provenance) {
        sheet.write_string_with_format(row, 0, cut(name), &wrapped)?;
        sheet.write_string_with_format(row, 1, cut(value), &wrapped)?;
    }
    // A cell is finite; a long stamp goes on in the next.
    let seal: Vec<char> = report.seal.chars().collect();
    for (row, piece) in (report.provenance.len() as u32 + 1..).zip(seal.chunks(LONGEST)) {
        sheet.write_string_with_format(row, 0, stamp::KEY, &wrapped)?;
        sheet.write_string_with_format(
            row,
            1,
            piece.iter().collect::<String>(),
            &wrapped.clone().set_font_size(8),
        )?;
    }
    Ok(())
}

/// A4 across, everything in its width.
fn page(sheet: &mut Worksheet) -> Result<&mut Worksheet, XlsxError> {
    let sheet = sheet.set_paper_size(9).set_landscape().set_print_fit_to_pages(1, 0);
    Ok(sheet.set_margins(0.5, 0.5, 0.6, 0.7, 0.3, 0.3).set_footer("&C&P / &N"))
}

fn base(lang: Lang) -> Format {
    let format = Format::new().set_font_size(10.5).set_font_color(INK);
    match lang {
        Lang::Zh => format.set_font_name("微软雅黑"),
        Lang::En => format,
    }
}

fn title(lang: Lang) -> Format {
    base(lang).set_font_size(14).set_bold()
}

fn head(lang: Lang) -> Format {
    base(lang)
        .set_bold()
        .set_text_wrap()
        .set_background_color(TINT)
        .set_border_top(FormatBorder::Thin)
        .set_border_bottom(FormatBorder::Thin)
        .set_align(FormatAlign::VerticalCenter)
}

fn cell(lang: Lang) -> Format {
    base(lang)
        .set_border_bottom(FormatBorder::Hair)
        .set_border_bottom_color(LINE)
        .set_align(FormatAlign::VerticalCenter)
}

/// The first part of a text, as much as a cell holds.
fn cut(text: &str) -> String {
    text.chars().take(LONGEST).collect()
}
