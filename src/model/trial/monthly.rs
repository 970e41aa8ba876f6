//! The park's output month by month: incumbents by the seasons of their industries, with what has been reported of the months
//! that are over (MODEL sections 4 and 5), projects by their ramps (section 7). In every trial the months of a year add up to
//! its output.

use super::exits::Exits;
use super::growth::Factors;
use super::lanes::{add, add_scaled};
use super::projects::{History, Projects};
use super::{Month, NEVER, Trials};
use crate::plan::{MonthRow, Plan, Rows, Season};
use crate::random::{LANES, Lanes};
use crate::wide::each;
use std::ops::RangeInclusive;

/// Sums by industry from which months follow.
#[derive(Debug)]
pub(super) struct MonthlyOutput {
    /// Output in the year at hand of incumbents of which no month is known.
    whole: Vec<Lanes>,
    /// Output to date of the others.
    reported: Vec<Lanes>,
    /// Their output in the rest of the year.
    to_come: Vec<Lanes>,
    /// Change of the projects' output at capacity from the month before, by month and industry, before seasons.
    steps: Vec<Lanes>,
}

impl MonthlyOutput {
    pub fn new(plan: &Plan) -> Self {
        let rows = |n: usize| vec![[0.0; LANES]; n];
        let industries = plan.industries.len();
        Self {
            whole: rows(industries),
            reported: rows(industries),
            to_come: rows(industries),
            steps: rows(plan.months * industries),
        }
    }

    /// Output of incumbents in every month. Exits are drawn, and expansions have not yet added to the outputs.
    #[inline(always)]
    pub fn spread_incumbents(&mut self, trials: Trials<'_>, exits: &Exits, rows: &mut Rows<Lanes>) {
        for year in 0..trials.plan.years {
            self.sum_incumbents(trials, year, &rows.enterprise);
            for month in 12 * year + 1..=12 * (year + 1) {
                for &exit in exits.in_month(month) {
                    self.spread_closed(trials, (year, month), exit, rows);
                }
            }
            self.spread_year(trials.plan, year, &mut rows.month);
        }
    }

    /// Adds up the output of a year by industry.
    #[inline(always)]
    fn sum_incumbents(&mut self, Trials { plan, values, .. }: Trials<'_>, year: usize, outputs: &[Lanes]) {
        for rows in [&mut self.whole, &mut self.reported, &mut self.to_come] {
            rows.fill([0.0; LANES]);
        }
        let outputs = &outputs[plan.layout.enterprise_year(year)];
        for (enterprise, output) in plan.enterprises.iter().zip(outputs) {
            let i = enterprise.industry;
            let known = plan.industries[i].season.cumulative[plan.known_months];
            match enterprise.to_date.filter(|_| year == 0 && known > 0.0) {
                None => add(&mut self.whole[i], output),
                Some((to_date, _)) => {
                    let to_date = values.lanes(to_date);
                    add(&mut self.reported[i], &to_date);
                    for lane in 0..LANES {
                        self.to_come[i][lane] += output[lane] - to_date[lane];
                    }
                }
            }
        }
    }

    /// Gives the output of an enterprise that closes in a month of the year to the months before that one.
    fn spread_closed(
        &mut self,
        Trials { plan, values, .. }: Trials<'_>,
        (year, month): (usize, usize),
        (lane, e): (usize, usize),
        rows: &mut Rows<Lanes>,
    ) {
        let enterprise = &plan.enterprises[e];
        let season = &plan.industries[enterprise.industry].season;
        let output = rows.enterprise[plan.layout.enterprise(year, e)][lane];
        let (closed, known) = ((month - 1) % 12, season.cumulative[plan.known_months]);
        let (first, output) = match enterprise.to_date.filter(|_| year == 0 && known > 0.0) {
            None => {
                self.whole[enterprise.industry][lane] -= output;
                (0, output)
            }
            Some((to_date, _)) => {
                let to_come = output - values.at(to_date, lane);
                self.to_come[enterprise.industry][lane] -= to_come;
                (plan.known_months, to_come)
            }
        };
        let share = season.cumulative[closed] - season.cumulative[first];
        if share <= 0.0 {
            return;
        }
        for m in first..closed {
            let row = plan.layout.month(12 * year + m + 1, MonthRow::Output);
            rows.month[row][lane] += output * season.shares[m] / share;
        }
    }

