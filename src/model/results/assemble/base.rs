//! Base-year output as the run begins with it: after the scenario's changes and those of the mix.

use crate::scenario::{Change, ChangeOp, Field, PolicyIx, Scenario, Site, Subject};

/// Mean base-year output of an enterprise after the changes in force from the first month on, 亿元 (MODEL section 10). What is
/// uncertain is independent, so that means multiply and add up; a multiplier at part of its dose counts by the power of its mean.
pub(super) fn output(scenario: &Scenario, doses: &[(PolicyIx, f64)], enterprise: usize) -> f64 {
    let site = Site { subject: Subject::Enterprise(enterprise), field: Field::Output };
    let (mut base, mut factor, mut addend) = (scenario.enterprises[enterprise].output.mean(), 1.0, 0.0);
    let mut apply = |change: &Change, dose: f64| {
        let times = change.sites.iter().filter(|reached| **reached == site).count();
        for _ in 0..times {
            let effect = change.effect.mean();
            match change.op {
                ChangeOp::Set => base = effect,
                ChangeOp::Multiply => factor *= libm::pow(effect, dose),
                ChangeOp::Add => addend += dose * effect,
            }
        }
    };
    scenario.changes.iter().for_each(|change| apply(change, 1.0));
    let first = scenario.park.known_months + 1;
    for &(policy, dose) in doses.iter().filter(|(_, dose)| *dose > 0.0) {
        let policy = &scenario.policies[policy.0];
        if policy.from.is_none_or(|from| from <= first) {
            policy.changes.iter().for_each(|change| apply(change, dose));
        }
    }
    (base * factor + addend).max(0.0)
}
