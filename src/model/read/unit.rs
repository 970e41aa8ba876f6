//! What a unit is worth in the model's own, for each scale.

use crate::format::Dimension;
use crate::format::units::{AREA_SQUARE_METRES, FRACTION, MONEY_YUAN, MONTHS, PER_MU, POINTS, RATE};

/// The scale on which a quantity is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Scale<'a> {
    /// What it measures.
    pub(crate) dimension: Dimension,
    /// The unit of the resource it is an amount of.
    pub(crate) resource_unit: Option<&'a str>,
    /// Whether it is added to something, and may be given in percentage points.
    pub(crate) added: bool,
}

impl<'a> Scale<'a> {
    /// The scale of a dimension that needs no resource.
    pub(crate) fn of(dimension: Dimension) -> Self {
        Self { dimension, resource_unit: None, added: false }
    }

    /// The scale of an amount of a resource.
    pub(crate) fn amount(dimension: Dimension, unit: &'a str) -> Self {
        Self { dimension, resource_unit: Some(unit), added: false }
    }

    /// The same for what is added to such a quantity.
    pub(crate) fn added(self) -> Self {
        Self { added: true, ..self }
    }

    /// What one `unit` is worth in the model's unit; `None` where it is no unit of this dimension. No unit at
    /// all stands for the model's own.
    pub(crate) fn factor(self, unit: &str) -> Option<f64> {
        let unit = unit.trim();
        if unit.is_empty() {
            return Some(1.0);
        }
        let among = |table: &[(&str, f64)], own: f64| lookup(table, unit).map(|worth| worth / own);
        match self.dimension {
            Dimension::Output => {
                let plain = ["/年", "/a", "/year", " a year"].iter().find_map(|end| unit.strip_suffix(end));
                lookup(MONEY_YUAN, plain.unwrap_or(unit).trim()).map(|worth| worth / 1e8)
            }
            Dimension::Money => among(MONEY_YUAN, 1e4),
            Dimension::Land => among(AREA_SQUARE_METRES, 1e4 / 15.0),
            Dimension::Months => among(MONTHS, 1.0),
            Dimension::Growth | Dimension::Share | Dimension::Volatility if self.added => among(POINTS, 1.0),
            Dimension::Growth | Dimension::Share | Dimension::Volatility => among(FRACTION, 1.0),
            Dimension::Rate => among(RATE, 1.0),
            Dimension::PerMu => among(PER_MU, 1.0),
            Dimension::Amount => self.amount_factor(unit),
            Dimension::AmountPerOutput => {
                self.amount_factor(unit.strip_suffix("/亿元").unwrap_or(unit).trim())
            }
            Dimension::Plain | Dimension::Signed => among(FRACTION, 1.0),
            Dimension::Whole => None,
        }
    }

    /// Worth of `unit` in the resource's own unit: the same unit, another of area or money, or one that
    /// differs by 万 or 亿 alone.
    fn amount_factor(self, unit: &str) -> Option<f64> {
        let own = self.resource_unit.unwrap_or("");
        if unit == own {
            return Some(1.0);
        }
        for table in [AREA_SQUARE_METRES, MONEY_YUAN] {
            if let (Some(worth), Some(own_worth)) = (lookup(table, unit), lookup(table, own)) {
                return Some(worth / own_worth);
            }
        }
        let (scale, rest) = myriads(unit);
        let (own_scale, own_rest) = myriads(own);
        (rest == own_rest && !rest.is_empty()).then_some(scale / own_scale)
    }

    /// The units to name in a message.
    pub(crate) fn allowed(self) -> String {
        match self.dimension {
            Dimension::Output => "亿元, 万元, 千元, 元".into(),
            Dimension::Money => "万元, 亿元, 千元, 元".into(),
            Dimension::Land => "亩, 公顷, 平方米, 万平方米".into(),
            Dimension::Months => "个月, 年; months, years".into(),
            Dimension::Growth | Dimension::Share | Dimension::Volatility if self.added => {
                "%, 个百分点".into()
            }
            Dimension::Growth | Dimension::Share | Dimension::Volatility => "%".into(),
            Dimension::Rate => "个/年; a year".into(),
            Dimension::PerMu => "万元/亩, 元/亩, 万元/公顷".into(),
            Dimension::Amount => self.resource_unit.unwrap_or("").into(),
            Dimension::AmountPerOutput => format!("{}/亿元", self.resource_unit.unwrap_or("")),
            Dimension::Plain | Dimension::Signed | Dimension::Whole => String::new(),
        }
    }

    /// Whether a quantity of this scale can never be negative.
    pub(crate) fn non_negative(self) -> bool {
        !self.added && !matches!(self.dimension, Dimension::Growth | Dimension::Signed | Dimension::Whole)
    }
}

fn lookup(table: &[(&str, f64)], unit: &str) -> Option<f64> {
    table.iter().find(|(name, _)| name.eq_ignore_ascii_case(unit)).map(|(_, worth)| *worth)
}

fn myriads(unit: &str) -> (f64, &str) {
    if let Some(rest) = unit.strip_prefix('万') {
        (1e4, rest)
    } else if let Some(rest) = unit.strip_prefix('亿') {
        (1e8, rest)
    } else {
        (1.0, unit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_convert_to_the_models_own() {
        let factor = |dimension, unit| Scale::of(dimension).factor(unit).unwrap();
        assert_eq!(factor(Dimension::Output, "万元"), 1e-4);
        assert_eq!(factor(Dimension::Money, "亿元"), 1e4);
        assert_eq!(factor(Dimension::Money, "千元"), 0.1);
        assert_eq!(factor(Dimension::Output, "千元"), 1e-5);
        assert_eq!(factor(Dimension::Output, "百万元/年"), 1e-2);
        assert_eq!(factor(Dimension::PerMu, "千元/亩"), 0.1);
        assert!((factor(Dimension::Land, "公顷") - 15.0).abs() < 1e-12);
        assert!((factor(Dimension::Land, "万平方米") - 15.0).abs() < 1e-12);
        assert_eq!(factor(Dimension::Months, "年"), 12.0);
        assert_eq!(factor(Dimension::Growth, "%"), 0.01);
        assert_eq!(Scale::of(Dimension::Output).factor("亩"), None);
        assert_eq!(Scale::of(Dimension::Growth).factor("个百分点"), None);
        assert_eq!(Scale::of(Dimension::Growth).added().factor("个百分点"), Some(0.01));
    }

    #[test]
    fn amounts_convert_within_their_family() {
        let factor = |own, unit| Scale::amount(Dimension::Amount, own).factor(unit);
        assert_eq!(factor("吨/日", "吨/日"), Some(1.0));
        assert_eq!(factor("吨/日", "万吨/日"), Some(1e4));
        assert_eq!(factor("万平方米", "平方米"), Some(1e-4));
        assert_eq!(factor("万元", "亿元"), Some(1e4));
        assert_eq!(factor("吨/日", "亩"), None);
    }
}
