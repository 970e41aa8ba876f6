//! Figures and targets at each year's end (MODEL sections 8 and 9), on whole blocks.

use super::operation::ABOVE_SCALE;
use super::{INDUSTRY_ROWS, MONTH_ROWS, Worker, mask, month_row};
use crate::plan::{MeasurePlan, TargetPlan};
use crate::random::{LANES, Lanes};
use crate::scenario::{Comparison, IndustryMetric, Metric, NumericTest};
use crate::wide::each;

/// Rows of the park's figures, in the order of `plan::park_metrics`.
pub(super) mod row {
    pub const OUTPUT: usize = 0;
    pub const ABOVE_SCALE_OUTPUT: usize = 1;
    pub const GROWTH: usize = 2;
    pub const TAX: usize = 3;
    pub const LAND: usize = 4;
    pub const OUTPUT_PER_MU: usize = 5;
    pub const TAX_PER_MU: usize = 6;
    pub const LAND_RECLAIMED: usize = 7;
    pub const LAND_FREE: usize = 8;
    pub const PROJECTS_SIGNED: usize = 9;
    pub const PROJECTS_STARTED: usize = 10;
    pub const PROJECTS_OPERATING: usize = 11;
    pub const PROJECTS_LOST: usize = 12;
    pub const EXITS: usize = 13;
    pub const FREE: usize = 14;
}

/// A score that falls short of what is asked for by less than this share reaches it.
const ROUNDING: f64 = 1e-9;

impl<'a> Worker<'a> {
    /// Fills the block's figures of parks and industries, and judges the targets.
    #[inline(always)]
    pub(super) fn measure(&mut self) {
        for (counts, counted) in self.block.counts.iter_mut().zip(&self.sums.counted) {
            *counts = each(|lane| counted[lane] as u32);
        }
        for year in 0..self.plan.years {
            self.measure_year(year);
        }
        self.judge();
        self.score();
    }

    #[inline(always)]
    fn measure_year(&mut self, year: usize) {
        let plan = self.plan;
        let (n, rows) = (plan.industries.len(), plan.park_rows());
        let park = year * rows;
        for i in 0..n {
            let industry = (year * n + i) * INDUSTRY_ROWS;
            self.block.industry[industry] = self.sums.output[year * n + i];
            self.block.industry[industry + 2] = self.sums.enterprises[year * n + i];
        }
        self.block.park[park..park + rows].fill([0.0; LANES]);
        self.block.park[park + row::ABOVE_SCALE_OUTPUT] = self.sums.above_scale[year];
        self.block.park[park + row::LAND] = self.sums.land[year];
        for i in 0..n {
            let output = self.sums.output[year * n + i];
            let rate = self.values.lanes(plan.industries[i].tax_per_output);
            add(&mut self.block.park[park + row::OUTPUT], &output);
            add(&mut self.block.park[park + row::TAX], &each(|lane| output[lane] * rate[lane]));
        }
        for e in 0..plan.enterprises.len() {
            let open = self.open(e, year);
            self.add_incumbent(e, year, &open);
            self.count_incumbent(e, year, &open);
        }
        self.finish_park(year);
    }

    #[inline(always)]
    fn add_incumbent(&mut self, e: usize, year: usize, open: &Lanes) {
        let plan = self.plan;
        let industry = (year * plan.industries.len() + plan.enterprises[e].industry) * INDUSTRY_ROWS;
        let park = year * plan.park_rows();
        let output = *self.output(e, year);
        let (tax, land) = (self.tax(e, year), self.land(e, year, open));
        let above_scale = each(|lane| if output[lane] >= ABOVE_SCALE { output[lane] } else { 0.0 });
        let closed = each(|lane| 1.0 - open[lane]);
        add(&mut self.block.industry[industry], &output);
        add(&mut self.block.industry[industry + 2], open);
        add(&mut self.block.park[park + row::OUTPUT], &output);
        add(&mut self.block.park[park + row::ABOVE_SCALE_OUTPUT], &above_scale);
        add(&mut self.block.park[park + row::TAX], &tax);
        add(&mut self.block.park[park + row::LAND], &land);
        add(&mut self.block.park[park + row::EXITS], &closed);
    }

    /// Counts an incumbent for the targets of a year.
    #[inline(always)]
    fn count_incumbent(&mut self, e: usize, year: usize, open: &Lanes) {
        for &t in self.judged(&self.plan.counting_incumbent[year * self.plan.enterprises.len() + e]) {
            let MeasurePlan::CountEnterprises { tests, tests_output, .. } = &self.plan.judged(t).measure
            else {
                continue;
            };
            let open = if *tests_output { !0 } else { mask(|lane| open[lane] > 0.0) };
            let passing = passing(
                open,
                tests,
                #[inline(always)]
                |metric| self.figure(e, year, metric),
            );
            // Most incumbents fail the first test in all trials.
            if passing != 0 {
                add_ones(&mut self.block.counts[t], passing);
            }
        }
    }

