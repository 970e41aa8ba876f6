//! The queues for resources (MODEL section 7): who joins them in which month, and how they are served. The queues of
//! all trials of a block are taken through a month together.

use super::lanes::{mask, ones};
use super::projects::{Amounts, MAX_CHUNKS, Projects, SIDE_BY_SIDE, chunks};
use super::rank::Rank;
use super::{Loss, Month, NEVER};
use crate::plan::{Plan, ValueBuffer};
use crate::random::{LANES, Lanes};
use crate::scenario::ResourceIx;
use crate::wide::each;

/// A need fits what is free but for this, relative to the larger of 1 and what is free.
const FIT: f64 = 1e-9;

/// A project that will join the queue of its trial.
#[derive(Debug, Clone, Copy)]
pub(super) struct Joiner {
    pub rank: Rank,
    /// The month in which it leaves if it still waits.
    pub leave: Month,
    pub build: Month,
    /// Place among the cells of the block's projects, and row of its needs.
    pub cell: u32,
    pub needs: u32,
    pub lane: u32,
}

/// Who joins the queues.
#[derive(Debug)]
pub(super) struct Joiners {
    list: Vec<Joiner>,
    /// Places in the list by month of joining.
    by_month: Vec<Vec<u32>>,
}

impl Joiners {
    /// None yet.
    pub fn new(plan: &Plan) -> Self {
        Self { list: Vec::new(), by_month: (0..=plan.months).map(|_| Vec::with_capacity(LANES)).collect() }
    }

    pub fn clear(&mut self) {
        self.list.clear();
        self.by_month.iter_mut().for_each(Vec::clear);
    }

    /// Adds one that joins in this month, which lies within the run.
    #[inline(always)]
    pub fn push(&mut self, month: Month, joiner: Joiner) {
        self.by_month[month as usize].push(self.list.len() as u32);
        self.list.push(joiner);
    }
}

/// One who waits.
#[derive(Debug, Clone, Copy)]
struct Waiting {
    rank: Rank,
    /// Place in the list of joiners.
    joiner: u32,
    needs: u32,
}

/// Arrivals that a trial's queue has room for from the beginning; it grows where more wait.
const ARRIVALS: usize = 32;

/// The queue of each trial of a block, and the resources that it waits for.
#[derive(Debug)]
pub(super) struct Queues {
    /// Who waits, in the order in which they are served.
    waiting: Vec<Vec<Waiting>>,
    /// The resources that were short when a joiner was last served, as bits.
    short: Vec<u64>,
    /// Nobody who waits loses patience before this month.
    leaves: [Month; LANES],
    /// The trials in which something has changed since all who wait were short of something.
    unsettled: u64,
    /// Amounts of each resource that are free, that projects hold, and that they took in the run: a row of
    /// [`Amounts`] for each trial.
    free: Vec<Amounts>,
    used: Vec<Amounts>,
    taken: Vec<Amounts>,
    chunks: usize,
    /// Who takes resources in the month at hand.
    starting: Vec<u32>,
    /// Cells of known projects that will not join because their enterprise has closed.
    gone: Vec<u32>,
    /// Who joined, took resources and was lost.
    joined: [u32; LANES],
    started: [u32; LANES],
    lost: [u32; LANES],
}

impl Queues {
    /// Empty ones.
    pub fn new(plan: &Plan) -> Self {
        let chunks = chunks(plan.resources());
        let amounts = || vec![[0.0; SIDE_BY_SIDE]; LANES * chunks];
        Self {
            waiting: (0..LANES).map(|_| Vec::with_capacity(plan.projects.len() + ARRIVALS)).collect(),
            short: Vec::new(),
            leaves: [NEVER; LANES],
            unsettled: 0,
            free: amounts(),
            used: amounts(),
            taken: amounts(),
            chunks,
            starting: Vec::new(),
            gone: Vec::new(),
            joined: [0; LANES],
            started: [0; LANES],
            lost: [0; LANES],
        }
    }

    /// Begins another block, with what is free at its start and what is held.
    #[inline(always)]
    pub fn begin_block(&mut self, plan: &Plan, values: &ValueBuffer, held: &[Lanes], joiners: &Joiners) {
        self.waiting.iter_mut().for_each(Vec::clear);
        self.short.resize(joiners.list.len(), 0);
        self.leaves = [NEVER; LANES];
        self.unsettled = 0;
        self.taken.fill([0.0; SIDE_BY_SIDE]);
        for (r, (&available, held)) in plan.available.iter().zip(held).enumerate() {
            let available = values.lanes(available);
            for lane in 0..LANES {
                *amount(&mut self.free, self.chunks, r, lane) = available[lane];
                *amount(&mut self.used, self.chunks, r, lane) = held[lane];
            }
        }
        self.gone.clear();
        [&mut self.joined, &mut self.started, &mut self.lost].into_iter().for_each(|n| n.fill(0));
    }

