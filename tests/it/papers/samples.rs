//! Output quoted in the pages, each after a comment `<!-- $ command -->` with the command that printed it, or
//! `<!-- $$ command -->` where a shorter run would not print it.
//!
//! Tables are compared with those of a shorter run: titles of columns, names of rows, and probabilities within its error.
//! Every digit is compared where there is time for the whole command, before a release:
//! `cargo test --release --test it papers::samples -- --ignored`.

use super::{at, pages};
use assert_cmd::Command;
use std::collections::BTreeMap;

/// Trials of the shorter run.
const TRIALS: &str = "2000";
/// Four standard errors of a probability near a half from that many trials, in percentage points.
const TOLERANCE: f64 = 4.5;

/// A table as the terminal shows it.
#[derive(Debug, PartialEq)]
struct Table {
    /// Titles of its columns.
    heads: Vec<String>,
    /// Names of its rows, without spaces, with the first probability of each in per cent.
    rows: Vec<(String, Option<f64>)>,
}

/// Cells of a line: what stands two spaces apart.
fn cells(line: &str) -> Vec<String> {
    line.split("  ").map(str::trim).filter(|cell| !cell.is_empty()).map(str::to_owned).collect()
}

/// Tables in a text: each has a rule below its heads, and rows that are indented.
fn tables(text: &str) -> Vec<Table> {
    let lines: Vec<&str> = text.lines().collect();
    let rules = (1..lines.len()).filter(|&i| lines[i].starts_with('─'));
    let table = |rule: usize| {
        let mut rows: Vec<(String, Option<f64>)> = Vec::new();
        for line in lines[rule + 1..].iter().take_while(|line| line.starts_with(' ')) {
            let percent = |cell: &String| cell.strip_suffix('%')?.parse().ok();
            match (cells(line).as_slice(), rows.last_mut()) {
                // A name too long for its column goes on in a line of its own.
                ([more], Some((name, _))) => *name += more,
                ([name, others @ ..], _) => rows.push((name.clone(), others.iter().find_map(percent))),
                ([], _) => {}
            }
        }
        let rows = rows.into_iter().map(|(name, percent)| (name.replace(' ', ""), percent)).collect();
        Table { heads: cells(lines[rule - 1]), rows }
    };
    rules.map(table).collect()
}

/// What a command of the pages prints; with `fewer` trials than it asks for.
fn printed(command: &str, fewer: bool) -> String {
    let words = command.strip_prefix("parkcast ").unwrap().split_whitespace();
    let folder = tempfile::tempdir().unwrap();
    let mut run = Command::new(env!("CARGO_BIN_EXE_parkcast"));
    run.current_dir(at("")).args(words).arg("--no-charts").arg("--out").arg(folder.path());
    if fewer {
        run.args(["--trials", TRIALS]);
    }
    let output = run.output().unwrap();
    assert!(output.status.success(), "{command}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// Quotations by the command that each is of, with the page; with `whole` those of the whole command too.
fn quotations(whole: bool) -> BTreeMap<String, Vec<(String, String)>> {
    let mut quotations: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
    for page in pages::all() {
        for block in page.blocks.into_iter().filter(|block| whole || !block.is_of_whole) {
            if let Some(command) = block.quotes {
                quotations.entry(command).or_default().push((page.path.clone(), block.text));
            }
        }
    }
    assert!(quotations.len() >= 4, "{:?}", quotations.keys());
    quotations
}

#[test]
fn quoted_tables_are_those_of_the_program() {
    for (command, quoted) in quotations(false) {
        let printed = tables(&printed(&command, true));
        for (page, quoted) in quoted {
            let tables = tables(&quoted);
            assert!(!tables.is_empty(), "{page}: no table in\n{quoted}");
            for table in tables {
                holds(&page, &table, &printed);
            }
        }
    }
}

/// Checks a quoted table against what is printed now.
fn holds(page: &str, table: &Table, printed: &[Table]) {
    let names = |table: &Table| table.rows.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
    let same = printed.iter().find(|one| one.heads == table.heads && names(one) == names(table));
    let Some(same) = same else { panic!("{page}: no such table is printed: {table:?}\n{printed:?}") };
    for ((name, quoted), (_, printed)) in table.rows.iter().zip(&same.rows) {
        if let (Some(quoted), Some(printed)) = (quoted, printed) {
            assert!((quoted - printed).abs() <= TOLERANCE, "{page}, {name}: {quoted}%, now {printed}%");
        }
    }
}

#[test]
#[ignore = "simulates everything that is quoted in full; before a release"]
fn quotations_are_exact() {
    for (command, quoted) in quotations(true) {
        let printed = printed(&command, false);
        for (page, quoted) in quoted {
            assert!(printed.contains(&quoted), "{page}: {command} prints\n{printed}");
        }
    }
}

#[test]
fn tables_are_found_in_what_is_printed() {
    let text = "Park\n\n Target    Year    Probability\n─────────\n ▸ Ten or    2024    58.7%    58.5%–58.8%\n more\nNote\n";
    let heads = ["Target", "Year", "Probability"].map(str::to_owned).to_vec();
    assert_eq!(tables(text), [Table { heads, rows: vec![("▸Tenormore".to_owned(), Some(58.7))] }]);
}
