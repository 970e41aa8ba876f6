//! Tables: what results say in rows and columns, made once for every form in which they are handed over.
//!
//! ```text
//! Results, Comparison -> Table -> CSV, Excel, Word, web page, terminal
//! ```
//!
//! A cell keeps its number together with how it is to be shown, so that a page shows "57%" where a workbook holds 0.5712
//! with a format of its own.

mod comparison;
#[cfg(feature = "cli")]
mod csv;
mod detail;
mod id;
mod pivotal;
mod range;
mod run;

pub use comparison::{contributions, delays, headline, of_comparison, outcome_name, overview};
#[cfg(feature = "cli")]
pub use csv::csv;
pub use id::TableId;
pub use pivotal::{pivotal, surely_pivotal};
pub use run::{of_run, scores, summary, targets};

use crate::results::Probability;
use crate::text::{Lang, Text};
use crate::words::{self, Printed};

/// A table in one language.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// Name of the table.
    pub id: TableId,
    /// Caption of the table, which names its sheet as well.
    pub title: String,
    /// Columns; every row has as many cells.
    pub columns: Vec<Column>,
    /// Rows.
    pub rows: Vec<Vec<Cell>>,
}

/// A column.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// Name of what it holds, with the unit.
    pub head: String,
    /// Head where there is little room, as in a terminal; a column that has none is left out there.
    pub brief: Option<String>,
    /// Kind of its cells.
    pub kind: Kind,
}

/// Kind of content of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Words.
    Text,
    /// Numbers.
    Number,
    /// 95% intervals: one column where it is read, two (lower and upper end) where it is reckoned with.
    Interval,
}

/// A cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Words.
    Text(String),
    /// A number.
    Number(f64, Format),
    /// A probability; in a column of intervals its interval.
    Chance(Probability),
    /// A difference of probabilities with its interval; in a column of intervals that.
    Difference(f64, [f64; 2]),
    /// A month, as "2024-03".
    Month(String),
    /// Words in the place of a number, for people alone: files of data have nothing there.
    Remark(String),
    /// Nothing to say.
    Empty,
}

/// Form in which a number is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// A calendar year.
    Year,
    /// A whole number.
    Whole,
    /// A number of decimals, the same throughout a table or a row.
    Fixed(usize),
    /// Number that somebody set, in its shortest form.
    Exact,
    /// Money that somebody set, 万元.
    Money,
    /// Money that a percentage point costs, 万元.
    MoneyPerPoint,
    /// A fraction of one, in per cent.
    Percent,
    /// A fraction of one, in per cent with its sign.
    Growth,
    /// A chance of being the best, which has no error of its own.
    Best,
}

impl Cell {
    /// Words.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// A number where there is one.
    pub fn maybe(number: Option<f64>, format: Format) -> Self {
        number.map_or(Self::Empty, |number| Self::Number(number, format))
    }

    /// A share of so many trials.
    fn share(share: f64, trials: u64) -> Self {
        Self::Chance(words::of_share(share, trials))
    }

    /// A chance of being the best.
    fn best(chance: f64) -> Self {
        Self::Number(chance, Format::Best)
    }

    /// Words of the cell where there is little room, below a brief head that names no unit.
    pub fn brief(&self, kind: Kind, lang: Lang) -> String {
        match self {
            Self::Number(wan, Format::Money) => words::money(*wan).get(lang).into(),
            Self::Number(wan, Format::MoneyPerPoint) => words::cost_per_point(*wan).get(lang).into(),
            Self::Month(month) => words::month(month).get(lang).into(),
            _ => self.shown(kind, lang),
        }
    }

    /// Words of the cell in a column of this kind.
    pub fn shown(&self, kind: Kind, lang: Lang) -> String {
        match (self, kind) {
            (Self::Text(text) | Self::Remark(text) | Self::Month(text), _) => text.clone(),
            (Self::Number(number, format), _) => format.shown(*number),
            (Self::Chance(chance), Kind::Interval) => words::interval(chance),
            (Self::Chance(chance), _) => words::probability(chance).get(lang).into(),
            (Self::Difference(points, ci95), Kind::Interval) => words::points_interval(*points, *ci95),
            (Self::Difference(points, _), _) => words::points(*points),
            (Self::Empty, _) => String::new(),
        }
    }
}

impl Format {
    /// A number as a person reads it.
    pub fn shown(self, number: f64) -> String {
        match self {
            _ if !number.is_finite() => "–".into(),
            Self::Year => format!("{number:.0}"),
            Self::Whole => words::rounded(number),
            Self::Fixed(decimals) => words::fixed(number, decimals),
            Self::MoneyPerPoint => words::figure(number),
            Self::Exact | Self::Money => words::exact(number),
            Self::Percent => format!("{:.1}%", 100.0 * number),
            Self::Growth => words::growth(number),
            Self::Best => Printed::exactly(number).short(),
        }
    }
}

/// How figures that stand together are shown.
fn fixed(figures: impl IntoIterator<Item = f64>) -> Format {
    Format::Fixed(words::decimals(figures))
}

/// A column's heads in both languages.
struct Head {
    head: Text,
    brief: Option<Text>,
    kind: Kind,
}

impl From<(Text, Kind)> for Head {
    fn from((head, kind): (Text, Kind)) -> Self {
        Self { head, brief: None, kind }
    }
}

impl Head {
    /// A column that is shown where there is little room too, under the same head.
    fn always(head: Text, kind: Kind) -> Self {
        Self { brief: Some(head.clone()), head, kind }
    }

    /// A column that has a head of its own where there is little room.
    fn brief(head: Text, kind: Kind, brief: Text) -> Self {
        Self { head, brief: Some(brief), kind }
    }

    fn column(&self, lang: Lang) -> Column {
        let brief = self.brief.as_ref().map(|brief| brief.get(lang).to_owned());
        Column { head: self.head.get(lang).into(), brief, kind: self.kind }
    }
}

/// Columns from their heads in both languages.
fn columns<const N: usize>(heads: [impl Into<Head>; N], lang: Lang) -> Vec<Column> {
    heads.into_iter().map(|head| head.into().column(lang)).collect()
}
