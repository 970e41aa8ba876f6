//! A roster over the list of a file that is extended: a monthly sheet, or that of another year.
//!
//! Rows update what they carry and keep the rest, or, where the scenario says so, replace entries whole. Which entry a row
//! means is told by credit codes, then by names; names that are only alike are a question for the user.

use super::calendar::calendar;
use super::credit_code;
use super::lookalike::folded;
use super::node::{Entry, Node, NodeValue, Origin, Table};
use super::problem::{Problem, Problems};
use super::similar::Core;
use crate::format::TableSpec;
use crate::format::rosters::{choice, idle_keys};
use crate::text::{Text, text};
use std::collections::{HashMap, HashSet};

/// Names that a summary lists at most.
const LISTED: usize = 5;

/// What rows do to the entries that they mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Give them what they carry.
    Update,
    /// Take their place.
    Replace,
}

/// The entries of the extended file by what tells them apart.
struct Known {
    by_code: HashMap<String, usize>,
    by_name: HashMap<String, usize>,
}

impl Known {
    fn of(list: &[Node]) -> Self {
        let mut known = Self { by_code: HashMap::new(), by_name: HashMap::new() };
        for (i, table) in list.iter().enumerate().filter_map(|(i, node)| Some((i, entry(node)?))) {
            if let Some(code) = code_of(table) {
                known.by_code.entry(code).or_insert(i);
            }
            for name in names_of(table) {
                known.by_name.entry(folded(&name)).or_insert(i);
            }
        }
        known
    }
}

/// Puts the rows of a roster over `list`, and says what came of it.
pub(crate) fn put_over(
    list: &mut Vec<Node>,
    rows: Vec<Node>,
    spec: &'static TableSpec,
    mode: Mode,
    named_at: Origin,
    out: &mut Problems,
) {
    // What could not be read may hold any name.
    if list.iter().chain(&rows).any(|node| node.value == NodeValue::Broken) {
        list.extend(rows.into_iter().filter(|node| node.value == NodeValue::Broken));
        return;
    }
    let (known, before) = (Known::of(list), list.len());
    let mut met: HashMap<usize, Origin> = HashMap::new();
    let mut fresh: Vec<Node> = Vec::new();
    for row in rows {
        let Some(table) = entry(&row) else { continue };
        let Some(place) = meant(table, row.origin, list, &known, spec, out) else {
            fresh.push(row);
            continue;
        };
        if let Some(first) = met.insert(place, row.origin) {
            let name = name_of(&list[place]);
            let problem =
                Problem::error(row.origin, spec.key, text!("“{name}”有两行", "two rows for \"{name}\""));
            out.push(problem.also(first, text!("先在这里", "first here")));
            continue;
        }
        take(&mut list[place], row, spec, mode);
    }
    let missing: Vec<usize> = (0..before).filter(|place| !met.contains_key(place)).collect();
    check_near(list, &fresh, &missing, spec, out);
    out.push(summary(list, met.len(), &fresh, &missing, spec, mode, named_at));
    list.extend(fresh);
}

/// Place of the entry that a row means.
fn meant(
    row: &Table,
    origin: Origin,
    list: &[Node],
    known: &Known,
    spec: &TableSpec,
    out: &mut Problems,
) -> Option<usize> {
    let code = code_of(row);
    let by_code = code.as_ref().and_then(|code| known.by_code.get(code)).copied();
    let by_name = names_of(row).iter().find_map(|name| known.by_name.get(&folded(name))).copied();
    let other_code = by_name
        .and_then(|place| code_of(entry(&list[place])?))
        .filter(|other| code.as_ref().is_some_and(|code| code != other));
    if let (Some(named), Some(_)) = (by_name, &other_code) {
        let name = name_of(&list[named]);
        let problem = Problem::error(
            origin,
            spec.key,
            text!(
                "“{name}”的统一社会信用代码与原名册不同",
                "the credit code of \"{name}\" is not that of the roster before"
            ),
        )
        .remedy(text!(
            "核对代码；若是另一家企业，写全名称",
            "check the code; if it is another enterprise, write its full name"
        ));
        out.push(problem.also(list[named].origin, text!("原来在这里", "before, here")));
    }
    by_code.or(by_name)
}

