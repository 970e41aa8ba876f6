//! The monthly life of projects (MODEL section 7): who is known at the start, the queues for resources month by month,
//! and the closing of enterprises with their expansions.

use super::arrivals::Signings;
use super::exits::Exits;
use super::growth::Factors;
use super::land::Inflow;
use super::lanes::{add, mask, ones};
use super::projects::{Projects, land_of};
use super::queue::{Joiner, Joiners, Queues};
use super::rank::Rank;
use super::sums::Sums;
use super::{Loss, Month, NEVER, TrialError, Trials};
use crate::plan::{MonthRow, Plan, ProjectPlan};
use crate::random::{LANES, Lanes};
use crate::scenario::{ResourceIx, Stage};
use crate::wide::each;

/// The projects of a block on their way from signing to operation.
#[derive(Debug)]
pub(super) struct Pipeline {
    signings: Signings,
    pub projects: Projects,
    joiners: Joiners,
    queues: Queues,
    /// Amount of each resource that projects hold at the start.
    held: Vec<Lanes>,
    /// Land of all incumbents at the start.
    incumbent_land: Lanes,
}

impl Pipeline {
    pub fn new(plan: &Plan) -> Self {
        Self {
            signings: Signings::default(),
            projects: Projects::new(plan),
            joiners: Joiners::new(plan),
            queues: Queues::new(plan),
            held: vec![[0.0; LANES]; plan.resources()],
            incumbent_land: [0.0; LANES],
        }
    }

    /// Amount of a resource that projects took in the run.
    #[inline(always)]
    pub fn taken(&self, r: usize) -> Lanes {
        self.queues.taken(r)
    }

    /// Lists the known projects as they stand at the end of `as_of`, in every trial.
    #[inline(always)]
    pub fn list_known(&mut self, trials: Trials<'_>) {
        let Trials { plan, values, .. } = trials;
        self.joiners.clear();
        self.projects.begin_block(plan, values);
        self.held.fill([0.0; LANES]);
        self.incumbent_land = [0.0; LANES];
        for enterprise in &plan.enterprises {
            add(&mut self.incumbent_land, &values.lanes(enterprise.land));
        }
        let first = plan.known_months as Month + 1;
        for (p, project) in plan.projects.iter().enumerate() {
            let cells = p * LANES..(p + 1) * LANES;
            let start = &mut self.projects.start[cells.clone()];
            let operate = &mut self.projects.operate[cells];
            match project.stage {
                Stage::Negotiating | Stage::Signed => {
                    self.negotiate(p, project, trials);
                    self.convert(p, project, trials);
                    continue;
                }
                Stage::Building => {
                    let build = values.lanes(project.build);
                    start.fill(first);
                    for (operate, &build) in operate.iter_mut().zip(&build) {
                        *operate = first + build as Month;
                    }
                }
                Stage::Operating => {
                    let behind = values.lanes(project.operating_months);
                    for ((start, operate), &behind) in start.iter_mut().zip(operate).zip(&behind) {
                        *operate = first - behind as Month;
                        // It took its resources before the run, so it has no month of start in it.
                        *start = (*operate).min(0);
                    }
                }
            }
            for &(resource, need) in &project.needs {
                let (held, need) = (&mut self.held[resource], values.lanes(need));
                for lane in 0..LANES {
                    held[lane] += need[lane];
                }
            }
        }
    }

    /// A project under negotiation is signed in a month of the run, or never; what is signed already stays so.
    #[inline(always)]
    fn negotiate(&mut self, p: usize, project: &ProjectPlan, trials: Trials<'_>) {
        let Some(negotiation) = &project.negotiation else { return };
        let Trials { plan, values, first: first_trial, .. } = trials;
        let mut uniforms = [0.0; LANES];
        negotiation.key.uniforms(first_trial, 0, &mut uniforms);
        let (probability, months) = (values.lanes(negotiation.probability), values.lanes(negotiation.months));
        let first = plan.known_months as Month + 1;
        let last = f64::from(plan.months as Month - first);
        for lane in 0..LANES {
            let is_signed = uniforms[lane] < probability[lane] && months[lane] <= last;
            self.projects.signed[p][lane] = if is_signed { first + months[lane] as Month } else { NEVER };
        }
    }