    /// Free amount of a resource in each trial.
    #[inline(always)]
    pub fn free(&self, r: usize) -> Lanes {
        column(&self.free, self.chunks, r)
    }

    /// Amount of a resource that projects hold.
    #[inline(always)]
    pub fn used(&self, r: usize) -> Lanes {
        column(&self.used, self.chunks, r)
    }

    /// Amount of a resource that projects took in the run.
    #[inline(always)]
    pub fn taken(&self, r: usize) -> Lanes {
        column(&self.taken, self.chunks, r)
    }

    /// Projects that wait in each trial.
    #[inline(always)]
    pub fn lengths(&self) -> Lanes {
        each(|lane| self.waiting[lane].len() as f64)
    }

    /// Land that is held no more.
    pub fn release_land(&mut self, lane: usize, land: f64) {
        *amount(&mut self.used, self.chunks, ResourceIx::LAND.0, lane) -= land;
    }

    /// Adds what becomes free of each resource in a month, given the trials in which anything does.
    #[inline(always)]
    pub fn receive(&mut self, inflow: &[Lanes], inflow_in: &[u64]) {
        for (r, (inflow, &lanes)) in inflow.iter().zip(inflow_in).enumerate() {
            if lanes != 0 {
                self.unsettled |= lanes;
                for (lane, inflow) in inflow.iter().enumerate() {
                    *amount(&mut self.free, self.chunks, r, lane) += inflow;
                }
            }
        }
    }

    /// Queues the projects whose preparation is over, each behind all that go before it and all its equals, which
    /// joined earlier or come earlier in the list.
    pub fn join(&mut self, joiners: &Joiners, month: usize) {
        let Self { waiting, leaves, gone, joined, lost, .. } = self;
        let (list, waiting, gone) = (&joiners.list[..], &mut waiting[..LANES], &gone[..]);
        for &number in &joiners.by_month[month] {
            let joiner = &list[number as usize];
            let lane = joiner.lane as usize % LANES;
            joined[lane] += 1;
            if !gone.is_empty() && gone.contains(&joiner.cell) {
                lost[lane] += 1;
                continue;
            }
            self.unsettled |= 1 << lane;
            leaves[lane] = leaves[lane].min(joiner.leave);
            let new = Waiting { rank: joiner.rank, joiner: number, needs: joiner.needs };
            insert(&mut waiting[lane], new);
        }
    }

    /// Projects past their patience leave.
    pub fn leave(&mut self, joiners: &Joiners, projects: &mut Projects, t: Month) {
        for lane in ones(mask(|lane| self.leaves[lane] <= t)) {
            self.leaves[lane] = NEVER;
            self.waiting[lane].retain(|waiting| {
                let joiner = &joiners.list[waiting.joiner as usize];
                let stays = joiner.leave > t;
                if stays {
                    self.leaves[lane] = self.leaves[lane].min(joiner.leave);
                } else {
                    projects.lose(joiner.cell as usize, t, Loss(self.short[waiting.joiner as usize]));
                    self.lost[lane] += 1;
                }
                stays
            });
        }
    }

    /// Takes out the cell of a known project that has been lost.
    pub fn withdraw(&mut self, joiners: &Joiners, cell: usize) {
        self.gone.push(cell as u32);
        let lane = cell % LANES;
        let before = self.waiting[lane].len();
        self.waiting[lane].retain(|waiting| joiners.list[waiting.joiner as usize].cell as usize != cell);
        self.lost[lane] += (before - self.waiting[lane].len()) as u32;
    }

