//! A scenario file and all it takes from others, as one table.

use super::calendar::{Calendar, calendar};
use super::fields::Fields;
use super::file::{self, MAX_FILES};
use super::files::Files;
use super::lookalike;
use super::node::{Entry, FileIx, Node, NodeValue, Origin, Sources, Table};
use super::problem::{Problem, Problems};
use super::sheet::{self, Rows, Wanted};
use super::update::{self, Mode};
use super::{parse, sourced};
use crate::format::rosters::{ROSTERS, SOURCES};
use crate::format::{self, TableSpec};
use crate::text::text;
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// Most files that may extend one another in a row.
const MAX_EXTENDS: usize = 8;

/// Files on the way from the scenario to the one being read.
struct Chain<'a> {
    files: Files<'a>,
    root: PathBuf,
    paths: Vec<PathBuf>,
}

/// Reads the scenario file, the rosters it names and the files it extends, and merges them.
pub(crate) fn load(files: Files, path: &Path, sources: &mut Sources, out: &mut Problems) -> Option<Table> {
    let root = match file::root_of(files, path) {
        Ok(root) => root,
        Err(_) => {
            let shown = path.display();
            out.push(Problem::nowhere(text!("找不到文件 {shown}", "there is no file {shown}")));
            return None;
        }
    };
    let file = file::text_file(files, path, None, sources, out)?;
    let mut chain = Chain { files, root, paths: vec![path.to_path_buf()] };
    one_file(file, &mut chain, sources, out)
}

/// A file with its rosters, merged over what it extends.
fn one_file(file: FileIx, chain: &mut Chain, sources: &mut Sources, out: &mut Problems) -> Option<Table> {
    let content = sources.files[file.0].text.clone();
    let mut table = parse::parse(&content, file, out)?;
    if table.entries.is_empty() {
        out.push(empty_file(file));
        return None;
    }
    name_tables(&mut table);
    let path = sources.files[file.0].path.clone();
    let base = match table.get("extends").cloned() {
        Some(node) => Some(base_of(&node, &path, chain, sources, out)?),
        None => None,
    };
    let mut rosters = read_rosters(&table, base.as_ref(), &path, chain, sources, out);
    let rows = rosters.iter_mut().map(|roster| (roster.spec.key, &mut roster.rows));
    sourced::add_sources(&mut table, rows.collect(), out);
    table
        .entries
        .retain(|entry| entry.key != "extends" && entry.key != "rosters" && !is_roster_key(&entry.key));
    for roster in rosters.iter().filter(|roster| roster.over.is_none()) {
        append(&mut table, roster.spec, roster.rows.clone(), roster.named_at);
    }
    let Some(base) = base else { return Some(table) };
    let mut merged = merge(base, table);
    for Roster { spec, rows, named_at, over } in rosters {
        if let (Some(mode), Some(list)) = (over, list_mut(&mut merged, spec)) {
            update::put_over(list, rows, spec, mode, named_at, out);
        }
    }
    Some(merged)
}

fn list_mut<'a>(table: &'a mut Table, spec: &TableSpec) -> Option<&'a mut Vec<Node>> {
    match &mut table.entries.iter_mut().find(|entry| entry.key == spec.key)?.node.value {
        NodeValue::List(list) => Some(list),
        _ => None,
    }
}

fn is_roster_key(key: &str) -> bool {
    let is_source = SOURCES.iter().any(|(source, source_en, _)| *source == key || *source_en == key);
    is_source || ROSTERS.iter().any(|(roster, _)| *roster == key)
}

fn empty_file(file: FileIx) -> Problem {
    Problem::error(Origin::file(file), "", text!("文件是空的", "the file is empty"))
        .allowed(text!(
            "至少要有 [park]（base_year、end_year）、一个 [[industries]]（id、name、growth、volatility）、一个 [[enterprises]]（name、industry、output）和一个 [[targets]]",
            "needed: [park] (base_year, end_year), one [[industries]] (id, name, growth, volatility), one [[enterprises]] (name, industry, output) and one [[targets]]"
        ))
        .remedy(text!("用 parkcast init 生成一个带注释的样例", "`parkcast init` writes a commented example"))
}

