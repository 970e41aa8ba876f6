//! Values in words, by what their keys may hold.

use super::super::super::node::{Entry, FileIx, Node, NodeValue, Origin, Table};
use super::super::super::site::Role;
use super::super::super::unit::Scale;
use super::amount::{plain, quantity};
use super::choice::choice;
use super::{Known, joined, label};
use crate::format::{self, Dimension, FieldSpec, Kind, TableSpec};
use crate::scenario::metric::{FREE, USED};
use crate::scenario::{EnterpriseMetric, IndustryMetric, Metric, ParkMetric};
use crate::text::{Text, text};

/// The value of a key of an entry.
pub(super) fn of(node: &Node, field: &FieldSpec, entry: &Table, known: &Known) -> Text {
    match (field.kind, &node.value) {
        (Kind::Quantity(dimension), _) => quantity(node, scale(dimension, entry, known), Role::Value),
        (Kind::Bound, _) => quantity(node, Scale::of(of_target(entry)), Role::Value),
        (Kind::Needs(dimension), NodeValue::Table(needs)) => {
            let need = |part: &Entry| {
                let amount =
                    quantity(&part.node, Scale::amount(dimension, known.unit(&part.key)), Role::Value);
                named(known.name("resources", &part.key), amount)
            };
            joined(needs.entries.iter().map(need), text!("，", ", "))
        }
        (Kind::Reference(table) | Kind::References(table), _) => {
            let names = texts(node).into_iter().map(|id| known.name(table, &id));
            joined(names, text!("、", ", "))
        }
        (Kind::Choice(_), _) => choice(&plain(node)),
        (Kind::Month, _) => month(&plain(node)),
        (Kind::Condition, NodeValue::Table(table)) => condition(table, counted(entry), known),
        (Kind::Changes, NodeValue::List(changes)) => {
            joined(changes.iter().map(|node| change(node, known)), text!("；", "; "))
        }
        (Kind::Pairs, NodeValue::List(pairs)) => {
            joined(pairs.iter().map(|node| pair(node, known)), text!("，", ", "))
        }
        (Kind::Texts | Kind::Weights, _) => {
            joined(texts(node).into_iter().map(Text::same), text!("、", ", "))
        }
        (Kind::Text, _) if field.key == "metric" => metric(&plain(node), known),
        _ => Text::same(plain(node)),
    }
}

/// A name with its amount: "土地30亩", "land 30 mu".
fn named(name: Text, amount: Text) -> Text {
    let (name_zh, name_en, zh, en) = (name.zh, name.en, amount.zh, amount.en);
    text!("{name_zh}{zh}", "{name_en} {en}")
}

/// The texts of a list, or the one that stands in its place.
fn texts(node: &Node) -> Vec<String> {
    match &node.value {
        NodeValue::List(items) => items.iter().map(plain).collect(),
        _ => vec![plain(node)],
    }
}

/// Scale of a quantity of an entry; amounts are those of the resource that the entry is, or names.
fn scale<'a>(dimension: Dimension, entry: &Table, known: &'a Known) -> Scale<'a> {
    match dimension {
        Dimension::Amount | Dimension::AmountPerOutput => {
            let resource = entry.get("resource").or_else(|| entry.get("id")).map(plain).unwrap_or_default();
            Scale::amount(dimension, known.unit(&resource))
        }
        _ => Scale::of(dimension),
    }
}

/// Dimension of a target's bound.
fn of_target(entry: &Table) -> Dimension {
    let Some(metric) = entry.get("metric").map(plain) else { return Dimension::Plain };
    let key = metric.rsplit_once('.').map_or(metric.as_str(), |(_, key)| key);
    let dimension = match metric.split('.').next() {
        Some("park") => ParkMetric::of_key(key).map(|spec| spec.dimension),
        Some("industries") => IndustryMetric::of_key(key).map(|spec| spec.dimension),
        Some("enterprises") => EnterpriseMetric::of_key(key).map(|spec| spec.dimension),
        _ => None,
    };
    dimension.unwrap_or(Dimension::Plain)
}

