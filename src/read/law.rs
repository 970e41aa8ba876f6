//! What reading must know of a law: how much probability a truncation leaves, and the median.

use crate::scenario::{Law, Quantity};
use statrs::distribution::{Beta, ContinuousCDF, Gamma, Normal};

/// The 95th percentile of the standard normal law.
pub(crate) const Z95: f64 = 1.644_853_626_951_472_2;

/// The median of a quantity, which stands for it where conditions are checked while reading.
pub(crate) fn median(quantity: &Quantity) -> f64 {
    match quantity {
        Quantity::Fixed(value) => *value,
        Quantity::Uncertain { law: Law::Discrete { values, probabilities }, .. } => {
            discrete_median(values, probabilities)
        }
        Quantity::Uncertain { law, min, max } => {
            let (below, above) = (cdf(law, *min), cdf(law, *max));
            inverse(law, 0.5 * (below + above)).clamp(*min, *max)
        }
    }
}

/// The probability that the law gives to [min, max].
pub(crate) fn mass(law: &Law, min: f64, max: f64) -> f64 {
    match law {
        Law::Discrete { values, probabilities } => values
            .iter()
            .zip(probabilities)
            .filter(|(value, _)| (min..=max).contains(*value))
            .map(|(_, probability)| probability)
            .sum(),
        _ => cdf(law, max) - cdf(law, min),
    }
}

fn discrete_median(values: &[f64], probabilities: &[f64]) -> f64 {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&a, &b| values[a].total_cmp(&values[b]));
    let mut sum = 0.0;
    for &i in &order {
        sum += probabilities[i];
        if sum >= 0.5 {
            return values[i];
        }
    }
    order.last().map_or(0.0, |&i| values[i])
}

fn cdf(law: &Law, x: f64) -> f64 {
    if x == f64::INFINITY {
        return 1.0;
    }
    if x == f64::NEG_INFINITY {
        return 0.0;
    }
    match *law {
        Law::Normal { mean, sd } => Normal::new(mean, sd).map_or(f64::NAN, |law| law.cdf(x)),
        Law::LogNormal { mu, sigma } if x > 0.0 => {
            Normal::new(mu, sigma).map_or(f64::NAN, |law| law.cdf(x.ln()))
        }
        Law::LogNormal { .. } => 0.0,
        Law::Uniform { low, high } => ((x - low) / (high - low)).clamp(0.0, 1.0),
        Law::Triangular { low, mode, high } => triangular_cdf(low, mode, high, x),
        Law::Pert { low, mode, high } => {
            let (alpha, beta) = pert_shapes(low, mode, high);
            beta_cdf(alpha, beta, (x - low) / (high - low))
        }
        Law::Beta { alpha, beta } => beta_cdf(alpha, beta, x),
        Law::Gamma { mean, sd } if x > 0.0 => gamma(mean, sd).map_or(f64::NAN, |law| law.cdf(x)),
        Law::Gamma { .. } => 0.0,
        Law::Discrete { .. } => mass(law, f64::NEG_INFINITY, x),
    }
}

fn inverse(law: &Law, p: f64) -> f64 {
    match *law {
        Law::Normal { mean, sd } => Normal::new(mean, sd).map_or(mean, |law| law.inverse_cdf(p)),
        Law::LogNormal { mu, sigma } => Normal::new(mu, sigma).map_or(mu, |law| law.inverse_cdf(p)).exp(),
        Law::Uniform { low, high } => low + p * (high - low),
        Law::Triangular { low, high, .. } | Law::Pert { low, high, .. } => bisect(law, p, low, high),
        Law::Beta { .. } => bisect(law, p, 0.0, 1.0),
        Law::Gamma { mean, sd } => bisect(law, p, 0.0, mean + 40.0 * sd),
        Law::Discrete { ref values, ref probabilities } => discrete_median(values, probabilities),
    }
}

/// Sixty halvings find the quantile to the last bits that matter for a comparison.
fn bisect(law: &Law, p: f64, mut low: f64, mut high: f64) -> f64 {
    for _ in 0..60 {
        let middle = 0.5 * (low + high);
        if cdf(law, middle) < p {
            low = middle;
        } else {
            high = middle;
        }
    }
    0.5 * (low + high)
}

fn triangular_cdf(low: f64, mode: f64, high: f64, x: f64) -> f64 {
    if x <= low {
        0.0
    } else if x >= high {
        1.0
    } else if x <= mode {
        (x - low).powi(2) / ((high - low) * (mode - low))
    } else {
        1.0 - (high - x).powi(2) / ((high - low) * (high - mode))
    }
}

/// Shapes of the beta law behind a PERT of weight 4.
fn pert_shapes(low: f64, mode: f64, high: f64) -> (f64, f64) {
    let alpha = 1.0 + 4.0 * (mode - low) / (high - low);
    (alpha, 6.0 - alpha)
}

fn beta_cdf(alpha: f64, beta: f64, x: f64) -> f64 {
    if x <= 0.0 {
        0.0
    } else if x >= 1.0 {
        1.0
    } else {
        Beta::new(alpha, beta).map_or(f64::NAN, |law| law.cdf(x))
    }
}

fn gamma(mean: f64, sd: f64) -> Option<Gamma> {
    Gamma::new((mean / sd).powi(2), mean / (sd * sd)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn uncertain(law: Law) -> Quantity {
        Quantity::Uncertain { law, min: f64::NEG_INFINITY, max: f64::INFINITY }
    }

    #[test]
    fn medians_of_symmetric_laws_are_their_centres() {
        let laws = [
            Law::Normal { mean: 5.0, sd: 2.0 },
            Law::LogNormal { mu: 5f64.ln(), sigma: 0.7 },
            Law::Uniform { low: 4.0, high: 6.0 },
            Law::Triangular { low: 3.0, mode: 5.0, high: 7.0 },
            Law::Pert { low: 3.0, mode: 5.0, high: 7.0 },
        ];
        for law in laws {
            let found = median(&uncertain(law.clone()));
            assert!((found - 5.0).abs() < 1e-6, "{law:?}: {found}");
        }
        assert!((median(&uncertain(Law::Beta { alpha: 2.0, beta: 2.0 })) - 0.5).abs() < 1e-9);
    }

    #[test]
    fn mass_and_median_respect_a_truncation() {
        let law = Law::Normal { mean: 0.0, sd: 1.0 };
        assert!((mass(&law, -Z95, Z95) - 0.9).abs() < 1e-9);
        let cut = Quantity::Uncertain { law, min: 0.0, max: f64::INFINITY };
        // The median of |Z| is the upper quartile of Z.
        assert!((median(&cut) - 0.674_489_75).abs() < 1e-6);
        let coins = Law::Discrete { values: vec![3.0, 1.0, 2.0], probabilities: vec![0.2, 0.5, 0.3] };
        assert!((mass(&coins, 2.0, 9.0) - 0.5).abs() < 1e-12);
        assert_eq!(median(&uncertain(coins)), 1.0);
    }
}
