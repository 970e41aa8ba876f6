//! Keys: known or not, in the right table or not, there or missing.

use super::super::lookalike;
use super::super::node::{Entry, Node, NodeValue, Origin, Table};
use super::super::problem::{Problem, Problems};
use super::super::scalar::kind_name;
use crate::format::{self, TABLES, TableSpec};
use crate::text::{Text, text};

/// Most resources, land included: the set of those that a project was short of is kept as bits of one word.
const MAX_RESOURCES: usize = 60;

/// Most entries of each list.
const LIMITS: &[(&str, usize)] = &[
    ("industries", 100),
    ("enterprises", 10_000),
    ("exits", 200),
    ("resources", MAX_RESOURCES),
    ("supplies", 10_000),
    ("routes", 200),
    ("parcels", 10_000),
    ("projects", 10_000),
    ("channels", 200),
    ("targets", 1_000),
    ("goals", 1_000),
    ("scores", 100),
    ("policies", 200),
    ("mixes", 1_000),
    ("changes", 1_000),
];

/// After so many problems no more suggestions are looked for.
const MAX_SUGGESTIONS: usize = 500;

/// Lists that must have an entry.
const NEEDED: &[&str] = &["industries", "enterprises", "targets"];

/// Checks the keys of the whole document, and drops what has no place in it.
pub(crate) fn document(document: &mut Table, origin: Origin, out: &mut Problems) {
    let Some(top) = format::table("") else { return };
    document.entries.retain(|entry| top_level(entry, top, out));
    if document.get("park").is_none() {
        out.push(Problem::error(origin, "park", text!("缺少 [park]", "there is no [park]")).remedy(text!(
            "写上 [park] 及 base_year、end_year",
            "add [park] with `base_year` and `end_year`"
        )));
    }
    for key in NEEDED {
        if document
            .get(key)
            .is_none_or(|node| matches!(&node.value, NodeValue::List(list) if list.is_empty()))
        {
            out.push(
                Problem::error(origin, *key, text!("没有 [[{key}]]", "there is no [[{key}]]"))
                    .allowed(text!("至少一个", "at least one")),
            );
        }
    }
    for entry in &mut document.entries {
        if let Some(spec) = format::table(&entry.key) {
            one_kind(entry, spec, out);
        }
    }
}

/// Whether an entry of the top level has a place there.
fn top_level(entry: &Entry, top: &'static TableSpec, out: &mut Problems) -> bool {
    let key = entry.key.as_str();
    let known = top.field(key).is_some() || format::table(key).is_some_and(|spec| !spec.key.is_empty());
    if !known {
        let tables = TABLES.iter().map(|table| table.key).filter(|key| !key.is_empty());
        let keys: Vec<&str> = top.fields.iter().map(|field| field.key).chain(tables).collect();
        let problem = unknown_key(entry, top, key, &keys, out);
        out.push(problem);
    }
    known
}

/// Checks all entries of a table or list, and drops those that are none.
fn one_kind(entry: &mut Entry, spec: &'static TableSpec, out: &mut Problems) {
    let key = spec.key;
    match (&mut entry.node.value, spec.repeated) {
        (NodeValue::Table(table), false) => keys(table, spec, key, entry.key_origin, out),
        (NodeValue::List(list), true) => {
            check_count(list.len(), spec, entry.key_origin, out);
            for (i, node) in list.iter_mut().enumerate() {
                let path = format!("{key}[{}]", i + 1);
                match &node.value {
                    NodeValue::Table(table) => keys(table, spec, &path, node.origin, out),
                    NodeValue::Broken => {}
                    _ => wrong_shape(node, spec, &path, out),
                }
            }
        }
        (NodeValue::Broken, _) => {}
        _ => {
            wrong_shape(&entry.node, spec, key, out);
            entry.node.value = NodeValue::Broken;
        }
    }
}

fn wrong_shape(node: &Node, spec: &TableSpec, path: &str, out: &mut Problems) {
    let key = spec.key;
    let allowed = if spec.repeated {
        text!("每一项写作 [[{key}]]", "each entry begins with [[{key}]]")
    } else {
        text!("写作 [{key}]", "written as [{key}]")
    };
    out.push(Problem::error(node.origin, path, kind_name(&node.value)).allowed(allowed));
}

fn check_count(count: usize, spec: &TableSpec, origin: Origin, out: &mut Problems) {
    let limit = LIMITS.iter().find(|(key, _)| *key == spec.key).map_or(usize::MAX, |(_, limit)| *limit);
    if count > limit {
        out.push(
            Problem::error(origin, spec.key, text!("{count} 项", "{count} entries"))
                .allowed(text!("最多 {limit} 项", "at most {limit}")),
        );
    }
}

