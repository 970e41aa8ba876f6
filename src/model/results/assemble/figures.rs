//! The figures that charts show besides targets and statistics by year.

use super::*;
use crate::plan::{BridgeRow, MonthRow, StatusRow};
use crate::results::interval::{apart, probability};
use crate::summary::Crossings;

impl Assembly<'_> {
    /// The target judged at the end of each year, given its probability in its own.
    pub(super) fn by_year(&self, t: usize, own: usize, probability: Probability) -> Vec<YearChance> {
        let others = self.plan.years - 1;
        let of_year = |y: usize| {
            let row = t * others + y - usize::from(y > own);
            let other = || rounded_probability(self.estimates.other_year(row).probability);
            let probability = if y == own { probability } else { other() };
            YearChance { year: self.year(y), probability }
        };
        if others > 0 { (0..=others).map(of_year).collect() } else { Vec::new() }
    }

    pub(super) fn reached(&self) -> Vec<f64> {
        if self.plan.targets.is_empty() {
            return Vec::new();
        }
        self.summary.reached.iter().map(|&n| self.share(n)).collect()
    }

    pub(super) fn output_bridge(&self, y: usize) -> OutputBridge {
        let stat = |row| self.stat(&self.summary.rows.bridge[self.plan.layout.bridge(y, row)]);
        OutputBridge {
            year: self.year(y),
            base: significant(self.summary.base.read() / self.summary.trials as f64),
            growth: stat(BridgeRow::Growth),
            exits: stat(BridgeRow::Exits),
            projects: stat(BridgeRow::Projects),
            arrivals: stat(BridgeRow::Arrivals),
            expansions: stat(BridgeRow::Expansions),
        }
    }

    pub(super) fn project_status(&self) -> Option<ProjectStatus> {
        let (plan, summary) = (self.plan, self.summary);
        let layout = &plan.layout;
        let status = |row| self.stat(&summary.rows.status[layout.status(row)]);
        let signed = layout.park(plan.years - 1, ParkMetric::ProjectsSigned);
        let signed = self.stat(&summary.rows.park[signed]);
        let mut losses = summary.arrival_losses.clone();
        summary.projects.iter().for_each(|tally| losses.merge(&tally.losses));
        let lost = losses.iter().filter(|(_, n)| *n > 0);
        (signed.mean > 0.0).then(|| ProjectStatus {
            signed,
            preparing: status(StatusRow::Preparing),
            waiting: self.stat(&summary.rows.month[layout.month(plan.months, MonthRow::Waiting)]),
            building: status(StatusRow::Building),
            operating: status(StatusRow::Operating),
            stopped: status(StatusRow::Stopped),
            lost: lost.map(|(loss, n)| (self.reason(loss), self.share(n))).collect(),
        })
    }

    /// The park's output of a month, the known ones among them.
    pub(super) fn month_of_output(&self, t: usize) -> OutputMonth {
        let of = |row| &self.summary.rows.month[self.plan.layout.month(t, row)];
        OutputMonth {
            month: self.scenario.month_name(t),
            output: self.stat(of(MonthRow::Output)),
            reported: self.stat(of(MonthRow::Reported)).mean,
        }
    }

    /// Enterprises on whose crossing targets that may or may not be reached depend.
    pub(super) fn pivotal(&self) -> Vec<PivotalResult> {
        let trials = self.summary.trials;
        let of_target = |crossings: &Crossings| {
            let target = &self.scenario.targets[crossings.target];
            let hits = self.summary.outcomes.total().targets[crossings.target];
            let counts = crossings.crossed.iter().zip(&crossings.reached).zip(&crossings.incumbents);
            let mut list: Vec<PivotalResult> = counts
                .filter(|((crossed, _), _)| (1..trials).contains(crossed) && (1..trials).contains(&hits))
                .map(|((&crossed, &reached), &e)| {
                    let with = probability(reached, crossed);
                    let without = probability(hits - reached, trials - crossed);
                    let (gain, ci95) = apart(&with, &without);
                    let enterprise = &self.scenario.enterprises[e];
                    let (base, threshold) = (enterprise.output.mean(), crossings.threshold);
                    let missing = Some(threshold - base).filter(|missing| *missing > 0.0);
                    let growth = libm::pow(threshold / base, 1.0 / target.year as f64) - 1.0;
                    PivotalResult {
                        target: target.id.clone(),
                        name: enterprise.name.clone(),
                        threshold,
                        crosses: self.share(crossed),
                        with: significant(with.probability),
                        without: significant(without.probability),
                        gain: significant(gain),
                        ci95: ci95.map(significant),
                        missing: missing.map(significant),
                        growth_needed: missing.filter(|_| base > 0.0).map(|_| significant(growth)),
                    }
                })
                .collect();
            list.sort_by(|a, b| b.gain.total_cmp(&a.gain));
            list
        };
        self.summary.crossings.iter().flat_map(of_target).collect()
    }

    pub(super) fn route(&self, r: usize) -> RouteResult {
        let route = &self.scenario.routes[self.plan.routes[r]];
        let layout = &self.plan.layout;
        let land = |y| self.stat(&self.summary.rows.routes[layout.route(y, r)]);
        RouteResult {
            id: route.id.clone(),
            name: route.name.clone(),
            years: (0..self.plan.years).map(|y| RouteYear { year: self.year(y), land: land(y) }).collect(),
        }
    }

    /// Quantiles of the park's output in every year, then of the metrics that targets look at, as far as their distribution
    /// is kept.
    pub(super) fn quantiles(&self) -> Vec<QuantileResult> {
        let output = Measure::Park(ParkMetric::Output);
        let outputs = (0..self.plan.years).map(|y| (&output, y));
        let targets = self.scenario.targets.iter().map(|target| (&target.measure, target.year - 1));
        let mut list: Vec<QuantileResult> = Vec::new();
        for (measure, y) in outputs.chain(targets) {
            let MeasureFacts::Metric { metric, .. } = self.measure(measure) else { continue };
            let (year, spread) =
                (self.year(y), self.spread(measure, y).filter(|spread| spread.defined() > 0));
            let is_known = list.iter().any(|known| (&known.measure, known.year) == (&metric, year));
            let Some(spread) = spread.filter(|_| !is_known) else { continue };
            let levels: [f64; QUANTILES] = std::array::from_fn(|i| (i as f64 + 0.5) / QUANTILES as f64);
            let values = spread.quantiles(levels).map(significant).into();
            list.push(QuantileResult { measure: metric, year, values });
        }
        list
    }

    /// The spread of a figure at a year's end; of enterprises only that of their output is kept.
    fn spread(&self, measure: &Measure, y: usize) -> Option<&Distribution> {
        let (layout, rows) = (&self.plan.layout, &self.summary.rows);
        match measure {
            Measure::Park(metric) => Some(&rows.park[layout.park(y, *metric)]),
            Measure::Industry(i, metric) => Some(&rows.industry[layout.industry(y, i.0, *metric)]),
            Measure::Enterprise(e, EnterpriseMetric::Output) => {
                Some(&rows.enterprise[layout.enterprise(y, e.0)])
            }
            Measure::Enterprise(..) | Measure::CountEnterprises(_) | Measure::CountIndustries(_) => None,
        }
    }
}
