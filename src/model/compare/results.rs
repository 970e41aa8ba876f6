//! The results of a comparison: inert data, described in `docs/results-json.en.md`.

use super::criterion::CriterionKind;
use crate::program::Program;
use crate::results::{Figure, Probability, ScenarioFacts};
use crate::scenario::InputFile;
use crate::text::Name;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Loss of probability about which nobody cares, unless told otherwise: one percentage point.
pub const TOLERANCE: f64 = 0.01;

/// The tolerance of results that do not name it.
fn default_tolerance() -> f64 {
    TOLERANCE
}

/// Results of a comparison.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Comparison {
    /// Version of this shape.
    pub schema: u32,
    /// "comparison", by which it is told from the results of a run.
    pub kind: String,
    /// Facts by which the numbers come out again.
    pub provenance: ComparisonProvenance,
    /// Facts that the reference's scenario says of itself.
    pub scenario: ScenarioFacts,
    /// Most that a mix may cost, 万元, where the reference's scenario says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub budget: Option<f64>,
    /// Alternatives, no action first.
    pub alternatives: Vec<AlternativeResult>,
    /// Id of the target, goal or score that tables and charts lead with.
    pub headline: String,
    /// Which of these it is.
    pub headline_kind: CriterionKind,
    /// Loss of probability below which an alternative that costs less is named beside the best.
    #[serde(default = "default_tolerance")]
    pub tolerance: f64,
    /// Targets, goals and scores, each with every alternative.
    pub outcomes: Vec<OutcomeResult>,
    /// The park under each alternative, in the order of the alternatives.
    pub figures: Figures,
    /// Contributions of each policy of a mix.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub contributions: Vec<ContributionsResult>,
    /// Costs of waiting with a policy.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub delays: Vec<DelayResult>,
}

impl Comparison {
    /// The place of what matters most.
    pub fn headline(&self) -> usize {
        let is_it = |one: &OutcomeResult| one.kind == self.headline_kind && one.id == self.headline;
        self.outcomes.iter().position(is_it).unwrap_or_default()
    }

    /// The place of the reference among the alternatives.
    pub fn reference(&self) -> usize {
        self.place(&self.provenance.reference)
    }

    /// The place of an alternative.
    pub fn place(&self, id: &str) -> usize {
        self.alternatives.iter().position(|one| one.id == id).unwrap_or_default()
    }
}

/// Provenance of a comparison: facts by which the numbers come out again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ComparisonProvenance {
    /// The program that did it.
    #[serde(flatten)]
    pub program: Program,
    /// The scenario files.
    pub scenarios: Vec<ScenarioFile>,
    /// Seed.
    pub seed: u64,
    /// Trials, the same for every alternative.
    pub trials: u64,
    /// "random": comparisons count trials that flip, which are independent.
    pub sampling: String,
    /// Id of the alternative from which differences are taken.
    pub reference: String,
    /// Present, and true, where it was interrupted before all the trials asked for were done.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub interrupted: bool,
}

/// A scenario file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ScenarioFile {
    /// Stem of the file.
    pub scenario: String,
    /// SHA-256 of the file.
    pub scenario_sha256: String,
    /// SHA-256 over every file that was read.
    pub inputs_sha256: String,
    /// Each of them, the scenario file first; not listed in results of earlier versions.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub inputs: Vec<InputFile>,
}

/// An alternative.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AlternativeResult {
    /// Id of the mix, or "none"; with several scenarios "stem/mix".
    pub id: String,
    /// Display name.
    #[serde(flatten)]
    pub name: Name,
    /// Stem of its scenario.
    pub scenario: String,
    /// Dose of each policy, by id.
    pub doses: BTreeMap<String, f64>,
    /// Cost, 万元: the sum of dose times cost (an uncertain cost by its mean).
    pub cost: f64,
    /// The cost is more than the scenario's budget.
    pub over_budget: bool,
}

/// A target, goal or score under every alternative.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OutcomeResult {
    /// Kind of the criterion.
    pub kind: CriterionKind,
    /// Id of the criterion; "all" is the joint of all targets.
    pub id: String,
    /// Display name.
    #[serde(flatten)]
    pub name: Name,
    /// Calendar year of a target.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub year: Option<i32>,
    /// Each alternative, in their order.
    pub alternatives: Vec<Chance>,
}

/// Probability that an alternative reaches a criterion, and its rank by it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Chance {
    /// Id of the alternative.
    pub id: String,
    /// Share of the alternative's trials.
    #[serde(flatten)]
    pub probability: Probability,
    /// Difference from the reference; absent for the reference itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub difference: Option<Difference>,
    /// Cost of a percentage point more than under the reference, where the difference is told apart and positive and the
    /// alternative is not the cheaper one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost_per_point: Option<CostPerPoint>,
    /// Probability that it is the best of its scenario's within the budget, given the error of the trials; absent where it is over
    /// it, and where another costs less and does the same in every one of 3,000 trials or more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub best: Option<f64>,
    /// It is among the likeliest to be the best: as few as hold the best at a confidence of 95%.
    pub may_be_best: bool,
    /// None of its scenario that costs less has a higher estimate, and none that costs as much either.
    pub efficient: bool,
    /// An alternative of its scenario that costs no more and is more likely to reach it, told apart, or that costs less and
    /// does the same in every one of 3,000 trials or more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dominated_by: Option<String>,
    /// Alternatives of its scenario from which it cannot be told apart, at a confidence that holds for all pairs together.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub alike: Vec<String>,
}

