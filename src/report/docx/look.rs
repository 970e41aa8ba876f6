//! The page and its styles. Lengths are in twentieths of a point, sizes of type in half points, as Word has them.

use crate::report::Length;
use crate::text::Lang;
use docx_rs::{
    AlignmentType, Docx, Footer, LineSpacing, LineSpacingType, PageMargin, PageNum, Paragraph, Run, RunFonts,
    SpecialIndentType, Style, StyleType,
};

pub const TITLE: &str = "Title";
pub const SUBTITLE: &str = "Subtitle";
/// Title on a cover.
pub const COVER: &str = "CoverTitle";
/// Addressee (主送).
pub const ADDRESSEE: &str = "Addressee";
/// Signature and date (落款).
pub const SIGNED: &str = "Signature";
/// The answer in a sentence.
pub const ANSWER: &str = "Answer";
pub const SECTION: &str = "Heading1";
pub const HEADING: &str = "Heading2";
pub const BODY: &str = "BodyText";
pub const COMMAND: &str = "Command";
pub const PICTURE: &str = "Picture";
/// Title of a figure, below it.
pub const BELOW: &str = "Caption";
/// Title of a table, above it.
pub const ABOVE: &str = "TableCaption";
/// Style of the words that tell how to read a figure.
pub const READING: &str = "Reading";
/// Style of the note on the source of a figure or table.
pub const NOTE: &str = "Note";
pub const CELL: &str = "TableText";
const FOOTER: &str = "Footer";

/// Styles whose paragraphs stay on the page of the next.
pub const LEADS_ON: [&str; 4] = [SECTION, HEADING, BELOW, ABOVE];

/// A4 less the margins of GB/T 9704: 156 mm.
pub const TEXT_WIDTH: usize = 8844;
/// 五号, the size of tables.
pub const CELL_SIZE: usize = 21;
/// 小五, for tables of many columns.
pub const SMALL_CELL_SIZE: usize = 18;

const FANG_SONG: &str = "仿宋_GB2312";
const KAI_TI: &str = "楷体_GB2312";
const HEI_TI: &str = "黑体";
const SONG_TI: &str = "宋体";
const TITLE_SONG: &str = "方正小标宋简体";

/// Sizes that differ between the languages: 三号 is the size of Chinese official documents and twice too large for English.
struct Sizes {
    title: usize,
    section: usize,
    body: usize,
    leading: i32,
}

fn sizes(lang: Lang) -> Sizes {
    match lang {
        Lang::Zh => Sizes { title: 44, section: 32, body: 32, leading: 560 },
        Lang::En => Sizes { title: 40, section: 28, body: 24, leading: 360 },
    }
}

/// An empty document with its page, styles and page numbers.
pub fn page(lang: Lang) -> Docx {
    let margin = PageMargin {
        top: millimetres(37.0),
        bottom: millimetres(35.0),
        left: millimetres(28.0),
        right: millimetres(26.0),
        header: millimetres(15.0),
        footer: millimetres(25.0),
        gutter: 0,
    };
    let number = Paragraph::new()
        .style(FOOTER)
        .add_run(Run::new().add_text("— "))
        .add_page_num(PageNum::new())
        .add_run(Run::new().add_text(" —"));
    let docx = Docx::new()
        .page_size(11906, 16838)
        .page_margin(margin)
        .default_fonts(fonts(FANG_SONG))
        .default_size(sizes(lang).body)
        .footer(Footer::new().add_paragraph(number));
    styles(lang).into_iter().fold(docx, Docx::add_style)
}

fn millimetres(length: f64) -> i32 {
    (length * 1440.0 / 25.4).round() as i32
}

/// Western letters in Times, Chinese ones in a face of their own.
fn fonts(chinese: &str) -> RunFonts {
    let western = "Times New Roman";
    RunFonts::new().ascii(western).hi_ansi(western).cs(western).east_asia(chinese)
}