/// Reads the file that `node` names as the base.
fn base_of(
    node: &Node,
    naming: &Path,
    chain: &mut Chain,
    sources: &mut Sources,
    out: &mut Problems,
) -> Option<Table> {
    let path = named_path(node, "extends", naming, chain, out)?;
    let real = |path: &Path| chain.files.real(path).ok();
    let this = real(&path);
    let known = chain.paths.iter().position(|earlier| real(earlier) == this);
    let shown = |paths: &[PathBuf]| {
        let names = paths.iter().chain([&path]).map(|path| path.display().to_string());
        names.collect::<Vec<_>>().join(" -> ")
    };
    if let Some(first) = known {
        let ring = shown(&chain.paths[first..]);
        out.push(
            Problem::error(node.origin, "extends", text!("循环继承：{ring}", "a cycle of `extends`: {ring}"))
                .remedy(text!("去掉其中一个 extends", "drop one of the `extends`")),
        );
        return None;
    }
    if chain.paths.len() > MAX_EXTENDS || sources.files.len() >= MAX_FILES {
        let row = shown(&chain.paths);
        out.push(
            Problem::error(
                node.origin,
                "extends",
                text!("继承太深：{row}", "too many files extend one another: {row}"),
            )
            .allowed(text!(
                "最多 {MAX_EXTENDS} 层、{MAX_FILES} 个文件",
                "at most {MAX_EXTENDS} levels and {MAX_FILES} files"
            )),
        );
        return None;
    }
    let file = file::text_file(chain.files, &path, Some(node.origin), sources, out)?;
    chain.paths.push(path);
    one_file(file, chain, sources, out)
}

/// The path that a text names, checked.
fn named_path(node: &Node, key: &str, naming: &Path, chain: &Chain, out: &mut Problems) -> Option<PathBuf> {
    let NodeValue::Text(given) = &node.value else {
        out.push(
            Problem::error(node.origin, key, super::scalar::kind_name(&node.value))
                .allowed(text!("文件的路径，用引号", "the path of a file, in quotes")),
        );
        return None;
    };
    let given = if key == "extends" { given } else { split_sheet(given).0 };
    match file::resolve(chain.files, given, naming, &chain.root) {
        Ok(path) => Some(path),
        Err((found, remedy)) => {
            let mut problem = Problem::error(node.origin, key, found);
            problem.remedy = remedy;
            out.push(problem);
            None
        }
    }
}

/// "file.xlsx#Sheet" as the file and the sheet.
fn split_sheet(given: &str) -> (&str, Option<&str>) {
    match given.split_once('#') {
        Some((file, sheet)) => (file, Some(sheet)),
        None => (given, None),
    }
}

/// The rows of a roster.
struct Roster {
    spec: &'static TableSpec,
    rows: Vec<Node>,
    named_at: Origin,
    /// What they do to the list of the file that is extended; `None` where that has none.
    over: Option<Mode>,
}

/// Reads the rosters that `table` names.
fn read_rosters(
    table: &Table,
    base: Option<&Table>,
    naming: &Path,
    chain: &Chain,
    sources: &mut Sources,
    out: &mut Problems,
) -> Vec<Roster> {
    let mut rosters = Vec::new();
    let mode = mode(table, out);
    let wanted = wanted(table, base);
    for (key, list) in ROSTERS {
        let Some(node) = table.get(key) else { continue };
        let Some(spec) = format::table(list) else { continue };
        let is_over = base
            .and_then(|base| base.get(list))
            .is_some_and(|list| matches!(&list.value, NodeValue::List(entries) if !entries.is_empty()));
        let over = is_over.then_some(mode);
        let rows = if over == Some(Mode::Update) { Rows::Updates } else { Rows::Entries };
        let wanted = Wanted { rows, ..wanted.clone() };
        let rows = rows_of(node, key, (spec, &wanted), naming, chain, sources, out);
        // Stands for what the file would have held, so that nobody misses it elsewhere.
        let unread = || vec![Node { value: NodeValue::Broken, origin: node.origin }];
        let rows = rows.filter(|rows| !rows.is_empty()).unwrap_or_else(unread);
        rosters.push(Roster { spec, rows, named_at: node.origin, over });
    }
    rosters
}

/// What the scenario wants of its rosters: what `table` says, else what it extends, as far as it can be read; what is
/// wrong with it is said where it is converted.
fn wanted(table: &Table, base: Option<&Table>) -> Wanted {
    let of = |key: &str| {
        [Some(table), base].into_iter().flatten().find_map(|table| match &table.get("park")?.value {
            NodeValue::Table(park) => park.get(key).map(|node| &node.value),
            _ => None,
        })
    };
    let base_year = match of("base_year") {
        Some(NodeValue::Integer(year @ 1900..=2300)) => i32::try_from(*year).ok(),
        _ => None,
    };
    let as_of = match of("as_of").and_then(calendar) {
        Some(Calendar::Month(year, month)) => i32::try_from(year).ok().zip(u32::try_from(month).ok()),
        _ => None,
    };
    let basis = match of("basis") {
        Some(NodeValue::Text(basis)) => Some(basis.clone()),
        _ => None,
    };
    Wanted { rows: Rows::Entries, base_year, as_of, basis }
}

