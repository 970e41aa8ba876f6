//! Figures and targets at each year's end (MODEL sections 8 and 9), on whole blocks.

use super::{Worker, mask};
use crate::plan::{MeasurePlan, MonthRow, Rows, TargetPlan};
use crate::random::{LANES, Lanes};
use crate::scenario::figure::{Figures, growth, output_per_mu, tax_per_mu};
use crate::scenario::units::ABOVE_SCALE_YI;
use crate::scenario::{Comparison, IndustryMetric, NumericTest, ParkMetric, ResourceIx};
use crate::wide::each;

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
        let layout = &plan.layout;
        let Rows { park, industry, .. } = &mut self.block.rows;
        park[layout.park_year(year)].fill([0.0; LANES]);
        park[layout.park(year, ParkMetric::AboveScaleOutput)] = self.sums.above_scale[year];
        park[layout.park(year, ParkMetric::AboveScaleEnterprises)] = self.sums.above_scale_enterprises[year];
        park[layout.park(year, ParkMetric::Land)] = self.sums.land[year];
        for i in 0..layout.industries {
            let new = layout.by_industry(year, i);
            let output = self.sums.output[new];
            industry[layout.industry(year, i, IndustryMetric::Output)] = output;
            industry[layout.industry(year, i, IndustryMetric::Enterprises)] = self.sums.enterprises[new];
            let rate = self.values.lanes(plan.industries[i].tax_per_output);
            add(&mut park[layout.park(year, ParkMetric::Output)], &output);
            add(&mut park[layout.park(year, ParkMetric::Tax)], &each(|lane| output[lane] * rate[lane]));
        }
        for e in 0..layout.enterprises {
            let open = self.open(e, year);
            self.add_incumbent(e, year, &open);
            self.count_incumbent(e, year, &open);
        }
        self.finish_park(year);
    }

    #[inline(always)]
    fn add_incumbent(&mut self, e: usize, year: usize, open: &Lanes) {
        let (layout, i) = (&self.plan.layout, self.plan.enterprises[e].industry);
        let output = *self.output(e, year);
        let (tax, land) = (self.tax(e, year), self.land(e, year, open));
        let above_scale = each(|lane| if output[lane] >= ABOVE_SCALE_YI { output[lane] } else { 0.0 });
        let is_above_scale = each(|lane| f64::from(u8::from(output[lane] >= ABOVE_SCALE_YI)));
        let closed = each(|lane| 1.0 - open[lane]);
        let Rows { park, industry, .. } = &mut self.block.rows;
        add(&mut industry[layout.industry(year, i, IndustryMetric::Output)], &output);
        add(&mut industry[layout.industry(year, i, IndustryMetric::Enterprises)], open);
        for (metric, figure) in [
            (ParkMetric::Output, &output),
            (ParkMetric::AboveScaleOutput, &above_scale),
            (ParkMetric::AboveScaleEnterprises, &is_above_scale),
            (ParkMetric::Tax, &tax),
            (ParkMetric::Land, &land),
            (ParkMetric::Exits, &closed),
        ] {
            add(&mut park[layout.park(year, metric)], figure);
        }
    }

    /// Counts an incumbent for the targets of a year.
    #[inline(always)]
    fn count_incumbent(&mut self, e: usize, year: usize, open: &Lanes) {
        for &t in self.judged(&self.plan.counting_incumbent[self.plan.layout.enterprise(year, e)]) {
            let MeasurePlan::CountEnterprises { tests, tests_output, .. } = &self.plan.judged(t).measure
            else {
                continue;
            };
            let open = if *tests_output { !0 } else { mask(|lane| open[lane] > 0.0) };
            let passing = passing(
                open,
                tests,
                #[inline(always)]
                |metric| self.incumbent(e, year).figure(metric),
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
        let layout = &self.plan.layout;
        let mut park_before = [0.0; LANES];
        for i in 0..layout.industries {
            let before = self.industry_before(i, year);
            add(&mut park_before, &before);
            let industry = &mut self.block.rows.industry;
            industry[layout.industry(year, i, IndustryMetric::Growth)] =
                growth(industry[layout.industry(year, i, IndustryMetric::Output)], before);
        }
        let park = &mut self.block.rows.park[layout.park_year(year)];
        let [output, tax, land] = [ParkMetric::Output, ParkMetric::Tax, ParkMetric::Land]
            .map(|metric| park[layout.park_row(metric)]);
        park[layout.park_row(ParkMetric::Growth)] = growth(output, park_before);
        park[layout.park_row(ParkMetric::OutputPerMu)] = output_per_mu(output, land);
        park[layout.park_row(ParkMetric::TaxPerMu)] = tax_per_mu(tax, land);
        park[layout.park_row(ParkMetric::LandReclaimed)] =
            self.block.rows.month[layout.month(12 * (year + 1), MonthRow::Reclaimed)];
        park[layout.park_row(ParkMetric::LandFree)] =
            self.sums.free[layout.by_resource(year, ResourceIx::LAND.0)];
        park[layout.park_row(ParkMetric::ProjectsSigned)] = self.sums.signed[year];
        for (metric, by_year) in [
            (ParkMetric::ProjectsStarted, &self.sums.started),
            (ParkMetric::ProjectsOperating, &self.sums.operating),
            (ParkMetric::ProjectsLost, &self.sums.lost),
            (ParkMetric::ProjectsLost, &self.sums.withdrawn),
        ] {
            by_year[..=year].iter().for_each(|one| add(&mut park[layout.park_row(metric)], one));
        }
        for r in 0..layout.resources {
            let at = layout.by_resource(year, r);
            park[layout.park_row(ParkMetric::Free(ResourceIx(r)))] = self.sums.free[at];
            park[layout.park_row(ParkMetric::Used(ResourceIx(r)))] = self.sums.used[at];
        }
    }

    /// An industry's output in the year before; for year 1 the roster's base-year sum.
    #[inline(always)]
    pub(super) fn industry_before(&self, i: usize, year: usize) -> Lanes {
        if year > 0 {
            return self.industry_figure(i, year - 1, IndustryMetric::Output);
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
        self.block.rows.industry[self.plan.layout.industry(year, i, metric)]
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
            self.block.rows.scores[s] = [0.0; LANES];
            for item in &score.items {
                let value = self.target_value(item.target, &item.figure);
                let points = each(|lane| item.points(value[lane]));
                add(&mut self.block.rows.scores[s], &points);
                self.block.rows.score_items[row] = points;
                row += 1;
            }
            // Weights that add up to what is asked for need not do so to the last bit.
            let least = score.at_least.map_or(f64::INFINITY, |least| least * (1.0 - ROUNDING));
            let reached = |lane: usize| self.block.rows.scores[s][lane] >= least;
            self.block.score_hits[s] = mask(reached);
        }
    }

    #[inline(always)]
    pub(super) fn target_value(&self, t: usize, target: &TargetPlan) -> Lanes {
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
                        |metric| self.industry_figure(i, year, metric),
                    );
                    add_ones(&mut counts, passing);
                }
                each(|lane| f64::from(counts[lane]))
            }
            MeasurePlan::Park(metric) => self.block.rows.park[self.plan.layout.park(year, *metric)],
            MeasurePlan::Industry(i, metric) => self.industry_figure(*i, year, *metric),
            MeasurePlan::Enterprise(e, metric) => self.incumbent(*e, year).figure(*metric),
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

/// Mask of those of some trials in which all tests hold.
#[inline(always)]
pub(super) fn passing<M: Copy>(trials: u64, tests: &[NumericTest<M>], figures: impl Fn(M) -> Lanes) -> u64 {
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
pub(super) fn holding<M>(figures: &Lanes, test: &NumericTest<M>) -> u64 {
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
