//! A table as CSV, for Excel and WPS: UTF-8 with a byte order mark, without which they misread Chinese; numbers as numbers,
//! probabilities in tenths of a per cent as they are printed.

use super::{Cell, Format, Kind, Table};
use crate::text::{Lang, text};
use crate::words::{self, Printed};

/// The bytes of the file. A text that begins as a formula would is set off by an apostrophe, so that it stays a text.
pub fn csv(table: &Table, lang: Lang) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer("\u{feff}".as_bytes().to_vec());
    let mut write = |fields: Vec<String>| {
        // Writing to memory cannot fail, and all rows of a table have the same number of cells.
        writer.write_record(fields).expect("rows of the same length");
    };
    write(table.data_heads(lang));
    for row in &table.rows {
        write(table.data_cells(row).into_iter().map(written).collect());
    }
    writer.into_inner().expect("a writer to memory")
}

fn written(cell: Cell) -> String {
    match cell {
        Cell::Text(text) if text.starts_with(['=', '+', '-', '@', '\t', '\r']) => format!("'{text}"),
        Cell::Text(text) | Cell::Month(text) => text,
        Cell::Number(number, Format::Best) => Printed::exactly(number).data(),
        Cell::Number(number, _) => number.to_string(),
        Cell::Difference(difference, _) => words::points(difference).trim_start_matches('+').into(),
        Cell::Chance(chance) => Printed::of(&chance).data(),
        Cell::Remark(_) | Cell::Empty => String::new(),
    }
}

impl Table {
    /// The heads of the columns where a table is reckoned with: an interval has one for each end.
    pub fn data_heads(&self, lang: Lang) -> Vec<String> {
        let heads = |column: &super::Column| {
            let head = &column.head;
            match column.kind {
                Kind::Interval => vec![
                    text!("{head}下限", "{head} low").get(lang).to_owned(),
                    text!("{head}上限", "{head} high").get(lang).to_owned(),
                ],
                _ => vec![head.clone()],
            }
        };
        self.columns.iter().flat_map(heads).collect()
    }

    /// The cells of a row below these heads.
    pub fn data_cells(&self, row: &[Cell]) -> Vec<Cell> {
        let cells = |(cell, column): (&Cell, &super::Column)| match (column.kind, cell) {
            (Kind::Interval, Cell::Chance(chance)) => {
                words::interval_ends(chance).map(|end| Cell::Chance(words::exact_chance(end))).into()
            }
            (Kind::Interval, Cell::Difference(difference, ci95)) => {
                let ends = words::points_ends(*difference, *ci95);
                ends.map(|end| Cell::Difference(end / 100.0, *ci95)).into()
            }
            (Kind::Interval, _) => vec![Cell::Empty, Cell::Empty],
            (_, Cell::Remark(_)) => vec![Cell::Empty],
            _ => vec![cell.clone()],
        };
        row.iter().zip(&self.columns).flat_map(cells).collect()
    }
}
