//! The document.

use super::package::{parts, words};
use super::{BOTH, fixture, reports};
use parkcast::report::{Block, docx};

#[test]
fn every_part_is_whole_and_every_text_is_in_it_as_it_was() {
    for report in reports() {
        let parts = parts(&docx(&report).unwrap());
        let document = words(&parts["word/document.xml"]);
        for text in [&report.title, &report.subtitle, &report.answer] {
            assert!(document.contains(text.as_str()), "{text}");
        }
        assert!(words(&parts["docProps/core.xml"]).contains(&report.title));
    }
}

#[test]
fn heads_come_again_on_the_next_page_and_pictures_are_told_apart() {
    for report in reports() {
        let document = &parts(&docx(&report).unwrap())["word/document.xml"];
        let blocks = || report.sections.iter().flat_map(|section| &section.blocks);
        let tables =
            blocks().filter(|block| matches!(block, Block::Table(table) if !table.columns.is_empty()));
        assert_eq!(document.matches("<w:tblHeader />").count(), tables.count());
        let figures = blocks().filter(|block| matches!(block, Block::Illustration(_))).count();
        for n in 1..=figures {
            assert_eq!(
                document.matches(&format!("<wp:docPr id=\"{n}\" name=\"Figure {n}\" descr=")).count(),
                1
            );
        }
    }
}

#[test]
fn the_seal_can_be_read_back() {
    for report in reports() {
        let properties = &parts(&docx(&report).unwrap())["docProps/custom.xml"];
        assert!(properties.contains("name=\"parkcast\""));
        assert_eq!(words(properties).split('|').next().unwrap(), report.seal);
    }
}

#[test]
fn the_same_report_is_the_same_document() {
    for lang in BOTH {
        assert!(docx(&fixture::report(lang)).unwrap() == docx(&fixture::report(lang)).unwrap());
    }
}
