//! Quantiles at the nodes of one tail, from its end to the median.
//!
//! Each law is followed along a coordinate without bounds in which its density is smooth whatever its shape: ln x of the
//! gamma law, ln(x/(1-x)) of the beta law, arsinh(t/√v) of Student's t. Only at the end of the tail is the distribution
//! function inverted; from there on the probability between two places is the integral of the density (Gauss and
//! Legendre's five points), and Newton's method finds the step over which it is the one that is asked for. Where octaves
//! begin is found first; then all of them are walked side by side.

use super::elementary::{exp, ln};
use super::table::{CELLS, NODES, OCTAVES, probability};
use crate::wide::{each, wide};
use statrs::function::beta::{beta_reg, ln_beta};
use statrs::function::gamma::{gamma_lr, gamma_ur, ln_gamma};
use std::f64::consts::LN_2;

/// Below this e^s is no normal number, and the first term of a series in it is all that counts.
const SMALLEST: f64 = -700.0;

/// One tail of a law along a coordinate s that rises from the tail's end towards the median.
pub(super) trait Tail {
    /// The value at s, and how fast it rises there.
    fn value(&self, s: f64) -> (f64, f64);
    /// The density of s.
    fn density(&self, s: f64) -> f64;
    /// The probability of what lies beyond s in this tail.
    fn probability(&self, s: f64) -> f64;
    /// About where a small probability is left, and a place beyond which more than that is.
    fn end(&self, p: f64) -> (f64, f64);
}

/// A value and its derivative by the tail's probability.
#[derive(Debug, Clone, Copy)]
pub(super) struct Node {
    pub value: f64,
    pub slope: f64,
}

/// The lower tail of a gamma law of scale 1, along ln x.
pub(super) struct LowerGamma {
    shape: f64,
    ln_gamma: f64,
}

/// Its upper tail, along -ln x.
pub(super) struct UpperGamma(LowerGamma);

/// The lower tail of a beta law, along ln(x/(1-x)).
pub(super) struct Beta {
    alpha: f64,
    beta: f64,
    ln_beta: f64,
}

/// The lower tail of Student's t, along arsinh(t/√v).
pub(super) struct StudentT {
    degrees_of_freedom: f64,
    ln_beta: f64,
}

impl LowerGamma {
    pub fn new(shape: f64) -> Self {
        Self { shape, ln_gamma: ln_gamma(shape) }
    }

    /// The density of ln x.
    #[inline(always)]
    fn density_of_logarithm(&self, y: f64) -> f64 {
        exp(self.shape * y - exp(y) - self.ln_gamma)
    }
}

impl UpperGamma {
    pub fn new(shape: f64) -> Self {
        Self(LowerGamma::new(shape))
    }
}

impl Beta {
    pub fn new(alpha: f64, beta: f64) -> Self {
        Self { alpha, beta, ln_beta: ln_beta(alpha, beta) }
    }
}

impl StudentT {
    pub fn new(degrees_of_freedom: f64) -> Self {
        Self { degrees_of_freedom, ln_beta: ln_beta(0.5 * degrees_of_freedom, 0.5) }
    }
}

impl Tail for LowerGamma {
    #[inline(always)]
    fn value(&self, s: f64) -> (f64, f64) {
        let x = exp(s);
        (x, x)
    }

    #[inline(always)]
    fn density(&self, s: f64) -> f64 {
        self.density_of_logarithm(s)
    }

    fn probability(&self, s: f64) -> f64 {
        if s > SMALLEST {
            gamma_lr(self.shape, s.exp())
        } else {
            (self.shape * s - ln_gamma(self.shape + 1.0)).exp()
        }
    }

    /// The first term of the series for the probability is an upper bound of it.
    fn end(&self, p: f64) -> (f64, f64) {
        ((p.ln() + ln_gamma(self.shape + 1.0)) / self.shape, self.shape.ln())
    }
}

impl Tail for UpperGamma {
    #[inline(always)]
    fn value(&self, s: f64) -> (f64, f64) {
        let x = exp(-s);
        (x, -x)
    }

    #[inline(always)]
    fn density(&self, s: f64) -> f64 {
        self.0.density_of_logarithm(-s)
    }

    fn probability(&self, s: f64) -> f64 {
        gamma_ur(self.0.shape, (-s).exp())
    }

    /// Laurent and Massart, "Adaptive estimation of a quadratic functional by model selection" (Annals of Statistics 28,
    /// 2000), lemma 1: P(X > a + √(2au) + u) <= e^-u.
    fn end(&self, p: f64) -> (f64, f64) {
        let (shape, u) = (self.0.shape, -p.ln());
        (-(shape + (2.0 * shape * u).sqrt() + u).ln(), -shape.ln())
    }
}

impl Tail for Beta {
    #[inline(always)]
    fn value(&self, s: f64) -> (f64, f64) {
        let odds = exp(-s.abs());
        let (near, far) = (odds / (1.0 + odds), 1.0 / (1.0 + odds));
        (if s < 0.0 { near } else { far }, near * far)
    }

    #[inline(always)]
    fn density(&self, s: f64) -> f64 {
        let both = ln(1.0 + exp(-s.abs()));
        exp(self.alpha * s.min(0.0) - self.beta * s.max(0.0) - (self.alpha + self.beta) * both - self.ln_beta)
    }

    fn probability(&self, s: f64) -> f64 {
        if s > SMALLEST {
            beta_reg(self.alpha, self.beta, 1.0 / (1.0 + (-s).exp()))
        } else {
            (self.alpha * s - self.alpha.ln() - self.ln_beta).exp()
        }
    }

    /// The first term of the series for the probability, but not beyond the mean.
    fn end(&self, p: f64) -> (f64, f64) {
        let (first, mean) =
            ((p.ln() + self.alpha.ln() + self.ln_beta) / self.alpha, (self.alpha / self.beta).ln());
        (first.min(mean), mean)
    }
}

impl Tail for StudentT {
    #[inline(always)]
    fn value(&self, s: f64) -> (f64, f64) {
        let (root, up, down) = (self.degrees_of_freedom.sqrt(), exp(s), exp(-s));
        (0.5 * root * (up - down), 0.5 * root * (up + down))
    }

    /// A power of 1/cosh s.
    #[inline(always)]
    fn density(&self, s: f64) -> f64 {
        let ln_cosh = s.abs() + ln(1.0 + exp(-2.0 * s.abs())) - LN_2;
        exp(-self.degrees_of_freedom * ln_cosh - self.ln_beta)
    }

    fn probability(&self, s: f64) -> f64 {
        0.5 * beta_reg(0.5 * self.degrees_of_freedom, 0.5, 1.0 / s.cosh().powi(2))
    }

    /// Where cosh s is nearly half of e^-s.
    fn end(&self, p: f64) -> (f64, f64) {
        let v = self.degrees_of_freedom;
        (((p * v).ln() + self.ln_beta) / v - LN_2, 0.0)
    }
}

/// Gauss and Legendre's points in a step of length 1, and their weights: over an octave of an exponential tail they are right to
/// 1e-14.
pub(super) const POINTS: [(f64, f64); 5] = [
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
        let missing = p.ln() - found.ln();
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
