//! Laws made ready for drawing: one uniform in, one value out.

use super::elementary::{exp, normal_quantile, normal_quantiles};
use super::table::{QuantileTable, Shape};
use crate::scenario::{Law, Quantity};
use crate::wide::wide;
use statrs::distribution::{ContinuousCDF, Normal, Triangular};
use std::sync::Arc;

/// Uniforms that are looked up in a table at a time.
const LOOKED_UP: usize = 32;

/// A law, its parameters worked out and its truncation turned into a window of uniforms.
#[derive(Debug, Clone)]
pub struct Draw {
    form: Form,
    window: Option<Window>,
}

/// Truncation to [min, max] draws uniforms from [base, base + span] = [P(X < min), P(X <= max)].
#[derive(Debug, Clone, Copy)]
struct Window {
    base: f64,
    span: f64,
    min: f64,
    max: f64,
}

#[derive(Debug, Clone)]
enum Form {
    Normal { mean: f64, sd: f64 },
    LogNormal { mu: f64, sigma: f64 },
    Uniform { low: f64, width: f64 },
    Triangular { low: f64, mode: f64, high: f64 },
    Tabulated { table: Arc<QuantileTable>, offset: f64, scale: f64 },
    Discrete { values: Vec<f64>, cumulative: Vec<f64> },
}

/// What a quantity is made ready to.
#[derive(Debug, Clone)]
pub enum Prepared {
    /// A known number, or a law that leaves only one.
    Known(f64),
    /// A law.
    Uncertain(Draw),
}

/// Quantile tables, each shape tabulated once.
#[derive(Debug, Clone, Default)]
pub struct Tables {
    known: Vec<(Shape, Arc<QuantileTable>)>,
}

impl Tables {
    /// The table of a shape.
    pub fn get(&mut self, shape: Shape) -> Arc<QuantileTable> {
        if let Some((_, table)) = self.known.iter().find(|(known, _)| *known == shape) {
            return Arc::clone(table);
        }
        let table = Arc::new(QuantileTable::new(shape));
        self.known.push((shape, Arc::clone(&table)));
        table
    }
}

impl Prepared {
    /// Makes a quantity ready.
    pub fn new(quantity: &Quantity, tables: &mut Tables) -> Self {
        let Quantity::Uncertain { law, min, max } = quantity else {
            return Self::Known(quantity.fixed().unwrap_or_default());
        };
        match law {
            Law::Normal { mean, sd: 0.0 } | Law::Gamma { mean, sd: 0.0 } => return Self::Known(*mean),
            Law::LogNormal { mu, sigma: 0.0 } => return Self::Known(exp(*mu)),
            Law::Uniform { low, high } | Law::Triangular { low, high, .. } | Law::Pert { low, high, .. }
                if low == high =>
            {
                return Self::Known(*low);
            }
            Law::Discrete { values, probabilities } => return discrete(values, probabilities, *min, *max),
            _ => {}
        }
        let (form, cdf) = form(law, tables);
        let window = (min.is_finite() || max.is_finite()).then(|| {
            let base = if min.is_finite() { cdf(*min) } else { 0.0 };
            let end = if max.is_finite() { cdf(*max) } else { 1.0 };
            Window { base, span: (end - base).max(0.0), min: *min, max: *max }
        });
        Self::Uncertain(Draw { form, window })
    }
}

/// A discrete law given that the value lies in [min, max].
fn discrete(values: &[f64], probabilities: &[f64], min: f64, max: f64) -> Prepared {
    let kept: Vec<(f64, f64)> = values
        .iter()
        .copied()
        .zip(probabilities.iter().copied())
        .filter(|(v, p)| (min..=max).contains(v) && *p > 0.0)
        .collect();
    if let [(only, _)] = kept[..] {
        return Prepared::Known(only);
    }
    let total: f64 = kept.iter().map(|(_, p)| p).sum();
    let mut sum = 0.0;
    let cumulative = kept
        .iter()
        .map(|(_, p)| {
            sum += p / total;
            sum
        })
        .collect();
    Prepared::Uncertain(Draw {
        form: Form::Discrete { values: kept.iter().map(|(v, _)| *v).collect(), cumulative },
        window: None,
    })
}

/// The mean of a quantity, for where an uncertain one has to be shown as a single number: the midpoint rule over
/// its quantiles.
pub fn mean(quantity: &Quantity) -> f64 {
    const STEPS: u32 = 4000;
    match Prepared::new(quantity, &mut Tables::default()) {
        Prepared::Known(value) => value,
        Prepared::Uncertain(draw) => {
            let sum: f64 = (0..STEPS).map(|i| draw.value((f64::from(i) + 0.5) / f64::from(STEPS))).sum();
            sum / f64::from(STEPS)
        }
    }
}

