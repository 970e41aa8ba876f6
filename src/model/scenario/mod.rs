//! The scenario: what one file says, in types that cannot be illegal.
//!
//! `read` makes a [`Scenario`] or reports every problem; nothing after it checks again. All quantities are in
//! the model's units: output in 亿元 a year, tax and cost in 万元, land in 亩, time in months, shares and
//! rates as fractions of one. Months are counted t = 1, 2, … from January of the year after the base year.

mod assumption;
mod change;
mod condition;
pub mod correlation;
pub mod figure;
pub mod metric;
mod quantity;
pub mod units;

pub use assumption::{Assumption, Value};
pub use change::{Change, ChangeOp, Field, Mix, Policy, Site, Subject};
pub use condition::{Comparison, Condition, NumericTest};
pub use metric::{EnterpriseMetric, IndustryMetric, Metric, ParkMetric};
pub use quantity::Quantity;

use crate::text::{Lang, Name};
use nalgebra::DMatrix;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// Defines a typed index into one of the scenario's lists.
macro_rules! index {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(pub usize);
    )+};
}

index! {
    /// An industry, as its place in [`Scenario::industries`].
    IndustryIx,
    /// An incumbent enterprise, as its place in [`Scenario::enterprises`].
    EnterpriseIx,
    /// A resource, as its place in [`Scenario::resources`]; 0 is land.
    ResourceIx,
    /// A disposal route, as its place in [`Scenario::routes`].
    RouteIx,
    /// A target, as its place in [`Scenario::targets`].
    TargetIx,
    /// A policy, as its place in [`Scenario::policies`].
    PolicyIx,
}

impl ResourceIx {
    /// Land, which every scenario has.
    pub const LAND: Self = Self(0);
}

/// One scenario, complete and legal.
#[derive(Debug, Clone)]
pub struct Scenario {
    /// The file's path as given, and its stem, which names the output folder.
    pub path: PathBuf,
    /// File stem of `path`.
    pub stem: String,
    /// Title, in the file's language and in English.
    pub title: Name,
    /// Free remark.
    pub note: String,
    /// The language to speak of it where nobody asks for another.
    pub language: Option<Lang>,
    /// Id of the target, goal or score that tables and charts lead with, where the file names one.
    pub headline: Option<String>,
    /// The park and the clock.
    pub park: Park,
    /// Defaults of a run; the command line wins.
    pub run: RunDefaults,
    /// Industries, at least one.
    pub industries: Vec<Industry>,
    /// Correlation of the industry factors.
    pub correlation: Correlation,
    /// Incumbent enterprises, at least one.
    pub enterprises: Vec<Enterprise>,
    /// Rules by which incumbents close.
    pub exits: Vec<ExitRule>,
    /// Resources, land first (present in every scenario).
    pub resources: Vec<Resource>,
    /// Resources that arrive later.
    pub supplies: Vec<Supply>,
    /// Number of parcels that can be worked on at once; `None`: no limit.
    pub crews: Option<Quantity>,
    /// Disposal routes.
    pub routes: Vec<Route>,
    /// Idle parcels, in file order (which is the order in which they get a crew).
    pub parcels: Vec<Parcel>,
    /// Known projects, in file order.
    pub projects: Vec<Project>,
    /// Channels of investment promotion.
    pub channels: Vec<Channel>,
    /// Targets, at least one.
    pub targets: Vec<Target>,
    /// Named combinations of targets (the joint of all is always reported besides).
    pub goals: Vec<Goal>,
    /// Assessment scores.
    pub scores: Vec<Score>,
    /// Budget of a mix, 万元.
    pub budget: Option<f64>,
    /// The scenario's own changes (`[[changes]]`), resolved to what they select.
    pub changes: Vec<Change>,
    /// Policies.
    pub policies: Vec<Policy>,
    /// Mixes of policies.
    pub mixes: Vec<Mix>,
    /// Assumptions: every entry that can give a source, table by table. Nothing is computed from it.
    pub assumptions: Vec<Assumption>,
    /// Every file that was read, the scenario first, with its SHA-256.
    pub inputs: Vec<InputFile>,
}

impl Scenario {
    /// The policies of one of its mixes, or none, with their doses.
    pub fn doses(&self, mix: Option<usize>) -> &[(PolicyIx, f64)] {
        mix.map_or(&[], |mix| &self.mixes[mix].doses)
    }

    /// Number of simulated years Y.
    pub fn years(&self) -> usize {
        (self.park.end_year - self.park.base_year) as usize
    }

