//! What a cell means in its column, as the value that the same thing written in TOML would have.

use super::super::node::{Node, NodeValue, Origin};
use super::column::Column;
use super::fault::Fault;
use super::grid::{Cell, Value, clip, trim};
use super::number::{self, Reading};
use super::shown::NumberFormat;
use super::unit::{of_dimension, of_magnitude};
use crate::format::{Dimension, Kind};
use crate::read::calendar::calendar;
use crate::read::scalar::interval_ends;
use crate::read::unit::Scale;
use crate::text::{Text, text};
use unicode_normalization::UnicodeNormalization;

/// A cell's value.
#[derive(Debug)]
pub(super) struct Meaning {
    /// The value.
    pub value: NodeValue,
    /// Whether a workbook holds it as text although it is a number.
    pub number_as_text: bool,
    /// What is shown, where the number format scales or adds the unit.
    pub as_shown: Option<String>,
}

impl From<NodeValue> for Meaning {
    fn from(value: NodeValue) -> Self {
        Self { value, number_as_text: false, as_shown: None }
    }
}

/// The value of `cell`, which stands at `origin` in `column`.
pub(super) fn meaning(cell: &Cell, column: &Column, origin: Origin) -> Result<Meaning, Fault> {
    match &cell.value {
        Value::Error(error) => return Err(error_value(error)),
        Value::Uncalculated => return Err(uncalculated()),
        Value::Number(number) if !number.is_finite() => return Err(not_finite(*number)),
        _ => {}
    }
    match column.field.kind {
        Kind::Text | Kind::Id | Kind::Reference(_) | Kind::Path | Kind::Choice(_) => {
            name(&written(cell)).map(|text| NodeValue::Text(text).into())
        }
        Kind::Texts | Kind::References(_) => list(&cell.shown(), origin).map(Meaning::from),
        Kind::Month => Ok(month(&cell.value).into()),
        Kind::Quantity(Dimension::Months) => months(cell, column),
        _ => quantity(cell, column),
    }
}

/// A name that is a number is what is shown of it, "007".
fn written(cell: &Cell) -> String {
    match (&cell.value, &cell.format) {
        (Value::Number(number), Some(format)) => {
            format.shown(*number).map_or_else(|| cell.shown(), |shown| shown.text)
        }
        _ => cell.shown(),
    }
}

/// A name without surrounding space; what cannot be seen has no business in it.
fn name(text: &str) -> Result<String, Fault> {
    let is_hidden =
        |c: &char| c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let text = trim(text);
    let Some(hidden) = text.chars().find(is_hidden) else { return Ok(text.to_owned()) };
    let code = format!("U+{:04X}", u32::from(hidden));
    let Text { zh, en } = match hidden {
        '\n' | '\r' => text!("换行", "a line break"),
        '\t' => text!("制表符", "a tab"),
        _ => text!("不可见字符", "an invisible character"),
    };
    let shown = clip(&text.chars().filter(|c| !is_hidden(c)).collect::<String>());
    Err(Fault::error(text!("“{shown}”中有{zh}（{code}）", "\"{shown}\" holds {en} ({code})"))
        .remedy(text!("改写为“{shown}”", "write \"{shown}\"")))
}

/// The items of a cell, as people part them: by signs, by lines, and by spaces beside Chinese characters. A space between
/// words of another script belongs to a name.
fn list(text: &str, origin: Origin) -> Result<NodeValue, Fault> {
    let is_mark = |c: char| matches!(c, '、' | '，' | ',' | ';' | '；' | '/' | '／' | '\n' | '\r');
    let is_chinese = |c: Option<char>| c.is_some_and(|c| ('\u{3400}'..='\u{9fff}').contains(&c));
    let mut items: Vec<String> = Vec::new();
    for part in text.split(is_mark) {
        let mut item = String::new();
        for word in part.split_whitespace() {
            if is_chinese(item.chars().last()) || is_chinese(word.chars().next()) {
                items.push(std::mem::take(&mut item));
            } else if !item.is_empty() {
                item.push(' ');
            }
            item.push_str(word);
        }
        items.push(item);
    }
    let parts = items.iter().map(|item| trim(item)).filter(|item| !item.is_empty());
    let nodes = parts.map(|part| Ok(Node { value: NodeValue::Text(name(part)?), origin }));
    Ok(NodeValue::List(nodes.collect::<Result<_, Fault>>()?))
}

