//! What the numbers rest on, entry by entry, in the words of the files.

use super::super::fields::{Fields, entries, single};
use super::super::lookalike;
use super::super::node::{Entry, Node, NodeValue, Table};
use super::super::problem::Problems;
use super::land::land_name;
use crate::format::{FieldSpec, Kind, TABLES, TableSpec};
use crate::scenario::{Assumption, Value};
use crate::text::{Name, Text};

/// Every entry of the tables that can give a source, table by table, in the order of the file.
pub(crate) fn assumptions(document: &Table, out: &mut Problems) -> Vec<Assumption> {
    let mut assumptions = Vec::new();
    for spec in TABLES.iter().filter(|spec| spec.field("source").is_some()) {
        let entries = match spec.repeated {
            true => entries(document, spec.key),
            false => single(document, spec.key).into_iter().collect(),
        };
        assumptions.extend(entries.iter().map(|entry| Assumption {
            table: spec.key,
            name: name(entry),
            values: entry.table.entries.iter().filter_map(|part| value(part, spec)).collect(),
            source: source(entry, out),
        }));
    }
    assumptions
}

fn name(entry: &Fields<'_>) -> Name {
    let spec = entry.spec;
    if !spec.repeated {
        return Name { name: spec.zh.to_owned(), name_en: Some(spec.en.to_owned()) };
    }
    // What is wrong with a name or an id is reported where they are converted.
    let mut quiet = Problems::default();
    let id = spec.field("id").and_then(|_| entry.label("id", &mut quiet)).unwrap_or_default();
    let is_land = spec.key == "resources" && lookalike::folded(&id) == "land";
    if is_land && entry.table.get("name").is_none() { land_name() } else { entry.name(&id, &mut quiet) }
}

/// Where the numbers come from; `None` where nobody says, or where it is said that they are assumed.
fn source(entry: &Fields<'_>, out: &mut Problems) -> Option<Name> {
    let given = entry.citation("source", out);
    let name_en = entry.citation("source_en", out);
    let name = given.or_else(|| name_en.clone())?;
    (!is_guess(&name)).then_some(Name { name, name_en })
}

/// Whether a source begins by saying that it is none.
fn is_guess(source: &str) -> bool {
    let clause = source.split([',', '，', ':', '：', ';', '；', '.', '。', '(', '（']).next();
    let said = clause.unwrap_or_default().trim().to_lowercase();
    ["情景假设", "假设", "assumption"].contains(&said.as_str())
}

/// A value that is more than the entry's name; `None` for others.
fn value(part: &Entry, spec: &'static TableSpec) -> Option<Value> {
    let field = spec.field(&part.key)?;
    let names = field.kind == Kind::Id
        || matches!(field.key, "name" | "also" | "credit_code" | "source")
        || field.key.ends_with("_en");
    (!names).then(|| Value { key: field.key, label: label(field), written: written(&part.node, field.kind) })
}

fn label(field: &FieldSpec) -> Text {
    let zh = field.aliases.first().copied().unwrap_or(field.zh);
    Text { zh: zh.to_owned(), en: field.key.replace('_', " ") }
}

fn written(node: &Node, kind: Kind) -> String {
    match (kind, &node.value) {
        (Kind::Changes, NodeValue::List(changes)) => joined(changes, "; ", change),
        (Kind::Pairs, NodeValue::List(pairs)) => joined(pairs, ", ", pair),
        (_, NodeValue::List(items)) => joined(items, ", ", plain),
        _ => plain(node),
    }
}

fn joined<T>(items: &[T], between: &str, write: fn(&T) -> String) -> String {
    items.iter().map(write).collect::<Vec<_>>().join(between)
}

/// A value on its own: "8.6亿元", "pert(low 0, mode 2, high 9)", "land 30, factory 1.2".
fn plain(node: &Node) -> String {
    match &node.value {
        NodeValue::Text(text) | NodeValue::Date(text) => text.trim().to_owned(),
        NodeValue::Integer(number) => number.to_string(),
        NodeValue::Float(number) => number.to_string(),
        NodeValue::Boolean(value) => value.to_string(),
        NodeValue::List(items) => format!("[{}]", joined(items, ", ", plain)),
        NodeValue::Table(table) => match table.get("dist") {
            Some(dist) => format!("{}({})", plain(dist), parts(table)),
            None => parts(table),
        },
        NodeValue::Broken => String::new(),
    }
}

/// The keys of a table with their values.
fn parts(table: &Table) -> String {
    let parts = table.entries.iter().filter(|part| part.key != "dist");
    parts.map(|part| format!("{} {}", part.key, plain(&part.node))).collect::<Vec<_>>().join(", ")
}

/// "battery–machinery 0.7"
fn pair(node: &Node) -> String {
    match &node.value {
        NodeValue::List(items) => match items.as_slice() {
            [one, other, correlation] => format!("{}–{} {}", plain(one), plain(other), plain(correlation)),
            _ => plain(node),
        },
        _ => plain(node),
    }
}

/// "routes: success ×1.3", "enterprises (tags 出口): growth +2%"
fn change(node: &Node) -> String {
    let NodeValue::Table(change) = &node.value else { return plain(node) };
    let (mut on, mut chosen, mut effects) = (String::new(), String::new(), Vec::new());
    for part in &change.entries {
        match part.key.as_str() {
            "on" => on = plain(&part.node),
            "id" | "where" => chosen.push_str(&format!(" ({})", plain(&part.node))),
            field => effects.extend(effect(field, &part.node)),
        }
    }
    format!("{on}{chosen}: {}", effects.join(", "))
}

/// What happens to a field, or to each entry of a field that is a table.
fn effect(field: &str, node: &Node) -> Vec<String> {
    let NodeValue::Table(effect) = &node.value else { return vec![format!("{field} {}", plain(node))] };
    effect
        .entries
        .iter()
        .flat_map(|part| {
            let amount = plain(&part.node);
            match part.key.as_str() {
                "multiply" => vec![format!("{field} ×{amount}")],
                "add" if amount.starts_with('-') => vec![format!("{field} {amount}")],
                "add" => vec![format!("{field} +{amount}")],
                "set" => vec![format!("{field} = {amount}")],
                entry => self::effect(&format!("{field}.{entry}"), &part.node),
            }
        })
        .collect()
}