    /// Number of months T = 12·Y.
    pub fn months(&self) -> usize {
        12 * self.years()
    }

    /// A month t as "2024-01"; t = 0 is December of the base year.
    pub fn month_name(&self, t: usize) -> String {
        let months = i64::from(self.park.base_year + 1) * 12 + t as i64 - 1;
        format!("{:04}-{:02}", months.div_euclid(12), months.rem_euclid(12) + 1)
    }
}

/// A file that went into the scenario.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InputFile {
    /// Path, relative to the scenario file where it can be.
    pub path: String,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
}

/// `[park]`: whose output is counted, how, and when.
#[derive(Debug, Clone)]
pub struct Park {
    /// Name of the park.
    pub name: Name,
    /// Definition of output (口径); empty where the file does not say.
    pub basis: Name,
    /// Last complete year of data.
    pub base_year: i32,
    /// Last simulated year.
    pub end_year: i32,
    /// Months of the first year that are already known, 0..=11.
    pub known_months: usize,
}

/// `[run]`.
#[derive(Debug, Clone, Copy)]
pub struct RunDefaults {
    /// Number of trials.
    pub trials: u64,
    /// Seed of every stream.
    pub seed: u64,
    /// Sampling of trials.
    pub sampling: SamplingKind,
}

/// Ways of sampling that a scenario or a run can ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SamplingKind {
    /// 独立随机数 · independent random numbers
    #[default]
    Random,
    /// 随机化 Sobol 点 · scrambled Sobol points
    Sobol,
}

impl RunDefaults {
    /// Most trials of a run.
    pub const MAX_TRIALS: u64 = 1_000_000_000;
}

impl Park {
    /// Most simulated years.
    pub const MAX_YEARS: i32 = 30;
}

impl Default for RunDefaults {
    fn default() -> Self {
        Self { trials: 100_000, seed: 1, sampling: SamplingKind::Random }
    }
}

/// The law of an enterprise's own shock, of mean 0 and variance 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Shock {
    /// Standard normal.
    Normal,
    /// Density exp(-|x|·√2)/√2.
    Laplace,
    /// t with these degrees of freedom, cut at |T| <= 20 and scaled to variance 1.
    StudentT {
        /// Degrees of freedom, at least 1.
        degrees_of_freedom: f64,
    },
}

/// An industry.
#[derive(Debug, Clone)]
pub struct Industry {
    /// Unique id.
    pub id: String,
    /// Display name.
    pub name: Name,
    /// Median annual growth.
    pub growth: Quantity,
    /// Standard deviation of annual log growth.
    pub volatility: Quantity,
    /// Part of that variance that the industry has in common.
    pub common_share: Quantity,
    /// Law of the enterprises' own shocks.
    pub shock: Shock,
    /// Exponent b of the size rule for volatility.
    pub size_exponent: Quantity,
    /// Reference output S of the size rule, 亿元; `None` only where b is 0.
    pub reference_output: Option<Quantity>,
    /// Tax as a share of output.
    pub tax_rate: Quantity,
    /// Share of each month in a year's output; sums to 1.
    pub seasonality: [f64; 12],
}

/// Correlation of the industry factors.
#[derive(Debug, Clone)]
pub struct Correlation {
    /// Correlation matrix in the order of the industries; positive semidefinite.
    pub matrix: DMatrix<f64>,
    /// Year-to-year persistence φ in [0, 1).
    pub persistence: f64,
    /// Degrees of freedom of the multivariate t; `None`: normal.
    pub degrees_of_freedom: Option<f64>,
}

/// An incumbent enterprise. Options are overrides of its industry's value.
#[derive(Debug, Clone)]
pub struct Enterprise {
    /// Unique name.
    pub name: Name,
    /// Industry.
    pub industry: IndustryIx,
    /// Zone of the park, if any.
    pub zone: Option<String>,
    /// Tags.
    pub tags: Vec<String>,
    /// Base-year output, 亿元.
    pub output: Quantity,
    /// Land, 亩.
    pub land: Quantity,
    /// Base-year tax, 万元; `None`: output times tax rate.
    pub tax: Option<Quantity>,
    /// Own growth.
    pub growth: Option<Quantity>,
    /// Own volatility, taken as it is (no size rule).
    pub volatility: Option<Quantity>,
    /// Own common share.
    pub common_share: Option<Quantity>,
    /// Own shock.
    pub shock: Option<Shock>,
    /// Own tax rate.
    pub tax_rate: Option<Quantity>,
    /// Output of the known months of the first year, 亿元.
    pub output_to_date: Option<Quantity>,
}

