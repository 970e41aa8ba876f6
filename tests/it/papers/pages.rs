//! Laws of the pages: each in two languages that say the same, short enough, with links that lead somewhere.

use super::page::Page;
use super::{at, files_below};
use std::path::Path;

/// Lines of a README; what is longer goes to `docs`.
const README_LINES: usize = 150;
/// Lines of any other page that is written by hand.
const PAGE_LINES: usize = 480;

/// Pages in Chinese with their English twins.
pub fn twins() -> Vec<[Page; 2]> {
    let pages =
        files_below("docs", ".md").into_iter().chain(["README.md".to_owned(), "README.en.md".to_owned()]);
    let english: Vec<String> = pages.filter(|page| page.ends_with(".en.md")).collect();
    assert!(english.len() >= 7, "{english:?}");
    english.iter().map(|page| [Page::read(&page.replace(".en.md", ".md")), Page::read(page)]).collect()
}

/// Every page that a person may come upon.
pub fn all() -> Vec<Page> {
    let root =
        ["README.md", "README.en.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "GLOSSARY.md", "CHANGELOG.md"];
    let mut pages: Vec<Page> = root.iter().map(|page| Page::read(page)).collect();
    pages.extend(
        ["docs", "benches"]
            .iter()
            .flat_map(|folder| files_below(folder, ".md"))
            .map(|page| Page::read(&page)),
    );
    pages
}

/// A block's lines without comments, which are in the page's language.
fn without_comments(block: &str) -> Vec<&str> {
    block.lines().map(|line| line.split(" # ").next().unwrap().trim_end()).collect()
}

#[test]
fn every_page_is_in_both_languages() {
    for page in files_below("docs", ".md") {
        let alone = page == "docs/MODEL.md";
        let english = page.ends_with(".en.md") || at(&page.replace(".md", ".en.md")).is_file();
        assert!(alone || english, "{page} has no English twin");
    }
}

#[test]
fn twins_are_built_alike() {
    for [zh, en] in twins() {
        let levels = |page: &Page| page.headings.iter().map(|heading| heading.level).collect::<Vec<_>>();
        assert_eq!(levels(&zh), levels(&en), "levels of the headings of {} and {}", zh.path, en.path);
        assert_eq!(zh.rows(), en.rows(), "columns of the tables' rows of {} and {}", zh.path, en.path);
        let languages =
            |page: &Page| page.blocks.iter().map(|block| block.language.clone()).collect::<Vec<_>>();
        assert_eq!(languages(&zh), languages(&en), "blocks of {} and {}", zh.path, en.path);
        for (zh_block, en_block) in zh.blocks.iter().zip(&en.blocks) {
            // What the program prints is in the page's language.
            if zh_block.language != "text" {
                let (one, other) = (without_comments(&zh_block.text), without_comments(&en_block.text));
                assert_eq!(one, other, "a block of {} and {}", zh.path, en.path);
            }
        }
    }
}

#[test]
fn pages_are_short() {
    for page in twins().iter().flatten() {
        let is_readme = page.path.starts_with("README");
        let is_generated =
            super::GENERATED.iter().any(|stem| page.path.starts_with(&format!("docs/{stem}.")));
        let most = if is_readme { README_LINES } else { PAGE_LINES };
        let lines = page.text.lines().count();
        assert!(is_generated || lines <= most, "{}: {lines} lines, at most {most}", page.path);
    }
}

#[test]
fn links_lead_somewhere() {
    for page in all() {
        let folder = Path::new(&page.path).parent().unwrap();
        for link in page.links() {
            if link.starts_with("https://") {
                continue;
            }
            let (file, anchor) = link.split_once('#').unwrap_or((link, ""));
            let target = folder.join(file);
            assert!(file.is_empty() || at(target.to_str().unwrap()).exists(), "{}: {link}", page.path);
            if !anchor.is_empty() {
                let path = if file.is_empty() { page.path.clone() } else { straight(&target) };
                let anchors = Page::read(&path).anchors();
                assert!(anchors.iter().any(|known| known == anchor), "{}: {link} of {anchors:?}", page.path);
            }
        }
    }
}

/// A path without "..": "docs/../GLOSSARY.md" is "GLOSSARY.md".
fn straight(path: &Path) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.iter().map(|part| part.to_str().unwrap()) {
        if part == ".." {
            parts.pop();
        } else {
            parts.push(part);
        }
    }
    parts.join("/")
}

#[test]
fn every_page_of_docs_is_linked_from_the_start() {
    for [zh, en] in twins().iter().filter(|[zh, _]| zh.path.starts_with("docs/")) {
        for (start, page) in [("README.md", zh), ("README.en.md", en)] {
            assert!(
                Page::read(start).links().contains(&page.path.as_str()),
                "{start} does not link {}",
                page.path
            );
        }
    }
}

#[test]
fn files_that_pages_name_exist() {
    const FOLDERS: &[&str] = &["src/", "tests/", "docs/", "scenarios/", "benches/", "assets/"];
    for page in all().iter().filter(|page| page.path != "CHANGELOG.md" && page.path != "benches/NOTES.md") {
        for code in page.code() {
            let is_path =
                FOLDERS.iter().any(|folder| code.starts_with(folder)) && !code.contains(['*', '<', ' ']);
            assert!(!is_path || at(code).exists(), "{}: there is no {code}", page.path);
        }
    }
}

#[test]
fn scenarios_in_pages_are_toml() {
    for page in all() {
        for block in page.blocks.iter().filter(|block| block.language == "toml") {
            let parsed: Result<toml::Table, _> = block.text.parse();
            assert!(parsed.is_ok(), "{}: {}\n{}", page.path, parsed.unwrap_err(), block.text);
        }
    }
}
