//! Sizes that the scenario's figures have at present, to which thresholds are compared. They are rough: known values
//! before changes, medians of uncertain ones. What they are compared with is wrong by a factor of thousands.

use crate::scenario::figure::{output_per_mu, tax_per_mu};
use crate::scenario::units::WAN_PER_YI;
use crate::scenario::{
    Enterprise, EnterpriseIx, EnterpriseMetric, IndustryIx, IndustryMetric, ParkMetric, Project, Scenario,
};

/// Growth a year that a park may have for long.
const FAST_GROWTH: f64 = 1.25;

/// Smallest and largest size of a figure that is to be expected.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Expected {
    /// The smallest, above 0.
    pub(super) low: f64,
    /// The largest.
    pub(super) high: f64,
}

impl Expected {
    /// The sizes above 0 among these; `None` where there are none.
    fn of(sizes: impl Iterator<Item = f64>) -> Option<Self> {
        sizes.filter(|size| *size > 0.0 && size.is_finite()).fold(None, |known: Option<Self>, size| {
            let Self { low, high } = known.unwrap_or(Self { low: size, high: size });
            Some(Self { low: low.min(size), high: high.max(size) })
        })
    }

    fn times(self, factor: f64) -> Self {
        Self { high: self.high * factor, ..self }
    }
}

/// What an enterprise or a project has: output in 亿元, tax in 万元, land in 亩.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Size {
    pub(super) output: f64,
    pub(super) tax: f64,
    pub(super) land: f64,
}

impl Size {
    /// Of an enterprise in the base year, its tax by the rate where it has none of its own.
    pub(super) fn of_enterprise(enterprise: &Enterprise, scenario: &Scenario) -> Self {
        let output = enterprise.output.median();
        let industry = scenario.industries.get(enterprise.industry.0);
        let rate = enterprise.tax_rate.as_ref().or(industry.map(|industry| &industry.tax_rate));
        let by_rate = || rate.map_or(0.0, |rate| output * WAN_PER_YI * rate.median());
        let tax = enterprise.tax.as_ref().map_or_else(by_rate, |tax| tax.median());
        Self { output, tax, land: enterprise.land.median() }
    }

    /// Of a project at full production.
    pub(super) fn of_project(project: &Project, scenario: &Scenario) -> Self {
        let output = project.life.capacity.median();
        let rate = scenario.industries.get(project.industry.0).map_or(0.0, |i| i.tax_rate.median());
        let land = project.life.needs.iter().find(|(resource, _)| resource.0 == 0);
        Self {
            output,
            tax: output * WAN_PER_YI * rate,
            land: land.map_or(0.0, |(_, amount)| amount.median()),
        }
    }

    fn add(&mut self, other: Self) {
        self.output += other.output;
        self.tax += other.tax;
        self.land += other.land;
    }

    /// A metric; NaN where it is undefined.
    pub(super) fn of_metric(self, metric: EnterpriseMetric) -> f64 {
        match metric {
            EnterpriseMetric::Output => self.output,
            EnterpriseMetric::Growth => f64::NAN,
            EnterpriseMetric::Tax => self.tax,
            EnterpriseMetric::Land => self.land,
            EnterpriseMetric::OutputPerMu => output_per_mu(self.output, self.land),
            EnterpriseMetric::TaxPerMu => tax_per_mu(self.tax, self.land),
        }
    }
}

/// The sizes of a scenario at present.
pub(super) struct Present {
    enterprises: Vec<(IndustryIx, Size)>,
    projects: Vec<(IndustryIx, Option<EnterpriseIx>, Size)>,
    /// All that channels are expected to sign in the run, by industry.
    arrivals: Vec<(IndustryIx, Size)>,
    /// How much all may grow until the end of the run.
    growth: f64,
}

impl Present {
    /// Of a scenario.
    pub(super) fn of(scenario: &Scenario) -> Self {
        let enterprises = scenario.enterprises.iter();
        let projects = scenario.projects.iter();
        let channels = scenario.channels.iter().map(|channel| {
            let output = channel.life.capacity.median() * channel.rate.median() * scenario.years() as f64;
            (channel.industry, Size { output, ..Size::default() })
        });
        Self {
            enterprises: enterprises.map(|e| (e.industry, Size::of_enterprise(e, scenario))).collect(),
            projects: projects.map(|p| (p.industry, p.enterprise, Size::of_project(p, scenario))).collect(),
            arrivals: channels.collect(),
            growth: libm::pow(FAST_GROWTH, f64::from(scenario.years() as u32)),
        }
    }

    /// Of a sum over what `is_in` says, from what is there to all that may come.
    fn sum(&self, is_in: impl Fn(IndustryIx) -> bool, of: impl Fn(Size) -> f64) -> Option<Expected> {
        let mut now = Size::default();
        self.enterprises.iter().filter(|(i, _)| is_in(*i)).for_each(|(_, size)| now.add(*size));
        let mut later = now;
        self.projects.iter().filter(|(i, ..)| is_in(*i)).for_each(|(.., size)| later.add(*size));
        self.arrivals.iter().filter(|(i, _)| is_in(*i)).for_each(|(_, size)| later.add(*size));
        Expected::of([of(now), of(later)].into_iter()).map(|expected| expected.times(self.growth))
    }

    /// Of a metric of the park.
    pub(super) fn park(&self, metric: ParkMetric) -> Option<Expected> {
        let like = match metric {
            ParkMetric::Output | ParkMetric::AboveScaleOutput => EnterpriseMetric::Output,
            ParkMetric::Tax => EnterpriseMetric::Tax,
            ParkMetric::Land => EnterpriseMetric::Land,
            ParkMetric::OutputPerMu => EnterpriseMetric::OutputPerMu,
            ParkMetric::TaxPerMu => EnterpriseMetric::TaxPerMu,
            _ => return None,
        };
        self.sum(|_| true, |size| size.of_metric(like))
    }

    /// Of a metric of an industry.
    pub(super) fn industry(&self, industry: IndustryIx, metric: IndustryMetric) -> Option<Expected> {
        (metric == IndustryMetric::Output).then(|| self.sum(|i| i == industry, |size| size.output)).flatten()
    }

    /// Of a metric of one enterprise.
    pub(super) fn enterprise(&self, enterprise: EnterpriseIx, metric: EnterpriseMetric) -> Option<Expected> {
        let (_, size) = self.enterprises.get(enterprise.0)?;
        let mut later = *size;
        let expansions = self.projects.iter().filter(|(_, of, _)| *of == Some(enterprise));
        expansions.for_each(|(.., size)| later.add(*size));
        let sizes = [size.of_metric(metric), later.of_metric(metric)];
        Expected::of(sizes.into_iter()).map(|expected| expected.times(self.growth))
    }

    /// Of a metric of enterprises, whichever they are.
    pub(super) fn any_enterprise(&self, metric: EnterpriseMetric) -> Option<Expected> {
        let enterprises = self.enterprises.iter().map(|(_, size)| size);
        let projects = self.projects.iter().map(|(.., size)| size);
        Expected::of(enterprises.chain(projects).map(|size| size.of_metric(metric)))
            .map(|expected| expected.times(self.growth))
    }

    /// Of the output of industries, whichever they are.
    pub(super) fn any_industry(&self, metric: IndustryMetric) -> Option<Expected> {
        let industries = self.enterprises.iter().map(|(industry, _)| *industry);
        let expected: Vec<Expected> = industries.filter_map(|i| self.industry(i, metric)).collect();
        Expected::of(expected.iter().flat_map(|e| [e.low, e.high]))
    }
}
