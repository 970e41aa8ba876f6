//! Commands in the pages: what a reader copies is understood by the program.

use super::page::Page;
use super::{pages, text_of};
use clap::{CommandFactory, Parser, error::ErrorKind};
use parkcast::cli::Arguments;
use std::collections::BTreeSet;

/// Ways to write the program's name.
const NAMES: &[&str] = &["parkcast ", "cargo run --release -- ", "target/release/parkcast "];
/// Other programs that pages may call.
const OTHERS: &[&str] = &["cargo", "pip", "python3", "just"];
/// Options that take the id of a target, goal, score, mix or policy of the example.
const IDS: &[&str] = &["--mix", "--by", "--contributions", "--delay", "--reference"];

/// Lines of the blocks of shell of a page, without comments.
fn lines(page: &Page) -> Vec<&str> {
    let blocks = page.blocks.iter().filter(|block| block.language == "sh");
    let lines =
        blocks.flat_map(|block| block.text.lines()).map(|line| line.split(" # ").next().unwrap().trim());
    lines.filter(|line| !line.is_empty()).collect()
}

/// The words after the program's name, if it is the program that is called.
fn ours(line: &str) -> Option<Vec<&str>> {
    let line = line.strip_prefix("time ").unwrap_or(line);
    let rest = NAMES.iter().find_map(|name| line.strip_prefix(name))?;
    Some(rest.split_whitespace().collect())
}

#[test]
fn commands_are_understood() {
    let mut tried = 0;
    for page in pages::all() {
        for line in lines(&page) {
            let Some(words) = ours(line) else {
                let program = line.split_whitespace().next().unwrap();
                assert!(OTHERS.contains(&program), "{}: {line}", page.path);
                continue;
            };
            tried += 1;
            let parsed = Arguments::try_parse_from(["parkcast"].iter().chain(&words));
            let error = parsed.err().filter(|error| error.kind() != ErrorKind::DisplayVersion);
            assert!(error.is_none(), "{}: {line}\n{}", page.path, error.unwrap());
        }
    }
    assert!(tried >= 40, "{tried} commands");
}

#[test]
fn commands_name_what_the_examples_have() {
    let example = text_of("scenarios/baseline.toml");
    for page in pages::all() {
        for words in lines(&page).into_iter().filter_map(ours) {
            for pair in words.windows(2).filter(|pair| IDS.contains(&pair[0])) {
                let known = pair[1] == "none" || example.contains(&format!("id = \"{}\"", pair[1]));
                assert!(known, "{}: {}", page.path, words.join(" "));
            }
            for file in words.iter().filter(|word| word.starts_with("scenarios/") && !word.contains('*')) {
                assert!(super::at(file).is_file(), "{}: {file}", page.path);
            }
        }
    }
}

#[test]
fn options_in_the_text_exist() {
    let command = Arguments::command();
    let of_all =
        [&command].into_iter().chain(command.get_subcommands()).flat_map(|command| command.get_arguments());
    let known: BTreeSet<String> =
        of_all.filter_map(|option| Some(format!("--{}", option.get_long()?))).collect();
    // Of cargo and clap.
    let foreign = ["--version", "--help", "--release", "--"];
    for page in pages::twins().iter().flatten() {
        for code in page.code() {
            for word in code.split_whitespace().filter(|word| word.starts_with("--")) {
                assert!(known.contains(word) || foreign.contains(&word), "{}: {code}", page.path);
            }
        }
    }
}

#[test]
fn the_test_command_stays_recognisable() {
    for readme in ["README.md", "README.en.md"] {
        let page = Page::read(readme);
        for command in ["cargo run --release -- run scenarios/baseline.toml", "cargo test"] {
            assert!(lines(&page).contains(&command), "{readme} has no line `{command}`");
        }
    }
}
