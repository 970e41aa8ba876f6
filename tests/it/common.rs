//! Small parks to test with, built without a file.

use nalgebra::DMatrix;
use parkcast::law::{Law, Normal};
use parkcast::results::Results;
use parkcast::scenario::*;
use parkcast::study::{Run, Simulated};
use parkcast::text::Name;
use std::num::NonZeroUsize;
use std::path::PathBuf;

pub fn name(name: &str) -> Name {
    Name { name: name.into(), name_en: None }
}

pub fn normal(mean: f64, sd: f64) -> Quantity {
    Quantity::of(Law::Normal(Normal { mean, sd }))
}

pub fn industry(id: &str) -> Industry {
    Industry {
        id: id.into(),
        name: name(id),
        growth: 0.08.into(),
        volatility: 0.2.into(),
        common_share: 0.3.into(),
        shock: Shock::Normal,
        size_exponent: 0.0.into(),
        reference_output: None,
        tax_rate: 0.03.into(),
        seasonality: [1.0 / 12.0; 12],
    }
}

pub fn enterprise(of: &str, industry: usize, output: f64) -> Enterprise {
    Enterprise {
        name: name(of),
        industry: IndustryIx(industry),
        zone: None,
        tags: vec![],
        output: output.into(),
        land: 100.0.into(),
        tax: None,
        growth: None,
        volatility: None,
        common_share: None,
        shock: None,
        tax_rate: None,
        output_to_date: None,
    }
}

pub fn project(of: &str, capacity: f64, land: f64) -> Project {
    Project {
        name: name(of),
        industry: IndustryIx(0),
        enterprise: None,
        zone: None,
        tags: vec![],
        stage: Stage::Signed,
        probability: 0.0.into(),
        signing: 0.0.into(),
        operating_months: 0.0.into(),
        life: life(capacity, land),
    }
}

pub fn life(capacity: f64, land: f64) -> ProjectLife {
    ProjectLife {
        capacity: capacity.into(),
        needs: vec![(ResourceIx::LAND, land.into())],
        conversion: 1.0.into(),
        prep: 0.0.into(),
        build: 1.0.into(),
        ramp: 0.0.into(),
        ramp_shape: RampShape::Linear,
        patience: None,
        priority: 0.0.into(),
    }
}

pub fn channel(id: &str, rate: f64) -> Channel {
    Channel {
        id: id.into(),
        name: name(id),
        industry: IndustryIx(0),
        zone: None,
        tags: vec![],
        rate: rate.into(),
        profile: [1.0; 12],
        dispersion: 0.3.into(),
        factor_loading: 0.2.into(),
        needs_per_output: vec![(ResourceIx::LAND, 14.0.into())],
        life: ProjectLife { needs: vec![], conversion: 0.6.into(), prep: normal(5.0, 2.0), ..life(1.5, 0.0) },
    }
}

pub fn at_least(output: f64) -> Condition {
    at_least_of(EnterpriseMetric::Output, output)
}

pub fn at_least_of<M>(metric: M, threshold: f64) -> Condition<M> {
    let test = NumericTest { metric, comparison: Comparison::AtLeast, threshold };
    Condition { tests: vec![test], ..Condition::default() }
}

pub fn count_target(id: &str, output: f64, n: f64) -> Target {
    Target {
        id: id.into(),
        name: name(id),
        year: 1,
        measure: Measure::CountEnterprises(at_least(output)),
        bounds: Bounds { at_least: Some(n), at_most: None },
    }
}

/// One industry "a", one enterprise "e" of 9 亿元, land 500 亩, the target of one enterprise of 10 亿元.
pub fn park(years: i32) -> Scenario {
    Scenario {
        path: PathBuf::from("park.toml"),
        stem: "park".into(),
        title: name("park"),
        note: String::new(),
        language: None,
        headline: None,
        park: Park {
            name: name("p"),
            basis: name(""),
            base_year: 2023,
            end_year: 2023 + years,
            known_months: 0,
        },
        run: RunDefaults::default(),
        industries: vec![industry("a")],
        correlation: Correlation {
            matrix: DMatrix::identity(1, 1),
            persistence: 0.0,
            degrees_of_freedom: None,
        },
        enterprises: vec![enterprise("e", 0, 9.0)],
        exits: vec![],
        resources: vec![Resource {
            id: "land".into(),
            name: name("land"),
            unit: "亩".into(),
            available: 500.0.into(),
        }],
        supplies: vec![],
        crews: None,
        routes: vec![],
        parcels: vec![],
        projects: vec![],
        channels: vec![],
        targets: vec![count_target("ge10", 10.0, 1.0)],
        goals: vec![],
        changes: vec![],
        policies: vec![],
        scores: vec![],
        budget: None,
        mixes: vec![],
        assumptions: vec![],
        inputs: vec![],
    }
}

