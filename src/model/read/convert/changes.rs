//! Changes: what they select, which fields they reach and how.

use super::super::check;
use super::super::fields::{Fields, entries};
use super::super::lookalike;
use super::super::node::{Entry, Node, NodeValue, Origin, Table};
use super::super::problem::{Problem, Problems};
use super::super::quantity;
use super::super::scalar::{kind_name, meant};
use super::super::site::{self, Role};
use super::super::unit::Scale;
use super::condition::{mark, marks, tests};
use super::{Lists, sites};
use crate::format::rosters::choice;
use crate::format::{self, Dimension, Kind};
use crate::scenario::{Change, ChangeOp, Comparison, Field, Quantity, ResourceIx, Scenario, Site, Subject};
use crate::text::text;
use std::collections::HashMap;

/// A change with the place in the file that it comes from.
pub(crate) struct Placed {
    pub(crate) change: Change,
    pub(crate) origin: Origin,
    pub(crate) path: String,
}

const OPS: &[(&str, ChangeOp)] =
    &[("set", ChangeOp::Set), ("multiply", ChangeOp::Multiply), ("add", ChangeOp::Add)];
/// Marks by which a change can select, where its table has them.
const MARKS: &[&str] = &["id", "name", "industry", "zone", "tags", "resource", "stage"];

/// `[[changes]]` of the scenario.
pub(crate) fn of_scenario(
    document: &Table,
    scenario: &mut Scenario,
    lists: &Lists<'_>,
    out: &mut Problems,
) -> Vec<Change> {
    let bundle = bundle(&entries(document, "changes"), scenario, lists, out);
    bundle.into_iter().map(|placed| placed.change).collect()
}

/// `changes = [...]` of a policy.
pub(crate) fn of_policy(
    policy: &Fields<'_>,
    scenario: &mut Scenario,
    lists: &Lists<'_>,
    out: &mut Problems,
) -> Vec<Placed> {
    let Some(spec) = format::table("changes") else { return Vec::new() };
    let shape = text!(
        "变动的列表：[{{ on = …, 字段 = {{ multiply = … }} }}]",
        "a list of changes: [{{ on = …, FIELD = {{ multiply = … }} }}]"
    );
    let entries = policy.nested("changes", spec, &shape, out);
    bundle(&entries, scenario, lists, out)
}

