//! Who may use whom: the data's way is the layout, so the folders of `src` use each other in one direction only, and no two
//! files use each other.
//!
//! What is read are the paths in the sources (`crate::…`, `super::…`), outside of their tests.

use crate::sources::{sources, without_tests};
use proc_macro2::{TokenStream, TokenTree};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Every folder or file of `src` with those below it that it may use, from the ground up. `text` and `digest` hold no
/// knowledge of the model and may be used by all.
const ALLOWED: &[(&str, &[&str])] = &[
    // Ground
    ("text", &[]),
    ("digest", &[]),
    ("wide", &[]),
    // Input
    ("random", &["wide"]),
    ("law", &["random", "wide"]),
    ("format", &["law"]),
    ("scenario", &["format", "law", "random"]),
    ("read", &["format", "law", "scenario"]),
    // Engine
    ("plan", &["format", "law", "random", "scenario", "wide"]),
    ("trial", &["law", "plan", "random", "scenario", "wide"]),
    ("observe", &["plan", "random", "trial"]),
    ("summary", &["observe", "plan", "random", "scenario", "trial", "wide"]),
    // Answers
    ("program", &["random"]),
    ("results", &["plan", "program", "random", "scenario", "summary", "trial"]),
    ("compare", &["observe", "plan", "program", "random", "results", "scenario", "summary", "trial", "wide"]),
    ("study", &["compare", "observe", "plan", "random", "results", "scenario", "summary", "trial"]),
    // Words
    ("words", &["program", "results", "scenario"]),
    ("stored", &["compare", "results", "scenario"]),
    ("stamp", &["compare", "program", "results", "scenario", "stored"]),
    ("tables", &["compare", "format", "results", "scenario", "words"]),
    ("chart", &["compare", "results", "stamp", "words"]),
    ("terminal", &["compare", "results", "stamp", "tables", "words"]),
    ("report", &["chart", "compare", "format", "results", "scenario", "stamp", "tables", "words"]),
    // Keep
    ("starter", &["format"]),
    ("write", &[]),
    // Command
    (
        "cli",
        &[
            "chart", "compare", "format", "observe", "program", "random", "read", "report", "results",
            "scenario", "stamp", "starter", "stored", "study", "tables", "terminal", "words", "write",
        ],
    ),
];

/// Used from everywhere.
const GROUND: &[&str] = &["text", "digest"];

/// A module by its path below the crate: `["chart", "compare", "delay"]`.
type Module = Vec<String>;

