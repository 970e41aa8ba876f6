//! Tells the program the commit it is built from, as `PARKCAST_COMMIT`, where there is one to tell.

use std::path::Path;
use std::process::Command;

/// Files that the program is made of: a change to any other leaves it the program of its commit.
const PARTS: [&str; 4] = ["../../src", "../../assets/fonts", "../../Cargo.toml", "../../Cargo.lock"];

fn main() {
    println!("cargo::rerun-if-env-changed=PARKCAST_COMMIT");
    // Builds of those who change the program name no commit, so that a commit alone builds nothing again.
    let is_release = std::env::var("PROFILE").is_ok_and(|profile| profile == "release");
    let found = || of_package().or_else(of_checkout);
    if let Some(commit) = given().or_else(|| is_release.then(found).flatten()) {
        println!("cargo::rustc-env=PARKCAST_COMMIT={commit}");
    }
}

/// The commit that whoever builds from an archive gives.
fn given() -> Option<String> {
    std::env::var("PARKCAST_COMMIT").ok().filter(|commit| !commit.is_empty())
}

/// The commit that `cargo package` wrote down.
fn of_package() -> Option<String> {
    let facts = std::fs::read_to_string(".cargo_vcs_info.json").ok()?;
    let (_, rest) = facts.split_once("\"sha1\"")?;
    let commit = rest.split('"').nth(1)?;
    Some(marked(commit, facts.contains("\"dirty\": true")))
}

/// The commit that is checked out here, unless the files belong to none, as in a copy inside another repository.
fn of_checkout() -> Option<String> {
    for part in PARTS {
        println!("cargo::rerun-if-changed={part}");
    }
    git(&["ls-files", "--error-unmatch", "build.rs"])?;
    let commit = git(&["rev-parse", "HEAD"])?;
    // HEAD changes where another branch is checked out, its log wherever it moves.
    for file in ["HEAD", "logs/HEAD"] {
        let path = git(&["rev-parse", "--git-path", file])?;
        if Path::new(&path).exists() {
            println!("cargo::rerun-if-changed={path}");
        }
    }
    let changes = git(&[&["status", "--porcelain", "--"], &PARTS[..]].concat())?;
    Some(marked(&commit, !changes.is_empty()))
}

fn marked(commit: &str, is_dirty: bool) -> String {
    format!("{commit}{}", if is_dirty { "-dirty" } else { "" })
}

/// What git answers; nothing where there is no git, or no repository.
fn git(arguments: &[&str]) -> Option<String> {
    let output = Command::new("git").arg("--no-optional-locks").args(arguments).output().ok()?;
    let answer = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| answer.trim().to_owned())
}
