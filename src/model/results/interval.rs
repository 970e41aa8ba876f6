//! Intervals for estimated probabilities.

use super::Probability;
use crate::random::elementary::normal_quantile;
use crate::random::special::{beta_lower, ln_beta};
use libm::{exp, expm1, log};
use statrs::distribution::{ContinuousCDF, StudentsT};

/// Confidence of all intervals.
pub const LEVEL: f64 = 0.95;

/// Normal quantile at which a two-sided interval of confidence [`LEVEL`] ends.
pub const LEVEL_QUANTILE: f64 = 1.959_963_984_540_054;

/// The probability of an event that was hit in `hits` of `trials` trials, at least one.
///
/// The interval is Wilson's (1927); where no or every trial hit, it is the exact one-sided bound of Clopper and
/// Pearson (1934), 1 - (1-level)^(1/n), which at 10,000 trials is the familiar 3/n.
pub fn probability(hits: u64, trials: u64) -> Probability {
    let n = trials as f64;
    let p = hits as f64 / n;
    let bound = -expm1(log(1.0 - LEVEL) / n);
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
    student_at(mean, replicates, 1.0 - LEVEL)
}

/// Student's interval that at look k spends 1 / (k(k + 1)) of the error allowed: over all looks no more than the whole.
pub fn student_at_look(mean: f64, replicates: &[(u64, f64)], look: u32) -> [f64; 2] {
    let k = f64::from(look);
    student_at(mean, replicates, (1.0 - LEVEL) / (k * (k + 1.0))).ci95
}

fn student_at(mean: f64, replicates: &[(u64, f64)], error: f64) -> Probability {
    let (mcse, half) = student_half(mean, replicates, error);
    Probability { probability: mean, ci95: [(mean - half).max(0.0), (mean + half).min(1.0)], mcse }
}

/// The mean of independent replicates of (trials, mean), at least two of them, with Student's interval that misses it with
/// this error.
pub fn student_mean(replicates: &[(u64, f64)], error: f64) -> (f64, [f64; 2]) {
    let trials: u64 = replicates.iter().map(|(trials, _)| trials).sum();
    let mean = replicates.iter().map(|(n, x)| *n as f64 / trials as f64 * x).sum();
    let (_, half) = student_half(mean, replicates, error);
    (mean, [mean - half, mean + half])
}

/// Standard error of the mean of replicates, and half the width of Student's interval that misses it with this error.
fn student_half(mean: f64, replicates: &[(u64, f64)], error: f64) -> (f64, f64) {
    let trials: u64 = replicates.iter().map(|(trials, _)| trials).sum();
    let count = replicates.len() as f64;
    let deviations = replicates.iter().map(|(n, x)| *n as f64 / trials as f64 * (x - mean));
    let mcse = (deviations.map(|x| x * x).sum::<f64>() * count / (count - 1.0)).sqrt();
    (mcse, mcse * student_quantile(0.5 * error, count - 1.0))
}

/// A small probability with its standard error: the interval is that of its logarithm, which never reaches 0.
pub fn log_normal(probability: f64, mcse: f64) -> Probability {
    let factor = exp(LEVEL_QUANTILE * mcse / probability);
    Probability { probability, ci95: [probability / factor, (probability * factor).min(1.0)], mcse }
}

/// A confidence sequence for the mean of numbers in [0, 1], of which n sum to `sum`: the intervals for all n together hold
/// the mean with the usual confidence, however often they are looked at.
///
/// It holds every p that the beta mixture of likelihood ratios does not reject, B(½ + sum, ½ + n - sum) / B(½, ½) /
/// (p^sum·(1-p)^(n-sum)) < 1 / error, by Ville's inequality (H. Robbins, "Statistical methods related to the law of the
/// iterated logarithm", Annals of Mathematical Statistics 41 (1970), 1397-1409). For numbers between 0 and 1 the ratio is
/// a supermartingale as for 0 and 1, because it is convex in them.
pub fn anytime(sum: f64, n: f64) -> [f64; 2] {
    let rest = n - sum;
    let mixture = ln_beta(0.5 + sum, 0.5 + rest) - ln_beta(0.5, 0.5);
    let rejects = |p: f64| {
        let likelihood = |x: f64, p: f64| if x > 0.0 { x * log(p) } else { 0.0 };
        mixture - likelihood(sum, p) - likelihood(rest, 1.0 - p) >= -log(1.0 - LEVEL)
    };
    let mean = sum / n;
    [edge(mean, 0.0, rejects), edge(mean, 1.0, rejects)]
}

