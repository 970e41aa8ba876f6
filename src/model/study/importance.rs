//! Rare targets and goals: what no trial, or hardly any, of a run has reached is measured by trials that are moved
//! towards it (importance sampling).
//!
//! The normal scores of a trial's coordinates are shifted, and each trial counts with the weight that undoes the shift in
//! the mean (`random::sampling::Tilt`). The shifts are found by the cross-entropy method (R. Y. Rubinstein and D. P.
//! Kroese, "The Cross-Entropy Method", Springer 2004): of a few thousand trials those that come nearest to the event
//! tell by their mean scores where to look next, level by level, until enough of them reach it.

use crate::plan::Plan;
use crate::random::sampling::Tilt;
use crate::random::{LANES, Sampling};
use crate::trial::{Method, TrialError, Worker};
use rayon::prelude::*;

/// An event whose probability is measured: all of some targets hold, or any of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Places of the targets.
    pub targets: Vec<usize>,
    /// All of them must hold; else any.
    pub all: bool,
}

/// Probability of a rare event, as measured.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rare {
    /// Probability.
    pub probability: f64,
    /// Monte Carlo standard error.
    pub mcse: f64,
    /// Number of equally weighted hits that would leave the same relative error.
    pub effective_sample_size: f64,
    /// Number of trials of the measurement, all levels together.
    pub trials: u64,
}

/// Trials of a level.
const LEVEL_TRIALS: u64 = 8192;
/// Trials of the measurement itself.
const TRIALS: u64 = 65_536;
/// Share of a level's trials that tells where to look next.
const ELITE: f64 = 0.1;
/// Most levels; an event that they do not reach is taken to be out of reach.
const MAX_LEVELS: u64 = 16;
/// Fewest effective hits of a measurement.
const MIN_EFFECTIVE: f64 = 10.0;
/// Standard errors from 0 that a shift has at least; less is noise.
const SIGNIFICANT: f64 = 2.5;
/// Farthest shift of a score.
const MAX_SHIFT: f64 = 6.0;

/// Measures the probability of an event; `None` where no trials could be brought to reach it, or too few to tell, or where
/// they were moved so far that one could not be worked out, as when a channel signs more projects than can be followed.
pub fn measure(plan: &Plan, event: &Event) -> Option<Rare> {
    search(plan, event).unwrap_or(None)
}

/// Measures as [`measure`] does, and gives the reason where a trial could not be worked out.
fn search(plan: &Plan, event: &Event) -> Result<Option<Rare>, TrialError> {
    let mut shifts = vec![0.0; plan.values.coordinates()];
    let mut bar = f64::NEG_INFINITY;
    for level in 0..MAX_LEVELS {
        let trials = Trials { plan, event, method: tilted(shifts), first: (level + 1) << 40 };
        let mut margins = trials.margins()?;
        let reached = margins.iter().filter(|&&margin| margin >= 0.0).count() as f64;
        margins.sort_by(f64::total_cmp);
        let quantile = margins[((1.0 - ELITE) * margins.len() as f64) as usize].min(0.0);
        if quantile <= bar && reached == 0.0 {
            return Ok(None);
        }
        bar = quantile;
        let arrived = reached >= ELITE * LEVEL_TRIALS as f64;
        shifts = trials.shifts_towards(bar, arrived)?;
        if arrived {
            let measured = Trials { plan, event, method: tilted(shifts), first: (MAX_LEVELS + 1) << 40 };
            return Ok(measured
                .weigh(TRIALS)?
                .map(|rare| Rare { trials: TRIALS + 2 * (level + 1) * LEVEL_TRIALS, ..rare }));
        }
    }
    Ok(None)
}

fn tilted(shifts: Vec<f64>) -> Method {
    Method { sampling: Sampling::Tilted(Tilt { shifts }), conditional: false }
}

/// Trials of one method, from a first one on.
struct Trials<'a> {
    plan: &'a Plan,
    event: &'a Event,
    method: Method,
    first: u64,
}

