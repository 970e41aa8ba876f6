//! What waiting with a policy costs: the same policy, begun in one month after another.

use super::CompareError;
use super::criterion::Criterion;
use super::difference::{difference, level_of_each};
use super::results::{DelayResult, OutcomeDelay};
use super::tally::{Arm, Tally};
use crate::plan::{Laws, Plan};
use crate::results::{probability, rounded_probability};
use crate::scenario::{Change, ChangeOp, Field, Policy, PolicyIx, Scenario, Site};
use std::collections::HashMap;

/// Most months that are tried; over a longer time every second, third, … is.
const MOST_MONTHS: usize = 24;

/// A policy that begins sooner or later: its dose, the months in which it may begin, and a plan without it, then one for each
/// of the months.
pub struct Delayed {
    policy: usize,
    dose: f64,
    months: Vec<usize>,
    /// The plans, with the places of what is judged.
    pub arms: Vec<Arm>,
}

/// Plans in which a policy joins others (`doses`) in one month after another, up to the last one of the `years` that are
/// simulated for what is judged. It has the dose that it has among the others, else 1.
pub fn delayed(
    scenario: &Scenario,
    (policy, doses): (usize, &[(PolicyIx, f64)]),
    places: &[usize],
    years: usize,
    seed: u64,
) -> Delayed {
    let is_it = |(one, _): &&(PolicyIx, f64)| one.0 == policy;
    let dose = doses.iter().find(is_it).map_or(1.0, |(_, dose)| *dose);
    let others: Vec<_> = doses.iter().copied().filter(|one| !is_it(&one)).collect();
    let mut with = others.clone();
    with.push((PolicyIx(policy), dose));
    let sets_growth = scenario.policies[policy].changes.iter().any(|change| {
        change.op == ChangeOp::Set && change.sites.iter().any(|site| site.field == Field::Growth)
    });
    // A growth that is set holds for whole years.
    let stride = if sets_growth { 12 } else { (12 * years).div_ceil(MOST_MONTHS) };
    let first = scenario.park.known_months + 1;
    let months: Vec<usize> =
        (first..=12 * years).filter(|&t| t == first || (t - 1).is_multiple_of(stride)).collect();
    let mut laws = Laws::default();
    let mut arm = |scenario: &Scenario, doses: &[(PolicyIx, f64)]| Arm {
        plan: Plan::sharing(scenario, doses, seed, &mut laws),
        places: places.to_vec(),
        year: 0,
        scenario: 0,
    };
    let mut arms = vec![arm(scenario, &others)];
    let mut moved = scenario.clone();
    for &month in &months {
        moved.policies[policy].from = Some(month);
        arms.push(arm(&moved, &with));
    }
    Delayed { policy, dose, months, arms }
}

/// Whether a policy can join others (`doses`) later: whether all that it changes can be changed on the way, and none of it is
/// what another sets.
///
/// # Errors
/// Where it cannot, with what stands against it.
pub fn can_wait(scenario: &Scenario, policy: usize, doses: &[(PolicyIx, f64)]) -> Result<(), CompareError> {
    let (place, policy) = (policy, &scenario.policies[policy]);
    let (id, fixed) =
        (&policy.id, |change: &&Change| change.sites.iter().any(|site| !site.can_begin_later()));
    if let Some(Change { label, .. }) = policy.changes.iter().find(fixed) {
        return Err(CompareError::Fixed { policy: id.clone(), change: label.clone() });
    }
    let own: HashMap<Site, &Change> = policy.sets().collect();
    let clashes = |other: &&Policy| {
        other.sets().any(|(site, change)| own.get(&site).is_some_and(|own| !own.agrees_with(change)))
    };
    let others = doses.iter().filter(|(other, dose)| other.0 != place && *dose > 0.0);
    let clash = others.map(|(other, _)| &scenario.policies[other.0]).find(clashes);
    match clash {
        None => Ok(()),
        Some(Policy { id: other, .. }) => {
            Err(CompareError::Clash { policy: id.clone(), other: other.clone() })
        }
    }
}

/// What came of it.
pub fn delay(
    scenario: &Scenario,
    delayed: &Delayed,
    judged: &[Criterion],
    joins: &str,
    tally: &Tally,
) -> DelayResult {
    let policy = &scenario.policies[delayed.policy];
    let chance = |o: usize, a: usize| rounded_probability(probability(tally.hits(o, a), tally.trials));
    let level = level_of_each(delayed.months.len() - 1);
    let outcome = |(o, judged): (usize, &Criterion)| OutcomeDelay {
        id: judged.id.clone(),
        never: chance(o, 0),
        months: (1..=delayed.months.len()).map(|month| chance(o, month)).collect(),
        lost: (2..=delayed.months.len()).map(|month| difference(tally, o, month, 1, level)).collect(),
    };
    DelayResult {
        policy: policy.id.clone(),
        name: policy.name.clone(),
        dose: delayed.dose,
        trials: tally.trials,
        joins: joins.to_owned(),
        months: delayed.months.iter().map(|&t| scenario.month_name(t)).collect(),
        outcomes: judged.iter().enumerate().map(outcome).collect(),
    }
}
