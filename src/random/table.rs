//! Quantile functions without a closed form, tabulated once and read as piecewise cubics.
//!
//! The grid follows the binary representation of the tail probability: every octave 2^-k..2^-(k-1) from the
//! median down to 2^-53 is cut into equal cells, for the lower and the upper tail alike, so that the relative
//! resolution is the same everywhere and a cell is found by a shift. On a cell the quantile is the cubic
//! through its two ends with the slopes 1/density there; the probability it stands for is right to 2e-6 of
//! itself for shapes from 0.2 on. For smaller ones values change too fast from cell to cell: 2e-5 at 0.1, 2e-4 at 0.05, 1e-2
//! at 0.01.

use super::tail::{Beta, LowerGamma, StudentT, Tail, UpperGamma, nodes};
use crate::wide::{each, rows};
use statrs::function::beta::beta_reg;
use statrs::function::gamma::gamma_lr;

/// Cells per octave, as a power of two.
const CELL_BITS: u32 = 4;
pub(super) const CELLS: usize = 1 << CELL_BITS;
/// Octaves below the median: the smallest uniform is 2^-53.
pub(super) const OCTAVES: usize = 53;
pub(super) const NODES: usize = OCTAVES * CELLS + 1;
/// Room for the cells of a tail: a power of two, so that no look-up can miss it.
const ROOM: usize = 1024;

/// A law known by its shape alone; location and scale are the caller's.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Shape {
    /// Gamma of scale 1.
    Gamma {
        /// Its shape.
        shape: f64,
    },
    /// Beta on [0, 1].
    Beta {
        /// First shape.
        alpha: f64,
        /// Second shape.
        beta: f64,
    },
    /// Student's t.
    StudentT {
        /// Degrees of freedom.
        degrees_of_freedom: f64,
    },
}

impl Shape {
    /// P(X <= x).
    pub fn cdf(self, x: f64) -> f64 {
        match self {
            Self::Gamma { shape } => {
                if x <= 0.0 {
                    0.0
                } else if x.is_infinite() {
                    1.0
                } else {
                    gamma_lr(shape, x)
                }
            }
            Self::Beta { alpha, beta } => beta_reg(alpha, beta, x.clamp(0.0, 1.0)),
            Self::StudentT { degrees_of_freedom: v } => {
                let tail = 0.5 * beta_reg(0.5 * v, 0.5, v / (v + x * x));
                if x < 0.0 { tail } else { 1.0 - tail }
            }
        }
    }
}

/// A tabulated quantile function.
#[derive(Debug, Clone)]
pub struct QuantileTable {
    /// The cells of the lower tail, then from [`ROOM`] on those of the upper.
    cells: Box<[[f64; 4]; 2 * ROOM]>,
}

impl QuantileTable {
    /// Tabulates the law.
    pub fn new(shape: Shape) -> Self {
        let mut cells = Box::new([[0.0; 4]; 2 * ROOM]);
        let (lower, upper) = cells.split_at_mut(ROOM);
        match shape {
            Shape::Gamma { shape } => {
                let (below, above) = (LowerGamma::new(shape), UpperGamma::new(shape));
                tabulate(&below, lower);
                tabulate(&above, upper);
            }
            Shape::Beta { alpha, beta } => {
                // What lies near 1 is told apart by how near.
                let (below, above) = (Beta::new(alpha, beta), Beta::new(beta, alpha));
                tabulate(&below, lower);
                tabulate(&above, upper);
                upper.iter_mut().for_each(|[a, b, c, d]| (*a, *b, *c, *d) = (1.0 - *a, -*b, -*c, -*d));
            }
            Shape::StudentT { degrees_of_freedom } => {
                tabulate(&StudentT::new(degrees_of_freedom), lower);
                upper.iter_mut().zip(lower).for_each(|(ours, theirs)| *ours = theirs.map(|x| -x));
            }
        }
        Self { cells }
    }

    /// The quantiles at each u of a block, in (0, 1).
    #[inline(always)]
    pub fn quantiles<const N: usize>(&self, block: &[f64; N]) -> [f64; N] {
        let tail: [u64; N] = each(|i| (if block[i] > 0.5 { 1.0 - block[i] } else { block[i] }).to_bits());
        let cell: [u16; N] = each(|i| {
            let cell = (tail[i] >> CELL_SHIFT).saturating_sub(FIRST_CELL) as u16 % ROOM as u16;
            if block[i] > 0.5 { cell + ROOM as u16 } else { cell }
        });
        let cubics = rows(&self.cells, &cell);
        each(|i| {
            let within = tail[i] & ((1 << CELL_SHIFT) - 1);
            let ([a, b, c, d], t) = (cubics[i], within as f64 * (1.0 / (1_u64 << CELL_SHIFT) as f64));
            a + t * (b + t * (c + t * d))
        })
    }

