//! Quantile functions without a closed form, tabulated once and read as piecewise cubics.
//!
//! The grid follows the binary representation of the tail probability: every octave 2^-k..2^-(k-1) from the
//! median down to 2^-53 is cut into equal cells, for the lower and the upper tail alike, so that the relative
//! resolution is the same everywhere and a cell is found by a shift. On a cell the quantile is the cubic
//! through its two ends with the slopes 1/density there; the probability it stands for is right to 2e-6 of
//! itself, except where a very small shape (below 0.3) leaves nothing but zeros to tell apart.

use statrs::function::beta::{beta_reg, ln_beta};
use statrs::function::gamma::{gamma_lr, gamma_ur, ln_gamma};

/// Cells per octave, as a power of two.
const CELL_BITS: u32 = 4;
const CELLS: usize = 1 << CELL_BITS;
/// Octaves below the median: the smallest uniform is 2^-53.
const OCTAVES: usize = 53;
const NODES: usize = OCTAVES * CELLS + 1;
/// Room for the cells of a tail: a power of two, so that no look-up can miss it.
const ROOM: usize = 1024;
/// Newton steps before the solver settles for what it has; one or two are usual.
const MAX_STEPS: usize = 100;
/// A Newton step shorter than this, relative to the value, is the last: what it leaves is about its square.
const LAST_STEP: f64 = 1e-6;

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

/// A quantile function: (probability, near) -> value.
type Quantile = Box<dyn Fn(f64, Option<f64>) -> f64>;

/// Which tail a probability belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tail {
    Lower,
    Upper,
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

    /// The density. What does not depend on x takes most of the work, so it is done once.
    pub(super) fn density(self) -> Box<dyn Fn(f64) -> f64> {
        match self {
            Self::Gamma { shape } => {
                let whole = ln_gamma(shape);
                Box::new(move |x| ((shape - 1.0) * x.ln() - x - whole).exp())
            }
            Self::Beta { alpha, beta } => {
                let whole = ln_beta(alpha, beta);
                Box::new(move |x| ((alpha - 1.0) * x.ln() + (beta - 1.0) * (-x).ln_1p() - whole).exp())
            }
            Self::StudentT { degrees_of_freedom: v } => {
                let (half, whole) = (0.5 * v.ln(), ln_beta(0.5 * v, 0.5));
                Box::new(move |x| (-0.5 * (v + 1.0) * (x * x / v).ln_1p() - half - whole).exp())
            }
        }
    }

    /// The value by its tail probability, which is at most 1/2, and by a value close by where one is known.
    fn quantile(self, tail: Tail) -> Quantile {
        match (self, tail) {
            (Self::Gamma { shape }, Tail::Lower) => {
                let (density, whole) = (self.density(), ln_gamma(shape + 1.0));
                Box::new(move |p, near| {
                    let start = near.unwrap_or_else(|| ((p.ln() + whole) / shape).exp().min(shape));
                    solve_in_logarithm(p, start, |x| gamma_lr(shape, x), &density, f64::MAX)
                })
            }
            (Self::Gamma { shape }, Tail::Upper) => {
                let density = self.density();
                Box::new(move |p, near| {
                    solve_upper(p, near.unwrap_or(shape), |x| gamma_ur(shape, x), &density)
                })
            }
            (Self::Beta { alpha, beta }, Tail::Lower) => {
                let (density, whole) = (self.density(), ln_beta(alpha, beta));
                Box::new(move |p, near| {
                    let start =
                        near.unwrap_or_else(|| ((p.ln() + alpha.ln() + whole) / alpha).exp().min(0.5));
                    solve_in_logarithm(p, start, |x| beta_reg(alpha, beta, x), &density, 1.0)
                })
            }
            (Self::Beta { alpha, beta }, Tail::Upper) => {
                let mirrored = Self::Beta { alpha: beta, beta: alpha }.quantile(Tail::Lower);
                Box::new(move |p, near| 1.0 - mirrored(p, near.map(|x| 1.0 - x).filter(|&x| x > 0.0)))
            }
            (Self::StudentT { degrees_of_freedom: v }, _) => {
                // T² = v(1-B)/B for B of the beta law with shapes v/2 and 1/2.
                let beta = Self::Beta { alpha: 0.5 * v, beta: 0.5 };
                let (lower, upper) = (beta.quantile(Tail::Lower), beta.quantile(Tail::Upper));
                Box::new(move |p, near| {
                    let b = if p < 0.25 {
                        lower(2.0 * p, near.map(|x| v / (v + x * x)))
                    } else {
                        upper(1.0 - 2.0 * p, None)
                    };
                    let t = (v * (1.0 - b) / b).max(0.0).sqrt();
                    if tail == Tail::Lower { -t } else { t }
                })
            }
        }
    }
}

