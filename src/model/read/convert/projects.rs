//! Known projects and channels of investment promotion.

use super::super::calendar::{Calendar, calendar};
use super::super::fields::Fields;
use super::super::node::NodeValue;
use super::super::problem::{Problem, Problems};
use super::super::quantity;
use super::super::scalar::kind_name;
use super::super::site::{Role, Site};
use super::super::unit::Scale;
use super::Lists;
use super::dates::{Dates, shown};
use super::park::Clock;
use crate::format::Dimension;
use crate::format::rosters::idle_keys;
use crate::scenario::{
    Change, ChangeOp, Channel, EnterpriseIx, Field, IndustryIx, Project, ProjectLife, Quantity, RampShape,
    ResourceIx, Site as ChangeSite, Stage, Subject,
};
use crate::text::text;

/// `[[projects]]`.
pub(crate) fn projects(lists: &Lists<'_>, out: &mut Problems) -> Vec<Project> {
    let list = &lists.projects;
    let mut projects = Vec::with_capacity(list.entries.len());
    for (i, entry) in list.entries.iter().enumerate() {
        let Standing { stage, signing, operating_months, mut life } = standing(entry, lists, out);
        check_stage_keys(entry, stage, lists.clock, out);
        let enterprise = entry.reference("enterprise", &lists.enterprises.names, out).map(EnterpriseIx);
        life.needs = needs(entry, "needs", Dimension::Amount, lists, out);
        let project = Project {
            name: entry.name(&Lists::id(list, i), out),
            industry: project_industry(entry, enterprise, lists, out),
            enterprise,
            zone: entry.label("zone", out),
            tags: entry.tags(out),
            stage,
            probability: entry.quantity_or("probability", 0.0, out),
            signing,
            operating_months,
            life,
        };
        warn_if_too_long(entry, &project, lists, out);
        projects.push(project);
    }
    warn_of_unsaid_building(&list.entries, &projects, out);
    projects
}

