//! A number at the head of a text, read without guessing.

use super::lookalike;
use super::node::Origin;
use super::problem::Problem;
use crate::text::text;

/// Why a text does not begin with a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NumberFault {
    /// There is no number.
    None,
    /// NaN or infinite.
    NotFinite,
    /// Too large for a number of 64 bits.
    Overflow,
    /// Not zero, but so small that it would become zero.
    Underflow,
    /// A comma that may part thousands or be a decimal sign.
    Comma,
    /// Full-width digits.
    FullWidth,
}

impl NumberFault {
    /// The fault as a problem of the value `found`.
    pub(crate) fn problem(self, found: &str, origin: Origin, path: &str) -> Problem {
        let plain = lookalike::half_width(found);
        let bare = found.replace([',', '，'], "");
        let dotted = found.replace(',', ".");
        match self {
            Self::None => {
                Problem::error(origin, path, text!("“{found}”不是数值", "\"{found}\" is not a number"))
            }
            Self::NotFinite => Problem::error(origin, path, text!("“{found}”", "\"{found}\""))
                .allowed(text!("必须是有限的数", "must be a finite number")),
            Self::Overflow => Problem::error(
                origin,
                path,
                text!("{found} 太大，超出了数的范围", "{found} is too large to be represented"),
            )
            .allowed(text!("必须是有限的数", "must be a finite number")),
            Self::Underflow => Problem::error(
                origin,
                path,
                text!("{found} 太小，会变成 0", "{found} is so small that it would become 0"),
            )
            .remedy(text!("若意为零，写作 0", "write 0 if zero is meant")),
            Self::Comma => Problem::error(
                origin,
                path,
                text!("“{found}”里的逗号有歧义", "the comma in \"{found}\" is ambiguous"),
            )
            .remedy(text!("写作 {bare} 或 {dotted}", "write {bare} or {dotted}")),
            Self::FullWidth => {
                Problem::error(origin, path, text!("全角数字“{found}”", "full-width digits: \"{found}\""))
                    .remedy(text!("写作 \"{plain}\"", "write \"{plain}\""))
            }
        }
    }
}

/// Parses digits as TOML and Rust write them.
pub(crate) fn finite(digits: &str) -> Result<f64, NumberFault> {
    let digits = digits.replace('_', "");
    let number: f64 = digits.parse().map_err(|_| NumberFault::None)?;
    if number.is_nan() || digits.to_ascii_lowercase().contains("inf") {
        return Err(NumberFault::NotFinite);
    }
    if number.is_infinite() {
        return Err(NumberFault::Overflow);
    }
    let mantissa = digits.split(['e', 'E']).next().unwrap_or("");
    if number == 0.0 && mantissa.contains(|c: char| ('1'..='9').contains(&c)) {
        return Err(NumberFault::Underflow);
    }
    // Adding zero makes -0.0 a plain 0.
    Ok(number + 0.0)
}

/// The number with which `text` begins and what follows it, trimmed.
pub(crate) fn leading(text: &str) -> Result<(f64, &str), NumberFault> {
    let text = text.trim();
    if text.chars().next().is_some_and(|c| ('０'..='９').contains(&c) || matches!(c, '－' | '＋')) {
        return Err(NumberFault::FullWidth);
    }
    let end = number_end(text);
    let (digits, rest) = text.split_at(end);
    if digits.is_empty() {
        let word = text.trim_start_matches(['+', '-']).to_ascii_lowercase();
        let infinite = ["nan", "inf"].iter().any(|name| word.starts_with(name));
        return Err(if infinite { NumberFault::NotFinite } else { NumberFault::None });
    }
    if rest.chars().next().is_some_and(|c| ('０'..='９').contains(&c) || c == '．') {
        return Err(NumberFault::FullWidth);
    }
    let digits = without_thousands(digits)?;
    Ok((finite(&digits)?, rest.trim()))
}

/// Where the number at the start of `text` ends.
fn number_end(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut end = usize::from(bytes.first().is_some_and(|byte| matches!(byte, b'+' | b'-')));
    let digits_from = end;
    while bytes.get(end).is_some_and(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b',' | b'_')) {
        end += 1;
    }
    if !bytes[digits_from..end].iter().any(u8::is_ascii_digit) {
        return 0;
    }
    if matches!(bytes.get(end), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(bytes.get(end + 1), Some(b'+' | b'-')));
        let exponent = bytes[end + 1 + sign..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        if exponent > 0 {
            end += 1 + sign + exponent;
        }
    }
    end
}

/// Takes out commas that can only part thousands: groups of three after each, and more than one of them or a
/// decimal point besides.
fn without_thousands(digits: &str) -> Result<String, NumberFault> {
    if !digits.contains(',') {
        return Ok(digits.to_owned());
    }
    let unsigned = digits.trim_start_matches(['+', '-']);
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let groups: Vec<&str> = whole.split(',').collect();
    let well_formed = !fraction.contains(',')
        && (1..=3).contains(&groups[0].len())
        && groups[1..].iter().all(|group| group.len() == 3 && group.bytes().all(|b| b.is_ascii_digit()));
    if well_formed && (groups.len() > 2 || !fraction.is_empty()) {
        Ok(digits.replace(',', ""))
    } else {
        Err(NumberFault::Comma)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_what_follows_them() {
        assert_eq!(leading("8.6亿元"), Ok((8.6, "亿元")));
        assert_eq!(leading(" -4 % "), Ok((-4.0, "%")));
        assert_eq!(leading("1.2e3亩"), Ok((1200.0, "亩")));
        assert_eq!(leading("1_000"), Ok((1000.0, "")));
        assert_eq!(leading("1,234,567.5"), Ok((1_234_567.5, "")));
        assert_eq!(leading("1,234.5"), Ok((1234.5, "")));
    }

    #[test]
    fn what_is_not_plainly_a_number_is_refused() {
        assert_eq!(leading("1,5"), Err(NumberFault::Comma));
        assert_eq!(leading("1,234"), Err(NumberFault::Comma));
        assert_eq!(leading("８亿元"), Err(NumberFault::FullWidth));
        assert_eq!(leading("nan"), Err(NumberFault::NotFinite));
        assert_eq!(leading("-inf"), Err(NumberFault::NotFinite));
        assert_eq!(leading("约8"), Err(NumberFault::None));
        assert_eq!(leading("1e400"), Err(NumberFault::Overflow));
        assert_eq!(leading("1e-400"), Err(NumberFault::Underflow));
        assert_eq!(leading("-0.0").map(|(n, _)| n.to_bits()), Ok(0));
    }
}