    /// The park's ratios and what is known of land and projects, and growth.
    #[inline(always)]
    fn finish_park(&mut self, year: usize) {
        let plan = self.plan;
        let (n, rows, resources) = (plan.industries.len(), plan.park_rows(), plan.resources());
        let mut park_before = [0.0; LANES];
        for i in 0..n {
            let before = self.industry_before(i, year);
            add(&mut park_before, &before);
            let at = (year * n + i) * INDUSTRY_ROWS;
            self.block.industry[at + 1] = growth(&self.block.industry[at], &before);
        }
        let park = &mut self.block.park[year * rows..][..rows];
        park[row::GROWTH] = growth(&park[row::OUTPUT], &park_before);
        park[row::OUTPUT_PER_MU] = per_mu(&in_wan(&park[row::OUTPUT]), &park[row::LAND]);
        park[row::TAX_PER_MU] = per_mu(&park[row::TAX], &park[row::LAND]);
        park[row::LAND_RECLAIMED] = self.block.month[(12 * year + 11) * MONTH_ROWS + month_row::RECLAIMED];
        park[row::LAND_FREE] = self.sums.free[year * resources];
        park[row::PROJECTS_SIGNED] = self.sums.signed[year];
        for (row, by_year) in [
            (row::PROJECTS_STARTED, &self.sums.started),
            (row::PROJECTS_OPERATING, &self.sums.operating),
            (row::PROJECTS_LOST, &self.sums.lost),
            (row::PROJECTS_LOST, &self.sums.withdrawn),
        ] {
            by_year[..=year].iter().for_each(|one| add(&mut park[row], one));
        }
        for r in 0..resources {
            park[row::FREE + r] = self.sums.free[year * resources + r];
            park[row::FREE + resources + r] = self.sums.used[year * resources + r];
        }
    }

    /// An industry's output in the year before; for year 1 the roster's base-year sum.
    #[inline(always)]
    pub(super) fn industry_before(&self, i: usize, year: usize) -> Lanes {
        if year > 0 {
            return self.block.industry[((year - 1) * self.plan.industries.len() + i) * INDUSTRY_ROWS];
        }
        let mut sum = [0.0; LANES];
        for enterprise in self.plan.enterprises.iter().filter(|enterprise| enterprise.industry == i) {
            add(&mut sum, &self.values.lanes(enterprise.output));
        }
        sum
    }

    /// A figure of an industry.
    #[inline(always)]
    pub(super) fn industry_figure(&self, i: usize, year: usize, metric: IndustryMetric) -> Lanes {
        let row = match metric {
            IndustryMetric::Output => 0,
            IndustryMetric::Growth => 1,
            IndustryMetric::Enterprises => 2,
        };
        self.block.industry[(year * self.plan.industries.len() + i) * INDUSTRY_ROWS + row]
    }