    /// Serves the queues: each project in turn takes all its needs if every one fits. Returns the land that is taken.
    ///
    /// Once a round of serving starts nothing, another changes nothing until something arrives.
    pub fn serve(&mut self, joiners: &Joiners, projects: &mut Projects, t: Month) -> Lanes {
        self.starting.clear();
        for lane in ones(self.unsettled) {
            match self.chunks {
                1 => self.serve_trial::<1>(projects, lane),
                2 => self.serve_trial::<2>(projects, lane),
                _ => self.serve_trial::<{ MAX_CHUNKS }>(projects, lane),
            }
        }
        self.unsettled = 0;
        let mut land = [0.0; LANES];
        let Self { starting, started, used, taken, chunks, unsettled, .. } = self;
        let (used, taken) = (&mut used[..], &mut taken[..]);
        for &number in &starting[..] {
            let joiner = &joiners.list[number as usize];
            let lane = joiner.lane as usize % LANES;
            *unsettled |= 1 << lane;
            started[lane] += 1;
            projects.begin(joiner.cell as usize, t, joiner.build);
            let needs = projects.needs.row(joiner.needs as usize);
            land[lane] += needs[0][ResourceIx::LAND.0];
            for (chunk, needs) in needs.iter().enumerate() {
                let at = lane * *chunks + chunk;
                for r in 0..SIDE_BY_SIDE {
                    used[at][r] += needs[r];
                    taken[at][r] += needs[r];
                }
            }
        }
        land
    }

    /// Serves the queue of one trial, and notes who starts.
    #[inline(always)]
    fn serve_trial<const CHUNKS: usize>(&mut self, projects: &Projects, lane: usize) {
        let mut free = [[0.0; SIDE_BY_SIDE]; CHUNKS];
        let row = &mut self.free[lane * CHUNKS..][..CHUNKS];
        free.copy_from_slice(row);
        let mut fits = fitting(&free);
        let (waiting, shorts) = (&mut self.waiting[lane][..], &mut self.short[..]);
        let mut kept = 0;
        for at in 0..waiting.len() {
            let next = waiting[at];
            let needs = projects.needs.row_of::<CHUNKS>(next.needs as usize);
            let short = short_of(needs, &fits);
            shorts[next.joiner as usize] = short;
            if short != 0 {
                waiting[kept] = next;
                kept += 1;
                continue;
            }
            for chunk in 0..CHUNKS {
                for r in 0..SIDE_BY_SIDE {
                    let left = free[chunk][r] - needs[chunk][r];
                    free[chunk][r] = if left > 0.0 { left } else { 0.0 };
                }
            }
            fits = fitting(&free);
            self.starting.push(next.joiner);
        }
        self.waiting[lane].truncate(kept);
        row.copy_from_slice(&free);
    }

    /// Who joined has started, waits or is lost.
    ///
    /// # Errors
    /// Where projects have appeared or vanished, with the first such trial of the block.
    pub fn balance(&self) -> Result<(), (usize, String)> {
        for lane in 0..LANES {
            let [joined, started, lost] = [self.joined, self.started, self.lost].map(|n| n[lane] as usize);
            let wait = self.waiting[lane].len();
            if joined != started + lost + wait {
                let what = format!(
                    "{joined} projects joined the queue, but {started} started, {wait} wait and {lost} are lost"
                );
                return Err((lane, what));
            }
        }
        Ok(())
    }
}

/// Puts one behind all that rank as high or higher. Queues are short as a rule, so it moves up from the end.
#[inline(always)]
fn insert(waiting: &mut Vec<Waiting>, new: Waiting) {
    let mut place = waiting.len();
    waiting.push(new);
    let waiting = &mut waiting[..];
    while place > 0 && waiting[place - 1].rank < new.rank {
        waiting[place] = waiting[place - 1];
        place -= 1;
    }
    waiting[place] = new;
}

/// The amount of a resource in one trial.
#[inline(always)]
fn amount(amounts: &mut [Amounts], chunks: usize, r: usize, lane: usize) -> &mut f64 {
    &mut amounts[lane * chunks + r / SIDE_BY_SIDE][r % SIDE_BY_SIDE]
}

/// The amounts of a resource in all trials.
#[inline(always)]
fn column(amounts: &[Amounts], chunks: usize, r: usize) -> Lanes {
    each(|lane| amounts[lane * chunks + r / SIDE_BY_SIDE][r % SIDE_BY_SIDE])
}

/// The largest needs that fit what is free.
#[inline(always)]
fn fitting<const CHUNKS: usize>(free: &[Amounts; CHUNKS]) -> [Amounts; CHUNKS] {
    free.map(|free| free.map(|free| free + FIT * if free > 1.0 { free } else { 1.0 }))
}

/// The resources of which less is free than needed, as bits.
#[inline(always)]
fn short_of<const CHUNKS: usize>(needs: &[Amounts; CHUNKS], fits: &[Amounts; CHUNKS]) -> u64 {
    let mut short = 0;
    for (chunk, (needs, fits)) in needs.iter().zip(fits).enumerate() {
        for r in 0..SIDE_BY_SIDE {
            short |= u64::from(needs[r] > fits[r]) << (SIDE_BY_SIDE * chunk + r);
        }
    }
    short
}
