//! Reports: what a run or a comparison says, in the order in which somebody who decides wants to read it.
//!
//! ```text
//! Results + Scenario -> Report -> page (HTML), document (Word), workbook (Excel)
//! ```
//!
//! A [`Report`] is complete and in one language; the renderers choose nothing but layout.

mod assumptions;
mod common;
mod comparison;
mod docx;
mod html;
mod run;
mod typeface;
mod xlsx;

pub use comparison::of_comparison;
pub use docx::{DocxError, docx};
pub use html::html;
pub use run::of_run;
pub use xlsx::xlsx;

use crate::tables::Table;
use crate::text::Lang;

/// A report in one language.
#[derive(Debug, Clone)]
pub struct Report {
    /// Its language.
    pub lang: Lang,
    /// What it is about: the park and the year.
    pub title: String,
    /// Scenario, basis and state of the data, in a line.
    pub subtitle: String,
    /// The answer in a sentence.
    pub answer: String,
    /// Sections, the most important first.
    pub sections: Vec<Section>,
    /// Every table, those of the sections among them, for the workbook.
    pub tables: Vec<Table>,
    /// What was run, by name and value.
    pub provenance: Vec<(String, String)>,
    /// The same for programs, as JSON; every file carries it.
    pub seal: String,
}

/// A section.
#[derive(Debug, Clone)]
pub struct Section {
    /// ControlVariate in the page.
    pub id: &'static str,
    /// Heading, without number.
    pub title: String,
    /// What stands below it.
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
    /// How to read it and what it shows, in plain words.
    pub reading: String,
    /// As an `<svg>` element to stand in a page.
    pub svg: String,
    /// As PNG at the resolution of print.
    pub png: Vec<u8>,
    /// Width and height, px.
    pub size: (f64, f64),
}
