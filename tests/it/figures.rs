//! Laws of the figures that charts of a run need: chances by year, parts of the output, land by route, fates of projects
//! and distributions in full.

use crate::common::*;
use parkcast::law::{Discrete, Law};
use parkcast::plan::{BridgeRow, MonthRow, Plan, StatusRow};
use parkcast::random::LANES;
use parkcast::results::Results;
use parkcast::scenario::*;
use parkcast::trial::{Loss, Worker};
use std::collections::BTreeMap;

const TRIALS: u64 = 4096;

/// The busy park with targets of every kind, in different years.
fn many_targets(years: i32) -> Scenario {
    let mut park = busy_park(years);
    let mut add = |id: &str, year: usize, measure: Measure, least: f64| {
        let bounds = Bounds { at_least: Some(least), at_most: None };
        park.targets.push(Target { id: id.into(), name: name(id), year, measure, bounds });
    };
    let growing =
        NumericTest { metric: EnterpriseMetric::Growth, comparison: Comparison::MoreThan, threshold: 0.05 };
    let growing = Condition { tests: vec![growing], ..Condition::default() };
    add("big", 2, Measure::CountEnterprises(at_least(6.0)), 5.0);
    add("growing", 2, Measure::CountEnterprises(growing), 5.0);
    add("industries", 2, Measure::CountIndustries(at_least_of(IndustryMetric::Output, 30.0)), 2.0);
    add("tax", 1, Measure::Park(ParkMetric::TaxPerMu), 30.0);
    add("reclaimed", 2, Measure::Park(ParkMetric::LandReclaimed), 80.0);
    add("b", 2, Measure::Industry(IndustryIx(1), IndustryMetric::Output), 30.0);
    add("e3", 1, Measure::Enterprise(EnterpriseIx(3), EnterpriseMetric::Output), 6.0);
    park
}

fn run(park: &Scenario, by_sobol: bool, conditional: bool) -> Results {
    let sampling = if by_sobol { SamplingKind::Sobol } else { SamplingKind::Random };
    simulated(&plain(park).trials(TRIALS).sampling(sampling).conditional(conditional)).results
}

/// Criterion at another year's end a target is as likely as one of that year; in its own it has its own estimate.
#[test]
fn a_target_judged_in_another_year_is_a_target_of_that_year() {
    let park = many_targets(3);
    for by_sobol in [false, true] {
        let (by_hits, by_chances) = (run(&park, by_sobol, false), run(&park, by_sobol, true));
        for year in 1..=3 {
            let mut moved = park.clone();
            moved.targets.iter_mut().for_each(|target| target.year = year);
            let moved = run(&moved, by_sobol, false);
            for (t, target) in by_chances.targets.iter().enumerate() {
                let (here, there) = (target.by_year[year - 1], &moved.targets[t]);
                assert_eq!(here.year, there.year);
                assert_eq!(by_hits.targets[t].by_year[year - 1].probability, there.probability);
                let is_own = target.year == here.year;
                assert_eq!(here.probability, if is_own { target.probability } else { there.probability });
            }
        }
        assert!(by_hits.targets.iter().all(|target| {
            target.by_year.iter().any(|here| (0.01..0.99).contains(&here.probability.probability))
        }));
    }
}

#[test]
fn a_run_of_one_year_has_no_other_years() {
    let results = results(&busy_park(1), None, 640, 1);
    assert!(results.targets.iter().all(|target| target.by_year.is_empty()));
    assert!(!serde_json::to_string(&results).unwrap().contains("by_year"));
}

/// What is judged does not depend on whether what charts need is worked out beside it.
#[test]
fn details_leave_what_is_judged_as_it_is() {
    let plan = Plan::new(&many_targets(3), &[], 7);
    let (mut full, mut bare) = (Worker::new(&plan), Worker::new(&plan).without_details());
    for first in [0, 64, 128] {
        let (full, bare) = (full.run(first, LANES).unwrap(), bare.run(first, LANES).unwrap());
        assert_eq!(full.target_hits, bare.target_hits);
        assert_eq!(full.all_hits, bare.all_hits);
        for t in 1..=plan.months {
            for row in [
                MonthRow::Reclaimed,
                MonthRow::LandFree,
                MonthRow::LandOccupied,
                MonthRow::Waiting,
                MonthRow::Operating,
            ] {
                let at = plan.layout.month(t, row);
                assert_eq!(full.rows.month[at], bare.rows.month[at], "{row:?} in month {t}");
            }
        }
        let own = plan.targets.len();
        assert_eq!(full.counts[..own], bare.counts[..own]);
    }
}