/// A difference of probabilities on the same trials.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Difference {
    /// The difference.
    pub difference: f64,
    /// 95% interval of the difference (Tango's score interval for pairs).
    pub ci95: [f64; 2],
    /// Trials that hit under the alternative and not under the reference.
    pub gained: u64,
    /// Trials that hit under the reference and not under the alternative.
    pub lost: u64,
    /// Number of times the trials that two independent runs would need for the same error; absent where nothing flips.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pairing_gain: Option<f64>,
    /// The difference is told apart from 0: the interval that holds for all alternatives together (Bonferroni) excludes 0.
    pub told_apart: bool,
}

/// What a percentage point costs, 万元.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct CostPerPoint {
    /// Cost.
    pub cost: f64,
    /// That of the ends of the difference's interval; absent where it holds 0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ci95: Option<[f64; 2]>,
}

/// Figures of the park under each alternative, and their distributions.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Figures {
    /// Calendar year at whose end they are taken.
    pub year: i32,
    /// By alternative and metric, such as "output", "tax_per_mu", "free.factory".
    pub alternatives: Vec<BTreeMap<String, Figure>>,
    /// Distribution of the output.
    pub output: Histograms,
}

/// The distribution of a figure under each alternative, on common cells.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Histograms {
    /// Where the cells begin, and last where the last one ends.
    pub edges: Vec<f64>,
    /// Shares of the trials in each cell, by alternative.
    pub shares: Vec<Vec<f64>>,
}

/// What each policy of a mix contributes, and how they work together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ContributionsResult {
    /// Id of the mix.
    pub mix: String,
    /// Its policies by id, with their names.
    pub policies: Vec<PolicyFacts>,
    /// Trials of each coalition.
    pub trials: u64,
    /// Whether every coalition was tried; otherwise orders of joining were sampled.
    pub exact: bool,
    /// Targets, goals and scores, in the order of the comparison.
    pub outcomes: Vec<OutcomeContributions>,
}

/// A policy of a mix.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PolicyFacts {
    /// Id.
    pub id: String,
    /// Display name.
    #[serde(flatten)]
    pub name: Name,
    /// Its dose in the mix.
    pub dose: f64,
    /// Its cost at that dose, 万元.
    pub cost: f64,
}

/// What policies contribute to the probability of a target, goal or score.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OutcomeContributions {
    /// Id of the target, goal or score.
    pub id: String,
    /// Probability without policies and with all of them.
    pub without: f64,
    /// With all.
    pub with_all: f64,
    /// Shapley value of each policy; they add up to the difference of the two.
    pub policies: Vec<Contribution>,
    /// Shapley interaction of each pair that was tried: above 0 where they help each other.
    pub pairs: Vec<Interaction>,
}

/// A contribution with its interval.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Contribution {
    /// Id of the policy.
    pub policy: String,
    /// The contribution, as a probability.
    pub value: f64,
    /// Its 95% interval.
    pub ci95: [f64; 2],
}

/// How two policies work together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Interaction {
    /// The policies' ids.
    pub policies: [String; 2],
    /// What both together add beyond what each adds alone, averaged over what else is done.
    pub value: f64,
    /// Its 95% interval; for all pairs of the mix together.
    pub ci95: [f64; 2],
    /// What that says.
    pub verdict: Verdict,
}

/// How two policies work together, as far as the trials can tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// They help each other.
    Help,
    /// They hinder each other.
    Hinder,
    /// The trials cannot tell.
    Open,
}

/// A policy that begins sooner or later.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DelayResult {
    /// Id of the policy.
    pub policy: String,
    /// Its name.
    #[serde(flatten)]
    pub name: Name,
    /// Its dose.
    pub dose: f64,
    /// Id of the alternative that it joins.
    pub joins: String,
    /// Trials of each month.
    pub trials: u64,
    /// Months in which it may begin, "2024-01", the first simulated one first.
    pub months: Vec<String>,
    /// Targets, goals and scores, in the order of the comparison.
    pub outcomes: Vec<OutcomeDelay>,
}

/// A target, goal or score by the month in which a policy begins.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OutcomeDelay {
    /// Its id.
    pub id: String,
    /// Without the policy.
    pub never: Probability,
    /// By month.
    pub months: Vec<Probability>,
    /// By month, what is lost against beginning at once; the first is left out.
    pub lost: Vec<Difference>,
}
