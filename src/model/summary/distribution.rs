//! Mean, standard deviation and quantiles of one figure over all trials.
//!
//! Values are counted in bins, each a thousandth wide at most relative to its values, and numbers of at most eleven
//! significant bits (counts, round areas) have a bin to themselves.

use super::ExactSum;
use super::Stat;
use super::bins::{Bins, Place, SHIFT};
use super::bytes::{Damage, Reader, Writer};
use crate::random::{LANES, Lanes};

/// The spread of one figure.
#[derive(Debug, Clone, Default)]
pub struct Distribution {
    bins: Bins,
    sum: ExactSum,
    squares: ExactSum,
    defined: u64,
    undefined: u64,
    range: Option<(f64, f64)>,
    /// True if some value may share its bin with others, so that its place in the bin is not known.
    is_continuous: bool,
}

/// Figures that are taken together.
const TOGETHER: usize = 16;

impl Distribution {
    /// Adds to each spread the first `used` cells of its row: a figure of some trials in order; undefined ones (NaN) are
    /// counted apart.
    ///
    /// Counters wait for memory. So those of some figures are found and sent for first, and counted in one go once they have
    /// come.
    #[inline(always)]
    pub fn push_rows(spreads: &mut [Self], rows: &[Lanes], used: usize) {
        for (spreads, rows) in spreads.chunks_mut(TOGETHER).zip(rows.chunks(TOGETHER)) {
            let (mut cells, mut are_found) = ([[0; LANES]; TOGETHER], [false; TOGETHER]);
            for (i, (spread, row)) in spreads.iter_mut().zip(rows).enumerate() {
                are_found[i] = spread.note(&row[..used], &mut cells[i]);
            }
            for ((spread, cells), _) in
                spreads.iter_mut().zip(&cells).zip(are_found).filter(|(_, found)| *found)
            {
                spread.bins.count(&cells[..used]);
            }
        }
    }

    /// Notes all but the counts of values, at most a block of them, and finds their counters. Returns `false` where they are
    /// counted already, or there are none.
    #[inline(always)]
    fn note(&mut self, values: &[f64], cells: &mut [u32; LANES]) -> bool {
        let block = Moments::of(values);
        self.undefined += values.len() as u64 - block.defined;
        if block.defined == 0 {
            return false;
        }
        let (low, high) = self.range.unwrap_or((block.low, block.high));
        self.range = Some((low.min(block.low), high.max(block.high)));
        self.defined += block.defined;
        self.sum.push(block.sum);
        self.squares.push(block.squares);
        self.is_continuous |= block.bits & ((1 << SHIFT) - 1) != 0;
        if block.low == block.high {
            self.bins.add(block.low, block.defined);
            return false;
        }
        self.bins.find(values, cells)
    }

    /// Adds another spread of the same figure.
    pub fn merge(&mut self, other: &Self) {
        self.bins.merge(&other.bins);
        self.sum.merge(&other.sum);
        self.squares.merge(&other.squares);
        self.defined += other.defined;
        self.undefined += other.undefined;
        self.is_continuous |= other.is_continuous;
        self.range = match (self.range, other.range) {
            (Some((a, b)), Some((c, d))) => Some((a.min(c), b.max(d))),
            (ours, theirs) => ours.or(theirs),
        };
    }

    /// Writes it; figures of the same values are written alike.
    pub(super) fn write(&self, out: &mut Writer) {
        let Self { bins, sum, squares, defined, undefined: _, range, is_continuous } = self;
        out.number(2 * defined + u64::from(*is_continuous));
        let Some((low, high)) = range else { return };
        // Adding zero turns -0 into 0: either may be met first.
        [low, high].into_iter().for_each(|x| out.raw(&(x + 0.0).to_le_bytes()));
        sum.write(out);
        squares.write(out);
        bins.write(out);
    }

