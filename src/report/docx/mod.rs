//! A report as a Word document, laid out as Chinese official documents are (GB/T 9704); in English the same page in Times.
//!
//! ```text
//! Report -> paragraphs and tables (docx-rs) -> parts of the package -> what docx-rs cannot say -> bytes
//! ```

mod grid;
mod look;
mod package;

use super::common::in_workbook;
use super::{Block, Illustration, Report, Section};
use crate::tables::Table;
use crate::text::{Lang, text};
use docx_rs::{DocumentChild, Paragraph, Pic, Run};
use std::error::Error;

/// Reason why a document could not be written.
#[derive(Debug, thiserror::Error)]
#[error("the Word document could not be put together: {0}")]
pub struct DocxError(#[source] Box<dyn Error + Send + Sync>);

/// The document, the same bytes every time.
pub fn docx(report: &Report) -> Result<Vec<u8>, DocxError> {
    let mut writer = Writer::new(report);
    writer.report(report);
    let mut docx = look::page(report.lang);
    docx.document.children = writer.parts;
    package::pack(docx, report, &writer.pictures).map_err(DocxError)
}

struct Writer<'a> {
    lang: Lang,
    /// Note below figures and tables.
    source: String,
    parts: Vec<DocumentChild>,
    /// Descriptions of the pictures, for whoever cannot see them.
    pictures: Vec<&'a str>,
    tables: usize,
    /// Tables that are left to the workbook.
    left_out: Vec<&'a str>,
    section: usize,
    heading: usize,
}

impl<'a> Writer<'a> {
    fn new(report: &Report) -> Self {
        let subtitle = &report.subtitle;
        Self {
            lang: report.lang,
            source: text!("来源：{subtitle}", "Source: {subtitle}").get(report.lang).into(),
            parts: Vec::new(),
            pictures: Vec::new(),
            tables: 0,
            left_out: Vec::new(),
            section: 0,
            heading: 0,
        }
    }

    fn report(&mut self, report: &'a Report) {
        self.words(look::TITLE, &report.title);
        self.words(look::SUBTITLE, &report.subtitle);
        self.words(look::ANSWER, &report.answer);
        for section in &report.sections {
            self.section(section);
        }
        self.left_to_workbook();
        self.section_title(text!("出处", "Provenance").get(self.lang));
        self.parts
            .extend(grid::record(&report.provenance).map(|table| DocumentChild::Table(Box::new(table))));
    }

    fn section(&mut self, section: &'a Section) {
        self.section_title(&section.title);
        for block in &section.blocks {
            self.block(block);
        }
        // A section of nothing but tables to look up says where they are.
        if section.blocks.iter().all(|block| matches!(block, Block::Appendix(_))) {
            self.left_to_workbook();
        }
    }

    fn section_title(&mut self, title: &str) {
        self.section += 1;
        self.heading = 0;
        let (n, numeral) = (self.section, numeral(self.section));
        self.words(look::SECTION, text!("{numeral}、{title}", "{n}. {title}").get(self.lang));
    }

    fn block(&mut self, block: &'a Block) {
        match block {
            Block::Heading(title) => {
                self.heading += 1;
                let (section, n, numeral) = (self.section, self.heading, numeral(self.heading));
                self.words(
                    look::HEADING,
                    text!("（{numeral}）{title}", "{section}.{n} {title}").get(self.lang),
                );
            }
            Block::Paragraph(words) => self.words(look::BODY, words),
            Block::List(points) => self.points(points),
            Block::Illustration(shown) => self.figure(shown),
            Block::Table(table) => self.table(table),
            Block::Appendix(table) => self.left_out.push(&table.title),
            Block::Command(command) => self.words(look::COMMAND, command),
        }
    }

    fn words(&mut self, style: &str, words: &str) {
        let words = Paragraph::new().style(style).add_run(Run::new().add_text(words));
        self.paragraph(words.keep_next(look::LEADS_ON.contains(&style)));
    }

    fn paragraph(&mut self, paragraph: Paragraph) {
        self.parts.push(DocumentChild::Paragraph(Box::new(paragraph)));
    }

    fn points(&mut self, points: &[String]) {
        for (i, point) in points.iter().enumerate() {
            let number = Run::new().bold().add_text(format!("{}. ", i + 1));
            let point =
                Paragraph::new().style(look::BODY).add_run(number).add_run(Run::new().add_text(point));
            self.paragraph(point);
        }
    }

    fn figure(&mut self, shown: &'a Illustration) {
        self.pictures.push(&shown.title);
        let n = self.pictures.len();
        let (width, height) = look::picture(shown.size);
        // An id of its own: docx-rs would count on from the last document.
        let picture =
            Pic::new_with_dimensions(shown.png.clone(), 1, 1).id(format!("rIdFigure{n}")).size(width, height);
        let picture =
            Paragraph::new().style(look::PICTURE).keep_next(true).add_run(Run::new().add_image(picture));
        self.paragraph(picture);
        let title = &shown.title;
        self.words(look::BELOW, text!("图{n}　{title}", "Figure {n}. {title}").get(self.lang));
        self.words(look::READING, &shown.reading);
        self.note();
    }

    fn table(&mut self, table: &Table) {
        self.tables += 1;
        let (n, title) = (self.tables, &table.title);
        self.words(look::ABOVE, text!("表{n}　{title}", "Table {n}. {title}").get(self.lang));
        self.parts.extend(grid::grid(table, self.lang).map(|table| DocumentChild::Table(Box::new(table))));
        self.note();
    }

    fn note(&mut self) {
        self.words(look::NOTE, &self.source.clone());
    }

    fn left_to_workbook(&mut self) {
        if self.left_out.is_empty() {
            return;
        }
        let sentence = in_workbook(&self.left_out);
        self.left_out.clear();
        self.words(look::BODY, sentence.get(self.lang));
    }
}

/// A number below a hundred as Chinese headings have it: 一, 十, 二十一; beyond that in digits.
fn numeral(n: usize) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    match (n / 10, n % 10) {
        (0, ones) => DIGITS[ones].into(),
        (1, ones) => format!("十{}", DIGITS[ones]),
        (tens @ 2..=9, ones) => format!("{}十{}", DIGITS[tens], DIGITS[ones]),
        _ => n.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::numeral;

    #[test]
    fn headings_count_in_chinese() {
        assert_eq!([1, 10, 11, 20, 99, 100].map(numeral), ["一", "十", "十一", "二十", "九十九", "100"]);
    }
}
