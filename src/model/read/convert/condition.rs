//! `where`: conditions on enterprises and industries.

use super::super::fields::Fields;
use super::super::node::{Entry, Node, NodeValue};
use super::super::problem::{Problem, Problems, Severity};
use super::super::range::{USUAL_GROWTH, asked};
use super::super::scalar::{self, kind_name, meant};
use super::super::site::{Role, Site};
use super::super::unit::Scale;
use super::Lists;
use crate::format::{self, CONDITION_MARKS, Dimension};
use crate::scenario::{Comparison, Condition, IndustryIx, Metric, NumericTest};
use crate::text::text;

/// What a condition is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum About {
    /// Enterprises and operating projects at a year's end.
    Enterprises,
    /// Incumbents, by their base-year values.
    Incumbents,
    /// Industries at a year's end.
    Industries,
}

/// Rates of growth above this (200% a year) are written with a % sign, if they are meant.
const MAX_BARE_GROWTH: f64 = 2.0;

impl About {
    fn keys<M: Metric>(self) -> Vec<&'static str> {
        let marks = if self == Self::Industries { &["industry"] } else { CONDITION_MARKS };
        let metrics = M::TABLE.iter().map(|spec| spec.key);
        // Growth in the base year needs a year before, of which nothing is known.
        metrics
            .filter(|key| self != Self::Incumbents || *key != "growth")
            .chain(marks.iter().copied())
            .collect()
    }
}

/// The condition `where` of an entry; an absent one always holds.
pub(crate) fn of<M: Metric>(
    entry: &Fields<'_>,
    about: About,
    lists: &Lists<'_>,
    out: &mut Problems,
) -> Condition<M> {
    let mut condition = Condition::default();
    let Some(node) = entry.node("where") else { return condition };
    let path = entry.path_of("where");
    let NodeValue::Table(table) = &node.value else {
        out.push(Problem::error(node.origin, path, kind_name(&node.value)).allowed(text!(
            "条件，如 {{ output = \">= 10亿元\" }}",
            "a condition, such as {{ output = \">= 10亿元\" }}"
        )));
        return condition;
    };
    for part in &table.entries {
        let path = format!("{path}.{}", part.key);
        add(&mut condition, part, &path, about, lists, out);
    }
    condition
}

fn add<M: Metric>(
    condition: &mut Condition<M>,
    part: &Entry,
    path: &str,
    about: About,
    lists: &Lists<'_>,
    out: &mut Problems,
) {
    let keys = about.keys::<M>();
    let key = named::<M>(&part.key);
    if !keys.contains(&key) {
        let listed = keys.join(", ");
        let mut problem = Problem::error(
            part.key_origin,
            path,
            text!("条件里没有 {key}", "a condition has no `{key}` here"),
        )
        .allowed(text!("{listed}", "{listed}"));
        problem.remedy = meant(key, &keys);
        out.push(problem);
        return;
    }
    if let Some(spec) = M::of_key(key) {
        for (comparison, threshold) in tests(&part.node, Scale::of(spec.dimension), path, out) {
            condition.tests.push(NumericTest { metric: spec.metric, comparison, threshold });
        }
        return;
    }
    match key {
        "industry" => {
            let names = &lists.industries.names;
            let found = mark(&part.node, path, out);
            condition.industry =
                found.and_then(|name| names.find(&name, part.node.origin, path, out)).map(IndustryIx);
        }
        "zone" => {
            condition.zone = mark(&part.node, path, out);
            let known =
                lists.marks_unsure() || condition.zone.as_ref().is_none_or(|zone| lists.zones.contains(zone));
            warn_unknown(known, part, path, lists.zones.iter().map(String::as_str), out);
        }
        "name" => condition.name = name(part, path, about, lists, out),
        _ => {
            let tags = marks(&part.node, path, out);
            let known = lists.marks_unsure() || tags.iter().all(|tag| lists.tags.contains(tag));
            warn_unknown(known, part, path, lists.tags.iter().map(String::as_str), out);
            condition.tags.extend(tags);
        }
    }
}

/// The key of a condition, which may have a Chinese name: of a metric, or of a mark as rosters call it.
fn named<M: Metric>(word: &str) -> &str {
    let mark = || format::table("enterprises").and_then(|table| table.by_alias(word)).map(|field| field.key);
    M::of_name(word).map(|spec| spec.key).or_else(mark).unwrap_or(word)
}