    /// Reads a distribution over `trials` trials as it is written.
    pub(super) fn read_into(&mut self, reader: &mut Reader<'_>, trials: u64) -> Result<(), Damage> {
        let start = reader.number_up_to(2 * trials + 1)?;
        let (defined, is_continuous) = (start / 2, start % 2 == 1);
        *self = Self { defined, undefined: trials - defined, is_continuous, ..Self::default() };
        if defined == 0 {
            return reader.check(!is_continuous, "values that are not there");
        }
        let [low, high] = [f64::from_le_bytes(reader.array()?), f64::from_le_bytes(reader.array()?)];
        // It fails for NaN too.
        reader.check(low <= high, "a range without values")?;
        self.range = Some((low, high));
        self.sum.read_into(reader)?;
        self.squares.read_into(reader)?;
        self.bins.read_into(reader, defined)
    }

    /// Trials in which the figure is defined.
    pub fn defined(&self) -> u64 {
        self.defined
    }

    /// Mean; `None` if the figure is nowhere defined.
    pub fn mean(&self) -> Option<f64> {
        let (low, high) = self.range?;
        Some((self.sum.read() / self.defined as f64).clamp(low, high))
    }

    /// Statistics that are reported; `None` if the figure is nowhere defined.
    pub fn read(&self) -> Option<Stat> {
        let mean = self.mean()?;
        let quantiles = self.quantiles([0.05, 0.25, 0.5, 0.75, 0.95]);
        let [p05, p25, p50, p75, p95] = quantiles;
        Some(Stat { mean, sd: self.sd(mean), p05, p25, p50, p75, p95, undefined: self.undefined })
    }

    fn sd(&self, mean: f64) -> f64 {
        let n = self.defined as f64;
        if self.defined < 2 || self.range.is_none_or(|(low, high)| low == high) {
            return 0.0;
        }
        ((self.squares.read() - n * mean * mean).max(0.0) / (n - 1.0)).sqrt()
    }

    /// The shares of the values in the cells between neighbouring `edges`, which ascend; a value on an edge belongs to the
    /// cell above. What is undefined or beyond the edges is in none.
    pub fn shares(&self, edges: &[f64]) -> Vec<f64> {
        let place = self.bins.places();
        let at_least = |rank: u64, edge: f64| place(rank).is_none_or(|place| self.value_at(place) >= edge);
        let below = |edge: f64| {
            let (mut low, mut high) = (0, self.defined);
            while low < high {
                let middle = low + (high - low) / 2;
                if at_least(middle, edge) { high = middle } else { low = middle + 1 }
            }
            low
        };
        let below: Vec<u64> = edges.iter().map(|&edge| below(edge)).collect();
        let n = self.defined.max(1) as f64;
        below.windows(2).map(|pair| (pair[1] - pair[0]) as f64 / n).collect()
    }

    /// Quantiles by linear interpolation of the order statistics (rank q·(n-1)), each of these to within its bin.
    pub fn quantiles<const N: usize>(&self, levels: [f64; N]) -> [f64; N] {
        let place = self.bins.places();
        let order_statistic = |rank: u64| match place(rank) {
            Some(place) => self.value_at(place),
            None => self.range.map_or(f64::NAN, |range| range.1),
        };
        levels.map(|level| {
            let rank = level * (self.defined - 1) as f64;
            let (below, share) = (rank.floor(), rank.fract());
            let low = order_statistic(below as u64);
            if share == 0.0 {
                return low;
            }
            let high = order_statistic(below as u64 + 1);
            low + share * (high - low)
        })
    }

    /// The value at a place: exact where its bin holds a single number, else with the bin's values spread evenly over
    /// it.
    fn value_at(&self, place: Place) -> f64 {
        let edge = |bin: u32| f64::from_bits(u64::from(bin) << SHIFT);
        let near = edge(place.bin);
        // The bin of 0 holds nothing else.
        let share = if !self.is_continuous || near == 0.0 {
            0.0
        } else {
            let share = (place.rank as f64 + 0.5) / place.count as f64;
            if place.is_negative { 1.0 - share } else { share }
        };
        let value = near + share * (edge(place.bin + 1) - near);
        let value = if place.is_negative { -value } else { value };
        self.range.map_or(value, |(low, high)| value.clamp(low, high))
    }
}

/// Moments of a block of values, and their range and bits.
struct Moments {
    defined: u64,
    sum: f64,
    squares: f64,
    low: f64,
    high: f64,
    /// All bits that are set in any of them.
    bits: u64,
}

