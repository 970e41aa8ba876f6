//! Columns that tell a figure by its low, middle and high value.

use super::{Cell, Format, Head};
use crate::results::Stat;
use crate::text::{Text, text};

/// Heads of a low, a middle and a high value.
pub(super) fn quantiles() -> [Text; 3] {
    [text!("低值（5%）", "Low (5%)"), text!("中位数", "Median"), text!("高值（95%）", "High (95%)")]
}

/// Heads of a low, a middle and a high value, each with a unit.
pub(super) fn range_heads(unit: &Text) -> [Head; 3] {
    quantiles().map(|Text { zh, en }| {
        let (unit_zh, unit_en) = (&unit.zh, &unit.en);
        Head::always(text!("{zh}{unit_zh}", "{en}{unit_en}"), super::Kind::Number)
    })
}

/// Low, middle and high value of a figure, times a factor.
pub(super) fn range_cells(stat: &Stat, factor: f64, format: Format) -> [Cell; 3] {
    [stat.p05, stat.p50, stat.p95].map(|number| Cell::Number(number * factor, format))
}

/// A unit in brackets, as heads carry it.
pub(super) fn bracketed(unit: &Text) -> Text {
    let (zh, en) = (&unit.zh, &unit.en);
    text!("（{zh}）", " ({en})")
}
