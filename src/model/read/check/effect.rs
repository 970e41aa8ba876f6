//! Entries that are legal and have no effect on anything that is asked.

use super::super::fields::{Fields, entries};
use super::super::node::{Node, NodeValue, Origin, Table};
use super::super::problem::{Problem, Problems};
use crate::scenario::{Change, PolicyIx, Scenario, Site, Subject};
use crate::text::{Text, text};
use std::collections::BTreeMap;

/// Signs between tags that were meant to be several.
const BETWEEN: &[char] =
    &['/', '／', '|', '｜', '+', '＋', '&', ' ', '\u{3000}', '、', '，', ',', ';', '；', '·'];

/// Most tags that are compared with one another: a park that has more uses them for something else.
const MAX_TAGS: usize = 1_000;

/// Checks policies, routes and tags.
pub(super) fn check(document: &Table, scenario: &Scenario, out: &mut Problems) {
    late_policies(document, scenario, out);
    idle_policies(document, scenario, out);
    idle_routes(document, scenario, out);
    joined_tags(document, out);
}

/// Last month of the last year at whose end anything is judged.
fn last_judged(scenario: &Scenario) -> usize {
    let items = scenario.scores.iter().flat_map(|score| &score.items).map(|item| item.year);
    12 * scenario.targets.iter().map(|target| target.year).chain(items).max().unwrap_or(0)
}

/// Policies that begin, or whose objects begin, when the last target has been judged.
fn late_policies(document: &Table, scenario: &Scenario, out: &mut Problems) {
    let last = last_judged(scenario);
    let year = scenario.park.base_year + (last / 12) as i32;
    for (entry, policy) in entries(document, "policies").iter().zip(&scenario.policies) {
        let begins = policy.from.unwrap_or(1).max(begin(&policy.changes, scenario));
        // What begins after the run has been said where `from` was read.
        if begins <= last || policy.from.is_some_and(|from| from > scenario.months()) {
            continue;
        }
        let month = scenario.month_name(begins);
        let key = if policy.from == Some(begins) { "from" } else { "changes" };
        out.push(Problem::warning(
            entry.origin_of(key),
            entry.path_of(key),
            text!(
                "{month} 才开始起作用，而最晚的目标在 {year} 年末考核：对任何目标都没有作用",
                "it has its effect from {month} only, and the last target is judged at the end of {year}: no target is any likelier"
            ),
        ));
    }
}

/// The first month in which any of the things that changes act on does anything.
fn begin(changes: &[Change], scenario: &Scenario) -> usize {
    let of = |site: &Site| match site.subject {
        Subject::Supply(s) => scenario.supplies.get(s).map_or(1, |supply| supply.month),
        Subject::Parcel(p) => scenario.parcels.get(p).map_or(1, |parcel| parcel.start),
        _ => 1,
    };
    changes.iter().flat_map(|change| &change.sites).map(of).min().unwrap_or(1)
}

/// Policies that are in no mix, where there are mixes.
fn idle_policies(document: &Table, scenario: &Scenario, out: &mut Problems) {
    if scenario.mixes.is_empty() {
        return;
    }
    for (p, entry) in entries(document, "policies").iter().enumerate() {
        let is_used = |(policy, dose): &(PolicyIx, f64)| policy.0 == p && *dose > 0.0;
        if !scenario.mixes.iter().any(|mix| mix.doses.iter().any(is_used)) {
            out.push(
                Problem::notice(
                    entry.origin,
                    entry.path.clone(),
                    text!("没有一个政策组合采用它", "no mix has this policy"),
                )
                .remedy(text!("写入 [[mixes]] 才会比较", "what is compared stands in [[mixes]]")),
            );
        }
    }
}

/// Routes by which no parcel is worked on.
fn idle_routes(document: &Table, scenario: &Scenario, out: &mut Problems) {
    for (r, entry) in entries(document, "routes").iter().enumerate() {
        if !scenario.parcels.iter().any(|parcel| parcel.routes.iter().any(|route| route.0 == r)) {
            let found = text!("没有作用：没有地块采用这一途径", "has no effect: no parcel takes this route");
            out.push(Problem::warning(entry.origin, entry.path.clone(), found));
        }
    }
}

/// Tags that hold another tag: two that were written as one.
fn joined_tags(document: &Table, out: &mut Problems) {
    let mut tags: BTreeMap<String, (Origin, String)> = BTreeMap::new();
    for table in ["enterprises", "projects", "channels"] {
        for entry in entries(document, table) {
            for (tag, origin) in written_tags(&entry) {
                tags.entry(tag).or_insert((origin, entry.path_of("tags")));
            }
        }
    }
    if tags.len() > MAX_TAGS {
        return;
    }
    for (tag, (origin, path)) in &tags {
        let parts: Vec<&str> = tag.split(BETWEEN).filter(|part| !part.is_empty()).collect();
        let is_list = parts.len() > 1;
        let held = tags.keys().find(|other| *other != tag && tag.contains(other.as_str()));
        let Some(held) = held else { continue };
        let found = text!(
            "标签“{tag}”含有另一标签“{held}”，但按一个标签计",
            "the tag \"{tag}\" holds the tag \"{held}\", and counts as one of its own"
        );
        let problem = if is_list {
            let Text { zh, en } = written_apart(&parts);
            Problem::warning(*origin, path.clone(), found)
                .remedy(text!("若是几个标签，分开写：{zh}", "if they are several, write them apart: {en}"))
        } else {
            Problem::notice(*origin, path.clone(), found)
        };
        out.push(problem);
    }
}

/// The parts of a list of tags, as a file writes them.
fn written_apart(parts: &[&str]) -> Text {
    let quoted: Vec<String> = parts.iter().map(|part| format!("\"{part}\"")).collect();
    let list = quoted.join(", ");
    text!("[{list}]，表格中用、隔开", "[{list}], in a sheet with 、 between them")
}

fn written_tags(entry: &Fields<'_>) -> Vec<(String, Origin)> {
    let of = |node: &Node| match &node.value {
        NodeValue::Text(tag) => Some((tag.trim().to_owned(), node.origin)),
        _ => None,
    };
    match entry.table.get("tags") {
        Some(Node { value: NodeValue::List(list), .. }) => list.iter().filter_map(of).collect(),
        Some(node) => of(node).into_iter().collect(),
        None => Vec::new(),
    }
}
