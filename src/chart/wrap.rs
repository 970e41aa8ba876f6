//! Breaking text into lines, Chinese and English, by the rules of Chinese typesetting.
//!
//! A line may break between any two Chinese characters and after a space; never before closing punctuation, never
//! after an opening bracket or quotation mark, and never between a number and the unit that follows it.

use super::font::{self, is_han};
use super::theme::Type;

const NEVER_FIRST: &str = "，。；：）》％%、！？”’】〉」』…—·),.;:!?]}";
const NEVER_LAST: &str = "（《“‘【〈「『([{";

/// Breaks `text` into lines no wider than `width` px; the rest of a text longer than `max_lines` becomes an
/// ellipsis. A text that is empty gives no line.
pub fn wrap(text: &str, style: Type, width: f64, max_lines: usize) -> Vec<String> {
    let mut lines = fill(&pieces(text, style, width), style, width);
    if lines.len() > max_lines {
        lines.truncate(max_lines);
        if let Some(last) = lines.last_mut() {
            *last = shorten(&format!("{last}…"), style, width);
        }
    }
    lines
}

/// Like [`wrap`], with lines of similar length: for titles, where a last line of two characters looks like a mistake.
pub fn wrap_balanced(text: &str, style: Type, width: f64, max_lines: usize) -> Vec<String> {
    let lines = wrap(text, style, width, max_lines);
    if lines.len() < 2 || lines.concat().ends_with('…') {
        return lines;
    }
    if let (2, Some(halves)) = (lines.len(), clauses(text, style, width)) {
        return halves;
    }
    let (mut narrow, mut wide) = (width / 2.0, width);
    for _ in 0..12 {
        let middle = (narrow + wide) / 2.0;
        if wrap(text, style, middle, usize::MAX).len() > lines.len() {
            narrow = middle
        } else {
            wide = middle
        }
    }
    wrap(text, style, wide, max_lines)
}

/// The two lines of a text that breaks between clauses, which reads better than any other break; the most even of the
/// breaks that fit.
fn clauses(text: &str, style: Type, width: f64) -> Option<Vec<String>> {
    let ends = text.char_indices().filter(|(_, c)| "，；：,;:".contains(*c)).map(|(i, c)| i + c.len_utf8());
    let halves = ends.filter_map(|end| {
        let (first, second) = (text[..end].trim_end(), text[end..].trim_start());
        let joined = text[end..].starts_with(|c: char| c != ' ') && text[..end].ends_with([',', ';', ':']);
        let wider = measure(first, style).max(measure(second, style));
        let opened = |c: &str| text[..end].matches(c).count();
        let inside = opened("（") > opened("）") || opened("(") > opened(")");
        let legal =
            !inside && !second.is_empty() && !second.starts_with(|c| NEVER_FIRST.contains(c)) && !joined;
        (legal && wider <= width).then(|| (wider, vec![first.to_owned(), second.to_owned()]))
    });
    halves.min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, lines)| lines)
}

/// The text on one line: cut and ended by an ellipsis where it is too wide.
pub fn shorten(text: &str, style: Type, width: f64) -> String {
    if measure(text, style) <= width {
        return text.into();
    }
    let mut kept: Vec<char> = text.chars().collect();
    while kept.pop().is_some() {
        let stem: String = kept.iter().collect();
        let stem = stem.trim_end_matches(|c| c == ' ' || c == '…' || NEVER_LAST.contains(c));
        let short = format!("{stem}…");
        if measure(&short, style) <= width {
            return short;
        }
    }
    "…".into()
}

fn measure(text: &str, style: Type) -> f64 {
    font::width(text, style.weight, style.size)
}

