//! The rows and cells of a roster, the same whether they come from CSV or from a workbook.

use super::super::node::Place;
use super::fault::Fault;
use super::shown::NumberFormat;
use crate::text::text;
use std::rc::Rc;

/// Rows a roster may have.
pub(super) const MAX_ROWS: usize = 100_000;
/// Columns a roster may have.
pub(super) const MAX_COLUMNS: usize = 1_000;
/// Cells a roster may have; bounds what rows times columns would not.
pub(super) const MAX_CELLS: usize = 2_000_000;
/// Bytes a single cell may have.
pub(super) const MAX_FIELD_BYTES: usize = 64 * 1024;

/// A roster as rows of cells.
#[derive(Debug, Default)]
pub(super) struct Grid {
    /// The rows that hold anything, in order.
    pub rows: Vec<Row>,
    /// Areas of merged cells, from the uppermost down: first row and column, last row and column.
    pub merged: Vec<[usize; 4]>,
    /// Whether cells know if they are numbers (a workbook) or are all text (CSV).
    pub typed: bool,
}

/// A row.
#[derive(Debug)]
pub(super) struct Row {
    /// Its place among all rows, counted from 0, as the user's program numbers them.
    pub index: usize,
    /// Where it is.
    pub place: Place,
    /// Its cells that are not empty, by column.
    pub cells: Vec<Cell>,
    /// How many fields it is written with, where that is known.
    pub width: Option<usize>,
}

/// A cell that is not empty.
#[derive(Debug)]
pub(super) struct Cell {
    /// Its column, counted from 0.
    pub column: usize,
    /// Where it is.
    pub place: Place,
    /// What it holds.
    pub value: Value,
    /// How its number is shown, where that differs from what it holds.
    pub format: Option<Rc<NumberFormat>>,
}

/// What a cell holds.
#[cfg_attr(not(feature = "sheets"), expect(dead_code, reason = "cells of a CSV file are texts"))]
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    /// A text, without surrounding space.
    Text(String),
    /// A number.
    Number(f64),
    /// A truth value.
    Boolean(bool),
    /// A date or time, "2024-06-01".
    Date(String),
    /// An error such as "#DIV/0!".
    Error(String),
    /// A formula that was never calculated.
    Uncalculated,
}

impl Grid {
    /// The areas of merged cells that begin in the row numbered `index` or above it.
    pub fn merged_down_to(&self, index: usize) -> &[[usize; 4]] {
        &self.merged[..self.merged.partition_point(|area| area[0] <= index)]
    }

    /// The row that the user's program numbers `index`, counted from 0, unless it is empty.
    pub fn row_of(&self, index: usize) -> Option<&Row> {
        self.rows.binary_search_by_key(&index, |row| row.index).ok().map(|at| &self.rows[at])
    }
}

impl Row {
    /// The cell in `column`, unless it is empty.
    pub fn cell(&self, column: usize) -> Option<&Cell> {
        self.cells.binary_search_by_key(&column, |cell| cell.column).ok().map(|at| &self.cells[at])
    }
}

impl Cell {
    /// The number that it holds, or that its text is; not a text with a unit.
    pub fn plain_number(&self) -> Option<f64> {
        match &self.value {
            Value::Number(number) => Some(*number),
            Value::Text(text) => text.parse().ok().filter(|number: &f64| number.is_finite()),
            _ => None,
        }
    }

    /// What it reads as.
    pub fn shown(&self) -> String {
        match &self.value {
            Value::Text(text) | Value::Date(text) | Value::Error(text) => text.clone(),
            Value::Number(number) => number.to_string(),
            Value::Boolean(true) => "TRUE".to_owned(),
            Value::Boolean(false) => "FALSE".to_owned(),
            Value::Uncalculated => String::new(),
        }
    }
}

/// Removes what surrounds a text and is not seen: space of any width, and marks of no width.
pub(super) fn trim(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '\u{200b}' | '\u{2060}' | '\u{feff}'))
}

/// A text short enough for a message.
pub(super) fn clip(text: &str) -> String {
    const LONGEST: usize = 60;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// Refuses a roster of more than [`MAX_ROWS`].
pub(super) fn too_many_rows() -> Fault {
    Fault::error(text!("行数超过 {MAX_ROWS}", "more than {MAX_ROWS} rows"))
        .allowed(text!("最多 {MAX_ROWS} 行", "at most {MAX_ROWS} rows"))
}

/// Refuses a roster of more than [`MAX_COLUMNS`].
pub(super) fn too_many_columns(place: Place) -> Fault {
    Fault::error(text!("列数超过 {MAX_COLUMNS}", "more than {MAX_COLUMNS} columns"))
        .at(place)
        .allowed(text!("最多 {MAX_COLUMNS} 列", "at most {MAX_COLUMNS} columns"))
        .remedy(text!("删除表格右侧多余的单元格", "delete the stray cells to the right of the table"))
}

/// Refuses a roster of more than [`MAX_CELLS`].
pub(super) fn too_many_cells() -> Fault {
    Fault::error(text!("单元格超过 {MAX_CELLS} 个", "more than {MAX_CELLS} cells"))
        .allowed(text!("最多 {MAX_CELLS} 个", "at most {MAX_CELLS}"))
}

/// Refuses a cell of more than [`MAX_FIELD_BYTES`].
pub(super) fn field_too_long(place: Place) -> Fault {
    Fault::error(text!(
        "单元格内容超过 {MAX_FIELD_BYTES} 字节",
        "a cell of more than {MAX_FIELD_BYTES} bytes"
    ))
    .at(place)
    .allowed(text!("每格最多 {MAX_FIELD_BYTES} 字节", "at most {MAX_FIELD_BYTES} bytes a cell"))
    .remedy(text!("检查是否缺少一个引号", "look for a missing quotation mark"))
}
