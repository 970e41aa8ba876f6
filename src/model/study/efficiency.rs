//! Efficiency of a run against plain sampling: variance times time, both measured in the same run.

use super::{Simulated, StudyError};
use crate::observe::{Observer, RunError, Watch, WorkTime, observe, on_threads};
use crate::plan::Plan;
use crate::random::Sampling;
use crate::results::{Estimator, Method as Estimation};
use crate::trial::{Block, Method};
use std::num::NonZeroUsize;
use std::time::Duration;

/// Efficiency for one target or goal.
#[derive(Debug, Clone, PartialEq)]
pub struct Efficiency {
    /// Id of the target or goal.
    pub id: String,
    /// Number of times longer that plain sampling would take for the same error; `None` where there is no error left, or
    /// where the probability was measured apart.
    pub factor: Option<f64>,
}

/// Plain trials by which the time of one is measured where the run itself has none, as a share of the run's.
const SHARE: u64 = 16;
const MOST: u64 = 8192;

/// Efficiencies of a run, in the order of the targets and goals. There are none where it is plain sampling itself, or where
/// the watcher has no clock.
///
/// # Errors
/// Where a trial breaks a law of the model.
pub fn efficiencies(
    simulated: &Simulated,
    threads: NonZeroUsize,
    watch: &dyn Watch,
) -> Result<Vec<Efficiency>, StudyError> {
    let Simulated { plan, method, summary, time, results } = simulated;
    let Some(time) = time else { return Ok(Vec::new()) };
    let per_trial = |time: Duration, trials: u64| time.as_secs_f64() / trials as f64;
    let own = per_trial(time.trials + time.chances, summary.trials);
    let plain = match method.sampling {
        Sampling::Random if !method.conditional => return Ok(Vec::new()),
        Sampling::Random => per_trial(time.trials, summary.trials),
        Sampling::Sobol(_) | Sampling::Tilted(_) => {
            let trials = (summary.trials / SHARE).clamp(1, MOST);
            let time = on_threads(threads, || pilot(plan, trials, watch))?.unwrap_or_default();
            per_trial(time.trials, trials)
        }
    };
    let targets = results.targets.iter().map(|target| (&target.id, &target.method));
    let goals = results.goals.iter().map(|goal| (&goal.id, &goal.method));
    let efficiency = |(id, method): (&String, &Estimation)| Efficiency {
        id: id.clone(),
        factor: method
            .variance_ratio
            .filter(|_| method.estimator != Estimator::Importance)
            .map(|ratio| ratio * plain / own),
    };
    Ok(targets.chain(goals).map(efficiency).collect())
}

/// Time of plain trials that nobody looks at.
fn pilot(plan: &Plan, trials: u64, watch: &dyn Watch) -> Result<Option<WorkTime>, RunError> {
    let watch = Clock(watch);
    Ok(observe(plan, &Method::default(), 0..trials, &watch, || Unseen)?.time)
}

/// An observer that looks away.
struct Unseen;

impl Observer for Unseen {
    fn push(&mut self, _block: &Block, _first_trial: u64, _used: usize) {}

    fn merge(&mut self, _other: Self) {}
}

/// A watcher's clock alone: the trials are few, and all of them are needed.
struct Clock<'a>(&'a dyn Watch);

impl Watch for Clock<'_> {
    fn done(&self, _trials: u64) {}

    fn stop(&self) -> bool {
        false
    }

    fn elapsed(&self) -> Option<Duration> {
        self.0.elapsed()
    }
}