fn month(value: &Value) -> NodeValue {
    match value {
        Value::Date(date) => NodeValue::Date(date.clone()),
        Value::Number(number) => plain(*number),
        Value::Boolean(value) => NodeValue::Boolean(*value),
        Value::Text(text) | Value::Error(text) => NodeValue::Text(text.clone()),
        Value::Uncalculated => NodeValue::Broken,
    }
}

/// A duration, or the month in which it ends. Under a heading that asks for a date ("计划投产时间") a number is nothing else.
fn months(cell: &Cell, column: &Column) -> Result<Meaning, Fault> {
    const DATED: &[&str] = &["计划", "预计", "实际", "拟", "时间", "日期"];
    let value = match &cell.value {
        // A text from a CSV file may have been a number, whose last 0 a spreadsheet has dropped.
        Value::Text(text) if text.ends_with(".1") => text.parse().map_or_else(|_| month(&cell.value), plain),
        value => month(value),
    };
    if calendar(&value).is_some() || is_range_of_dates(&value) {
        return Ok(value.into());
    }
    let asks_for_date = column.unit.is_none() && DATED.iter().any(|word| column.heading.contains(word));
    if asks_for_date && matches!(cell.value, Value::Number(_)) {
        let (heading, shown) = (&column.heading, cell.shown());
        return Err(Fault::error(text!(
            "“{heading}”一列应为月份，单元格却是 {shown}",
            "the column \"{heading}\" holds months of the calendar, but the cell is {shown}"
        ))
        .remedy(text!(
            "写作 2024-06；月数请在表头写明单位（月）",
            "write 2024-06, or give the heading the unit, (months)"
        )));
    }
    quantity(cell, column)
}

fn is_range_of_dates(value: &NodeValue) -> bool {
    let NodeValue::Text(text) = value else { return false };
    let is_date = |text: &str| calendar(&NodeValue::Text(text.to_owned())).is_some();
    interval_ends(text).is_some_and(|(begin, end)| is_date(begin) && is_date(end))
}

fn quantity(cell: &Cell, column: &Column) -> Result<Meaning, Fault> {
    match &cell.value {
        Value::Number(number) => match &cell.format {
            Some(format) if *number != 0.0 => formatted(*number, format, column),
            _ => Ok(with_unit(*number, column.unit.as_deref()).into()),
        },
        Value::Text(text) => text_quantity(text, column),
        Value::Date(date) => Err(date_for_number(date)),
        Value::Boolean(value) => Ok(NodeValue::Boolean(*value).into()),
        Value::Error(_) | Value::Uncalculated => Ok(NodeValue::Broken.into()),
    }
}

fn text_quantity(text: &str, column: &Column) -> Result<Meaning, Fault> {
    match number::read(text) {
        Reading::Number(number) => {
            let value = with_unit(number, column.unit.as_deref());
            Ok(Meaning { number_as_text: true, ..value.into() })
        }
        Reading::Refused { why, instead } => Err(refused(text, why, instead)),
        Reading::Other => {
            let has_unit = !text.ends_with(|c: char| c.is_ascii_digit() || c == '.');
            let unit = column.unit.as_deref().filter(|_| !has_unit).unwrap_or_default();
            Ok(NodeValue::Text(format!("{text}{unit}")).into())
        }
    }
}

/// A number whose format scales it or adds to it: what is shown is what the sheet says, where heading and format
/// agree on the unit.
fn formatted(number: f64, format: &NumberFormat, column: &Column) -> Result<Meaning, Fault> {
    let Some(shown) = format.shown(number) else { return Err(hidden(number)) };
    let differs = || shown_otherwise(&shown.text, number, column);
    let dimension = column.dimension();
    let around: String = shown.around.nfkc().filter(|c| !matches!(c, '¥' | '+' | ':')).collect();
    let unit = column.unit.as_deref();
    if shown.percent {
        // What a workbook shows as 8% it holds as 0.08, which is the fraction that is meant.
        let is_fraction = dimension.is_none_or(|dimension| of_dimension("%", dimension).is_some());
        let agrees = unit.is_none_or(|unit| of_dimension(unit, Dimension::Share).is_some());
        let is_plain = around.is_empty() && shown.scale == 100.0;
        return if is_fraction && agrees && is_plain { Ok(plain(number).into()) } else { Err(differs()) };
    }
    let as_shown = || Some(shown.text.clone());
    if around.is_empty() {
        return match unit {
            _ if shown.scale == 1.0 => Ok(with_unit(number, unit).into()),
            Some(_) => Ok(Meaning { as_shown: as_shown(), ..with_unit(shown.number, unit).into() }),
            None => Err(differs()),
        };
    }
    let Some(of_format) = dimension.and_then(|dimension| unit_of_format(&around, unit, dimension)) else {
        return Err(differs());
    };
    let is_new = shown.scale != 1.0 || unit.is_none();
    let value = with_unit(shown.number, Some(&of_format));
    Ok(Meaning { as_shown: as_shown().filter(|_| is_new), ..value.into() })
}

