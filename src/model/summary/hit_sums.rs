//! Sums over the hits of targets and goals: enough to estimate their probabilities, and the error of the estimates, by
//! every method.
//!
//! A target is judged in each trial by 0 or 1, its hit, and where its chance has been worked out also by that; goals are
//! judged by hits.

use super::ExactSum;
use crate::plan::Plan;
use crate::random::first_lanes;
use crate::trial::Block;
use std::collections::BTreeMap;

/// Sums over some trials.
#[derive(Debug, Clone, Default)]
pub struct Sums {
    /// Trials.
    pub trials: u64,
    /// Trials in which each target held.
    pub targets: Vec<u64>,
    /// Trials in which each would have held at the end of other years, rows as the plan's.
    pub other_years: Vec<u64>,
    /// Trials in which all targets held, then those in which each goal did.
    pub goals: Vec<u64>,
    /// Trials in which each score was reached.
    pub scores: Vec<u64>,
    /// Sum of the chances of each conditional target; empty where they were not worked out.
    pub chances: Vec<ExactSum>,
}

/// Sums over the hits of targets and goals, and over the probabilities of conditional targets.
#[derive(Debug, Clone)]
pub struct HitSums {
    /// Sums by replicate: a run of trials within which the sampling is not independent from trial to trial.
    /// Independent trials are all in replicate 0.
    pub replicates: BTreeMap<u64, Sums>,
    /// Sum of the squares of the chances of each conditional target.
    pub squares: Vec<ExactSum>,
    /// The plan's conditional targets.
    conditional: Vec<usize>,
    /// Trials of a replicate; `None` where trials are independent.
    trials_of_replicate: Option<u64>,
}

impl HitSums {
    /// Sums over no trials.
    pub fn new(plan: &Plan, trials_of_replicate: Option<u64>) -> Self {
        Self {
            replicates: BTreeMap::new(),
            squares: vec![ExactSum::default(); plan.conditional.len()],
            conditional: plan.conditional.clone(),
            trials_of_replicate,
        }
    }

    /// Sums of known replicates, without chances.
    #[cfg(test)]
    pub(crate) fn of_replicates(replicates: BTreeMap<u64, Sums>, trials_of_replicate: u64) -> Self {
        let trials_of_replicate = Some(trials_of_replicate);
        Self { replicates, squares: Vec::new(), conditional: Vec::new(), trials_of_replicate }
    }

    /// Trials of a replicate, where they fall into replicates.
    pub fn trials_of_replicate(&self) -> Option<u64> {
        self.trials_of_replicate
    }

    /// True if trials fall into replicates.
    pub fn is_replicated(&self) -> bool {
        self.trials_of_replicate.is_some()
    }

    /// The place of a target among the conditional ones whose chances were worked out.
    pub fn slot(&self, target: usize) -> Option<usize> {
        let worked_out = self.replicates.values().all(|sums| !sums.chances.is_empty());
        self.conditional.iter().position(|&t| t == target).filter(|_| worked_out)
    }

    /// Sums over all trials.
    pub fn total(&self) -> Sums {
        let mut total = Sums::default();
        self.replicates.values().for_each(|sums| total.merge(sums));
        total
    }

    /// Adds the first `used` trials of a block that begins with this trial; `with_chances` tells whether it has its
    /// chances.
    pub fn push(&mut self, block: &Block, first_trial: u64, used: usize, with_chances: bool) {
        let replicate = self.trials_of_replicate.map_or(0, |trials| first_trial / trials);
        let sums = self.replicates.entry(replicate).or_default();
        sums.push(block, used, with_chances);
        if with_chances {
            for (sum, chances) in self.squares.iter_mut().zip(&block.chances) {
                sum.push(chances[..used].iter().map(|chance| chance * chance).sum());
            }
        }
    }

    /// Adds those of other trials of the same plan.
    pub fn merge(&mut self, other: &Self) {
        for (&replicate, sums) in &other.replicates {
            self.replicates.entry(replicate).or_default().merge(sums);
        }
        self.squares.iter_mut().zip(&other.squares).for_each(|(ours, theirs)| ours.merge(theirs));
    }
}

impl Sums {
    fn push(&mut self, block: &Block, used: usize, with_chances: bool) {
        self.trials += used as u64;
        let wanted = first_lanes(used);
        let count = |hits: &u64| u64::from((hits & wanted).count_ones());
        add(&mut self.targets, block.target_hits.iter().map(count));
        add(&mut self.other_years, block.other_year_hits.iter().map(count));
        add(&mut self.goals, std::iter::once(&block.all_hits).chain(&block.goal_hits).map(count));
        add(&mut self.scores, block.score_hits.iter().map(count));
        if with_chances {
            self.chances.resize(block.chances.len(), ExactSum::default());
            for (sum, chances) in self.chances.iter_mut().zip(&block.chances) {
                sum.push(chances[..used].iter().sum());
            }
        }
    }

    fn merge(&mut self, other: &Self) {
        self.trials += other.trials;
        add(&mut self.targets, other.targets.iter().copied());
        add(&mut self.other_years, other.other_years.iter().copied());
        add(&mut self.goals, other.goals.iter().copied());
        add(&mut self.scores, other.scores.iter().copied());
        self.chances.resize(self.chances.len().max(other.chances.len()), ExactSum::default());
        self.chances.iter_mut().zip(&other.chances).for_each(|(ours, theirs)| ours.merge(theirs));
    }
}

fn add(ours: &mut Vec<u64>, theirs: impl Iterator<Item = u64>) {
    for (i, theirs) in theirs.enumerate() {
        match ours.get_mut(i) {
            Some(ours) => *ours += theirs,
            None => ours.push(theirs),
        }
    }
}
