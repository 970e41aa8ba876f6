//! The projects of one trial: those known at the start and those that channels sign.

use super::{Loss, NEVER};
use crate::plan::{ChannelPlan, Plan, ProjectPlan, Recurring, ValueBuffer, arrival_index};
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
    pub priority: f64,
    /// Planned output per 亩 needed; infinite where it needs no land.
    pub output_per_mu: f64,
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

/// Months beyond any run, as an event that has not come.
pub(super) const FAR: i64 = NEVER as i64;

impl Project {
    /// A project to which nothing has happened yet.
    fn signed(origin: Origin) -> Self {
        Self {
            origin,
            industry: 0,
            enterprise: NEVER,
            capacity: 0.0,
            priority: 0.0,
            output_per_mu: 0.0,
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

/// The list of one trial; `needs` has a row for each project, a column for each resource.
#[derive(Debug, Default)]
pub(super) struct Projects {
    pub list: Vec<Project>,
    pub needs: Vec<f64>,
    resources: usize,
}

impl Projects {
    /// Room for the known projects and `arrivals` more.
    pub fn new(plan: &Plan, arrivals: usize) -> Self {
        let room = plan.projects.len() + arrivals;
        Self {
            list: Vec::with_capacity(room),
            needs: Vec::with_capacity(room * plan.resources()),
            resources: plan.resources(),
        }
    }

    pub fn clear(&mut self) {
        self.list.clear();
        self.needs.clear();
    }

    /// What project p needs of each resource.
    #[inline]
    pub fn needs_of(&self, p: usize) -> &[f64] {
        &self.needs[p * self.resources..][..self.resources]
    }

    #[inline]
    pub fn land_of(&self, p: usize) -> f64 {
        self.needs[p * self.resources + ResourceIx::LAND.0]
    }

    /// Adds a known project as it stands at the end of `as_of`.
    pub fn add_known(&mut self, plan: &Plan, p: usize, values: &ValueBuffer, trial: u64, lane: usize) {
        let known: &ProjectPlan = &plan.projects[p];
        let months = |value| values.at(value, lane) as u32;
        let first = plan.known_months as u32 + 1;
        let row = self.needs.len();
        self.needs.resize(row + self.resources, 0.0);
        for &(resource, need) in &known.needs {
            self.needs[row + resource] = values.at(need, lane);
        }
        let mut project = Project {
            industry: known.industry as u32,
            enterprise: known.enterprise.map_or(NEVER, |e| e as u32),
            capacity: values.at(known.capacity, lane),
            priority: values.at(known.priority, lane),
            patience: months(known.patience),
            build: months(known.build),
            ramp: months(known.ramp),
            ramp_shape: known.ramp_shape,
            ..Project::signed(Origin::Known(p as u32))
        };
        match known.stage {
            Stage::Signed if known.key.uniform(trial, 0) < values.at(known.conversion, lane) => {
                project.join = first + months(known.prep);
            }
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
        self.push(project);
    }

    /// Adds the n-th signing of a channel in a month, which is carried out, unless the run ends before its
    /// preparation: then nothing of it but the signing is ever seen.
    pub fn add_arrival(
        &mut self,
        plan: &Plan,
        c: usize,
        (month, n): (usize, u64),
        values: &ValueBuffer,
        (trial, lane): (u64, usize),
    ) {
        let channel: &ChannelPlan = &plan.channels[c];
        let (index, epoch) = (arrival_index(month, n), plan.epoch_of_month[month]);
        let draw =
            |field: &Recurring| field.template[epoch].value(values, lane, || field.key.uniform(trial, index));
        let join = month as u32 + draw(&channel.prep) as u32;
        if join as usize > plan.months {
            return;
        }
        let capacity = draw(&channel.capacity);
        let row = self.needs.len();
        self.needs.resize(row + self.resources, 0.0);
        for (resource, need) in &channel.needs {
            self.needs[row + resource] = draw(need);
        }
        for (resource, need) in &channel.needs_per_output {
            self.needs[row + resource] += capacity * draw(need);
        }
        self.push(Project {
            industry: channel.industry as u32,
            capacity,
            priority: draw(&channel.priority),
            join,
            patience: draw(&channel.patience) as u32,
            build: draw(&channel.build) as u32,
            ramp: draw(&channel.ramp) as u32,
            ramp_shape: channel.ramp_shape,
            ..Project::signed(Origin::Channel(c as u32))
        });
    }

    fn push(&mut self, mut project: Project) {
        let land = self.land_of(self.list.len());
        project.output_per_mu = if land > 0.0 { project.capacity / land } else { f64::INFINITY };
        self.list.push(project);
    }
}
