//! Targets and goals.

use super::super::fields::Fields;
use super::super::node::{NodeValue, Origin};
use super::super::problem::{Problem, Problems};
use super::super::scalar::{self, kind_name, meant};
use super::super::site::{Role, Site};
use super::super::unit::Scale;
use super::condition::{self, About};
use super::{List, Lists};
use crate::format::{self, Dimension};
use crate::scenario::metric::{FREE, MetricSpec, USED};
use crate::scenario::{
    Bounds, EnterpriseIx, EnterpriseMetric, Goal, IndustryIx, IndustryMetric, Measure, Metric, ParkMetric,
    ResourceIx, Target, TargetIx,
};
use crate::text::text;
use crate::text::tidy;

/// What a target looks at, with the scale of its bounds.
pub(super) struct Measured<'a> {
    pub(super) measure: Measure,
    pub(super) scale: Scale<'a>,
    /// Path of the figure by its keys, such as "park.tax", in whatever language the file names it; "" for counts.
    pub(super) path: String,
}

/// Words before the id of a resource that mean its free amount, and the amount that is held.
const FREE_WORDS: &[&str] = &[FREE, "可供.", "可用."];
const USED_WORDS: &[&str] = &[USED, "已用.", "占用."];

/// `[[targets]]`.
pub(crate) fn targets(lists: &Lists<'_>, out: &mut Problems) -> Vec<Target> {
    let list = &lists.targets;
    let mut targets = Vec::with_capacity(list.entries.len());
    for (i, entry) in list.entries.iter().enumerate() {
        let id = Lists::id(list, i);
        let name = entry.name(&id, out);
        let year = year(entry, lists, out);
        let measured = measured(entry, lists, out);
        let bounds = match &measured {
            Some(measured) => bounds(entry, measured.scale, out),
            None => Bounds { at_least: None, at_most: None },
        };
        let measure = measured.map_or(Measure::Park(ParkMetric::Output), |measured| measured.measure);
        targets.push(Target { id, name, year, measure, bounds });
    }
    targets
}

/// The index of the year, 1 for the first.
pub(super) fn year(entry: &Fields<'_>, lists: &Lists<'_>, out: &mut Problems) -> usize {
    let clock = lists.clock;
    let Some(node) = entry.node("year").filter(|_| clock.sure) else { return 1 };
    let (first, last) = (i64::from(clock.base_year) + 1, i64::from(clock.end_year));
    let (found, year) = match &node.value {
        NodeValue::Integer(year) => (text!("{year}", "{year}"), Some(*year)),
        NodeValue::Float(year) if year.fract() == 0.0 => (text!("{year}", "{year}"), Some(*year as i64)),
        NodeValue::Text(text) => {
            let digits = text.trim().trim_end_matches('年').trim_end();
            (kind_name(&node.value), digits.parse::<i64>().ok())
        }
        other => (kind_name(other), None),
    };
    let year = year.filter(|year| (first..=last).contains(year));
    if let (NodeValue::Integer(_) | NodeValue::Float(_), Some(year)) = (&node.value, year) {
        return (year - first + 1) as usize;
    }
    let mut problem = Problem::error(node.origin, entry.path_of("year"), found)
        .allowed(text!("模拟的年份：{first} 到 {last}", "a simulated year: {first} to {last}"));
    problem.remedy = year.map(|year| text!("写作 {year}，不加引号", "write {year}, without quotation marks"));
    out.push(problem);
    1
}

fn measured<'a>(entry: &Fields<'_>, lists: &'a Lists<'_>, out: &mut Problems) -> Option<Measured<'a>> {
    let allowed =
        text!("count（可带 where）或 metric，二者取一", "either `count` (perhaps with `where`) or `metric`");
    let key = entry.either(["count", "metric"], "metric", allowed, out)?;
    if key == "metric" {
        if entry.table.get("where").is_some() {
            out.push(
                Problem::error(
                    entry.origin_of("where"),
                    entry.path_of("where"),
                    text!("where 不能与 metric 同用", "`where` with `metric`"),
                )
                .remedy(text!("where 只用于 count", "`where` goes with `count`")),
            );
        }
        return metric(entry, lists, out);
    }
    let scale = Scale::of(Dimension::Plain);
    match entry.choice("count", out)? {
        "industries" => {
            let condition = condition::of(entry, About::Industries, lists, out);
            Some(Measured { measure: Measure::CountIndustries(condition), scale, path: String::new() })
        }
        _ => {
            let condition = condition::of(entry, About::Enterprises, lists, out);
            Some(Measured { measure: Measure::CountEnterprises(condition), scale, path: String::new() })
        }
    }
}

