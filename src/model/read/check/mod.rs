//! What can be said of a document beyond its single values: its keys, and once it is a scenario, sizes that look like
//! slips, entries without effect, and targets without data. One file for each kind of check.

mod bounds;
mod data;
mod effect;
mod firms;
mod keys;
mod present;
mod supply;
mod to_date;

pub(crate) use keys::{document, keys, unknown_key};

use super::node::Table;
use super::problem::Problems;
use crate::scenario::Scenario;
use present::Present;

/// Checks of a scenario that was read without an error, beside the document that it was read from.
pub(crate) fn scenario(document: &Table, scenario: &Scenario, out: &mut Problems) {
    let present = Present::of(scenario);
    firms::check(document, scenario, out);
    to_date::check(document, scenario, out);
    bounds::check(document, scenario, &present, out);
    supply::check(document, scenario, out);
    effect::check(document, scenario, out);
    data::check(document, scenario, out);
}

/// Names in a row, for a message: the first few, and how many there are beside.
fn listed(names: &[String], most: usize) -> crate::text::Text {
    let (zh, en) = (names.iter().take(most), names.iter().take(most));
    let zh = zh.map(String::as_str).collect::<Vec<_>>().join("、");
    let en = en.map(String::as_str).collect::<Vec<_>>().join(", ");
    let count = names.len();
    if count > most {
        crate::text::text!("{zh}等 {count} 个", "{en} and others, {count} in all")
    } else {
        crate::text::Text { zh, en }
    }
}
