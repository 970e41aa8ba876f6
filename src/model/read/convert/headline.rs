//! What tables, charts and reports lead with.

use super::{Lists, park};
use crate::read::node::Table;
use crate::read::problem::{Problem, Problems};
use crate::read::scalar::meant;
use crate::scenario::{Goal, Scenario};
use crate::text::{Name, text};

/// Id of the target, goal or score that `headline` names by id or name.
pub(crate) fn headline(
    document: &Table,
    scenario: &Scenario,
    lists: &Lists<'_>,
    out: &mut Problems,
) -> Option<String> {
    const KEY: &str = "headline";
    let top = park::fields_at_top(document)?;
    // A text of the wrong kind is reported where the title is.
    let wanted = top.label(KEY, &mut Problems::default())?;
    let targets = scenario.targets.iter().map(|one| (&one.id, &one.name));
    let goals = scenario.goals.iter().map(|one| (&one.id, &one.name));
    let scores = scenario.scores.iter().filter(|one| one.at_least.is_some()).map(|one| (&one.id, &one.name));
    let known: Vec<(&String, &Name)> = targets.chain(goals).chain(scores).collect();
    if wanted == Goal::ALL {
        return Some(wanted);
    }
    let is_named = |name: &Name| name.name == wanted || name.name_en.as_ref() == Some(&wanted);
    let by_id = known.iter().find(|(id, _)| **id == wanted);
    if let Some((id, _)) = by_id.or_else(|| known.iter().find(|(_, name)| is_named(name))) {
        return Some((*id).clone());
    }
    if [&lists.targets, &lists.goals, &lists.scores].iter().any(|list| list.names.unsure) {
        return None;
    }
    let ids: Vec<&str> = known.iter().map(|(id, _)| id.as_str()).chain([Goal::ALL]).collect();
    let (zh, en) = (ids.join("、"), ids.join(", "));
    let mut problem = Problem::error(
        top.origin_of(KEY),
        KEY,
        text!(
            "没有名为“{wanted}”的目标、组合目标或设有达标线的得分",
            "no target, goal or score with a bound is called \"{wanted}\""
        ),
    )
    .allowed(text!("{zh}", "{en}"));
    problem.remedy = meant(&wanted, &ids);
    out.push(problem);
    None
}
