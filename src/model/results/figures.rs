//! Figures of a run that charts show besides targets and statistics by year.

use super::{Probability, Stat};
use crate::text::Name;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The probability that a target would hold if it were judged at the end of a year: in the target's own the target's
/// probability, in others by hits.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct YearChance {
    /// Calendar year.
    pub year: i32,
    /// The probability.
    #[serde(flatten)]
    pub probability: Probability,
}

/// Bridge from the incumbents' base-year output to the output of a year, 亿元: in every trial the base and the steps add up
/// to the output.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct OutputBridge {
    /// Calendar year.
    pub year: i32,
    /// Base-year output of the incumbents: its mean over the trials where uncertain.
    pub base: f64,
    /// Growth of incumbents that operate at the year's end, without their expansions.
    pub growth: Stat,
    /// Change of incumbents that have closed by then: minus their base-year output, and what they still made in the year.
    pub exits: Stat,
    /// Output of known projects that are new enterprises.
    pub projects: Stat,
    /// Output of the new enterprises that channels signed.
    pub arrivals: Stat,
    /// Output of expansions.
    pub expansions: Stat,
}

/// Output of the park in a month: in every trial the months of a year add up to its output.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OutputMonth {
    /// "2024-01".
    pub month: String,
    /// Output of the month, 亿元.
    pub output: Stat,
    /// Part of it that enterprises have reported (`output_to_date`, by season), 亿元: its mean where uncertain; left out where
    /// there is none.
    #[serde(default, skip_serializing_if = "is_none_reported")]
    pub reported: f64,
}

fn is_none_reported(amount: &f64) -> bool {
    *amount == 0.0
}

/// An enterprise that crosses the threshold by which a target counts it in some trials and not in others, and how much likelier the
/// target is in the former. What moves the enterprise moves its industry too, so that this is more than what its crossing alone
/// would do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PivotalResult {
    /// Id of the target.
    pub target: String,
    /// Display name of the enterprise.
    #[serde(flatten)]
    pub name: Name,
    /// Threshold of output, 亿元.
    pub threshold: f64,
    /// Share of the trials in which it crosses.
    pub crosses: f64,
    /// Probability of the target in the trials in which it crosses.
    pub with: f64,
    /// Probability of the target in the others.
    pub without: f64,
    /// What crossing adds: the difference of the two.
    pub gain: f64,
    /// 95% interval of the gain (Newcombe's).
    pub ci95: [f64; 2],
    /// What its base-year output is short of the threshold, 亿元; absent where it is not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub missing: Option<f64>,
    /// Growth a year from the base year to the target's that would bring it there; absent where nothing is missing, or nothing was made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub growth_needed: Option<f64>,
}

impl PivotalResult {
    /// True if it may or may not cross (1% to 99%), and the target is surely likelier where it does.
    pub fn is_open(&self) -> bool {
        (0.01..=0.99).contains(&self.crosses) && self.ci95[0] > 0.0
    }
}

/// Status of all projects, known and signed by channels, at the end of the run: numbers of projects per trial. In
/// every trial those that are signed are preparing, waiting, building, operating, stopped or lost.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ProjectStatus {
    /// Known at the start or signed in the run.
    pub signed: Stat,
    /// Preparing.
    pub preparing: Stat,
    /// Waiting for resources.
    pub waiting: Stat,
    /// Building.
    pub building: Stat,
    /// Operating.
    pub operating: Stat,
    /// Expansions that operated until their enterprise closed.
    pub stopped: Stat,
    /// Mean number of those lost in each way, keyed as in [`ProjectResult::lost`](super::ProjectResult::lost).
    pub lost: BTreeMap<String, f64>,
}

/// Idle land that a route has reclaimed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RouteResult {
    /// Id.
    pub id: String,
    /// Display name.
    #[serde(flatten)]
    pub name: Name,
    /// By year.
    pub years: Vec<RouteYear>,
}

/// Land that a route has reclaimed by one year's end.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct RouteYear {
    /// Calendar year.
    pub year: i32,
    /// Land reclaimed since the start, 亩.
    pub land: Stat,
}

/// The distribution of a figure over the trials in which it is defined.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct QuantileResult {
    /// Name of the figure, as in [`MeasureFacts::Metric`](super::MeasureFacts::Metric).
    pub measure: String,
    /// Calendar year at whose end it is taken.
    pub year: i32,
    /// Quantiles at 0.005, 0.015, …, 0.995, in the figure's unit.
    pub values: Vec<f64>,
}
