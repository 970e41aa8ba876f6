//! What a scenario's numbers rest on.

use crate::text::{Name, Text};

/// An entry of the scenario, or a table of which there is one, with its values in the words of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assumption {
    /// Key of the table, such as "enterprises".
    pub table: &'static str,
    /// Name of the entry; of a table of which there is one, what it holds.
    pub name: Name,
    /// What it says, in the order of the file.
    pub values: Vec<Value>,
    /// Where its values come from; `None`: it is a guess (情景假设).
    pub source: Option<Name>,
}

/// A value as the file writes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Value {
    /// Its key.
    pub key: &'static str,
    /// What people call it.
    pub label: Text,
    /// The value, such as "6% to 16%"; of what is nested, one readable line.
    pub written: String,
}