/// The difference of two probabilities that were tried on the same `trials` trials: `gained` of them hit under the first
/// alone, `lost` under the second alone. The interval is the score interval of T. Tango, "Equivalence test and confidence
/// interval for the difference in proportions for the paired-sample design", Statistics in Medicine 17 (1998), 891-908:
/// the differences δ that (gained - lost - nδ)² / (n·(2q + δ(1-δ))) ≤ z² does not reject, q being the likeliest probability
/// of a loss if the difference were δ. `level` is its confidence.
pub fn paired(gained: u64, lost: u64, trials: u64, level: f64) -> [f64; 2] {
    let z = normal_quantile(0.5 + 0.5 * level);
    let (b, c, n) = (gained as f64, lost as f64, trials as f64);
    let rejects = |delta: f64| {
        let (linear, constant) = ((2.0 * n - b + c) * delta - b - c, -c * delta * (1.0 - delta));
        let root = (linear * linear - 8.0 * n * constant).max(0.0).sqrt();
        let loss = ((root - linear) / (4.0 * n)).max(0.0);
        let variance = n * (2.0 * loss + delta * (1.0 - delta)).max(0.0);
        let distance = b - c - n * delta;
        distance * distance > z * z * variance
    };
    let difference = (b - c) / n;
    [edge(difference, -1.0, rejects), edge(difference, 1.0, rejects)]
}

/// The difference of two probabilities that were counted in different trials, with R. G. Newcombe's hybrid of their intervals
/// ("Interval estimation for the difference between independent proportions", Statistics in Medicine 17 (1998), 873-890).
pub fn apart(one: &Probability, other: &Probability) -> (f64, [f64; 2]) {
    let (p, q, [p_low, p_high], [q_low, q_high]) = (one.probability, other.probability, one.ci95, other.ci95);
    let difference = p - q;
    (
        difference,
        [difference - libm::hypot(p - p_low, q_high - q), difference + libm::hypot(p_high - p, q - q_low)],
    )
}

/// Bound between `inside` and `outside` at which numbers begin to be rejected.
fn edge(inside: f64, outside: f64, rejects: impl Fn(f64) -> bool) -> f64 {
    if !rejects(outside) {
        return outside;
    }
    let (mut outside, mut inside) = (outside, inside);
    for _ in 0..BISECTIONS {
        let middle = 0.5 * (outside + inside);
        if rejects(middle) { outside = middle } else { inside = middle }
    }
    outside
}

/// Enough to tell numbers of 52 bits apart.
const BISECTIONS: u32 = 60;

/// Bits that are dropped from a quantile, which leaves eleven digits.
const COARSE: u32 = 16;

/// The number that Student's t exceeds with this probability, below one half. It is found by `statrs`, whose last bits
/// are the platform's; which of the numbers of eleven digits it is, is settled by our own distribution function, and so
/// the same on every machine.
fn student_quantile(above: f64, degrees_of_freedom: f64) -> f64 {
    // Degrees of freedom are counts from 1 on, which every law has.
    let Ok(law) = StudentsT::new(0.0, 1.0, degrees_of_freedom) else { return f64::INFINITY };
    let quantile = |place: u64| f64::from_bits(place << COARSE);
    let is_beyond = |place: u64| student_tail(quantile(place), degrees_of_freedom) <= above;
    let mut place = (-law.inverse_cdf(above)).to_bits() >> COARSE;
    while !is_beyond(place) {
        place += 1;
    }
    while is_beyond(place - 1) {
        place -= 1;
    }
    quantile(place)
}

/// P(T > t) for t > 0.
fn student_tail(t: f64, degrees_of_freedom: f64) -> f64 {
    0.5 * beta_lower(0.5 * degrees_of_freedom, 0.5, degrees_of_freedom / (degrees_of_freedom + t * t))
}

