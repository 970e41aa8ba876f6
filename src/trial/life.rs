//! The monthly life of projects (MODEL section 7): who is known at the start, the queue for resources month by month,
//! and the closing of enterprises with their expansions.

use super::projects::{Known, Rank, land_of};
use super::queue::Joiner;
use super::{Loss, MONTH_ROWS, Month, NEVER, Worker, mask, month_row, ones};
use crate::plan::ProjectPlan;
use crate::random::LANES;
use crate::scenario::{ResourceIx, Stage};

impl Worker<'_> {
    /// Lists the known projects as they stand at the end of `as_of`, in every trial.
    #[inline(always)]
    pub(super) fn list_known(&mut self, first_trial: u64, used: usize) {
        let plan = self.plan;
        self.joiners.clear();
        self.projects.arrivals.clear();
        self.projects.needs.begin_block(plan, &self.values);
        self.held.fill([0.0; LANES]);
        let first = plan.known_months as Month + 1;
        for (p, project) in plan.projects.iter().enumerate() {
            self.projects.known[p] = Known::UNTOUCHED;
            match project.stage {
                Stage::Signed => {
                    self.convert(p, project, first_trial, used);
                    continue;
                }
                Stage::Building => {
                    let build = self.values.lanes(project.build);
                    let known = &mut self.projects.known[p];
                    known.start = [first; LANES];
                    for lane in 0..LANES {
                        known.operate[lane] = first + build[lane] as Month;
                    }
                }
                Stage::Operating => {
                    let behind = self.values.lanes(project.operating_months);
                    let known = &mut self.projects.known[p];
                    for lane in 0..LANES {
                        known.operate[lane] = first - behind[lane] as Month;
                        // It took its resources before the run, so it has no month of start in it.
                        known.start[lane] = known.operate[lane].min(0);
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

    /// A signed project is withdrawn, or joins the queue when it is prepared.
    #[inline(always)]
    fn convert(&mut self, p: usize, project: &ProjectPlan, first_trial: u64, used: usize) {
        let (plan, values) = (self.plan, &self.values);
        let mut uniforms = [0.0; LANES];
        project.key.uniforms(first_trial, 0, &mut uniforms);
        let conversion = values.lanes(project.conversion);
        let withdrawn = mask(|lane| uniforms[lane] >= conversion[lane]);
        let first = plan.known_months as Month + 1;
        let known = &mut self.projects.known[p];
        for lane in ones(withdrawn) {
            (known.lost[lane], known.loss[lane]) = (first, Loss::WITHDRAWN);
        }
        let (prep, patience) = (values.lanes(project.prep), values.lanes(project.patience));
        let (build, capacity) = (values.lanes(project.build), values.lanes(project.capacity));
        let (priority, land) = (values.lanes(project.priority), land_of(project, values));
        let last = f64::from(plan.months as Month - first);
        let joins = mask(|lane| lane < used && prep[lane] <= last) & !withdrawn;
        for lane in ones(joins) {
            let rank = Rank::new(priority[lane], capacity[lane], land[lane]);
            let months = [first + prep[lane] as Month, patience[lane] as Month, build[lane] as Month];
            let needs = self.projects.needs.row_of_known(p, lane);
            self.joiners.push(lane, Joiner::new(rank, months, p, needs));
        }
    }

    /// Lives through one trial of the block.
    ///
    /// # Errors
    /// Where projects have appeared or vanished.
    pub(super) fn live(&mut self, trial: u64, lane: usize) -> Result<(), String> {
        let plan = self.plan;
        let joining = self.joiners.of_trial(lane).len();
        self.queue.begin(plan, &self.values, &self.held, lane, joining);
        self.returns.clear();
        self.closings[lane].sort_unstable();
        let mut occupied = self.incumbent_land[lane] + self.held[ResourceIx::LAND.0][lane];
        let mut closed = 0;
        // Once a round of serving starts nothing, another changes nothing until something arrives.
        let mut settled = true;
        for month in plan.known_months + 1..=plan.months {
            let t = month as Month;
            while let Some(&(_, e)) = self.closings[lane].get(closed).filter(|closing| closing.0 == t) {
                closed += 1;
                occupied -= self.values.at(plan.enterprises[e as usize].land, lane);
                occupied -= self.close_expansions(e as usize, t, trial, lane);
            }
            let received = self.receive(month, lane);
            let joined = self.queue.join(&self.joiners, &self.projects, lane, month);
            settled &= !received && !joined;
            let list = self.joiners.of_trial(lane);
            self.queue.leave(list, &mut self.projects, lane, t);
            if !settled {
                let (started, land) = self.queue.serve(list, &mut self.projects, lane, t);
                settled = started == 0;
                occupied += land;
            }
            let rows = &mut self.block.month[(month - 1) * MONTH_ROWS..][..MONTH_ROWS];
            rows[month_row::LAND_FREE][lane] = self.queue.free[ResourceIx::LAND.0];
            rows[month_row::LAND_OCCUPIED][lane] = occupied;
            rows[month_row::WAITING][lane] = self.queue.len() as f64;
            if month % 12 == 0 {
                self.sums.end_year(month / 12 - 1, lane, &self.queue.free, &self.queue.used);
            }
        }
        for (row, &taken) in self.sums.taken.iter_mut().zip(&self.queue.taken) {
            row[lane] = taken;
        }
        self.sums.returned[lane] = self.returns.iter().map(|&(_, land)| land).sum();
        self.queue.balance(joining)
    }

    /// What becomes free in a month; whether anything did.
    #[inline]
    fn receive(&mut self, month: usize, lane: usize) -> bool {
        let resources = self.plan.resources();
        let mut any = self.inflow_in[month] >> lane & 1 == 1;
        if any {
            let inflow = &self.inflow[month * resources..][..resources];
            for (free, inflow) in self.queue.free.iter_mut().zip(inflow) {
                *free += inflow[lane];
            }
        }
        for &(returns, land) in &self.returns {
            if returns == month {
                self.queue.free[ResourceIx::LAND.0] += land;
                any = true;
            }
        }
        any
    }

    /// Expansions of an enterprise that closes in month t: what has operated before stops, the rest is lost.
    /// Returns the land that they held.
    fn close_expansions(&mut self, e: usize, t: Month, trial: u64, lane: usize) -> f64 {
        let plan = self.plan;
        let mut held = 0.0;
        for &p in &plan.enterprises[e].expansions {
            let known = &mut self.projects.known[p];
            if known.loss[lane] != Loss::NONE {
                continue;
            }
            let started = known.start[lane] != NEVER;
            if known.operate[lane] < t {
                known.stop[lane] = t;
            } else {
                (known.lost[lane], known.loss[lane], known.operate[lane]) = (t, Loss::CLOSED, NEVER);
            }
            if started {
                let needs = self.projects.needs.row_of_known(p, lane);
                held += self.projects.needs.row(needs)[ResourceIx::LAND.0];
            } else {
                self.queue.withdraw(self.joiners.of_trial(lane), p);
            }
        }
        self.queue.used[ResourceIx::LAND.0] -= held;
        if held > 0.0
            && let Some(free) = self.cleared_in(e, lane, trial)
        {
            self.returns.push((free, held));
        }
        held
    }
}
