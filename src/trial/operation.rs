//! What the projects of a trial produce and hold, summed by year, and the balances that must close.

use super::projects::{FAR, Origin, Project};
use super::{Loss, NEVER, TrialError, Worker};
use crate::plan::{IndustryPlan, MeasurePlan, Plan};
use crate::random::{LANES, Lanes};
use crate::scenario::{Metric, RampShape, ResourceIx, Stage};

/// Output from which an enterprise is above scale: 2,000 万元.
pub(super) const ABOVE_SCALE: f64 = 0.2;

/// Balances may be off by rounding, relative to what moved.
const BALANCE: f64 = 1e-6;

/// Sums over the projects of each trial, by year.
#[derive(Debug)]
pub(super) struct Sums {
    /// New enterprises: output and number by year and industry.
    pub output: Vec<Lanes>,
    pub enterprises: Vec<Lanes>,
    /// New enterprises: above-scale output, tax and land by year.
    pub above_scale: Vec<Lanes>,
    pub tax: Vec<Lanes>,
    pub land: Vec<Lanes>,
    /// Land of expansions by year and incumbent.
    pub expansion_land: Vec<Lanes>,
    /// Projects signed by the end of each year.
    pub signed: Vec<Lanes>,
    /// Projects by the year in which they took their resources, began to operate or were lost; those that channels
    /// signed and that were never carried out apart.
    pub started: Vec<Lanes>,
    pub operating: Vec<Lanes>,
    pub lost: Vec<Lanes>,
    pub withdrawn: Vec<Lanes>,
    /// Land reclaimed, and amounts of each resource, at each year's end.
    pub reclaimed: Vec<Lanes>,
    pub free: Vec<Lanes>,
    pub used: Vec<Lanes>,
    /// What projects took of each resource in the run, and the land that closed expansions returned.
    pub taken: Vec<Lanes>,
    pub returned: Lanes,
    /// New enterprises that each target counts.
    pub counted: Vec<Lanes>,
}

impl Sums {
    pub fn new(plan: &Plan) -> Self {
        let rows = |n: usize| vec![[0.0; LANES]; n];
        let years = plan.years;
        Self {
            output: rows(years * plan.industries.len()),
            enterprises: rows(years * plan.industries.len()),
            above_scale: rows(years),
            tax: rows(years),
            land: rows(years),
            expansion_land: rows(years * plan.enterprises.len()),
            signed: rows(years),
            started: rows(years),
            operating: rows(years),
            lost: rows(years),
            withdrawn: rows(years),
            reclaimed: rows(years),
            free: rows(years * plan.resources()),
            used: rows(years * plan.resources()),
            taken: rows(plan.resources()),
            returned: [0.0; LANES],
            counted: rows(plan.targets.len()),
        }
    }

    pub fn clear(&mut self) {
        for rows in [
            &mut self.output,
            &mut self.enterprises,
            &mut self.above_scale,
            &mut self.tax,
            &mut self.land,
            &mut self.expansion_land,
            &mut self.started,
            &mut self.operating,
            &mut self.lost,
            &mut self.withdrawn,
            &mut self.taken,
            &mut self.counted,
        ] {
            rows.fill([0.0; LANES]);
        }
    }

    /// Notes what is free, used and reclaimed at the end of a year.
    pub fn end_year(&mut self, year: usize, lane: usize, reclaimed: f64, free: &[f64], used: &[f64]) {
        self.reclaimed[year][lane] = reclaimed;
        let row = year * free.len();
        for (r, (&free, &used)) in free.iter().zip(used).enumerate() {
            self.free[row + r][lane] = free;
            self.used[row + r][lane] = used;
        }
    }
}

/// The year (counted from 0) in which a month lies; what lies before the run counts in its first year.
fn year_of(month: i64) -> usize {
    ((month - 1).max(0) / 12) as usize
}

