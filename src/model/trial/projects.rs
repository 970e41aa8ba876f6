//! The projects of a block: those known at the start, a row each with a cell for each trial, and those that channels
//! sign, a cell each.

use super::{Loss, Losses, Month, NEVER};
use crate::plan::{Plan, ProjectPlan, ValueBuffer, ValueRef};
use crate::random::{LANES, Lanes};
use crate::scenario::ResourceIx;

/// History of a known project. Months are [`NEVER`] where the event has not come; what operates from the start
/// has its first two before month 1.
#[derive(Debug, Clone)]
pub(super) struct History {
    /// Is signed; 0 where it was before the run.
    pub signed: [Month; LANES],
    /// Takes its resources.
    pub start: [Month; LANES],
    /// First month of operation.
    pub operate: [Month; LANES],
    /// First month in which it no longer produces because its enterprise has closed.
    pub stop: [Month; LANES],
    pub lost: [Month; LANES],
    pub loss: [Loss; LANES],
}

/// Projects that channels have signed in all trials of the block, channel by channel: a column for each property. Those that are
/// withdrawn have no place here, nor have those that are still preparing when the run ends.
#[derive(Debug, Default)]
pub(super) struct Arrivals {
    pub lanes: Vec<u8>,
    pub capacity: Vec<f64>,
    pub land: Vec<f64>,
    pub ramp: Vec<Month>,
    /// Place of each channel's first.
    pub first: Vec<usize>,
    /// Losses, the withdrawn among them.
    pub losses: Losses,
}

impl Arrivals {
    pub fn clear(&mut self) {
        let Self { lanes, capacity, land, ramp, first, losses } = self;
        lanes.clear();
        [capacity, land].into_iter().for_each(Vec::clear);
        ramp.clear();
        first.clear();
        losses.clear();
    }
}

/// The projects of a block. Their cells are numbered: those of the known ones, trial by trial in the plan's order, then
/// the arrivals'.
#[derive(Debug)]
pub(super) struct Projects {
    /// By cell as in [`History`].
    pub start: Vec<Month>,
    pub operate: Vec<Month>,
    pub lost: Vec<Month>,
    /// Month in which each known project is signed, in which it stops, and its loss.
    pub signed: Vec<[Month; LANES]>,
    pub stop: Vec<[Month; LANES]>,
    pub loss: Vec<[Loss; LANES]>,
    pub arrivals: Arrivals,
    pub needs: Needs,
}

impl Projects {
    /// Projects of a plan, without arrivals.
    pub fn new(plan: &Plan) -> Self {
        let known = plan.projects.len();
        Self {
            start: Vec::new(),
            operate: Vec::new(),
            lost: Vec::new(),
            signed: vec![[0; LANES]; known],
            stop: vec![[NEVER; LANES]; known],
            loss: vec![[Loss::NONE; LANES]; known],
            arrivals: Arrivals::default(),
            needs: Needs::new(plan),
        }
    }

    /// Leaves only the known projects, to which nothing has happened yet.
    #[inline(always)]
    pub fn begin_block(&mut self, plan: &Plan, values: &ValueBuffer) {
        for months in [&mut self.start, &mut self.operate, &mut self.lost] {
            months.clear();
            months.resize(LANES * plan.projects.len(), NEVER);
        }
        self.signed.fill([0; LANES]);
        self.stop.fill([NEVER; LANES]);
        self.loss.fill([Loss::NONE; LANES]);
        self.arrivals.clear();
        self.needs.begin_block(plan, values);
    }

    /// Makes cells for arrivals; returns the first.
    #[inline(always)]
    pub fn append(&mut self, arrivals: usize) -> usize {
        let first = self.start.len();
        for months in [&mut self.start, &mut self.operate, &mut self.lost] {
            months.resize(first + arrivals, NEVER);
        }
        first
    }

    /// History of a known project.
    #[inline(always)]
    pub fn history(&self, p: usize) -> History {
        let row = |months: &[Month]| months.as_chunks().0[p];
        let [start, operate, lost] = [row(&self.start), row(&self.operate), row(&self.lost)];
        let (signed, stop, loss) = (self.signed[p], self.stop[p], self.loss[p]);
        History { signed, start, operate, lost, stop, loss }
    }

    /// A known project is never signed in a trial, whatever it had before it.
    #[inline(always)]
    pub fn never_sign(&mut self, p: usize, lane: usize) {
        self.signed[p][lane] = NEVER;
        self.lost[p * LANES + lane] = NEVER;
        self.loss[p][lane] = Loss::NONE;
    }

    /// A project takes its resources in month t.
    #[inline(always)]
    pub fn begin(&mut self, cell: usize, t: Month, build: Month) {
        (self.start[cell], self.operate[cell]) = (t, t + build);
    }

