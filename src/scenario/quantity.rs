//! A quantity of the model: known, or uncertain with a law.

/// A distribution, by the parameters of its textbook form.
#[derive(Debug, Clone, PartialEq)]
pub enum Law {
    /// Normal.
    Normal {
        /// Mean.
        mean: f64,
        /// Standard deviation.
        sd: f64,
    },
    /// Lognormal: exp of a normal.
    LogNormal {
        /// Mean of the logarithm.
        mu: f64,
        /// Standard deviation of the logarithm.
        sigma: f64,
    },
    /// Uniform.
    Uniform {
        /// Lower end.
        low: f64,
        /// Upper end.
        high: f64,
    },
    /// Triangular.
    Triangular {
        /// Lower end.
        low: f64,
        /// Most likely value.
        mode: f64,
        /// Upper end.
        high: f64,
    },
    /// PERT: a beta on [low, high] of mean (low + 4·mode + high)/6.
    Pert {
        /// Lower end.
        low: f64,
        /// Most likely value.
        mode: f64,
        /// Upper end.
        high: f64,
    },
    /// Beta on [0, 1].
    Beta {
        /// First shape.
        alpha: f64,
        /// Second shape.
        beta: f64,
    },
    /// Gamma.
    Gamma {
        /// Mean.
        mean: f64,
        /// Standard deviation.
        sd: f64,
    },
    /// One of some values.
    Discrete {
        /// The values.
        values: Vec<f64>,
        /// Their probabilities; sum to 1.
        probabilities: Vec<f64>,
    },
}

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
    /// The number, where it is known exactly.
    pub fn fixed(&self) -> Option<f64> {
        match self {
            Self::Fixed(value) => Some(*value),
            Self::Uncertain { .. } => None,
        }
    }
}

impl From<f64> for Quantity {
    fn from(value: f64) -> Self {
        Self::Fixed(value)
    }
}
