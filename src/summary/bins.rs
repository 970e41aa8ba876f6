//! How many values fall into each bin.
//!
//! Bins follow the binary representation of numbers: 1,024 to each octave, so that a bin is at most a thousandth wide
//! relative to its values wherever they lie. They are numbered by the upper bits of a number without its sign.

use super::tally::Tally;
use crate::random::LANES;
use std::collections::BTreeMap;

/// Bits of the mantissa that number a bin within its octave.
const BIN_BITS: u32 = 10;

/// Bins of an octave.
const BINS: u32 = 1 << BIN_BITS;

/// Bits of a number below those that number its bin.
pub(super) const SHIFT: u32 = 52 - BIN_BITS;

/// Bins from 2^-40 up to 2^60 lie side by side as far as they are used; those of other numbers, which hardly occur, are
/// looked up.
const NEAR: std::ops::Range<u32> = (1023 - 40) << BIN_BITS..(1023 + 60) << BIN_BITS;

/// Values by bin. Counts merge exactly in any order.
#[derive(Debug, Clone, Default)]
pub struct Bins {
    positive: Side,
    negative: Side,
}

/// The bins of one sign.
#[derive(Debug, Clone)]
struct Side {
    /// Zeros beside those that have a counter: whole blocks of them, which are common.
    zeros_beside: u64,
    /// First the counters of zeros and of what is set aside, then those of the bins from `first` on.
    near: Tally,
    first: u32,
    far: BTreeMap<u32, u64>,
}

/// Counter of zeros, which have no octave; and one that nobody reads, for what is no number.
const ZERO: u32 = 0;
const ASIDE: u32 = 1;
const RESERVED: u32 = 2;

impl Default for Side {
    fn default() -> Self {
        let mut near = Tally::default();
        near.insert(0, RESERVED as usize);
        Self { zeros_beside: 0, near, first: NEAR.start, far: BTreeMap::new() }
    }
}

impl Side {
    /// End of the bins that lie side by side.
    #[inline(always)]
    fn end(&self) -> u32 {
        self.first + self.near.len() as u32 - RESERVED
    }

    #[cold]
    fn cover(&mut self, bin: u32) {
        let octave = bin & !(BINS - 1);
        if self.end() == self.first {
            self.first = octave;
        }
        if octave < self.first {
            self.near.insert(RESERVED as usize, (self.first - octave) as usize);
            self.first = octave;
        }
        if octave >= self.end() {
            self.near.insert(self.near.len(), (octave + BINS - self.end()) as usize);
        }
    }

    #[inline(always)]
    fn add(&mut self, bin: u32, n: u64) {
        if bin == 0 {
            self.zeros_beside += n;
        } else {
            self.add_to_bin(bin, n);
        }
    }

    fn add_to_bin(&mut self, bin: u32, n: u64) {
        if NEAR.contains(&bin) {
            if !(self.first..self.end()).contains(&bin) {
                self.cover(bin);
            }
            self.near.add(self.place_of(bin), n);
        } else {
            *self.far.entry(bin).or_default() += n;
        }
    }

    /// The counter of a bin that lies among the others.
    #[inline(always)]
    fn place_of(&self, bin: u32) -> usize {
        (bin - self.first + RESERVED) as usize
    }

    /// What so many bins hold together.
    fn total(&self, first: u32, bins: u32) -> u64 {
        let place = self.place_of(first);
        self.near.total(place..place + bins as usize)
    }

    fn zeros(&self) -> u64 {
        self.zeros_beside + self.near.get(ZERO as usize)
    }

    fn merge(&mut self, other: &Self) {
        self.zeros_beside += other.zeros();
        if other.first < other.end() {
            self.cover(other.first);
            self.cover(other.end() - 1);
            self.near.merge(self.place_of(other.first), &other.near, RESERVED as usize);
        }
        for (&bin, &n) in &other.far {
            self.add(bin, n);
        }
    }

    /// Runs of bins with their totals, in the order of their numbers: octaves, and bins that lie apart.
    fn runs(&self, is_negative: bool) -> Vec<Run> {
        let far = self.far.iter().map(|(&bin, &total)| Run { is_negative, first: bin, bins: 1, total });
        let octaves = (self.first..self.end()).step_by(BINS as usize).map(|first| Run {
            is_negative,
            first,
            bins: BINS,
            total: self.total(first, BINS),
        });
        let mut runs: Vec<Run> = far.chain(octaves).collect();
        runs.sort_by_key(|run| run.first);
        runs
    }
}

