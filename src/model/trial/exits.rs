//! Closings of incumbents (MODEL section 5): in which month, by which rule, and when the land is free.

use super::{Month, NEVER, Worker, mask, ones};
use crate::plan::{EnterprisePlan, ExitCandidate, ExitPlan, Plan, TaxRule, ValueBuffer};
use crate::random::elementary::{exp, ln};
use crate::random::{LANES, Lanes};
use crate::scenario::ResourceIx;
use crate::scenario::figure::Figures;
use crate::wide::each;

/// Room for the rounding of logarithms where trials are passed over without one.
const ROUNDING: f64 = 1e-12;

impl Worker<'_> {
    /// The month in which each incumbent closes, by which rule, and when its land is free.
    #[inline(always)]
    pub(super) fn close(&mut self, first_trial: u64) {
        self.inflow.fill([0.0; LANES]);
        self.inflow_in.fill(0);
        self.closings.iter_mut().for_each(Vec::clear);
        self.incumbent_land = [0.0; LANES];
        let plan = self.plan;
        for (survival, exit) in self.survival.iter_mut().zip(&plan.exits) {
            *survival = survival_of(exit, plan, &self.values);
        }
        for (e, enterprise) in plan.enterprises.iter().enumerate() {
            let land = self.values.lanes(enterprise.land);
            for lane in 0..LANES {
                self.incumbent_land[lane] += land[lane];
            }
            if !enterprise.exits.is_empty() {
                self.closes[e] = [NEVER; LANES];
                self.close_enterprise(e, first_trial);
            }
        }
    }

    #[inline(always)]
    fn close_enterprise(&mut self, e: usize, first_trial: u64) {
        let enterprise = &self.plan.enterprises[e];
        let mut when = [0.0; LANES];
        enterprise.exit_key.uniforms(first_trial, 0, &mut when);
        // Few trials come near a closing, and only they are looked at.
        let mut survives = [1.0 - ROUNDING; LANES];
        for candidate in &enterprise.exits {
            for lane in 0..LANES {
                survives[lane] *= self.survival[candidate.rule][lane];
            }
        }
        let near = SomeLanes::of(mask(|lane| when[lane] >= survives[lane]));
        if near.used == 0 {
            return;
        }
        let mut left: Lanes = each(|i| when[near.lanes[i] as usize % LANES]);
        left[..near.padded].iter_mut().for_each(|x| *x = -12.0 * ln(*x));
        let mut which = [0.0; LANES];
        if enterprise.exits.len() > 1 {
            let (lanes, which) = (&near.lanes[..near.padded], &mut which[..near.padded]);
            enterprise.exit_key.uniforms_at(first_trial, lanes, &[1; LANES][..near.padded], which);
        }
        self.cleared[e] = [NEVER; LANES];
        let mut closed_by = [usize::MAX; LANES];
        for (i, lane) in near.iter().enumerate() {
            if let Some((month, rule)) = closing(self.plan, &self.values, enterprise, lane, left[i], which[i])
            {
                self.closes[e][lane] = month as Month;
                closed_by[lane] = rule;
                self.closings[month].push((lane, e));
                self.close_output(e, lane, month);
            }
        }
        self.clear(e, &closed_by, first_trial);
    }

    /// Frees the land of an enterprise that rules have closed in some trials, where they say so.
    #[inline(always)]
    fn clear(&mut self, e: usize, closed_by: &[usize; LANES], first_trial: u64) {
        let (plan, enterprise) = (self.plan, &self.plan.enterprises[e]);
        for candidate in &enterprise.exits {
            let Some(template) = &plan.exits[candidate.rule].clear else { continue };
            let closed = SomeLanes::of(mask(|lane| closed_by[lane] == candidate.rule));
            if closed.used == 0 {
                continue;
            }
            let (lanes, mut months) = (&closed.lanes[..closed.padded], [0.0; LANES]);
            template.values(
                &self.values,
                lanes,
                #[inline(always)]
                |out| enterprise.clear_key.uniforms_at(first_trial, lanes, &[0; LANES][..lanes.len()], out),
                &mut months[..closed.padded],
            );
            for (lane, &months) in closed.iter().zip(&months) {
                let free = self.closes[e][lane] as usize + months as usize;
                if free <= plan.months {
                    self.cleared[e][lane] = free as Month;
                    let land = self.values.at(enterprise.land, lane);
                    let row = plan.layout.by_resource(free, ResourceIx::LAND.0);
                    self.inflow[row][lane] += land;
                    self.inflow_in[row] |= 1 << lane;
                }
            }
        }
    }

    /// The month in which the land of a closed enterprise is free, if within the run.
    pub(super) fn cleared_in(&self, e: usize, lane: usize) -> Option<usize> {
        Some(self.cleared[e][lane]).filter(|&month| month != NEVER).map(|month| month as usize)
    }

    /// Takes from an incumbent's output what falls on the month of closing and after.
    fn close_output(&mut self, e: usize, lane: usize, month: usize) {
        let enterprise = &self.plan.enterprises[e];
        let layout = &self.plan.layout;
        let cumulative = &self.plan.industries[enterprise.industry].season.cumulative;
        let (year, month_of_year) = ((month - 1) / 12, (month - 1) % 12);
        let output = &mut self.block.rows.enterprise[layout.enterprise(year, e)][lane];
        let before = cumulative[month_of_year];
        let known = cumulative[self.plan.known_months];
        *output = match enterprise.to_date {
            Some((to_date, _)) if year == 0 && known > 0.0 => {
                let to_date = self.values.at(to_date, lane);
                let share = if known < 1.0 { (before - known) / (1.0 - known) } else { 0.0 };
                to_date + (*output - to_date) * share
            }
            _ => *output * before,
        };
        for later in year + 1..self.plan.years {
            self.block.rows.enterprise[layout.enterprise(later, e)][lane] = 0.0;
        }
    }
}

