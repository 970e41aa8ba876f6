//! Every way of estimating a probability has the same mean; what differs is the error, and each tells its own.

use crate::common::{self, busy_park, plain, simulated, threads};
use parkcast::plan::Plan;
use parkcast::results::{Estimator, Reason, Results, Stopping, TargetResult};
use parkcast::scenario::{SamplingKind, Scenario};
use parkcast::study::{Event, Run, Simulated, measure};
use parkcast::trial::Worker;

const TRIALS: u64 = 1 << 16;

/// Estimates farther apart than this many standard errors of their difference disagree; of a hundred comparisons one
/// does by chance once in a hundred and fifty runs.
const CRITICAL: f64 = 4.0;

fn by(park: &Scenario, seed: u64, by_sobol: bool, conditional: bool) -> Run<'_> {
    let sampling = if by_sobol { SamplingKind::Sobol } else { SamplingKind::Random };
    plain(park).seed(seed).trials(TRIALS).sampling(sampling).conditional(conditional)
}

fn run(park: &Scenario, seed: u64, by_sobol: bool, conditional: bool) -> Results {
    simulated(&by(park, seed, by_sobol, conditional)).results
}

#[test]
fn all_methods_agree() {
    for years in [1, 3] {
        let park = busy_park(years);
        let plain = run(&park, 1, false, false);
        for (seed, by_sobol, conditional) in [(2, false, true), (3, true, false), (4, true, true)] {
            let other = run(&park, seed, by_sobol, conditional);
            for (a, b) in plain.targets.iter().zip(&other.targets) {
                let (p, q) = (a.probability, b.probability);
                let error = p.mcse.hypot(q.mcse).max(1e-9);
                let z = (p.probability - q.probability) / error;
                assert!(
                    z.abs() < CRITICAL,
                    "{} of {years} years, {by_sobol} {conditional}: {p:?} {q:?}",
                    a.id
                );
            }
        }
    }
}

/// In every block the mean of a target's chance less its hit is 0 but for the error of that mean.
#[test]
fn chances_have_the_mean_of_the_hits() {
    for years in [1, 3] {
        let park = busy_park(years);
        let plan = Plan::new(&park, &[], 5);
        let method =
            parkcast::trial::Method { sampling: parkcast::random::Sampling::Random, conditional: true };
        let mut worker = Worker::with(&plan, &method);
        assert!(!plan.conditional.is_empty());
        let mut differences = vec![Vec::new(); plan.conditional.len()];
        for first in (0..TRIALS).step_by(64) {
            worker.run(first, 64).unwrap();
            let block = worker.condition();
            for (slot, &t) in plan.conditional.iter().enumerate() {
                let hit = |lane: usize| (block.target_hits[t] >> lane & 1) as f64;
                differences[slot].extend((0..64).map(|lane| hit(lane) - block.chances[slot][lane]));
                assert!(block.chances[slot].iter().all(|p| (0.0..=1.0).contains(p)));
            }
        }
        for (slot, list) in differences.iter().enumerate() {
            let n = list.len() as f64;
            let mean = list.iter().sum::<f64>() / n;
            let error = (list.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / n).sqrt() / n.sqrt();
            let target = &park.targets[plan.conditional[slot]].id;
            assert!(mean.abs() <= CRITICAL * error.max(1e-12), "{target}: {mean} ± {error}");
        }
    }
}

#[test]
fn chances_and_even_points_need_fewer_trials() {
    let park = busy_park(1);
    let (chances, both) = (run(&park, 1, false, true), run(&park, 1, true, true));
    for (one, two) in chances.targets.iter().zip(&both.targets) {
        if one.method.estimator == Estimator::Chances {
            let ratio = one.method.variance_ratio.unwrap_or(f64::INFINITY);
            assert!(ratio > 1.0, "{}: {:?}", one.id, one.method);
            assert!(
                two.method.variance_ratio.unwrap_or(f64::INFINITY) > ratio,
                "{}: {:?}",
                two.id,
                two.method
            );
        }
    }
}

/// Student's intervals over the scramblings hold the truth about as often as they promise: 95% of 300, within four
/// binomial standard errors.
#[test]
fn sobol_intervals_cover() {
    const RUNS: u64 = 300;
    let park = busy_park(1);
    let plan = Plan::new(&park, &[], 0);
    let truth = run(&park, 999, true, true);
    let mut held = vec![0; truth.targets.len()];
    for seed in 0..RUNS {
        let results = simulated(&by(&park, 1000 + seed, true, true).trials(2048).threads(threads(1))).results;
        for (t, (target, truth)) in results.targets.iter().zip(&truth.targets).enumerate() {
            let [low, high] = target.probability.ci95;
            held[t] += u64::from((low..=high).contains(&truth.probability.probability));
        }
    }
    let error = (0.95 * 0.05 / RUNS as f64).sqrt();
    for &t in &plan.conditional {
        let share = held[t] as f64 / RUNS as f64;
        assert!((share - 0.95).abs() < 4.0 * error + 0.01, "{}: {share}", park.targets[t].id);
    }
}

