//! Metrics of the park and of industries at each year's end (MODEL section 8), and counts of enterprises, on whole blocks.

use super::exits::Exits;
use super::incumbent::{Incumbent, Incumbents};
use super::lanes::{add, add_ones, mask, passing};
use super::sums::Sums;
use super::{Block, Trials};
use crate::plan::{MeasurePlan, MonthRow, Rows};
use crate::random::{LANES, Lanes};
use crate::scenario::figure::{Figures, growth, output_per_mu, tax_per_mu};
use crate::scenario::units::ABOVE_SCALE_YI;
use crate::scenario::{IndustryMetric, ParkMetric, ResourceIx};
use crate::wide::each;

/// Fills the block's figures of the park and of industries, and its counts of enterprises.
#[inline(always)]
pub(super) fn measure(trials: Trials<'_>, exits: &Exits, sums: &Sums, block: &mut Block) {
    let Trials { plan, values, .. } = trials;
    let Block { rows: Rows { park, industry, enterprise, month, .. }, counts, .. } = block;
    for (counts, counted) in counts.iter_mut().zip(&sums.counted) {
        *counts = each(|lane| counted[lane] as u32);
    }
    let incumbents = Incumbents { plan, values, exits, sums, outputs: enterprise };
    let mut year_end = YearEnd { trials, incumbents, month, park, industry, counts };
    for year in 0..plan.years {
        year_end.measure(year);
    }
}

/// Year ends that are being measured.
struct YearEnd<'w> {
    trials: Trials<'w>,
    incumbents: Incumbents<'w>,
    month: &'w [Lanes],
    park: &'w mut [Lanes],
    industry: &'w mut [Lanes],
    counts: &'w mut [[u32; LANES]],
}

