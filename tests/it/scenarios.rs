//! Every shipped scenario is read without a problem, and its answer is pinned.

use crate::common::{plain, simulated};
use parkcast::read::problem::Severity;
use parkcast::read::read_scenario;
use parkcast::results::Results;
use parkcast::scenario::{Quantity, Scenario};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

#[path = "../../scenarios/rosters/published_2023.rs"]
mod published_2023;

/// Enough to pin an answer; the bounds asserted below are many standard errors (at most 0.011) away.
const TRIALS: u64 = 2_000;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios")
}

fn read(stem: &str) -> Scenario {
    let reading = read_scenario(folder().join(stem).with_extension("toml"))
        .unwrap_or_else(|refusal| panic!("{stem}: {:?}", refusal.problems));
    // What rosters over rosters came to is always said.
    let problems = reading.problems.list.iter().filter(|problem| problem.severity != Severity::Notice);
    assert_eq!(problems.count(), 0, "{stem}: {:?}", reading.problems);
    reading.scenario
}

fn run(scenario: &Scenario, mix: Option<usize>) -> Results {
    simulated(&plain(scenario).seed(scenario.run.seed).mix_at(mix).trials(TRIALS)).results
}

/// The results of every file in `scenarios/`, by its stem; run once for all tests.
fn all() -> &'static BTreeMap<String, Results> {
    static ALL: OnceLock<BTreeMap<String, Results>> = OnceLock::new();
    ALL.get_or_init(|| {
        let files = fs::read_dir(folder())
            .expect("the scenarios are shipped")
            .map(|entry| entry.expect("a file").path());
        let scenarios = files.filter(|path| path.extension().is_some_and(|extension| extension == "toml"));
        let stems = scenarios.map(|path| path.file_stem().expect("a stem").to_string_lossy().into_owned());
        stems.map(|stem| (stem.clone(), run(&read(&stem), None))).collect()
    })
}

/// Probabilities of the targets, then of the goals, as people read them.
fn probabilities(results: &Results) -> Vec<(&str, f64)> {
    let targets = results.targets.iter().map(|target| (target.id.as_str(), target.probability.probability));
    let goals = results.goals.iter().map(|goal| (goal.id.as_str(), goal.probability.probability));
    targets.chain(goals).collect()
}

/// The mean of one of the park's figures at the end of `year`.
fn mean(results: &Results, year: i32, metric: &str) -> f64 {
    let year = results.park.iter().find(|park| park.year == year).expect("a simulated year");
    year.stat(metric).expect("the metric is always defined").mean
}

#[test]
fn answers_stay_as_they_are() {
    let mut text = String::new();
    for (stem, results) in all() {
        writeln!(text, "{stem}").expect("a String takes all that is written");
        for (id, probability) in probabilities(results) {
            writeln!(text, "  {id:<16} {probability:.3}").expect("a String takes all that is written");
        }
    }
    insta::assert_snapshot!(text);
}

#[test]
fn the_baseline_targets_are_open() {
    let results = &all()["baseline"];
    assert_eq!(results.targets.len(), 4);
    for target in &results.targets {
        let probability = target.probability.probability;
        assert!((0.1..=0.9).contains(&probability), "{}: {probability}", target.id);
    }
    assert!(results.goals[0].probability.probability > 0.03);
}

#[test]
fn the_published_park_is_far_from_its_targets() {
    for target in &all()["published-2023"].targets {
        assert!(target.probability.ci95[1] < 0.02, "{}: {:?}", target.id, target.probability);
    }
}

