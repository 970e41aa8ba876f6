//! Headings that name a year or months: "2023年工业总产值", "1-8月累计".

use unicode_normalization::UnicodeNormalization;

/// What the scenario knows of time, as far as it could be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Known {
    /// The last complete year of data.
    pub(crate) base_year: i64,
    /// Months of the year after it that are known.
    pub(crate) months: i64,
}

/// A heading without its period.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Period {
    /// The heading that means the same of the period that the model asks for.
    pub name: String,
    /// The months that it says are summed up.
    pub months: Option<i64>,
}

/// What a sum since January may be of, beside nothing.
const OUTPUT: &[&str] = &["", "产值", "总产值", "工业产值", "工业总产值", "营业收入"];
/// The heading of such a sum.
const TO_DATE: &str = "累计产值";

/// The heading without the base year, or a sum of this year's months by the name that it has otherwise; `None` where it is
/// of another year.
pub(super) fn without_period(name: &str, known: Option<Known>) -> Option<Period> {
    let plain: String = name.nfkc().filter(|c| !c.is_whitespace()).collect();
    let (year, rest) = match year_of(&plain) {
        Some((year, rest)) => (Some(year), rest),
        None => (None, &*plain),
    };
    if let Some(months) = months_of(rest) {
        let is_this_year = year.is_none_or(|year| known.is_some_and(|known| year == known.base_year + 1));
        return is_this_year.then(|| Period { name: TO_DATE.to_owned(), months: Some(months) });
    }
    match year {
        Some(year) => {
            let base_year = known?.base_year;
            // What is said of a year to come keeps it, and means nothing here but as a forecast.
            let name = if year > base_year { name } else { rest };
            (year >= base_year).then(|| Period { name: name.to_owned(), months: None })
        }
        None => Some(Period { name: name.to_owned(), months: None }),
    }
}

/// "2023年…" as the year and the rest, where there is one.
fn year_of(name: &str) -> Option<(i64, &str)> {
    let year = name.get(..4).filter(|year| year.bytes().all(|byte| byte.is_ascii_digit()))?;
    let rest = name[4..].strip_prefix("年度").or_else(|| name[4..].strip_prefix('年'))?;
    let year = year.parse().ok()?;
    (!rest.is_empty()).then_some((year, rest))
}

/// The last month of a sum of output since January: "1-8月累计产值", "1至8月工业总产值", "截至8月底累计", "前8个月产值".
fn months_of(name: &str) -> Option<i64> {
    let starts = ["1-", "1~", "1—", "1–", "1至", "1到", "1月-", "1月至", "截至", "截止", "前"];
    let start = starts.iter().find_map(|start| name.strip_prefix(start));
    let rest = start.unwrap_or(name);
    let after = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    let months = rest[..rest.len() - after.len()].parse().ok().filter(|months| (1..=12).contains(months))?;
    let after = after.strip_prefix("个月").or_else(|| after.strip_prefix('月'))?;
    let after = ["份", "底", "末"].iter().find_map(|end| after.strip_prefix(end)).unwrap_or(after);
    let is_sum = after.starts_with("累计") || after.ends_with("累计");
    let of = after.trim_start_matches("累计").trim_end_matches("累计");
    // "8月产值" is that of a month.
    ((is_sum || start.is_some()) && OUTPUT.contains(&of)).then_some(months)
}

#[cfg(test)]
mod tests {
    use super::*;

    const KNOWN: Option<Known> = Some(Known { base_year: 2023, months: 8 });

    fn read(name: &str) -> Option<(String, Option<i64>)> {
        without_period(name, KNOWN).map(|period| (period.name, period.months))
    }

    #[test]
    fn the_base_year_is_what_the_model_asks_for() {
        assert_eq!(read("2023年工业总产值"), Some(("工业总产值".into(), None)));
        assert_eq!(read("2023年度 产值"), Some(("产值".into(), None)));
        assert_eq!(read("产值"), Some(("产值".into(), None)));
        assert_eq!(read("2022年产值"), None);
        assert_eq!(read("2025年预计增速"), Some(("2025年预计增速".into(), None)));
        assert_eq!(without_period("2023年产值", None), None);
    }

    #[test]
    fn sums_since_january_are_the_output_to_date() {
        for name in [
            "1-8月累计",
            "1—8月累计产值",
            "1～8月产值",
            "1至8月工业总产值",
            "截至8月底累计产值",
            "前8个月产值",
            "8月累计",
            "2024年1-8月累计产值",
        ] {
            assert_eq!(read(name), Some((TO_DATE.into(), Some(8))), "{name}");
        }
        for name in ["8月产值", "1-8月税收", "1-8月增速", "1-13月累计"] {
            assert_eq!(read(name), Some((name.into(), None)), "{name}");
        }
        assert_eq!(read("2023年1-8月累计"), None);
    }
}