    /// Spreads the sums of a year over its months by the seasons of the industries.
    #[inline(always)]
    fn spread_year(&mut self, plan: &Plan, year: usize, months: &mut [Lanes]) {
        for (i, industry) in plan.industries.iter().enumerate() {
            let Season { shares, cumulative, .. } = &industry.season;
            let known = cumulative[plan.known_months];
            for (m, share) in shares.iter().enumerate() {
                let t = 12 * year + m + 1;
                let output = &mut months[plan.layout.month(t, MonthRow::Output)];
                add_scaled(output, *share, &self.whole[i]);
                if year > 0 || known <= 0.0 {
                    continue;
                }
                if m < plan.known_months {
                    add_scaled(output, share / known, &self.reported[i]);
                    let reported = &mut months[plan.layout.month(t, MonthRow::Reported)];
                    add_scaled(reported, share / known, &self.reported[i]);
                } else if known < 1.0 {
                    add_scaled(output, share / (1.0 - known), &self.to_come[i]);
                }
            }
        }
    }

    /// Adds the output of projects in every month.
    #[inline(always)]
    pub fn spread_projects(
        &mut self,
        trials: Trials<'_>,
        factors: &Factors,
        projects: &Projects,
        months: &mut [Lanes],
    ) {
        let plan = trials.plan;
        self.steps.fill([0.0; LANES]);
        self.follow_known(trials, projects);
        self.follow_arrivals(plan, projects);
        for (i, industry) in plan.industries.iter().enumerate() {
            let mut level = [0.0; LANES];
            for t in 1..=plan.months {
                add(&mut level, &self.steps[plan.layout.by_industry(t - 1, i)]);
                let factor = factors.of_projects(plan, (t - 1) / 12, i);
                let share = industry.season.shares[(t - 1) % 12];
                let output = &mut months[plan.layout.month(t, MonthRow::Output)];
                for lane in 0..LANES {
                    output[lane] += share * level[lane] * factor[lane];
                }
            }
        }
    }

    /// Notes the steps of known projects, in all trials of the block side by side.
    #[inline(always)]
    fn follow_known(&mut self, Trials { plan, values, .. }: Trials<'_>, projects: &Projects) {
        let steps = &mut self.steps[..];
        for (p, project) in plan.projects.iter().enumerate() {
            let known = projects.history(p);
            let (capacity, ramp) = (values.lanes(project.capacity), values.lanes(project.ramp));
            let ramp = each(|lane| ramp[lane] as Month);
            let ramps = plan.industries[project.industry].ramps(project.ramp_shape);
            let mut before = [0.0; LANES];
            for month in changing(&known, &ramp, plan.months as Month) {
                let level = ramps.levels(&ramp, &each(|lane| month - known.operate[lane]));
                let level = each(|lane| {
                    // Both are looked at in every trial: a branch would keep the loop from being one of vectors.
                    let operates = (known.operate[lane] <= month) & (month < known.stop[lane]);
                    if operates { capacity[lane] * level[lane] } else { 0.0 }
                });
                let step = &mut steps[plan.layout.by_industry(month as usize - 1, project.industry)];
                for lane in 0..LANES {
                    step[lane] += level[lane] - before[lane];
                }
                before = level;
            }
        }
    }

