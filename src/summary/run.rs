//! Runs the trials of a plan on all cores.

use super::Summary;
use crate::plan::Plan;
use crate::random::LANES;
use crate::trial::{Method, TrialError, Worker};
use rayon::prelude::*;
use std::hint::black_box;
use std::num::NonZeroUsize;
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Instant;

/// Most blocks that a worker takes at a time.
const MAX_BATCH: u64 = 4;

/// Batches of each worker that are aimed at, so that none waits long for the last one.
const BATCHES: u64 = 64;

/// Bytes by which a thread's heap grows at once before it takes up work: enough for a worker and its summary.
const HEAP: usize = 16 << 20;

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
    let begin = || (Worker::with(plan, method), Summary::of(plan, method));
    let work =
        |(worker, summary): &mut (Worker, Summary), trials: Range<u64>| run_batch(worker, summary, trials);
    let finish = |(_, summary): (Worker, Summary)| summary;
    let blocks = (trials.end - trials.start).div_ceil(LANES as u64);
    let size = (blocks / (threads.get() as u64 * BATCHES)).clamp(1, MAX_BATCH) * LANES as u64;
    let batches = Batches { trials, size };
    let summaries = in_batches(batches, threads, interrupt, done, begin, work, finish)?;
    let total = summaries.into_iter().reduce(|mut total, summary| {
        total.merge(&summary);
        total
    });
    Ok(total.unwrap_or_else(|| Summary::of(plan, method)))
}

/// Trials, so many at a time.
#[derive(Debug, Clone)]
pub struct Batches {
    /// The trials.
    pub trials: Range<u64>,
    /// Trials of a batch.
    pub size: u64,
}

/// Spreads trials over threads: each begins with a state of its own, works one batch after another into it, and finishes
/// with what is returned. `done` and `interrupt` are as in [`simulate`].
///
/// # Errors
/// Where a batch fails; of several failures, that of the first trial.
pub fn in_batches<S, R: Send>(
    Batches { trials, size }: Batches,
    threads: NonZeroUsize,
    interrupt: &Interrupt,
    done: &(dyn Fn(u64) + Sync),
    begin: impl Fn() -> S + Sync,
    work: impl Fn(&mut S, Range<u64>) -> Result<(), TrialError> + Sync,
    finish: impl Fn(S) -> R + Sync,
) -> Result<Vec<R>, RunError> {
    let batches = (trials.end - trials.start).div_ceil(size);
    let workers = (threads.get() as u64).min(batches.max(1)) as usize;
    let (next, finished, failed) = (AtomicU64::new(0), AtomicU64::new(0), AtomicBool::new(false));
    let thread = || -> Result<R, RunError> {
        grow_heap();
        let mut state = begin();
        while !interrupt.load(Ordering::Relaxed) && !failed.load(Ordering::Relaxed) {
            let number = next.fetch_add(1, Ordering::Relaxed);
            if number >= batches {
                break;
            }
            let first = trials.start + number * size;
            let last = (first + size).min(trials.end);
            let run = AssertUnwindSafe(|| work(&mut state, first..last).map_err(RunError::from));
            catch_unwind(run)
                .unwrap_or_else(|panic| Err(worker_error(first, &*panic)))
                .inspect_err(|_| failed.store(true, Ordering::Relaxed))?;
            done(finished.fetch_add(last - first, Ordering::Relaxed) + last - first);
        }
        Ok(finish(state))
    };
    // Threads of the pool are awake from what went before; threads made anew would have to wait for a core that these keep busy.
    let outcomes = (0..workers).into_par_iter().with_max_len(1).map(|_| {
        catch_unwind(AssertUnwindSafe(thread)).unwrap_or_else(|panic| Err(worker_error(0, &*panic)))
    });
    let outcomes: Vec<Result<R, RunError>> = outcomes.collect();
    all_or_first_error(outcomes)
}

/// Makes room in the heap of this thread, of which nothing is touched yet. Otherwise glibc grows it by a page or two for each
/// of some hundred lists, while whoever touches new memory has to wait, and lays long lists out on pages of their own. So
/// large a piece comes from the heap only once one has been given back, hence the second time.
fn grow_heap() {
    for _ in 0..2 {
        let mut room = Vec::<u8>::new();
        // Where there is no such room, it will grow as it can.
        let _ = room.try_reserve_exact(HEAP);
        drop(black_box(room));
    }
}

fn run_batch(worker: &mut Worker, summary: &mut Summary, trials: Range<u64>) -> Result<(), TrialError> {
    for trial in trials.clone().step_by(LANES) {
        let used = (trials.end - trial).min(LANES as u64) as usize;
        let begun = Instant::now();
        worker.run(trial, used)?;
        let run = Instant::now();
        let block = worker.condition();
        summary.time.trials += run - begun;
        summary.time.chances += run.elapsed();
        summary.push(block, trial, used);
    }
    Ok(())
}

fn worker_error(first_trial: u64, panic: &(dyn std::any::Any + Send)) -> RunError {
    let reason = (panic.downcast_ref::<String>().cloned())
        .or_else(|| panic.downcast_ref::<&str>().map(ToString::to_string))
        .unwrap_or_else(|| "no reason given".into());
    RunError::Worker { first_trial, reason }
}

/// What all threads have come to, or the error of the first trial that failed.
fn all_or_first_error<R>(outcomes: Vec<Result<R, RunError>>) -> Result<Vec<R>, RunError> {
    let place = |error: &RunError| match error {
        RunError::Trial(error) => error.trial,
        RunError::Worker { first_trial, .. } => *first_trial,
    };
    let (all, errors): (Vec<_>, Vec<_>) = outcomes.into_iter().partition(Result::is_ok);
    match errors.into_iter().filter_map(Result::err).min_by_key(place) {
        Some(error) => Err(error),
        None => Ok(all.into_iter().filter_map(Result::ok).collect()),
    }
}
