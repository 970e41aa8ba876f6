//! Laws of the simulation: the same bytes for any number of threads, single trials that can be computed alone,
//! draws that nothing else disturbs, and answers known in closed form.

use crate::common::*;
use parkcast::law::Law;
use parkcast::plan::{MonthRow, Plan};
use parkcast::random::LANES;
use parkcast::scenario::*;
use parkcast::study::Simulated;
use parkcast::summary::Summary;
use parkcast::trial::Worker;
use statrs::distribution::{ContinuousCDF, Normal};

fn bytes(results: &parkcast::results::Results) -> String {
    serde_json::to_string(results).unwrap()
}

#[test]
fn threads_do_not_matter() {
    let park = busy_park(3);
    let one = bytes(&results(&park, None, 5_000, 1));
    for threads in [2, 3, 8] {
        assert_eq!(one, bytes(&results(&park, None, 5_000, threads)));
    }
}

#[test]
fn ranges_computed_apart_merge_to_the_whole() {
    let park = busy_park(2);
    let run = plain(&park).trials(640);
    let Simulated { plan, summary: whole, .. } = simulated(&run);
    let mut worker = Worker::new(&plan);
    let (mut early, mut late) = (Summary::new(&plan), Summary::new(&plan));
    for first in (0..640).step_by(LANES) {
        let part = if first < 256 { &mut early } else { &mut late };
        part.push(worker.run(first, LANES).unwrap(), first, LANES);
    }
    late.merge(&early);
    let assembled = |summary| bytes(&run.results(&plan, summary, None));
    assert_eq!(assembled(&late), assembled(&whole));
}

#[test]
fn a_block_leaves_nothing_behind_for_the_next() {
    let park = busy_park(3);
    let plan = Plan::new(&park, &[], 7);
    let mut used = Worker::new(&plan);
    for first in [0, 64, 128] {
        used.run(first, LANES).unwrap();
    }
    let mut fresh = Worker::new(&plan);
    let (after, alone) = (used.run(192, LANES).unwrap(), fresh.run(192, LANES).unwrap());
    assert_eq!(format!("{after:?}"), format!("{alone:?}"));
}

/// Output of enterprise `e` in the first 64 trials.
fn outputs(scenario: &Scenario, mix: Option<usize>, e: usize) -> Vec<f64> {
    let plan = Plan::new(scenario, scenario.doses(mix), 7);
    Worker::new(&plan).run(0, LANES).unwrap().rows.enterprise[e].to_vec()
}

#[test]
fn what_is_added_leaves_other_draws_as_they_were() {
    let park = busy_park(2);
    // Expansions compete with what is added; the enterprises that have none show the draws as they are.
    let without_expansions: Vec<usize> = (0..12).filter(|e| ![0, 3].contains(e)).collect();
    let all = |scenario: &Scenario, mix| -> Vec<Vec<f64>> {
        without_expansions.iter().map(|&e| outputs(scenario, mix, e)).collect()
    };
    let mut more = park.clone();
    more.enterprises.push(enterprise("new", 1, 3.0));
    more.projects.push(project("new", 3.0, 10.0));
    more.channels.push(channel("new", 3.0));
    more.policies.push(promotion());
    more.mixes.push(Mix { id: "m".into(), name: name("m"), doses: vec![(PolicyIx(0), 1.0)] });
    assert_eq!(all(&park, None), all(&more, Some(0)));
    assert_eq!(land_reclaimed(&park, None), land_reclaimed(&more, Some(0)));
    // Each channel and each known project has its own draws, so exactly those of the new ones come on top.
    let mut alone = park.clone();
    alone.projects.clear();
    alone.channels = vec![channel("new", 3.0)];
    alone.resources[0].available = 1e6.into();
    let mut beside = more.clone();
    beside.channels[0].rate = 0.0.into();
    beside.channels[1].rate = 0.0.into();
    let known = more.projects.len() as f64;
    let new: Vec<f64> = signed(&alone, None);
    assert_eq!(new, signed(&beside, None).iter().map(|n| n - known).collect::<Vec<f64>>());
    let mut reordered = park.clone();
    reordered.enterprises.swap(4, 5);
    assert_eq!(outputs(&park, None, 4), outputs(&reordered, None, 5));
}

/// Idle land reclaimed by the end of the first 64 trials.
fn land_reclaimed(scenario: &Scenario, mix: Option<usize>) -> Vec<f64> {
    let plan = Plan::new(scenario, scenario.doses(mix), 7);
    let mut worker = Worker::new(&plan);
    let block = worker.run(0, LANES).unwrap();
    block.rows.month[plan.layout.month(plan.months, MonthRow::Reclaimed)].to_vec()
}

