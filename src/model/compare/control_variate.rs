//! Control variate: contributions are adjusted by the effect of all policies together, which is known from more trials.

use super::Alternative;
use super::batches::{Found, estimate};
use super::tally::Tally;
use crate::results::{LEVEL_QUANTILE, significant};

/// Probabilities without and with all policies of a mix.
#[derive(Debug, Clone, Copy)]
pub struct Whole {
    /// Without.
    pub without: f64,
    /// With all of them.
    pub with_all: f64,
    /// Standard error of the difference.
    pub mcse: f64,
}

/// What the comparison itself says of a mix against no policies at all, where these are compared too.
pub fn whole(alternatives: &[Alternative], mix: usize, tally: &Tally, judged: usize) -> Option<Vec<Whole>> {
    let is_idle = |one: &Alternative| one.doses.iter().all(|(_, dose)| *dose == 0.0);
    let none =
        alternatives.iter().position(|one| one.scenario == alternatives[mix].scenario && is_idle(one))?;
    let n = tally.trials as f64;
    let whole = |o: usize| {
        let (hits, without, both) = (tally.hits(o, mix), tally.hits(o, none), tally.together(o, mix, none));
        let flips = (hits + without - 2 * both) as f64 / n;
        let (without, with_all) = (without as f64 / n, hits as f64 / n);
        let gain = with_all - without;
        Whole { without, with_all, mcse: ((flips - gain * gain).max(0.0) / n).sqrt() }
    };
    Some((0..judged).map(whole).collect())
}

/// What all policies together add in each batch, beside what is known of it from more trials.
///
/// Contributions add up to it in every batch, and a batch in which all add much is one in which each does. So each is taken
/// back along its regression on the whole (a control variate), after which they add up to what is known.
pub(super) struct ControlVariate {
    pub whole: Whole,
    /// Of each batch: its share of the trials, and the whole's deviation from its mean.
    deviations: Vec<(f64, f64)>,
    mean: f64,
    variance: f64,
    policies: usize,
}

impl ControlVariate {
    /// `None` where batches are too few to tell how they differ.
    pub fn new(found: &[Found], judged: usize, policies: usize, whole: &Whole) -> Option<Self> {
        let trials: u64 = found.iter().map(|found| found.trials).sum();
        let gains = found.iter().map(|found| {
            let [without, with_all] = [0, 1].map(|column| found.means[judged][column].unwrap_or_default());
            (found.trials as f64 / trials as f64, with_all - without)
        });
        let mean: f64 = gains.clone().map(|(share, gain)| share * gain).sum();
        let deviations: Vec<(f64, f64)> = gains.map(|(share, gain)| (share, gain - mean)).collect();
        let variance: f64 = deviations.iter().map(|(share, x)| share * x * x).sum();
        (found.len() > 2).then_some(Self { whole: *whole, deviations, mean, variance, policies })
    }

    /// A contribution with its interval, which holds the error of what is known as well.
    pub fn hold(&self, found: &[Found], judged: usize, column: usize) -> (f64, [f64; 2]) {
        let values: Vec<f64> =
            found.iter().map(|found| found.means[judged][column].unwrap_or_default()).collect();
        let pairs = || self.deviations.iter().zip(&values);
        let mean: f64 = pairs().map(|((share, _), x)| share * x).sum();
        let covariance: f64 = pairs().map(|((share, z), x)| share * z * (x - mean)).sum();
        // What no batch shows is shared alike.
        let slope = if self.variance > 0.0 { covariance / self.variance } else { 1.0 / self.policies as f64 };
        let value = mean + slope * (self.whole.with_all - self.whole.without - self.mean);
        // The slope takes a degree of freedom.
        let batches = values.len() as f64;
        let wider = ((batches - 1.0) / (batches - 2.0)).sqrt();
        let rests: Vec<(u64, f64)> = (pairs().zip(found))
            .map(|(((_, z), x), found)| (found.trials, value + wider * (x - mean - slope * z)))
            .collect();
        let Some((_, [low, high])) = estimate(&rests, 1) else { return (significant(value), [value; 2]) };
        let (own, known) = (0.5 * (high - low), LEVEL_QUANTILE * slope * self.whole.mcse);
        let half = (own * own + known * known).sqrt();
        (significant(value), [value - half, value + half].map(significant))
    }
}
