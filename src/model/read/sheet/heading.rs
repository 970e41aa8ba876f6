//! The heading of a roster: which column holds which key, in what unit, and of which year.

use super::super::unit::Scale;
use super::block::{self, Block, MOST_ROWS, Stack};
use super::choice;
use super::column::Column;
use super::fault::Fault;
use super::grid::{Cell, Grid, Row, clip};
use super::label::{self, Meant};
use super::units;
use super::{Rows, Wanted};
use crate::format::rosters::FORECAST_WORDS;
use crate::format::{Dimension, FieldSpec, Kind, TableSpec};
use crate::read::node::column_name;
use crate::text::{Text, has_chinese, text};
use std::collections::HashSet;
use std::ops::RangeInclusive;

/// How far down the heading is looked for: park sheets begin with a title, a unit and a date.
const SEARCHED_ROWS: usize = 10;

/// What the heading says.
#[derive(Debug)]
pub(super) struct Heading {
    /// Its places among the grid's rows.
    pub rows: RangeInclusive<usize>,
    /// How many fields it is written with, where that is known.
    pub width: Option<usize>,
    /// The columns that are read.
    pub columns: Vec<Column>,
    /// What is worth knowing about how it was understood.
    pub notices: Vec<Fault>,
}

/// Finds the first rows that have every required heading: one row, else two or three together.
pub(super) fn find(grid: &Grid, table: &'static TableSpec, wanted: &Wanted) -> Result<Heading, Vec<Fault>> {
    for height in 1..=MOST_ROWS {
        for top in 0..SEARCHED_ROWS.min(grid.rows.len()) {
            let rows = top..=top + height - 1;
            if *rows.end() >= grid.rows.len() || !is_joined(grid, &rows) {
                continue;
            }
            let block = block::block(grid, rows.clone(), table);
            if missing(&columns(&block, table), table, wanted.rows).is_empty() {
                let rows = block::widened(grid, rows, table);
                return understood(grid, block::block(grid, rows, table), table, wanted);
            }
        }
    }
    let mut best: Option<(usize, Vec<Column>)> = None;
    for at in 0..SEARCHED_ROWS.min(grid.rows.len()) {
        let columns = columns(&block::block(grid, at..=at, table), table);
        if !columns.is_empty() && best.as_ref().is_none_or(|(_, most)| columns.len() > most.len()) {
            best = Some((at, columns));
        }
    }
    Err(vec![match best {
        Some((at, columns)) => columns_missing(&grid.rows[at], &columns, table, wanted.rows),
        None => no_heading(grid, table, wanted.rows),
    }])
}

/// Whether no empty row parts the rows.
fn is_joined(grid: &Grid, rows: &RangeInclusive<usize>) -> bool {
    let (top, bottom) = (*rows.start(), *rows.end());
    grid.rows[bottom].index - grid.rows[top].index == bottom - top
}

fn columns(block: &Block, table: &'static TableSpec) -> Vec<Column> {
    block.columns.iter().filter_map(|stack| column(stack, table).map(|(column, _)| column)).collect()
}

/// The column that a stack of headings means, and the units that it names.
fn column(stack: &Stack, table: &'static TableSpec) -> Option<(Column, Vec<String>)> {
    let Meant { field, entry, name, units, period } = label::meant(&stack.texts(), table)?;
    let unit = units.last().cloned();
    let (index, place, heading) = (stack.column, stack.place, clip(&stack.shown()));
    Some((Column { index, field, entry, name, unit, period, heading, place }, units))
}