/// Some trials of a block, listed, and padded with more of the same so that loops over them fill vectors.
struct SomeLanes {
    lanes: [u8; LANES],
    used: usize,
    padded: usize,
}

impl SomeLanes {
    /// The trials of a mask.
    #[inline(always)]
    fn of(mask: u64) -> Self {
        const VECTOR: usize = 16;
        let mut lanes = [mask.trailing_zeros() as u8 % LANES as u8; LANES];
        let mut used = 0;
        for lane in ones(mask) {
            lanes[used] = lane as u8;
            used += 1;
        }
        Self { lanes, used, padded: used.next_multiple_of(VECTOR) }
    }

    #[inline(always)]
    fn iter(&self) -> impl Iterator<Item = usize> {
        self.lanes[..self.used].iter().map(|&lane| lane as usize)
    }
}

/// The chance that a rule closes an enterprise not once in the run.
#[inline(always)]
fn survival_of(exit: &ExitPlan, plan: &Plan, values: &ValueBuffer) -> Lanes {
    let mut total = [0.0; LANES];
    for (&hazard, months) in exit.hazard.iter().zip(&plan.stretches) {
        let (hazard, years) = (values.lanes(hazard), months.len() as f64 / 12.0);
        for lane in 0..LANES {
            total[lane] += hazard[lane] * years;
        }
    }
    each(|lane| exp(-total[lane]))
}

/// The month in which an enterprise closes and the rule that closes it, if it does within the run: the first
/// month at whose end the hazard so far exceeds the exponential draw `when`, in months of a year's hazard 1.
fn closing(
    plan: &Plan,
    values: &ValueBuffer,
    enterprise: &EnterprisePlan,
    lane: usize,
    when: f64,
    which: f64,
) -> Option<(usize, usize)> {
    let hazard = |candidate: &ExitCandidate, epoch: usize| {
        if exits_by(candidate, enterprise, values, lane) {
            values.at(plan.exits[candidate.rule].hazard[epoch], lane)
        } else {
            0.0
        }
    };
    let mut left = when;
    for (epoch, months) in plan.stretches.iter().enumerate() {
        let total: f64 = enterprise.exits.iter().map(|candidate| hazard(candidate, epoch)).sum();
        let stretch = total * months.len() as f64;
        if left >= stretch {
            left -= stretch;
            continue;
        }
        let mut share = which * total;
        let mut rule = None;
        for candidate in &enterprise.exits {
            let hazard = hazard(candidate, epoch);
            if hazard > 0.0 {
                rule = Some(candidate.rule);
                share -= hazard;
                if share < 0.0 {
                    break;
                }
            }
        }
        // Rounding must not carry the quotient past the stretch.
        let month = (months.start + (left / total) as usize).min(months.end - 1);
        return rule.map(|rule| (month, rule));
    }
    None
}

/// True if the comparisons of a rule that are still open hold for the base-year values of this trial.
fn exits_by(
    candidate: &ExitCandidate,
    enterprise: &EnterprisePlan,
    values: &ValueBuffer,
    lane: usize,
) -> bool {
    let base_year = BaseYear { enterprise, values, lane };
    candidate.tests.iter().all(|test| test.holds(base_year.figure(test.metric)))
}

/// Base-year figures of an enterprise in one trial.
struct BaseYear<'a> {
    enterprise: &'a EnterprisePlan,
    values: &'a ValueBuffer,
    lane: usize,
}

impl Figures for BaseYear<'_> {
    type Number = f64;

    fn output(&self) -> f64 {
        self.values.at(self.enterprise.output, self.lane)
    }

    /// Undefined: nothing is known of the year before the base year.
    fn output_before(&self) -> f64 {
        f64::NAN
    }

    fn tax(&self) -> f64 {
        match self.enterprise.tax {
            TaxRule::Own(tax) => self.values.at(tax, self.lane),
            TaxRule::PerOutput(rate) => self.output() * self.values.at(rate, self.lane),
        }
    }

    fn land(&self) -> f64 {
        self.values.at(self.enterprise.land, self.lane)
    }
}
