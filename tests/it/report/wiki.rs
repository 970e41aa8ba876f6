//! The Markdown file.

use super::{fixture, reports};
use parkcast::report::markdown;

/// Pipes of a line that part cells.
fn pipes(line: &str) -> usize {
    line.replace("\\\\", "").replace("\\|", "").matches('|').count()
}

#[test]
fn no_text_is_markup() {
    for report in reports() {
        let file = markdown(&report);
        let (text, comment) = file.split_once("<!-- parkcast: ").unwrap();
        // Between fences nothing is markup, and a fence is longer than any in what it holds.
        let mut is_code = false;
        for line in text.lines() {
            is_code ^= line.starts_with("```");
            assert!(is_code || !line.contains(['<', '>']), "{line}");
        }
        assert!(comment.ends_with(" -->\n") && !comment[..comment.len() - 5].contains("--"), "{comment}");
        assert_eq!(text.lines().filter(|line| line.starts_with("# ")).count(), 1);
    }
}

#[test]
fn every_row_of_a_table_has_its_cells() {
    for report in reports() {
        let file = markdown(&report);
        let lines: Vec<&str> = file.lines().collect();
        let rules =
            (0..lines.len()).filter(|&i| lines[i].starts_with("| :---") || lines[i].starts_with("| ---:"));
        let mut tables = 0;
        for rule in rules {
            let rows = lines[rule - 1..].iter().take_while(|line| line.starts_with('|'));
            assert!(rows.map(|row| pipes(row)).all(|n| n == pipes(lines[rule])), "{}", lines[rule - 1]);
            tables += 1;
        }
        assert!(tables >= 2);
    }
}

#[test]
fn pictures_are_linked_and_the_rest_is_left_to_the_workbook() {
    for report in super::BOTH.map(fixture::report) {
        let file = markdown(&report);
        assert_eq!(file.matches("](slides/01-targets.png)").count(), 2, "{file}");
        assert!(file.contains("tables.xlsx"));
        assert!(file.contains("```sh\nparkcast compare"));
    }
}
