//! Quantiles at the nodes of one tail, from its end to the median.
//!
//! The nodes follow the binary representation of the tail probability: every octave 2^-k..2^-(k-1) from the median down to
//! 2^-53 is cut into equal cells, so that the relative resolution is the same everywhere and a cell is found by a shift.
//!
//! Each law is followed along a coordinate without bounds in which its density is smooth whatever its shape: ln x of the
//! gamma law, ln(x/(1-x)) of the beta law, arsinh(t/√v) of Student's t. Only at the end of the tail is the distribution
//! function inverted; from there on the probability between two places is the integral of the density (Gauss and
//! Legendre's five points), and Newton's method finds the step over which it is the one that is asked for. Where octaves
//! begin is found first; then all of them are walked side by side.

use super::elementary::ln;
use crate::wide::{each, wide};

/// Cells per octave, as a power of two.
const CELL_BITS: u32 = 4;
/// Cells per octave.
const CELLS: usize = 1 << CELL_BITS;
/// Octaves below the median: the smallest uniform is 2^-53.
const OCTAVES: usize = 53;
/// Nodes of a tail.
pub(super) const NODES: usize = OCTAVES * CELLS + 1;
/// The bits of a probability that number its cell.
pub(super) const CELL_SHIFT: u32 = 52 - CELL_BITS;
/// Number of the cell that begins at the smallest probability.
pub(super) const FIRST_CELL: u64 = (1023 - OCTAVES as u64 - 1) << CELL_BITS;

/// Probability at a node.
#[inline(always)]
pub(super) fn probability(node: usize) -> f64 {
    f64::from_bits((FIRST_CELL + node as u64) << CELL_SHIFT)
}

/// Below this e^s is no normal number, and the first term of a series in it is all that counts.
pub(crate) const SMALLEST: f64 = -700.0;

/// One tail of a law along a coordinate s that rises from the tail's end towards the median.
pub(crate) trait Tail {
    /// Value at s, and how fast it rises there.
    fn value(&self, s: f64) -> (f64, f64);
    /// Density of s.
    fn density(&self, s: f64) -> f64;
    /// Probability of what lies beyond s in this tail.
    fn probability(&self, s: f64) -> f64;
    /// Place beyond which about the small probability p is left, and one beyond which more than that is.
    fn end(&self, p: f64) -> (f64, f64);
}

/// A value and its derivative by the tail's probability.
#[derive(Debug, Clone, Copy)]
pub(super) struct Node {
    pub value: f64,
    pub slope: f64,
}

/// Gauss and Legendre's points in a step of length 1, and their weights: over an octave of an exponential tail they are right to
/// 1e-14.
pub(crate) const POINTS: [(f64, f64); 5] = [
    (0.046_910_077_030_668, 0.118_463_442_528_094_54),
    (0.230_765_344_947_158_45, 0.239_314_335_249_683_23),
    (0.5, 0.284_444_444_444_444_44),
    (0.769_234_655_052_841_5, 0.239_314_335_249_683_23),
    (0.953_089_922_969_332, 0.118_463_442_528_094_54),
];

/// Corrections before a place is taken as it is; two are usual.
const MAX_CORRECTIONS: usize = 100;

/// A correction below this, relative to the step, is the last: what it leaves is about its square.
const LAST_CORRECTION: f64 = 1e-5;

/// Octaves that are walked side by side: all of them, in whole vectors.
const SIDE_BY_SIDE: usize = OCTAVES.next_multiple_of(8);

/// The nodes of a tail, by those of [`probability`].
pub(super) fn nodes(tail: &impl Tail) -> Vec<Node> {
    let end = end_of(tail, probability(0));
    wide(
        #[inline(always)]
        || {
            let (mut places, mut s) = ([0.0; NODES], end);
            for octave in 0..OCTAVES {
                let (first, next) = (octave * CELLS, (octave + 1) * CELLS);
                places[first] = s;
                [s] = beyond(tail, [s], [probability(first)], [probability(next)]);
            }
            // Where an octave ends is found again, in small steps: next to the median the density is not exponential.
            for cell in 0..CELLS {
                // The last octave once more where there is none.
                let node = |i: usize| i.min(OCTAVES - 1) * CELLS + cell;
                let from = each::<f64, SIDE_BY_SIDE>(|i| places[node(i)]);
                let (p, next) = (each(|i| probability(node(i))), each(|i| probability(node(i) + 1)));
                let to = beyond(tail, from, p, next);
                (0..OCTAVES).for_each(|i| places[node(i) + 1] = to[i]);
            }
            let ends: [(f64, f64); NODES] = each(
                #[inline(always)]
                |node| tail.value(places[node]),
            );
            let densities: [f64; NODES] = each(
                #[inline(always)]
                |node| tail.density(places[node]),
            );
            ends.iter()
                .zip(densities)
                .map(|(&(value, rise), density)| Node { value, slope: rise / density })
                .collect()
        },
    )
}

/// Where a small probability is left: by Newton's method on its logarithm, which is concave, kept inside a bracket.
fn end_of(tail: &impl Tail, p: f64) -> f64 {
    let (mut s, mut high) = tail.end(p);
    let mut low = f64::NEG_INFINITY;
    for _ in 0..MAX_CORRECTIONS {
        let found = tail.probability(s);
        if found > p {
            high = s;
        } else {
            low = s;
        }
        let missing = libm::log(p) - libm::log(found);
        let next = s + missing * found / tail.density(s);
        if missing.abs() < LAST_CORRECTION {
            return next;
        }
        s = if next > low && next < high { next } else { 0.5 * (low + high) };
    }
    s
}

/// The places of probabilities a little beyond those whose places are known.
#[inline(always)]
fn beyond<const N: usize>(tail: &impl Tail, known: [f64; N], from: [f64; N], to: [f64; N]) -> [f64; N] {
    // As if the tail were exponential.
    let mut steps: [f64; N] = each(
        #[inline(always)]
        |i| from[i] / tail.density(known[i]) * ln(to[i] / from[i]),
    );
    for _ in 0..MAX_CORRECTIONS {
        let mut means = [0.0; N];
        for (point, weight) in POINTS {
            for i in 0..N {
                means[i] += weight * tail.density(point.mul_add(steps[i], known[i]));
            }
        }
        let ends: [f64; N] = each(
            #[inline(always)]
            |i| tail.density(known[i] + steps[i]),
        );
        let missing: [f64; N] = each(|i| to[i] - from[i] - steps[i] * means[i]);
        let corrected: [f64; N] = each(|i| (steps[i] + missing[i] / ends[i]).max(0.5 * steps[i]));
        let is_far = |i: usize| (corrected[i] - steps[i]).abs() > LAST_CORRECTION * corrected[i];
        let any_is_far = (0..N).fold(false, |any, i| any | is_far(i));
        steps = corrected;
        if !any_is_far {
            break;
        }
    }
    each(|i| known[i] + steps[i])
}