type Cdf = Box<dyn Fn(f64) -> f64>;

/// The form of a law that is neither degenerate nor discrete, and its distribution function.
fn form(law: &Law, tables: &mut Tables) -> (Form, Cdf) {
    let standard = Normal::standard();
    match *law {
        Law::Normal { mean, sd } => {
            (Form::Normal { mean, sd }, Box::new(move |x| standard.cdf((x - mean) / sd)))
        }
        Law::LogNormal { mu, sigma } => (
            Form::LogNormal { mu, sigma },
            Box::new(move |x| if x <= 0.0 { 0.0 } else { standard.cdf((x.ln() - mu) / sigma) }),
        ),
        Law::Uniform { low, high } => (
            Form::Uniform { low, width: high - low },
            Box::new(move |x| ((x - low) / (high - low)).clamp(0.0, 1.0)),
        ),
        Law::Triangular { low, mode, high } => {
            let cdf: Cdf = match Triangular::new(low, high, mode) {
                Ok(law) => Box::new(move |x| law.cdf(x)),
                // The reader has checked low <= mode <= high, low < high.
                Err(_) => Box::new(|_| 0.0),
            };
            (Form::Triangular { low, mode, high }, cdf)
        }
        Law::Pert { low, mode, high } => {
            let width = high - low;
            let shape = Shape::Beta {
                alpha: 1.0 + 4.0 * (mode - low) / width,
                beta: 1.0 + 4.0 * (high - mode) / width,
            };
            tabulated(shape, low, width, tables)
        }
        Law::Beta { alpha, beta } => tabulated(Shape::Beta { alpha, beta }, 0.0, 1.0, tables),
        Law::Gamma { mean, sd } => {
            let shape = (mean / sd) * (mean / sd);
            tabulated(Shape::Gamma { shape }, 0.0, mean / shape, tables)
        }
        Law::Discrete { .. } => (Form::Uniform { low: 0.0, width: 0.0 }, Box::new(|_| 0.0)),
    }
}

fn tabulated(shape: Shape, offset: f64, scale: f64, tables: &mut Tables) -> (Form, Cdf) {
    let form = Form::Tabulated { table: tables.get(shape), offset, scale };
    (form, Box::new(move |x| shape.cdf((x - offset) / scale)))
}

impl Draw {
    /// Student's t cut at |T| <= `cut` and scaled to variance 1.
    pub fn student_t_of_unit_variance(degrees_of_freedom: f64, cut: f64, tables: &mut Tables) -> Self {
        let shape = Shape::StudentT { degrees_of_freedom };
        let base = shape.cdf(-cut);
        let scale = 1.0 / truncated_student_t_variance(degrees_of_freedom, cut).sqrt();
        Self {
            form: Form::Tabulated { table: tables.get(shape), offset: 0.0, scale },
            window: Some(Window { base, span: 1.0 - 2.0 * base, min: -cut * scale, max: cut * scale }),
        }
    }

    /// χ² with these degrees of freedom.
    pub fn chi_squared(degrees_of_freedom: f64, tables: &mut Tables) -> Self {
        let table = tables.get(Shape::Gamma { shape: 0.5 * degrees_of_freedom });
        Self { form: Form::Tabulated { table, offset: 0.0, scale: 2.0 }, window: None }
    }

    /// Gamma of mean 1 and this variance. One below 1e-9 counts as 1e-9: a law that narrow is as good as the number 1, and
    /// distribution functions take for ever over it.
    pub fn gamma_of_unit_mean(variance: f64, tables: &mut Tables) -> Self {
        let variance = variance.max(1e-9);
        let table = tables.get(Shape::Gamma { shape: 1.0 / variance });
        Self { form: Form::Tabulated { table, offset: 0.0, scale: variance }, window: None }
    }

    /// The value at u in (0, 1).
    #[inline]
    pub fn value(&self, u: f64) -> f64 {
        match self.window {
            None => self.form.value(u),
            Some(window) => self.form.value(window.base + window.span * u).clamp(window.min, window.max),
        }
    }

    /// Turns uniforms into values, in place.
    pub fn values(&self, block: &mut [f64]) {
        wide(
            #[inline(always)]
            || self.values_of(block),
        );
    }

