//! Batches of trials: what each of them found, and the mean over them with its interval.

use crate::results::{LEVEL, significant, student_mean};

/// Findings of a batch by criterion: probability without and with all policies, contributions, interactions.
pub(super) struct Found {
    pub first_trial: u64,
    pub trials: u64,
    /// `None` where the batch says nothing of it.
    pub means: Vec<Vec<Option<f64>>>,
}

/// A weighted sum of hits below this is 0.
pub(super) const NOISE: f64 = 1e-9;

/// A mean over batches with Student's interval, at a confidence at which so many intervals hold together; `None` of fewer
/// batches than two. Where nothing ever flipped the interval is that of an event which was not seen in so many trials.
pub(super) fn estimate(replicates: &[(u64, f64)], comparisons: usize) -> Option<(f64, [f64; 2])> {
    if replicates.len() < 2 {
        return None;
    }
    let trials: u64 = replicates.iter().map(|(trials, _)| trials).sum();
    let (mean, [low, high]) = student_mean(replicates, (1.0 - LEVEL) / comparisons.max(1) as f64);
    // What cancels between batches need not do so to the last bit.
    let mean = if mean.abs() < NOISE { 0.0 } else { mean };
    let unseen = 3.0 / trials as f64;
    let ci95 = if low < high { [low, high] } else { [mean - unseen, mean + unseen] };
    Some((significant(mean), ci95.map(significant)))
}
