//! Closings of incumbents, supplies and parcels (MODEL sections 5 and 6): what becomes free in which month.

use super::{Month, NEVER, Worker, mask, ones};
use crate::plan::{
    EnterprisePlan, ExitCandidate, ExitPlan, ParcelPlan, Plan, TaxRule, Template, ValueBuffer,
};
use crate::random::elementary::{exp, ln};
use crate::random::{LANES, Lanes};
use crate::scenario::{Metric, ResourceIx};
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
        for (i, lane) in near.iter().enumerate() {
            if let Some((month, rule)) =
                closing(self.plan, &self.values, enterprise, lane, left[i], which[i])
            {
                self.closes[e][lane] = month as Month;
                self.closed_by[e][lane] = rule as u8;
                self.closings[lane].push((month as Month, e as u32));
                self.close_output(e, lane, month);
            }
        }
        self.clear(e, &near, first_trial);
    }

    /// Frees the land of an enterprise that has closed in some trials, where its rule says so.
    #[inline(always)]
    fn clear(&mut self, e: usize, near: &SomeLanes, first_trial: u64) {
        let (plan, enterprise) = (self.plan, &self.plan.enterprises[e]);
        for candidate in &enterprise.exits {
            let Some(template) = &plan.exits[candidate.rule].clear else { continue };
            let is_closed = |&lane: &usize| {
                self.closes[e][lane] != NEVER && self.closed_by[e][lane] as usize == candidate.rule
            };
            let closed = near.iter().filter(is_closed).fold(0, |mask, lane| mask | 1 << lane);
            let closed = SomeLanes::of(closed);
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
                    let land = self.values.at(enterprise.land, lane);
                    self.inflow[free * plan.resources() + ResourceIx::LAND.0][lane] += land;
                    self.inflow_in[free] |= 1 << lane;
                }
            }
        }
    }

    /// The month in which the land of a closed enterprise is free, if within the run.
    pub(super) fn cleared_in(&self, e: usize, lane: usize, trial: u64) -> Option<usize> {
        let clear = self.plan.exits[self.closed_by[e][lane] as usize].clear.as_ref()?;
        let key = self.plan.enterprises[e].clear_key;
        let months = clear.value(&self.values, lane, || key.uniform(trial, 0));
        let free = self.closes[e][lane] as usize + months as usize;
        (free <= self.plan.months).then_some(free)
    }

    /// Takes from an incumbent's output what falls on the month of closing and after.
    fn close_output(&mut self, e: usize, lane: usize, month: usize) {
        let enterprise = &self.plan.enterprises[e];
        let n = self.plan.enterprises.len();
        let cumulative = &self.plan.industries[enterprise.industry].season.cumulative;
        let (year, month_of_year) = ((month - 1) / 12, (month - 1) % 12);
        let output = &mut self.block.enterprise[year * n + e][lane];
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
            self.block.enterprise[later * n + e][lane] = 0.0;
        }
    }

    /// Supplies and reclaimed parcels, by the month in which they become free.
    #[inline(always)]
    pub(super) fn free_land(&mut self, first_trial: u64) {
        self.supply(first_trial);
        self.reclaimed.fill([0.0; LANES]);
        let plan = self.plan;
        if let Some(crews) = plan.crews {
            self.attempts.draw(plan, &self.values, first_trial);
            for lane in 0..LANES {
                self.reclaim_with_crews(self.values.at(crews, lane) as usize, lane);
            }
        } else {
            for parcel in &plan.parcels {
                reclaim(plan, &self.values, parcel, first_trial, &mut self.reclaimed);
            }
        }
        for (month, reclaimed) in self.reclaimed.iter().enumerate() {
            let free = &mut self.inflow[month * plan.resources() + ResourceIx::LAND.0];
            let mut any = 0;
            for lane in 0..LANES {
                free[lane] += reclaimed[lane];
                any |= u64::from(reclaimed[lane] > 0.0) << lane;
            }
            self.inflow_in[month] |= any;
        }
    }

    #[inline(always)]
    fn supply(&mut self, first_trial: u64) {
        let mut arrives = [0.0; LANES];
        for supply in &self.plan.supplies {
            supply.key.uniforms(first_trial, 0, &mut arrives);
            for (lane, &u) in arrives.iter().enumerate() {
                let month = supply.month + self.values.at(supply.delay, lane) as usize;
                if month <= self.plan.months && u < self.values.at(supply.probability, lane) {
                    let row = month * self.plan.resources() + supply.resource;
                    self.inflow[row][lane] += self.values.at(supply.amount, lane);
                    self.inflow_in[month] |= 1 << lane;
                }
            }
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

/// Whether the comparisons of a rule that are still open hold for the base-year values of this trial.
fn exits_by(
    candidate: &ExitCandidate,
    enterprise: &EnterprisePlan,
    values: &ValueBuffer,
    lane: usize,
) -> bool {
    candidate.tests.iter().all(|test| {
        let output = values.at(enterprise.output, lane);
        let land = values.at(enterprise.land, lane);
        let tax = match enterprise.tax {
            TaxRule::Own(tax) => values.at(tax, lane),
            TaxRule::PerOutput(rate) => output * values.at(rate, lane),
        };
        let per_mu = |x: f64| if land > 0.0 { x / land } else { f64::NAN };
        test.holds(match test.metric {
            Metric::Output => output,
            Metric::Tax => tax,
            Metric::Land => land,
            Metric::OutputPerMu => per_mu(output * 1e4),
            Metric::TaxPerMu => per_mu(tax),
            Metric::Growth | Metric::Enterprises => f64::NAN,
        })
    })
}

/// Works on one parcel in all trials of the block, beginning when its `start` has come.
#[inline(always)]
fn reclaim(
    plan: &Plan,
    values: &ValueBuffer,
    parcel: &ParcelPlan,
    first_trial: u64,
    reclaimed: &mut [Lanes],
) {
    if parcel.start > plan.months {
        return;
    }
    let (area, end) = (values.lanes(parcel.area), plan.months as f64);
    let mut begins = [parcel.start as f64; LANES];
    let (mut months, mut success, mut chance) = ([0.0; LANES], [0.0; LANES], [0.0; LANES]);
    // The trials in which it is still worked on.
    let mut open = !0_u64;
    for (j, attempt) in parcel.attempts.iter().enumerate() {
        if open == 0 {
            return;
        }
        parcel.success_key.uniforms(first_trial, j as u64, &mut success);
        if let ([template], [of_success]) = (&attempt.months[..], &attempt.success[..]) {
            draw_months(template, values, parcel, (first_trial, j), &mut months);
            chance = values.lanes(*of_success);
        } else {
            for (epoch, template) in attempt.months.iter().enumerate() {
                let begun = mask(|lane| {
                    plan.epoch_of_month.get(begins[lane] as usize).is_some_and(|&of_month| of_month == epoch)
                });
                if open & begun == 0 {
                    continue;
                }
                let mut drawn = [0.0; LANES];
                draw_months(template, values, parcel, (first_trial, j), &mut drawn);
                let chances = values.lanes(attempt.success[epoch]);
                for lane in ones(open & begun) {
                    (months[lane], chance[lane]) = (drawn[lane], chances[lane]);
                }
            }
        }
        for lane in 0..LANES {
            begins[lane] += months[lane];
        }
        let succeeds = mask(|lane| success[lane] < chance[lane]);
        let within = mask(|lane| begins[lane] <= end);
        for lane in ones(open & succeeds & within) {
            reclaimed[begins[lane] as usize][lane] += area[lane];
        }
        open &= within & !succeeds;
    }
}

/// Every lane.
const ALL_LANES: [u8; LANES] = {
    let mut lanes = [0; LANES];
    let mut lane = 0;
    while lane < LANES {
        lanes[lane] = lane as u8;
        lane += 1;
    }
    lanes
};

/// What comes of every attempt on every parcel of a block, by the stretch of months in which it would begin.
#[derive(Debug)]
pub(super) struct Attempts {
    /// Months that it takes: (attempt · stretches + stretch), attempts numbered parcel by parcel.
    months: Vec<Lanes>,
    /// The trials in which it succeeds.
    succeeds: Vec<u64>,
    /// Number of each parcel's first attempt.
    first: Vec<usize>,
    stretches: usize,
}

impl Attempts {
    pub fn new(plan: &Plan) -> Self {
        let stretches = plan.epoch_of_month.last().map_or(1, |last| last + 1);
        let mut count = 0;
        let mut first = Vec::new();
        if plan.crews.is_some() {
            for parcel in &plan.parcels {
                first.push(count);
                count += parcel.attempts.len();
            }
        }
        let all = count * stretches;
        Self { months: vec![[0.0; LANES]; all], succeeds: vec![0; all], first, stretches }
    }

    #[inline(always)]
    fn draw(&mut self, plan: &Plan, values: &ValueBuffer, first_trial: u64) {
        let (mut months, mut success) = ([0.0; LANES], [0.0; LANES]);
        for (parcel, &first) in plan.parcels.iter().zip(&self.first) {
            for (j, attempt) in parcel.attempts.iter().enumerate() {
                parcel.success_key.uniforms(first_trial, j as u64, &mut success);
                for (stretch, template) in attempt.months.iter().enumerate() {
                    draw_months(template, values, parcel, (first_trial, j), &mut months);
                    let at = (first + j) * self.stretches + stretch;
                    let chance = values.lanes(attempt.success[stretch]);
                    self.months[at] = months;
                    self.succeeds[at] = mask(|lane| success[lane] < chance[lane]);
                }
            }
        }
    }

    /// The month in which a parcel begun in `month` is finished with, and whether it was reclaimed. What lies beyond
    /// the run is not followed.
    fn follow(&self, plan: &Plan, parcel: usize, month: usize, lane: usize) -> (usize, bool) {
        let mut month = month;
        for j in 0..plan.parcels[parcel].attempts.len() {
            let at = (self.first[parcel] + j) * self.stretches + plan.epoch_of_month[month];
            month += self.months[at][lane] as usize;
            let succeeds = self.succeeds[at] >> lane & 1 == 1;
            if succeeds || month > plan.months {
                return (month, succeeds);
            }
        }
        (month, false)
    }
}

/// The months that the j-th attempt on a parcel takes in each trial of the block.
#[inline(always)]
fn draw_months(
    template: &Template,
    values: &ValueBuffer,
    parcel: &ParcelPlan,
    (first_trial, j): (u64, usize),
    months: &mut Lanes,
) {
    template.values(
        values,
        &ALL_LANES,
        #[inline(always)]
        |out| {
            if let Some(out) = out.first_chunk_mut() {
                parcel.months_key.uniforms(first_trial, j as u64, out);
            }
        },
        months,
    );
}

impl Worker<'_> {
    /// Works on the parcels of one trial with a limited number of crews: in each month the crews that are free take,
    /// in the file's order, parcels whose start has come.
    fn reclaim_with_crews(&mut self, crews: usize, lane: usize) {
        const NOT_BEGUN: usize = usize::MAX;
        let plan = self.plan;
        self.parcel_ends.fill(NOT_BEGUN);
        for month in plan.known_months + 1..=plan.months {
            let busy = self.parcel_ends.iter().filter(|&&end| end != NOT_BEGUN && end > month).count();
            let mut free = crews.saturating_sub(busy);
            for (p, parcel) in plan.parcels.iter().enumerate() {
                if free == 0 {
                    break;
                }
                if self.parcel_ends[p] != NOT_BEGUN || parcel.start > month {
                    continue;
                }
                free -= 1;
                let (end, success) = self.attempts.follow(plan, p, month, lane);
                self.parcel_ends[p] = end;
                if success && end <= plan.months {
                    self.reclaimed[end][lane] += self.values.at(parcel.area, lane);
                }
            }
        }
    }
}
