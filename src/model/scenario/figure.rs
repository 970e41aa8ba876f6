//! Figures of an enterprise: its metrics, worked out alike from a single number, from the numbers of a block of trials
//! and from numbers of which some may be unknown.

use super::EnterpriseMetric;
use super::units::WAN_PER_YI;

/// A number, several of them or one that may be unknown.
pub trait Number: Copy {
    /// Number of each pair.
    fn with(self, other: Self, f: impl Fn(f64, f64) -> f64) -> Self;
}

impl Number for f64 {
    #[inline(always)]
    fn with(self, other: Self, f: impl Fn(f64, f64) -> f64) -> Self {
        f(self, other)
    }
}

impl<const N: usize> Number for [f64; N] {
    #[inline(always)]
    fn with(self, other: Self, f: impl Fn(f64, f64) -> f64) -> Self {
        let mut numbers = [0.0; N];
        for i in 0..N {
            numbers[i] = f(self[i], other[i]);
        }
        numbers
    }
}

impl Number for Option<f64> {
    fn with(self, other: Self, f: impl Fn(f64, f64) -> f64) -> Self {
        self.zip(other).map(|(one, other)| f(one, other))
    }
}

/// Growth of an output against the one before; undefined where nothing was before.
#[inline(always)]
pub fn growth<N: Number>(output: N, before: N) -> N {
    output.with(
        before,
        #[inline(always)]
        |output, before| if before > 0.0 { output / before - 1.0 } else { f64::NAN },
    )
}

/// Output in 亿元 per 亩 of land, 万元/亩; undefined where there is no land.
#[inline(always)]
pub fn output_per_mu<N: Number>(output: N, land: N) -> N {
    output.with(
        land,
        #[inline(always)]
        |output, land| if land > 0.0 { output * WAN_PER_YI / land } else { f64::NAN },
    )
}

/// Tax in 万元 per 亩 of land; undefined where there is no land.
#[inline(always)]
pub fn tax_per_mu<N: Number>(tax: N, land: N) -> N {
    tax.with(
        land,
        #[inline(always)]
        |tax, land| if land > 0.0 { tax / land } else { f64::NAN },
    )
}

/// Figures of an enterprise in a year, from which all its metrics follow.
pub trait Figures {
    /// A number, or those of a block of trials.
    type Number: Number;

    /// Output of the year, 亿元.
    fn output(&self) -> Self::Number;

    /// Output of the year before.
    fn output_before(&self) -> Self::Number;

    /// Tax of the year, 万元.
    fn tax(&self) -> Self::Number;

    /// Land at the year's end, 亩.
    fn land(&self) -> Self::Number;

    /// One of its metrics.
    #[inline(always)]
    fn figure(&self, metric: EnterpriseMetric) -> Self::Number {
        match metric {
            EnterpriseMetric::Output => self.output(),
            EnterpriseMetric::Growth => growth(self.output(), self.output_before()),
            EnterpriseMetric::Tax => self.tax(),
            EnterpriseMetric::Land => self.land(),
            EnterpriseMetric::OutputPerMu => output_per_mu(self.output(), self.land()),
            EnterpriseMetric::TaxPerMu => tax_per_mu(self.tax(), self.land()),
        }
    }
}
