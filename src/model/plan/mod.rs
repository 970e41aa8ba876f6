//! The plan: a scenario with a mix applied, compiled for the trials.
//!
//! Names, maps and options end here. What is left are flat lists, typed values ([`ValueRef`]) and the keys of
//! the streams; the plan is immutable and shared by all workers.

mod build;
mod effects;
mod inputs;
mod layout;
mod members;
mod ramps;
mod streams;
mod values;

pub use inputs::Input;
pub use layout::{BridgeRow, Layout, MonthRow, Rows, StatusRow};
pub use ramps::{Ramps, Season};
pub use streams::{Event, Group, Owner, Purpose, Seeds, Stream};
pub use values::{Limit, NEVER, ValueBuffer, ValueRef, Values};

use crate::law::StudentCdf;
use crate::random::draw::Tables;
use crate::random::{Draw, Source, StreamKey};
use crate::scenario::{
    Bounds, EnterpriseMetric, IndustryMetric, NumericTest, ParkMetric, PolicyIx, RampShape, Scenario, Stage,
};
use std::ops::Range;
use std::sync::Arc;

/// A scenario with a mix, ready to be tried.
#[derive(Debug)]
pub struct Plan {
    /// Years Y.
    pub years: usize,
    /// Months T = 12·Y.
    pub months: usize,
    /// Months k already known; the first simulated month is k + 1.
    pub known_months: usize,
    /// Addresses of figures.
    pub layout: Layout,
    /// Values of a trial.
    pub values: Values,
    /// Number of coordinates that belong to policies; they come first among those of the values.
    pub policy_values: usize,
    /// For each month t (index t, from 0) the place of its values in a [`Dated`].
    pub epoch_of_month: Vec<usize>,
    /// For each place in a [`Dated`] the simulated months t to which it belongs.
    pub stretches: Vec<Range<usize>>,
    /// Industry factors.
    pub factors: FactorPlan,
    /// Industries, in the file's order, like all lists here.
    pub industries: Vec<IndustryPlan>,
    /// Incumbents.
    pub enterprises: Vec<EnterprisePlan>,
    /// Exit rules.
    pub exits: Vec<ExitPlan>,
    /// Free amount of each resource at the start; land first.
    pub available: Vec<ValueRef>,
    /// Supplies.
    pub supplies: Vec<SupplyPlan>,
    /// Crews for parcels; `None`: as many as needed.
    pub crews: Option<ValueRef>,
    /// Routes that some parcel has, as places among the scenario's.
    pub routes: Vec<usize>,
    /// Parcels.
    pub parcels: Vec<ParcelPlan>,
    /// Known projects.
    pub projects: Vec<ProjectPlan>,
    /// Channels.
    pub channels: Vec<ChannelPlan>,
    /// Targets.
    pub targets: Vec<TargetPlan>,
    /// The targets as they would be judged at the end of the other years: target by target, year by year.
    pub other_years: Vec<TargetPlan>,
    /// For each year those that count enterprises at its end, as places for [`Plan::judged`].
    pub counting: Vec<Vec<usize>>,
    /// Places of the targets that may count an incumbent at a year's end, as far as that is known: year · enterprises + enterprise.
    pub counting_incumbent: Vec<Vec<usize>>,
    /// Goals: the targets and whether all must hold.
    pub goals: Vec<(Vec<usize>, bool)>,
    /// Assessment scores.
    pub scores: Vec<ScorePlan>,
    /// Output thresholds that targets name, 亿元, ascending.
    pub thresholds: Vec<f64>,
    /// Targets whose chance given all but some shocks of enterprises can be worked out.
    pub conditional: Vec<usize>,
    /// The incumbent of the largest base-year output.
    pub largest: usize,
    /// The streams from which something may be drawn, by their addresses.
    pub streams: Vec<(StreamKey, Stream)>,
}

/// Values that a policy with a starting month can change: one for each stretch of months between such starts,
/// read through [`Plan::epoch_of_month`].
pub type Dated<T> = Vec<T>;

