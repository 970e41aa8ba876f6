//! A first look at a TOML text, before it is parsed: limits that keep the parser safe, and messages for what
//! Chinese input methods and office programs put where TOML wants plain signs.

use super::lookalike;
use super::node::{FileIx, Origin};
use super::problem::{Problem, Problems};
use crate::format;
use crate::text::{Text, text};

/// How deep arrays and inline tables may be nested.
const MAX_DEPTH: usize = 32;
/// How many parts a dotted key may have.
const MAX_KEY_PARTS: usize = 16;
/// How many keys a file may hold.
const MAX_KEYS: usize = 150_000;
/// How many commas, that is list elements, a file may hold.
const MAX_COMMAS: usize = 1_000_000;
/// After so many problems the rest of a file is not looked at.
const MAX_PROBLEMS: usize = 50;

/// What the first look found.
#[derive(Debug, Default)]
pub(crate) struct Scan {
    /// Whether parsing would be pointless or dangerous.
    pub(crate) stop: bool,
    /// Where something was opened that is never closed: what the parser says after it is noise.
    pub(crate) unclosed_at: Option<usize>,
    /// Lines (counted from 0) about which enough has been said.
    pub(crate) lines: Vec<usize>,
}

/// Something that has been opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Frame {
    Header,
    Array,
    Table,
}

struct Scanner<'a> {
    text: &'a str,
    file: FileIx,
    out: &'a mut Problems,
    scan: Scan,
    frames: Vec<(Frame, usize)>,
    /// Whether a `=` has been met since the statement or the inline entry began.
    in_value: bool,
    word_start: Option<usize>,
    dots: usize,
    keys: usize,
    commas: usize,
    line: usize,
    found: usize,
}

/// Looks through `text` and reports what the parser could not explain.
pub(crate) fn scan(text: &str, file: FileIx, out: &mut Problems) -> Scan {
    let mut scanner = Scanner {
        text,
        file,
        out,
        scan: Scan::default(),
        frames: Vec::new(),
        in_value: false,
        word_start: None,
        dots: 0,
        keys: 0,
        commas: 0,
        line: 0,
        found: 0,
    };
    scanner.run();
    scanner.scan
}

