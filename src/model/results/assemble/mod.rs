//! From a summary to results.

mod base;
mod figures;

use super::estimate::{Estimate, Estimates};
use super::*;
use crate::plan::{MonthRow, Plan};
use crate::program::Program;
use crate::scenario::{
    EnterpriseMetric, Goal, IndustryMetric, Measure, Metric, ParkMetric, PolicyIx, Scenario,
    Target as ScenarioTarget,
};
use crate::summary::{Distribution, Summary};
use crate::trial::Loss;
use rayon::prelude::*;
use sha2::{Digest, Sha256};

/// Quantiles by which a distribution is told.
const QUANTILES: usize = 100;

/// Facts of a run beside the scenario.
#[derive(Debug, Clone)]
pub struct RunFacts {
    /// Seed.
    pub seed: u64,
    /// Place of the mix among the scenario's.
    pub mix: Option<usize>,
    /// Id of what tables and charts lead with, where one is named.
    pub headline: Option<String>,
    /// Trials asked for.
    pub trials: u64,
    /// End of the run, if it went by precision or time.
    pub stopping: Option<Stopping>,
}

/// Reads everything that is reported off a summary of at least one trial.
pub fn assemble(scenario: &Scenario, plan: &Plan, summary: &Summary, run: RunFacts) -> Results {
    let a = Assembly {
        scenario,
        mix: run.mix,
        plan,
        summary,
        estimates: Estimates::new(&summary.outcomes, run.stopping.map(|stopping| stopping.looks)),
    };
    Results {
        schema: SCHEMA,
        provenance: a.provenance(run),
        scenario: scenario_facts(scenario),
        targets: scenario.targets.iter().enumerate().map(|(t, target)| a.target(t, target)).collect(),
        goals: a.goals(),
        reached: a.reached(),
        scores: a.scores(),
        park: (0..plan.years).map(|y| a.park_year(y)).collect(),
        output_parts: (0..plan.years).map(|y| a.output_bridge(y)).collect(),
        industries: (0..plan.industries.len()).into_par_iter().map(|i| a.industry(i)).collect(),
        enterprises: (0..plan.enterprises.len()).into_par_iter().map(|e| a.enterprise(e)).collect(),
        projects: (0..plan.projects.len()).map(|p| a.project(p)).collect(),
        fates: a.project_status(),
        routes: (0..plan.routes.len()).map(|r| a.route(r)).collect(),
        counts: a.counts(),
        pivotal: a.pivotal(),
        months: (plan.known_months + 1..=plan.months).into_par_iter().map(|t| a.month(t)).collect(),
        monthly_output: (1..=plan.months).into_par_iter().map(|t| a.month_of_output(t)).collect(),
        quantiles: a.quantiles(),
    }
}

/// Facts of a scenario that charts and tables tell.
pub fn scenario_facts(scenario: &Scenario) -> ScenarioFacts {
    let park = &scenario.park;
    ScenarioFacts {
        title: scenario.title.clone(),
        park: park.name.clone(),
        basis: park.basis.clone(),
        base_year: park.base_year,
        end_year: park.end_year,
        as_of: scenario.month_name(park.known_months),
        resources: scenario.resources.iter().map(resource_facts).collect(),
    }
}

fn resource_facts(resource: &crate::scenario::Resource) -> ResourceFacts {
    ResourceFacts { id: resource.id.clone(), name: resource.name.clone(), unit: resource.unit.clone() }
}

/// Cost of policies at doses, 万元: the sum of dose times cost (an uncertain cost by its mean).
pub fn cost(scenario: &Scenario, doses: &[(PolicyIx, f64)]) -> f64 {
    // An empty sum of floating-point numbers is -0.
    doses.iter().fold(0.0, |sum, &(policy, dose)| sum + dose * scenario.policies[policy.0].cost.mean())
}

