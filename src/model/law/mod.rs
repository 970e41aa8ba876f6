//! Probability laws: one file for each family, with its parameters, mean, distribution function, quantiles and draws.
//!
//! A new family is a file here, a line in each of the three lists below, and a case in the tests. What files write
//! ([`FAMILIES`]), what is read of a law ([`Distribution`]) and what is drawn from it ([`Distribution::draw`]) follow.

mod beta;
mod discrete;
mod family;
mod gamma;
mod laplace;
mod lognormal;
mod metalog;
mod normal;
mod pert;
mod student;
#[cfg(test)]
mod tests;
mod triangular;
mod uniform;

pub use beta::Beta;
pub use discrete::Discrete;
pub use family::{Bounds, Family, Fault, Given, Parameter, ParameterKind, Unit};
pub use gamma::{Gamma, chi_squared, gamma_by_rejection, gamma_of_unit_mean};
pub use laplace::Laplace;
pub use lognormal::LogNormal;
pub use metalog::Metalog;
pub use normal::Normal;
pub use pert::Pert;
pub use student::{StudentCdf, StudentT};
pub use triangular::Triangular;
pub use uniform::Uniform;

use crate::random::draw::{Draw, Tables, Window};
use family::{Declared, declared};
use std::fmt::Debug;
use std::ops::Deref;

/// The 95th percentile of the standard normal law.
pub const Z95: f64 = 1.644_853_626_951_472_2;

/// A law of one number.
pub trait Distribution: Debug {
    /// Smallest and largest possible value, infinite where there is none.
    fn support(&self) -> (f64, f64);

    /// Mean.
    fn mean(&self) -> f64;

    /// Probability of at most x.
    fn cdf(&self, x: f64) -> f64;

    /// Probability of less than x: that of at most x, except where single values have a probability.
    fn below(&self, x: f64) -> f64 {
        self.cdf(x)
    }

    /// Smallest x of which the probability of at most x is p, for p in (0, 1).
    fn quantile(&self, p: f64) -> f64;

    /// The only possible value, where there is but one.
    fn point(&self) -> Option<f64>;

    /// The law made ready for blocks of uniforms; quantiles without a closed form are tabulated in `tables`.
    fn draw(&self, tables: &mut Tables) -> Draw;

    /// The law given that the value lies in [min, max], made ready for drawing.
    fn prepare(&self, min: f64, max: f64, tables: &mut Tables) -> Prepared {
        if let Some(value) = self.point() {
            return Prepared::Known(value);
        }
        let draw = self.draw(tables);
        if !min.is_finite() && !max.is_finite() {
            return Prepared::Uncertain(draw);
        }
        let base = if min.is_finite() { self.below(min) } else { 0.0 };
        let end = if max.is_finite() { self.cdf(max) } else { 1.0 };
        Prepared::Uncertain(draw.within(Window { base, span: (end - base).max(0.0), min, max }))
    }

    /// Probability of [min, max].
    fn mass(&self, min: f64, max: f64) -> f64 {
        let above = if max == f64::INFINITY { 1.0 } else { self.cdf(max) };
        above - if min == f64::NEG_INFINITY { 0.0 } else { self.below(min) }
    }

    /// Median given that the value lies in [min, max].
    fn median(&self, min: f64, max: f64) -> f64 {
        let below = if min == f64::NEG_INFINITY { 0.0 } else { self.below(min) };
        self.quantile(below + 0.5 * self.mass(min, max)).clamp(min, max)
    }
}

/// What a quantity becomes before trials begin.
#[derive(Debug, Clone)]
pub enum Prepared {
    /// A known number, or a law that leaves only one.
    Known(f64),
    /// A law.
    Uncertain(Draw),
}

/// Makes [`Law`] of the families that files can name, and declares them.
macro_rules! families {
    ($($family:ident),* $(,)?) => {
        /// A law of a family that files can name.
        #[derive(Debug, Clone, PartialEq)]
        pub enum Law {
            $(#[doc = concat!("[`struct@", stringify!($family), "`].")] $family($family),)*
        }

        impl Deref for Law {
            type Target = dyn Distribution;

            fn deref(&self) -> &Self::Target {
                match self {
                    $(Self::$family(law) => law,)*
                }
            }
        }

        /// The families that files can name, in the order in which messages list them.
        pub static FAMILIES: &[Family] =
            &[$(declared::<$family>(|given| $family::make(given).map(Law::$family))),*];
    };
}

families!(Normal, LogNormal, Uniform, Triangular, Pert, Beta, Gamma, Metalog, Discrete);

/// The x of [low, high] at which a rising function reaches p, by halving until no number lies between.
fn bisect(cdf: impl Fn(f64) -> f64, p: f64, mut low: f64, mut high: f64) -> f64 {
    loop {
        let middle = 0.5 * (low + high);
        if middle <= low || middle >= high {
            return high;
        }
        if cdf(middle) < p {
            low = middle;
        } else {
            high = middle;
        }
    }
}
