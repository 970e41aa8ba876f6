//! Fixed numbers: plain ones and texts with units, and their ranges.

use super::lookalike;
use super::node::{Node, NodeValue, Origin, Table};
use super::number;
use super::problem::{Problem, Problems};
use super::range::check_range;
use super::site::{Role, Site};
use super::unit::Scale;
use crate::format::Dimension;
use crate::text::{Text, text};

/// Most values of a discrete law.
const MAX_VALUES: usize = 1_000;

/// Reads a value that must be a fixed number, in the model's units.
pub(crate) fn fixed(node: &Node, site: Site<'_>, out: &mut Problems) -> Option<f64> {
    let value = unchecked(node, site, out)?;
    check_range(value, node.origin, site, is_plain(node), out).then_some(value)
}

/// Reads a fixed number without looking at its range.
pub(crate) fn unchecked(node: &Node, site: Site<'_>, out: &mut Problems) -> Option<f64> {
    let origin = node.origin;
    match &node.value {
        NodeValue::Integer(integer) => Some(*integer as f64),
        NodeValue::Float(number) if number.is_finite() => Some(*number + 0.0),
        NodeValue::Float(number) => {
            out.push(number::NumberFault::NotFinite.problem(&number.to_string(), origin, site.path));
            None
        }
        NodeValue::Text(text) if interval_ends(text).is_some() || quantile_parts(text).is_some() => {
            uncertain_refused(origin, site, out);
            None
        }
        NodeValue::Text(text) => with_unit(text, origin, site, out).map(|(value, _)| value),
        NodeValue::Table(table) if table.get("dist").is_some() => {
            uncertain_refused(origin, site, out);
            None
        }
        NodeValue::Broken => None,
        other => {
            out.push(Problem::error(origin, site.path, kind_name(other)).allowed(kind_of_value(site)));
            None
        }
    }
}

/// Refuses an uncertain value where a fixed number is wanted.
pub(crate) fn uncertain_refused(origin: Origin, site: Site<'_>, out: &mut Problems) {
    out.push(
        Problem::error(
            origin,
            site.path,
            text!("这里不能用不确定的值", "an uncertain value cannot stand here"),
        )
        .allowed(text!("一个确定的数", "one fixed number")),
    );
}

fn is_plain(node: &Node) -> bool {
    matches!(node.value, NodeValue::Integer(_) | NodeValue::Float(_))
}

/// What kind of value was found.
pub(crate) fn kind_name(value: &NodeValue) -> Text {
    match value {
        NodeValue::Text(text) => text!("文字“{text}”", "the text \"{text}\""),
        NodeValue::Integer(number) => text!("整数 {number}", "the whole number {number}"),
        NodeValue::Float(number) => text!("数 {number}", "the number {number}"),
        NodeValue::Boolean(value) => text!("真假值 {value}", "the truth value {value}"),
        NodeValue::Date(date) => text!("日期 {date}", "the date {date}"),
        NodeValue::List(_) => text!("列表", "a list"),
        NodeValue::Table(_) => text!("表", "a table"),
        NodeValue::Broken => text!("无法读取的值", "a value that cannot be read"),
    }
}

/// What may stand where a quantity is wanted.
fn kind_of_value(site: Site<'_>) -> Text {
    let units = site.scale.allowed();
    if units.is_empty() {
        text!("一个数", "a number")
    } else {
        text!("一个数，或带单位的文字（{units}）", "a number, or a text with a unit ({units})")
    }
}

/// A number with an optional unit: its value in the model's units, and whether it had a unit.
pub(crate) fn with_unit(
    raw: &str,
    origin: Origin,
    site: Site<'_>,
    out: &mut Problems,
) -> Option<(f64, bool)> {
    let (number, unit) = match number::leading(raw) {
        Ok(parts) => parts,
        Err(fault) => {
            let mut problem = fault.problem(raw, origin, site.path);
            if problem.allowed.is_none() && problem.remedy.is_none() {
                problem = problem.allowed(kind_of_value(site));
            }
            out.push(problem);
            return None;
        }
    };
    let scale = if site.role == Role::Multiply { Scale::of(Dimension::Plain) } else { site.scale };
    if let Some(factor) = scale.factor(unit) {
        return finite_product(number, factor, raw, origin, site, out).map(|value| (value, !unit.is_empty()));
    }
    out.push(wrong_unit(raw, unit, scale, origin, site));
    None
}

fn finite_product(
    number: f64,
    factor: f64,
    raw: &str,
    origin: Origin,
    site: Site<'_>,
    out: &mut Problems,
) -> Option<f64> {
    let value = scaled(number, factor);
    if value.is_finite() {
        return Some(value);
    }
    out.push(number::NumberFault::Overflow.problem(raw, origin, site.path));
    None
}

