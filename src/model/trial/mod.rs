//! The trials: possible futures of the park, a block of [`LANES`] side by side.
//!
//! A [`Worker`] owns every buffer and works one block after another without allocating. Within a block the
//! stages follow MODEL's sections: the values drawn once (`Values::fill`), the industry factors and the growth
//! of incumbents (`growth`), closings (`exits`), supplies and parcels (`land`, `crews`), arrivals and the monthly life of
//! projects (`arrivals`, `life`, `operation`), and the figures and targets at each year's end (`measure`).
//! What comes out is a [`Block`] of figures; nothing here knows of statistics.

mod arrivals;
mod block;
mod bridge;
mod conditional;
mod crews;
mod exits;
mod growth;
mod incumbent;
mod land;
mod life;
mod margin;
mod measure;
mod monthly;
mod operation;
mod project_status;
mod projects;
mod queue;
mod rank;

pub use block::{Block, Loss, Losses};

use crate::plan::{Plan, ValueBuffer};
use crate::random::{LANES, Lanes, Sampler, Sampling};
use crate::wide::wide;

/// A month, counted t = 1, 2, …; what lies before the run is 0 or less.
type Month = i32;

/// A month that never comes.
const NEVER: Month = Month::MAX;

/// A trial that could not be worked out: it broke a law of the model, which is a defect of the program, or signed
/// more projects than can be followed.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("trial {trial}: {what}")]
pub struct TrialError {
    /// Number of the trial.
    pub trial: u64,
    /// Law that was broken.
    pub what: String,
}

/// Method by which trials are sampled and judged.
#[derive(Debug, Clone, Default)]
pub struct Method {
    /// Sampling of their coordinates.
    pub sampling: Sampling,
    /// True if the probabilities of conditional targets are computed in each trial.
    pub conditional: bool,
}

impl Method {
    /// Trials of a replicate, where those within one are not independent.
    pub fn trials_of_replicate(&self) -> Option<u64> {
        match &self.sampling {
            Sampling::Sobol(sobol) => Some(sobol.points()),
            Sampling::Random | Sampling::Tilted(_) => None,
        }
    }
}

/// Independent trials, each target judged by whether it holds.
static PLAIN: Method = Method { sampling: Sampling::Random, conditional: false };

/// The buffers of one worker.
#[derive(Debug)]
pub struct Worker<'a> {
    plan: &'a Plan,
    sampler: Sampler<'a>,
    values: ValueBuffer,
    /// F of each year and industry.
    factors: Vec<Lanes>,
    /// exp(v·√c·F) of each year and industry, for the output of projects.
    project_factors: Vec<Lanes>,
    /// The chance that each exit rule closes an enterprise not once in the run.
    survival: Vec<Lanes>,
    /// Month in which each incumbent closes.
    closes: Vec<[Month; LANES]>,
    /// Month in which its land is free after that; does not count where it has not closed.
    cleared: Vec<[Month; LANES]>,
    /// The closings of each month: trials and enterprises.
    closings: Vec<Vec<(usize, usize)>>,
    /// Land of all incumbents at the start.
    incumbent_land: Lanes,
    /// What becomes free in each month (t = 0..=T), by resource.
    inflow: Vec<Lanes>,
    /// The trials in which anything does, as a mask.
    inflow_in: Vec<u64>,
    /// Idle land reclaimed in each month.
    reclaimed: Vec<Lanes>,
    /// Where crews are limited: when each is free, and which parcels have been begun.
    crews: crews::Crews,
    signings: arrivals::Signings,
    projects: projects::Projects,
    /// What projects hold of each resource at the start.
    held: Vec<Lanes>,
    joiners: queue::Joiners,
    queues: queue::Queues,
    sums: operation::Sums,
    monthly: monthly::MonthlyOutput,
    chances: Option<conditional::Chances>,
    /// True if figures at which only charts of a run look are computed too.
    details: bool,
    block: Block,
}

impl<'a> Worker<'a> {
    /// A worker for plain trials of the plan.
    pub fn new(plan: &'a Plan) -> Self {
        Self::with(plan, &PLAIN)
    }