/// Chooses among the columns, and gives them the units that the lines above say.
fn understood(
    grid: &Grid,
    block: Block,
    table: &'static TableSpec,
    wanted: &Wanted,
) -> Result<Heading, Vec<Fault>> {
    let (top, bottom) = (*block.rows.start(), *block.rows.end());
    let mut faults = Vec::new();
    let mut notices = Vec::new();
    let mut found = Vec::new();
    for stack in &block.columns {
        let Some((column, units)) = column(stack, table) else { continue };
        if let [first, .., last] = units.as_slice() {
            faults.push(two_units(&column, first, last));
        }
        if !column.field.kind.fits_a_cell() {
            faults.push(unsupported(&column));
        }
        found.push(column);
    }
    let title = choice::Title::of(&grid.rows[..top]);
    let choice = choice::choose(found, table, wanted, &title);
    faults.extend(choice.errors);
    notices.extend(joined_rows(grid, &block, &choice.columns));
    notices.extend(choice.notices);
    let mut columns = choice.columns;
    if faults.is_empty() && !missing(&columns, table, wanted.rows).is_empty() {
        faults.push(columns_missing(&grid.rows[bottom], &columns, table, wanted.rows));
    }
    faults.extend(columns.iter().filter_map(|column| check_unit(column).err()));
    faults.extend(without_heading(grid, &block, &columns, table));
    if !faults.is_empty() {
        return Err(faults);
    }
    let place = grid.rows[top].place;
    notices.extend(choice::other_than_the_basis(&columns, wanted));
    notices.extend(choice::title_of_another_year(&columns, wanted, &title));
    notices.extend(doubtful(&block, &columns, table));
    notices.extend(ignored_columns(grid, &block, &columns, &choice.passed_over));
    notices.extend(past_growth(&block, &columns, table));
    let stated = units::stated(grid, &block);
    match units::give(&stated, place, &mut columns, table) {
        Ok(notice) => notices.extend(notice),
        Err(faults) => return Err(faults),
    }
    let width = grid.rows[top..=bottom].iter().map(|row| row.width).max().flatten();
    Ok(Heading { rows: block.rows, width, columns, notices })
}

/// Says how headings of several rows were put together.
fn joined_rows(grid: &Grid, block: &Block, columns: &[Column]) -> Option<Fault> {
    let (top, bottom) = (*block.rows.start(), *block.rows.end());
    if top == bottom {
        return None;
    }
    let (first, last) = (grid.rows[top].index + 1, grid.rows[bottom].index + 1);
    let read = columns.iter().filter(|column| column.heading.contains('·'));
    let list = read
        .map(|column| format!("{} {}", column_name(column.index), column.heading))
        .collect::<Vec<_>>()
        .join("、");
    if list.is_empty() {
        return None;
    }
    Some(
        Fault::notice(text!(
            "第 {first}–{last} 行合为表头：{list}",
            "rows {first} to {last} together are the heading: {list}"
        ))
        .at(grid.rows[top].place),
    )
}

/// Columns that a year to their upper left may be meant for, though the cell above them is empty.
fn doubtful(block: &Block, columns: &[Column], table: &'static TableSpec) -> Option<Fault> {
    let unsure = |column: &&Column| {
        label::is_of_a_year(table, column.field)
            && stack_of(block, column.index).is_some_and(|stack| stack.doubtful.is_some())
    };
    let list: Vec<&Column> = columns.iter().filter(unsure).collect();
    let first = list.first()?;
    let above = stack_of(block, first.index)?.doubtful.clone()?;
    let Text { zh, en } = choice::list(list.iter().copied());
    Some(
        Fault::warning(text!(
            "{zh}上方的单元格为空，未当作“{above}”的",
            "the cell above {en} is empty; it was not taken to be \"{above}\""
        ))
        .at(first.place)
        .remedy(text!("若属于“{above}”，请在空格中写上", "write \"{above}\" there if it is meant")),
    )
}

fn stack_of(block: &Block, column: usize) -> Option<&Stack> {
    block.columns.iter().find(|stack| stack.column == column)
}

/// Amounts in a column without a heading, beside one whose amounts are of a year: the heading may have stood over
/// both, for two years.
fn without_heading(grid: &Grid, block: &Block, columns: &[Column], table: &'static TableSpec) -> Vec<Fault> {
    // A workbook knows which headings are merged.
    if grid.typed {
        return Vec::new();
    }
    let below = &grid.rows[block.rows.end() + 1..];
    let is_amount =
        |row: &&Row, column: usize| row.cell(column).is_some_and(|cell| cell.plain_number().is_some());
    let amounts = |column: usize| below.iter().filter(|row| is_amount(row, column)).count();
    let ambiguous =
        columns.iter().filter(|column| label::is_of_a_year(table, column.field)).filter(|column| {
            let beside = column.index + 1;
            stack_of(block, beside).is_none()
                && amounts(beside) >= 2
                && 2 * amounts(beside) > amounts(column.index)
        });
    ambiguous
        .map(|column| {
            let Text { zh, en } = column.shown();
            let beside = column_name(column.index + 1);
            Fault::error(text!(
                "{beside} 列有数字而没有表头，与{zh}分不清哪一列是要读的",
                "column {beside} has numbers but no heading; it cannot be told from {en}"
            ))
            .at(column.place)
            .remedy(text!(
                "在两列的表头分别写明年份，如“2023年产值（万元）”",
                "state the year in the headings of both, as in \"2023 output (万元)\""
            ))
        })
        .collect()
}

