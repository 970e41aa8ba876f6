//! Loops over the lanes of a block, one for each trial: masks of trials, and what is added up in each.

use crate::random::{LANES, Lanes};
use crate::scenario::{Comparison, NumericTest};

/// The places of the ones of a mask.
#[inline(always)]
pub(super) fn ones(mask: u64) -> impl Iterator<Item = usize> {
    let mut left = mask;
    std::iter::from_fn(move || {
        (left != 0).then(|| {
            let lane = left.trailing_zeros() as usize;
            left &= left - 1;
            lane
        })
    })
}

/// The lanes in which something holds, as a mask.
#[inline(always)]
pub(super) fn mask(holds: impl Fn(usize) -> bool) -> u64 {
    let mut mask = 0;
    for lane in 0..LANES {
        mask |= u64::from(holds(lane)) << lane;
    }
    mask
}

/// Adds to a sum in every trial.
#[inline(always)]
pub(super) fn add(sum: &mut Lanes, terms: &Lanes) {
    for lane in 0..LANES {
        sum[lane] += terms[lane];
    }
}

/// Adds terms times a weight.
#[inline(always)]
pub(super) fn add_scaled(sum: &mut Lanes, weight: f64, terms: &Lanes) {
    for lane in 0..LANES {
        sum[lane] += weight * terms[lane];
    }
}

/// Adds 1 in the trials in which something holds.
#[inline(always)]
pub(super) fn count(sum: &mut Lanes, holds: impl Fn(usize) -> bool) {
    for lane in 0..LANES {
        sum[lane] += if holds(lane) { 1.0 } else { 0.0 };
    }
}

/// Adds 1 in some trials.
#[inline(always)]
pub(super) fn add_ones(counts: &mut [u32; LANES], trials: u64) {
    for lane in 0..LANES {
        counts[lane] += (trials >> lane & 1) as u32;
    }
}

/// Mask of those of some trials in which all tests hold.
#[inline(always)]
pub(super) fn passing<M: Copy>(trials: u64, tests: &[NumericTest<M>], figures: impl Fn(M) -> Lanes) -> u64 {
    let mut passing = trials;
    for test in tests {
        passing &= holding(&figures(test.metric), test);
        if passing == 0 {
            break;
        }
    }
    passing
}

/// The trials in which a test holds; one loop for each comparison, so that each is a vector loop.
#[inline(always)]
pub(super) fn holding<M>(figures: &Lanes, test: &NumericTest<M>) -> u64 {
    let bound = test.threshold;
    match test.comparison {
        Comparison::AtLeast => mask(|lane| figures[lane] >= bound),
        Comparison::MoreThan => mask(|lane| figures[lane] > bound),
        Comparison::AtMost => mask(|lane| figures[lane] <= bound),
        Comparison::LessThan => mask(|lane| figures[lane] < bound),
        Comparison::Equal => mask(|lane| figures[lane] == bound),
        Comparison::NotEqual => mask(|lane| figures[lane] != bound && !figures[lane].is_nan()),
    }
}
