//! What alternatives are judged by: targets, goals and scores that are to be reached.

use super::CompareError;
use crate::results::all_targets;
use crate::scenario::{Bounds, Condition, Goal, Measure, Metric, Scenario, ScoreItem};
use crate::text::{self, Lang, Name, text};
use crate::trial::Block;
use serde::{Deserialize, Serialize};

/// Kind of a criterion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CriterionKind {
    /// A target.
    Target,
    /// A goal, or all targets together.
    Goal,
    /// A score that is to be reached.
    Score,
}

/// Something that a trial reaches or misses.
#[derive(Debug, Clone, PartialEq)]
pub struct Criterion {
    /// Kind.
    pub kind: CriterionKind,
    /// Id; "all" is the joint of all targets.
    pub id: String,
    /// Display name.
    pub name: Name,
    /// Calendar year of a target.
    pub year: Option<i32>,
    /// Calendar year at whose end it is decided.
    pub last_year: i32,
    /// All that it demands: scenarios are compared by what demands the same.
    demand: String,
    /// Place among `hits`.
    pub place: usize,
}

/// The trials of a block in which each thing holds: targets, all of them together, goals, scores.
pub fn hits(block: &Block) -> impl Iterator<Item = u64> {
    let targets = block.target_hits.iter().copied();
    let goals = std::iter::once(block.all_hits).chain(block.goal_hits.iter().copied());
    targets.chain(goals).chain(block.score_hits.iter().copied())
}

/// All that a scenario judges by.
fn of(scenario: &Scenario) -> Vec<Criterion> {
    let year = |index: usize| scenario.park.base_year + index as i32;
    let last = |years: &mut dyn Iterator<Item = usize>| year(years.max().unwrap_or(scenario.years()));
    let mut judged = Vec::new();
    let mut add =
        |kind, (id, name): (&str, &Name), target_year: Option<i32>, last_year: i32, demand: String| {
            let (id, name, place) = (id.to_owned(), name.clone(), judged.len());
            judged.push(Criterion { kind, id, name, year: target_year, last_year, demand, place });
        };
    let demand = |year: usize, bounds: &Bounds, measure: &Measure| {
        format!("{} {bounds:?} {}", scenario.park.base_year + year as i32, looks_at(scenario, measure))
    };
    let demands: Vec<String> =
        scenario.targets.iter().map(|target| demand(target.year, &target.bounds, &target.measure)).collect();
    for (target, demand) in scenario.targets.iter().zip(&demands) {
        let year = year(target.year);
        add(CriterionKind::Target, (&target.id, &target.name), Some(year), year, demand.clone());
    }
    let all = all_targets();
    let mut every: Vec<&str> = demands.iter().map(String::as_str).collect();
    every.sort_unstable();
    let last_of_all = last(&mut scenario.targets.iter().map(|target| target.year));
    add(CriterionKind::Goal, (Goal::ALL, &all), None, last_of_all, every.join("; "));
    for goal in &scenario.goals {
        let years = &mut goal.targets.iter().map(|target| scenario.targets[target.0].year);
        let parts: Vec<&str> = goal.targets.iter().map(|target| demands[target.0].as_str()).collect();
        let demand = format!("{} {}", goal.all, parts.join("; "));
        add(CriterionKind::Goal, (&goal.id, &goal.name), None, last(years), demand);
    }
    for score in &scenario.scores {
        let years = &mut score.items.iter().map(|item| item.year);
        let part = |item: &ScoreItem| {
            format!("{} {} {}", demand(item.year, &item.bounds, &item.measure), item.weight, item.cap)
        };
        let parts: Vec<String> = score.items.iter().map(part).collect();
        let demand = format!("{:?} {}", score.at_least, parts.join("; "));
        let name = reached(&score.name, score.at_least);
        add(CriterionKind::Score, (&score.id, &name), None, last(years), demand);
    }
    let first_score = scenario.targets.len() + 1 + scenario.goals.len();
    let is_asked = |one: &Criterion| {
        one.kind != CriterionKind::Score || scenario.scores[one.place - first_score].at_least.is_some()
    };
    judged.retain(is_asked);
    judged
}

