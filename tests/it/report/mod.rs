//! Reports as a page, a document and a workbook: whole, harmless, and the same every time.

mod command;
mod document;
mod fixture;
mod outlook;
mod package;
mod page;
mod sections;
mod wiki;
mod workbook;

use parkcast::report::{Block, Illustration, Report, docx, html, xlsx};
use parkcast::text::Lang;

const BOTH: [Lang; 2] = [Lang::Zh, Lang::En];

/// Every report of the fixture.
fn reports() -> impl Iterator<Item = Report> {
    BOTH.into_iter().flat_map(|lang| [fixture::report(lang), fixture::hostile(lang)])
}

/// Writes the reports to look at, with the pictures of a run where there are some.
#[test]
#[ignore = "for the eye: writes to target/tmp/report"]
fn write_what_people_see() {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("report");
    std::fs::create_dir_all(&folder).unwrap();
    for (name, lang) in [("zh", Lang::Zh), ("en", Lang::En)] {
        let mut report = fixture::report(lang);
        let figures =
            report.sections.iter_mut().flat_map(|section| &mut section.blocks).filter_map(figure_of);
        for (figure, kind) in figures.zip(["targets", "output"]) {
            let picture = |end: &str| format!("{}/output/baseline/{kind}.{end}", env!("CARGO_MANIFEST_DIR"));
            if let (Ok(svg), Ok(png)) =
                (std::fs::read_to_string(picture("svg")), std::fs::read(picture("png")))
            {
                (figure.svg, figure.png) = (svg, png);
            }
        }
        std::fs::write(folder.join(format!("{name}.html")), html(&report)).unwrap();
        std::fs::write(folder.join(format!("{name}.xlsx")), xlsx(&report).unwrap()).unwrap();
        std::fs::write(folder.join(format!("{name}.docx")), docx(&report).unwrap()).unwrap();
    }
}

fn figure_of(block: &mut Block) -> Option<&mut Illustration> {
    match block {
        Block::Illustration(figure) => Some(figure),
        _ => None,
    }
}
