//! Scrambled Sobol points: uniforms that fill the unit cube more evenly than independent ones.
//!
//! The points n = 0, 1, 2, … of one dimension are x_n = C·n: the binary digits of n, taken as a vector, times a
//! binary matrix C. Its k-th column is the direction number m_k / 2^k of Sobol's recurrence, written in binary
//! (`directions`). Every 2^m points that follow a multiple of 2^m are a net: each of 2^m equal intervals holds
//! one of them, and boxes in several dimensions hold nearly their share.
//!
//! A scrambling replaces C by L·C and adds e, digit by digit modulo 2, where L is a random lower triangular
//! matrix with ones on its diagonal and e a random vector of digits (random linear matrix scrambling with a
//! digital shift: J. Matoušek, "On the L2-discrepancy for anchored boxes", Journal of Complexity 14 (1998),
//! 527-556). Each point is then uniform on the cube, so means over the points are unbiased; the points are a net
//! as before; and the variance of a mean is that of nested uniform scrambling (A. B. Owen, "Variance with
//! alternative scramblings of digital nets", ACM Transactions on Modeling and Computer Simulation 13 (2003),
//! 363-378). It is estimated from independent scramblings, the replicates; within one the points are dependent.

mod directions;

use super::stream::{StreamKey, middle_of_step};
use super::{LANES, Lanes};
use directions::DIRECTIONS;
use rand::Rng;

/// Dimensions for which there are direction numbers.
pub const MAX_DIMENSIONS: usize = 256;

/// Points of one scrambling.
pub const MAX_POINTS: u64 = 1 << INDEX_DIGITS;

/// Binary digits of a point's index.
const INDEX_DIGITS: usize = 32;
/// Binary digits of a point: those that a uniform is made of.
const POINT_DIGITS: usize = 52;
/// Digits of an index that differ within a block.
const LANE_DIGITS: usize = LANES.ilog2() as usize;

/// One dimension of one scrambling of the Sobol points.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SobolDimension {
    /// The columns of L·C, for the digits of the index from the lowest. A column's first digit, worth 1/2, is
    /// the highest of its 52 bits.
    columns: [u64; INDEX_DIGITS],
    /// The digits e that are added to every point, laid out like a column.
    shift: u64,
}

impl SobolDimension {
    /// Dimension `number`, counted from 0, in the scrambling `replicate`.
    ///
    /// All random digits come from the words of `key` at `index`, which must belong to this dimension alone:
    /// dimensions that share both share their scrambling and are no longer independent of each other.
    ///
    /// # Panics
    /// If `number` is not below [`MAX_DIMENSIONS`].
    pub fn new(number: usize, (key, index): (StreamKey, u64), replicate: u64) -> Self {
        let mut words = key.words(replicate, index);
        let mut random_digits = || words.next_u64() >> (u64::BITS as usize - POINT_DIGITS);
        // A column of L has zeros above the diagonal, a one on it and random digits below. Only the first of its
        // columns meet a digit of C that can be other than 0.
        let scrambling: [u64; INDEX_DIGITS] = std::array::from_fn(|digit| {
            let diagonal = digit_value(digit);
            diagonal | random_digits() & (diagonal - 1)
        });
        let columns = generating_columns(number).map(|column| {
            let digits = (0..INDEX_DIGITS).filter(|&digit| column & digit_value(digit) != 0);
            digits.fold(0, |product, digit| product ^ scrambling[digit])
        });
        Self { columns, shift: random_digits() }
    }

    /// The uniforms of the points `first`, `first` + 1, …, inside (0, 1). `first` is a multiple of [`LANES`] below
    /// [`MAX_POINTS`].
    #[inline(always)]
    pub fn uniforms(&self, first: u64, out: &mut Lanes) {
        debug_assert!(first.is_multiple_of(LANES as u64) && first < MAX_POINTS);
        // The upper digits of the index are the same for the whole block. Only those that are set are visited:
        // compiled for wide vectors, masking all 26 took three times as long.
        let mut base = self.shift;
        let mut upper_digits = first;
        while upper_digits != 0 {
            base ^= self.columns[upper_digits.trailing_zeros() as usize];
            upper_digits &= upper_digits - 1;
        }
        // Each of the lower digits doubles the run of points: the second half is the first plus one column.
        let mut points = [base; LANES];
        for digit in 0..LANE_DIGITS {
            let (done, rest) = points.split_at_mut(1 << digit);
            for (point, before) in rest.iter_mut().zip(done) {
                *point = *before ^ self.columns[digit];
            }
        }
        for lane in 0..LANES {
            out[lane] = middle_of_step(points[lane]);
        }
    }
}

