//! The monthly life of projects in one trial (MODEL section 7): signing, the queue for resources, building,
//! operating, and the closing of enterprises with their expansions.

use super::projects::{FAR, Project, Projects, SIDE_BY_SIDE, columns};
use super::{Loss, MONTH_ROWS, NEVER, Worker};
use crate::plan::Plan;
use crate::random::LANES;
use crate::scenario::{ResourceIx, Stage};

/// A need fits what is free but for this, relative to the larger of 1 and what is free.
const FIT: f64 = 1e-9;

/// The buffers of one trial's life.
#[derive(Debug)]
pub(super) struct Life {
    pub projects: Projects,
    /// Projects that wait, in the order in which they are served.
    pub queue: Vec<u32>,
    /// No project that waits loses its patience before this month.
    leaves: u32,
    /// The first project that joins in each month; `next` leads on from it.
    joins: Vec<u32>,
    next: Vec<u32>,
    /// Projects that begin operating in each month; in the first also those that did before.
    begins: Vec<u32>,
    /// What is free of each resource, what need still fits that, and what projects hold; with the columns of
    /// [`Projects`].
    pub free: Vec<f64>,
    fits: Vec<f64>,
    pub used: Vec<f64>,
    /// Closings of this trial, by month: (month, enterprise).
    closings: Vec<(u32, u32)>,
    /// Land that closed expansions return: (month, 亩).
    pub returns: Vec<(u32, f64)>,
}

impl Life {
    pub fn new(plan: &Plan, arrivals: usize) -> Self {
        let room = plan.projects.len() + arrivals;
        Self {
            projects: Projects::default(),
            queue: Vec::with_capacity(room),
            leaves: NEVER,
            joins: vec![NEVER; plan.months + 1],
            next: Vec::with_capacity(room),
            begins: vec![0; plan.months + 1],
            free: vec![0.0; columns(plan.resources())],
            fits: vec![0.0; columns(plan.resources())],
            used: vec![0.0; columns(plan.resources())],
            closings: Vec::new(),
            returns: Vec::with_capacity(plan.projects.len()),
        }
    }

    fn clear(&mut self) {
        self.queue.clear();
        self.leaves = NEVER;
        self.joins.fill(NEVER);
        self.next.clear();
        self.begins.fill(0);
        self.used.fill(0.0);
        self.returns.clear();
    }

    /// Queues the projects whose preparation is over; whether there were any.
    fn join(&mut self, month: usize) -> bool {
        let mut p = self.joins[month];
        let any = p != NEVER;
        while p != NEVER {
            if self.projects.list[p as usize].loss == Loss::NONE {
                self.enqueue(p);
            }
            p = self.next[p as usize];
        }
        any
    }

    /// Puts a project behind all that go before it and all its equals, which joined earlier or come earlier in
    /// the list.
    fn enqueue(&mut self, p: u32) {
        let list = &self.projects.list;
        let joining = &list[p as usize];
        self.leaves = self.leaves.min(joining.join.saturating_add(joining.patience).saturating_add(1));
        let goes_first = |q: &u32| !is_before(joining, &list[*q as usize]);
        let place = self.queue.partition_point(goes_first);
        self.queue.insert(place, p);
    }

    /// Projects past their patience leave.
    fn leave(&mut self, t: u32) {
        if t < self.leaves {
            return;
        }
        self.leaves = NEVER;
        let list = &mut self.projects.list;
        self.queue.retain(|&p| {
            let project = &mut list[p as usize];
            let leaves = project.join.saturating_add(project.patience).saturating_add(1);
            if leaves <= t {
                (project.lost, project.loss) = (t, project.short);
            } else {
                self.leaves = self.leaves.min(leaves);
            }
            leaves > t
        });
    }

    /// Notes what need still fits what is free.
    #[inline(always)]
    fn fit(&mut self) {
        for (fits, &free) in self.fits.iter_mut().zip(&self.free) {
            *fits = free + FIT * free.max(1.0);
        }
    }