    /// A project is lost in month t.
    #[inline(always)]
    pub fn lose(&mut self, cell: usize, t: Month, loss: Loss) {
        self.lost[cell] = t;
        match self.loss.get_mut(cell / LANES) {
            Some(known) => known[cell % LANES] = loss,
            None => self.arrivals.losses.add(loss, 1),
        }
    }
}

/// Resources that are looked at side by side.
pub(super) const SIDE_BY_SIDE: usize = 4;

/// Amounts of some resources, side by side.
pub(super) type Amounts = [f64; SIDE_BY_SIDE];

/// Chunks for as many resources as there can be.
pub(super) const MAX_CHUNKS: usize = 16;

/// Chunks that resources take: one, two or [`MAX_CHUNKS`].
pub(super) fn chunks(resources: usize) -> usize {
    match resources.div_ceil(SIDE_BY_SIDE) {
        few @ ..=2 => few,
        _ => MAX_CHUNKS,
    }
}

/// Needs of projects: a row of as many [`Amounts`] as it takes for all resources. First come those of the known
/// projects, one for all trials where it is the same in each, then those of the arrivals.
#[derive(Debug)]
pub(super) struct Needs {
    cells: Vec<Amounts>,
    chunks: usize,
    /// The row of each known project in trial 0, and how many rows on is the next trial's: 0 or 1.
    known: Vec<(usize, usize)>,
    rows_of_known: usize,
}

impl Needs {
    /// Needs of known projects.
    fn new(plan: &Plan) -> Self {
        let chunks = chunks(plan.resources());
        let mut rows = 0;
        let known = plan.projects.iter().map(|project| {
            let is_same = project.needs.iter().all(|(_, need)| need.is_fixed());
            let first = rows;
            rows += if is_same { 1 } else { LANES };
            (first, usize::from(!is_same))
        });
        let known = known.collect();
        let cells = vec![[0.0; SIDE_BY_SIDE]; rows * chunks];
        let mut needs = Self { cells, chunks, known, rows_of_known: rows };
        for (p, project) in plan.projects.iter().enumerate() {
            let (row, step) = needs.known[p];
            for &(resource, need) in project.needs.iter().filter(|_| step == 0) {
                *needs.cell(row, resource) = plan.values.known(need).unwrap_or_default();
            }
        }
        needs
    }

    /// Leaves only those of known projects, as they are in the trials of another block.
    #[inline(always)]
    pub fn begin_block(&mut self, plan: &Plan, values: &ValueBuffer) {
        self.cells.truncate(self.rows_of_known * self.chunks);
        for (p, project) in plan.projects.iter().enumerate() {
            let (first, step) = self.known[p];
            if step > 0 {
                for &(resource, need) in &project.needs {
                    let need = values.lanes(need);
                    for (lane, &need) in need.iter().enumerate() {
                        *self.cell(first + lane, resource) = need;
                    }
                }
            }
        }
    }

    /// Appends rows of zeros; returns the number of the first.
    #[inline(always)]
    pub fn append(&mut self, rows: usize) -> usize {
        let first = self.cells.len();
        self.cells.resize(first + rows * self.chunks, [0.0; SIDE_BY_SIDE]);
        first / self.chunks
    }

    /// Need of one resource.
    #[inline(always)]
    pub fn cell(&mut self, row: usize, resource: usize) -> &mut f64 {
        &mut self.cells[row * self.chunks + resource / SIDE_BY_SIDE][resource % SIDE_BY_SIDE]
    }

    /// Number of the row of a known project.
    #[inline(always)]
    pub fn row_of_known(&self, p: usize, lane: usize) -> usize {
        let (first, step) = self.known[p];
        first + step * lane
    }

    /// Needs of all resources, as a row.
    #[inline(always)]
    pub fn row(&self, row: usize) -> &[Amounts] {
        &self.cells[row * self.chunks..][..self.chunks]
    }

    /// Needs of all resources, as a row of a known number of chunks.
    #[inline(always)]
    pub fn row_of<const CHUNKS: usize>(&self, row: usize) -> &[Amounts; CHUNKS] {
        &self.cells.as_chunks().0[row]
    }

    /// Need of land.
    #[inline(always)]
    pub fn land(&self, row: usize) -> f64 {
        self.cells[row * self.chunks][ResourceIx::LAND.0]
    }
}

/// A project's need of land.
#[inline(always)]
pub(super) fn land_of(project: &ProjectPlan, values: &ValueBuffer) -> Lanes {
    let land = project.needs.iter().find(|(resource, _)| *resource == ResourceIx::LAND.0);
    land.map_or([0.0; LANES], |&(_, need): &(usize, ValueRef)| values.lanes(need))
}
