//! Comparisons: alternatives on the same trials differ by what policies do and by nothing else.

use crate::common::{count_target, enterprise, industry, name, normal, park, plain, simulated, threads};
use parkcast::compare::{
    Alternative, Arm, Chance, Comparison, Contributions, ContributionsResult, Facts, Shared, Tally, Verdict,
    alternatives, assemble, can_wait, contributions, delay, delayed, headline, mark_budget, run, select,
    shared, whole,
};
use parkcast::observe::on_threads;
use parkcast::plan::Plan;
use parkcast::scenario::*;
use statrs::distribution::{ContinuousCDF, Normal};

const SEED: u64 = 7;

fn change(label: &str, sites: Vec<Site>, op: ChangeOp, effect: Quantity) -> Change {
    Change { label: label.into(), sites, op, effect }
}

fn growth_of(e: usize) -> Site {
    Site { subject: Subject::Enterprise(e), field: Field::Growth }
}

fn policy(id: &str, cost: f64, changes: Vec<Change>) -> Policy {
    Policy { id: id.into(), name: name(id), cost: cost.into(), max_dose: 2.0, from: None, changes }
}

/// A policy that adds to the growth of an enterprise.
fn adds(id: &str, e: usize, effect: impl Into<Quantity>) -> Policy {
    policy(id, 100.0, vec![change("growth", vec![growth_of(e)], ChangeOp::Add, effect.into())])
}

fn mix(id: &str, doses: &[(usize, f64)]) -> Mix {
    let doses = doses.iter().map(|&(policy, dose)| (PolicyIx(policy), dose)).collect();
    Mix { id: id.into(), name: name(id), doses }
}

/// One enterprise of lognormal growth with median 0, which is to reach `threshold` times its output.
fn lone(threshold: f64) -> Scenario {
    let mut scenario = park(1);
    let firm = Enterprise {
        growth: Some(0.0.into()),
        volatility: Some(0.2.into()),
        common_share: Some(0.0.into()),
        ..enterprise("e", 0, 10.0)
    };
    scenario.industries = vec![industry("a")];
    scenario.enterprises = vec![firm];
    scenario.targets = vec![count_target("t", 10.0 * threshold, 1.0)];
    scenario
}

/// All alternatives of some scenarios, tried.
fn tried(scenarios: &[Scenario], seed: u64, trials: u64, on: usize) -> (Vec<Alternative>, Tally) {
    let mut list = alternatives(scenarios);
    mark_budget(&mut list, scenarios[0].budget);
    let places = shared(scenarios, 0).places;
    let arm = |one: &Alternative| Arm {
        plan: Plan::new(&scenarios[one.scenario], &one.doses, seed),
        places: places[one.scenario].clone(),
        year: 0,
        scenario: one.scenario,
    };
    let arms: Vec<Arm> = list.iter().map(arm).collect();
    let tally = on_threads(threads(on), || run(&arms, trials, &())).unwrap();
    (list, tally)
}

fn compared(scenario: &Scenario, trials: u64) -> Comparison {
    compared_all(std::slice::from_ref(scenario), trials)
}

fn compared_all(scenarios: &[Scenario], trials: u64) -> Comparison {
    compared_with(scenarios, SEED, trials)
}

fn compared_with(scenarios: &[Scenario], seed: u64, trials: u64) -> Comparison {
    let (list, tally) = tried(scenarios, seed, trials, 2);
    let judged = shared(scenarios, 0).judged;
    let facts = Facts {
        scenarios,
        alternatives: &list,
        reference: 0,
        judged: &judged,
        headline: headline(&judged, None).unwrap(),
        tolerance: 0.01,
        year: 2024,
        seed,
        trials,
    };
    assemble(facts, &tally)
}

