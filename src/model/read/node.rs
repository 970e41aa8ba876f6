//! What a file says before it means anything: a tree of values, each with the place where it is written.
//!
//! TOML documents and rosters both become nodes, so that one conversion serves them and every message can
//! point at a line and column, or at a sheet and cell.

use std::path::PathBuf;

/// A file among the [`Sources`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileIx(pub usize);

/// Where something is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Origin {
    /// The file.
    pub file: FileIx,
    /// The place in it.
    pub place: Place,
}

impl Origin {
    /// A file as a whole.
    pub fn file(file: FileIx) -> Self {
        Self { file, place: Place::File }
    }

    /// Bytes `start..end` of a file's text.
    pub fn span(file: FileIx, start: usize, end: usize) -> Self {
        Self { file, place: Place::Span { start, end } }
    }
}

/// A place in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Place {
    /// The file as a whole.
    File,
    /// Bytes `start..end` of its decoded text.
    Span {
        /// First byte.
        start: usize,
        /// Byte after the last.
        end: usize,
    },
    /// A cell of a sheet, counted from 0 (shown as B7); `sheet` is its place among the workbook's sheets.
    Cell {
        /// The sheet.
        sheet: usize,
        /// The row.
        row: usize,
        /// The column.
        column: usize,
    },
}

/// A column as spreadsheets name it: 0 is A, 26 is AA.
pub(crate) fn column_name(column: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        letters.push(char::from(b'A' + ((rest - 1) % 26) as u8));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}

/// A value and where it is written.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// The value.
    pub value: NodeValue,
    /// Where it is written.
    pub origin: Origin,
}

/// A value as TOML or a sheet's cell knows it.
#[derive(Debug, Clone, PartialEq)]
pub enum NodeValue {
    /// A text.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// A number.
    Float(f64),
    /// A truth value.
    Boolean(bool),
    /// A date or time, as written.
    Date(String),
    /// A list.
    List(Vec<Node>),
    /// A table.
    Table(Table),
    /// Something that could not be understood and has been reported; whoever meets it stays silent.
    Broken,
}

/// Keys and values, in the order in which they are written.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Table {
    /// The entries; keys are unique.
    pub entries: Vec<Entry>,
}

/// A key and its value.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The key.
    pub key: String,
    /// Where the key is written.
    pub key_origin: Origin,
    /// The value.
    pub node: Node,
}

impl Table {
    /// The value of `key`.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entries.iter().find(|entry| entry.key == key).map(|entry| &entry.node)
    }
}

/// A file that was read.
#[derive(Debug, Clone)]
pub struct Source {
    /// Its path as the user would write it.
    pub path: PathBuf,
    /// Its decoded text; empty for workbooks.
    pub text: String,
    /// Names of a workbook's sheets.
    pub sheets: Vec<String>,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
}

/// Every file that was read, the scenario first.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    /// The files; a [`FileIx`] is a place in this list.
    pub files: Vec<Source>,
}

impl Sources {
    /// Adds a file.
    pub fn add(&mut self, source: Source) -> FileIx {
        self.files.push(source);
        FileIx(self.files.len() - 1)
    }
}
