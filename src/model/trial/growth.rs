//! Industry factors and the growth of incumbents (MODEL sections 3 and 4), on whole blocks.

use super::Trials;
use super::lanes::add_scaled;
use crate::law::Laplace;
use crate::plan::{EnterprisePlan, Plan, ShockPlan, ValueBuffer};
use crate::random::draw::Quantiles;
use crate::random::elementary::{exp, normal_quantiles};
use crate::random::{LANES, Lanes, Sampler};

/// The t factors' scale is capped here (MODEL section 3).
const MAX_FACTOR_SCALE: f64 = 8.0;

/// The industry factors F, and what they make of the output of projects: a row for each year and industry.
#[derive(Debug)]
pub(super) struct Factors {
    factors: Vec<Lanes>,
    /// exp(v·√c·F).
    of_projects: Vec<Lanes>,
}

impl Factors {
    pub fn new(plan: &Plan) -> Self {
        let rows = vec![[0.0; LANES]; plan.years * plan.industries.len()];
        Self { factors: rows.clone(), of_projects: rows }
    }

    /// F of an industry in a year.
    #[inline(always)]
    pub fn of_industry(&self, plan: &Plan, year: usize, i: usize) -> &Lanes {
        &self.factors[plan.layout.by_industry(year, i)]
    }

    /// Factor by which an industry's projects produce more or less in a year.
    #[inline(always)]
    pub fn of_projects(&self, plan: &Plan, year: usize, i: usize) -> &Lanes {
        &self.of_projects[plan.layout.by_industry(year, i)]
    }

    /// Draws the factors of each year and industry.
    #[inline(always)]
    pub fn draw(&mut self, Trials { plan, values, .. }: Trials<'_>, sampler: &mut Sampler) {
        let factors = &plan.factors;
        let n = factors.order.len();
        let carry = factors.persistence;
        let fresh = (1.0 - carry * carry).sqrt();
        let mut scale = [1.0; LANES];
        let mut normals = [0.0; LANES];
        for year in 0..plan.years {
            if let Some((source, law, v)) = &factors.chi_squared {
                sampler.uniforms(*source, year as u64, &mut scale);
                law.values(&mut scale);
                scale.iter_mut().for_each(|x| *x = ((v - 2.0) / *x).sqrt().min(MAX_FACTOR_SCALE));
            }
            let (before, now) = self.factors.split_at_mut(year * n);
            let now = &mut now[..n];
            now.fill([0.0; LANES]);
            for (column, &from) in factors.order.iter().enumerate() {
                sampler.uniforms(factors.sources[from], year as u64, &mut normals);
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
                let common = values.lanes(plan.industries[i].common);
                let effect = &mut self.of_projects[year * n + i];
                for lane in 0..LANES {
                    effect[lane] = exp(common[lane] * factor[lane]);
                }
            }
        }
    }
}

/// Output of every incumbent in every year, as if none closed or expanded. Shocks are drawn where none are given, and
/// noted where somebody keeps them.
#[inline(always)]
pub(super) fn grow(
    Trials { plan, values, .. }: Trials<'_>,
    factors: &Factors,
    shocks: Option<&[Lanes]>,
    sampler: &mut Sampler,
    mut kept: Option<&mut [Lanes]>,
    outputs: &mut [Lanes],
) {
    let layout = &plan.layout;
    let mut shock = [0.0; LANES];
    for (e, enterprise) in plan.enterprises.iter().enumerate() {
        let common = values.lanes(enterprise.common);
        let own = values.lanes(enterprise.own);
        let mut output = values.lanes(enterprise.output);
        for year in 0..plan.years {
            let row = layout.enterprise(year, e);
            match shocks {
                Some(shocks) => shock = shocks[row],
                None => draw_shock(enterprise, sampler, year, &mut shock),
            }
            if let Some(kept) = &mut kept {
                kept[row] = shock;
            }
            let factor = factors.of_industry(plan, year, enterprise.industry);
            for lane in 0..LANES {
                shock[lane] = common[lane] * factor[lane] + own[lane] * shock[lane];
            }
            if year == 0 && grow_from_to_date(plan, values, enterprise, &shock, &mut output) {
                outputs[row] = output;
                continue;
            }
            let growth = values.lanes(enterprise.growth[year]);
            for lane in 0..LANES {
                output[lane] *= growth[lane] * exp(shock[lane]);
            }
            outputs[row] = output;
        }
    }
}

