//! What each policy of a mix contributes, and which of them help or hinder each other.
//!
//! The contribution of a policy is its Shapley value (L. S. Shapley, "A value for n-person games", 1953): what it adds to a
//! probability when the policies join one after another, averaged over all orders. Of two policies the interaction is that
//! of M. Grabisch and M. Roubens ("An axiomatic approach to the concept of interaction among players in cooperative games",
//! International Journal of Game Theory 28 (1999), 547-565): what both add together beyond what each adds alone, averaged
//! over what else has joined. Up to [`MOST_EXACT`] policies every coalition is tried; beyond, each batch of trials draws an
//! order of its own, which leaves the averages what they are.

use super::Alternative;
use super::batches::{Found, NOISE, estimate};
use super::control_variate::{ControlVariate, Whole};
use super::criterion::Criterion;
use super::results::{
    Contribution, ContributionsResult, Interaction, OutcomeContributions, PolicyFacts, Verdict,
};
use super::tally::{Arm, Shocks, hits_of};
use crate::observe::{Batches, InUnits, RunError, Stage, Watch, in_batches};
use crate::plan::{Laws, Plan};
use crate::random::{LANES, StreamKey};
use crate::results::significant;
use crate::scenario::{PolicyIx, Scenario};
use crate::trial::{TrialError, Worker};
use std::ops::Range;

/// Most policies of which every coalition is tried.
pub const MOST_EXACT: usize = 8;

/// Most policies of a mix whose contributions are worked out: coalitions are sets of bits.
pub const MOST_POLICIES: usize = 64;

/// Batches, at the least; intervals come from the differences between them.
const LEAST_BATCHES: u64 = 16;

/// The same where each batch tries an order: two policies are neighbours in few of these.
const LEAST_ORDERS: u64 = 64;

/// Policies that act together, as bits.
type Coalition = u64;

/// A sum of hits with coefficients, by coalition.
type Terms = Vec<(usize, f64)>;

/// The coalitions that a batch tries, and how contributions follow from what they hit.
struct Design {
    coalitions: Vec<Coalition>,
    /// Of each policy.
    values: Vec<Terms>,
    /// Of each pair, in the order of [`pairs`].
    interactions: Vec<Terms>,
}

/// The pairs of some policies.
fn pairs(policies: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..policies).flat_map(move |i| (i + 1..policies).map(move |j| (i, j)))
}

impl Design {
    /// Every coalition, each with the share of orders in which it comes about.
    fn exact(policies: usize) -> Self {
        let all = 1 << policies;
        let shares = |players: usize| -> Vec<f64> {
            // Of coalitions of the same size each is as likely, and each size is.
            let mut ways = 1.0;
            let share = |size: usize| {
                let share = 1.0 / (players as f64 * ways);
                ways *= (players - 1 - size) as f64 / (size + 1) as f64;
                share
            };
            (0..players).map(share).collect()
        };
        let of_one = shares(policies);
        let of_two = if policies > 1 { shares(policies - 1) } else { Vec::new() };
        let mut design = Self {
            coalitions: (0..all).collect(),
            values: vec![Vec::new(); policies],
            interactions: vec![Vec::new(); pairs(policies).count()],
        };
        for coalition in 0..all as usize {
            let size = coalition.count_ones() as usize;
            let joins = |i: usize| coalition >> i & 1 == 0;
            for i in (0..policies).filter(|&i| joins(i)) {
                design.values[i].extend([(coalition | 1 << i, of_one[size]), (coalition, -of_one[size])]);
            }
            for (terms, (i, j)) in design.interactions.iter_mut().zip(pairs(policies)) {
                if joins(i) && joins(j) {
                    terms.extend(together(coalition, coalition | 1 << i, coalition | 1 << j, of_two[size]));
                    terms.push((coalition | 1 << i | 1 << j, of_two[size]));
                }
            }
        }
        design
    }

