//! A column of a roster that is read: its key, the unit of its numbers and when they are of.

use super::period::Period;
use crate::format::{Dimension, FieldSpec, Kind};
use crate::read::node::{Place, column_name};
use crate::text::{Text, text};

/// A column whose heading is understood.
#[derive(Debug)]
pub(super) struct Column {
    /// Its place, counted from 0.
    pub index: usize,
    /// The key that it holds.
    pub field: &'static FieldSpec,
    /// The entry of the key's own table that it holds: "land" in `needs.land`.
    pub entry: Option<String>,
    /// The name under which the key was known.
    pub name: String,
    /// The unit of its numbers, from its heading or from a line above.
    pub unit: Option<String>,
    /// When its numbers are of.
    pub period: Period,
    /// The heading as written.
    pub heading: String,
    /// Where the heading is.
    pub place: Place,
}

impl Column {
    /// The key's path within its row.
    pub fn path(&self) -> String {
        match &self.entry {
            Some(entry) => format!("{}.{entry}", self.field.key),
            None => self.field.key.to_owned(),
        }
    }

    /// "C “产值（万元）”", in both languages.
    pub fn shown(&self) -> Text {
        let (letters, heading) = (column_name(self.index), &self.heading);
        text!("{letters} 列“{heading}”", "column {letters} \"{heading}\"")
    }

    /// What its numbers measure, where they are amounts.
    pub fn dimension(&self) -> Option<Dimension> {
        match (self.field.kind, self.entry.as_deref()) {
            (Kind::Quantity(dimension), _) => Some(dimension),
            (Kind::Needs(_), Some("land")) => Some(Dimension::Land),
            (Kind::Needs(dimension), _) => Some(dimension),
            _ => None,
        }
    }
}

/// A key as a heading shows it to readers of either language.
pub(super) fn shown_key(field: &FieldSpec) -> String {
    match field.aliases.first() {
        Some(alias) => format!("{alias} ({})", field.key),
        None => field.key.to_owned(),
    }
}