/// Splits a text where lines may break; spaces stay at the end of the piece before them. A piece wider than a
/// line (one long word) is split anywhere.
fn pieces(text: &str, style: Type, width: f64) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    let mut previous: Option<char> = None;
    for c in text.chars() {
        let breaks = previous.is_none_or(|before| may_break(before, c));
        match pieces.last_mut() {
            Some(piece) if !breaks => {
                let forced = measure(&format!("{piece}{c}"), style) > width && !NEVER_FIRST.contains(c);
                if forced && !piece.ends_with(|last| NEVER_LAST.contains(last)) {
                    pieces.push(c.into());
                } else {
                    piece.push(c);
                }
            }
            _ => pieces.push(c.into()),
        }
        previous = Some(c);
    }
    pieces
}

fn may_break(before: char, after: char) -> bool {
    if after == ' ' || NEVER_FIRST.contains(after) || NEVER_LAST.contains(before) {
        return false;
    }
    let number_and_unit = before.is_ascii_digit() && is_han(after);
    let wide = |c: char| is_han(c) || (!c.is_ascii() && (NEVER_FIRST.contains(c) || NEVER_LAST.contains(c)));
    before == ' ' || ((wide(before) || wide(after)) && !number_and_unit)
}

fn fill(pieces: &[String], style: Type, width: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for piece in pieces {
        match lines.last_mut() {
            Some(line) if measure((line.clone() + piece).trim_end(), style) <= width => line.push_str(piece),
            _ => lines.push(piece.clone()),
        }
    }
    lines.into_iter().map(|line| line.trim_end().to_owned()).filter(|line| !line.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::size::Size;
    use crate::chart::theme::THEME;
    use proptest::prelude::*;

    #[test]
    fn lines_break_by_the_rules() {
        let lines = wrap(
            "到2024年末，园区产值（现价）达到500亿元的概率为57%，中位数为510亿元。",
            THEME.name,
            120.0,
            99,
        );
        assert!(lines.len() > 4);
        for line in &lines {
            assert!(!line.starts_with(|c| NEVER_FIRST.contains(c)), "{line}");
            assert!(!line.ends_with(|c| NEVER_LAST.contains(c)), "{line}");
        }
        assert!(lines.iter().all(|line| !line.starts_with("亿元") && !line.starts_with('年')), "{lines:?}");
        assert_eq!(wrap("two words", THEME.name, 60.0, 9), ["two", "words"]);
        assert!(wrap("", THEME.name, 60.0, 9).is_empty());
    }

    #[test]
    fn a_title_has_no_orphan() {
        let text = "二〇二五年末五项目标全部实现的概率为百分之四其中最难的是亩均税收";
        let width = 29.5 * Size::Slide.title().size;
        assert_eq!(wrap(text, Size::Slide.title(), width, 3)[1].chars().count(), 3);
        assert!(wrap_balanced(text, Size::Slide.title(), width, 3)[1].chars().count() > 12);
    }

    #[test]
    fn what_does_not_fit_ends_in_an_ellipsis() {
        assert_eq!(wrap("一二三四五六七八", THEME.name, 3.5 * THEME.name.size, 2), ["一二三", "四五…"]);
        assert_eq!(shorten("《很长的名字", THEME.name, 1.5 * THEME.name.size), "…");
    }

    proptest! {
        #[test]
        fn no_line_is_wider_than_asked_and_no_text_is_lost(
            text in "[一-丟a-z0-9 ，。（）“”%]{0,60}", width in 60.0..400.0_f64,
        ) {
            let lines = wrap(&text, THEME.name, width, usize::MAX);
            let visible = |s: &str| s.replace(' ', "");
            prop_assert_eq!(visible(&lines.concat()), visible(&text));
            for line in &lines {
                // Runs of brackets and stops cannot be broken by the rules; such a line may be wider.
                let pinned = line.chars().filter(|c| NEVER_FIRST.contains(*c) || NEVER_LAST.contains(*c)).count();
                let slack = pinned as f64 * THEME.name.size;
                prop_assert!(measure(line, THEME.name) <= width + slack + 1e-9, "{}", line);
            }
        }
    }
}
