//! Policies and mixes.

use super::super::fields::Fields;
use super::super::node::{Entry, NodeValue};
use super::super::problem::{Problem, Problems};
use super::super::scalar::{self, kind_name};
use super::super::site::{self, Role};
use super::super::unit::Scale;
use super::changes::{self, Placed};
use super::{List, Lists};
use crate::format::Dimension;
use crate::scenario::{Change, ChangeOp, Field, Mix, Policy, PolicyIx, Scenario, Site, Subject};
use crate::text::text;
use crate::text::tidy;
use std::collections::HashMap;
use std::ops::Bound;

/// Largest `max_dose`.
const MAX_DOSE: f64 = 100.0;

/// `[[policies]]`.
pub(crate) fn policies(scenario: &mut Scenario, lists: &Lists<'_>, out: &mut Problems) -> Vec<Policy> {
    let list = &lists.policies;
    let mut policies = Vec::with_capacity(list.entries.len());
    for (i, entry) in list.entries.iter().enumerate() {
        let id = Lists::id(list, i);
        let allowed = text!("大于 0，不超过 {MAX_DOSE}", "more than 0 and at most {MAX_DOSE}");
        let range = (Bound::Excluded(0.0), Bound::Included(MAX_DOSE));
        let max_dose = entry.number("max_dose", range, allowed, out).unwrap_or(1.0);
        let placed = changes::of_policy(entry, scenario, lists, out);
        check_any(entry, &placed, out);
        let from = from(entry, lists, &placed, out);
        policies.push(Policy {
            name: entry.name(&id, out),
            id,
            cost: entry.quantity_or("cost", 0.0, out),
            max_dose,
            from,
            changes: placed.into_iter().map(|placed| placed.change).collect(),
        });
    }
    policies
}

fn check_any(entry: &Fields<'_>, placed: &[Placed], out: &mut Problems) {
    let empty = entry
        .node("changes")
        .is_some_and(|node| matches!(&node.value, NodeValue::List(list) if list.is_empty()));
    if empty && placed.is_empty() {
        out.push(Problem::warning(
            entry.origin_of("changes"),
            entry.path_of("changes"),
            text!("这项政策不改变任何东西", "this policy changes nothing"),
        ));
    }
}

/// The month from which a policy holds, with the rules about what may begin later.
fn from(entry: &Fields<'_>, lists: &Lists<'_>, placed: &[Placed], out: &mut Problems) -> Option<usize> {
    let clock = lists.clock;
    let month = clock.month(entry, "from", out)?.max(clock.first());
    if month > clock.months() {
        out.push(Problem::warning(
            entry.origin_of("from"),
            entry.path_of("from"),
            text!("在模拟结束之后，没有作用", "after the end of the run: it has no effect"),
        ));
    }
    let (at, mid_year) = (entry.origin_of("from"), month % 12 != 1);
    for Placed { change, origin, path } in placed {
        let Some(site) = change.sites.first() else { continue };
        if !site.can_begin_later() {
            out.push(
                Problem::error(*origin, path, text!("这一变动不能与 from 合用", "this change cannot be combined with `from`"))
                    .allowed(text!(
                        "rate、annual_rate、growth，以及项目、途径、地块（months、success）和供给的字段",
                        "rate, annual_rate, growth, and fields of projects, of routes and parcels (months, success) and of supplies"
                    ))
                    .also(at, text!("from 在这里", "`from` is here")),
            );
        } else if site.field == Field::Growth && change.op == ChangeOp::Set && mid_year {
            out.push(
                Problem::error(
                    *origin,
                    path,
                    text!("增长的 set 从年中开始", "a `set` of growth that begins within a year"),
                )
                .remedy(text!(
                    "从某年1月开始，或改用 multiply、add",
                    "begin in a January, or use multiply or add"
                ))
                .also(at, text!("from 在这里", "`from` is here")),
            );
        } else if matches!(site.subject, Subject::Project(_)) && month > clock.first() {
            out.push(
                Problem::warning(
                    *origin,
                    path,
                    text!(
                        "没有作用：已知项目在 from 之前签约",
                        "has no effect: known projects are signed before `from`"
                    ),
                )
                .also(at, text!("from 在这里", "`from` is here")),
            );
        }
    }
    usize::try_from(month).ok()
}

