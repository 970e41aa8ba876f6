//! Ramps: shares of a year's output at capacity that projects make while they ramp up (MODEL section 7).

use crate::scenario::RampShape;
use crate::wide::each;

/// Longest ramp that is tabulated, months.
const LONGEST: i32 = 48;

/// The share of each month in a year's output, and its running sums.
#[derive(Debug, Clone, Copy)]
pub struct Season {
    /// Share of each month.
    pub shares: [f64; 12],
    /// Share of the first m months, m = 0..=12.
    pub cumulative: [f64; 13],
    /// Sum over the first m months of each one's share times its number, counted from 0.
    weighted: [f64; 13],
}

impl Season {
    /// The season of these shares, which sum to 1.
    pub fn new(shares: [f64; 12]) -> Self {
        let (mut cumulative, mut weighted) = ([0.0; 13], [0.0; 13]);
        for m in 0..12 {
            cumulative[m + 1] = cumulative[m] + shares[m];
            weighted[m + 1] = weighted[m] + shares[m] * m as f64;
        }
        // The year's whole output, whatever the rounding of the shares.
        cumulative[12] = 1.0;
        Self { shares, cumulative, weighted }
    }
}

/// The shares of one season and shape of ramp, tabulated.
#[derive(Debug, Clone)]
pub struct Ramps {
    season: Season,
    shape: RampShape,
    /// For each ramp of 0, 1, … [`LONGEST`] months the shares by months of operation at the year's end, from none to
    /// as many as leave the whole year at capacity: a row of [`ROW`] for each ramp.
    table: Box<[f64; ROWS * ROW]>,
}

/// Rows of the table and room in each: powers of two, so that no look-up can miss it.
const ROWS: usize = 64;
const ROW: usize = 64;

impl Ramps {
    /// Tabulates.
    pub fn new(season: Season, shape: RampShape) -> Self {
        let mut table = Box::new([0.0; ROWS * ROW]);
        for ramp in 0..=LONGEST {
            for operated in 0..=12 + ramp {
                table[place(ramp, operated)] = worked_out(&season, shape, ramp, operated, 12);
            }
        }
        Self { season, shape, table }
    }

    /// Shares of some projects, given the months that they have operated by the year's end.
    #[inline(always)]
    pub fn shares<const N: usize>(&self, ramp: &[i32; N], operated: &[i32; N]) -> [f64; N] {
        if ramp.iter().fold(true, |all, &ramp| all & (ramp <= LONGEST)) {
            each(|i| self.table[place(ramp[i], operated[i])])
        } else {
            each(|i| self.share_until(ramp[i], operated[i], 12))
        }
    }

    /// Part of its capacity at which a project runs in its first month, its second, … until it runs at capacity (MODEL's u).
    #[inline(always)]
    pub fn rise(&self, ramp: i32) -> impl Iterator<Item = f64> {
        let shape = self.shape;
        (0..ramp.max(1)).map(move |age| level(shape, ramp, age))
    }

    /// Part of their capacity at which some projects run at an age of so many months, 0 in the first; before that, of no meaning.
    #[inline(always)]
    pub fn levels<const N: usize>(&self, ramp: &[i32; N], age: &[i32; N]) -> [f64; N] {
        let table = &LEVELS[self.shape as usize];
        if ramp.iter().fold(true, |all, &ramp| all & (ramp <= LONGEST)) {
            each(|i| table[place(ramp[i], age[i])])
        } else {
            each(|i| level(self.shape, ramp[i], age[i]))
        }
    }

    /// The share of one that stops before month `stop` of the year, counted from 0.
    pub fn share_until(&self, ramp: i32, operated: i32, stop: usize) -> f64 {
        worked_out(&self.season, self.shape, ramp, operated.max(0), stop)
    }
}

/// Levels of each shape by ramp and age, in rows as those of the shares.
static LEVELS: [[f64; ROWS * ROW]; 2] = [tabulated(RampShape::Linear), tabulated(RampShape::SCurve)];

