//! From a scenario to the results of a run.

use crate::cli::machine::{Machine, failed};
use crate::cli::progress::Progress;
use crate::plan::Plan;
use crate::random::Sampling;
use crate::random::sampling::Sobol;
use crate::results::{Results, RunFacts, assemble, measure_rare};
use crate::scenario::Scenario;
use crate::stopping::{Limits, run_until};
use crate::summary::Summary;
use crate::text::{Lang, Text};
use crate::trial::Method;

/// All that the numbers of a run depend on, and what to call it meanwhile.
#[derive(Debug, Clone, Copy)]
pub struct RunJob<'a> {
    /// What is being run.
    pub label: &'a str,
    /// The scenario.
    pub scenario: &'a Scenario,
    /// Place of the mix among its.
    pub mix: Option<usize>,
    /// Seed.
    pub seed: u64,
    /// When it ends at the latest.
    pub limits: Limits,
    /// Scrambled Sobol points, in replicates as long as suits so many trials; independent trials where there is no number.
    pub replicates_for: Option<u64>,
    /// Whether chances are averaged where that is possible.
    pub conditional: bool,
    /// Whether it repeats a run that was interrupted, in which nothing rare was measured apart.
    pub interrupted: bool,
    /// Language of the progress.
    pub lang: Lang,
}

/// A run that is done, of at least one trial.
pub struct Simulated {
    /// Its plan.
    pub plan: Plan,
    /// How trials were drawn.
    pub method: Method,
    /// What was kept of them.
    pub summary: Summary,
    /// What that says.
    pub results: Results,
}

/// Runs it; `None` where it was interrupted before the first trial was done.
///
/// # Errors
/// Where a trial breaks a law of the model.
pub fn simulate(job: &RunJob, machine: &Machine) -> Result<Option<Simulated>, Text> {
    let RunJob { scenario, mix, seed, limits, .. } = *job;
    let plan = Plan::new(scenario, scenario.doses(mix), seed);
    let method = method(&plan, job);
    let progress = Progress::new(job.label, expected_trials(limits), machine.quiet, job.lang);
    let done = |done| progress.set(done);
    let (summary, stopping) =
        run_until(&plan, &method, limits, machine.threads, &machine.interrupt, &done).map_err(failed)?;
    progress.finish();
    if summary.trials == 0 {
        return Ok(None);
    }
    let facts = RunFacts { seed, mix, trials: limits.trials, stopping };
    let mut results = assemble(scenario, &plan, &summary, facts);
    results.provenance.interrupted |= job.interrupted;
    measure_rare(&mut results, &plan);
    Ok(Some(Simulated { plan, method, summary, results }))
}

/// Trials that a run takes at most, as far as can be told: plain sampling of a probability of one half has an interval of
/// ±0.98/√n.
fn expected_trials(limits: Limits) -> u64 {
    limits.precision.map_or(limits.trials, |half| limits.trials.min((0.98 / half).powi(2).ceil() as u64))
}

fn method(plan: &Plan, job: &RunJob) -> Method {
    let sampling = job.replicates_for.map_or(Sampling::Random, |trials| {
        Sampling::Sobol(Sobol::new(&plan.coordinates_by_importance(), plan.values.coordinates(), trials))
    });
    Method { sampling, conditional: job.conditional && !plan.conditional.is_empty() }
}