    #[inline(always)]
    fn values_of(&self, block: &mut [f64]) {
        if let Some(window) = self.window {
            block.iter_mut().for_each(|u| *u = window.base + window.span * *u);
        }
        match &self.form {
            Form::Normal { mean, sd } => {
                normal_quantiles(block);
                block.iter_mut().for_each(|x| *x = mean + sd * *x);
            }
            Form::LogNormal { mu, sigma } => {
                normal_quantiles(block);
                block.iter_mut().for_each(|x| *x = exp(mu + sigma * *x));
            }
            Form::Tabulated { table, offset, scale } => {
                for chunk in block.chunks_mut(LOOKED_UP) {
                    let mut uniforms = [0.5; LOOKED_UP];
                    uniforms[..chunk.len()].copy_from_slice(chunk);
                    let quantiles = table.quantiles(&uniforms);
                    chunk.iter_mut().zip(quantiles).for_each(|(x, quantile)| *x = offset + scale * quantile);
                }
            }
            Form::Uniform { low, width } => block.iter_mut().for_each(|x| *x = low + width * *x),
            Form::Triangular { low, mode, high } => {
                block.iter_mut().for_each(|x| *x = triangular(*x, *low, *mode, *high));
            }
            Form::Discrete { values, cumulative } => {
                block.iter_mut().for_each(|x| *x = discrete_value(*x, values, cumulative));
            }
        }
        if let Some(window) = self.window {
            block.iter_mut().for_each(|x| *x = x.clamp(window.min, window.max));
        }
    }
}

impl Form {
    #[inline]
    fn value(&self, u: f64) -> f64 {
        match self {
            Self::Normal { mean, sd } => mean + sd * normal_quantile(u),
            Self::LogNormal { mu, sigma } => exp(mu + sigma * normal_quantile(u)),
            Self::Uniform { low, width } => low + width * u,
            Self::Triangular { low, mode, high } => triangular(u, *low, *mode, *high),
            Self::Tabulated { table, offset, scale } => offset + scale * table.at(u),
            Self::Discrete { values, cumulative } => discrete_value(u, values, cumulative),
        }
    }
}

/// Both sides are worked out and one is taken, so that a block of them has no branch.
#[inline(always)]
fn triangular(u: f64, low: f64, mode: f64, high: f64) -> f64 {
    let rising = low + (u * (high - low) * (mode - low)).sqrt();
    let falling = high - ((1.0 - u) * (high - low) * (high - mode)).sqrt();
    if u < (mode - low) / (high - low) { rising } else { falling }
}

#[inline(always)]
fn discrete_value(u: f64, values: &[f64], cumulative: &[f64]) -> f64 {
    let at = cumulative.iter().position(|&sum| u <= sum).unwrap_or(values.len() - 1);
    values[at]
}

