//! Intervals for estimated probabilities.

use super::Probability;
use statrs::distribution::{ContinuousCDF, Normal, StudentsT};

/// Confidence of all intervals.
const LEVEL: f64 = 0.95;

/// The probability of an event that was hit in `hits` of `trials` trials, at least one.
///
/// The interval is Wilson's (1927); where no or every trial hit, it is the exact one-sided bound of Clopper and
/// Pearson (1934), 1 - (1-level)^(1/n), which at 10,000 trials is the familiar 3/n.
pub fn probability(hits: u64, trials: u64) -> Probability {
    let n = trials as f64;
    let p = hits as f64 / n;
    let bound = 1.0 - (1.0 - LEVEL).powf(1.0 / n);
    let ci95 = if hits == 0 {
        [0.0, bound]
    } else if hits == trials {
        [1.0 - bound, 1.0]
    } else {
        wilson(p, n)
    };
    Probability { probability: p, ci95, mcse: (p * (1.0 - p) / n).sqrt() }
}

/// A probability whose estimate is a mean of numbers in [0, 1] that has this variance: Wilson's interval for the number
/// of hits or misses that would leave the same variance.
pub fn wilson_of(mean: f64, variance: f64) -> Probability {
    let ci95 = if variance > 0.0 { wilson(mean, mean * (1.0 - mean) / variance) } else { [mean; 2] };
    Probability { probability: mean, ci95, mcse: variance.sqrt() }
}

/// A probability estimated by the mean of independent replicates of (trials, mean): Student's interval with one degree
/// of freedom fewer than replicates.
pub fn student(mean: f64, replicates: &[(u64, f64)]) -> Probability {
    let trials: u64 = replicates.iter().map(|(trials, _)| trials).sum();
    let count = replicates.len() as f64;
    let squares = replicates.iter().map(|(n, x)| (*n as f64 / trials as f64 * (x - mean)).powi(2));
    let mcse = (squares.sum::<f64>() * count / (count - 1.0)).sqrt();
    let half = mcse * student_quantile(0.5 + 0.5 * LEVEL, count - 1.0);
    Probability { probability: mean, ci95: [(mean - half).max(0.0), (mean + half).min(1.0)], mcse }
}

/// A small probability with its standard error: the interval is that of its logarithm, which never reaches 0.
pub fn log_normal(probability: f64, mcse: f64) -> Probability {
    let z = Normal::standard().inverse_cdf(0.5 + 0.5 * LEVEL);
    let factor = (z * mcse / probability).exp();
    Probability { probability, ci95: [probability / factor, (probability * factor).min(1.0)], mcse }
}

fn student_quantile(level: f64, degrees_of_freedom: f64) -> f64 {
    // Degrees of freedom are counts from 1 on, which every law has.
    StudentsT::new(0.0, 1.0, degrees_of_freedom).map_or(f64::INFINITY, |law| law.inverse_cdf(level))
}

fn wilson(p: f64, n: f64) -> [f64; 2] {
    let z = Normal::standard().inverse_cdf(0.5 + 0.5 * LEVEL);
    let spread = z * z / n;
    let centre = (p + 0.5 * spread) / (1.0 + spread);
    let half = z / (1.0 + spread) * (p * (1.0 - p) / n + spread / (4.0 * n)).sqrt();
    [(centre - half).max(0.0), (centre + half).min(1.0)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wilson_by_hand() {
        // 10 of 100: (0.1 + 0.0192 ± 1.96·√(0.0009 + 0.000096)) / 1.0384.
        let [low, high] = probability(10, 100).ci95;
        assert!((low - 0.055_23).abs() < 1e-5 && (high - 0.174_37).abs() < 1e-5, "{low} {high}");
    }

    #[test]
    fn nothing_and_everything_have_a_one_sided_bound() {
        let none = probability(0, 10_000);
        assert_eq!(none.ci95[0], 0.0);
        assert!((none.ci95[1] - 2.995_3e-4).abs() < 1e-7);
        let every = probability(10_000, 10_000);
        assert_eq!(every.ci95[1], 1.0);
        assert!((1.0 - every.ci95[0] - none.ci95[1]).abs() < 1e-15);
    }

    #[test]
    fn the_interval_holds_the_estimate_and_shrinks() {
        let mut last = 1.0;
        for n in [10_u64, 100, 1000, 100_000] {
            let p = probability(n * 3 / 10, n);
            assert!(p.ci95[0] < p.probability && p.probability < p.ci95[1]);
            assert!(p.ci95[1] - p.ci95[0] < last);
            last = p.ci95[1] - p.ci95[0];
        }
    }
}
