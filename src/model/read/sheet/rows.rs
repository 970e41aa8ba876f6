//! The rows below the heading, each as a table.

use super::super::node::{Entry, Node, NodeValue, Table};
use super::cell::meaning;
use super::column::Column;
use super::fault::{Fault, Report};
use super::grid::{Grid, Row};
use super::heading::Heading;
use super::merged::{self, Shared};
use super::note::{Aside, Below};
use super::total::{self, Summary, Sums, Total};
use crate::read::node::column_name;
use crate::text::{Text, text};

/// Converts every row below the heading.
pub(super) fn convert(grid: &Grid, heading: &Heading, report: &mut Report<'_>) -> Vec<Node> {
    for fault in merged::refused(grid, heading) {
        report.push(fault);
    }
    let Sorted { entries, totals, sums, notes, sections } = sort(grid, heading);
    let mut nodes = Vec::new();
    let shared = Shared::of(grid, heading);
    let mut tallies = Tallies::default();
    for at in &entries {
        let row = &grid.rows[*at];
        if let Err(fault) = check(row, grid, heading) {
            report.push(fault.at(row.place).path(row.index, None));
            continue;
        }
        nodes.extend(node(grid, row, (heading, &shared), &mut tallies, report));
    }
    if entries.is_empty() {
        report.push(no_rows(heading));
    }
    tallies.report(report);
    total::reconcile(&totals, &sums).into_iter().for_each(|fault| report.push(fault));
    let listed = |rows: &[usize]| rows.iter().map(|row| (row + 1).to_string()).collect::<Vec<_>>().join("、");
    if !sections.is_empty() {
        let rows = listed(&sections);
        report.push(Fault::notice(text!(
            "第 {rows} 行是分组标题或栏次，未读取",
            "titles of sections or numbers of columns, not read: row {rows}"
        )));
    }
    if !notes.is_empty() {
        let rows = listed(&notes);
        report.push(Fault::notice(text!(
            "第 {rows} 行是表下说明，未读取",
            "notes below the table, not read: row {rows}"
        )));
    }
    nodes
}

/// The rows below the heading by what they are.
struct Sorted<'a> {
    /// Places of the entries among the grid's rows.
    entries: Vec<usize>,
    totals: Vec<Total<'a>>,
    sums: Sums<'a>,
    /// Rows that are notes below the table.
    notes: Vec<usize>,
    /// Rows that are titles of sections, or number the columns.
    sections: Vec<usize>,
}

fn sort<'a>(grid: &'a Grid, heading: &'a Heading) -> Sorted<'a> {
    let (mut entries, mut totals, mut notes, mut sections) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let mut sums = Sums::of(heading);
    let below = Below::of(grid, heading);
    let mut since = 0;
    for at in heading.rows.end() + 1..grid.rows.len() {
        let row = &grid.rows[at];
        let above = sums.len();
        match below.aside(grid, at, heading) {
            Some(Aside::Note) => {
                notes.push(row.index);
                continue;
            }
            Some(Aside::Section | Aside::Numbering) => {
                sections.push(row.index);
                continue;
            }
            None => {}
        }
        let unnamed = || total::by_numbers(row, heading, &sums, since).then_some(Summary::Unnamed);
        if let Some(summary) = total::by_words(row, heading).or_else(unnamed) {
            if matches!(summary, Summary::Sum | Summary::Unnamed) {
                since = above;
            }
            totals.push(Total { row, summary, above });
        } else {
            sums.add(row);
            entries.push(at);
        }
    }
    if let Some(first) = entries.first().map(|at| &grid.rows[*at])
        && total::is_first_the_sum(first, heading, &sums)
    {
        sums = sums.without_first();
        entries.remove(0);
        totals.iter_mut().for_each(|total| total.above = total.above.saturating_sub(1));
        totals.insert(0, Total { row: first, summary: Summary::Unnamed, above: 0 });
    }
    Sorted { entries, totals, sums, notes, sections }
}

/// Cells of which one notice says how they were read.
#[derive(Default)]
struct Tally {
    count: usize,
    /// The first, and what is shown of it.
    first: String,
}

impl Tally {
    fn add(&mut self, row: usize, column: usize, detail: &str) {
        if self.count == 0 {
            self.first = format!("{}{}{detail}", column_name(column), row + 1);
        }
        self.count += 1;
    }

    fn report(self, said: impl FnOnce(usize, String) -> Text, report: &mut Report<'_>) {
        if self.count > 0 {
            report.push(Fault::notice(said(self.count, self.first)));
        }
    }
}

/// How cells were read that are not numbers in plain sight.
#[derive(Default)]
struct Tallies {
    /// Numbers that a workbook holds as text.
    texts: Tally,
    /// Numbers that are read as their format shows them.
    shown: Tally,
    /// Cells that are merged with one above.
    merged: Tally,
}

impl Tallies {
    fn report(self, report: &mut Report<'_>) {
        self.texts.report(
            |count, first| {
                text!(
                    "{count} 个以文本存储的数字已按数字读取（首个：{first}）",
                    "{count} numbers stored as text were read as numbers (the first: {first})"
                )
            },
            report,
        );
        self.shown.report(
            |count, first| {
                text!(
                    "{count} 个单元格的数字格式带缩放或单位，按显示的读取（首个：{first}）",
                    "{count} cells whose number format scales or adds a unit were read as they are shown (the first: {first})"
                )
            },
            report,
        );
        self.merged.report(
            |count, first| {
                text!(
                    "{count} 个单元格与上方合并，按上方的内容读取（首个：{first}）",
                    "{count} cells merged with the one above were read as it is (the first: {first})"
                )
            },
            report,
        );
    }
}

/// The row as a table; nothing where none of its cells is in a column that is read.
fn node(
    grid: &Grid,
    row: &Row,
    (heading, shared): (&Heading, &Shared),
    tallies: &mut Tallies,
    report: &mut Report<'_>,
) -> Option<Node> {
    let mut table = Table::default();
    for column in &heading.columns {
        let merged =
            || shared.cell(grid, row, column).inspect(|_| tallies.merged.add(row.index, column.index, ""));
        let Some(cell) = row.cell(column.index).or_else(merged) else { continue };
        let origin = report.origin(cell.place);
        let value = match meaning(cell, column, origin) {
            Ok(meaning) => {
                if grid.typed && meaning.number_as_text {
                    tallies.texts.add(row.index, column.index, "");
                }
                if let Some(shown) = &meaning.as_shown {
                    tallies.shown.add(row.index, column.index, &format!(" {shown}"));
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
    if grid.rows[heading.rows.clone()].iter().any(|above| repeats_heading(row, above, heading)) {
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

fn no_rows(heading: &Heading) -> Fault {
    let place = heading.columns.first().map(|column| column.place);
    let fault = Fault::error(text!("只有表头，没有数据行", "a heading, but no rows"))
        .remedy(text!("至少填写一行", "fill in at least one row"));
    match place {
        Some(place) => fault.at(place),
        None => fault,
    }
}