/// The contributions of the policies of a scenario's first mix.
fn split(scenario: &Scenario, seed: u64, effort: u64, on: usize) -> ContributionsResult {
    let scenarios = std::slice::from_ref(scenario);
    let Shared { judged, places, .. } = shared(scenarios, 0);
    let list = alternatives(scenarios);
    let (alternative, places) = (&list[1], &places[0]);
    let wanted = Contributions { scenario, alternative, judged: &judged, places, seed, whole: None };
    let found = on_threads(threads(on), || contributions(&wanted, (effort, u64::MAX), &()));
    found.unwrap().expect("it was not interrupted")
}

fn chance<'a>(results: &'a Comparison, outcome: &str, id: &str) -> &'a Chance {
    let outcome = results.outcomes.iter().find(|one| one.id == outcome).unwrap();
    outcome.alternatives.iter().find(|one| one.id == id).unwrap()
}

#[test]
fn what_a_policy_does_not_touch_stays_in_every_trial() {
    let mut scenario = park(1);
    scenario.enterprises.push(enterprise("other", 0, 3.0));
    scenario.targets = vec![count_target("first", 10.0, 1.0), count_target("other", 3.0, 2.0)];
    scenario.targets[0].measure = Measure::Enterprise(EnterpriseIx(0), EnterpriseMetric::Output);
    scenario.targets[0].bounds = Bounds { at_least: Some(10.0), at_most: None };
    scenario.targets[1].measure = Measure::Enterprise(EnterpriseIx(1), EnterpriseMetric::Output);
    scenario.targets[1].bounds = Bounds { at_least: Some(3.3), at_most: None };
    // An uncertain effect has draws of its own, which displace no other.
    scenario.policies = vec![adds("help", 1, normal(0.1, 0.05)), policy("words", 50.0, vec![])];
    scenario.mixes = vec![mix("help", &[(0, 1.0)]), mix("words", &[(1, 1.0)])];
    let results = compared(&scenario, 20_000);
    let flips = |outcome: &str, id: &str| {
        let difference = chance(&results, outcome, id).difference.unwrap();
        (difference.gained, difference.lost)
    };
    assert_eq!(flips("first", "help"), (0, 0));
    assert_eq!(flips("first", "words"), (0, 0));
    assert_eq!(flips("other", "words"), (0, 0));
    assert!(flips("other", "help").0 > 1_000);
}

#[test]
fn each_alternative_hits_as_in_a_run_of_its_own_on_any_number_of_threads() {
    let mut scenario = lone(1.1);
    scenario.policies = vec![adds("help", 0, normal(0.05, 0.02))];
    scenario.mixes = vec![mix("half", &[(0, 0.5)]), mix("full", &[(0, 1.0)])];
    let trials = 5_000;
    let (list, tally) = tried(std::slice::from_ref(&scenario), SEED, trials, 1);
    let (_, again) = tried(std::slice::from_ref(&scenario), SEED, trials, 3);
    for (a, one) in list.iter().enumerate() {
        let alone = simulated(&plain(&scenario).seed(SEED).mix_at(one.mix).trials(trials)).summary;
        assert_eq!(tally.hits(0, a), alone.outcomes.total().targets[0], "{}", one.id);
        for b in 0..list.len() {
            assert_eq!(tally.together(0, a, b), again.together(0, a, b));
        }
    }
}

/// P(10·e^(0.2·ε)·(1+g) >= 11) under growth 0 and 0.05. The better one hits wherever the other does, so that the difference
/// d has the variance d(1-d), against p(1-p) + q(1-q) of two independent runs.
#[test]
fn the_gain_of_pairing_on_a_lognormal_output() {
    let mut scenario = lone(1.1);
    scenario.policies = vec![adds("help", 0, 0.05)];
    scenario.mixes = vec![mix("help", &[(0, 1.0)])];
    let trials = 400_000;
    let results = compared(&scenario, trials);
    let p = |growth: f64| 1.0 - Normal::standard().cdf(f64::ln(1.1 / (1.0 + growth)) / 0.2);
    let (before, after) = (p(0.0), p(0.05));
    let d = after - before;
    let expected = (before * (1.0 - before) + after * (1.0 - after)) / (d * (1.0 - d));
    let difference = chance(&results, "t", "help").difference.unwrap();
    let error = (d * (1.0 - d) / trials as f64).sqrt();
    assert!((difference.difference - d).abs() < 4.0 * error, "{difference:?}, {d} ± {error}");
    assert_eq!(difference.lost, 0);
    let gain = difference.pairing_gain.unwrap();
    // Relative errors of the share of flips and of the two variances, the first by far the largest.
    assert!((gain / expected - 1.0).abs() < 4.0 * error / d + 0.005, "{gain} against {expected}");
}