impl Worker<'_> {
    /// Sums what the projects of one trial do, year by year.
    ///
    /// # Errors
    /// Where projects have appeared or vanished.
    pub(super) fn operate(&mut self, lane: usize) -> Result<(), String> {
        let plan = self.plan;
        let mut found = Found::default();
        for p in 0..self.life.projects.list.len() {
            let project = self.life.projects.list[p];
            let land = self.life.projects.land_of(p);
            let mut signed_before = false;
            if let Origin::Known(known) = project.origin {
                let known = known as usize;
                signed_before = plan.projects[known].stage == Stage::Signed;
                self.note_known(known, &project, lane);
            }
            found.note(&project, plan.months as i64);
            if let Some(lost) = self.sums.lost.get_mut(year_of(i64::from(project.lost))) {
                lost[lane] += 1.0;
            }
            if project.start == FAR {
                continue;
            }
            if signed_before || matches!(project.origin, Origin::Channel(_)) {
                for (taken, need) in self.sums.taken.iter_mut().zip(self.life.projects.needs_of(p)) {
                    taken[lane] += need;
                }
            }
            let gone = year_of(i64::from(project.lost.min(project.stop)));
            if let Some(started) = self.sums.started.get_mut(year_of(project.start)) {
                started[lane] += 1.0;
            }
            for year in year_of(project.start)..plan.years.min(gone) {
                self.hold(&project, year, land, lane);
            }
            if project.operate <= plan.months as i64 {
                self.sums.operating[year_of(project.operate)][lane] += 1.0;
                self.produce(&project, land, lane);
            }
        }
        self.sums.returned[lane] = self.life.returns.iter().map(|&(_, land)| land).sum();
        found.balance(self.life.projects.list.len(), self.life.queue.len())
    }

    /// The results that a known project has of its own, where anything has happened to it.
    fn note_known(&mut self, known: usize, project: &Project, lane: usize) {
        if project.start > 0 && project.start != FAR {
            self.block.project_start[known][lane] = project.start as f64;
        }
        if project.operate <= self.plan.months as i64 {
            self.block.project_operated[known] |= 1 << lane;
        }
        if project.loss != Loss::NONE {
            self.block.project_loss[known][lane] = project.loss;
        }
    }

    fn hold(&mut self, project: &Project, year: usize, land: f64, lane: usize) {
        if project.enterprise == NEVER {
            self.sums.land[year][lane] += land;
        } else {
            let row = year * self.plan.enterprises.len() + project.enterprise as usize;
            self.sums.expansion_land[row][lane] += land;
        }
    }

    /// Adds what a project produces to its enterprise, or counts it as an enterprise of its own.
    fn produce(&mut self, project: &Project, land: f64, lane: usize) {
        let plan = self.plan;
        let i = project.industry as usize;
        let industry = &plan.industries[i];
        let mut before = 0.0;
        for year in year_of(project.operate)..plan.years {
            let share = share_of_year(project, industry, year);
            let row = year * plan.industries.len() + i;
            let output = project.capacity * share * self.project_factors[row][lane];
            if project.enterprise != NEVER {
                let row = year * plan.enterprises.len() + project.enterprise as usize;
                self.block.enterprise[row][lane] += output;
                continue;
            }
            let tax = output * self.values.at(industry.tax_per_output, lane);
            self.sums.output[row][lane] += output;
            self.sums.enterprises[row][lane] += 1.0;
            self.sums.above_scale[year][lane] += if output >= ABOVE_SCALE { output } else { 0.0 };
            self.sums.tax[year][lane] += tax;
            let growth = if before > 0.0 { output / before - 1.0 } else { f64::NAN };
            self.count_new(project, year, lane, NewEnterprise { output, growth, tax, land });
            before = output;
        }
    }

    /// Counts a new enterprise for the targets of a year.
    fn count_new(&mut self, project: &Project, year: usize, lane: usize, figures: NewEnterprise) {
        for (target, counted) in self.plan.targets.iter().zip(&mut self.sums.counted) {
            let MeasurePlan::CountEnterprises { tests, projects, channels, .. } = &target.measure else {
                continue;
            };
            let member = match project.origin {
                Origin::Known(known) => projects[known as usize],
                Origin::Channel(channel) => channels[channel as usize],
            };
            if target.year == year + 1
                && member
                && tests.iter().all(|test| test.holds(figures.get(test.metric)))
            {
                counted[lane] += 1.0;
            }
        }
    }

    /// What came of each resource must be free or taken at the end.
    ///
    /// # Errors
    /// Where it is not, with the first such trial.
    pub(super) fn balance(&self, first_trial: u64, used: usize) -> Result<(), TrialError> {
        let plan = self.plan;
        let resources = plan.resources();
        for (r, taken) in self.sums.taken.iter().enumerate() {
            let mut came = self.values.lanes(plan.available[r]);
            for inflow in self.inflow[r..].iter().step_by(resources) {
                for lane in 0..LANES {
                    came[lane] += inflow[lane];
                }
            }
            if r == ResourceIx::LAND.0 {
                for lane in 0..LANES {
                    came[lane] += self.sums.returned[lane];
                }
            }
            let free = &self.sums.free[(plan.years - 1) * resources + r];
            for lane in 0..used {
                let (came, taken, free) = (came[lane], taken[lane], free[lane]);
                if (came - taken - free).abs() > BALANCE * came.max(1.0) {
                    let what = format!("resource {r}: {came} came, {taken} was taken, but {free} is free");
                    return Err(TrialError { trial: first_trial + lane as u64, what });
                }
            }
        }
        Ok(())
    }
}

