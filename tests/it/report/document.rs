//! The document.

use super::package::{parts, words};
use super::{BOTH, fixture, reports};
use parkcast::report::{Block, Length, Report, docx};
use parkcast::tables::{Cell, Kind, TableId};
use parkcast::text::Lang;

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

fn document_of(report: &Report) -> String {
    parts(&docx(report).unwrap())["word/document.xml"].clone()
}

/// Numbers of an attribute, in order.
fn numbers(document: &str, before: &str) -> Vec<usize> {
    let number = |rest: &str| rest.split('"').next().and_then(|number| number.parse().ok());
    document.split(before).skip(1).filter_map(number).collect()
}

/// A column of short words beside long ones gets what its words need, be it the last.
#[test]
fn no_column_is_squeezed_between_long_ones() {
    let heads = [("类别", Kind::Text), ("名称", Kind::Text), ("取值", Kind::Text), ("来源", Kind::Text)];
    let long = "增速4%至12%，波动率20%，共同份额20%，".repeat(5);
    let row = || ["产业", &long, &long, "情景假设"].map(Cell::text).to_vec();
    let table = fixture::table(TableId::Assumptions, "假设", &heads, vec![row(); 20]);
    let mut report = fixture::report(Lang::Zh);
    report.sections.truncate(1);
    report.sections[0].blocks = vec![Block::Table(table)];
    let document = document_of(&report);
    let widths = &numbers(&document, "<w:gridCol w:w=\"")[..4];
    // Four Chinese letters of 10.5 pt and the white beside them: 56 mm in all would be too much, one letter too little.
    let four = 4 * 210;
    assert!(widths[3] > four && widths[3] < 2 * four, "{widths:?}");
    assert!(widths[0] > four / 2 && widths[0] < four, "{widths:?}");
    assert!(widths.iter().sum::<usize>() <= 8844 && widths[1] == widths[2], "{widths:?}");
}

#[test]
fn a_picture_says_its_finding_and_the_caption_what_it_shows() {
    let mut report = fixture::report(Lang::Zh);
    for block in report.sections.iter_mut().flat_map(|section| &mut section.blocks) {
        if let Block::Illustration(shown) = block {
            (shown.title, shown.name) = ("结论在图中".into(), "图题在图下".into());
        }
    }
    let document = words(&document_of(&report));
    assert!(document.contains("图题在图下") && !document.contains("结论在图中"));
}

#[test]
fn a_letter_is_a_cover_before_a_full_report_and_closes_a_brief_one() {
    let mut report = fixture::report(Lang::Zh);
    let place = |document: &str, words: &str| document.find(words).unwrap_or_else(|| panic!("{words}"));
    let full = document_of(&report);
    let page_break = place(&full, "<w:br w:type=\"page\"");
    assert!(
        ["主送：市经济和信息化局", "示范县工业园区管委会", "2024年3月15日"]
            .iter()
            .all(|line| place(&full, line) < page_break)
    );
    assert!(place(&full, &report.answer) > page_break);
    report.length = Length::Brief;
    let brief = document_of(&report);
    assert!(!brief.contains("<w:br w:type=\"page\""));
    assert!(place(&brief, "主送：") < place(&brief, &report.answer));
    assert!(place(&brief, "2024年3月15日") > place(&brief, &report.sections.last().unwrap().title));
    report.letter = Default::default();
    assert!(!document_of(&report).contains("主送"));
}