/// On common random numbers a what-if differs from the baseline by its changes alone.
#[test]
fn what_ifs_move_as_they_should() {
    let [baseline, downturn, faster, late] =
        ["baseline", "downturn", "faster-clearing", "factories-late"].map(|stem| &all()[stem]);
    for ((id, before), (_, after)) in probabilities(baseline).into_iter().zip(probabilities(downturn)) {
        assert!(after < before, "downturn, {id}: {before} to {after}");
    }
    for year in [2024, 2025] {
        assert!(mean(downturn, year, "output") < mean(baseline, year, "output"));
        assert!(mean(faster, year, "land_reclaimed") > 1.5 * mean(baseline, year, "land_reclaimed"));
        assert!(mean(faster, year, "projects_started") > mean(baseline, year, "projects_started"));
        assert!(mean(late, year, "projects_started") < mean(baseline, year, "projects_started"));
    }
    // What neither land nor floor reaches stays the same to the last digit.
    assert_eq!(mean(faster, 2025, "exits"), mean(baseline, 2025, "exits"));
    assert_eq!(mean(late, 2025, "land_reclaimed"), mean(baseline, 2025, "land_reclaimed"));
}

/// By the end of August two thirds of the year are known.
#[test]
fn mid_year_knows_more() {
    let [baseline, mid_year] = ["baseline", "mid-year"].map(|stem| &all()[stem]);
    for (before, after) in baseline.industries.iter().zip(&mid_year.industries) {
        let [before, after] = [before, after].map(|industry| industry.years[0].output.sd);
        assert!(after < 0.5 * before, "{before} to {after}");
    }
}

#[test]
fn every_mix_changes_what_it_says() {
    let scenario = read("baseline");
    let mix = |id: &str| {
        let at = scenario.mixes.iter().position(|mix| mix.id == id).expect("a mix of the baseline");
        run(&scenario, Some(at))
    };
    let baseline = &all()["baseline"];
    assert_eq!(probabilities(&mix("none")), probabilities(baseline));
    let more = |id: &str, year: i32, metric: &str| {
        assert!(mean(&mix(id), year, metric) > mean(baseline, year, metric), "{id}: {metric}");
    };
    more("nurture-3000", 2024, "output");
    more("capacity-3000", 2024, "projects_started");
    more("promotion-3000", 2025, "projects_signed");
    more("land-3000", 2024, "land_reclaimed");
    more("all-in", 2025, "output");
}

/// The mixes that say so cost the same.
#[test]
fn equal_budgets_are_equal() {
    let scenario = read("baseline");
    let mut equal = 0;
    for mix in &scenario.mixes {
        let budget = mix.id.rsplit_once('-').and_then(|(_, budget)| budget.parse::<f64>().ok());
        let Some(budget) = budget else { continue };
        let cost = parkcast::results::cost(&scenario, &mix.doses);
        assert!((cost - budget).abs() < 1e-6, "{}: {cost}", mix.id);
        equal += 1;
    }
    assert_eq!(equal, 9);
}

#[test]
fn the_published_roster_is_what_its_generator_makes() {
    let committed = fs::read(folder().join("rosters/published-2023.csv")).expect("it is shipped");
    assert!(
        committed == published_2023::roster().into_bytes(),
        "make it again: cargo run --example make_published_2023 > scenarios/rosters/published-2023.csv"
    );
}

/// The published sums, 12/8 of January to August 2023: 亿元 by industry, then the park's output and tax.
#[test]
fn the_published_roster_adds_up() {
    let scenario = read("published-2023");
    let value = |quantity: &Quantity| quantity.fixed().expect("a roster of plain numbers");
    let outputs = |industry: Option<usize>| {
        let of = scenario.enterprises.iter().filter(move |e| industry.is_none_or(|i| e.industry.0 == i));
        of.map(|e| value(&e.output)).collect::<Vec<f64>>()
    };
    let published = [(13, 41.03), (23, 28.08), (2, 0.49), (12, 17.69), (21, 17.56)];
    for (i, (count, to_august)) in published.into_iter().enumerate() {
        let outputs = outputs(Some(i));
        assert_eq!(outputs.len(), count);
        assert!(outputs.iter().all(|&output| output >= 0.2));
        assert!((outputs.iter().sum::<f64>() - to_august * 1.5).abs() < 1e-9);
    }
    assert!((outputs(None).iter().sum::<f64>() - 104.85 * 1.5).abs() < 1e-9);
    let taxes = scenario.enterprises.iter().filter_map(|e| e.tax.as_ref()).map(value);
    assert!((taxes.sum::<f64>() - 23_300.0 * 1.5).abs() < 1e-9);
}