/// Projects signed by the end of the first 64 trials.
fn signed(scenario: &Scenario, mix: Option<usize>) -> Vec<f64> {
    let plan = Plan::new(scenario, scenario.doses(mix), 7);
    let row = plan.layout.park(plan.years - 1, ParkMetric::ProjectsSigned);
    let mut worker = Worker::new(&plan);
    worker.run(0, LANES).unwrap().rows.park[row].to_vec()
}

fn promotion() -> Policy {
    let site = Site { subject: Subject::Channel(0), field: Field::Rate };
    Policy {
        id: "promotion".into(),
        name: name("promotion"),
        cost: 100.0.into(),
        max_dose: 1.0,
        from: None,
        changes: vec![Change {
            label: "rate".into(),
            sites: vec![site],
            op: ChangeOp::Multiply,
            effect: normal(1.5, 0.1),
        }],
    }
}

#[test]
fn the_order_of_industries_does_not_matter() {
    let mut park = busy_park(2);
    park.exits.clear();
    park.projects.clear();
    let mut reordered = park.clone();
    reordered.industries.swap(0, 2);
    for enterprise in &mut reordered.enterprises {
        enterprise.industry = IndustryIx(2 - enterprise.industry.0);
    }
    for e in 0..12 {
        assert_eq!(outputs(&park, None, e), outputs(&reordered, None, e));
    }
}

/// P(A·(1+g)·exp(vε) >= x) for one enterprise.
#[test]
fn one_lognormal_enterprise() {
    let results = results(&park(1), None, 200_000, 2);
    let expected = 1.0 - Normal::standard().cdf((10.0 / (9.0 * 1.08_f64)).ln() / 0.2);
    let p = results.targets[0].probability;
    assert!((p.probability - expected).abs() < 4.0 * p.mcse, "{p:?} against {expected}");
    let mean = results.park[0].stat("output").unwrap().mean;
    assert!((mean - 9.0 * 1.08 * (0.02_f64).exp()).abs() < 4.0 * 2.0 / (200_000_f64).sqrt(), "{mean}");
}

/// Two enterprises of one industry share c of their variance, of two industries R·c.
#[test]
fn correlations_are_as_stated() {
    let mut park = park(1);
    park.industries.push(industry("b"));
    park.correlation.matrix = nalgebra::dmatrix![1.0, 0.5; 0.5, 1.0];
    for industry in &mut park.industries {
        industry.common_share = 0.6.into();
    }
    park.enterprises = vec![enterprise("x", 0, 1.0), enterprise("y", 0, 1.0), enterprise("z", 1, 1.0)];
    let plan = Plan::new(&park, &[], 7);
    let mut worker = Worker::new(&plan);
    let n = 40_000;
    let mut logs = vec![Vec::new(); 3];
    for first in (0..n).step_by(LANES) {
        let block = worker.run(first, LANES).unwrap();
        for (e, logs) in logs.iter_mut().enumerate() {
            logs.extend(block.rows.enterprise[e].iter().map(|x| x.ln()));
        }
    }
    let correlation = |a: &[f64], b: &[f64]| {
        let mean = |x: &[f64]| x.iter().sum::<f64>() / x.len() as f64;
        let (ma, mb) = (mean(a), mean(b));
        let cov = |x: &[f64], mx: f64, y: &[f64], my: f64| {
            x.iter().zip(y).map(|(x, y)| (x - mx) * (y - my)).sum::<f64>() / x.len() as f64
        };
        cov(a, ma, b, mb) / (cov(a, ma, a, ma) * cov(b, mb, b, mb)).sqrt()
    };
    // The standard error of a correlation r is (1-r²)/√n, at most 0.005; four of these.
    assert!((correlation(&logs[0], &logs[1]) - 0.6).abs() < 0.02);
    assert!((correlation(&logs[0], &logs[2]) - 0.3).abs() < 0.02);
}

/// A policy's growth from July on counts for half in its first year and in full after.
#[test]
fn a_policy_that_begins_in_july_gives_half_its_growth_in_the_first_year() {
    let mut park = park(2);
    park.industries[0].volatility = 0.0.into();
    let site = Site { subject: Subject::Industry(0), field: Field::Growth };
    let change = Change { label: "g".into(), sites: vec![site], op: ChangeOp::Add, effect: 0.04.into() };
    park.policies.push(Policy { from: Some(7), changes: vec![change], ..promotion() });
    park.mixes.push(Mix { id: "m".into(), name: name("m"), doses: vec![(PolicyIx(0), 1.0)] });
    let plan = Plan::new(&park, park.doses(Some(0)), 7);
    let mut worker = Worker::new(&plan);
    let block = worker.run(0, LANES).unwrap();
    assert!((block.rows.enterprise[0][0] - 9.0 * 1.10).abs() < 1e-12);
    assert!((block.rows.enterprise[1][0] - 9.0 * 1.10 * 1.12).abs() < 1e-12);
}

