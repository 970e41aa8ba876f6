//! Sums over the projects of a block by year: what they produce and hold, and the balances that must close.

use super::growth::Factors;
use super::land::Inflow;
use super::lanes::{add, count, mask, ones, passing};
use super::life::Pipeline;
use super::projects::{History, Projects, land_of};
use super::sums::Sums;
use super::{Block, Month, NEVER, TrialError, Trials, bridge};
use crate::plan::{BridgeRow, ChannelPlan, MeasurePlan, MonthRow, Plan, ProjectPlan, Ramps, Rows};
use crate::random::{LANES, Lanes};
use crate::scenario::figure::Figures;
use crate::scenario::units::ABOVE_SCALE_YI;
use crate::wide::each;
use std::ops::Range;

/// Balances may be off by rounding, relative to what moved.
const BALANCE: f64 = 1e-6;

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

/// Sources of the sums.
#[derive(Clone, Copy)]
pub(super) struct Operation<'w> {
    pub trials: Trials<'w>,
    pub factors: &'w Factors,
    pub projects: &'w Projects,
    pub inflow: &'w Inflow,
}

impl Sums {
    /// Sums what the projects of the block do, year by year.
    #[inline(always)]
    pub fn operate(&mut self, of: Operation<'_>, block: &mut Block) {
        let Operation { trials: Trials { plan, details, .. }, projects, .. } = of;
        for (p, project) in plan.projects.iter().enumerate() {
            let known = projects.history(p);
            note_known(plan, p, &known, block);
            self.hold_known(of, project, &known);
            self.produce_known(of, (p, project), &known, &mut block.rows);
        }
        if details {
            bridge::of_new_enterprises(plan, self, &mut block.rows.bridge, BridgeRow::Projects, &[]);
        }
        for (c, channel) in plan.channels.iter().enumerate() {
            let first = projects.arrivals.first[c];
            let end = projects.arrivals.first.get(c + 1).copied();
            let end = end.unwrap_or(projects.arrivals.lanes.len());
            self.hold_arrivals(of, channel, first..end, &mut block.rows.month);
            let mut from = first;
            while from < end {
                let to = end.min(from + LANES);
                self.produce_arrivals(of, (c, channel), from..to);
                from = to;
            }
        }
        if details {
            let others = [BridgeRow::Projects];
            bridge::of_new_enterprises(plan, self, &mut block.rows.bridge, BridgeRow::Arrivals, &others);
        }
        // Year by year, new enterprises add up.
        let n = plan.industries.len();
        for row in n..plan.years * n {
            let before = self.enterprises[row - n];
            add(&mut self.enterprises[row], &before);
        }
        // Month by month, what has been reclaimed and who has begun to operate add up.
        let (layout, months) = (&plan.layout, &mut block.rows.month);
        for month in 1..=plan.months {
            months[layout.month(month, MonthRow::Reclaimed)] = *of.inflow.reclaimed(month);
            if month > 1 {
                for row in [MonthRow::Reclaimed, MonthRow::Operating] {
                    let before = months[layout.month(month - 1, row)];
                    add(&mut months[layout.month(month, row)], &before);
                }
            }
        }
    }

    /// Counts a known project and adds the land that it holds.
    #[inline(always)]
    fn hold_known(&mut self, of: Operation<'_>, project: &ProjectPlan, known: &History) {
        let Trials { plan, values, .. } = of.trials;
        let land = land_of(project, values);
        for year in 0..plan.years {
            let months = Year::new(year);
            if project.negotiation.is_some() {
                count(&mut self.signed[year], |lane| known.signed[lane] <= months.end);
            }
            count(&mut self.started[year], |lane| months.has(known.start[lane]));
            count(&mut self.operating[year], |lane| months.has(known.operate[lane]));
            if project.enterprise.is_none() {
                let row = plan.layout.by_industry(year, project.industry);
                count(&mut self.enterprises[row], |lane| months.has(known.operate[lane]));
            }
            count(&mut self.lost[year], |lane| months.has(known.lost[lane]));
            let held = each(|lane| {
                let gone = known.lost[lane].min(known.stop[lane]);
                if known.start[lane] <= months.end && gone > months.end { land[lane] } else { 0.0 }
            });
            add(
                match project.enterprise {
                    None => &mut self.land[year],
                    Some(e) => &mut self.expansion_land[plan.layout.enterprise(year, e)],
                },
                &held,
            );
        }
    }