/// Solves cdf(x) = p in (0, `end`) by Newton's method on ln cdf against ln x, where a lower tail is nearly a
/// straight line, kept inside a bracket.
fn solve_in_logarithm(
    p: f64,
    start: f64,
    cdf: impl Fn(f64) -> f64,
    density: impl Fn(f64) -> f64,
    end: f64,
) -> f64 {
    if p <= 0.0 {
        return 0.0;
    }
    let (mut low, mut high) = (0.0_f64, end);
    let mut x = start.clamp(f64::MIN_POSITIVE, end);
    for _ in 0..MAX_STEPS {
        let value = cdf(x);
        if value > p {
            high = x
        } else {
            low = x
        }
        let step = (p.ln() - value.ln()) * value / (density(x) * x);
        let newton = x * step.clamp(-700.0, 700.0).exp();
        let is_inside = newton > low && newton < high;
        let next = if is_inside {
            newton
        } else if high == f64::MAX {
            2.0 * x
        } else {
            0.5 * (low + high)
        };
        let short = if is_inside { LAST_STEP } else { 1e-14 };
        if (next - x).abs() <= short * x || next == 0.0 {
            return next;
        }
        x = next;
    }
    x
}

/// Solves sf(x) = p for x > 0 by Newton's method on ln sf, kept inside a bracket.
fn solve_upper(p: f64, start: f64, sf: impl Fn(f64) -> f64, density: impl Fn(f64) -> f64) -> f64 {
    let (mut low, mut high) = (0.0_f64, f64::MAX);
    let mut x = start.max(f64::MIN_POSITIVE);
    for _ in 0..MAX_STEPS {
        let value = sf(x);
        if value > p {
            low = x
        } else {
            high = x
        }
        let newton = x + (value.ln() - p.ln()) * value / density(x);
        let is_inside = newton > low && newton < high;
        let next = if is_inside {
            newton
        } else if high == f64::MAX {
            2.0 * x + 1.0
        } else {
            0.5 * (low + high)
        };
        let short = if is_inside { LAST_STEP } else { 1e-14 };
        if (next - x).abs() <= short * x {
            return next;
        }
        x = next;
    }
    x
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
        if let Shape::StudentT { .. } = shape {
            // It is symmetric.
            tabulate(shape, Tail::Lower, lower);
            upper.iter_mut().zip(lower).for_each(|(ours, theirs)| *ours = theirs.map(|x| -x));
        } else {
            rayon::join(|| tabulate(shape, Tail::Lower, lower), || tabulate(shape, Tail::Upper, upper));
        }
        Self { cells }
    }

    /// The quantile at u in (0, 1).
    #[inline(always)]
    pub fn at(&self, u: f64) -> f64 {
        let is_upper = u > 0.5;
        let p = if is_upper { 1.0 - u } else { u };
        let bits = p.to_bits();
        let cell = (bits >> CELL_SHIFT).saturating_sub(FIRST_CELL) as usize % ROOM;
        let [a, b, c, d] = self.cells[cell + if is_upper { ROOM } else { 0 }];
        let t = (bits & ((1 << CELL_SHIFT) - 1)) as f64 * (1.0 / (1_u64 << CELL_SHIFT) as f64);
        a + t * (b + t * (c + t * d))
    }
}

/// The bits of a probability that number its cell.
const CELL_SHIFT: u32 = 52 - CELL_BITS;

/// Number of the cell that begins at the smallest probability of the table.
const FIRST_CELL: u64 = (1023 - OCTAVES as u64 - 1) << CELL_BITS;

