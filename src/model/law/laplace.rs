//! The Laplace law of variance 1: a law of a firm's own shock.

use super::Distribution;
use crate::random::draw::{Draw, Quantiles, Tables};
use crate::random::elementary::{exp, ln};
use std::f64::consts::{FRAC_1_SQRT_2, SQRT_2};

/// Laplace of mean 0 and variance 1, of density exp(-|x|·√2)/√2.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Laplace;

impl Distribution for Laplace {
    fn support(&self) -> (f64, f64) {
        (f64::NEG_INFINITY, f64::INFINITY)
    }

    fn mean(&self) -> f64 {
        0.0
    }

    fn cdf(&self, x: f64) -> f64 {
        let tail = 0.5 * exp(-SQRT_2 * x.abs());
        if x < 0.0 { tail } else { 1.0 - tail }
    }

    fn quantile(&self, p: f64) -> f64 {
        self.at(p)
    }

    fn point(&self) -> Option<f64> {
        None
    }

    fn draw(&self, _: &mut Tables) -> Draw {
        Draw::of(*self)
    }
}

impl Quantiles for Laplace {
    #[inline(always)]
    fn at(&self, u: f64) -> f64 {
        let below_median = ln(2.0 * u.min(1.0 - u)) * FRAC_1_SQRT_2;
        if u < 0.5 { below_median } else { -below_median }
    }
}