impl Moments {
    /// Moments of at most a block of values; the sums run over eight columns, which are added up at the end, so that their
    /// order is fixed and fits the processor's vectors.
    #[inline(always)]
    fn of(values: &[f64]) -> Self {
        const COLUMNS: usize = 8;
        let (mut sum, mut squares, mut defined) = ([0.0; COLUMNS], [0.0; COLUMNS], [0_u64; COLUMNS]);
        let (mut low, mut high) = ([f64::INFINITY; COLUMNS], [f64::NEG_INFINITY; COLUMNS]);
        let mut bits = [0; COLUMNS];
        let mut padded = [f64::NAN; LANES];
        padded[..values.len()].copy_from_slice(values);
        for row in padded.chunks_exact(COLUMNS) {
            for i in 0..COLUMNS {
                let x = row[i];
                let is_defined = !x.is_nan();
                let number = if is_defined { x } else { 0.0 };
                bits[i] |= number.to_bits();
                defined[i] += u64::from(is_defined);
                sum[i] += number;
                squares[i] += number * number;
                low[i] = if x < low[i] { x } else { low[i] };
                high[i] = if x > high[i] { x } else { high[i] };
            }
        }
        Self {
            defined: defined.iter().sum(),
            sum: sum.iter().sum(),
            squares: squares.iter().sum(),
            low: low.iter().copied().fold(f64::INFINITY, f64::min),
            high: high.iter().copied().fold(f64::NEG_INFINITY, f64::max),
            bits: bits.iter().fold(0, |all, bits| all | bits),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn spread(values: &[f64]) -> Distribution {
        let mut spread = Distribution::default();
        for block in values.chunks(LANES) {
            let mut row = [f64::NAN; LANES];
            row[..block.len()].copy_from_slice(block);
            Distribution::push_rows(std::slice::from_mut(&mut spread), &[row], block.len());
        }
        spread
    }

    #[test]
    fn rows_taken_together_are_as_taken_one_by_one() {
        let figure = |row: usize, lane: usize| match row % 5 {
            0 => (row * 100 + lane) as f64 - 300.0,
            1 => 7.5,
            2 => f64::NAN,
            // Too small for bins that lie side by side.
            3 => 1e-30 * (lane + 1) as f64,
            _ => 0.0,
        };
        let rows: Vec<Lanes> =
            (0..2 * TOGETHER + 3).map(|row| std::array::from_fn(|lane| figure(row, lane))).collect();
        let mut together = vec![Distribution::default(); rows.len()];
        for used in [LANES, 10] {
            Distribution::push_rows(&mut together, &rows, used);
        }
        for (row, spread) in rows.iter().zip(&together) {
            let mut alone = Distribution::default();
            for used in [LANES, 10] {
                Distribution::push_rows(std::slice::from_mut(&mut alone), &[*row], used);
            }
            assert_eq!(spread.read(), alone.read());
            assert_eq!(spread.defined() + spread.undefined, (LANES + 10) as u64);
            if let Some(stat) = spread.read() {
                let values: Vec<f64> = row.iter().chain(&row[..10]).copied().collect();
                let median = reference(&values, 0.5);
                assert!((stat.p50 - median).abs() <= 1e-3 * median.abs());
            }
        }
    }

    #[test]
    fn a_number_just_below_what_has_counters_is_counted() {
        let mut row = [1.0; LANES];
        row[0] = 1.5;
        let mut spread = Distribution::default();
        for row in [row, [0.9995; LANES]] {
            Distribution::push_rows(std::slice::from_mut(&mut spread), &[row], LANES);
        }
        let stat = spread.read().unwrap();
        assert!((stat.p25 - 0.9995).abs() < 1e-3 && (stat.p95 - 1.0).abs() < 1e-3);
        assert_eq!(spread.bins.places()(2 * LANES as u64 - 1).unwrap().rank, 0);
    }

    /// Quantile by linear interpolation of the order statistics.
    fn reference(values: &[f64], level: f64) -> f64 {
        let mut sorted = values.to_vec();
        sorted.sort_by(f64::total_cmp);
        let rank = level * (sorted.len() - 1) as f64;
        let low = sorted[rank.floor() as usize];
        let high = sorted[rank.ceil() as usize];
        low + rank.fract() * (high - low)
    }

    /// Numbers below 2^-40 and from 2^60 on lie in bins that are looked up; they count and merge like the others.
    #[test]
    fn very_small_and_very_large_numbers_are_binned_too() {
        let values: Vec<f64> =
            (0..999).map(|i| (f64::from(i) - 499.0).powi(3) * 2f64.powi(i % 3 * 60 - 60)).collect();
        let (left, right) = values.split_at(400);
        let mut merged = spread(left);
        merged.merge(&spread(right));
        let levels = [0.0, 0.1, 0.25, 0.5, 0.75, 0.9, 1.0];
        for (whole, found) in levels.into_iter().zip(merged.quantiles(levels)) {
            let expected = reference(&values, whole);
            assert!((found - expected).abs() <= 1e-3 * expected.abs(), "{whole}: {found} for {expected}");
        }
        assert_eq!(merged.quantiles(levels), spread(&values).quantiles(levels));
    }

    #[test]
    fn shares_of_cells() {
        let values: Vec<f64> = (0..1000).map(|i| f64::from(i % 10)).collect();
        assert_eq!(spread(&values).shares(&[0.0, 3.0, 9.5, 12.0]), [0.3, 0.7, 0.0]);
        assert_eq!(spread(&values).shares(&[4.5, 5.5]), [0.1]);
        assert_eq!(spread(&[]).shares(&[0.0, 1.0]), [0.0]);
    }

    #[test]
    fn counts_and_round_numbers_are_exact() {
        let values: Vec<f64> = (0..1000).map(|i| f64::from(i % 37)).collect();
        let stat = spread(&values).read().unwrap();
        for (level, ours) in [(0.05, stat.p05), (0.5, stat.p50), (0.95, stat.p95)] {
            assert_eq!(ours, reference(&values, level));
        }
    }

    #[test]
    fn a_constant_has_no_spread() {
        let stat = spread(&[0.1; 1000]).read().unwrap();
        assert_eq!((stat.mean, stat.sd, stat.p05, stat.p95), (0.1, 0.0, 0.1, 0.1));
    }

    #[test]
    fn zero_stays_zero_among_fractions() {
        let stat = spread(&[0.0, 0.0, 0.0, 0.1, 0.3]).read().unwrap();
        assert_eq!((stat.p05, stat.p50), (0.0, 0.0));
    }

    #[test]
    fn undefined_values_are_left_out_and_counted() {
        let stat = spread(&[1.0, f64::NAN, 3.0]).read().unwrap();
        assert_eq!((stat.mean, stat.undefined), (2.0, 1));
        assert!(spread(&[f64::NAN]).read().is_none());
        assert!(Distribution::default().read().is_none());
    }

    proptest! {
        #[test]
        fn moments_and_quantiles_agree_with_sorting(values in prop::collection::vec(-50.0..200.0f64, 2..300)) {
            let stat = spread(&values).read().unwrap();
            let n = values.len() as f64;
            let mean = values.iter().sum::<f64>() / n;
            let sd = (values.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / (n - 1.0)).sqrt();
            prop_assert!((stat.mean - mean).abs() < 1e-9);
            prop_assert!((stat.sd - sd).abs() < 1e-9 * (1.0 + sd));
            for (level, ours) in [(0.05, stat.p05), (0.25, stat.p25), (0.5, stat.p50), (0.75, stat.p75), (0.95, stat.p95)] {
                // Each order statistic is right to half a thousandth of itself.
                let largest = values.iter().fold(0.0f64, |a, x| a.max(x.abs()));
                prop_assert!((ours - reference(&values, level)).abs() <= 5e-4 * largest);
            }
        }

        #[test]
        fn any_split_merges_to_the_same(values in prop::collection::vec(-5.0..20.0f64, 1..300), cut in 0usize..5) {
            let cut = (64 * cut).min(values.len());
            let mut merged = spread(&values[cut..]);
            merged.merge(&spread(&values[..cut]));
            prop_assert_eq!(merged.read(), spread(&values).read());
        }
    }
}