/// The numbers of targets reached are a distribution, with the targets' probabilities in its mean and that of all at its
/// end.
#[test]
fn targets_reached_are_distributed_as_the_targets_are() {
    let results = run(&many_targets(2), false, false);
    let (reached, targets) = (&results.reached, &results.targets);
    assert_eq!(reached.len(), targets.len() + 1);
    assert!((reached.iter().sum::<f64>() - 1.0).abs() < 1e-9);
    let mean: f64 = reached.iter().zip(0..).map(|(p, k)| p * f64::from(k)).sum();
    assert!((mean - targets.iter().map(|target| target.probability.probability).sum::<f64>()).abs() < 1e-8);
    assert_eq!(reached[targets.len()], results.goals[0].probability.probability);
}

/// Blocks of the busy park, in which every mechanism works: with crews and without, from January on and with months known.
fn every_block(mut look: impl FnMut(&Plan, &parkcast::trial::Block)) {
    for crews in [None, Some(2.0)] {
        for known_months in [0, 5] {
            let mut park = busy_park(3);
            park.crews = crews.map(Quantity::from);
            park.park.known_months = known_months;
            park.supplies[0].month += known_months;
            park.parcels.iter_mut().for_each(|parcel| parcel.start += known_months);
            park.enterprises[1].output_to_date = (known_months > 0).then(|| 1.2.into());
            let plan = Plan::new(&park, &[], 7);
            let mut worker = Worker::new(&plan);
            for first in (0..TRIALS).step_by(LANES) {
                look(&plan, worker.run(first, LANES).unwrap());
            }
        }
    }
}

/// Where there is a crew for every parcel, crews are no limit, in whatever order the parcels may be begun and whatever there
/// is in the trials beside.
#[test]
fn a_crew_for_every_parcel_is_no_limit() {
    let land = |crews: Option<Quantity>, known_months: usize| {
        let mut park = busy_park(3);
        park.crews = crews;
        park.park.known_months = known_months;
        park.supplies[0].month += known_months;
        for (p, parcel) in park.parcels.iter_mut().enumerate() {
            parcel.start = known_months + 1 + 2 * p % 5;
        }
        let plan = Plan::new(&park, &[], 7);
        let mut worker = Worker::new(&plan);
        let block = worker.run(0, LANES).unwrap();
        let reclaimed = |t| block.rows.month[plan.layout.month(t, MonthRow::Reclaimed)];
        let rows: Vec<_> = (1..=plan.months).map(reclaimed).chain(block.rows.routes.clone()).collect();
        move |lane: usize| rows.iter().map(|row| row[lane]).collect::<Vec<_>>()
    };
    let one_or_all = Discrete { values: vec![1.0, 5.0], probabilities: vec![0.5, 0.5] };
    let one_or_all = Quantity::of(Law::Discrete(one_or_all));
    for known_months in [0, 5] {
        let (unlimited, one) = (land(None, known_months), land(Some(1.0.into()), known_months));
        let mixed = land(Some(one_or_all.clone()), known_months);
        let lanes =
            |of: &dyn Fn(usize) -> Vec<f64>| (0..LANES).filter(|&lane| mixed(lane) == of(lane)).count();
        assert!((0..LANES).all(|lane| mixed(lane) == unlimited(lane) || mixed(lane) == one(lane)));
        assert!(lanes(&unlimited) > LANES / 4 && lanes(&one) > LANES / 4);
        assert!((0..LANES).any(|lane| unlimited(lane) != one(lane)));
    }
}