    /// The coalitions of one order of joining, and those in which two neighbours join the other way round.
    fn of_order(order: &[usize]) -> Self {
        let policies = order.len();
        let mut coalitions = vec![0];
        for &policy in order {
            coalitions.push(coalitions[coalitions.len() - 1] | 1 << policy);
        }
        let mut design = Self {
            values: vec![Vec::new(); policies],
            interactions: vec![Vec::new(); pairs(policies).count()],
            coalitions,
        };
        for (place, &policy) in order.iter().enumerate() {
            design.values[policy] = vec![(place + 1, 1.0), (place, -1.0)];
        }
        // What has joined before a pair that are neighbours is any of the others, of any number alike; of other pairs this
        // order says nothing.
        for (place, pair) in order.windows(2).enumerate() {
            design.coalitions.push(design.coalitions[place] | 1 << pair[1]);
            let swapped = design.coalitions.len() - 1;
            let number = pairs(policies).position(|(i, j)| pair.contains(&i) && pair.contains(&j));
            let terms = &mut design.interactions[number.unwrap_or_default()];
            terms.extend(together(place, place + 1, swapped, 1.0));
            terms.push((place + 2, 1.0));
        }
        design
    }
}

/// The terms of an interaction but for that of both policies: without either, with one, with the other.
fn together(neither: usize, one: usize, other: usize, share: f64) -> [(usize, f64); 3] {
    [(neither, share), (one, -share), (other, -share)]
}

/// A mix whose policies' contributions are wanted.
pub struct Contributions<'a> {
    /// Its scenario.
    pub scenario: &'a Scenario,
    /// The mix.
    pub alternative: &'a Alternative,
    /// What is judged.
    pub judged: &'a [Criterion],
    /// The places of that among the hits of a block.
    pub places: &'a [usize],
    /// Seed.
    pub seed: u64,
    /// What more trials than are tried here say of all its policies together, by what is judged.
    pub whole: Option<Vec<Whole>>,
}

impl Contributions<'_> {
    /// Its policies: those with a dose.
    fn doses(&self) -> Vec<(PolicyIx, f64)> {
        self.alternative.doses.iter().copied().filter(|(_, dose)| *dose != 0.0).collect()
    }

    fn arms(&self, coalitions: &[Coalition], laws: &mut Laws) -> Vec<Arm> {
        let doses = self.doses();
        let arm = |coalition: &Coalition| {
            let joined = doses.iter().enumerate().filter(|(i, _)| coalition >> i & 1 == 1);
            let joined: Vec<_> = joined.map(|(_, dose)| *dose).collect();
            let plan = Plan::sharing(self.scenario, &joined, self.seed, laws);
            Arm { plan, places: self.places.to_vec(), year: 0, scenario: self.alternative.scenario }
        };
        coalitions.iter().map(arm).collect()
    }

    /// The order in which the policies join in the batch that begins with this trial.
    fn order(&self, first_trial: u64, policies: usize) -> Vec<usize> {
        let key = StreamKey::new(self.seed, "contributions", &self.alternative.id, "order");
        let mut order: Vec<usize> = (0..policies).collect();
        let place = |policy: &usize| key.uniform(first_trial, *policy as u64);
        order.sort_by(|a, b| place(a).total_cmp(&place(b)));
        order
    }
}

/// Hits of each thing that is judged in a batch.
type Sums = Vec<f64>;

/// Works out the contributions to whatever is judged, in about `effort` trials over all coalitions together, of each at most
/// `most`. `None` where the watcher said stop before enough of them were done.
///
/// # Errors
/// Where a trial breaks a law of the model.
pub fn contributions(
    wanted: &Contributions,
    (effort, most): (u64, u64),
    watch: &dyn Watch,
) -> Result<Option<ContributionsResult>, RunError> {
    let policies = wanted.doses().len();
    let is_exact = policies <= MOST_EXACT;
    let least = least_trials(policies);
    let trials = (effort / coalitions(policies)).min(most).max(least);
    let batch = batch(trials, is_exact);
    let work = Work { wanted, policies, trials, batch, watch };
    watch.begin(Stage::Contributions, trials * coalitions(policies));
    let found = if is_exact { work.all_coalitions() } else { work.orders() }?;
    // Enough are done where so many trials, had they been asked for, would give the same: they can be had again.
    let tried: u64 = found.iter().map(|found| found.trials).sum();
    let is_enough = tried >= least && self::batch(tried, is_exact) == work.batch;
    Ok(is_enough.then(|| assemble(wanted, is_exact, &found, trials <= most)))
}

