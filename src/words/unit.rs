//! Units, as results write them, in both languages.

use super::{clean, output_unit};
use crate::text::{Text, text};

/// A unit of the model, or one that a scenario gives its resources.
pub fn unit(written: &str) -> Text {
    match written {
        "亿元" => output_unit(),
        "万元" => text!("万元", "10k yuan"),
        "亩" => text!("亩", "mu"),
        "万元/亩" => text!("万元/亩", "10k yuan/mu"),
        other => Text::same(clean(other, LONGEST)),
    }
}

/// Characters of a unit of somebody's own.
const LONGEST: usize = 20;
