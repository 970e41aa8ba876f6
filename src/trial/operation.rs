//! What the projects of a trial produce and hold, summed by year, and the balances that must close.

use super::projects::{FAR, Origin, Project};
use super::{Loss, NEVER, Worker};
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
    /// Projects by year, cumulative.
    pub signed: Vec<Lanes>,
    pub started: Vec<Lanes>,
    pub operating: Vec<Lanes>,
    pub lost: Vec<Lanes>,
    /// Land reclaimed, and amounts of each resource, at each year's end.
    pub reclaimed: Vec<Lanes>,
    pub free: Vec<Lanes>,
    pub used: Vec<Lanes>,
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
            reclaimed: rows(years),
            free: rows(years * plan.resources()),
            used: rows(years * plan.resources()),
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
            &mut self.signed,
            &mut self.started,
            &mut self.operating,
            &mut self.lost,
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

/// The last month of a year (counted from 0).
fn last_month(year: usize) -> i64 {
    12 * (year as i64 + 1)
}

impl Worker<'_> {
    /// Sums what the projects of one trial do, year by year.
    pub(super) fn operate(&mut self, lane: usize) {
        let plan = self.plan;
        for (year, (signed, lost)) in self.sums.signed.iter_mut().zip(&mut self.sums.lost).enumerate() {
            let until = last_month(year) as usize;
            let signings = |c: usize| &self.signings[c * (plan.months + 1)..][plan.known_months + 1..=until];
            let arrivals: u32 = (0..plan.channels.len()).flat_map(signings).map(|counts| counts[lane]).sum();
            signed[lane] = plan.projects.len() as f64 + f64::from(arrivals);
            lost[lane] = f64::from(self.life.withdrawn[..=year].iter().sum::<u32>());
        }
        for p in 0..self.life.projects.list.len() {
            let project = self.life.projects.list[p];
            let land = self.life.projects.land_of(p);
            if let Origin::Known(known) = project.origin {
                self.note_known(known as usize, &project, lane);
            }
            for year in 0..plan.years {
                let end = last_month(year);
                let count = |happened: bool| f64::from(u8::from(happened));
                self.sums.started[year][lane] += count(project.start <= end);
                self.sums.operating[year][lane] += count(project.operate <= end);
                self.sums.lost[year][lane] += count(i64::from(project.lost) <= end);
                if project.start <= end && i64::from(project.lost.min(project.stop)) > end {
                    self.hold(&project, year, land, lane);
                }
            }
            self.produce(&project, land, lane);
        }
    }

    /// The results that a known project has of its own.
    fn note_known(&mut self, known: usize, project: &Project, lane: usize) {
        let in_run = 1..=self.plan.months as i64;
        self.block.project_start[known][lane] =
            if in_run.contains(&project.start) { project.start as f64 } else { f64::NAN };
        self.block.project_operated[known] |= u64::from(project.operate <= *in_run.end()) << lane;
        self.block.project_loss[known][lane] = project.loss;
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
        for year in 0..plan.years {
            if project.operate > last_month(year) {
                continue;
            }
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

    /// Land and projects must neither appear nor vanish.
    pub(super) fn balance(&self, lane: usize) -> Result<(), String> {
        let (plan, life) = (self.plan, &self.life);
        let in_run = |p: usize| match life.projects.list[p].origin {
            Origin::Known(known) => plan.projects[known as usize].stage == Stage::Signed,
            Origin::Channel(_) => true,
        };
        for (r, &free) in life.free.iter().enumerate() {
            let mut came = self.values.at(plan.available[r], lane);
            came += (1..=plan.months).map(|t| self.inflow[t * plan.resources() + r][lane]).sum::<f64>();
            if r == ResourceIx::LAND.0 {
                came += life.returns.iter().map(|&(_, land)| land).sum::<f64>();
            }
            let took = |p: &usize| in_run(*p) && life.projects.list[*p].start != FAR;
            let projects = 0..life.projects.list.len();
            let taken: f64 = projects.filter(took).map(|p| life.projects.needs_of(p)[r]).sum();
            if (came - taken - free).abs() > BALANCE * came.max(1.0) {
                return Err(format!("resource {r}: {came} came, {taken} was taken, but {free} is free"));
            }
        }
        self.balance_projects()
    }

    /// Signed = operating + building + waiting + preparing + lost, of those that have a place in the list; the
    /// others are withdrawn or still preparing at the end.
    fn balance_projects(&self) -> Result<(), String> {
        let end = self.plan.months as i64;
        let (mut operating, mut building, mut preparing, mut lost) = (0, 0, 0, 0);
        for project in &self.life.projects.list {
            if project.loss != Loss::NONE {
                lost += 1;
            } else if project.operate <= end {
                operating += 1;
            } else if project.start <= end {
                building += 1;
            } else if i64::from(project.join) > end {
                preparing += 1;
            }
        }
        let waiting = self.life.queue.len();
        let signed = self.life.projects.list.len();
        if signed != operating + building + waiting + preparing + lost {
            return Err(format!(
                "{signed} projects signed, but {operating} operating, {building} building, {waiting} waiting, \
                 {preparing} preparing and {lost} lost"
            ));
        }
        Ok(())
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
    let mut share = 0.0;
    let mut month = begin;
    while month < end {
        let age = january + month as i64 - project.operate;
        if age + 1 >= ramp {
            return share + (industry.cumulative[end] - industry.cumulative[month]);
        }
        let r = (age + 1) as f64 / ramp as f64;
        let u = match project.ramp_shape {
            RampShape::Linear => r,
            RampShape::SCurve => r * r * (3.0 - 2.0 * r),
        };
        share += industry.season[month] * u;
        month += 1;
    }
    share
}