/// A rule by which incumbents close.
#[derive(Debug, Clone)]
pub struct ExitRule {
    /// Unique name.
    pub name: Name,
    /// Which enterprises it can close, on base-year values.
    pub condition: Condition,
    /// Probability of closing within a year.
    pub annual_rate: Quantity,
    /// Months until the land is free; `None`: it lies idle.
    pub clear_months: Option<Quantity>,
}

/// Something projects need.
#[derive(Debug, Clone)]
pub struct Resource {
    /// Unique id.
    pub id: String,
    /// Display name.
    pub name: Name,
    /// Unit, shown wherever an amount is.
    pub unit: String,
    /// Free at the end of `as_of`.
    pub available: Quantity,
}

/// A resource that arrives later.
#[derive(Debug, Clone)]
pub struct Supply {
    /// Unique name.
    pub name: Name,
    /// Resource that arrives.
    pub resource: ResourceIx,
    /// Amount.
    pub amount: Quantity,
    /// Month t for which it is scheduled, after `as_of`; may lie beyond the last month.
    pub month: usize,
    /// Months of delay.
    pub delay: Quantity,
    /// Probability that it arrives at all.
    pub probability: Quantity,
}

/// A disposal route for idle land.
#[derive(Debug, Clone)]
pub struct Route {
    /// Unique id.
    pub id: String,
    /// Display name.
    pub name: Name,
    /// Months an attempt takes, drawn for each parcel and attempt.
    pub months: Quantity,
    /// Probability that an attempt succeeds.
    pub success: Quantity,
}

/// A parcel of idle land.
#[derive(Debug, Clone)]
pub struct Parcel {
    /// Unique name.
    pub name: Name,
    /// Zone of the park, if any.
    pub zone: Option<String>,
    /// Area, 亩.
    pub area: Quantity,
    /// First month t in which work on it can begin, at least `known_months` + 1.
    pub start: usize,
    /// Routes, in the order in which they are tried; at least one.
    pub routes: Vec<RouteIx>,
    /// Overrides every route's months on this parcel.
    pub months: Option<Quantity>,
    /// Overrides every route's success on this parcel.
    pub success: Option<Quantity>,
}

/// Shape in which production rises after the start of operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RampShape {
    /// u = r.
    Linear,
    /// u = 3r² - 2r³.
    SCurve,
}

/// Stage of a known project at the end of `as_of`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Under negotiation: it is signed with a probability, after some months.
    Negotiating,
    /// Signed: it still has to prepare and to get its resources.
    Signed,
    /// Holds its resources; `build` is what remains.
    Building,
    /// Operates, with `operating_months` behind it.
    Operating,
}

impl Stage {
    /// Its word in the format.
    pub fn key(self) -> &'static str {
        match self {
            Self::Negotiating => "negotiating",
            Self::Signed => "signed",
            Self::Building => "building",
            Self::Operating => "operating",
        }
    }
}

/// Life of a project: what known projects and those of channels have in common.
#[derive(Debug, Clone)]
pub struct ProjectLife {
    /// Annual output at full production, 亿元.
    pub capacity: Quantity,
    /// Needs by resource, each at most once.
    pub needs: Vec<(ResourceIx, Quantity)>,
    /// Probability that a signed project is carried out at all.
    pub conversion: Quantity,
    /// Months of preparation.
    pub prep: Quantity,
    /// Months of building, at least 1.
    pub build: Quantity,
    /// Months until full production.
    pub ramp: Quantity,
    /// Shape of the ramp.
    pub ramp_shape: RampShape,
    /// Months it waits for resources; `None`: for ever.
    pub patience: Option<Quantity>,
    /// High first.
    pub priority: Quantity,
}

/// A known project.
#[derive(Debug, Clone)]
pub struct Project {
    /// Unique name.
    pub name: Name,
    /// Industry (an expansion's: its enterprise's).
    pub industry: IndustryIx,
    /// The incumbent it expands, if any.
    pub enterprise: Option<EnterpriseIx>,
    /// Zone of the park, if any.
    pub zone: Option<String>,
    /// Tags.
    pub tags: Vec<String>,
    /// Stage at the start.
    pub stage: Stage,
    /// Probability that it is signed (projects under negotiation only).
    pub probability: Quantity,
    /// Months until it is signed (projects under negotiation only).
    pub signing: Quantity,
    /// Months of operation behind it (operating projects only).
    pub operating_months: Quantity,
    /// Life.
    pub life: ProjectLife,
}