/// The name of an incumbent, or of a known project that expands none.
fn name(part: &Entry, path: &str, about: About, lists: &Lists<'_>, out: &mut Problems) -> Option<String> {
    let name = mark(&part.node, path, out)?;
    let incumbents = &lists.enterprises.names;
    if let Some(i) = incumbents.get(&name) {
        return Some(incumbents.ids[i].clone());
    }
    let projects = &lists.projects.names;
    if let Some(i) = projects.get(&name).filter(|_| about == About::Enterprises) {
        return Some(projects.ids[i].clone());
    }
    incumbents.find(&name, part.node.origin, path, out).map(|i| incumbents.ids[i].clone())
}

fn warn_unknown<'a>(
    known: bool,
    part: &Entry,
    path: &str,
    all: impl Iterator<Item = &'a str>,
    out: &mut Problems,
) {
    if known {
        return;
    }
    let key = &part.key;
    let mut problem = Problem::warning(
        part.node.origin,
        path,
        text!("没有任何企业、项目或渠道有这个 {key}", "no enterprise, project or channel has this `{key}`"),
    );
    if let NodeValue::Text(found) = &part.node.value {
        problem.remedy = meant(found, &all.collect::<Vec<_>>());
    }
    out.push(problem);
}

/// A text to be equal to; "= text" is the same.
pub(crate) fn mark(node: &Node, path: &str, out: &mut Problems) -> Option<String> {
    match &node.value {
        NodeValue::Text(text) => Some(text.trim().strip_prefix('=').unwrap_or(text).trim().to_owned()),
        NodeValue::Broken => None,
        other => {
            out.push(
                Problem::error(node.origin, path, kind_name(other))
                    .allowed(text!("文字，用引号", "a text, in quotes")),
            );
            None
        }
    }
}

/// One tag, or several that must all be there.
pub(crate) fn marks(node: &Node, path: &str, out: &mut Problems) -> Vec<String> {
    match &node.value {
        NodeValue::List(items) => items.iter().filter_map(|item| mark(item, path, out)).collect(),
        _ => mark(node, path, out).into_iter().collect(),
    }
}

/// Comparisons with numbers: ">= 10亿元", a bare number for equality, or a list of them.
pub(crate) fn tests(node: &Node, scale: Scale<'_>, path: &str, out: &mut Problems) -> Vec<(Comparison, f64)> {
    match &node.value {
        NodeValue::List(items) => items.iter().filter_map(|item| test(item, scale, path, out)).collect(),
        _ => test(node, scale, path, out).into_iter().collect(),
    }
}

fn test(node: &Node, scale: Scale<'_>, path: &str, out: &mut Problems) -> Option<(Comparison, f64)> {
    let site = Site { path, scale, role: Role::Threshold };
    let NodeValue::Text(text) = &node.value else {
        let value = scalar::unchecked(node, site, out)?;
        return likely(value, node, site, out).then_some((Comparison::Equal, value));
    };
    const SIGNS: &[(&str, Comparison)] = &[
        (">=", Comparison::AtLeast),
        ("≥", Comparison::AtLeast),
        ("<=", Comparison::AtMost),
        ("≤", Comparison::AtMost),
        ("!=", Comparison::NotEqual),
        ("≠", Comparison::NotEqual),
        ("==", Comparison::Equal),
        (">", Comparison::MoreThan),
        ("<", Comparison::LessThan),
        ("=", Comparison::Equal),
    ];
    let trimmed = text.trim();
    let (sign, comparison) =
        SIGNS.iter().find(|(sign, _)| trimmed.starts_with(sign)).copied().unwrap_or(("", Comparison::Equal));
    let rest = Node { value: NodeValue::Text(trimmed[sign.len()..].trim().to_owned()), origin: node.origin };
    let value = scalar::unchecked(&rest, site, out)?;
    likely(value, &rest, site, out).then_some((comparison, value))
}

/// Refuses a bare number as a rate of growth that can only be meant in percent: 8 is 800%. One that may be meant as it
/// stands is asked about.
pub(super) fn likely(value: f64, node: &Node, site: Site<'_>, out: &mut Problems) -> bool {
    let bare = match &node.value {
        NodeValue::Text(text) => text.trim().parse::<f64>().is_ok(),
        _ => true,
    };
    if site.scale.dimension != Dimension::Growth || !bare || (-USUAL_GROWTH..=USUAL_GROWTH).contains(&value) {
        return true;
    }
    let is_possible = (-1.0..=MAX_BARE_GROWTH).contains(&value);
    let asked = asked(value, node.origin, site.path);
    out.push(if is_possible { asked } else { Problem { severity: Severity::Error, ..asked } });
    is_possible
}
