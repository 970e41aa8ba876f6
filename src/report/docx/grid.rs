//! Tables of three lines, as wide as the text.

use super::look;
use crate::tables::{Kind, Table};
use crate::text::{Lang, text};
use docx_rs::{
    AlignmentType, BorderType, Paragraph, Run, TableBorder, TableBorderPosition, TableCell, TableCellBorder,
    TableCellBorderPosition, TableCellBorders, TableCellMargins, TableLayoutType, TableRow, VAlignType,
    WidthType,
};

/// White at the left and right of a cell.
const PADDING: usize = 70;
/// More columns than this are set in smaller type.
const WIDE: usize = 7;
/// Number of rows that stay on one page, together with what stands below them.
const SHORT: usize = 12;

/// A table of a report; one without columns is none.
pub fn grid(table: &Table, lang: Lang) -> Option<docx_rs::Table> {
    let columns = &table.columns;
    let shown = |row: &Vec<_>| {
        row.iter()
            .zip(columns)
            .map(|(cell, column): (&crate::tables::Cell, _)| cell.shown(column.kind, lang))
            .collect()
    };
    let heads: Vec<&str> = columns.iter().map(|column| column.head.as_str()).collect();
    let rows: Vec<Vec<String>> = table.rows.iter().map(shown).collect();
    let is_number: Vec<bool> = columns.iter().map(|column| column.kind != Kind::Text).collect();
    let size = if columns.len() > WIDE { look::SMALL_CELL_SIZE } else { look::CELL_SIZE };
    let is_kept = rows.len() <= SHORT;
    let widths = widths(&heads, &rows, &is_number, size);
    let cell = |i: usize, words: &str| {
        // The first column names the rows, be it by a year.
        let align = if is_number[i] && i > 0 { AlignmentType::Right } else { AlignmentType::Left };
        cell(words, widths[i], align, size, is_kept)
    };
    let line = TableCellBorder::new(TableCellBorderPosition::Bottom).size(6).border_type(BorderType::Single);
    let head = |(i, head): (usize, &&str)| {
        cell(i, head)
            .set_borders(TableCellBorders::with_empty().set(line.clone()))
            .vertical_align(VAlignType::Bottom)
    };
    let mut all = vec![TableRow::new(heads.iter().enumerate().map(head).collect()).cant_split()];
    all.extend(rows.iter().map(|row| {
        TableRow::new(row.iter().enumerate().map(|(i, words)| cell(i, words)).collect()).cant_split()
    }));
    if rows.is_empty() {
        let none = text!("没有记录", "No entries");
        let cell = self::cell(none.get(lang), look::TEXT_WIDTH, AlignmentType::Left, size, is_kept);
        all.push(TableRow::new(vec![cell.grid_span(columns.len())]).cant_split());
    }
    (!columns.is_empty()).then(|| framed(all, widths.clone()))
}

/// Facts of the run, by name and value.
pub fn record(provenance: &[(String, String)]) -> Option<docx_rs::Table> {
    let widths = vec![look::TEXT_WIDTH / 4, look::TEXT_WIDTH - look::TEXT_WIDTH / 4];
    let row = |(name, value): &(String, String)| {
        let cells = [(name, widths[0]), (value, widths[1])];
        let cells =
            cells.map(|(words, width)| cell(words, width, AlignmentType::Left, look::SMALL_CELL_SIZE, false));
        TableRow::new(cells.into()).cant_split()
    };
    (!provenance.is_empty()).then(|| framed(provenance.iter().map(row).collect(), widths.clone()))
}

fn framed(rows: Vec<TableRow>, widths: Vec<usize>) -> docx_rs::Table {
    let line = |position| TableBorder::new(position).size(12).border_type(BorderType::Single);
    docx_rs::Table::without_borders(rows)
        .set_border(line(TableBorderPosition::Top))
        .set_border(line(TableBorderPosition::Bottom))
        .layout(TableLayoutType::Fixed)
        .width(look::TEXT_WIDTH, WidthType::Dxa)
        .margins(TableCellMargins::new().margin(20, PADDING, 20, PADDING))
        .set_grid(widths)
}

fn cell(words: &str, width: usize, align: AlignmentType, size: usize, is_kept: bool) -> TableCell {
    let words = Run::new().add_text(words).size(size);
    TableCell::new()
        .width(width, WidthType::Dxa)
        .vertical_align(VAlignType::Center)
        .add_paragraph(Paragraph::new().style(look::CELL).align(align).keep_next(is_kept).add_run(words))
}

/// Widths that fill the text: numbers get the room that they need, words share what is left by their length.
fn widths(heads: &[&str], rows: &[Vec<String>], is_number: &[bool], size: usize) -> Vec<usize> {
    // Half of an em for a Latin letter, the other half with it for a Chinese one.
    let room = |letters: usize| (letters * size * 5 + 2 * PADDING) as f64;
    let wanted: Vec<f64> = (0..heads.len())
        .map(|i| {
            let longest = rows.iter().map(|row| letters(&row[i])).max().unwrap_or(0);
            // What is long may take several lines.
            room(longest.max(head(heads[i])).clamp(4, if is_number[i] { 24 } else { 96 }))
        })
        .collect();
    let total = |of_numbers: bool| {
        wanted.iter().zip(is_number).filter(|(_, is)| **is == of_numbers).map(|(width, _)| width).sum::<f64>()
    };
    let (numbers, words, whole) = (total(true), total(false), look::TEXT_WIDTH as f64);
    let is_tight = numbers + words > whole && numbers < 0.7 * whole && words > 0.0;
    let (of_numbers, of_words) = if is_tight {
        (1.0, (whole - numbers) / words)
    } else {
        (whole / (numbers + words), whole / (numbers + words))
    };
    let share = |(width, is): (&f64, &bool)| (width * if *is { of_numbers } else { of_words }) as usize;
    wanted.iter().zip(is_number).map(share).collect()
}

/// A head may take two lines, but no word of it.
fn head(words: &str) -> usize {
    let longest_word = words.split(' ').filter(|word| word.is_ascii()).map(letters).max();
    letters(words).div_ceil(2).max(longest_word.unwrap_or(0))
}

fn letters(words: &str) -> usize {
    words.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
}