/// The figure that a path such as "industries.textile.output" names.
pub(super) fn metric<'a>(
    entry: &Fields<'_>,
    lists: &'a Lists<'_>,
    out: &mut Problems,
) -> Option<Measured<'a>> {
    let found = entry.label("metric", out)?;
    let (origin, path) = (entry.origin_of("metric"), entry.path_of("metric"));
    let (kind, rest) = match found.split_once('.') {
        Some((kind, rest)) => (format::table_named(kind).unwrap_or(kind), rest),
        // A figure by its Chinese name alone is one of the park.
        None if ParkMetric::of_key(&found).is_none() && ParkMetric::of_name(&found).is_some() => {
            ("park", found.as_str())
        }
        None => ("", found.as_str()),
    };
    if kind == "park" {
        return park_metric(rest, origin, &path, lists, out);
    }
    match rest.rsplit_once('.').map(|parts| (kind, parts)) {
        Some(("industries", (id, figure))) => {
            let i = lists.industries.names.find(id, origin, &path, out)?;
            let spec = spec_of::<IndustryMetric>(figure, origin, &path, out)?;
            let measure = Measure::Industry(IndustryIx(i), spec.metric);
            let path = format!("{kind}.{}.{}", lists.industries.names.ids[i], spec.key);
            Some(Measured { measure, scale: Scale::of(spec.dimension), path })
        }
        Some(("enterprises", (name, figure))) => {
            let i = lists.enterprises.names.find(name, origin, &path, out)?;
            let spec = spec_of::<EnterpriseMetric>(figure, origin, &path, out)?;
            let measure = Measure::Enterprise(EnterpriseIx(i), spec.metric);
            let path = format!("{kind}.{}.{}", lists.enterprises.names.ids[i], spec.key);
            Some(Measured { measure, scale: Scale::of(spec.dimension), path })
        }
        _ => {
            out.push(unknown_metric(&found, origin, &path));
            None
        }
    }
}

fn unknown_metric(found: &str, origin: Origin, path: &str) -> Problem {
    let full: Vec<String> = keys::<ParkMetric>().iter().map(|key| format!("park.{key}")).collect();
    let candidates: Vec<&str> = full.iter().map(String::as_str).collect();
    let mut problem = Problem::error(
        origin,
        path,
        text!("未知的指标“{found}”", "unknown metric \"{found}\""),
    )
    .allowed(text!(
        "park.指标、park.free.资源、park.used.资源、industries.产业.指标 或 enterprises.企业.指标",
        "park.FIGURE, park.free.RESOURCE, park.used.RESOURCE, industries.ID.FIGURE or enterprises.NAME.FIGURE"
    ));
    problem.remedy = meant(found, &candidates).or_else(|| {
        ParkMetric::of_key(found).map(|spec| {
            let key = spec.key;
            text!("写作 park.{key}", "write park.{key}")
        })
    });
    problem
}

fn park_metric<'a>(
    rest: &str,
    origin: Origin,
    path: &str,
    lists: &'a Lists<'_>,
    out: &mut Problems,
) -> Option<Measured<'a>> {
    if let Some(spec) = ParkMetric::of_name(rest) {
        let (measure, path) = (Measure::Park(spec.metric), format!("park.{}", spec.key));
        return Some(Measured { measure, scale: Scale::of(spec.dimension), path });
    }
    type OfResource = fn(ResourceIx) -> ParkMetric;
    let of_resources: [(&[&str], OfResource); 2] =
        [(FREE_WORDS, ParkMetric::Free), (USED_WORDS, ParkMetric::Used)];
    for (words, metric) in of_resources {
        if let Some(id) = words.iter().find_map(|word| rest.strip_prefix(word)) {
            let i = lists.resources.names.find(id, origin, path, out)?;
            let metric = metric(ResourceIx(i));
            let scale = Scale::amount(Dimension::Amount, &lists.units[i]);
            let path = format!("park.{}{}", words[0], lists.resources.names.ids[i]);
            return Some(Measured { measure: Measure::Park(metric), scale, path });
        }
    }
    let names = keys::<ParkMetric>();
    let listed = names.join(", ");
    let mut problem =
        Problem::error(origin, path, text!("园区没有指标“{rest}”", "the park has no figure \"{rest}\""))
            .allowed(text!("{listed}, free.资源, used.资源", "{listed}, free.RESOURCE, used.RESOURCE"));
    let chinese: Vec<String> = ParkMetric::TABLE.iter().map(|spec| (spec.name)().zh).collect();
    let chinese: Vec<&str> = chinese.iter().map(|name| name.trim_start_matches("园区")).collect();
    problem.remedy = meant(rest, &names).or_else(|| meant(rest, &chinese));
    out.push(problem);
    None
}

