//! Comma-separated rows (RFC 4180), each field with its place in the text.
//!
//! Written here rather than taken from a library because messages need the place of every field, which
//! readers made for speed do not keep.

use super::super::node::Place;
use super::fault::Fault;
use super::grid::{
    Cell, Grid, MAX_CELLS, MAX_COLUMNS, MAX_FIELD_BYTES, MAX_ROWS, Row, Value, field_too_long,
    too_many_cells, too_many_columns, too_many_rows, trim,
};
use crate::text::text;
use std::borrow::Cow;

/// Splits `text` into rows. A row may end in LF, CRLF or CR.
pub(super) fn parse(text: &str) -> Result<Grid, Fault> {
    if let Some(at) = text.find('\0') {
        return Err(nul(at));
    }
    // Ctrl-Z at the end is how old programs of DOS mark the end of a file.
    let text = text.trim_end_matches('\u{1a}');
    let separator = separator(text);
    let mut grid = Grid::default();
    let (mut at, mut cells, mut index) = (0, 0, 0);
    while at < text.len() {
        let (row, next) = row(text, at, index, separator)?;
        cells += row.cells.len();
        if index == MAX_ROWS {
            return Err(too_many_rows());
        }
        if cells > MAX_CELLS {
            return Err(too_many_cells());
        }
        if !row.cells.is_empty() {
            grid.rows.push(row);
        }
        (at, index) = (next, index + 1);
    }
    Ok(grid)
}

/// The separator that the first lines use most; the heading is among them.
fn separator(text: &str) -> u8 {
    const LINES: usize = 10;
    let count = |separator: char| -> usize {
        text.split(['\n', '\r']).take(LINES).map(|line| line.matches(separator).count()).sum()
    };
    [b';', b'\t', b','].into_iter().max_by_key(|separator| count(char::from(*separator))).unwrap_or(b',')
}

/// The row that begins at `start`, and where the next one begins.
fn row(text: &str, start: usize, index: usize, separator: u8) -> Result<(Row, usize), Fault> {
    let bytes = text.as_bytes();
    let mut cells = Vec::new();
    let (mut at, mut column) = (start, 0);
    loop {
        let field = field(text, at, separator).map_err(|fault| fault.path(index, None))?;
        let place = Place::Span { start: field.start, end: field.end };
        if field.content.len() > MAX_FIELD_BYTES {
            return Err(field_too_long(place));
        }
        if column == MAX_COLUMNS {
            return Err(too_many_columns(place));
        }
        let content = trim(&field.content);
        if !content.is_empty() {
            cells.push(Cell { column, place, value: Value::Text(content.to_owned()), format: None });
        }
        column += 1;
        at = field.end;
        match bytes.get(at) {
            Some(byte) if *byte == separator => at += 1,
            _ => break,
        }
    }
    let place = Place::Span { start, end: at };
    let next = match bytes[at..] {
        [b'\r', b'\n', ..] => at + 2,
        [_, ..] => at + 1,
        [] => at,
    };
    Ok((Row { index, place, cells, width: Some(column) }, next))
}

struct Field<'a> {
    start: usize,
    end: usize,
    content: Cow<'a, str>,
}

/// The field that begins at `start`. A quote matters only as its first character.
fn field(text: &str, start: usize, separator: u8) -> Result<Field<'_>, Fault> {
    let bytes = text.as_bytes();
    let ends = |byte: u8| byte == separator || byte == b'\n' || byte == b'\r';
    if bytes.get(start) != Some(&b'"') {
        let length = bytes[start..].iter().position(|byte| ends(*byte)).unwrap_or(bytes.len() - start);
        let end = start + length;
        return Ok(Field { start, end, content: Cow::Borrowed(&text[start..end]) });
    }
    let mut at = start + 1;
    let mut doubled = false;
    loop {
        match bytes[at..].iter().position(|byte| *byte == b'"') {
            None => return Err(unclosed(start)),
            Some(quote) => at += quote + 1,
        }
        if bytes.get(at) != Some(&b'"') {
            break;
        }
        doubled = true;
        at += 1;
    }
    if bytes.get(at).is_some_and(|byte| !ends(*byte)) {
        return Err(after_quote(start, at));
    }
    let inner = &text[start + 1..at - 1];
    let content = if doubled { Cow::Owned(inner.replace("\"\"", "\"")) } else { Cow::Borrowed(inner) };
    Ok(Field { start, end: at, content })
}

