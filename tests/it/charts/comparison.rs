//! Comparisons to draw: as they come, and hostile ones.

use super::park::probability;
use parkcast::compare::*;
use parkcast::program::Program;
use parkcast::results::{Figure, Probability, ScenarioFacts, Stat, paired};
use parkcast::text::Name;
use std::collections::BTreeMap;

const TRIALS: u64 = 100_000;

/// What a comparison looks like.
#[derive(Clone)]
struct Shape {
    alternatives: usize,
    outcomes: usize,
    policies: usize,
    months: usize,
    budget: Option<f64>,
    /// The name of a thing.
    name: fn(&str, usize) -> Name,
    /// Hits of an alternative, as a share of the trials.
    share: fn(usize) -> f64,
    /// Cost of an alternative.
    cost: fn(usize) -> f64,
}

/// A name in both languages.
pub fn name(zh: &str, en: &str) -> Name {
    Name { name: zh.into(), name_en: Some(en.into()) }
}

fn plain(kind: &str, i: usize) -> Name {
    let en = match kind {
        "目标" => "Target",
        "政策" => "Policy",
        _ => "Mix",
    };
    Name { name: format!("{kind}方案{i}"), name_en: Some(format!("{en} {i}")) }
}

fn long(kind: &str, i: usize) -> Name {
    let zh = "一个名字特别特别长而且前面一大段都一样的四十个字的园区产业发展政策组合方案之第";
    let en = "A mix of policies whose name is very long and begins as that of every other one does, number";
    Name { name: format!("{zh}{i}{kind}"), name_en: Some(format!("{en} {i} {kind}")) }
}

fn odd(kind: &str, i: usize) -> Name {
    Name { name: format!("<script>“{kind}”😀\u{202e}{i}&amp;"), name_en: None }
}

const REAL: Shape = Shape {
    alternatives: 9,
    outcomes: 6,
    policies: 7,
    months: 12,
    budget: Some(5_000.0),
    name: plain,
    share: |a| 0.2 + 0.05 * a as f64,
    cost: |a| 900.0 * a as f64,
};

/// Every comparison that is drawn, by name.
pub fn cases() -> Vec<(&'static str, Comparison)> {
    let shapes = [
        ("compare-real", REAL),
        ("compare-two", Shape { alternatives: 2, outcomes: 1, policies: 2, months: 1, budget: None, ..REAL }),
        (
            "compare-many",
            Shape {
                alternatives: 64,
                outcomes: 30,
                policies: 40,
                months: 24,
                share: |a| 0.2 + 0.01 * a as f64,
                ..REAL
            },
        ),
        (
            "compare-long",
            Shape {
                name: long,
                alternatives: 26,
                outcomes: 9,
                policies: 22,
                share: |a| 0.0 + 0.04 * a as f64,
                ..REAL
            },
        ),
        ("compare-odd", Shape { name: odd, alternatives: 5, outcomes: 3, policies: 3, ..REAL }),
        ("compare-never", Shape { share: |_| 0.0, ..REAL }),
        ("compare-always", Shape { share: |_| 1.0, ..REAL }),
        ("compare-same", Shape { share: |_| 0.4, cost: |_| 0.0, ..REAL }),
        (
            "compare-one-cost",
            Shape { cost: |a| if a == 0 { 0.0 } else { 3_000.0 }, alternatives: 20, ..REAL },
        ),
        ("compare-worse", Shape { share: |a| 0.6 - 0.02 * a as f64, budget: Some(0.0), ..REAL }),
        (
            "compare-jump",
            Shape { share: |a| if a == 0 { 0.001 } else { 0.999 - 0.000_1 * a as f64 }, ..REAL },
        ),
    ];
    shapes.into_iter().map(|(name, shape)| (name, of(&shape))).collect()
}

fn stat(mean: f64) -> Stat {
    let at = |z: f64| mean * (1.0 + 0.1 * z);
    Stat {
        mean,
        sd: 0.1 * mean,
        p05: at(-1.64),
        p25: at(-0.67),
        p50: mean,
        p75: at(0.67),
        p95: at(1.64),
        undefined: 0,
    }
}

fn difference(from: f64, to: f64) -> Difference {
    let (gained, lost) = (((to - from).max(0.0) * 1e5) as u64, ((from - to).max(0.0) * 1e5) as u64);
    let ci95 = paired(gained, lost, TRIALS, 0.95);
    let told_apart = ci95[0] > 0.0 || ci95[1] < 0.0;
    Difference {
        difference: to - from,
        ci95,
        gained,
        lost,
        pairing_gain: told_apart.then_some(3.0),
        told_apart,
    }
}

