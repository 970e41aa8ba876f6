//! The source of a whole list: what `enterprises_source` says holds for every entry of the file that names none of its own.

use super::fields::Fields;
use super::node::{Entry, Node, NodeValue, Table};
use super::problem::{Problem, Problems};
use crate::format;
use crate::format::rosters::SOURCES;
use crate::text::text;

/// Gives the entries of each list the source that the file names for all of them: those of the file itself and the rows of
/// its rosters (`rows`, each with the list that it is of).
pub(crate) fn add_sources(document: &mut Table, mut rows: Vec<(&str, &mut Vec<Node>)>, out: &mut Problems) {
    for (key, key_en, list) in SOURCES {
        let named = [("source", *key), ("source_en", *key_en)]
            .map(|(own, key)| Some((own, valid(document, key, out)?)));
        let named: Vec<(&str, Entry)> = named.into_iter().flatten().collect();
        let Some((_, first)) = named.first() else { continue };
        let own = document.entries.iter_mut().find(|entry| entry.key == *list);
        let own = own.and_then(|entry| match &mut entry.node.value {
            NodeValue::List(entries) => Some(entries),
            _ => None,
        });
        let rows = rows.iter_mut().filter(|(of, _)| of == list).map(|(_, rows)| &mut **rows);
        let lists: Vec<&mut Vec<Node>> = own.into_iter().chain(rows).collect();
        if lists.is_empty() {
            out.push(
                Problem::warning(
                    first.key_origin,
                    first.key.clone(),
                    text!(
                        "没有作用：本文件中没有 [[{list}]]",
                        "it has no effect: there is no [[{list}]] in this file"
                    ),
                )
                .remedy(text!("写在列出这些条目的文件里", "write it in the file that lists the entries")),
            );
        }
        for entry in lists.into_iter().flatten() {
            let NodeValue::Table(entry) = &mut entry.value else { continue };
            let has_own = ["source", "source_en"].iter().any(|own| entry.get(own).is_some());
            if !has_own {
                entry.entries.extend(
                    named.iter().map(|(own, given)| Entry { key: (*own).to_owned(), ..given.clone() }),
                );
            }
        }
    }
}

/// The key at the top of the file, if it is there and says something; what is wrong with it is said once.
fn valid(document: &Table, key: &'static str, out: &mut Problems) -> Option<Entry> {
    let entry = document.entries.iter().find(|entry| entry.key == key)?;
    let spec = format::table("")?;
    let top = Fields { table: document, spec, origin: entry.key_origin, path: String::new() };
    let mut local = Problems::default();
    let said = top.citation(key, &mut local);
    // The path of a key at the top is the key itself.
    for mut problem in local.list {
        problem.path = key.to_owned();
        out.push(problem);
    }
    said.map(|_| entry.clone())
}