/// Gives an entry what a row carries, or puts the row in its place. The entry's own name stays: by it others refer to it,
/// and its random numbers are drawn.
fn take(known: &mut Node, row: Node, spec: &TableSpec, mode: Mode) {
    let (NodeValue::Table(own), NodeValue::Table(mut carried)) = (&mut known.value, row.value) else {
        return;
    };
    if let (Some(Node { value: NodeValue::Text(name), .. }), true) =
        (own.get("name"), spec.field("id").is_none())
    {
        let name = name.clone();
        keep_name(&mut carried, own, &name, spec);
    }
    match mode {
        Mode::Replace => {
            *own = carried;
            known.origin = row.origin;
        }
        Mode::Update => {
            forget(own, &carried);
            update(own, carried);
        }
    }
}

/// Turns a row's name into another name of the entry where it differs.
fn keep_name(carried: &mut Table, own: &Table, name: &str, spec: &TableSpec) {
    let Some(part) = carried.entries.iter_mut().find(|part| part.key == "name") else { return };
    let given = std::mem::replace(&mut part.node.value, NodeValue::Text(name.to_owned()));
    let NodeValue::Text(given) = given else { return };
    let is_known = names_of(own).iter().any(|known| folded(known) == folded(&given));
    if is_known || spec.field("also").is_none() {
        return;
    }
    let (key_origin, origin) = (part.key_origin, part.node.origin);
    let mut others: Vec<Node> = match own.get("also").map(|node| node.value.clone()) {
        Some(NodeValue::List(list)) => list,
        Some(value @ NodeValue::Text(_)) => vec![Node { value, origin }],
        _ => Vec::new(),
    };
    others.push(Node { value: NodeValue::Text(given), origin });
    carried.entries.retain(|part| part.key != "also");
    carried.entries.push(Entry {
        key: "also".to_owned(),
        key_origin,
        node: Node { value: NodeValue::List(others), origin },
    });
}

/// Drops what means nothing any more where a project has reached another stage; its dates are history, and stay.
fn forget(own: &mut Table, carried: &Table) {
    let stage = |table: &Table| text_of(table, "stage").as_deref().and_then(choice);
    let Some(reached) = stage(carried).filter(|reached| stage(own).unwrap_or("signed") != *reached) else {
        return;
    };
    let is_idle =
        |part: &Entry| idle_keys(reached).contains(&&*part.key) && calendar(&part.node.value).is_none();
    own.entries.retain(|part| !is_idle(part));
}

fn update(own: &mut Table, carried: Table) {
    for part in carried.entries {
        match own.entries.iter_mut().find(|known| known.key == part.key) {
            Some(known) => match (&mut known.node.value, part.node.value) {
                (NodeValue::Table(inner), NodeValue::Table(more)) => update(inner, more),
                (value, new) => {
                    *value = new;
                    (known.key_origin, known.node.origin) = (part.key_origin, part.node.origin);
                }
            },
            None => own.entries.push(part),
        }
    }
}

/// Refuses new names that are so near to known ones that they may be the same thing's.
fn check_near(list: &[Node], fresh: &[Node], missing: &[usize], spec: &TableSpec, out: &mut Problems) {
    let cores_of = |node: &Node| -> Vec<Core> {
        entry(node).map(names_of).unwrap_or_default().iter().map(|name| Core::of(name)).collect()
    };
    let known: Vec<(Vec<Core>, Option<String>)> =
        list.iter().map(|node| (cores_of(node), entry(node).and_then(code_of))).collect();
    let is_missing: HashSet<usize> = missing.iter().copied().collect();
    for row in fresh {
        let (name, code) = (name_of(row), entry(row).and_then(code_of));
        if name.is_empty() {
            continue;
        }
        let core = Core::of(&name);
        let near = known.iter().enumerate().position(|(place, (cores, other))| {
            let are_two = matches!((&code, other), (Some(code), Some(other)) if code != other);
            // Projects of a row are named alike; enterprises seldom are.
            let asks = spec.key == "enterprises" && is_missing.contains(&place);
            let is_near = |known: &Core| if asks { core.is_near(known) } else { core == *known };
            !are_two && cores.iter().any(is_near)
        });
        let Some(place) = near else { continue };
        let other = name_of(&list[place]);
        let problem = Problem::error(
            row.origin,
            format!("{}.name", spec.key),
            text!(
                "“{name}”与原有的“{other}”很像，可能是同一家",
                "\"{name}\" is so like \"{other}\" that they may be the same"
            ),
        );
        let remedy = if spec.field("also").is_some() {
            text!(
                "是同一家：在“{other}”一项写 also = [\"{name}\"]（名册的“别名”一列）；不是：两家都写统一社会信用代码",
                "the same: write also = [\"{name}\"] in the entry of \"{other}\" (the column `also`); not the same: give both their credit codes"
            )
        } else {
            text!(
                "是同一个：改成同样的名称；不是：把名称写得分得开",
                "the same: give it the same name; not the same: tell the names apart"
            )
        };
        out.push(problem.remedy(remedy).also(list[place].origin, text!("原有的在这里", "that is here")));
    }
}