/// Where the projects of a trial are found at the end of the run.
#[derive(Debug, Default)]
struct Found {
    operating: usize,
    building: usize,
    preparing: usize,
    lost: usize,
}

impl Found {
    fn note(&mut self, project: &Project, end: i64) {
        if project.loss != Loss::NONE {
            self.lost += 1;
        } else if project.operate <= end {
            self.operating += 1;
        } else if project.start <= end {
            self.building += 1;
        } else if i64::from(project.join) > end {
            self.preparing += 1;
        }
    }

    /// Signed = operating + building + waiting + preparing + lost, of those that have a place in the list; the
    /// others are withdrawn or still preparing at the end.
    fn balance(&self, signed: usize, waiting: usize) -> Result<(), String> {
        let Self { operating, building, preparing, lost } = self;
        if signed == operating + building + waiting + preparing + lost {
            return Ok(());
        }
        Err(format!(
            "{signed} projects signed, but {operating} operating, {building} building, {waiting} waiting, \
             {preparing} preparing and {lost} lost"
        ))
    }
}

/// Figures of a new enterprise in one year.
#[derive(Clone, Copy)]
struct NewEnterprise {
    output: f64,
    growth: f64,
    tax: f64,
    land: f64,
}

impl NewEnterprise {
    fn get(self, metric: Metric) -> f64 {
        let per_mu = |x: f64| if self.land > 0.0 { x / self.land } else { f64::NAN };
        match metric {
            Metric::Output => self.output,
            Metric::Growth => self.growth,
            Metric::Tax => self.tax,
            Metric::Land => self.land,
            Metric::OutputPerMu => per_mu(self.output * 1e4),
            Metric::TaxPerMu => per_mu(self.tax),
            Metric::Enterprises => f64::NAN,
        }
    }
}

/// The part of a year's output at capacity that a project produces: each month's share of the year times the
/// ramp at the project's age, up to the month in which it stops.
fn share_of_year(project: &Project, industry: &IndustryPlan, year: usize) -> f64 {
    let january = 12 * year as i64 + 1;
    let begin = (project.operate - january).max(0) as usize;
    let end = (i64::from(project.stop) - january).clamp(0, 12) as usize;
    let ramp = i64::from(project.ramp);
    if begin >= end {
        return 0.0;
    }
    // The month of this year from which it runs at capacity.
    let full = (project.operate + ramp - 1 - january).clamp(begin as i64, end as i64) as usize;
    let at_capacity = industry.cumulative[end] - industry.cumulative[full];
    if begin == full {
        return at_capacity;
    }
    // In month m of the year, counted from 0, its age is m + `before`.
    let before = january - project.operate;
    let ramping: f64 = match project.ramp_shape {
        RampShape::Linear => {
            let weighted = industry.weighted[full] - industry.weighted[begin];
            let plain = industry.cumulative[full] - industry.cumulative[begin];
            (weighted + (before + 1) as f64 * plain) / ramp as f64
        }
        RampShape::SCurve => (begin..full)
            .map(|month| {
                let r = (month as i64 + before + 1) as f64 / ramp as f64;
                industry.season[month] * r * r * (3.0 - 2.0 * r)
            })
            .sum(),
    };
    ramping + at_capacity
}
