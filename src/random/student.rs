//! The distribution function of Student's t, cut and scaled to variance 1, tabulated.

use super::draw::truncated_student_t_variance;
use super::elementary::{ROUND, exp, ln};
use super::tail::POINTS;
use crate::wide::{each, rows, wide};

/// Cells for each unit of T. On a cell the function is the cubic through its ends with the density as slopes, whose
/// error is below 2e-9.
const CELLS_PER_UNIT: usize = 64;

/// A power of two, so that the low bits of a cell's number find it.
const CELLS: usize = 2048;

/// P(ε <= x) for ε = T/s, T of Student's law given |T| <= cut, s its standard deviation.
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
    /// Tabulates the law that `Draw::student_t_of_unit_variance` draws from; the cut is a whole number below
    /// [`CELLS`] / [`CELLS_PER_UNIT`].
    pub fn new(degrees_of_freedom: f64, cut: f64) -> Self {
        let last = (cut * CELLS_PER_UNIT as f64) as usize;
        let (v, width) = (degrees_of_freedom, 1.0 / CELLS_PER_UNIT as f64);
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
        let deviation = truncated_student_t_variance(degrees_of_freedom, cut).sqrt();
        Self {
            cells,
            cells_per_unit_of_epsilon: deviation * CELLS_PER_UNIT as f64,
            last: last as f64,
            reach: cut / deviation,
        }
    }

    /// No ε is larger.
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

/// The density of Student's law but for a factor, which the cut changes in any case.
#[inline(always)]
fn density(degrees_of_freedom: f64, t: f64) -> f64 {
    exp(-0.5 * (degrees_of_freedom + 1.0) * ln(1.0 + t * t / degrees_of_freedom))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::draw::{Draw, Tables};

    #[test]
    fn it_inverts_what_is_drawn() {
        for v in [1.0, 3.0, 8.0, 40.0] {
            let (draw, cdf) =
                (Draw::student_t_of_unit_variance(v, 20.0, &mut Tables::default()), StudentCdf::new(v, 20.0));
            for i in 1..2000 {
                let u = f64::from(i) / 2000.0;
                assert!((cdf.probabilities(&[draw.value(u)])[0] - u).abs() < 2e-6, "v {v}, u {u}");
            }
            assert_eq!(cdf.probabilities(&[-25.0, 25.0, 0.0]), [0.0, 1.0, 0.5]);
        }
    }
}
