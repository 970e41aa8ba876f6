//! The PERT law: a beta law by its ends and its most likely value.

use super::family::{Declared, Fault, Given, Parameter, value};
use super::{Beta, Distribution};
use crate::random::draw::{Draw, Tables};

/// PERT: a beta law on [low, high] of mean (low + 4·mode + high)/6.
#[derive(Debug, Clone, PartialEq)]
pub struct Pert {
    /// Lower end.
    pub low: f64,
    /// Most likely value.
    pub mode: f64,
    /// Upper end.
    pub high: f64,
}

impl Pert {
    /// The law of (x - low)/(high - low).
    fn beta(&self) -> Beta {
        let width = self.high - self.low;
        Beta {
            alpha: 1.0 + 4.0 * (self.mode - self.low) / width,
            beta: 1.0 + 4.0 * (self.high - self.mode) / width,
        }
    }
}

impl Declared for Pert {
    const NAME: &'static str = "pert";
    const FORMS: &'static [&'static [Parameter]] = &[&[value("low"), value("mode"), value("high")]];

    fn make(given: &Given) -> Result<Self, Fault> {
        let [low, mode, high] = given.ascending(["low", "mode", "high"])?;
        Ok(Self { low, mode, high })
    }
}

impl Distribution for Pert {
    fn support(&self) -> (f64, f64) {
        (self.low, self.high)
    }

    fn mean(&self) -> f64 {
        (self.low + 4.0 * self.mode + self.high) / 6.0
    }

    fn cdf(&self, x: f64) -> f64 {
        self.beta().cdf((x - self.low) / (self.high - self.low))
    }

    fn quantile(&self, p: f64) -> f64 {
        self.low + (self.high - self.low) * self.beta().quantile(p)
    }

    fn point(&self) -> Option<f64> {
        (self.low == self.high).then_some(self.low)
    }

    fn draw(&self, tables: &mut Tables) -> Draw {
        self.beta().scaled(self.low, self.high - self.low, tables)
    }
}