    /// The targets that count enterprises at the end of a year, as far as they are judged there.
    #[inline(always)]
    pub(super) fn counting(&self, year: usize) -> &'a [usize] {
        self.judged(&self.plan.counting[year])
    }

    /// Those of some targets that are judged: not those of other years where only charts would look at them.
    #[inline(always)]
    fn judged(&self, targets: &'a [usize]) -> &'a [usize] {
        let own = self.plan.targets.len();
        if self.details { targets } else { &targets[..targets.partition_point(|&t| t < own)] }
    }

    /// Which targets and goals hold.
    #[inline(always)]
    fn judge(&mut self) {
        let own = self.plan.targets.len();
        self.block.all_hits = !0;
        for t in 0..own {
            let hits = self.hits(t);
            self.block.target_hits[t] = hits;
            self.block.all_hits &= hits;
        }
        if self.details {
            for t in 0..self.plan.other_years.len() {
                self.block.other_year_hits[t] = self.hits(own + t);
            }
        }
        for (goal, (targets, all)) in self.block.goal_hits.iter_mut().zip(&self.plan.goals) {
            let hits = targets.iter().map(|&t| self.block.target_hits[t]);
            *goal = if *all { hits.fold(!0, |a, b| a & b) } else { hits.fold(0, |a, b| a | b) };
        }
    }

    /// The trials in which a target holds.
    #[inline(always)]
    fn hits(&mut self, t: usize) -> u64 {
        let target = self.plan.judged(t);
        let value = self.target_value(t, target);
        if matches!(target.measure, MeasurePlan::CountIndustries { .. }) {
            self.block.counts[t] = each(|lane| value[lane] as u32);
        }
        mask(|lane| target.bounds.hold(value[lane]))
    }

    /// Points of scores and of their items.
    #[inline(always)]
    fn score(&mut self) {
        let plan = self.plan;
        let mut row = 0;
        for (s, score) in plan.scores.iter().enumerate() {
            self.block.scores[s] = [0.0; LANES];
            for item in &score.items {
                let value = self.target_value(item.target, &item.figure);
                let points = each(|lane| item.points(value[lane]));
                add(&mut self.block.scores[s], &points);
                self.block.points[row] = points;
                row += 1;
            }
            // Weights that add up to what is asked for need not do so to the last bit.
            let least = score.at_least.map_or(f64::INFINITY, |least| least * (1.0 - ROUNDING));
            let reached = |lane: usize| self.block.scores[s][lane] >= least;
            self.block.score_hits[s] = mask(reached);
        }
    }

    #[inline(always)]
    pub(super) fn target_value(&self, t: usize, target: &TargetPlan) -> Lanes {
        let plan = self.plan;
        let year = target.year - 1;
        match &target.measure {
            MeasurePlan::CountEnterprises { .. } => each(|lane| f64::from(self.block.counts[t][lane])),
            MeasurePlan::CountIndustries { tests, industries } => {
                let mut counts = [0; LANES];
                for &i in industries {
                    let passing = passing(
                        !0,
                        tests,
                        #[inline(always)]
                        |metric| self.industry_figure(i, year, industry_metric(metric)),
                    );
                    add_ones(&mut counts, passing);
                }
                each(|lane| f64::from(counts[lane]))
            }
            MeasurePlan::Park(row) => self.block.park[year * plan.park_rows() + row],
            MeasurePlan::Industry(i, metric) => self.industry_figure(*i, year, *metric),
            MeasurePlan::Enterprise(e, metric) => self.figure(*e, year, *metric),
        }
    }
}

#[inline(always)]
pub(super) fn add(sum: &mut Lanes, terms: &Lanes) {
    for lane in 0..LANES {
        sum[lane] += terms[lane];
    }
}

/// Adds 1 in some trials.
#[inline(always)]
fn add_ones(counts: &mut [u32; LANES], trials: u64) {
    for lane in 0..LANES {
        counts[lane] += (trials >> lane & 1) as u32;
    }
}

/// The metric of an industry that a test of industries looks at.
#[inline(always)]
pub(super) fn industry_metric(metric: Metric) -> IndustryMetric {
    match metric {
        Metric::Output => IndustryMetric::Output,
        Metric::Growth => IndustryMetric::Growth,
        _ => IndustryMetric::Enterprises,
    }
}

/// x / before - 1, undefined where nothing was before.
#[inline(always)]
pub(super) fn growth(x: &Lanes, before: &Lanes) -> Lanes {
    each(|lane| if before[lane] > 0.0 { x[lane] / before[lane] - 1.0 } else { f64::NAN })
}

/// Outputs in 万元, given in 亿元.
#[inline(always)]
pub(super) fn in_wan(outputs: &Lanes) -> Lanes {
    each(|lane| outputs[lane] * 1e4)
}

/// x / land, undefined where there is no land.
#[inline(always)]
pub(super) fn per_mu(x: &Lanes, land: &Lanes) -> Lanes {
    each(|lane| if land[lane] > 0.0 { x[lane] / land[lane] } else { f64::NAN })
}

/// Those of some trials in which all tests hold.
#[inline(always)]
pub(super) fn passing(trials: u64, tests: &[NumericTest], figures: impl Fn(Metric) -> Lanes) -> u64 {
    let mut passing = trials;
    for test in tests {
        passing &= holding(&figures(test.metric), test);
        if passing == 0 {
            break;
        }
    }
    passing
}

/// The trials in which a test holds; one loop for each comparison, so that each is a vector loop.
#[inline(always)]
pub(super) fn holding(figures: &Lanes, test: &NumericTest) -> u64 {
    let bound = test.threshold;
    match test.comparison {
        Comparison::AtLeast => mask(|lane| figures[lane] >= bound),
        Comparison::MoreThan => mask(|lane| figures[lane] > bound),
        Comparison::AtMost => mask(|lane| figures[lane] <= bound),
        Comparison::LessThan => mask(|lane| figures[lane] < bound),
        Comparison::Equal => mask(|lane| figures[lane] == bound),
        Comparison::NotEqual => mask(|lane| figures[lane] != bound && !figures[lane].is_nan()),
    }
}
