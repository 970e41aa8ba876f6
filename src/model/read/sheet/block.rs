//! Which rows of a sheet are its heading, and what stands in them above each column.

use super::grid::{Grid, Row, Value};
use super::label;
use crate::format::{Kind, TableSpec};
use crate::read::node::Place;
use std::ops::RangeInclusive;

/// Most rows that a heading has.
pub(super) const MOST_ROWS: usize = 3;

/// The rows of a heading.
#[derive(Debug)]
pub(super) struct Block {
    /// Their places among the grid's rows.
    pub rows: RangeInclusive<usize>,
    /// The columns that have a heading, by column.
    pub columns: Vec<Stack>,
}

/// What stands above a column.
#[derive(Debug)]
pub(super) struct Stack {
    /// The column, counted from 0.
    pub column: usize,
    /// Its texts, from the uppermost down.
    pub texts: Vec<String>,
    /// Where the lowest is.
    pub place: Place,
    /// A year or plan to the upper left that may be meant for this column too.
    pub doubtful: Option<String>,
}

impl Stack {
    /// The heading as one text.
    pub fn shown(&self) -> String {
        self.texts.join("·")
    }

    /// Its texts.
    pub fn texts(&self) -> Vec<&str> {
        self.texts.iter().map(String::as_str).collect()
    }
}

/// A text above a column, and the area of merged cells that it stands in.
struct Above<'a> {
    text: String,
    place: Place,
    /// The columns over which it is merged.
    merged: Option<&'a [usize; 4]>,
}

/// The headings of `rows` put together.
pub(super) fn block(grid: &Grid, rows: RangeInclusive<usize>, table: &'static TableSpec) -> Block {
    let mut columns: Vec<usize> = Vec::new();
    for row in &grid.rows[rows.clone()] {
        columns.extend(row.cells.iter().map(|cell| cell.column));
    }
    let bottom = grid.rows[*rows.end()].index;
    for area in grid.merged_down_to(bottom) {
        if rows.clone().any(|at| grid.rows[at].index == area[0]) && columns.contains(&area[1]) {
            columns.extend(area[1]..=area[3]);
        }
    }
    columns.sort_unstable();
    columns.dedup();
    let columns = columns.into_iter().filter_map(|column| stack(grid, rows.clone(), column, table)).collect();
    Block { rows, columns }
}

fn stack(
    grid: &Grid,
    rows: RangeInclusive<usize>,
    column: usize,
    table: &'static TableSpec,
) -> Option<Stack> {
    let (top, bottom) = (*rows.start(), *rows.end());
    let mut texts: Vec<(String, Place)> = Vec::new();
    let mut doubtful = None;
    let mut seen: Vec<&[usize; 4]> = Vec::new();
    for at in rows {
        let above = match above(grid, at, column) {
            Some(above) => Some(above),
            None if at == top && at < bottom => match spread(grid, at, column, table) {
                Some(Spread::Sure(above)) => Some(above),
                Some(Spread::Doubtful(text)) => {
                    doubtful = Some(text);
                    None
                }
                None => None,
            },
            None => None,
        };
        let Some(above) = above else { continue };
        // A cell merged downwards is one text, not two.
        if let Some(area) = above.merged {
            if seen.contains(&area) {
                continue;
            }
            seen.push(area);
        }
        // Lines such as "单位：万元" above a part of the columns are read as such.
        let is_line = at < bottom && is_remark(&above.text);
        if !is_line && (at == top || !label::is_filler(&above.text)) {
            texts.push((above.text, above.place));
        }
    }
    let place = texts.last()?.1;
    Some(Stack { column, texts: texts.into_iter().map(|(text, _)| text).collect(), place, doubtful })
}

/// Whether a text above the table is a line of its own, and no heading.
fn is_remark(text: &str) -> bool {
    text.contains([':', '：'])
}

fn above(grid: &Grid, at: usize, column: usize) -> Option<Above<'_>> {
    let row = &grid.rows[at];
    let merged = grid
        .merged_down_to(row.index)
        .iter()
        .find(|area| (area[0]..=area[2]).contains(&row.index) && (area[1]..=area[3]).contains(&column));
    let cell = match merged {
        Some(area) => grid.row_of(area[0])?.cell(area[1])?,
        None => row.cell(column)?,
    };
    Some(Above { text: cell.shown(), place: cell.place, merged })
}

enum Spread<'a> {
    Sure(Above<'a>),
    Doubtful(String),
}

