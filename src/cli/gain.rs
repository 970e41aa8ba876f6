//! What a run's way of estimating gains over plain sampling: variance times time, both measured in the same run.

use crate::plan::Plan;
use crate::random::Sampling;
use crate::results::{Estimator, Results};
use crate::summary::{RunError, Summary, simulate_by};
use crate::trial::Method;
use std::num::NonZeroUsize;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

/// The gain of one target or goal: how many times longer plain sampling would take for the same error. `None` where there
/// is no error left, or where the probability was measured apart.
pub struct Gain {
    /// Id of the target or goal.
    pub id: String,
    /// The factor.
    pub factor: Option<f64>,
}

/// Plain trials by which the time of one is measured where the run itself has none, as a share of the run's.
const SHARE: u64 = 16;
const MOST: u64 = 8192;

/// The gains of a run, in the order of the targets and goals; none where it is plain sampling itself.
///
/// # Errors
/// Where a trial breaks a law of the model.
pub fn gains(
    plan: &Plan,
    method: &Method,
    summary: &Summary,
    results: &Results,
    threads: NonZeroUsize,
) -> Result<Vec<Gain>, RunError> {
    if !method.conditional && matches!(method.sampling, Sampling::Random) {
        return Ok(Vec::new());
    }
    let per_trial = |time: Duration, trials: u64| time.as_secs_f64() / trials as f64;
    let own = per_trial(summary.time.trials + summary.time.chances, summary.trials);
    let plain = match method.sampling {
        Sampling::Random => per_trial(summary.time.trials, summary.trials),
        Sampling::Sobol(_) | Sampling::Tilted(_) => {
            let trials = (summary.trials / SHARE).clamp(1, MOST);
            let go_on = AtomicBool::new(false);
            let pilot = simulate_by(plan, &Method::default(), 0..trials, threads, &go_on, &|_| ())?;
            per_trial(pilot.time.trials, trials)
        }
    };
    let targets = results.targets.iter().map(|target| (&target.id, &target.method));
    let goals = results.goals.iter().map(|goal| (&goal.id, &goal.method));
    let gain = |(id, method): (&String, &crate::results::Method)| Gain {
        id: id.clone(),
        factor: method
            .variance_ratio
            .filter(|_| method.estimator != Estimator::Importance)
            .map(|ratio| ratio * plain / own),
    };
    Ok(targets.chain(goals).map(gain).collect())
}
