//! Runs the trials of a plan on all cores.

use super::Summary;
use crate::plan::Plan;
use crate::random::LANES;
use crate::trial::{Method, TrialError, Worker};
use std::num::NonZeroUsize;
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Instant;

/// Trials that a worker takes at a time.
const BATCH: u64 = 16 * LANES as u64;

/// Asks a run to stop early; what is done by then is kept.
pub type Interrupt = AtomicBool;

/// Why a run failed.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum RunError {
    /// A trial broke a law of the model.
    #[error(transparent)]
    Trial(#[from] TrialError),
    /// A worker stopped unexpectedly.
    #[error("a worker stopped unexpectedly in the trials from {first_trial} on: {reason}")]
    Worker {
        /// First trial of the batch it was at.
        first_trial: u64,
        /// What it said.
        reason: String,
    },
}

/// Runs `trials` plain trials over `threads` threads and summarises them. `done` is called with the number of trials
/// finished so far, from any thread. Where `interrupt` is set on the way, the trials that are done by then are
/// the first so many, and the summary is of them.
///
/// # Errors
/// Where a trial breaks a law of the model, with its number; of several, the first.
pub fn simulate(
    plan: &Plan,
    trials: u64,
    threads: NonZeroUsize,
    interrupt: &Interrupt,
    done: &(dyn Fn(u64) + Sync),
) -> Result<Summary, RunError> {
    simulate_by(plan, &Method::default(), 0..trials, threads, interrupt, done)
}

/// The same for trials by a method, and for some of them, from a multiple of the block's trials on.
///
/// # Errors
/// As [`simulate`].
pub fn simulate_by(
    plan: &Plan,
    method: &Method,
    trials: Range<u64>,
    threads: NonZeroUsize,
    interrupt: &Interrupt,
    done: &(dyn Fn(u64) + Sync),
) -> Result<Summary, RunError> {
    let batches = (trials.end - trials.start).div_ceil(BATCH);
    let workers = (threads.get() as u64).min(batches.max(1)) as usize;
    let (next, finished, failed) = (AtomicU64::new(0), AtomicU64::new(0), AtomicBool::new(false));
    let work = || -> Result<Summary, RunError> {
        let (mut worker, mut summary) = (Worker::with(plan, method), Summary::of(plan, method));
        while !interrupt.load(Ordering::Relaxed) && !failed.load(Ordering::Relaxed) {
            let batch = next.fetch_add(1, Ordering::Relaxed);
            if batch >= batches {
                break;
            }
            let first = trials.start + batch * BATCH;
            let last = (first + BATCH).min(trials.end);
            run_batch(&mut worker, &mut summary, first, last)
                .inspect_err(|_| failed.store(true, Ordering::Relaxed))?;
            done(finished.fetch_add(last - first, Ordering::Relaxed) + last - first);
        }
        summary.settle();
        Ok(summary)
    };
    let outcomes: Vec<Result<Summary, RunError>> = std::thread::scope(|scope| {
        let handles: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
        handles
            .into_iter()
            .map(|handle| handle.join().unwrap_or_else(|panic| Err(worker_error(0, &panic))))
            .collect()
    });
    let summaries = merge(outcomes)?;
    Ok(summaries.unwrap_or_else(|| Summary::of(plan, method)))
}

fn run_batch(worker: &mut Worker, summary: &mut Summary, first: u64, last: u64) -> Result<(), RunError> {
    let mut trial = first;
    let work = AssertUnwindSafe(|| {
        while trial < last {
            let used = (last - trial).min(LANES as u64) as usize;
            let begun = Instant::now();
            worker.run(trial, used)?;
            let run = Instant::now();
            let block = worker.condition();
            summary.time.trials += run - begun;
            summary.time.chances += run.elapsed();
            summary.push(block, trial, used);
            trial += used as u64;
        }
        Ok(())
    });
    catch_unwind(work).unwrap_or_else(|panic| Err(worker_error(first, &panic)))
}

fn worker_error(first_trial: u64, panic: &(dyn std::any::Any + Send)) -> RunError {
    let reason = (panic.downcast_ref::<String>().cloned())
        .or_else(|| panic.downcast_ref::<&str>().map(ToString::to_string))
        .unwrap_or_else(|| "no reason given".into());
    RunError::Worker { first_trial, reason }
}

/// The summaries of all workers as one, or the error of the first trial that failed.
fn merge(outcomes: Vec<Result<Summary, RunError>>) -> Result<Option<Summary>, RunError> {
    let mut total: Option<Summary> = None;
    let mut first_error: Option<RunError> = None;
    for outcome in outcomes {
        match outcome {
            Ok(summary) => match &mut total {
                Some(total) => total.merge(&summary),
                None => total = Some(summary),
            },
            Err(error) => {
                let place = |error: &RunError| match error {
                    RunError::Trial(error) => error.trial,
                    RunError::Worker { first_trial, .. } => *first_trial,
                };
                if first_error.as_ref().is_none_or(|known| place(&error) < place(known)) {
                    first_error = Some(error);
                }
            }
        }
    }
    first_error.map_or(Ok(total), Err)
}
