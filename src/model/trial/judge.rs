//! Targets, goals and scores (MODEL section 9), judged on whole blocks.

use super::exits::Exits;
use super::incumbent::Incumbents;
use super::lanes::{add, add_ones, mask, passing};
use super::measure::industry_before;
use super::sums::Sums;
use super::{Block, Trials};
use crate::plan::{MeasurePlan, Plan, Rows, TargetPlan};
use crate::random::{LANES, Lanes};
use crate::scenario::figure::Figures;
use crate::scenario::{IndustryMetric, ParkMetric};
use crate::wide::each;

/// A score that falls short of what is asked for by less than this share reaches it.
const ROUNDING: f64 = 1e-9;

/// Year ends: everything that targets look at.
#[derive(Clone, Copy)]
pub(super) struct YearEnds<'w> {
    pub incumbents: Incumbents<'w>,
    /// Metrics of the park and of industries.
    pub park: &'w [Lanes],
    pub industry: &'w [Lanes],
    /// The count of each counting target.
    pub counts: &'w [[u32; LANES]],
}

impl<'w> YearEnds<'w> {
    /// The plan.
    #[inline(always)]
    pub fn plan(&self) -> &'w Plan {
        self.incumbents.plan
    }

    /// A metric of the park.
    #[inline(always)]
    pub fn park(&self, year: usize, metric: ParkMetric) -> &'w Lanes {
        &self.park[self.plan().layout.park(year, metric)]
    }

    /// A metric of an industry.
    #[inline(always)]
    pub fn industry(&self, i: usize, year: usize, metric: IndustryMetric) -> &'w Lanes {
        &self.industry[self.plan().layout.industry(year, i, metric)]
    }

    /// Output of an industry in the year before.
    #[inline(always)]
    pub fn industry_before(&self, i: usize, year: usize) -> Lanes {
        industry_before(self.incumbents, self.industry, i, year)
    }

    /// The value that a target looks at, given its place among the targets.
    #[inline(always)]
    pub fn value(&self, t: usize, target: &TargetPlan) -> Lanes {
        let year = target.year - 1;
        match &target.measure {
            MeasurePlan::CountEnterprises { .. } => each(|lane| f64::from(self.counts[t][lane])),
            MeasurePlan::CountIndustries { tests, industries } => {
                let mut counts = [0; LANES];
                for &i in industries {
                    let passing = passing(
                        !0,
                        tests,
                        #[inline(always)]
                        |metric| *self.industry(i, year, metric),
                    );
                    add_ones(&mut counts, passing);
                }
                each(|lane| f64::from(counts[lane]))
            }
            MeasurePlan::Park(metric) => *self.park(year, *metric),
            MeasurePlan::Industry(i, metric) => *self.industry(*i, year, *metric),
            MeasurePlan::Enterprise(e, metric) => self.incumbents.at(*e, year).figure(*metric),
        }
    }
}

/// Judges targets, goals and scores.
#[inline(always)]
pub(super) fn judge(
    Trials { plan, values, details, .. }: Trials<'_>,
    exits: &Exits,
    sums: &Sums,
    block: &mut Block,
) {
    let Block { rows, counts, target_hits, other_year_hits, all_hits, goal_hits, score_hits, .. } = block;
    let Rows { park, industry, enterprise, scores, score_items, .. } = rows;
    let incumbents = Incumbents { plan, values, exits, sums, outputs: enterprise };
    let own = plan.targets.len();
    *all_hits = !0;
    for t in 0..own {
        let hits = hits(incumbents, (park, industry), counts, t);
        target_hits[t] = hits;
        *all_hits &= hits;
    }
    if details {
        for t in 0..plan.other_years.len() {
            other_year_hits[t] = hits(incumbents, (park, industry), counts, own + t);
        }
    }
    for (goal, (targets, all)) in goal_hits.iter_mut().zip(&plan.goals) {
        let hits = targets.iter().map(|&t| target_hits[t]);
        *goal = if *all { hits.fold(!0, |a, b| a & b) } else { hits.fold(0, |a, b| a | b) };
    }
    score(YearEnds { incumbents, park, industry, counts }, (scores, score_items), score_hits);
}

/// The trials in which a target holds; where it counts industries, notes their number.
#[inline(always)]
fn hits(
    incumbents: Incumbents<'_>,
    (park, industry): (&[Lanes], &[Lanes]),
    counts: &mut [[u32; LANES]],
    t: usize,
) -> u64 {
    let target = incumbents.plan.judged(t);
    let value = YearEnds { incumbents, park, industry, counts }.value(t, target);
    if matches!(target.measure, MeasurePlan::CountIndustries { .. }) {
        counts[t] = each(|lane| value[lane] as u32);
    }
    mask(|lane| target.bounds.hold(value[lane]))
}

/// Points of scores and of their items, and the trials in which each score is reached.
#[inline(always)]
fn score(ends: YearEnds<'_>, (scores, items): (&mut [Lanes], &mut [Lanes]), score_hits: &mut [u64]) {
    let mut row = 0;
    for (s, score) in ends.plan().scores.iter().enumerate() {
        scores[s] = [0.0; LANES];
        for item in &score.items {
            let value = ends.value(item.target, &item.figure);
            let points = each(|lane| item.points(value[lane]));
            add(&mut scores[s], &points);
            items[row] = points;
            row += 1;
        }
        // Weights that add up to what is asked for need not do so to the last bit.
        let least = score.at_least.map_or(f64::INFINITY, |least| least * (1.0 - ROUNDING));
        score_hits[s] = mask(|lane| scores[s][lane] >= least);
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::Baseline;
    use super::*;

    /// One industry more passes in each trial: a target that counts them holds from the number on that it asks for.
    #[test]
    fn industries_that_pass_are_counted() {
        let baseline = Baseline::with(|_| ());
        let (plan, mut block) = (&baseline.plan, Block::new(&baseline.plan));
        let is_count = |target: &TargetPlan| matches!(target.measure, MeasurePlan::CountIndustries { .. });
        let t = plan.targets.iter().position(is_count).expect("the baseline has such a target");
        let (n, year) = (plan.industries.len(), plan.targets[t].year - 1);
        for i in 0..n {
            let row = plan.layout.industry(year, i, IndustryMetric::Output);
            block.rows.industry[row] = each(|lane| if i < lane % (n + 1) { 1e6 } else { 0.0 });
        }
        judge(baseline.trials(), &Exits::new(plan), &Sums::new(plan), &mut block);
        let asked = plan.targets[t].bounds.at_least.expect("it asks for some");
        assert_eq!(block.counts[t], each(|lane| (lane % (n + 1)) as u32));
        assert_eq!(block.target_hits[t], mask(|lane| (lane % (n + 1)) as f64 >= asked));
        assert!(block.all_hits & !block.target_hits[t] == 0);
    }
}
