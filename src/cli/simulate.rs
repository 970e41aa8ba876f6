//! The trials of one scenario, from what was asked for to its results.

use super::arguments::{Effort, RunOptions};
use super::machine::failed;
use crate::plan::Plan;
use crate::random::Sampling;
use crate::random::sampling::Sobol;
use crate::results::{Results, RunFacts, assemble, measure_rare};
use crate::scenario::{SamplingKind, Scenario};
use crate::stopping::{Limits, run_until};
use crate::summary::{Interrupt, Summary};
use crate::text::Text;
use crate::trial::Method;
use std::num::NonZeroUsize;

/// How a scenario is run.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    limits: Limits,
    seed: u64,
    sampling: SamplingKind,
    conditional: bool,
}

/// What came of it.
pub struct Simulated {
    /// What was run.
    pub plan: Plan,
    /// How trials were sampled and judged.
    pub method: Method,
    /// What was kept of them.
    pub summary: Summary,
    /// What is reported.
    pub results: Results,
}

/// Most trials of a run that goes by precision and is not told otherwise.
const MAX_TRIALS_FOR_PRECISION: u64 = 100_000_000;

impl Settings {
    /// As asked for; what is not asked for, as the scenario says.
    pub fn of(options: &RunOptions, scenario: &Scenario) -> Self {
        let otherwise = match options.precision {
            Some(_) => MAX_TRIALS_FOR_PRECISION,
            None => scenario.run.trials,
        };
        let trials = options.effort.trials.map_or(otherwise, |n| n.get());
        Self {
            limits: Limits { trials, precision: options.precision, max_time: options.max_time },
            seed: options.effort.seed.unwrap_or(scenario.run.seed),
            sampling: options.sampling.unwrap_or(scenario.run.sampling),
            conditional: options.conditional,
        }
    }

    /// As the scenario says, but for the effort.
    pub fn of_effort(effort: &Effort, scenario: &Scenario) -> Self {
        let trials = effort.trials.map_or(scenario.run.trials, |n| n.get());
        Self {
            limits: Limits { trials, precision: None, max_time: None },
            seed: effort.seed.unwrap_or(scenario.run.seed),
            sampling: scenario.run.sampling,
            conditional: true,
        }
    }

    /// Trials that a run takes at most, as far as can be told: plain sampling of a probability of one half has an interval
    /// of ±0.98/√n.
    pub fn expected_trials(&self) -> u64 {
        let Limits { trials, precision, .. } = self.limits;
        precision.map_or(trials, |half| trials.min((0.98 / half).powi(2).ceil() as u64))
    }
}

/// Runs a scenario with one of its mixes; `None` where it was interrupted before a trial was done.
///
/// # Errors
/// Where a trial breaks a law of the model.
pub fn simulate(
    scenario: &Scenario,
    mix: Option<usize>,
    settings: &Settings,
    threads: NonZeroUsize,
    interrupt: &Interrupt,
    done: &(dyn Fn(u64) + Sync),
) -> Result<Option<Simulated>, Text> {
    let Settings { limits, seed, sampling, conditional } = *settings;
    let plan = Plan::new(scenario, scenario.doses(mix), seed);
    let method = method(&plan, sampling, limits, conditional);
    let (summary, stopping) = run_until(&plan, &method, limits, threads, interrupt, done).map_err(failed)?;
    if summary.trials == 0 {
        return Ok(None);
    }
    let facts = RunFacts { seed, mix, trials: limits.trials, stopping };
    let mut results = assemble(scenario, &plan, &summary, facts);
    measure_rare(&mut results, &plan).map_err(|error| failed(error.into()))?;
    Ok(Some(Simulated { plan, method, summary, results }))
}

/// Trials for which the replicates of a run are made that goes by precision: it looks first after them.
const TRIALS_TO_FIRST_LOOK: u64 = 1 << 14;

fn method(plan: &Plan, kind: SamplingKind, limits: Limits, conditional: bool) -> Method {
    let sampling = match kind {
        SamplingKind::Random => Sampling::Random,
        SamplingKind::Sobol => {
            let coordinates = plan.coordinates_by_importance();
            let trials = if limits.precision.is_some() { TRIALS_TO_FIRST_LOOK } else { limits.trials };
            Sampling::Sobol(Sobol::new(&coordinates, plan.values.coordinates(), trials))
        }
    };
    Method { sampling, conditional: conditional && !plan.conditional.is_empty() }
}
