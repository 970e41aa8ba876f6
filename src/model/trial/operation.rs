//! Sums over the projects of a block by year: what they produce and hold, and the balances that must close.

use super::measure::{add, passing};
use super::projects::{History, land_of};
use super::{Month, NEVER, TrialError, Worker, mask, ones};
use crate::plan::{BridgeRow, ChannelPlan, MeasurePlan, MonthRow, Plan, ProjectPlan, Ramps};
use crate::random::{LANES, Lanes};
use crate::scenario::figure::Figures;
use crate::scenario::units::ABOVE_SCALE_YI;
use crate::wide::each;

/// Balances may be off by rounding, relative to what moved.
const BALANCE: f64 = 1e-6;

/// Sums over the projects of each trial, by year.
#[derive(Debug)]
pub(super) struct Sums {
    /// New enterprises: output and number by year and industry.
    pub output: Vec<Lanes>,
    pub enterprises: Vec<Lanes>,
    /// New enterprises: above-scale output and number, and land, by year.
    pub above_scale: Vec<Lanes>,
    pub above_scale_enterprises: Vec<Lanes>,
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
    /// Amounts of each resource at each year's end.
    pub free: Vec<Lanes>,
    pub used: Vec<Lanes>,
    /// New enterprises that each target counts, places as in [`Plan::judged`].
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
            above_scale_enterprises: rows(years),
            land: rows(years),
            expansion_land: rows(years * plan.enterprises.len()),
            signed: rows(years),
            started: rows(years),
            operating: rows(years),
            lost: rows(years),
            withdrawn: rows(years),
            free: rows(years * plan.resources()),
            used: rows(years * plan.resources()),
            counted: rows(plan.targets.len() + plan.other_years.len()),
        }
    }

    pub fn clear(&mut self) {
        for rows in [
            &mut self.output,
            &mut self.enterprises,
            &mut self.above_scale,
            &mut self.above_scale_enterprises,
            &mut self.land,
            &mut self.expansion_land,
            &mut self.started,
            &mut self.operating,
            &mut self.lost,
            &mut self.withdrawn,
            &mut self.counted,
        ] {
            rows.fill([0.0; LANES]);
        }
    }
}

/// The months of a year, counted from 0; what lies before the run counts in its first.
#[derive(Clone, Copy)]
struct Year {
    /// The last month before it, and its own last.
    before: Month,
    end: Month,
}

impl Year {
    #[inline(always)]
    fn new(year: usize) -> Self {
        let before = if year == 0 { Month::MIN } else { 12 * year as Month };
        Self { before, end: 12 * (year as Month + 1) }
    }

    #[inline(always)]
    fn has(self, month: Month) -> bool {
        month > self.before && month <= self.end
    }

    /// Months by the year's end since this one began; of those that have not, 0 or less.
    #[inline(always)]
    fn months_since(self, month: Month) -> Month {
        self.end - month.min(self.end + 1) + 1
    }
}

/// The year in which a month lies.
#[inline(always)]
fn year_of(month: Month) -> usize {
    ((month - 1).max(0) / 12) as usize
}

/// Up to a block of new enterprises side by side, as they stand in one year; those that do not operate produce nothing.
struct NewEnterprises<'a> {
    /// The trials that they are in; `None` where the n-th is in the n-th.
    lanes: Option<&'a [u8]>,
    industry: usize,
    land: Lanes,
    /// 万元 per 亿元 of output.
    tax_per_output: Lanes,
    year: usize,
    /// Mask of those that operate.
    operate: u64,
    output: Lanes,
    /// Output of the year before, 0 where it did not operate.
    before: Lanes,
}

