//! Industry factors and the growth of incumbents (MODEL sections 3 and 4), on whole blocks.

use super::Worker;
use crate::law::Laplace;
use crate::plan::{EnterprisePlan, ShockPlan};
use crate::random::draw::Quantiles;
use crate::random::elementary::{exp, normal_quantiles};
use crate::random::{LANES, Lanes, Sampler};

/// The t factors' scale is capped here (MODEL section 3).
const MAX_FACTOR_SCALE: f64 = 8.0;

impl Worker<'_> {
    /// F of each year and industry, and its effect on the output of projects.
    #[inline(always)]
    pub(super) fn draw_factors(&mut self) {
        let factors = &self.plan.factors;
        let n = factors.order.len();
        let carry = factors.persistence;
        let fresh = (1.0 - carry * carry).sqrt();
        let mut scale = [1.0; LANES];
        let mut normals = [0.0; LANES];
        for year in 0..self.plan.years {
            if let Some((source, law, v)) = &factors.chi_squared {
                self.sampler.uniforms(*source, year as u64, &mut scale);
                law.values(&mut scale);
                scale.iter_mut().for_each(|x| *x = ((v - 2.0) / *x).sqrt().min(MAX_FACTOR_SCALE));
            }
            let (before, now) = self.factors.split_at_mut(year * n);
            let now = &mut now[..n];
            now.fill([0.0; LANES]);
            for (column, &from) in factors.order.iter().enumerate() {
                self.sampler.uniforms(factors.sources[from], year as u64, &mut normals);
                normal_quantiles(&mut normals);
                for (row, &to) in factors.order.iter().enumerate().skip(column) {
                    let weight = factors.lower[row][column];
                    add_scaled(&mut now[to], weight, &normals);
                }
            }
            for (i, factor) in now.iter_mut().enumerate() {
                for lane in 0..LANES {
                    factor[lane] *= scale[lane];
                }
                if year > 0 {
                    let previous = &before[(year - 1) * n + i];
                    for lane in 0..LANES {
                        factor[lane] = carry * previous[lane] + fresh * factor[lane];
                    }
                }
                let common = self.values.lanes(self.plan.industries[i].common);
                let effect = &mut self.project_factors[year * n + i];
                for lane in 0..LANES {
                    effect[lane] = exp(common[lane] * factor[lane]);
                }
            }
        }
    }

    /// Output of every incumbent in every year, as if none closed or expanded; shocks are drawn where none are given.
    #[inline(always)]
    pub(super) fn grow(&mut self, shocks: Option<&[Lanes]>) {
        let layout = &self.plan.layout;
        let mut shock = [0.0; LANES];
        for (e, enterprise) in self.plan.enterprises.iter().enumerate() {
            let common = self.values.lanes(enterprise.common);
            let own = self.values.lanes(enterprise.own);
            let mut output = self.values.lanes(enterprise.output);
            for year in 0..self.plan.years {
                match shocks {
                    Some(shocks) => shock = shocks[layout.enterprise(year, e)],
                    None => draw_shock(enterprise, &mut self.sampler, year, &mut shock),
                }
                if let Some(chances) = &mut self.chances {
                    chances.shocks[layout.enterprise(year, e)] = shock;
                }
                let factor = &self.factors[layout.by_industry(year, enterprise.industry)];
                for lane in 0..LANES {
                    shock[lane] = common[lane] * factor[lane] + own[lane] * shock[lane];
                }
                if year == 0 && self.grow_from_to_date(enterprise, &shock, &mut output) {
                    self.block.rows.enterprise[layout.enterprise(0, e)] = output;
                    continue;
                }
                let growth = self.values.lanes(enterprise.growth[year]);
                for lane in 0..LANES {
                    output[lane] *= growth[lane] * exp(shock[lane]);
                }
                self.block.rows.enterprise[layout.enterprise(year, e)] = output;
            }
        }
    }

    /// Year 1 of an enterprise whose first months are known; false where they are not, or where the season
    /// says that nothing is produced in them.
    #[inline(always)]
    fn grow_from_to_date(&self, enterprise: &EnterprisePlan, shock: &Lanes, output: &mut Lanes) -> bool {
        let Some((to_date, growth_ratio)) = enterprise.to_date else { return false };
        let known_share = self.known_share(enterprise);
        if known_share <= 0.0 {
            return false;
        }
        let to_come = (1.0 - known_share) / known_share;
        let remaining = self.remaining_of_year().sqrt();
        let (to_date, ratio) = (self.values.lanes(to_date), self.values.lanes(growth_ratio));
        for lane in 0..LANES {
            output[lane] = to_date[lane] * (1.0 + to_come * ratio[lane] * exp(remaining * shock[lane]));
        }
        true
    }

    /// The share of year 1's output that an enterprise makes in the known months.
    pub(super) fn known_share(&self, enterprise: &EnterprisePlan) -> f64 {
        self.plan.industries[enterprise.industry].season.cumulative[self.plan.known_months]
    }

    /// The share of year 1 that is still to come.
    pub(super) fn remaining_of_year(&self) -> f64 {
        (12 - self.plan.known_months) as f64 / 12.0
    }
}

#[inline(always)]
fn add_scaled(sum: &mut Lanes, weight: f64, terms: &Lanes) {
    for lane in 0..LANES {
        sum[lane] += weight * terms[lane];
    }
}

/// ε of one enterprise and year.
#[inline(always)]
pub(super) fn draw_shock(enterprise: &EnterprisePlan, sampler: &mut Sampler, year: usize, shock: &mut Lanes) {
    sampler.uniforms(enterprise.shock_source, year as u64, shock);
    match &enterprise.shock {
        ShockPlan::Normal => normal_quantiles(shock),
        ShockPlan::Laplace => Laplace.of_block(shock),
        ShockPlan::StudentT { draw, .. } => draw.values(shock),
    }
}