/// The name of reaching a score: that of the score with what is asked for.
fn reached(name: &Name, at_least: Option<f64>) -> Name {
    let Some(least) = at_least.map(text::exact) else { return name.clone() };
    let (zh, en) = (name.get(Lang::Zh), name.get(Lang::En));
    text!("{zh}≥{least}分", "{en} ≥ {least}").into()
}

/// Ids that a measure looks at, which mean the same in another scenario where places may not.
fn looks_at(scenario: &Scenario, measure: &Measure) -> String {
    fn condition<M: Metric>(scenario: &Scenario, of: &Condition<M>) -> String {
        let industry = of.industry.map(|industry| &scenario.industries[industry.0].id);
        format!("{industry:?} {:?}", Condition { industry: None, ..of.clone() })
    }
    match measure {
        Measure::CountEnterprises(of) => format!("enterprises {}", condition(scenario, of)),
        Measure::CountIndustries(of) => format!("industries {}", condition(scenario, of)),
        Measure::Park(metric) => metric.key(scenario),
        Measure::Industry(industry, metric) => format!("{} {metric:?}", scenario.industries[industry.0].id),
        Measure::Enterprise(enterprise, metric) => {
            format!("{} {metric:?}", scenario.enterprises[enterprise.0].name.name)
        }
    }
}

/// The place of what is asked for by id or name; where nothing is, of all targets together if there are several, else of the
/// first.
///
/// # Errors
/// Where there is nothing of such an id or name.
pub fn headline(judged: &[Criterion], wanted: Option<&str>) -> Result<usize, CompareError> {
    let Some(wanted) = wanted else {
        let targets = judged.iter().filter(|one| one.kind == CriterionKind::Target).count();
        let all = judged.iter().position(|one| one.kind == CriterionKind::Goal && one.id == Goal::ALL);
        return Ok(all.filter(|_| targets > 1).unwrap_or_default());
    };
    let is_it = |one: &Criterion| {
        let begins =
            |name: &str| name.strip_prefix(wanted).is_some_and(|rest| rest.is_empty() || rest.contains('≥'));
        one.id == wanted || begins(&one.name.name) || one.name.name_en.as_deref().is_some_and(begins)
    };
    judged.iter().position(is_it).ok_or_else(|| {
        let known = judged.iter().map(|one| one.id.clone()).collect();
        CompareError::NoCriterion { wanted: wanted.to_owned(), known }
    })
}

/// Criteria that scenarios share.
#[derive(Debug)]
pub struct Shared {
    /// Criteria of all of them, in the order of the reference's.
    pub judged: Vec<Criterion>,
    /// For each scenario the places of these among its `hits`.
    pub places: Vec<Vec<usize>>,
    /// Ids of what the reference judges by and others do not, or by other demands.
    pub left_out: Vec<String>,
}

/// Criteria that all scenarios judge by: those of the same id that demand the same in each.
pub fn shared(scenarios: &[Scenario], reference: usize) -> Shared {
    let lists: Vec<Vec<Criterion>> = scenarios.iter().map(of).collect();
    let place = |list: &[Criterion], wanted: &Criterion| {
        let is_it =
            |one: &&Criterion| (one.kind, &one.id, &one.demand) == (wanted.kind, &wanted.id, &wanted.demand);
        list.iter().find(is_it).map(|one| one.place)
    };
    let is_shared = |wanted: &Criterion| lists.iter().all(|list| place(list, wanted).is_some());
    let (judged, others): (Vec<Criterion>, Vec<Criterion>) =
        lists[reference].iter().cloned().partition(|wanted| is_shared(wanted));
    let places = lists.iter().map(|list| judged.iter().filter_map(|one| place(list, one)).collect());
    Shared { places: places.collect(), judged, left_out: others.into_iter().map(|one| one.id).collect() }
}
