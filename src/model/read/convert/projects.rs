//! Known projects and channels of investment promotion.

use super::super::fields::Fields;
use super::super::node::NodeValue;
use super::super::problem::{Problem, Problems};
use super::super::quantity;
use super::super::scalar::{Role, Site, kind_name};
use super::super::unit::Scale;
use super::Lists;
use crate::format::Dimension;
use crate::scenario::{
    Channel, EnterpriseIx, IndustryIx, Project, ProjectLife, Quantity, RampShape, ResourceIx, Stage,
};
use crate::text::text;

/// `[[projects]]`.
pub(crate) fn projects(lists: &Lists<'_>, out: &mut Problems) -> Vec<Project> {
    let list = &lists.projects;
    let mut projects = Vec::with_capacity(list.entries.len());
    for (i, entry) in list.entries.iter().enumerate() {
        let stage = match entry.choice("stage", out) {
            Some("building") => Stage::Building,
            Some("operating") => Stage::Operating,
            _ => Stage::Signed,
        };
        check_stage_keys(entry, stage, out);
        let enterprise = entry.reference("enterprise", &lists.enterprises.names, out).map(EnterpriseIx);
        let life = life(entry, lists, out);
        warn_if_too_long(entry, stage, &life, lists, out);
        projects.push(Project {
            name: entry.name(&Lists::id(list, i), out),
            industry: project_industry(entry, enterprise, lists, out),
            enterprise,
            zone: entry.label("zone", out),
            tags: entry.tags(out),
            stage,
            operating_months: entry.quantity_or("operating_months", 0.0, out),
            life,
        });
    }
    projects
}

/// A known project that cannot be ready before the run ends.
fn warn_if_too_long(
    entry: &Fields<'_>,
    stage: Stage,
    life: &ProjectLife,
    lists: &Lists<'_>,
    out: &mut Problems,
) {
    let prep = if stage == Stage::Signed { life.prep.fixed() } else { Some(0.0) };
    let (Some(prep), Some(build), true) = (prep, life.build.fixed(), stage != Stage::Operating) else {
        return;
    };
    let left = (lists.clock.months() - lists.clock.first() + 1) as f64;
    let needed = prep.ceil() + build.ceil().max(1.0);
    if needed > left && lists.clock.sure {
        out.push(Problem::warning(
            entry.origin,
            entry.path_of("build"),
            text!(
                "还需 {needed} 个月，模拟只有 {left} 个月：不会投产",
                "it needs {needed} months and the run has {left}: it never operates"
            ),
        ));
    }
}

/// An expansion has its enterprise's industry; any other project names its own.
fn project_industry(
    entry: &Fields<'_>,
    enterprise: Option<EnterpriseIx>,
    lists: &Lists<'_>,
    out: &mut Problems,
) -> IndustryIx {
    let names = &lists.industries.names;
    let own = entry.reference("industry", names, out);
    let Some(enterprise) = enterprise else {
        if entry.table.get("industry").is_none() && entry.table.get("enterprise").is_none() {
            out.push(
                Problem::error(
                    entry.origin,
                    entry.path_of("industry"),
                    text!("缺少 industry", "`industry` is missing"),
                )
                .allowed(text!(
                    "所属产业；增资扩产则写 enterprise",
                    "its industry, or for an expansion its `enterprise`"
                )),
            );
        }
        return IndustryIx(own.unwrap_or(0));
    };
    let mut quiet = Problems::default();
    let theirs = lists
        .enterprises
        .entries
        .get(enterprise.0)
        .and_then(|incumbent| incumbent.reference("industry", names, &mut quiet));
    if let (Some(own), Some(theirs)) = (own, theirs)
        && own != theirs
    {
        let (own, theirs) = (&names.ids[own], &names.ids[theirs]);
        out.push(
            Problem::error(
                entry.origin_of("industry"),
                entry.path_of("industry"),
                text!(
                    "产业是“{own}”，而所扩产的企业属于“{theirs}”",
                    "its industry is \"{own}\", but the enterprise it expands is in \"{theirs}\""
                ),
            )
            .remedy(text!("改为“{theirs}”，或不写", "write \"{theirs}\", or leave it out")),
        );
    }
    IndustryIx(theirs.or(own).unwrap_or(0))
}