/// Laws in tables, which plans can share.
#[derive(Debug, Clone, Default)]
pub struct Laws {
    tables: Tables,
    /// Student shocks by degrees of freedom.
    student_t: Vec<(f64, ShockPlan)>,
}

/// The industry factors F.
#[derive(Debug)]
pub struct FactorPlan {
    /// Industries in the order of their ids, which the factorisation follows so that the file's order does not
    /// matter.
    pub order: Vec<usize>,
    /// Lower triangular factor of the correlation matrix, rows and columns in that order.
    pub lower: Vec<Vec<f64>>,
    /// Source of each industry, in the file's order; the index is the year.
    pub sources: Vec<Source>,
    /// Persistence φ.
    pub persistence: f64,
    /// For t factors: source and law of χ², and its degrees of freedom.
    pub chi_squared: Option<(Source, Draw, f64)>,
}

/// An industry.
#[derive(Debug)]
pub struct IndustryPlan {
    /// Shares of the months in a year's output.
    pub season: Season,
    /// Shares of a year's output that projects with a linear ramp make.
    pub linear: Ramps,
    /// Shares of a year's output that projects with an s-curve as ramp make.
    pub s_curve: Ramps,
    /// v·√c, the loading of a project's output on the factor.
    pub common: ValueRef,
    /// Tax in 万元 per 亿元 of output of a new project.
    pub tax_per_output: ValueRef,
    /// Incumbent of the largest base-year output.
    pub largest: Option<usize>,
}

impl IndustryPlan {
    /// Shares of a year's output that projects make, by the shape of their ramp.
    pub fn ramps(&self, shape: RampShape) -> &Ramps {
        match shape {
            RampShape::Linear => &self.linear,
            RampShape::SCurve => &self.s_curve,
        }
    }
}

/// Law of an enterprise's own shock.
#[derive(Debug, Clone)]
pub enum ShockPlan {
    /// Standard normal.
    Normal,
    /// Laplace of variance 1.
    Laplace,
    /// Student's t, cut and scaled to variance 1.
    StudentT {
        /// The law.
        draw: Arc<Draw>,
        /// Distribution function.
        cdf: Arc<StudentCdf>,
    },
}

/// Rule by which an enterprise's tax follows from its output.
#[derive(Debug, Clone, Copy)]
pub enum TaxRule {
    /// Own base-year tax, scaled with the output.
    Own(ValueRef),
    /// 万元 per 亿元 of output.
    PerOutput(ValueRef),
}

/// An incumbent.
#[derive(Debug)]
pub struct EnterprisePlan {
    /// Industry.
    pub industry: usize,
    /// Base-year output.
    pub output: ValueRef,
    /// Mean of the base-year output, by which the largest are found.
    pub size: f64,
    /// Land.
    pub land: ValueRef,
    /// Tax.
    pub tax: TaxRule,
    /// 1 + g of each year.
    pub growth: Vec<ValueRef>,
    /// v·√c.
    pub common: ValueRef,
    /// v·√(1-c).
    pub own: ValueRef,
    /// Law of the shocks.
    pub shock: ShockPlan,
    /// Source of the shocks.
    pub shock_source: Source,
    /// Output of the known months of year 1, and the factor (1+g)/(1+g₀) on the part to come.
    pub to_date: Option<(ValueRef, ValueRef)>,
    /// Rules that may close it.
    pub exits: Vec<ExitCandidate>,
    /// Stream of its closing: index 0 when, index 1 by which rule.
    pub exit_key: StreamKey,
    /// Stream of the months until its land is free.
    pub clear_key: StreamKey,
    /// Known projects that expand it.
    pub expansions: Vec<usize>,
}

/// A rule that may close an enterprise.
#[derive(Debug)]
pub struct ExitCandidate {
    /// The rule.
    pub rule: usize,
    /// Comparisons that are still open because the values differ from trial to trial.
    pub tests: Vec<NumericTest>,
}

