//! Results that a user can bring about and that a chart must survive.

use super::figures::complete;
use super::park::{REAL, Shape, distribution, lognormal, name, park, positive, probability};
use parkcast::results::*;

/// Every case by name.
pub fn cases() -> Vec<(&'static str, Results)> {
    let cases = vec![
        ("real", park(&REAL)),
        ("one-year", park(&Shape { years: 1, ..REAL })),
        ("thirty-years", park(&Shape { years: 30, ..REAL })),
        ("one-industry", park(&Shape { industries: 1, ..REAL })),
        ("twelve-industries", park(&Shape { industries: 12, ..REAL })),
        ("hundred-enterprises", park(&Shape { enterprises: 100, ..REAL })),
        ("two-enterprises", park(&Shape { enterprises: 2, ..REAL })),
        ("ten-trials", park(&Shape { trials: 10, ..REAL })),
        ("one-target", one_target()),
        ("thirty-targets", thirty_targets()),
        ("certain", all_at(1.0)),
        ("nothing-reached", all_at(0.0)),
        ("no-counts", no_counts()),
        ("no-land", no_land()),
        ("one-month", one_month()),
        ("zero", scaled(0.0)),
        ("huge", scaled(1e7)),
        ("names", names()),
        ("thresholds", thresholds()),
        ("bounds", bounds()),
        ("six-years", park(&Shape { years: 6, ..REAL })),
        ("seven-industries", park(&Shape { industries: 7, ..REAL })),
        ("one-trial", park(&Shape { trials: 1, ..REAL })),
        ("one-waiting", waiting(1.0)),
        ("none-waiting", waiting(0.0)),
        ("only-a-queue", only_a_queue()),
        ("two-tied", probabilities(&[0.3, 0.9, 0.6, 0.301, 0.7])),
        ("three-tied", probabilities(&[0.3, 0.9, 0.302, 0.301, 0.7])),
        ("all-near-nought", probabilities(&[0.0002, 0.0004, 0.0003, 0.0, 0.0005])),
        ("all-near-certain", probabilities(&[0.9998, 0.9996, 0.9997, 1.0, 0.9995])),
        ("toss-ups", probabilities(&[0.5; 5])),
        ("across-the-middle", probabilities(&[0.43, 0.45, 0.47, 0.49, 0.72])),
        ("closed", closed()),
    ];
    cases.into_iter().map(|(case, results)| (case, complete(results))).collect()
}

const FORTY: &str = "四川省绵阳市三台县工业园区规模以上工业企业高质量发展（2024—2026年）行动计划提出";
const FORTY_EN: &str =
    "High-quality development of above-scale industrial enterprises, action plan for 2024 to 2026, stage";

fn one_target() -> Results {
    let mut results = park(&REAL);
    results.targets.truncate(1);
    results.goals.truncate(1);
    results.targets[0].name = name(FORTY, FORTY_EN);
    results.counts.truncate(1);
    results
}

fn thirty_targets() -> Results {
    let mut results = park(&REAL);
    let counting = results.targets[1].clone();
    results.targets = (0..30)
        .map(|i| TargetResult {
            id: format!("t{i}"),
            name: name(&format!("{FORTY}第{i}项"), &format!("{FORTY_EN} {i}")),
            year: 2024 + i % 2,
            probability: probability(f64::from(i) / 29.0, 100_000),
            at_least: Some(f64::from(i)),
            ..counting.clone()
        })
        .collect();
    let count = |target: &TargetResult| CountResult {
        target: target.id.clone(),
        year: target.year,
        distribution: distribution(target.at_least.expect("a counting target has a bound"), 3.0, 60),
    };
    results.counts = results.targets.iter().map(count).collect();
    results
}

fn all_at(p: f64) -> Results {
    let mut results = park(&Shape { trials: 10_000, ..REAL });
    for target in &mut results.targets {
        target.probability = probability(p, 10_000);
    }
    for goal in &mut results.goals {
        goal.probability = probability(p, 10_000);
    }
    for count in &mut results.counts {
        count.distribution = vec![1.0];
    }
    for year in results.enterprises.iter_mut().flat_map(|enterprise| &mut enterprise.years) {
        year.at_least.values_mut().for_each(|value| *value = p);
        year.output = lognormal(year.output.p50, 0.0);
    }
    for year in results.industries.iter_mut().flat_map(|industry| &mut industry.years) {
        year.output = lognormal(year.output.p50, 0.0);
    }
    results
}

fn no_counts() -> Results {
    let mut results = park(&REAL);
    results.targets.retain(|target| matches!(target.measure, MeasureFacts::Metric { .. }));
    results.counts.clear();
    results
}

fn no_land() -> Results {
    let mut results = park(&REAL);
    for month in &mut results.months {
        for stat in [
            &mut month.land_free,
            &mut month.land_occupied,
            &mut month.land_reclaimed,
            &mut month.projects_waiting,
            &mut month.projects_operating,
        ] {
            *stat = positive(0.0, 0.0);
        }
    }
    results
}

