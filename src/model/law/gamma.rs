//! The gamma law.

use super::family::{Declared, Fault, Given, Parameter, shape, spread, value};
use super::{Distribution, bisect};
use crate::random::Words;
use crate::random::draw::{Draw, Tables};
use crate::random::elementary::{exp, ln};
use crate::random::special::{gamma_lower, gamma_upper, ln_gamma};
use crate::random::table::QuantileTable;
use crate::random::tail::{SMALLEST, Tail};
use rand_distr::{Distribution as _, Open01, UnitDisc};

/// Gamma.
#[derive(Debug, Clone, PartialEq)]
pub struct Gamma {
    /// Mean.
    pub mean: f64,
    /// Standard deviation.
    pub sd: f64,
}

impl Gamma {
    fn shape(&self) -> f64 {
        (self.mean / self.sd) * (self.mean / self.sd)
    }
}

/// Draws of χ² with these degrees of freedom.
pub fn chi_squared(degrees_of_freedom: f64, tables: &mut Tables) -> Draw {
    scaled(0.5 * degrees_of_freedom, 2.0, tables)
}

/// Draws of the gamma law of mean 1 and this variance. A variance below 1e-9 counts as 1e-9: a law that narrow is as good
/// as the number 1, and its distribution function takes for ever.
pub fn gamma_of_unit_mean(variance: f64, tables: &mut Tables) -> Draw {
    let variance = variance.max(1e-9);
    scaled(1.0 / variance, variance, tables)
}

/// A number of the gamma law of mean 1 and this variance from a run of words, for variances that differ from trial to
/// trial: by rejection, after G. Marsaglia and W. W. Tsang, "A simple method for generating gamma variables" (ACM
/// Transactions on Mathematical Software 26, 2000). A variance that is as good as 0 gives 1.
pub fn gamma_by_rejection(variance: f64, words: &mut Words) -> f64 {
    let shape = 1.0 / variance;
    if !shape.is_finite() {
        return 1.0;
    }
    // A shape below 1 is raised by 1, and what is drawn multiplied by u^(1/shape).
    let raised = if shape < 1.0 { shape + 1.0 } else { shape };
    let d = raised - 1.0 / 3.0;
    let c = 1.0 / (9.0 * d).sqrt();
    let drawn = loop {
        let (x, u): (f64, f64) = (normal(words), Open01.sample(words));
        let root = 1.0 + c * x;
        let v = root * root * root;
        if v > 0.0 && ln(u) < 0.5 * x * x + d * (1.0 - v + ln(v)) {
            break d * v;
        }
    };
    let factor = if shape < 1.0 { exp(variance * ln(Open01.sample(words))) } else { 1.0 };
    drawn * factor * variance
}

/// A standard normal number from a run of words, by the polar method (G. Marsaglia and T. A. Bray, "A convenient method
/// for generating normal variables", SIAM Review 6, 1964). A point in the disc is found with products and sums alone; the
/// samplers of numbers in `rand_distr` call the platform's functions.
fn normal(words: &mut Words) -> f64 {
    let [x, y]: [f64; 2] = UnitDisc.sample(words);
    let square = x * x + y * y;
    x * (-2.0 * ln(square) / square).sqrt()
}

/// Draws of the gamma law of this shape, times a scale.
fn scaled(shape: f64, scale: f64, tables: &mut Tables) -> Draw {
    let table = tables
        .get((Gamma::NAME, [shape, 0.0]), || QuantileTable::new(&Lower::new(shape), &Upper::new(shape)));
    Draw::tabulated(table, 0.0, scale)
}

impl Declared for Gamma {
    const NAME: &'static str = "gamma";
    const FORMS: &'static [&'static [Parameter]] = &[&[value("mean"), spread("sd")]];

    fn make(given: &Given) -> Result<Self, Fault> {
        let law = Self { mean: given.positive("mean")?, sd: given.number("sd") };
        if law.sd > 0.0 {
            shape("(mean/sd)²", law.shape())?;
        }
        Ok(law)
    }
}

impl Distribution for Gamma {
    fn support(&self) -> (f64, f64) {
        (0.0, f64::INFINITY)
    }

    fn mean(&self) -> f64 {
        self.mean
    }

    fn cdf(&self, x: f64) -> f64 {
        let shape = self.shape();
        gamma_lower(shape, x / (self.mean / shape))
    }

    fn quantile(&self, p: f64) -> f64 {
        bisect(|x| self.cdf(x), p, 0.0, self.mean + 40.0 * self.sd)
    }

    fn point(&self) -> Option<f64> {
        (self.sd == 0.0).then_some(self.mean)
    }

    fn draw(&self, tables: &mut Tables) -> Draw {
        let shape = self.shape();
        scaled(shape, self.mean / shape, tables)
    }
}

/// The lower tail at scale 1, along ln x.
struct Lower {
    shape: f64,
    ln_gamma: f64,
}

/// The upper tail at scale 1, along -ln x.
struct Upper(Lower);

impl Lower {
    fn new(shape: f64) -> Self {
        Self { shape, ln_gamma: ln_gamma(shape) }
    }