/// An exit rule.
#[derive(Debug)]
pub struct ExitPlan {
    /// Hazard of a year, -ln(1-h).
    pub hazard: Dated<ValueRef>,
    /// Months until the land is free; `None`: it lies idle.
    pub clear: Option<Template>,
}

/// A value that is drawn anew each time it is used.
#[derive(Debug, Clone)]
pub enum Template {
    /// Value that is the same each time.
    Same(ValueRef),
    /// draw·scale + shift, made legal.
    Drawn {
        /// The law.
        draw: Draw,
        /// Product of its multipliers.
        scale: ValueRef,
        /// Sum of its addends.
        shift: ValueRef,
        /// Limit that keeps it legal.
        limit: Limit,
    },
}

impl Template {
    /// Many values, each in the trial of its lane; `uniforms` fills in the uniforms where there is something to
    /// draw.
    #[inline(always)]
    pub fn values(
        &self,
        values: &ValueBuffer,
        lanes: &[u8],
        uniforms: impl FnOnce(&mut [f64]),
        out: &mut [f64],
    ) {
        match self {
            Self::Same(value) => {
                for (out, &lane) in out.iter_mut().zip(lanes) {
                    *out = values.at(*value, lane as usize);
                }
            }
            Self::Drawn { draw, scale, shift, limit } => {
                uniforms(out);
                draw.values(out);
                if scale.is_fixed() && shift.is_fixed() {
                    let (scale, shift) = (values.at(*scale, 0), values.at(*shift, 0));
                    out.iter_mut().for_each(|x| *x = *x * scale + shift);
                } else {
                    for (x, &lane) in out.iter_mut().zip(lanes) {
                        *x = *x * values.at(*scale, lane as usize) + values.at(*shift, lane as usize);
                    }
                }
                limit.apply_all(out);
            }
        }
    }
}

/// A supply.
#[derive(Debug)]
pub struct SupplyPlan {
    /// Resource that arrives.
    pub resource: usize,
    /// Amount.
    pub amount: ValueRef,
    /// Scheduled month.
    pub month: usize,
    /// Whole months of delay.
    pub delay: ValueRef,
    /// Probability that it arrives.
    pub probability: ValueRef,
    /// Stream of whether it does.
    pub key: StreamKey,
}

/// A parcel.
#[derive(Debug)]
pub struct ParcelPlan {
    /// Area.
    pub area: ValueRef,
    /// First month in which work can begin.
    pub start: usize,
    /// Attempts in sequence.
    pub attempts: Vec<AttemptPlan>,
    /// Stream of the attempts' months; the index is the attempt.
    pub months_key: StreamKey,
    /// Stream of the attempts' success.
    pub success_key: StreamKey,
}

/// An attempt on a parcel by one route, by the month in which it begins.
#[derive(Debug)]
pub struct AttemptPlan {
    /// The route's place among the plan's.
    pub route: usize,
    /// Months it takes.
    pub months: Dated<Template>,
    /// Probability of success.
    pub success: Dated<ValueRef>,
}

/// A known project.
#[derive(Debug)]
pub struct ProjectPlan {
    /// Industry.
    pub industry: usize,
    /// The incumbent it expands.
    pub enterprise: Option<usize>,
    /// Stage at the start.
    pub stage: Stage,
    /// Probability that it is signed, months until then, and the stream of whether it is; of projects under negotiation.
    pub negotiation: Option<NegotiationPlan>,
    /// Months of operation behind it.
    pub operating_months: ValueRef,
    /// Output at capacity.
    pub capacity: ValueRef,
    /// Needs by resource.
    pub needs: Vec<(usize, ValueRef)>,
    /// Probability that it is carried out.
    pub conversion: ValueRef,
    /// Months of preparation.
    pub prep: ValueRef,
    /// Months of building.
    pub build: ValueRef,
    /// Months of ramping up.
    pub ramp: ValueRef,
    /// Shape of the ramp.
    pub ramp_shape: RampShape,
    /// Months it waits.
    pub patience: ValueRef,
    /// High first.
    pub priority: ValueRef,
    /// Stream of whether it is carried out.
    pub key: StreamKey,
}