fn two_units(column: &Column, first: &str, last: &str) -> Fault {
    let Text { zh, en } = column.shown();
    Fault::error(text!("{zh}写了两个单位：{first}、{last}", "{en} names two units: {first} and {last}"))
        .at(column.place)
        .remedy(text!("只保留一个", "keep one of them"))
}

/// Whether the unit of a heading measures what the column holds; that of a resource is known only later.
fn check_unit(column: &Column) -> Result<(), Fault> {
    let (Kind::Quantity(dimension), Some(unit)) = (column.field.kind, &column.unit) else { return Ok(()) };
    let scale = Scale::of(dimension);
    let is_resource = matches!(dimension, Dimension::Amount | Dimension::AmountPerOutput);
    if is_resource || scale.factor(unit).is_some() {
        return Ok(());
    }
    let (heading, allowed) = (&column.heading, scale.allowed());
    Err(Fault::error(text!(
        "表头“{heading}”括号里的“{unit}”不是该列的单位",
        "\"{unit}\" in the heading \"{heading}\" is no unit of its column"
    ))
    .at(column.place)
    .allowed(text!("单位：{allowed}", "units: {allowed}"))
    .remedy(text!("括号里写单位，说明写在别处", "keep the brackets for the unit, and remarks out of them")))
}

/// One notice for all columns that are not read, beside those of which more was said.
fn ignored_columns(grid: &Grid, block: &Block, columns: &[Column], said: &[usize]) -> Option<Fault> {
    let (top, bottom) = (*block.rows.start(), *block.rows.end());
    let read: HashSet<usize> =
        columns.iter().map(|column| column.index).chain(said.iter().copied()).collect();
    let mut known: HashSet<usize> = block.columns.iter().map(|stack| stack.column).collect();
    let others = block.columns.iter().filter(|stack| !read.contains(&stack.column));
    let mut ignored: Vec<(usize, String)> =
        others.map(|stack| (stack.column, clip(&stack.shown()))).collect();
    // Cells beyond the heading of a CSV row make it ragged, which is an error of its own.
    let within = grid.rows[top..=bottom].iter().map(|row| row.width).max().flatten().unwrap_or(usize::MAX);
    for cell in grid.rows[bottom + 1..].iter().flat_map(|row| &row.cells) {
        if cell.column < within && known.insert(cell.column) {
            ignored.push((cell.column, format!("({})", column_name(cell.column))));
        }
    }
    if ignored.is_empty() {
        return None;
    }
    ignored.sort();
    let list = ignored.into_iter().map(|(_, name)| name).collect::<Vec<_>>().join("、");
    let place = grid.rows[bottom].place;
    Some(Fault::notice(text!("未读取的列：{list}", "columns that are not read: {list}")).at(place))
}

/// Says that growth of the year that is over is no growth to come, where a sheet has it.
fn past_growth(block: &Block, columns: &[Column], table: &'static TableSpec) -> Option<Fault> {
    table.field("growth")?;
    let is_growth = |stack: &&Stack| {
        let is_read = columns.iter().any(|column| column.index == stack.column);
        let says = |word: &&str| stack.texts.iter().any(|text| text.contains(*word));
        let is_to_come = FORECAST_WORDS.iter().any(says);
        !is_read && !is_to_come && ["增速", "增长", "增幅", "同比"].iter().any(says)
    };
    let stack = block.columns.iter().find(is_growth)?;
    let heading = clip(&stack.shown());
    Some(
        Fault::notice(text!(
            "“{heading}”按上一年的增长理解，不作今后的增速",
            "\"{heading}\" is taken for the growth of last year, not for growth to come"
        ))
        .at(stack.place)
        .remedy(text!(
            "若是今后每年的增速，表头写作“预计增速(%)”",
            "if it is the growth of the years to come, head it \"growth (%)\""
        )),
    )
}