/// Some bins next to each other.
#[derive(Debug, Clone, Copy)]
struct Run {
    is_negative: bool,
    first: u32,
    bins: u32,
    total: u64,
}

/// The place of an order statistic among the values: its bin, and its rank among those in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Whether the bin's numbers are negative.
    pub is_negative: bool,
    /// Number of the bin.
    pub bin: u32,
    /// From 0, the least value first.
    pub rank: u64,
    /// Values in the bin.
    pub count: u64,
}

impl Bins {
    /// Counts at most a block of values; what is no number is passed over.
    #[inline(always)]
    pub fn push(&mut self, values: &[f64]) {
        let side = &mut self.positive;
        let (mut cells, first) = ([0_u32; LANES], side.first);
        let (mut low, mut high, mut signs) = (u32::MAX, 0, 0);
        for (cell, &x) in cells.iter_mut().zip(values) {
            // Adding zero turns -0 into 0.
            let bits = (x + 0.0).to_bits();
            let bin = (bits >> SHIFT) as u32;
            let (is_number, is_zero) = (!x.is_nan(), bits == 0);
            let is_binned = is_number && !is_zero;
            low = low.min(if is_binned { bin } else { u32::MAX });
            high = high.max(if is_binned { bin } else { 0 });
            signs |= if is_number { bits } else { 0 };
            *cell = if is_binned {
                bin.wrapping_sub(first).wrapping_add(RESERVED)
            } else if is_zero {
                ZERO
            } else {
                ASIDE
            };
        }
        let is_covered = low >= first && (high < side.end() || high == 0);
        if is_covered && signs >> 63 == 0 {
            side.near.count_each(&cells[..values.len()]);
        } else {
            self.push_one_by_one(values);
        }
    }

    fn push_one_by_one(&mut self, values: &[f64]) {
        for x in values.iter().filter(|x| !x.is_nan()) {
            let bin = bin_of(*x);
            if *x < 0.0 { self.negative.add(bin, 1) } else { self.positive.add(bin, 1) }
        }
    }

    /// Adds `n` times the same number.
    pub fn add(&mut self, x: f64, n: u64) {
        if x < 0.0 { self.negative.add(bin_of(x), n) } else { self.positive.add(bin_of(x), n) }
    }

    /// Adds those of others.
    pub fn merge(&mut self, other: &Self) {
        self.positive.merge(&other.positive);
        self.negative.merge(&other.negative);
    }

    /// A way to look up the places of ranks, 0 that of the least value.
    pub fn places(&self) -> impl Fn(u64) -> Option<Place> {
        let zeros = Run { is_negative: false, first: 0, bins: 1, total: self.positive.zeros() };
        let mut runs = self.negative.runs(true);
        runs.reverse();
        runs.push(zeros);
        runs.extend(self.positive.runs(false));
        move |rank| self.place(&runs, rank)
    }

    fn place(&self, runs: &[Run], rank: u64) -> Option<Place> {
        let mut rank = rank;
        for run in runs {
            if rank < run.total {
                return Some(self.place_within(*run, rank));
            }
            rank -= run.total;
        }
        None
    }

    /// The place of a rank among the values of a run, which are more: in the half of the bins that holds it, and again
    /// in the half of these, down to one.
    fn place_within(&self, run: Run, mut rank: u64) -> Place {
        let Run { is_negative, mut first, mut bins, mut total } = run;
        let side = if is_negative { &self.negative } else { &self.positive };
        while bins > 1 {
            bins /= 2;
            let (lower, upper) = (first, first + bins);
            let (before, after) = if is_negative { (upper, lower) } else { (lower, upper) };
            let total_before = side.total(before, bins);
            (first, total) = if rank < total_before {
                (before, total_before)
            } else {
                rank -= total_before;
                (after, total - total_before)
            };
        }
        Place { is_negative, bin: first, rank, count: total }
    }
}

/// Number of the bin of a number without its sign.
#[inline(always)]
fn bin_of(x: f64) -> u32 {
    (x.abs().to_bits() >> SHIFT) as u32
}