/// "2024-06" or a date of it: "2024年6月", "June 2024".
fn month(written: &str) -> Text {
    const NAMES: [&str; 12] =
        ["Jan.", "Feb.", "March", "April", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec."];
    let mut parts = written.split('-').map(str::parse::<usize>);
    match (parts.next(), parts.next()) {
        (Some(Ok(year)), Some(Ok(month @ 1..=12))) => {
            let name = NAMES[month - 1];
            text!("{year}年{month}月", "{name} {year}")
        }
        _ => Text::same(written),
    }
}

/// A figure by its name in targets: "park.tax", "industries.textile.output".
fn metric(written: &str, known: &Known) -> Text {
    let of = |name: Text, metric: Text| {
        let (name_zh, name_en, zh, en) = (name.zh, name.en, metric.zh, metric.en);
        text!("{name_zh}{zh}", "{name_en}: {en}")
    };
    let said = match written.split_once('.') {
        Some(("park", key)) => ParkMetric::of_key(key).map(|spec| (spec.name)()).or_else(|| {
            let (what, resource) = match (key.strip_prefix(FREE), key.strip_prefix(USED)) {
                (Some(resource), _) => (text!("可供", "free"), resource),
                (_, Some(resource)) => (text!("已用", "used"), resource),
                _ => return None,
            };
            let name = known.name("resources", resource);
            let (what_zh, what_en, zh, en) = (what.zh, what.en, name.zh, name.en);
            Some(text!("{what_zh}{zh}", "{en}, {what_en}"))
        }),
        Some(("industries", rest)) => rest.rsplit_once('.').and_then(|(id, key)| {
            Some(of(known.name("industries", id), (IndustryMetric::of_key(key)?.name)()))
        }),
        Some(("enterprises", rest)) => rest.rsplit_once('.').and_then(|(id, key)| {
            Some(of(known.name("enterprises", id), (EnterpriseMetric::of_key(key)?.name)()))
        }),
        _ => None,
    };
    said.unwrap_or_else(|| Text::same(written))
}

/// Table of what a condition is about.
fn counted(entry: &Table) -> &'static str {
    if entry.get("count").map(plain).as_deref() == Some("industries") { "industries" } else { "enterprises" }
}

/// "产值不低于10亿元且低于50亿元，标签：重点"
fn condition(table: &Table, about: &'static str, known: &Known) -> Text {
    let part = |part: &Entry| {
        let key = part.key.as_str();
        let spec = match about {
            "industries" => IndustryMetric::of_key(key).map(|spec| ((spec.name)(), spec.dimension)),
            _ => EnterpriseMetric::of_key(key).map(|spec| ((spec.name)(), spec.dimension)),
        };
        if let Some((name, dimension)) = spec {
            let tests = texts(&part.node).into_iter().map(|written| test(&written, dimension));
            let (tests, name_zh, name_en) =
                (joined(tests, text!("且", " and ")), name.zh, name.en.to_lowercase());
            let (zh, en) = (tests.zh, tests.en);
            return text!("{name_zh}{zh}", "{name_en} {en}");
        }
        let mark = match key {
            "industry" => text!("产业", "industry"),
            "zone" => text!("片区", "zone"),
            "tags" => text!("标签", "tags"),
            "resource" => text!("资源", "resource"),
            "stage" => text!("阶段", "stage"),
            _ => text!("名称", "name"),
        };
        let values = texts(&part.node).into_iter().map(|value| match key {
            "industry" => known.name("industries", &value),
            "resource" => known.name("resources", &value),
            "stage" => choice(&value),
            _ => Text::same(value),
        });
        let values = joined(values, text!("、", ", "));
        let (mark_zh, mark_en, zh, en) = (mark.zh, mark.en, values.zh, values.en);
        text!("{mark_zh}为{zh}", "{mark_en} {en}")
    };
    joined(table.entries.iter().map(part), text!("，", ", "))
}

/// ">= 10亿元": "不低于10亿元", "at least 1 bn yuan".
fn test(written: &str, dimension: Dimension) -> Text {
    let signs: [(&str, Text); 8] = [
        (">=", text!("不低于", "at least")),
        ("≥", text!("不低于", "at least")),
        ("<=", text!("不超过", "at most")),
        ("≤", text!("不超过", "at most")),
        ("==", text!("等于", "of")),
        (">", text!("高于", "above")),
        ("<", text!("低于", "below")),
        ("=", text!("等于", "of")),
    ];
    let found = signs.into_iter().find_map(|(sign, said)| Some((said, written.trim().strip_prefix(sign)?)));
    let Some((said, amount)) = found else { return Text::same(written) };
    let node = Node { value: NodeValue::Text(amount.trim().to_owned()), origin: Origin::file(FileIx(0)) };
    let amount = quantity(&node, Scale::of(dimension), Role::Threshold);
    let (said_zh, said_en, zh, en) = (said.zh, said.en, amount.zh, amount.en);
    text!("{said_zh}{zh}", "{said_en} {en}")
}