/// The bit of a digit of a point, counted from 0, that is worth 2^-(digit + 1).
fn digit_value(digit: usize) -> u64 {
    1 << (POINT_DIGITS - 1 - digit)
}

/// The columns of C, by Sobol's recurrence: with v_k = m_k / 2^k and a polynomial of degree s,
/// v_k = a_1 v_(k-1) + … + a_(s-1) v_(k-s+1) + v_(k-s) + v_(k-s) / 2^s, added digit by digit modulo 2.
fn generating_columns(number: usize) -> [u64; INDEX_DIGITS] {
    assert!(number < MAX_DIMENSIONS, "there are {MAX_DIMENSIONS} Sobol dimensions, from 0");
    let mut columns = std::array::from_fn(digit_value);
    if number == 0 {
        return columns;
    }
    let (inner_coefficients, initial) = DIRECTIONS[number - 1];
    let degree = initial.len();
    for (k, &m) in initial.iter().enumerate() {
        columns[k] = u64::from(m) * digit_value(k);
    }
    for k in degree..INDEX_DIGITS {
        let oldest = columns[k - degree];
        columns[k] = oldest ^ oldest >> degree;
        for back in 1..degree {
            if inner_coefficients >> (degree - 1 - back) & 1 == 1 {
                columns[k] ^= columns[k - back];
            }
        }
    }
    columns
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Exceeded by a standard normal deviate, to either side, with probability 0.001.
    const CRITICAL_DEVIATE: f64 = 3.29;

    fn key(number: usize) -> StreamKey {
        StreamKey::new(20, "sobol", &format!("dimension {number}"), "scramble")
    }

    fn scrambled(number: usize, replicate: u64) -> SobolDimension {
        SobolDimension::new(number, (key(number), 0), replicate)
    }

    fn unscrambled(number: usize) -> SobolDimension {
        SobolDimension { columns: generating_columns(number), shift: 0 }
    }

    fn uniforms(dimension: &SobolDimension, first: u64, count: usize) -> Vec<f64> {
        let mut all = Vec::new();
        let mut block = [0.0; LANES];
        for start in (first..first + count as u64).step_by(LANES) {
            dimension.uniforms(start, &mut block);
            all.extend_from_slice(&block);
        }
        all.truncate(count);
        all
    }

    /// Whether the cells, numbered from 0, are hit exactly once each.
    fn hit_once_each(cells: impl ExactSizeIterator<Item = usize>) -> bool {
        let mut hit = vec![false; cells.len()];
        cells.into_iter().all(|cell| !std::mem::replace(&mut hit[cell], true))
    }

    /// The Kolmogorov-Smirnov distance of n numbers from the uniform law, times √n: above 1.95 with probability
    /// 0.001.
    fn distance_from_uniform(mut numbers: Vec<f64>) -> f64 {
        numbers.sort_by(f64::total_cmp);
        let n = numbers.len() as f64;
        let distance = numbers.iter().enumerate().fold(0.0_f64, |worst, (i, &u)| {
            worst.max((u - i as f64 / n).abs()).max(((i + 1) as f64 / n - u).abs())
        });
        distance * n.sqrt()
    }

    /// The mean of n standardised values, times √n.
    fn deviate_of_mean(values: impl ExactSizeIterator<Item = f64>) -> f64 {
        let n = values.len() as f64;
        values.sum::<f64>() / n.sqrt()
    }

    /// The first points as SciPy's `qmc.Sobol(scramble=False)` gives them, put from the order of its Gray code
    /// into that of their indices.
    #[test]
    fn unscrambled_points_are_the_published_ones() {
        let known = [
            (0, [0.0, 0.5, 0.25, 0.75, 0.125, 0.625, 0.375, 0.875]),
            (1, [0.0, 0.5, 0.75, 0.25, 0.625, 0.125, 0.375, 0.875]),
            (2, [0.0, 0.5, 0.75, 0.25, 0.375, 0.875, 0.625, 0.125]),
            (3, [0.0, 0.5, 0.75, 0.25, 0.125, 0.625, 0.875, 0.375]),
            (9, [0.0, 0.5, 0.25, 0.75, 0.875, 0.375, 0.625, 0.125]),
            (255, [0.0, 0.5, 0.25, 0.75, 0.125, 0.625, 0.375, 0.875]),
        ];
        let half_step = 0.5 * f64::EPSILON;
        for (number, points) in known {
            assert_eq!(uniforms(&unscrambled(number), 0, 8), points.map(|x| x + half_step), "{number}");
        }
    }

    /// Sums over all dimensions of 2^32 times a point, from SciPy's direction numbers: a wrong number anywhere
    /// would change them.
    #[test]
    fn unscrambled_points_of_all_dimensions_have_the_known_sums() {
        let known = [
            (0x0000_0001, 549_755_813_888),
            (0x0000_0002, 547_608_330_240),
            (0x8000_0000, 510_523_462_654),
            (0x5555_5555, 544_746_050_592),
            (0x1234_5678, 555_497_398_512),
            (0xDEAD_BEEF, 532_088_872_226),
            (0xFFFF_FFFF, 527_139_990_354),
        ];
        for (index, sum) in known {
            let first = index / LANES as u64 * LANES as u64;
            let coordinates = (0..MAX_DIMENSIONS).map(|number| {
                let block = uniforms(&unscrambled(number), first, LANES);
                (block[(index - first) as usize] * MAX_POINTS as f64) as u64
            });
            assert_eq!(coordinates.sum::<u64>(), sum, "{index:#x}");
        }
    }

    #[test]
    fn pinned_first_points() {
        let points: Vec<f64> =
            [0, 1, 255].into_iter().flat_map(|number| uniforms(&scrambled(number, 3), 0, 4)).collect();
        insta::assert_debug_snapshot!(points);
    }

    /// Every digit of every point written out: (L·C·n + e) modulo 2, with L and e read from the stream.
    #[test]
    fn a_block_is_its_points_one_by_one() {
        let bit = |word: u64, digit: usize| word >> (POINT_DIGITS - 1 - digit) & 1;
        for (number, replicate) in [(0, 0), (1, 5), (57, 5), (255, u64::MAX)] {
            let generating = generating_columns(number);
            let mut words = key(number).words(replicate, 0);
            let random: Vec<u64> = (0..=INDEX_DIGITS).map(|_| words.next_u64() >> 12).collect();
            let entry = |row: usize, column: usize| match row.cmp(&column) {
                std::cmp::Ordering::Less => 0,
                std::cmp::Ordering::Equal => 1,
                std::cmp::Ordering::Greater => bit(random[column], row),
            };
            let point = |index: u64| {
                let unscrambled: Vec<u64> = (0..INDEX_DIGITS)
                    .map(|row| (0..INDEX_DIGITS).map(|k| bit(generating[k], row) * (index >> k & 1)).sum())
                    .collect();
                (0..POINT_DIGITS).fold(0, |bits, row| {
                    let product: u64 = (0..INDEX_DIGITS).map(|j| entry(row, j) * unscrambled[j]).sum();
                    bits << 1 | (product + bit(random[INDEX_DIGITS], row)) & 1
                })
            };
            let dimension = scrambled(number, replicate);
            for first in [0, 64, 64 * 12_345, MAX_POINTS - 64] {
                let one_by_one: Vec<f64> =
                    (first..first + LANES as u64).map(|index| middle_of_step(point(index))).collect();
                assert_eq!(uniforms(&dimension, first, LANES), one_by_one);
            }
        }
    }

    /// Whatever the scrambling, 2^m points from a multiple of 2^m are a (0, m, 1)-net.
    #[test]
    fn every_dimension_fills_equal_intervals() {
        for number in 0..MAX_DIMENSIONS {
            let dimension = scrambled(number, number as u64);
            for first in [0, 5 << 20, MAX_POINTS - 1024] {
                let points = uniforms(&dimension, first, 1024);
                for m in 0..=10 {
                    let count = 1 << m;
                    let intervals = points[..count].iter().map(|u| (u * count as f64) as usize);
                    assert!(hit_once_each(intervals), "dimension {number}, {count} points from {first}");
                }
            }
        }
    }

    /// The first two dimensions are a (0, m, 2)-net: each box of area 2^-m whose sides are 2^-a and 2^-(m-a),
    /// placed at multiples of its sides, holds one of 2^m points.
    #[test]
    fn the_first_two_dimensions_fill_boxes_of_equal_area() {
        for replicate in 0..8 {
            for m in 6..=10 {
                let x = uniforms(&scrambled(0, replicate), 0, 1 << m);
                let y = uniforms(&scrambled(1, replicate), 0, 1 << m);
                for a in 0..=m {
                    let (columns, rows) = (1 << a, 1 << (m - a));
                    let cell = |u: f64, cells: usize| (u * cells as f64) as usize;
                    let boxes = x.iter().zip(&y).map(|(&x, &y)| cell(x, columns) * rows + cell(y, rows));
                    assert!(hit_once_each(boxes), "replicate {replicate}, {columns} columns, {rows} rows");
                }
            }
        }
    }

    /// The first point depends on the shift alone, the others on all that is random.
    #[test]
    fn each_point_is_uniform_over_scramblings() {
        let replicates = 4096;
        for number in [0, 1, 100] {
            for lane in [0, 1, 37] {
                let points: Vec<f64> =
                    (0..replicates).map(|r| uniforms(&scrambled(number, r), 0, LANES)[lane]).collect();
                // A uniform has variance 1/12.
                let deviate = deviate_of_mean(points.iter().map(|u| (u - 0.5) * 12_f64.sqrt()));
                assert!(deviate.abs() < CRITICAL_DEVIATE, "dimension {number}, lane {lane}: {deviate}");
                let distance = distance_from_uniform(points);
                assert!(distance < 1.95, "dimension {number}, lane {lane}: {distance}");
            }
        }
    }

    /// Neighbouring scramblings share words of the generator, so it is for them to show any dependence.
    #[test]
    fn scramblings_and_dimensions_are_uncorrelated() {
        let replicates = 4096;
        let standardised = |number: usize, lane: usize| -> Vec<f64> {
            let point = |r| uniforms(&scrambled(number, r), 0, LANES)[lane];
            (0..replicates).map(|r| (point(r) - 0.5) * 12_f64.sqrt()).collect()
        };
        let (x, y) = (standardised(0, 37), standardised(1, 37));
        // The products of independent deviates of mean 0 and variance 1 have the same mean and variance.
        let between_scramblings = deviate_of_mean(x.iter().zip(&x[1..]).map(|(a, b)| a * b));
        let between_dimensions = deviate_of_mean(x.iter().zip(&y).map(|(a, b)| a * b));
        assert!(between_scramblings.abs() < CRITICAL_DEVIATE, "{between_scramblings}");
        assert!(between_dimensions.abs() < CRITICAL_DEVIATE, "{between_dimensions}");
    }

    /// Points 0 and 1 of the first dimension differ by the first column of L: a one, then 51 random digits. A
    /// shift alone would leave their difference the same in every scrambling.
    #[test]
    fn points_move_against_each_other() {
        let differences =
            (0..4096).map(|r| (scrambled(0, r).columns[0] - digit_value(0)) as f64 / digit_value(0) as f64);
        let distance = distance_from_uniform(differences.collect());
        assert!(distance < 1.95, "{distance}");
    }

    /// The product of u_j + 1/2 over 8 dimensions has mean 1 and variance (1 + 1/12)^8 - 1, from which follows the
    /// variance of its mean over independent points. An estimate of a variance from 64 normal values is off by
    /// 18% (one standard deviation), so chance decides nothing here.
    #[test]
    fn means_of_a_smooth_function_vary_a_hundred_times_less() {
        const DIMENSIONS: usize = 8;
        const POINTS: usize = 4096;
        const SCRAMBLINGS: usize = 64;
        let errors: Vec<f64> = (0..SCRAMBLINGS)
            .map(|replicate| {
                let mut products = vec![1.0; POINTS];
                for number in 0..DIMENSIONS {
                    let u = uniforms(&scrambled(number, replicate as u64), 0, POINTS);
                    products.iter_mut().zip(u).for_each(|(product, u)| *product *= u + 0.5);
                }
                products.iter().sum::<f64>() / POINTS as f64 - 1.0
            })
            .collect();
        let variance = errors.iter().map(|e| e * e).sum::<f64>() / SCRAMBLINGS as f64;
        let plain_variance = ((1.0 + 1.0 / 12.0_f64).powi(DIMENSIONS as i32) - 1.0) / POINTS as f64;
        assert!(100.0 * variance < plain_variance, "{}", plain_variance / variance);
        let deviate = deviate_of_mean(errors.iter().map(|e| e / variance.sqrt()));
        assert!(deviate.abs() < CRITICAL_DEVIATE, "the mean is biased: {deviate}");
    }
}
