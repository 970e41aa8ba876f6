//! A report as one web page, which needs nothing but itself: no network, no font, no script.

use super::{Block, Illustration, Report, Section, typeface};
use crate::stamp;
use crate::tables::{Cell, Kind, Table};
use crate::text::{Lang, text};
use maud::{DOCTYPE, Markup, PreEscaped, html as markup};

const STYLE: &str = include_str!("page.css");

/// The page.
pub fn html(report: &Report) -> String {
    let mut page = Page { lang: report.lang, figures: 0, tables: 0, appendices: 0 };
    let body = page.body(report).into_string();
    let language = match report.lang {
        Lang::Zh => "zh-CN",
        Lang::En => "en",
    };
    let whole = markup! {
        (DOCTYPE)
        html lang=(language) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="generator" content={ "parkcast " (env!("CARGO_PKG_VERSION")) };
                title { (report.title) }
                style { (PreEscaped(typeface::css(&body))) (PreEscaped(STYLE)) }
            }
            body { (PreEscaped(&body)) }
        }
    };
    whole.into_string()
}

/// Figures and tables are numbered as they come.
struct Page {
    lang: Lang,
    figures: usize,
    tables: usize,
    appendices: usize,
}

impl Page {
    fn body(&mut self, report: &Report) -> Markup {
        let lang = self.lang;
        markup! {
            a.skip href="#parkcast-main" { (text!("跳到正文", "Skip to the report").get(lang)) }
            header {
                h1 { (report.title) }
                p.subtitle { (report.subtitle) }
                @if let Some(to) = report.letter.addressed() { p.letter { (to.get(lang)) } }
                p.answer { (report.answer) }
            }
            nav aria-labelledby="parkcast-contents" {
                h2 #parkcast-contents { (text!("目录", "Contents").get(lang)) }
                ol {
                    @for section in &report.sections {
                        li { a href={ "#" (section.id) } { (section.title) } }
                    }
                }
            }
            main #parkcast-main tabindex="-1" {
                @for section in &report.sections { (self.section(section)) }
                @if !report.letter.signed().is_empty() {
                    p.signed {
                        @for line in report.letter.signed() { span { (line.get(lang)) } }
                    }
                }
            }
            footer aria-labelledby="parkcast-record" {
                h2 #parkcast-record { (text!("来源", "Provenance").get(lang)) }
                dl {
                    @for (name, value) in &report.provenance {
                        div { dt { (name) } dd { (value) } }
                    }
                }
            }
            // Nothing inside a script element is escaped, but it ends at the first "</".
            script id=(stamp::ELEMENT) type="application/json" {
                (PreEscaped(report.seal.replace("</", "<\\/").replace("<!--", "<\\u0021--")))
            }
        }
    }

    fn section(&mut self, section: &Section) -> Markup {
        let title = format!("{}-title", section.id);
        markup! {
            section id=(section.id) aria-labelledby=(title) {
                h2 id=(title) { (section.title) }
                @for block in &section.blocks { (self.block(block)) }
            }
        }
    }

    fn block(&mut self, block: &Block) -> Markup {
        match block {
            Block::Heading(title) => markup! { h3 { (title) } },
            Block::Paragraph(words) => markup! { p { (words) } },
            Block::List(points) => markup! { ul { @for point in points { li { (point) } } } },
            Block::Illustration(shown) => self.figure(shown),
            Block::Table(table) => self.table(table),
            Block::Appendix(table) => self.appendix(table),
            Block::Command(command) => markup! { pre tabindex="0" { code { (command) } } },
        }
    }

    fn figure(&mut self, shown: &Illustration) -> Markup {
        self.figures += 1;
        let number = self.figures;
        // Charts call their glyphs by the same ids; in one page each keeps to its own.
        let own = |mark: &str| format!("{mark}parkcast-figure-{number}-");
        let svg = shown.svg.replace(" id=\"", &own(" id=\"")).replace("href=\"#", &own("href=\"#"));
        let name = text!("图{number}", "Figure {number}");
        let name = name.get(self.lang);
        markup! {
            figure {
                div.scroll tabindex="0" role="group" aria-label=(name) { (PreEscaped(svg)) }
                figcaption { b { (name) } " " (shown.reading) }
            }
        }
    }

    fn table(&mut self, table: &Table) -> Markup {
        self.tables += 1;
        let number = self.tables;
        self.grid(table, text!("表{number}", "Table {number}").get(self.lang))
    }

    /// Folded on the screen; of no use on paper, where the workbook is named instead.
    fn appendix(&mut self, table: &Table) -> Markup {
        self.appendices += 1;
        let (number, rows) = (self.appendices, table.rows.len());
        let name = text!("附表{number}", "Table A{number}");
        let name = name.get(self.lang);
        let size = text!("{rows}行", "{rows} rows");
        let note = text!("（见 tables.xlsx）", " (see tables.xlsx)");
        markup! {
            details {
                summary { b { (name) } " " (table.title) " " small { (size.get(self.lang)) } }
                (self.grid(table, name))
            }
            p.printed { b { (name) } " " (table.title) (note.get(self.lang)) }
        }
    }

    fn grid(&self, table: &Table, name: &str) -> Markup {
        let label = format!("{name} {}", table.title);
        markup! {
            div.scroll tabindex="0" role="group" aria-label=(label) {
                table {
                    caption { b { (name) } " " (table.title) }
                    thead { tr {
                        @for column in &table.columns {
                            th scope="col" class=[class(column.kind)] { (column.head) }
                        }
                    } }
                    tbody {
                        @for row in &table.rows { (self.row(table, row)) }
                        @if table.rows.is_empty() {
                            tr { td.none colspan=(table.columns.len().max(1)) {
                                (text!("没有记录", "No entries").get(self.lang))
                            } }
                        }
                    }
                }
            }
        }
    }

    fn row(&self, table: &Table, row: &[Cell]) -> Markup {
        markup! {
            tr {
                @for (i, (cell, column)) in row.iter().zip(&table.columns).enumerate() {
                    @let shown = cell.shown(column.kind, self.lang);
                    @if i == 0 && column.kind == Kind::Text {
                        th scope="row" { (shown) }
                    } @else {
                        // On a narrow screen the head of its column stands beside every cell.
                        td class=[class(column.kind)] data-head=(column.head) { (shown) }
                    }
                }
            }
        }
    }
}

/// Numbers stand below each other.
fn class(kind: Kind) -> Option<&'static str> {
    (kind != Kind::Text).then_some("number")
}