/// "新能源电池与机械制造0.7"
fn pair(node: &Node, known: &Known) -> Text {
    let parts = texts(node);
    let [one, other, correlation] = parts.as_slice() else { return Text::same(plain(node)) };
    let (one, other) = (known.name("industries", one), known.name("industries", other));
    let (one_zh, one_en, other_zh, other_en) = (one.zh, one.en, other.zh, other.en);
    text!("{one_zh}与{other_zh}{correlation}", "{one_en} and {other_en} {correlation}")
}

/// "闲置土地处置途径：成功率×1.3", "现有企业（标签为出口）：增速+2个百分点".
fn change(node: &Node, known: &Known) -> Text {
    let NodeValue::Table(change) = &node.value else { return Text::same(plain(node)) };
    let on = change.get("on").map(plain).unwrap_or_default();
    let Some(spec) = format::table(&on) else { return Text::same(on) };
    let unit = change.get("id").map_or("", |id| known.unit_of(spec.key, &plain(id)));
    let changed = Changed { on: spec, unit, known };
    let mut chosen = Vec::new();
    let mut effects = Vec::new();
    for part in &change.entries {
        match (part.key.as_str(), &part.node.value) {
            ("on", _) => {}
            ("id", _) => chosen.push(known.name(spec.key, &plain(&part.node))),
            ("where", NodeValue::Table(table)) => chosen.push(condition(table, spec.key, known)),
            (key, _) => effects.extend(changed.effect(key, None, &part.node)),
        }
    }
    let (on, chosen, effects) = (
        Text { zh: spec.zh.to_owned(), en: spec.en.to_owned() },
        joined(chosen, text!("，", ", ")),
        joined(effects, text!("，", ", ")),
    );
    let (on_zh, on_en, zh, en) = (on.zh, on.en, effects.zh, effects.en);
    if chosen.zh.is_empty() {
        return text!("{on_zh}：{zh}", "{on_en}: {en}");
    }
    let (chosen_zh, chosen_en) = (chosen.zh, chosen.en);
    text!("{on_zh}（{chosen_zh}）：{zh}", "{on_en} ({chosen_en}): {en}")
}

/// Entries that a change acts on.
struct Changed<'a> {
    /// Their table.
    on: &'static TableSpec,
    /// Unit of their amounts, where one of them is named.
    unit: &'a str,
    known: &'a Known,
}

impl Changed<'_> {
    /// What happens to a field, or to each resource of one that is a table.
    fn effect(&self, key: &str, resource: Option<&str>, node: &Node) -> Vec<Text> {
        let field = self.on.field(key);
        let name = field.map_or_else(|| Text::same(key), label);
        let NodeValue::Table(effect) = &node.value else { return vec![named(name, Text::same(plain(node)))] };
        let scale = match field.map(|field| field.kind) {
            Some(Kind::Quantity(dimension @ Dimension::Amount)) => Scale::amount(dimension, self.unit),
            Some(Kind::Quantity(dimension)) => Scale::of(dimension),
            Some(Kind::Needs(dimension)) => {
                Scale::amount(dimension, self.known.unit(resource.unwrap_or_default()))
            }
            _ => Scale::of(Dimension::Plain),
        };
        let name = match resource {
            Some(resource) => {
                let of = self.known.name("resources", resource);
                let (name_zh, name_en, zh, en) = (name.zh, name.en, of.zh, of.en);
                text!("{name_zh}（{zh}）", "{name_en} ({en})")
            }
            None => name,
        };
        let one = |part: &Entry| {
            let said = |role: Role, scale: Scale<'_>| quantity(&part.node, scale, role);
            let amount = match part.key.as_str() {
                "multiply" => {
                    let Text { zh, en } = said(Role::Multiply, scale);
                    text!("×{zh}", "×{en}")
                }
                "add" => said(Role::Add, scale.added()),
                "set" => {
                    let Text { zh, en } = said(Role::Value, scale);
                    text!("改为{zh}", "set to {en}")
                }
                entry => return self.effect(key, Some(entry), &part.node),
            };
            vec![named(name.clone(), amount)]
        };
        effect.entries.iter().flat_map(one).collect()
    }
}
