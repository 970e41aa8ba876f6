//! The figures of a synthetic park that follow from its others: they are filled in last, so that they agree with them.

use super::park::{name, positive, probability, whole};
use parkcast::results::*;
use statrs::distribution::{ContinuousCDF, Normal};
use std::collections::BTreeMap;

/// Fills in what follows from the rest.
pub fn complete(mut results: Results) -> Results {
    let years: Vec<i32> = results.park.iter().map(|park| park.year).collect();
    let trials = results.provenance.trials;
    for target in &mut results.targets {
        target.by_year = by_year(target.year, target.probability, &years, trials);
    }
    results.reached = reached(&results);
    results.output_parts = output_parts(&results);
    results.routes = routes(&results);
    results.fates = fates(&results);
    results.quantiles = quantiles(&results);
    results
}

/// A chance that grows from year to year.
fn by_year(own: i32, at: Probability, years: &[i32], trials: u64) -> Vec<YearChance> {
    let of_year = |&year: &i32| {
        let chance = 1.0 - (1.0 - at.probability).powf(3.0_f64.powi(year - own));
        YearChance { year, probability: if year == own { at } else { probability(chance, trials) } }
    };
    if years.len() > 1 { years.iter().map(of_year).collect() } else { Vec::new() }
}

/// As if targets were independent, but for all of them together.
fn reached(results: &Results) -> Vec<f64> {
    let n = results.targets.len();
    let mut exactly = vec![1.0];
    for target in &results.targets {
        let p = target.probability.probability;
        exactly.push(0.0);
        for k in (0..exactly.len()).rev() {
            let from_below = if k > 0 { exactly[k - 1] * p } else { 0.0 };
            exactly[k] = exactly[k] * (1.0 - p) + from_below;
        }
    }
    let all = if n == 1 { exactly[1] } else { results.goals[0].probability.probability };
    let rest: f64 = exactly[..n].iter().sum();
    if rest > 0.0 {
        exactly[..n].iter_mut().for_each(|p| *p *= (1.0 - all) / rest);
        exactly[n] = all;
    }
    exactly
}

/// Parts that grow with the years; growth of incumbents is what is left of the output.
fn output_parts(results: &Results) -> Vec<OutputBridge> {
    let base: f64 = results.industries.iter().map(|industry| industry.base_output).sum();
    let parts = (1..).zip(&results.park).filter_map(|(y, park)| {
        let output = park.stat("output")?;
        let share = |share: f64| share * base * f64::from(y);
        let [projects, arrivals, expansions, exits] = [0.012, 0.016, 0.009, -0.011].map(share);
        let growth = output.mean - base - projects - arrivals - expansions - exits;
        Some(OutputBridge {
            year: park.year,
            base,
            growth: around(growth, output.sd),
            exits: around(exits, -0.5 * exits),
            projects: positive(projects, 0.3 * projects),
            arrivals: positive(arrivals, 0.4 * arrivals),
            expansions: positive(expansions, 0.2 * expansions),
        })
    });
    parts.collect()
}

/// Statistics of a normal figure.
fn around(mean: f64, sd: f64) -> Stat {
    let q = |p: f64| mean + sd * Normal::standard().inverse_cdf(p);
    Stat { mean, sd, p05: q(0.05), p25: q(0.25), p50: q(0.5), p75: q(0.75), p95: q(0.95), undefined: 0 }
}

const ROUTES: [(&str, &str, &str, f64); 6] = [
    ("reclaim", "依法收回", "Reclamation by law", 0.12),
    ("purchase", "国企收购", "Purchase by a state firm", 0.26),
    ("lease-back", "返租共管", "Lease-back and co-management", 0.24),
    ("convert", "租赁转产", "Lease and conversion", 0.18),
    ("bankruptcy", "破产清算", "Bankruptcy liquidation", 0.06),
    ("auction", "司法拍卖", "Judicial auction", 0.14),
];

/// The land reclaimed, divided; none where there are no parcels.
fn routes(results: &Results) -> Vec<RouteResult> {
    if results.months.iter().all(|month| month.land_reclaimed.mean == 0.0) {
        return Vec::new();
    }
    let route = |&(id, zh, en, share): &(&str, &str, &str, f64)| {
        let years = results.park.iter().filter_map(|park| {
            let land = park.stat("land_reclaimed")?.mean * share;
            Some(RouteYear { year: park.year, land: positive(land, 0.6 * land) })
        });
        RouteResult { id: id.into(), name: name(zh, en), years: years.collect() }
    };
    ROUTES.iter().map(route).collect()
}

/// Projects in proportion to those that operate, and those that wait in the last month.
fn fates(results: &Results) -> Option<ProjectStatus> {
    let operated = results.park.last()?.stat("projects_operating")?.mean;
    let waiting = results.months.last()?.projects_waiting;
    let share = |share: f64| share * operated;
    let [preparing, building, operating, stopped] = [0.9, 0.35, 0.97, 0.03].map(share);
    let lost = [("withdrawn", 0.55), ("land", 0.28), ("factory+land", 0.07), ("closed", 0.04)];
    let lost: BTreeMap<String, f64> =
        lost.into_iter().map(|(reason, of)| (reason.into(), share(of))).collect();
    let signed = preparing + waiting.mean + building + operating + stopped + lost.values().sum::<f64>();
    (signed > 0.0).then(|| ProjectStatus {
        signed: whole(signed, signed.sqrt()),
        preparing: whole(preparing, preparing.sqrt()),
        waiting,
        building: whole(building, building.sqrt()),
        operating: whole(operating, operating.sqrt()),
        stopped: whole(stopped, stopped.sqrt()),
        lost,
    })
}

/// Of the park's output in every year, and of the figures that targets look at.
fn quantiles(results: &Results) -> Vec<QuantileResult> {
    let outputs = results.park.iter().map(|park| ("park.output", park.year));
    let targets = results.targets.iter().filter_map(|target| match &target.measure {
        MeasureFacts::Metric { metric, .. } => Some((metric.as_str(), target.year)),
        _ => None,
    });
    let mut list: Vec<QuantileResult> = Vec::new();
    for (measure, year) in outputs.chain(targets) {
        let park = results.park.iter().find(|park| park.year == year);
        let stat = measure.strip_prefix("park.").and_then(|metric| park?.stat(metric));
        let Some(stat) = stat.filter(|_| !list.iter().any(|q| (&*q.measure, q.year) == (measure, year)))
        else {
            continue;
        };
        let values = (0..100).map(|i| quantile(stat, (f64::from(i) + 0.5) / 100.0)).collect();
        list.push(QuantileResult { measure: measure.into(), year, values });
    }
    list
}

/// A quantile between those that are known: as of a normal law between each two, or a lognormal one where all are
/// positive.
fn quantile(stat: &Stat, level: f64) -> f64 {
    let score = |level: f64| Normal::standard().inverse_cdf(level);
    let known = [(0.05, stat.p05), (0.25, stat.p25), (0.5, stat.p50), (0.75, stat.p75), (0.95, stat.p95)];
    let is_positive = stat.p05 > 0.0;
    let at = known[1..4].iter().filter(|(of, _)| *of < level).count();
    let [(low, x), (high, y)] = [known[at], known[at + 1]];
    let share = (score(level) - score(low)) / (score(high) - score(low));
    if is_positive { x * (y / x).powf(share) } else { x + share * (y - x) }
}
