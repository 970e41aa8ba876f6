//! From the sums of a run to probabilities with their errors.

use super::interval::{anytime, probability, student, student_at_look, wilson_of};
use super::{Estimator, Probability};
use crate::plan::Plan;
use crate::summary::{HitSums, Summary, Sums};

/// Chances nearer than this to 0 or 1 are not told from them: they come from differences of numbers near 1.
const SMALLEST_CHANCE: f64 = 1e-12;

/// Estimates of targets and goals.
pub struct Estimates<'a> {
    outcomes: &'a HitSums,
    total: Sums,
    looks: Option<u32>,
}

/// An estimate and how it was made.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// The probability.
    pub probability: Probability,
    /// Estimator.
    pub estimator: Estimator,
    /// Trials that plain sampling would need for the same error, relative to those of the run; `None` where there is no error.
    pub variance_ratio: Option<f64>,
    /// Interval that holds at all looks together, if the run looked at its intervals.
    pub anytime95: Option<[f64; 2]>,
}

impl<'a> Estimates<'a> {
    /// Estimates from the hits of at least one trial; `looks` is the number of interim looks of a run that stopped on
    /// precision or time.
    pub fn new(outcomes: &'a HitSums, looks: Option<u32>) -> Self {
        Self { outcomes, total: outcomes.total(), looks }
    }

    /// A target: the mean of its chances where there are any, else its share of hits.
    pub fn target(&self, t: usize) -> Estimate {
        let hits = self.total.targets[t];
        // A single chance says nothing of how chances differ.
        let Some(slot) = self.outcomes.slot(t).filter(|_| self.total.trials > 1) else {
            return self.of_hits(hits, |sums| sums.targets[t]);
        };
        let n = self.total.trials as f64;
        let mean = self.total.chances[slot].read() / n;
        let squares = self.outcomes.squares[slot].read();
        let variance = (squares - n * mean * mean).max(0.0) / (n - 1.0).max(1.0);
        let replicates = self.replicates(|sums| sums.chances[slot].read());
        let own = self.of_means(mean, variance, &replicates, Estimator::Chances, hits);
        self.allowing_for_unseen(own, hits)
    }

    /// A mean of chances with intervals that hold what it may have missed. Where its error is large beside it, or beside what
    /// is missing to 1, it rests on a few futures, and those that matter most may not have come up at all; what hits allow
    /// is then not excluded.
    fn allowing_for_unseen(&self, own: Estimate, hits: u64) -> Estimate {
        let Estimate { probability: p, anytime95, .. } = own;
        let misses = Probability { probability: 1.0 - p.probability, ..p };
        let reach = |[low, high]: [f64; 2], [of_hits_low, of_hits_high]: [f64; 2]| {
            let low = if misses.is_hardly_seen() { low.min(of_hits_low) } else { low };
            [low, if p.is_hardly_seen() { high.max(of_hits_high) } else { high }]
        };
        let of_hits = self.of_independent_hits(hits);
        let ci95 = reach(p.ci95, of_hits.probability.ci95);
        let anytime95 = anytime95.zip(of_hits.anytime95).map(|(own, of_hits)| reach(own, of_hits));
        Estimate { probability: Probability { ci95, ..p }, anytime95, ..own }
    }

    /// A target as it would be judged at the end of another year, by its row in the plan: its share of hits.
    pub fn other_year(&self, row: usize) -> Estimate {
        self.of_hits(self.total.other_years[row], |sums| sums.other_years[row])
    }

    /// A goal, or with `goal` 0 all targets together; of a single target it is the target's own estimate.
    pub fn goal(&self, goal: usize, targets: &[usize]) -> Estimate {
        match targets {
            [only] => self.target(*only),
            _ => self.of_hits(self.total.goals[goal], |sums| sums.goals[goal]),
        }
    }

    /// A score: its share of hits.
    pub fn score(&self, s: usize) -> Estimate {
        self.of_hits(self.total.scores[s], |sums| sums.scores[s])
    }

