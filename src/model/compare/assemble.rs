//! From the tally of a comparison to its results.

use super::Alternative;
use super::criterion::Criterion;
use super::difference::{cost_per_point, difference, level_of_each};
use super::rank::{self, Rank};
use super::results::*;
use super::tally::Tally;
use crate::program::Program;
use crate::random::StreamKey;
use crate::results::{
    Figure, SCHEMA, inputs_sha256, probability, rounded, rounded_probability, scenario_facts,
    scenario_sha256, significant,
};
use crate::scenario::{Metric, ParkMetric, Scenario};
use crate::summary::Distribution;

/// Cells of a distribution, and what lies outside them on either side.
const CELLS: usize = 60;
const TAIL: f64 = 0.002;

/// What was compared, and how.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'a> {
    /// The scenarios.
    pub scenarios: &'a [Scenario],
    /// The alternatives.
    pub alternatives: &'a [Alternative],
    /// Place of the reference among them.
    pub reference: usize,
    /// What they are judged by.
    pub judged: &'a [Criterion],
    /// Place of what tables and charts lead with among that.
    pub headline: usize,
    /// Loss of probability about which nobody cares.
    pub tolerance: f64,
    /// The calendar year whose figures were kept.
    pub year: i32,
    /// Seed.
    pub seed: u64,
    /// Trials asked for.
    pub trials: u64,
}

/// Reads everything that is reported off a tally of at least one trial.
pub fn assemble(facts: Facts, tally: &Tally) -> Comparison {
    let Facts { scenarios, alternatives, reference, seed, .. } = facts;
    let home = &scenarios[alternatives[reference].scenario];
    Comparison {
        schema: SCHEMA,
        kind: "comparison".into(),
        provenance: ComparisonProvenance {
            program: Program::this(),
            scenarios: scenarios.iter().map(scenario_file).collect(),
            seed,
            trials: tally.trials,
            sampling: "random".into(),
            reference: alternatives[reference].id.clone(),
            interrupted: tally.trials < facts.trials,
        },
        scenario: scenario_facts(home),
        budget: home.budget,
        alternatives: alternatives.iter().map(|one| alternative(one, &scenarios[one.scenario])).collect(),
        headline: facts.judged[facts.headline].id.clone(),
        headline_kind: facts.judged[facts.headline].kind,
        tolerance: facts.tolerance,
        outcomes: facts
            .judged
            .iter()
            .enumerate()
            .map(|(o, judged)| outcome(&facts, tally, o, judged))
            .collect(),
        figures: figures(&facts, tally),
        contributions: Vec::new(),
        delays: Vec::new(),
    }
}

fn scenario_file(scenario: &Scenario) -> ScenarioFile {
    ScenarioFile {
        scenario: scenario.stem.clone(),
        scenario_sha256: scenario_sha256(scenario),
        inputs_sha256: inputs_sha256(scenario),
        inputs: scenario.inputs.clone(),
    }
}

fn alternative(one: &Alternative, scenario: &Scenario) -> AlternativeResult {
    let dose =
        |&(policy, dose): &(crate::scenario::PolicyIx, f64)| (scenario.policies[policy.0].id.clone(), dose);
    AlternativeResult {
        id: one.id.clone(),
        name: one.name.clone(),
        scenario: scenario.stem.clone(),
        doses: one.doses.iter().map(dose).collect(),
        cost: significant(one.cost),
        over_budget: one.is_over_budget,
    }
}

fn outcome(facts: &Facts, tally: &Tally, o: usize, judged: &Criterion) -> OutcomeResult {
    let Facts { alternatives, reference, .. } = *facts;
    let count = alternatives.len();
    let ranks =
        rank::ranks(alternatives, tally, o, StreamKey::new(facts.seed, "comparison", &judged.id, "best"));
    let level = level_of_each(count - 1);
    let id = |a: usize| alternatives[a].id.clone();
    let chance = |(a, rank): (usize, Rank)| {
        let difference = (a != reference).then(|| difference(tally, o, a, reference, level));
        Chance {
            id: id(a),
            probability: rounded_probability(probability(tally.hits(o, a), tally.trials)),
            cost_per_point: difference.and_then(|difference| {
                cost_per_point(alternatives[a].cost - alternatives[reference].cost, difference)
            }),
            difference,
            best: rank.best.map(significant),
            may_be_best: rank.may_be_best,
            efficient: rank.efficient,
            dominated_by: rank.dominated_by.map(id),
            alike: rank.alike.into_iter().map(id).collect(),
        }
    };
    OutcomeResult {
        kind: judged.kind,
        id: judged.id.clone(),
        name: judged.name.clone(),
        year: judged.year,
        alternatives: ranks.into_iter().enumerate().map(chance).collect(),
    }
}

fn figures(facts: &Facts, tally: &Tally) -> Figures {
    let of = |(one, spreads): (&Alternative, &Vec<Distribution>)| {
        let scenario = &facts.scenarios[one.scenario];
        let read = |spread: &Distribution| {
            spread
                .read()
                .map_or(Figure::Undefined { undefined: tally.trials }, |stat| Figure::Defined(rounded(stat)))
        };
        ParkMetric::all(scenario.resources.len())
            .zip(spreads)
            .map(|(metric, spread)| (metric.key(scenario), read(spread)))
            .collect()
    };
    let outputs: Vec<&Distribution> =
        tally.figures.iter().map(|spreads| &spreads[ParkMetric::Output.place()]).collect();
    Figures {
        year: facts.year,
        alternatives: facts.alternatives.iter().zip(&tally.figures).map(of).collect(),
        output: distribution(&outputs),
    }
}

/// Distributions on common cells of equal width that leave out little of any.
fn distribution(spreads: &[&Distribution]) -> Histograms {
    let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
    for spread in spreads.iter().filter(|spread| spread.defined() > 0) {
        let [near, far] = spread.quantiles([TAIL, 1.0 - TAIL]);
        (low, high) = (low.min(near), high.max(far));
    }
    if low >= high {
        // What is the same in every trial lies in the middle of cells as wide as a percent of it.
        let half = 0.5 * CELLS as f64 * (0.01 * low.abs()).max(1e-6);
        (low, high) = (low - half, low + half);
    }
    let edges: Vec<f64> =
        (0..=CELLS).map(|i| significant(low + (high - low) * i as f64 / CELLS as f64)).collect();
    let shares = |spread: &&Distribution| spread.shares(&edges).into_iter().map(significant).collect();
    Histograms { shares: spreads.iter().map(shares).collect(), edges }
}