#[test]
fn costs_budgets_domination_and_the_best() {
    let mut scenario = lone(1.1);
    scenario.budget = Some(250.0);
    scenario.policies = vec![adds("help", 0, 0.05), policy("words", 100.0, vec![])];
    scenario.mixes = vec![
        mix("help", &[(0, 1.0)]),
        mix("words", &[(1, 1.0)]),
        mix("both", &[(0, 1.0), (1, 1.0)]),
        mix("double", &[(0, 2.0), (1, 1.0)]),
    ];
    let results = compared(&scenario, 50_000);
    let over: Vec<bool> = results.alternatives.iter().map(|one| one.over_budget).collect();
    assert_eq!(over, [false, false, false, false, true]);
    let of = |id: &str| chance(&results, "t", id);
    assert_eq!(of("words").dominated_by.as_deref(), Some("help"));
    assert!(of("words").cost_per_point.is_none() && !of("words").difference.unwrap().told_apart);
    assert!(of("help").dominated_by.is_none() && of("help").efficient && of("double").efficient);
    // It does the same in every trial and is dearer.
    assert_eq!((of("both").dominated_by.as_deref(), of("both").efficient), (Some("help"), false));
    assert_eq!((of("help").best, of("both").best, of("none").best), (Some(1.0), None, Some(0.0)));
    assert!(of("help").may_be_best && !of("both").may_be_best && !of("none").may_be_best);
    assert_eq!((&of("both").alike[..], &of("words").alike[..]), (&["help".into()][..], &["none".into()][..]));
    assert!(of("double").best.is_none() && !of("double").may_be_best);
    let cost = of("help").cost_per_point.unwrap();
    let gain = of("help").difference.unwrap();
    assert!((cost.cost - 100.0 / (100.0 * gain.difference)).abs() < 1e-6);
    let [low, high] = cost.ci95.unwrap();
    assert!(low < cost.cost && cost.cost < high);
}

/// A single trial decides nothing: whoever hit may be the best, but so may the others. Of mixes that are the same none is
/// left out for its place in the file.
#[test]
fn few_trials_and_equals_are_not_ranked() {
    let mut scenario = lone(1.1);
    scenario.policies = vec![adds("help", 0, 0.05), policy("words", 0.0, vec![])];
    scenario.mixes = vec![mix("help", &[(0, 1.0)]), mix("words", &[(1, 1.0)])];
    for seed in 0..20 {
        let results = compared_with(std::slice::from_ref(&scenario), seed, 1);
        for chance in &results.outcomes[0].alternatives {
            assert!(chance.may_be_best && chance.best.is_some_and(|best| best > 0.05), "{seed}: {chance:?}");
        }
    }
    scenario.mixes = (0..22).map(|i| mix(&format!("m{i}"), &[(0, 1.0)])).collect();
    let results = compared(&scenario, 5_000);
    let marked = results.outcomes[0].alternatives.iter().filter(|chance| chance.may_be_best).count();
    assert_eq!(marked, 22);
}