/// What came of a roster, said in any case.
fn summary(
    list: &[Node],
    updated: usize,
    fresh: &[Node],
    missing: &[usize],
    spec: &TableSpec,
    mode: Mode,
    named_at: Origin,
) -> Problem {
    let unit = match spec.key {
        "enterprises" => "户",
        "parcels" => "宗",
        _ => "个",
    };
    let new: Vec<String> = fresh.iter().map(name_of).collect();
    let gone: Vec<String> = missing.iter().map(|&place| name_of(&list[place])).collect();
    let Text { zh: new_zh, en: new_en } = listed(&new);
    let Text { zh: gone_zh, en: gone_en } = listed(&gone);
    let (added, absent) = (new.len(), gone.len());
    let found = match mode {
        Mode::Update => text!(
            "更新{updated}{unit}，新增{added}{unit}{new_zh}，未出现{absent}{unit}{gone_zh}",
            "{updated} updated, {added} new{new_en}, {absent} not there{gone_en}"
        ),
        Mode::Replace => text!(
            "整条替换{updated}{unit}，新增{added}{unit}{new_zh}，未出现{absent}{unit}{gone_zh}",
            "{updated} replaced whole, {added} new{new_en}, {absent} not there{gone_en}"
        ),
    };
    let problem = Problem::notice(named_at, spec.key, found);
    if absent == 0 {
        return problem;
    }
    problem.remedy(text!(
        "未出现的保留原来的数；已退出的请从原名册中删去",
        "what is not there keeps its numbers; take what has gone out of the roster before"
    ))
}

/// Some names in brackets.
fn listed(names: &[String]) -> Text {
    let shown = names.iter().take(LISTED).map(String::as_str).collect::<Vec<_>>().join("、");
    match names.len() {
        0 => Text::same(""),
        n if n > LISTED => text!("（{shown}等）", " ({shown} and others)"),
        _ => text!("（{shown}）", " ({shown})"),
    }
}

fn entry(node: &Node) -> Option<&Table> {
    match &node.value {
        NodeValue::Table(table) => Some(table),
        _ => None,
    }
}

fn text_of(table: &Table, key: &str) -> Option<String> {
    match &table.get(key)?.value {
        NodeValue::Text(text) => Some(text.clone()),
        NodeValue::Integer(number) => Some(number.to_string()),
        _ => None,
    }
}

/// Id and name, and the other names.
fn names_of(table: &Table) -> Vec<String> {
    let own = ["id", "name"].into_iter().filter_map(|key| text_of(table, key));
    let others = match table.get("also").map(|node| &node.value) {
        Some(NodeValue::List(list)) => list
            .iter()
            .filter_map(|node| match &node.value {
                NodeValue::Text(text) => Some(text.clone()),
                _ => None,
            })
            .collect(),
        Some(NodeValue::Text(text)) => vec![text.clone()],
        _ => Vec::new(),
    };
    own.chain(others).collect()
}

fn name_of(node: &Node) -> String {
    entry(node).and_then(|table| text_of(table, "name").or_else(|| text_of(table, "id"))).unwrap_or_default()
}

fn code_of(table: &Table) -> Option<String> {
    credit_code::code(&text_of(table, "credit_code")?)
}