/// The months known: what is to come is scaled, and its spread shrinks with the months left.
#[test]
fn output_to_date() {
    let mut park = park(1);
    park.park.known_months = 8;
    park.industries[0].volatility = 0.0.into();
    park.enterprises[0].output_to_date = Some(8.0.into());
    let summary = simulated(&plain(&park).trials(64)).summary;
    assert!((summary.rows.park[0].mean().unwrap() - 12.0).abs() < 1e-12);
}

/// Which of two rules closes an enterprise does not depend on which stands first in the file.
#[test]
fn the_order_of_exit_rules_does_not_matter() {
    let mut park = park(2);
    let rule = |of: &str, clear_months: Option<Quantity>| ExitRule {
        name: name(of),
        condition: Condition::default(),
        annual_rate: 0.5.into(),
        clear_months,
    };
    park.exits = vec![rule("a", Some(0.0.into())), rule("b", None)];
    let before = bytes(&results(&park, None, 640, 1));
    park.exits.swap(0, 1);
    assert_eq!(before, bytes(&results(&park, None, 640, 1)));
}

/// A `set` reaches an output to date that the roster does not give.
#[test]
fn an_output_to_date_can_be_set() {
    let mut park = park(1);
    park.park.known_months = 3;
    park.industries[0].volatility = 0.0.into();
    park.industries[0].growth = 0.0.into();
    let site = Site { subject: Subject::Enterprise(0), field: Field::OutputToDate };
    let effect = 1.5.into();
    park.changes = vec![Change { label: "o".into(), sites: vec![site], op: ChangeOp::Set, effect }];
    let summary = simulated(&plain(&park).trials(64)).summary;
    assert!((summary.rows.park[0].mean().unwrap() - 6.0).abs() < 1e-12);
}

/// A policy called "changes" draws its own effects, not those of the scenario's changes.
#[test]
fn policies_and_changes_do_not_share_draws() {
    let mut park = park(1);
    park.industries[0].volatility = 0.0.into();
    let site = Site { subject: Subject::Industry(0), field: Field::Growth };
    let change = Change { label: "g".into(), sites: vec![site], op: ChangeOp::Add, effect: normal(0.0, 0.1) };
    park.changes = vec![change.clone()];
    park.policies = vec![Policy { id: "changes".into(), changes: vec![change], ..promotion() }];
    park.mixes = vec![Mix { id: "m".into(), name: name("m"), doses: vec![(PolicyIx(0), 1.0)] }];
    let sd = results(&park, Some(0), 20_000, 2).park[0].stat("output").unwrap().sd;
    // Two independent effects add their variances; one and the same would double the deviation.
    assert!((sd / 9.0 - 0.1 * 2.0_f64.sqrt()).abs() < 0.01, "{sd}");
}

/// A project that operates from the start took its resources before the run, however long it has operated.
#[test]
fn what_operates_already_does_not_start_in_the_run() {
    let mut park = park(1);
    park.park.known_months = 3;
    park.projects = vec![project("x", 3.0, 30.0)];
    park.projects[0].stage = Stage::Operating;
    park.projects[0].operating_months = 2.0.into();
    let results = results(&park, None, 64, 1);
    let project = &results.projects[0];
    assert_eq!((project.started, project.operating, project.start_month), (0.0, 1.0, None));
}

/// More signings than can be followed end the run with the number of the trial, not with the memory.
#[test]
fn signings_without_bound_stop_the_run() {
    let mut park = park(1);
    park.channels = vec![channel("c", 1e6)];
    park.channels[0].dispersion = 0.0.into();
    let plan = Plan::new(&park, &[], 7);
    let error = Worker::new(&plan).run(0, LANES).map(|_| ()).unwrap_err();
    assert!(error.what.contains("channel 1"), "{error}");
}