    /// A project that is signed is withdrawn, or joins the queue when it is prepared.
    #[inline(always)]
    fn convert(&mut self, p: usize, project: &ProjectPlan, trials: Trials<'_>) {
        let Trials { plan, values, first: first_trial, used, .. } = trials;
        let mut uniforms = [0.0; LANES];
        project.key.uniforms(first_trial, 0, &mut uniforms);
        let conversion = values.lanes(project.conversion);
        // What is signed already begins to prepare in the first month.
        let first = plan.known_months as Month + 1;
        let begins = self.projects.signed[p].map(|signed| signed.max(first));
        let withdrawn = mask(|lane| begins[lane] != NEVER && uniforms[lane] >= conversion[lane]);
        for lane in ones(withdrawn) {
            self.projects.lose(p * LANES + lane, begins[lane], Loss::WITHDRAWN);
        }
        let (prep, patience) = (values.lanes(project.prep), values.lanes(project.patience));
        let (build, capacity) = (values.lanes(project.build), values.lanes(project.capacity));
        let (priority, land) = (values.lanes(project.priority), land_of(project, values));
        let rank_of = |lane: usize| Rank::new(priority[lane], capacity[lane], land[lane]);
        let has_one_rank = project.capacity.is_fixed()
            && project.priority.is_fixed()
            && project.needs.iter().all(|(_, need)| need.is_fixed());
        let rank = rank_of(0);
        let last = plan.months as Month;
        let in_time = |lane: usize| begins[lane] <= last && prep[lane] <= f64::from(last - begins[lane]);
        let joins = mask(|lane| lane < used && in_time(lane)) & !withdrawn;
        for lane in ones(joins) {
            let join = begins[lane] + prep[lane] as Month;
            let joiner = Joiner {
                rank: if has_one_rank { rank } else { rank_of(lane) },
                leave: join + patience[lane] as Month + 1,
                build: build[lane] as Month,
                cell: (p * LANES + lane) as u32,
                needs: self.projects.needs.row_of_known(p, lane) as u32,
                lane: lane as u32,
            };
            self.joiners.push(join, joiner);
        }
    }

    /// Signs the projects of all channels and lists those that are carried out.
    ///
    /// # Errors
    /// Where a wanted trial signs more than can be followed.
    #[inline(always)]
    pub fn sign(
        &mut self,
        trials: Trials<'_>,
        factors: &Factors,
        sums: &mut Sums,
        status: &mut [Lanes],
    ) -> Result<(), TrialError> {
        let Self { signings, projects, joiners, .. } = self;
        signings.sign(trials, factors, projects, joiners, sums, status)
    }

    /// Lives through the months of the block's trials.
    ///
    /// # Errors
    /// Where projects have appeared or vanished.
    pub fn live(
        &mut self,
        trials: Trials<'_>,
        exits: &Exits,
        inflow: &mut Inflow,
        sums: &mut Sums,
        months: &mut [Lanes],
    ) -> Result<(), TrialError> {
        let Trials { plan, values, first: first_trial, .. } = trials;
        let layout = &plan.layout;
        self.queues.begin_block(plan, values, &self.held, &self.joiners);
        let mut occupied: Lanes =
            each(|lane| self.incumbent_land[lane] + self.held[ResourceIx::LAND.0][lane]);
        for month in plan.known_months + 1..=plan.months {
            let t = month as Month;
            for &(lane, e) in exits.in_month(month) {
                occupied[lane] -= values.at(plan.enterprises[e].land, lane);
                let held = self.close_expansions(plan, e, t, lane);
                occupied[lane] -= held;
                if held > 0.0
                    && let Some(free) = exits.cleared_in(e, lane)
                {
                    inflow.add(plan, free, ResourceIx::LAND, lane, held);
                }
            }
            let (arrives, arrives_in) = inflow.in_month(plan, month);
            self.queues.receive(arrives, arrives_in);
            self.queues.join(&self.joiners, month);
            self.queues.leave(&self.joiners, &mut self.projects, t);
            let land = self.queues.serve(&self.joiners, &mut self.projects, t);
            for lane in 0..LANES {
                occupied[lane] += land[lane];
            }
            months[layout.month(month, MonthRow::LandFree)] = self.queues.free(ResourceIx::LAND.0);
            months[layout.month(month, MonthRow::LandOccupied)] = occupied;
            months[layout.month(month, MonthRow::Waiting)] = self.queues.lengths();
            if month % 12 == 0 {
                for r in 0..layout.resources {
                    let at = layout.by_resource(month / 12 - 1, r);
                    sums.free[at] = self.queues.free(r);
                    sums.used[at] = self.queues.used(r);
                }
            }
        }
        self.queues.balance().map_err(|(lane, what)| TrialError { trial: first_trial + lane as u64, what })
    }

