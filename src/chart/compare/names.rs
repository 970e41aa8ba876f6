//! The names of alternatives as charts write them: marked where they cost more than there is, and cut to the room they have.

use super::widest;
use crate::chart::ChartError;
use crate::chart::font;
use crate::chart::page::{self, Sheet};
use crate::chart::pen::{Anchor, Pen};
use crate::chart::theme::{THEME, Type};
use crate::chart::wrap::{shorten, wrap, wrap_balanced};
use crate::compare::{AlternativeResult, Comparison};
use crate::text::{Lang, Text, text};
use crate::words;
use plotters::style::RGBColor;

/// Lines of a name.
const LINES: usize = 2;
/// Least width of a column of names, px.
const LEAST_WIDTH: f64 = 80.0;

/// Mark after the name of an alternative that costs more than there is.
pub fn mark(one: &AlternativeResult) -> Text {
    if one.over_budget { text!("（超预算）", " (over budget)") } else { Text::same("") }
}

/// A name inside a sentence, with its mark.
pub fn quoted(one: &AlternativeResult, lang: Lang) -> String {
    page::quoted(&one.name, lang) + mark(one).get(lang)
}

/// A column of names, one for each row.
pub struct Names {
    lines: Vec<Vec<String>>,
    style: Type,
    /// Width of the widest, px.
    pub width: f64,
}

impl Names {
    /// Names of these alternatives, in `most` px or what the sheet has: on one line where all fit there, else in smaller letters on
    /// as many as two.
    pub fn new(results: &Comparison, rows: &[usize], most: f64, sheet: &Sheet) -> Self {
        let (lang, room) = (sheet.lang, sheet.name_room(most));
        let marked = |&a: &usize| {
            let one = &results.alternatives[a];
            (words::name(&one.name, lang), mark(one).get(lang).to_owned())
        };
        let marked: Vec<(String, String)> = rows.iter().map(marked).collect();
        let fits = |(name, mark): &(String, String)| width(&format!("{name}{mark}"), THEME.name) <= room;
        let style = if marked.iter().all(fits) { THEME.name } else { THEME.label.color(THEME.ink) };
        let lines = marked.iter().map(|(name, mark)| broken(name, mark, style, room, lang));
        let lines: Vec<Vec<String>> = lines.collect();
        let width = widest(lines.iter().flatten().map(String::as_str), style).max(LEAST_WIDTH);
        Self { lines, style, width }
    }

    /// Writes the name of a row, whose middle is at `at.1`.
    pub fn write(
        &self,
        pen: &Pen,
        row: usize,
        at: (f64, f64),
        color: Option<RGBColor>,
    ) -> Result<(), ChartError> {
        let style = self.style.color(color.unwrap_or(self.style.color));
        pen.lines(&self.lines[row], style, at, Anchor::Left)
    }
}

/// A name on one or two lines; where it is cut its mark is not.
fn broken(name: &str, mark: &str, style: Type, room: f64, lang: Lang) -> Vec<String> {
    let whole = format!("{name}{mark}");
    if wrap(&whole, style, room, usize::MAX).len() <= LINES {
        return wrap_balanced(&whole, style, room, LINES);
    }
    let mut lines = wrap(name, style, room, usize::MAX);
    let rest = lines.split_off((LINES - 1).min(lines.len()));
    let rest = rest.join(if lang == Lang::En { " " } else { "" });
    lines.push(shorten(&rest, style, room - width(mark, style)) + mark);
    lines
}

fn width(text: &str, style: Type) -> f64 {
    font::width(text, style.weight, style.size)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_survives_where_the_name_is_cut() {
        let name = "一个名字特别特别长而且前面一大段都一样的四十个字的园区产业发展政策组合方案";
        let lines = broken(name, "（超预算）", THEME.label, 200.0, Lang::Zh);
        assert_eq!(lines.len(), 2);
        assert!(lines[1].ends_with("…（超预算）"), "{lines:?}");
        let lines = broken("Nurture, mechanisms, capacity (60 m yuan)", "", THEME.label, 260.0, Lang::En);
        assert_eq!(lines.join(" "), "Nurture, mechanisms, capacity (60 m yuan)");
    }
}