/// The columns that rows lack: all that the table needs, or, of updates, what tells which entry they mean.
fn missing(columns: &[Column], table: &'static TableSpec, rows: Rows) -> Vec<&'static FieldSpec> {
    let is_there = |field: &FieldSpec| columns.iter().any(|column| column.field.key == field.key);
    let tells = |field: &FieldSpec| field.kind == Kind::Id || field.key == "credit_code";
    if rows == Rows::Updates {
        let has_both = columns.iter().any(|column| tells(column.field)) && columns.len() > 1;
        return table.fields.iter().filter(|field| !has_both && field.kind == Kind::Id).collect();
    }
    table.fields.iter().filter(|field| field.required && !is_there(field)).collect()
}

/// The headings that are understood as a key, in the words of the roster at hand: all Chinese ones, or the key.
fn shown(field: &FieldSpec, is_chinese: bool) -> String {
    match field.aliases {
        [] => field.key.to_owned(),
        aliases if is_chinese => aliases.join("/"),
        _ => field.key.to_owned(),
    }
}

/// Whether the roster's headings are Chinese; one without any word leaves it open, and most users are.
fn is_chinese(row: &Row) -> bool {
    let mut words =
        row.cells.iter().map(Cell::shown).filter(|text| text.chars().any(char::is_alphabetic)).peekable();
    words.peek().is_none() || words.any(|text| has_chinese(&text))
}

fn columns_missing(row: &Row, columns: &[Column], table: &'static TableSpec, rows: Rows) -> Fault {
    let is_chinese = is_chinese(row);
    let missing: Vec<String> =
        missing(columns, table, rows).into_iter().map(|field| shown(field, is_chinese)).collect();
    let missing = missing.join("、");
    let found = headings(row);
    Fault::error(text!(
        "缺少必需的列：{missing}；找到的表头：{found}",
        "required columns are missing: {missing}; headings found: {found}"
    ))
    .at(row.place)
    .allowed(allowed(table, is_chinese))
    .remedy(text!("补上该列，或把表头改为上述名称", "add the column, or give it one of these headings"))
}

fn no_heading(grid: &Grid, table: &'static TableSpec, rows: Rows) -> Fault {
    let is_chinese = grid.rows.first().is_none_or(is_chinese);
    let required: Vec<String> =
        missing(&[], table, rows).into_iter().map(|field| shown(field, is_chinese)).collect();
    let required = required.join("、");
    let Some(first) = grid.rows.first() else {
        return Fault::error(text!("表中没有内容", "the roster is empty"))
            .remedy(text!("第一行写表头：{required}", "begin with a heading row: {required}"));
    };
    let found = headings(first);
    Fault::error(text!(
        "前 {SEARCHED_ROWS} 行中没有表头行；首行为：{found}",
        "no heading row among the first {SEARCHED_ROWS} rows; the first row is: {found}"
    ))
    .at(first.place)
    .allowed(allowed(table, is_chinese))
    .remedy(text!("表头须含：{required}", "the heading needs: {required}"))
}

fn headings(row: &Row) -> String {
    clip_list(row.cells.iter().map(|cell| clip(&cell.shown())))
}

fn allowed(table: &'static TableSpec, is_chinese: bool) -> Text {
    let fields = table.fields.iter().filter(|field| field.kind.fits_a_cell());
    let list = clip_list(fields.map(|field| shown(field, is_chinese)));
    text!("可用的表头：{list}", "headings: {list}")
}

fn clip_list(names: impl Iterator<Item = String>) -> String {
    const SHOWN: usize = 40;
    names.take(SHOWN).collect::<Vec<_>>().join("、")
}

fn unsupported(column: &Column) -> Fault {
    let heading = &column.heading;
    Fault::error(text!("“{heading}”不能写在名录里", "\"{heading}\" cannot be given in a roster"))
        .at(column.place)
        .remedy(text!("请写在情景文件中", "write it in the scenario"))
}
