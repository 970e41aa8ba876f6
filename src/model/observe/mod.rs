//! Trials, worked out on several threads and seen by an observer, block by block.
//!
//! ```text
//! Plan + Method -> worker -> Block -> Observer: push, merge
//! ```
//!
//! The summary is an observer; so is whatever else wants to see each trial once. Observers merge exactly, so that any split
//! of the trials, over threads or machines, gives the same.

mod batches;
mod watch;

pub(crate) use batches::{Batches, in_batches};
pub use batches::{RunError, on_threads};
pub(crate) use watch::InUnits;
pub use watch::{Stage, Watch};

use crate::plan::Plan;
use crate::random::LANES;
use crate::trial::{Block, Method, TrialError, Worker};
use std::ops::Range;
use std::time::Duration;

/// Most blocks that a worker takes at a time.
const MAX_BATCH: u64 = 4;

/// Batches of each thread that are aimed at, so that none waits long for the last one.
const BATCHES: u64 = 64;

/// An observer of trials.
pub trait Observer: Send {
    /// Adds the first `used` trials of a block, whose first one is `first_trial`.
    fn push(&mut self, block: &Block, first_trial: u64, used: usize);

    /// Adds the trials that another observer of the same plan has seen.
    fn merge(&mut self, other: Self);
}

/// Two observers of the same trials.
impl<A: Observer, B: Observer> Observer for (A, B) {
    fn push(&mut self, block: &Block, first_trial: u64, used: usize) {
        self.0.push(block, first_trial, used);
        self.1.push(block, first_trial, used);
    }

    fn merge(&mut self, other: Self) {
        self.0.merge(other.0);
        self.1.merge(other.1);
    }
}

/// Time that was spent on trials, added up over the threads.
#[derive(Debug, Clone, Copy, Default)]
pub struct WorkTime {
    /// Time for the trials themselves.
    pub trials: Duration,
    /// Time for conditional probabilities of targets.
    pub chances: Duration,
}

/// An observer that has seen trials.
#[derive(Debug, Clone)]
pub struct Observed<O> {
    /// The observer.
    pub by: O,
    /// Time that the trials took; `None` where the watcher has no clock.
    pub time: Option<WorkTime>,
}

impl<O: Observer> Observed<O> {
    /// Adds the trials that another observer of the same plan has seen.
    pub fn merge(&mut self, other: Self) {
        self.by.merge(other.by);
        if let Some((ours, theirs)) = self.time.as_mut().zip(other.time) {
            ours.trials += theirs.trials;
            ours.chances += theirs.chances;
        }
    }
}

/// Works out a range of trials, which begins with a block, and shows every block to an observer; each thread has one of its
/// own (`begin`), and they are merged. Where the watcher says stop, the observer has seen the first trials of the range,
/// without gaps.
///
/// # Errors
/// Where a trial breaks a law of the model, with its number; of several, the first.
pub fn observe<O: Observer>(
    plan: &Plan,
    method: &Method,
    trials: Range<u64>,
    watch: &dyn Watch,
    begin: impl Fn() -> O + Sync,
) -> Result<Observed<O>, RunError> {
    let fresh = || Observed { by: begin(), time: watch.elapsed().map(|_| WorkTime::default()) };
    let state = || (Worker::with(plan, method), fresh());
    let work = |(worker, observed): &mut (Worker, Observed<O>), trials: Range<u64>| {
        run_batch(worker, observed, trials, watch)
    };
    let blocks = (trials.end - trials.start).div_ceil(LANES as u64);
    let threads = rayon::current_num_threads() as u64;
    let size = (blocks / (threads * BATCHES)).clamp(1, MAX_BATCH) * LANES as u64;
    let parts = in_batches(Batches { trials, size }, watch, state, work, |(_, observed)| observed)?;
    let all = parts.into_iter().reduce(|mut all, part| {
        all.merge(part);
        all
    });
    Ok(all.unwrap_or_else(fresh))
}

fn run_batch<O: Observer>(
    worker: &mut Worker,
    observed: &mut Observed<O>,
    trials: Range<u64>,
    watch: &dyn Watch,
) -> Result<(), TrialError> {
    for trial in trials.clone().step_by(LANES) {
        let used = (trials.end - trial).min(LANES as u64) as usize;
        let begun = watch.elapsed();
        worker.run(trial, used)?;
        let run = watch.elapsed();
        let block = worker.condition();
        let conditioned = watch.elapsed();
        if let (Some(time), Some(begun), Some(run), Some(conditioned)) =
            (&mut observed.time, begun, run, conditioned)
        {
            time.trials += run.saturating_sub(begun);
            time.chances += conditioned.saturating_sub(run);
        }
        observed.by.push(block, trial, used);
    }
    Ok(())
}
