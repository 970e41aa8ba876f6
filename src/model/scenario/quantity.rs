//! A quantity of the model: known, or uncertain with a law.

use crate::law::{Law, Prepared};
use crate::random::draw::Tables;

/// A number, or a law from which one is drawn.
#[derive(Debug, Clone, PartialEq)]
pub enum Quantity {
    /// Known exactly.
    Fixed(f64),
    /// Uncertain: `law` given that the value lies in [`min`, `max`] (infinite where the file sets no limit).
    Uncertain {
        /// The law before truncation.
        law: Law,
        /// Lower limit, or minus infinity.
        min: f64,
        /// Upper limit, or infinity.
        max: f64,
    },
}

impl Quantity {
    /// A quantity that may take every value of a law.
    pub fn of(law: Law) -> Self {
        Self::Uncertain { law, min: f64::NEG_INFINITY, max: f64::INFINITY }
    }

    /// The number, where it is known exactly.
    pub fn fixed(&self) -> Option<f64> {
        match self {
            Self::Fixed(value) => Some(*value),
            Self::Uncertain { .. } => None,
        }
    }

    /// Median, which stands for the quantity where conditions are checked while reading.
    pub fn median(&self) -> f64 {
        match self {
            Self::Fixed(value) => *value,
            Self::Uncertain { law, min, max } => law.median(*min, *max),
        }
    }

    /// Mean, for where an uncertain quantity is shown as a single number: the midpoint rule over its quantiles.
    pub fn mean(&self) -> f64 {
        const STEPS: u32 = 4000;
        match self.prepare(&mut Tables::default()) {
            Prepared::Known(value) => value,
            Prepared::Uncertain(draw) => {
                let sum: f64 = (0..STEPS).map(|i| draw.value((f64::from(i) + 0.5) / f64::from(STEPS))).sum();
                sum / f64::from(STEPS)
            }
        }
    }

    /// The quantity made ready for drawing; tables of laws are kept in `tables`.
    pub fn prepare(&self, tables: &mut Tables) -> Prepared {
        match self {
            Self::Fixed(value) => Prepared::Known(*value),
            Self::Uncertain { law, min, max } => law.prepare(*min, *max, tables),
        }
    }
}

impl From<f64> for Quantity {
    fn from(value: f64) -> Self {
        Self::Fixed(value)
    }
}
