//! The names of things, and references to them.

use super::fields::Fields;
use super::lookalike;
use super::node::Origin;
use super::problem::{Problem, Problems};
use crate::text::text;
use std::collections::HashMap;

/// After this many problems no more suggestions are looked for: each costs a walk over all names.
const MAX_SUGGESTIONS: usize = 200;

/// The ids and names of one kind of thing.
#[derive(Debug, Default)]
pub(crate) struct Names {
    /// Table of the things.
    kind: &'static str,
    /// Id of each (its name where it has none); empty where that is missing or wrong.
    pub(crate) ids: Vec<String>,
    /// Display name of each.
    names: Vec<String>,
    /// Whether some of the things could not be read: then no name is reported as unknown.
    pub(crate) unsure: bool,
    by_id: HashMap<String, usize>,
    /// Names that are not ids; `None` where several things share one.
    by_name: HashMap<String, Option<usize>>,
}

impl Names {
    /// Collects the ids and names of `entries`, and reports those that are the same or look the same.
    pub(crate) fn collect(kind: &'static str, entries: &[Fields<'_>], out: &mut Problems) -> Self {
        let mut names = Self { kind, ..Self::default() };
        for (i, entry) in entries.iter().enumerate() {
            let has_id = entry.spec.field("id").is_some() && entry.table.get("id").is_some();
            let key = if has_id { "id" } else { "name" };
            // Names are looked at again, and reported, where they are converted.
            let mut quiet = Problems::default();
            let name = entry.label("name", &mut quiet).unwrap_or_default();
            let id = if has_id { entry.label(key, out).unwrap_or_default() } else { name.clone() };
            if !id.is_empty() {
                names.add_id(i, &id, entries, key, out);
            }
            if !name.is_empty() {
                names
                    .by_name
                    .entry(lookalike::folded(&name))
                    .and_modify(|known| *known = None)
                    .or_insert(Some(i));
            }
            names.ids.push(id);
            names.names.push(name);
        }
        names.add_others(entries, out);
        names
    }

    /// The other names of things (`also`), each of one thing only.
    fn add_others(&mut self, entries: &[Fields<'_>], out: &mut Problems) {
        for (i, entry) in entries.iter().enumerate().filter(|(_, entry)| entry.spec.field("also").is_some()) {
            for (other, origin) in entry.labels("also", out) {
                let folded = lookalike::folded(&other);
                let owner =
                    self.by_id.get(&folded).copied().map(Some).or_else(|| self.by_name.get(&folded).copied());
                if owner.is_none_or(|owner| owner == Some(i)) {
                    self.by_name.insert(folded, Some(i));
                    continue;
                }
                let problem = Problem::error(
                    origin,
                    entry.path_of("also"),
                    text!("“{other}”已经是另一项的名称", "\"{other}\" names another entry already"),
                );
                out.push(match owner.flatten() {
                    Some(first) => problem.also(entries[first].origin, text!("先在这里", "first here")),
                    None => problem,
                });
            }
        }
    }

    fn add_id(&mut self, i: usize, id: &str, entries: &[Fields<'_>], key: &str, out: &mut Problems) {
        let folded = lookalike::folded(id);
        let Some(&first) = self.by_id.get(&folded) else {
            self.by_id.insert(folded, i);
            return;
        };
        let other = &self.ids[first];
        let found = if other == id {
            text!("“{id}”重复", "\"{id}\" is there twice")
        } else {
            text!("“{id}”与“{other}”看起来相同", "\"{id}\" looks the same as \"{other}\"")
        };
        let first_key = if entries[first].table.get("id").is_some() { "id" } else { "name" };
        out.push(
            Problem::error(entries[i].origin_of(key), entries[i].path_of(key), found)
                .allowed(text!(
                    "每一项的标识（或名称）唯一",
                    "ids (or names, where there is no id) are unique"
                ))
                .also(entries[first].origin_of(first_key), text!("先在这里", "first here")),
        );
    }

    /// Adds a thing that the file need not list.
    pub(crate) fn add_first(&mut self, id: &str, name: &str) {
        for place in self.by_id.values_mut() {
            *place += 1;
        }
        for place in self.by_name.values_mut().flatten() {
            *place += 1;
        }
        self.by_id.insert(lookalike::folded(id), 0);
        self.by_name.entry(lookalike::folded(name)).or_insert(Some(0));
        self.ids.insert(0, id.to_owned());
        self.names.insert(0, name.to_owned());
    }

    /// The thing of this id, else of this name where only one has it.
    pub(crate) fn get(&self, text: &str) -> Option<usize> {
        let folded = lookalike::folded(text);
        self.by_id.get(&folded).copied().or_else(|| self.by_name.get(&folded).copied().flatten())
    }

    /// The same; reports a text that names nothing, unless what it names may be among what could not be read.
    pub(crate) fn find(&self, text: &str, origin: Origin, path: &str, out: &mut Problems) -> Option<usize> {
        let found = self.get(text);
        if found.is_none() && !self.unsure {
            let kind = self.kind;
            let mut problem = Problem::error(
                origin,
                path,
                text!("[[{kind}]] 中没有“{text}”", "there is no \"{text}\" in [[{kind}]]"),
            );
            if out.list.len() > MAX_SUGGESTIONS {
                out.push(problem);
                return None;
            }
            let known =
                self.ids.iter().chain(&self.names).map(String::as_str).filter(|name| !name.is_empty());
            match lookalike::nearest(text, known) {
                Some(near) => {
                    problem = problem.remedy(text!("是否应为“{near}”？", "did you mean \"{near}\"?"))
                }
                None => problem = problem.allowed(self.listed()),
            }
            out.push(problem);
        }
        found
    }

    /// The first few ids, for a message.
    fn listed(&self) -> crate::text::Text {
        let known: Vec<&str> = self.ids.iter().map(String::as_str).filter(|id| !id.is_empty()).collect();
        let shown = known.iter().take(10).copied().collect::<Vec<_>>().join(", ");
        let kind = self.kind;
        match known.len() {
            0 => text!("没有任何 [[{kind}]]", "there are no [[{kind}]]"),
            1..=10 => text!("{shown}", "{shown}"),
            count => text!("{shown} 等 {count} 个", "{shown} and others ({count} in all)"),
        }
    }
}

impl Fields<'_> {
    /// Place of the entry that `key` refers to.
    pub(crate) fn reference(&self, key: &str, names: &Names, out: &mut Problems) -> Option<usize> {
        let found = self.label(key, out)?;
        names.find(&found, self.origin_of(key), &self.path_of(key), out)
    }
}