/// Of two scenarios the second is the brighter one; what to do is judged in each for itself.
#[test]
fn the_best_is_looked_for_within_a_scenario() {
    let mut first = lone(1.1);
    first.policies = vec![adds("help", 0, 0.05)];
    first.mixes = vec![mix("help", &[(0, 1.0)])];
    let mut second = Scenario { stem: "second".into(), ..first.clone() };
    second.enterprises[0].growth = Some(0.3.into());
    let results = compared_all(&[first, second], 20_000);
    let marks: Vec<(bool, bool)> = results.outcomes[0]
        .alternatives
        .iter()
        .map(|chance| (chance.may_be_best, chance.dominated_by.is_some()))
        .collect();
    assert_eq!(marks, [(false, false), (true, false), (false, false), (true, false)]);
    let best: Vec<f64> = results.outcomes[0].alternatives.iter().map(|chance| chance.best.unwrap()).collect();
    assert!((best[0] + best[1] - 1.0).abs() < 1e-9 && (best[2] + best[3] - 1.0).abs() < 1e-9, "{best:?}");
}

#[test]
fn alternatives_are_found_by_id_and_name_and_the_reference_is_among_them() {
    let mut scenario = lone(1.1);
    scenario.mixes = vec![mix("none", &[]), mix("a", &[]), mix("b", &[])];
    let ids = |scenarios: &[Scenario], wanted: &[&str], reference: Option<&str>| {
        let wanted: Vec<String> = wanted.iter().map(|id| (*id).to_owned()).collect();
        let (chosen, place) = select(alternatives(scenarios), &wanted, reference).unwrap();
        let ids: Vec<String> = chosen.into_iter().map(|one| one.id).collect();
        (ids.join(" "), place)
    };
    let one = [scenario.clone()];
    assert_eq!(ids(&one, &[], None), ("none a b".into(), 0));
    assert_eq!(ids(&one, &["b"], None), ("none b".into(), 0));
    assert_eq!(ids(&one, &["a"], Some("b")), ("a b".into(), 1));
    let second = Scenario { stem: "second".into(), ..scenario.clone() };
    let two = [Scenario { stem: "first".into(), ..scenario }, second];
    assert_eq!(ids(&two, &["second/b"], None), ("first/none second/b".into(), 0));
    let missing = select(alternatives(&two), &["c".into()], None).unwrap_err();
    assert!(missing.text().en.contains("first/none, first/a"), "{}", missing.text().en);
    assert_eq!(ids(&two, &["a"], Some("b")), ("first/a first/b second/a".into(), 1));
}

#[test]
fn scenarios_are_judged_by_what_they_share() {
    let first = lone(1.1);
    let mut second = lone(1.2);
    second.targets.push(count_target("more", 20.0, 1.0));
    let ids = |scenarios: &[Scenario]| {
        let Shared { judged, places, left_out } = shared(scenarios, 0);
        let ids: Vec<String> = judged.into_iter().map(|one| one.id).collect();
        (ids.join(" "), places, left_out.join(" "))
    };
    let all = vec![vec![0, 1], vec![0, 1]];
    assert_eq!(ids(&[first.clone(), first.clone()]), ("t all".into(), all, String::new()));
    second.targets[0].bounds = first.targets[0].bounds;
    second.targets[0].measure = first.targets[0].measure.clone();
    assert_eq!(ids(&[first.clone(), second.clone()]), ("t".into(), vec![vec![0], vec![0]], "all".into()));
    // Of another year, it is another target, though it has the same id.
    second.park.base_year += 1;
    assert_eq!(ids(&[first, second]), (String::new(), vec![vec![], vec![]], "t all".into()));
}

