//! Citations of the model: every "MODEL section 7" in the code is a section of `docs/MODEL.md`.

use super::{files_below, text_of};
use std::collections::BTreeSet;

/// Numbers that the text after "MODEL" cites as sections: those of " section 7" or " sections 3, 4 and 8".
/// A bare "MODEL", as in "MODEL's clamps", cites the whole page.
fn cited(after: &str) -> Vec<u32> {
    let Some(list) = after.strip_prefix(" sections ").or_else(|| after.strip_prefix(" section ")) else {
        return Vec::new();
    };
    let mut numbers = Vec::new();
    for word in list.split_whitespace() {
        let digits: String = word.chars().take_while(char::is_ascii_digit).collect();
        match digits.parse() {
            Ok(number) => numbers.push(number),
            Err(_) if word == "and" || word == "to" => continue,
            Err(_) => break,
        }
        // "section 7)," or "section 7:" ends the list; "sections 3, 4 and 8" goes on after a comma alone.
        if !matches!(&word[digits.len()..], "" | ",") {
            break;
        }
    }
    numbers
}

/// A source as running text: without the marks of comments, so that a citation may go over a line's end.
fn running(source: &str) -> String {
    let words = source.split_whitespace().filter(|word| !matches!(*word, "//" | "///" | "//!"));
    words.collect::<Vec<_>>().join(" ")
}

#[test]
fn every_section_of_the_model_that_is_cited_exists() {
    let page = text_of("docs/MODEL.md");
    let headings = page.lines().filter_map(|line| line.strip_prefix("## ")?.split_once('.'));
    let sections: BTreeSet<u32> = headings.filter_map(|(number, _)| number.parse().ok()).collect();
    let mut citations = 0;
    for file in ["src", "tests", "benches"].iter().flat_map(|folder| files_below(folder, ".rs")) {
        // These examples are of sections that may not exist.
        if file.ends_with("papers/model.rs") {
            continue;
        }
        for after in running(&text_of(&file)).split("MODEL").skip(1) {
            for number in cited(after) {
                citations += 1;
                assert!(sections.contains(&number), "{file}: MODEL section {number} is not in docs/MODEL.md");
            }
        }
    }
    assert!(citations >= 15, "only {citations} citations were found: are they still written alike?");
}

#[test]
fn citations_are_read_as_they_are_written() {
    assert_eq!(cited("'s clamps and section 4"), [0; 0]);
    assert_eq!(cited(" section 7)."), [7]);
    assert_eq!(cited(" sections 3 and 4), on 64 trials"), [3, 4]);
    assert_eq!(cited(" sections 3, 4 and 12: 5 years"), [3, 4, 12]);
    assert_eq!(running("//! (MODEL\n//! section 99)"), "(MODEL section 99)");
}