/// Values of a tail, from 2^-54 up to 1/2 by the cells' edges.
fn nodes(shape: Shape, tail: Tail) -> Vec<f64> {
    if let (Shape::Beta { alpha, beta }, Tail::Upper) = (shape, tail) {
        // What lies near 1 is told apart by how near.
        let mirrored = nodes(Shape::Beta { alpha: beta, beta: alpha }, Tail::Lower);
        return mirrored.iter().map(|x| 1.0 - x).collect();
    }
    let quantile = shape.quantile(tail);
    let logarithms: Vec<f64> = (0..NODES).map(|node| probability(node).ln()).collect();
    let mut values = vec![0.0; NODES];
    // From the median outwards, each node starts where its neighbours point to.
    for node in (0..NODES).rev() {
        values[node] = quantile(probability(node), extrapolated(&values, &logarithms, node));
    }
    values
}

/// The probability at a node.
fn probability(node: usize) -> f64 {
    f64::from_bits((FIRST_CELL + node as u64) << CELL_SHIFT)
}

/// About where the value of a node lies, given those of the nodes above it: its logarithm on the cubic through four of them
/// over the logarithm of the probability, else at the neighbour.
fn extrapolated(values: &[f64], logarithms: &[f64], node: usize) -> Option<f64> {
    let neighbour = *values.get(node + 1).filter(|x| **x != 0.0 && x.is_finite())?;
    if node + 4 >= values.len() {
        return Some(neighbour);
    }
    let place = |above: usize| logarithms[node + above];
    // Lagrange's.
    let weight = |of: usize| {
        let others = (1..=4).filter(|&above| above != of);
        others.fold(1.0, |weight, above| weight * (place(0) - place(above)) / (place(of) - place(above)))
    };
    let ratio = |above: usize| (values[node + above] / neighbour).ln();
    let value = neighbour * (2..=4).map(|above| weight(above) * ratio(above)).sum::<f64>().exp();
    Some(value).filter(|x| *x != 0.0 && x.is_finite()).or(Some(neighbour))
}

/// Fills in the cells of one tail, from 2^-54 up to 1/2, with one more that holds 1/2 itself.
fn tabulate(shape: Shape, tail: Tail, cells: &mut [[f64; 4]]) {
    let (values, density) = (nodes(shape, tail), shape.density());
    let sign = if tail == Tail::Lower { 1.0 } else { -1.0 };
    let per_density: Vec<f64> = values.iter().map(|&x| sign / density(x)).collect();
    for node in 0..NODES - 1 {
        let width = probability(node + 1) - probability(node);
        let secant = values[node + 1] - values[node];
        // A cubic is monotone where its end slopes are at most three times the secant.
        let slope = |node: usize| {
            let slope = width * per_density[node];
            if (slope / secant).is_finite() { secant * (slope / secant).clamp(0.0, 3.0) } else { secant }
        };
        let (from, to) = (slope(node), slope(node + 1));
        cells[node] = [values[node], from, 3.0 * secant - 2.0 * from - to, from + to - 2.0 * secant];
    }
    cells[NODES - 1] = [values[NODES - 1], 0.0, 0.0, 0.0];
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
        for shape in [0.3, 0.5, 1.0, 1.0 / 0.3, 20.0, 4000.0] {
            inverts(Shape::Gamma { shape });
        }
    }

    #[test]
    fn beta() {
        for (alpha, beta) in [(0.3, 0.4), (1.0, 1.0), (2.0, 3.0), (1.9, 4.1), (50.0, 2.0)] {
            inverts(Shape::Beta { alpha, beta });
        }
    }

    #[test]
    fn student_t() {
        for degrees_of_freedom in [1.0, 2.5, 3.0, 8.0, 100.0] {
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
    fn tables_rise() {
        let table = QuantileTable::new(Shape::Beta { alpha: 0.3, beta: 0.4 });
        let mut last = 0.0;
        for i in 1..50_000 {
            let value = table.at(f64::from(i) / 50_000.0);
            assert!(value >= last);
            last = value;
        }
    }
}