impl Trials<'_> {
    /// Views by `look` of the blocks of this many trials, in their order.
    fn blocks<T: Send>(&self, trials: u64, look: impl Fn(&Worker) -> T + Sync) -> Result<Vec<T>, TrialError> {
        let run = |worker: &mut Worker, block: u64| {
            worker.run(self.first + block * LANES as u64, LANES)?;
            Ok(look(worker))
        };
        let blocks = (0..trials / LANES as u64).into_par_iter();
        blocks.map_init(|| Worker::with(self.plan, &self.method).without_details(), run).collect()
    }

    /// Margins by which the trials of a level reach the event.
    fn margins(&self) -> Result<Vec<f64>, TrialError> {
        let blocks = self.blocks(LEVEL_TRIALS, |worker| event_margins(worker, self.event))?;
        Ok(blocks.into_iter().flatten().collect())
    }

    /// Mean score of the level's trials above the bar, by coordinate; 0 where it could be noise. On the way to the
    /// event each trial counts alike, which finds the way; once there they count with their weights, which makes the
    /// measurement sharp.
    fn shifts_towards(&self, bar: f64, weighted: bool) -> Result<Vec<f64>, TrialError> {
        let sums = self.blocks(LEVEL_TRIALS, |worker| {
            let margins = event_margins(worker, self.event);
            let weights = if weighted { worker.weights() } else { [1.0; LANES] };
            let weight = |lane: usize| if margins[lane] >= bar { weights[lane] } else { 0.0 };
            let mut sums =
                vec![(0..LANES).map(weight).sum(), (0..LANES).map(|l| weight(l) * weight(l)).sum()];
            sums.extend(worker.scores().iter().map(|z| (0..LANES).map(|l| weight(l) * z[l]).sum::<f64>()));
            sums
        })?;
        let mut total = vec![0.0; sums[0].len()];
        for block in &sums {
            total.iter_mut().zip(block).for_each(|(total, x)| *total += x);
        }
        let (weight, squares) = (total[0], total[1]);
        let noise = SIGNIFICANT * squares.sqrt() / weight;
        let shift = |sum: &f64| Some(sum / weight).filter(|mean| mean.abs() > noise).unwrap_or(0.0);
        Ok(total[2..].iter().map(|sum| shift(sum).clamp(-MAX_SHIFT, MAX_SHIFT)).collect())
    }

    /// Weighted share of trials that reach the event.
    fn weigh(&self, trials: u64) -> Result<Option<Rare>, TrialError> {
        let sums = self.blocks(trials, |worker| {
            let (margins, weights) = (event_margins(worker, self.event), worker.weights());
            let hits = (0..LANES).filter(|&lane| margins[lane] >= 0.0).map(|lane| weights[lane]);
            hits.fold((0.0, 0.0), |(sum, squares), w| (sum + w, squares + w * w))
        })?;
        let (sum, squares) = sums.iter().fold((0.0, 0.0), |(a, b), (x, y)| (a + x, b + y));
        let n = trials as f64;
        let probability = sum / n;
        let variance = (squares / n - probability * probability).max(0.0) / (n - 1.0);
        let effective_sample_size = if squares > 0.0 { sum * sum / squares } else { 0.0 };
        let rare = Rare { probability, mcse: variance.sqrt(), effective_sample_size, trials };
        Ok((effective_sample_size >= MIN_EFFECTIVE).then_some(rare))
    }
}

fn event_margins(worker: &Worker, event: &Event) -> [f64; LANES] {
    let start = if event.all { f64::INFINITY } else { f64::NEG_INFINITY };
    event.targets.iter().fold([start; LANES], |mut sum, &t| {
        for (sum, margin) in sum.iter_mut().zip(worker.margins(t)) {
            *sum = if event.all { sum.min(margin) } else { sum.max(margin) };
        }
        sum
    })
}
