//! What the numbers rest on, entry by entry, in words that need no knowledge of the file format.

mod amount;
mod choice;
mod value;

use super::super::fields::{Fields, entries, single};
use super::super::lookalike;
use super::super::node::{Entry, Table};
use super::super::problem::Problems;
use super::land::land_name;
use crate::format::{FieldSpec, Kind, TABLES};
use crate::scenario::{Assumption, Value};
use crate::text::{Name, Text, clean};
use std::collections::HashMap;

/// Characters of a name or a unit in a value.
const LONGEST: usize = 80;

/// Every entry of the tables that can give a source, table by table, in the order of the file.
pub(crate) fn assumptions(document: &Table, units: &[String], out: &mut Problems) -> Vec<Assumption> {
    let known = Known::of(document, units);
    let mut assumptions = Vec::new();
    for spec in TABLES.iter().filter(|spec| spec.field("source").is_some()) {
        let entries = match spec.repeated {
            true => entries(document, spec.key),
            false => single(document, spec.key).into_iter().collect(),
        };
        assumptions.extend(entries.iter().map(|entry| Assumption {
            table: spec.key,
            name: name(entry),
            values: entry.table.entries.iter().filter_map(|part| value(part, entry, &known)).collect(),
            source: source(entry, out),
        }));
    }
    assumptions
}

/// Names of what values refer to.
struct Known {
    /// Names by table and folded id.
    names: HashMap<(&'static str, String), Name>,
    /// Units of resources by folded id.
    units: HashMap<String, String>,
    /// Resources that supplies bring, by the supply's folded name.
    supplied: HashMap<String, String>,
}

impl Known {
    /// `units` are those of the resources, land first, whether the file lists it or not.
    fn of(document: &Table, units: &[String]) -> Self {
        let mut names = HashMap::new();
        let mut quiet = Problems::default();
        let identity = |entry: &Fields<'_>, quiet: &mut Problems| {
            let key = if entry.spec.field("id").is_some() { "id" } else { "name" };
            entry.label(key, quiet).map(|id| lookalike::folded(&id))
        };
        for table in [
            "industries",
            "enterprises",
            "resources",
            "supplies",
            "routes",
            "parcels",
            "projects",
            "channels",
        ] {
            for entry in entries(document, table) {
                if let Some(id) = identity(&entry, &mut quiet) {
                    names.insert((table, id), name(&entry));
                }
            }
        }
        names.entry(("resources", "land".to_owned())).or_insert_with(land_name);
        let supplied = entries(document, "supplies").into_iter().filter_map(|entry| {
            let mut quiet = Problems::default();
            Some((identity(&entry, &mut quiet)?, entry.label("resource", &mut quiet)?))
        });
        let supplied = supplied.collect();
        let mut ids: Vec<String> =
            entries(document, "resources").iter().filter_map(|entry| identity(entry, &mut quiet)).collect();
        // Land comes first, as in the list of units.
        ids.retain(|id| id != "land");
        ids.insert(0, "land".to_owned());
        Self { names, units: ids.into_iter().zip(units.iter().cloned()).collect(), supplied }
    }

    /// Name of an entry of `table`, by its id; of one that is not known, the id.
    fn name(&self, table: &'static str, id: &str) -> Text {
        match self.names.get(&(table, lookalike::folded(id))) {
            Some(Name { name, name_en }) => {
                let en = name_en.as_ref().unwrap_or(name);
                Text { zh: clean(name, LONGEST), en: clean(en, LONGEST) }
            }
            None => Text::same(clean(id, LONGEST)),
        }
    }

    /// Unit of what an entry of `table` brings or is, by its id; "" of others.
    fn unit_of(&self, table: &str, id: &str) -> &str {
        match table {
            "resources" => self.unit(id),
            "supplies" => {
                self.supplied.get(&lookalike::folded(id)).map_or("", |resource| self.unit(resource))
            }
            _ => "",
        }
    }

    /// Unit of a resource, by its id.
    fn unit(&self, resource: &str) -> &str {
        self.units.get(&lookalike::folded(resource)).map_or("", String::as_str)
    }
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
fn value(part: &Entry, entry: &Fields<'_>, known: &Known) -> Option<Value> {
    let field = entry.spec.field(&part.key)?;
    let names = field.kind == Kind::Id
        || matches!(field.key, "name" | "also" | "credit_code" | "source")
        || field.key.ends_with("_en");
    (!names).then(|| Value {
        key: field.key,
        label: label(field),
        written: value::of(&part.node, field, entry.table, known),
    })
}

/// Name of a key as offices and people have it.
fn label(field: &FieldSpec) -> Text {
    let zh = field.aliases.first().copied().unwrap_or(field.zh);
    Text { zh: zh.to_owned(), en: field.key.replace('_', " ") }
}

/// Texts in a row, with what stands between two of them in each language.
fn joined(parts: impl IntoIterator<Item = Text>, between: Text) -> Text {
    let (zh, en): (Vec<String>, Vec<String>) = parts.into_iter().map(|Text { zh, en }| (zh, en)).unzip();
    Text { zh: zh.join(&between.zh), en: en.join(&between.en) }
}
