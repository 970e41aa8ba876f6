//! Closings of incumbents (MODEL section 5): in which month, by which rule, and when the land is free.

use super::land::Inflow;
use super::lanes::{mask, ones};
use super::{Month, NEVER, Trials};
use crate::plan::{EnterprisePlan, ExitCandidate, ExitPlan, Plan, TaxRule, ValueBuffer};
use crate::random::elementary::{exp, ln};
use crate::random::{LANES, Lanes};
use crate::scenario::ResourceIx;
use crate::scenario::figure::Figures;
use crate::wide::each;

/// Room for the rounding of logarithms where trials are passed over without one.
const ROUNDING: f64 = 1e-12;

/// The exits of incumbents.
#[derive(Debug)]
pub(super) struct Exits {
    /// Probability that an enterprise survives the whole run under each exit rule.
    survival: Vec<Lanes>,
    /// Month in which each incumbent closes.
    closes: Vec<[Month; LANES]>,
    /// Month in which its land is free after that; of no meaning where it has not closed.
    cleared: Vec<[Month; LANES]>,
    /// The exits of each month: trials and enterprises.
    by_month: Vec<Vec<(usize, usize)>>,
}

impl Exits {
    pub fn new(plan: &Plan) -> Self {
        Self {
            survival: vec![[0.0; LANES]; plan.exits.len()],
            closes: vec![[NEVER; LANES]; plan.enterprises.len()],
            cleared: vec![[NEVER; LANES]; plan.enterprises.len()],
            by_month: (0..=plan.months).map(|_| Vec::with_capacity(LANES)).collect(),
        }
    }

    /// Trials and enterprises that close in a month.
    #[inline(always)]
    pub fn in_month(&self, month: usize) -> &[(usize, usize)] {
        &self.by_month[month]
    }

    /// Trials and enterprises that have closed by the end of a month.
    #[inline(always)]
    pub fn until(&self, month: usize) -> impl Iterator<Item = (usize, usize)> {
        self.by_month[..=month].iter().flatten().copied()
    }

    /// 1 where an incumbent operates at a year's end, else 0.
    #[inline(always)]
    pub fn open(&self, plan: &Plan, e: usize, year: usize) -> Lanes {
        if plan.enterprises[e].exits.is_empty() {
            return [1.0; LANES];
        }
        let end = 12 * (year as Month + 1);
        each(|lane| f64::from(u8::from(self.closes[e][lane] > end)))
    }

    /// The month in which the land of a closed enterprise is free, if within the run.
    pub fn cleared_in(&self, e: usize, lane: usize) -> Option<usize> {
        Some(self.cleared[e][lane]).filter(|&month| month != NEVER).map(|month| month as usize)
    }

    /// Draws the month in which each incumbent closes, by which rule, and when its land is free; takes from its outputs
    /// what falls on the month of its exit and after.
    #[inline(always)]
    pub fn draw(&mut self, trials: Trials<'_>, outputs: &mut [Lanes], inflow: &mut Inflow) {
        let Trials { plan, values, .. } = trials;
        self.by_month.iter_mut().for_each(Vec::clear);
        for (survival, exit) in self.survival.iter_mut().zip(&plan.exits) {
            *survival = survival_of(exit, plan, values);
        }
        for (e, enterprise) in plan.enterprises.iter().enumerate() {
            if !enterprise.exits.is_empty() {
                self.closes[e] = [NEVER; LANES];
                self.close(e, trials, outputs, inflow);
            }
        }
    }

    #[inline(always)]
    fn close(&mut self, e: usize, trials: Trials<'_>, outputs: &mut [Lanes], inflow: &mut Inflow) {
        let Trials { plan, values, first, .. } = trials;
        let enterprise = &plan.enterprises[e];
        let mut when = [0.0; LANES];
        enterprise.exit_key.uniforms(first, 0, &mut when);
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
        for left in &mut left[..near.padded] {
            *left = -12.0 * ln(*left);
        }
        let mut which = [0.0; LANES];
        if enterprise.exits.len() > 1 {
            let (lanes, which) = (&near.lanes[..near.padded], &mut which[..near.padded]);
            enterprise.exit_key.uniforms_at(first, lanes, &[1; LANES][..near.padded], which);
        }
        self.cleared[e] = [NEVER; LANES];
        let mut closed_by = [usize::MAX; LANES];
        for (i, lane) in near.iter().enumerate() {
            if let Some((month, rule)) = closing(plan, values, enterprise, lane, left[i], which[i]) {
                self.closes[e][lane] = month as Month;
                closed_by[lane] = rule;
                self.by_month[month].push((lane, e));
                close_output(plan, values, (e, lane, month), outputs);
            }
        }
        self.clear(e, &closed_by, trials, inflow);
    }

