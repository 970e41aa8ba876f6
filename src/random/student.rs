//! The distribution function of Student's t, cut and scaled to variance 1, tabulated.

use super::draw::truncated_student_t_variance;
use super::table::Shape;

/// Cells for each unit of T. On a cell the function is the cubic through its ends with the density as slopes, whose
/// error is below 2e-9.
const CELLS_PER_UNIT: usize = 64;

/// P(ε <= x) for ε = T/s, T of Student's law given |T| <= cut, s its standard deviation.
#[derive(Debug, Clone)]
pub struct StudentCdf {
    /// Cubics from T = 0 to the cut, in the place within the cell.
    cells: Vec<[f64; 4]>,
    cells_per_unit_of_epsilon: f64,
    cut: f64,
}

impl StudentCdf {
    /// Tabulates the law that `Draw::student_t_of_unit_variance` draws from.
    pub fn new(degrees_of_freedom: f64, cut: f64) -> Self {
        let shape = Shape::StudentT { degrees_of_freedom };
        let outside = shape.cdf(-cut);
        let inside = 1.0 - 2.0 * outside;
        let at = |node: usize| node as f64 / CELLS_PER_UNIT as f64;
        let value = |node: usize| (shape.cdf(at(node)) - outside) / inside;
        let slope = |node: usize| shape.density(at(node)) / (inside * CELLS_PER_UNIT as f64);
        let cell = |node: usize| {
            let (rise, from, to) = (value(node + 1) - value(node), slope(node), slope(node + 1));
            [value(node), from, 3.0 * rise - 2.0 * from - to, from + to - 2.0 * rise]
        };
        let deviation = truncated_student_t_variance(degrees_of_freedom, cut).sqrt();
        Self {
            cells: (0..(cut * CELLS_PER_UNIT as f64) as usize).map(cell).collect(),
            cells_per_unit_of_epsilon: deviation * CELLS_PER_UNIT as f64,
            cut: cut / deviation,
        }
    }

    /// P(ε <= x).
    #[inline]
    pub fn at(&self, x: f64) -> f64 {
        let place = x.abs() * self.cells_per_unit_of_epsilon;
        let upper = match self.cells.get(place as usize) {
            Some([a, b, c, d]) if x.abs() < self.cut => {
                let t = place.fract();
                a + t * (b + t * (c + t * d))
            }
            _ => 1.0,
        };
        if x < 0.0 { 1.0 - upper } else { upper }
    }
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
                assert!((cdf.at(draw.value(u)) - u).abs() < 2e-6, "v {v}, u {u}");
            }
            assert_eq!((cdf.at(-25.0), cdf.at(25.0), cdf.at(0.0)), (0.0, 1.0, 0.5));
        }
    }
}
