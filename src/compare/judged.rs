//! What alternatives are judged by: targets, goals and scores that are to be reached.

use crate::scenario::Scenario;
use crate::text::Name;
use crate::trial::Block;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What kind of thing is judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum JudgedKind {
    /// A target.
    Target,
    /// A goal, or all targets together.
    Goal,
    /// A score that is to be reached.
    Score,
}

/// Something that a trial reaches or misses.
#[derive(Debug, Clone, PartialEq)]
pub struct Judged {
    /// What it is.
    pub kind: JudgedKind,
    /// Its id; "all" is the joint of all targets.
    pub id: String,
    /// Display name.
    pub name: Name,
    /// Calendar year of a target.
    pub year: Option<i32>,
    /// Its place among [`hits`].
    pub place: usize,
}

/// The trials of a block in which each thing holds: targets, all of them together, goals, scores.
pub fn hits(block: &Block) -> impl Iterator<Item = u64> {
    let targets = block.target_hits.iter().copied();
    let goals = std::iter::once(block.all_hits).chain(block.goal_hits.iter().copied());
    targets.chain(goals).chain(block.score_hits.iter().copied())
}

/// All that a scenario judges by.
fn of(scenario: &Scenario) -> Vec<Judged> {
    let year = |index: usize| scenario.park.base_year + index as i32;
    let targets = scenario
        .targets
        .iter()
        .map(|target| (JudgedKind::Target, target.id.clone(), target.name.clone(), Some(year(target.year))));
    let all = Name { name: "全部目标同时实现".into(), name_en: Some("All targets together".into()) };
    let all = std::iter::once((JudgedKind::Goal, "all".to_owned(), all, None));
    let goals =
        scenario.goals.iter().map(|goal| (JudgedKind::Goal, goal.id.clone(), goal.name.clone(), None));
    let scores =
        scenario.scores.iter().map(|score| (JudgedKind::Score, score.id.clone(), score.name.clone(), None));
    let listed = targets.chain(all).chain(goals).chain(scores).enumerate();
    let judged = listed.map(|(place, (kind, id, name, year))| Judged { kind, id, name, year, place });
    let first_score = scenario.targets.len() + 1 + scenario.goals.len();
    let is_asked = |one: &Judged| {
        one.kind != JudgedKind::Score || scenario.scores[one.place - first_score].at_least.is_some()
    };
    judged.filter(is_asked).collect()
}

/// What all scenarios judge by, in the order of the one at `reference`, and for each scenario the places of these among its
/// [`hits`]. All targets together are left out where the scenarios do not have the same ones.
pub fn shared(scenarios: &[Scenario], reference: usize) -> (Vec<Judged>, Vec<Vec<usize>>) {
    let lists: Vec<Vec<Judged>> = scenarios.iter().map(of).collect();
    let targets = |scenario: &Scenario| -> BTreeSet<String> {
        scenario.targets.iter().map(|target| target.id.clone()).collect()
    };
    let same_targets = scenarios.iter().all(|scenario| targets(scenario) == targets(&scenarios[reference]));
    let place = |list: &[Judged], wanted: &Judged| {
        list.iter().find(|one| (one.kind, &one.id) == (wanted.kind, &wanted.id)).map(|one| one.place)
    };
    let is_shared = |wanted: &&Judged| {
        (same_targets || wanted.kind != JudgedKind::Goal || wanted.id != "all")
            && lists.iter().all(|list| place(list, wanted).is_some())
    };
    let judged: Vec<Judged> = lists[reference].iter().filter(is_shared).cloned().collect();
    let places = lists.iter().map(|list| judged.iter().filter_map(|one| place(list, one)).collect());
    let places = places.collect();
    (judged, places)
}
