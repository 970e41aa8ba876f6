//! A report as Markdown, for wikis, chats and merge requests: tables as pipes, pictures linked from the slides beside it, the
//! stamp in a comment at the end.

use super::common::in_workbook;
use super::{Block, Illustration, Report, Section};
use crate::stamp;
use crate::tables::{Kind, Table};
use crate::text::{Lang, text};

/// The text of the file.
pub fn markdown(report: &Report) -> String {
    let mut writer = Writer { lang: report.lang, parts: Vec::new(), figures: 0, tables: 0 };
    writer.part(format!("# {}", plain(&report.title)));
    writer.part(paragraph(&report.subtitle));
    if let Some(to) = report.letter.addressed() {
        writer.part(paragraph(to.get(report.lang)));
    }
    if !report.answer.is_empty() {
        writer.part(format!("**{}**", plain(&report.answer)));
    }
    for section in &report.sections {
        writer.section(section);
    }
    for line in report.letter.signed() {
        writer.part(paragraph(line.get(report.lang)));
    }
    writer.part(format!("## {}", text!("来源", "Provenance").get(report.lang)));
    let record = report.provenance.iter().map(|(name, value)| {
        let (name, value) = (plain(name), plain(value));
        text!("- {name}：{value}", "- {name}: {value}").get(report.lang).to_owned()
    });
    writer.part(record.collect::<Vec<_>>().join("\n"));
    writer.part(comment(&report.seal));
    writer.parts.join("\n\n") + "\n"
}

/// The stamp as a comment, which two hyphens would end or break.
fn comment(json: &str) -> String {
    format!("<!-- {}: {} -->", stamp::KEY, json.replace("--", "-\\u002d"))
}

/// Parts of the file as they come; figures and tables are numbered.
struct Writer {
    lang: Lang,
    parts: Vec<String>,
    figures: usize,
    tables: usize,
}

impl Writer {
    fn part(&mut self, part: String) {
        self.parts.push(part);
    }

    fn section(&mut self, section: &Section) {
        self.part(format!("## {}", plain(&section.title)));
        for block in &section.blocks {
            self.block(block);
        }
        let appendix = section.blocks.iter().filter_map(|block| match block {
            Block::Appendix(table) => Some(table.title.as_str()),
            _ => None,
        });
        let appendix: Vec<&str> = appendix.collect();
        if !appendix.is_empty() {
            self.part(paragraph(in_workbook(&appendix).get(self.lang)));
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading(title) => self.part(format!("### {}", plain(title))),
            Block::Paragraph(words) => self.part(paragraph(words)),
            Block::List(points) => {
                let points = points.iter().map(|point| format!("- {}", paragraph(point)));
                self.part(points.collect::<Vec<_>>().join("\n"));
            }
            Block::Illustration(shown) => self.figure(shown),
            Block::Table(table) => self.table(table),
            Block::Appendix(_) => {}
            Block::Command(command) => self.part(code(command)),
        }
    }

    fn figure(&mut self, shown: &Illustration) {
        self.figures += 1;
        let (n, title, reading) = (self.figures, plain(&shown.title), plain(&shown.reading));
        let name = text!("图{n}", "Figure {n}");
        let name = name.get(self.lang);
        self.part(format!("![{title}]({})", shown.slide));
        self.part(format!("**{name}** {reading}"));
    }

    fn table(&mut self, table: &Table) {
        self.tables += 1;
        let (n, title) = (self.tables, plain(&table.title));
        self.part(text!("**表{n}** {title}", "**Table {n}** {title}").get(self.lang).into());
        if table.columns.is_empty() {
            return;
        }
        let heads = table.columns.iter().map(|column| plain(&column.head));
        let rules = table.columns.iter().map(|column| {
            let rule = if column.kind == Kind::Text { ":---" } else { "---:" };
            rule.to_owned()
        });
        let mut lines = vec![row(heads), row(rules)];
        lines.extend(table.rows.iter().map(|cells| {
            let cells = cells.iter().zip(&table.columns);
            row(cells.map(|(cell, column)| plain(&cell.shown(column.kind, self.lang))))
        }));
        self.part(lines.join("\n"));
    }
}

fn row(cells: impl Iterator<Item = String>) -> String {
    format!("| {} |", cells.collect::<Vec<_>>().join(" | "))
}

/// A command in a fence longer than any within it.
fn code(command: &str) -> String {
    let longest = command.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    format!("{fence}sh\n{command}\n{fence}")
}

/// A text in which nothing means anything to Markdown or to HTML, on one line.
fn plain(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for c in words.chars() {
        match c {
            '&' => out += "&amp;",
            '<' => out += "&lt;",
            '>' => out += "&gt;",
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '$' | '#' => out.extend(['\\', c]),
            _ if c.is_control() => out.push(' '),
            _ => out.push(c),
        }
    }
    out
}

/// The same at the start of a line, where signs and numbers would begin a list.
fn paragraph(words: &str) -> String {
    let words = plain(words.trim_start());
    let digits = words.bytes().take_while(u8::is_ascii_digit).count();
    let at = match words.as_bytes().get(digits) {
        Some(b'.' | b')') if digits > 0 => digits,
        Some(b'+' | b'-' | b'=') if digits == 0 => 0,
        _ => return words,
    };
    format!("{}\\{}", &words[..at], &words[at..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_is_markup() {
        assert_eq!(plain("a|b_c <i> [x](y) `z`"), "a\\|b\\_c &lt;i&gt; \\[x\\](y) \\`z\\`");
        assert_eq!(plain("a\nb"), "a b");
        assert_eq!(paragraph("2024. x"), "2024\\. x");
        assert_eq!(paragraph("- x"), "\\- x");
        assert_eq!(paragraph("2024年"), "2024年");
        assert_eq!(code("a ``` b"), "````sh\na ``` b\n````");
        assert_eq!(comment("{\"a\":\"x-->---\"}"), "<!-- parkcast: {\"a\":\"x-\\u002d>-\\u002d-\"} -->");
    }
}