/// Multiplies so that 3.6% is 0.036 to the last bit: a power of ten moves the decimal point, and nothing else.
fn scaled(number: f64, factor: f64) -> f64 {
    let moved = || {
        let power: i32 = format!("{factor:.11e}").strip_prefix("1.00000000000e")?.parse().ok()?;
        let digits = format!("{number:e}");
        let (digits, exponent) = digits.split_once('e')?;
        format!("{digits}e{}", exponent.parse::<i32>().ok()? + power).parse().ok()
    };
    moved().unwrap_or(number * factor)
}

fn wrong_unit(raw: &str, unit: &str, scale: Scale<'_>, origin: Origin, site: Site<'_>) -> Problem {
    let allowed = scale.allowed();
    // "50亿": a magnitude without what it counts.
    let completed = format!("{unit}元");
    let magnitude = matches!(unit, "万" | "亿") && scale.factor(&completed).is_some();
    let mut problem = Problem::error(
        origin,
        site.path,
        text!("“{raw}”：这里不能用单位“{unit}”", "\"{raw}\": {unit} is not a unit that fits here"),
    );
    if magnitude {
        problem.found = text!("“{raw}”：单位不完整", "\"{raw}\": an incomplete unit");
        problem.remedy = Some(text!("写作 {raw}元", "write {raw}元"));
    }
    if allowed.is_empty() {
        problem.allowed(text!("不带单位的数", "a number without unit"))
    } else {
        problem.allowed(text!("{allowed}", "{allowed}"))
    }
}

/// The two ends of "a to b", or of a range as offices write one: "4%—12%", "4～12", "0-6".
pub(crate) fn interval_ends(text: &str) -> Option<(&str, &str)> {
    for separator in [" to ", " TO ", "至", "到"] {
        if let Some((low, high)) = text.split_once(separator) {
            return Some((low.trim(), high.trim()));
        }
    }
    text.char_indices().filter(|(_, c)| is_dash_or_wave(*c)).find_map(|(at, mark)| {
        let (low, rest) = (text[..at].trim(), &text[at + mark.len_utf8()..]);
        // Of "--" the second may be a sign; other marks may be doubled.
        let high = if mark == '-' { rest } else { rest.trim_start_matches(mark) }.trim();
        let is_exponent = mark == '-' && low.ends_with(['e', 'E']);
        let are_numbers = number::leading(low).is_ok() && number::leading(high).is_ok();
        (are_numbers && !is_exponent).then_some((low, high))
    })
}

fn is_dash_or_wave(c: char) -> bool {
    matches!(c, '-' | '~' | '～' | '〜' | '∼' | '‐' | '‑' | '–' | '—' | '―' | '－' | '−')
}

/// The three parts of "a / b / c". A stroke divides where a number follows: units such as 万元/亩 hold strokes too.
pub(crate) fn quantile_parts(text: &str) -> Option<[&str; 3]> {
    let begins_number = |rest: &str| {
        let unsigned = rest.trim_start().trim_start_matches(['+', '-', '.']);
        unsigned.starts_with(|c: char| c.is_ascii_digit() || ('０'..='９').contains(&c))
    };
    let strokes = text.match_indices(['/', '／']);
    let mut dividing = strokes.filter(|(at, stroke)| begins_number(&text[at + stroke.len()..]));
    let (first, second) = (dividing.next()?, dividing.next()?);
    if dividing.next().is_some() {
        return None;
    }
    let parts =
        [&text[..first.0], &text[first.0 + first.1.len()..second.0], &text[second.0 + second.1.len()..]];
    Some(parts.map(str::trim))
}

/// The list behind `values` or `weights` of a discrete law.
pub(crate) fn numbers(
    table: &Table,
    key: &str,
    site: Site<'_>,
    out: &mut Problems,
) -> Option<Vec<(f64, Origin)>> {
    let node = table.get(key)?;
    let NodeValue::List(items) = &node.value else {
        out.push(
            Problem::error(node.origin, site.path, kind_name(&node.value))
                .allowed(text!("数的列表", "a list of numbers")),
        );
        return None;
    };
    if items.is_empty() || items.len() > MAX_VALUES {
        let count = items.len();
        out.push(
            Problem::error(node.origin, site.path, text!("{count} 个值", "{count} values"))
                .allowed(text!("1 到 {MAX_VALUES} 个", "1 to {MAX_VALUES}")),
        );
        return None;
    }
    items.iter().map(|item| unchecked(item, site, out).map(|value| (value, item.origin))).collect()
}

/// A suggestion for a misspelt word, as a remedy.
pub(crate) fn meant(word: &str, candidates: &[&str]) -> Option<Text> {
    lookalike::nearest(word, candidates.iter().copied())
        .map(|near| text!("是否应为 {near}？", "did you mean {near}?"))
}
