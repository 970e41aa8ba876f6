//! The projects of one trial: those known at the start and those that channels sign.

use super::{Loss, NEVER};
use crate::plan::{Plan, ProjectPlan, ValueBuffer};
use crate::scenario::{RampShape, ResourceIx, Stage};

/// Where a project comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Origin {
    /// Known at the start: its place in the plan.
    Known(u32),
    /// Signed by this channel.
    Channel(u32),
}

/// A project on its way. Months are counted t = 1, 2, …; [`NEVER`] where the event has not come.
#[derive(Debug, Clone, Copy)]
pub(super) struct Project {
    pub origin: Origin,
    pub industry: u32,
    /// The incumbent it expands, or [`NEVER`].
    pub enterprise: u32,
    pub capacity: f64,
    /// Its place in the order of service: the higher is served first.
    pub rank: Rank,
    /// Joins the queue.
    pub join: u32,
    pub patience: u32,
    pub build: u32,
    pub ramp: u32,
    pub ramp_shape: RampShape,
    /// Takes its resources. For projects that operate from the start this can lie before month 1.
    pub start: i64,
    /// First month of operation; may lie before month 1.
    pub operate: i64,
    /// First month in which it no longer produces because its enterprise has closed.
    pub stop: u32,
    pub lost: u32,
    pub loss: Loss,
    /// Resources that were short when it was last served.
    pub short: Loss,
}

/// Priority, then planned output per 亩 needed (infinite where no land is), as one number of the same order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Rank(u128);

impl Rank {
    #[inline(always)]
    fn new(priority: f64, capacity: f64, land: f64) -> Self {
        let output_per_mu = if land > 0.0 { capacity / land } else { f64::INFINITY };
        Self(u128::from(in_order(priority)) << 64 | u128::from(in_order(output_per_mu)))
    }
}

/// A number of the same order as x: negative numbers have their bits turned round.
#[inline(always)]
fn in_order(x: f64) -> u64 {
    let bits = x.to_bits();
    bits ^ ((bits as i64 >> 63) as u64 | 1 << 63)
}

/// Months beyond any run, as an event that has not come.
pub(super) const FAR: i64 = NEVER as i64;

impl Project {
    /// A project to which nothing has happened yet.
    pub fn signed(origin: Origin) -> Self {
        Self {
            origin,
            industry: 0,
            enterprise: NEVER,
            capacity: 0.0,
            rank: Rank(0),
            join: NEVER,
            patience: 0,
            build: 1,
            ramp: 0,
            ramp_shape: RampShape::Linear,
            start: FAR,
            operate: FAR,
            stop: NEVER,
            lost: NEVER,
            loss: Loss::NONE,
            short: Loss::NONE,
        }
    }
}

/// The list of one trial; `needs` has a row for each project, a column for each resource and as many more as make
/// it a multiple of [`SIDE_BY_SIDE`].
#[derive(Debug, Default)]
pub(super) struct Projects {
    pub list: Vec<Project>,
    needs: Vec<f64>,
    columns: usize,
}

/// Resources that are looked at side by side.
pub(super) const SIDE_BY_SIDE: usize = 4;

/// Columns that so many resources take.
pub(super) fn columns(resources: usize) -> usize {
    resources.next_multiple_of(SIDE_BY_SIDE)
}

impl Projects {
    /// Room for the known projects and `arrivals` more.
    pub fn new(plan: &Plan, arrivals: usize) -> Self {
        let room = plan.projects.len() + arrivals;
        Self {
            list: Vec::with_capacity(room),
            needs: Vec::with_capacity(room * columns(plan.resources())),
            columns: columns(plan.resources()),
        }
    }

    pub fn clear(&mut self) {
        self.list.clear();
        self.needs.clear();
    }

    /// What project p needs of each resource.
    #[inline]
    pub fn needs_of(&self, p: usize) -> &[f64] {
        &self.needs[p * self.columns..][..self.columns]
    }

    #[inline]
    pub fn land_of(&self, p: usize) -> f64 {
        self.needs[p * self.columns + ResourceIx::LAND.0]
    }

    /// Adds a known project as it stands at the end of `as_of`; `converts` tells whether it is carried out.
    pub fn add_known(&mut self, plan: &Plan, p: usize, values: &ValueBuffer, lane: usize, converts: bool) {
        let known: &ProjectPlan = &plan.projects[p];
        let months = |value| values.at(value, lane) as u32;
        let first = plan.known_months as u32 + 1;
        let row = self.needs.len();
        self.needs.resize(row + self.columns, 0.0);
        for &(resource, need) in &known.needs {
            self.needs[row + resource] = values.at(need, lane);
        }
        let mut project = Project {
            industry: known.industry as u32,
            enterprise: known.enterprise.map_or(NEVER, |e| e as u32),
            capacity: values.at(known.capacity, lane),
            patience: months(known.patience),
            build: months(known.build),
            ramp: months(known.ramp),
            ramp_shape: known.ramp_shape,
            ..Project::signed(Origin::Known(p as u32))
        };
        match known.stage {
            Stage::Signed if converts => project.join = first + months(known.prep),
            Stage::Signed => (project.lost, project.loss) = (first, Loss::WITHDRAWN),
            Stage::Building => {
                project.start = i64::from(first);
                project.operate = i64::from(first + project.build);
            }
            Stage::Operating => {
                project.operate = i64::from(first) - i64::from(months(known.operating_months));
                // It took its resources before the run, so it has no month of start in it.
                project.start = project.operate.min(0);
            }
        }
        self.push(project, values.at(known.priority, lane));
    }

    /// Adds a project that a channel has signed, with its needs.
    #[inline(always)]
    pub fn add_arrival(&mut self, project: Project, priority: f64, needs: &[f64]) {
        self.needs.extend_from_slice(needs);
        self.push(project, priority);
    }

    #[inline(always)]
    fn push(&mut self, mut project: Project, priority: f64) {
        let land = self.land_of(self.list.len());
        project.rank = Rank::new(priority, project.capacity, land);
        self.list.push(project);
    }
}
