//! The year, plan or part of a year that a heading speaks of: "2023年", "2024年计划", "1-8月累计", "上年同期".

use std::ops::RangeInclusive;

/// Years that can be meant.
const YEARS: RangeInclusive<i32> = 1990..=2100;

/// When a column's numbers are of, as far as its heading says.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Period {
    /// The year.
    pub year: Option<i32>,
    /// A year counted from that of the sheet: 0 for 本年, -1 for 上年.
    pub relative: Option<i32>,
    /// Whether they are planned or expected, and have not been measured.
    pub planned: bool,
    /// Whether they are measured, and say so.
    pub actual: bool,
    /// What part of the year they cover.
    pub part: Part,
}

/// A part of a year.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) enum Part {
    /// All of it.
    #[default]
    Whole,
    /// From January to this month, where it is named.
    ToDate(Option<u32>),
    /// A month, a quarter or the like.
    Other,
}

impl Period {
    /// Whether nothing is said.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// This and what another part of the heading says; `None` where they name two years.
    pub fn and(mut self, other: &Self) -> Option<Self> {
        if self.year.is_some() && other.year.is_some() && self.year != other.year {
            return None;
        }
        self.year = self.year.or(other.year);
        self.relative = self.relative.or(other.relative);
        self.planned |= other.planned;
        self.actual |= other.actual;
        self.part = match (self.part, other.part) {
            (Part::Whole, part) | (part, Part::Whole) => part,
            (Part::ToDate(None), part @ Part::ToDate(_)) => part,
            (part, _) => part,
        };
        Some(self)
    }
}