/// In every trial the incumbents' base and the five parts add up to the park's output.
#[test]
fn the_output_is_the_sum_of_its_parts() {
    every_block(|plan, block| {
        for (year, steps) in block.rows.bridge.chunks(BridgeRow::COUNT).enumerate() {
            let output = block.rows.park[plan.layout.park(year, ParkMetric::Output)];
            for lane in 0..LANES {
                let sum = block.base[lane] + steps.iter().map(|step| step[lane]).sum::<f64>();
                assert!((sum - output[lane]).abs() < 1e-12 * output[lane], "{sum}");
            }
        }
    });
    let results = run(&many_targets(3), true, true);
    for (parts, park) in results.output_parts.iter().zip(&results.park) {
        let five = [parts.growth, parts.exits, parts.projects, parts.arrivals, parts.expansions];
        assert!(five.iter().all(|part| part.mean != 0.0 && part.sd > 0.0), "{parts:?}");
        let mean = park.stat("output").unwrap().mean;
        assert!((parts.base + five.map(|part| part.mean).iter().sum::<f64>() - mean).abs() < 1e-9 * mean);
    }
}

/// Parts worked out by hand: growth of 8% a year, an expansion, a new enterprise and nothing else; and an enterprise that
/// closes as good as at once.
#[test]
fn parts_worked_out_by_hand() {
    let mut park = park(2);
    park.industries[0].volatility = 0.0.into();
    park.projects = vec![project("new", 3.0, 30.0), project("expansion", 2.0, 30.0)];
    park.projects[1].enterprise = Some(EnterpriseIx(0));
    let means = |park: &Scenario, year: usize| {
        let parts = results(park, None, 64, 1).output_parts[year];
        [parts.growth, parts.exits, parts.projects, parts.arrivals, parts.expansions].map(|part| part.mean)
    };
    // Both take their land in January, build for a month and operate from February on.
    let (growth, ramped) = (9.0 * (1.08_f64.powi(2) - 1.0), 11.0 / 12.0);
    for (year, expected) in
        [(0, [0.72, 0.0, 3.0 * ramped, 0.0, 2.0 * ramped]), (1, [growth, 0.0, 3.0, 0.0, 2.0])]
    {
        for (part, expected) in means(&park, year).into_iter().zip(expected) {
            assert!((part - expected).abs() < 1e-9, "{part} for {expected}");
        }
    }
    let closing = ExitRule {
        name: name("all"),
        condition: Condition::default(),
        annual_rate: 0.999.into(),
        clear_months: None,
    };
    park.exits = vec![closing];
    let [growth, exits, _, _, expansions] = means(&park, 1);
    assert!(growth.abs() < 1e-9 && (exits + 9.0).abs() < 1e-9 && expansions == 0.0, "{growth} {exits}");
}

/// In every trial and year the enterprises above scale are those that a target counts by their output.
#[test]
fn enterprises_above_scale_are_those_that_a_target_counts() {
    let mut park = busy_park(3);
    park.enterprises.iter_mut().for_each(|enterprise| enterprise.output = 0.21.into());
    let target = |year| Target { year, ..count_target(&format!("above {year}"), 0.2, 5.0) };
    park.targets = (1..=3).map(target).collect();
    let plan = Plan::new(&park, &[], 7);
    let mut worker = Worker::new(&plan);
    let (mut least, mut most) = (f64::INFINITY, 0.0_f64);
    for first in (0..TRIALS).step_by(LANES) {
        let block = worker.run(first, LANES).unwrap();
        for year in 0..3 {
            let above = block.rows.park[plan.layout.park(year, ParkMetric::AboveScaleEnterprises)];
            assert_eq!(above, block.counts[year].map(f64::from), "{year}");
            (least, most) = above.into_iter().fold((least, most), |(a, b), n| (a.min(n), b.max(n)));
        }
    }
    // Some incumbents have fallen below, and there are more enterprises than incumbents.
    assert!(least < 12.0 && most > 12.0, "{least} {most}");
}

/// In every trial and year what the routes have reclaimed is all that was.
#[test]
fn routes_add_up_to_the_land_reclaimed() {
    every_block(|plan, block| {
        for (year, routes) in block.rows.routes.chunks(plan.routes.len()).enumerate() {
            let reclaimed = block.rows.park[plan.layout.park(year, ParkMetric::LandReclaimed)];
            for lane in 0..LANES {
                let sum: f64 = routes.iter().map(|route| route[lane]).sum();
                assert!((sum - reclaimed[lane]).abs() < 1e-9, "{sum} of {}", reclaimed[lane]);
            }
        }
    });
}

