//! Keys of `results.json`: what the page explains is what the program writes.

use super::{at, pages};
use assert_cmd::Command;
use serde_json::Value;
use std::collections::BTreeSet;

/// Keys that say themselves what they are, or stand for ids and metrics of a scenario.
const PLAIN: &[&str] =
    &["target", "id", "name", "name_en", "year", "years", "park", "policy", "policies", "month"];

/// What `parkcast` prints with `--json`.
fn json(arguments: &[&str]) -> Value {
    let folder = tempfile::tempdir().unwrap();
    let mut run = Command::new(env!("CARGO_BIN_EXE_parkcast"));
    let run =
        run.current_dir(at("")).args(arguments).args(["--trials", "200", "--json", "--no-charts", "--out"]);
    let output = run.arg(folder.path()).output().unwrap();
    serde_json::from_slice(&output.stdout).unwrap()
}

/// Keys of an object, and of the objects that it or its lists hold, so many levels deep.
fn keys(value: &Value, levels: usize, into: &mut BTreeSet<String>) {
    match value {
        Value::Object(fields) if levels > 0 => {
            for (key, field) in fields {
                into.insert(key.clone());
                keys(field, levels - 1, into);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| keys(item, levels, into)),
        _ => {}
    }
}

#[test]
fn every_key_is_explained() {
    let mut written = BTreeSet::new();
    for arguments in [
        &["run", "scenarios/baseline.toml", "--mix", "all-in"][..],
        &[
            "compare",
            "scenarios/baseline.toml",
            "--mix",
            "all-in",
            "--contributions",
            "all-in",
            "--delay",
            "clear-idle",
        ],
    ] {
        let mut results = json(arguments);
        // Metrics are explained in the reference, figures of a comparison are the same.
        results["park"] = Value::Null;
        results["figures"]["alternatives"] = Value::Null;
        keys(&results, 2, &mut written);
    }
    let twins = pages::twins();
    let pages = twins.iter().find(|[zh, _]| zh.path == "docs/results-json.md").unwrap();
    for page in pages {
        let explained: BTreeSet<&str> = page.code().into_iter().collect();
        for key in &written {
            assert!(
                explained.contains(key.as_str()) || PLAIN.contains(&key.as_str()),
                "{}: no `{key}`",
                page.path
            );
        }
    }
}
