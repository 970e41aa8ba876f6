//! The triangular law.

use super::Distribution;
use super::family::{Declared, Fault, Given, Parameter, value};
use crate::random::draw::{Draw, Quantiles, Tables};

/// Triangular.
#[derive(Debug, Clone, PartialEq)]
pub struct Triangular {
    /// Lower end.
    pub low: f64,
    /// Most likely value.
    pub mode: f64,
    /// Upper end.
    pub high: f64,
}

impl Declared for Triangular {
    const NAME: &'static str = "triangular";
    const FORMS: &'static [&'static [Parameter]] = &[&[value("low"), value("mode"), value("high")]];

    fn make(given: &Given) -> Result<Self, Fault> {
        let [low, mode, high] = given.ascending(["low", "mode", "high"])?;
        Ok(Self { low, mode, high })
    }
}

impl Distribution for Triangular {
    fn support(&self) -> (f64, f64) {
        (self.low, self.high)
    }

    fn mean(&self) -> f64 {
        (self.low + self.mode + self.high) / 3.0
    }

    fn cdf(&self, x: f64) -> f64 {
        let Self { low, mode, high } = *self;
        if x <= low {
            0.0
        } else if x >= high {
            1.0
        } else if x <= mode {
            (x - low) * (x - low) / ((high - low) * (mode - low))
        } else {
            1.0 - (high - x) * (high - x) / ((high - low) * (high - mode))
        }
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

impl Quantiles for Triangular {
    /// Both sides are worked out and one is taken, so that a block of them has no branch.
    #[inline(always)]
    fn at(&self, u: f64) -> f64 {
        let Self { low, mode, high } = *self;
        let rising = low + (u * (high - low) * (mode - low)).sqrt();
        let falling = high - ((1.0 - u) * (high - low) * (high - mode)).sqrt();
        if u < (mode - low) / (high - low) { rising } else { falling }
    }
}