    /// Serves the queue: each project in turn takes all its needs if every one fits. Returns how many started
    /// and the land they took.
    fn serve(&mut self, t: u32) -> (usize, f64) {
        let (mut waiting, mut land) = (0, 0.0);
        self.fit();
        for at in 0..self.queue.len() {
            let p = self.queue[at] as usize;
            let needs = self.projects.needs_of(p);
            let short = short_of(needs, &self.fits);
            if short != Loss::NONE {
                self.projects.list[p].short = short;
                self.queue[waiting] = p as u32;
                waiting += 1;
                continue;
            }
            land += needs[ResourceIx::LAND.0];
            for ((free, used), need) in self.free.iter_mut().zip(&mut self.used).zip(needs) {
                *free = (*free - need).max(0.0);
                *used += need;
            }
            self.fit();
            let project = &mut self.projects.list[p];
            project.start = i64::from(t);
            project.operate = i64::from(t) + i64::from(project.build);
            if let Some(begins) = self.begins.get_mut(project.operate as usize) {
                *begins += 1;
            }
        }
        let started = self.queue.len() - waiting;
        self.queue.truncate(waiting);
        (started, land)
    }
}

/// Whether a is served before b: by rank, then by month of joining.
#[inline(always)]
fn is_before(a: &Project, b: &Project) -> bool {
    a.rank > b.rank || (a.rank == b.rank && a.join < b.join)
}

/// The resources of which less is free than needed.
#[inline(always)]
fn short_of(needs: &[f64], fits: &[f64]) -> Loss {
    let mut short = 0;
    let chunks = needs.chunks_exact(SIDE_BY_SIDE).zip(fits.chunks_exact(SIDE_BY_SIDE));
    for (chunk, (needs, fits)) in chunks.enumerate() {
        for r in 0..SIDE_BY_SIDE {
            short |= u64::from(needs[r] > fits[r]) << (SIDE_BY_SIDE * chunk + r);
        }
    }
    Loss(short)
}

