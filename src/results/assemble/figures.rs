//! The figures that charts show besides targets and statistics by year.

use super::*;

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

    pub(super) fn output_parts(&self, y: usize) -> OutputParts {
        let parts = &self.summary.parts[y * PART_ROWS..][..PART_ROWS];
        OutputParts {
            year: self.year(y),
            base: significant(self.summary.base.read() / self.summary.trials as f64),
            growth: self.stat(&parts[0]),
            exits: self.stat(&parts[1]),
            projects: self.stat(&parts[2]),
            arrivals: self.stat(&parts[3]),
            expansions: self.stat(&parts[4]),
        }
    }

    pub(super) fn fates(&self) -> Option<Fates> {
        let (plan, summary) = (self.plan, self.summary);
        let signed = self.stat(self.spread(&Measure::Park(ParkMetric::ProjectsSigned), plan.years - 1)?);
        let mut losses = summary.arrival_losses.clone();
        summary.projects.iter().for_each(|tally| losses.merge(&tally.losses));
        let lost = losses.iter().filter(|(_, n)| *n > 0);
        (signed.mean > 0.0).then(|| Fates {
            signed,
            preparing: self.stat(&summary.fates[0]),
            waiting: self.stat(&summary.month[(plan.months - 1) * MONTH_ROWS + 3]),
            building: self.stat(&summary.fates[1]),
            operating: self.stat(&summary.fates[2]),
            stopped: self.stat(&summary.fates[3]),
            lost: lost.map(|(loss, n)| (self.reason(loss), self.share(n))).collect(),
        })
    }

    pub(super) fn route(&self, r: usize) -> RouteResult {
        let route = &self.scenario.routes[self.plan.routes[r]];
        let of_route = self.summary.routes[r..].iter().step_by(self.plan.routes.len()).enumerate();
        RouteResult {
            id: route.id.clone(),
            name: route.name.clone(),
            years: of_route
                .map(|(y, land)| RouteYear { year: self.year(y), land: self.stat(land) })
                .collect(),
        }
    }

    /// Of the park's output in every year, then of the figures that targets look at, as far as their spread is kept.
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
        let (plan, summary) = (self.plan, self.summary);
        match measure {
            Measure::Park(metric) => {
                let row = park_metrics(plan.resources()).iter().position(|one| one == metric)?;
                summary.park.get(y * plan.park_rows() + row)
            }
            Measure::Industry(i, metric) => {
                let row = match metric {
                    IndustryMetric::Output => 0,
                    IndustryMetric::Growth => 1,
                    IndustryMetric::Enterprises => 2,
                };
                summary.industry.get((y * plan.industries.len() + i.0) * INDUSTRY_ROWS + row)
            }
            Measure::Enterprise(e, Metric::Output) => {
                summary.enterprise.get(y * plan.enterprises.len() + e.0)
            }
            Measure::Enterprise(..) | Measure::CountEnterprises(_) | Measure::CountIndustries(_) => None,
        }
    }
}