/// Resolves the changes of one bundle, with labels that are unique in it.
fn bundle(
    entries: &[Fields<'_>],
    scenario: &mut Scenario,
    lists: &Lists<'_>,
    out: &mut Problems,
) -> Vec<Placed> {
    let mut placed = Vec::new();
    for entry in entries {
        one(entry, scenario, lists, &mut placed, out);
    }
    let mut seen: HashMap<String, usize> = HashMap::new();
    for Placed { change, .. } in &mut placed {
        let count = seen.entry(change.label.clone()).or_insert(0);
        *count += 1;
        if *count > 1 {
            change.label = format!("{}#{count}", change.label);
        }
    }
    placed
}

/// Resolves one entry: the things it selects, then each of its fields.
fn one(
    entry: &Fields<'_>,
    scenario: &mut Scenario,
    lists: &Lists<'_>,
    placed: &mut Vec<Placed>,
    out: &mut Problems,
) {
    let Some(on) = entry.choice("on", out) else { return };
    let effects: Vec<&Entry> =
        entry.table.entries.iter().filter(|part| entry.spec.field(&part.key).is_none()).collect();
    if effects.is_empty() {
        let keys = sites::changeable(on).into_iter().map(|(key, _)| key).collect::<Vec<_>>().join(", ");
        out.push(
            Problem::error(entry.origin, &entry.path, text!("没有变动任何字段", "it changes no field"))
                .allowed(text!(
                    "{keys} = {{ multiply | add | set = 值 }}",
                    "{keys} = {{ multiply | add | set = value }}"
                )),
        );
    }
    let Some((subjects, selector)) = select(entry, on, scenario, lists, out) else { return };
    for part in effects {
        let change = Effect { entry, part, on, selector: &selector, subjects: &subjects };
        change.resolve(scenario, lists, placed, out);
    }
}

/// What `id` and `where` select, and their wording for labels.
fn select(
    entry: &Fields<'_>,
    on: &'static str,
    scenario: &Scenario,
    lists: &Lists<'_>,
    out: &mut Problems,
) -> Option<(Vec<Subject>, String)> {
    let mut subjects = sites::subjects(on, scenario);
    let mut selector = Vec::new();
    if entry.table.get("id").is_some() {
        let id = entry.label("id", out)?;
        let Some(names) = sites::names(on, lists) else {
            out.push(Problem::error(
                entry.origin_of("id"),
                entry.path_of("id"),
                text!("[{on}] 没有标识", "[{on}] has no ids"),
            ));
            return None;
        };
        let place = names.find(&id, entry.origin_of("id"), &entry.path_of("id"), out)?;
        subjects.retain(|&subject| sites::place(subject) == place);
        selector.push(format!("id={}", names.ids[place]));
    }
    if let Some(node) = entry.node("where") {
        let NodeValue::Table(table) = &node.value else {
            out.push(
                Problem::error(node.origin, entry.path_of("where"), kind_name(&node.value))
                    .allowed(text!("条件，如 {{ tags = \"…\" }}", "a condition, such as {{ tags = \"…\" }}")),
            );
            return None;
        };
        let before = out.list.len();
        for part in &table.entries {
            let path = format!("{}.{}", entry.path_of("where"), part.key);
            filter(&mut subjects, part, &path, on, scenario, lists, out);
            selector.push(format!("{}={}", part.key, wording(&part.node)));
        }
        if out.list.len() > before {
            return None;
        }
    }
    if subjects.is_empty() {
        let key = if entry.table.get("where").is_some() { "where" } else { "on" };
        out.push(
            Problem::error(
                entry.origin_of(key),
                entry.path_of(key),
                text!("没有选中任何 {on}", "it selects nothing among the {on}"),
            )
            .allowed(text!("至少选中一项", "a change must select something")),
        );
        return None;
    }
    selector.sort();
    Some((subjects, selector.join(",")))
}

/// A value as a label shows it.
fn wording(node: &Node) -> String {
    match &node.value {
        NodeValue::Text(text) => text.trim().to_owned(),
        NodeValue::Integer(number) => number.to_string(),
        NodeValue::Float(number) => number.to_string(),
        NodeValue::List(items) => items.iter().map(wording).collect::<Vec<_>>().join("+"),
        _ => String::new(),
    }
}

/// Keeps the subjects for which one part of `where` holds.
fn filter(
    subjects: &mut Vec<Subject>,
    part: &Entry,
    path: &str,
    on: &'static str,
    scenario: &Scenario,
    lists: &Lists<'_>,
    out: &mut Problems,
) {
    let key = part.key.as_str();
    let Some(spec) = format::table(on) else { return };
    let mut allowed: Vec<&str> = MARKS.iter().copied().filter(|mark| spec.field(mark).is_some()).collect();
    allowed.extend(
        sites::changeable(on)
            .iter()
            .filter(|(_, kind)| matches!(kind, Kind::Quantity(_)))
            .map(|(key, _)| *key),
    );
    if on == "enterprises" {
        allowed.extend(["output_per_mu", "tax_per_mu"]);
    }
    if !allowed.contains(&key) {
        let listed = allowed.join(", ");
        let mut problem = Problem::error(
            part.key_origin,
            path,
            text!("条件里没有 {key}", "a condition has no `{key}` here"),
        )
        .allowed(text!("{listed}", "{listed}"));
        problem.remedy = meant(key, &allowed);
        out.push(problem);
        return;
    }
    match key {
        "id" | "name" => {
            let Some(names) = sites::names(on, lists) else { return };
            let Some(found) = mark(&part.node, path, out) else { return };
            let place = names.find(&found, part.node.origin, path, out);
            subjects.retain(|&subject| Some(sites::place(subject)) == place);
        }
        "industry" | "resource" => {
            let names = if key == "industry" { &lists.industries.names } else { &lists.resources.names };
            let Some(found) = mark(&part.node, path, out) else { return };
            let Some(place) = names.find(&found, part.node.origin, path, out) else { return };
            let id = &names.ids[place];
            subjects.retain(|&subject| sites::marks(scenario, subject, key).contains(id));
        }
        _ if MARKS.contains(&key) => {
            let mut wanted = marks(&part.node, path, out);
            if key == "stage" {
                let own = |word: &String| choice(word).map_or_else(|| word.clone(), str::to_owned);
                wanted = wanted.iter().map(own).collect();
            }
            subjects.retain(|&subject| {
                let own = sites::marks(scenario, subject, key);
                wanted.iter().all(|mark| own.contains(mark))
            });
        }
        _ => {
            for (comparison, threshold) in tests(&part.node, Scale::of(dimension(spec.key, key)), path, out) {
                subjects
                    .retain(|&subject| holds(comparison, threshold, sites::number(scenario, subject, key)));
            }
        }
    }
}

fn holds(comparison: Comparison, threshold: f64, value: Option<f64>) -> bool {
    value.is_some_and(|value| comparison.holds(value, threshold))
}

fn dimension(on: &str, key: &str) -> Dimension {
    match format::table(on).and_then(|spec| spec.field(key)).map(|field| field.kind) {
        Some(Kind::Quantity(dimension)) => dimension,
        _ => Dimension::PerMu,
    }
}

/// One field of one entry, with what the entry selects.
struct Effect<'a> {
    entry: &'a Fields<'a>,
    part: &'a Entry,
    on: &'static str,
    selector: &'a str,
    subjects: &'a [Subject],
}

