//! The parts of the document as docx-rs builds them, with what it has no words for: a title among the properties, heads
//! of tables that come again on the next page, what a picture shows, and faces to fall back on.

use crate::report::Report;
use crate::stamp;
use docx_rs::Docx;
use quick_xml::escape::escape;
use std::error::Error;
use std::io::Cursor;

const FONTS: &str = include_str!("fonts.xml");
/// A fixed date, or the same report would never be written twice.
const DATE: &str = "2024-01-01T00:00:00Z";

pub fn pack(docx: Docx, report: &Report, pictures: &[&str]) -> Result<Vec<u8>, Box<dyn Error + Send + Sync>> {
    // docx-rs writes properties as they are.
    let seal = escape(&report.seal);
    let docx = docx.custom_property(stamp::KEY, seal).created_at(DATE).updated_at(DATE);
    let mut parts = docx.build();
    let title = format!("<dc:title>{}</dc:title></cp:coreProperties>", escape(&report.title));
    parts.doc_props.core = String::from_utf8(parts.doc_props.core)?
        .replace("unknown", "parkcast")
        .replace("</cp:coreProperties>", &title)
        .into();
    parts.document = described(&heads_repeated(&String::from_utf8(parts.document)?), pictures).into();
    parts.font_table = FONTS.into();
    let mut file = Cursor::new(Vec::new());
    parts.pack(&mut file)?;
    Ok(file.into_inner())
}

/// The first row of a table with a line below it is its head.
fn heads_repeated(document: &str) -> String {
    let (start, row, line) = ("<w:tbl>", "<w:cantSplit />", "<w:tcBorders>");
    let tables = document.split(start).map(|table| match table.find(line) {
        Some(_) => table.replacen(row, "<w:cantSplit /><w:tblHeader />", 1),
        None => table.to_owned(),
    });
    tables.collect::<Vec<_>>().join(start)
}

/// Every picture by a number of its own and by what it shows.
fn described(document: &str, pictures: &[&str]) -> String {
    let mut pieces = document.split("<wp:docPr id=\"1\" name=\"Figure\" />");
    let mut out = pieces.next().unwrap_or_default().to_owned();
    for (piece, (i, title)) in pieces.zip(pictures.iter().enumerate()) {
        let n = i + 1;
        out += &format!("<wp:docPr id=\"{n}\" name=\"Figure {n}\" descr=\"{}\" />{piece}", escape(*title));
    }
    out
}