impl Worker<'_> {
    /// Lives through one trial of the block.
    ///
    /// # Errors
    /// Where land or projects have appeared or vanished.
    pub(super) fn live(&mut self, trial: u64, lane: usize) -> Result<(), String> {
        let plan = self.plan;
        self.gather(lane);
        let mut occupied = self.incumbent_land[lane] + self.life.used[ResourceIx::LAND.0];
        let (mut reclaimed, mut operating, mut closed) = (0.0, 0, 0);
        // Once a round of serving starts nothing, another changes nothing until something arrives.
        let mut settled = true;
        for month in plan.known_months + 1..=plan.months {
            let t = month as u32;
            while let Some(&(_, e)) = self.life.closings.get(closed).filter(|closing| closing.0 == t) {
                closed += 1;
                occupied -= self.values.at(plan.enterprises[e as usize].land, lane);
                occupied -= self.close_expansions(e as usize, t, trial, lane);
            }
            let received = self.receive(month, lane);
            let joined = self.life.join(month);
            settled &= !received && !joined;
            self.life.leave(t);
            if !settled {
                let (started, land) = self.life.serve(t);
                settled = started == 0;
                occupied += land;
            }
            reclaimed += self.reclaimed[month][lane];
            operating += self.life.begins[month];
            let free_land = self.life.free[ResourceIx::LAND.0];
            let waiting = self.life.queue.len() as f64;
            let figures: [f64; MONTH_ROWS] = [reclaimed, free_land, occupied, waiting, f64::from(operating)];
            for (row, figure) in figures.into_iter().enumerate() {
                self.block.month[(month - 1) * MONTH_ROWS + row][lane] = figure;
            }
            if month % 12 == 0 {
                let resources = ..plan.resources();
                let (free, used) = (&self.life.free[resources], &self.life.used[resources]);
                self.sums.end_year(month / 12 - 1, lane, reclaimed, free, used);
            }
        }
        let done = self.operate(lane);
        std::mem::swap(&mut self.life.projects, &mut self.projects[lane]);
        std::mem::swap(&mut self.life.closings, &mut self.closings[lane]);
        done
    }

    /// Lists the known projects of every trial.
    #[inline(always)]
    pub(super) fn list_known(&mut self, first_trial: u64, used: usize) {
        let plan = self.plan;
        self.projects.iter_mut().for_each(Projects::clear);
        let mut uniforms = [0.0; LANES];
        for (p, known) in plan.projects.iter().enumerate() {
            if known.stage == Stage::Signed {
                known.key.uniforms(first_trial, 0, &mut uniforms);
            }
            let conversion = self.values.lanes(known.conversion);
            for (lane, projects) in self.projects[..used].iter_mut().enumerate() {
                projects.add_known(plan, p, &self.values, lane, uniforms[lane] < conversion[lane]);
            }
        }
    }

    /// Lays out the projects of the trial, what is free, and the closings to come.
    fn gather(&mut self, lane: usize) {
        let (plan, life) = (self.plan, &mut self.life);
        std::mem::swap(&mut life.projects, &mut self.projects[lane]);
        std::mem::swap(&mut life.closings, &mut self.closings[lane]);
        life.clear();
        life.closings.sort_unstable();
        for (free, &available) in life.free.iter_mut().zip(&plan.available) {
            *free = self.values.at(available, lane);
        }
        let first = plan.known_months + 1;
        for (p, known) in plan.projects.iter().enumerate() {
            if known.stage != Stage::Signed {
                for (used, need) in life.used.iter_mut().zip(life.projects.needs_of(p)) {
                    *used += need;
                }
                let begins = life.projects.list[p].operate.max(first as i64) as usize;
                if let Some(begins) = life.begins.get_mut(begins) {
                    *begins += 1;
                }
            }
        }
        // From the last to the first, so that each month's chain leads on in the order of the list.
        life.next.resize(life.projects.list.len(), NEVER);
        for (p, project) in life.projects.list.iter().enumerate().rev() {
            if let Some(first) = life.joins.get_mut(project.join as usize) {
                life.next[p] = std::mem::replace(first, p as u32);
            }
        }
    }

    /// What becomes free in a month; whether anything did.
    fn receive(&mut self, month: usize, lane: usize) -> bool {
        let resources = self.plan.resources();
        let mut any = self.inflow_in[month] >> lane & 1 == 1;
        if any {
            let inflow = &self.inflow[month * resources..][..resources];
            for (free, inflow) in self.life.free.iter_mut().zip(inflow) {
                *free += inflow[lane];
            }
        }
        for &(returns, land) in &self.life.returns {
            if returns as usize == month {
                self.life.free[ResourceIx::LAND.0] += land;
                any = true;
            }
        }
        any
    }

    /// Expansions of an enterprise that closes in month t: what has operated before stops, the rest is lost.
    /// Returns the land that they held.
    fn close_expansions(&mut self, e: usize, t: u32, trial: u64, lane: usize) -> f64 {
        let plan = self.plan;
        let mut held = 0.0;
        for &p in &plan.enterprises[e].expansions {
            let project = &mut self.life.projects.list[p];
            if project.loss != Loss::NONE {
                continue;
            }
            let started = project.start != FAR;
            if project.operate < i64::from(t) {
                project.stop = t;
            } else {
                if let Some(begins) = self.life.begins.get_mut(project.operate as usize) {
                    *begins -= 1;
                }
                (project.lost, project.loss, project.operate) = (t, Loss::CLOSED, FAR);
            }
            if started {
                held += self.life.projects.land_of(p);
            } else {
                self.life.queue.retain(|&q| q as usize != p);
            }
        }
        self.life.used[ResourceIx::LAND.0] -= held;
        if held > 0.0
            && let Some(free) = self.cleared_in(e, lane, trial)
        {
            self.life.returns.push((free as u32, held));
        }
        held
    }
}
