//! Synthetic results: a park that looks real, and knobs that make it hostile. All figures are made up.

use super::figures::complete;
use parkcast::program::Program;
use parkcast::results::*;
use parkcast::text::Name;
use statrs::distribution::{ContinuousCDF, Normal};
use std::collections::BTreeMap;

pub fn name(zh: &str, en: &str) -> Name {
    Name { name: zh.into(), name_en: Some(en.into()) }
}

/// How the synthetic probabilities came about.
pub const HITS: Method = Method {
    estimator: Estimator::Hits,
    variance_ratio: Some(1.0),
    effective_sample_size: None,
    anytime95: None,
};

/// A probability out of `trials`, with an interval of the right width.
pub fn probability(p: f64, trials: u64) -> Probability {
    let n = trials as f64;
    let p = (p * n).round() / n;
    let bound = 1.0 - 0.05_f64.powf(1.0 / n);
    let mcse = (p * (1.0 - p) / n).sqrt();
    let ci95 = if p <= 0.0 {
        [0.0, bound]
    } else if p >= 1.0 {
        [1.0 - bound, 1.0]
    } else {
        [(p - 1.96 * mcse).max(p / 5.0), (p + 1.96 * mcse).min(1.0 - (1.0 - p) / 5.0)]
    };
    Probability { probability: p, ci95, mcse }
}

fn normal() -> Normal {
    Normal::standard()
}

/// Statistics of a lognormal figure.
pub fn lognormal(median: f64, sigma: f64) -> Stat {
    let q = |p: f64| median * (sigma * normal().inverse_cdf(p)).exp();
    let mean = median * (sigma * sigma / 2.0).exp();
    stat(mean, mean * sigma, q)
}

/// Statistics of a figure that cannot be negative, about normal.
pub fn positive(mean: f64, sd: f64) -> Stat {
    stat(mean, sd, |p| (mean + sd * normal().inverse_cdf(p)).max(0.0))
}

/// Statistics of a count.
pub fn whole(mean: f64, sd: f64) -> Stat {
    stat(mean, sd, |p| (mean + sd * normal().inverse_cdf(p)).max(0.0).round())
}

fn stat(mean: f64, sd: f64, q: impl Fn(f64) -> f64) -> Stat {
    Stat { mean, sd, p05: q(0.05), p25: q(0.25), p50: q(0.5), p75: q(0.75), p95: q(0.95), undefined: 0 }
}

/// Binomial-like distribution of a count, with tails.
pub fn distribution(mean: f64, sd: f64, most: usize) -> Vec<f64> {
    let weights: Vec<f64> = (0..=most).map(|k| (-0.5 * ((k as f64 - mean) / sd).powi(2)).exp()).collect();
    let total: f64 = weights.iter().sum();
    weights.iter().map(|w| w / total).collect()
}

pub struct Shape {
    pub years: i32,
    pub industries: usize,
    pub enterprises: usize,
    pub trials: u64,
}

pub const REAL: Shape = Shape { years: 2, industries: 5, enterprises: 60, trials: 100_000 };

const INDUSTRIES: [(&str, &str, f64, f64); 5] = [
    ("纺织鞋服", "Textiles and footwear", 61.5, 0.09),
    ("健康食品", "Health food", 42.1, 0.085),
    ("机械制造", "Machinery", 26.5, 0.07),
    ("新能源电池", "Batteries", 6.7, 0.30),
    ("绿色装配式建筑", "Green prefabricated building", 17.6, 0.05),
];

const SURNAMES: [&str; 12] = ["甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬", "癸", "子", "丑"];

