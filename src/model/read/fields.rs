//! Typed access to the keys of one entry.

use super::check;
use super::lookalike;
use super::node::{Node, NodeValue, Origin, Table};
use super::problem::{Problem, Problems};
use super::quantity;
use super::scalar::{self, kind_name, meant};
use super::site::{Role, Site};
use super::unit::Scale;
use crate::format::{self, Dimension, Kind, TableSpec, rosters};
use crate::scenario::Quantity;
use crate::text::{Name, Text, text, tidy};

/// Most characters of a name.
const MAX_NAME: usize = 200;
/// Most characters of a source.
const MAX_CITATION: usize = 1_000;
/// Most items of a list of tags or references.
const MAX_ITEMS: usize = 1_000;

/// One entry of a table, with its declaration and the path to show.
#[derive(Debug, Clone)]
pub(crate) struct Fields<'a> {
    /// Its keys and values.
    pub(crate) table: &'a Table,
    /// Its declaration.
    pub(crate) spec: &'static TableSpec,
    /// Where it is.
    pub(crate) origin: Origin,
    /// Its path, such as `enterprises[3]`.
    pub(crate) path: String,
}

static EMPTY: Table = Table { entries: Vec::new() };

/// Whether the list `key` or a part of it could not be read, so that nothing can be said of what it lacks.
pub(crate) fn is_unsure(document: &Table, key: &str) -> bool {
    match document.get(key).map(|node| &node.value) {
        Some(NodeValue::List(list)) => list.iter().any(|node| node.value == NodeValue::Broken),
        Some(NodeValue::Broken) => true,
        _ => false,
    }
}

/// The entries of the list `key`, without those that could not be read. What is not a table stands as an empty
/// one, so that places stay in step.
pub(crate) fn entries<'a>(document: &'a Table, key: &'static str) -> Vec<Fields<'a>> {
    let Some(spec) = format::table(key) else { return Vec::new() };
    let Some(Node { value: NodeValue::List(list), .. }) = document.get(key) else { return Vec::new() };
    let entry = |(i, node): (usize, &'a Node)| {
        let table = match &node.value {
            NodeValue::Table(table) => table,
            _ => &EMPTY,
        };
        Fields { table, spec, origin: node.origin, path: format!("{key}[{}]", i + 1) }
    };
    let readable = |(_, node): &(usize, &Node)| node.value != NodeValue::Broken;
    list.iter().enumerate().filter(readable).map(entry).collect()
}

/// The table `key`, if it is there.
pub(crate) fn single<'a>(document: &'a Table, key: &'static str) -> Option<Fields<'a>> {
    let spec = format::table(key)?;
    let node = document.get(key)?;
    let NodeValue::Table(table) = &node.value else { return None };
    Some(Fields { table, spec, origin: node.origin, path: key.to_owned() })
}

