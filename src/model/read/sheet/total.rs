//! Rows that sum others up: known by their words or by their numbers, never counted as entries, and compared with
//! the sum of the entries.

use super::column::Column;
use super::fault::Fault;
use super::grid::{Cell, Row, Value, clip};
use super::heading::Heading;
use super::note::section_mark;
use crate::format::{Dimension, Kind};
use crate::text::{Text, text};
use std::ops::Range;
use unicode_normalization::UnicodeNormalization;

/// What a row sums up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Summary {
    /// All entries, or those of a block above or below it.
    Sum,
    /// Some entries that are not told: 其中, 规上工业.
    Part,
    /// Their mean.
    Mean,
    /// A comparison with others: 占比, 同比.
    Other,
    /// Nothing that it says, but its numbers are the sum of other rows.
    Unnamed,
}

/// What `row` sums up, as far as its words say.
pub(super) fn by_words(row: &Row, heading: &Heading) -> Option<Summary> {
    let column = heading.columns.iter().find(|column| column.field.kind == Kind::Id)?;
    let text_of = |cell: &Cell| match &cell.value {
        Value::Text(text) => Some(folded(text)),
        _ => None,
    };
    if let Some(name) = row.cell(column.index) {
        let first = row.cells.first().filter(|first| first.column < name.column).and_then(text_of);
        let is_plain =
            |text: &String| matches!(text.as_str(), "合计" | "总计" | "共计" | "小计" | "其中" | "平均");
        return text_of(name).and_then(|text| summary(&text)).or_else(|| summary(&first.filter(is_plain)?));
    }
    row.cells.iter().filter_map(text_of).find_map(|text| summary(&text))
}

/// A text as it is compared: without width, space, brackets and the colon at its end.
fn folded(text: &str) -> String {
    let text: String = text.nfkc().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect();
    let mut depth = 0;
    let plain: String = text
        .chars()
        .filter(|c| {
            depth += i32::from(*c == '(') - i32::from(*c == ')');
            depth == 0 && *c != ')'
        })
        .collect();
    // The mark of a section, "(一)", is no remark.
    let plain = if plain.is_empty() || section_mark(&text).is_some() { text } else { plain };
    plain.trim_end_matches([':', '-', '—']).to_owned()
}

fn summary(text: &str) -> Option<Summary> {
    const SUMS: &[&str] = &["合计", "总计", "共计", "累计", "小计"];
    const WHOLE: &[&str] = &[
        "汇总",
        "总和",
        "全部",
        "全部企业",
        "所有企业",
        "全园",
        "全园区",
        "本园区",
        "园区",
        "全区",
        "全县",
        "全市",
        "全镇",
        "全乡",
        "全街道",
        "全开发区",
        "开发区",
        "经开区",
        "高新区",
        "total",
        "subtotal",
        "grandtotal",
        "sum",
    ];
    const MEANS: &[&str] =
        &["均值", "户均", "企均", "中位数", "最大值", "最小值", "average", "mean", "median"];
    const OTHERS: &[&str] = &[
        "占比",
        "比重",
        "占全区比重",
        "占园区比重",
        "占全县比重",
        "同比",
        "同比增长",
        "同比增速",
        "增速",
        "增长率",
        "增幅",
        "增减",
        "上年同期",
        "去年同期",
        "上年",
        "去年",
    ];
    const FIRMS: &[&str] = &["公司", "厂", "集团", "合作社", "中心", "店", "院", "所", "社", "站", "部"];
    if text.is_empty() {
        return None;
    }
    let is_firm = FIRMS.iter().any(|end| text.ends_with(end));
    let scope = without_scale(text);
    match () {
        () if scope.is_empty() => Some(Summary::Part),
        () if SUMS.iter().any(|word| text.ends_with(word) || (text.starts_with(word) && !is_firm)) => {
            Some(Summary::Sum)
        }
        () if WHOLE.contains(&text) || WHOLE.contains(&scope) => Some(Summary::Sum),
        () if text.starts_with("其中") && !is_firm => Some(Summary::Part),
        () if MEANS.contains(&text) || text.ends_with("平均") || (text.starts_with("平均") && !is_firm) => {
            Some(Summary::Mean)
        }
        () if OTHERS.contains(&text) => Some(Summary::Other),
        () if section_mark(text).is_some() => Some(Summary::Sum),
        () => None,
    }
}