    /// Notes the steps of the projects that channels have signed, which never stop.
    fn follow_arrivals(&mut self, plan: &Plan, projects: &Projects) {
        let (arrivals, end, industries) = (&projects.arrivals, plan.months as Month, plan.industries.len());
        let operate = &projects.operate[plan.projects.len() * LANES..];
        for (c, channel) in plan.channels.iter().enumerate() {
            let ramps = plan.industries[channel.industry].ramps(channel.ramp_shape);
            let next = arrivals.first.get(c + 1).copied().unwrap_or(arrivals.lanes.len());
            for a in (arrivals.first[c]..next).filter(|&a| operate[a] <= end) {
                let (lane, capacity) = (arrivals.lanes[a] as usize % LANES, arrivals.capacity[a]);
                let first = plan.layout.by_industry(operate[a] as usize - 1, channel.industry);
                let months = self.steps[first..].iter_mut().step_by(industries);
                let mut before = 0.0;
                for (step, level) in months.zip(ramps.rise(arrivals.ramp[a])) {
                    let level = capacity * level;
                    step[lane] += level - before;
                    before = level;
                }
            }
        }
    }
}

/// The months of a run, up to its last one `end`, in which the level of a known project may change in some trial: from its first
/// month of operation until its ramp is over, or until it stops.
#[inline(always)]
fn changing(known: &History, ramp: &[Month; LANES], end: Month) -> RangeInclusive<Month> {
    let (mut first, mut last) = (NEVER, 0);
    for lane in 0..LANES {
        let (operate, stop) = (known.operate[lane], known.stop[lane]);
        first = first.min(operate);
        let rises = if operate <= end { operate.saturating_add(ramp[lane]).max(1) } else { 0 };
        last = last.max(rises).max(if stop <= end { stop } else { 0 });
    }
    first.max(1)..=last.min(end)
}

#[cfg(test)]
mod tests {
    use super::super::fixture::Baseline;
    use super::*;

    /// Month by month, each known project makes its capacity times its ramp from its first month of operation until it stops,
    /// whether it began before the run, in it or not at all, and whether it stops while it ramps up or later.
    #[test]
    fn months_of_known_projects_follow_their_ramps() {
        let baseline = Baseline::with(|scenario| scenario.channels.clear());
        let (plan, trials, factors) = (&baseline.plan, baseline.trials(), baseline.factors());
        let mut projects = Projects::new(plan);
        projects.begin_block(plan, &baseline.values);
        for p in 0..plan.projects.len() {
            for lane in 0..LANES {
                let operate = (7 * p + lane) as Month % 40 - 12;
                projects.operate[p * LANES + lane] = operate;
                if (p + lane) % 3 == 0 {
                    projects.stop[p][lane] = operate.max(0) + 1 + (p + lane) as Month % 11;
                }
            }
        }
        let mut months = plan.layout.rows(|n| vec![[0.0; LANES]; n]).month;
        MonthlyOutput::new(plan).spread_projects(trials, &factors, &projects, &mut months);
        for (t, lane) in (1..=plan.months).flat_map(|t| (0..LANES).map(move |lane| (t, lane))) {
            let of_project = |p: usize| {
                let (project, known, month) = (&plan.projects[p], projects.history(p), t as Month);
                if month < known.operate[lane] || month >= known.stop[lane] {
                    return 0.0;
                }
                let (industry, ramp) =
                    (&plan.industries[project.industry], baseline.values.at(project.ramp, lane));
                let level = industry
                    .ramps(project.ramp_shape)
                    .levels(&[ramp as Month], &[month - known.operate[lane]])[0];
                let factor = factors.of_projects(plan, (t - 1) / 12, project.industry)[lane];
                industry.season.shares[(t - 1) % 12]
                    * baseline.values.at(project.capacity, lane)
                    * level
                    * factor
            };
            let expected: f64 = (0..plan.projects.len()).map(of_project).sum();
            let output = months[plan.layout.month(t, MonthRow::Output)][lane];
            assert!((output - expected).abs() < 1e-9, "{t}, {lane}: {output}, {expected}");
        }
    }
}
