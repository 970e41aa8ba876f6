//! The trials: possible futures of the park, a block of [`LANES`](crate::random::LANES) side by side.
//!
//! A [`Worker`] works one block after another without allocating. Its stages follow MODEL's sections, and each owns its
//! buffers and takes what it needs of the others in its signature, so that nothing else can be touched and each can be tested
//! alone: the values drawn once (`Values::fill`), the industry factors and the growth of incumbents (`growth`), their `exits`,
//! the inflow of supplies and reclaimed parcels (`land`, `parcels`, `crews`), the pipeline of projects (`life`, `arrivals`,
//! `queue`) and their `sums` (`operation`), the metrics at each year's end (`measure`, `incumbent`) and the targets judged on
//! them (`judge`). What comes out is a [`Block`] of figures; nothing here knows of statistics.

mod arrivals;
mod block;
mod bridge;
mod conditional;
mod crews;
mod exits;
mod growth;
mod incumbent;
mod judge;
mod land;
mod lanes;
mod life;
mod margin;
mod measure;
mod monthly;
mod operation;
mod parcels;
mod project_status;
mod projects;
mod queue;
mod rank;
mod sums;

pub use block::{Block, Loss, Losses};

use conditional::Conditional;
use exits::Exits;
use growth::Factors;
use incumbent::Incumbents;
use judge::YearEnds;
use land::Inflow;
use life::Pipeline;
use monthly::MonthlyOutput;
use operation::Operation;
use sums::Sums;

use crate::plan::{Plan, Rows, ValueBuffer};
use crate::random::{Lanes, Sampler, Sampling};
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

/// A block of trials that is being worked out.
#[derive(Clone, Copy)]
struct Trials<'w> {
    plan: &'w Plan,
    /// Values drawn once in each trial, and those that follow from them.
    values: &'w ValueBuffer,
    /// Number of the first trial.
    first: u64,
    /// Number of trials that are wanted: the first of the block.
    used: usize,
    /// True if figures at which only charts of a run look are wanted too.
    details: bool,
}

impl Trials<'_> {
    /// Drops targets of other years where they are not judged, since only charts look at them. Targets are given in ascending
    /// order.
    #[inline(always)]
    fn judged<'p>(&self, targets: &'p [usize]) -> &'p [usize] {
        let own = self.plan.targets.len();
        if self.details { targets } else { &targets[..targets.partition_point(|&t| t < own)] }
    }
}

/// A worker: every buffer that trials need, a room for each stage.
#[derive(Debug)]
pub struct Worker<'a> {
    plan: &'a Plan,
    sampler: Sampler<'a>,
    values: ValueBuffer,
    factors: Factors,
    exits: Exits,
    inflow: Inflow,
    pipeline: Pipeline,
    sums: Sums,
    monthly: MonthlyOutput,
    conditional: Option<Conditional>,
    /// True if figures at which only charts of a run look are computed too.
    details: bool,
    block: Block,
}

impl<'a> Worker<'a> {
    /// A worker for plain trials of the plan.
    pub fn new(plan: &'a Plan) -> Self {
        Self::with(plan, &PLAIN)
    }

    /// A worker for trials of the plan by a method. Its lists grow to what trials turn out to need, and stay.
    pub fn with(plan: &'a Plan, method: &'a Method) -> Self {
        Self {
            plan,
            sampler: Sampler::new(&method.sampling),
            values: plan.values.buffer(),
            factors: Factors::new(plan),
            exits: Exits::new(plan),
            inflow: Inflow::new(plan),
            pipeline: Pipeline::new(plan),
            sums: Sums::new(plan),
            monthly: MonthlyOutput::new(plan),
            conditional: method.conditional.then(|| Conditional::new(plan)),
            details: true,
            block: Block::new(plan),
        }
    }

    /// The worker, for trials that are only judged: what charts of a run look at beside that is left as it is.
    pub fn without_details(self) -> Self {
        Self { details: false, ..self }
    }

    /// Works out the trials `first_trial`, `first_trial` + 1, … (`first_trial` is a multiple of [`LANES`](crate::random::LANES)), of
    /// which the first `used` are wanted.
    ///
    /// # Errors
    /// Where a balance is violated or a figure is not finite, with the number of the trial.
    pub fn run(&mut self, first_trial: u64, used: usize) -> Result<&Block, TrialError> {
        self.run_with(None, first_trial, used)
    }