/// How a project under negotiation comes to be signed.
#[derive(Debug)]
pub struct NegotiationPlan {
    /// Probability that it is signed.
    pub probability: ValueRef,
    /// Months until then.
    pub months: ValueRef,
    /// Stream of whether it is.
    pub key: StreamKey,
}

/// A field of a channel's projects, drawn for each of them.
#[derive(Debug)]
pub struct Recurring {
    /// By the month of signing.
    pub template: Dated<Template>,
    /// Stream; the index is [`arrival_index`].
    pub key: StreamKey,
}

/// Index of a channel's n-th signing of month t in its streams, so that the draws of one signing do not depend
/// on how many came before.
#[inline]
pub fn arrival_index(month: usize, n: u64) -> u64 {
    (month as u64) << 24 | n
}

/// The month of an [`arrival_index`].
#[inline]
pub fn month_of(arrival_index: u64) -> usize {
    (arrival_index >> 24) as usize
}

/// Law of a channel's yearly Gamma factor.
#[derive(Debug)]
pub enum Dispersion {
    /// Factor of 1.
    None,
    /// Gamma of mean 1, by its quantile function; the stream's index is the year.
    Fixed(Draw),
    /// Gamma whose variance differs from trial to trial, so that it is sampled by rejection.
    Varying(ValueRef),
}

/// A channel.
#[derive(Debug)]
pub struct ChannelPlan {
    /// Industry of its projects.
    pub industry: usize,
    /// Signings a year.
    pub rate: Dated<ValueRef>,
    /// Weight of each calendar month.
    pub profile: [f64; 12],
    /// Law of the yearly factor.
    pub dispersion: Dispersion,
    /// Stream of the yearly factor.
    pub dispersion_key: StreamKey,
    /// Loading λ on the industry factor.
    pub factor_loading: ValueRef,
    /// Stream of the monthly counts; the index is the month.
    pub count_key: StreamKey,
    /// Probability that a project is carried out, by the month of signing.
    pub conversion: Dated<ValueRef>,
    /// Stream of whether it is.
    pub conversion_key: StreamKey,
    /// Output at capacity.
    pub capacity: Recurring,
    /// Needs by resource.
    pub needs: Vec<(usize, Recurring)>,
    /// Needs by resource per 亿元 of capacity.
    pub needs_per_output: Vec<(usize, Recurring)>,
    /// Months of preparation.
    pub prep: Recurring,
    /// Months of building.
    pub build: Recurring,
    /// Months of ramping up.
    pub ramp: Recurring,
    /// Shape of the ramp.
    pub ramp_shape: RampShape,
    /// Months it waits.
    pub patience: Recurring,
    /// High first.
    pub priority: Recurring,
}

/// A target.
#[derive(Debug)]
pub struct TargetPlan {
    /// Year y = 1..=Y.
    pub year: usize,
    /// Measure that is judged.
    pub measure: MeasurePlan,
    /// Bounds that it must keep.
    pub bounds: Bounds,
}

/// An assessment score.
#[derive(Debug)]
pub struct ScorePlan {
    /// Items.
    pub items: Vec<ScoreItemPlan>,
    /// The score to be reached.
    pub at_least: Option<f64>,
}

/// An item of a score.
#[derive(Debug)]
pub struct ScoreItemPlan {
    /// The target that it is, if it is one; 0 otherwise, where it is not looked at.
    pub target: usize,
    /// Measure, and the bound at which it is complete.
    pub figure: TargetPlan,
    /// Points where it is complete.
    pub weight: f64,
    /// Most that its completion counts.
    pub cap: f64,
}

impl ScoreItemPlan {
    /// The points for a value: weight · min(completion, cap); none for what is undefined or below 0.
    #[inline(always)]
    pub fn points(&self, value: f64) -> f64 {
        let completion = match self.figure.bounds {
            Bounds { at_least: Some(least), .. } => value / least,
            Bounds { at_most: Some(most), .. } if value > 0.0 => most / value,
            _ => self.cap,
        };
        // NaN is no completion; `max` passes it over.
        let completion = if value.is_nan() { 0.0 } else { completion.max(0.0) };
        self.weight * completion.min(self.cap)
    }
}