    /// Frees the land of an enterprise that rules have closed in some trials, where they say so.
    #[inline(always)]
    fn clear(&mut self, e: usize, closed_by: &[usize; LANES], trials: Trials<'_>, inflow: &mut Inflow) {
        let Trials { plan, values, first, .. } = trials;
        let enterprise = &plan.enterprises[e];
        for candidate in &enterprise.exits {
            let Some(template) = &plan.exits[candidate.rule].clear else { continue };
            let closed = SomeLanes::of(mask(|lane| closed_by[lane] == candidate.rule));
            if closed.used == 0 {
                continue;
            }
            let (lanes, mut months) = (&closed.lanes[..closed.padded], [0.0; LANES]);
            template.values(
                values,
                lanes,
                #[inline(always)]
                |out| enterprise.clear_key.uniforms_at(first, lanes, &[0; LANES][..lanes.len()], out),
                &mut months[..closed.padded],
            );
            for (lane, &months) in closed.iter().zip(&months) {
                let free = self.closes[e][lane] as usize + months as usize;
                if free <= plan.months {
                    self.cleared[e][lane] = free as Month;
                    inflow.add(plan, free, ResourceIx::LAND, lane, values.at(enterprise.land, lane));
                }
            }
        }
    }
}

/// Takes from an incumbent's outputs what falls on the month of its exit and after.
fn close_output(
    plan: &Plan,
    values: &ValueBuffer,
    (e, lane, month): (usize, usize, usize),
    outputs: &mut [Lanes],
) {
    let (layout, enterprise) = (&plan.layout, &plan.enterprises[e]);
    let cumulative = &plan.industries[enterprise.industry].season.cumulative;
    let (year, month_of_year) = ((month - 1) / 12, (month - 1) % 12);
    let output = &mut outputs[layout.enterprise(year, e)][lane];
    let before = cumulative[month_of_year];
    let known = cumulative[plan.known_months];
    *output = match enterprise.to_date {
        Some((to_date, _)) if year == 0 && known > 0.0 => {
            let to_date = values.at(to_date, lane);
            let share = if known < 1.0 { (before - known) / (1.0 - known) } else { 0.0 };
            to_date + (*output - to_date) * share
        }
        _ => *output * before,
    };
    for later in year + 1..plan.years {
        outputs[layout.enterprise(later, e)][lane] = 0.0;
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

#[cfg(test)]
mod tests {
    use super::super::fixture::Baseline;
    use super::*;

    /// An output of 1 in every year keeps the part that the season brings before the month of the exit.
    #[test]
    fn an_exit_takes_the_output_from_its_month_on() {
        let mut baseline = Baseline::with(|_| ());
        let (mut exits, mut inflow) = (Exits::new(&baseline.plan), Inflow::new(&baseline.plan));
        let (mut closed, rows) = (0, baseline.plan.years * baseline.plan.enterprises.len());
        for first in (0..1024).step_by(LANES) {
            baseline.turn_to(first);
            let plan = &baseline.plan;
            let (mut outputs, mut expected) = (vec![[1.0; LANES]; rows], vec![[1.0; LANES]; rows]);
            inflow.clear();
            exits.draw(baseline.trials(), &mut outputs, &mut inflow);
            for month in 1..=plan.months {
                for &(lane, e) in exits.in_month(month) {
                    let season = &plan.industries[plan.enterprises[e].industry].season;
                    let year = (month - 1) / 12;
                    expected[plan.layout.enterprise(year, e)][lane] = season.cumulative[(month - 1) % 12];
                    for later in year + 1..plan.years {
                        expected[plan.layout.enterprise(later, e)][lane] = 0.0;
                    }
                    for end in 0..plan.years {
                        assert_eq!(exits.open(plan, e, end)[lane], if end < year { 1.0 } else { 0.0 });
                    }
                    closed += 1;
                }
            }
            assert_eq!(outputs, expected);
        }
        assert!(closed > 100, "{closed}");
    }
}