/// A channel of investment promotion; `life` is the template of its projects.
#[derive(Debug, Clone)]
pub struct Channel {
    /// Unique id.
    pub id: String,
    /// Display name.
    pub name: Name,
    /// Industry of its projects.
    pub industry: IndustryIx,
    /// Zone of its projects, if any.
    pub zone: Option<String>,
    /// Tags of its projects.
    pub tags: Vec<String>,
    /// Signings a year.
    pub rate: Quantity,
    /// Weight of each calendar month, mean 1.
    pub profile: [f64; 12],
    /// Variance of the yearly Gamma factor.
    pub dispersion: Quantity,
    /// Loading λ on the industry factor.
    pub factor_loading: Quantity,
    /// Needs per 亿元 of capacity, on top of the fixed needs.
    pub needs_per_output: Vec<(ResourceIx, Quantity)>,
    /// Template of each project; everything but `conversion` is drawn for each project.
    pub life: ProjectLife,
}

/// Bounds a target sets; at least one is present.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bounds {
    /// Must be at least this.
    pub at_least: Option<f64>,
    /// Must be at most this.
    pub at_most: Option<f64>,
}

impl Bounds {
    /// True if `value` satisfies both bounds; an undefined value (NaN) satisfies none.
    pub fn hold(&self, value: f64) -> bool {
        self.at_least.is_none_or(|low| value >= low)
            && self.at_most.is_none_or(|high| value <= high)
            && !value.is_nan()
    }
}

/// Measure that a target looks at.
#[derive(Debug, Clone)]
pub enum Measure {
    /// The number of enterprises for which the condition holds.
    CountEnterprises(Condition),
    /// The number of industries for which the condition holds.
    CountIndustries(Condition<IndustryMetric>),
    /// A metric of the park.
    Park(ParkMetric),
    /// A metric of an industry.
    Industry(IndustryIx, IndustryMetric),
    /// A metric of an incumbent enterprise.
    Enterprise(EnterpriseIx, EnterpriseMetric),
}

impl Measure {
    /// Thresholds of output that its condition names, 亿元.
    pub fn output_thresholds(&self) -> Vec<f64> {
        fn of<M: Metric>(tests: &[NumericTest<M>], output: M) -> Vec<f64> {
            tests.iter().filter(|test| test.metric == output).map(|test| test.threshold).collect()
        }
        match self {
            Self::CountEnterprises(condition) => of(&condition.tests, EnterpriseMetric::Output),
            Self::CountIndustries(condition) => of(&condition.tests, IndustryMetric::Output),
            Self::Park(_) | Self::Industry(..) | Self::Enterprise(..) => Vec::new(),
        }
    }
}

/// A target.
#[derive(Debug, Clone)]
pub struct Target {
    /// Unique id (its name where the file gives none).
    pub id: String,
    /// Display name.
    pub name: Name,
    /// Index y = 1..=Y of the year at whose end it is judged.
    pub year: usize,
    /// Measure that is judged.
    pub measure: Measure,
    /// Bounds that it must keep.
    pub bounds: Bounds,
}

/// A named combination of targets.
#[derive(Debug, Clone)]
pub struct Goal {
    /// Unique id (its name where the file gives none).
    pub id: String,
    /// Display name.
    pub name: Name,
    /// The targets, at least one.
    pub targets: Vec<TargetIx>,
    /// True if all must hold, false if any.
    pub all: bool,
}

impl Goal {
    /// Id of the goal that all targets together are, which every run has.
    pub const ALL: &str = "all";
}

/// An assessment score: the sum over its items of weight · min(completion, cap).
#[derive(Debug, Clone)]
pub struct Score {
    /// Unique id (its name where the file gives none).
    pub id: String,
    /// Display name.
    pub name: Name,
    /// Items, at least one.
    pub items: Vec<ScoreItem>,
    /// The score to be reached.
    pub at_least: Option<f64>,
}

/// An item of a score: a target, or a figure that is judged like one.
#[derive(Debug, Clone)]
pub struct ScoreItem {
    /// The target, where it is one.
    pub target: Option<TargetIx>,
    /// Name in the file: the target's, or that of the figure, such as "park.tax".
    pub name: Name,
    /// Index y = 1..=Y of the year at whose end it is taken.
    pub year: usize,
    /// Measure that is judged.
    pub measure: Measure,
    /// Bound at which it is complete: exactly one, above 0. Completion is value / `at_least`, or `at_most` / value.
    pub bounds: Bounds,
    /// Points where it is complete.
    pub weight: f64,
    /// Most that its completion counts.
    pub cap: f64,
}