/// A parcel of 40 亩 tried for six months by a route that succeeds with 0.3, then for eight by one that does with 0.5,
/// from January on: the first has it in the first year or not at all, the second from the second on.
#[test]
fn land_by_route_in_closed_form() {
    let mut park = busy_park(2);
    (park.routes[0].months, park.routes[0].success) = (6.0.into(), 0.3.into());
    (park.routes[1].months, park.routes[1].success) = (8.0.into(), 0.5.into());
    let unused = Route { id: "unused".into(), ..park.routes[0].clone() };
    park.routes.insert(0, unused);
    park.parcels.truncate(1);
    park.parcels[0].routes = vec![RouteIx(1), RouteIx(2)];
    for crews in [None, Some(1.0)] {
        park.crews = crews.map(Quantity::from);
        let trials = 100_000;
        let results = results(&park, None, trials, 2);
        let ids: Vec<&str> = results.routes.iter().map(|route| route.id.as_str()).collect();
        assert_eq!(ids, ["quick", "slow"]);
        for (route, chances) in results.routes.iter().zip([[0.3, 0.3], [0.0, 0.7 * 0.5]]) {
            for (year, p) in route.years.iter().zip(chances) {
                // Four standard errors.
                let error = 4.0 * 40.0 * (p * (1.0 - p) / trials as f64).sqrt();
                assert!((year.land.mean - 40.0 * p).abs() <= error, "{}: {year:?}", route.id);
                assert!(year.land.p05 == 0.0 && [0.0, 40.0].contains(&year.land.p95));
            }
        }
    }
}

/// In every trial each project that is known or signed prepares, waits, builds, operates, has stopped or is lost; and for
/// each that is lost there is a reason.
#[test]
fn every_project_stands_somewhere() {
    let mut most = [0.0_f64; 6];
    every_block(|plan, block| {
        let (layout, rows) = (&plan.layout, &block.rows);
        let park = |metric| rows.park[layout.park(plan.years - 1, metric)];
        let (signed, lost) = (park(ParkMetric::ProjectsSigned), park(ParkMetric::ProjectsLost));
        let waiting = rows.month[layout.month(plan.months, MonthRow::Waiting)];
        for lane in 0..LANES {
            let [preparing, building, operating, stopped] =
                [StatusRow::Preparing, StatusRow::Building, StatusRow::Operating, StatusRow::Stopped]
                    .map(|row| rows.status[layout.status(row)][lane]);
            let fates = [preparing, waiting[lane], building, operating, stopped, lost[lane]];
            assert_eq!(signed[lane], fates.iter().sum::<f64>(), "{fates:?}");
            assert!(fates.iter().all(|&n| n >= 0.0), "{fates:?}");
            most.iter_mut().zip(fates).for_each(|(most, n)| *most = most.max(n));
        }
        let known = block.project_loss.iter().flatten().filter(|&&loss| loss != Loss::NONE).count() as u64;
        let arrivals: u64 = block.arrival_losses.iter().map(|(_, n)| n).sum();
        assert_eq!((known + arrivals) as f64, lost.iter().sum::<f64>());
    });
    assert!(most.iter().all(|&most| most > 0.0), "{most:?}");
}

/// One project for each fate, known beforehand; and a channel whose projects are withdrawn with 0.4.
#[test]
fn fates_known_beforehand() {
    let mut park = park(1);
    assert!(results(&park, None, 64, 1).fates.is_none());
    let names = ["preparing", "waiting", "impatient", "withdrawn", "building", "operating", "runs already"];
    park.projects = names.map(|name| project(name, 3.0, 30.0)).into();
    park.projects[0].life.prep = 12.0.into();
    park.projects[1].life.needs[0].1 = 1e4.into();
    park.projects[2].life.needs[0].1 = 1e4.into();
    park.projects[2].life.patience = Some(2.0.into());
    park.projects[3].life.conversion = 0.0.into();
    park.projects[4].life.build = 12.0.into();
    park.projects[6].stage = Stage::Operating;
    let fates = results(&park, None, 64, 1).fates.unwrap();
    let numbers =
        [fates.signed, fates.preparing, fates.waiting, fates.building, fates.operating, fates.stopped];
    assert_eq!(numbers.map(|stat| (stat.p05, stat.mean)), [7.0, 1.0, 1.0, 1.0, 2.0, 0.0].map(|n| (n, n)));
    assert_eq!(fates.lost, BTreeMap::from([("withdrawn".into(), 1.0), ("land".into(), 1.0)]));

    park.channels = vec![channel("north", 8.0)];
    park.channels[0].dispersion = 0.0.into();
    park.channels[0].factor_loading = 0.0.into();
    let trials = 20_000;
    let fates = results(&park, None, trials, 2).fates.unwrap();
    // Poisson numbers of 8 and 3.2 a year; four standard errors.
    for (mean, expected) in [(fates.signed.mean - 7.0, 8.0), (fates.lost["withdrawn"] - 1.0, 3.2_f64)] {
        assert!((mean - expected).abs() < 4.0 * (expected / trials as f64).sqrt(), "{mean} for {expected}");
    }
    let five = [fates.preparing, fates.waiting, fates.building, fates.operating, fates.stopped];
    let sum = five.map(|stat| stat.mean).iter().sum::<f64>() + fates.lost.values().sum::<f64>();
    assert!((sum - fates.signed.mean).abs() < 1e-8, "{fates:?}");
}