/// Coalitions of so many policies that each trial is worked out for.
pub fn coalitions(policies: usize) -> u64 {
    if policies <= MOST_EXACT { 1 << policies } else { 2 * policies as u64 }
}

fn least_trials(policies: usize) -> u64 {
    LANES as u64 * if policies <= MOST_EXACT { LEAST_BATCHES } else { LEAST_ORDERS }
}

/// Trials over all coalitions of so many policies together, at the least.
pub fn least_effort(policies: usize) -> u64 {
    least_trials(policies) * coalitions(policies)
}

/// Trials of a batch, whole blocks.
fn batch(trials: u64, is_exact: bool) -> u64 {
    // An order holds for a batch, so that small batches try many.
    let most = if is_exact { 8 } else { 1 } * LANES as u64;
    (trials / (2 * LEAST_BATCHES)).clamp(LANES as u64, most) / LANES as u64 * LANES as u64
}

/// How contributions are worked out.
struct Work<'a> {
    wanted: &'a Contributions<'a>,
    policies: usize,
    trials: u64,
    batch: u64,
    watch: &'a dyn Watch,
}

impl Work<'_> {
    /// The laws in tables: those of all policies, and those that hold without any.
    fn laws(&self) -> Laws {
        let mut laws = Laws::default();
        self.wanted.arms(&[0, Coalition::MAX >> (MOST_POLICIES - self.policies.max(1))], &mut laws);
        laws
    }

    /// Tries every coalition on all trials, one coalition after another; nothing where not all were tried.
    fn all_coalitions(&self) -> Result<Vec<Found>, RunError> {
        let (design, laws) = (Design::exact(self.policies), self.laws());
        let count = design.coalitions.len();
        let begin = || (laws.clone(), Vec::new());
        let work = |(laws, tried): &mut (Laws, Vec<(usize, Vec<Sums>)>), these: Range<u64>| {
            for place in these.start as usize..these.end as usize {
                let arms = self.wanted.arms(&design.coalitions[place..=place], laws);
                tried.push((place, self.sums(&arms[0], 0..self.trials)?));
            }
            Ok(())
        };
        let watch = InUnits { watch: self.watch, trials: self.trials };
        let finish = |(_, tried): (Laws, Vec<(usize, Vec<Sums>)>)| tried;
        let batches = Batches { trials: 0..count as u64, size: 1 };
        let tried = in_batches(batches, &watch, begin, work, finish)?;
        let mut tried = tried.concat();
        tried.sort_by_key(|(place, _)| *place);
        if tried.len() < count {
            return Ok(Vec::new());
        }
        let firsts = (0..self.trials).step_by(self.batch as usize);
        let found = firsts.enumerate().map(|(b, first)| {
            let last = (first + self.batch).min(self.trials);
            design.found(first..last, &|coalition| &tried[coalition].1[b])
        });
        Ok(found.collect())
    }

    /// Tries an order of joining in each batch of trials.
    fn orders(&self) -> Result<Vec<Found>, RunError> {
        let laws = self.laws();
        let begin = || (laws.clone(), Vec::new());
        let work = |(laws, found): &mut (Laws, Vec<Found>), trials: Range<u64>| {
            let design = Design::of_order(&self.wanted.order(trials.start, self.policies));
            let arms = self.wanted.arms(&design.coalitions, laws);
            let tried: Result<Vec<Vec<Sums>>, TrialError> =
                arms.iter().map(|one| self.sums(one, trials.clone())).collect();
            let tried = tried?;
            found.push(design.found(trials, &|coalition| &tried[coalition][0]));
            Ok(())
        };
        let watch = InUnits { watch: self.watch, trials: coalitions(self.policies) };
        let finish = |(_, found): (Laws, Vec<Found>)| found;
        let batches = Batches { trials: 0..self.trials, size: self.batch };
        let found = in_batches(batches, &watch, begin, work, finish)?;
        let mut found: Vec<Found> = found.into_iter().flatten().collect();
        found.sort_by_key(|found| found.first_trial);
        Ok(found)
    }

    /// The hits of an arm, batch after batch.
    fn sums(&self, arm: &Arm, trials: Range<u64>) -> Result<Vec<Sums>, TrialError> {
        let mut worker = Worker::new(&arm.plan).without_details();
        let sums = |first: u64| {
            let batch = first..(first + self.batch).min(trials.end);
            let blocks = hits_of(&mut worker, &arm.places, &Shocks::default(), batch, |_, _| ())?;
            Ok(sum_of(&blocks, arm.places.len()))
        };
        trials.clone().step_by(self.batch as usize).map(sums).collect()
    }
}