/// "全县规上工业企业" without the words for size and kind; empty where it is nothing else.
fn without_scale(text: &str) -> &str {
    const SIZES: &[&str] = &["规模以上", "规模以下", "规上", "规下", "限额以上", "限上"];
    let bare = text.trim_end_matches("合计").trim_end_matches("企业").trim_end_matches("工业");
    SIZES.iter().find_map(|size| bare.strip_suffix(size)).unwrap_or(text)
}

/// Whether a column's numbers can be added up.
fn is_summable(column: &Column) -> bool {
    matches!(
        column.dimension(),
        Some(Dimension::Output | Dimension::Money | Dimension::Land | Dimension::Amount)
    )
}

/// The numbers of the entries in the columns that can be added up.
pub(super) struct Sums<'a> {
    columns: Vec<&'a Column>,
    /// For each entry its numbers; `None` for what is no plain number.
    entries: Vec<Vec<Option<f64>>>,
    /// Before each entry and after the last the sums of all above, so that those of any block are a difference.
    running: Vec<Vec<Running>>,
    /// The most digits after the point in each column.
    decimals: Vec<usize>,
}

/// The sum of a column so far, and how many of its cells are no plain numbers.
#[derive(Debug, Clone, Copy, Default)]
struct Running {
    sum: f64,
    unclear: usize,
}

/// What a row's numbers are compared with.
struct Comparison<'a> {
    column: &'a Column,
    stated: f64,
    computed: f64,
    agrees: bool,
    decimals: usize,
}

impl<'a> Sums<'a> {
    /// Of no entries so far.
    pub fn of(heading: &'a Heading) -> Self {
        let columns: Vec<&Column> = heading.columns.iter().filter(|column| is_summable(column)).collect();
        let none = vec![Running::default(); columns.len()];
        Self { entries: Vec::new(), running: vec![none], decimals: vec![0; columns.len()], columns }
    }

    /// Adds an entry.
    pub fn add(&mut self, row: &Row) {
        let number = |column: &&Column| row.cell(column.index).map_or(Some(0.0), Cell::plain_number);
        self.add_numbers(self.columns.iter().map(number).collect());
    }

    fn add_numbers(&mut self, numbers: Vec<Option<f64>>) {
        let mut running = self.running.last().cloned().unwrap_or_default();
        for ((running, most), number) in running.iter_mut().zip(&mut self.decimals).zip(&numbers) {
            running.sum += number.unwrap_or(0.0);
            running.unclear += usize::from(number.is_none());
            *most = (*most).max(number.map_or(0, decimals));
        }
        self.running.push(running);
        self.entries.push(numbers);
    }

    /// Leaves out the first entry.
    pub fn without_first(self) -> Self {
        let running = vec![vec![Running::default(); self.columns.len()]];
        let mut rest = Self { entries: Vec::new(), running, ..self };
        self.entries.into_iter().skip(1).for_each(|numbers| rest.add_numbers(numbers));
        rest
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Compares a row's numbers with the sum, or the mean, of some entries.
    fn compare(&self, row: &Row, range: Range<usize>, is_mean: bool) -> Vec<Comparison<'_>> {
        let (before, after) = (&self.running[range.start], &self.running[range.end]);
        let count = range.len() as f64;
        let compared = self.columns.iter().enumerate().filter_map(|(at, column)| {
            let stated = row.cell(column.index)?.plain_number()?;
            if before[at].unclear != after[at].unclear {
                return None;
            }
            let sum = after[at].sum - before[at].sum;
            let computed = if is_mean { sum / count } else { sum };
            let (own, of_entries) = (decimals(stated), self.decimals[at]);
            // A total may be cut off, not rounded; the errors of many rounded numbers cancel in part.
            let ulp = |decimals: usize| libm::pow(10.0, -(decimals as f64));
            let rounding =
                if is_mean { ulp(own) } else { ulp(own) + (0.6 * count.sqrt()).max(0.5) * ulp(of_entries) };
            let agrees = (stated - computed).abs() <= rounding + 1e-9 * after[at].sum.abs();
            Some(Comparison { column, stated, computed, agrees, decimals: own.max(of_entries) })
        });
        compared.collect()
    }

