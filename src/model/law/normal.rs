//! The normal law.

use super::family::{Declared, Fault, Given, Parameter, spread, value};
use super::{Distribution, Z95};
use crate::random::draw::{Draw, Quantiles, Tables};
use crate::random::elementary::{normal_probability, normal_quantile, normal_quantiles};

/// Normal.
#[derive(Debug, Clone, PartialEq)]
pub struct Normal {
    /// Mean.
    pub mean: f64,
    /// Standard deviation.
    pub sd: f64,
}

impl Normal {
    /// The normal law whose 5th and 95th percentiles are these.
    pub fn between(p05: f64, p95: f64) -> Self {
        Self { mean: 0.5 * (p05 + p95), sd: (p95 - p05) / (2.0 * Z95) }
    }
}

impl Declared for Normal {
    const NAME: &'static str = "normal";
    const FORMS: &'static [&'static [Parameter]] = &[&[value("mean"), spread("sd")]];

    fn make(given: &Given) -> Result<Self, Fault> {
        Ok(Self { mean: given.number("mean"), sd: given.number("sd") })
    }
}

impl Distribution for Normal {
    fn support(&self) -> (f64, f64) {
        (f64::NEG_INFINITY, f64::INFINITY)
    }

    fn mean(&self) -> f64 {
        self.mean
    }

    fn cdf(&self, x: f64) -> f64 {
        normal_probability((x - self.mean) / self.sd)
    }

    fn quantile(&self, p: f64) -> f64 {
        self.at(p)
    }

    fn point(&self) -> Option<f64> {
        (self.sd == 0.0).then_some(self.mean)
    }

    fn draw(&self, _: &mut Tables) -> Draw {
        Draw::of(self.clone())
    }
}

impl Quantiles for Normal {
    #[inline(always)]
    fn at(&self, u: f64) -> f64 {
        self.mean + self.sd * normal_quantile(u)
    }

    #[inline(always)]
    fn of_block(&self, block: &mut [f64]) {
        normal_quantiles(block);
        block.iter_mut().for_each(|x| *x = self.mean + self.sd * *x);
    }
}
