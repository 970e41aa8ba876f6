//! Cells merged downwards: one value for several entries, or for the first alone.

use super::column::Column;
use super::fault::Fault;
use super::grid::{Cell, Grid, Row};
use super::heading::Heading;
use crate::format::Kind;
use crate::read::node::column_name;
use crate::text::text;
use std::collections::{BTreeMap, HashMap};

/// Merged cells that say the same of several entries.
pub(super) struct Shared {
    /// For each column the areas' first rows, with their last.
    areas: HashMap<usize, BTreeMap<usize, usize>>,
}

impl Shared {
    /// Those below the heading.
    pub fn of(grid: &Grid, heading: &Heading) -> Self {
        let mut areas: HashMap<usize, BTreeMap<usize, usize>> = HashMap::new();
        for area in merged_down(grid, heading) {
            if heading.columns.iter().any(|column| column.index == area[1] && can_be_shared(area, column)) {
                areas.entry(area[1]).or_default().insert(area[0], area[2]);
            }
        }
        Self { areas }
    }

    /// The cell above that a row's empty cell is merged with.
    pub fn cell<'a>(&self, grid: &'a Grid, row: &Row, column: &Column) -> Option<&'a Cell> {
        let (top, bottom) = self.areas.get(&column.index)?.range(..row.index).next_back()?;
        grid.row_of(*top).filter(|_| row.index <= *bottom)?.cell(column.index)
    }
}

/// Areas below the heading that span more than one row.
fn merged_down<'a>(grid: &'a Grid, heading: &Heading) -> impl Iterator<Item = &'a [usize; 4]> + use<'a> {
    let last = grid.rows[*heading.rows.end()].index;
    grid.merged.iter().filter(move |area| area[0] > last && area[2] > area[0])
}

/// Whether merged cells can say the same of several entries: an industry or a zone, no name and no amount.
fn can_be_shared(area: &[usize; 4], column: &Column) -> bool {
    area[1] == area[3] && column.field.kind != Kind::Id && column.dimension().is_none()
}

/// Refuses areas of which only the first entry can have the value.
pub(super) fn refused(grid: &Grid, heading: &Heading) -> Vec<Fault> {
    let mut faults = Vec::new();
    for area in merged_down(grid, heading) {
        let &[top, left, bottom, right] = area;
        let is_read =
            |column: &&Column| (left..=right).contains(&column.index) && !can_be_shared(area, column);
        let Some(column) = heading.columns.iter().find(is_read) else { continue };
        let row = grid.row_of(top);
        let place = row.and_then(|row| row.cells.first()).map_or(column.place, |cell| cell.place);
        let place = row.and_then(|row| row.cell(left)).map_or(place, |cell| cell.place);
        let area = format!("{}{}:{}{}", column_name(left), top + 1, column_name(right), bottom + 1);
        faults.push(
            Fault::error(text!(
                "合并单元格 {area} 只有第一格有值",
                "merged cells {area} hold one value only"
            ))
            .at(place)
            .path(top, Some(&column.path()))
            .remedy(text!("取消合并，每行都填写", "unmerge them and fill every row")),
        );
    }
    faults
}