    /// Adds what a known project produces to its enterprise, or counts it as an enterprise of its own.
    #[inline(always)]
    fn produce_known(
        &mut self,
        of: Operation<'_>,
        (p, project): (usize, &ProjectPlan),
        known: &History,
        rows: &mut Rows<Lanes>,
    ) {
        let Trials { plan, values, .. } = of.trials;
        let industry = &plan.industries[project.industry];
        let ramps = industry.ramps(project.ramp_shape);
        let (capacity, ramp) = (values.lanes(project.capacity), values.lanes(project.ramp));
        let ramp = each(|lane| ramp[lane] as Month);
        let land = land_of(project, values);
        let rate = values.lanes(industry.tax_per_output);
        let mut new = NewEnterprises::new(None, project.industry, land, rate);
        for year in year_of(known.operate.iter().copied().min().unwrap_or(NEVER))..plan.years {
            let months = Year::new(year);
            let operates = |lane: usize| known.operate[lane] <= months.end;
            let factor = of.factors.of_projects(plan, year, project.industry);
            let share = shares_of_year(ramps, &ramp, known, months);
            let output = each(|lane| {
                let at_capacity = capacity[lane] * share[lane] * factor[lane];
                if operates(lane) { at_capacity } else { 0.0 }
            });
            if let Some(e) = project.enterprise {
                add(&mut rows.enterprise[plan.layout.enterprise(year, e)], &output);
                add(&mut rows.bridge[plan.layout.bridge(year, BridgeRow::Expansions)], &output);
                continue;
            }
            new.turn_to(year, mask(operates), output);
            self.add_new(of, &new, |projects, _| projects[p]);
        }
    }

