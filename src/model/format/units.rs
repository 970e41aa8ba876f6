//! Units that quantities may be written in, each with its worth.

use super::Dimension;

/// Units of money, worth in yuan.
pub(crate) const MONEY_YUAN: &[(&str, f64)] = &[
    ("亿元", 1e8),
    ("千万元", 1e7),
    ("百万元", 1e6),
    ("万元", 1e4),
    ("千元", 1e3),
    ("元", 1.0),
    ("billion yuan", 1e9),
    ("billion CNY", 1e9),
    ("million yuan", 1e6),
    ("million CNY", 1e6),
    ("thousand yuan", 1e3),
    ("thousand CNY", 1e3),
    ("yuan", 1.0),
    ("CNY", 1.0),
];
/// Units of area, worth in square metres; a 亩 is a fifteenth of a hectare.
pub(crate) const AREA_SQUARE_METRES: &[(&str, f64)] = &[
    ("亩", 1e4 / 15.0),
    ("公顷", 1e4),
    ("平方米", 1.0),
    ("万平方米", 1e4),
    ("平方公里", 1e6),
    ("mu", 1e4 / 15.0),
    ("ha", 1e4),
    ("hectare", 1e4),
    ("hectares", 1e4),
    ("m2", 1.0),
    ("m²", 1.0),
    ("㎡", 1.0),
    ("万㎡", 1e4),
    ("km2", 1e6),
    ("km²", 1e6),
];
/// Units of time, worth in months.
pub(crate) const MONTHS: &[(&str, f64)] = &[
    ("个月", 1.0),
    ("月", 1.0),
    ("年", 12.0),
    ("季度", 3.0),
    ("个季度", 3.0),
    ("month", 1.0),
    ("months", 1.0),
    ("quarter", 3.0),
    ("quarters", 3.0),
    ("year", 12.0),
    ("years", 12.0),
];
/// Per cent, worth as fractions.
pub(crate) const FRACTION: &[(&str, f64)] = &[("%", 0.01), ("％", 0.01)];
/// Percentage points, which are added to a fraction.
pub(crate) const POINTS: &[(&str, f64)] = &[
    ("%", 0.01),
    ("％", 0.01),
    ("个百分点", 0.01),
    ("百分点", 0.01),
    ("pp", 0.01),
    ("percentage points", 0.01),
];
/// Events a year or a month, worth a year.
pub(crate) const RATE: &[(&str, f64)] = &[
    ("个/年", 1.0),
    ("家/年", 1.0),
    ("户/年", 1.0),
    ("/年", 1.0),
    ("个/月", 12.0),
    ("/月", 12.0),
    ("per year", 1.0),
    ("a year", 1.0),
    ("/year", 1.0),
    ("per month", 12.0),
    ("a month", 12.0),
    ("/month", 12.0),
];
/// Money per area, worth in 万元/亩.
pub(crate) const PER_MU: &[(&str, f64)] = &[
    ("万元/亩", 1.0),
    ("千元/亩", 0.1),
    ("亿元/亩", 1e4),
    ("元/亩", 1e-4),
    ("万元/公顷", 1.0 / 15.0),
    ("亿元/公顷", 1e4 / 15.0),
    ("元/平方米", 1.0 / 15.0),
];

/// Names of the units that a quantity of `dimension` may be written in; amounts of a resource have the resource's own.
pub fn units(dimension: Dimension) -> impl Iterator<Item = &'static str> {
    let table = match dimension {
        Dimension::Output | Dimension::Money => MONEY_YUAN,
        Dimension::Land => AREA_SQUARE_METRES,
        Dimension::Months => MONTHS,
        Dimension::Growth | Dimension::Share | Dimension::Volatility => FRACTION,
        Dimension::Plain | Dimension::Signed => FRACTION,
        Dimension::Rate => RATE,
        Dimension::PerMu => PER_MU,
        Dimension::Amount | Dimension::AmountPerOutput | Dimension::Whole => &[],
    };
    table.iter().map(|(name, _)| *name)
}