impl<'a> Fields<'a> {
    /// The node of `key`, unless it is absent or already reported.
    pub(crate) fn node(&self, key: &str) -> Option<&'a Node> {
        debug_assert!(self.spec.field(key).is_some(), "{key} is not declared in {}", self.spec.key);
        self.table.get(key).filter(|node| node.value != NodeValue::Broken)
    }

    /// The path of `key`.
    pub(crate) fn path_of(&self, key: &str) -> String {
        format!("{}.{key}", self.path)
    }

    /// Where `key` is, or the entry where it is absent.
    pub(crate) fn origin_of(&self, key: &str) -> Origin {
        self.table.get(key).map_or(self.origin, |node| node.origin)
    }

    fn wrong_kind(&self, key: &str, node: &Node, allowed: Text, out: &mut Problems) {
        out.push(Problem::error(node.origin, self.path_of(key), kind_name(&node.value)).allowed(allowed));
    }

    /// A text of any content.
    pub(crate) fn text(&self, key: &str, out: &mut Problems) -> Option<String> {
        let node = self.node(key)?;
        match &node.value {
            NodeValue::Text(text) => Some(text.clone()),
            // A roster's cell may hold a name made of digits.
            NodeValue::Integer(number) if matches!(node.origin.place, super::node::Place::Cell { .. }) => {
                Some(number.to_string())
            }
            _ => {
                self.wrong_kind(key, node, text!("文字，用引号", "a text, in quotes"), out);
                None
            }
        }
    }

    /// A text that names something: not empty, of one line, of characters that can be seen.
    pub(crate) fn label(&self, key: &str, out: &mut Problems) -> Option<String> {
        self.line(key, MAX_NAME, out)
    }

    /// A text that says where something comes from: the same, only longer.
    pub(crate) fn citation(&self, key: &str, out: &mut Problems) -> Option<String> {
        self.line(key, MAX_CITATION, out)
    }

    fn line(&self, key: &str, most: usize, out: &mut Problems) -> Option<String> {
        let found = self.text(key, out)?;
        match line_fault(&found, most) {
            None => Some(found.trim().to_owned()),
            Some(fault) => {
                out.push(Problem::error(self.origin_of(key), self.path_of(key), fault).allowed(text!(
                    "1 到 {most} 个可见的字符，一行",
                    "1 to {most} visible characters on one line"
                )));
                None
            }
        }
    }

    /// `name` and `name_en`, with `otherwise` for a name that is not given.
    pub(crate) fn name(&self, otherwise: &str, out: &mut Problems) -> Name {
        self.name_of("name", "name_en", otherwise, out)
    }

    /// A name under other keys.
    pub(crate) fn name_of(&self, key: &str, key_en: &str, otherwise: &str, out: &mut Problems) -> Name {
        let name = self.label(key, out).unwrap_or_else(|| otherwise.to_owned());
        Name { name, name_en: self.label(key_en, out) }
    }

    /// A list of texts, or one text.
    pub(crate) fn labels(&self, key: &str, out: &mut Problems) -> Vec<(String, Origin)> {
        let Some(node) = self.node(key) else { return Vec::new() };
        let items = match &node.value {
            NodeValue::List(items) => items.as_slice(),
            NodeValue::Text(_) => std::slice::from_ref(node),
            _ => {
                self.wrong_kind(key, node, text!("文字的列表", "a list of texts"), out);
                return Vec::new();
            }
        };
        if items.len() > MAX_ITEMS {
            let count = items.len();
            out.push(
                Problem::error(node.origin, self.path_of(key), text!("{count} 项", "{count} items"))
                    .allowed(text!("最多 {MAX_ITEMS} 项", "at most {MAX_ITEMS}")),
            );
            return Vec::new();
        }
        let mut labels = Vec::with_capacity(items.len());
        for item in items {
            match &item.value {
                NodeValue::Text(text) if label_fault(text).is_none() => {
                    labels.push((text.trim().to_owned(), item.origin));
                }
                NodeValue::Broken => {}
                other => {
                    let found = match other {
                        NodeValue::Text(text) => label_fault(text).unwrap_or_else(|| kind_name(other)),
                        _ => kind_name(other),
                    };
                    out.push(
                        Problem::error(item.origin, self.path_of(key), found)
                            .allowed(text!("可见的文字，用引号", "a visible text, in quotes")),
                    );
                }
            }
        }
        labels
    }

    /// Tags without repetition.
    pub(crate) fn tags(&self, out: &mut Problems) -> Vec<String> {
        let mut tags: Vec<String> = Vec::new();
        for (tag, _) in self.labels("tags", out) {
            if !tags.contains(&tag) {
                tags.push(tag);
            }
        }
        tags
    }

    /// One of the choices that the declaration lists.
    pub(crate) fn choice(&self, key: &str, out: &mut Problems) -> Option<&'static str> {
        let node = self.node(key)?;
        let Some(Kind::Choice(choices)) = self.spec.field(key).map(|field| field.kind) else { return None };
        let found = match &node.value {
            NodeValue::Text(text) => lookalike::half_width(text).split_whitespace().collect::<String>(),
            _ => String::new(),
        };
        // Tables have Chinese names: `count = "企业"`.
        let meaning = rosters::choice(&found).or_else(|| format::table_named(&found)).unwrap_or(&found);
        let chosen = choices.iter().find(|choice| **choice == meaning);
        if chosen.is_none() {
            let mut problem = Problem::error(node.origin, self.path_of(key), kind_name(&node.value))
                .allowed(listed_choices(choices, &found));
            let words = choices.iter().copied().flat_map(rosters::words_for);
            let candidates: Vec<&str> = choices.iter().copied().chain(words).collect();
            problem.remedy = meant(&found, &candidates);
            out.push(problem);
        }
        chosen.copied()
    }

    /// A whole number in `range`.
    pub(crate) fn integer(
        &self,
        key: &str,
        range: std::ops::RangeInclusive<i64>,
        out: &mut Problems,
    ) -> Option<i64> {
        let node = self.node(key)?;
        let number = match &node.value {
            NodeValue::Integer(number) => Some(*number),
            NodeValue::Float(number) if number.fract() == 0.0 && number.abs() < 9e15 => Some(*number as i64),
            _ => None,
        };
        let (low, high) = (range.start(), range.end());
        let allowed = text!("{low} 到 {high} 的整数", "a whole number from {low} to {high}");
        match number {
            Some(number) if range.contains(&number) => Some(number),
            Some(number) => {
                out.push(
                    Problem::error(node.origin, self.path_of(key), text!("{number}", "{number}"))
                        .allowed(allowed),
                );
                None
            }
            None => {
                self.wrong_kind(key, node, allowed, out);
                None
            }
        }
    }

    /// A fixed number in `range`, a fraction that may be written with %.
    pub(crate) fn number(
        &self,
        key: &str,
        range: impl std::ops::RangeBounds<f64>,
        allowed: Text,
        out: &mut Problems,
    ) -> Option<f64> {
        let node = self.node(key)?;
        let path = self.path_of(key);
        let site = Site { path: &path, scale: Scale::of(Dimension::Signed), role: Role::Threshold };
        let value = scalar::unchecked(node, site, out)?;
        if range.contains(&value) {
            return Some(value);
        }
        let shown = tidy(value);
        out.push(Problem::error(node.origin, path, text!("{shown}", "{shown}")).allowed(allowed));
        None
    }

    /// The quantity of `key`, on the scale its declaration gives.
    pub(crate) fn quantity(&self, key: &str, out: &mut Problems) -> Option<Quantity> {
        let node = self.node(key)?;
        let Some(Kind::Quantity(dimension)) = self.spec.field(key).map(|field| field.kind) else {
            return None;
        };
        let path = self.path_of(key);
        quantity::quantity(node, Site { path: &path, scale: Scale::of(dimension), role: Role::Value }, out)
    }

    /// The same, where it must be a fixed number.
    pub(crate) fn fixed(&self, key: &str, out: &mut Problems) -> Option<f64> {
        let node = self.node(key)?;
        let Some(Kind::Quantity(dimension)) = self.spec.field(key).map(|field| field.kind) else {
            return None;
        };
        let path = self.path_of(key);
        scalar::fixed(node, Site { path: &path, scale: Scale::of(dimension), role: Role::Value }, out)
    }

    /// The same, with a value for an absent key (and, where it was reported, for a broken one).
    pub(crate) fn quantity_or(&self, key: &str, otherwise: f64, out: &mut Problems) -> Quantity {
        self.quantity(key, out).unwrap_or(Quantity::Fixed(otherwise))
    }

    /// The amount of a resource of this unit.
    pub(crate) fn amount_or(&self, key: &str, unit: &str, otherwise: f64, out: &mut Problems) -> Quantity {
        let Some(node) = self.node(key) else { return Quantity::Fixed(otherwise) };
        let path = self.path_of(key);
        let site = Site { path: &path, scale: Scale::amount(Dimension::Amount, unit), role: Role::Value };
        quantity::quantity(node, site, out).unwrap_or(Quantity::Fixed(otherwise))
    }

    /// Which of two keys is there; it must be just one of them.
    pub(crate) fn either(
        &self,
        keys: [&'static str; 2],
        shown_at: &str,
        allowed: Text,
        out: &mut Problems,
    ) -> Option<&'static str> {
        let [one, other] = keys;
        match keys.map(|key| self.table.get(key).is_some()) {
            [true, false] => return Some(one),
            [false, true] => return Some(other),
            [true, true] => {
                let found = text!("既有 {one} 又有 {other}", "both `{one}` and `{other}`");
                out.push(Problem::error(self.origin, self.path_of(shown_at), found).allowed(allowed));
            }
            [false, false] => {
                let found = text!("没有 {one}，也没有 {other}", "neither `{one}` nor `{other}`");
                out.push(Problem::error(self.origin, self.path_of(shown_at), found).allowed(allowed));
            }
        }
        None
    }

    /// The entries of a list that stands inside this one, with their keys checked; `shape` is how it is written.
    pub(crate) fn nested(
        &self,
        key: &str,
        spec: &'static TableSpec,
        shape: &Text,
        out: &mut Problems,
    ) -> Vec<Fields<'a>> {
        let Some(node) = self.node(key) else { return Vec::new() };
        let path = self.path_of(key);
        let NodeValue::List(items) = &node.value else {
            self.wrong_kind(key, node, shape.clone(), out);
            return Vec::new();
        };
        let mut entries = Vec::with_capacity(items.len());
        for (i, item) in items.iter().enumerate() {
            let path = format!("{path}[{}]", i + 1);
            match &item.value {
                NodeValue::Table(table) => {
                    check::keys(table, spec, &path, item.origin, out);
                    entries.push(Fields { table, spec, origin: item.origin, path });
                }
                NodeValue::Broken => {}
                other => out.push(
                    Problem::error(item.origin, path, kind_name(other))
                        .allowed(text!("一项，写作表", "an entry, written as a table")),
                ),
            }
        }
        entries
    }

    /// Twelve weights of sum 1; equal where the key is absent.
    pub(crate) fn shares_of_months(&self, key: &str, out: &mut Problems) -> [f64; 12] {
        self.weights(key, out).unwrap_or([1.0 / 12.0; 12])
    }

    fn weights(&self, key: &str, out: &mut Problems) -> Option<[f64; 12]> {
        let node = self.node(key)?;
        let allowed = text!("12 个非负的数，和大于 0", "12 numbers, none negative, of a sum above 0");
        let NodeValue::List(items) = &node.value else {
            self.wrong_kind(key, node, allowed, out);
            return None;
        };
        let path = self.path_of(key);
        let site = Site { path: &path, scale: Scale::of(Dimension::Plain), role: Role::Threshold };
        let weights: Option<Vec<f64>> = items.iter().map(|item| scalar::unchecked(item, site, out)).collect();
        let weights = weights?;
        let sum: f64 = weights.iter().sum();
        let count = weights.len();
        let fits = weights.iter().all(|&weight| weight >= 0.0) && sum > 0.0 && sum.is_finite();
        match <[f64; 12]>::try_from(weights) {
            Ok(weights) if fits => Some(weights.map(|weight| weight / sum)),
            _ => {
                let shown = tidy(sum);
                out.push(
                    Problem::error(
                        node.origin,
                        path,
                        text!("{count} 个权重，和为 {shown}", "{count} weights of sum {shown}"),
                    )
                    .allowed(allowed),
                );
                None
            }
        }
    }
}