impl Worker<'_> {
    /// Sums what the projects of the block do, year by year.
    #[inline(always)]
    pub(super) fn operate(&mut self) {
        let plan = self.plan;
        for (p, project) in plan.projects.iter().enumerate() {
            let known = self.projects.history(p);
            self.note_known(p, &known);
            self.hold_known(project, &known);
            self.produce_known(p, project, &known);
        }
        if self.details {
            self.bridge_new_enterprises(BridgeRow::Projects, &[]);
        }
        for (c, channel) in plan.channels.iter().enumerate() {
            let end = self.projects.arrivals.first.get(c + 1).copied();
            let end = end.unwrap_or(self.projects.arrivals.lanes.len());
            self.hold_arrivals(channel, self.projects.arrivals.first[c]..end);
            let mut from = self.projects.arrivals.first[c];
            while from < end {
                let to = end.min(from + LANES);
                self.produce_arrivals(c, channel, from..to);
                from = to;
            }
        }
        if self.details {
            self.bridge_new_enterprises(BridgeRow::Arrivals, &[BridgeRow::Projects]);
        }
        // Year by year, new enterprises add up.
        let n = plan.industries.len();
        for row in n..plan.years * n {
            let before = self.sums.enterprises[row - n];
            add(&mut self.sums.enterprises[row], &before);
        }
        // Month by month, what has been reclaimed and who has begun to operate add up.
        let (layout, months) = (&plan.layout, &mut self.block.rows.month);
        for month in 1..=plan.months {
            months[layout.month(month, MonthRow::Reclaimed)] = self.reclaimed[month];
            if month > 1 {
                for row in [MonthRow::Reclaimed, MonthRow::Operating] {
                    let before = months[layout.month(month - 1, row)];
                    add(&mut months[layout.month(month, row)], &before);
                }
            }
        }
    }

    /// The results that a known project has of its own.
    #[inline(always)]
    fn note_known(&mut self, p: usize, known: &History) {
        let end = self.plan.months as Month;
        let has_start = |lane: usize| known.start[lane] > 0 && known.start[lane] != NEVER;
        self.block.rows.starts[p] =
            each(|lane| if has_start(lane) { f64::from(known.start[lane]) } else { f64::NAN });
        self.block.project_operated[p] = mask(|lane| known.operate[lane] <= end);
        self.block.project_loss[p] = known.loss;
        let (layout, first) = (&self.plan.layout, self.plan.known_months as Month + 1);
        for lane in ones(self.block.project_operated[p]) {
            let month = known.operate[lane].max(first) as usize;
            self.block.rows.month[layout.month(month, MonthRow::Operating)][lane] += 1.0;
        }
    }

    /// Counts a known project and adds the land that it holds.
    #[inline(always)]
    fn hold_known(&mut self, project: &ProjectPlan, known: &History) {
        let land = land_of(project, &self.values);
        for year in 0..self.plan.years {
            let months = Year::new(year);
            if project.negotiation.is_some() {
                count(&mut self.sums.signed[year], |lane| known.signed[lane] <= months.end);
            }
            count(&mut self.sums.started[year], |lane| months.has(known.start[lane]));
            count(&mut self.sums.operating[year], |lane| months.has(known.operate[lane]));
            if project.enterprise.is_none() {
                let row = self.plan.layout.by_industry(year, project.industry);
                count(&mut self.sums.enterprises[row], |lane| months.has(known.operate[lane]));
            }
            count(&mut self.sums.lost[year], |lane| months.has(known.lost[lane]));
            let held = each(|lane| {
                let gone = known.lost[lane].min(known.stop[lane]);
                if known.start[lane] <= months.end && gone > months.end { land[lane] } else { 0.0 }
            });
            add(
                match project.enterprise {
                    None => &mut self.sums.land[year],
                    Some(e) => &mut self.sums.expansion_land[self.plan.layout.enterprise(year, e)],
                },
                &held,
            );
        }
    }

    /// Adds what a known project produces to its enterprise, or counts it as an enterprise of its own.
    #[inline(always)]
    fn produce_known(&mut self, p: usize, project: &ProjectPlan, known: &History) {
        let plan = self.plan;
        let industry = &plan.industries[project.industry];
        let ramps = industry.ramps(project.ramp_shape);
        let (capacity, ramp) = (self.values.lanes(project.capacity), self.values.lanes(project.ramp));
        let ramp = each(|lane| ramp[lane] as Month);
        let land = land_of(project, &self.values);
        let rate = self.values.lanes(industry.tax_per_output);
        let mut new = NewEnterprises::new(None, project.industry, land, rate);
        for year in year_of(known.operate.iter().copied().min().unwrap_or(NEVER))..plan.years {
            let months = Year::new(year);
            let operates = |lane: usize| known.operate[lane] <= months.end;
            let factor = &self.project_factors[plan.layout.by_industry(year, project.industry)];
            let share = shares_of_year(ramps, &ramp, known, months);
            let output = each(|lane| {
                let at_capacity = capacity[lane] * share[lane] * factor[lane];
                if operates(lane) { at_capacity } else { 0.0 }
            });
            if let Some(e) = project.enterprise {
                add(&mut self.block.rows.enterprise[plan.layout.enterprise(year, e)], &output);
                add(self.bridge(year, BridgeRow::Expansions), &output);
                continue;
            }
            new.turn_to(year, mask(operates), output);
            self.add_new(&new, |projects, _| projects[p]);
        }
    }

    /// Counts arrivals and adds the land that they hold.
    #[inline(always)]
    fn hold_arrivals(&mut self, channel: &ChannelPlan, places: std::ops::Range<usize>) {
        let layout = &self.plan.layout;
        let end = self.plan.months as Month;
        let (arrivals, first) = (&self.projects.arrivals, self.plan.projects.len() * LANES);
        let cells = first + places.start..first + places.end;
        let months = self.projects.start[cells.clone()].iter().zip(&self.projects.operate[cells.clone()]);
        let months = months.zip(&self.projects.lost[cells]);
        let places = arrivals.lanes[places.clone()].iter().zip(&arrivals.land[places]);
        let (started, operating) = (&mut self.sums.started[..], &mut self.sums.operating[..]);
        let enterprises = &mut self.sums.enterprises[..];
        let (lands, losses, rows) =
            (&mut self.sums.land[..], &mut self.sums.lost[..], &mut self.block.rows.month[..]);
        for ((&lane, land), ((&start, &operate), &lost)) in places.zip(months) {
            let lane = lane as usize % LANES;
            if lost != NEVER {
                losses[year_of(lost)][lane] += 1.0;
            }
            if start == NEVER {
                continue;
            }
            started[year_of(start)][lane] += 1.0;
            for land_of_year in &mut lands[year_of(start)..] {
                land_of_year[lane] += land;
            }
            if operate <= end {
                operating[year_of(operate)][lane] += 1.0;
                enterprises[layout.by_industry(year_of(operate), channel.industry)][lane] += 1.0;
                rows[layout.month(operate as usize, MonthRow::Operating)][lane] += 1.0;
            }
        }
    }

    /// Counts arrivals, at most a block of them, as enterprises of their own.
    #[inline(always)]
    fn produce_arrivals(&mut self, c: usize, channel: &ChannelPlan, places: std::ops::Range<usize>) {
        let plan = self.plan;
        let industry = &plan.industries[channel.industry];
        let ramps = industry.ramps(channel.ramp_shape);
        let n = places.len();
        let mut lanes = [0; LANES];
        lanes[..n].copy_from_slice(&self.projects.arrivals.lanes[places.clone()]);
        let (mut operate, mut ramp) = ([NEVER; LANES], [0; LANES]);
        let (mut capacity, mut land) = ([0.0; LANES], [0.0; LANES]);
        let arrivals = &self.projects.arrivals;
        for (i, a) in places.enumerate() {
            operate[i] = self.projects.operate[plan.projects.len() * LANES + a];
            (ramp[i], capacity[i], land[i]) = (arrivals.ramp[a], arrivals.capacity[a], arrivals.land[a]);
        }
        let rates = self.values.lanes(industry.tax_per_output);
        let rate: Lanes = each(|i| rates[lanes[i] as usize % LANES]);
        let mut new = NewEnterprises::new(Some(&lanes[..n]), channel.industry, land, rate);
        for year in year_of(operate.iter().copied().min().unwrap_or(NEVER))..plan.years {
            let months = Year::new(year);
            let operates = |i: usize| operate[i] <= months.end;
            let factor = &self.project_factors[plan.layout.by_industry(year, channel.industry)];
            let share = ramps.shares(&ramp, &each(|i| months.months_since(operate[i])));
            let output = each(|i| {
                let at_capacity = capacity[i] * share[i] * factor[lanes[i] as usize % LANES];
                if operates(i) { at_capacity } else { 0.0 }
            });
            new.turn_to(year, mask(operates), output);
            self.add_new(&new, |_, channels| channels[c]);
        }
    }

    /// Adds new enterprises to the sums of a year, and to the targets that count them; `is_member` tells from the lists
    /// of a target whether they match it otherwise.
    #[inline(always)]
    fn add_new(&mut self, new: &NewEnterprises, is_member: impl Fn(&[bool], &[bool]) -> bool) {
        let row = self.plan.layout.by_industry(new.year, new.industry);
        new.add_to(&mut self.sums.output[row], &new.output);
        let above_scale = each(|i| if new.output[i] >= ABOVE_SCALE_YI { new.output[i] } else { 0.0 });
        new.add_to(&mut self.sums.above_scale[new.year], &above_scale);
        let are_above = mask(|i| new.output[i] >= ABOVE_SCALE_YI);
        new.count_in(&mut self.sums.above_scale_enterprises[new.year], are_above);
        for &t in self.counting(new.year) {
            let MeasurePlan::CountEnterprises { tests, projects, channels, .. } =
                &self.plan.judged(t).measure
            else {
                continue;
            };
            if !is_member(projects, channels) {
                continue;
            }
            let passing = passing(
                new.operate,
                tests,
                #[inline(always)]
                |metric| new.figure(metric),
            );
            new.count_in(&mut self.sums.counted[t], passing);
        }
    }

    /// Checks that of each resource what came is free or taken at the end.
    ///
    /// # Errors
    /// Where it is not, with the first such trial.
    #[inline(always)]
    pub(super) fn balance(&self, first_trial: u64, used: usize) -> Result<(), TrialError> {
        let plan = self.plan;
        let resources = plan.resources();
        for r in 0..resources {
            let taken = self.queues.taken(r);
            let mut came = self.values.lanes(plan.available[r]);
            for inflow in self.inflow[r..].iter().step_by(resources) {
                for lane in 0..LANES {
                    came[lane] += inflow[lane];
                }
            }
            let free = &self.sums.free[plan.layout.by_resource(plan.years - 1, r)];
            let is_off =
                |lane: usize| (came[lane] - taken[lane] - free[lane]).abs() > BALANCE * came[lane].max(1.0);
            if let Some(lane) = ones(mask(is_off)).next().filter(|&lane| lane < used) {
                let (came, taken, free) = (came[lane], taken[lane], free[lane]);
                let what = format!("resource {r}: {came} came, {taken} was taken, but {free} is free");
                return Err(TrialError { trial: first_trial + lane as u64, what });
            }
        }
        Ok(())
    }
}

