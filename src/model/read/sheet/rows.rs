//! The rows below the heading, each as a table.

use super::super::node::{Entry, Node, NodeValue, Table};
use super::cell::meaning;
use super::fault::{Fault, Report};
use super::grid::{Cell, Grid, Row, Value, clip};
use super::heading::{Column, Heading};
use crate::format::Kind;
use crate::read::node::column_name;
use crate::text::{Text, text};
use unicode_normalization::UnicodeNormalization;

/// Words that begin or end the first cell of a total.
const TOTALS: &[&str] = &["合计", "小计", "总计", "共计", "累计"];
/// Words that are the whole first cell of a total.
const TOTAL_WORDS: &[&str] = &["total", "subtotal", "grandtotal", "sum"];
/// Words that begin a note below the table.
const NOTES: &[&str] = &[
    "注:",
    "注1",
    "备注:",
    "说明:",
    "填表",
    "制表",
    "审核",
    "单位负责人",
    "数据来源",
    "note:",
    "notes:",
    "source:",
];

/// Converts every row below the heading.
pub(super) fn convert(grid: &Grid, heading: &Heading, report: &mut Report<'_>) -> Vec<Node> {
    for fault in merged(grid, heading) {
        report.push(fault);
    }
    let mut nodes = Vec::new();
    let mut texts = NumbersAsText::default();
    let mut notes: Vec<usize> = Vec::new();
    for row in &grid.rows[heading.row + 1..] {
        if is_note(row, heading) {
            notes.push(row.index);
            continue;
        }
        if let Err(fault) = check(row, grid, heading) {
            report.push(fault.at(row.place).path(row.index, None));
            continue;
        }
        nodes.extend(node(row, heading, grid.typed, &mut texts, report));
    }
    if nodes.is_empty() && heading.row + 1 + notes.len() >= grid.rows.len() {
        report.push(no_rows(heading));
    }
    texts.report(report);
    if !notes.is_empty() {
        let rows = notes.iter().map(|row| (row + 1).to_string()).collect::<Vec<_>>().join("、");
        report.push(Fault::notice(text!(
            "第 {rows} 行是表下说明，未读取",
            "notes below the table, not read: row {rows}"
        )));
    }
    nodes
}

/// Numbers that a workbook holds as text, for one notice.
#[derive(Default)]
struct NumbersAsText {
    count: usize,
    first: String,
}

impl NumbersAsText {
    fn add(&mut self, row: usize, column: usize) {
        if self.count == 0 {
            self.first = format!("{}{}", column_name(column), row + 1);
        }
        self.count += 1;
    }

    fn report(self, report: &mut Report<'_>) {
        let Self { count, first } = self;
        if count > 0 {
            report.push(Fault::notice(text!(
                "{count} 个以文本存储的数字已按数字读取（首个：{first}）",
                "{count} numbers stored as text were read as numbers (the first: {first})"
            )));
        }
    }
}

/// The row as a table; nothing where none of its cells is in a column that is read.
fn node(
    row: &Row,
    heading: &Heading,
    typed: bool,
    texts: &mut NumbersAsText,
    report: &mut Report<'_>,
) -> Option<Node> {
    let mut table = Table::default();
    for column in &heading.columns {
        let Some(cell) = row.cell(column.index) else { continue };
        let origin = report.origin(cell.place);
        let value = match meaning(cell, column, origin) {
            Ok(meaning) => {
                if typed && meaning.number_as_text {
                    texts.add(row.index, column.index);
                }
                meaning.value
            }
            Err(fault) => {
                report.push(fault.at(cell.place).path(row.index, Some(&column.path())));
                NodeValue::Broken
            }
        };
        insert(&mut table, column, Node { value, origin }, report);
    }
    let origin = report.origin(row.place);
    (!table.entries.is_empty()).then_some(Node { value: NodeValue::Table(table), origin })
}

/// Puts a value under its key, in the key's own table where it is an entry of one.
fn insert(table: &mut Table, column: &Column, node: Node, report: &Report<'_>) {
    let key_origin = report.origin(column.place);
    let origin = node.origin;
    let Some(name) = &column.entry else {
        table.entries.push(Entry { key: column.field.key.to_owned(), key_origin, node });
        return;
    };
    let entry = Entry { key: name.clone(), key_origin, node };
    match table.entries.iter_mut().find(|entry| entry.key == column.field.key) {
        Some(Entry { node: Node { value: NodeValue::Table(inner), .. }, .. }) => inner.entries.push(entry),
        _ => {
            let value = NodeValue::Table(Table { entries: vec![entry] });
            let key = column.field.key.to_owned();
            table.entries.push(Entry { key, key_origin, node: Node { value, origin } });
        }
    }
}