fn sum_of(blocks: &[Vec<u64>], judged: usize) -> Sums {
    let mut sums = vec![0.0; judged];
    for block in blocks {
        sums.iter_mut().zip(block).for_each(|(sum, hits)| *sum += f64::from(hits.count_ones()));
    }
    sums
}

impl Design {
    /// What a batch of trials found, given the hits of each coalition.
    fn found<'a>(&self, trials: Range<u64>, hits: &dyn Fn(usize) -> &'a Sums) -> Found {
        let all = self.coalitions.iter().copied().max().unwrap_or_default();
        let place =
            |coalition: Coalition| self.coalitions.iter().position(|&c| c == coalition).unwrap_or_default();
        let (without, with_all) = (vec![(place(0), 1.0)], vec![(place(all), 1.0)]);
        let terms = [&without, &with_all].into_iter().chain(&self.values).chain(&self.interactions);
        let terms: Vec<&Terms> = terms.collect();
        let n = (trials.end - trials.start) as f64;
        let mean = |judged: usize, terms: &Terms| {
            let sum: f64 = terms.iter().map(|&(coalition, share)| share * hits(coalition)[judged]).sum();
            // Shares such as 1/3 need not cancel to the last bit.
            let mean = if sum.abs() < NOISE { 0.0 } else { sum / n };
            (!terms.is_empty()).then_some(mean)
        };
        let means = (0..hits(0).len())
            .map(|judged| terms.iter().map(|terms| mean(judged, terms)).collect())
            .collect();
        Found { first_trial: trials.start, trials: trials.end - trials.start, means }
    }
}

