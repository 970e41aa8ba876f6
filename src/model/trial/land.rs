//! Supplies and idle land (MODEL section 6): what becomes free in which month.

use super::Trials;
use super::crews::Crews;
use super::lanes::{add, mask};
use super::parcels::reclaim;
use crate::plan::Plan;
use crate::random::{LANES, Lanes};
use crate::scenario::ResourceIx;

/// Inflow of resources: amounts that become free in each month t = 0..=T.
#[derive(Debug)]
pub(super) struct Inflow {
    /// By month and resource.
    amounts: Vec<Lanes>,
    /// The trials in which anything does, as masks.
    trials: Vec<u64>,
    /// Idle land reclaimed in each month.
    reclaimed: Vec<Lanes>,
    /// Crews, where they are limited.
    crews: Crews,
}

impl Inflow {
    pub fn new(plan: &Plan) -> Self {
        let rows = (plan.months + 1) * plan.resources();
        Self {
            amounts: vec![[0.0; LANES]; rows],
            trials: vec![0; rows],
            reclaimed: vec![[0.0; LANES]; plan.months + 1],
            crews: Crews::new(plan),
        }
    }

    /// Begins another block.
    #[inline(always)]
    pub fn clear(&mut self) {
        self.amounts.fill([0.0; LANES]);
        self.trials.fill(0);
        self.reclaimed.fill([0.0; LANES]);
    }

    /// Adds what becomes free in one trial.
    #[inline(always)]
    pub fn add(&mut self, plan: &Plan, month: usize, resource: ResourceIx, lane: usize, amount: f64) {
        let row = plan.layout.by_resource(month, resource.0);
        self.amounts[row][lane] += amount;
        self.trials[row] |= 1 << lane;
    }

    /// Amounts of each resource that become free in a month, and the trials in which any do, as masks.
    #[inline(always)]
    pub fn in_month(&self, plan: &Plan, month: usize) -> (&[Lanes], &[u64]) {
        let rows = plan.layout.by_resource(month, 0)..plan.layout.by_resource(month + 1, 0);
        (&self.amounts[rows.clone()], &self.trials[rows])
    }

    /// Amounts of a resource that become free, month by month.
    #[inline(always)]
    pub fn of_resource(&self, plan: &Plan, r: usize) -> impl Iterator<Item = &Lanes> {
        self.amounts[r..].iter().step_by(plan.resources())
    }

    /// Idle land reclaimed in a month.
    #[inline(always)]
    pub fn reclaimed(&self, month: usize) -> &Lanes {
        &self.reclaimed[month]
    }

    /// Collects supplies and reclaimed parcels by the month in which they become free, and the land that each route has
    /// reclaimed by each year's end.
    #[inline(always)]
    pub fn collect(&mut self, trials: Trials<'_>, by_route: &mut [Lanes]) {
        let Trials { plan, values, .. } = trials;
        self.supply(trials);
        by_route.fill([0.0; LANES]);
        // A crew for every parcel is as good as no limit.
        let are_short = |crews| mask(|lane| values.at(crews, lane) < plan.parcels.len() as f64) != 0;
        if let Some(crews) = plan.crews.filter(|&crews| are_short(crews)) {
            self.crews.reclaim(trials, crews, &mut self.reclaimed, by_route);
        } else {
            for parcel in plan.parcels.iter().filter(|parcel| parcel.start <= plan.months) {
                let begins = (!0, [parcel.start as f64; LANES]);
                reclaim(trials, parcel, begins, (&mut self.reclaimed, by_route));
            }
        }
        let routes = plan.routes.len();
        for row in routes..by_route.len() {
            let before = by_route[row - routes];
            add(&mut by_route[row], &before);
        }
        for (month, reclaimed) in self.reclaimed.iter().enumerate() {
            let at = plan.layout.by_resource(month, ResourceIx::LAND.0);
            let free = &mut self.amounts[at];
            let mut any = 0;
            for lane in 0..LANES {
                free[lane] += reclaimed[lane];
                any |= u64::from(reclaimed[lane] > 0.0) << lane;
            }
            self.trials[at] |= any;
        }
    }

    #[inline(always)]
    fn supply(&mut self, Trials { plan, values, first, .. }: Trials<'_>) {
        let mut arrives = [0.0; LANES];
        for supply in &plan.supplies {
            supply.key.uniforms(first, 0, &mut arrives);
            for (lane, &u) in arrives.iter().enumerate() {
                let month = supply.month + values.at(supply.delay, lane) as usize;
                if month <= plan.months && u < values.at(supply.probability, lane) {
                    let amount = values.at(supply.amount, lane);
                    self.add(plan, month, ResourceIx(supply.resource), lane, amount);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::Baseline;
    use super::*;

    /// Without supplies, what becomes free is what is reclaimed, whichever route has done it, with few crews and with enough.
    #[test]
    fn reclaimed_land_flows_in() {
        let reclaimed_by = |crews: Option<f64>| {
            let baseline = Baseline::with(|scenario| {
                scenario.supplies.clear();
                scenario.crews = crews.map(Into::into);
            });
            let (plan, mut inflow) = (&baseline.plan, Inflow::new(&baseline.plan));
            let mut by_route = vec![[0.0; LANES]; plan.years * plan.routes.len()];
            inflow.clear();
            inflow.collect(baseline.trials(), &mut by_route);
            let (mut by_month, mut by_routes) = ([0.0; LANES], [0.0; LANES]);
            for month in 0..=plan.months {
                let (amounts, trials) = inflow.in_month(plan, month);
                assert_eq!(&amounts[ResourceIx::LAND.0], inflow.reclaimed(month));
                assert_eq!(trials[ResourceIx::LAND.0], mask(|lane| inflow.reclaimed(month)[lane] > 0.0));
                assert!(trials.iter().enumerate().all(|(r, &any)| r == ResourceIx::LAND.0 || any == 0));
                add(&mut by_month, inflow.reclaimed(month));
            }
            let last = plan.layout.route(plan.years - 1, 0)..plan.layout.route(plan.years, 0);
            by_route[last].iter().for_each(|route| add(&mut by_routes, route));
            assert!((0..LANES).all(|lane| (by_month[lane] - by_routes[lane]).abs() <= 1e-9 * by_month[lane]));
            by_month.iter().sum::<f64>()
        };
        let [one, three, all] = [Some(1.0), Some(3.0), None].map(reclaimed_by);
        assert!(0.0 < one && one < three && three < all, "{one}, {three}, {all}");
    }
}