#[test]
fn folders_use_only_what_lies_below_them() {
    let floors: Vec<&str> = ALLOWED.iter().map(|(folder, _)| *folder).collect();
    for (place, (folder, allowed)) in ALLOWED.iter().enumerate() {
        for one in *allowed {
            assert!(floors[..place].contains(one), "{folder} may not use {one}, which does not lie below it");
        }
    }
    let mut wrong = BTreeSet::new();
    let mut needed: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (module, used) in &uses() {
        let folder = &module[0];
        let Some((_, allowed)) = ALLOWED.iter().find(|(known, _)| known == folder) else {
            wrong.insert(format!("src/{folder} stands nowhere in the table"));
            continue;
        };
        for other in used.iter().map(|used| &used[0]).filter(|other| *other != folder) {
            needed.entry(folder.clone()).or_default().insert(other.clone());
            if !allowed.contains(&other.as_str()) && !GROUND.contains(&other.as_str()) {
                wrong.insert(format!("{} uses {other}", module.join("::")));
            }
        }
    }
    for (folder, allowed) in ALLOWED {
        let needed = needed.get(*folder).cloned().unwrap_or_default();
        wrong.extend(
            allowed
                .iter()
                .filter(|one| !needed.contains(**one))
                .map(|one| format!("{folder} no longer uses {one}: take it from the table")),
        );
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn no_two_files_use_each_other() {
    let uses = uses();
    let mut circles = BTreeSet::new();
    for (module, used) in &uses {
        for other in used {
            // A folder's own file names what stands in it, and what stands in it may use what it gathers.
            let is_parent = other.starts_with(module) || module.starts_with(other);
            if !is_parent && uses.get(other).is_some_and(|back| back.contains(module)) {
                let mut pair = [module.join("::"), other.join("::")];
                pair.sort();
                circles.insert(pair);
            }
        }
    }
    assert!(circles.is_empty(), "{circles:?}");
}

/// The check itself: paths are found wherever they stand, and those of tests are passed over.
#[test]
fn paths_are_read_as_the_compiler_reads_them() {
    let modules: BTreeSet<Module> =
        ["a", "a::b", "a::c", "d"].map(|path| path.split("::").map(String::from).collect()).into();
    let source = "use crate::{d::X, a::c::{self, Y}}; fn f() { super::g(); } // crate::e
        #[cfg(test)] mod tests { use crate::e; }";
    let found = used(without_tests(source.parse().unwrap()), &["a".into(), "b".into()], &modules);
    let found: Vec<String> = found.iter().map(|module| module.join("::")).collect();
    assert_eq!(found, ["a", "a::c", "d"]);
}

/// Every module of the library with the modules that it uses.
fn uses() -> BTreeMap<Module, BTreeSet<Module>> {
    let named: Vec<(Module, TokenStream)> = sources()
        .into_iter()
        .filter_map(|(file, tokens)| Some((module(Path::new(&file))?, tokens)))
        .collect();
    let modules = named.iter().map(|(module, _)| module.clone()).collect();
    let used = |(module, tokens): (Module, TokenStream)| {
        let used = used(tokens, &module, &modules);
        (module, used)
    };
    named.into_iter().map(used).collect()
}

/// The module of a file; `None` of those that stand for a crate or its build. The command's crate gives out the modules of
/// the model's as its own, so they bear the same names in both.
fn module(file: &Path) -> Option<Module> {
    let file = file.strip_prefix("model").unwrap_or(file);
    let mut module: Module =
        file.with_extension("").iter().map(|part| part.to_string_lossy().into_owned()).collect();
    if module.last()? == "mod" {
        module.pop();
    }
    let is_crate = matches!(module[..], [ref one] if ["lib", "main", "build"].contains(&one.as_str()));
    (!is_crate).then_some(module)
}

/// The modules that the paths of a source lead to, but for the module itself.
fn used(source: TokenStream, own: &[String], modules: &BTreeSet<Module>) -> BTreeSet<Module> {
    let mut paths = Vec::new();
    collect(source, own, &mut paths);
    let ends = paths.into_iter().filter_map(|mut path| {
        while !path.is_empty() && !modules.contains(&path) {
            path.pop();
        }
        (!path.is_empty() && path != own).then_some(path)
    });
    ends.collect()
}

/// Adds every path that begins with `crate` or `super`.
fn collect(source: TokenStream, own: &[String], paths: &mut Vec<Module>) {
    let tokens: Vec<TokenTree> = source.into_iter().collect();
    let mut at = 0;
    while at < tokens.len() {
        match &tokens[at] {
            TokenTree::Ident(word) if word == "crate" || word == "super" => {
                let mut start = own.to_vec();
                at += 1;
                if word == "crate" {
                    start.clear();
                } else {
                    start.pop();
                }
                at += follow(&tokens[at..], start, paths);
                continue;
            }
            TokenTree::Group(group) => collect(group.stream(), own, paths),
            _ => {}
        }
        at += 1;
    }
}

/// Follows a path from what stands behind its first word, and returns how many tokens belong to it.
fn follow(tokens: &[TokenTree], mut path: Module, paths: &mut Vec<Module>) -> usize {
    let mut at = 0;
    while let [TokenTree::Punct(a), TokenTree::Punct(b), next, ..] = &tokens[at..]
        && a.as_char() == ':'
        && b.as_char() == ':'
    {
        at += 3;
        match next {
            TokenTree::Ident(word) if word == "super" => {
                path.pop();
            }
            TokenTree::Ident(word) => path.push(word.to_string()),
            TokenTree::Group(branches) => {
                let branches: Vec<TokenTree> = branches.stream().into_iter().collect();
                for branch in
                    branches.split(|token| matches!(token, TokenTree::Punct(p) if p.as_char() == ','))
                {
                    if let [TokenTree::Ident(word), rest @ ..] = branch {
                        let mut path = path.clone();
                        if word != "self" {
                            path.push(word.to_string());
                        }
                        follow(rest, path, paths);
                    }
                }
                return at;
            }
            _ => break,
        }
    }
    paths.push(path);
    at
}
