//! Which alternatives may be the best, which are beaten, and which cannot be told apart, by one thing that is judged.
//!
//! One chooses between mixes, not between the futures that scenarios are, so alternatives are ranked within their scenario.

use super::Alternative;
use super::best;
use super::difference::{difference, level_of_each};
use super::tally::Tally;
use crate::random::StreamKey;
use crate::results::LEVEL;
use nalgebra::DMatrix;

/// Rank of an alternative among those of its scenario; places are those of alternatives.
#[derive(Debug, Clone, Default)]
pub(super) struct Rank {
    /// Probability that it is the best of those that are within the budget, where it is one of them.
    pub best: Option<f64>,
    /// It is among the few of which one is the best at the usual confidence.
    pub may_be_best: bool,
    /// None that costs less has a higher estimate, and none that costs as much either.
    pub efficient: bool,
    /// One that costs no more and is surely likelier to succeed, or costs less and does the same in every one of
    /// many trials.
    pub dominated_by: Option<usize>,
    /// Alternatives from which it cannot be told apart, at a confidence that holds for all pairs together.
    pub alike: Vec<usize>,
}

/// Two that do the same in every trial are taken for the same where so rare a difference would have been seen (at the usual
/// confidence: the rule of three).
const SEEN: f64 = 0.001;

/// Ranks the alternatives by what is judged in this place.
pub(super) fn ranks(alternatives: &[Alternative], tally: &Tally, judged: usize, key: StreamKey) -> Vec<Rank> {
    let mut ranks = vec![Rank::default(); alternatives.len()];
    let mut scenarios: Vec<usize> = alternatives.iter().map(|one| one.scenario).collect();
    scenarios.dedup();
    for scenario in scenarios {
        let rivals: Vec<usize> =
            (0..alternatives.len()).filter(|&a| alternatives[a].scenario == scenario).collect();
        rank(&rivals, alternatives, tally, judged, key, &mut ranks);
    }
    ranks
}

fn rank(
    rivals: &[usize],
    alternatives: &[Alternative],
    tally: &Tally,
    judged: usize,
    key: StreamKey,
    ranks: &mut [Rank],
) {
    let hits = |a: usize| tally.hits(judged, a);
    let cost = |a: usize| alternatives[a].cost;
    let is_same = |a: usize, b: usize| {
        let both = tally.together(judged, a, b);
        both == hits(a) && both == hits(b) && 3.0 <= SEEN * tally.trials as f64
    };
    // Of those that do the same the cheapest is meant.
    let twin = |a: usize| {
        let cheaper = rivals.iter().copied().filter(|&b| cost(b) < cost(a) && is_same(a, b));
        cheaper.min_by(|&b, &c| cost(b).total_cmp(&cost(c)))
    };
    let beats = |b: usize, a: usize, level: f64| {
        let against = difference(tally, judged, a, b, level);
        cost(b) <= cost(a) && against.told_apart && against.difference < 0.0
    };
    let level = level_of_each(alternatives.len() - 1);
    let level_of_pairs = level_of_each(rivals.len() * rivals.len().saturating_sub(1) / 2);
    for &a in rivals {
        let others = || rivals.iter().copied().filter(|&b| b != a);
        let is_better = |b: usize| hits(b) > hits(a) || hits(b) == hits(a) && cost(b) < cost(a);
        let rank = &mut ranks[a];
        rank.efficient = !others().any(|b| cost(b) <= cost(a) && is_better(b));
        rank.dominated_by = others().filter(|&b| beats(b, a, level)).max_by_key(|&b| hits(b)).or(twin(a));
        rank.alike =
            others().filter(|&b| !difference(tally, judged, a, b, level_of_pairs).told_apart).collect();
    }
    let contenders: Vec<usize> =
        rivals.iter().copied().filter(|&a| !alternatives[a].is_over_budget && twin(a).is_none()).collect();
    let chances = chances_of_best(&contenders, tally, judged, key);
    let mut order: Vec<usize> = (0..contenders.len()).collect();
    order.sort_by(|&a, &b| chances[b].total_cmp(&chances[a]));
    let (mut sure, mut least) = (0.0, 1.0);
    for place in order {
        let (rank, chance) = (&mut ranks[contenders[place]], chances[place]);
        rank.best = Some(chance);
        rank.may_be_best = sure < LEVEL || chance > TIE * least;
        if sure < LEVEL {
            (sure, least) = (sure + chance, chance);
        }
    }
}

/// What is more than this part as likely as the last that is marked is marked too: equals differ by the error of the draws.
const TIE: f64 = 0.5;

/// Trials that are added to those that were done, half a trial for each way in which two alternatives can end: without
/// them few trials in which nothing flips would pass for certainty (A. Agresti and Y. Min, "Effects and non-effects of paired
/// identical observations in comparing proportions with binary matched-pairs data", Statistics in Medicine 23 (2004), 65-75).
const PRIOR: f64 = 2.0;

fn chances_of_best(among: &[usize], tally: &Tally, judged: usize, key: StreamKey) -> Vec<f64> {
    let both = |i: usize, j: usize| tally.together(judged, among[i], among[j]) as f64;
    let n = tally.trials as f64 + PRIOR;
    let share = |i: usize, j: usize| (both(i, j) + PRIOR * if i == j { 0.5 } else { 0.25 }) / n;
    let covariance =
        DMatrix::from_fn(among.len(), among.len(), |i, j| (share(i, j) - share(i, i) * share(j, j)) / n);
    let estimates: Vec<f64> = (0..among.len()).map(|i| share(i, i)).collect();
    best::chances(&estimates, covariance, key)
}
