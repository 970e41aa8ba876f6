//! A table as a terminal of 80 columns has room for it.

use crate::tables::{Kind, Table};
use crate::text::Lang;
use comfy_table::{CellAlignment, ColumnConstraint, ContentArrangement, LineStyle, TableStyle};

/// Columns of the terminal for which tables are laid out.
const WIDTH: u16 = 80;

/// Signs beside the rows of a table; none where the list is empty.
#[derive(Default)]
pub struct Signs {
    /// Sign before the name of each row.
    pub before: Vec<&'static str>,
    /// Signs at the end of each row.
    pub after: Vec<String>,
}

/// The columns of a table that have a brief head, with signs beside the rows.
pub fn draw(table: &Table, signs: &Signs, lang: Lang) -> String {
    let shown: Vec<usize> =
        (0..table.columns.len()).filter(|&column| table.columns[column].brief.is_some()).collect();
    let has_after = !signs.after.is_empty();
    let heads = shown.iter().filter_map(|&column| {
        let column = &table.columns[column];
        Some((column.brief.clone()?, column.kind))
    });
    let heads: Vec<(String, Kind)> = heads.chain(has_after.then_some((String::new(), Kind::Text))).collect();
    let rows = table.rows.iter().enumerate().map(|(i, row)| {
        let cells = shown.iter().map(|&column| row[column].brief(table.columns[column].kind, lang));
        let mut cells: Vec<String> = cells.chain(signs.after.get(i).cloned()).collect();
        if let (Some(sign), Some(name)) = (signs.before.get(i), cells.first_mut()) {
            name.insert_str(0, sign);
        }
        cells
    });
    lay_out(&heads, rows)
}

/// Lays out rows below their heads: names, which come first, wrap where there is no room; all else stays on its line, numbers
/// below each other.
pub fn lay_out(heads: &[(String, Kind)], rows: impl Iterator<Item = Vec<String>>) -> String {
    let mut grid = comfy_table::Table::new();
    // One rule below the head and nothing else: borders only cost columns.
    grid.load_style(TableStyle::new().header_separator(LineStyle::none().fill('─').junction('─')));
    grid.set_content_arrangement(ContentArrangement::Dynamic).set_width(WIDTH);
    grid.set_header(heads.iter().map(|(head, _)| head));
    for row in rows {
        grid.add_row(row);
    }
    for (column, (_, kind)) in grid.column_iter_mut().zip(heads).skip(1) {
        column.set_constraint(ColumnConstraint::ContentWidth);
        if *kind != Kind::Text {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    grid.trim_fmt()
}
