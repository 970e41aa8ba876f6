//! Months as people write them: "2024-06", 2024年6月, 2024.6, 202406, a date.

use super::lookalike;
use super::node::{Node, NodeValue};
use super::problem::Problem;
use super::scalar::kind_name;
use crate::text::text;

/// Years that a date may lie in; a number among them is no number of months.
const YEARS: std::ops::RangeInclusive<i64> = 1900..=2300;

/// What a value says that has the form of a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Calendar {
    /// Year and month.
    Month(i64, i64),
    /// A year without a month.
    Year(i64),
    /// "2024.1" as a number: January, or October whose last 0 a spreadsheet has dropped.
    JanuaryOrOctober(i64),
    /// The form of a date, but no such month or day.
    None,
}

/// The month that `node` says, or what is wrong with it.
pub(crate) fn month(node: &Node, path: &str) -> Result<(i64, i64), Box<Problem>> {
    let wrong = |found| Problem::error(node.origin, path, found);
    let problem = match calendar(&node.value) {
        Some(Calendar::Month(year, month)) => return Ok((year, month)),
        Some(Calendar::Year(year)) => {
            let found = text!("只有年份 {year}", "{year}, a year without the month");
            wrong(found).remedy(text!("写明月份，如 {year}-06", "write the month, such as {year}-06"))
        }
        Some(Calendar::JanuaryOrOctober(year)) => wrong(text!(
            "{year}.1 可能是 1 月，也可能是 10 月（表格会去掉末尾的 0）",
            "{year}.1 may be January, or October without its last 0, which spreadsheets drop"
        ))
        .remedy(text!("写作 {year}-01 或 {year}-10", "write {year}-01 or {year}-10")),
        Some(Calendar::None) | None => wrong(kind_name(&node.value))
            .allowed(text!("月份，如 \"2024-06\"", "a month, such as \"2024-06\"")),
    };
    Err(Box::new(problem))
}

/// What `value` says as a date; `None` where it has not the form of one.
pub(crate) fn calendar(value: &NodeValue) -> Option<Calendar> {
    match value {
        NodeValue::Date(date) => Some(of_text(date).unwrap_or(Calendar::None)),
        NodeValue::Text(text) => of_text(text),
        NodeValue::Integer(number) => of_whole(*number),
        NodeValue::Float(number) => of_fraction(*number),
        _ => None,
    }
}

/// 2024, 202406 or 20240615.
fn of_whole(number: i64) -> Option<Calendar> {
    let parts = |year, month, day| {
        (YEARS.contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day))
            .then_some(Calendar::Month(year, month))
    };
    match number {
        year if YEARS.contains(&year) => Some(Calendar::Year(year)),
        190_000..=231_000 => parts(number / 100, number % 100, 1),
        19_000_000..=23_100_000 => parts(number / 10_000, number / 100 % 100, number % 100),
        _ => None,
    }
}

/// 2024.6 as a number.
fn of_fraction(number: f64) -> Option<Calendar> {
    let written = number.to_string();
    let (year, month) = written.split_once('.')?;
    let year: i64 = year.parse().ok().filter(|year| YEARS.contains(year))?;
    match (month, digits(month, 2)) {
        ("1", _) => Some(Calendar::JanuaryOrOctober(year)),
        (_, Some(month @ 1..=12)) => Some(Calendar::Month(year, month)),
        _ => Some(Calendar::None),
    }
}

fn of_text(text: &str) -> Option<Calendar> {
    let plain = lookalike::half_width(text);
    // A date may carry a time, which is of no interest here.
    let date = plain
        .split_once(':')
        .map_or(&*plain, |(before, _)| before.rsplit_once([' ', 'T', 't']).map_or("", |(date, _)| date));
    let date: String = date.chars().filter(|c| !c.is_whitespace()).collect();
    if !date.is_empty() && date.bytes().all(|byte| byte.is_ascii_digit()) {
        return of_whole(date.parse().ok()?);
    }
    let year = digits(date.get(..4)?, 4).filter(|year| YEARS.contains(year))?;
    let rest = date[4..].strip_prefix(['-', '/', '.', '年'])?;
    let (month, after) = leading_digits(rest);
    if month.is_empty() {
        return match rest {
            "初" => Some(Calendar::Month(year, 1)),
            "底" | "末" | "年底" | "年末" => Some(Calendar::Month(year, 12)),
            _ => date[4..].starts_with('年').then_some(Calendar::Year(year)),
        };
    }
    const PARTS: &[&str] = &["", "月", "月份", "月初", "月中", "月底", "月末", "月上旬", "月中旬", "月下旬"];
    let day = match after.strip_prefix(['-', '/', '.', '月']) {
        _ if PARTS.contains(&after) => 1,
        Some(day) => match leading_digits(day) {
            (day, "" | "日" | "T" | "Z") => digits(day, 2).unwrap_or(0),
            _ => return None,
        },
        None => return None,
    };
    let is_there = |month: &i64| (1..=12).contains(month) && (1..=31).contains(&day);
    let month = digits(month, 2).filter(is_there);
    Some(month.map_or(Calendar::None, |month| Calendar::Month(year, month)))
}

fn leading_digits(text: &str) -> (&str, &str) {
    text.split_at(text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len()))
}

fn digits(text: &str, most: usize) -> Option<i64> {
    let fits = (1..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    fits.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_in_the_forms_that_offices_write() {
        for text in [
            "2024-06",
            "2024-6",
            "2024-06-15",
            "2024-06-15T00:00:00",
            "2024/6",
            "2024/06/15",
            "2024.6",
            "2024.06.15",
            "2024年6月",
            "2024年06月15日",
            "2024 年 6 月",
            "２０２４年６月",
            "2024年6月底",
            "202406",
            "20240615",
        ] {
            let value = NodeValue::Text(text.into());
            assert_eq!(calendar(&value), Some(Calendar::Month(2024, 6)), "{text}");
        }
        assert_eq!(calendar(&NodeValue::Text("2024年底".into())), Some(Calendar::Month(2024, 12)));
        assert_eq!(calendar(&NodeValue::Integer(202_406)), Some(Calendar::Month(2024, 6)));
        assert_eq!(calendar(&NodeValue::Float(2024.6)), Some(Calendar::Month(2024, 6)));
        assert_eq!(calendar(&NodeValue::Float(2024.12)), Some(Calendar::Month(2024, 12)));
        assert_eq!(calendar(&NodeValue::Date("2024-06-15".into())), Some(Calendar::Month(2024, 6)));
    }

    #[test]
    fn what_says_no_month_is_not_taken_for_one() {
        assert_eq!(calendar(&NodeValue::Float(2024.1)), Some(Calendar::JanuaryOrOctober(2024)));
        for year in ["2024", "2024年", "2024年上半年"] {
            assert_eq!(calendar(&NodeValue::Text(year.into())), Some(Calendar::Year(2024)), "{year}");
        }
        for wrong in ["2024-13", "2024年0月", "2024-06-32"] {
            assert_eq!(calendar(&NodeValue::Text(wrong.into())), Some(Calendar::None), "{wrong}");
        }
        for other in [
            "18",
            "6 to 12",
            "6个月",
            "0-6",
            "12亿元",
            "2年",
            "3 / 6 / 12",
            "2024-06 to 2024-09",
            "2024年6月至9月",
            "",
        ] {
            assert_eq!(calendar(&NodeValue::Text(other.into())), None, "{other}");
        }
        assert_eq!(calendar(&NodeValue::Integer(18)), None);
        assert_eq!(calendar(&NodeValue::Float(6.5)), None);
    }
}