/// Two enterprises are to reach 11 from 10, without chance: each is lifted by a policy of its own, so that both are needed;
/// for one of them each policy alone suffices.
#[test]
fn policies_that_need_each_other_and_policies_that_replace_each_other() {
    let mut scenario = lone(1.1);
    scenario.enterprises[0].volatility = Some(0.0.into());
    scenario.enterprises.push(Enterprise { name: name("f"), ..scenario.enterprises[0].clone() });
    scenario.targets = vec![count_target("both", 11.0, 2.0), count_target("one", 11.0, 1.0)];
    scenario.policies = vec![adds("e", 0, 0.2), adds("f", 1, 0.2), policy("words", 0.0, vec![])];
    scenario.mixes = vec![mix("m", &[(0, 1.0), (1, 1.0), (2, 1.0)])];
    let found = split(&scenario, SEED, 160_000, 2);
    assert!(found.exact);
    for (outcome, interaction) in found.outcomes.iter().zip([1.0, -1.0]) {
        assert_eq!((outcome.without, outcome.with_all), (0.0, 1.0));
        let values: Vec<f64> = outcome.policies.iter().map(|share| share.value).collect();
        assert_eq!(values, [0.5, 0.5, 0.0], "{}", outcome.id);
        let pairs: Vec<(f64, Verdict)> =
            outcome.pairs.iter().map(|pair| (pair.value, pair.verdict)).collect();
        let verdict = if interaction > 0.0 { Verdict::Help } else { Verdict::Hinder };
        assert_eq!(pairs, [(interaction, verdict), (0.0, Verdict::Open), (0.0, Verdict::Open)]);
        // What never flipped is not known to be 0 exactly.
        assert!(outcome.policies[2].ci95[0] < 0.0 && outcome.policies[2].ci95[1] > 0.0);
    }
}

/// The contributions of a few trials of every coalition are held to what the comparison says of the whole mix: they add up to
/// it, and their intervals hold the truth.
#[test]
fn contributions_add_up_to_what_the_comparison_says() {
    let mut scenario = lone(1.2);
    scenario.policies =
        vec![adds("a", 0, normal(0.08, 0.04)), adds("b", 0, normal(0.05, 0.02)), adds("c", 0, 0.02)];
    scenario.mixes = vec![mix("m", &[(0, 1.0), (1, 1.0), (2, 1.0)])];
    let scenarios = std::slice::from_ref(&scenario);
    let truth = split(&scenario, SEED, 4_000_000, 2);
    let Shared { judged, places, .. } = shared(scenarios, 0);
    let (seeds, mut missed) = (300, [0; 3]);
    for seed in 0..seeds {
        let (list, tally) = tried(scenarios, seed, 8_000, 2);
        let whole = whole(&list, 1, &tally, judged.len());
        let (judged, places) = (&judged[..], &places[0][..]);
        let wanted =
            Contributions { scenario: &scenario, alternative: &list[1], judged, places, seed, whole };
        let found = contributions(&wanted, (0, 8_000), &());
        let outcome = &found.unwrap().unwrap().outcomes[0];
        let gain = (tally.hits(0, 1) as f64 - tally.hits(0, 0) as f64) / 8_000.0;
        let sum: f64 = outcome.policies.iter().map(|share| share.value).sum();
        assert!((sum - gain).abs() < 1e-9, "{sum} {gain}");
        assert!((outcome.with_all - outcome.without - gain).abs() < 1e-9);
        for ((share, truth), missed) in
            outcome.policies.iter().zip(&truth.outcomes[0].policies).zip(&mut missed)
        {
            *missed += usize::from(!(share.ci95[0]..=share.ci95[1]).contains(&truth.value));
        }
    }
    // Where the few trials show nothing of what the comparison saw, they add up all the same.
    scenario.enterprises[0].volatility = Some(0.0.into());
    scenario.policies = vec![adds("a", 0, normal(0.1, 0.031)), policy("b", 0.0, vec![])];
    scenario.mixes = vec![mix("m", &[(0, 1.0), (1, 1.0)])];
    let (list, tally) = tried(std::slice::from_ref(&scenario), SEED, 8_000, 2);
    let (judged, whole) = (&judged[..], whole(&list, 1, &tally, judged.len()));
    let gain = (tally.hits(0, 1) - tally.hits(0, 0)) as f64 / 8_000.0;
    let places = &places[0][..];
    let wanted =
        Contributions { scenario: &scenario, alternative: &list[1], judged, places, seed: SEED, whole };
    let found = contributions(&wanted, (0, 8_000), &());
    let outcome = &found.unwrap().unwrap().outcomes[0];
    let sum: f64 = outcome.policies.iter().map(|share| share.value).sum();
    assert!(gain > 0.0 && (sum - gain).abs() < 1e-9 && outcome.with_all == gain, "{gain} {outcome:?}");
    // Of 300 intervals more than 28 miss, and fewer than 4, with a probability of 0.1% each.
    assert!(missed.iter().all(|missed| (4..=28).contains(missed)), "{missed:?}");
}

