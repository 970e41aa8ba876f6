//! What alternatives are judged by: targets, goals and scores that are to be reached.

use crate::scenario::Scenario;
use crate::text::{Name, Text, text};
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
    /// Calendar year at whose end it is decided.
    pub last_year: i32,
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
    let last = |years: &mut dyn Iterator<Item = usize>| year(years.max().unwrap_or(scenario.years()));
    let mut judged = Vec::new();
    let mut add = |kind, id: &str, name: Name, target_year: Option<i32>, last_year: i32| {
        judged.push(Judged {
            kind,
            id: id.to_owned(),
            name,
            year: target_year,
            last_year,
            place: judged.len(),
        });
    };
    for target in &scenario.targets {
        let year = year(target.year);
        add(JudgedKind::Target, &target.id, target.name.clone(), Some(year), year);
    }
    let all = Name { name: "全部目标同时实现".into(), name_en: Some("All targets together".into()) };
    add(JudgedKind::Goal, "all", all, None, last(&mut scenario.targets.iter().map(|target| target.year)));
    for goal in &scenario.goals {
        let years = &mut goal.targets.iter().map(|target| scenario.targets[target.0].year);
        add(JudgedKind::Goal, &goal.id, goal.name.clone(), None, last(years));
    }
    for score in &scenario.scores {
        let years = &mut score.items.iter().map(|item| item.year);
        add(JudgedKind::Score, &score.id, score.name.clone(), None, last(years));
    }
    let first_score = scenario.targets.len() + 1 + scenario.goals.len();
    let is_asked = |one: &Judged| {
        one.kind != JudgedKind::Score || scenario.scores[one.place - first_score].at_least.is_some()
    };
    judged.retain(is_asked);
    judged
}

/// The place of what is asked for by id or name; where nothing is, of all targets together if there are several, else of the
/// first.
///
/// # Errors
/// Where there is nothing of such an id or name.
pub fn headline(judged: &[Judged], wanted: Option<&str>) -> Result<usize, Text> {
    let Some(wanted) = wanted else {
        let targets = judged.iter().filter(|one| one.kind == JudgedKind::Target).count();
        let all = judged.iter().position(|one| one.kind == JudgedKind::Goal && one.id == "all");
        return Ok(all.filter(|_| targets > 1).unwrap_or_default());
    };
    let is_it = |one: &Judged| {
        one.id == wanted || one.name.name == wanted || one.name.name_en.as_deref() == Some(wanted)
    };
    judged.iter().position(is_it).ok_or_else(|| {
        let ids: Vec<&str> = judged.iter().map(|one| one.id.as_str()).collect();
        let (zh, en) = (ids.join("、"), ids.join(", "));
        text!(
            "没有目标“{wanted}”；可选：{zh}",
            "there is no target, goal or score `{wanted}`; there are: {en}"
        )
    })
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
