//! What is made from kept results: charts drawn again, and numbers that come out again, from outside.

mod hostile;
mod redraw;
mod verify;

use assert_cmd::Command;
use std::path::{Path, PathBuf};
use std::process::Output;
use tempfile::TempDir;

/// A small park in which every chart but those of land has something to show, with a roster and two policies.
pub const PARK: &str = r#"
title = "示例"
enterprises_file = "roster.csv"
[park]
name = "示例园区"
base_year = 2023
end_year = 2025
[run]
trials = 3000
[[industries]]
id = "textile"
name = "纺织"
growth = "6% to 16%"
volatility = 0.2
[[targets]]
id = "ten"
name = "2个十亿企业"
count = "enterprises"
where = { output = ">= 10亿元" }
at_least = 2
year = 2024
[[targets]]
id = "output"
name = "产值"
metric = "park.output"
at_least = "25亿元"
year = 2025
[[scores]]
id = "score"
name = "考核"
at_least = 80
items = [ { target = "ten", weight = 60 }, { target = "output", weight = 40 } ]
[[policies]]
id = "nurture"
name = "培育"
cost = 1000
changes = [ { on = "enterprises", where = { name = "甲" }, growth = { add = "5%" } } ]
[[policies]]
id = "promote"
name = "扩产"
cost = 800
changes = [ { on = "enterprises", where = { name = "乙" }, growth = { add = "4%" } } ]
[[mixes]]
id = "all-in"
name = "全面发力"
policies = { nurture = 1.0, promote = 1.0 }
"#;

const ROSTER: &str = "企业名称,行业,产值(亿元)\n甲,纺织,9\n乙,纺织,9.5\n丙,纺织,4\n";

/// A folder with the park and its roster.
pub fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("park.toml"), PARK).unwrap();
    std::fs::write(folder.path().join("roster.csv"), ROSTER).unwrap();
    folder
}

/// Runs the command in a folder, in no language.
pub fn parkcast(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_parkcast"));
    command.current_dir(folder).env_remove("LANG").env_remove("LC_ALL").env_remove("LC_MESSAGES");
    command.args(arguments).output().unwrap()
}

/// What a command that ends with this status says, all of it.
pub fn ends(folder: &Path, arguments: &[&str], status: i32) -> String {
    let output = parkcast(folder, arguments);
    let said = String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(status), "{arguments:?}: {said}");
    said
}

/// Names of the files in a folder, but for the record.
pub fn names(folder: &Path) -> Vec<String> {
    let files = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().file_name());
    let mut names: Vec<String> = files.map(|name| name.into_string().unwrap()).collect();
    names.retain(|name| !name.starts_with('.'));
    names.sort();
    names
}

/// The pictures in a folder.
pub fn pictures(folder: &Path) -> Vec<PathBuf> {
    let is_picture = |name: &String| name.ends_with(".png") || name.ends_with(".svg");
    names(folder).into_iter().filter(is_picture).map(|name| folder.join(name)).collect()
}
