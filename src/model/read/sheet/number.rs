//! Numbers as people write them in cells: which are plain, and what is wrong with the others.

use crate::text::{Text, text};
use unicode_normalization::UnicodeNormalization;

/// How a cell's text reads where a number or a quantity is wanted.
#[derive(Debug, PartialEq)]
pub(super) enum Reading {
    /// A plain number.
    Number(f64),
    /// A number with a unit, an interval or anything else that the ordinary rules of quantities judge.
    Other,
    /// A form that is refused because it can be misread.
    Refused {
        /// What is wrong with it.
        why: Text,
        /// The form to write instead, where it is clear.
        instead: Option<String>,
    },
}

/// Reads a text; a comma is never a decimal point, whatever the locale.
pub(super) fn read(text: &str) -> Reading {
    if is_plain(text) {
        return plain(text);
    }
    let refusals = [full_width, placeholder, not_finite, currency, thousands, decimal_comma, bare_magnitude];
    match refusals.iter().find_map(|refusal| refusal(text)) {
        Some((why, instead)) => Reading::Refused { why, instead: instead.map(|form| settled(&form)) },
        None => Reading::Other,
    }
}

type Refusal = Option<(Text, Option<String>)>;

/// Whether a text has the form of a decimal number: "-12", "0.5", "1.2e3".
fn is_plain(text: &str) -> bool {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    unsigned.starts_with(|c: char| c.is_ascii_digit() || c == '.')
        && unsigned.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | 'e' | 'E' | '+' | '-'))
        && text.parse::<f64>().is_ok()
}

fn plain(text: &str) -> Reading {
    let mantissa = text.split(['e', 'E']).next().unwrap_or(text);
    let is_zero = !mantissa.chars().any(|c| matches!(c, '1'..='9'));
    match text.parse::<f64>() {
        Ok(number) if number.is_finite() && (number != 0.0 || is_zero) => Reading::Number(number),
        Ok(0.0) => Reading::Refused {
            why: text!("数值太小，会变成 0", "too small: it would become 0"),
            instead: Some("0".to_owned()),
        },
        _ => Reading::Refused { why: text!("数值太大", "too large a number"), instead: None },
    }
}

fn full_width(text: &str) -> Refusal {
    let is_full = |c: char| matches!(c, '０'..='９' | '．' | '，' | '＋' | '－' | '％' | '\u{3000}');
    (text.chars().any(is_full) && text.chars().any(|c| c.is_numeric())).then(|| {
        let half = text.nfkc().collect::<String>();
        (text!("含有全角字符", "full-width characters"), Some(half))
    })
}

/// The form to write instead, with whatever else is wrong with it mended too.
fn settled(text: &str) -> String {
    match read(text) {
        Reading::Refused { instead: Some(instead), .. } => instead,
        _ => text.to_owned(),
    }
}

fn placeholder(text: &str) -> Refusal {
    const MARKS: &[&str] =
        &["-", "--", "—", "——", "–", "/", "\\", "?", "？", "无", "暂无", "待定", "不详", "空"];
    const WORDS: &[&str] = &["n/a", "na", "null", "none", "nil", "tbd", "unknown"];
    (MARKS.contains(&text) || WORDS.contains(&text.to_ascii_lowercase().as_str()) || text.starts_with('#'))
        .then(|| (text!("这不是数字", "it is not a number"), None))
}

fn not_finite(text: &str) -> Refusal {
    let word = text.trim_start_matches(['+', '-']).to_ascii_lowercase();
    matches!(word.as_str(), "nan" | "inf" | "infinity" | "∞")
        .then(|| (text!("必须是有限的数", "it must be a finite number"), None))
}

fn currency(text: &str) -> Refusal {
    const SIGNS: &[&str] = &["￥", "¥", "$", "€", "人民币", "RMB", "CNY", "rmb", "cny"];
    let rest = SIGNS.iter().find_map(|sign| text.strip_prefix(sign))?.trim();
    rest.starts_with(|c: char| c.is_ascii_digit())
        .then(|| (text!("含有货币符号", "a currency sign"), Some(rest.to_owned())))
}

/// The leading digits and what stands between them, and the rest.
fn split_digits(text: &str) -> (&str, &str) {
    let unsigned = text.trim_start_matches(['+', '-']);
    let sign = text.len() - unsigned.len();
    let is_part = |c: char| c.is_ascii_digit() || c == '.' || is_group_mark(c);
    let end = unsigned.find(|c| !is_part(c)).map_or(text.len(), |end| sign + end);
    let digits = text[..end].trim_end();
    (digits, &text[digits.len()..])
}

fn is_group_mark(c: char) -> bool {
    matches!(c, ',' | ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' | '\'' | '’')
}