/// The unit that a number format adds, unless the heading names another.
fn unit_of_format(around: &str, of_heading: Option<&str>, dimension: Dimension) -> Option<String> {
    let around = around.trim_end_matches('整');
    let scale = Scale::of(dimension);
    let agrees = |unit: &str| {
        of_heading.is_none_or(|heading| {
            heading == unit
                || (scale.factor(heading).is_some() && scale.factor(heading) == scale.factor(unit))
        })
    };
    if let Some(unit) = of_magnitude(around, of_heading, dimension) {
        return Some(unit);
    }
    let unit = match dimension {
        Dimension::Amount | Dimension::AmountPerOutput => around.to_owned(),
        _ => of_dimension(around, dimension)?,
    };
    agrees(&unit).then_some(unit)
}

/// A number in the unit of its column.
fn with_unit(number: f64, unit: Option<&str>) -> NodeValue {
    match unit {
        Some(unit) => NodeValue::Text(format!("{}{unit}", number + 0.0)),
        None => plain(number),
    }
}

/// A number as TOML would have it, whole where it is.
fn plain(number: f64) -> NodeValue {
    const EXACT: f64 = 9_007_199_254_740_992.0; // 2^53, up to which every whole number is a float
    if number.fract() == 0.0 && number.abs() <= EXACT {
        NodeValue::Integer(number as i64)
    } else {
        NodeValue::Float(number)
    }
}

fn refused(text: &str, why: Text, instead: Option<String>) -> Fault {
    let found = clip(text);
    let Text { zh, en } = why;
    let fault = Fault::error(text!("“{found}”：{zh}", "\"{found}\": {en}"));
    match instead {
        Some(instead) => fault.remedy(text!("写作 {instead}", "write {instead}")),
        None => fault.remedy(text!("填写数字；没有数据则留空", "write a number, or leave the cell empty")),
    }
}

fn error_value(error: &str) -> Fault {
    Fault::error(text!("单元格是错误值 {error}", "the cell holds the error {error}")).remedy(text!(
        "在 Excel/WPS 中改正公式，或填写数字",
        "mend the formula in Excel/WPS, or write the number"
    ))
}

fn uncalculated() -> Fault {
    Fault::error(text!("单元格有公式，但没有保存计算结果", "the cell has a formula but no stored value"))
        .remedy(text!("用 Excel/WPS 打开并保存一次", "open and save it in Excel/WPS"))
}

fn not_finite(number: f64) -> Fault {
    Fault::error(text!("数值为 {number}", "the number is {number}"))
        .allowed(text!("必须是有限的数", "it must be a finite number"))
}

fn shown_otherwise(shown: &str, number: f64, column: &Column) -> Fault {
    let fault = Fault::error(text!(
        "单元格显示为“{shown}”，存储的却是 {number}，不知该读哪个",
        "the cell is shown as \"{shown}\", but {number} is stored; which is meant cannot be told"
    ));
    match &column.unit {
        Some(unit) => fault.allowed(text!("该列的单位是 {unit}", "the column is in {unit}")).remedy(text!(
            "使显示的单位与表头一致，或把单元格格式改为“常规”后核对数字",
            "let the unit that is shown be that of the heading, or set the cell's format to General and check the number"
        )),
        None => fault.remedy(text!(
            "在表头写明所显示的数的单位，或把单元格格式改为“常规”后核对数字",
            "state in the heading the unit of what is shown, or set the cell's format to General and check the number"
        )),
    }
}

fn hidden(number: f64) -> Fault {
    Fault::error(text!(
        "单元格存储的是 {number}，但数字格式不把它或它的正负号显示出来",
        "{number} is stored, but the cell's number format hides it or its sign"
    ))
    .remedy(text!(
        "把单元格格式改为“常规”后核对数字",
        "set the cell's format to General and check the number"
    ))
}

fn date_for_number(date: &str) -> Fault {
    Fault::error(text!(
        "此处应为数字，单元格却是日期 {date}",
        "a number is wanted, but the cell is a date, {date}"
    ))
    .remedy(text!(
        "把单元格格式改为“常规”后重新填写",
        "set the cell's format to General and write the number again"
    ))
}