    /// Whether a row that calls itself an entry has the sum of `range` in all its columns: in two at least, or in
    /// one where it lacks what every entry has.
    fn is_sum(&self, row: &Row, range: Range<usize>, is_entry: bool) -> bool {
        if range.len() < 2 {
            return false;
        }
        let compared = self.compare(row, range.clone(), false);
        let exact = |c: &Comparison<'_>| {
            (c.stated - c.computed).abs()
                <= 1e-9 * c.computed.abs().max(1.0) + 1.5 * libm::pow(10.0, -(c.decimals as f64))
        };
        let telling: Vec<&Comparison<'_>> = compared.iter().filter(|c| c.stated != 0.0).collect();
        // Most rows are no sums, and are known for it here.
        compared.iter().all(|c| c.agrees && exact(c))
            && if is_entry { self.tell_apart(&telling, range) } else { !telling.is_empty() }
    }

    /// Whether two of the columns say different things of the entries: where all are in proportion, a sum in one is
    /// a sum in every other.
    fn tell_apart(&self, compared: &[&Comparison<'_>], range: Range<usize>) -> bool {
        let [first, others @ ..] = compared else { return false };
        let number = |c: &Comparison<'_>, entry: usize| {
            let at = self.columns.iter().position(|column| std::ptr::eq(*column, c.column))?;
            Some(self.entries[entry][at]? / c.computed)
        };
        others.iter().any(|other| {
            range.clone().any(|entry| match (number(first, entry), number(other, entry)) {
                (Some(a), Some(b)) => (a - b).abs() > 1e-6,
                _ => false,
            })
        })
    }
}

/// Digits after the point of a number, as far as a person would write them.
fn decimals(number: f64) -> usize {
    const MOST: usize = 6;
    number.to_string().split_once('.').map_or(0, |(_, digits)| digits.len().min(MOST))
}

/// Whether a row has what every entry must have.
fn is_entry(row: &Row, heading: &Heading) -> bool {
    heading
        .columns
        .iter()
        .filter(|column| column.field.required)
        .all(|column| row.cell(column.index).is_some())
}

/// Whether the row after `sums` is the sum of all entries above it, or of those since the last total.
pub(super) fn by_numbers(row: &Row, heading: &Heading, sums: &Sums<'_>, since: usize) -> bool {
    let is_entry = is_entry(row, heading);
    let all = sums.len();
    sums.is_sum(row, 0..all, is_entry) || sums.is_sum(row, since..all, is_entry)
}

/// Whether the first entry is the sum of all others.
pub(super) fn is_first_the_sum(row: &Row, heading: &Heading, sums: &Sums<'_>) -> bool {
    sums.len() > 2 && sums.is_sum(row, 1..sums.len(), is_entry(row, heading))
}

/// A row that sums others up.
pub(super) struct Total<'a> {
    /// The row.
    pub row: &'a Row,
    /// What it sums up.
    pub summary: Summary,
    /// How many entries stand above it.
    pub above: usize,
}

/// Says which rows were not read because they sum others up, and whether they do.
pub(super) fn reconcile(totals: &[Total<'_>], sums: &Sums<'_>) -> Vec<Fault> {
    const SHOWN: usize = 12;
    let mut agreeing: Vec<Text> = Vec::new();
    let mut faults = Vec::new();
    for (at, total) in totals.iter().enumerate() {
        let bounds = |other: Option<&Total<'_>>, end: usize| other.map_or(end, |other| other.above);
        let is_sum = |total: &&Total<'_>| matches!(total.summary, Summary::Sum | Summary::Unnamed);
        let before = totals[..at].iter().rev().find(is_sum);
        let after = totals[at + 1..].iter().find(is_sum);
        let all = 0..sums.len();
        let ranges = match total.summary {
            Summary::Sum | Summary::Unnamed => vec![
                all,
                bounds(before, 0)..total.above,
                total.above..bounds(after, sums.len()),
                0..total.above,
            ],
            Summary::Mean | Summary::Part => vec![all],
            Summary::Other => Vec::new(),
        };
        let is_mean = total.summary == Summary::Mean;
        let compared = ranges
            .into_iter()
            .filter(|range| !range.is_empty())
            .map(|range| sums.compare(total.row, range, is_mean));
        let best = compared
            .enumerate()
            .min_by_key(|(order, compared)| (compared.iter().filter(|c| !c.agrees).count(), *order));
        let mut compared = best.map(|(_, compared)| compared).unwrap_or_default();
        if total.summary == Summary::Part && compared.iter().any(|c| !c.agrees) {
            compared.clear();
        }
        if total.summary != Summary::Unnamed && compared.iter().all(|c| c.agrees) {
            agreeing.push(shown(total, &compared, is_mean));
        } else {
            faults.push(warning(total, &compared, is_mean));
        }
    }
    if let Some(first) = totals.first().filter(|_| !agreeing.is_empty()) {
        let more = agreeing.len().saturating_sub(SHOWN);
        agreeing.truncate(SHOWN);
        let list = |pick: fn(&Text) -> &String, between: &str| {
            agreeing.iter().map(|text| pick(text).as_str()).collect::<Vec<_>>().join(between)
        };
        let (zh, en) = (list(|text| &text.zh, "；"), list(|text| &text.en, "; "));
        let Text { zh: more_zh, en: more_en } = match more {
            0 => Text::same(""),
            more => text!("；另有 {more} 行", "; and {more} more"),
        };
        faults.push(
            Fault::notice(text!(
                "汇总行未作为条目读取：{zh}{more_zh}",
                "rows that sum others up are not entries: {en}{more_en}"
            ))
            .at(first.row.place),
        );
    }
    faults
}

/// "第 5 行“合计”（产值 157.13，各行之和 157.14）".
fn shown(total: &Total<'_>, compared: &[Comparison<'_>], is_mean: bool) -> Text {
    let number = total.row.index + 1;
    let name = clip(
        &total
            .row
            .cells
            .iter()
            .find(|cell| matches!(cell.value, Value::Text(_)))
            .map(Cell::shown)
            .unwrap_or_default(),
    );
    let Text { zh: of_zh, en: of_en } = if is_mean {
        text!("各行平均", "the rows' mean")
    } else {
        text!("各行之和", "the rows' sum")
    };
    let parts: Vec<(String, String)> = compared
        .iter()
        .map(|c| {
            let (stated, computed) = (plain(c.stated, c.decimals), plain(c.computed, c.decimals));
            let name = &c.column.heading;
            (format!("{name} {stated}，{of_zh} {computed}"), format!("{name} {stated}, {of_en} {computed}"))
        })
        .collect();
    if parts.is_empty() {
        return text!("第 {number} 行“{name}”", "row {number} \"{name}\"");
    }
    let zh = parts.iter().map(|(zh, _)| zh.as_str()).collect::<Vec<_>>().join("；");
    let en = parts.iter().map(|(_, en)| en.as_str()).collect::<Vec<_>>().join("; ");
    text!("第 {number} 行“{name}”（{zh}）", "row {number} \"{name}\" ({en})")
}

