//! The results of a run: inert data, complete enough that every table and chart is a function of it alone.
//!
//! The stable part is described in `docs/results-json.en.md`; numbers are in the model's units.

mod assemble;
mod estimate;
mod figures;
mod interval;
mod stopping;

pub use assemble::{RunFacts, assemble, cost, inputs_sha256, scenario_facts, scenario_sha256};
pub(crate) use assemble::{rounded, rounded_probability, significant};
pub use estimate::widest_half;
pub use figures::{
    OutputBridge, OutputMonth, PivotalResult, ProjectStatus, QuantileResult, RouteResult, RouteYear,
    YearChance,
};
pub use interval::log_normal;
pub use interval::{LEVEL, LEVEL_QUANTILE, paired, probability, student_mean};
pub use stopping::{Reason, Stopping};

pub use crate::summary::Stat;

use crate::program::Program;
use crate::scenario::InputFile;
use crate::text::{Name, text};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Version of the shape of `results.json`, of a run and of a comparison.
pub const SCHEMA: u32 = 1;

/// The text of `results.json`: results of a run or a comparison.
pub fn json(results: &impl Serialize) -> String {
    serde_json::to_string_pretty(results).expect("results are plain data") + "\n"
}

/// Results of one scenario.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Results {
    /// Version of this shape.
    pub schema: u32,
    /// Provenance: what was run.
    pub provenance: Provenance,
    /// Facts of the scenario.
    pub scenario: ScenarioFacts,
    /// Every target, in the file's order.
    pub targets: Vec<TargetResult>,
    /// The joint of all targets (id "all"), then the file's goals.
    pub goals: Vec<GoalResult>,
    /// P(exactly k targets are reached), k = 0, 1, …, their number; left out where there are none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reached: Vec<f64>,
    /// Assessment scores, in the file's order; left out where there are none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub scores: Vec<ScoreResult>,
    /// The park by year.
    pub park: Vec<ParkYear>,
    /// Bridge to the park's output of each year.
    #[serde(default)]
    pub output_parts: Vec<OutputBridge>,
    /// Industries, in the file's order.
    pub industries: Vec<IndustryResult>,
    /// Incumbent enterprises, in the file's order.
    pub enterprises: Vec<EnterpriseResult>,
    /// Known projects, in the file's order.
    pub projects: Vec<ProjectResult>,
    /// Status of all projects at the end of the run; left out where none were known or signed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fates: Option<ProjectStatus>,
    /// Idle land by the route that reclaimed it, in the file's order: the routes that some parcel has.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub routes: Vec<RouteResult>,
    /// Distribution of the count of every counting target.
    pub counts: Vec<CountResult>,
    /// Enterprises whose crossing of a threshold goes with an open target: target by target, the largest gain first; left out where
    /// there are none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pivotal: Vec<PivotalResult>,
    /// The simulated months.
    pub months: Vec<MonthResult>,
    /// Output of the park month by month from the first of the year after the base year on, known months among them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub monthly_output: Vec<OutputMonth>,
    /// Distributions in full: the park's output in every year, and the figures that targets look at in their years.
    #[serde(default)]
    pub quantiles: Vec<QuantileResult>,
}

/// Provenance of results: what was run; with it the numbers come out again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Provenance {
    /// The program that did it.
    #[serde(flatten)]
    pub program: Program,
    /// Stem of the scenario file.
    pub scenario: String,
    /// SHA-256 of the scenario file.
    pub scenario_sha256: String,
    /// SHA-256 over every file that was read (base files, rosters).
    pub inputs_sha256: String,
    /// Each of them, the scenario file first; not listed in results of earlier versions.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub inputs: Vec<InputFile>,
    /// Seed.
    pub seed: u64,
    /// Trials done.
    pub trials: u64,
    /// Sampling: "random", or "sobol".
    pub sampling: String,
    /// True if conditional probabilities of targets were averaged where that is possible, in place of hits.
    pub conditional: bool,
    /// Trials of each replicate, where sampling is by replicates.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trials_of_replicate: Option<u64>,
    /// The mix that was applied, if any.
    pub mix: Option<MixFacts>,
    /// Id of the target, goal or score that tables and charts lead with, where one is named; otherwise all targets together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub headline: Option<String>,
    /// End of the run, if it went by precision or time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stopping: Option<Stopping>,
    /// Present, and true, where the run was interrupted before all the trials asked for were done.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub interrupted: bool,
}

/// The mix of a run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MixFacts {
    /// Id of the mix.
    pub id: String,
    /// Display name.
    #[serde(flatten)]
    pub name: Name,
    /// Dose of each policy, by id.
    pub doses: BTreeMap<String, f64>,
    /// Cost, 万元: the sum of dose times cost (an uncertain cost by its mean).
    pub cost: f64,
}

