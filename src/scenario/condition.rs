//! Conditions on enterprises and industries (`where`).

use super::IndustryIx;

/// Figures of an enterprise or an industry that a condition or a target can name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Metric {
    /// Output of the year, 亿元.
    Output,
    /// Output against the year before, as a fraction.
    Growth,
    /// Tax, 万元.
    Tax,
    /// Land, 亩.
    Land,
    /// 万元/亩.
    OutputPerMu,
    /// 万元/亩.
    TaxPerMu,
    /// Enterprises operating (industries only).
    Enterprises,
}

/// How a figure is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// At least.
    AtLeast,
    /// More than.
    MoreThan,
    /// At most.
    AtMost,
    /// Less than.
    LessThan,
    /// Equal.
    Equal,
    /// Not equal.
    NotEqual,
}

/// One comparison of a figure with a number.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NumericTest {
    /// The figure.
    pub metric: Metric,
    /// The comparison.
    pub comparison: Comparison,
    /// The number, in the model's units.
    pub threshold: f64,
}

impl NumericTest {
    /// Whether the comparison holds; for an undefined figure (NaN) none does.
    #[inline]
    pub fn holds(&self, value: f64) -> bool {
        match self.comparison {
            Comparison::AtLeast => value >= self.threshold,
            Comparison::MoreThan => value > self.threshold,
            Comparison::AtMost => value <= self.threshold,
            Comparison::LessThan => value < self.threshold,
            Comparison::Equal => value == self.threshold,
            Comparison::NotEqual => value != self.threshold && !value.is_nan(),
        }
    }
}

/// All that must hold; an empty condition always does.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Condition {
    /// Comparisons of figures.
    pub tests: Vec<NumericTest>,
    /// The industry it must be (for industries: belong to).
    pub industry: Option<IndustryIx>,
    /// The zone it must lie in.
    pub zone: Option<String>,
    /// The name it must have; no arrival has one.
    pub name: Option<String>,
    /// Tags it must carry.
    pub tags: Vec<String>,
}

impl Condition {
    /// Whether it asks for output, and so also looks at what does not operate at the year's end.
    pub fn tests_output(&self) -> bool {
        self.tests.iter().any(|test| test.metric == Metric::Output)
    }
}