/// A word and what it says of a period.
type Word = (&'static str, fn(&mut Period));

/// Words that stand before or after an item, the longer of two alike first.
const WORDS: &[Word] = &[
    ("上年同期", |period| period.relative = Some(-1)),
    ("去年同期", |period| period.relative = Some(-1)),
    ("同期", |period| period.relative = Some(-1)),
    ("上一年度", |period| period.relative = Some(-1)),
    ("上一年", |period| period.relative = Some(-1)),
    ("上年度", |period| period.relative = Some(-1)),
    ("上年", |period| period.relative = Some(-1)),
    ("去年", |period| period.relative = Some(-1)),
    ("上期", |period| period.relative = Some(-1)),
    ("前年", |period| period.relative = Some(-2)),
    ("明年", |period| period.relative = Some(1)),
    ("下年", |period| period.relative = Some(1)),
    ("本年度", |period| period.relative = Some(0)),
    ("本年", |period| period.relative = Some(0)),
    ("今年", |period| period.relative = Some(0)),
    ("当年", |period| period.relative = Some(0)),
    ("本期", |period| period.relative = Some(0)),
    ("计划", |period| period.planned = true),
    ("目标", |period| period.planned = true),
    ("预计", |period| period.planned = true),
    ("预期", |period| period.planned = true),
    ("预测", |period| period.planned = true),
    ("预算", |period| period.planned = true),
    ("规划", |period| period.planned = true),
    ("力争", |period| period.planned = true),
    ("任务", |period| period.planned = true),
    ("planned", |period| period.planned = true),
    ("plan", |period| period.planned = true),
    ("target", |period| period.planned = true),
    ("forecast", |period| period.planned = true),
    ("expected", |period| period.planned = true),
    ("actual", |period| period.actual = true),
    ("实际", |period| period.actual = true),
    ("完成", |period| period.actual = true),
    ("实绩", |period| period.actual = true),
    ("全年", |period| period.actual = true),
    ("年度", |period| period.actual = true),
    ("前三季度", |period| period.part = Part::ToDate(Some(9))),
    ("上半年", |period| period.part = Part::ToDate(Some(6))),
    ("下半年", |period| period.part = Part::Other),
    ("第一季度", |period| period.part = Part::ToDate(Some(3))),
    ("第二季度", |period| period.part = Part::Other),
    ("第三季度", |period| period.part = Part::Other),
    ("第四季度", |period| period.part = Part::Other),
    ("一季度", |period| period.part = Part::ToDate(Some(3))),
    ("二季度", |period| period.part = Part::Other),
    ("三季度", |period| period.part = Part::Other),
    ("四季度", |period| period.part = Part::Other),
    ("本季", |period| period.part = Part::Other),
    ("本月", |period| period.part = Part::Other),
    ("当月", |period| period.part = Part::Other),
    ("累计", |period| {
        period.part = if period.part == Part::Whole { Part::ToDate(None) } else { period.part }
    }),
    ("截至", |_| {}),
    ("截止", |_| {}),
];

/// What may follow such a word: 计划数, 目标值, 完成情况.
const ENDINGS: &[&str] = &["情况", "数", "值"];

/// Takes the period off a heading without space, until `is_known` knows what is left. Gives what is left,
/// which is empty where the heading is nothing but a period.
pub(super) fn split(heading: &str, is_known: impl Fn(&str) -> bool) -> (String, Period) {
    let mut rest = heading.to_owned();
    let mut period = Period::default();
    while !rest.is_empty() && !is_known(&rest) {
        let Some((shorter, found)) =
            without_months(&rest).or_else(|| without_year(&rest)).or_else(|| without_word(&rest))
        else {
            break;
        };
        let Some(both) = found.and(&period) else { break };
        rest = shorter.trim_matches(|c: char| matches!(c, '-' | '_' | ':' | '.' | '·')).to_owned();
        period = both;
    }
    if period.is_empty() { (heading.to_owned(), period) } else { (rest, period) }
}

fn without_word(text: &str) -> Option<(String, Period)> {
    let lower = text.to_lowercase();
    let bare = ENDINGS.iter().find_map(|ending| lower.strip_suffix(ending)).unwrap_or(&lower);
    WORDS.iter().find_map(|(word, set)| {
        let rest = bare
            .strip_suffix(word)
            .or_else(|| lower.strip_suffix(word))
            .or_else(|| lower.strip_prefix(word))?;
        let mut period = Period::default();
        set(&mut period);
        Some((rest.to_owned(), period))
    })
}

/// What the word with which `text` begins says.
fn leading_word(text: &str) -> Option<Period> {
    let text = text.trim_start_matches('度');
    let (_, set) = WORDS.iter().find(|(word, _)| text.starts_with(word))?;
    let mut period = Period::default();
    set(&mut period);
    Some(period)
}

/// A year at either end: "2023年", "2023年度", "2023年底", "2023".
fn without_year(text: &str) -> Option<(String, Period)> {
    const ENDS: &[&str] = &["年度", "年末", "年底", "年", ""];
    let at_start = text.get(..4).and_then(year).and_then(|year| {
        let rest = &text[4..];
        // "20231" is no year; "2023年1-8月" begins with one.
        let is_number = rest.starts_with(|c: char| c.is_ascii_digit());
        (!is_number).then(|| (year, ENDS.iter().find_map(|end| rest.strip_prefix(end)).unwrap_or(rest)))
    });
    let at_end = || {
        ENDS.iter().find_map(|end| {
            let rest = text.strip_suffix(end)?;
            let at = rest.len().checked_sub(4)?;
            let number = rest.get(at..).and_then(year)?;
            let before = &rest[..at];
            (!before.ends_with(|c: char| c.is_ascii_digit())).then_some((number, before))
        })
    };
    let (year, rest) = at_start.or_else(at_end)?;
    Some((rest.to_owned(), Period { year: Some(year), ..Period::default() }))
}

fn year(digits: &str) -> Option<i32> {
    let is_number = digits.bytes().all(|byte| byte.is_ascii_digit());
    digits.parse().ok().filter(|year| is_number && YEARS.contains(year))
}

/// Months at the start: "1-8月", "8月", "1—12月份".
fn without_months(text: &str) -> Option<(String, Period)> {
    let (first, rest) = leading_number(text)?;
    let dash = |c: char| matches!(c, '-' | '—' | '–' | '~' | '至' | '到' | '―');
    let (last, rest) = match rest.strip_prefix(dash) {
        Some(rest) => leading_number(rest.trim_start_matches(dash))?,
        None => (first, rest),
    };
    let rest = rest.strip_prefix("月份").or_else(|| rest.strip_prefix('月'))?;
    let is_months = (1..=12).contains(&first) && (1..=12).contains(&last);
    // "2024年3月5日" is a day.
    if !is_months || rest.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let ranged = last != first;
    let mut period = Period::default();
    match (ranged, first, last) {
        (true, 1, 12) => period.actual = true,
        (true, 1, last) => period.part = Part::ToDate(Some(last)),
        _ => period.part = Part::Other,
    }
    Some((rest.to_owned(), period))
}

fn leading_number(text: &str) -> Option<(u32, &str)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    (1..=2).contains(&digits).then(|| text[..digits].parse().ok().map(|number| (number, &text[digits..])))?
}

