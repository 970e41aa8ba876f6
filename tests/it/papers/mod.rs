//! Papers kept true: what README, `docs` and the code say of each other is there.

mod commands;
mod model;
mod options;
mod page;
mod pages;
mod reference;
mod results;
mod samples;

use std::fs;
use std::path::{Path, PathBuf};

/// Path of a file of the repository.
fn at(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// Text of a file of the repository.
fn text_of(path: &str) -> String {
    fs::read_to_string(at(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Paths, in order, of the files below `folder` whose name ends in `ending`.
fn files_below(folder: &str, ending: &str) -> Vec<String> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(at(&folder)).unwrap() {
            let entry = entry.unwrap();
            let path = format!("{folder}/{}", entry.file_name().to_str().unwrap());
            if entry.file_type().unwrap().is_dir() {
                folders.push(path);
            } else if path.ends_with(ending) {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

/// Stems of the pages that are generated.
const GENERATED: &[&str] = &["options", "reference"];

/// Checks that the file at `path` is what was generated; `UPDATE_DOCS=1` writes it instead.
fn kept(path: &str, generated: &str) {
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(at(path), generated).unwrap();
        return;
    }
    let is = fs::read_to_string(at(path)).unwrap_or_default().replace("\r\n", "\n");
    let first = is.lines().zip(generated.lines()).position(|(is, ought)| is != ought);
    let line = first.unwrap_or_else(|| is.lines().count().min(generated.lines().count())) + 1;
    assert!(
        is == generated,
        "{path}, line {line}, is not what the program declares: `just papers` writes it again"
    );
}
