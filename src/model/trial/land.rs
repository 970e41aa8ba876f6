//! Supplies and idle land (MODEL section 6): what becomes free in which month.

use super::measure::add;
use super::{Worker, mask, ones};
use crate::plan::{ParcelPlan, Plan, Template, ValueBuffer};
use crate::random::{LANES, Lanes};
use crate::scenario::ResourceIx;

impl Worker<'_> {
    /// Supplies and reclaimed parcels, by the month in which they become free.
    #[inline(always)]
    pub(super) fn free_land(&mut self, first_trial: u64) {
        self.supply(first_trial);
        self.reclaimed.fill([0.0; LANES]);
        self.block.rows.routes.fill([0.0; LANES]);
        let plan = self.plan;
        // A crew for every parcel is as good as no limit.
        let are_short = |crews| mask(|lane| self.values.at(crews, lane) < plan.parcels.len() as f64) != 0;
        if let Some(crews) = plan.crews.filter(|&crews| are_short(crews)) {
            self.reclaim_with_crews(crews, first_trial);
        } else {
            for parcel in plan.parcels.iter().filter(|parcel| parcel.start <= plan.months) {
                let land = (&mut self.reclaimed[..], &mut self.block.rows.routes[..]);
                reclaim(plan, &self.values, parcel, first_trial, (!0, [parcel.start as f64; LANES]), land);
            }
        }
        let routes = plan.routes.len();
        for row in routes..self.block.rows.routes.len() {
            let before = self.block.rows.routes[row - routes];
            add(&mut self.block.rows.routes[row], &before);
        }
        for (month, reclaimed) in self.reclaimed.iter().enumerate() {
            let at = plan.layout.by_resource(month, ResourceIx::LAND.0);
            let free = &mut self.inflow[at];
            let mut any = 0;
            for lane in 0..LANES {
                free[lane] += reclaimed[lane];
                any |= u64::from(reclaimed[lane] > 0.0) << lane;
            }
            self.inflow_in[at] |= any;
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
                    let row = self.plan.layout.by_resource(month, supply.resource);
                    self.inflow[row][lane] += self.values.at(supply.amount, lane);
                    self.inflow_in[row] |= 1 << lane;
                }
            }
        }
    }
}

/// Works on one parcel in some trials of the block, beginning in these months; adds the land by month, and by year and
/// route. Returns the months in which it is finished with in those trials, within the run or some time after.
#[inline(always)]
pub(super) fn reclaim(
    plan: &Plan,
    values: &ValueBuffer,
    parcel: &ParcelPlan,
    first_trial: u64,
    (trials, mut begins): (u64, Lanes),
    (reclaimed, by_route): (&mut [Lanes], &mut [Lanes]),
) -> Lanes {
    let (area, end) = (values.lanes(parcel.area), plan.months as f64);
    let mut finished = begins;
    let (mut months, mut success, mut chance) = ([0.0; LANES], [0.0; LANES], [0.0; LANES]);
    // The trials in which it is still worked on.
    let mut open = trials;
    for (j, attempt) in parcel.attempts.iter().enumerate() {
        if open == 0 {
            break;
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
        for lane in 0..LANES {
            finished[lane] = if open >> lane & 1 == 1 { begins[lane] } else { finished[lane] };
        }
        let succeeds = mask(|lane| success[lane] < chance[lane]);
        let within = mask(|lane| begins[lane] <= end);
        for lane in ones(open & succeeds & within) {
            let month = begins[lane] as usize;
            reclaimed[month][lane] += area[lane];
            by_route[plan.layout.route((month - 1) / 12, attempt.route)][lane] += area[lane];
        }
        open &= within & !succeeds;
    }
    finished
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
