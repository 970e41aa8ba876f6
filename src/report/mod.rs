//! Reports: what a run or a comparison says, in the order in which somebody who decides wants to read it.
//!
//! ```text
//! Results + Scenario -> Report -> page (HTML), document (Word), workbook (Excel), Markdown
//! ```
//!
//! A [`Report`] is complete and in one language; the renderers choose nothing but layout. A new form is a file of its own and
//! its row in [`FORMATS`]; where it carries a stamp of a new kind, `stamp::read` learns to find it.

mod assumptions;
mod common;
mod comparison;
mod docx;
mod html;
mod letter;
mod markdown;
mod now;
mod outlook;
mod run;
mod typeface;
mod xlsx;

pub use comparison::of_comparison;
pub use docx::{DocxError, docx};
pub use html::html;
pub use letter::{Date, Letter};
pub use markdown::markdown;
pub use run::of_run;
pub use xlsx::xlsx;

use crate::chart::Kind;
use crate::tables::Table;
use crate::text::{Lang, Text, text};
use rayon::prelude::*;
use std::error::Error;

/// A report in one language.
#[derive(Debug, Clone)]
pub struct Report {
    /// Language of the report.
    pub lang: Lang,
    /// Title: the park and the year.
    pub title: String,
    /// Scenario, basis and state of the data, in a line.
    pub subtitle: String,
    /// The answer in a sentence.
    pub answer: String,
    /// Length.
    pub length: Length,
    /// Addressee, signature and date, which nobody but the sender knows.
    pub letter: Letter,
    /// Sections, the most important first.
    pub sections: Vec<Section>,
    /// Every table, those of the sections among them, for the workbook.
    pub tables: Vec<Table>,
    /// Facts of the run, by name and value.
    pub provenance: Vec<(String, String)>,
    /// Stamp as JSON, which every file carries for programs.
    pub seal: String,
}

/// Length of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Length {
    /// Everything, with the tables to look things up in.
    Full,
    /// Two to three pages: the targets at a glance, the main points, a chart, the assumptions in a sentence.
    Brief,
}

/// A section.
#[derive(Debug, Clone)]
pub struct Section {
    /// Anchor in the page.
    pub id: &'static str,
    /// Heading, without number.
    pub title: String,
    /// Blocks below the heading.
    pub blocks: Vec<Block>,
}

/// A part of a section.
#[derive(Debug, Clone)]
pub enum Block {
    /// A heading within the section, without number.
    Heading(String),
    /// A paragraph.
    Paragraph(String),
    /// Points.
    List(Vec<String>),
    /// A chart.
    Illustration(Illustration),
    /// A table that belongs here.
    Table(Table),
    /// A table for whoever wants to look it up: folded on a page, left to the workbook in a document.
    Appendix(Table),
    /// Something to type into a terminal.
    Command(String),
}

/// A chart as a report shows it, with plain words for what it says.
#[derive(Debug, Clone)]
pub struct Illustration {
    /// The finding, which stands in the picture too.
    pub title: String,
    /// What the chart shows, as a caption has it below a picture that says the finding itself.
    pub name: String,
    /// Plain words for how to read it and what it shows.
    pub reading: String,
    /// `<svg>` element to stand in a page.
    pub svg: String,
    /// PNG file at the resolution of print.
    pub png: Vec<u8>,
    /// Name of its slide, in the folder of the report.
    pub slide: String,
    /// Width and height, px.
    pub size: (f64, f64),
}

/// Form in which a report is written.
#[derive(Debug)]
pub struct Format {
    /// Name of its file.
    pub file: &'static str,
    /// Words for who opens it.
    pub opens: fn() -> Text,
    write: fn(&Report) -> Made,
}

/// Bytes of a file, or why they could not be made.
type Made = Result<Vec<u8>, Box<dyn Error + Send + Sync>>;

/// Every form in which a report is written.
pub const FORMATS: &[Format] = &[
    Format {
        file: "report.html",
        opens: || text!("网页", "page"),
        write: |report| Ok(html(report).into_bytes()),
    },
    Format {
        file: "briefing.docx", opens: || text!("Word或WPS", "Word"), write: |report| Ok(docx(report)?)
    },
    Format {
        file: "report.md",
        opens: || text!("维基、聊天", "wikis, chats"),
        write: |report| Ok(markdown(report).into_bytes()),
    },
    Format {
        file: "tables.xlsx", opens: || text!("Excel或WPS", "Excel"), write: |report| Ok(xlsx(report)?)
    },
];

/// Reason why a report could not be written in one of its forms.
#[derive(Debug, thiserror::Error)]
#[error("{file} could not be made: {cause}")]
pub struct FormatError {
    file: &'static str,
    #[source]
    cause: Box<dyn Error + Send + Sync>,
}

impl FormatError {
    /// Message for the user.
    pub fn text(&self) -> Text {
        let Self { file, cause } = self;
        text!("无法生成 {file}：{cause}", "{file} could not be made: {cause}")
    }
}

/// Writes a report in every form: names of files and their bytes.
///
/// # Errors
/// Where one of them cannot be made.
pub fn write(report: &Report) -> Result<Vec<(String, Vec<u8>)>, FormatError> {
    let of = |format: &Format| {
        let bytes = (format.write)(report).map_err(|cause| FormatError { file: format.file, cause })?;
        Ok((format.file.to_owned(), bytes))
    };
    FORMATS.par_iter().map(of).collect()
}

/// Name of the slide of a chart, in the folder of its report: slides are numbered from 1 in the order of the charts.
pub fn slide(number: usize, chart: Kind) -> String {
    format!("slides/{number:02}-{}.png", chart.stem())
}