/// The park's output in every year, each figure of a target in its year, and none of them twice; the quantiles ascend and
/// pass through the statistics that the results give.
#[test]
fn quantiles_are_those_of_the_figures() {
    let mut park = many_targets(3);
    let bounds = Bounds { at_least: Some(100.0), at_most: None };
    for (year, measure) in [(2, Measure::Park(ParkMetric::Output)), (1, Measure::Park(ParkMetric::TaxPerMu))]
    {
        park.targets.push(Target { id: "again".into(), name: name("again"), year, measure, bounds });
    }
    let tax = Measure::Enterprise(EnterpriseIx(3), EnterpriseMetric::Tax);
    park.targets.push(Target { id: "none".into(), name: name("none"), year: 1, measure: tax, bounds });
    let results = run(&park, false, false);
    let found: Vec<(&str, i32)> = results.quantiles.iter().map(|one| (&*one.measure, one.year)).collect();
    let expected = [
        ("park.output", 2024),
        ("park.output", 2025),
        ("park.output", 2026),
        ("park.tax_per_mu", 2024),
        ("park.land_reclaimed", 2025),
        ("industries.b.output", 2025),
        ("enterprises.e3.output", 2024),
    ];
    assert_eq!(found, expected);
    for one in &results.quantiles {
        assert!(one.values.len() == 100 && one.values.is_sorted(), "{one:?}");
    }
    for (one, park) in results.quantiles.iter().zip(&results.park) {
        let stat = park.stat("output").unwrap();
        let between = |i: usize| one.values[i - 1]..=one.values[i];
        for (i, known) in [(5, stat.p05), (25, stat.p25), (50, stat.p50), (75, stat.p75), (95, stat.p95)] {
            assert!(between(i).contains(&known), "{known} in {:?}", between(i));
        }
        let mean = one.values.iter().sum::<f64>() / 100.0;
        assert!((mean - stat.mean).abs() < 0.01 * stat.mean, "{mean} for {}", stat.mean);
    }
}

/// A park with seasons, of which half the enterprises have reported five months.
fn reporting_park() -> Scenario {
    let mut park = busy_park(3);
    for (i, industry) in park.industries.iter_mut().enumerate() {
        let weights: [f64; 12] = std::array::from_fn(|m| (2 + (m + 3 * i) % 12) as f64);
        industry.seasonality = weights.map(|w| w / weights.iter().sum::<f64>());
    }
    park.park.known_months = 5;
    // Nothing is due any more in months that are over.
    park.parcels.iter_mut().for_each(|parcel| parcel.start = parcel.start.max(6));
    park.supplies.iter_mut().for_each(|supply| supply.month = supply.month.max(6));
    for enterprise in park.enterprises.iter_mut().step_by(2) {
        enterprise.output_to_date = Some(1.5.into());
    }
    park.projects[1].life.ramp = 9.0.into();
    park.projects[0].life.ramp = 7.0.into();
    park.projects[0].life.ramp_shape = RampShape::SCurve;
    park.channels[0].life.ramp = normal(8.0, 3.0);
    park.channels[1].life.ramp_shape = RampShape::SCurve;
    park.channels[1].life.ramp = 12.0.into();
    park
}