impl Scanner<'_> {
    fn run(&mut self) {
        let mut at = 0;
        while at < self.text.len() && !self.scan.stop {
            at = self.step(at);
        }
        if self.scan.stop {
            return;
        }
        if let Some(&(frame, start)) = self.frames.first() {
            self.unclosed(frame, start);
        }
    }

    /// Handles what stands at `at` and returns where to go on.
    fn step(&mut self, at: usize) -> usize {
        let rest = &self.text[at..];
        let Some(c) = rest.chars().next() else { return self.text.len() };
        match c {
            '\n' => self.newline(),
            '\r' => return self.carriage_return(at),
            '#' => {
                self.word_start = None;
                return at + self.comment(at, rest);
            }
            '"' | '\'' => {
                self.word_start = None;
                return self.string(at, c);
            }
            '[' | '{' => self.open(at, c),
            ']' | '}' => self.close(),
            '=' => self.equals(),
            ',' => self.comma(at),
            '.' => self.dot(at),
            ' ' | '\t' => self.word_start = None,
            '\0'..='\x7f' => {
                self.control(at, c);
                self.word_start.get_or_insert(at);
            }
            _ => return self.foreign(at, c),
        }
        at + c.len_utf8()
    }

    fn report(&mut self, start: usize, end: usize, found: Text, remedy: Text) {
        self.found += 1;
        if self.found > MAX_PROBLEMS {
            self.scan.stop = true;
            return;
        }
        self.scan.lines.push(self.line);
        self.out.push(Problem::error(Origin::span(self.file, start, end), "", found).remedy(remedy));
    }

    fn refuse(&mut self, at: usize, found: Text, allowed: Text) {
        self.scan.stop = true;
        self.out.push(Problem::error(Origin::span(self.file, at, at + 1), "", found).allowed(allowed));
    }

    fn newline(&mut self) {
        self.word_start = None;
        self.dots = 0;
        if let Some(&(Frame::Header, start)) = self.frames.first() {
            self.unclosed(Frame::Header, start);
            self.scan.unclosed_at = None;
            self.frames.clear();
        }
        if self.frames.is_empty() {
            self.in_value = false;
        }
        self.line += 1;
    }

    fn carriage_return(&mut self, at: usize) -> usize {
        if self.text[at + 1..].starts_with('\n') {
            return at + 1;
        }
        self.report(
            at,
            at + 1,
            text!("孤立的回车符（旧 Mac 换行）", "a carriage return without a line feed: old Mac line ends"),
            text!("用 LF 或 CRLF 换行另存文件", "save the file with LF or CRLF line ends"),
        );
        self.scan.stop = true;
        at + 1
    }

    fn comment(&mut self, at: usize, rest: &str) -> usize {
        let length = rest.find(['\n', '\r']).unwrap_or(rest.len());
        for (offset, c) in rest[..length].char_indices() {
            self.control(at + offset, c);
        }
        length
    }

    /// Reports what may stand nowhere.
    fn control(&mut self, at: usize, c: char) {
        if c == '\0' {
            self.report(
                at,
                at + 1,
                text!("空字符 (NUL)", "a NUL character"),
                text!("文件可能已损坏，或不是文本文件", "the file may be damaged, or is not a text"),
            );
        } else if c == '\u{feff}' {
            self.report(
                at,
                at + c.len_utf8(),
                text!("文件中部有不可见的 U+FEFF", "an invisible U+FEFF inside the file"),
                text!(
                    "删去它；文件可能是几个文件拼接而成",
                    "delete it; the file may be several files joined"
                ),
            );
        }
    }

    /// Passes over a string and returns where it ends.
    fn string(&mut self, at: usize, quote: char) -> usize {
        let triple = if quote == '"' { "\"\"\"" } else { "'''" };
        let long = self.text[at..].starts_with(triple);
        let opening = if long { 3 } else { 1 };
        let bytes = self.text.as_bytes();
        let mut i = at + opening;
        while i < bytes.len() {
            match bytes[i] {
                b'\\' if quote == '"' && bytes.get(i + 1) != Some(&b'\n') => i += 1,
                b'\n' if !long => break,
                b'\n' => self.line += 1,
                0 => self.control(i, '\0'),
                0xef if self.text[i..].starts_with('\u{feff}') => self.control(i, '\u{feff}'),
                byte if byte == quote as u8 && !long => return i + 1,
                byte if byte == quote as u8 && self.text[i..].starts_with(triple) => {
                    let extra = self.text[i + 3..].chars().take(2).take_while(|&c| c == quote).count();
                    return i + 3 + extra;
                }
                _ => {}
            }
            i += 1;
            while i < bytes.len() && !self.text.is_char_boundary(i) {
                i += 1;
            }
        }
        let end = i.min(bytes.len());
        self.report(
            at,
            at + opening,
            text!("这里打开的字符串没有结束", "the string opened here is never closed"),
            if long {
                text!("在结尾补上 {triple}", "close it with {triple}")
            } else {
                text!("在本行末尾补上 {quote}", "close it with {quote} on the same line")
            },
        );
        if long {
            self.scan.unclosed_at = Some(at);
        }
        end
    }

    fn open(&mut self, at: usize, c: char) {
        self.word_start = None;
        let frame = match c {
            '{' => Frame::Table,
            _ if self.frames.is_empty() && !self.in_value => Frame::Header,
            _ if matches!(self.frames.last(), Some((Frame::Header, _))) => Frame::Header,
            _ => Frame::Array,
        };
        self.frames.push((frame, at));
        if frame == Frame::Table {
            self.in_value = false;
        }
        if self.frames.len() > MAX_DEPTH {
            let line = self.line + 1;
            self.refuse(
                at,
                text!("第{line}行：嵌套太深", "line {line}: nested too deeply"),
                text!("最多嵌套 {MAX_DEPTH} 层", "at most {MAX_DEPTH} levels"),
            );
        }
    }

    fn close(&mut self) {
        self.word_start = None;
        self.frames.pop();
        // Whatever was closed was a value, or a header after which only a comment may stand.
        self.in_value = true;
    }

    fn equals(&mut self) {
        self.word_start = None;
        self.dots = 0;
        self.in_value = true;
        self.keys += 1;
        if self.keys == MAX_KEYS {
            self.refuse(
                0,
                text!("文件的键太多", "the file holds too many keys"),
                text!("最多 {MAX_KEYS} 个", "at most {MAX_KEYS}"),
            );
        }
    }

    fn comma(&mut self, at: usize) {
        self.word_start = None;
        self.commas += 1;
        if self.commas == MAX_COMMAS {
            self.refuse(
                at,
                text!("文件的列表元素太多", "the file holds too many list elements"),
                text!("最多 {MAX_COMMAS} 个", "at most {MAX_COMMAS}"),
            );
        }
        if matches!(self.frames.last(), Some((Frame::Table, _))) {
            self.in_value = false;
        }
    }

    fn dot(&mut self, at: usize) {
        let in_key = !self.in_value;
        if in_key {
            self.dots += 1;
        }
        if self.dots >= MAX_KEY_PARTS {
            let line = self.line + 1;
            self.refuse(
                at,
                text!("第{line}行：带点的键太长", "line {line}: a dotted key of too many parts"),
                text!("最多 {MAX_KEY_PARTS} 段", "at most {MAX_KEY_PARTS} parts"),
            );
        }
    }

    fn unclosed(&mut self, frame: Frame, start: usize) {
        let (found, sign) = match frame {
            Frame::Header => {
                (text!("这里打开的表头没有结束", "the table header opened here is never closed"), ']')
            }
            Frame::Array => (text!("这里打开的列表没有结束", "the list opened here is never closed"), ']'),
            Frame::Table => {
                (text!("这里打开的内联表没有结束", "the inline table opened here is never closed"), '}')
            }
        };
        self.report(start, start + 1, found, text!("补上 {sign}", "close it with {sign}"));
        self.scan.unclosed_at = Some(start);
    }

    /// Handles a character outside ASCII that is in no string and no comment.
    fn foreign(&mut self, at: usize, c: char) -> usize {
        let after = at + c.len_utf8();
        let code = format!("U+{:04X}", u32::from(c));
        if lookalike::is_quote(c) {
            return self.curly_quotes(at);
        }
        if c == '\u{feff}' {
            self.control(at, c);
            return after;
        }
        if lookalike::is_invisible(c) {
            let column = self.column(at);
            self.report(
                at,
                after,
                text!(
                    "第{column}列有不可见的字符 {code}",
                    "an invisible character {code} in column {column}"
                ),
                text!("删去它，或换成普通空格", "delete it, or use a plain space"),
            );
            self.word_start = None;
            return after;
        }
        if let Some(plain) = lookalike::punctuation(c) {
            self.report(
                at,
                after,
                text!("全角的 {c} ({code})", "full-width {c} ({code})"),
                text!("换成英文输入法，改用：{plain}", "switch the input method to English: {plain}"),
            );
            self.word_start = None;
            match plain {
                '=' => self.equals(),
                ',' => self.comma(at),
                _ => {}
            }
            return after;
        }
        self.foreign_word(at)
    }

    fn column(&self, at: usize) -> usize {
        let line_start = self.text[..at].rfind('\n').map_or(0, |i| i + 1);
        self.text[line_start..at].chars().count() + 1
    }

    fn curly_quotes(&mut self, at: usize) -> usize {
        let line_end = self.text[at..].find('\n').map_or(self.text.len(), |i| at + i);
        let mut chars = self.text[at..line_end].char_indices();
        chars.next();
        let close = chars.find(|&(_, c)| lookalike::is_quote(c) || c == '"');
        let end = close.map_or(line_end, |(i, c)| at + i + c.len_utf8());
        let inner: String =
            self.text[at..end].chars().filter(|&c| !lookalike::is_quote(c) && c != '"').collect();
        let inner = inner.trim();
        self.report(
            at,
            end,
            text!("中文引号", "curly quotes"),
            text!("用英文引号：\"{inner}\"", "use plain ones: \"{inner}\""),
        );
        self.word_start = None;
        end
    }

    fn foreign_word(&mut self, at: usize) -> usize {
        let start = self.word_start.take().unwrap_or(at);
        let stop = |c: char| {
            c.is_whitespace()
                || "=,]}#\"'".contains(c)
                || lookalike::is_invisible(c)
                || lookalike::punctuation(c).is_some_and(|plain| plain != '.' && plain != '%')
        };
        let end = self.text[at..].find(stop).map_or(self.text.len(), |i| at + i);
        let word = self.text[start..end].to_owned();
        let is_header = matches!(self.frames.last(), Some((Frame::Header, _)));
        let (found, remedy) = match format::table_named(&word).filter(|_| is_header) {
            Some(key) => table_word(&word, key),
            None if self.in_value => value_word(&word),
            None => key_word(&word),
        };
        self.report(start, end, found, remedy);
        end
    }
}

