//! The projects of a block: those known at the start, a row each with a cell for each trial, and those that channels
//! sign, a cell each.

use super::{Loss, Month, NEVER};
use crate::plan::{Plan, ProjectPlan, ValueBuffer, ValueRef};
use crate::random::{LANES, Lanes};
use crate::scenario::ResourceIx;

/// What becomes of a known project. Months are [`NEVER`] where the event has not come; what operates from the start
/// has its first two before month 1.
#[derive(Debug, Clone)]
pub(super) struct Known {
    /// Takes its resources.
    pub start: [Month; LANES],
    /// First month of operation.
    pub operate: [Month; LANES],
    /// First month in which it no longer produces because its enterprise has closed.
    pub stop: [Month; LANES],
    pub lost: [Month; LANES],
    pub loss: [Loss; LANES],
}

impl Known {
    /// Nothing has happened yet.
    pub const UNTOUCHED: Self = Self {
        start: [NEVER; LANES],
        operate: [NEVER; LANES],
        stop: [NEVER; LANES],
        lost: [NEVER; LANES],
        loss: [Loss::NONE; LANES],
    };
}

/// What channels have signed in all trials of the block, channel by channel: a column for each property. Those that are
/// withdrawn have no place here, nor have those that are still preparing when the run ends.
#[derive(Debug, Default)]
pub(super) struct Arrivals {
    pub lanes: Vec<u8>,
    pub capacity: Vec<f64>,
    pub land: Vec<f64>,
    pub build: Vec<Month>,
    pub ramp: Vec<Month>,
    /// Takes its resources, [`NEVER`] until then.
    pub start: Vec<Month>,
    pub lost: Vec<Month>,
    /// Where each channel's begin.
    pub first: Vec<usize>,
}

impl Arrivals {
    pub fn clear(&mut self) {
        let Self { lanes, capacity, land, build, ramp, start, lost, first } = self;
        lanes.clear();
        first.clear();
        [capacity, land].into_iter().for_each(Vec::clear);
        [build, ramp, start, lost].into_iter().for_each(Vec::clear);
    }
}

/// The projects of a block, numbered: the known ones in the plan's order, then the arrivals.
#[derive(Debug)]
pub(super) struct Projects {
    pub known: Vec<Known>,
    pub arrivals: Arrivals,
    pub needs: Needs,
}

impl Projects {
    pub fn new(plan: &Plan) -> Self {
        Self {
            known: vec![Known::UNTOUCHED; plan.projects.len()],
            arrivals: Arrivals::default(),
            needs: Needs::new(plan),
        }
    }

    /// A project takes its resources in month t.
    #[inline(always)]
    pub fn start(&mut self, project: usize, lane: usize, t: Month, build: Month) {
        if let Some(known) = self.known.get_mut(project) {
            (known.start[lane], known.operate[lane]) = (t, t + build);
        } else {
            self.arrivals.start[project - self.known.len()] = t;
        }
    }

    /// A project is lost in month t.
    pub fn lose(&mut self, project: usize, lane: usize, t: Month, loss: Loss) {
        if let Some(known) = self.known.get_mut(project) {
            (known.lost[lane], known.loss[lane]) = (t, loss);
        } else {
            self.arrivals.lost[project - self.known.len()] = t;
        }
    }

    /// Whether a project has been lost.
    #[inline(always)]
    pub fn is_lost(&self, project: usize, lane: usize) -> bool {
        self.known.get(project).is_some_and(|known| known.loss[lane] != Loss::NONE)
    }
}

/// Resources that are looked at side by side.
pub(super) const SIDE_BY_SIDE: usize = 4;

/// Columns that so many resources take.
pub(super) fn columns(resources: usize) -> usize {
    resources.next_multiple_of(SIDE_BY_SIDE)
}

/// What projects need: rows with a column for each resource, and as many more as make it a multiple of
/// [`SIDE_BY_SIDE`]. First come those of the known projects, one for all trials where it is the same in each, then those
/// of the arrivals.
#[derive(Debug)]
pub(super) struct Needs {
    cells: Vec<f64>,
    columns: usize,
    /// The row of each known project in trial 0, and how many rows on is the next trial's: 0 or 1.
    known: Vec<(usize, usize)>,
    rows_of_known: usize,
}

impl Needs {
    fn new(plan: &Plan) -> Self {
        let columns = columns(plan.resources());
        let mut rows = 0;
        let known = plan.projects.iter().map(|project| {
            let is_same = project.needs.iter().all(|(_, need)| need.is_fixed());
            let first = rows;
            rows += if is_same { 1 } else { LANES };
            (first, usize::from(!is_same))
        });
        let known = known.collect();
        let mut needs = Self { cells: vec![0.0; rows * columns], columns, known, rows_of_known: rows };
        for (p, project) in plan.projects.iter().enumerate().filter(|&(p, _)| needs.known[p].1 == 0) {
            for &(resource, need) in &project.needs {
                let row = needs.known[p].0;
                needs.cells[row * columns + resource] = plan.values.known(need).unwrap_or_default();
            }
        }
        needs
    }

    /// Leaves only those of known projects, as they are in the trials of another block.
    #[inline(always)]
    pub fn begin_block(&mut self, plan: &Plan, values: &ValueBuffer) {
        self.cells.truncate(self.rows_of_known * self.columns);
        for (project, &(first, step)) in plan.projects.iter().zip(&self.known) {
            if step > 0 {
                for &(resource, need) in &project.needs {
                    let need = values.lanes(need);
                    for (lane, &need) in need.iter().enumerate() {
                        self.cells[(first + lane) * self.columns + resource] = need;
                    }
                }
            }
        }
    }

    /// Appends rows of zeros and gives them out, with the number of the first.
    #[inline(always)]
    pub fn append(&mut self, rows: usize) -> (usize, &mut [f64]) {
        let first = self.cells.len();
        self.cells.resize(first + rows * self.columns, 0.0);
        (first / self.columns, &mut self.cells[first..])
    }

    /// Number of the row of a known project.
    #[inline(always)]
    pub fn row_of_known(&self, p: usize, lane: usize) -> usize {
        let (first, step) = self.known[p];
        first + step * lane
    }

    /// What is needed of each resource.
    #[inline(always)]
    pub fn row(&self, row: usize) -> &[f64] {
        &self.cells[row * self.columns..][..self.columns]
    }
}

/// A project's need of land.
#[inline(always)]
pub(super) fn land_of(project: &ProjectPlan, values: &ValueBuffer) -> Lanes {
    let land = project.needs.iter().find(|(resource, _)| *resource == ResourceIx::LAND.0);
    land.map_or([0.0; LANES], |&(_, need): &(usize, ValueRef)| values.lanes(need))
}

/// A place in the order of service, the higher the earlier: priority, then planned output per 亩 needed (infinite where
/// no land is), as one number of the same order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Rank(u128);

impl Rank {
    #[inline(always)]
    pub fn new(priority: f64, capacity: f64, land: f64) -> Self {
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