fn nul(at: usize) -> Fault {
    Fault::error(text!("文件含有空字符（NUL）", "the file holds a NUL character"))
        .at(Place::Span { start: at, end: at + 1 })
        .remedy(text!(
            "可能是没有 BOM 的 UTF-16 或已损坏；请在 Excel/WPS 中另存为“CSV UTF-8”",
            "it may be UTF-16 without a BOM, or damaged; save it in Excel/WPS as \"CSV UTF-8\""
        ))
}

fn unclosed(start: usize) -> Fault {
    Fault::error(text!("此处的引号没有结束", "the quotation mark that opens here is never closed"))
        .at(Place::Span { start, end: start + 1 })
        .remedy(text!("补上结尾的引号", "add the closing quotation mark"))
}

fn after_quote(start: usize, at: usize) -> Fault {
    Fault::error(text!("结尾引号之后还有内容", "there is more after the closing quotation mark"))
        .at(Place::Span { start, end: at })
        .remedy(text!("内容中的引号要写两遍：\"\"", "write a quotation mark inside a field twice: \"\""))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn texts(text: &str) -> Vec<Vec<String>> {
        let grid = parse(text).unwrap();
        grid.rows.iter().map(|row| row.cells.iter().map(Cell::shown).collect()).collect()
    }

    #[test]
    fn quotes_and_row_ends_follow_the_standard() {
        for end in ["\n", "\r\n", "\r"] {
            let text = ["a,\"b,c\"", "\"x\"\"y\",A\"B\"", ",,", "\"two", "lines\",z"].join(end);
            let lines = format!("two{end}lines");
            let want = [vec!["a", "b,c"], vec!["x\"y", "A\"B\""], vec![lines.as_str(), "z"]];
            assert_eq!(texts(&text), want);
        }
        assert_eq!(texts("a,b\n1,2\n\u{1a}"), [["a", "b"], ["1", "2"]]);
        assert_eq!(texts("a;b\n1,5;2"), [["a", "b"], ["1,5", "2"]]);
        assert_eq!(texts("a\tb\n1\t2"), [["a", "b"], ["1", "2"]]);
    }

    #[test]
    fn rows_keep_the_number_that_a_spreadsheet_shows() {
        let grid = parse("a,b\n\n\"x\ny\",1\nz,2").unwrap();
        assert_eq!(grid.rows.iter().map(|row| row.index).collect::<Vec<_>>(), [0, 2, 3]);
        let Place::Span { start, end } = grid.rows[2].cells[1].place else { panic!("not a span") };
        assert_eq!((start, end), (15, 16));
    }

    #[test]
    fn broken_quotes_and_nul_are_refused() {
        for (text, message) in
            [("a\n\"b", "never closed"), ("a\n\"b\"c,d", "more after the closing"), ("a\0", "NUL character")]
        {
            let fault = format!("{:?}", parse(text).unwrap_err());
            assert!(fault.contains(message), "{fault}");
        }
    }

    #[test]
    fn limits_hold() {
        let cases = [
            ("a\n".repeat(MAX_ROWS + 1), "more than 100000 rows"),
            (",".repeat(MAX_COLUMNS), "more than 1000 columns"),
            ("a".repeat(MAX_FIELD_BYTES + 1), "more than 65536 bytes"),
            (format!("{}\n", "a,".repeat(999)).repeat(2003), "more than 2000000 cells"),
        ];
        for (text, message) in cases {
            let fault = format!("{:?}", parse(&text).unwrap_err());
            assert!(fault.contains(message), "{fault}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_rows_or_refused(text in "[ab,;\t\"\r\n\u{1a}\0甲]*") {
            let _ = parse(&text);
        }
    }
}