fn of(shape: &Shape) -> Comparison {
    let count = shape.alternatives;
    let ids: Vec<String> = (0..count).map(|a| if a == 0 { "none".into() } else { format!("m{a}") }).collect();
    let (share, cost) = (shape.share, shape.cost);
    let over = |a: usize| shape.budget.is_some_and(|limit| cost(a) > limit);
    let leader = (0..count).rev().filter(|&a| !over(a)).max_by(|&a, &b| share(a).total_cmp(&share(b)));
    let chance = |a: usize| {
        let difference = (a > 0).then(|| difference(share(0), share(a)));
        let gain = difference.filter(|difference| difference.told_apart && difference.difference > 0.0);
        Chance {
            id: ids[a].clone(),
            probability: probability(share(a), TRIALS),
            cost_per_point: gain
                .map(|gain| CostPerPoint { cost: cost(a) / (100.0 * gain.difference), ci95: None }),
            difference,
            best: (!over(a)).then_some(0.5),
            may_be_best: leader.is_some_and(|leader| share(a) == share(leader)) && !over(a),
            efficient: a.is_multiple_of(2),
            dominated_by: (a % 3 == 2).then(|| "m1".into()),
            alike: Vec::new(),
        }
    };
    let outcome = |o: usize| OutcomeResult {
        kind: CriterionKind::Target,
        id: format!("t{o}"),
        name: (shape.name)("目标", o),
        year: o.is_multiple_of(2).then_some(2024),
        alternatives: (0..count).map(chance).collect(),
    };
    let alternative = |a: usize| AlternativeResult {
        id: ids[a].clone(),
        name: (shape.name)("组合", a),
        scenario: "baseline".into(),
        doses: BTreeMap::new(),
        cost: cost(a),
        over_budget: over(a),
    };
    let figures =
        |a: usize| BTreeMap::from([("output".into(), Figure::Defined(stat(300.0 + 5.0 * a as f64)))]);
    let edges: Vec<f64> = (0..=60).map(|i| 200.0 + 5.0 * f64::from(i)).collect();
    let shares = |a: usize| {
        let at = |x: f64| (-((x - 300.0 - 5.0 * a as f64) / 30.0).powi(2) / 2.0).exp() / 15.0;
        edges.windows(2).map(|cell| at(0.5 * (cell[0] + cell[1]))).collect()
    };
    let ids_of_policies: Vec<String> = (0..shape.policies).map(|p| format!("p{p}")).collect();
    let value = |p: usize| (p as f64 - 2.0) * 0.01 / shape.policies as f64;
    let contributions = OutcomeContributions {
        id: "t0".into(),
        without: share(0),
        with_all: share(0) + (0..shape.policies).map(value).sum::<f64>(),
        policies: ids_of_policies
            .iter()
            .enumerate()
            .map(|(p, id)| Contribution {
                policy: id.clone(),
                value: value(p),
                ci95: [value(p) - 0.001, value(p) + 0.001],
            })
            .collect(),
        pairs: vec![Interaction {
            policies: ["p0".into(), "p1".into()],
            value: 0.01,
            ci95: [0.005, 0.015],
            verdict: Verdict::Help,
        }],
    };
    let policy = |(p, id): (usize, &String)| PolicyFacts {
        id: id.clone(),
        name: (shape.name)("政策", p),
        dose: 1.0,
        cost: 500.0,
    };
    let waiting = |m: usize| share(1) - (share(1) - share(0)) * m as f64 / shape.months as f64;
    let month = |m: usize| format!("{}-{:02}", 2024 + m / 12, m % 12 + 1);
    let months: Vec<Probability> = (0..shape.months).map(|m| probability(waiting(m), TRIALS)).collect();
    let delayed = OutcomeDelay {
        id: "t0".into(),
        never: probability(share(0), TRIALS),
        months,
        lost: (1..shape.months).map(|m| difference(waiting(0), waiting(m))).collect(),
    };
    let delay = |p: usize| DelayResult {
        policy: format!("p{p}"),
        name: (shape.name)("政策", p),
        dose: 1.0,
        trials: TRIALS,
        joins: "none".into(),
        months: (0..shape.months).map(month).collect(),
        outcomes: vec![delayed.clone(); shape.outcomes],
    };
    Comparison {
        schema: 1,
        tolerance: 0.01,
        kind: "comparison".into(),
        provenance: ComparisonProvenance {
            program: Program { version: "0.1.0".into(), commit: None, draws: None },
            scenarios: vec![ScenarioFile {
                scenario: "baseline".into(),
                scenario_sha256: "a".repeat(64),
                inputs_sha256: "b".repeat(64),
                inputs: Vec::new(),
            }],
            seed: 1,
            trials: TRIALS,
            sampling: "random".into(),
            reference: "none".into(),
            interrupted: false,
        },
        scenario: ScenarioFacts {
            title: name("基准情景", "Baseline"),
            park: name("示例县工业园区", "Sample County Industrial Park"),
            basis: name("规上工业总产值（现价）", "gross output of above-scale firms"),
            base_year: 2023,
            end_year: 2025,
            as_of: "2023-12".into(),
            resources: Vec::new(),
        },
        budget: shape.budget,
        alternatives: (0..count).map(alternative).collect(),
        headline: "t0".into(),
        headline_kind: CriterionKind::Target,
        outcomes: (0..shape.outcomes).map(outcome).collect(),
        figures: Figures {
            year: 2024,
            alternatives: (0..count).map(figures).collect(),
            output: Histograms { shares: (0..count).map(shares).collect(), edges: edges.clone() },
        },
        contributions: vec![ContributionsResult {
            mix: ids[count - 1].clone(),
            policies: ids_of_policies.iter().enumerate().map(policy).collect(),
            trials: 12_500,
            exact: shape.policies <= 8,
            outcomes: vec![contributions; shape.outcomes],
        }],
        delays: (0..2).map(delay).collect(),
    }
}
