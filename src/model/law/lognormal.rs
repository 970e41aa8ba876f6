//! The lognormal law.

use super::family::{Declared, Fault, Given, Parameter, number, value};
use super::{Distribution, Z95};
use crate::random::draw::{Draw, Quantiles, Tables};
use crate::random::elementary::{exp, normal_probability, normal_quantile, normal_quantiles};
use crate::text::{text, tidy};
use libm::log;

/// Largest standard deviation of the logarithm.
const MAX_SIGMA: f64 = 10.0;

/// Lognormal: e to a normal power.
#[derive(Debug, Clone, PartialEq)]
pub struct LogNormal {
    /// Mean of the logarithm.
    pub mu: f64,
    /// Standard deviation of the logarithm.
    pub sigma: f64,
}

impl LogNormal {
    /// The lognormal law whose 5th and 95th percentiles are these.
    ///
    /// # Errors
    /// Where they lie too far apart.
    pub fn between(p05: f64, p95: f64) -> Result<Self, Fault> {
        let sigma = sigma((log(p95) - log(p05)) / (2.0 * Z95))?;
        Ok(Self { mu: 0.5 * (log(p05) + log(p95)), sigma })
    }
}

/// A sigma that does not multiply by absurd factors.
fn sigma(sigma: f64) -> Result<f64, Fault> {
    if (0.0..=MAX_SIGMA).contains(&sigma) {
        return Ok(sigma);
    }
    let shown = tidy(sigma);
    let found = if sigma < 0.0 {
        text!("sigma = {shown} 为负", "sigma = {shown} is negative")
    } else {
        text!(
            "sigma = {shown}：常常会相差 e^{shown} 倍",
            "sigma = {shown}: multiplies by e^{shown} as a matter of course"
        )
    };
    Err(Fault::new(found).allowed(text!("0 到 {MAX_SIGMA}", "0 to {MAX_SIGMA}")))
}

impl Declared for LogNormal {
    const NAME: &'static str = "lognormal";
    const FORMS: &'static [&'static [Parameter]] =
        &[&[value("median"), number("sigma")], &[value("p05"), value("p95")]];

    fn make(given: &Given) -> Result<Self, Fault> {
        if given.has("p05") {
            let [p05, p95] = given.ascending(["p05", "p95"])?;
            given.positive("p05")?;
            return Self::between(p05, p95);
        }
        let median = given.positive("median")?;
        let sigma = sigma(given.number("sigma")).map_err(|fault| fault.at("sigma"))?;
        Ok(Self { mu: log(median), sigma })
    }
}

impl Distribution for LogNormal {
    fn support(&self) -> (f64, f64) {
        (0.0, f64::INFINITY)
    }

    fn mean(&self) -> f64 {
        exp(self.mu + 0.5 * self.sigma * self.sigma)
    }

    fn cdf(&self, x: f64) -> f64 {
        if x > 0.0 { normal_probability((log(x) - self.mu) / self.sigma) } else { 0.0 }
    }

    fn quantile(&self, p: f64) -> f64 {
        self.at(p)
    }

    fn point(&self) -> Option<f64> {
        (self.sigma == 0.0).then(|| libm::exp(self.mu))
    }

    fn draw(&self, _: &mut Tables) -> Draw {
        Draw::of(self.clone())
    }
}

impl Quantiles for LogNormal {
    #[inline(always)]
    fn at(&self, u: f64) -> f64 {
        exp(self.mu + self.sigma * normal_quantile(u))
    }

    #[inline(always)]
    fn of_block(&self, block: &mut [f64]) {
        normal_quantiles(block);
        block.iter_mut().for_each(|x| *x = exp(self.mu + self.sigma * *x));
    }
}