    fn of_hits(&self, hits: u64, of_replicate: impl Fn(&Sums) -> u64) -> Estimate {
        let replicates = self.replicates(|sums| of_replicate(sums) as f64);
        if hits == 0 || hits == self.total.trials || replicates.len() < 2 {
            return self.of_independent_hits(hits);
        }
        let p = hits as f64 / self.total.trials as f64;
        self.of_means(p, p * (1.0 - p), &replicates, Estimator::Hits, hits)
    }

    fn of_independent_hits(&self, hits: u64) -> Estimate {
        Estimate {
            probability: probability(hits, self.total.trials),
            estimator: Estimator::Hits,
            variance_ratio: Some(1.0),
            anytime95: self.looks.map(|_| anytime(hits as f64, self.total.trials as f64)),
        }
    }

    /// (trials, mean) of each replicate; empty where trials are independent.
    fn replicates(&self, sum: impl Fn(&Sums) -> f64) -> Vec<(u64, f64)> {
        if !self.outcomes.is_replicated() {
            return Vec::new();
        }
        let list = self.outcomes.replicates.values();
        list.map(|sums| (sums.trials, sum(sums) / sums.trials as f64)).collect()
    }

    fn of_means(
        &self,
        mean: f64,
        variance: f64,
        replicates: &[(u64, f64)],
        estimator: Estimator,
        hits: u64,
    ) -> Estimate {
        let n = self.total.trials as f64;
        if !(SMALLEST_CHANCE..=1.0 - SMALLEST_CHANCE).contains(&mean) {
            return self.of_independent_hits(hits);
        }
        // Replicates that all agree to the last digit say nothing of the error.
        let apart = replicates.iter().any(|(_, x)| *x != replicates[0].1);
        let (probability, anytime95) = if apart {
            (student(mean, replicates), self.looks.map(|looks| student_at_look(mean, replicates, looks)))
        } else {
            (wilson_of(mean, variance / n), self.looks.map(|_| anytime(mean * n, n)))
        };
        let (plain, own) = (mean * (1.0 - mean) / n, probability.mcse * probability.mcse);
        Estimate { probability, estimator, variance_ratio: (own > 0.0).then(|| plain / own), anytime95 }
    }
}

/// Half the width of the widest interval of all targets and goals, as a fraction.
pub fn widest_half(plan: &Plan, summary: &Summary) -> f64 {
    let estimates = Estimates::new(&summary.outcomes, None);
    let every: Vec<usize> = (0..plan.targets.len()).collect();
    let targets = every.iter().map(|&t| estimates.target(t));
    let lists = std::iter::once(&every).chain(plan.goals.iter().map(|(targets, _)| targets));
    let goals = lists.enumerate().map(|(goal, targets)| estimates.goal(goal, targets));
    let halves = targets.chain(goals).map(|estimate| {
        let [low, high] = estimate.probability.ci95;
        0.5 * (high - low)
    });
    halves.fold(0.0, f64::max)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    fn outcomes(hits_of_replicates: &[u64]) -> HitSums {
        let sums =
            |&hits: &u64| Sums { trials: 64, targets: vec![hits], goals: vec![hits], ..Sums::default() };
        let replicates: BTreeMap<u64, Sums> = (0..).zip(hits_of_replicates.iter().map(sums)).collect();
        HitSums::of_replicates(replicates, 64)
    }

    #[test]
    fn replicates_that_agree_are_not_taken_for_certainty() {
        let [low, high] = Estimates::new(&outcomes(&[32; 16]), None).target(0).probability.ci95;
        assert!(low < 0.47 && high > 0.53, "{low} {high}");
    }

    #[test]
    fn replicates_that_differ_tell_the_error() {
        let estimate = Estimates::new(&outcomes(&[32, 33].repeat(8)), None).target(0);
        // 0.5 ± 1/128 about the mean: a standard error of 1/128/√15.
        assert!((estimate.probability.mcse - 1.0 / 128.0 / 15f64.sqrt()).abs() < 1e-12, "{estimate:?}");
        assert!(estimate.variance_ratio.is_some_and(|ratio| ratio > 50.0));
    }
}