fn thousands(text: &str) -> Refusal {
    let (digits, rest) = split_digits(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let mut groups = whole.trim_start_matches(['+', '-']).split(is_group_mark);
    let is_number = |group: &str| !group.is_empty() && group.bytes().all(|byte| byte.is_ascii_digit());
    let first = groups.next()?;
    let rest_of_groups: Vec<&str> = groups.collect();
    let grouped = !rest_of_groups.is_empty()
        && first.len() <= 3
        && is_number(first)
        && rest_of_groups.iter().all(|group| group.len() == 3 && is_number(group))
        && fraction.bytes().all(|byte| byte.is_ascii_digit());
    grouped.then(|| {
        let joined: String = digits.chars().filter(|c| !is_group_mark(*c)).collect();
        (text!("含有千位分隔符", "a thousands separator"), Some(format!("{joined}{rest}")))
    })
}

fn decimal_comma(text: &str) -> Refusal {
    let (digits, rest) = split_digits(text);
    let (whole, fraction) = digits.split_once(',')?;
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    (is_number(whole.trim_start_matches(['+', '-'])) && is_number(fraction)).then(|| {
        (text!("用逗号作小数点", "a comma for the decimal point"), Some(format!("{whole}.{fraction}{rest}")))
    })
}

/// "12万": yuan, people or square metres?
fn bare_magnitude(text: &str) -> Refusal {
    let number = text.strip_suffix(['万', '亿'])?;
    is_plain(number.trim_end())
        .then(|| (text!("单位不完整", "an incomplete unit"), Some(format!("{text}元"))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn plain_numbers_are_numbers() {
        for (text, number) in [
            ("42", 42.0),
            ("-0.5", -0.5),
            ("+3", 3.0),
            ("1.2e3", 1200.0),
            (".5", 0.5),
            ("-0.0", 0.0),
            ("0e-999", 0.0),
        ] {
            assert_eq!(read(text), Reading::Number(number), "{text}");
        }
    }

    #[test]
    fn quantities_are_left_to_the_ordinary_rules() {
        for text in ["8 to 15亿元", "8.6亿元", "120亩", "8%", "6 months", "约三亿", "2.5万元", "8 15"]
        {
            assert_eq!(read(text), Reading::Other, "{text}");
        }
    }

    #[test]
    fn forms_that_can_be_misread_are_refused_with_the_right_one() {
        let cases = [
            ("1,234.5", "a thousands separator", Some("1234.5")),
            ("-1,234,567", "a thousands separator", Some("-1234567")),
            ("1 234", "a thousands separator", Some("1234")),
            ("1\u{a0}234万元", "a thousands separator", Some("1234万元")),
            ("1'234", "a thousands separator", Some("1234")),
            ("1,5", "a comma for the decimal point", Some("1.5")),
            ("1,5亿元", "a comma for the decimal point", Some("1.5亿元")),
            ("￥12", "a currency sign", Some("12")),
            ("￥1,200", "a currency sign", Some("1200")),
            ("1,5亿", "a comma for the decimal point", Some("1.5亿元")),
            ("0,０亿", "full-width characters", Some("0.0亿元")),
            ("１２", "full-width characters", Some("12")),
            ("１，２００．５万元", "full-width characters", Some("1200.5万元")),
            ("12万", "an incomplete unit", Some("12万元")),
            ("3.5亿", "an incomplete unit", Some("3.5亿元")),
            ("NaN", "it must be a finite number", None),
            ("-inf", "it must be a finite number", None),
            ("1e400", "too large a number", None),
            ("1e-400", "too small: it would become 0", Some("0")),
            ("#DIV/0!", "it is not a number", None),
            ("—", "it is not a number", None),
            ("N/A", "it is not a number", None),
        ];
        for (text, why, instead) in cases {
            match read(text) {
                Reading::Refused { why: found, instead: form } => {
                    assert_eq!((found.en.as_str(), form.as_deref()), (why, instead), "{text}");
                }
                other => panic!("{text}: {other:?}"),
            }
        }
    }

    proptest! {
        #[test]
        fn whatever_is_proposed_instead_is_not_refused_again(text in "[-+]?[０-９0-9,. ￥万亿元%']{0,12}") {
            if let Reading::Refused { instead: Some(instead), .. } = read(&text) {
                prop_assert!(!matches!(read(&instead), Reading::Refused { instead: Some(_), .. }), "{} -> {}", text, instead);
            }
        }

        #[test]
        fn any_number_is_read_back(number: f64) {
            prop_assume!(number.is_finite());
            prop_assert_eq!(read(&number.to_string()), Reading::Number(number));
        }
    }
}
