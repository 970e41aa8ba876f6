//! Histograms: numbers of values in bins.
//!
//! Bins follow the binary representation of numbers: 1,024 to each octave, so that a bin is at most a thousandth wide
//! relative to its values wherever they lie. They are numbered by the upper bits of a number without its sign.

use super::bytes::{Damage, Reader, Writer};
use super::counters::Counters;
use crate::random::LANES;
use std::collections::BTreeMap;
use std::ops::Range;

/// Bits of the mantissa that number a bin within its octave.
const BIN_BITS: u32 = 10;

/// Bins of an octave.
const BINS: u32 = 1 << BIN_BITS;

/// Bits of a number below those that number its bin.
pub(super) const SHIFT: u32 = 52 - BIN_BITS;

/// Bins from 2^-40 up to 2^60 lie side by side as far as they are used; those of other numbers, which hardly occur, are
/// looked up.
const NEAR: Range<u32> = (1023 - 40) << BIN_BITS..(1023 + 60) << BIN_BITS;

/// Bin of infinity, the last.
const INFINITE: u32 = 2047 << BIN_BITS;

/// Values by bin. Counts merge exactly in any order.
#[derive(Debug, Clone)]
pub struct Bins {
    /// Zeros beside those that have a counter: whole blocks of them, which are common.
    zeros_beside: u64,
    /// First the counters of zeros and of what is set aside, then those of positive numbers, then of negative ones.
    near: Counters,
    positive: Side,
    negative: Side,
    /// Bins that are looked up, by whether they are negative and their number.
    far: BTreeMap<(bool, u32), u64>,
}

/// Whole octaves of one sign that have counters, side by side.
#[derive(Debug, Clone, Copy, Default)]
struct Side {
    /// The first bin; none counts where there are no bins.
    first: u32,
    /// Number of bins.
    bins: u32,
    /// Counter of the first.
    counter: u32,
}

/// Counter of zeros, which have no octave; and one that nobody reads, for what is no number.
const ZERO: u32 = 0;
const ASIDE: u32 = 1;
const RESERVED: u32 = 2;

impl Default for Bins {
    fn default() -> Self {
        let mut near = Counters::default();
        near.insert(0, RESERVED as usize);
        let side = Side { counter: RESERVED, ..Side::default() };
        Self { zeros_beside: 0, near, positive: side, negative: side, far: BTreeMap::new() }
    }
}

impl Side {
    /// Counters of some of its bins.
    fn counters(self, first: u32, bins: u32) -> Range<usize> {
        let start = (first - self.first + self.counter) as usize;
        start..start + bins as usize
    }

    /// Counter of a bin, if it has one.
    fn counter_of(self, bin: u32) -> Option<usize> {
        let within = bin.wrapping_sub(self.first);
        (within < self.bins).then(|| (self.counter + within) as usize)
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
    /// True if the bin's numbers are negative.
    pub is_negative: bool,
    /// Number of the bin.
    pub bin: u32,
    /// From 0, the least value first.
    pub rank: u64,
    /// Values in the bin.
    pub count: u64,
}

impl Bins {
    /// Finds the counters of at most a block of values, for [`Bins::count`], and sends for them; what is no number is set
    /// aside. Where not all can have one, the values are counted at once, and it returns `false`.
    #[inline(always)]
    pub fn find(&mut self, values: &[f64], cells: &mut [u32; LANES]) -> bool {
        if !self.find_known(values, cells) {
            self.cover(values);
            if !self.find_known(values, cells) {
                values.iter().filter(|x| !x.is_nan()).for_each(|&x| self.add(x, 1));
                return false;
            }
        }
        self.near.send_for(&cells[..values.len()]);
        true
    }

    /// Adds 1 to each of these counters, as they were found last; whatever inserts counters may move them.
    #[inline(always)]
    pub fn count(&mut self, cells: &[u32]) {
        self.near.count_each(cells);
    }

    /// Finds the counters of values, and whether all have one.
    #[inline(always)]
    fn find_known(&self, values: &[f64], cells: &mut [u32; LANES]) -> bool {
        let (positive, negative) = (self.positive, self.negative);
        let mut have_counters = true;
        for (cell, &x) in cells.iter_mut().zip(values) {
            // Adding zero turns -0 into 0.
            let bits = (x + 0.0).to_bits();
            let (is_number, is_zero, is_negative) = (!x.is_nan(), bits == 0, bits >> 63 == 1);
            let first = if is_negative { negative.first } else { positive.first };
            let bins = if is_negative { negative.bins } else { positive.bins };
            let counter = if is_negative { negative.counter } else { positive.counter };
            let within = bin_of(x).wrapping_sub(first);
            let is_binned = is_number & !is_zero;
            have_counters &= !is_binned | (within < bins);
            *cell = if is_binned {
                within.wrapping_add(counter)
            } else if is_zero {
                ZERO
            } else {
                ASIDE
            };
        }
        have_counters
    }

    /// Gives counters to the bins of some values, at once for all of them.
    #[cold]
    fn cover(&mut self, values: &[f64]) {
        for is_negative in [false, true] {
            let wanted = values.iter().filter(|&&x| x.is_sign_negative() == is_negative).map(|&x| bin_of(x));
            let range = wanted.filter(|bin| NEAR.contains(bin)).fold(None, |range, bin| {
                let (low, high) = range.unwrap_or((bin, bin));
                Some((bin.min(low), bin.max(high)))
            });
            if let Some((low, high)) = range {
                self.cover_side(is_negative, low..high + 1);
            }
        }
    }