/// What an empty cell of the upper row of a heading without merged cells is meant to say: what stands to its
/// left, where no other reading makes sense.
fn spread<'a>(grid: &'a Grid, top: usize, column: usize, table: &'static TableSpec) -> Option<Spread<'a>> {
    let (upper, lower) = (&grid.rows[top], &grid.rows[top + 1]);
    let below = |column: usize| lower.cell(column).map(|cell| cell.shown());
    let own = below(column)?;
    let from = upper.cells.iter().rev().find(|cell| cell.column < column)?;
    if !(from.column..column).all(|column| below(column).is_some()) {
        return None;
    }
    let text = from.shown();
    let above = || Above { text: text.clone(), place: from.place, merged: None };
    // Where cells are merged, what is not merged is not meant to be.
    let merged = || grid.merged_down_to(upper.index).iter().filter(|area| upper.index <= area[2]);
    if merged().any(|area| area[3] > area[1] && (area[1]..=area[3]).contains(&from.column)) {
        return None;
    }
    // What belongs under an item ("2023年", "绝对量", and "增速" beside them) has none of its own.
    let lacks_item = |text: &str| label::lacks_item(text, table);
    if lacks_item(&own)
        || (label::is_growth(&own, table) && below(from.column).as_deref().is_some_and(lacks_item))
    {
        let beside = below(from.column)?;
        return lacks_item(&beside).then(|| Spread::Sure(above()));
    }
    if merged().next().is_some() || !label::is_period(&text, table) {
        return None;
    }
    // Under every year the same items: "2022年 | | 2023年 | " over "产值 | 税收 | 产值 | 税收".
    let key = |text: &str| label::meant(&[text], table).map(|meant| meant.field.key);
    let own_key = key(&own)?;
    let repeated =
        lower.cells.iter().any(|cell| cell.column != column && key(&cell.shown()) == Some(own_key));
    Some(if repeated { Spread::Sure(above()) } else { Spread::Doubtful(text) })
}

/// Widens a heading by the rows that belong to it: groups of columns above, years and units below.
pub(super) fn widened(
    grid: &Grid,
    found: RangeInclusive<usize>,
    table: &'static TableSpec,
) -> RangeInclusive<usize> {
    let (mut top, mut bottom) = (*found.start(), *found.end());
    while bottom - top + 1 < MOST_ROWS
        && grid.rows.get(bottom + 1).is_some_and(|row| goes_on(grid, top, bottom, row, table))
    {
        bottom += 1;
    }
    while bottom - top + 1 < MOST_ROWS && top > 0 && is_group_row(grid, top - 1, top, table) {
        top -= 1;
    }
    top..=bottom
}

/// Whether `row` goes on with the heading above it: it names no entry, and holds years, units and headings.
fn goes_on(grid: &Grid, top: usize, bottom: usize, row: &Row, table: &'static TableSpec) -> bool {
    let above = &grid.rows[bottom];
    if row.index != above.index + 1 {
        return false;
    }
    let block = block(grid, top..=bottom, table);
    let names: Vec<&Stack> = block.columns.iter().filter(|stack| is_id(stack, table)).collect();
    if names.is_empty()
        || names
            .iter()
            .any(|stack| row.cell(stack.column).is_some_and(|cell| !label::is_filler(&cell.shown())))
    {
        return false;
    }
    let merged_down = names.iter().all(|stack| {
        let covers = |area: &&[usize; 4]| {
            area[2] >= row.index && area[0] <= above.index && (area[1]..=area[3]).contains(&stack.column)
        };
        grid.merged.iter().any(|area| covers(&area))
    });
    let is_heading =
        |text: &str| label::is_period(text, table) || label::is_unit(text) || label::names_a_key(text, table);
    let texts: Vec<String> = row.cells.iter().map(|cell| cell.shown()).collect();
    let no_amount = texts.iter().all(|text| text.parse::<f64>().is_err() || label::is_period(text, table));
    no_amount && (merged_down || texts.iter().any(|text| is_heading(text)))
}

fn is_id(stack: &Stack, table: &'static TableSpec) -> bool {
    label::meant(&stack.texts(), table).is_some_and(|meant| meant.field.kind == Kind::Id)
}

/// Whether a row groups the columns below it: cells merged over some of them, or several years.
fn is_group_row(grid: &Grid, at: usize, below: usize, table: &'static TableSpec) -> bool {
    let row = &grid.rows[at];
    if row.index + 1 != grid.rows[below].index {
        return false;
    }
    let block = block(grid, below..=below, table);
    let read: Vec<usize> = block
        .columns
        .iter()
        .filter(|stack| label::meant(&stack.texts(), table).is_some())
        .map(|stack| stack.column)
        .collect();
    let is_title = |area: &[usize; 4]| read.iter().all(|column| (area[1]..=area[3]).contains(column));
    let groups = |area: &&[usize; 4]| area[0] == row.index && area[3] > area[1] && !is_title(area);
    let merged = grid.merged.iter().filter(groups).any(|area| {
        row.cell(area[1]).is_some_and(|cell| matches!(&cell.value, Value::Text(text) if !is_remark(text)))
    });
    let years = row.cells.iter().filter(|cell| label::is_period(&cell.shown(), table)).count();
    merged || years >= 2
}