/// The one year that a title speaks of, and whether of all of it: not the day on which it was made.
pub(super) fn of_title(text: &str) -> Option<Period> {
    let mut found = None;
    for (at, _) in text.match_indices('年') {
        let Some(start) = at.checked_sub(4) else { continue };
        let Some(year) = text.get(start..at).and_then(year) else { continue };
        if text[..start].ends_with(|c: char| c.is_ascii_digit()) {
            continue;
        }
        let after = &text[at + '年'.len_utf8()..];
        if leading_number(after).is_some_and(|(_, rest)| rest.starts_with('月')) {
            continue;
        }
        let months = without_months(after).map(|(_, period)| period);
        let of_year = Period { year: Some(year), ..Period::default() };
        let period = of_year.and(&months.or_else(|| leading_word(after)).unwrap_or_default());
        if found.is_some() {
            return None;
        }
        found = period;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(heading: &str) -> (String, Period) {
        split(heading, |name| matches!(name, "产值" | "累计产值" | "工业总产值" | "今年累计产值" | "年产值"))
    }

    #[test]
    fn a_year_stands_on_either_side_of_its_item() {
        for heading in
            ["2023年产值", "产值2023年", "2023产值", "2023年度产值", "截至2023年底产值", "2023年-产值"]
        {
            let want = Period { year: Some(2023), ..Period::default() };
            assert_eq!(of(heading), ("产值".to_owned(), want), "{heading}");
        }
        assert_eq!(of("2023年工业总产值").0, "工业总产值");
        assert_eq!(of("2023年").0, "");
        assert_eq!(of("今年累计产值"), ("今年累计产值".to_owned(), Period::default()));
    }

    #[test]
    fn plans_and_parts_of_a_year_are_told_from_years() {
        let period = |heading| of(heading).1;
        assert!(period("2024年计划").planned && period("计划产值").planned && period("产值目标").planned);
        assert!(
            period("产值计划数").planned && period("2024年目标值").planned && period("2023年完成情况").actual
        );
        assert_eq!(of("产值计划数").0, "产值");
        assert!(period("2023年完成").actual && period("2023年1-12月产值").actual);
        assert_eq!(period("2024年1—8月产值").part, Part::ToDate(Some(8)));
        assert_eq!(period("2024年1-8月累计").part, Part::ToDate(Some(8)));
        assert_eq!(period("8月产值").part, Part::Other);
        assert_eq!(period("上年同期产值").relative, Some(-1));
        assert_eq!(period("本年产值").relative, Some(0));
        assert_eq!(of("累计产值"), ("累计产值".to_owned(), Period::default()));
        assert_eq!(of("2024年累计产值").0, "累计产值");
    }

    #[test]
    fn what_is_no_period_stays_as_it_is() {
        for heading in ["序号", "1234567", "20230", "联系人", "数", "情况", "值"] {
            assert_eq!(of(heading), (heading.to_owned(), Period::default()), "{heading}");
        }
    }

    #[test]
    fn a_title_speaks_of_a_year_unless_it_is_a_date() {
        let year = |title| of_title(title).and_then(|period| period.year);
        assert_eq!(year("某园区2023年规上企业一览表"), Some(2023));
        assert_eq!(year("填报日期：2024年3月5日"), None);
        assert_eq!(year("（2024年3月）"), None);
        assert_eq!(year("2021年至2023年企业名单"), None);
        assert_eq!(of_title("2024年1-8月产值").unwrap().part, Part::ToDate(Some(8)));
        assert!(of_title("2024年计划投产").unwrap().planned);
    }
}