fn value_word(word: &str) -> (Text, Text) {
    let plain = lookalike::half_width(word);
    if plain.parse::<f64>().is_ok() {
        return (
            text!("全角数字 {word}", "full-width digits: {word}"),
            text!("写作 {plain}", "write {plain}"),
        );
    }
    (
        text!("没有引号的文字 {word}", "a text without quotes: {word}"),
        text!(
            "文字和带单位的数值要加引号：\"{word}\"",
            "put texts and numbers with units in quotes: \"{word}\""
        ),
    )
}

fn table_word(word: &str, key: &str) -> (Text, Text) {
    (
        text!("中文的表名 {word}", "the table's name {word} is Chinese"),
        text!("写作 {key}，或加引号：\"{word}\"", "write {key}, or quote it: \"{word}\""),
    )
}

fn key_word(word: &str) -> (Text, Text) {
    if let Some((latin, odd)) = lookalike::latin(word) {
        let code = format!("U+{:04X}", u32::from(odd));
        return (
            text!(
                "键 {word} 看起来像 {latin}，却含有 {code}",
                "the key {word} looks like {latin} but contains {code}"
            ),
            text!("用英文字母重写：{latin}", "retype it in Latin letters: {latin}"),
        );
    }
    match lookalike::keys_of_alias(word).as_slice() {
        [] => (
            text!(
                "键 {word} 含有中文或其他非英文字符",
                "the key {word} has characters outside A-Z, a-z, 0-9, _ and -"
            ),
            text!(
                "用英文的键；作为标识时要加引号：\"{word}\"",
                "use an English key; where it is an id, quote it: \"{word}\""
            ),
        ),
        keys => {
            let keys = keys.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(" / ");
            (
                text!("中文的键 {word}", "the key {word} is Chinese"),
                text!(
                    "写作 {keys}（作为标识时加引号：\"{word}\"）",
                    "use {keys} (or quote it where it is an id: \"{word}\")"
                ),
            )
        }
    }
}