    /// Expansions of an enterprise that closes in month t: what has operated before stops, what is not signed never is,
    /// the rest is lost.
    /// Returns the land that they held.
    fn close_expansions(&mut self, plan: &Plan, e: usize, t: Month, lane: usize) -> f64 {
        let mut held = 0.0;
        for &p in &plan.enterprises[e].expansions {
            let cell = p * LANES + lane;
            if self.projects.signed[p][lane] >= t {
                self.projects.never_sign(p, lane);
                self.queues.withdraw(&self.joiners, cell);
                continue;
            }
            if self.projects.lost[cell] != NEVER {
                continue;
            }
            let started = self.projects.start[cell] != NEVER;
            if self.projects.operate[cell] < t {
                self.projects.stop[p][lane] = t;
            } else {
                self.projects.lose(cell, t, Loss::CLOSED);
                self.projects.operate[cell] = NEVER;
            }
            if started {
                held += self.projects.needs.land(self.projects.needs.row_of_known(p, lane));
            } else {
                self.queues.withdraw(&self.joiners, cell);
            }
        }
        self.queues.release_land(lane, held);
        held
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::Baseline;
    use super::*;

    /// Nobody closes and nothing comes: what projects take is what was free, and the land that is occupied grows by theirs.
    #[test]
    fn projects_take_what_is_free() {
        let baseline = Baseline::with(|_| ());
        let (plan, trials) = (&baseline.plan, baseline.trials());
        let (exits, mut inflow, mut sums) = (Exits::new(plan), Inflow::new(plan), Sums::new(plan));
        let mut pipeline = Pipeline::new(plan);
        let mut rows = plan.layout.rows(|n| vec![[0.0; LANES]; n]);
        pipeline.list_known(trials);
        pipeline.sign(trials, &Factors::new(plan), &mut sums, &mut rows.status).unwrap();
        pipeline.live(trials, &exits, &mut inflow, &mut sums, &mut rows.month).unwrap();
        let mut taken = 0.0;
        for r in 0..plan.resources() {
            let available = baseline.values.lanes(plan.available[r]);
            let free = &sums.free[plan.layout.by_resource(plan.years - 1, r)];
            for lane in 0..LANES {
                let of_both = pipeline.taken(r)[lane] + free[lane];
                assert!((of_both - available[lane]).abs() < 1e-9 * available[lane].max(1.0), "{r}, {lane}");
                taken += pipeline.taken(r)[lane];
            }
        }
        assert!(taken > 0.0);
        let land = pipeline.taken(ResourceIx::LAND.0);
        let occupied = &rows.month[plan.layout.month(plan.months, MonthRow::LandOccupied)];
        for lane in 0..LANES {
            let before = pipeline.incumbent_land[lane] + pipeline.held[ResourceIx::LAND.0][lane];
            assert!((occupied[lane] - before - land[lane]).abs() < 1e-9 * occupied[lane], "{lane}");
        }
    }
}