    /// Works out trials as [`Worker::run`] does, with the shocks of enterprises given as [`Worker::draw_shocks`] draws them,
    /// where there are any: policies do not touch them, so that one drawing serves all plans of a scenario.
    ///
    /// # Errors
    /// As [`Worker::run`].
    pub fn run_with(
        &mut self,
        shocks: Option<&[Lanes]>,
        first_trial: u64,
        used: usize,
    ) -> Result<&Block, TrialError> {
        let Self {
            plan,
            sampler,
            values,
            factors,
            exits,
            inflow,
            pipeline,
            sums,
            monthly,
            conditional,
            details,
            block,
        } = self;
        sampler.begin(first_trial);
        wide(
            #[inline(always)]
            || plan.values.fill(sampler, values),
        );
        let trials = Trials { plan, values, first: first_trial, used, details: *details };
        wide(
            #[inline(always)]
            || {
                let kept = conditional.as_mut().map(|conditional| &mut conditional.shocks[..]);
                factors.draw(trials, sampler);
                growth::grow(trials, factors, shocks, sampler, kept, &mut block.rows.enterprise);
                inflow.clear();
                exits.draw(trials, &mut block.rows.enterprise, inflow);
                inflow.collect(trials, &mut block.rows.routes);
                sums.clear();
                block.clear();
                if *details {
                    bridge::of_incumbents(trials, exits, block);
                    monthly.spread_incumbents(trials, exits, &mut block.rows);
                }
                pipeline.list_known(trials);
                pipeline.sign(trials, factors, sums, &mut block.rows.status)
            },
        )?;
        if let Some(conditional) = conditional {
            conditional.begin_block(&block.rows.enterprise);
        }
        pipeline.live(trials, exits, inflow, sums, &mut block.rows.month)?;
        wide(
            #[inline(always)]
            || {
                let projects = &pipeline.projects;
                let operation = Operation { trials, factors, projects, inflow };
                sums.operate(operation, block);
                measure::measure(trials, exits, sums, block);
                judge::judge(trials, exits, sums, block);
                if *details {
                    project_status::note(trials, &mut pipeline.projects, block);
                    monthly.spread_projects(trials, factors, &pipeline.projects, &mut block.rows.month);
                }
                operation::balance(trials, inflow, pipeline, sums)?;
                block.check(first_trial, used)
            },
        )?;
        Ok(&self.block)
    }

    /// Works out the chances of the block that was run last, where the method asks for them.
    pub fn condition(&mut self) -> &Block {
        if let Some(mut conditional) = self.conditional.take() {
            for (slot, &t) in self.plan.conditional.iter().enumerate() {
                self.block.chances[slot] = wide(
                    #[inline(always)]
                    || conditional.chance(self.year_ends(), t),
                );
            }
            self.conditional = Some(conditional);
        }
        &self.block
    }

    /// Year ends of the block that was run last.
    #[inline(always)]
    fn year_ends(&self) -> YearEnds<'_> {
        let Self { plan, values, exits, sums, block, .. } = self;
        let Rows { park, industry, enterprise: outputs, .. } = &block.rows;
        let incumbents = Incumbents { plan, values, exits, sums, outputs };
        YearEnds { incumbents, park, industry, counts: &block.counts }
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

/// What tests of a stage alone begin with: the baseline, and the values of a block of its trials.
#[cfg(test)]
mod fixture {
    use super::*;
    use crate::random::LANES;
    use crate::read::read_scenario;
    use crate::scenario::Scenario;
    use std::path::Path;

    pub(super) struct Baseline {
        pub plan: Plan,
        pub values: ValueBuffer,
        first: u64,
    }

    impl Baseline {
        /// The baseline after a change.
        pub fn with(change: impl FnOnce(&mut Scenario)) -> Self {
            let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios/baseline.toml");
            let mut scenario = read_scenario(&path).expect("the baseline is legal").scenario;
            change(&mut scenario);
            let plan = Plan::new(&scenario, &[], 1);
            let values = plan.values.buffer();
            let mut baseline = Self { plan, values, first: 0 };
            baseline.turn_to(0);
            baseline
        }

        /// Draws the values of the block that begins with this trial.
        pub fn turn_to(&mut self, first: u64) {
            self.first = first;
            self.plan.values.fill(&mut self.sampler(), &mut self.values);
        }

        /// The sampler of the block.
        pub fn sampler(&self) -> Sampler<'static> {
            let mut sampler = Sampler::new(&PLAIN.sampling);
            sampler.begin(self.first);
            sampler
        }

        /// The factors of the block.
        pub fn factors(&self) -> Factors {
            let mut factors = Factors::new(&self.plan);
            factors.draw(self.trials(), &mut self.sampler());
            factors
        }

        pub fn trials(&self) -> Trials<'_> {
            let Self { plan, values, first, .. } = self;
            Trials { plan, values, first: *first, used: LANES, details: true }
        }
    }
}
