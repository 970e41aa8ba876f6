//! The heading row of a roster: which column holds which key, and in what unit.

use super::super::node::Place;
use super::super::unit::Scale;
use super::fault::Fault;
use super::grid::{Cell, Grid, Row, Value, clip};
use super::period::{Known, Period, without_period};
use crate::format::rosters::{FORECAST_WORDS, LAND_NEED};
use crate::format::{Dimension, FieldSpec, Kind, TableSpec};
use crate::read::node::column_name;
use crate::text::{Text, has_chinese, text};
use std::collections::HashSet;
use unicode_normalization::UnicodeNormalization;

/// How far down the heading row is looked for: park sheets begin with a title, a unit and a date.
const SEARCHED_ROWS: usize = 10;

/// What the rows of a roster are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rows {
    /// Entries: they need every column that the table does.
    Entries,
    /// Updates of entries that are there: they need what tells which, and something besides.
    Updates,
}

/// A column whose heading is understood.
#[derive(Debug)]
pub(super) struct Column {
    /// Its place, counted from 0.
    pub index: usize,
    /// The key that it holds.
    pub field: &'static FieldSpec,
    /// The entry of the key's own table that it holds: "land" in `needs.land`.
    pub entry: Option<String>,
    /// The unit of its numbers, from its heading or from a line above.
    pub unit: Option<String>,
    /// The heading as written.
    pub heading: String,
    /// The months since January that it says are summed up.
    pub months: Option<i64>,
    /// Where the heading is.
    pub place: Place,
}

impl Column {
    /// The key's path within its row.
    pub fn path(&self) -> String {
        match &self.entry {
            Some(entry) => format!("{}.{entry}", self.field.key),
            None => self.field.key.to_owned(),
        }
    }
}

/// What the heading row says.
#[derive(Debug)]
pub(super) struct Heading {
    /// The table whose entries the rows are.
    pub table: &'static TableSpec,
    /// Its place among the grid's rows.
    pub row: usize,
    /// How many fields it is written with, where that is known.
    pub width: Option<usize>,
    /// The columns that are understood.
    pub columns: Vec<Column>,
    /// What is worth knowing about the others.
    pub notices: Vec<Fault>,
}

/// Finds the first row that has every required heading.
pub(super) fn find(
    grid: &Grid,
    table: &'static TableSpec,
    rows: Rows,
    known: Option<Known>,
) -> Result<Heading, Fault> {
    let mut best: Option<(usize, Vec<Column>)> = None;
    for (at, row) in grid.rows.iter().enumerate().take(SEARCHED_ROWS) {
        let columns = columns(row, table, known);
        if missing(&columns, table, rows).is_empty() {
            return understood(grid, at, columns, table, known);
        }
        if !columns.is_empty() && best.as_ref().is_none_or(|(_, most)| columns.len() > most.len()) {
            best = Some((at, columns));
        }
    }
    Err(match best {
        Some((at, columns)) => columns_missing(&grid.rows[at], &columns, table, rows),
        None => no_heading(grid, table, rows),
    })
}

fn columns(row: &Row, table: &'static TableSpec, known: Option<Known>) -> Vec<Column> {
    row.cells.iter().filter_map(|cell| column(cell, table, known)).collect()
}

fn column(cell: &Cell, table: &'static TableSpec, known: Option<Known>) -> Option<Column> {
    let Value::Text(heading) = &cell.value else { return None };
    let (name, unit) = split_unit(heading);
    let Period { name, months } = without_period(&name, known)?;
    let (field, entry) = field(&name, table)?;
    let unit = unit.filter(|_| matches!(field.kind, Kind::Quantity(_) | Kind::Needs(_)));
    let (index, place) = (cell.column, cell.place);
    Some(Column { index, field, entry, unit, heading: clip(heading), months, place })
}

/// The key that a heading without its unit names.
fn field(name: &str, table: &'static TableSpec) -> Option<(&'static FieldSpec, Option<String>)> {
    let folded = fold(name);
    let names = |field: &'static FieldSpec| std::iter::once(&field.key).chain(field.aliases);
    let named = |is_it: &dyn Fn(&str) -> bool| {
        table.fields.iter().find(|&field| names(field).any(|known| is_it(known)))
    };
    // Most are spelt as they should be, and folding every name that is known takes a while.
    if let Some(field) = named(&|known| known == name).or_else(|| named(&|known| fold(known) == folded)) {
        return (!matches!(field.kind, Kind::Needs(_))).then_some((field, None));
    }
    if let Some(growth) = table.field("growth").filter(|_| is_growth_to_come(name)) {
        return Some((growth, None));
    }
    let mut needs = table.fields.iter().filter(|field| matches!(field.kind, Kind::Needs(_)));
    if LAND_NEED.contains(&folded.as_str()) {
        return needs.next().map(|field| (field, Some("land".to_owned())));
    }
    let (table_name, entry) = name.split_once('.')?;
    let (folded, entry) = (fold(table_name), entry.trim());
    let field = needs.find(|field| names(field).any(|known| fold(known) == folded))?;
    (!entry.is_empty()).then(|| (field, Some(entry.to_owned())))
}

