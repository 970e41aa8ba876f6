//! Enterprises that cross a threshold, and what becomes of a target that counts those above it.

use crate::plan::{MeasurePlan, Plan};
use crate::scenario::{Comparison, EnterpriseMetric};
use crate::trial::Block;
use crate::wide::wide;

/// Crossings of the threshold that a target counts enterprises by, in the target's year.
#[derive(Debug, Clone, PartialEq)]
pub struct Crossings {
    /// Place of the target.
    pub target: usize,
    /// Threshold of output, 亿元: the least that the target asks for.
    pub threshold: f64,
    /// Incumbents that the target may count, by place.
    pub incumbents: Vec<usize>,
    /// Row of the first enterprise in the target's year.
    first_row: usize,
    /// Trials in which each of them crosses.
    pub crossed: Vec<u64>,
    /// Those of them in which the target is reached too.
    pub reached: Vec<u64>,
}

impl Crossings {
    /// None yet, of every target of the plan that counts enterprises by their output.
    pub fn of(plan: &Plan) -> Vec<Self> {
        let of_target = |(t, target): (usize, &crate::plan::TargetPlan)| {
            let MeasurePlan::CountEnterprises { tests, incumbents, .. } = &target.measure else {
                return None;
            };
            let asks_for_output = tests.iter().filter(|test| {
                test.metric == EnterpriseMetric::Output
                    && matches!(test.comparison, Comparison::AtLeast | Comparison::MoreThan)
            });
            Some(Self {
                target: t,
                threshold: asks_for_output.map(|test| test.threshold).min_by(f64::total_cmp)?,
                incumbents: incumbents.clone(),
                first_row: plan.layout.enterprise(target.year - 1, 0),
                crossed: vec![0; incumbents.len()],
                reached: vec![0; incumbents.len()],
            })
        };
        plan.targets.iter().enumerate().filter_map(of_target).collect()
    }

    /// Adds the first `used` trials of a block.
    pub fn push(&mut self, block: &Block, used: usize) {
        let (hits, threshold, rows) =
            (block.target_hits[self.target], self.threshold, &block.rows.enterprise[self.first_row..]);
        let counts = self.incumbents.iter().zip(self.crossed.iter_mut().zip(&mut self.reached));
        wide(
            #[inline(always)]
            || {
                for (&e, (crossed, reached)) in counts {
                    for (lane, &output) in rows[e][..used].iter().enumerate() {
                        let crosses = u64::from(output >= threshold);
                        *crossed += crosses;
                        *reached += crosses & hits >> lane;
                    }
                }
            },
        );
    }

    /// Adds those of other trials.
    pub fn merge(&mut self, other: &Self) {
        super::add_all(&mut self.crossed, &other.crossed);
        super::add_all(&mut self.reached, &other.reached);
    }
}