    fn cover_side(&mut self, is_negative: bool, bins: Range<u32>) {
        let octave = |bin: u32| bin & !(BINS - 1);
        let side = if is_negative { &mut self.negative } else { &mut self.positive };
        if side.bins == 0 {
            side.first = octave(bins.start);
        }
        let before = side.first.saturating_sub(octave(bins.start));
        let after = (octave(bins.end - 1) + BINS).saturating_sub(side.first + side.bins);
        self.near.insert((side.counter + side.bins) as usize, after as usize);
        self.near.insert(side.counter as usize, before as usize);
        (side.first, side.bins) = (side.first - before, before + side.bins + after);
        self.negative.counter = RESERVED + self.positive.bins;
    }

    /// Adds `n` times the same number.
    pub fn add(&mut self, x: f64, n: u64) {
        match bin_of(x) {
            0 => self.zeros_beside += n,
            bin => self.add_to_bin(x < 0.0, bin, n),
        }
    }

    fn add_to_bin(&mut self, is_negative: bool, bin: u32, n: u64) {
        if !NEAR.contains(&bin) {
            *self.far.entry((is_negative, bin)).or_default() += n;
            return;
        }
        if self.side(is_negative).counter_of(bin).is_none() {
            self.cover_side(is_negative, bin..bin + 1);
        }
        if let Some(counter) = self.side(is_negative).counter_of(bin) {
            self.near.add(counter, n);
        }
    }

    fn side(&self, is_negative: bool) -> Side {
        if is_negative { self.negative } else { self.positive }
    }

    fn zeros(&self) -> u64 {
        self.zeros_beside + self.near.get(ZERO as usize)
    }

    /// Number of values in a run of bins.
    fn total(&self, is_negative: bool, first: u32, bins: u32) -> u64 {
        self.near.total(self.side(is_negative).counters(first, bins))
    }

    /// Adds those of others.
    pub fn merge(&mut self, other: &Self) {
        self.zeros_beside += other.zeros();
        for is_negative in [false, true] {
            let Side { first, bins, .. } = other.side(is_negative);
            if bins > 0 {
                self.cover_side(is_negative, first..first + bins);
                let (ours, theirs) = (self.side(is_negative), other.side(is_negative));
                let at = ours.counters(first, bins).start;
                self.near.merge(at, &other.near, theirs.counters(first, bins));
            }
        }
        for (&(is_negative, bin), &n) in &other.far {
            self.add_to_bin(is_negative, bin, n);
        }
    }

    /// Writes the count of zeros, then the bins of either sign in ascending order that hold something, each with its
    /// distance from the one before and its count.
    pub(super) fn write(&self, out: &mut Writer) {
        out.number(self.zeros());
        for is_negative in [false, true] {
            let side = self.side(is_negative);
            let near = (side.first..side.first + side.bins).map(|bin| (bin, self.total(is_negative, bin, 1)));
            let far = self.far.range((is_negative, 0)..=(is_negative, u32::MAX));
            let far = far.map(|(&(_, bin), &n)| (bin, n));
            let mut bins: Vec<(u32, u64)> = near.chain(far).filter(|&(_, n)| n > 0).collect();
            bins.sort_unstable();
            out.number(bins.len() as u64);
            let mut before = 0;
            for (bin, n) in bins {
                out.number((bin - before).into());
                out.number(n);
                before = bin;
            }
        }
    }

    /// Reads bins as they are written, which hold `total` values together.
    pub(super) fn read_into(&mut self, reader: &mut Reader<'_>, total: u64) -> Result<(), Damage> {
        *self = Self { zeros_beside: reader.number_up_to(total)?, ..Self::default() };
        let mut left = total - self.zeros_beside;
        for is_negative in [false, true] {
            let mut bin = 0;
            for _ in 0..reader.length()? {
                let step = reader.number_up_to((INFINITE - bin).into())? as u32;
                let n = reader.number_up_to(left)?;
                reader.check(step > 0 && n > 0, "bins out of order")?;
                bin += step;
                left -= n;
                self.add_to_bin(is_negative, bin, n);
            }
        }
        reader.check(left == 0, "bins do not add up")
    }

    /// Runs of bins of one sign with their totals, in the order of their numbers: octaves, and bins that lie apart.
    fn runs(&self, is_negative: bool) -> Vec<Run> {
        let far = self.far.range((is_negative, 0)..=(is_negative, u32::MAX));
        let far = far.map(|(&(_, bin), &total)| Run { is_negative, first: bin, bins: 1, total });
        let side = self.side(is_negative);
        let octaves = (side.first..side.first + side.bins).step_by(BINS as usize).map(|first| Run {
            is_negative,
            first,
            bins: BINS,
            total: self.total(is_negative, first, BINS),
        });
        let mut runs: Vec<Run> = far.chain(octaves).collect();
        runs.sort_by_key(|run| run.first);
        runs
    }

    /// A way to look up the places of ranks, 0 that of the least value.
    pub fn places(&self) -> impl Fn(u64) -> Option<Place> {
        let zeros = Run { is_negative: false, first: 0, bins: 1, total: self.zeros() };
        let mut runs = self.runs(true);
        runs.reverse();
        runs.push(zeros);
        runs.extend(self.runs(false));
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
        while bins > 1 {
            bins /= 2;
            let (lower, upper) = (first, first + bins);
            let (before, after) = if is_negative { (upper, lower) } else { (lower, upper) };
            let total_before = self.total(is_negative, before, bins);
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