fn plain(number: f64, decimals: usize) -> String {
    let text = format!("{number:.decimals$}");
    match text.contains('.') {
        true => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
        false => text,
    }
}

fn warning(total: &Total<'_>, compared: &[Comparison<'_>], is_mean: bool) -> Fault {
    let Text { zh, en } = shown(total, compared, is_mean);
    let (found, remedy) = if total.summary == Summary::Unnamed {
        (
            text!(
                "{zh}恰为其他行之和，当作汇总行，未作为条目读取",
                "{en} has the sum of other rows; it is taken for a total, not an entry"
            ),
            text!("若确是一条记录，请核对数字", "check its numbers if it is an entry"),
        )
    } else {
        (
            text!(
                "汇总行未作为条目读取，但与各行对不上：{zh}",
                "a row that sums others up is no entry, but does not agree with them: {en}"
            ),
            text!(
                "核对是否有缺行、重行或数字有误",
                "check for rows that are missing or double, and for wrong numbers"
            ),
        )
    };
    Fault::warning(found).at(total.row.place).remedy(remedy)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_that_sum_up_are_known_by_many_words() {
        for text in [
            "合计",
            "合 计",
            "总计：",
            "小计",
            "纺织小计",
            "合计（27户）",
            "Total",
            "Sub total",
            "全园区",
            "全县规上工业企业",
            "全区合计",
            "园区",
            "一、纺织鞋服产业",
            "（一）纺织鞋服产业",
        ] {
            assert_eq!(summary(&folded(text)), Some(Summary::Sum), "{text}");
        }
        for text in ["其中：外资企业", "其中", "规上工业", "规模以上工业企业", "规上企业", "规上工业合计"]
        {
            let found = summary(&folded(text));
            assert!(matches!(found, Some(Summary::Part | Summary::Sum)), "{text}: {found:?}");
        }
        for text in ["平均", "平均值", "亩均平均", "户均", "Average"] {
            assert_eq!(summary(&folded(text)), Some(Summary::Mean), "{text}");
        }
        for text in ["占比", "同比增长", "上年同期"] {
            assert_eq!(summary(&folded(text)), Some(Summary::Other), "{text}");
        }
        for text in [
            "甲纺织",
            "平均律乐器厂",
            "合计科技有限公司",
            "园区物业公司",
            "全区通物流",
            "工业企业",
            "规划院",
            "一汽配件",
            "",
        ] {
            assert_eq!(summary(&folded(text)), None, "{text}");
        }
    }
}