/// The choices, with the words of offices for them to those who read or write Chinese.
fn listed_choices(choices: &[&str], found: &str) -> Text {
    let plain = choices.join(" | ");
    let with_words = choices.iter().map(|choice| {
        let words = rosters::words_for(choice).collect::<Vec<_>>().join("、");
        if words.is_empty() { (*choice).to_owned() } else { format!("{words} ({choice})") }
    });
    let with_words = with_words.collect::<Vec<_>>().join(" | ");
    let en = if found.is_ascii() { plain } else { with_words.clone() };
    Text { zh: with_words, en }
}

/// What makes a text unfit as a name.
fn label_fault(label: &str) -> Option<Text> {
    line_fault(label, MAX_NAME)
}

/// What makes a text unfit to stand on a line.
fn line_fault(line: &str, most: usize) -> Option<Text> {
    let count = line.chars().count();
    if line.trim().is_empty() {
        return Some(text!("空的文字", "an empty text"));
    }
    if count > most {
        return Some(text!("{count} 个字符", "{count} characters"));
    }
    let odd = line
        .trim()
        .chars()
        .find(|&c| c.is_control() || (lookalike::is_invisible(c) && c != '\u{3000}' && c != '\u{a0}'))?;
    let code = format!("U+{:04X}", u32::from(odd));
    Some(text!("含有不可见的字符 {code}", "it holds the invisible character {code}"))
}