/// What is being built, and nothing says how long still, operates in a month: hardly what a ledger means.
fn warn_of_unsaid_building(entries: &[Fields<'_>], projects: &[Project], out: &mut Problems) {
    let is_unsaid = |(entry, project): &(&Fields<'_>, &Project)| {
        project.stage == Stage::Building && entry.table.get("build").is_none()
    };
    let unsaid: Vec<(&Fields<'_>, &Project)> = entries.iter().zip(projects).filter(is_unsaid).collect();
    let Some((first, _)) = unsaid.first() else { return };
    let count = unsaid.len();
    let names = unsaid.iter().take(5).map(|(_, project)| project.name.name.as_str());
    let names = names.collect::<Vec<_>>().join("、");
    out.push(
        Problem::warning(
            first.origin,
            first.path_of("build"),
            text!(
                "{count} 个在建项目没有写还要建多久，按 1 个月计：{names}",
                "nothing says how long {count} projects are still being built; taken as 1 month: {names}"
            ),
        )
        .remedy(text!(
            "写 build：还需的月数，或计划投产的月份",
            "give `build`: the months that remain, or the month in which it is to operate"
        )),
    );
}

/// Refuses projects under negotiation of which nothing says how likely they are to be signed: neither they themselves nor
/// a change of the scenario, which can set it for all of them.
pub(crate) fn check_probabilities(
    projects: &[Project],
    changes: &[Change],
    lists: &Lists<'_>,
    out: &mut Problems,
) {
    let is_set = |i: usize| {
        let site = ChangeSite { subject: Subject::Project(i), field: Field::Probability };
        changes.iter().any(|change| change.op == ChangeOp::Set && change.sites.contains(&site))
    };
    let entries = lists.projects.entries.iter().enumerate();
    let silent: Vec<(usize, &Fields<'_>)> = entries
        .filter(|(i, entry)| {
            projects[*i].stage == Stage::Negotiating
                && entry.table.get("probability").is_none()
                && !is_set(*i)
        })
        .collect();
    let Some((_, first)) = silent.first() else { return };
    let count = silent.len();
    let names = silent.iter().take(5).map(|(i, _)| projects[*i].name.name.as_str());
    let names = names.collect::<Vec<_>>().join("、");
    out.push(
        Problem::error(
            first.origin,
            first.path_of("probability"),
            text!(
                "{count} 个在谈项目没有签约概率 (probability)：{names}",
                "no `probability` of signing for {count} projects under negotiation: {names}"
            ),
        )
        .remedy(text!(
            "逐个写 probability（名册的“签约概率”一列），或一次写定：[[changes]] on = \"projects\"，where = {{ stage = \"negotiating\" }}，probability = {{ set = \"30%\" }}",
            "give each its own (the column `probability`), or one for all: [[changes]] on = \"projects\", where = {{ stage = \"negotiating\" }}, probability = {{ set = \"30%\" }}"
        )),
    );
}

/// Where a known project stands at the end of `as_of`, and what is still ahead of it.
struct Standing {
    stage: Stage,
    signing: Quantity,
    operating_months: Quantity,
    /// All but its needs.
    life: ProjectLife,
}

/// Reads stage and durations. A duration may be written as the month in which it ends, and is then counted from the month
/// in which what comes before it ends.
fn standing(entry: &Fields<'_>, lists: &Lists<'_>, out: &mut Problems) -> Standing {
    let mut stage = match entry.choice("stage", out) {
        Some("negotiating") => Stage::Negotiating,
        Some("building") => Stage::Building,
        Some("operating") => Stage::Operating,
        _ => Stage::Signed,
    };
    let clock = lists.clock;
    let mut life = template(entry, out);
    let (mut signing, mut operating_months) = (Quantity::Fixed(0.0), Quantity::Fixed(0.0));
    let mut dates = Dates { entry, clock, from: Some(clock.first()) };
    if stage == Stage::Operating {
        match operating_since(&dates, out) {
            Since::Months(months) => operating_months = months,
            Since::NotYet => stage = Stage::Building,
        }
        // In the run's first month it has operated so long already.
        dates.from = operating_months.fixed().map(|months| clock.first() - months.ceil() as i64);
    }
    if stage == Stage::Negotiating {
        signing = dates.next("signing", 0.0, out);
    }
    if matches!(stage, Stage::Negotiating | Stage::Signed) {
        life.prep = dates.next("prep", 0.0, out);
    }
    if stage != Stage::Operating {
        life.build = dates.next("build", 1.0, out);
    }
    // Full production in the month in which it begins is a ramp of one month.
    dates.from = dates.from.map(|from| from - 1);
    life.ramp = dates.next("ramp", 0.0, out);
    Standing { stage, signing, operating_months, life }
}

/// How long a project has operated.
enum Since {
    /// So many months.
    Months(Quantity),
    /// It is still to begin.
    NotYet,
}

/// How long an operating project has operated: by its own key, else by the month in which it was to begin.
fn operating_since(dates: &Dates<'_>, out: &mut Problems) -> Since {
    let is_date = |key: &&str| dates.entry.node(key).is_some_and(|node| calendar(&node.value).is_some());
    let has_own = dates.entry.table.get("operating_months").is_some();
    let Some(key) =
        ["operating_months", "build"].into_iter().find(is_date).filter(|key| *key != "build" || !has_own)
    else {
        return Since::Months(dates.entry.quantity_or("operating_months", 0.0, out));
    };
    let months = dates
        .entry
        .node(key)
        .and_then(|node| Some((node, dates.index(node, &dates.entry.path_of(key), out)?)));
    let Some((node, month)) = months else { return Since::Months(Quantity::Fixed(0.0)) };
    let ahead = month - dates.clock.first();
    if ahead <= 0 || key == "operating_months" {
        if ahead > 0 {
            let shown = shown(node);
            out.push(
                Problem::error(
                    node.origin,
                    dates.entry.path_of(key),
                    text!(
                        "{shown} 还没有到，而阶段是 operating",
                        "{shown} is still to come, but `stage` is \"operating\""
                    ),
                )
                .remedy(text!(
                    "改月份，或把阶段改为在建 (building)",
                    "mend the month, or write stage \"building\""
                )),
            );
        }
        return Since::Months(Quantity::Fixed((-ahead).max(0) as f64));
    }
    let shown = shown(node);
    out.push(Problem::warning(
        node.origin,
        dates.entry.path_of(key),
        text!(
            "投产的月份 {shown} 还没有到：按在建计，还需 {ahead} 个月",
            "{shown}, when it is to operate, is still to come: taken as building, with {ahead} months left"
        ),
    ));
    Since::NotYet
}

/// A known project that cannot be ready before the run ends.
fn warn_if_too_long(entry: &Fields<'_>, project: &Project, lists: &Lists<'_>, out: &mut Problems) {
    let (life, clock) = (&project.life, lists.clock);
    let until_prepared = match project.stage {
        Stage::Negotiating => {
            project.signing.fixed().zip(life.prep.fixed()).map(|(a, b)| a.ceil() + b.ceil())
        }
        Stage::Signed => life.prep.fixed().map(f64::ceil),
        Stage::Building => Some(0.0),
        Stage::Operating => None,
    };
    let (Some(prepared), Some(build)) = (until_prepared, life.build.fixed()) else { return };
    let left = (clock.months() - clock.first() + 1) as f64;
    let needed = prepared + build.ceil().max(1.0);
    if needed > left && clock.sure {
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

/// Keys that mean nothing in the stage in which a project is. The month of a step that is over is history, not a mistake.
fn check_stage_keys(entry: &Fields<'_>, stage: Stage, clock: Clock, out: &mut Problems) {
    let name = stage.key();
    let is_history = |key: &str| match entry.node(key).map(|node| calendar(&node.value)) {
        Some(Some(Calendar::Month(year, month))) => clock.sure && clock.index((year, month)) <= clock.first(),
        _ => false,
    };
    for key in idle_keys(name).iter().filter(|key| entry.table.get(key).is_some() && !is_history(key)) {
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
        needs: needs(entry, "needs", Dimension::Amount, lists, out),
        prep: entry.quantity_or("prep", 0.0, out),
        build: entry.quantity_or("build", 1.0, out),
        ramp: entry.quantity_or("ramp", 0.0, out),
        ..template(entry, out)
    }
}

/// The same without needs and durations.
fn template(entry: &Fields<'_>, out: &mut Problems) -> ProjectLife {
    ProjectLife {
        capacity: entry.quantity_or("capacity", 1.0, out),
        needs: Vec::new(),
        conversion: entry.quantity_or("conversion", 1.0, out),
        prep: Quantity::Fixed(0.0),
        build: Quantity::Fixed(1.0),
        ramp: Quantity::Fixed(0.0),
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