impl<'a> NewEnterprises<'a> {
    /// Before their first year.
    #[inline(always)]
    fn new(lanes: Option<&'a [u8]>, industry: usize, land: Lanes, tax_per_output: Lanes) -> Self {
        let zero = [0.0; LANES];
        let (output, before) = (zero, zero);
        Self { lanes, industry, land, tax_per_output, year: 0, operate: 0, output, before }
    }

    /// Turns to the next year.
    #[inline(always)]
    fn turn_to(&mut self, year: usize, operate: u64, output: Lanes) {
        self.before = std::mem::replace(&mut self.output, output);
        (self.year, self.operate) = (year, operate);
    }

    /// Adds a figure of each to a sum of its trial.
    #[inline(always)]
    fn add_to(&self, sum: &mut Lanes, figures: &Lanes) {
        match self.lanes {
            None => add(sum, figures),
            Some(lanes) => {
                for (&lane, figure) in lanes.iter().zip(figures) {
                    sum[lane as usize % LANES] += figure;
                }
            }
        }
    }

    /// Adds 1 for each of some to the sum of its trial.
    #[inline(always)]
    fn count_in(&self, sum: &mut Lanes, some: u64) {
        match self.lanes {
            None => count(sum, |lane| some >> lane & 1 == 1),
            Some(lanes) => ones(some).for_each(|i| sum[lanes[i] as usize % LANES] += 1.0),
        }
    }
}

