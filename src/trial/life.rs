//! The monthly life of projects in one trial (MODEL section 7): signing, the queue for resources, building,
//! operating, and the closing of enterprises with their expansions.

use super::projects::{FAR, Project, Projects};
use super::{Loss, MONTH_ROWS, NEVER, Worker};
use crate::plan::{Dispersion, Plan, arrival_index};
use crate::scenario::{ResourceIx, Stage};
use std::cmp::Ordering;

/// A need fits what is free but for this, relative to the larger of 1 and what is free.
const FIT: f64 = 1e-9;

/// The buffers of one trial's life.
#[derive(Debug)]
pub(super) struct Life {
    pub projects: Projects,
    /// Signed projects that were never carried out, by year; they need no place in the list.
    pub withdrawn: Vec<u32>,
    /// Projects that wait, in the order in which they are served.
    pub queue: Vec<u32>,
    /// The first project that joins in each month; `next` leads on from it.
    joins: Vec<u32>,
    next: Vec<u32>,
    /// Projects that begin operating in each month; in the first also those that did before.
    begins: Vec<u32>,
    /// What is free of each resource, and what projects hold.
    pub free: Vec<f64>,
    pub used: Vec<f64>,
    /// Closings of this trial, by month: (month, enterprise).
    closings: Vec<(u32, u32)>,
    /// Land that closed expansions return: (month, 亩).
    pub returns: Vec<(u32, f64)>,
}

impl Life {
    pub fn new(plan: &Plan) -> Self {
        let arrivals = room_for_arrivals(plan);
        let room = plan.projects.len() + arrivals;
        Self {
            projects: Projects::new(plan, arrivals),
            withdrawn: vec![0; plan.years],
            queue: Vec::with_capacity(room),
            joins: vec![NEVER; plan.months + 1],
            next: Vec::with_capacity(room),
            begins: vec![0; plan.months + 1],
            free: vec![0.0; plan.resources()],
            used: vec![0.0; plan.resources()],
            closings: Vec::with_capacity(plan.enterprises.len()),
            returns: Vec::with_capacity(plan.projects.len()),
        }
    }

    fn clear(&mut self) {
        self.projects.clear();
        self.withdrawn.fill(0);
        self.queue.clear();
        self.joins.fill(NEVER);
        self.next.clear();
        self.begins.fill(0);
        self.used.fill(0.0);
        self.closings.clear();
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
        let place = self.queue.partition_point(|&q| before(&list[q as usize], joining) != Ordering::Greater);
        self.queue.insert(place, p);
    }

    /// Projects past their patience leave.
    fn leave(&mut self, t: u32) {
        let list = &mut self.projects.list;
        self.queue.retain(|&p| {
            let project = &mut list[p as usize];
            let stays = t - project.join <= project.patience;
            if !stays {
                (project.lost, project.loss) = (t, project.short);
            }
            stays
        });
    }

    /// Serves the queue: each project in turn takes all its needs if every one fits. Returns how many started
    /// and the land they took.
    fn serve(&mut self, t: u32) -> (usize, f64) {
        let (mut waiting, mut land) = (0, 0.0);
        for at in 0..self.queue.len() {
            let p = self.queue[at] as usize;
            let needs = self.projects.needs_of(p);
            let short = short_of(needs, &self.free);
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

/// Signings to make room for: twelve standard deviations above a generous mean. Should a trial exceed it, a
/// list grows once and stays.
fn room_for_arrivals(plan: &Plan) -> usize {
    let expected = plan.channels.iter().fold(0.0, |sum, channel| {
        let known = channel.rate.iter().filter_map(|&rate| plan.values.known(rate));
        let rate = known.fold(30.0, f64::max)
            * if matches!(channel.dispersion, Dispersion::None) { 1.0 } else { 3.0 };
        let mean = rate * plan.years as f64;
        sum + mean + 12.0 * mean.sqrt()
    });
    expected as usize
}

/// The order of service: priority, then planned output per 亩, both high first, then month of joining.
fn before(a: &Project, b: &Project) -> Ordering {
    (b.priority.total_cmp(&a.priority))
        .then_with(|| b.output_per_mu.total_cmp(&a.output_per_mu))
        .then_with(|| a.join.cmp(&b.join))
}

/// The resources of which less is free than needed.
#[inline]
fn short_of(needs: &[f64], free: &[f64]) -> Loss {
    let mut short = 0;
    for (r, (&need, &free)) in needs.iter().zip(free).enumerate() {
        short |= u64::from(need > free + FIT * free.max(1.0)) << r;
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
        self.gather(trial, lane);
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
                self.sums.end_year(month / 12 - 1, lane, reclaimed, &self.life.free, &self.life.used);
            }
        }
        self.balance(lane)?;
        self.operate(lane);
        Ok(())
    }

    /// Lists the projects of the trial, what is free, and the closings to come.
    fn gather(&mut self, trial: u64, lane: usize) {
        let (plan, life) = (self.plan, &mut self.life);
        life.clear();
        for (free, &available) in life.free.iter_mut().zip(&plan.available) {
            *free = self.values.at(available, lane);
        }
        let first = plan.known_months + 1;
        for (p, known) in plan.projects.iter().enumerate() {
            life.projects.add_known(plan, p, &self.values, trial, lane);
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
        for (c, channel) in plan.channels.iter().enumerate() {
            for month in first..=plan.months {
                let conversion = self.values.at(channel.conversion[plan.epoch_of_month[month]], lane);
                for n in 0..u64::from(self.signings[c * (plan.months + 1) + month][lane]) {
                    if channel.conversion_key.uniform(trial, arrival_index(month, n)) < conversion {
                        life.projects.add_arrival(plan, c, (month, n), &self.values, (trial, lane));
                    } else {
                        life.withdrawn[(month - 1) / 12] += 1;
                    }
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
        let closings = self.closes.iter().enumerate().map(|(e, closes)| (closes[lane], e as u32));
        life.closings.extend(closings.filter(|&(closes, _)| closes != NEVER));
        life.closings.sort_unstable();
    }

    /// What becomes free in a month; whether anything did.
    fn receive(&mut self, month: usize, lane: usize) -> bool {
        let resources = self.plan.resources();
        let mut any = false;
        for (r, free) in self.life.free.iter_mut().enumerate() {
            let amount = self.inflow[month * resources + r][lane];
            *free += amount;
            any |= amount > 0.0;
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