    /// The density of ln x.
    #[inline(always)]
    fn density_of_logarithm(&self, y: f64) -> f64 {
        exp(self.shape * y - exp(y) - self.ln_gamma)
    }
}

impl Upper {
    fn new(shape: f64) -> Self {
        Self(Lower::new(shape))
    }
}

impl Tail for Lower {
    #[inline(always)]
    fn value(&self, s: f64) -> (f64, f64) {
        let x = exp(s);
        (x, x)
    }

    #[inline(always)]
    fn density(&self, s: f64) -> f64 {
        self.density_of_logarithm(s)
    }

    fn probability(&self, s: f64) -> f64 {
        if s > SMALLEST {
            gamma_lower(self.shape, exp(s))
        } else {
            libm::exp(self.shape * s - ln_gamma(self.shape + 1.0))
        }
    }

    /// The first term of the series for the probability is an upper bound of it.
    fn end(&self, p: f64) -> (f64, f64) {
        ((ln(p) + ln_gamma(self.shape + 1.0)) / self.shape, ln(self.shape))
    }
}

impl Tail for Upper {
    #[inline(always)]
    fn value(&self, s: f64) -> (f64, f64) {
        let x = exp(-s);
        (x, -x)
    }

    #[inline(always)]
    fn density(&self, s: f64) -> f64 {
        self.0.density_of_logarithm(-s)
    }

    fn probability(&self, s: f64) -> f64 {
        gamma_upper(self.0.shape, exp(-s))
    }

    /// Laurent and Massart, "Adaptive estimation of a quadratic functional by model selection" (Annals of Statistics 28,
    /// 2000), lemma 1: P(X > a + √(2au) + u) <= e^-u.
    fn end(&self, p: f64) -> (f64, f64) {
        let (shape, u) = (self.0.shape, -ln(p));
        (-ln(shape + (2.0 * shape * u).sqrt() + u), -ln(shape))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gammas_of_any_variance_are_made_in_no_time() {
        for variance in [0.0, 1e-300, 1e-16, 1e-9, 1e-3, 1e5, 1e15] {
            let draw = gamma_of_unit_mean(variance, &mut Tables::default());
            let [low, middle, high] = [0.05, 0.5, 0.95].map(|u| draw.value(u));
            assert!(low.is_finite() && low <= middle && middle <= high && high.is_finite(), "{variance}");
            assert!(variance > 1e-6 || (low > 0.9999 && high < 1.0001), "{variance}: {low} to {high}");
        }
    }

    #[test]
    fn exponential_in_closed_form_far_into_both_tails() {
        let draw = gamma_of_unit_mean(1.0, &mut Tables::default());
        for exponent in 2..52 {
            let p = 2f64.powi(-exponent) * 1.37;
            assert!((draw.value(p) / -(-p).ln_1p() - 1.0).abs() < 1e-6, "lower {exponent}");
            let u = 1.0 - p;
            assert!((draw.value(u) / -(1.0 - u).ln() - 1.0).abs() < 1e-6, "upper {exponent}");
        }
        assert!(draw.value(f64::EPSILON / 4.0).is_finite());
        assert!(draw.value(1.0 - f64::EPSILON / 2.0).is_finite());
    }

    /// The distribution function of a drawn quantile is the probability again.
    #[test]
    fn the_table_inverts_the_distribution_function() {
        for shape in [0.3, 0.5, 1.0, 1.0 / 0.3, 20.0, 4000.0, 1e6_f64] {
            let law = Gamma { mean: shape, sd: shape.sqrt() };
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
        for shape in [1e-6, 1e-3, 0.02, 0.4, 7.0, 1e3, 1e6] {
            let draw = scaled(shape, 1.0, &mut Tables::default());
            let mut last = f64::NEG_INFINITY;
            for i in 1..50_000 {
                let value = draw.value(f64::from(i) / 50_000.0);
                assert!(value.is_finite() && value >= last, "{shape} at {i}: {value} after {last}");
                last = value;
            }
        }
    }

    /// Kolmogorov and Smirnov's distance at a fixed seed: that of n numbers exceeds 1.95/√n with probability 0.001.
    #[test]
    fn numbers_by_rejection_have_the_law() {
        let (key, n) = (crate::random::StreamKey::new(1, "tests", "gamma", "draw"), 20_000_u64);
        for variance in [1e-3, 0.2, 1.0, 4.0] {
            let draw = |trial| gamma_by_rejection(variance, &mut key.words(trial, 0));
            let mut places: Vec<f64> =
                (0..n).map(|trial| gamma_lower(1.0 / variance, draw(trial) / variance)).collect();
            places.sort_by(f64::total_cmp);
            let distance = (0..).zip(&places).fold(0.0_f64, |worst, (i, &p)| {
                worst.max((p - f64::from(i) / n as f64).abs()).max((p - f64::from(i + 1) / n as f64).abs())
            });
            assert!(distance < 1.95 / (n as f64).sqrt(), "variance {variance}: {distance}");
        }
        assert_eq!(gamma_by_rejection(0.0, &mut key.words(0, 0)), 1.0);
    }
}