/// What rows of this file's rosters do to entries of the file that it extends.
fn mode(table: &Table, out: &mut Problems) -> Mode {
    let Some(spec) = format::table("") else { return Mode::Update };
    let origin = table.get("rosters").map_or(Origin::file(FileIx(0)), |node| node.origin);
    let top = Fields { table, spec, origin, path: String::new() };
    match top.choice("rosters", out) {
        Some("replace") => Mode::Replace,
        _ => Mode::Update,
    }
}

/// The rows of the roster that `node` names; `None` where it cannot be read.
fn rows_of(
    node: &Node,
    key: &str,
    of: (&'static TableSpec, &Wanted),
    naming: &Path,
    chain: &Chain,
    sources: &mut Sources,
    out: &mut Problems,
) -> Option<Vec<Node>> {
    let path = named_path(node, key, naming, chain, out)?;
    if sources.files.len() >= MAX_FILES {
        out.push(
            Problem::error(node.origin, key, text!("文件太多", "too many files"))
                .allowed(text!("最多 {MAX_FILES} 个", "at most {MAX_FILES}")),
        );
        return None;
    }
    let sheet = match &node.value {
        NodeValue::Text(given) => split_sheet(given).1.map(str::to_owned),
        _ => None,
    };
    let (spec, wanted) = of;
    let file = (path.as_path(), sheet.as_deref());
    Some(sheet::read(chain.files, sources, file, node.origin, spec, wanted, out))
}

fn append(table: &mut Table, spec: &TableSpec, rows: Vec<Node>, origin: Origin) {
    if let Some(entry) = table.entries.iter_mut().find(|entry| entry.key == spec.key) {
        if let NodeValue::List(list) = &mut entry.node.value {
            list.extend(rows);
        }
        return;
    }
    let node = Node { value: NodeValue::List(rows), origin };
    table.entries.push(Entry { key: spec.key.to_owned(), key_origin: origin, node });
}

/// Gives tables with Chinese names their keys; one that is there under its key already is left, to be refused.
fn name_tables(table: &mut Table) {
    for i in 0..table.entries.len() {
        let Some(key) = format::table_named(&table.entries[i].key) else { continue };
        if table.get(key).is_none() {
            key.clone_into(&mut table.entries[i].key);
        }
    }
}

/// Merges `child` over `base`: tables key by key, arrays of tables joined, anything else replaced.
fn merge(mut base: Table, child: Table) -> Table {
    // The English form of another text would be wrong for this one: of a title, a name, a basis.
    base.entries.retain(|entry| {
        let translated = entry.key.strip_suffix("_en");
        translated.is_none_or(|key| child.get(key).is_none())
    });
    for entry in child.entries {
        match base.entries.iter_mut().find(|known| known.key == entry.key) {
            Some(known) => merge_entry(known, entry),
            None => base.entries.push(entry),
        }
    }
    base
}

fn merge_entry(known: &mut Entry, entry: Entry) {
    let joined = format::table(&entry.key).is_some_and(|spec| spec.repeated);
    match (&mut known.node.value, entry.node.value) {
        // A change's id is that of what it acts on, not its own.
        (NodeValue::List(base), NodeValue::List(child)) if entry.key == "changes" => base.extend(child),
        (NodeValue::List(base), NodeValue::List(child)) if joined => join(base, child),
        (NodeValue::Table(base), NodeValue::Table(child)) => {
            // The source of other numbers would be wrong for these.
            base.entries.retain(|entry| !matches!(entry.key.as_str(), "source" | "source_en"));
            let merged = merge(std::mem::take(base), child);
            *base = merged;
        }
        (value, replacement) => {
            *value = replacement;
            known.node.origin = entry.node.origin;
            known.key_origin = entry.key_origin;
        }
    }
}

/// Joins two lists of entries: one with the id (else the name) of a known one takes its place.
fn join(base: &mut Vec<Node>, child: Vec<Node>) {
    let mut places: HashMap<String, usize> =
        base.iter().enumerate().filter_map(|(i, known)| Some((identity(known)?, i))).collect();
    for node in child {
        // Taken out once: a second entry of that id in the child is a mistake for the check of ids to find.
        match identity(&node).and_then(|wanted| places.remove(&wanted)) {
            Some(place) => base[place] = node,
            None => base.push(node),
        }
    }
}

fn identity(node: &Node) -> Option<String> {
    let NodeValue::Table(table) = &node.value else { return None };
    match table.get("id").or_else(|| table.get("name")).map(|node| &node.value) {
        Some(NodeValue::Text(text)) => Some(lookalike::folded(text)),
        _ => None,
    }
}
