//! Conditions on enterprises and industries (`where`).

use super::{EnterpriseMetric, IndustryIx};

/// Sign by which a metric is compared.
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

impl Comparison {
    /// True if a value compares so with a threshold; of an undefined value (NaN) no comparison holds.
    #[inline]
    pub fn holds(self, value: f64, threshold: f64) -> bool {
        match self {
            Self::AtLeast => value >= threshold,
            Self::MoreThan => value > threshold,
            Self::AtMost => value <= threshold,
            Self::LessThan => value < threshold,
            Self::Equal => value == threshold,
            Self::NotEqual => value != threshold && !value.is_nan(),
        }
    }
}

/// Comparison of a metric with a number.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NumericTest<M = EnterpriseMetric> {
    /// The metric.
    pub metric: M,
    /// The comparison.
    pub comparison: Comparison,
    /// The number, in the model's units.
    pub threshold: f64,
}

impl<M> NumericTest<M> {
    /// True if the comparison holds; of an undefined value (NaN) none does.
    #[inline]
    pub fn holds(&self, value: f64) -> bool {
        self.comparison.holds(value, self.threshold)
    }
}

/// Condition on an enterprise or an industry: all that must hold; an empty one always does.
#[derive(Debug, Clone, PartialEq)]
pub struct Condition<M = EnterpriseMetric> {
    /// Comparisons of metrics.
    pub tests: Vec<NumericTest<M>>,
    /// The industry it must be (for industries: belong to).
    pub industry: Option<IndustryIx>,
    /// The zone it must lie in.
    pub zone: Option<String>,
    /// The name it must have; no arrival has one.
    pub name: Option<String>,
    /// Tags it must carry.
    pub tags: Vec<String>,
}

impl<M> Default for Condition<M> {
    fn default() -> Self {
        Self { tests: Vec::new(), industry: None, zone: None, name: None, tags: Vec::new() }
    }
}

impl Condition {
    /// True if it asks for output, and so also looks at what does not operate at the year's end.
    pub fn tests_output(&self) -> bool {
        self.tests.iter().any(|test| test.metric == EnterpriseMetric::Output)
    }
}
