//! TOML text to nodes.

use super::node::{Entry, FileIx, Node, NodeValue, Origin, Table};
use super::problem::{Problem, Problems};
use super::scan;
use crate::text::{Text, text};
use std::collections::BTreeSet;
use std::ops::Range;
use toml::de::{DeTable, DeValue};

/// Lines with a syntax error that are told; the others wait for these to be mended.
const MAX_PROBLEMS: usize = 50;

/// Parses the text of a file; `None` where it is not TOML, which is reported in full.
pub(crate) fn parse(text: &str, file: FileIx, out: &mut Problems) -> Option<Table> {
    let scan = scan::scan(text, file, out);
    if scan.stop {
        return None;
    }
    let (document, errors) = DeTable::parse_recoverable(text);
    let starts: Vec<usize> = text.match_indices('\n').map(|(at, _)| at + 1).collect();
    let mut lines: BTreeSet<usize> = scan.lines.iter().copied().collect();
    for error in &errors {
        let span = widened(text, error.span().unwrap_or(0..0));
        let line = starts.partition_point(|&start| start <= span.start);
        let noise = scan.unclosed_at.is_some_and(|start| span.start > start);
        // One message a line: what follows a slip in it is noise.
        if noise || lines.len() >= MAX_PROBLEMS || !lines.insert(line) {
            continue;
        }
        let (found, remedy) = explain(error.message(), &text[span.clone()]);
        let mut problem = Problem::error(Origin::span(file, span.start, span.end), "", found);
        problem.remedy = remedy;
        out.push(problem);
    }
    if !lines.is_empty() {
        return None;
    }
    Some(Converter { file, out }.table(document.get_ref(), ""))
}

/// A span that covers at least one character, so that there is something to point at.
fn widened(text: &str, span: Range<usize>) -> Range<usize> {
    let mut start = span.start.min(text.len());
    let mut end = span.end.clamp(start, text.len());
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    while !text.is_char_boundary(end) {
        end += 1;
    }
    start..end
}

/// What the parser's message means, and how to mend it.
fn explain(message: &str, found: &str) -> (Text, Option<Text>) {
    let found: String = found.chars().take(40).collect();
    let quoted = || {
        Some(text!(
            "文字和带单位的数值要加引号：\"{found}\"",
            "put texts and numbers with units in quotes: \"{found}\""
        ))
    };
    match message {
        m if m.starts_with("duplicate key") => (
            text!("键 {found} 重复", "the key {found} is already there"),
            Some(text!("删去其中一个", "keep one of the two")),
        ),
        m if m.starts_with("string values must be quoted") && found.trim().is_empty() => {
            (text!("等号后没有值", "no value after the ="), Some(text!("补上值", "write the value")))
        }
        m if m.starts_with("string values must be quoted") || m.starts_with("invalid float") => {
            (text!("不是数值：{found}", "not a number: {found}"), quoted())
        }
        m if m.starts_with("key with no value") => {
            (text!("键没有值", "a key without a value"), Some(text!("写作 键 = 值", "write key = value")))
        }
        m if m.starts_with("unexpected leading zero") => (
            text!("数字以 0 开头：{found}", "a number with a leading zero: {found}"),
            Some(text!("去掉开头的 0", "drop the leading zero")),
        ),
        m if m.starts_with("invalid unquoted key") => (
            text!("键里有不允许的字符：{found}", "a sign in a key that may not stand there: {found}"),
            Some(text!(
                "只用英文字母、数字、- 和 _，或加引号",
                "use letters, digits, - and _, or quote the key"
            )),
        ),
        m if m.starts_with("unexpected key or value") => (
            text!("值后面还有内容", "something follows the value"),
            Some(text!(
                "一行只写一个 键 = 值；列表用方括号，带单位的数值加引号",
                "one key = value a line; lists in brackets, numbers with units in quotes"
            )),
        ),
        m if m.starts_with("cannot extend value") => (
            text!(
                "{found} 已经是一个值，不能再有下级的键",
                "{found} is a value already and cannot have keys of its own"
            ),
            Some(text!("改名，或删去其中一个", "rename or drop one of the two")),
        ),
        m if m.starts_with("missing comma") => (
            text!("缺少逗号", "a comma is missing"),
            Some(text!("各项之间用英文逗号隔开", "separate the items by commas")),
        ),
        m if m.starts_with("missing escaped value") => (
            text!("字符串里的 \\ 后面不是转义符", "a \\ in a string that begins no escape"),
            Some(text!("写作 \\\\，或用单引号", "write \\\\, or use single quotes")),
        ),
        m if m.starts_with("invalid date") || m.starts_with("invalid time") => (
            text!("日期不对：{found}", "not a date: {found}"),
            Some(text!("写作 \"2024-06\"", "write it as \"2024-06\"")),
        ),
        m => (text!("TOML 语法错误：{m}", "TOML syntax: {m}"), None),
    }
}

struct Converter<'o> {
    file: FileIx,
    out: &'o mut Problems,
}

impl Converter<'_> {
    fn origin(&self, span: Range<usize>) -> Origin {
        Origin::span(self.file, span.start, span.end)
    }

    fn table(&mut self, table: &DeTable<'_>, path: &str) -> Table {
        let mut entries: Vec<Entry> = table
            .iter()
            .map(|(key, value)| {
                let name = key.get_ref().to_string();
                let at = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
                let node = self.node(value.get_ref(), value.span(), &at);
                Entry { key: name, key_origin: self.origin(key.span()), node }
            })
            .collect();
        entries.sort_by_key(|entry| entry.key_origin);
        Table { entries }
    }

    fn node(&mut self, value: &DeValue<'_>, span: Range<usize>, path: &str) -> Node {
        let origin = self.origin(span);
        let value = match value {
            DeValue::String(text) => NodeValue::Text(text.to_string()),
            DeValue::Integer(integer) => self.integer(integer.as_str(), integer.radix(), origin, path),
            DeValue::Float(float) => self.float(float.as_str(), origin, path),
            DeValue::Boolean(boolean) => NodeValue::Boolean(*boolean),
            DeValue::Datetime(date) => NodeValue::Date(date.to_string()),
            DeValue::Array(list) => NodeValue::List(
                list.iter()
                    .enumerate()
                    .map(|(i, item)| self.node(item.get_ref(), item.span(), &format!("{path}[{}]", i + 1)))
                    .collect(),
            ),
            DeValue::Table(table) => NodeValue::Table(self.table(table, path)),
        };
        Node { value, origin }
    }

    fn integer(&mut self, digits: &str, radix: u32, origin: Origin, path: &str) -> NodeValue {
        match i64::from_str_radix(digits, radix) {
            Ok(integer) => NodeValue::Integer(integer),
            Err(_) => {
                self.out.push(
                    Problem::error(
                        origin,
                        path,
                        text!("整数 {digits} 太大", "the whole number {digits} is too large"),
                    )
                    .allowed(text!("绝对值小于 9.2e18", "below 9.2e18 in size")),
                );
                NodeValue::Broken
            }
        }
    }

    fn float(&mut self, digits: &str, origin: Origin, path: &str) -> NodeValue {
        match super::number::finite(digits) {
            Ok(number) => NodeValue::Float(number),
            Err(fault) => {
                self.out.push(fault.problem(digits, origin, path));
                NodeValue::Broken
            }
        }
    }
}