fn assemble(
    wanted: &Contributions,
    exact: bool,
    found: &[Found],
    is_whole_known: bool,
) -> ContributionsResult {
    let doses = wanted.doses();
    let facts = |&(policy, dose): &(PolicyIx, f64)| {
        let of = &wanted.scenario.policies[policy.0];
        let cost = significant(crate::results::cost(wanted.scenario, &[(policy, dose)]));
        PolicyFacts { id: of.id.clone(), name: of.name.clone(), dose, cost }
    };
    let policies: Vec<PolicyFacts> = doses.iter().map(facts).collect();
    let trials: u64 = found.iter().map(|found| found.trials).sum();
    let estimate = |judged: usize, column: usize, comparisons: usize| {
        let known = found.iter().filter_map(|found| Some((found.trials, found.means[judged][column]?)));
        estimate(&known.collect::<Vec<_>>(), comparisons)
    };
    let sure = |judged: usize, column: usize| estimate(judged, column, 1).unwrap_or_default();
    let anchors: Option<Vec<Option<ControlVariate>>> =
        wanted.whole.as_ref().filter(|_| is_whole_known).map(|all| {
            all.iter()
                .enumerate()
                .map(|(judged, whole)| ControlVariate::new(found, judged, doses.len(), whole))
                .collect()
        });
    let anchor = |judged: usize| anchors.as_ref().and_then(|anchors| anchors[judged].as_ref());
    let outcome = |(o, judged): (usize, &Criterion)| OutcomeContributions {
        id: judged.id.clone(),
        without: anchor(o).map_or_else(|| sure(o, 0).0, |anchor| significant(anchor.whole.without)),
        with_all: anchor(o).map_or_else(|| sure(o, 1).0, |anchor| significant(anchor.whole.with_all)),
        policies: (policies.iter().enumerate())
            .map(|(i, policy)| {
                let (value, ci95) =
                    anchor(o).map_or_else(|| sure(o, 2 + i), |anchor| anchor.hold(found, o, 2 + i));
                Contribution { policy: policy.id.clone(), value, ci95 }
            })
            .collect(),
        pairs: (pairs(policies.len()).enumerate())
            .filter_map(|(number, (i, j))| {
                let (value, ci95) = estimate(o, 2 + policies.len() + number, pairs(policies.len()).count())?;
                let verdict = match ci95 {
                    [low, _] if low > 0.0 => Verdict::Help,
                    [_, high] if high < 0.0 => Verdict::Hinder,
                    _ => Verdict::Open,
                };
                let policies = [policies[i].id.clone(), policies[j].id.clone()];
                Some(Interaction { policies, value, ci95, verdict })
            })
            .collect(),
    };
    ContributionsResult {
        mix: wanted.alternative.id.clone(),
        trials,
        exact,
        outcomes: wanted.judged.iter().enumerate().map(outcome).collect(),
        policies,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The means of a game's coalitions under a design.
    fn values(design: &Design, game: impl Fn(Coalition) -> f64, terms: &[Terms]) -> Vec<f64> {
        let value = |terms: &Terms| terms.iter().map(|&(c, share)| share * game(design.coalitions[c])).sum();
        terms.iter().map(value).collect()
    }

    fn orders(policies: usize) -> Vec<Vec<usize>> {
        if policies == 0 {
            return vec![Vec::new()];
        }
        let insert = |order: Vec<usize>| {
            (0..policies).map(move |at| [&order[..at], &[policies - 1], &order[at..]].concat())
        };
        orders(policies - 1).into_iter().flat_map(insert).collect()
    }

    /// Three owners of a left glove and one of the right one: (Shapley's own kind of example) 1/12 each, 3/4.
    #[test]
    fn gloves() {
        let design = Design::exact(4);
        let game = |c: Coalition| f64::from(u8::from(c & 8 != 0 && c & 7 != 0));
        let found = values(&design, game, &design.values);
        for (found, expected) in found.iter().zip([1.0 / 12.0, 1.0 / 12.0, 1.0 / 12.0, 0.75]) {
            assert!((found - expected).abs() < 1e-12, "{found} {expected}");
        }
    }

    #[test]
    fn what_needs_both_is_shared_and_interacts_fully() {
        let design = Design::exact(2);
        let game = |c: Coalition| f64::from(u8::from(c == 3));
        assert_eq!(values(&design, game, &design.values), [0.5, 0.5]);
        assert_eq!(values(&design, game, &design.interactions), [1.0]);
    }

    /// Averaged over all orders, sampled designs give what the exact one does.
    #[test]
    fn orders_average_to_the_exact_values() {
        let game = |c: Coalition| {
            let x = (c.wrapping_mul(0x9E37_79B9) >> 7) % 101;
            x as f64 / 101.0
        };
        let exact = Design::exact(5);
        let orders = orders(5);
        for pick in [|design: &Design| design.values.clone(), |design: &Design| design.interactions.clone()] {
            let expected = values(&exact, game, &pick(&exact));
            let mut mean = vec![0.0; expected.len()];
            for order in &orders {
                let design = Design::of_order(order);
                let terms = pick(&design);
                let found = values(&design, game, &terms);
                for ((mean, x), terms) in mean.iter_mut().zip(found).zip(terms) {
                    // Of five policies any two are neighbours in two orders of five.
                    let orders = orders.len() as f64 * if terms.len() == 4 { 0.4 } else { 1.0 };
                    *mean += x / orders;
                }
            }
            for (found, expected) in mean.iter().zip(expected) {
                assert!((found - expected).abs() < 1e-12, "{found} {expected}");
            }
        }
    }
}
