//! Probabilities that a run of trials could hardly see are measured apart.

use super::importance::{Event, Rare, measure};
use crate::plan::Plan;
use crate::results::{Estimator, Method, Probability, Results, log_normal, rounded_probability, significant};

/// Fewest trials of a run in which something rare has had a chance to show.
const MIN_TRIALS: u64 = 10_000;

/// Measures every target and goal that no trial of a run reached, or hardly any, by trials of its own, and puts the
/// better estimate into the results.
pub(super) fn measure_rare(results: &mut Results, plan: &Plan) {
    if results.provenance.trials < MIN_TRIALS || results.provenance.interrupted {
        return;
    }
    let mut known: Vec<(Event, Option<Rare>)> = Vec::new();
    let targets = results.targets.iter_mut().enumerate().map(|(t, target)| {
        let event = Event { targets: vec![t], all: true };
        (event, &mut target.probability, &mut target.method)
    });
    let every = (0..plan.targets.len()).collect();
    let events = std::iter::once((every, true)).chain(plan.goals.iter().cloned());
    let goals = events
        .zip(&mut results.goals)
        .map(|((targets, all), goal)| (Event { targets, all }, &mut goal.probability, &mut goal.method));
    for (event, probability, method) in targets.chain(goals) {
        if !probability.is_hardly_seen() {
            continue;
        }
        let rare = match known.iter().find(|(known, _)| *known == event) {
            Some((_, rare)) => *rare,
            None => measure(plan, &event),
        };
        known.push((event, rare));
        if let Some(rare) = rare {
            adopt(probability, method, &rare);
        }
    }
    for target in &mut results.targets {
        let own = target.by_year.iter_mut().filter(|chance| chance.year == target.year);
        own.for_each(|chance| chance.probability = target.probability);
    }
}

/// Takes over a measurement where it is the better estimate.
fn adopt(probability: &mut Probability, method: &mut Method, rare: &Rare) {
    let own_error = probability.mcse / probability.probability;
    let error = rare.mcse / rare.probability;
    if own_error <= error {
        return;
    }
    let plain = rare.probability * (1.0 - rare.probability) / rare.trials as f64;
    *probability = rounded_probability(log_normal(rare.probability, rare.mcse));
    *method = Method {
        estimator: Estimator::Importance,
        variance_ratio: Some(significant(plain / (rare.mcse * rare.mcse))),
        effective_sample_size: Some(significant(rare.effective_sample_size)),
        // The measurement has a size of its own, whatever the run looked at.
        anytime95: None,
    };
}
