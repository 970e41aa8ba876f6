//! Margins by which trials reach or miss a target, for the search of worlds in which it is reached.

use super::Worker;
use crate::plan::{MeasurePlan, TargetPlan};
use crate::random::elementary::ln;
use crate::random::{LANES, Lanes};
use crate::scenario::figure::Figures;
use crate::scenario::{Comparison, NumericTest};

/// The margin of a figure that is undefined.
const UNDEFINED: f64 = -10.0;

impl Worker<'_> {
    /// The margin by which each trial of the block that was run last reaches a target: positive where it does, negative
    /// where it does not, and the nearer to 0 the less is missing. For positive figures it is the logarithm of the
    /// ratio to the bound; for a count of at least n, that of the n-th best.
    pub fn margins(&self, t: usize) -> Lanes {
        let (target, ends) = (&self.plan.targets[t], self.year_ends());
        let margins = match &target.measure {
            MeasurePlan::CountEnterprises { tests, tests_output, incumbents, .. } => {
                let year = target.year - 1;
                let all: Vec<Lanes> = incumbents
                    .iter()
                    .map(|&e| {
                        let open = if *tests_output { [1.0; LANES] } else { ends.incumbents.open(e, year) };
                        worst(tests, |metric| ends.incumbents.at(e, year).figure(metric), open)
                    })
                    .collect();
                count_margins(target, &all, &self.sums.counted[t])
            }
            MeasurePlan::CountIndustries { tests, industries } => {
                let all: Vec<Lanes> = industries
                    .iter()
                    .map(|&i| {
                        let figure = |metric| *ends.industry(i, target.year - 1, metric);
                        worst(tests, figure, [1.0; LANES])
                    })
                    .collect();
                count_margins(target, &all, &[0.0; LANES])
            }
            MeasurePlan::Park(_) | MeasurePlan::Industry(..) | MeasurePlan::Enterprise(..) => {
                ends.value(t, target).map(|value| bounds_margin(target, value))
            }
        };
        let hits = self.block.target_hits[t];
        // What decides is the hit; the margin only tells how near.
        std::array::from_fn(|lane| {
            if hits >> lane & 1 == 1 { margins[lane].max(0.0) } else { margins[lane].min(-f64::EPSILON) }
        })
    }
}

/// The least margin of the tests, in each trial.
fn worst<M: Copy>(tests: &[NumericTest<M>], figure: impl Fn(M) -> Lanes, open: Lanes) -> Lanes {
    let mut least = open.map(|open| if open > 0.0 { f64::INFINITY } else { UNDEFINED });
    for test in tests {
        let figures = figure(test.metric);
        for lane in 0..LANES {
            least[lane] = least[lane].min(test_margin(test, figures[lane]));
        }
    }
    least
}

fn test_margin<M>(test: &NumericTest<M>, figure: f64) -> f64 {
    let above = distance(figure, test.threshold);
    match test.comparison {
        _ if figure.is_nan() => UNDEFINED,
        Comparison::AtLeast | Comparison::MoreThan => above,
        Comparison::AtMost | Comparison::LessThan => -above,
        Comparison::Equal => -above.abs(),
        Comparison::NotEqual => above.abs(),
    }
}

/// Distance of a figure above a bound: as a logarithm where both are positive.
fn distance(figure: f64, bound: f64) -> f64 {
    if figure > 0.0 && bound > 0.0 { ln(figure / bound) } else { (figure - bound) / bound.abs().max(1.0) }
}

fn bounds_margin(target: &TargetPlan, value: f64) -> f64 {
    if value.is_nan() {
        return UNDEFINED;
    }
    let low = target.bounds.at_least.map_or(f64::INFINITY, |bound| distance(value, bound));
    low.min(target.bounds.at_most.map_or(f64::INFINITY, |bound| -distance(value, bound)))
}

/// The margin of a count, from those of all that could count and the number that counts anyway.
fn count_margins(target: &TargetPlan, all: &[Lanes], counted: &Lanes) -> Lanes {
    std::array::from_fn(|lane| {
        let mut margins: Vec<f64> = all.iter().map(|margins| margins[lane]).collect();
        margins.sort_by(|a, b| b.total_cmp(a));
        // The n-th best; beyond the last there is none that could count.
        let nth = |n: f64| {
            let still = n - counted[lane];
            if still <= 0.0 {
                -UNDEFINED
            } else {
                margins.get(still.ceil() as usize - 1).copied().unwrap_or(2.0 * UNDEFINED)
            }
        };
        let low = target.bounds.at_least.map_or(f64::INFINITY, nth);
        low.min(target.bounds.at_most.map_or(f64::INFINITY, |most| -nth(most.floor() + 1.0)))
    })
}
