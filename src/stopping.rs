//! How long a run goes on: for so many trials, until every interval is narrow enough, or for so long.
//!
//! A run that looks at its intervals and stops when they please would, by Wilson's interval alone, be wrong more often
//! than 1 time in 20. So beside the interval whose width decides, each probability gets one that holds at all looks
//! together (`results`), which is what decisions rest on.

use crate::plan::Plan;
use crate::random::LANES;
use crate::results::widest_half;
use crate::summary::{Interrupt, RunError, Summary, simulate_by};
use crate::trial::Method;
use serde::{Deserialize, Serialize};
use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// When a run ends at the latest.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// After so many trials.
    pub trials: u64,
    /// Once every target's and goal's 95% interval is at most this wide to either side, as a fraction.
    pub precision: Option<f64>,
    /// After so long.
    pub max_time: Option<Duration>,
}

/// Why a run ended before it was interrupted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// Every interval is narrow enough.
    Precision,
    /// All trials are done.
    Trials,
    /// Time is up.
    Time,
}

/// How a run with a precision or a time limit ended.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Stopping {
    /// Why.
    pub reason: Reason,
    /// The half-width that was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub precision: Option<f64>,
    /// How many times the intervals were looked at.
    pub looks: u32,
}

/// Trials before the first look at independent trials; replicates have to be [`Limits`]' fewest before one.
const FIRST_LOOK: u64 = 8192;
/// Trials at a look, relative to those at the one before.
const GROWTH: f64 = 1.25;

/// Runs trials until a limit is reached. `done` is called with the number of trials finished so far. Looks come after
/// fixed numbers of trials, so that where a run stops depends on the scenario and the seed alone, save for the clock.
///
/// # Errors
/// Where a trial breaks a law of the model.
pub fn run_until(
    plan: &Plan,
    method: &Method,
    limits: Limits,
    threads: NonZeroUsize,
    interrupt: &Interrupt,
    done: &(dyn Fn(u64) + Sync),
) -> Result<(Summary, Option<Stopping>), RunError> {
    let began = Instant::now();
    let out_of_time = || limits.max_time.is_some_and(|limit| began.elapsed() >= limit);
    let stop = AtomicBool::new(false);
    let unit = method.trials_of_replicate().unwrap_or(LANES as u64);
    let mut known: Option<Summary> = None;
    for looks in 1.. {
        let from = known.as_ref().map_or(0, |known| known.trials);
        let until = if limits.precision.is_some() { next_look(from, unit) } else { limits.trials };
        let part = simulate_by(plan, method, from..until.min(limits.trials), threads, &stop, &|n| {
            done(from + n);
            if interrupt.load(Ordering::Relaxed) || out_of_time() {
                stop.store(true, Ordering::Relaxed);
            }
        })?;
        let total = match known.take() {
            Some(mut known) => {
                known.merge(&part);
                known
            }
            None => part,
        };
        let is_narrow = || {
            total.trials > 0
                && limits.precision.is_some_and(|precision| widest_half(plan, &total) <= precision)
        };
        let reason = if interrupt.load(Ordering::Relaxed) {
            return Ok((total, None));
        } else if is_narrow() {
            Reason::Precision
        } else if total.trials >= limits.trials {
            Reason::Trials
        } else if out_of_time() {
            Reason::Time
        } else {
            known = Some(total);
            continue;
        };
        let limited = limits.precision.is_some() || limits.max_time.is_some();
        let stopping = Stopping { reason, precision: limits.precision, looks };
        return Ok((total, limited.then_some(stopping)));
    }
    Ok((known.unwrap_or_else(|| Summary::of(plan, method)), None))
}

/// Trials at the look that follows one at so many: whole replicates.
fn next_look(trials: u64, unit: u64) -> u64 {
    let first = FIRST_LOOK.max(if unit > LANES as u64 { 16 * unit } else { 0 });
    let grown = (trials as f64 * GROWTH) as u64;
    grown.max(first).next_multiple_of(unit)
}
