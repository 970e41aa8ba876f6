//! Student's t, cut on both sides and scaled to variance 1: the law of a firm's own shock.

use super::{Distribution, bisect};
use crate::random::draw::{Draw, Tables, Window};
use crate::random::elementary::{ROUND, exp, ln};
use crate::random::special::{beta_lower, ln_beta};
use crate::random::table::QuantileTable;
use crate::random::tail::{POINTS, Tail};
use crate::wide::{each, rows, wide};
use std::f64::consts::LN_2;

/// ε = T/s, T of Student's law given |T| <= cut, s its standard deviation.
#[derive(Debug, Clone, PartialEq)]
pub struct StudentT {
    degrees_of_freedom: f64,
    cut: f64,
    /// s.
    deviation: f64,
}

impl StudentT {
    /// The law of variance 1; the cut is a whole number of at most `MOST_CUT`.
    pub fn of_unit_variance(degrees_of_freedom: f64, cut: f64) -> Self {
        debug_assert!(cut <= MOST_CUT && cut.fract() == 0.0);
        Self { degrees_of_freedom, cut, deviation: truncated_variance(degrees_of_freedom, cut).sqrt() }
    }

    /// P(T <= t) without the cut.
    fn uncut(&self, t: f64) -> f64 {
        let v = self.degrees_of_freedom;
        let tail = 0.5 * beta_lower(0.5 * v, 0.5, v / (v + t * t));
        if t < 0.0 { tail } else { 1.0 - tail }
    }
}

impl Distribution for StudentT {
    fn support(&self) -> (f64, f64) {
        (-self.cut / self.deviation, self.cut / self.deviation)
    }

    fn mean(&self) -> f64 {
        0.0
    }

    fn cdf(&self, x: f64) -> f64 {
        let below = self.uncut(-self.cut);
        let t = (x * self.deviation).clamp(-self.cut, self.cut);
        (self.uncut(t) - below) / (1.0 - 2.0 * below)
    }

    fn quantile(&self, p: f64) -> f64 {
        let (low, high) = self.support();
        bisect(|x| self.cdf(x), p, low, high)
    }

    fn point(&self) -> Option<f64> {
        None
    }

    fn draw(&self, tables: &mut Tables) -> Draw {
        let v = self.degrees_of_freedom;
        let table = tables.get(("student-t", [v, 0.0]), || QuantileTable::symmetric(&Lower::new(v)));
        let (base, scale) = (self.uncut(-self.cut), 1.0 / self.deviation);
        let window = Window { base, span: 1.0 - 2.0 * base, min: -self.cut * scale, max: self.cut * scale };
        Draw::tabulated(table, 0.0, scale).within(window)
    }
}

/// Steps of Simpson's rule.
const STEPS: usize = 2048;

/// Variance of t with v degrees of freedom given |T| <= cut, by Simpson's rule along arsinh(T/√v), in which the density is
/// smooth to the ends.
fn truncated_variance(v: f64, cut: f64) -> f64 {
    let reach = cut / v.sqrt();
    let step = ln(reach + (1.0 + reach * reach).sqrt()) / STEPS as f64;
    let law = Lower { degrees_of_freedom: v, ln_beta: 0.0 };
    let (densities, values) = wide(
        #[inline(always)]
        || {
            let densities: [f64; STEPS + 1] = each(
                #[inline(always)]
                |i| law.density(i as f64 * step),
            );
            let values: [f64; STEPS + 1] = each(
                #[inline(always)]
                |i| law.value(i as f64 * step).0,
            );
            (densities, values)
        },
    );
    let (mut mass, mut square) = (0.0, 0.0);
    for (i, (density, value)) in densities.into_iter().zip(values).enumerate() {
        let weight = match i {
            0 | STEPS => 1.0,
            odd if odd % 2 == 1 => 4.0,
            _ => 2.0,
        };
        mass += weight * density;
        square += weight * density * value * value;
    }
    square / mass
}

/// The lower tail, along arsinh(t/√v).
struct Lower {
    degrees_of_freedom: f64,
    ln_beta: f64,
}

impl Lower {
    fn new(degrees_of_freedom: f64) -> Self {
        Self { degrees_of_freedom, ln_beta: ln_beta(0.5 * degrees_of_freedom, 0.5) }
    }
}

impl Tail for Lower {
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
        let cosh = 0.5 * (exp(s) + exp(-s));
        0.5 * beta_lower(0.5 * self.degrees_of_freedom, 0.5, 1.0 / (cosh * cosh))
    }

    /// Where cosh s is nearly half of e^-s.
    fn end(&self, p: f64) -> (f64, f64) {
        let v = self.degrees_of_freedom;
        ((ln(p * v) + self.ln_beta) / v - LN_2, 0.0)
    }
}

/// Cells for each unit of T. On a cell the function is the cubic through its ends with the density as slopes, whose
/// error is below 2e-9.
const CELLS_PER_UNIT: usize = 64;

/// A power of two, so that the low bits of a cell's number find it.
const CELLS: usize = 2048;

/// Largest cut that the cells have room for.
const MOST_CUT: f64 = (CELLS / CELLS_PER_UNIT - 1) as f64;

/// The distribution function of [`StudentT`] for whole blocks, tabulated.
#[derive(Debug, Clone)]
pub struct StudentCdf {
    /// Cubics from T = 0 to the cut, in the place within the cell, and from there on 1.
    cells: Box<[[f64; 4]; CELLS]>,
    cells_per_unit_of_epsilon: f64,
    /// Number of the first cell beyond the cut.
    last: f64,
    reach: f64,
}