/// Checks the keys of one entry.
pub(crate) fn keys(table: &Table, spec: &'static TableSpec, path: &str, origin: Origin, out: &mut Problems) {
    // Every other key of a change is a field of what it acts on; the change itself checks them.
    if spec.key != "changes" {
        for entry in &table.entries {
            if spec.field(&entry.key).is_none() {
                let keys: Vec<&str> = spec.fields.iter().map(|field| field.key).collect();
                let problem = unknown_key(entry, spec, &format!("{path}.{}", entry.key), &keys, out);
                out.push(problem);
            }
        }
    }
    for field in spec.fields.iter().filter(|field| field.required && table.get(field.key).is_none()) {
        // A misspelt required key has been reported as an unknown one.
        let misspelt = table.entries.iter().any(|entry| {
            spec.field(&entry.key).is_none()
                && (lookalike::nearest(&entry.key, [field.key]).is_some()
                    || field.aliases.contains(&entry.key.as_str())
                    || lookalike::latin(&entry.key).is_some_and(|(latin, _)| latin == field.key))
        });
        if misspelt {
            continue;
        }
        let key = field.key;
        let zh = if field.aliases.is_empty() {
            key.to_owned()
        } else {
            format!("{key}（{}）", field.aliases.join("、"))
        };
        let en = format!("`{key}`");
        out.push(
            Problem::error(origin, format!("{path}.{key}"), text!("缺少 {zh}", "{en} is missing"))
                .allowed(field.meaning()),
        );
    }
}

/// What is wrong with an unknown key, and what may have been meant; nothing is suggested where `out` holds so
/// many problems that nobody would read it.
pub(crate) fn unknown_key(
    entry: &Entry,
    spec: &'static TableSpec,
    path: &str,
    allowed: &[&str],
    out: &Problems,
) -> Problem {
    let key = entry.key.as_str();
    let problem = Problem::error(entry.key_origin, path, text!("未知的键“{key}”", "unknown key `{key}`"));
    if out.list.len() > MAX_SUGGESTIONS {
        return problem;
    }
    if let Some(field) = spec.by_alias(key) {
        let meant = field.key;
        return problem.remedy(text!("用英文的键：{meant}", "use `{meant}`"));
    }
    if let Some((latin, odd)) = lookalike::latin(key) {
        let code = format!("U+{:04X}", u32::from(odd));
        return problem.remedy(text!(
            "它看起来像 {latin}，却含有 {code}；用英文字母重写",
            "it looks like {latin} but contains {code}; retype it in Latin letters"
        ));
    }
    let near = lookalike::nearest(key, allowed.iter().copied());
    if let Some(near) = near.filter(|near| strsim::damerau_levenshtein(key, near) == 1) {
        return problem.remedy(text!("是否应为 {near}？", "did you mean `{near}`?"));
    }
    if let Some(remedy) = elsewhere(key, spec) {
        return problem.remedy(remedy);
    }
    if let Some(near) = near {
        return problem.remedy(text!("是否应为 {near}？", "did you mean `{near}`?"));
    }
    let listed = allowed.join(", ");
    problem.allowed(text!("{listed}", "{listed}"))
}

/// The tables in which a key that is unknown here is known.
fn elsewhere(key: &str, spec: &TableSpec) -> Option<Text> {
    if spec.key.is_empty() {
        let owners = owners(key);
        return (!owners.is_empty()).then(|| text!("它属于 {owners}", "it belongs to {owners}"));
    }
    let on_top = format::table("").is_some_and(|top| top.field(key).is_some());
    if on_top {
        return Some(text!(
            "{key} 属于文件顶层：移到第一个 [表头] 之前",
            "`{key}` belongs to the top of the file, above the first [table]"
        ));
    }
    if format::table(key).is_some() {
        return Some(text!("{key} 是单独的表", "`{key}` is a table of its own"));
    }
    let owners = owners(key);
    (!owners.is_empty()).then(|| text!("它属于 {owners}", "it belongs to {owners}"))
}

fn owners(key: &str) -> String {
    let shown = |table: &TableSpec| {
        if table.repeated { format!("[[{}]]", table.key) } else { format!("[{}]", table.key) }
    };
    let owners = TABLES.iter().filter(|table| !table.key.is_empty() && table.field(key).is_some());
    owners.map(shown).collect::<Vec<_>>().join(", ")
}