/// An expansion shares the fate of its enterprise.
#[test]
fn expansions_close_with_their_enterprise() {
    let mut park = park(2);
    park.exits = vec![ExitRule {
        name: name("all"),
        condition: Condition::default(),
        annual_rate: 0.999.into(),
        clear_months: Some(2.0.into()),
    }];
    park.projects = vec![project("building", 3.0, 30.0), project("never ready", 3.0, 10.0)];
    for project in &mut park.projects {
        project.enterprise = Some(EnterpriseIx(0));
    }
    park.projects[0].stage = Stage::Building;
    park.projects[0].life.build = 20.0.into();
    park.projects[1].life.prep = 20.0.into();
    let results = results(&park, None, 6_400, 2);
    let closed_in_two_years = 1.0 - 0.001_f64.powi(2);
    for project in &results.projects {
        assert!((project.lost["closed"] - closed_in_two_years).abs() < 2e-4, "{project:?}");
    }
    let last = results.months.last().unwrap();
    // All land is returned: 500 free from the start, 100 of the enterprise and 30 of its expansion.
    assert_eq!(last.land_free.p50, 630.0);
    assert_eq!(last.land_occupied.p50, 0.0);
}

/// However many resources there are: those in plenty change nothing, and the last of them can be the one that is short.
#[test]
fn any_number_of_resources_is_waited_for() {
    for more in [1, 3, 7, 20] {
        let (few, mut many) = (busy_park(2), busy_park(2));
        for r in 0..more {
            many.resources.push(Resource {
                id: format!("r{r}"),
                name: name(&format!("r{r}")),
                unit: "m".into(),
                available: 1e6.into(),
            });
        }
        let last = ResourceIx(many.resources.len() - 1);
        many.projects[6].life.needs.push((last, 2.0.into()));
        let (plan_of_few, plan_of_many) = (Plan::new(&few, &[], 7), Plan::new(&many, &[], 7));
        let (mut of_few, mut of_many) = (Worker::new(&plan_of_few), Worker::new(&plan_of_many));
        let (with_few, with_many) = (of_few.run(0, LANES).unwrap(), of_many.run(0, LANES).unwrap());
        assert_eq!(with_few.rows.month, with_many.rows.month);
        assert_eq!(with_few.rows.enterprise, with_many.rows.enterprise);
        assert!(with_many.rows.starts[6].iter().any(|month| !month.is_nan()));

        many.resources[last.0].available = 1.0.into();
        let plan = Plan::new(&many, &[], 7);
        let mut worker = Worker::new(&plan);
        let block = worker.run(0, LANES).unwrap();
        assert!(block.rows.starts[6].iter().all(|month| month.is_nan()));
    }
}

/// In a year so good that it leaves the range of numbers, what produces nothing yet still produces nothing.
#[test]
fn what_does_not_operate_makes_nothing_of_the_best_of_years() {
    let mut park = park(1);
    park.industries[0].volatility = 4000.0.into();
    park.industries[0].common_share = 1.0.into();
    park.enterprises[0].output = 0.0.into();
    park.enterprises[0].volatility = Some(0.0.into());
    park.channels = vec![channel("north", 4.0)];
    park.channels[0].life.prep = 0.0.into();
    park.channels[0].life.build = 8.0.into();
    let plan = Plan::new(&park, &[], 7);
    let mut worker = Worker::new(&plan);
    let output = worker.run(0, LANES).unwrap().rows.park[0];
    assert!(output.contains(&0.0) && output.iter().any(|&x| x > 0.0) && !output.iter().any(|x| x.is_nan()));
}

/// What a last bit of a channel's capacity may move: the amounts, by as much, but not who is served before whom.
#[test]
fn a_last_bit_of_capacity_moves_nobody_in_the_queue() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/baseline.toml");
    let baseline = parkcast::read::read_scenario(&path).unwrap().scenario;
    let mut moved = baseline.clone();
    for channel in &mut moved.channels {
        let Quantity::Uncertain { law: Law::LogNormal(law), .. } = &mut channel.life.capacity else {
            panic!("{} is not lognormal", channel.id)
        };
        law.mu = law.mu.next_up();
    }
    let plans = [&baseline, &moved].map(|scenario| Plan::new(scenario, &[], 1));
    let mut workers = plans.each_ref().map(Worker::new);
    let mut differ = false;
    for first in (0..1024).step_by(LANES) {
        let [before, after] =
            workers.each_mut().map(|worker| worker.run(first, LANES).unwrap().rows.park.clone());
        for (before, after) in before.as_flattened().iter().zip(after.as_flattened()) {
            differ |= before != after;
            assert!((before - after).abs() <= 1e-9 * before.abs().max(1.0), "{before} and {after}");
        }
    }
    assert!(differ, "the capacity has not moved");
}