fn wilson(p: f64, n: f64) -> [f64; 2] {
    let z = LEVEL_QUANTILE;
    let spread = z * z / n;
    let centre = (p + 0.5 * spread) / (1.0 + spread);
    let half = z / (1.0 + spread) * (p * (1.0 - p) / n + spread / (4.0 * n)).sqrt();
    [(centre - half).max(0.0), (centre + half).min(1.0)]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::elementary::normal_probability;

    #[test]
    fn the_level_and_its_quantile_agree() {
        assert!((normal_probability(LEVEL_QUANTILE) - 0.5 * (1.0 + LEVEL)).abs() < 1e-15);
    }

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

    /// The bounds of the score interval are where its statistic is just z; without flips they are ±z²/(n + z²).
    #[test]
    fn paired_intervals_by_hand() {
        let [low, high] = paired(0, 0, 100, 0.95);
        let z2 = 1.959_964_f64.powi(2);
        assert!((high - z2 / (100.0 + z2)).abs() < 1e-6 && (low + high).abs() < 1e-12, "{low} {high}");
        // All of 20 gained: n(1-δ)/(1+δ) = z² at δ = (n - z²) / (n + z²).
        let [low, high] = paired(20, 0, 20, 0.95);
        assert!((low - (20.0 - z2) / (20.0 + z2)).abs() < 1e-6 && high == 1.0, "{low} {high}");
        // Many flips: the normal interval, 0.02 ± 1.96·√((0.08 - 0.02²) / 10,000), up to terms of z²/n = 4e-4 times the
        // difference and its kind.
        let [low, high] = paired(500, 300, 10_000, 0.95);
        let half = 1.959_964 * f64::sqrt((0.08 - 0.0004) / 10_000.0);
        assert!((low - 0.02 + half).abs() < 1e-4 && (high - 0.02 - half).abs() < 1e-4, "{low} {high}");
        let mirrored = paired(300, 500, 10_000, 0.95);
        assert!((mirrored[0] + high).abs() < 1e-12 && (mirrored[1] + low).abs() < 1e-12);
    }

    /// Looked at after every trial up to 2,000, the sequence leaves the truth out in at most 5% of the runs; Wilson's
    /// interval, looked at as often, in far more.
    #[test]
    fn a_confidence_sequence_holds_at_all_looks_together() {
        const RUNS: u64 = 400;
        let (p, mut misses, mut wilsons) = (0.3, 0, 0);
        for run in 0..RUNS {
            let key = crate::random::StreamKey::new(run, "tests", "looks", "hit");
            let (mut hits, mut missed, mut wilson_missed) = (0, false, false);
            for n in 1..=2000 {
                hits += u64::from(key.uniform(n, 0) < p);
                let outside = |[low, high]: [f64; 2]| p < low || p > high;
                missed |= outside(anytime(hits as f64, n as f64));
                wilson_missed |= outside(probability(hits, n).ci95);
            }
            misses += u64::from(missed);
            wilsons += u64::from(wilson_missed);
        }
        assert!(misses <= RUNS / 20, "{misses}");
        assert!(wilsons > RUNS / 5, "{wilsons}");
    }

    #[test]
    fn edges_of_a_confidence_sequence() {
        assert_eq!(anytime(0.0, 1.0)[0], 0.0);
        let [low, high] = anytime(0.0, 10_000.0);
        assert!(low == 0.0 && high > 3e-4 && high < 1.2e-3, "{high}");
        assert_eq!(anytime(10_000.0, 10_000.0), [1.0 - high, 1.0].map(|x: f64| x));
    }

    #[test]
    fn a_mean_of_hits_has_their_interval() {
        let hits = probability(30, 100);
        let mean = wilson_of(0.3, 0.3 * 0.7 / 100.0);
        assert!((hits.ci95[0] - mean.ci95[0]).abs() < 1e-12 && (hits.ci95[1] - mean.ci95[1]).abs() < 1e-12);
    }

    /// Four replicates of means 1, 2, 3, 4 tenths: 0.25 ± 3.182·0.0645.
    #[test]
    fn student_by_hand() {
        let p = student(0.25, &[(10, 0.1), (10, 0.2), (10, 0.3), (10, 0.4)]);
        assert!((p.mcse - 0.064_55).abs() < 1e-5, "{p:?}");
        assert!((p.ci95[1] - p.probability - 3.182_4 * p.mcse).abs() < 1e-5, "{p:?}");
    }

    /// Of one and two degrees of freedom there are closed forms, tan(π(½ - p)) and (1 - 2p) / √(2p(1 - p)); the others are
    /// worked out with 40 digits, by mpmath.
    #[test]
    fn quantiles_of_students_law() {
        let known = [
            (0.025, 1.0, 12.706_204_736_174_705),
            (1e-6, 1.0, 318_309.886_182_743_4),
            (0.025, 2.0, 4.302_652_729_749_464),
            (0.4, 2.0, 0.288_675_134_594_812_9),
            (0.025, 15.0, 2.131_449_545_559_775_5),
            (1e-5, 31.0, 5.024_874_407_793_221),
            (0.025, 1e6, 1.959_966_356_814_107),
        ];
        for (above, degrees_of_freedom, quantile) in known {
            let found = student_quantile(above, degrees_of_freedom);
            assert!((found / quantile - 1.0).abs() < 2e-11, "{above} {degrees_of_freedom}: {found}");
        }
    }

    /// To the last bit: the same on every machine.
    #[test]
    fn pinned_bounds() {
        let replicates = [(64, 0.1), (64, 0.25), (64, 0.15), (32, 0.3)];
        let bounds = [
            probability(0, 1000).ci95,
            probability(137, 1000).ci95,
            student(0.18, &replicates).ci95,
            student_at_look(0.18, &replicates, 3),
            log_normal(1e-6, 3e-7).ci95,
            anytime(137.0, 1000.0),
            paired(61, 37, 1000, 0.99),
        ];
        insta::assert_debug_snapshot!(
            bounds.map(|bounds| bounds.map(|x| format!("{:016x} {x}", x.to_bits())))
        );
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