impl Figures for NewEnterprises<'_> {
    type Number = Lanes;

    #[inline(always)]
    fn output(&self) -> Lanes {
        self.output
    }

    #[inline(always)]
    fn output_before(&self) -> Lanes {
        self.before
    }

    #[inline(always)]
    fn tax(&self) -> Lanes {
        each(|i| self.output[i] * self.tax_per_output[i])
    }

    #[inline(always)]
    fn land(&self) -> Lanes {
        self.land
    }
}

/// Adds 1 in the trials in which something holds.
#[inline(always)]
fn count(sum: &mut Lanes, holds: impl Fn(usize) -> bool) {
    for lane in 0..LANES {
        sum[lane] += if holds(lane) { 1.0 } else { 0.0 };
    }
}

/// The part of a year's output at capacity that a known project produces in each trial.
#[inline(always)]
fn shares_of_year(ramps: &Ramps, ramp: &[Month; LANES], known: &History, year: Year) -> Lanes {
    let operated = each(|lane| year.months_since(known.operate[lane]));
    let mut shares = ramps.shares(ramp, &operated);
    for lane in ones(mask(|lane| known.stop[lane] <= year.end)) {
        let stop = (known.stop[lane] - (year.end - 11)).clamp(0, 12);
        shares[lane] = ramps.share_until(ramp[lane], operated[lane], stop as usize);
    }
    shares
}
