//! Figures of the base year, beside which those of a target's year are set.

use crate::results::{Results, TargetResult};
use crate::scenario::{
    Comparison, Condition, Enterprise, EnterpriseMetric, Field, IndustryIx, IndustryMetric, Measure, Metric,
    NumericTest, ParkMetric, ResourceIx, Scenario,
};

/// Output from which an enterprise is above scale (规上), 亿元.
const ABOVE_SCALE: f64 = 0.2;
/// 万元 in 亿元.
const WAN: f64 = 10_000.0;

/// Figure that a target looks at, in the base year and the model's unit, uncertain quantities by their means; `None` where the
/// scenario does not tell it, or changes what it is made of.
pub fn now(results: &Results, scenario: &Scenario, target: &TargetResult) -> Option<f64> {
    let measure = &scenario.targets.iter().find(|one| one.id == target.id)?.measure;
    let moves = |change: &crate::scenario::Change| {
        let fields = [Field::Output, Field::Land, Field::Tax, Field::TaxRate];
        change.sites.iter().any(|site| fields.contains(&site.field))
    };
    if scenario.changes.iter().any(moves) {
        return None;
    }
    let firms = &scenario.enterprises;
    match measure {
        Measure::CountEnterprises(condition) => {
            let held: Option<Vec<bool>> = firms.iter().map(|firm| holds(condition, firm, scenario)).collect();
            Some(held?.into_iter().filter(|held| *held).count() as f64)
        }
        Measure::CountIndustries(condition) => {
            let of = |i: usize| {
                let is_named = condition.industry.is_none_or(|wanted| wanted.0 == i);
                let value = |metric| industry(scenario, IndustryIx(i), metric);
                Some(is_named && all_hold(&condition.tests, value)?)
            };
            let held: Option<Vec<bool>> = (0..scenario.industries.len()).map(of).collect();
            Some(held?.into_iter().filter(|held| *held).count() as f64)
        }
        Measure::Park(metric) => park(results, scenario, *metric),
        Measure::Industry(i, metric) => industry(scenario, *i, *metric),
        Measure::Enterprise(e, metric) => enterprise(&firms[e.0], scenario, *metric),
    }
}

fn park(results: &Results, scenario: &Scenario, metric: ParkMetric) -> Option<f64> {
    let firms = &scenario.enterprises;
    let sum =
        |of: EnterpriseMetric| firms.iter().map(|firm| enterprise(firm, scenario, of)).sum::<Option<f64>>();
    let output = || Some(results.output_parts.first()?.base);
    let large = || firms.iter().map(|firm| firm.output.mean()).filter(|output| *output >= ABOVE_SCALE);
    match metric {
        ParkMetric::Output => output(),
        ParkMetric::AboveScaleOutput => Some(large().sum()),
        ParkMetric::AboveScaleEnterprises => Some(large().count() as f64),
        ParkMetric::Tax => sum(EnterpriseMetric::Tax),
        ParkMetric::OutputPerMu => per_mu(output()? * WAN, sum(EnterpriseMetric::Land)?),
        ParkMetric::TaxPerMu => per_mu(sum(EnterpriseMetric::Tax)?, sum(EnterpriseMetric::Land)?),
        ParkMetric::Land => sum(EnterpriseMetric::Land),
        ParkMetric::LandFree => Some(scenario.resources[ResourceIx::LAND.0].available.mean()),
        // What accumulates begins with nothing.
        ParkMetric::LandReclaimed
        | ParkMetric::ProjectsSigned
        | ParkMetric::ProjectsStarted
        | ParkMetric::ProjectsOperating
        | ParkMetric::ProjectsLost
        | ParkMetric::Exits => Some(0.0),
        ParkMetric::Growth | ParkMetric::Free(_) | ParkMetric::Used(_) => None,
    }
}

fn industry(scenario: &Scenario, i: IndustryIx, metric: IndustryMetric) -> Option<f64> {
    let members = scenario.enterprises.iter().filter(|firm| firm.industry == i);
    match metric.spec()?.key {
        "output" => Some(members.map(|firm| firm.output.mean()).sum()),
        "enterprises" => Some(members.count() as f64),
        _ => None,
    }
}

fn enterprise(firm: &Enterprise, scenario: &Scenario, metric: EnterpriseMetric) -> Option<f64> {
    let (output, land) = (firm.output.mean(), firm.land.mean());
    let tax = || match &firm.tax {
        Some(tax) => tax.mean(),
        None => {
            let industry = &scenario.industries[firm.industry.0];
            output * WAN * firm.tax_rate.as_ref().unwrap_or(&industry.tax_rate).mean()
        }
    };
    match metric {
        EnterpriseMetric::Output => Some(output),
        EnterpriseMetric::Land => Some(land),
        EnterpriseMetric::Tax => Some(tax()),
        EnterpriseMetric::OutputPerMu => per_mu(output * WAN, land),
        EnterpriseMetric::TaxPerMu => per_mu(tax(), land),
        EnterpriseMetric::Growth => None,
    }
}

fn per_mu(amount: f64, land: f64) -> Option<f64> {
    (land > 0.0).then(|| amount / land)
}

/// True if an enterprise fulfils a condition in the base year; `None` where that cannot be told. What has no land has no figure per
/// 亩, of which no comparison holds.
fn holds(condition: &Condition, firm: &Enterprise, scenario: &Scenario) -> Option<bool> {
    let is_marked = condition.industry.is_none_or(|wanted| wanted == firm.industry)
        && condition.zone.as_ref().is_none_or(|zone| firm.zone.as_ref() == Some(zone))
        && condition.name.as_ref().is_none_or(|name| firm.name.name == *name)
        && condition.tags.iter().all(|tag| firm.tags.contains(tag));
    let value = |metric| match metric {
        EnterpriseMetric::Growth => None,
        metric => Some(enterprise(firm, scenario, metric).unwrap_or(f64::NAN)),
    };
    Some(is_marked && all_hold(&condition.tests, value)?)
}

fn all_hold<M: Copy>(tests: &[NumericTest<M>], value: impl Fn(M) -> Option<f64>) -> Option<bool> {
    let mut all = true;
    for test in tests {
        all &= Comparison::holds(test.comparison, value(test.metric)?, test.threshold);
    }
    Some(all)
}
