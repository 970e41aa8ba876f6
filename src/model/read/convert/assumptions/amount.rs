//! Quantities in words: every number with the unit of its dimension, whatever unit the file wrote it in.

use super::super::super::node::{FileIx, Node, NodeValue, Origin, Table};
use super::super::super::number;
use super::super::super::problem::Problems;
use super::super::super::scalar::{interval_ends, quantile_parts, with_unit};
use super::super::super::site::{Role, Site};
use super::super::super::unit::Scale;
use super::choice::{family, parameter};
use super::joined;
use crate::format::Dimension;
use crate::law::{Family, ParameterKind};
use crate::text::{Text, exact, text};

/// A quantity as a file gives it: "8.6亿元", "5至10亿元", "PERT分布（最低0个月，最可能2个月，最高9个月）".
pub(super) fn quantity(node: &Node, scale: Scale<'_>, role: Role) -> Text {
    let as_written = || Text::same(plain(node));
    match &node.value {
        NodeValue::Table(table) if table.get("dist").is_some() => law(table, scale, role),
        NodeValue::Text(written) => match (interval_ends(written), quantile_parts(written)) {
            (Some((low, high)), _) => values(&[low, high], scale, role)
                .map_or_else(as_written, |values| row(&values, scale, role, text!("至", " to "))),
            (None, Some(parts)) => values(&parts, scale, role).map_or_else(as_written, |values| {
                let Text { zh, en } = row(&values, scale, role, text!("、", ", "));
                text!("{zh}（5%、50%、95%分位数）", "{en} (5, 50 and 95% quantiles)")
            }),
            (None, None) => values(&[written], scale, role)
                .map_or_else(as_written, |values| row(&values, scale, role, Text::same(""))),
        },
        NodeValue::Integer(number) => row(&[*number as f64], scale, role, Text::same("")),
        NodeValue::Float(number) => row(&[*number], scale, role, Text::same("")),
        NodeValue::List(items) => {
            joined(items.iter().map(|item| quantity(item, scale, role)), text!("、", ", "))
        }
        _ => as_written(),
    }
}

/// A number without a unit, or a text as it is written.
pub(super) fn plain(node: &Node) -> String {
    match &node.value {
        NodeValue::Text(text) | NodeValue::Date(text) => text.trim().to_owned(),
        NodeValue::Integer(number) => number.to_string(),
        NodeValue::Float(number) => exact(*number),
        NodeValue::Boolean(value) => value.to_string(),
        NodeValue::List(items) => items.iter().map(plain).collect::<Vec<_>>().join(", "),
        NodeValue::Table(_) | NodeValue::Broken => String::new(),
    }
}

/// Numbers in the model's unit; a unit after the last holds for those that have none. What is wrong with them has been said where
/// they are converted.
fn values(parts: &[&str], scale: Scale<'_>, role: Role) -> Option<Vec<f64>> {
    let last = parts.last().and_then(|part| number::leading(part).ok()).map_or("", |(_, unit)| unit);
    let value = |part: &&str| {
        let has_unit = number::leading(part).is_ok_and(|(_, unit)| !unit.is_empty());
        let whole = if has_unit { (*part).to_owned() } else { format!("{part}{last}") };
        let site = Site { path: "", scale, role };
        with_unit(&whole, Origin::file(FileIx(0)), site, &mut Problems::default()).map(|(value, _)| value)
    };
    parts.iter().map(value).collect()
}

/// Law with its parameters.
fn law(table: &Table, scale: Scale<'_>, role: Role) -> Text {
    let named = table.get("dist").map(plain).unwrap_or_default();
    let kind = |key: &str| {
        let known = Family::named(&named)?.parameters().find(|parameter| parameter.key == key);
        known.map(|parameter| parameter.kind)
    };
    let parts = table.entries.iter().filter(|part| part.key != "dist").map(|part| {
        let shown = match kind(&part.key) {
            Some(ParameterKind::Number | ParameterKind::Weights) => {
                quantity(&part.node, Scale::of(Dimension::Signed), Role::Value)
            }
            _ => quantity(&part.node, scale, role),
        };
        let (name, zh, en) = (parameter(&part.key), shown.zh, shown.en);
        let (name_zh, name_en) = (name.zh, name.en);
        text!("{name_zh}{zh}", "{name_en} {en}")
    });
    let (name, parts) = (family(&named), joined(parts, text!("，", ", ")));
    let (zh, en, parts_zh, parts_en) = (name.zh, name.en, parts.zh, parts.en);
    text!("{zh}（{parts_zh}）", "{en} ({parts_en})")
}