/// Whether a row can be an entry at all.
fn check(row: &Row, grid: &Grid, heading: &Heading) -> Result<(), Fault> {
    let number = row.index + 1;
    let first = row.cells.first().map(Cell::shown).unwrap_or_default();
    let name = name_cell(row, heading).map(Cell::shown).unwrap_or_default();
    if let Some(total) = [&first, &name].into_iter().find(|text| is_total(text)) {
        let total = clip(total);
        let Text { zh, en } = match heading.table.key {
            "enterprises" => text!("一家企业", "an enterprise"),
            _ => text!("一条记录", "an entry"),
        };
        return Err(Fault::error(text!(
            "第 {number} 行“{total}”像是合计，会被当作{zh}计入",
            "row {number}, \"{total}\", looks like a total and would be counted as {en}"
        ))
        .remedy(text!("删除合计行", "delete the row")));
    }
    if repeats_heading(row, &grid.rows[heading.row], heading) {
        return Err(Fault::error(text!("第 {number} 行又是表头", "row {number} is the heading again"))
            .remedy(text!("删除重复的表头", "delete the repeated heading")));
    }
    match (row.width, heading.width) {
        (Some(width), Some(expected)) if is_ragged(row, width, expected) => {
            Err(ragged(number, width, expected))
        }
        _ => Ok(()),
    }
}

/// The cell that names the entry.
fn name_cell<'a>(row: &'a Row, heading: &Heading) -> Option<&'a Cell> {
    let column = heading.columns.iter().find(|column| column.field.kind == Kind::Id)?;
    row.cell(column.index)
}

fn is_total(text: &str) -> bool {
    let text: String = text.nfkc().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect();
    let text = text.trim_end_matches(':');
    TOTAL_WORDS.contains(&text) || TOTALS.iter().any(|word| text.starts_with(word) || text.ends_with(word))
}

fn repeats_heading(row: &Row, heading_row: &Row, heading: &Heading) -> bool {
    let repeated = |column: &&Column| match (row.cell(column.index), heading_row.cell(column.index)) {
        (Some(cell), Some(heading)) => cell.value == heading.value,
        _ => false,
    };
    heading.columns.iter().filter(repeated).count() >= 2
}

/// Whether a row is written with too few fields, or with something beyond the last heading.
fn is_ragged(row: &Row, width: usize, expected: usize) -> bool {
    width < expected || row.cells.last().is_some_and(|last| last.column >= expected)
}

fn ragged(number: usize, width: usize, expected: usize) -> Fault {
    Fault::error(text!(
        "第 {number} 行有 {width} 个字段，表头有 {expected} 个",
        "row {number} has {width} fields, the heading has {expected}"
    ))
    .allowed(text!("每行 {expected} 个字段", "{expected} fields in every row"))
    .remedy(text!(
        "含逗号的内容要加引号；数字不要写千位分隔符",
        "put text with a comma in quotation marks; write numbers without thousands separators"
    ))
}

/// Whether a row is a note below the table: it says so, and holds nothing of an entry beside.
fn is_note(row: &Row, heading: &Heading) -> bool {
    let [Cell { value: Value::Text(text), .. }, others @ ..] = row.cells.as_slice() else { return false };
    let text: String = text.nfkc().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect();
    let holds_value =
        |column: &Column| column.field.required && others.iter().any(|cell| cell.column == column.index);
    NOTES.iter().any(|word| text.starts_with(word)) && !heading.columns.iter().any(holds_value)
}

/// Cells merged downwards, of which only the first holds the value.
fn merged(grid: &Grid, heading: &Heading) -> Vec<Fault> {
    let first_row = grid.rows[heading.row].index + 1;
    let mut faults = Vec::new();
    for &[top, left, bottom, right] in &grid.merged {
        let read = heading.columns.iter().find(|column| (left..=right).contains(&column.index));
        let (Some(column), true) = (read, top >= first_row && bottom > top) else { continue };
        let row = grid.rows.binary_search_by_key(&top, |row| row.index).ok().map(|at| &grid.rows[at]);
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

fn no_rows(heading: &Heading) -> Fault {
    let place = heading.columns.first().map(|column| column.place);
    let fault = Fault::error(text!("只有表头，没有数据行", "a heading, but no rows"))
        .remedy(text!("至少填写一行", "fill in at least one row"));
    match place {
        Some(place) => fault.at(place),
        None => fault,
    }
}