    /// Counts arrivals and adds the land that they hold.
    #[inline(always)]
    fn hold_arrivals(
        &mut self,
        Operation { trials: Trials { plan, .. }, projects, .. }: Operation<'_>,
        channel: &ChannelPlan,
        places: Range<usize>,
        rows: &mut [Lanes],
    ) {
        let layout = &plan.layout;
        let end = plan.months as Month;
        let (arrivals, first) = (&projects.arrivals, plan.projects.len() * LANES);
        let cells = first + places.start..first + places.end;
        let months = projects.start[cells.clone()].iter().zip(&projects.operate[cells.clone()]);
        let months = months.zip(&projects.lost[cells]);
        let places = arrivals.lanes[places.clone()].iter().zip(&arrivals.land[places]);
        let (started, operating) = (&mut self.started[..], &mut self.operating[..]);
        let enterprises = &mut self.enterprises[..];
        let (lands, losses) = (&mut self.land[..], &mut self.lost[..]);
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
    fn produce_arrivals(
        &mut self,
        of: Operation<'_>,
        (c, channel): (usize, &ChannelPlan),
        places: Range<usize>,
    ) {
        let (Trials { plan, values, .. }, projects) = (of.trials, of.projects);
        let industry = &plan.industries[channel.industry];
        let ramps = industry.ramps(channel.ramp_shape);
        let n = places.len();
        let mut lanes = [0; LANES];
        lanes[..n].copy_from_slice(&projects.arrivals.lanes[places.clone()]);
        let (mut operate, mut ramp) = ([NEVER; LANES], [0; LANES]);
        let (mut capacity, mut land) = ([0.0; LANES], [0.0; LANES]);
        let arrivals = &projects.arrivals;
        for (i, a) in places.enumerate() {
            operate[i] = projects.operate[plan.projects.len() * LANES + a];
            (ramp[i], capacity[i], land[i]) = (arrivals.ramp[a], arrivals.capacity[a], arrivals.land[a]);
        }
        let rates = values.lanes(industry.tax_per_output);
        let rate: Lanes = each(|i| rates[lanes[i] as usize % LANES]);
        let mut new = NewEnterprises::new(Some(&lanes[..n]), channel.industry, land, rate);
        for year in year_of(operate.iter().copied().min().unwrap_or(NEVER))..plan.years {
            let months = Year::new(year);
            let operates = |i: usize| operate[i] <= months.end;
            let factor = of.factors.of_projects(plan, year, channel.industry);
            let share = ramps.shares(&ramp, &each(|i| months.months_since(operate[i])));
            let output = each(|i| {
                let at_capacity = capacity[i] * share[i] * factor[lanes[i] as usize % LANES];
                if operates(i) { at_capacity } else { 0.0 }
            });
            new.turn_to(year, mask(operates), output);
            self.add_new(of, &new, |_, channels| channels[c]);
        }
    }

    /// Adds new enterprises to the sums of a year, and to the targets that count them; `is_member` tells from the lists
    /// of a target whether they match it otherwise.
    #[inline(always)]
    fn add_new(
        &mut self,
        of: Operation<'_>,
        new: &NewEnterprises,
        is_member: impl Fn(&[bool], &[bool]) -> bool,
    ) {
        let plan = of.trials.plan;
        let row = plan.layout.by_industry(new.year, new.industry);
        new.add_to(&mut self.output[row], &new.output);
        let above_scale = each(|i| if new.output[i] >= ABOVE_SCALE_YI { new.output[i] } else { 0.0 });
        new.add_to(&mut self.above_scale[new.year], &above_scale);
        let are_above = mask(|i| new.output[i] >= ABOVE_SCALE_YI);
        new.count_in(&mut self.above_scale_enterprises[new.year], are_above);
        for &t in of.trials.judged(&plan.counting[new.year]) {
            let MeasurePlan::CountEnterprises { tests, projects, channels, .. } = &plan.judged(t).measure
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
            new.count_in(&mut self.counted[t], passing);
        }
    }
}

/// Notes what a known project has of its own.
#[inline(always)]
fn note_known(plan: &Plan, p: usize, known: &History, block: &mut Block) {
    let end = plan.months as Month;
    let has_start = |lane: usize| known.start[lane] > 0 && known.start[lane] != NEVER;
    block.rows.starts[p] = each(|lane| if has_start(lane) { f64::from(known.start[lane]) } else { f64::NAN });
    block.project_operated[p] = mask(|lane| known.operate[lane] <= end);
    block.project_loss[p] = known.loss;
    let first = plan.known_months as Month + 1;
    for lane in ones(block.project_operated[p]) {
        let month = known.operate[lane].max(first) as usize;
        block.rows.month[plan.layout.month(month, MonthRow::Operating)][lane] += 1.0;
    }
}

/// Checks that of each resource what came is free or taken at the end.
///
/// # Errors
/// Where it is not, with the first such trial.
#[inline(always)]
pub(super) fn balance(
    Trials { plan, values, first, used, .. }: Trials<'_>,
    inflow: &Inflow,
    pipeline: &Pipeline,
    sums: &Sums,
) -> Result<(), TrialError> {
    for r in 0..plan.resources() {
        let taken = pipeline.taken(r);
        let mut came = values.lanes(plan.available[r]);
        for inflow in inflow.of_resource(plan, r) {
            for lane in 0..LANES {
                came[lane] += inflow[lane];
            }
        }
        let free = &sums.free[plan.layout.by_resource(plan.years - 1, r)];
        let is_off =
            |lane: usize| (came[lane] - taken[lane] - free[lane]).abs() > BALANCE * came[lane].max(1.0);
        if let Some(lane) = ones(mask(is_off)).next().filter(|&lane| lane < used) {
            let (came, taken, free) = (came[lane], taken[lane], free[lane]);
            let what = format!("resource {r}: {came} came, {taken} was taken, but {free} is free");
            return Err(TrialError { trial: first + lane as u64, what });
        }
    }
    Ok(())
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

#[cfg(test)]
mod tests {
    use super::super::fixture::Baseline;
    use super::*;
    use crate::scenario::ResourceIx;

    /// Nothing is free and nothing taken, so whatever came is missed, in the first trial in which it did.
    #[test]
    fn what_came_is_missed() {
        let baseline = Baseline::with(|scenario| {
            scenario.resources.iter_mut().for_each(|one| one.available = 0.0.into())
        });
        let (plan, trials) = (&baseline.plan, baseline.trials());
        let (pipeline, sums, mut inflow) = (Pipeline::new(plan), Sums::new(plan), Inflow::new(plan));
        assert_eq!(balance(trials, &inflow, &pipeline, &sums), Ok(()));
        for lane in [9, 5] {
            inflow.add(plan, 3, ResourceIx::LAND, lane, 40.0);
        }
        let missed = balance(trials, &inflow, &pipeline, &sums).unwrap_err();
        assert_eq!(missed.to_string(), "trial 5: resource 0: 40 came, 0 was taken, but 0 is free");
        // A trial that nobody wants may be off.
        assert_eq!(balance(Trials { used: 5, ..trials }, &inflow, &pipeline, &sums), Ok(()));
    }

    /// A known project that operates from some month on makes its capacity times its ramp, by the months of the year, until it stops.
    #[test]
    fn a_project_makes_what_its_ramp_says() {
        let baseline = Baseline::with(|scenario| scenario.channels.clear());
        let (plan, trials) = (&baseline.plan, baseline.trials());
        let (factors, inflow) = (baseline.factors(), Inflow::new(plan));
        let (mut projects, mut sums, mut block) = (Projects::new(plan), Sums::new(plan), Block::new(plan));
        projects.begin_block(plan, &baseline.values);
        let p = plan.projects.iter().position(|project| project.enterprise.is_none()).unwrap();
        for lane in 0..LANES {
            projects.begin(p * LANES + lane, 1, lane as Month / 4);
        }
        sums.clear();
        block.clear();
        sums.operate(
            Operation { trials, factors: &factors, projects: &projects, inflow: &inflow },
            &mut block,
        );
        let project = &plan.projects[p];
        let industry = &plan.industries[project.industry];
        for (year, lane) in (0..plan.years).flat_map(|year| (0..LANES).map(move |lane| (year, lane))) {
            let operate = projects.operate[p * LANES + lane];
            let ramp = baseline.values.at(project.ramp, lane) as Month;
            let of_month = |m: usize| {
                let age = (12 * year + m + 1) as Month - operate;
                let level = industry.ramps(project.ramp_shape).levels(&[ramp], &[age])[0];
                if age < 0 { 0.0 } else { industry.season.shares[m] * level }
            };
            let factor = factors.of_projects(plan, year, project.industry)[lane];
            let expected =
                baseline.values.at(project.capacity, lane) * factor * (0..12).map(of_month).sum::<f64>();
            let output = sums.output[plan.layout.by_industry(year, project.industry)][lane];
            assert!((output - expected).abs() < 1e-9, "{year}, {lane}: {output}, {expected}");
            let operating = sums.enterprises[plan.layout.by_industry(year, project.industry)][lane];
            assert_eq!(operating == 1.0, operate <= 12 * (year as Month + 1));
        }
    }
}
