//! Resources and how they come: supplies, disposal routes, idle parcels.

use super::super::fields::Fields;
use super::super::node::Origin;
use super::super::problem::{Problem, Problems};
use super::Lists;
use super::dates::Dates;
use crate::scenario::{Parcel, Quantity, Resource, ResourceIx, Route, RouteIx, Supply};
use crate::text::{Name, text};

/// The unit of land.
const MU: &str = "亩";

/// The unit of each resource; `count` is one more than there are entries where land is not listed.
pub(crate) fn units(entries: &[Fields<'_>], count: usize, out: &mut Problems) -> Vec<String> {
    let mut units: Vec<String> =
        entries.iter().map(|entry| entry.label("unit", out).unwrap_or_default()).collect();
    if units.len() < count {
        units.insert(0, MU.to_owned());
        return units;
    }
    if let (Some(unit), Some(entry)) = (units.first_mut(), entries.first()) {
        let fits = unit.is_empty() || unit == MU || unit == "mu";
        if !fits {
            out.push(
                Problem::error(
                    entry.origin_of("unit"),
                    entry.path_of("unit"),
                    text!("土地的单位是“{unit}”", "land in {unit}"),
                )
                .allowed(text!(
                    "土地一律以亩计；数量可写作 \"10公顷\"",
                    "land is counted in 亩; amounts may be written \"10公顷\""
                )),
            );
        }
        MU.clone_into(unit);
    }
    units
}

/// `[[resources]]`, land first.
pub(crate) fn resources(lists: &Lists<'_>, out: &mut Problems) -> Vec<Resource> {
    let list = &lists.resources;
    let implied = list.names.ids.len() - list.entries.len();
    let mut resources = Vec::with_capacity(list.names.ids.len());
    if implied == 1 {
        resources.push(Resource {
            id: "land".into(),
            name: land_name(),
            unit: MU.into(),
            available: Quantity::Fixed(0.0),
        });
    }
    for (i, entry) in list.entries.iter().enumerate() {
        let place = i + implied;
        let id = Lists::id(list, place);
        let mut name = entry.name(&id, out);
        if place == 0 && entry.table.get("name").is_none() {
            name = land_name();
        }
        let unit = lists.units[place].clone();
        let available = entry.amount_or("available", &unit, 0.0, out);
        resources.push(Resource { id, name, unit, available });
    }
    resources
}

pub(crate) fn land_name() -> Name {
    text!("土地", "Land").into()
}

/// `[[supplies]]`.
pub(crate) fn supplies(lists: &Lists<'_>, out: &mut Problems) -> Vec<Supply> {
    let list = &lists.supplies;
    let mut supplies = Vec::with_capacity(list.entries.len());
    for (i, entry) in list.entries.iter().enumerate() {
        let resource = entry.reference("resource", &lists.resources.names, out);
        // Without the resource there is no telling whether the unit of its amount is right.
        let amount = match resource {
            Some(resource) => entry.amount_or("amount", &lists.units[resource], 0.0, out),
            None => Quantity::Fixed(0.0),
        };
        let month = supply_month(entry, lists, out);
        let mut dates = Dates { entry, clock: lists.clock, from: Some(month as i64) };
        supplies.push(Supply {
            name: entry.name(&Lists::id(list, i), out),
            resource: ResourceIx(resource.unwrap_or(0)),
            amount,
            month,
            delay: dates.next("delay", 0.0, out),
            probability: entry.quantity_or("probability", 1.0, out),
        });
    }
    supplies
}

fn supply_month(entry: &Fields<'_>, lists: &Lists<'_>, out: &mut Problems) -> usize {
    let clock = lists.clock;
    let Some(month) = clock.month(entry, "month", out) else { return 1 };
    let (origin, path) = (entry.origin_of("month"), entry.path_of("month"));
    if month < clock.first() {
        out.push(
            Problem::error(origin, path, text!("不晚于数据截至的月份 (as_of)", "not after `park.as_of`"))
                .remedy(text!(
                    "已经到位的，计入 [[resources]] 的 available",
                    "what has arrived belongs to `available` of [[resources]]"
                )),
        );
        return 1;
    }
    // One beyond the end is no mistake: plans reach further than a run.
    usize::try_from(month).unwrap_or(1)
}

/// `[[routes]]`.
pub(crate) fn routes(lists: &Lists<'_>, out: &mut Problems) -> Vec<Route> {
    let list = &lists.routes;
    let route = |(i, entry): (usize, &Fields<'_>)| {
        let id = Lists::id(list, i);
        Route {
            name: entry.name(&id, out),
            id,
            months: entry.quantity_or("months", 1.0, out),
            success: entry.quantity_or("success", 0.0, out),
        }
    };
    list.entries.iter().enumerate().map(route).collect()
}

/// `[[parcels]]`.
pub(crate) fn parcels(lists: &Lists<'_>, out: &mut Problems) -> Vec<Parcel> {
    let list = &lists.parcels;
    let mut parcels = Vec::with_capacity(list.entries.len());
    for (i, entry) in list.entries.iter().enumerate() {
        parcels.push(Parcel {
            name: entry.name(&Lists::id(list, i), out),
            zone: entry.label("zone", out),
            area: entry.quantity_or("area", 0.0, out),
            start: parcel_start(entry, lists, out),
            routes: parcel_routes(entry, lists, out),
            months: entry.quantity("months", out),
            success: entry.quantity("success", out),
        });
    }
    parcels
}

/// The month in which work can begin, at the earliest the first simulated one.
fn parcel_start(entry: &Fields<'_>, lists: &Lists<'_>, out: &mut Problems) -> usize {
    let clock = lists.clock;
    let start = clock.month(entry, "start", out).unwrap_or(1).max(clock.first());
    if start > clock.months() && clock.sure {
        out.push(Problem::warning(
            entry.origin_of("start"),
            entry.path_of("start"),
            text!("在模拟结束之后，不会开始", "after the end of the run: work never begins"),
        ));
    }
    usize::try_from(start).unwrap_or(1)
}

fn parcel_routes(entry: &Fields<'_>, lists: &Lists<'_>, out: &mut Problems) -> Vec<RouteIx> {
    let before = out.list.len();
    let labels = entry.labels("routes", out);
    let path = entry.path_of("routes");
    if labels.is_empty() && entry.node("routes").is_some() && out.list.len() == before {
        out.push(
            Problem::error(entry.origin_of("routes"), &path, text!("没有途径", "no route"))
                .allowed(text!("至少一个", "at least one")),
        );
    }
    let names = &lists.routes.names;
    let find = |(label, origin): &(String, Origin)| names.find(label, *origin, &path, out).map(RouteIx);
    labels.iter().filter_map(find).collect()
}
