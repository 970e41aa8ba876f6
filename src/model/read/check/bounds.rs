//! Bounds and thresholds that no figure of the scenario comes near: a number in another unit than the one it is read in.

use super::super::fields::{Fields, entries, single};
use super::super::node::{Node, NodeValue, Table};
use super::super::number;
use super::super::problem::{Problem, Problems};
use super::super::unit::Scale;
use super::present::{Expected, Present};
use crate::format::{self, Dimension};
use crate::scenario::{EnterpriseMetric, IndustryMetric, Measure, Metric, Scenario};
use crate::text::{Text, text, tidy};

/// A bare number so many times above the largest size, or below the smallest, is in another unit.
const BARE: (f64, f64) = (10.0, 100.0);
/// The same for a number that has its unit: somebody thought of it, and it must be further off.
const WITH_UNIT: (f64, f64) = (1e3, 1e4);
/// A size that another unit gives must be as near as this.
const NEAR: f64 = 30.0;

/// Units that a number without one may have been meant in.
const MEANT: &[(Dimension, &[&str])] = &[
    (Dimension::Output, &["万元", "元"]),
    (Dimension::Money, &["亿元", "元"]),
    (Dimension::Land, &["平方米", "公顷", "平方公里"]),
    (Dimension::PerMu, &["元/亩", "亿元/亩"]),
];

/// Checks all bounds and thresholds.
pub(super) fn check(document: &Table, scenario: &Scenario, present: &Present, out: &mut Problems) {
    for (entry, target) in entries(document, "targets").iter().zip(&scenario.targets) {
        of_measure(entry, &target.measure, present, out);
        thresholds(entry, &target.measure, present, out);
    }
    for (entry, score) in entries(document, "scores").iter().zip(&scenario.scores) {
        let items = nested(entry, "items");
        for (item, measure) in items.iter().zip(&score.items).map(|(item, of)| (item, &of.measure)) {
            of_measure(item, measure, present, out);
            cap(item, out);
        }
    }
    for entry in entries(document, "exits") {
        of_enterprises(&entry, present, out);
    }
    let of_policies = entries(document, "policies");
    let changes = of_policies.iter().flat_map(|policy| nested(policy, "changes"));
    for change in entries(document, "changes").into_iter().chain(changes) {
        if matches!(change.table.get("on").map(|node| &node.value), Some(NodeValue::Text(on)) if on == "enterprises")
        {
            of_enterprises(&change, present, out);
        }
    }
    budget(document, scenario, out);
}

/// The tables of a list inside an entry.
fn nested<'a>(entry: &Fields<'a>, key: &str) -> Vec<Fields<'a>> {
    let Some(Node { value: NodeValue::List(items), .. }) = entry.table.get(key) else { return Vec::new() };
    let spec = if key == "items" { Some(format::score_item()) } else { format::table(key) };
    let Some(spec) = spec else { return Vec::new() };
    let fields = |(i, node): (usize, &'a Node)| match &node.value {
        NodeValue::Table(table) => {
            let path = format!("{}.{key}[{}]", entry.path, i + 1);
            Some(Fields { table, spec, origin: node.origin, path })
        }
        _ => None,
    };
    items.iter().enumerate().filter_map(fields).collect()
}

/// The bounds on a figure.
fn of_measure(entry: &Fields<'_>, measure: &Measure, present: &Present, out: &mut Problems) {
    let (expected, dimension) = match measure {
        Measure::Park(metric) => (present.park(*metric), metric.spec().map(|spec| spec.dimension)),
        Measure::Industry(i, metric) => {
            (present.industry(*i, *metric), metric.spec().map(|spec| spec.dimension))
        }
        Measure::Enterprise(e, metric) => {
            (present.enterprise(*e, *metric), metric.spec().map(|spec| spec.dimension))
        }
        Measure::CountEnterprises(_) | Measure::CountIndustries(_) => return,
    };
    let (Some(expected), Some(dimension)) = (expected, dimension) else { return };
    for key in ["at_least", "at_most"] {
        let Some(node) = entry.table.get(key) else { continue };
        one(node, &entry.path_of(key), Scale::of(dimension), expected, out);
    }
}

/// The thresholds of what a target counts.
fn thresholds(entry: &Fields<'_>, measure: &Measure, present: &Present, out: &mut Problems) {
    match measure {
        Measure::CountEnterprises(_) => of_enterprises(entry, present, out),
        Measure::CountIndustries(_) => {
            of_condition::<IndustryMetric>(entry, |metric| present.any_industry(metric), out);
        }
        _ => {}
    }
}

fn of_enterprises(entry: &Fields<'_>, present: &Present, out: &mut Problems) {
    of_condition::<EnterpriseMetric>(entry, |metric| present.any_enterprise(metric), out);
}

fn of_condition<M: Metric>(entry: &Fields<'_>, expected: impl Fn(M) -> Option<Expected>, out: &mut Problems) {
    let Some(Node { value: NodeValue::Table(table), .. }) = entry.table.get("where") else { return };
    for part in &table.entries {
        let Some(spec) = M::of_name(&part.key) else { continue };
        let Some(expected) = expected(spec.metric) else { continue };
        let path = format!("{}.where.{}", entry.path, part.key);
        let items = match &part.node.value {
            NodeValue::List(items) => items.as_slice(),
            _ => std::slice::from_ref(&part.node),
        };
        for item in items {
            one(item, &path, Scale::of(spec.dimension), expected, out);
        }
    }
}