/// Results of a park of a shape; the figures are consistent with each other.
pub fn park(shape: &Shape) -> Results {
    let industries = industries(shape);
    let enterprises = enterprises(shape);
    let base: f64 = industries.iter().map(|industry| industry.base_output).sum();
    let park: Vec<_> = (1..=shape.years).map(|y| park_year(2023 + y, base, y)).collect();
    let months = (0..12 * shape.years.min(8)).map(month).collect();
    let end = 2023 + shape.years;
    let targets = targets(end, shape.trials, &park);
    let goals = vec![
        goal("all", "全部目标同时实现", "All targets together", 0.043, shape.trials),
        goal("headline", "三大产业目标全部实现", "All headline targets", 0.118, shape.trials),
    ];
    let counts = vec![
        CountResult { target: "big-industries".into(), year: end, distribution: distribution(1.2, 0.8, 5) },
        CountResult { target: "enterprises-1bn".into(), year: end, distribution: distribution(3.6, 1.4, 12) },
        CountResult { target: "flagships".into(), year: end, distribution: distribution(6.0, 2.2, 18) },
    ];
    complete(Results {
        pivotal: Vec::new(),
        scores: vec![],
        schema: 1,
        provenance: provenance(shape.trials),
        scenario: ScenarioFacts {
            title: name("基准情景", "Baseline"),
            park: name("示例县工业园区", "Sample County Industrial Park"),
            basis: name(
                "规上工业总产值（现价），园区范围",
                "gross output of above-scale firms, current prices, park only",
            ),
            base_year: 2023,
            end_year: end,
            as_of: "2023-12".into(),
            resources: vec![
                ResourceFacts { id: "land".into(), name: name("土地", "land"), unit: "亩".into() },
                ResourceFacts {
                    id: "factory".into(),
                    name: name("标准厂房", "factory floor"),
                    unit: "万平方米".into(),
                },
            ],
        },
        targets,
        goals,
        reached: Vec::new(),
        park,
        output_parts: Vec::new(),
        industries,
        enterprises,
        projects: Vec::new(),
        fates: None,
        routes: Vec::new(),
        counts,
        months,
        monthly_output: Vec::new(),
        quantiles: Vec::new(),
    })
}

fn provenance(trials: u64) -> Provenance {
    Provenance {
        headline: None,
        program: Program { version: "0.1.0".into(), commit: None, draws: None },
        scenario: "baseline".into(),
        scenario_sha256: "5f2b".repeat(16),
        inputs_sha256: "91ac".repeat(16),
        inputs: Vec::new(),
        seed: 20_240_320,
        trials,
        sampling: "random".into(),
        conditional: false,
        trials_of_replicate: None,
        mix: Some(MixFacts {
            id: "all-in".into(),
            name: name("全面发力", "All in"),
            doses: BTreeMap::from([("promotion".into(), 1.0)]),
            cost: 5800.0,
        }),
        stopping: None,
        interrupted: false,
    }
}

fn industries(shape: &Shape) -> Vec<IndustryResult> {
    let industry = |i: usize| {
        let (zh, en, base, growth) = INDUSTRIES[i % INDUSTRIES.len()];
        let years = (1..=shape.years).map(|y| IndustryYear {
            year: 2023 + y,
            output: lognormal(base * (1.0 + growth).powi(y), 0.11 * f64::from(y).sqrt()),
            growth: Figure::Defined(positive(growth, 0.11)),
            enterprises: whole(12.0, 2.0),
        });
        let (zh, en) = if i < 5 { (zh.into(), en.into()) } else { (format!("{zh}{i}"), format!("{en} {i}")) };
        IndustryResult {
            id: format!("i{i}"),
            name: name(&zh, &en),
            base_output: base,
            years: years.collect(),
        }
    };
    (0..shape.industries).map(industry).collect()
}

fn enterprises(shape: &Shape) -> Vec<EnterpriseResult> {
    let one = |i: usize| {
        let short = ["纺织", "食品", "机械", "电池", "建材"][i % 5];
        let en = ["Textile", "Food", "Machinery", "Battery", "Building"][i % 5];
        let base = 42.0 * 0.93_f64.powi(i as i32);
        let years = (1..=shape.years).map(|y| {
            let (median, sigma) = (base * 1.08_f64.powi(y), 0.2 * f64::from(y).sqrt());
            let at_least = [10.0, 50.0].map(|t| {
                let p = 1.0 - normal().cdf(f64::ln(t / median) / sigma);
                (t.to_string(), (p * shape.trials as f64).round() / shape.trials as f64)
            });
            EnterpriseYear { year: 2023 + y, output: lognormal(median, sigma), at_least: at_least.into() }
        });
        EnterpriseResult {
            name: name(&format!("{}{}号{short}", SURNAMES[i % 12], i + 1), &format!("{en} No. {}", i + 1)),
            industry: format!("i{}", i % shape.industries),
            base_output: base,
            years: years.collect(),
        }
    };
    (0..shape.enterprises).map(one).collect()
}