/// Ten policies that each add as much: by symmetry each contributes a tenth, within the intervals of sampled orders.
#[test]
fn many_policies_are_sampled() {
    let mut scenario = lone(1.3);
    scenario.policies = (0..10).map(|i| adds(&format!("p{i}"), 0, 0.03)).collect();
    let doses: Vec<(usize, f64)> = (0..10).map(|i| (i, 1.0)).collect();
    scenario.mixes = vec![mix("m", &doses)];
    let on = |threads| split(&scenario, SEED, 640_000, threads);
    let found = on(2);
    assert_eq!(serde_json::to_string(&found).unwrap(), serde_json::to_string(&on(1)).unwrap());
    assert!(!found.exact && found.outcomes[0].pairs.len() == 45);
    let outcome = &found.outcomes[0];
    let sum: f64 = outcome.policies.iter().map(|share| share.value).sum();
    assert!((sum - (outcome.with_all - outcome.without)).abs() < 1e-9);
    let missed = outcome.policies.iter().filter(|share| {
        let [low, high] = share.ci95;
        !(low..=high).contains(&(sum / 10.0))
    });
    // Of ten intervals more than two miss with a probability of 1%.
    assert!(missed.count() <= 2, "{:?}", outcome.policies);
}

/// Of twelve policies two are of use, and only together: with few orders most pairs are tried seldom, and what is said of
/// them must leave room for the truth.
#[test]
fn pairs_that_were_hardly_tried_are_not_taken_for_known() {
    let mut scenario = lone(1.1);
    scenario.enterprises[0].volatility = Some(0.0.into());
    scenario.policies = (0..12).map(|i| adds(&format!("p{i}"), 0, if i < 2 { 0.06 } else { 0.0 })).collect();
    let doses: Vec<(usize, f64)> = (0..12).map(|i| (i, 1.0)).collect();
    scenario.mixes = vec![mix("m", &doses)];
    for seed in 0..8 {
        let found = split(&scenario, seed, 1_000, 2);
        for pair in &found.outcomes[0].pairs {
            let truth = if pair.policies == ["p0", "p1"] { 1.0 } else { 0.0 };
            let [low, high] = pair.ci95;
            assert!(low - 1e-9 <= truth && truth <= high + 1e-9, "{seed}: {pair:?}");
        }
    }
}

/// Begun in month m the policy holds for (13 - m)/12 of the year's growth (MODEL section 10).
#[test]
fn waiting_costs_what_the_model_says() {
    let mut scenario = lone(1.1);
    scenario.policies = vec![adds("help", 0, 0.06), policy("crews", 0.0, vec![])];
    scenario.policies[1].changes = vec![change(
        "crews",
        vec![Site { subject: Subject::Land, field: Field::Crews }],
        ChangeOp::Add,
        1.0.into(),
    )];
    let Shared { judged, places, .. } = shared(std::slice::from_ref(&scenario), 0);
    let waiting = delayed(&scenario, (0, &[]), &places[0], 1, SEED);
    let trials = 100_000;
    let tally = run(&waiting.arms, trials, &()).unwrap();
    let found = delay(&scenario, &waiting, &judged, "none", &tally);
    assert_eq!((found.months.len(), found.months[11].as_str()), (12, "2024-12"));
    let p = |growth: f64| 1.0 - Normal::standard().cdf(f64::ln(1.1 / (1.0 + growth)) / 0.2);
    let near = |found: f64, expected: f64| {
        let error = (expected * (1.0 - expected) / trials as f64).sqrt();
        assert!((found - expected).abs() < 4.0 * error, "{found} against {expected} ± {error}");
    };
    let outcome = &found.outcomes[0];
    near(outcome.never.probability, p(0.0));
    for (m, month) in outcome.months.iter().enumerate() {
        near(month.probability, p(0.06 * (12 - m) as f64 / 12.0));
    }
    assert!(outcome.lost.iter().all(|lost| lost.told_apart && lost.difference < 0.0));
    assert!(can_wait(&scenario, 0, &[]).is_ok());
    assert!(can_wait(&scenario, 1, &[]).unwrap_err().text().en.contains("cannot begin later"));
    let set = |id: &str, growth: f64| {
        let change = change("growth", vec![growth_of(0)], ChangeOp::Set, growth.into());
        policy(id, 0.0, vec![change])
    };
    scenario.policies.extend([set("one", 0.1), set("other", 0.2), set("same", 0.1)]);
    let clash = can_wait(&scenario, 2, &[(PolicyIx(3), 1.0)]).unwrap_err();
    assert!(clash.text().en.contains("`one` and, in the reference, `other`"), "{}", clash.text().en);
    assert!(can_wait(&scenario, 2, &[(PolicyIx(4), 1.0)]).is_ok());
    assert!(can_wait(&scenario, 2, &[(PolicyIx(3), 0.0), (PolicyIx(2), 1.0)]).is_ok());
}

