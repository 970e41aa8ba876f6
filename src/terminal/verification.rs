//! Numbers that did not come out again.

use super::grid::lay_out;
use crate::stamp::Difference;
use crate::tables::Kind;
use crate::text::{Lang, text};

/// Differences that are listed.
const MOST: usize = 20;

/// The first differences, old and new, and the number of those that are left out.
pub fn differences(all: &[Difference], lang: Lang) -> String {
    let heads = [
        (text!("数", "Number"), Kind::Text),
        (text!("原来", "Then"), Kind::Number),
        (text!("现在", "Now"), Kind::Number),
    ]
    .map(|(head, kind)| (head.get(lang).to_owned(), kind));
    let said = |value: &Option<String>| value.clone().unwrap_or_else(|| "–".into());
    let row = |one: &Difference| vec![one.what.clone(), said(&one.then), said(&one.now)];
    let mut out = lay_out(&heads, all.iter().take(MOST).map(row)) + "\n";
    if all.len() > MOST {
        let more = all.len() - MOST;
        out += &format!("{}\n", text!("另有{more}处不同", "further differences: {more}").get(lang));
    }
    out
}
