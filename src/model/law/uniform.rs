//! The uniform law.

use super::Distribution;
use super::family::{Declared, Fault, Given, Parameter, value};
use crate::random::draw::{Draw, Quantiles, Tables};

/// Uniform.
#[derive(Debug, Clone, PartialEq)]
pub struct Uniform {
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

impl Declared for Uniform {
    const NAME: &'static str = "uniform";
    const FORMS: &'static [&'static [Parameter]] = &[&[value("low"), value("high")]];

    fn make(given: &Given) -> Result<Self, Fault> {
        let [low, high] = given.ascending(["low", "high"])?;
        Ok(Self { low, high })
    }
}

impl Distribution for Uniform {
    fn support(&self) -> (f64, f64) {
        (self.low, self.high)
    }

    fn mean(&self) -> f64 {
        0.5 * (self.low + self.high)
    }

    fn cdf(&self, x: f64) -> f64 {
        ((x - self.low) / (self.high - self.low)).clamp(0.0, 1.0)
    }

    fn quantile(&self, p: f64) -> f64 {
        self.at(p)
    }

    fn point(&self) -> Option<f64> {
        (self.low == self.high).then_some(self.low)
    }

    fn draw(&self, _: &mut Tables) -> Draw {
        Draw::of(self.clone())
    }
}

impl Quantiles for Uniform {
    #[inline(always)]
    fn at(&self, u: f64) -> f64 {
        self.low + (self.high - self.low) * u
    }
}
