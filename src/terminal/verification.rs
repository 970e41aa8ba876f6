//! What did not come out again.

use super::{numbers, table};
use crate::stamp::Difference;
use crate::text::{Lang, text};

/// Differences that are listed.
const MOST: usize = 20;

/// The first differences, old and new, and how many more there are.
pub fn differences(all: &[Difference], lang: Lang) -> String {
    let head = [text!("数", "Number"), text!("原来", "Then"), text!("现在", "Now")];
    let mut table = table(&head, lang);
    let said = |value: &Option<String>| value.clone().unwrap_or_else(|| "–".into());
    for one in all.iter().take(MOST) {
        table.add_row([one.what.clone(), said(&one.then), said(&one.now)]);
    }
    numbers(&mut table, 1..=2);
    let mut out = table.trim_fmt() + "\n";
    if all.len() > MOST {
        let more = all.len() - MOST;
        out += &format!("{}\n", text!("另有{more}处不同", "further differences: {more}").get(lang));
    }
    out
}