/// SHA-256 of the scenario file.
pub fn scenario_sha256(scenario: &Scenario) -> String {
    scenario.inputs.first().map(|file| file.sha256.clone()).unwrap_or_default()
}

/// SHA-256 over every file that was read.
pub fn inputs_sha256(scenario: &Scenario) -> String {
    let mut inputs = Sha256::new();
    for file in &scenario.inputs {
        inputs.update(file.path.as_bytes());
        inputs.update(file.sha256.as_bytes());
    }
    inputs.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

struct Assembly<'a> {
    scenario: &'a Scenario,
    mix: Option<usize>,
    plan: &'a Plan,
    summary: &'a Summary,
    estimates: Estimates<'a>,
}

/// Numbers are reported to ten significant digits: far more than sampling allows, and few enough that the last
/// digit of a platform's own functions does not show.
pub(crate) fn significant(x: f64) -> f64 {
    const DIGITS: usize = 10;
    // Adding zero turns -0 into 0.
    format!("{x:.*e}", DIGITS - 1).parse().unwrap_or(x) + 0.0
}

pub(crate) fn rounded(stat: Stat) -> Stat {
    Stat {
        mean: significant(stat.mean),
        sd: significant(stat.sd),
        p05: significant(stat.p05),
        p25: significant(stat.p25),
        p50: significant(stat.p50),
        p75: significant(stat.p75),
        p95: significant(stat.p95),
        undefined: stat.undefined,
    }
}

pub(crate) fn rounded_probability(p: Probability) -> Probability {
    Probability {
        probability: significant(p.probability),
        ci95: p.ci95.map(significant),
        mcse: significant(p.mcse),
    }
}

/// An estimate, rounded, and how it was made.
fn reported(estimate: Estimate) -> (Probability, Method) {
    let probability = rounded_probability(estimate.probability);
    let variance_ratio = estimate.variance_ratio.map(significant);
    let anytime95 = estimate.anytime95.map(|interval| interval.map(significant));
    let method =
        Method { estimator: estimate.estimator, variance_ratio, effective_sample_size: None, anytime95 };
    (probability, method)
}

/// A metric of one of several things, as in "industries.textile.output".
fn metric_facts<M: Metric>(kind: &str, thing: &str, metric: M) -> MeasureFacts {
    let (key, unit) = metric.spec().map_or(("", ""), |spec| (spec.key, spec.unit()));
    MeasureFacts::Metric { metric: format!("{kind}.{thing}.{key}"), unit: unit.into() }
}

