//! Assumptions: what a scenario's numbers rest on.

use crate::text::{Name, Text};

/// An entry of the scenario, or a table of which there is one, with its values in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assumption {
    /// Key of the table, such as "enterprises".
    pub table: &'static str,
    /// Name of the entry; of a table of which there is one, what it holds.
    pub name: Name,
    /// Values, in the order of the file.
    pub values: Vec<Value>,
    /// Source of the values; `None`: they are assumed (情景假设).
    pub source: Option<Name>,
}

/// A value in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Value {
    /// Key.
    pub key: &'static str,
    /// Name of the key.
    pub label: Text,
    /// The value in words that need no knowledge of the file format, such as "6%至16%"; of what is nested, one readable line.
    pub written: Text,
}