fn one_month() -> Results {
    let mut results = park(&Shape { years: 1, ..REAL });
    results.months.truncate(1);
    results
}

/// Every amount times a factor.
fn scaled(factor: f64) -> Results {
    let mut results = park(&REAL);
    let scale = |stat: &mut Stat| {
        for value in
            [&mut stat.mean, &mut stat.p05, &mut stat.p25, &mut stat.p50, &mut stat.p75, &mut stat.p95]
        {
            *value *= factor;
        }
    };
    for industry in &mut results.industries {
        industry.base_output *= factor;
        industry.years.iter_mut().for_each(|year| scale(&mut year.output));
    }
    for year in results.enterprises.iter_mut().flat_map(|enterprise| &mut enterprise.years) {
        scale(&mut year.output);
    }
    for figure in results.park.iter_mut().flat_map(|year| year.metrics.values_mut()) {
        if let Figure::Defined(stat) = figure {
            scale(stat);
        }
    }
    for month in &mut results.months {
        scale(&mut month.land_free);
        scale(&mut month.land_reclaimed);
        scale(&mut month.projects_waiting);
    }
    results
}

/// Names that attack: markup, controls, the reading direction, missing glyphs, emptiness, length.
fn names() -> Results {
    let mut results = park(&REAL);
    let attacks = [
        "<script>alert('园区')</script>".to_owned(),
        "]]><!-- \u{202e}反转\u{202c} \u{0}\u{1b}[31m".to_owned(),
        "😀🏭园区مرحبا".to_owned(),
        String::new(),
        "长".repeat(10_000),
    ];
    for (target, attack) in results.targets.iter_mut().zip(&attacks) {
        target.name = name(attack, attack);
    }
    for (enterprise, attack) in results.enterprises.iter_mut().skip(19).zip(&attacks) {
        enterprise.name = name(attack, attack);
    }
    for (industry, attack) in results.industries.iter_mut().zip(&attacks) {
        industry.name = name(attack, attack);
    }
    results.scenario.title = name(&attacks[0], &attacks[2]);
    results.scenario.park = name(&attacks[2], &attacks[4]);
    results.scenario.basis = name(&attacks[4], &attacks[1]);
    results.provenance.scenario = attacks[1].clone();
    results
}

/// Many thresholds, near each other and far away.
fn thresholds() -> Results {
    let mut results = park(&REAL);
    let far = vec![20.0, 50.0, 50.5, 51.0, 100.0, 1000.0];
    results.targets[0].measure = MeasureFacts::Industries { output_thresholds: far.clone() };
    results.targets[1].measure = MeasureFacts::Enterprises { output_thresholds: far };
    results
}

/// Projects that wait at the end, in the median trial.
fn waiting(median: f64) -> Results {
    let mut results = park(&REAL);
    let last = results.months.last_mut().expect("a park has months");
    last.projects_waiting =
        Stat { p50: median, p05: 0.0, p25: 0.0, p75: 2.0, p95: 3.0, ..last.projects_waiting };
    results
}

/// Projects that wait in a park without any parcel.
fn only_a_queue() -> Results {
    let (mut results, waiting) = (no_land(), waiting(1.0));
    for (month, with) in results.months.iter_mut().zip(waiting.months) {
        month.projects_waiting = with.projects_waiting;
    }
    results
}

/// Targets of given probabilities; the joint is a tenth of the least.
fn probabilities(at: &[f64]) -> Results {
    let mut results = park(&REAL);
    let trials = results.provenance.trials;
    for (target, p) in results.targets.iter_mut().zip(at) {
        target.probability = probability(*p, trials);
    }
    let least = at.iter().copied().fold(1.0, f64::min);
    let joint = if least > 0.9 { least - 0.001 } else { least / 10.0 };
    results.goals[0].probability = probability(joint, trials);
    results
}

/// Enterprises that have closed by the end, in some trials or in all, and one far above every threshold.
fn closed() -> Results {
    let mut results = park(&REAL);
    for (i, enterprise) in results.enterprises.iter_mut().enumerate() {
        for year in &mut enterprise.years {
            match i {
                0 => {
                    (year.output, year.at_least) =
                        (lognormal(2000.0, 0.1), thresholds_at(&year.at_least, 0.98))
                }
                20..22 => (year.output.p05, year.output.p25) = (0.0, 0.0),
                22 => year.output = positive(0.0, 0.0),
                _ => {}
            }
        }
    }
    results
}

fn thresholds_at(
    of: &std::collections::BTreeMap<String, f64>,
    p: f64,
) -> std::collections::BTreeMap<String, f64> {
    of.keys().map(|key| (key.clone(), p)).collect()
}

/// Upper bounds, and a count that cannot reach.
fn bounds() -> Results {
    let mut results = park(&REAL);
    results.targets[0].at_most = Some(2.0);
    results.targets[1].at_least = Some(500.0);
    (results.targets[2].at_least, results.targets[2].at_most) = (None, Some(3.0));
    (results.targets[3].at_least, results.targets[3].at_most) = (Some(170.0), Some(190.0));
    results
}