fn styles(lang: Lang) -> Vec<Style> {
    let Sizes { title, section, body, leading } = sizes(lang);
    // Two characters; the English text block has none.
    let indent = match lang {
        Lang::Zh => 20 * body as i32,
        Lang::En => 0,
    };
    let text = |style: Style| style.line_spacing(exact(leading)).indent(None, first_line(indent), None, None);
    let bold = |style: Style| if lang == Lang::En { style.bold() } else { style };
    let gap = if lang == Lang::En { 120 } else { 0 };
    let prose = exact(leading).after(gap);
    vec![
        style(TITLE, "Title", TITLE_SONG, title)
            .align(AlignmentType::Center)
            .line_spacing(exact(title as i32 * 15).after(160)),
        style(SUBTITLE, "Subtitle", KAI_TI, body)
            .align(AlignmentType::Center)
            .line_spacing(exact(leading).after(leading as u32)),
        style(COVER, "Cover Title", TITLE_SONG, title)
            .align(AlignmentType::Center)
            .line_spacing(exact(title as i32 * 15).before(3600).after(160)),
        style(ADDRESSEE, "Addressee", FANG_SONG, body).line_spacing(exact(leading).after(gap)),
        style(SIGNED, "Signature Lines", FANG_SONG, body)
            .align(AlignmentType::Right)
            .indent(None, None, Some(40 * body as i32), None)
            .line_spacing(exact(leading)),
        text(style(ANSWER, "Answer", HEI_TI, body)).bold().line_spacing(prose.clone()),
        bold(text(style(SECTION, "heading 1", HEI_TI, section)))
            .outline_lvl(0)
            .line_spacing(heading(leading, gap)),
        bold(text(style(HEADING, "heading 2", KAI_TI, body)))
            .outline_lvl(1)
            .line_spacing(heading(leading, gap)),
        text(style(BODY, "Body Text", FANG_SONG, body)).align(AlignmentType::Both).line_spacing(prose),
        style(COMMAND, "Command", FANG_SONG, CELL_SIZE)
            .fonts(RunFonts::new().ascii("Consolas").hi_ansi("Consolas").east_asia(FANG_SONG))
            .line_spacing(loose().before(120).after(120)),
        style(PICTURE, "Picture", FANG_SONG, body).align(AlignmentType::Center).line_spacing(
            LineSpacing::new().line(240).line_rule(LineSpacingType::Auto).before(240).after(60),
        ),
        style(BELOW, "caption", HEI_TI, 24).align(AlignmentType::Center).line_spacing(loose().after(60)),
        style(ABOVE, "Table Caption", HEI_TI, 24)
            .align(AlignmentType::Center)
            .line_spacing(loose().before(240).after(60)),
        style(READING, "Reading", FANG_SONG, CELL_SIZE).line_spacing(loose()),
        style(NOTE, "Note", FANG_SONG, SMALL_CELL_SIZE).line_spacing(loose().before(60).after(240)),
        style(CELL, "Table Text", FANG_SONG, CELL_SIZE).line_spacing(loose()),
        style(FOOTER, "footer", SONG_TI, 28).align(AlignmentType::Center),
    ]
}

fn style(id: &str, name: &str, chinese: &str, size: usize) -> Style {
    Style::new(id, StyleType::Paragraph).name(name).based_on("Normal").fonts(fonts(chinese)).size(size)
}

fn exact(leading: i32) -> LineSpacing {
    LineSpacing::new().line(leading).line_rule(LineSpacingType::Exact)
}

/// Headings are set off a little more in English, where nothing but space and weight shows them.
fn heading(leading: i32, gap: u32) -> LineSpacing {
    exact(leading).before(2 * gap).after(gap)
}

/// For small type, which the leading of the text would tear apart.
fn loose() -> LineSpacing {
    LineSpacing::new().line(290).line_rule(LineSpacingType::Auto)
}

fn first_line(indent: i32) -> Option<SpecialIndentType> {
    (indent > 0).then_some(SpecialIndentType::FirstLine(indent))
}

/// Millimetres that half a page leaves a picture above its caption.
const HALF: f64 = 80.0;
/// Width below which the letters of a picture could not be read in print, mm.
const NARROWEST: f64 = 112.0;
/// Width of the text, mm.
const WIDEST: f64 = 156.0;
/// Height that leaves room for the caption on a page, mm.
const TALLEST: f64 = 185.0;

fn ratio((width, height): (f64, f64)) -> f64 {
    if width > 0.0 && height > 0.0 { height / width } else { 9.0 / 16.0 }
}

/// True if a picture can be read at half a page; others want a page of their own.
pub fn fits_half_a_page(size: (f64, f64)) -> bool {
    HALF / ratio(size) >= NARROWEST
}

/// Width and height of a picture in EMU: half a page, or else as wide as the text and no taller than its caption allows; in a
/// short report little more than half a page in any case.
pub fn picture(size: (f64, f64), length: Length) -> (u32, u32) {
    const MILLIMETRE: f64 = 36_000.0;
    let ratio = ratio(size);
    let tallest = match length {
        _ if fits_half_a_page(size) => HALF,
        Length::Brief => 1.2 * HALF,
        Length::Full => TALLEST,
    };
    let width = WIDEST.min(tallest / ratio);
    ((width * MILLIMETRE) as u32, (width * ratio * MILLIMETRE) as u32)
}
