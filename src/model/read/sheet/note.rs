//! Rows below the heading that are neither entries nor totals: footnotes, who filled the sheet in, titles of
//! sections, numbers of columns.

use super::grid::{Cell, Grid, Row, Value};
use super::heading::Heading;
use std::collections::HashSet;
use unicode_normalization::UnicodeNormalization;

/// Words that begin a note below the table, before a colon or a number.
const NOTES: &[&str] = &[
    "注",
    "备注",
    "附注",
    "说明",
    "填表说明",
    "指标解释",
    "口径",
    "统计口径",
    "填表人",
    "填报人",
    "填报单位",
    "填表单位",
    "制表人",
    "制表",
    "制表单位",
    "审核人",
    "审核",
    "复核人",
    "复核",
    "单位负责人",
    "统计负责人",
    "主要负责人",
    "负责人",
    "分管领导",
    "主管领导",
    "联系人",
    "联系电话",
    "电话",
    "数据来源",
    "资料来源",
    "来源",
    "报出日期",
    "填报日期",
    "填表日期",
    "填报时间",
    "制表日期",
    "制表时间",
    "日期",
    "单位",
    "note",
    "notes",
    "source",
    "sources",
    "remark",
    "remarks",
    "prepared by",
];

/// What a row is that is no entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Aside {
    /// A note below the table.
    Note,
    /// The title of a section: "一、规上工业企业".
    Section,
    /// The numbers of the columns: "甲 | 乙 | 1 | 2 | 3".
    Numbering,
}

/// What is known of all rows below the heading before any of them is read.
pub(super) struct Below {
    /// The last row that may be an entry, among the grid's rows.
    last_entry: Option<usize>,
    /// Rows with a cell that is merged over columns which an entry fills separately.
    merged_across: HashSet<usize>,
}

impl Below {
    /// Looks through the rows below the heading.
    pub fn of(grid: &Grid, heading: &Heading) -> Self {
        let covers = |area: &&[usize; 4]| {
            let columns = heading.columns.iter().filter(|column| column.field.required);
            columns.filter(|column| (area[1]..=area[3]).contains(&column.index)).count() >= 2
        };
        Self {
            last_entry: grid.rows.iter().rposition(|row| is_entry_like(row, heading)),
            merged_across: grid.merged.iter().filter(covers).map(|area| area[0]).collect(),
        }
    }

    /// What the row `at` of the grid is, unless it may be an entry.
    pub fn aside(&self, grid: &Grid, at: usize, heading: &Heading) -> Option<Aside> {
        let row = &grid.rows[at];
        if at == heading.rows.end() + 1 && is_numbering(row) {
            return Some(Aside::Numbering);
        }
        let [Cell { value: Value::Text(first), .. }, others @ ..] = row.cells.as_slice() else { return None };
        let text = folded(first);
        let has_amount = others.iter().any(|cell| holds_amount(cell, heading));
        if begins_a_note(&text) && !has_amount {
            return Some(Aside::Note);
        }
        if !others.is_empty() {
            return None;
        }
        let is_below = self.last_entry.is_none_or(|last| last < at);
        let is_merged = self.merged_across.contains(&row.index);
        match () {
            () if is_below && (is_merged || is_item(&text) || text.contains('。')) => Some(Aside::Note),
            () if is_merged || section_mark(&text).is_some() => Some(Aside::Section),
            () => None,
        }
    }
}

fn folded(text: &str) -> String {
    text.nfkc().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect()
}

fn begins_a_note(text: &str) -> bool {
    let text = text.trim_start_matches('(');
    NOTES.iter().any(|word| {
        let word: String = word.chars().filter(|c| !c.is_whitespace()).collect();
        let rest = text.strip_prefix(word.as_str());
        rest.is_some_and(|rest| {
            rest.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '(' | ')'))
                .starts_with([':', '.', '、'])
        })
    })
}

/// Whether a text begins as one of several footnotes: "1.", "2、", "(3)", "①", "*".
fn is_item(text: &str) -> bool {
    let rest = text.trim_start_matches('(').trim_start_matches(|c: char| c.is_ascii_digit());
    let is_numbered = rest.len() < text.len() && rest.starts_with(['.', '、', ')']);
    is_numbered || text.starts_with(['*', '※', '★', '▲', '●', '·'])
}

/// What follows the mark of a section: "规上工业企业" in "一、规上工业企业" or "（二）规上工业企业".
pub(super) fn section_mark(text: &str) -> Option<&str> {
    const NUMBERS: &[char] = &['一', '二', '三', '四', '五', '六', '七', '八', '九', '十'];
    let bare = text.trim_start_matches(['(', '（']);
    let rest = bare.trim_start_matches(NUMBERS);
    let marks: &[char] = if bare.len() < text.len() { &[')', '）'] } else { &['、', '.', '．'] };
    (rest.len() < bare.len()).then(|| rest.strip_prefix(marks)).flatten()
}

fn holds_amount(cell: &Cell, heading: &Heading) -> bool {
    let column = heading.columns.iter().find(|column| column.index == cell.column);
    column.is_some_and(|column| column.field.required && column.dimension().is_some())
        && cell.plain_number().is_some()
}

/// Whether a row has more than one of the values that every entry must have.
fn is_entry_like(row: &Row, heading: &Heading) -> bool {
    let begins_a_note = row.cells.first().is_some_and(|cell| begins_a_note(&folded(&cell.shown())));
    let required = heading.columns.iter().filter(|column| column.field.required && !begins_a_note);
    required.filter(|column| row.cell(column.index).is_some()).count() >= 2
}

/// Whether a row numbers the columns, as the forms of the statistics bureau do.
fn is_numbering(row: &Row) -> bool {
    const LETTERS: &[&str] =
        &["甲", "乙", "丙", "丁", "戊", "己", "a", "b", "c", "d", "e", "f", "栏次", "序号", "-", "—"];
    let mut next = 1.0;
    for cell in &row.cells {
        let text = folded(&cell.shown());
        let number = text.trim_matches(['(', ')']).parse::<f64>();
        match number {
            Ok(number) if number == next => next += 1.0,
            Err(_) if next == 1.0 && LETTERS.contains(&text.as_str()) => {}
            _ => return false,
        }
    }
    next > 2.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_are_told_from_names() {
        for text in [
            "注:不含规下",
            "注1.口径",
            "注1:口径",
            "填报人:张三",
            "说明:略",
            "备注:无",
            "单位负责人:李四",
            "数据来源:统计局",
        ] {
            assert!(begins_a_note(text), "{text}");
        }
        for text in ["注塑科技", "说明书印刷厂", "来源食品", "日期印刷", "审核咨询公司"]
        {
            assert!(!begins_a_note(text), "{text}");
        }
        assert!(is_item("1.本表") && is_item("(2)本表") && is_item("3、本表") && !is_item("3m公司"));
        assert_eq!(section_mark("一、规上工业"), Some("规上工业"));
        assert_eq!(section_mark("(十二)规上工业"), Some("规上工业"));
        assert_eq!(section_mark("一汽配件"), None);
        assert_eq!(section_mark("三、"), Some(""));
    }
}
