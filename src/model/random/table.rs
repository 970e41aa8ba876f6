//! Quantile functions without a closed form, tabulated once and read as piecewise cubics.
//!
//! The grid is that of `tail`, for the lower and the upper tail alike. On a cell the quantile is the cubic
//! through its two ends with the slopes 1/density there; the probability it stands for is right to 2e-6 of
//! itself for shapes from 0.2 on. For smaller ones values change too fast from cell to cell: 2e-5 at 0.1, 2e-4 at 0.05, 1e-2
//! at 0.01.

use super::tail::{CELL_SHIFT, FIRST_CELL, NODES, Tail, nodes, probability};
use crate::wide::{each, rows};

/// Room for the cells of a tail: a power of two, so that no look-up can miss it.
const ROOM: usize = 1024;

/// A tabulated quantile function.
#[derive(Debug, Clone)]
pub struct QuantileTable {
    /// The cells of the lower tail, then from [`ROOM`] on those of the upper.
    cells: Box<[[f64; 4]; 2 * ROOM]>,
}

impl QuantileTable {
    /// Tabulates a law by its two tails.
    pub(crate) fn new(below: &impl Tail, above: &impl Tail) -> Self {
        let mut cells = Box::new([[0.0; 4]; 2 * ROOM]);
        let (lower, upper) = cells.split_at_mut(ROOM);
        tabulate(below, lower);
        tabulate(above, upper);
        Self { cells }
    }

    /// Tabulates a law by its lower tail and by that of `top` - x, for values that are told apart by how near they lie
    /// to the top.
    pub(crate) fn with_upper_from(below: &impl Tail, mirrored: &impl Tail, top: f64) -> Self {
        let mut table = Self::new(below, mirrored);
        table.cells[ROOM..].iter_mut().for_each(|[a, b, c, d]| (*a, *b, *c, *d) = (top - *a, -*b, -*c, -*d));
        table
    }

    /// Tabulates a law that is symmetric about 0 by its lower tail.
    pub(crate) fn symmetric(below: &impl Tail) -> Self {
        let mut cells = Box::new([[0.0; 4]; 2 * ROOM]);
        let (lower, upper) = cells.split_at_mut(ROOM);
        tabulate(below, lower);
        upper.iter_mut().zip(lower).for_each(|(ours, theirs)| *ours = theirs.map(|x| -x));
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