fn park_year(year: i32, base: f64, y: i32) -> ParkYear {
    let output = lognormal(base * 1.086_f64.powi(y), 0.075 * f64::from(y).sqrt());
    let metrics = BTreeMap::from([
        ("output".to_owned(), output),
        ("growth".to_owned(), stat(0.086, 0.075, |p| 0.086 + 0.075 * normal().inverse_cdf(p))),
        ("tax_per_mu".to_owned(), lognormal(19.8 * 1.05_f64.powi(y), 0.08)),
        ("land_reclaimed".to_owned(), positive(62.0 * f64::from(y), 30.0)),
        ("projects_operating".to_owned(), whole(4.0 * f64::from(y), 1.8)),
        ("land_free".to_owned(), positive(80.0, 30.0)),
    ]);
    let metrics = metrics.into_iter().map(|(key, stat)| (key, Figure::Defined(stat))).collect();
    ParkYear { year, metrics }
}

fn month(i: i32) -> MonthResult {
    let t = f64::from(i + 1);
    MonthResult {
        month: format!("{}-{:02}", 2024 + i / 12, i % 12 + 1),
        land_reclaimed: positive((5.2 * (t - 3.0)).max(0.0), 9.0 * (t / 6.0).sqrt().min(t / 5.0)),
        land_free: positive(110.0 - 6.0 * t + if t > 7.0 { 90.0 } else { 0.0 }, 12.0 + 2.5 * t),
        land_occupied: positive(6200.0 + 26.0 * t, 6.0 * t),
        projects_waiting: whole(0.25 * t, 0.3 + 0.09 * t),
        projects_operating: whole(0.3 * t, 0.2 * t),
    }
}

pub fn goal(id: &str, zh: &str, en: &str, p: f64, trials: u64) -> GoalResult {
    GoalResult { id: id.into(), name: name(zh, en), probability: probability(p, trials), method: HITS }
}

fn targets(end: i32, trials: u64, park: &[ParkYear]) -> Vec<TargetResult> {
    let last = park[park.len() - 1].stat("output").expect("every year has an output");
    let above = |threshold: f64| {
        let sigma = (last.p95 / last.p50).ln() / 1.645;
        1.0 - normal().cdf((threshold / last.p50).ln() / sigma)
    };
    let target = |id: &str, zh: &str, en: &str, p: f64, measure: MeasureFacts, at_least: f64| TargetResult {
        id: id.into(),
        name: name(zh, en),
        year: end,
        probability: probability(p, trials),
        method: HITS,
        measure,
        at_least: Some(at_least),
        at_most: None,
        by_year: Vec::new(),
    };
    let firms = |t: &[f64]| MeasureFacts::Enterprises { output_thresholds: t.into() };
    let metric = |metric: &str, unit: &str| MeasureFacts::Metric { metric: metric.into(), unit: unit.into() };
    let reach = |counts: Vec<f64>, n: usize| counts[n..].iter().sum::<f64>();
    let hundred = MeasureFacts::Industries { output_thresholds: vec![50.0] };
    vec![
        target(
            "big-industries",
            "2个五十亿产业",
            "Two industries over 5 bn yuan",
            reach(distribution(1.2, 0.8, 5), 2),
            hundred,
            2.0,
        ),
        target(
            "enterprises-1bn",
            "3个以上十亿企业",
            "Three or more enterprises over 1 bn yuan",
            reach(distribution(3.6, 1.4, 12), 3),
            firms(&[10.0]),
            3.0,
        ),
        target(
            "flagships",
            "10个以上“镇园之宝”企业",
            "Ten or more flagship enterprises",
            reach(distribution(6.0, 2.2, 18), 10),
            firms(&[10.0, 50.0]),
            10.0,
        ),
        target(
            "output",
            "园区产值180亿元",
            "Park output of 18 bn yuan",
            above(180.0),
            metric("park.output", "亿元"),
            180.0,
        ),
        target(
            "tax-per-mu",
            "亩均税收20万元",
            "Tax of 200,000 yuan per mu",
            0.934,
            metric("park.tax_per_mu", "万元/亩"),
            20.0,
        ),
    ]
}