/// Measure that a target looks at.
#[derive(Debug)]
pub enum MeasurePlan {
    /// A number of enterprises.
    CountEnterprises {
        /// Comparisons of figures.
        tests: Vec<NumericTest>,
        /// True if output is among them, so that enterprises that have closed count too.
        tests_output: bool,
        /// Incumbents that match otherwise.
        incumbents: Vec<usize>,
        /// For each known project, true if it would match otherwise (an expansion never does).
        projects: Vec<bool>,
        /// For each channel, true if its projects would match otherwise.
        channels: Vec<bool>,
    },
    /// A number of industries.
    CountIndustries {
        /// Comparisons of metrics.
        tests: Vec<NumericTest<IndustryMetric>>,
        /// Industries that match otherwise.
        industries: Vec<usize>,
    },
    /// A metric of the park.
    Park(ParkMetric),
    /// A metric of an industry.
    Industry(usize, IndustryMetric),
    /// A metric of an incumbent.
    Enterprise(usize, EnterpriseMetric),
}

impl Plan {
    /// Compiles a scenario with policies at doses: those of a mix, or none. A number is the seed of all streams.
    pub fn new(scenario: &Scenario, doses: &[(PolicyIx, f64)], seeds: impl Into<Seeds>) -> Self {
        Self::sharing(scenario, doses, seeds, &mut Laws::default())
    }

    /// Compiles with laws that other plans have tabulated already.
    pub fn sharing(
        scenario: &Scenario,
        doses: &[(PolicyIx, f64)],
        seeds: impl Into<Seeds>,
        laws: &mut Laws,
    ) -> Self {
        build::plan(scenario, doses, seeds.into(), laws)
    }

    /// The stream of an address, if anything is drawn from it.
    pub fn stream(&self, key: StreamKey) -> Option<Stream> {
        let place = self.streams.binary_search_by_key(&key, |(known, _)| *known).ok()?;
        Some(self.streams[place].1)
    }

    /// The coordinates of a trial, the most important first: factors, what is uncertain about the park, the shocks of
    /// enterprises from the largest down, year by year, and what is uncertain about policies. The file's order does
    /// not matter.
    pub fn coordinates_by_importance(&self) -> Vec<(Source, u64)> {
        let by_key = |mut sources: Vec<Source>| {
            sources.sort_by_key(|source| source.key);
            sources
        };
        let years = |sources: Vec<Source>| {
            let of_year = move |year| sources.clone().into_iter().map(move |source| (source, year));
            (0..self.years as u64).flat_map(of_year)
        };
        let chi_squared = self.factors.chi_squared.iter().map(|(source, ..)| *source);
        let factors = chi_squared.chain(by_key(self.factors.sources.clone())).collect();
        let mut values: Vec<Source> = self.values.sources().collect();
        let park = by_key(values.split_off(self.policy_values));
        let mut enterprises: Vec<&EnterprisePlan> = self.enterprises.iter().collect();
        enterprises.sort_by(|a, b| {
            b.size.total_cmp(&a.size).then_with(|| a.shock_source.key.cmp(&b.shock_source.key))
        });
        let shocks = enterprises.iter().map(|enterprise| enterprise.shock_source).collect();
        let once = |sources: Vec<Source>| sources.into_iter().map(|source| (source, 0));
        years(factors).chain(once(park)).chain(years(shocks)).chain(once(by_key(values))).collect()
    }

    /// Number of resources.
    pub fn resources(&self) -> usize {
        self.available.len()
    }

    /// A target by its place among the targets and, behind them, those of other years.
    pub fn judged(&self, place: usize) -> &TargetPlan {
        self.targets.get(place).unwrap_or_else(|| &self.other_years[place - self.targets.len()])
    }
}