/// Year 1 of an enterprise whose first months are known; false where they are not, or where the season says that
/// nothing is produced in them.
#[inline(always)]
fn grow_from_to_date(
    plan: &Plan,
    values: &ValueBuffer,
    enterprise: &EnterprisePlan,
    shock: &Lanes,
    output: &mut Lanes,
) -> bool {
    let Some((to_date, growth_ratio)) = enterprise.to_date else { return false };
    let known_share = known_share(plan, enterprise);
    if known_share <= 0.0 {
        return false;
    }
    let to_come = (1.0 - known_share) / known_share;
    let remaining = remaining_of_year(plan).sqrt();
    let (to_date, ratio) = (values.lanes(to_date), values.lanes(growth_ratio));
    for lane in 0..LANES {
        output[lane] = to_date[lane] * (1.0 + to_come * ratio[lane] * exp(remaining * shock[lane]));
    }
    true
}

/// Share of year 1's output that an enterprise makes in the known months.
pub(super) fn known_share(plan: &Plan, enterprise: &EnterprisePlan) -> f64 {
    plan.industries[enterprise.industry].season.cumulative[plan.known_months]
}

/// Share of year 1 that is still to come.
pub(super) fn remaining_of_year(plan: &Plan) -> f64 {
    (12 - plan.known_months) as f64 / 12.0
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

#[cfg(test)]
mod tests {
    use super::super::fixture::Baseline;
    use super::*;

    /// Where all of a year is carried over, it is as good or bad as the one before.
    #[test]
    fn factors_persist() {
        let baseline = Baseline::with(|scenario| scenario.correlation.persistence = 1.0);
        let (plan, factors) = (&baseline.plan, baseline.factors());
        for i in 0..plan.industries.len() {
            let (first, second) = (factors.of_industry(plan, 0, i), factors.of_industry(plan, 1, i));
            assert_eq!(first, second);
            assert!(first.iter().any(|factor| *factor > 0.5) && first.iter().any(|factor| *factor < -0.5));
            let common = baseline.values.lanes(plan.industries[i].common);
            let of_projects = factors.of_projects(plan, 1, i);
            assert!((0..LANES).all(|lane| of_projects[lane] == exp(common[lane] * first[lane])));
        }
    }

    /// In years that are neither good nor bad, without shocks, an output grows as planned; the shocks that were given are kept.
    #[test]
    fn without_shocks_outputs_grow_as_planned() {
        let baseline = Baseline::with(|_| ());
        let plan = &baseline.plan;
        let rows = plan.years * plan.enterprises.len();
        let (mut outputs, mut kept) = (vec![[0.0; LANES]; rows], vec![[1.0; LANES]; rows]);
        let (calm, none) = (Factors::new(plan), vec![[0.0; LANES]; rows]);
        grow(baseline.trials(), &calm, Some(&none), &mut baseline.sampler(), Some(&mut kept), &mut outputs);
        for (e, enterprise) in plan.enterprises.iter().enumerate() {
            let mut expected = baseline.values.lanes(enterprise.output);
            for year in 0..plan.years {
                let growth = baseline.values.lanes(enterprise.growth[year]);
                expected.iter_mut().zip(&growth).for_each(|(output, growth)| *output *= growth);
                assert_eq!(outputs[plan.layout.enterprise(year, e)], expected);
            }
        }
        assert_eq!(kept, none);
    }
}