impl StudentCdf {
    /// Tabulates the law.
    pub fn new(law: &StudentT) -> Self {
        let last = (law.cut * CELLS_PER_UNIT as f64) as usize;
        let (v, width) = (law.degrees_of_freedom, 1.0 / CELLS_PER_UNIT as f64);
        let (masses, densities) = wide(
            #[inline(always)]
            || {
                let mut masses = [0.0; CELLS];
                for (point, weight) in POINTS {
                    for (cell, mass) in masses.iter_mut().enumerate() {
                        *mass += weight * width * density(v, (cell as f64 + point) * width);
                    }
                }
                let densities: [f64; CELLS] = each(
                    #[inline(always)]
                    |node| density(v, node as f64 * width),
                );
                (masses, densities)
            },
        );
        let above: f64 = masses[..last].iter().sum();
        let mut below = 0.0;
        let mut cells = Box::new([[1.0, 0.0, 0.0, 0.0]; CELLS]);
        for (cell, node) in cells[..last].iter_mut().zip(0..) {
            let (rise, from, to) = (masses[node], width * densities[node], width * densities[node + 1]);
            *cell = [above + below, from, 3.0 * rise - 2.0 * from - to, from + to - 2.0 * rise]
                .map(|x| 0.5 * x / above);
            below += rise;
        }
        Self {
            cells,
            cells_per_unit_of_epsilon: law.deviation * CELLS_PER_UNIT as f64,
            last: last as f64,
            reach: law.cut / law.deviation,
        }
    }

    /// Largest possible ε.
    pub fn reach(&self) -> f64 {
        self.reach
    }

    /// P(ε <= x) for each number of a block.
    #[inline(always)]
    pub fn probabilities<const N: usize>(&self, block: &[f64; N]) -> [f64; N] {
        let place: [f64; N] = each(|i| (block[i].abs() * self.cells_per_unit_of_epsilon).min(self.last));
        // The low bits of the sum hold the number of the cell.
        let cubics: [_; N] = rows(&self.cells, &each(|i| (place[i].floor() + ROUND).to_bits() as u16));
        each(|i| {
            let ([a, b, c, d], t) = (cubics[i], place[i] - place[i].floor());
            let upper = a + t * (b + t * (c + t * d));
            if block[i] < 0.0 { 1.0 - upper } else { upper }
        })
    }
}

/// Density of Student's law but for a factor, which the cut changes in any case.
#[inline(always)]
fn density(degrees_of_freedom: f64, t: f64) -> f64 {
    exp(-0.5 * (degrees_of_freedom + 1.0) * ln(1.0 + t * t / degrees_of_freedom))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_inverts_what_is_drawn() {
        for v in [1.0, 3.0, 8.0, 40.0] {
            let law = StudentT::of_unit_variance(v, 20.0);
            let (draw, cdf) = (law.draw(&mut Tables::default()), StudentCdf::new(&law));
            for i in 1..2000 {
                let u = f64::from(i) / 2000.0;
                assert!((cdf.probabilities(&[draw.value(u)])[0] - u).abs() < 2e-6, "v {v}, u {u}");
            }
            assert_eq!(cdf.probabilities(&[-25.0, 25.0, 0.0]), [0.0, 1.0, 0.5]);
        }
    }

    #[test]
    fn the_variance_is_one() {
        for v in [1.0, 2.0, 3.0, 5.0, 30.0] {
            let draw = StudentT::of_unit_variance(v, 20.0).draw(&mut Tables::default());
            let n = 200_000;
            let values = (0..n).map(|i| draw.value((f64::from(i) + 0.5) / f64::from(n)));
            let variance = values.map(|x| x * x).sum::<f64>() / f64::from(n);
            assert!((variance - 1.0).abs() < 5e-3, "v {v}: {variance}");
        }
    }

    #[test]
    fn quantiles_invert_the_distribution_function_and_rise() {
        for v in [1.0, 2.1, 3.0, 8.0, 100.0, 1e3, 1e4, 1e6] {
            let (law, table) =
                (StudentT::of_unit_variance(v, 20.0), QuantileTable::symmetric(&Lower::new(v)));
            let mut last = f64::NEG_INFINITY;
            for i in 1..10_000 {
                let u = f64::from(i) / 10_000.0;
                let value = table.at(u);
                let back = law.uncut(value);
                assert!(value.is_finite() && value >= last, "v {v} at {u}: {value} after {last}");
                assert!((back - u).abs() < 2e-6 * u.min(1.0 - u) || v > 1e4, "v {v} at {u}: {back}");
                last = value;
            }
        }
    }

    /// By the textbook's density in T, with the functions of the platform.
    #[test]
    fn the_variance_of_the_cut_law_is_that_of_its_density() {
        for v in [1.0, 3.0, 8.0, 100.0] {
            let steps = 200_000;
            let (mut mass, mut square) = (0.0, 0.0);
            for i in 0..steps {
                let t = 20.0 * (f64::from(i) + 0.5) / f64::from(steps);
                let density = (1.0 + t * t / v).powf(-0.5 * (v + 1.0));
                (mass, square) = (mass + density, square + density * t * t);
            }
            let found = truncated_variance(v, 20.0);
            assert!((found / (square / mass) - 1.0).abs() < 1e-7, "v {v}: {found}");
        }
    }
}
