//! The law of one of some values.

use super::family::{Declared, Fault, Given, Parameter, ParameterKind};
use super::{Distribution, Prepared};
use crate::random::draw::{Draw, Quantiles, Tables};
use crate::text::{text, tidy};

/// How near to 1 the sum of weights must lie to be that of probabilities.
const SUM_TOLERANCE: f64 = 1e-9;
/// How near to 1 the sum of weights may lie without them looking like probabilities.
const LIKE_PROBABILITIES: f64 = 0.1;

/// One of some values.
#[derive(Debug, Clone, PartialEq)]
pub struct Discrete {
    /// The values.
    pub values: Vec<f64>,
    /// Their probabilities; sum to 1.
    pub probabilities: Vec<f64>,
}

impl Discrete {
    /// The possible values and their probabilities in [min, max], in the file's order.
    fn within(&self, min: f64, max: f64) -> impl Iterator<Item = (f64, f64)> {
        let all = self.values.iter().copied().zip(self.probabilities.iter().copied());
        all.filter(move |(value, probability)| (min..=max).contains(value) && *probability > 0.0)
    }

    fn probability(&self, of: impl Fn(f64) -> bool) -> f64 {
        let pairs = self.values.iter().zip(&self.probabilities);
        pairs.filter(|(value, _)| of(**value)).map(|(_, probability)| probability).sum()
    }
}

impl Declared for Discrete {
    const NAME: &'static str = "discrete";
    const FORMS: &'static [&'static [Parameter]] = &[&[
        Parameter { key: "values", kind: ParameterKind::Values },
        Parameter { key: "weights", kind: ParameterKind::Weights },
    ]];

    fn make(given: &Given) -> Result<Self, Fault> {
        let values = given.list("values").unwrap_or_default();
        let equal = vec![1.0; values.len()];
        let weights = given.list("weights").unwrap_or(&equal);
        let sum = sum_of_weights(weights, values.len()).map_err(|fault| fault.at("weights"))?;
        if given.has("weights") {
            not_nearly_probabilities(sum).map_err(|fault| fault.at("weights"))?;
        }
        let probabilities = weights.iter().map(|weight| weight / sum).collect();
        Ok(Self { values: values.to_vec(), probabilities })
    }
}

/// The sum of as many weights as there are values.
fn sum_of_weights(weights: &[f64], count: usize) -> Result<f64, Fault> {
    let sum: f64 = weights.iter().sum();
    let none_negative = weights.iter().all(|&weight| weight >= 0.0);
    if weights.len() == count && none_negative && sum > 0.0 && sum.is_finite() {
        return Ok(sum);
    }
    let (found, shown) = (weights.len(), tidy(sum));
    Err(Fault::new(text!("{found} 个权重，和为 {shown}", "{found} weights of sum {shown}"))
        .allowed(text!("{count} 个非负的权重，和大于 0", "{count} weights, none negative, of a sum above 0")))
}

/// Refuses weights that look like probabilities with one of them mistyped: they would be scaled unnoticed.
fn not_nearly_probabilities(sum: f64) -> Result<(), Fault> {
    let off = (sum - 1.0).abs();
    // A little more than the bound, for the rounding of a sum such as 0.5 + 0.6.
    if off <= SUM_TOLERANCE || off > LIKE_PROBABILITIES + SUM_TOLERANCE {
        return Ok(());
    }
    let shown = tidy(sum);
    Err(Fault::new(text!(
        "权重像是概率，和却是 {shown}",
        "the weights look like probabilities, but their sum is {shown}"
    ))
    .allowed(text!("概率的和为 1", "probabilities of sum 1"))
    .remedy(text!(
        "改正其中一个；若只表示相对大小，写成整数，如 [5, 3, 2]",
        "correct one of them; if only their ratios matter, write whole numbers, such as [5, 3, 2]"
    )))
}

impl Distribution for Discrete {
    fn support(&self) -> (f64, f64) {
        self.within(f64::NEG_INFINITY, f64::INFINITY)
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), (x, _)| (low.min(x), high.max(x)))
    }

    fn mean(&self) -> f64 {
        self.values.iter().zip(&self.probabilities).map(|(value, probability)| value * probability).sum()
    }

    fn cdf(&self, x: f64) -> f64 {
        self.probability(|value| value <= x)
    }

    fn below(&self, x: f64) -> f64 {
        self.probability(|value| value < x)
    }

    fn quantile(&self, p: f64) -> f64 {
        let mut order: Vec<(f64, f64)> = self.within(f64::NEG_INFINITY, f64::INFINITY).collect();
        order.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut sum = 0.0;
        let reaches = |(_, probability): &&(f64, f64)| {
            sum += probability;
            sum >= p
        };
        order.iter().find(reaches).or(order.last()).map_or(f64::NAN, |(value, _)| *value)
    }

    fn point(&self) -> Option<f64> {
        match self.values[..] {
            [only] => Some(only),
            _ => None,
        }
    }

    fn draw(&self, _: &mut Tables) -> Draw {
        let pairs: Vec<(f64, f64)> = self.within(f64::NEG_INFINITY, f64::INFINITY).collect();
        Draw::of(Steps::new(&pairs))
    }

    fn mass(&self, min: f64, max: f64) -> f64 {
        self.probability(|value| (min..=max).contains(&value))
    }

    /// What lies outside is left out, not cut off, so that a value on a limit stays a value.
    fn prepare(&self, min: f64, max: f64, _: &mut Tables) -> Prepared {
        let pairs: Vec<(f64, f64)> = self.within(min, max).collect();
        match pairs[..] {
            [(only, _)] => Prepared::Known(only),
            _ => Prepared::Uncertain(Draw::of(Steps::new(&pairs))),
        }
    }
}

/// Values in the file's order, with the running sums of their probabilities.
#[derive(Debug)]
struct Steps {
    values: Vec<f64>,
    cumulative: Vec<f64>,
}

impl Steps {
    fn new(pairs: &[(f64, f64)]) -> Self {
        let total: f64 = pairs.iter().map(|(_, probability)| probability).sum();
        let mut sum = 0.0;
        let cumulative = pairs.iter().map(|(_, probability)| {
            sum += probability / total;
            sum
        });
        Self { cumulative: cumulative.collect(), values: pairs.iter().map(|(value, _)| *value).collect() }
    }
}

impl Quantiles for Steps {
    #[inline(always)]
    fn at(&self, u: f64) -> f64 {
        let at = self.cumulative.iter().position(|&sum| u <= sum).unwrap_or(self.values.len() - 1);
        self.values[at]
    }
}
