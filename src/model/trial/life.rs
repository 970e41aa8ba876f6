//! The monthly life of projects (MODEL section 7): who is known at the start, the queues for resources month by month,
//! and the closing of enterprises with their expansions.

use super::projects::land_of;
use super::queue::Joiner;
use super::rank::Rank;
use super::{Loss, Month, NEVER, TrialError, Worker, mask, ones};
use crate::plan::{MonthRow, ProjectPlan};
use crate::random::{LANES, Lanes};
use crate::scenario::{ResourceIx, Stage};
use crate::wide::each;

impl Worker<'_> {
    /// Lists the known projects as they stand at the end of `as_of`, in every trial.
    #[inline(always)]
    pub(super) fn list_known(&mut self, first_trial: u64, used: usize) {
        let plan = self.plan;
        self.joiners.clear();
        self.projects.begin_block(plan, &self.values);
        self.held.fill([0.0; LANES]);
        let first = plan.known_months as Month + 1;
        for (p, project) in plan.projects.iter().enumerate() {
            let cells = p * LANES..(p + 1) * LANES;
            let start = &mut self.projects.start[cells.clone()];
            let operate = &mut self.projects.operate[cells];
            match project.stage {
                Stage::Negotiating | Stage::Signed => {
                    self.negotiate(p, project, first_trial);
                    self.convert(p, project, first_trial, used);
                    continue;
                }
                Stage::Building => {
                    let build = self.values.lanes(project.build);
                    start.fill(first);
                    for (operate, &build) in operate.iter_mut().zip(&build) {
                        *operate = first + build as Month;
                    }
                }
                Stage::Operating => {
                    let behind = self.values.lanes(project.operating_months);
                    for ((start, operate), &behind) in start.iter_mut().zip(operate).zip(&behind) {
                        *operate = first - behind as Month;
                        // It took its resources before the run, so it has no month of start in it.
                        *start = (*operate).min(0);
                    }
                }
            }
            for &(resource, need) in &project.needs {
                let (held, need) = (&mut self.held[resource], self.values.lanes(need));
                for lane in 0..LANES {
                    held[lane] += need[lane];
                }
            }
        }
    }

    /// A project under negotiation is signed in a month of the run, or never; what is signed already stays so.
    #[inline(always)]
    fn negotiate(&mut self, p: usize, project: &ProjectPlan, first_trial: u64) {
        let Some(negotiation) = &project.negotiation else { return };
        let mut uniforms = [0.0; LANES];
        negotiation.key.uniforms(first_trial, 0, &mut uniforms);
        let (probability, months) =
            (self.values.lanes(negotiation.probability), self.values.lanes(negotiation.months));
        let first = self.plan.known_months as Month + 1;
        let last = f64::from(self.plan.months as Month - first);
        for lane in 0..LANES {
            let is_signed = uniforms[lane] < probability[lane] && months[lane] <= last;
            self.projects.signed[p][lane] = if is_signed { first + months[lane] as Month } else { NEVER };
        }
    }

    /// A project that is signed is withdrawn, or joins the queue when it is prepared.
    #[inline(always)]
    fn convert(&mut self, p: usize, project: &ProjectPlan, first_trial: u64, used: usize) {
        let (plan, values) = (self.plan, &self.values);
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

    /// Lives through the months of the block's trials.
    ///
    /// # Errors
    /// Where projects have appeared or vanished.
    pub(super) fn live(&mut self, first_trial: u64) -> Result<(), TrialError> {
        let plan = self.plan;
        let layout = &plan.layout;
        self.queues.begin_block(plan, &self.values, &self.held, &self.joiners);
        let mut occupied: Lanes =
            each(|lane| self.incumbent_land[lane] + self.held[ResourceIx::LAND.0][lane]);
        for month in plan.known_months + 1..=plan.months {
            let t = month as Month;
            for i in 0..self.closings[month].len() {
                let (lane, e) = self.closings[month][i];
                occupied[lane] -= self.values.at(plan.enterprises[e].land, lane);
                occupied[lane] -= self.close_expansions(e, t, lane);
            }
            let arrives = layout.by_resource(month, 0)..layout.by_resource(month + 1, 0);
            self.queues.receive(&self.inflow[arrives.clone()], &self.inflow_in[arrives]);
            self.queues.join(&self.joiners, month);
            self.queues.leave(&self.joiners, &mut self.projects, t);
            let land = self.queues.serve(&self.joiners, &mut self.projects, t);
            for lane in 0..LANES {
                occupied[lane] += land[lane];
            }
            let rows = &mut self.block.rows.month;
            rows[layout.month(month, MonthRow::LandFree)] = self.queues.free(ResourceIx::LAND.0);
            rows[layout.month(month, MonthRow::LandOccupied)] = occupied;
            rows[layout.month(month, MonthRow::Waiting)] = self.queues.lengths();
            if month % 12 == 0 {
                for r in 0..layout.resources {
                    let at = layout.by_resource(month / 12 - 1, r);
                    self.sums.free[at] = self.queues.free(r);
                    self.sums.used[at] = self.queues.used(r);
                }
            }
        }
        self.queues.balance().map_err(|(lane, what)| TrialError { trial: first_trial + lane as u64, what })
    }

    /// Expansions of an enterprise that closes in month t: what has operated before stops, what is not signed never is,
    /// the rest is lost.
    /// Returns the land that they held.
    fn close_expansions(&mut self, e: usize, t: Month, lane: usize) -> f64 {
        let plan = self.plan;
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
        if held > 0.0
            && let Some(free) = self.cleared_in(e, lane)
        {
            let at = plan.layout.by_resource(free, ResourceIx::LAND.0);
            self.inflow[at][lane] += held;
            self.inflow_in[at] |= 1 << lane;
        }
        held
    }
}