/// A park in which every mechanism works: three industries with t factors, all three shocks, exits that clear
/// land, parcels over two routes, supplies, two resources, expansions, waiting projects and two channels.
pub fn busy_park(years: i32) -> Scenario {
    let mut s = park(years);
    s.industries = vec![industry("a"), industry("b"), industry("c")];
    s.industries[0].growth = normal(0.1, 0.03);
    s.industries[1].shock = Shock::Laplace;
    s.industries[2].shock = Shock::StudentT { degrees_of_freedom: 3.0 };
    s.industries[2].size_exponent = 0.1.into();
    s.industries[2].reference_output = Some(5.0.into());
    s.correlation = Correlation {
        matrix: DMatrix::from_fn(3, 3, |r, c| if r == c { 1.0 } else { 0.4 }),
        persistence: 0.3,
        degrees_of_freedom: Some(6.0),
    };
    s.enterprises = (0..12).map(|e| enterprise(&format!("e{e}"), e % 3, 2.0 + e as f64)).collect();
    s.exits = vec![
        ExitRule {
            name: name("low"),
            condition: Condition::default(),
            annual_rate: 0.2.into(),
            clear_months: Some(normal(5.0, 2.0)),
        },
        ExitRule {
            name: name("failure"),
            condition: at_least(6.0),
            annual_rate: 0.05.into(),
            clear_months: None,
        },
    ];
    s.resources.push(Resource {
        id: "floor".into(),
        name: name("floor"),
        unit: "㎡".into(),
        available: 1.0.into(),
    });
    s.supplies = vec![Supply {
        name: name("phase 2"),
        resource: ResourceIx(1),
        amount: normal(3.0, 0.5),
        month: 5,
        delay: normal(2.0, 1.0),
        probability: 0.8.into(),
    }];
    s.routes = ["quick", "slow"]
        .iter()
        .enumerate()
        .map(|(r, id)| Route {
            id: (*id).into(),
            name: name(id),
            months: normal(3.0 + 4.0 * r as f64, 1.0),
            success: 0.5.into(),
        })
        .collect();
    s.parcels = (0..5)
        .map(|p| Parcel {
            name: name(&format!("p{p}")),
            zone: None,
            area: 40.0.into(),
            start: 1 + p,
            routes: vec![RouteIx(0), RouteIx(1)],
            months: None,
            success: None,
        })
        .collect();
    s.resources[0].available = 60.0.into();
    s.projects = (0..8).map(|p| project(&format!("x{p}"), 2.0 + p as f64, 30.0)).collect();
    s.projects[0].stage = Stage::Building;
    s.projects[0].enterprise = Some(EnterpriseIx(0));
    s.projects[1].stage = Stage::Operating;
    s.projects[1].operating_months = 4.0.into();
    s.projects[2].enterprise = Some(EnterpriseIx(3));
    s.projects[3].life.needs.push((ResourceIx(1), 1.5.into()));
    s.projects[4].life.patience = Some(3.0.into());
    s.projects[5].life.conversion = 0.5.into();
    s.channels = vec![channel("north", 6.0), channel("south", 9.0)];
    s.channels[1].dispersion = normal(0.4, 0.1);
    s.targets.push(count_target("ge8", 8.0, 4.0));
    s
}

/// A run of plain trials whose hits are counted, seed 7, on two threads.
pub fn plain(scenario: &Scenario) -> Run<'_> {
    Run::of(scenario).seed(7).conditional(false).threads(threads(2))
}

pub fn threads(n: usize) -> NonZeroUsize {
    NonZeroUsize::new(n).unwrap()
}

/// A run that is done; no trial of a test breaks a law of the model.
pub fn simulated(run: &Run) -> Simulated {
    run.simulate(&()).unwrap()
}

pub fn results(scenario: &Scenario, mix: Option<usize>, trials: u64, on: usize) -> Results {
    simulated(&plain(scenario).mix_at(mix).trials(trials).threads(threads(on))).results
}