    /// A worker for trials of the plan by this method. Its lists grow to what trials turn out to need, and stay.
    pub fn with(plan: &'a Plan, method: &'a Method) -> Self {
        let (years, months) = (plan.years, plan.months);
        let zero = [0.0; LANES];
        Self {
            plan,
            sampler: Sampler::new(&method.sampling),
            values: plan.values.buffer(),
            factors: vec![zero; years * plan.industries.len()],
            project_factors: vec![zero; years * plan.industries.len()],
            survival: vec![zero; plan.exits.len()],
            closes: vec![[NEVER; LANES]; plan.enterprises.len()],
            cleared: vec![[NEVER; LANES]; plan.enterprises.len()],
            closings: (0..=months).map(|_| Vec::with_capacity(LANES)).collect(),
            incumbent_land: zero,
            inflow: vec![zero; (months + 1) * plan.resources()],
            inflow_in: vec![0; (months + 1) * plan.resources()],
            reclaimed: vec![zero; months + 1],
            crews: crews::Crews::new(plan),
            signings: arrivals::Signings::default(),
            projects: projects::Projects::new(plan),
            held: vec![zero; plan.resources()],
            joiners: queue::Joiners::new(plan),
            queues: queue::Queues::new(plan),
            sums: operation::Sums::new(plan),
            monthly: monthly::MonthlyOutput::new(plan),
            chances: method.conditional.then(|| conditional::Chances::new(plan)),
            details: true,
            block: Block::new(plan),
        }
    }

    /// The same worker for trials that are only judged: what charts of a run look at beside that is left as it is.
    pub fn without_details(self) -> Self {
        Self { details: false, ..self }
    }

    /// Works out the trials `first_trial`, `first_trial` + 1, … (`first_trial` is a multiple of [`LANES`]), of
    /// which the first `used` are wanted.
    ///
    /// # Errors
    /// Where a balance is violated or a figure is not finite, with the number of the trial.
    pub fn run(&mut self, first_trial: u64, used: usize) -> Result<&Block, TrialError> {
        self.run_with(None, first_trial, used)
    }

    /// The same with the shocks of enterprises given as [`Worker::draw_shocks`] draws them, where there are any: policies do
    /// not touch them, so that one drawing serves all plans of a scenario.
    ///
    /// # Errors
    /// As [`Worker::run`].
    pub fn run_with(
        &mut self,
        shocks: Option<&[Lanes]>,
        first_trial: u64,
        used: usize,
    ) -> Result<&Block, TrialError> {
        self.sampler.begin(first_trial);
        wide(
            #[inline(always)]
            || {
                self.plan.values.fill(&mut self.sampler, &mut self.values);
                self.draw_factors();
                self.grow(shocks);
                self.close(first_trial);
                self.free_land(first_trial);
                self.sums.clear();
                self.block.clear();
                if self.details {
                    self.bridge_incumbents();
                    self.spread_incumbents();
                }
                self.list_known(first_trial, used);
                self.sign(first_trial, used)
            },
        )?;
        if let Some(chances) = &mut self.chances {
            chances.begin_block(&self.block.rows.enterprise);
        }
        self.live(first_trial)?;
        wide(
            #[inline(always)]
            || {
                self.operate();
                self.measure();
                if self.details {
                    self.note_status();
                    self.spread_projects();
                }
                self.balance(first_trial, used)?;
                self.block.check(first_trial, used)
            },
        )?;
        Ok(&self.block)
    }
}

impl Worker<'_> {
    /// Draws the shocks of the block of trials that begins with this one: year · enterprises + enterprise.
    pub fn draw_shocks(&mut self, first_trial: u64, out: &mut [Lanes]) {
        self.sampler.begin(first_trial);
        wide(
            #[inline(always)]
            || {
                let n = self.plan.enterprises.len();
                for (row, shock) in out.iter_mut().enumerate() {
                    growth::draw_shock(&self.plan.enterprises[row % n], &mut self.sampler, row / n, shock);
                }
            },
        );
    }

    /// Weights of the trials of the block that was run last, under tilted sampling.
    pub fn weights(&self) -> Lanes {
        self.sampler.weights()
    }

    /// Normal scores of the trials of the block that was run last, by coordinate, under tilted sampling.
    pub fn scores(&self) -> &[Lanes] {
        self.sampler.scores()
    }
}

/// The places of the ones of a mask.
#[inline(always)]
fn ones(mask: u64) -> impl Iterator<Item = usize> {
    let mut left = mask;
    std::iter::from_fn(move || {
        (left != 0).then(|| {
            let lane = left.trailing_zeros() as usize;
            left &= left - 1;
            lane
        })
    })
}

/// The lanes in which something holds, as a mask.
#[inline(always)]
fn mask(holds: impl Fn(usize) -> bool) -> u64 {
    let mut mask = 0;
    for lane in 0..LANES {
        mask |= u64::from(holds(lane)) << lane;
    }
    mask
}
