//! A report as a Word document, laid out as Chinese official documents are (GB/T 9704); in English the same page in Times.
//!
//! ```text
//! Report -> paragraphs and tables (docx-rs) -> parts of the package -> what docx-rs cannot say -> bytes
//! ```

mod grid;
mod look;
mod package;

use super::common::in_workbook;
use super::{Block, Illustration, Length, Report, Section};
use crate::tables::{Table, TableId};
use crate::text::{Lang, text};
use docx_rs::{BreakType, DocumentChild, Paragraph, Pic, Run};
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
    length: Length,
    /// Note below tables of results.
    source: String,
    parts: Vec<DocumentChild>,
    /// Descriptions of the pictures, for whoever cannot see them.
    pictures: Vec<&'a str>,
    tables: usize,
    figures: usize,
    /// Figures that want a page of their own; they follow the text, or they would tear it apart.
    plates: Vec<&'a Illustration>,
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
            length: report.length,
            source: text!("来源：{subtitle}", "Source: {subtitle}").get(report.lang).into(),
            parts: Vec::new(),
            pictures: Vec::new(),
            tables: 0,
            figures: 0,
            plates: Vec::new(),
            left_out: Vec::new(),
            section: 0,
            heading: 0,
        }
    }

    fn report(&mut self, report: &'a Report) {
        let has_cover = report.length == Length::Full && !report.letter.is_empty();
        if has_cover {
            self.cover(report);
        } else {
            self.words(look::TITLE, &report.title);
            self.words(look::SUBTITLE, &report.subtitle);
            self.addressee(report);
        }
        self.words(look::ANSWER, &report.answer);
        for section in &report.sections {
            self.section(section);
        }
        if report.length == Length::Brief {
            let facts =
                report.provenance.iter().map(|(name, value)| text!("{name}：{value}", "{name}: {value}"));
            let facts: Vec<String> = facts.map(|fact| fact.get(self.lang).to_owned()).collect();
            self.words(look::NOTE, &facts.join(text!("；", "; ").get(self.lang)));
            self.signature(report);
            return;
        }
        self.left_to_workbook();
        self.section_title(text!("出处", "Provenance").get(self.lang));
        self.parts
            .extend(grid::record(&report.provenance).map(|table| DocumentChild::Table(Box::new(table))));
        self.plates();
    }

    /// A page of its own: title, addressee, signature and date.
    fn cover(&mut self, report: &Report) {
        self.words(look::COVER, &report.title);
        self.words(look::SUBTITLE, &report.subtitle);
        self.addressee(report);
        self.signature(report);
        let end = Paragraph::new().style(look::ADDRESSEE).add_run(Run::new().add_break(BreakType::Page));
        self.paragraph(end);
    }

    fn addressee(&mut self, report: &Report) {
        if let Some(to) = report.letter.addressed() {
            self.words(look::ADDRESSEE, to.get(self.lang));
        }
    }

    fn signature(&mut self, report: &Report) {
        let lines = report.letter.signed();
        if !lines.is_empty() {
            // A line of white above, as letters have it.
            self.words(look::SIGNED, "");
        }
        for line in lines {
            self.words(look::SIGNED, line.get(self.lang));
        }
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
            Block::Illustration(shown) => self.illustration(shown),
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

    /// Figure where it is spoken of, if half a page holds it; else where to find it.
    fn illustration(&mut self, shown: &'a Illustration) {
        if self.length == Length::Brief || look::fits_half_a_page(shown.size) {
            self.figures += 1;
            let (n, name) = (self.figures, &shown.name);
            self.figure(shown, text!("图{n}　{name}", "Figure {n}. {name}").get(self.lang));
            return;
        }
        self.plates.push(shown);
        let (n, name) = (self.plates.len(), &shown.name);
        self.words(look::READING, text!("{name}见附图{n}。", "{name}: see plate {n}.").get(self.lang));
    }

    /// Figures that were left to the end.
    fn plates(&mut self) {
        let plates = std::mem::take(&mut self.plates);
        if !plates.is_empty() {
            self.section_title(text!("附图", "Plates").get(self.lang));
        }
        for (i, shown) in plates.into_iter().enumerate() {
            let (n, name) = (i + 1, &shown.name);
            self.figure(shown, text!("附图{n}　{name}", "Plate {n}. {name}").get(self.lang));
        }
    }

    /// The picture says its finding and where it comes from; below it stands what it shows.
    fn figure(&mut self, shown: &'a Illustration, caption: &str) {
        self.pictures.push(&shown.title);
        let n = self.pictures.len();
        let (width, height) = look::picture(shown.size, self.length);
        // An id of its own: docx-rs would count on from the last document.
        let picture =
            Pic::new_with_dimensions(shown.png.clone(), 1, 1).id(format!("rIdFigure{n}")).size(width, height);
        let picture =
            Paragraph::new().style(look::PICTURE).keep_next(true).add_run(Run::new().add_image(picture));
        self.paragraph(picture);
        self.words(look::BELOW, caption);
        self.words(look::READING, &shown.reading);
    }

    fn table(&mut self, table: &Table) {
        self.tables += 1;
        let (n, title) = (self.tables, &table.title);
        self.words(look::ABOVE, text!("表{n}　{title}", "Table {n}. {title}").get(self.lang));
        self.parts.extend(grid::grid(table, self.lang).map(|table| DocumentChild::Table(Box::new(table))));
        // Words and assumptions do not come from the simulation.
        let is_result = !matches!(table.id, TableId::Bands | TableId::Assumptions);
        self.words(look::NOTE, if is_result { self.source.clone() } else { String::new() }.as_str());
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