    /// The quantile at u in (0, 1).
    pub fn at(&self, u: f64) -> f64 {
        self.quantiles(&[u])[0]
    }
}

/// The bits of a probability that number its cell.
const CELL_SHIFT: u32 = 52 - CELL_BITS;

/// Number of the cell that begins at the smallest probability of the table.
const FIRST_CELL: u64 = (1023 - OCTAVES as u64 - 1) << CELL_BITS;

/// The probability at a node.
#[inline(always)]
pub(super) fn probability(node: usize) -> f64 {
    f64::from_bits((FIRST_CELL + node as u64) << CELL_SHIFT)
}

/// Fills in the cells of one tail, from 2^-54 up to 1/2, with one more that holds 1/2 itself.
fn tabulate(tail: &impl Tail, cells: &mut [[f64; 4]]) {
    let nodes = nodes(tail);
    for (node, cell) in cells[..NODES - 1].iter_mut().enumerate() {
        let (from, to) = (nodes[node], nodes[node + 1]);
        let (width, secant) = (probability(node + 1) - probability(node), to.value - from.value);
        // A cubic is monotone where its end slopes are at most three times the secant.
        let bounded = |slope: f64| {
            let ratio = width * slope / secant;
            if ratio.is_finite() { secant * ratio.clamp(0.0, 3.0) } else { secant }
        };
        let (start, end) = (bounded(from.slope), bounded(to.slope));
        *cell = [from.value, start, 3.0 * secant - 2.0 * start - end, start + end - 2.0 * secant];
    }
    cells[NODES - 1] = [nodes[NODES - 1].value, 0.0, 0.0, 0.0];
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The distribution function of the tabulated quantile is the probability again.
    fn inverts(shape: Shape) {
        let table = QuantileTable::new(shape);
        for i in 1..10_000 {
            let u = f64::from(i) / 10_000.0;
            let back = shape.cdf(table.at(u));
            assert!((back - u).abs() < 2e-6 * u.min(1.0 - u), "{shape:?} at {u}: {back}");
        }
    }

    #[test]
    fn gamma() {
        for shape in [0.3, 0.5, 1.0, 1.0 / 0.3, 20.0, 4000.0, 1e6] {
            inverts(Shape::Gamma { shape });
        }
    }

    #[test]
    fn beta() {
        for (alpha, beta) in [
            (0.3, 0.4),
            (1.0, 1.0),
            (2.0, 3.0),
            (1.9, 4.1),
            (50.0, 2.0),
            (0.3, 3000.0),
            (800.0, 2.0),
            (5e4, 4e4),
        ] {
            inverts(Shape::Beta { alpha, beta });
        }
    }

    #[test]
    fn student_t() {
        for degrees_of_freedom in [1.0, 2.1, 3.0, 8.0, 100.0, 1e4] {
            inverts(Shape::StudentT { degrees_of_freedom });
        }
    }

    #[test]
    fn exponential_in_closed_form_far_into_both_tails() {
        let table = QuantileTable::new(Shape::Gamma { shape: 1.0 });
        for exponent in 2..52 {
            let p = 2f64.powi(-exponent) * 1.37;
            assert!((table.at(p) / -(-p).ln_1p() - 1.0).abs() < 1e-6, "lower {exponent}");
            let u = 1.0 - p;
            assert!((table.at(u) / -(1.0 - u).ln() - 1.0).abs() < 1e-6, "upper {exponent}");
        }
        assert!(table.at(f64::EPSILON / 4.0).is_finite());
        assert!(table.at(1.0 - f64::EPSILON / 2.0).is_finite());
    }

    #[test]
    fn tables_of_all_shapes_rise_and_are_finite() {
        let sizes = [1e-6, 1e-3, 0.02, 0.4, 7.0, 1e3, 1e6];
        let gammas = sizes.map(|shape| Shape::Gamma { shape });
        let betas = sizes.iter().flat_map(|&alpha| sizes.map(|beta| Shape::Beta { alpha, beta }));
        let students = [1.0, 2.1, 1e3, 1e6].map(|degrees_of_freedom| Shape::StudentT { degrees_of_freedom });
        for shape in gammas.into_iter().chain(betas).chain(students) {
            let table = QuantileTable::new(shape);
            let mut last = f64::NEG_INFINITY;
            for i in 1..50_000 {
                let value = table.at(f64::from(i) / 50_000.0);
                // Where most of a beta law is close to 0, its upper tail can only say how far from 1.
                assert!(
                    value.is_finite() && value >= last - f64::EPSILON,
                    "{shape:?} at {i}: {value} after {last}"
                );
                last = value;
            }
        }
    }
}