/// Numbers of one kind in a row: the unit stands once, behind the last, but a sign of per cent behind each.
fn row(values: &[f64], scale: Scale<'_>, role: Role, between: Text) -> Text {
    let size = values.iter().fold(0.0, |size: f64, value| size.max(value.abs()));
    let unit = match role {
        Role::Multiply => Unit::none(),
        _ => unit(scale, size),
    };
    let sign = |value: f64| if role == Role::Add && value > 0.0 { "+" } else { "" };
    let number = |value: f64, factor: f64| format!("{}{}", sign(value), exact(value * factor));
    let each = |value: f64| {
        let (zh, en) = (number(value, unit.zh_factor), number(value, unit.en_factor));
        if unit.zh == "%" { text!("{zh}%", "{en}%") } else { Text { zh, en } }
    };
    let Text { zh, en } = joined(values.iter().map(|&value| each(value)), between);
    match (unit.zh.as_str(), unit.en.as_str()) {
        ("%", _) => Text { zh, en },
        (unit_zh, unit_en) => text!("{zh}{unit_zh}", "{en}{unit_en}"),
    }
}

/// Unit in both languages, and what a number in the model's unit is multiplied by.
struct Unit {
    zh_factor: f64,
    zh: String,
    en_factor: f64,
    en: String,
}

impl Unit {
    fn none() -> Self {
        Self::same(1.0, Text::same(""))
    }

    fn same(factor: f64, unit: Text) -> Self {
        Self { zh_factor: factor, zh: unit.zh, en_factor: factor, en: unit.en }
    }

    fn each(zh_factor: f64, en_factor: f64, unit: Text) -> Self {
        Self { zh_factor, zh: unit.zh, en_factor, en: unit.en }
    }
}

/// Unit in which quantities of a size, in the model's unit, are shown.
fn unit(scale: Scale<'_>, size: f64) -> Unit {
    let money = |yi: f64, per_yi: f64| {
        if yi < 1.0 {
            Unit::each(1e4 / per_yi, 100.0 / per_yi, text!("万元", " m yuan"))
        } else {
            Unit::each(1.0 / per_yi, 0.1 / per_yi, text!("亿元", " bn yuan"))
        }
    };
    match scale.dimension {
        Dimension::Output => money(size, 1.0),
        Dimension::Money => money(size / 1e4, 1e4),
        Dimension::Land => Unit::same(1.0, text!("亩", " mu")),
        Dimension::Months => {
            Unit::same(1.0, if size == 1.0 { text!("个月", " month") } else { text!("个月", " months") })
        }
        Dimension::Growth | Dimension::Share | Dimension::Volatility if scale.added => {
            Unit::same(100.0, text!("个百分点", " points"))
        }
        Dimension::Growth | Dimension::Share | Dimension::Volatility => Unit::same(100.0, Text::same("%")),
        Dimension::Rate => Unit::same(1.0, text!("个/年", " a year")),
        Dimension::PerMu => Unit::same(1.0, text!("万元/亩", " 10k yuan per mu")),
        Dimension::Amount => Unit::same(1.0, of_resource(scale)),
        Dimension::AmountPerOutput => {
            let Text { zh, en } = of_resource(scale);
            Unit::same(1.0, text!("{zh}/亿元", "{en} per 100 m yuan"))
        }
        Dimension::Plain | Dimension::Signed | Dimension::Whole => Unit::none(),
    }
}

/// Unit of a resource's amounts.
fn of_resource(scale: Scale<'_>) -> Text {
    match scale.resource_unit.unwrap_or_default() {
        "亩" => text!("亩", " mu"),
        "" => Text::same(""),
        own => text!("{own}", " {own}"),
    }
}