/// Facts of a scenario that charts and tables tell.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ScenarioFacts {
    /// Title.
    pub title: Name,
    /// Name of the park.
    pub park: Name,
    /// What "output" means (口径); empty where the file does not say.
    pub basis: Name,
    /// Last complete year of data.
    pub base_year: i32,
    /// Last simulated year.
    pub end_year: i32,
    /// Last known month, "2023-12".
    pub as_of: String,
    /// Resources, land first.
    #[serde(default)]
    pub resources: Vec<ResourceFacts>,
}

/// A resource that projects need.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ResourceFacts {
    /// Id, as in the names of figures and in reasons of loss.
    pub id: String,
    /// Display name.
    #[serde(flatten)]
    pub name: Name,
    /// Unit of its amounts.
    pub unit: String,
}

/// What tables and charts of a run lead with.
#[derive(Debug, Clone, Copy)]
pub enum Lead<'a> {
    /// All targets together.
    All,
    /// A target.
    Target(&'a TargetResult),
    /// A goal, or a score that is to be reached, by its name.
    Other(&'a Name, &'a Probability),
}

impl Results {
    /// What tables and charts lead with.
    pub fn lead(&self) -> Lead<'_> {
        let Some(wanted) = self.provenance.headline.as_ref() else { return Lead::All };
        let target = self.targets.iter().find(|one| one.id == *wanted).map(Lead::Target);
        let goals = self.goals.iter().skip(1).map(|one| (&one.id, &one.name, Some(&one.probability)));
        let scores = self.scores.iter().map(|one| (&one.id, &one.name, one.reached.as_ref()));
        let other = goals.chain(scores).find(|(id, ..)| *id == wanted);
        let other = other.and_then(|(_, name, p)| Some(Lead::Other(name, p?)));
        target.or(other).unwrap_or(Lead::All)
    }

    /// The year of the target that is led with, else that for which most targets are set, of equals the first; without targets
    /// the last simulated one.
    pub fn judged_year(&self) -> i32 {
        if let Lead::Target(target) = self.lead() {
            return target.year;
        }
        let of = |year: i32| self.targets.iter().filter(|target| target.year == year).count();
        let years = self.targets.iter().map(|target| target.year);
        years.max_by_key(|&year| (of(year), std::cmp::Reverse(year))).unwrap_or(self.scenario.end_year)
    }
}

/// A figure that can be undefined: a ratio whose denominator is zero.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Figure {
    /// Defined in some trials at least.
    Defined(Stat),
    /// Undefined in all.
    Undefined {
        /// Number of trials.
        undefined: u64,
    },
}

impl Figure {
    /// The statistics, where there are any.
    pub fn stat(&self) -> Option<&Stat> {
        match self {
            Self::Defined(stat) => Some(stat),
            Self::Undefined { .. } => None,
        }
    }
}

/// A probability estimated from trials, with its error.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Probability {
    /// The estimate.
    pub probability: f64,
    /// 95% interval: Wilson's, or the one-sided exact bound where no or every trial hit; over replicates Student's; of a
    /// rare event that of the logarithm.
    pub ci95: [f64; 2],
    /// Monte Carlo standard error.
    pub mcse: f64,
}

/// An estimate whose standard error is not below this part of it has hardly been seen.
const HARDLY_SEEN: f64 = 0.25;

impl Probability {
    /// True if its error is so large beside it that it rests on a few trials.
    pub(crate) fn is_hardly_seen(&self) -> bool {
        self.mcse >= HARDLY_SEEN * self.probability
    }
}

/// Estimator of a probability: what is averaged over the trials.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Estimator {
    /// 1 where it holds, else 0.
    Hits,
    /// Conditional probability given all but some shocks of enterprises.
    Chances,
    /// Hits of trials that were moved towards it, weighted (importance sampling).
    Importance,
}

/// Method by which a probability was estimated.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Method {
    /// Estimator.
    pub estimator: Estimator,
    /// Trials that plain sampling would need for the same error, relative to those of the run; absent where there is no
    /// error.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub variance_ratio: Option<f64>,
    /// Number of equally weighted hits, if trials were weighted, that would leave the same relative error.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub effective_sample_size: Option<f64>,
    /// Interval, if the run looked at its intervals to decide when to stop, that holds the truth at all looks
    /// together with 95%. Decisions rest on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub anytime95: Option<[f64; 2]>,
}

/// A target and its probability.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TargetResult {
    /// Id.
    pub id: String,
    /// Display name.
    #[serde(flatten)]
    pub name: Name,
    /// Calendar year at whose end it is judged.
    pub year: i32,
    /// Probability that it is reached.
    #[serde(flatten)]
    pub probability: Probability,
    /// Method of the estimate.
    pub method: Method,
    /// Measure that is judged.
    pub measure: MeasureFacts,
    /// Lower bound it sets, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_least: Option<f64>,
    /// Upper bound it sets, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_most: Option<f64>,
    /// Probabilities of the demand if it were judged at the end of each simulated year; left out where there is only one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub by_year: Vec<YearChance>,
}

impl TargetResult {
    /// True if a value reaches it.
    pub fn reaches(&self, figure: f64) -> bool {
        self.at_least.is_none_or(|low| figure >= low) && self.at_most.is_none_or(|high| figure <= high)
    }
}

