//! Resources: what needs one that nothing supplies, and what is supplied although nothing needs it or too late.

use super::super::fields::{Fields, entries};
use super::super::lookalike;
use super::super::node::Table;
use super::super::problem::{Problem, Problems};
use super::listed;
use crate::scenario::{
    Change, Field, Measure, ParkMetric, Quantity, Resource, ResourceIx, Scenario, Stage, Subject,
};
use crate::text::{Text, text, tidy};

/// Most names in a message.
const SHOWN: usize = 5;

/// Checks all resources and supplies.
pub(super) fn check(document: &Table, scenario: &Scenario, out: &mut Problems) {
    for (r, resource) in scenario.resources.iter().enumerate() {
        let r = ResourceIx(r);
        let most = most(scenario, r);
        waiting_projects(document, scenario, (r, resource), most, out);
        waiting_channels(document, scenario, (r, resource), most, out);
        unneeded(document, scenario, (r, resource), out);
    }
    late_supplies(document, scenario, out);
}

/// All of a resource that there can ever be; infinite where that is uncertain, or up to changes.
fn most(scenario: &Scenario, r: ResourceIx) -> f64 {
    let last = scenario.months();
    let is_land = r == ResourceIx::LAND;
    let reaches = |change: &Change| {
        change.sites.iter().any(|site| match site.subject {
            Subject::Resource(place) => place == r.0,
            Subject::Supply(s) => scenario.supplies.get(s).is_some_and(|supply| supply.resource == r),
            Subject::Parcel(_) | Subject::Exit(_) => is_land,
            Subject::Enterprise(_) => is_land && site.field == Field::Land,
            _ => false,
        })
    };
    let changes = scenario.policies.iter().flat_map(|policy| &policy.changes).chain(&scenario.changes);
    if changes.into_iter().any(reaches) {
        return f64::INFINITY;
    }
    let most_of = |quantity: &Quantity| quantity.fixed().unwrap_or(f64::INFINITY);
    let supplies = scenario.supplies.iter().filter(|supply| supply.resource == r && supply.month <= last);
    let mut sum = most_of(&scenario.resources[r.0].available);
    sum += supplies.map(|supply| most_of(&supply.amount)).sum::<f64>();
    if is_land {
        let parcels = scenario.parcels.iter().filter(|parcel| parcel.start <= last);
        sum += parcels.map(|parcel| most_of(&parcel.area)).sum::<f64>();
        if scenario.exits.iter().any(|rule| rule.clear_months.is_some()) {
            sum += scenario.enterprises.iter().map(|enterprise| most_of(&enterprise.land)).sum::<f64>();
        }
    }
    sum
}

/// What is surely needed: the amount, where it is known, or any at all.
fn surely_above(needs: &[(ResourceIx, Quantity)], r: ResourceIx, most: f64) -> Option<f64> {
    let (_, amount) = needs.iter().find(|(of, _)| *of == r)?;
    let (usual, is_known) = (amount.median(), amount.fixed().is_some());
    (usual > most && (is_known || most == 0.0)).then_some(usual)
}

