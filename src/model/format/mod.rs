//! The file format, declared once: the tables, their keys, what each may hold and what it means.
//!
//! Reading, the messages about wrong input, the headings of rosters and the JSON Schema all follow these
//! declarations.

mod names;
pub mod rosters;
pub mod schema;
mod tables;
pub mod units;

use crate::text::Text;

pub use names::{TABLE_NAMES, table_named};
pub use tables::{CHANGE_SUBJECTS, CONDITION_MARKS, SHOCKS, STAGES, TABLES, score_item, table};

/// A table of the format.
#[derive(Debug)]
pub struct TableSpec {
    /// Its key, such as "enterprises"; "" for the top level.
    pub key: &'static str,
    /// Whether it is written `[[key]]`, once for each entry.
    pub repeated: bool,
    /// Its keys.
    pub fields: &'static [FieldSpec],
    /// What it holds, in Chinese.
    pub zh: &'static str,
    /// What it holds, in English.
    pub en: &'static str,
}

/// A key of a table.
#[derive(Debug)]
pub struct FieldSpec {
    /// The key.
    pub key: &'static str,
    /// Chinese names that are understood as the key: in a roster's heading, and in messages about a Chinese key.
    pub aliases: &'static [&'static str],
    /// What it may hold.
    pub kind: Kind,
    /// Whether it must be present.
    pub required: bool,
    /// What it means, in Chinese.
    pub zh: &'static str,
    /// What it means, in English.
    pub en: &'static str,
}

/// What a key may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Any text.
    Text,
    /// A text that names the thing; unique among its kind.
    Id,
    /// The id of an entry of the named table.
    Reference(&'static str),
    /// A list of ids of entries of the named table.
    References(&'static str),
    /// A list of texts.
    Texts,
    /// A whole number.
    Integer,
    /// A plain number.
    Number,
    /// One of these texts.
    Choice(&'static [&'static str]),
    /// A month, "2024-06".
    Month,
    /// A number, a text with a unit or an uncertain quantity, of this dimension.
    Quantity(Dimension),
    /// A table of resource = quantity.
    Needs(Dimension),
    /// Twelve weights.
    Weights,
    /// A condition (`where`).
    Condition,
    /// A list of changes.
    Changes,
    /// Pairs of industries with their correlation.
    Pairs,
    /// A table of policy = dose.
    Doses,
    /// A list of the items of a score.
    Items,
    /// The bound of a target; its dimension is that of what the target looks at.
    Bound,
    /// The path of a file, relative to the scenario's.
    Path,
}

/// What a quantity measures; fixes its unit, its range and how "a to b" is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dimension {
    /// Output or capacity, 亿元 a year.
    Output,
    /// Tax or cost, 万元.
    Money,
    /// Land, 亩.
    Land,
    /// A duration in months.
    Months,
    /// Median annual growth, a fraction; may be negative.
    Growth,
    /// A probability or share, 0..=1.
    Share,
    /// Annual log volatility, a fraction, at least 0.
    Volatility,
    /// Events a year.
    Rate,
    /// An amount of a resource, in the resource's own unit.
    Amount,
    /// An amount of a resource per 亿元 of capacity.
    AmountPerOutput,
    /// A number without unit, at least 0.
    Plain,
    /// A number without unit that may be negative.
    Signed,
    /// A whole number that may be negative.
    Whole,
    /// 万元/亩.
    PerMu,
}

impl TableSpec {
    /// The declaration of `key` in this table.
    pub fn field(&self, key: &str) -> Option<&'static FieldSpec> {
        self.fields.iter().find(|field| field.key == key)
    }

    /// The key for which `alias` is a Chinese name.
    pub fn by_alias(&self, alias: &str) -> Option<&'static FieldSpec> {
        self.fields.iter().find(|field| field.aliases.contains(&alias))
    }
}

impl FieldSpec {
    /// What it means, in both languages.
    pub fn meaning(&self) -> Text {
        Text { zh: self.zh.to_owned(), en: self.en.to_owned() }
    }
}