impl Effect<'_> {
    fn path(&self) -> String {
        self.entry.path_of(&self.part.key)
    }

    fn resolve(
        &self,
        scenario: &mut Scenario,
        lists: &Lists<'_>,
        placed: &mut Vec<Placed>,
        out: &mut Problems,
    ) {
        let key = self.part.key.as_str();
        let known = sites::changeable(self.on);
        match known.iter().find(|(name, _)| *name == key) {
            Some((_, Kind::Needs(dimension))) => self.needs(*dimension, scenario, lists, placed, out),
            Some((_, Kind::Quantity(dimension))) => {
                let Some(field) = Field::from_key(key) else { return };
                let sites: Vec<Site> = self.subjects.iter().map(|&subject| Site { subject, field }).collect();
                let unit = self.common_unit(scenario, lists);
                let scale = match unit {
                    Some(unit) => Scale::amount(*dimension, unit),
                    None => Scale::of(*dimension),
                };
                self.operations(&self.part.node, &self.path(), key, scale, |_| sites.clone(), placed, out);
            }
            _ => {
                let names: Vec<&str> = known.iter().map(|(name, _)| *name).collect();
                let mut problem = check::unknown_key(
                    self.part,
                    self.entry.spec,
                    &self.path(),
                    &[&names[..], &["on", "id", "where"]].concat(),
                    out,
                );
                let (on, listed) = (self.on, names.join(", "));
                problem.found = text!(
                    "{on} 没有可变动的字段“{key}”",
                    "{on} have no field `{key}` that a change can reach"
                );
                problem.allowed = Some(text!("{listed}", "{listed}"));
                out.push(problem);
            }
        }
    }

    /// The unit of the amounts that all selected things share.
    fn common_unit<'l>(&self, scenario: &Scenario, lists: &'l Lists<'_>) -> Option<&'l str> {
        let mut units = self.subjects.iter().map(|subject| match *subject {
            Subject::Resource(i) => lists.units.get(i).map(String::as_str),
            Subject::Supply(i) => lists.units.get(scenario.supplies[i].resource.0).map(String::as_str),
            _ => None,
        });
        let first = units.next()??;
        units.all(|unit| unit == Some(first)).then_some(first)
    }

    /// `needs = { multiply = … }` for all needs, or `needs = { land = { multiply = … } }`.
    fn needs(
        &self,
        dimension: Dimension,
        scenario: &mut Scenario,
        lists: &Lists<'_>,
        placed: &mut Vec<Placed>,
        out: &mut Problems,
    ) {
        let key = self.part.key.as_str();
        let NodeValue::Table(table) = &self.part.node.value else {
            self.no_operation(&self.part.node, &self.path(), out);
            return;
        };
        let (all, named): (Vec<&Entry>, Vec<&Entry>) =
            table.entries.iter().partition(|entry| OPS.iter().any(|(name, _)| *name == entry.key));
        if !all.is_empty() {
            self.all_needs(dimension, scenario, placed, out);
        }
        for entry in named {
            let path = format!("{}.{}", self.path(), entry.key);
            let Some(resource) = lists.resources.names.find(&entry.key, entry.key_origin, &path, out) else {
                continue;
            };
            let label = format!("{key}.{}", lists.resources.names.ids[resource]);
            let scale = Scale::amount(dimension, &lists.units[resource]);
            let resource = ResourceIx(resource);
            let sites = |op| self.sites_of_need(dimension, resource, op, scenario);
            self.operations(&entry.node, &path, &label, scale, sites, placed, out);
        }
    }

    fn all_needs(
        &self,
        dimension: Dimension,
        scenario: &mut Scenario,
        placed: &mut Vec<Placed>,
        out: &mut Problems,
    ) {
        let NodeValue::Table(table) = &self.part.node.value else { return };
        let mut reachable = Table::default();
        for entry in table.entries.iter().filter(|entry| OPS.iter().any(|(name, _)| *name == entry.key)) {
            if entry.key == "multiply" {
                reachable.entries.push(entry.clone());
                continue;
            }
            let (key, field) = (&entry.key, &self.part.key);
            out.push(
                Problem::error(
                    entry.key_origin,
                    format!("{}.{key}", self.path()),
                    text!("对所有资源一起 {key}", "`{key}` for all resources at once"),
                )
                .remedy(text!(
                    "写明资源：{field} = {{ land = {{ {key} = … }} }}",
                    "name the resource: {field} = {{ land = {{ {key} = … }} }}"
                )),
            );
        }
        if reachable.entries.is_empty() {
            return;
        }
        let mut sites = Vec::new();
        for &subject in self.subjects {
            let needs = sites::needs_mut(scenario, subject, dimension)
                .map(|needs| needs.iter().map(|(resource, _)| *resource).collect());
            let resources: Vec<ResourceIx> = needs.unwrap_or_default();
            sites.extend(
                resources
                    .into_iter()
                    .map(|resource| Site { subject, field: need_field(dimension, resource) }),
            );
        }
        let node = Node { value: NodeValue::Table(reachable), origin: self.part.node.origin };
        let scale = Scale::of(Dimension::Plain);
        self.operations(&node, &self.path(), &self.part.key, scale, |_| sites.clone(), placed, out);
    }

    /// The needs of one resource; what is added or set makes a need where there was none.
    fn sites_of_need(
        &self,
        dimension: Dimension,
        resource: ResourceIx,
        op: ChangeOp,
        scenario: &mut Scenario,
    ) -> Vec<Site> {
        let mut sites = Vec::new();
        for &subject in self.subjects {
            let Some(needs) = sites::needs_mut(scenario, subject, dimension) else { continue };
            let present = needs.iter().any(|(known, _)| *known == resource);
            if !present && op == ChangeOp::Multiply {
                continue;
            }
            if !present {
                needs.push((resource, Quantity::Fixed(0.0)));
            }
            sites.push(Site { subject, field: need_field(dimension, resource) });
        }
        sites
    }

    /// `{ set = …, multiply = …, add = … }`, each a change of its own.
    #[expect(clippy::too_many_arguments, reason = "one call for plain fields and one for needs")]
    fn operations(
        &self,
        node: &Node,
        path: &str,
        label: &str,
        scale: Scale<'_>,
        mut sites: impl FnMut(ChangeOp) -> Vec<Site>,
        placed: &mut Vec<Placed>,
        out: &mut Problems,
    ) {
        let table = match &node.value {
            NodeValue::Table(table) if !table.entries.is_empty() => table,
            NodeValue::Broken => return,
            _ => return self.no_operation(node, path, out),
        };
        for entry in &table.entries {
            let Some((name, op)) = OPS.iter().find(|(name, _)| *name == entry.key) else {
                let key = entry.key.as_str();
                let mut problem = Problem::error(
                    entry.key_origin,
                    format!("{path}.{key}"),
                    text!("未知的键“{key}”", "unknown key `{key}`"),
                )
                .allowed(text!("multiply, add, set", "multiply, add, set"));
                problem.remedy = meant(key, &["multiply", "add", "set"]);
                out.push(problem);
                continue;
            };
            let path = format!("{path}.{name}");
            let (scale, role) = match op {
                ChangeOp::Set => (scale, Role::Value),
                ChangeOp::Multiply => (scale, Role::Multiply),
                ChangeOp::Add => (scale.added(), Role::Add),
            };
            let site = site::Site { path: &path, scale, role };
            let Some(effect) = quantity::quantity(&entry.node, site, out) else { continue };
            let sites = sites(*op);
            if sites.is_empty() {
                out.push(
                    Problem::error(
                        entry.node.origin,
                        &path,
                        text!("选中的项都没有这一需求", "nothing that it selects has this need"),
                    )
                    .allowed(text!("至少选中一项", "a change must select something")),
                );
                continue;
            }
            let (on, selector) = (self.on, lookalike::half_width(self.selector));
            let label = format!("{on}[{selector}].{label}.{name}");
            let change = Change { label, sites, op: *op, effect };
            placed.push(Placed { change, origin: entry.node.origin, path });
        }
    }

    fn no_operation(&self, node: &Node, path: &str, out: &mut Problems) {
        let key = &self.part.key;
        out.push(Problem::error(node.origin, path, kind_name(&node.value)).allowed(text!(
            "{key} = {{ multiply | add | set = 值 }}",
            "{key} = {{ multiply | add | set = value }}"
        )));
    }
}

fn need_field(dimension: Dimension, resource: ResourceIx) -> Field {
    if dimension == Dimension::AmountPerOutput {
        Field::NeedsPerOutput(resource)
    } else {
        Field::Needs(resource)
    }
}
