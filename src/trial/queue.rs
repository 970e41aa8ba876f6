//! The queue for resources (MODEL section 7): who joins it in which month, and how it is served.

use super::projects::{Projects, Rank, SIDE_BY_SIDE, columns};
use super::{Loss, Month, NEVER};
use crate::plan::{Plan, ValueBuffer};
use crate::random::{LANES, Lanes};
use crate::scenario::ResourceIx;

/// A need fits what is free but for this, relative to the larger of 1 and what is free.
const FIT: f64 = 1e-9;

/// A project that will join the queue.
#[derive(Debug, Clone, Copy)]
pub(super) struct Joiner {
    pub rank: Rank,
    /// Joins in this month, and leaves in that if it still waits.
    pub join: Month,
    pub leave: Month,
    pub build: Month,
    /// Number among the block's projects, and of its needs.
    pub project: u32,
    pub needs: u32,
    /// The next in its trial that joins in the same month, or [`NO_ONE`].
    next: u32,
}

/// The end of a list of joiners.
const NO_ONE: u32 = u32::MAX;

impl Joiner {
    /// Not in any list yet.
    pub fn new(rank: Rank, [join, patience, build]: [Month; 3], project: usize, needs: usize) -> Self {
        let (project, needs) = (project as u32, needs as u32);
        Self { rank, join, leave: join + patience + 1, build, project, needs, next: NO_ONE }
    }

    /// Whether it is served before another: by rank, then by month of joining, then in the order of the list.
    #[inline(always)]
    fn is_before(&self, other: &Self) -> bool {
        if self.rank != other.rank {
            return self.rank > other.rank;
        }
        (self.join, self.project) < (other.join, other.project)
    }
}

/// Who joins the queue of each trial, by month.
#[derive(Debug)]
pub(super) struct Joiners {
    by_trial: Vec<Vec<Joiner>>,
    /// The first that joins: trial · (months + 1) + month.
    first: Vec<u32>,
    months: usize,
}

impl Joiners {
    /// Room for so many in each trial.
    pub fn new(plan: &Plan, room: usize) -> Self {
        Self {
            by_trial: (0..LANES).map(|_| Vec::with_capacity(room)).collect(),
            first: vec![NO_ONE; LANES * (plan.months + 1)],
            months: plan.months,
        }
    }

    pub fn clear(&mut self) {
        self.by_trial.iter_mut().for_each(Vec::clear);
        self.first.fill(NO_ONE);
    }

    /// Adds one that joins within the run.
    #[inline(always)]
    pub fn push(&mut self, lane: usize, mut joiner: Joiner) {
        let list = &mut self.by_trial[lane];
        let first = &mut self.first[lane * (self.months + 1) + joiner.join as usize];
        joiner.next = std::mem::replace(first, list.len() as u32);
        list.push(joiner);
    }

    pub fn of_trial(&self, lane: usize) -> &[Joiner] {
        &self.by_trial[lane]
    }

    fn first(&self, lane: usize, month: usize) -> u32 {
        self.first[lane * (self.months + 1) + month]
    }
}

/// The queue of one trial, and the resources that it waits for.
#[derive(Debug)]
pub(super) struct Queue {
    /// Who waits, by their places among the joiners, in the order in which they are served.
    waiting: Vec<u32>,
    /// The resources that were short when a joiner was last served.
    short: Vec<Loss>,
    /// Nobody who waits loses patience before this month.
    leaves: Month,
    /// What is free of each resource, what need still fits that, what projects hold, and what they took in the run.
    pub free: Vec<f64>,
    fits: Vec<f64>,
    pub used: Vec<f64>,
    pub taken: Vec<f64>,
    /// Who took their resources, and who was lost.
    started: usize,
    lost: usize,
}

impl Queue {
    /// Room for so many.
    pub fn new(plan: &Plan, room: usize) -> Self {
        let resources = || vec![0.0; columns(plan.resources())];
        Self {
            waiting: Vec::with_capacity(room),
            short: Vec::with_capacity(room),
            leaves: NEVER,
            free: resources(),
            fits: resources(),
            used: resources(),
            taken: resources(),
            started: 0,
            lost: 0,
        }
    }

