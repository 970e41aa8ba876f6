//! Names of what is random, and seeds that differ by group of streams.

use crate::common::*;
use parkcast::plan::{Group, MonthRow, Plan, Seeds};
use parkcast::random::{LANES, Lanes};
use parkcast::scenario::*;
use parkcast::text::Lang;
use parkcast::trial::Worker;
use std::collections::BTreeSet;

/// A park in which something is uncertain in every group.
fn uncertain_park() -> Scenario {
    let mut park = busy_park(2);
    park.enterprises[1].output = normal(5.0, 1.0);
    park.resources[1].available = normal(1.0, 0.1);
    park.projects[6].life.capacity = normal(4.0, 1.0);
    park.projects[3].life.needs[1].1 = normal(1.5, 0.1);
    let site = Site { subject: Subject::Channel(0), field: Field::Rate };
    let effect = normal(1.5, 0.1);
    let change = Change { label: "rate".into(), sites: vec![site], op: ChangeOp::Multiply, effect };
    park.changes = vec![change.clone()];
    park.policies = vec![Policy {
        id: "p".into(),
        name: name("p"),
        cost: 0.0.into(),
        max_dose: 1.0,
        from: None,
        changes: vec![change],
    }];
    park
}

fn plan(seeds: impl Into<Seeds>) -> Plan {
    Plan::new(&uncertain_park(), &[(PolicyIx(0), 1.0)], seeds)
}

#[test]
fn every_input_has_a_name_in_both_languages() {
    let (park, plan) = (uncertain_park(), plan(7));
    let inputs = plan.inputs();
    let coordinates: BTreeSet<usize> = inputs
        .iter()
        .flat_map(|input| (0..input.draws as u64).map(|index| input.source.coordinate(index)))
        .collect();
    assert_eq!(coordinates, (0..plan.values.coordinates()).collect());
    let mut names = BTreeSet::new();
    for input in &inputs {
        let (thing, what) = (input.stream.thing(&park), input.stream.what(&park));
        for lang in [Lang::Zh, Lang::En] {
            assert!(!thing.get(lang).is_empty() && !what.get(lang).is_empty(), "{:?}", input.stream);
        }
        assert!(what.zh != what.en, "{what:?}");
        assert!(names.insert((input.stream.kind(), thing.name, what.zh)), "{:?}", input.stream);
        let values = [0.05, 0.5, 0.95].map(|u| input.law.value(u));
        assert!(values.is_sorted() && values[0] < values[2], "{values:?}");
    }
    let growth = inputs.iter().find(|input| input.stream.group() == Group::Growth).unwrap();
    assert!((growth.law.value(0.5) - 0.1).abs() < 1e-12);
    assert_eq!((growth.stream.what(&park).zh.as_str(), growth.stream.kind()), ("增长", "industries"));
}

#[test]
fn every_stream_is_found_by_its_address() {
    let (park, plan) = (uncertain_park(), plan(7));
    let groups: BTreeSet<Group> = plan.streams.iter().map(|(_, stream)| stream.group()).collect();
    assert_eq!(groups, BTreeSet::from(Group::ALL));
    for &(key, stream) in &plan.streams {
        assert_eq!(plan.stream(key), Some(stream));
        assert_eq!(stream.key(&park, &7.into()), key);
    }
}

#[test]
fn a_seed_of_a_group_changes_its_streams_alone() {
    let before = plan(7);
    for group in Group::ALL {
        let after = plan(Seeds::from(7).with(group, 8));
        assert_eq!(before.streams.len(), after.streams.len());
        for (key, stream) in &before.streams {
            assert_eq!(after.stream(*key) == Some(*stream), stream.group() != group, "{stream:?}");
        }
    }
}

/// A figure of the first 64 trials by the seeds of the plan.
fn figure(seeds: Seeds, of: impl Fn(&Plan, &mut Worker) -> Lanes) -> Lanes {
    let plan = plan(seeds);
    of(&plan, &mut Worker::new(&plan))
}

#[test]
fn what_belongs_to_other_groups_is_drawn_as_before() {
    let reclaimed = |plan: &Plan, worker: &mut Worker| -> Lanes {
        worker.run(0, LANES).unwrap().rows.month[plan.layout.month(plan.months, MonthRow::Reclaimed)]
    };
    // The seventh enterprise has no expansion.
    let output =
        |_: &Plan, worker: &mut Worker| -> Lanes { worker.run(0, LANES).unwrap().rows.enterprise[6] };
    for group in Group::ALL {
        let anew = Seeds::from(7).with(group, 8);
        let moves_land = group == Group::Land;
        assert_eq!(figure(7.into(), reclaimed) != figure(anew, reclaimed), moves_land, "{group:?}");
        let moves_output = [Group::Growth, Group::Factors, Group::Shocks, Group::Exits].contains(&group);
        assert_eq!(figure(7.into(), output) != figure(anew, output), moves_output, "{group:?}");
    }
}