/// Whether a heading says that the growth below it is that of the years to come: "预计年均增速", "2025年计划增长率".
fn is_growth_to_come(name: &str) -> bool {
    const GROWTH: &[&str] = &["增速", "增长", "增长率", "增幅", "产值增速", "产值增长", "产值增长率"];
    let Some(word) = FORECAST_WORDS.iter().find(|word| name.contains(**word)) else { return false };
    let rest = name.replace(word, "");
    GROWTH.contains(&&*rest.replace(|c: char| c.is_ascii_digit() || "年均每的-".contains(c), ""))
}

/// A name as it is compared: without width, case, space, and the marks of forms ("*企业名称", "output_to_date").
fn fold(name: &str) -> String {
    name.nfkc()
        .filter(|c| !c.is_whitespace() && !matches!(c, '*' | '_' | '-' | '\u{200b}' | '\u{feff}'))
        .flat_map(char::to_lowercase)
        .collect()
}

/// Takes "产值（万元）" apart: the name, and the unit in the last brackets.
fn split_unit(heading: &str) -> (String, Option<String>) {
    let heading: String = heading.nfkc().collect();
    let (mut name, mut unit, mut inside) = (String::new(), None, None);
    for character in heading.chars() {
        match (character, &mut inside) {
            ('(' | '[' | '【', None) => inside = Some(String::new()),
            (')' | ']' | '】', Some(content)) => {
                unit = unit_of(content).or(unit);
                inside = None;
            }
            (character, Some(content)) => content.push(character),
            (character, None) => name.push(character),
        }
    }
    (name.trim().to_owned(), unit)
}

/// The unit in "亿元", "单位:亿元" or "现价,亿元"; none in a remark such as "必填".
fn unit_of(content: &str) -> Option<String> {
    const REMARKS: &[&str] = &["必填", "选填", "可选", "required", "optional"];
    let last = content.rsplit([',', ';', '、']).next()?.trim();
    let unit = ["单位:", "单位", "unit:"].iter().find_map(|prefix| last.strip_prefix(prefix)).unwrap_or(last);
    let unit = unit.trim();
    (!unit.is_empty() && !REMARKS.contains(&unit)).then(|| unit.to_owned())
}

/// Checks the columns of the heading row and gives them what the lines above say.
fn understood(
    grid: &Grid,
    at: usize,
    mut columns: Vec<Column>,
    table: &'static TableSpec,
    known: Option<Known>,
) -> Result<Heading, Fault> {
    let row = &grid.rows[at];
    for (later, column) in columns.iter().enumerate() {
        if let Some(earlier) = columns[..later].iter().find(|other| other.path() == column.path()) {
            return Err(duplicate(earlier, column));
        }
        if !column.field.kind.fits_a_cell() {
            return Err(unsupported(column));
        }
        check_unit(column)?;
        check_months(column, known)?;
    }
    let mut notices = Vec::new();
    notices.extend(ignored_columns(grid, at, &columns));
    notices.extend(past_growth(row, &columns, table));
    notices.extend(assume_units(&grid.rows[..at], row, &mut columns));
    Ok(Heading { table, row: at, width: row.width, columns, notices })
}