/// Variance of t with v degrees of freedom given |T| <= cut, by Simpson's rule in the angle of T = √v·tan a,
/// in which the density is cos(a)^(v-1) up to a constant and smooth to the ends.
pub(super) fn truncated_student_t_variance(v: f64, cut: f64) -> f64 {
    const STEPS: usize = 2000;
    let end = (cut / v.sqrt()).atan();
    let (mut mass, mut square) = (0.0, 0.0);
    for i in 0..=STEPS {
        let a = end * i as f64 / STEPS as f64;
        let weight = if i == 0 || i == STEPS {
            1.0
        } else if i % 2 == 1 {
            4.0
        } else {
            2.0
        };
        let density = weight * a.cos().powf(v - 1.0);
        mass += density;
        square += density * v * a.tan() * a.tan();
    }
    square / mass
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draw(law: Law, min: f64, max: f64) -> Draw {
        match Prepared::new(&Quantity::Uncertain { law, min, max }, &mut Tables::default()) {
            Prepared::Uncertain(draw) => draw,
            Prepared::Known(value) => panic!("known: {value}"),
        }
    }

    fn mean_and_variance(draw: &Draw) -> (f64, f64) {
        let n = 200_000;
        let values: Vec<f64> = (0..n).map(|i| draw.value((f64::from(i) + 0.5) / f64::from(n))).collect();
        let mean = values.iter().sum::<f64>() / f64::from(n);
        (mean, values.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / f64::from(n))
    }

    const NONE: (f64, f64) = (f64::NEG_INFINITY, f64::INFINITY);

    #[test]
    fn gammas_of_any_variance_are_made_in_no_time() {
        for variance in [0.0, 1e-300, 1e-16, 1e-9, 1e-3, 1e5, 1e15] {
            let draw = Draw::gamma_of_unit_mean(variance, &mut Tables::default());
            let [low, middle, high] = [0.05, 0.5, 0.95].map(|u| draw.value(u));
            assert!(low.is_finite() && low <= middle && middle <= high && high.is_finite(), "{variance}");
            assert!(variance > 1e-6 || (low > 0.9999 && high < 1.0001), "{variance}: {low} to {high}");
        }
    }

    /// Means and variances from the textbook, by the midpoint rule over the uniform.
    #[test]
    fn moments() {
        let cases = [
            (Law::Normal { mean: 3.0, sd: 2.0 }, 3.0, 4.0),
            (Law::LogNormal { mu: 0.0, sigma: 0.5 }, 0.125f64.exp(), 0.25f64.exp() * (0.25f64.exp() - 1.0)),
            (Law::Uniform { low: 1.0, high: 4.0 }, 2.5, 0.75),
            (Law::Triangular { low: 0.0, mode: 1.0, high: 5.0 }, 2.0, 21.0 / 18.0),
            (
                Law::Pert { low: 0.0, mode: 2.0, high: 9.0 },
                17.0 / 6.0,
                (17.0 / 6.0) * (9.0 - 17.0 / 6.0) / 7.0,
            ),
            (Law::Beta { alpha: 2.0, beta: 3.0 }, 0.4, 0.04),
            (Law::Gamma { mean: 9.0, sd: 3.0 }, 9.0, 9.0),
        ];
        for (law, mean, variance) in cases {
            let (m, v) = mean_and_variance(&draw(law.clone(), NONE.0, NONE.1));
            assert!(
                (m - mean).abs() < 1e-3 * mean && (v - variance).abs() < 3e-3 * variance,
                "{law:?}: {m} {v}"
            );
        }
    }

    #[test]
    fn truncation_conditions() {
        let law = Law::Normal { mean: 0.05, sd: 0.1 };
        let truncated = draw(law.clone(), 0.0, 0.12);
        let free = draw(law, NONE.0, NONE.1);
        let n = 40_000;
        let free: Vec<f64> = (0..n).map(|i| free.value((f64::from(i) + 0.5) / f64::from(n))).collect();
        let kept: Vec<f64> = free.into_iter().filter(|x| (0.0..=0.12).contains(x)).collect();
        for q in [0.1, 0.5, 0.9] {
            assert!((truncated.value(q) - kept[(q * kept.len() as f64) as usize]).abs() < 1e-4);
        }
    }

    #[test]
    fn student_t_has_unit_variance() {
        let mut tables = Tables::default();
        for v in [1.0, 2.0, 3.0, 5.0, 30.0] {
            let draw = Draw::student_t_of_unit_variance(v, 20.0, &mut tables);
            let (mean, variance) = mean_and_variance(&draw);
            assert!(mean.abs() < 1e-9 && (variance - 1.0).abs() < 5e-3, "v {v}: {mean} {variance}");
        }
    }

    #[test]
    fn blocks_are_their_values_one_by_one() {
        let uniforms: [f64; 64] = std::array::from_fn(|i| (i as f64 + 0.3) / 64.0);
        for law in [
            Law::Normal { mean: 1.0, sd: 2.0 },
            Law::LogNormal { mu: 0.1, sigma: 0.2 },
            Law::Triangular { low: 0.0, mode: 1.0, high: 5.0 },
        ] {
            for (min, max) in [NONE, (0.5, 3.0)] {
                let draw = draw(law.clone(), min, max);
                let mut block = uniforms;
                draw.values(&mut block);
                assert_eq!(block, uniforms.map(|u| draw.value(u)));
            }
        }
    }

    #[test]
    fn degenerate_laws_are_known() {
        let known = |law| match Prepared::new(
            &Quantity::Uncertain { law, min: NONE.0, max: NONE.1 },
            &mut Tables::default(),
        ) {
            Prepared::Known(value) => value,
            Prepared::Uncertain(_) => panic!("uncertain"),
        };
        assert_eq!(known(Law::Normal { mean: 2.0, sd: 0.0 }), 2.0);
        assert_eq!(known(Law::LogNormal { mu: 0.0, sigma: 0.0 }), 1.0);
        assert_eq!(known(Law::Pert { low: 4.0, mode: 4.0, high: 4.0 }), 4.0);
        assert_eq!(known(Law::Discrete { values: vec![1.0, 2.0], probabilities: vec![0.0, 1.0] }), 2.0);
    }

    #[test]
    fn discrete_inversion() {
        let law = Law::Discrete { values: vec![4.0, 12.0, 20.0], probabilities: vec![0.5, 0.3, 0.2] };
        let draw = draw(law, NONE.0, NONE.1);
        assert_eq!(
            [0.1, 0.5, 0.51, 0.8, 0.81, 0.999].map(|u| draw.value(u)),
            [4.0, 4.0, 12.0, 12.0, 20.0, 20.0]
        );
    }
}