/// Two enterprises that reach `threshold` with probability Φ(-z) each, by shocks of their own or by one in common.
fn pair(common_share: f64, z: f64) -> Scenario {
    let folder = tempfile::tempdir().expect("a folder for the case");
    let path = folder.path().join("pair.toml");
    let threshold = (0.2 * z).exp();
    let text = format!(
        r#"
[park]
name = "pair"
base_year = 2023
end_year = 2024
[[industries]]
id = "a"
name = "a"
growth = 0
volatility = 0.2
common_share = {common_share}
[[enterprises]]
name = "one"
industry = "a"
output = 1
[[enterprises]]
name = "two"
industry = "a"
output = 1
[[targets]]
id = "both"
name = "both"
year = 2024
count = "enterprises"
where = {{ output = ">= {threshold}亿元" }}
at_least = 2
"#
    );
    std::fs::write(&path, text).expect("the folder takes files");
    parkcast::read::read_scenario(&path).expect("the case is legal").scenario
}

/// One in a million, known in closed form: Φ(-3.0902)² for two shocks, Φ(-4.7534) for one.
#[test]
fn one_in_a_million_is_measured() {
    for (common_share, z) in [(0.0, 3.090_232_306), (1.0, 4.753_424_309)] {
        let event = Event { targets: vec![0], all: true };
        let plan = Plan::new(&pair(common_share, z), &[], 3);
        let rare = measure(&plan, &event).expect("it is reached");
        assert!(rare.mcse < 0.05e-6 && rare.effective_sample_size > 1000.0, "{rare:?}");
        assert!((rare.probability - 1e-6).abs() < CRITICAL * rare.mcse, "{rare:?}");
    }
}

/// On the way to a million new enterprises a channel would sign more projects than can be followed.
#[test]
fn what_is_beyond_all_that_can_be_followed_is_not_measured() {
    let mut park = common::park(1);
    park.channels = vec![common::channel("north", 1.0)];
    park.channels[0].rate = common::normal(2000.0, 50_000.0);
    park.targets = vec![common::count_target("many", 0.0, 1e6)];
    let plan = Plan::new(&park, &[], 3);
    assert_eq!(measure(&plan, &Event { targets: vec![0], all: true }), None);
}

/// A chance that lies in futures which few trials see, and small runs hardly any: the interval must allow for them. Of 300
/// intervals more than 30 miss with a probability of 0.1% where each does with 5%.
#[test]
fn futures_that_did_not_come_up_are_allowed_for() {
    let park = pair(0.9, 3.3);
    let truth = chance_of_pair(&park, 0, 3_000_000, false).probability;
    assert!(truth.mcse < 0.03 * truth.probability && truth.probability < 1e-3, "{truth:?}");
    let missed = (1..=300).filter(|&seed| {
        let [low, high] = chance_of_pair(&park, seed, 1_000, false).probability.ci95;
        !(low..=high).contains(&truth.probability)
    });
    let missed = missed.count();
    assert!(missed <= 30, "{missed}");
    // Nor do the intervals that hold at all looks fall behind.
    for seed in 1..=20 {
        let target = chance_of_pair(&park, seed, 1_024, true);
        let (own, all) = (target.probability.ci95, target.method.anytime95.expect("it was looked at"));
        assert!(all[0] <= own[0] && own[1] <= all[1], "{own:?} {all:?}");
    }
}

/// The target of a pair, by chances.
fn chance_of_pair(park: &Scenario, seed: u64, trials: u64, by_sobol: bool) -> TargetResult {
    let run = by(park, seed, by_sobol, true).trials(trials);
    let Simulated { plan, summary, .. } = simulated(&run);
    let stopping = by_sobol.then_some(Stopping { reason: Reason::Trials, precision: Some(0.001), looks: 1 });
    let results = run.results(&plan, &summary, stopping);
    assert_eq!(results.targets[0].method.estimator, Estimator::Chances);
    results.targets[0].clone()
}

/// What no trial can reach has no estimate, and is not searched for without end.
#[test]
fn the_impossible_is_given_up() {
    let event = Event { targets: vec![0], all: true };
    let plan = Plan::new(&pair(0.0, 2000.0), &[], 3);
    assert_eq!(measure(&plan, &event), None);
}
