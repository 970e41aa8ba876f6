//! The sheet of a table: its title, its heads in the third row, its rows below them, and its chart.

use super::{BODY, HEADS, QUIET, base, cell, charts, cut, head, page, title};
use crate::tables::{Cell, Format as Shown, Kind, Table};
use crate::text::{Lang, text};
use crate::words::{self, Printed};
use rust_xlsxwriter::{Format, FormatAlign, Worksheet, XlsxError};

/// A chart stands below a table of no more rows than this, beside a longer one.
const SHORT: u32 = 20;

/// Writes `table` into its sheet.
pub fn fill(sheet: &mut Worksheet, table: &Table, lang: Lang) -> Result<(), XlsxError> {
    let rows: Vec<Vec<Cell>> = table.rows.iter().map(|row| table.data_cells(row)).collect();
    let heads = table.data_heads(lang);
    let is_number: Vec<bool> = table.columns.iter().flat_map(numbers).collect();
    page(sheet)?
        .set_repeat_rows(HEADS, HEADS)?
        .set_freeze_panes(BODY, u16::from(is_number.first() == Some(&false)))?;
    sheet.write_string_with_format(0, 0, cut(&table.title), &title(lang))?;
    for (column, (words, is_number)) in (0..).zip(heads.iter().zip(&is_number)) {
        let head =
            if *is_number { head(lang).set_align(FormatAlign::Right) } else { set_off(head(lang), column) };
        sheet.write_string_with_format(HEADS, column, cut(words), &head)?;
        let shown = rows.iter().map(|row| row[usize::from(column)].shown(Kind::Number, lang));
        sheet.set_column_width(column, width(words, shown))?;
    }
    for (row, cells) in (BODY..).zip(&rows) {
        for (column, cell) in (0..).zip(cells) {
            write(sheet, row, column, cell, lang)?;
        }
    }
    let (columns, rows) = (heads.len() as u16, rows.len() as u32);
    if columns > 0 && rows > 0 {
        sheet.autofilter(HEADS, 0, BODY + rows - 1, columns - 1)?;
    }
    draw(sheet, table, lang, columns, rows)
}

/// One column, or the two ends of an interval.
fn numbers(column: &crate::tables::Column) -> Vec<bool> {
    match column.kind {
        Kind::Text => vec![false],
        Kind::Number => vec![true],
        Kind::Interval => vec![true, true],
    }
}

fn write(sheet: &mut Worksheet, row: u32, column: u16, cell: &Cell, lang: Lang) -> Result<(), XlsxError> {
    let plain = self::cell(lang);
    let number = |code: &str| plain.clone().set_num_format(code);
    match cell {
        // Always as a text, whatever it begins with.
        Cell::Text(words) | Cell::Month(words) | Cell::Remark(words) => {
            sheet.write_string_with_format(row, column, cut(words), &plain.set_text_wrap())?
        }
        Cell::Number(value, Shown::Best) => {
            let printed = Printed::exactly(*value);
            write_chance(sheet, (row, column), printed, &printed.short(), &plain)?
        }
        Cell::Chance(chance) => {
            let printed = Printed::of(chance);
            write_chance(sheet, (row, column), printed, printed.text().get(lang), &plain)?
        }
        Cell::Number(value, shown) => {
            sheet.write_with_format(row, column, *value, &number(&code(*shown, *value)))?
        }
        Cell::Difference(value, _) => {
            let code = if words::has_two_decimals(*value) { "+0.00;-0.00;0.00" } else { "+0.0;-0.0;0.0" };
            sheet.write_with_format(row, column, words::rounded_points(*value), &number(code))?
        }
        Cell::Empty => sheet.write_blank(row, column, &plain)?,
    };
    Ok(())
}

/// Words stand apart from a number at their left.
fn set_off(format: Format, column: u16) -> Format {
    if column == 0 { format } else { format.set_align(FormatAlign::Left).set_indent(1) }
}

/// Excel's code for showing a number, as near as it can to how a page does.
fn code(shown: Shown, value: f64) -> String {
    let code = match shown {
        Shown::Year => "0",
        Shown::Fixed(0) => "#,##0",
        Shown::Fixed(decimals) => return format!("#,##0.{:0<decimals$}", ""),
        Shown::Whole => "#,##0",
        Shown::MoneyPerPoint if value.abs() >= 99.95 => "#,##0",
        Shown::MoneyPerPoint if value.abs() >= 9.995 => "#,##0.0",
        Shown::MoneyPerPoint => "#,##0.00",
        Shown::Exact | Shown::Money if value.fract() == 0.0 => "#,##0",
        Shown::Exact | Shown::Money => "#,##0.0########",
        Shown::Percent | Shown::Best => "0.0%",
        Shown::Growth => "+0.0%;-0.0%;0.0%",
    };
    code.into()
}

/// A probability as a page has it; a bound, whose number would pass for an estimate, in words.
fn write_chance<'a>(
    sheet: &'a mut Worksheet,
    (row, column): (u32, u16),
    printed: Printed,
    said: &str,
    plain: &Format,
) -> Result<&'a mut Worksheet, XlsxError> {
    let code = if printed.is_number() { "0.0%".into() } else { format!("\"{said}\"") };
    match printed.share() {
        Some(share) => sheet.write_with_format(row, column, share, &plain.clone().set_num_format(code)),
        None => sheet.write_string_with_format(row, column, said, plain),
    }
}

/// Wide enough for the longest cell and for half of the head, which may take two lines.
fn width(head: &str, cells: impl Iterator<Item = String>) -> f64 {
    let longest = cells.map(|words| letters(&words)).max().unwrap_or(0);
    longest.max(letters(head).div_ceil(2) + 2).clamp(8, 46) as f64 + 3.0
}

/// Letters of a text; a Chinese one counts double.
pub fn letters(words: &str) -> usize {
    words.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
}

/// The charts of the table, and what their error bars are drawn from.
fn draw(sheet: &mut Worksheet, table: &Table, lang: Lang, columns: u16, rows: u32) -> Result<(), XlsxError> {
    let errors = charts::errors(table);
    if !errors.is_empty() {
        let quiet = base(lang).set_font_color(QUIET);
        let heads = [text!("误差线：向下", "error bar: down"), text!("误差线：向上", "error bar: up")];
        for (column, head) in (columns + 1..).zip(&heads) {
            sheet.write_string_with_format(HEADS, column, head.get(lang), &quiet.clone().set_text_wrap())?;
            sheet.set_column_width(column, 12)?;
        }
        for (row, ends) in (BODY..).zip(&errors) {
            for (column, end) in (columns + 1..).zip(ends) {
                sheet.write_with_format(row, column, *end, &error_format(&quiet, *end))?;
            }
        }
    }
    let beside = if errors.is_empty() { columns + 1 } else { columns + 4 };
    let (row, column) = if rows <= SHORT { (BODY + rows + 1, 0) } else { (HEADS, beside) };
    for (i, chart) in (0..).zip(charts::of(table, &sheet.name())) {
        sheet.insert_chart(row + i * (charts::ROWS + 1), column, &chart)?;
    }
    Ok(())
}

fn error_format(quiet: &Format, end: f64) -> Format {
    quiet.clone().set_num_format(if end < 1.0 { "0.0000" } else { "#,##0.0" })
}