/// How often the paired 95% interval holds the difference, over 10,000 repetitions of three small comparisons; the differences
/// are known from closed forms. `cargo test --release --test it -- --ignored --nocapture coverage`
#[test]
#[allow(clippy::print_stdout, reason = "the figures are what it is run for")]
#[ignore = "takes a while; prints the figures that the README quotes"]
fn coverage_of_paired_intervals() {
    const REPETITIONS: u64 = 10_000;
    let p =
        |growth: f64, threshold: f64| 1.0 - Normal::standard().cdf(f64::ln(threshold / (1.0 + growth)) / 0.2);
    // A sure gain; a gain in the tail; and a gain of one enterprise with a loss of another, so that trials flip both ways.
    let mut both = lone(1.1);
    both.enterprises.push(Enterprise { name: name("f"), ..both.enterprises[0].clone() });
    both.policies = vec![Policy {
        changes: vec![
            change("e", vec![growth_of(0)], ChangeOp::Add, 0.1.into()),
            change("f", vec![growth_of(1)], ChangeOp::Add, (-0.05).into()),
        ],
        ..policy("shift", 0.0, vec![])
    }];
    both.targets = vec![count_target("t", 11.0, 2.0)];
    let with = |mut scenario: Scenario, effect: f64| {
        scenario.policies = vec![adds("help", 0, effect)];
        scenario
    };
    let cases = [
        ("a sure gain", with(lone(1.1), 0.05), 500, p(0.05, 1.1) - p(0.0, 1.1)),
        ("in the tail", with(lone(1.45), 0.05), 1_000, p(0.05, 1.45) - p(0.0, 1.45)),
        ("both ways", both, 500, p(0.1, 1.1) * p(-0.05, 1.1) - p(0.0, 1.1).powi(2)),
    ];
    for (what, mut scenario, trials, truth) in cases {
        scenario.mixes = vec![mix("m", &[(0, 1.0)])];
        let held = (0..REPETITIONS).filter(|seed| {
            let (_, tally) = tried(std::slice::from_ref(&scenario), *seed, trials, 1);
            let both = tally.together(0, 0, 1);
            let (gained, lost) = (tally.hits(0, 1) - both, tally.hits(0, 0) - both);
            let [low, high] = parkcast::results::paired(gained, lost, trials, 0.95);
            (low..=high).contains(&truth)
        });
        let coverage = held.count() as f64 / REPETITIONS as f64;
        println!(
            "{what}: {:.1}% of {REPETITIONS} intervals ({trials} trials each) hold {truth:.4}",
            coverage * 100.0
        );
        assert!((coverage - 0.95).abs() < 0.009, "{what}: {coverage}");
    }
}