/// The declaration of a metric of industries or enterprises.
fn spec_of<M: Metric>(
    key: &str,
    origin: Origin,
    path: &str,
    out: &mut Problems,
) -> Option<&'static MetricSpec<M>> {
    let found = M::of_name(key);
    if found.is_none() {
        let keys = keys::<M>();
        let listed = keys.join(", ");
        let mut problem = Problem::error(origin, path, text!("没有指标“{key}”", "no figure \"{key}\""))
            .allowed(text!("{listed}", "{listed}"));
        problem.remedy = meant(key, &keys);
        out.push(problem);
    }
    found
}

/// The keys of metrics.
fn keys<M: Metric>() -> Vec<&'static str> {
    M::TABLE.iter().map(|spec| spec.key).collect()
}

pub(super) fn bounds(entry: &Fields<'_>, scale: Scale<'_>, out: &mut Problems) -> Bounds {
    let before = out.list.len();
    let mut bound = |key: &str| {
        let (path, node) = (entry.path_of(key), entry.node(key)?);
        let site = Site { path: &path, scale, role: Role::Threshold };
        let value =
            scalar::unchecked(node, site, out).filter(|value| condition::likely(*value, node, site, out))?;
        // What has no unit is a number of enterprises, industries, projects or closures.
        let counts = scale.dimension == Dimension::Plain;
        if counts && (value < 0.0 || value.fract() != 0.0) {
            let shown = tidy(value);
            out.push(
                Problem::error(node.origin, &path, text!("{shown}", "{shown}"))
                    .allowed(text!("不小于 0 的整数", "a whole number, 0 or more")),
            );
            return None;
        }
        Some(value)
    };
    let (at_least, at_most) = (bound("at_least"), bound("at_most"));
    let absent = entry.table.get("at_least").is_none() && entry.table.get("at_most").is_none();
    if absent {
        out.push(
            Problem::error(
                entry.origin,
                entry.path_of("at_least"),
                text!("没有 at_least，也没有 at_most", "neither `at_least` nor `at_most`"),
            )
            .allowed(text!("至少一个", "at least one of them")),
        );
    }
    if let (Some(low), Some(high)) = (at_least, at_most)
        && low > high
        && out.list.len() == before
    {
        let (low, high) = (tidy(low), tidy(high));
        out.push(
            Problem::error(
                entry.origin_of("at_least"),
                entry.path_of("at_least"),
                text!("at_least {low} 大于 at_most {high}", "`at_least` {low} is more than `at_most` {high}"),
            )
            .also(entry.origin_of("at_most"), text!("上界在这里", "the upper bound is here")),
        );
    }
    Bounds { at_least, at_most }
}

/// `[[goals]]`.
pub(crate) fn goals(lists: &Lists<'_>, out: &mut Problems) -> Vec<Goal> {
    let list = &lists.goals;
    let goal = |(i, entry): (usize, &Fields<'_>)| goal(i, entry, list, lists, out);
    list.entries.iter().enumerate().map(goal).collect()
}

fn goal(i: usize, entry: &Fields<'_>, list: &List<'_>, lists: &Lists<'_>, out: &mut Problems) -> Goal {
    let id = Lists::id(list, i);
    if id == Goal::ALL {
        let key = if entry.table.get("id").is_some() { "id" } else { "name" };
        out.push(
            Problem::error(
                entry.origin_of(key),
                entry.path_of(key),
                text!("“all”已用于全部目标", "\"all\" is taken: it is the goal of all targets"),
            )
            .remedy(text!("换一个标识", "choose another id")),
        );
    }
    let given = entry.either(["all_of", "any_of"], "all_of", text!("二者取一", "one of the two"), out);
    let key = given.unwrap_or("all_of");
    let before = out.list.len();
    let labels = entry.labels(key, out);
    let path = entry.path_of(key);
    if labels.is_empty() && given.is_some() && out.list.len() == before {
        out.push(
            Problem::error(entry.origin_of(key), &path, text!("没有目标", "no target"))
                .allowed(text!("至少一个", "at least one")),
        );
    }
    let mut targets: Vec<TargetIx> = Vec::new();
    for (label, origin) in &labels {
        let found = lists.targets.names.find(label, *origin, &path, out).map(TargetIx);
        targets.extend(found.filter(|target| !targets.contains(target)));
    }
    Goal { name: entry.name(&id, out), id, targets, all: key == "all_of" }
}
