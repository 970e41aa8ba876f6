//! Rosters as a park office keeps them, CSV or Excel, to the same nodes that a TOML document gives.
//!
//! `bytes -> Grid (rows of cells) -> Block (the heading's texts above each column) -> Heading (one column for each
//! key, with its unit) -> Nodes`. Whatever could be misread is refused with its
//! cell: a table of seventy enterprises in which one number is wrong by a factor of ten thousand looks as good
//! as any other.

mod block;
#[cfg(feature = "sheets")]
mod book;
mod cell;
mod choice;
mod column;
mod csv;
mod decode;
mod fault;
mod file;
mod grid;
#[cfg(feature = "sheets")]
mod guard;
mod heading;
mod kind;
mod label;
mod merged;
mod note;
mod number;
mod period;
mod rows;
#[cfg_attr(not(feature = "sheets"), expect(dead_code, reason = "cells of a CSV file have no number format"))]
mod shown;
#[cfg(test)]
mod tests;
mod total;
mod unit;
mod units;

use super::files::Files;
use super::node::{FileIx, Node, Origin, Source, Sources};
use super::problem::Problems;
use crate::digest::sha256;
use crate::format::TableSpec;
use crate::text::text;
use fault::{Fault, Report};
use grid::Grid;
use kind::Kind;
use std::path::Path;

/// What the rows of a roster are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Rows {
    /// Entries: they need every column that the table does.
    #[default]
    Entries,
    /// Updates of entries that are there: they need what tells which, and something besides.
    Updates,
}

/// What a scenario wants of a roster: of which year, and by what name.
#[derive(Debug, Clone, Default)]
pub(crate) struct Wanted {
    /// What its rows are.
    pub rows: Rows,
    /// The last complete year of data.
    pub base_year: Option<i32>,
    /// The year and month (1 to 12) up to which data are known.
    pub as_of: Option<(i32, u32)>,
    /// What output means.
    pub basis: Option<String>,
}

impl Wanted {
    /// The months of the year after the base year that are known, where any are.
    fn known_months(&self) -> Option<u32> {
        let (year, month) = self.as_of?;
        match year - self.base_year? {
            ..=0 => None,
            1 => Some(month),
            _ => Some(12),
        }
    }
}

/// Reads the rows of a roster as entries of `table`, or as updates of such.
///
/// `sheet` is the sheet that the scenario names beside the file, and `named_at` where it does; `wanted` tells which
/// of several columns is meant. Cells with an error become [`NodeValue::Broken`](super::node::NodeValue::Broken).
pub(crate) fn read(
    files: Files,
    sources: &mut Sources,
    (path, sheet): (&Path, Option<&str>),
    named_at: Origin,
    table: &'static TableSpec,
    wanted: &Wanted,
    problems: &mut Problems,
) -> Vec<Node> {
    let mut report = Report::new(problems, table, named_at);
    let nodes = nodes(files, sources, (path, sheet), table, wanted, &mut report).unwrap_or_else(|faults| {
        faults.into_iter().for_each(|fault| report.push(fault));
        Vec::new()
    });
    report.finish();
    nodes
}

fn nodes(
    files: Files,
    sources: &mut Sources,
    (path, sheet): (&Path, Option<&str>),
    table: &'static TableSpec,
    wanted: &Wanted,
    report: &mut Report<'_>,
) -> Result<Vec<Node>, Vec<Fault>> {
    let grid = grid(files, sources, (path, sheet), report).map_err(|fault| vec![fault])?;
    let mut heading = heading::find(&grid, table, wanted)?;
    for notice in std::mem::take(&mut heading.notices) {
        report.push(notice);
    }
    Ok(rows::convert(&grid, &heading, report))
}

/// The cells of the file.
fn grid(
    files: Files,
    sources: &mut Sources,
    (path, sheet): (&Path, Option<&str>),
    report: &mut Report<'_>,
) -> Result<Grid, Fault> {
    let bytes = file::load(files, path)?;
    let source =
        Source { path: path.to_path_buf(), text: String::new(), sheets: Vec::new(), sha256: sha256(&bytes) };
    let file = sources.add(source);
    report.in_file(file);
    let grid = match kind::kind(&bytes, is_named_workbook(path))? {
        Kind::Workbook => workbook(&mut sources.files[file.0], bytes, sheet)?,
        Kind::Text => csv_text(sources, file, &bytes, sheet, report)?,
    };
    if file::lock_file(files, path).is_some() {
        report.push(Fault::notice(text!(
            "该文件正在 Excel/WPS 中打开，读取的是上次保存的内容",
            "the file is open in Excel/WPS; what was saved last is read"
        )));
    }
    Ok(grid)
}

fn is_named_workbook(path: &Path) -> bool {
    let extension = path.extension().map(|extension| extension.to_string_lossy().to_lowercase());
    extension.is_some_and(|extension| matches!(extension.as_str(), "xlsx" | "xlsm" | "xls" | "et"))
}

#[cfg(feature = "sheets")]
fn workbook(source: &mut Source, bytes: Vec<u8>, sheet: Option<&str>) -> Result<Grid, Fault> {
    guard::check(&bytes)?;
    let mut book = book::Book::open(bytes)?;
    source.sheets = book.sheets();
    book.grid(sheet)
}

/// Without the feature `sheets` a workbook is known for what it is, and no more.
#[cfg(not(feature = "sheets"))]
fn workbook(_source: &mut Source, _bytes: Vec<u8>, _sheet: Option<&str>) -> Result<Grid, Fault> {
    Err(Fault::error(text!("此处不能读取 Excel 工作簿", "workbooks cannot be read here"))
        .allowed(text!("CSV 文件", "a CSV file"))
        .remedy(text!("在 Excel/WPS 中另存为 CSV UTF-8", "save it in Excel/WPS as \"CSV UTF-8\"")))
}

fn csv_text(
    sources: &mut Sources,
    file: FileIx,
    bytes: &[u8],
    sheet: Option<&str>,
    report: &mut Report<'_>,
) -> Result<Grid, Fault> {
    if let Some(sheet) = sheet {
        return Err(Fault::error(text!(
            "CSV 文件没有工作表“{sheet}”",
            "a CSV file has no sheet \"{sheet}\""
        ))
        .remedy(text!("去掉文件名后的 #{sheet}", "remove #{sheet} after the file's name")));
    }
    let decoded = decode::decode(bytes)?;
    if let Some(encoding) = decoded.encoding {
        let encoding = encoding.to_uppercase();
        report.push(Fault::notice(text!("按 {encoding} 编码读取", "read as {encoding}")));
    }
    sources.files[file.0].text = decoded.text;
    csv::parse(&sources.files[file.0].text)
}