impl Assembly<'_> {
    fn figure(&self, spread: &Distribution) -> Figure {
        let nowhere = Figure::Undefined { undefined: self.summary.trials };
        spread.read().map_or(nowhere, |stat| Figure::Defined(rounded(stat)))
    }

    /// The statistics of a figure that every trial defines: amounts and counts.
    fn stat(&self, spread: &Distribution) -> Stat {
        let none =
            Stat { mean: 0.0, sd: 0.0, p05: 0.0, p25: 0.0, p50: 0.0, p75: 0.0, p95: 0.0, undefined: 0 };
        spread.read().map_or(none, rounded)
    }

    fn share(&self, hits: u64) -> f64 {
        significant(hits as f64 / self.summary.trials as f64)
    }

    fn year(&self, y: usize) -> i32 {
        self.scenario.park.base_year + 1 + y as i32
    }

    fn provenance(&self, run: RunFacts) -> Provenance {
        Provenance {
            program: Program::this(),
            scenario: self.scenario.stem.clone(),
            scenario_sha256: scenario_sha256(self.scenario),
            inputs_sha256: inputs_sha256(self.scenario),
            inputs: self.scenario.inputs.clone(),
            seed: run.seed,
            trials: self.summary.trials,
            sampling: if self.summary.outcomes.is_replicated() { "sobol" } else { "random" }.into(),
            conditional: self.summary.is_conditional(),
            trials_of_replicate: self.summary.outcomes.trials_of_replicate(),
            mix: run.mix.map(|mix| self.mix(mix)),
            headline: run.headline,
            stopping: run.stopping,
            interrupted: run.stopping.is_none() && self.summary.trials < run.trials,
        }
    }

    fn mix(&self, mix: usize) -> MixFacts {
        let mix = &self.scenario.mixes[mix];
        let policy = |ix: PolicyIx| &self.scenario.policies[ix.0];
        MixFacts {
            id: mix.id.clone(),
            name: mix.name.clone(),
            doses: mix.doses.iter().map(|&(p, dose)| (policy(p).id.clone(), dose)).collect(),
            cost: cost(self.scenario, &mix.doses),
        }
    }

    fn target(&self, t: usize, target: &ScenarioTarget) -> TargetResult {
        let (probability, method) = reported(self.estimates.target(t));
        TargetResult {
            id: target.id.clone(),
            name: target.name.clone(),
            year: self.year(target.year - 1),
            probability,
            method,
            measure: self.measure(&target.measure),
            at_least: target.bounds.at_least,
            at_most: target.bounds.at_most,
            by_year: self.by_year(t, target.year - 1, probability),
        }
    }

    fn measure(&self, measure: &Measure) -> MeasureFacts {
        match measure {
            Measure::CountEnterprises(_) => {
                MeasureFacts::Enterprises { output_thresholds: measure.output_thresholds() }
            }
            Measure::CountIndustries(_) => {
                MeasureFacts::Industries { output_thresholds: measure.output_thresholds() }
            }
            Measure::Park(metric) => MeasureFacts::Metric {
                metric: format!("park.{}", metric.key(self.scenario)),
                unit: metric.unit(self.scenario).into(),
            },
            Measure::Industry(i, metric) => {
                metric_facts("industries", &self.scenario.industries[i.0].id, *metric)
            }
            Measure::Enterprise(e, metric) => {
                metric_facts("enterprises", &self.scenario.enterprises[e.0].name.name, *metric)
            }
        }
    }

    fn goals(&self) -> Vec<GoalResult> {
        let every: Vec<usize> = (0..self.plan.targets.len()).collect();
        let (probability, method) = reported(self.estimates.goal(0, &every));
        let all = GoalResult { id: Goal::ALL.into(), name: all_targets(), probability, method };
        let own =
            self.scenario.goals.iter().zip(&self.plan.goals).enumerate().map(|(g, (goal, (targets, _)))| {
                let (probability, method) = reported(self.estimates.goal(g + 1, targets));
                GoalResult { id: goal.id.clone(), name: goal.name.clone(), probability, method }
            });
        std::iter::once(all).chain(own).collect()
    }

    fn scores(&self) -> Vec<ScoreResult> {
        let mut points = self.summary.rows.score_items.iter();
        let scores = self.scenario.scores.iter().enumerate();
        scores
            .map(|(s, score)| ScoreResult {
                id: score.id.clone(),
                name: score.name.clone(),
                full: significant(score.items.iter().map(|item| item.weight).sum()),
                value: self.stat(&self.summary.rows.scores[s]),
                at_least: score.at_least,
                reached: score.at_least.map(|_| reported(self.estimates.score(s)).0),
                items: (score.items.iter().zip(&mut points))
                    .map(|(item, points)| ScoreItemResult {
                        name: item.name.clone(),
                        year: self.year(item.year - 1),
                        weight: item.weight,
                        cap: item.cap,
                        points: self.stat(points),
                    })
                    .collect(),
            })
            .collect()
    }

    fn park_year(&self, y: usize) -> ParkYear {
        let layout = &self.plan.layout;
        let metric = |metric: ParkMetric| {
            (metric.key(self.scenario), self.figure(&self.summary.rows.park[layout.park(y, metric)]))
        };
        ParkYear { year: self.year(y), metrics: ParkMetric::all(layout.resources).map(metric).collect() }
    }

    fn industry(&self, i: usize) -> IndustryResult {
        let layout = &self.plan.layout;
        let spread = |y, metric| &self.summary.rows.industry[layout.industry(y, i, metric)];
        let industry = &self.scenario.industries[i];
        let members =
            (0..self.scenario.enterprises.len()).filter(|&e| self.scenario.enterprises[e].industry.0 == i);
        IndustryResult {
            id: industry.id.clone(),
            name: industry.name.clone(),
            base_output: significant(members.map(|e| self.base_output(e)).sum()),
            years: (0..self.plan.years)
                .map(|y| IndustryYear {
                    year: self.year(y),
                    output: self.stat(spread(y, IndustryMetric::Output)),
                    growth: self.figure(spread(y, IndustryMetric::Growth)),
                    enterprises: self.stat(spread(y, IndustryMetric::Enterprises)),
                })
                .collect(),
        }
    }

    fn base_output(&self, e: usize) -> f64 {
        base::output(self.scenario, self.scenario.doses(self.mix), e)
    }

    fn enterprise(&self, e: usize) -> EnterpriseResult {
        let thresholds = &self.plan.thresholds;
        let enterprise = &self.scenario.enterprises[e];
        EnterpriseResult {
            name: enterprise.name.clone(),
            industry: self.scenario.industries[enterprise.industry.0].id.clone(),
            base_output: significant(self.base_output(e)),
            years: (0..self.plan.years)
                .map(|y| {
                    let row = self.plan.layout.enterprise(y, e);
                    let reached = &self.summary.enterprise_reached[row * thresholds.len()..];
                    EnterpriseYear {
                        year: self.year(y),
                        output: self.stat(&self.summary.rows.enterprise[row]),
                        at_least: thresholds
                            .iter()
                            .zip(reached)
                            .map(|(t, &n)| (t.to_string(), self.share(n)))
                            .collect(),
                    }
                })
                .collect(),
        }
    }

    fn project(&self, p: usize) -> ProjectResult {
        let (tally, start) = (&self.summary.projects[p], &self.summary.rows.starts[p]);
        let start_month = start.read().map(|stat| Stat { undefined: 0, ..rounded(stat) });
        ProjectResult {
            name: self.scenario.projects[p].name.clone(),
            started: self.share(start.defined()),
            operating: self.share(tally.operated),
            lost: tally.losses.iter().map(|(loss, n)| (self.reason(loss), self.share(n))).collect(),
            start_month,
        }
    }

    /// Why a project was lost: "withdrawn", "closed" or the ids of the resources that were short.
    fn reason(&self, loss: Loss) -> String {
        match loss {
            Loss::WITHDRAWN => "withdrawn".into(),
            Loss::CLOSED => "closed".into(),
            short => {
                let ids: Vec<&str> =
                    short.resources().map(|r| self.scenario.resources[r].id.as_str()).collect();
                ids.join("+")
            }
        }
    }

    fn counts(&self) -> Vec<CountResult> {
        let targets = self.scenario.targets.iter().zip(&self.summary.counts);
        let counting = targets.filter(|(target, _)| {
            matches!(target.measure, Measure::CountEnterprises(_) | Measure::CountIndustries(_))
        });
        counting
            .map(|(target, counts)| CountResult {
                target: target.id.clone(),
                year: self.year(target.year - 1),
                distribution: counts.iter().map(|&n| self.share(n)).collect(),
            })
            .collect()
    }

    fn month(&self, t: usize) -> MonthResult {
        let stat = |row| self.stat(&self.summary.rows.month[self.plan.layout.month(t, row)]);
        MonthResult {
            month: self.scenario.month_name(t),
            land_reclaimed: stat(MonthRow::Reclaimed),
            land_free: stat(MonthRow::LandFree),
            land_occupied: stat(MonthRow::LandOccupied),
            projects_waiting: stat(MonthRow::Waiting),
            projects_operating: stat(MonthRow::Operating),
        }
    }
}