/// `[[mixes]]`.
pub(crate) fn mixes(scenario: &Scenario, lists: &Lists<'_>, out: &mut Problems) -> Vec<Mix> {
    let list = &lists.mixes;
    let mut mixes = Vec::with_capacity(list.entries.len());
    for (i, entry) in list.entries.iter().enumerate() {
        let id = Lists::id(list, i);
        let doses = doses(entry, &scenario.policies, &lists.policies, out);
        check_sets(entry, &doses, &scenario.policies, out);
        if id == Mix::NONE && doses.iter().any(|(_, dose)| *dose > 0.0) {
            out.push(
                Problem::error(
                    entry.origin_of("id"),
                    entry.path_of("id"),
                    text!("“none”是不采取任何政策", "\"none\" is no policy at all"),
                )
                .remedy(text!(
                    "换一个标识，或去掉其中的政策",
                    "choose another id, or leave its policies out"
                )),
            );
        }
        mixes.push(Mix { name: entry.name(&id, out), id, doses });
    }
    mixes
}

fn doses(
    entry: &Fields<'_>,
    policies: &[Policy],
    list: &List<'_>,
    out: &mut Problems,
) -> Vec<(PolicyIx, f64)> {
    let mut doses: Vec<(PolicyIx, f64)> = Vec::new();
    let Some(node) = entry.node("policies") else { return doses };
    let path = entry.path_of("policies");
    let NodeValue::Table(table) = &node.value else {
        out.push(Problem::error(node.origin, path, kind_name(&node.value)).allowed(text!(
            "政策 = 力度，如 {{ promotion = 1.0 }}",
            "policy = dose, such as {{ promotion = 1.0 }}"
        )));
        return doses;
    };
    for part in &table.entries {
        let path = format!("{path}.{}", part.key);
        let Some(place) = list.names.find(&part.key, part.key_origin, &path, out) else { continue };
        let Some(dose) = dose(part, &path, &policies[place], out) else { continue };
        if doses.iter().any(|(known, _)| known.0 == place) {
            out.push(Problem::error(
                part.key_origin,
                path,
                text!("同一政策写了两次", "the same policy is there twice"),
            ));
            continue;
        }
        doses.push((PolicyIx(place), dose));
    }
    doses
}

fn dose(part: &Entry, path: &str, policy: &Policy, out: &mut Problems) -> Option<f64> {
    let site = site::Site { path, scale: Scale::of(Dimension::Plain), role: Role::Threshold };
    let dose = scalar::unchecked(&part.node, site, out)?;
    let (shown, max) = (tidy(dose), tidy(policy.max_dose));
    if !(0.0..=policy.max_dose).contains(&dose) {
        out.push(
            Problem::error(part.node.origin, path, text!("力度 {shown}", "a dose of {shown}"))
                .allowed(text!("0 到 {max}（该政策的 max_dose）", "0 to {max} (the policy's max_dose)")),
        );
        return None;
    }
    let sets = policy.changes.iter().any(|change| change.op == ChangeOp::Set);
    if sets && dose != 0.0 && dose != 1.0 {
        out.push(
            Problem::error(part.node.origin, path, text!("力度 {shown}", "a dose of {shown}"))
                .allowed(text!("0 或 1：该政策含有 set", "0 or 1: the policy has a `set`")),
        );
        return None;
    }
    Some(dose)
}

/// Two policies of one mix cannot set a field to different values.
fn check_sets(entry: &Fields<'_>, doses: &[(PolicyIx, f64)], policies: &[Policy], out: &mut Problems) {
    let mut setters: HashMap<Site, (usize, &Change)> = HashMap::new();
    for &(PolicyIx(place), _) in doses.iter().filter(|(_, dose)| *dose > 0.0) {
        let clashes = |(site, change): &(Site, &Change)| {
            setters.get(site).is_some_and(|(_, known)| !change.agrees_with(known))
        };
        if let Some((site, Change { label, .. })) = policies[place].sets().find(clashes) {
            let (one, two) = (&policies[setters[&site].0].id, &policies[place].id);
            out.push(
                Problem::error(
                    entry.origin_of("policies"),
                    entry.path_of("policies"),
                    text!(
                        "政策“{one}”和“{two}”都设定 {label}，数值不同",
                        "the policies \"{one}\" and \"{two}\" both set {label}, to different values"
                    ),
                )
                .remedy(text!("一个组合里只保留其中一个", "keep one of them in a mix")),
            );
        }
        setters.extend(policies[place].sets().map(|(site, change)| (site, (place, change))));
    }
}