/// Whether a sum since January ends with the last month that the scenario knows.
fn check_months(column: &Column, known: Option<Known>) -> Result<(), Fault> {
    let (Some(months), Some(Known { base_year, months: known @ 1.. })) = (column.months, known) else {
        return Ok(());
    };
    if months == known {
        return Ok(());
    }
    let (heading, year) = (&column.heading, base_year + 1);
    Err(Fault::error(text!(
        "“{heading}”是 {months} 个月的累计，而情景的数据截至 {known} 月",
        "\"{heading}\" sums up {months} months, but {known} months are known to the scenario"
    ))
    .at(column.place)
    .remedy(text!(
        "设 park.as_of = \"{year}-{months:02}\"，或换成截至 {known} 月的表",
        "set park.as_of = \"{year}-{months:02}\", or give the sums of {known} months"
    )))
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

/// One notice for all columns that are not read.
fn ignored_columns(grid: &Grid, at: usize, columns: &[Column]) -> Option<Fault> {
    let row = &grid.rows[at];
    let read: HashSet<usize> = columns.iter().map(|column| column.index).collect();
    let mut ignored: Vec<(usize, String)> = row
        .cells
        .iter()
        .filter(|cell| !read.contains(&cell.column))
        .map(|cell| (cell.column, clip(&cell.shown())))
        .collect();
    let mut known: HashSet<usize> = row.cells.iter().map(|cell| cell.column).collect();
    // Cells beyond the heading of a CSV row make it ragged, which is an error of its own.
    let within = row.width.unwrap_or(usize::MAX);
    for cell in grid.rows[at + 1..].iter().flat_map(|row| &row.cells) {
        if cell.column < within && known.insert(cell.column) {
            ignored.push((cell.column, format!("({})", column_name(cell.column))));
        }
    }
    if ignored.is_empty() {
        return None;
    }
    ignored.sort();
    let list = ignored.into_iter().map(|(_, name)| name).collect::<Vec<_>>().join("、");
    Some(Fault::notice(text!("未读取的列：{list}", "columns that are not read: {list}")).at(row.place))
}

/// Says that growth of the year that is over is no growth to come, where a sheet has it.
fn past_growth(row: &Row, columns: &[Column], table: &'static TableSpec) -> Option<Fault> {
    table.field("growth")?;
    let is_growth = |cell: &&Cell| {
        let Value::Text(heading) = &cell.value else { return false };
        let is_read = columns.iter().any(|column| column.index == cell.column);
        !is_read && ["增速", "增长", "增幅", "同比"].iter().any(|word| heading.contains(word))
    };
    let cell = row.cells.iter().find(is_growth)?;
    let heading = clip(&cell.shown());
    Some(
        Fault::notice(text!(
            "“{heading}”按上一年的增长理解，不作今后的增速",
            "\"{heading}\" is taken for the growth of last year, not for growth to come"
        ))
        .at(cell.place)
        .remedy(text!(
            "若是今后每年的增速，表头写作“预计增速(%)”",
            "if it is the growth of the years to come, head it \"growth (%)\""
        )),
    )
}

/// Gives money columns without a unit the one stated above the table ("单位：万元"), and says how numbers
/// without any unit are read.
fn assume_units(above: &[Row], heading: &Row, columns: &mut [Column]) -> Option<Fault> {
    let stated = above.iter().flat_map(|row| &row.cells).find_map(money_unit);
    let mut assumed = Vec::new();
    for column in columns {
        let Kind::Quantity(dimension) = column.field.kind else { continue };
        if column.unit.is_some() {
            continue;
        }
        let unit = match (dimension, &stated) {
            (Dimension::Output | Dimension::Money, Some(stated)) => {
                column.unit = Some(stated.clone());
                stated
            }
            (Dimension::Output, None) => "亿元",
            (Dimension::Money, None) => "万元",
            (Dimension::Land, _) => "亩",
            (Dimension::PerMu, _) => "万元/亩",
            _ => continue,
        };
        assumed.push(format!("{} → {unit}", column.heading));
    }
    if assumed.is_empty() {
        return None;
    }
    let list = assumed.join("、");
    Some(
        Fault::notice(text!(
            "表头未写单位，按下列单位读取：{list}",
            "headings without a unit are read as: {list}"
        ))
        .at(heading.place)
        .remedy(text!("在表头写明单位，如“产值(亿元)”", "state the unit in the heading: \"output (亿元)\"")),
    )
}

/// The one unit of money that a line such as "单位：亿元、亩" states.
fn money_unit(cell: &Cell) -> Option<String> {
    let Value::Text(text) = &cell.value else { return None };
    let text: String = text.nfkc().filter(|c| !c.is_whitespace()).collect();
    let (_, units) = text.split_once("单位:").or_else(|| text.split_once("unit:"))?;
    let mut money =
        units.split([',', ';', '、', ')', '。']).filter(|unit| unit.ends_with('元')).map(str::to_owned);
    money.next().filter(|_| money.next().is_none())
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

fn duplicate(earlier: &Column, later: &Column) -> Fault {
    let key = later.path();
    let (first, second) = (&earlier.heading, &later.heading);
    let (a, b) = (column_name(earlier.index), column_name(later.index));
    Fault::error(text!(
        "{a} 列“{first}”和 {b} 列“{second}”都表示 {key}",
        "columns {a} \"{first}\" and {b} \"{second}\" both mean {key}"
    ))
    .at(later.place)
    .remedy(text!("删除或改名其中一列", "remove or rename one of them"))
}

fn unsupported(column: &Column) -> Fault {
    let heading = &column.heading;
    Fault::error(text!("“{heading}”不能写在名录里", "\"{heading}\" cannot be given in a roster"))
        .at(column.place)
        .remedy(text!("请写在情景文件中", "write it in the scenario"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::rosters::ROSTERS;
    use crate::format::table;
    use std::collections::HashMap;

    /// So it does not matter that a name is looked for as it is spelt before it is folded.
    #[test]
    fn no_heading_can_name_two_columns() {
        for (_, list) in ROSTERS {
            let mut known: HashMap<String, &str> = HashMap::new();
            for field in table(list).unwrap().fields {
                for name in std::iter::once(&field.key).chain(field.aliases) {
                    let earlier = known.insert(fold(name), field.key);
                    assert!(earlier.is_none_or(|key| key == field.key), "{list}: {name} of {}", field.key);
                }
            }
        }
    }
}
