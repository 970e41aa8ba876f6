//! The end of a run: after a number of trials, once every interval is narrow enough, or when time is up.
//!
//! A run that looks at its intervals and stops when they please would, by Wilson's interval alone, be wrong more often
//! than 1 time in 20. So beside the interval whose width decides, each probability gets one that holds at all looks
//! together (`results`), which is what decisions rest on.

use crate::observe::{Observed, RunError, Watch, observe};
use crate::plan::Plan;
use crate::random::LANES;
use crate::results::{Reason, Stopping, widest_half};
use crate::summary::Summary;
use crate::trial::Method;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// Limits of a run; it ends at the first that is reached.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Number of trials.
    pub trials: u64,
    /// Half-width, as a fraction, that no target's and no goal's 95% interval exceeds.
    pub precision: Option<f64>,
    /// Longest time, by the watcher's clock.
    pub max_time: Option<Duration>,
}

/// Trials before the first look at independent trials; replicates have to be the fewest of a run before one.
const FIRST_LOOK: u64 = 8192;
/// Trials at a look, relative to those at the one before.
const GROWTH: f64 = 1.25;

/// Works out trials until a limit is reached. Looks come after fixed numbers of trials, so that where a run stops depends on
/// the scenario and the seed alone, save for the clock.
///
/// # Errors
/// Where a trial breaks a law of the model.
pub(super) fn run_until(
    plan: &Plan,
    method: &Method,
    limits: Limits,
    watch: &dyn Watch,
) -> Result<(Observed<Summary>, Option<Stopping>), RunError> {
    let part = |from: u64, until: u64, deadline: &Deadline| {
        let watch = Part { watch, from, deadline, stop: AtomicBool::new(false) };
        observe(plan, method, from..until, &watch, || Summary::of(plan, method))
    };
    let deadline = Deadline::new(watch, limits.max_time);
    let unit = method.trials_of_replicate().unwrap_or(LANES as u64);
    let until =
        |from: u64| limits.precision.map_or(limits.trials, |_| limits.trials.min(next_look(from, unit)));
    let mut known = part(0, until(0), &deadline)?;
    for looks in 1.. {
        let trials = known.by.trials;
        let is_narrow = |precision: f64| trials > 0 && widest_half(plan, &known.by) <= precision;
        let reason = if watch.stop() {
            break;
        } else if limits.precision.is_some_and(is_narrow) {
            Reason::Precision
        } else if trials >= limits.trials {
            Reason::Trials
        } else if deadline.is_over() {
            Reason::Time
        } else {
            known.merge(part(trials, until(trials), &deadline)?);
            continue;
        };
        let limited = limits.precision.is_some() || limits.max_time.is_some();
        let stopping = Stopping { reason, precision: limits.precision, looks };
        return Ok((known, limited.then_some(stopping)));
    }
    Ok((known, None))
}

/// Trials at the look that follows one at `trials`: whole replicates.
fn next_look(trials: u64, unit: u64) -> u64 {
    let first = FIRST_LOOK.max(if unit > LANES as u64 { 16 * unit } else { 0 });
    let grown = (trials as f64 * GROWTH) as u64;
    grown.max(first).next_multiple_of(unit)
}

/// Time limit of a run.
struct Deadline<'a> {
    watch: &'a dyn Watch,
    at: Option<Duration>,
}

impl<'a> Deadline<'a> {
    fn new(watch: &'a dyn Watch, limit: Option<Duration>) -> Self {
        Self { watch, at: watch.elapsed().zip(limit).map(|(now, limit)| now.saturating_add(limit)) }
    }

    fn is_over(&self) -> bool {
        self.at.zip(self.watch.elapsed()).is_some_and(|(at, now)| now >= at)
    }
}

/// Watcher of a part of a run. Some trials are done even where time is up from the start.
struct Part<'a> {
    watch: &'a dyn Watch,
    /// Trials before the part.
    from: u64,
    deadline: &'a Deadline<'a>,
    stop: AtomicBool,
}

impl Watch for Part<'_> {
    fn done(&self, trials: u64) {
        self.watch.done(self.from + trials);
        if self.deadline.is_over() {
            self.stop.store(true, Ordering::Relaxed);
        }
    }

    fn stop(&self) -> bool {
        self.watch.stop() || self.stop.load(Ordering::Relaxed)
    }

    fn elapsed(&self) -> Option<Duration> {
        self.watch.elapsed()
    }
}
