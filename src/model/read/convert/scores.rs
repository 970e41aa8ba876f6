//! Assessment scores.

use super::super::fields::Fields;
use super::super::node::NodeValue;
use super::super::problem::{Problem, Problems};
use super::targets::{bounds, metric, year};
use super::{List, Lists};
use crate::format;
use crate::scenario::{Bounds, Goal, Score, ScoreItem, Target, TargetIx};
use crate::text::tidy;
use crate::text::{Name, text};
use std::ops::Bound;

/// Most items of a score.
const MAX_ITEMS: usize = 200;
/// Largest weight, cap and score to be reached.
const LARGEST: f64 = 1e6;

/// `[[scores]]`.
pub(crate) fn scores(targets: &[Target], lists: &Lists<'_>, out: &mut Problems) -> Vec<Score> {
    let list = &lists.scores;
    list.entries.iter().enumerate().map(|(i, entry)| score(i, entry, list, targets, lists, out)).collect()
}

fn score(
    i: usize,
    entry: &Fields<'_>,
    list: &List<'_>,
    targets: &[Target],
    lists: &Lists<'_>,
    out: &mut Problems,
) -> Score {
    let id = Lists::id(list, i);
    let shape = text!(
        "1 到 {MAX_ITEMS} 项：[{{ target = …, weight = … }}]",
        "1 to {MAX_ITEMS} items: [{{ target = …, weight = … }}]"
    );
    let entries = entry.nested("items", format::score_item(), &shape, out);
    if entry.node("items").is_some_and(
        |node| matches!(&node.value, NodeValue::List(list) if !(1..=MAX_ITEMS).contains(&list.len())),
    ) {
        let count = entries.len();
        out.push(
            Problem::error(
                entry.origin_of("items"),
                entry.path_of("items"),
                text!("{count} 项", "{count} items"),
            )
            .allowed(shape),
        );
    }
    let items: Vec<ScoreItem> = entries.iter().filter_map(|entry| item(entry, targets, lists, out)).collect();
    let at_least = positive(entry, "at_least", out);
    let most: f64 = items.iter().map(|item| item.weight * item.cap).sum();
    check_id(&id, entry, lists, out);
    if !items.is_empty()
        && at_least.is_some_and(|least| least > most * (1.0 + 1e-9))
        && items.len() == entries.len()
    {
        let most = tidy(most);
        out.push(Problem::warning(
            entry.origin_of("at_least"),
            entry.path_of("at_least"),
            text!("达不到：各项合计最多 {most} 分", "out of reach: the items add up to {most} at most"),
        ));
    }
    Score { name: entry.name(&id, out), id, items, at_least }
}

/// What is led with is asked for by id, so a score has none that a target or goal has.
fn check_id(id: &str, entry: &Fields<'_>, lists: &Lists<'_>, out: &mut Problems) {
    let taken = id == Goal::ALL
        || [&lists.targets, &lists.goals].iter().any(|list| list.names.ids.iter().any(|x| x == id));
    if taken && !id.is_empty() {
        let key = if entry.table.get("id").is_some() { "id" } else { "name" };
        out.push(
            Problem::error(
                entry.origin_of(key),
                entry.path_of(key),
                text!("“{id}”已用于目标或目标组合", "\"{id}\" is taken by a target or goal"),
            )
            .remedy(text!("换一个标识", "choose another id")),
        );
    }
}

fn item(entry: &Fields<'_>, targets: &[Target], lists: &Lists<'_>, out: &mut Problems) -> Option<ScoreItem> {
    let weight = positive(entry, "weight", out);
    let cap = positive(entry, "cap", out);
    let key = entry.either(["target", "metric"], "target", text!("二者取一", "one of the two"), out)?;
    let (weight, cap) = (weight.unwrap_or(1.0), cap.unwrap_or(1.0));
    let item = if key == "target" {
        let place = target(entry, lists, out)?;
        let Target { name, year, measure, bounds, .. } = targets.get(place)?.clone();
        ScoreItem { target: Some(TargetIx(place)), name, year, measure, bounds, weight, cap }
    } else {
        let measured = metric(entry, lists, out)?;
        if entry.table.get("year").is_none() {
            out.push(
                Problem::error(entry.origin, entry.path_of("year"), text!("缺少 year", "`year` is missing"))
                    .allowed(text!("在哪一年年末考核", "the year at whose end the figure is taken")),
            );
        }
        let name = Name { name: measured.path, name_en: None };
        let year = year(entry, lists, out);
        let bounds = bounds(entry, measured.scale, out);
        ScoreItem { target: None, name, year, measure: measured.measure, bounds, weight, cap }
    };
    check_bounds(entry, key, item.bounds, out);
    Some(item)
}

/// The target that an item names; what it asks for stands there and not here.
fn target(entry: &Fields<'_>, lists: &Lists<'_>, out: &mut Problems) -> Option<usize> {
    for key in ["year", "at_least", "at_most"].into_iter().filter(|key| entry.table.get(key).is_some()) {
        out.push(
            Problem::error(
                entry.origin_of(key),
                entry.path_of(key),
                text!("{key} 不能与 target 同用", "`{key}` with `target`"),
            )
            .remedy(text!("目标自己已有 {key}；去掉它", "the target has its own `{key}`; leave it out")),
        );
    }
    entry.reference("target", &lists.targets.names, out)
}

/// Completion is a ratio to one bound above 0.
fn check_bounds(entry: &Fields<'_>, key: &str, bounds: Bounds, out: &mut Problems) {
    let found = match bounds {
        Bounds { at_least: Some(_), at_most: Some(_) } => {
            text!("既有 at_least 又有 at_most", "both `at_least` and `at_most`")
        }
        Bounds { at_least: Some(bound), .. } | Bounds { at_most: Some(bound), .. } if bound <= 0.0 => {
            let shown = tidy(bound);
            text!("要求为 {shown}", "{shown} is asked for")
        }
        _ => return,
    };
    out.push(Problem::error(entry.origin_of(key), entry.path_of(key), found).allowed(text!(
        "一个大于 0 的要求：完成率是与它之比",
        "one bound above 0: completion is the ratio to it"
    )));
}

fn positive(entry: &Fields<'_>, key: &str, out: &mut Problems) -> Option<f64> {
    // A cap may be written as a percentage; points may not.
    if let Some(NodeValue::Text(found)) = entry.node(key).map(|node| &node.value)
        && key != "cap"
        && found.trim_end().ends_with(['%', '％'])
    {
        out.push(
            Problem::error(entry.origin_of(key), entry.path_of(key), text!("“{found}”", "\"{found}\""))
                .allowed(text!("分数，不带%，如 95", "points, without %, such as 95")),
        );
        return None;
    }
    let range = (Bound::Excluded(0.0), Bound::Included(LARGEST));
    let most = tidy(LARGEST);
    entry.number(key, range, text!("大于 0，不超过 {most}", "more than 0 and at most {most}"), out)
}