impl YearEnd<'_> {
    #[inline(always)]
    fn measure(&mut self, year: usize) {
        let Incumbents { plan, values, sums, .. } = self.incumbents;
        let (layout, park) = (&plan.layout, &mut *self.park);
        park[layout.park_year(year)].fill([0.0; LANES]);
        park[layout.park(year, ParkMetric::AboveScaleOutput)] = sums.above_scale[year];
        park[layout.park(year, ParkMetric::AboveScaleEnterprises)] = sums.above_scale_enterprises[year];
        park[layout.park(year, ParkMetric::Land)] = sums.land[year];
        for i in 0..layout.industries {
            let new = layout.by_industry(year, i);
            let output = sums.output[new];
            self.industry[layout.industry(year, i, IndustryMetric::Output)] = output;
            self.industry[layout.industry(year, i, IndustryMetric::Enterprises)] = sums.enterprises[new];
            let rate = values.lanes(plan.industries[i].tax_per_output);
            add(&mut park[layout.park(year, ParkMetric::Output)], &output);
            add(&mut park[layout.park(year, ParkMetric::Tax)], &each(|lane| output[lane] * rate[lane]));
        }
        for e in 0..layout.enterprises {
            let (incumbent, open) = (self.incumbents.at(e, year), self.incumbents.open(e, year));
            self.add_incumbent(incumbent, (e, year), &open);
            self.count_incumbent(incumbent, (e, year), &open);
        }
        self.finish_park(year);
    }

    #[inline(always)]
    fn add_incumbent(&mut self, incumbent: Incumbent<'_>, (e, year): (usize, usize), open: &Lanes) {
        let plan = self.incumbents.plan;
        let (layout, i) = (&plan.layout, plan.enterprises[e].industry);
        let output = incumbent.output();
        let (tax, land) = (incumbent.tax(), incumbent.land_where(open));
        let above_scale = each(|lane| if output[lane] >= ABOVE_SCALE_YI { output[lane] } else { 0.0 });
        let is_above_scale = each(|lane| f64::from(u8::from(output[lane] >= ABOVE_SCALE_YI)));
        let closed = each(|lane| 1.0 - open[lane]);
        add(&mut self.industry[layout.industry(year, i, IndustryMetric::Output)], &output);
        add(&mut self.industry[layout.industry(year, i, IndustryMetric::Enterprises)], open);
        for (metric, figure) in [
            (ParkMetric::Output, &output),
            (ParkMetric::AboveScaleOutput, &above_scale),
            (ParkMetric::AboveScaleEnterprises, &is_above_scale),
            (ParkMetric::Tax, &tax),
            (ParkMetric::Land, &land),
            (ParkMetric::Exits, &closed),
        ] {
            add(&mut self.park[layout.park(year, metric)], figure);
        }
    }

    /// Counts an incumbent for the targets of a year.
    #[inline(always)]
    fn count_incumbent(&mut self, incumbent: Incumbent<'_>, (e, year): (usize, usize), open: &Lanes) {
        let plan = self.incumbents.plan;
        for &t in self.trials.judged(&plan.counting_incumbent[plan.layout.enterprise(year, e)]) {
            let MeasurePlan::CountEnterprises { tests, tests_output, .. } = &plan.judged(t).measure else {
                continue;
            };
            let open = if *tests_output { !0 } else { mask(|lane| open[lane] > 0.0) };
            let passing = passing(
                open,
                tests,
                #[inline(always)]
                |metric| incumbent.figure(metric),
            );
            // Most incumbents fail the first test in all trials.
            if passing != 0 {
                add_ones(&mut self.counts[t], passing);
            }
        }
    }

    /// The park's ratios and what is known of land and projects, and growth.
    #[inline(always)]
    fn finish_park(&mut self, year: usize) {
        let Incumbents { plan, sums, .. } = self.incumbents;
        let layout = &plan.layout;
        let mut park_before = [0.0; LANES];
        for i in 0..layout.industries {
            let before = industry_before(self.incumbents, self.industry, i, year);
            add(&mut park_before, &before);
            let output = self.industry[layout.industry(year, i, IndustryMetric::Output)];
            self.industry[layout.industry(year, i, IndustryMetric::Growth)] = growth(output, before);
        }
        let park = &mut self.park[layout.park_year(year)];
        let output = park[layout.park_row(ParkMetric::Output)];
        let tax = park[layout.park_row(ParkMetric::Tax)];
        let land = park[layout.park_row(ParkMetric::Land)];
        park[layout.park_row(ParkMetric::Growth)] = growth(output, park_before);
        park[layout.park_row(ParkMetric::OutputPerMu)] = output_per_mu(output, land);
        park[layout.park_row(ParkMetric::TaxPerMu)] = tax_per_mu(tax, land);
        park[layout.park_row(ParkMetric::LandReclaimed)] =
            self.month[layout.month(12 * (year + 1), MonthRow::Reclaimed)];
        park[layout.park_row(ParkMetric::LandFree)] = sums.free[layout.by_resource(year, ResourceIx::LAND.0)];
        park[layout.park_row(ParkMetric::ProjectsSigned)] = sums.signed[year];
        for (metric, by_year) in [
            (ParkMetric::ProjectsStarted, &sums.started),
            (ParkMetric::ProjectsOperating, &sums.operating),
            (ParkMetric::ProjectsLost, &sums.lost),
            (ParkMetric::ProjectsLost, &sums.withdrawn),
        ] {
            by_year[..=year].iter().for_each(|one| add(&mut park[layout.park_row(metric)], one));
        }
        for r in 0..layout.resources {
            let at = layout.by_resource(year, r);
            park[layout.park_row(ParkMetric::Free(ResourceIx(r)))] = sums.free[at];
            park[layout.park_row(ParkMetric::Used(ResourceIx(r)))] = sums.used[at];
        }
    }
}

/// Output of an industry in the year before; for year 1 the roster's base-year sum.
#[inline(always)]
pub(super) fn industry_before(of: Incumbents<'_>, industry: &[Lanes], i: usize, year: usize) -> Lanes {
    let Incumbents { plan, values, .. } = of;
    if year > 0 {
        return industry[plan.layout.industry(year - 1, i, IndustryMetric::Output)];
    }
    let mut sum = [0.0; LANES];
    for enterprise in plan.enterprises.iter().filter(|enterprise| enterprise.industry == i) {
        add(&mut sum, &values.lanes(enterprise.output));
    }
    sum
}
