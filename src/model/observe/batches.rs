//! Trials spread over threads, batch by batch.

use super::Watch;
use crate::trial::TrialError;
use rayon::ThreadPoolBuilder;
use rayon::prelude::*;
use std::hint::black_box;
use std::num::NonZeroUsize;
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// Bytes by which a thread's heap grows at once before it takes up work: enough for a worker and its summary.
const HEAP: usize = 16 << 20;

/// Failure of a run.
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
        /// Message of the panic.
        reason: String,
    },
}

/// Does `work` on this number of threads: whatever is done side by side in it keeps to them. They are a pool of the call's
/// own, unless the caller is in one of this size already; where threads cannot be had, as on a web page, all is done on
/// the thread of the caller.
pub fn on_threads<R: Send>(threads: NonZeroUsize, work: impl FnOnce() -> R + Send) -> R {
    let is_there = rayon::current_thread_index().is_some() && rayon::current_num_threads() == threads.get();
    if is_there {
        return work();
    }
    match ThreadPoolBuilder::new().num_threads(threads.get()).build() {
        Ok(pool) => pool.install(work),
        Err(_) => work(),
    }
}

/// A range of trials and the number of them in a batch.
#[derive(Debug, Clone)]
pub(crate) struct Batches {
    /// The trials.
    pub trials: Range<u64>,
    /// Trials of a batch.
    pub size: u64,
}

/// Spreads batches over the threads that are there ([`on_threads`]): each thread begins with a state of its own, works one
/// batch after another into it, and hands over what `finish` makes of it.
///
/// Where the watcher says stop, the batches that are done by then are the first ones, without gaps.
///
/// # Errors
/// Where a batch fails; of several failures, that of the first trial.
pub(crate) fn in_batches<S, R: Send>(
    Batches { trials, size }: Batches,
    watch: &dyn Watch,
    begin: impl Fn() -> S + Sync,
    work: impl Fn(&mut S, Range<u64>) -> Result<(), TrialError> + Sync,
    finish: impl Fn(S) -> R + Sync,
) -> Result<Vec<R>, RunError> {
    let batches = (trials.end - trials.start).div_ceil(size);
    let workers = (rayon::current_num_threads() as u64).min(batches.max(1)) as usize;
    let (next, finished, failed) = (AtomicU64::new(0), AtomicU64::new(0), AtomicBool::new(false));
    let thread = || -> Result<R, RunError> {
        grow_heap();
        let mut state = begin();
        while !watch.stop() && !failed.load(Ordering::Relaxed) {
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
            watch.done(finished.fetch_add(last - first, Ordering::Relaxed) + last - first);
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
    // Elsewhere memory that is asked for is taken.
    if cfg!(target_family = "wasm") {
        return;
    }
    for _ in 0..2 {
        let mut room = Vec::<u8>::new();
        // Where there is no such room, it will grow as it can.
        let _ = room.try_reserve_exact(HEAP);
        drop(black_box(room));
    }
}

fn worker_error(first_trial: u64, panic: &(dyn std::any::Any + Send)) -> RunError {
    let reason = (panic.downcast_ref::<String>().cloned())
        .or_else(|| panic.downcast_ref::<&str>().map(ToString::to_string))
        .unwrap_or_else(|| "no reason given".into());
    RunError::Worker { first_trial, reason }
}

/// The results of all threads, or the error of the first trial that failed.
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