/// Known projects that can never get what they need.
fn waiting_projects(
    document: &Table,
    scenario: &Scenario,
    (r, resource): (ResourceIx, &Resource),
    most: f64,
    out: &mut Problems,
) {
    let list = entries(document, "projects");
    let waiting: Vec<(&Fields<'_>, String, f64)> = list
        .iter()
        .zip(&scenario.projects)
        .filter(|(_, project)| project.stage == Stage::Signed)
        .filter_map(|(entry, project)| {
            Some((entry, project.name.name.clone(), surely_above(&project.life.needs, r, most)?))
        })
        .collect();
    let Some((first, ..)) = waiting.first() else { return };
    let names: Vec<String> = waiting.iter().map(|(_, name, _)| name.clone()).collect();
    let (count, sum) = (waiting.len(), tidy(waiting.iter().map(|(.., need)| need).sum()));
    let Text { zh: names_zh, en: names_en } = listed(&names, SHOWN);
    let (Text { zh, en }, unit) = (shortage(resource, most), &resource.unit);
    let found = text!(
        "{count} 个项目共需 {sum}{unit}，{zh}：不会开工（{names_zh}）",
        "{count} of the projects need {sum}{unit}, and {en}: they never start ({names_en})"
    );
    let id = &resource.id;
    let path = format!("{}.needs.{id}", first.path);
    out.push(Problem::warning(first.origin_of("needs"), path, found).remedy(remedy(resource)));
}

/// Channels whose projects can never get what they need.
fn waiting_channels(
    document: &Table,
    scenario: &Scenario,
    (r, resource): (ResourceIx, &Resource),
    most: f64,
    out: &mut Problems,
) {
    for (entry, channel) in entries(document, "channels").iter().zip(&scenario.channels) {
        let per_output = surely_above(&channel.needs_per_output, r, 0.0).filter(|_| most == 0.0);
        if surely_above(&channel.life.needs, r, most).or(per_output).is_none() {
            continue;
        }
        let Text { zh, en } = shortage(resource, most);
        let id = &resource.id;
        let found = text!(
            "该渠道的项目都需要 {id}，{zh}：签约后不会开工",
            "all projects of this channel need {id}, and {en}: they never start"
        );
        let key = if per_output.is_some() { "needs_per_output" } else { "needs" };
        out.push(Problem::warning(entry.origin_of(key), entry.path_of(key), found).remedy(remedy(resource)));
    }
}

fn shortage(resource: &Resource, most: f64) -> Text {
    let Resource { name, id, unit, .. } = resource;
    let (zh, en, shown) = (&name.name, name.name_en.as_ref().unwrap_or(id), tidy(most));
    if most > 0.0 {
        text!("可用的{zh}总共只有 {shown}{unit}", "there is only {shown}{unit} of {en} in all")
    } else {
        text!("情景中没有可用的{zh}", "the scenario has no {en} to give")
    }
}

fn remedy(resource: &Resource) -> Text {
    let id = &resource.id;
    text!(
        "在 [[resources]]（id = \"{id}\"）写 available，或加入 [[supplies]]、[[parcels]]；不需要它的，需求留空",
        "give `available` in [[resources]] (id = \"{id}\"), or add [[supplies]] or [[parcels]]; leave the need out where there is none"
    )
}

/// A resource that the file lists and that nothing needs or looks at.
fn unneeded(
    document: &Table,
    scenario: &Scenario,
    (r, resource): (ResourceIx, &Resource),
    out: &mut Problems,
) {
    let needs = |list: &[(ResourceIx, Quantity)]| list.iter().any(|(of, _)| *of == r);
    let is_needed = scenario.projects.iter().any(|project| needs(&project.life.needs))
        || scenario.channels.iter().any(|c| needs(&c.life.needs) || needs(&c.needs_per_output));
    let looks = |measure: &Measure| match measure {
        Measure::Park(ParkMetric::Free(of) | ParkMetric::Used(of)) => *of == r,
        Measure::Park(ParkMetric::LandFree | ParkMetric::LandReclaimed) => r == ResourceIx::LAND,
        _ => false,
    };
    let items = scenario.scores.iter().flat_map(|score| &score.items).map(|item| &item.measure);
    let is_looked_at = scenario.targets.iter().map(|target| &target.measure).chain(items).any(looks);
    // Parcels have a figure of their own: idle land reclaimed.
    if is_needed || is_looked_at || (r == ResourceIx::LAND && !scenario.parcels.is_empty()) {
        return;
    }
    let list = entries(document, "resources");
    let is_it = |entry: &&Fields<'_>| {
        let id = entry.label("id", &mut Problems::default());
        id.is_some_and(|id| lookalike::folded(&id) == lookalike::folded(&resource.id))
    };
    let Some(entry) = list.iter().find(is_it) else { return };
    let Resource { name, id, .. } = resource;
    let (zh, en) = (&name.name, name.name_en.as_ref().unwrap_or(id));
    out.push(
        Problem::warning(
            entry.origin,
            entry.path.clone(),
            text!("没有作用：没有项目或渠道需要{zh}", "has no effect: no project or channel needs {en}"),
        )
        .remedy(text!(
            "在项目或渠道的 needs 中写它，或删去",
            "name it in `needs` of projects or channels, or drop it"
        )),
    );
}

/// Supplies that come when the run is over.
fn late_supplies(document: &Table, scenario: &Scenario, out: &mut Problems) {
    let end = scenario.park.end_year;
    for (entry, supply) in entries(document, "supplies").iter().zip(&scenario.supplies) {
        let delay = supply.delay.fixed().unwrap_or(0.0).max(0.0);
        let arrival = supply.month as f64 + delay;
        if arrival <= scenario.months() as f64 {
            continue;
        }
        let month = scenario.month_name(arrival as usize);
        out.push(Problem::warning(
            entry.origin_of("month"),
            entry.path_of("month"),
            text!(
                "最早 {month} 到位，模拟到 {end} 年末：没有作用",
                "arrives in {month} at the earliest, and the run ends with {end}: it has no effect"
            ),
        ));
    }
}
