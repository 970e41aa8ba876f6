//! The layout of a run's figures: which row of a block, of a summary and of the results holds which figure.
//!
//! Figures come in families, a list of rows each ([`Rows`]); a [`Layout`] gives the address of a figure within its
//! family by name, so that whoever writes a row and whoever reads it cannot differ.

use crate::scenario::{IndustryMetric, Metric, ParkMetric};
use std::ops::Range;

/// Numbers of things of a plan, from which the addresses of its figures follow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Layout {
    /// Number of years.
    pub years: usize,
    /// Number of months.
    pub months: usize,
    /// Number of resources.
    pub resources: usize,
    /// Number of industries.
    pub industries: usize,
    /// Number of incumbents.
    pub enterprises: usize,
    /// Number of routes that some parcel has.
    pub routes: usize,
    /// Number of known projects.
    pub projects: usize,
    /// Number of assessment scores.
    pub scores: usize,
    /// Number of items of all scores.
    pub score_items: usize,
}

/// A figure of a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MonthRow {
    /// Idle land reclaimed so far, 亩.
    Reclaimed,
    /// Free land, 亩.
    LandFree,
    /// Land of operating or building enterprises, 亩.
    LandOccupied,
    /// Projects waiting for resources.
    Waiting,
    /// Projects that began operating so far.
    Operating,
    /// Output of the park in the month, 亿元.
    Output,
    /// Part of it that enterprises have reported, 亿元.
    Reported,
}

impl MonthRow {
    /// Number of figures of a month.
    pub const COUNT: usize = Self::Reported as usize + 1;
}

/// A step of the bridge from the incumbents' base-year output to the output of a year, 亿元.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BridgeRow {
    /// Growth of the incumbents that operate at the year's end.
    Growth,
    /// Output of those that have closed by then, less their base-year output.
    Exits,
    /// Output of known projects that are new enterprises.
    Projects,
    /// Output of the new enterprises that channels signed.
    Arrivals,
    /// Output of expansions.
    Expansions,
}

impl BridgeRow {
    /// Number of steps.
    pub const COUNT: usize = Self::Expansions as usize + 1;
}

/// Status of a project at the end of the run. Those that wait are among the figures of the last month, all that are
/// lost among those of the last year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StatusRow {
    /// Preparing.
    Preparing,
    /// Building.
    Building,
    /// Operating.
    Operating,
    /// Stopped with its enterprise after it had operated.
    Stopped,
}

impl StatusRow {
    /// Number of states.
    pub const COUNT: usize = Self::Stopped as usize + 1;
}

impl Layout {
    /// Number of the park's figures in a year.
    #[inline(always)]
    pub fn park_rows(&self) -> usize {
        ParkMetric::TABLE.len() + 2 * self.resources
    }

    /// Row of a metric among the park's in one year.
    #[inline(always)]
    pub fn park_row(&self, metric: ParkMetric) -> usize {
        match metric {
            ParkMetric::Free(r) => ParkMetric::TABLE.len() + r.0,
            ParkMetric::Used(r) => ParkMetric::TABLE.len() + self.resources + r.0,
            own => own.place(),
        }
    }

    /// Address of a metric of the park at a year's end.
    #[inline(always)]
    pub fn park(&self, year: usize, metric: ParkMetric) -> usize {
        year * self.park_rows() + self.park_row(metric)
    }

    /// Addresses of all the park's metrics at a year's end.
    #[inline(always)]
    pub fn park_year(&self, year: usize) -> Range<usize> {
        year * self.park_rows()..(year + 1) * self.park_rows()
    }

    /// Address of a metric of an industry at a year's end.
    #[inline(always)]
    pub fn industry(&self, year: usize, i: usize, metric: IndustryMetric) -> usize {
        self.by_industry(year, i) * IndustryMetric::TABLE.len() + metric.place()
    }

    /// Address of an incumbent's output in a year.
    #[inline(always)]
    pub fn enterprise(&self, year: usize, e: usize) -> usize {
        year * self.enterprises + e
    }

    /// Addresses of all incumbents' outputs in a year.
    #[inline(always)]
    pub fn enterprise_year(&self, year: usize) -> Range<usize> {
        self.enterprise(year, 0)..self.enterprise(year + 1, 0)
    }

    /// Address of a figure at the end of month t = 1, 2, ….
    #[inline(always)]
    pub fn month(&self, t: usize, row: MonthRow) -> usize {
        (t - 1) * MonthRow::COUNT + row as usize
    }

    /// Address of a step of the bridge to a year's output.
    #[inline(always)]
    pub fn bridge(&self, year: usize, row: BridgeRow) -> usize {
        year * BridgeRow::COUNT + row as usize
    }

    /// Address of the idle land that a route has reclaimed by a year's end.
    #[inline(always)]
    pub fn route(&self, year: usize, r: usize) -> usize {
        year * self.routes + r
    }

    /// Address of a state in which projects stand at the end of the run.
    #[inline(always)]
    pub fn status(&self, row: StatusRow) -> usize {
        row as usize
    }

    /// Place of an industry in a list by year and industry.
    #[inline(always)]
    pub fn by_industry(&self, year: usize, i: usize) -> usize {
        year * self.industries + i
    }

    /// Place of a resource in a list by year, or by month, and resource.
    #[inline(always)]
    pub fn by_resource(&self, time: usize, r: usize) -> usize {
        time * self.resources + r
    }

    /// A list of `n` things, made anew for each family of figures.
    pub fn rows<T>(&self, make: impl Fn(usize) -> Vec<T>) -> Rows<T> {
        Rows {
            park: make(self.years * self.park_rows()),
            industry: make(self.years * self.industries * IndustryMetric::TABLE.len()),
            enterprise: make(self.years * self.enterprises),
            bridge: make(self.years * BridgeRow::COUNT),
            routes: make(self.years * self.routes),
            status: make(StatusRow::COUNT),
            month: make(self.months * MonthRow::COUNT),
            scores: make(self.scores),
            score_items: make(self.score_items),
            starts: make(self.projects),
        }
    }
}

/// The families of figures, a list of rows each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rows<T> {
    /// Metrics of the park; undefined ones are NaN in a trial.
    pub park: Vec<T>,
    /// Metrics of industries.
    pub industry: Vec<T>,
    /// Output of incumbents with their expansions.
    pub enterprise: Vec<T>,
    /// Bridge from the incumbents' base-year output to the output of each year.
    pub bridge: Vec<T>,
    /// Idle land reclaimed by each route.
    pub routes: Vec<T>,
    /// Projects by where they stand at the end of the run.
    pub status: Vec<T>,
    /// Figures of months.
    pub month: Vec<T>,
    /// Points of assessment scores.
    pub scores: Vec<T>,
    /// Points of their items, score after score.
    pub score_items: Vec<T>,
    /// Month in which each known project took its resources; undefined where it did not in the run.
    pub starts: Vec<T>,
}

impl<T> Rows<T> {
    /// The families, in an order of their own.
    pub fn families(&self) -> [&[T]; 10] {
        let Self { park, industry, enterprise, bridge, routes, status, month, scores, score_items, starts } =
            self;
        [park, industry, enterprise, bridge, routes, status, month, scores, score_items, starts]
    }

    /// The families, to be changed, in the order of [`Rows::families`].
    pub fn families_mut(&mut self) -> [&mut [T]; 10] {
        let Self { park, industry, enterprise, bridge, routes, status, month, scores, score_items, starts } =
            self;
        [park, industry, enterprise, bridge, routes, status, month, scores, score_items, starts]
    }
}