/// Keys that mean nothing in the stage in which a project is.
fn check_stage_keys(entry: &Fields<'_>, stage: Stage, out: &mut Problems) {
    let idle: &[&str] = match stage {
        Stage::Signed => &["operating_months"],
        Stage::Building => &["operating_months", "conversion", "prep", "patience", "priority"],
        Stage::Operating => &["conversion", "prep", "build", "patience", "priority"],
    };
    let name = match stage {
        Stage::Signed => "signed",
        Stage::Building => "building",
        Stage::Operating => "operating",
    };
    for key in idle.iter().filter(|key| entry.table.get(key).is_some()) {
        out.push(Problem::warning(
            entry.origin_of(key),
            entry.path_of(key),
            text!("没有作用：stage 是 {name}", "has no effect: `stage` is \"{name}\""),
        ));
    }
}

/// What known projects and templates have in common.
fn life(entry: &Fields<'_>, lists: &Lists<'_>, out: &mut Problems) -> ProjectLife {
    ProjectLife {
        capacity: entry.quantity_or("capacity", 1.0, out),
        needs: needs(entry, "needs", Dimension::Amount, lists, out),
        conversion: entry.quantity_or("conversion", 1.0, out),
        prep: entry.quantity_or("prep", 0.0, out),
        build: entry.quantity_or("build", 1.0, out),
        ramp: entry.quantity_or("ramp", 0.0, out),
        ramp_shape: match entry.choice("ramp_shape", out) {
            Some("s-curve") => RampShape::SCurve,
            _ => RampShape::Linear,
        },
        patience: entry.quantity("patience", out),
        priority: entry.quantity_or("priority", 0.0, out),
    }
}

/// `needs` and `needs_per_output`: resource = amount.
fn needs(
    entry: &Fields<'_>,
    key: &str,
    dimension: Dimension,
    lists: &Lists<'_>,
    out: &mut Problems,
) -> Vec<(ResourceIx, Quantity)> {
    let mut needs: Vec<(ResourceIx, Quantity)> = Vec::new();
    let Some(node) = entry.node(key) else { return needs };
    let path = entry.path_of(key);
    let NodeValue::Table(table) = &node.value else {
        out.push(Problem::error(node.origin, path, kind_name(&node.value)).allowed(text!(
            "资源 = 数量，如 {{ land = \"60亩\" }}",
            "resource = amount, such as {{ land = \"60亩\" }}"
        )));
        return needs;
    };
    for part in &table.entries {
        let path = format!("{path}.{}", part.key);
        let Some(resource) = lists.resources.names.find(&part.key, part.key_origin, &path, out) else {
            continue;
        };
        let scale = Scale::amount(dimension, &lists.units[resource]);
        let Some(amount) =
            quantity::quantity(&part.node, Site { path: &path, scale, role: Role::Value }, out)
        else {
            continue;
        };
        if needs.iter().any(|(known, _)| known.0 == resource) {
            out.push(Problem::error(
                part.key_origin,
                path,
                text!("同一资源写了两次", "the same resource is there twice"),
            ));
            continue;
        }
        needs.push((ResourceIx(resource), amount));
    }
    needs
}

/// `[[channels]]`.
pub(crate) fn channels(lists: &Lists<'_>, out: &mut Problems) -> Vec<Channel> {
    let list = &lists.channels;
    let mut channels = Vec::with_capacity(list.entries.len());
    for (i, entry) in list.entries.iter().enumerate() {
        let id = Lists::id(list, i);
        channels.push(Channel {
            name: entry.name(&id, out),
            id,
            industry: IndustryIx(entry.reference("industry", &lists.industries.names, out).unwrap_or(0)),
            zone: entry.label("zone", out),
            tags: entry.tags(out),
            rate: entry.quantity_or("rate", 0.0, out),
            profile: entry.shares_of_months("profile", out).map(|share| share * 12.0),
            dispersion: entry.quantity_or("dispersion", 0.0, out),
            factor_loading: entry.quantity_or("factor_loading", 0.0, out),
            needs_per_output: needs(entry, "needs_per_output", Dimension::AmountPerOutput, lists, out),
            life: life(entry, lists, out),
        });
    }
    channels
}