/// Measure that a target looks at, in the words of the file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MeasureFacts {
    /// A number of enterprises.
    Enterprises {
        /// The output thresholds of its condition, 亿元.
        output_thresholds: Vec<f64>,
    },
    /// A number of industries.
    Industries {
        /// The output thresholds of its condition, 亿元.
        output_thresholds: Vec<f64>,
    },
    /// A figure, such as "park.tax_per_mu".
    Metric {
        /// Name of the metric.
        metric: String,
        /// Unit, as written in the file format ("万元/亩"; empty for counts and growth).
        unit: String,
    },
}

/// The name of the joint of all targets, whose id is "all".
pub fn all_targets() -> Name {
    text!("全部目标同时实现", "All targets together").into()
}

/// A goal and its probability.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GoalResult {
    /// Id; "all" is the joint of all targets.
    pub id: String,
    /// Display name.
    #[serde(flatten)]
    pub name: Name,
    /// Probability that it is reached.
    #[serde(flatten)]
    pub probability: Probability,
    /// Method of the estimate.
    pub method: Method,
}

/// An assessment score.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ScoreResult {
    /// Id.
    pub id: String,
    /// Display name.
    #[serde(flatten)]
    pub name: Name,
    /// Points where every item is just complete: the sum of the weights.
    pub full: f64,
    /// Distribution of the score, points.
    pub value: Stat,
    /// The score to be reached, if the file asks for one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_least: Option<f64>,
    /// Probability that it is reached.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reached: Option<Probability>,
    /// Items of the score.
    pub items: Vec<ScoreItemResult>,
}

/// An item of a score.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ScoreItemResult {
    /// The target's name, or the figure ("park.tax").
    #[serde(flatten)]
    pub name: Name,
    /// Calendar year at whose end it is taken.
    pub year: i32,
    /// Points where it is complete.
    pub weight: f64,
    /// Most that its completion counts.
    pub cap: f64,
    /// Points of the item.
    pub points: Stat,
}

/// Every park metric at one year's end.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ParkYear {
    /// Calendar year.
    pub year: i32,
    /// Metrics by name, such as "output", "tax_per_mu", "free.factory".
    #[serde(flatten)]
    pub metrics: BTreeMap<String, Figure>,
}

impl ParkYear {
    /// The statistics of a metric, where there is one of this name and it is defined.
    pub fn stat(&self, metric: &str) -> Option<&Stat> {
        self.metrics.get(metric)?.stat()
    }
}

/// An industry by year.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct IndustryResult {
    /// Id.
    pub id: String,
    /// Display name.
    #[serde(flatten)]
    pub name: Name,
    /// Base-year output of its incumbents, 亿元 (mean where uncertain).
    pub base_output: f64,
    /// Figures by year.
    pub years: Vec<IndustryYear>,
}

/// An industry at one year's end.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct IndustryYear {
    /// Calendar year.
    pub year: i32,
    /// Output, 亿元.
    pub output: Stat,
    /// Growth as a fraction.
    pub growth: Figure,
    /// Enterprises operating.
    pub enterprises: Stat,
}

/// An incumbent enterprise by year.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EnterpriseResult {
    /// Display name.
    #[serde(flatten)]
    pub name: Name,
    /// Id of its industry.
    pub industry: String,
    /// Base-year output, 亿元 (mean where uncertain).
    pub base_output: f64,
    /// Figures by year.
    pub years: Vec<EnterpriseYear>,
}

/// An enterprise at one year's end.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EnterpriseYear {
    /// Calendar year.
    pub year: i32,
    /// Output, 亿元.
    pub output: Stat,
    /// Probability of at least each threshold that a target names; keys are 亿元 in shortest form.
    pub at_least: BTreeMap<String, f64>,
}

/// A known project over the run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ProjectResult {
    /// Display name.
    #[serde(flatten)]
    pub name: Name,
    /// Probability that it took its resources in a month of the run.
    pub started: f64,
    /// Probability that it has operated by the end of the run.
    pub operating: f64,
    /// Probability of each way of losing it.
    pub lost: BTreeMap<String, f64>,
    /// Month t of its start, over the trials in which it started; absent where it never did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start_month: Option<Stat>,
}

/// The distribution of a counting target's count.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CountResult {
    /// Id of the target.
    pub target: String,
    /// Calendar year.
    pub year: i32,
    /// P(0), P(1), …, up to the largest count seen.
    pub distribution: Vec<f64>,
}

/// Land and projects at the end of a month.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MonthResult {
    /// "2024-01".
    pub month: String,
    /// Idle land reclaimed so far, 亩.
    pub land_reclaimed: Stat,
    /// Free land, 亩.
    pub land_free: Stat,
    /// Land of operating or building enterprises, 亩.
    pub land_occupied: Stat,
    /// Projects waiting for resources.
    pub projects_waiting: Stat,
    /// Projects that began operating so far.
    pub projects_operating: Stat,
}
