//! The beta law.

use super::family::{Declared, Fault, Given, Parameter, number, shape};
use super::{Distribution, bisect};
use crate::random::draw::{Draw, Tables};
use crate::random::elementary::{exp, ln};
use crate::random::special::{beta_lower, ln_beta};
use crate::random::table::QuantileTable;
use crate::random::tail::{SMALLEST, Tail};

/// Beta on [0, 1].
#[derive(Debug, Clone, PartialEq)]
pub struct Beta {
    /// First shape.
    pub alpha: f64,
    /// Second shape.
    pub beta: f64,
}

impl Beta {
    /// Draws of offset + scale·x.
    pub(super) fn scaled(&self, offset: f64, scale: f64, tables: &mut Tables) -> Draw {
        let Self { alpha, beta } = *self;
        let table = tables.get((Self::NAME, [alpha, beta]), || {
            // What lies near 1 is told apart by how near.
            QuantileTable::with_upper_from(&Lower::new(alpha, beta), &Lower::new(beta, alpha), 1.0)
        });
        Draw::tabulated(table, offset, scale)
    }
}

impl Declared for Beta {
    const NAME: &'static str = "beta";
    const FORMS: &'static [&'static [Parameter]] = &[&[number("alpha"), number("beta")]];

    fn make(given: &Given) -> Result<Self, Fault> {
        let shape = |key| shape(key, given.number(key));
        Ok(Self { alpha: shape("alpha")?, beta: shape("beta")? })
    }
}

impl Distribution for Beta {
    fn support(&self) -> (f64, f64) {
        (0.0, 1.0)
    }

    fn mean(&self) -> f64 {
        self.alpha / (self.alpha + self.beta)
    }

    fn cdf(&self, x: f64) -> f64 {
        beta_lower(self.alpha, self.beta, x)
    }

    fn quantile(&self, p: f64) -> f64 {
        bisect(|x| self.cdf(x), p, 0.0, 1.0)
    }

    fn point(&self) -> Option<f64> {
        None
    }

    fn draw(&self, tables: &mut Tables) -> Draw {
        self.scaled(0.0, 1.0, tables)
    }
}

/// The lower tail, along ln(x/(1-x)).
struct Lower {
    alpha: f64,
    beta: f64,
    ln_beta: f64,
}

impl Lower {
    fn new(alpha: f64, beta: f64) -> Self {
        Self { alpha, beta, ln_beta: ln_beta(alpha, beta) }
    }
}

impl Tail for Lower {
    #[inline(always)]
    fn value(&self, s: f64) -> (f64, f64) {
        let odds = exp(-s.abs());
        let (near, far) = (odds / (1.0 + odds), 1.0 / (1.0 + odds));
        (if s < 0.0 { near } else { far }, near * far)
    }

    #[inline(always)]
    fn density(&self, s: f64) -> f64 {
        let both = ln(1.0 + exp(-s.abs()));
        exp(self.alpha * s.min(0.0) - self.beta * s.max(0.0) - (self.alpha + self.beta) * both - self.ln_beta)
    }

    fn probability(&self, s: f64) -> f64 {
        if s > SMALLEST {
            beta_lower(self.alpha, self.beta, 1.0 / (1.0 + exp(-s)))
        } else {
            libm::exp(self.alpha * s - ln(self.alpha) - self.ln_beta)
        }
    }

    /// The first term of the series for the probability, but not beyond the mean.
    fn end(&self, p: f64) -> (f64, f64) {
        let (first, mean) =
            ((ln(p) + ln(self.alpha) + self.ln_beta) / self.alpha, ln(self.alpha / self.beta));
        (first.min(mean), mean)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The distribution function of a drawn quantile is the probability again.
    #[test]
    fn the_table_inverts_the_distribution_function() {
        for (alpha, beta) in [
            (0.3, 0.4),
            (1.0, 1.0),
            (2.0, 3.0),
            (1.9, 4.1),
            (50.0, 2.0),
            (0.3, 3000.0),
            (800.0, 2.0),
            (5e4, 4e4),
        ] {
            let law = Beta { alpha, beta };
            let draw = law.draw(&mut Tables::default());
            for i in 1..10_000 {
                let u = f64::from(i) / 10_000.0;
                let back = law.cdf(draw.value(u));
                assert!((back - u).abs() < 2e-6 * u.min(1.0 - u), "{law:?} at {u}: {back}");
            }
        }
    }

    #[test]
    fn tables_of_all_shapes_rise_and_are_finite() {
        let sizes = [1e-6, 1e-3, 0.02, 0.4, 7.0, 1e3, 1e6];
        for (alpha, beta) in sizes.into_iter().flat_map(|alpha| sizes.map(|beta| (alpha, beta))) {
            let law = Beta { alpha, beta };
            let draw = law.draw(&mut Tables::default());
            let mut last = f64::NEG_INFINITY;
            for i in 1..50_000 {
                let value = draw.value(f64::from(i) / 50_000.0);
                // Where most of a law is close to 0, its upper tail can only say how far from 1.
                assert!(
                    value.is_finite() && value >= last - f64::EPSILON,
                    "{law:?} at {i}: {value} after {last}"
                );
                last = value;
            }
        }
    }
}
