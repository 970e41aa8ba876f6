//! Which things match the parts of a condition that are known beforehand: industry, zone, name and tags.

use super::MeasurePlan;
use crate::scenario::{Condition, Measure, Scenario};

/// True if something with these properties matches all but the comparisons of metrics.
pub fn matches<M>(
    condition: &Condition<M>,
    industry: usize,
    zone: Option<&str>,
    name: Option<&str>,
    tags: &[String],
) -> bool {
    condition.industry.is_none_or(|wanted| wanted.0 == industry)
        && condition.zone.as_deref().is_none_or(|wanted| zone == Some(wanted))
        && condition.name.as_deref().is_none_or(|wanted| name == Some(wanted))
        && condition.tags.iter().all(|wanted| tags.contains(wanted))
}

/// Compiles what a target looks at.
pub fn measure(scenario: &Scenario, measure: &Measure) -> MeasurePlan {
    match measure {
        Measure::CountEnterprises(condition) => count_enterprises(scenario, condition),
        Measure::CountIndustries(condition) => MeasurePlan::CountIndustries {
            tests: condition.tests.clone(),
            industries: (0..scenario.industries.len())
                .filter(|&i| matches(condition, i, None, Some(&scenario.industries[i].name.name), &[]))
                .collect(),
        },
        Measure::Park(metric) => MeasurePlan::Park(*metric),
        Measure::Industry(industry, metric) => MeasurePlan::Industry(industry.0, *metric),
        Measure::Enterprise(enterprise, metric) => MeasurePlan::Enterprise(enterprise.0, *metric),
    }
}

fn count_enterprises(scenario: &Scenario, condition: &Condition) -> MeasurePlan {
    MeasurePlan::CountEnterprises {
        tests: condition.tests.clone(),
        tests_output: condition.tests_output(),
        incumbents: (0..scenario.enterprises.len())
            .filter(|&e| {
                let enterprise = &scenario.enterprises[e];
                let name = Some(enterprise.name.name.as_str());
                matches(condition, enterprise.industry.0, enterprise.zone.as_deref(), name, &enterprise.tags)
            })
            .collect(),
        projects: scenario
            .projects
            .iter()
            .map(|project| {
                let name = Some(project.name.name.as_str());
                project.enterprise.is_none()
                    && matches(condition, project.industry.0, project.zone.as_deref(), name, &project.tags)
            })
            .collect(),
        channels: scenario
            .channels
            .iter()
            .map(|channel| {
                matches(condition, channel.industry.0, channel.zone.as_deref(), None, &channel.tags)
            })
            .collect(),
    }
}