/// One number, if it is far from what is to be expected.
fn one(node: &Node, path: &str, scale: Scale<'_>, expected: Expected, out: &mut Problems) {
    let Some((number, unit)) = written(node) else { return };
    let Some(value) = scale.factor(&unit).map(|factor| number * factor).filter(|value| *value > 0.0) else {
        return;
    };
    let is_bare = unit.is_empty();
    let (above, below) = if is_bare { BARE } else { WITH_UNIT };
    let Expected { low, high } = expected;
    if value <= high * above && value >= low / below {
        return;
    }
    let own = own_unit(scale.dimension);
    let (shown, times) = (tidy(value), tidy_times(value, expected));
    let Text { zh, en } = times;
    let found = text!("{shown}{own}：{zh}", "{shown}{own}: {en}");
    let meant =
        MEANT.iter().find(|(dimension, _)| *dimension == scale.dimension).map_or(&[][..], |(_, units)| units);
    let near = |unit: &&&str| {
        let value = scale.factor(unit).map_or(0.0, |factor| number * factor);
        (low / NEAR..=high * NEAR).contains(&value)
    };
    let written = tidy(number);
    let problem = match meant.iter().find(near).filter(|_| is_bare) {
        Some(unit) => Problem::error(node.origin, path, found).remedy(text!(
            "没有单位的数按{own}计；是否应为 \"{written}{unit}\"？若属实，写明单位：\"{written}{own}\"",
            "a number without unit is in {own}; did you mean \"{written}{unit}\"? If not, write the unit: \"{written}{own}\""
        )),
        None => Problem::warning(node.origin, path, found).remedy(text!("核对数值和单位", "check the number and its unit")),
    };
    out.push(problem);
}

/// How far a value is from what is to be expected.
fn tidy_times(value: f64, Expected { low, high }: Expected) -> Text {
    if value > high {
        let times = tidy((value / high).round());
        text!(
            "约为现有企业和项目所能达到的最大值的 {times} 倍",
            "{times} times the most that the enterprises and projects at hand suggest"
        )
    } else {
        let times = tidy((low / value).round());
        text!("只有现状的 {times} 分之一", "one {times}th of what there is now")
    }
}

/// The number of a bound or of a comparison, and its unit.
fn written(node: &Node) -> Option<(f64, String)> {
    match &node.value {
        NodeValue::Integer(number) => Some((*number as f64, String::new())),
        NodeValue::Float(number) => Some((*number, String::new())),
        NodeValue::Text(text) => {
            let number = text.trim().trim_start_matches(['>', '<', '=', '!', '≥', '≤', '≠']);
            number::leading(number).ok().map(|(number, unit)| (number, unit.to_owned()))
        }
        _ => None,
    }
}

/// The unit in which a number without one is read.
fn own_unit(dimension: Dimension) -> &'static str {
    match dimension {
        Dimension::Output => "亿元",
        Dimension::Money => "万元",
        Dimension::Land => "亩",
        Dimension::PerMu => "万元/亩",
        _ => "",
    }
}

/// A cap on completion that is a percentage without its sign: 120 is 12,000%.
fn cap(item: &Fields<'_>, out: &mut Problems) {
    const LARGEST: f64 = 10.0;
    let Some(node) = item.table.get("cap") else { return };
    if let Some((cap, unit)) = written(node)
        && unit.is_empty()
        && cap > LARGEST
    {
        let (shown, percent) = (tidy(cap), tidy(cap * 100.0));
        out.push(
            Problem::warning(
                node.origin,
                item.path_of("cap"),
                text!("{shown}，即 {percent}%", "{shown}, that is {percent}%"),
            )
            .remedy(text!("是否应为 \"{shown}%\"？", "did you mean \"{shown}%\"?")),
        );
    }
}

/// A budget that no policy fits into, or that all of them at their largest doses leave nearly whole.
fn budget(document: &Table, scenario: &Scenario, out: &mut Problems) {
    let (Some(limit), Some(entry)) = (scenario.budget, single(document, "budget")) else { return };
    let costs = scenario.policies.iter().map(|policy| policy.cost.median() * policy.max_dose);
    let costs: Vec<f64> = costs.filter(|cost| *cost > 0.0).collect();
    let (sum, least) = (costs.iter().sum::<f64>(), costs.iter().copied().fold(f64::INFINITY, f64::min));
    if costs.is_empty() || limit <= 0.0 || (limit <= sum * BARE.1 && limit >= least / BARE.1) {
        return;
    }
    let (shown, sum) = (tidy(limit), tidy(sum));
    out.push(
        Problem::warning(
            entry.origin_of("limit"),
            entry.path_of("limit"),
            text!(
                "预算 {shown}万元；全部政策共 {sum}万元",
                "a budget of {shown}万元, where all policies cost {sum}万元"
            ),
        )
        .remedy(text!("核对数值和单位", "check the number and its unit")),
    );
}