const fn tabulated(shape: RampShape) -> [f64; ROWS * ROW] {
    let mut table = [1.0; ROWS * ROW];
    let mut ramp = 0;
    while ramp <= LONGEST {
        let mut age = 0;
        while age < ramp {
            table[ramp as usize * ROW + age as usize] = level(shape, ramp, age);
            age += 1;
        }
        ramp += 1;
    }
    table
}

/// The level of a project at an age, by the definition.
#[inline(always)]
const fn level(shape: RampShape, ramp: i32, age: i32) -> f64 {
    if age + 1 >= ramp {
        return 1.0;
    }
    let r = (age + 1) as f64 / ramp as f64;
    match shape {
        RampShape::Linear => r,
        RampShape::SCurve => r * r * (3.0 - 2.0 * r),
    }
}

/// Place of a share in the table; after the whole ramp and year it stays the same.
#[inline(always)]
fn place(ramp: i32, operated: i32) -> usize {
    let (ramp, operated) = (ramp as usize, operated.max(0).min(12 + ramp) as usize);
    ramp % ROWS * ROW + operated % ROW
}

/// Each month's share of the year times the ramp at the project's age, up to the month in which it stops.
fn worked_out(season: &Season, shape: RampShape, ramp: i32, operated: i32, end: usize) -> f64 {
    // The first month of operation, counted from the year's first.
    let first = 12 - operated;
    let begin = first.max(0) as usize;
    if begin >= end {
        return 0.0;
    }
    // The month of this year from which it runs at capacity.
    let full = (first + ramp - 1).clamp(begin as i32, end as i32) as usize;
    let at_capacity = season.cumulative[end] - season.cumulative[full];
    if begin == full {
        return at_capacity;
    }
    // In month m of the year, counted from 0, its age is m - `first`.
    let ramping: f64 = match shape {
        RampShape::Linear => {
            let weighted = season.weighted[full] - season.weighted[begin];
            let plain = season.cumulative[full] - season.cumulative[begin];
            (weighted + f64::from(1 - first) * plain) / f64::from(ramp)
        }
        RampShape::SCurve => (begin..full)
            .map(|month| {
                let r = f64::from(month as i32 - first + 1) / f64::from(ramp);
                season.shares[month] * r * r * (3.0 - 2.0 * r)
            })
            .sum(),
    };
    ramping + at_capacity
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn season() -> Season {
        Season::new(std::array::from_fn(|m| (m + 1) as f64 / 78.0))
    }

    proptest! {
        /// MODEL's definition, month by month.
        #[test]
        fn shares_are_the_sum_of_their_months(
            ramp in 0..2 * LONGEST, operated in 0..200i32, stop in 0..=12usize, s_curve in any::<bool>(),
        ) {
            let shape = if s_curve { RampShape::SCurve } else { RampShape::Linear };
            let ramps = Ramps::new(season(), shape);
            let by_months = |end: usize| -> f64 {
                (0..end).filter(|&m| m as i32 >= 12 - operated).map(|m| {
                    let age = m as i32 - (12 - operated);
                    let r = if ramp == 0 { 1.0 } else { (f64::from(age + 1) / f64::from(ramp)).min(1.0) };
                    let level = if s_curve { r * r * (3.0 - 2.0 * r) } else { r };
                    let [tabulated, _] = ramps.levels(&[ramp, 7], &[age, 2]);
                    assert!((tabulated - level).abs() < 1e-15);
                    assert_eq!(tabulated, ramps.rise(ramp).nth(age as usize).unwrap_or(1.0));
                    season().shares[m] * level
                }).sum()
            };
            prop_assert!((ramps.shares(&[ramp], &[operated])[0] - by_months(12)).abs() < 1e-13);
            prop_assert!((ramps.share_until(ramp, operated, stop) - by_months(stop)).abs() < 1e-13);
        }
    }

    #[test]
    fn nothing_is_made_before_the_first_month() {
        let ramps = Ramps::new(season(), RampShape::Linear);
        assert_eq!((ramps.shares(&[6], &[-3]), ramps.shares(&[6, 1000], &[-3; 2])), ([0.0], [0.0; 2]));
    }
}