/// In every trial the months of a year add up to its output, whoever has closed or begun in it.
#[test]
fn months_add_up_to_the_output_of_their_year() {
    for park in [busy_park(3), reporting_park()] {
        let plan = Plan::new(&park, &[], 7);
        let mut worker = Worker::new(&plan);
        for block in 0..8 {
            let block = worker.run(block * LANES as u64, LANES).unwrap();
            let months = |t, row| &block.rows.month[plan.layout.month(t, row)];
            for (year, lane) in (0..3).flat_map(|year| (0..LANES).map(move |lane| (year, lane))) {
                let all = 12 * year + 1..=12 * (year + 1);
                let sum: f64 = all.map(|t| months(t, MonthRow::Output)[lane]).sum();
                let output = block.rows.park[plan.layout.park(year, ParkMetric::Output)][lane];
                assert!((sum - output).abs() < 1e-9 * output, "{year}, {lane}: {sum}, {output}");
            }
        }
    }
}

/// What has been reported is known of the months that are over, by season, and of no other.
#[test]
fn reported_output_lies_in_the_known_months() {
    let park = reporting_park();
    let results = run(&park, false, false);
    let (known, rest) = results.monthly_output.split_at(5);
    assert_eq!((known[0].month.as_str(), rest[0].month.as_str()), ("2024-01", "2024-06"));
    let sum: f64 = known.iter().map(|month| month.reported).sum();
    assert!((sum - 6.0 * 1.5).abs() < 1e-8, "{sum}");
    assert!(known.iter().all(|month| month.reported > 0.0 && month.reported < month.output.p05));
    assert!(rest.iter().all(|month| month.reported == 0.0 && month.output.sd > 0.0));
    let all_known = Scenario { projects: vec![], channels: vec![], ..park };
    let mut all_known = Scenario { exits: vec![], ..all_known };
    all_known.enterprises.iter_mut().for_each(|one| one.output_to_date = Some(1.5.into()));
    let results = run(&all_known, false, false);
    for month in &results.monthly_output[..5] {
        assert!((month.reported - month.output.mean).abs() < 1e-8 && month.output.sd < 1e-8, "{month:?}");
    }
}

/// A lone enterprise of 9 亿元 decides a target of one enterprise of 10 亿元: it is reached where the enterprise crosses, and nowhere else.
#[test]
fn a_target_of_one_enterprise_hangs_on_its_crossing() {
    let results = run(&park(1), false, false);
    let [one] = &results.pivotal[..] else { panic!("{:?}", results.pivotal) };
    assert_eq!((one.target.as_str(), one.name.name.as_str(), one.threshold), ("ge10", "e", 10.0));
    assert_eq!((one.with, one.without, one.gain), (1.0, 0.0, 1.0));
    assert_eq!(one.crosses, results.targets[0].probability.probability);
    assert_eq!(one.missing, Some(1.0));
    assert!((one.growth_needed.unwrap() - 1.0 / 9.0).abs() < 1e-9, "{one:?}");
    assert!(one.ci95[0] > 0.99 && one.ci95[0] < 1.0, "{one:?}");
}

/// What crossing adds is a difference of conditional probabilities: they add up to the target's own, and come sorted by the gain.
#[test]
fn crossings_add_up_to_the_target() {
    for by_sobol in [false, true] {
        let results = run(&many_targets(2), by_sobol, false);
        assert!(results.pivotal.iter().any(|one| one.ci95[0] > 0.0), "{:?}", results.pivotal);
        for one in &results.pivotal {
            let target = results.targets.iter().find(|target| target.id == one.target).unwrap();
            let total = one.crosses * one.with + (1.0 - one.crosses) * one.without;
            assert!((total - target.probability.probability).abs() < 1e-9, "{one:?}");
            assert!((one.gain - (one.with - one.without)).abs() < 1e-9, "{one:?}");
            let of_year = results.enterprises.iter().find(|enterprise| enterprise.name == one.name).unwrap();
            let of_year = of_year.years.iter().find(|year| year.year == target.year).unwrap();
            assert_eq!(of_year.at_least[&one.threshold.to_string()], one.crosses);
        }
        let sorted = results
            .pivotal
            .windows(2)
            .all(|pair| pair[0].target != pair[1].target || pair[0].gain >= pair[1].gain);
        assert!(sorted);
    }
}