    /// Begins another trial, with what is free at its start and what is held.
    pub fn begin(&mut self, plan: &Plan, values: &ValueBuffer, held: &[Lanes], lane: usize, joiners: usize) {
        self.waiting.clear();
        self.short.clear();
        self.short.resize(joiners, Loss::NONE);
        self.leaves = NEVER;
        for (free, &available) in self.free.iter_mut().zip(&plan.available) {
            *free = values.at(available, lane);
        }
        for (used, held) in self.used.iter_mut().zip(held) {
            *used = held[lane];
        }
        self.taken.fill(0.0);
        (self.started, self.lost) = (0, 0);
    }

    /// Projects that wait.
    pub fn len(&self) -> usize {
        self.waiting.len()
    }

    /// Queues the projects whose preparation is over; whether there were any.
    #[inline]
    pub fn join(&mut self, joiners: &Joiners, projects: &Projects, lane: usize, month: usize) -> bool {
        let list = joiners.of_trial(lane);
        let mut next = joiners.first(lane, month);
        let any = next != NO_ONE;
        while let Some(joiner) = list.get(next as usize) {
            if projects.is_lost(joiner.project as usize, lane) {
                self.lost += 1;
            } else {
                self.leaves = self.leaves.min(joiner.leave);
                let place = self.waiting.partition_point(|&q| list[q as usize].is_before(joiner));
                self.waiting.insert(place, next);
            }
            next = joiner.next;
        }
        any
    }

    /// Projects past their patience leave.
    #[inline]
    pub fn leave(&mut self, list: &[Joiner], projects: &mut Projects, lane: usize, t: Month) {
        if t < self.leaves {
            return;
        }
        self.leaves = NEVER;
        self.waiting.retain(|&q| {
            let joiner = &list[q as usize];
            let stays = joiner.leave > t;
            if stays {
                self.leaves = self.leaves.min(joiner.leave);
            } else {
                projects.lose(joiner.project as usize, lane, t, self.short[q as usize]);
                self.lost += 1;
            }
            stays
        });
    }

    /// Takes a project out that has been lost while it waited.
    pub fn withdraw(&mut self, list: &[Joiner], project: usize) {
        let before = self.waiting.len();
        self.waiting.retain(|&q| list[q as usize].project as usize != project);
        self.lost += before - self.waiting.len();
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
    #[inline]
    pub fn serve(&mut self, list: &[Joiner], projects: &mut Projects, lane: usize, t: Month) -> (usize, f64) {
        let (mut waiting, mut land) = (0, 0.0);
        self.fit();
        for at in 0..self.waiting.len() {
            let q = self.waiting[at];
            let joiner = &list[q as usize];
            let needs = projects.needs.row(joiner.needs as usize);
            let short = short_of(needs, &self.fits);
            if short != Loss::NONE {
                self.short[q as usize] = short;
                self.waiting[waiting] = q;
                waiting += 1;
                continue;
            }
            land += needs[ResourceIx::LAND.0];
            let resources = self.free.iter_mut().zip(&mut self.used).zip(&mut self.taken);
            for (((free, used), taken), need) in resources.zip(needs) {
                *free = (*free - need).max(0.0);
                *used += need;
                *taken += need;
            }
            self.fit();
            projects.start(joiner.project as usize, lane, t, joiner.build);
        }
        let started = self.waiting.len() - waiting;
        self.waiting.truncate(waiting);
        self.started += started;
        (started, land)
    }

    /// Who joined has started, waits or is lost.
    ///
    /// # Errors
    /// Where projects have appeared or vanished.
    pub fn balance(&self, joined: usize) -> Result<(), String> {
        let Self { waiting, started, lost, .. } = self;
        if joined == started + lost + waiting.len() {
            return Ok(());
        }
        let waiting = waiting.len();
        Err(format!(
            "{joined} projects joined the queue, but {started} started, {waiting} wait and {lost} are lost"
        ))
    }
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
