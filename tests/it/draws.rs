//! The number of the draws stands for the numbers themselves.

use crate::common::{simulated, threads};
use parkcast::Run;
use parkcast::random::{DRAWS, StreamKey};
use parkcast::read::read_scenario;
use parkcast::results::{Results, Stat};
use parkcast::scenario::{SamplingKind, Scenario};
use std::fmt::Write;
use std::path::Path;

const SEED: u64 = 11;
const TRIALS: u64 = 640;

/// The folder of the kept numbers, one file for each number of the draws.
const KEPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/snapshots");

/// Where this fails, numbers have moved that must not move under the same `DRAWS`: raise it by one, and accept the new numbers as a file of
/// their own. The files before it stay as they are.
#[test]
fn numbers_that_move_have_another_number() {
    insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!(format!("draws_{DRAWS}"), numbers());
    });
}

#[test]
fn no_number_of_the_draws_is_left_out_or_given_twice() {
    let kept = |draws| std::fs::read_to_string(format!("{KEPT}/draws_{draws}.snap")).expect("it is kept");
    let all: std::collections::BTreeSet<String> = (1..=DRAWS).map(kept).collect();
    assert_eq!(all.len(), DRAWS as usize);
    assert!(!Path::new(KEPT).join(format!("draws_{}.snap", DRAWS + 1)).exists());
}

/// Draws of a stream, and what a small park comes to by both ways of sampling.
fn numbers() -> String {
    let key = StreamKey::new(SEED, "enterprises", "甲", "shock");
    let draws: Vec<f64> = (0..4).map(|trial| key.uniform(trial, 0)).collect();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/draws.toml");
    let scenario = read_scenario(&path).unwrap_or_else(|refusal| panic!("{:?}", refusal.problems)).scenario;
    let mut said = format!("stream {draws:?}\n");
    for (name, is_sobol) in [("random", false), ("sobol", true)] {
        let results = run(&scenario, is_sobol);
        writeln!(said, "\n{name}").unwrap();
        write(&results, &mut said);
    }
    said
}

fn run(scenario: &Scenario, is_sobol: bool) -> Results {
    let sampling = if is_sobol { SamplingKind::Sobol } else { SamplingKind::Random };
    let run = Run::of(scenario).seed(SEED).trials(TRIALS).sampling(sampling).threads(threads(2));
    simulated(&run).results
}

/// One line for each number: those that every mechanism has a part in, and no others, so that a new one changes nothing.
fn write(results: &Results, said: &mut String) {
    for target in &results.targets {
        let p = target.probability;
        writeln!(said, "{} {:?} ± {:?}", target.id, p.probability, p.mcse).unwrap();
    }
    for year in &results.park {
        for metric in ["output", "tax", "land", "land_free", "projects_lost"] {
            line(said, &format!("{} {metric}", year.year), year.stat(metric).expect("it is always defined"));
        }
    }
    for enterprise in &results.enterprises {
        for year in &enterprise.years {
            line(said, &format!("{} {}", year.year, enterprise.name.name), &year.output);
        }
    }
    for industry in &results.industries {
        for year in &industry.years {
            line(said, &format!("{} {}", year.year, industry.id), &year.output);
        }
    }
    for month in &results.months {
        line(said, &format!("{} waiting", month.month), &month.projects_waiting);
        line(said, &format!("{} reclaimed", month.month), &month.land_reclaimed);
    }
}

fn line(said: &mut String, name: &str, Stat { mean, sd, p05, p95, .. }: &Stat) {
    writeln!(said, "{name} {mean:?} {sd:?} {p05:?} {p95:?}").unwrap();
}
