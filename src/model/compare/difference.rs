//! Differences between two alternatives, read off the trials that one hit and the other did not.

use super::results::{CostPerPoint, Difference};
use super::tally::Tally;
use crate::results::{LEVEL, paired, significant};

/// Confidence of each of `comparisons` intervals that hold together with the usual one (Bonferroni).
pub(super) fn level_of_each(comparisons: usize) -> f64 {
    1.0 - (1.0 - LEVEL) / comparisons.max(1) as f64
}

/// The difference of alternative `one` from `other`. It is told apart where the interval of confidence `level` excludes 0.
pub(super) fn difference(tally: &Tally, judged: usize, one: usize, other: usize, level: f64) -> Difference {
    let both = tally.together(judged, one, other);
    let (gained, lost) = (tally.hits(judged, one) - both, tally.hits(judged, other) - both);
    let n = tally.trials as f64;
    let share = |hits: u64| hits as f64 / n;
    let variance = |p: f64| p * (1.0 - p);
    let difference = share(gained) - share(lost);
    let paired_variance = share(gained + lost) - difference * difference;
    let independent = variance(share(tally.hits(judged, one))) + variance(share(tally.hits(judged, other)));
    let [low, high] = paired(gained, lost, tally.trials, level);
    Difference {
        difference: significant(difference),
        ci95: paired(gained, lost, tally.trials, LEVEL).map(significant),
        gained,
        lost,
        pairing_gain: (paired_variance > 0.0).then(|| significant(independent / paired_variance)),
        told_apart: low > 0.0 || high < 0.0,
    }
}

/// Cost of a point, where the difference is surely a gain that is not had for less.
pub(super) fn cost_per_point(cost: f64, difference: Difference) -> Option<CostPerPoint> {
    if !difference.told_apart || difference.difference <= 0.0 || cost < 0.0 {
        return None;
    }
    let per_point = |gain: f64| significant(cost / (100.0 * gain));
    let [low, high] = difference.ci95;
    Some(CostPerPoint {
        cost: per_point(difference.difference),
        ci95: (low > 0.0).then_some([per_point(high), per_point(low)]),
    })
}
