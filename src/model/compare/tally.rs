//! The trials of a comparison: each is worked out under every alternative.

use super::criterion::hits;
use crate::observe::{Batches, RunError, Watch, in_batches};
use crate::plan::Plan;
use crate::random::{LANES, Lanes, first_lanes};
use crate::summary::Distribution;
use crate::trial::{Block, TrialError, Worker};
use crate::wide::wide;
use std::ops::Range;

/// Trials that a thread takes at a time.
const BATCH: u64 = 16 * LANES as u64;

/// An alternative, ready to be tried.
#[derive(Debug)]
pub struct Arm {
    /// Plan of its trials.
    pub plan: Plan,
    /// The places of what is judged among the hits of its blocks.
    pub places: Vec<usize>,
    /// The year, from 0, whose figures are kept.
    pub year: usize,
    /// Number of its scenario: alternatives of the same one share the draws that no policy touches.
    pub scenario: usize,
}

/// Counts of a comparison: trials in which any two alternatives reach each criterion, and figures of each alternative.
#[derive(Debug, Clone)]
pub struct Tally {
    /// Trials.
    pub trials: u64,
    alternatives: usize,
    /// Trials in which both of two alternatives hit: judged · alternatives² + one · alternatives + other, one >= other.
    together: Vec<u64>,
    /// Park figures of the year that is looked at, by alternative.
    pub figures: Vec<Vec<Distribution>>,
}

impl Tally {
    fn new(arms: &[Arm]) -> Self {
        let (alternatives, judged) = (arms.len(), arms.first().map_or(0, |one| one.places.len()));
        let figures = |one: &Arm| vec![Distribution::default(); one.plan.layout.park_rows()];
        Self {
            trials: 0,
            alternatives,
            together: vec![0; judged * alternatives * alternatives],
            figures: arms.iter().map(figures).collect(),
        }
    }

    /// Trials in which two alternatives both hit; of one and itself, those in which it does.
    pub fn together(&self, judged: usize, one: usize, other: usize) -> u64 {
        let n = self.alternatives;
        self.together[(judged * n + one.max(other)) * n + one.min(other)]
    }

    /// Trials in which an alternative hits.
    pub fn hits(&self, judged: usize, alternative: usize) -> u64 {
        self.together(judged, alternative, alternative)
    }

    /// Counts the same blocks under each alternative, given what they hit.
    fn count(&mut self, hits: &[Vec<Vec<u64>>]) {
        let n = self.alternatives;
        for (one, first) in hits.iter().enumerate() {
            for (other, second) in hits[..=one].iter().enumerate() {
                for (first, second) in first.iter().zip(second) {
                    for (judged, (a, b)) in first.iter().zip(second).enumerate() {
                        self.together[(judged * n + one) * n + other] += u64::from((a & b).count_ones());
                    }
                }
            }
        }
    }

    fn merge(&mut self, other: &Self) {
        self.trials += other.trials;
        self.together.iter_mut().zip(&other.together).for_each(|(ours, theirs)| *ours += theirs);
        let theirs = other.figures.iter().flatten();
        self.figures.iter_mut().flatten().zip(theirs).for_each(|(ours, theirs)| ours.merge(theirs));
    }
}

/// Works out the trials `0..trials` under every arm.
///
/// # Errors
/// Where a trial breaks a law of the model.
pub fn run(arms: &[Arm], trials: u64, watch: &dyn Watch) -> Result<Tally, RunError> {
    let begin = || {
        let workers: Vec<Worker> = arms.iter().map(|one| Worker::new(&one.plan).without_details()).collect();
        (Tally::new(arms), workers)
    };
    let batch = |(tally, workers): &mut (Tally, Vec<Worker>), trials: Range<u64>| {
        let mut hits: Vec<Vec<Vec<u64>>> = Vec::with_capacity(arms.len());
        let mut shocks = Shocks::default();
        for ((arm, worker), figures) in arms.iter().zip(workers).zip(&mut tally.figures) {
            shocks.draw(arm, worker, trials.clone());
            let rows = arm.plan.layout.park_year(arm.year);
            let keep = |block: &Block, used: usize| {
                wide(
                    #[inline(always)]
                    || Distribution::push_rows(figures, &block.rows.park[rows.clone()], used),
                );
            };
            hits.push(hits_of(worker, &arm.places, &shocks, trials.clone(), keep)?);
        }
        tally.count(&hits);
        tally.trials += trials.end - trials.start;
        Ok(())
    };
    let batches = Batches { trials: 0..trials, size: BATCH };
    let finish = |(tally, _): (Tally, Vec<Worker>)| tally;
    let tallies = in_batches(batches, watch, begin, batch, finish)?;
    let total = tallies.into_iter().reduce(|mut total, tally| {
        total.merge(&tally);
        total
    });
    Ok(total.unwrap_or_else(|| Tally::new(arms)))
}

/// Shocks of enterprises in a batch of trials, drawn once for all alternatives of a scenario.
#[derive(Debug, Default)]
pub(super) struct Shocks {
    scenario: Option<usize>,
    /// Rows of a block.
    rows: usize,
    lanes: Vec<Lanes>,
}

/// Most rows of a batch that are held; larger parks draw their shocks anew for each alternative.
const MOST_ROWS: usize = 1 << 16;

impl Shocks {
    /// Draws those of the arm's scenario, unless they are there.
    fn draw(&mut self, arm: &Arm, worker: &mut Worker, trials: Range<u64>) {
        if self.scenario.replace(arm.scenario) == Some(arm.scenario) {
            return;
        }
        let blocks = trials.clone().step_by(LANES).count();
        self.rows = arm.plan.years * arm.plan.enterprises.len();
        self.lanes.clear();
        if blocks * self.rows <= MOST_ROWS {
            self.lanes.resize(blocks * self.rows, [0.0; LANES]);
            for (first, shocks) in trials.step_by(LANES).zip(self.lanes.chunks_mut(self.rows)) {
                worker.draw_shocks(first, shocks);
            }
        }
    }

    fn of_block(&self, block: usize) -> Option<&[Lanes]> {
        self.lanes.get(block * self.rows..(block + 1) * self.rows).filter(|shocks| !shocks.is_empty())
    }
}

/// Works out trials with one worker: block after block the trials in which each thing that is judged is hit, whose places
/// among the hits of a block are given. `keep` sees each block, of which the first so many trials are wanted.
pub(super) fn hits_of(
    worker: &mut Worker,
    places: &[usize],
    shocks: &Shocks,
    trials: Range<u64>,
    mut keep: impl FnMut(&Block, usize),
) -> Result<Vec<Vec<u64>>, TrialError> {
    let blocks = trials.clone().step_by(LANES).enumerate().map(|(number, first)| {
        let used = (trials.end - first).min(LANES as u64) as usize;
        let block = worker.run_with(shocks.of_block(number), first, used)?;
        keep(block, used);
        let all: Vec<u64> = hits(block).collect();
        let wanted = first_lanes(used);
        Ok(places.iter().map(|&place| all[place] & wanted).collect())
    });
    blocks.collect()
}
