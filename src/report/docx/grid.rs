//! Tables of three lines, as wide as the text.

use super::look;
use crate::tables::{Kind, Table, TableId};
use crate::text::{Lang, text};
use docx_rs::{
    AlignmentType, BorderType, Paragraph, Run, TableBorder, TableBorderPosition, TableCell, TableCellBorder,
    TableCellBorderPosition, TableCellBorders, TableCellMargins, TableLayoutType, TableRow, VAlignType,
    WidthType,
};

/// White at the left and right of a cell.
const PADDING: usize = 70;
/// More columns than this are set in smaller type, and so are assumptions, of which there are many.
const WIDE: usize = 7;
/// Number of lines of a table that stay on one page, together with what stands below them.
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
    let is_full = columns.len() > WIDE || table.id == TableId::Assumptions;
    let size = if is_full { look::SMALL_CELL_SIZE } else { look::CELL_SIZE };
    let widths = widths(&heads, &rows, &is_number, size);
    let is_kept = lines(&rows, &widths, size) <= SHORT;
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

/// Widths that fill the text. Numbers get the room that they need; of the words, columns that need less than an even share get what
/// they need, and the others divide what is left by their length, so that no column is squeezed between two long ones.
fn widths(heads: &[&str], rows: &[Vec<String>], is_number: &[bool], size: usize) -> Vec<usize> {
    let wanted: Vec<f64> = (0..heads.len())
        .map(|i| {
            let longest = rows.iter().map(|row| letters(&row[i])).max().unwrap_or(0);
            // What is long may take several lines.
            room(longest.max(head(heads[i])).clamp(4, if is_number[i] { 24 } else { 96 }), size)
        })
        .collect();
    let whole = look::TEXT_WIDTH as f64;
    let total: f64 = wanted.iter().sum();
    if total <= whole {
        return wanted.iter().map(|width| (width * whole / total) as usize).collect();
    }
    let numbers: f64 = wanted.iter().zip(is_number).filter(|(_, is)| **is).map(|(width, _)| width).sum();
    let mut given = vec![None; wanted.len()];
    if numbers < 0.75 * whole {
        for (i, _) in is_number.iter().enumerate().filter(|(_, is)| **is) {
            given[i] = Some(wanted[i]);
        }
    }
    loop {
        let left = whole - given.iter().flatten().sum::<f64>();
        let open: Vec<usize> = (0..given.len()).filter(|&i| given[i].is_none()).collect();
        let even = left / open.len().max(1) as f64;
        let modest: Vec<usize> = open.iter().copied().filter(|&i| wanted[i] <= even).collect();
        if modest.is_empty() {
            // By roots, or the longest would leave the others too little for words to stand on a line.
            let long: f64 = open.iter().map(|&i| wanted[i].sqrt()).sum();
            return (0..given.len())
                .map(|i| given[i].unwrap_or_else(|| left * wanted[i].sqrt() / long) as usize)
                .collect();
        }
        for i in modest {
            given[i] = Some(wanted[i]);
        }
    }
}

/// Width of a column that holds so many letters on a line: half of an em for each, a little more for broad ones, and the white
/// beside them.
fn room(letters: usize, size: usize) -> f64 {
    (letters * size) as f64 * 5.4 + (2 * PADDING) as f64
}

/// Number of lines that rows take in columns of these widths.
fn lines(rows: &[Vec<String>], widths: &[usize], size: usize) -> usize {
    let of_cell = |words: &String, width: usize| {
        let per_line = (width.saturating_sub(2 * PADDING) as f64 / (size as f64 * 5.4)).max(1.0);
        (letters(words) as f64 / per_line).ceil().max(1.0) as usize
    };
    let of_row =
        |row: &Vec<String>| row.iter().zip(widths).map(|(words, &width)| of_cell(words, width)).max();
    rows.iter().filter_map(of_row).sum()
}

/// A head may take two lines, but no word of it.
fn head(words: &str) -> usize {
    let longest_word = words.split(' ').filter(|word| word.is_ascii()).map(letters).max();
    letters(words).div_ceil(2).max(longest_word.unwrap_or(0))
}

fn letters(words: &str) -> usize {
    words.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
}
