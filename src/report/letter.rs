//! What turns a report into a letter: to whom it goes, who signs it, and when.

use crate::text::{Text, text};
use crate::words::MONTHS;

/// Addressee (主送), signature (落款) and date; a report has those that it is given.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Letter {
    /// To whom it is sent.
    pub to: Option<String>,
    /// Who signs it.
    pub from: Option<String>,
    /// Date below the signature.
    pub date: Option<Date>,
}

impl Letter {
    /// True if nothing of it is given.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The line that names the addressee.
    pub fn addressed(&self) -> Option<Text> {
        let to = self.to.as_ref()?;
        Some(text!("主送：{to}", "To: {to}"))
    }

    /// Lines at the end: who signs, and when.
    pub fn signed(&self) -> Vec<Text> {
        let from = self.from.iter().map(Text::same);
        from.chain(self.date.map(Date::text)).collect()
    }
}

/// A day of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

impl Date {
    /// The day that is written as "2024-03-15"; `None` where there is no such day.
    pub fn parse(written: &str) -> Option<Self> {
        let mut parts = written.trim().split('-');
        let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
        let (year, month, day): (u16, u8, u8) = (year.parse().ok()?, month.parse().ok()?, day.parse().ok()?);
        let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let days = match month {
            2 if is_leap => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            1..=12 => 31,
            _ => return None,
        };
        let is_day = (1000..=9999).contains(&year) && (1..=days).contains(&day) && parts.next().is_none();
        is_day.then_some(Self { year, month, day })
    }

    /// The day as letters have it: "2024年3月15日", "15 March 2024".
    pub fn text(self) -> Text {
        let Self { year, month, day } = self;
        let name = MONTHS[usize::from(month) - 1];
        text!("{year}年{month}月{day}日", "{day} {name} {year}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_days_of_the_calendar_are_dates() {
        let day = Date::parse("2024-02-29").expect("2024 is a leap year");
        assert_eq!(day.text(), text!("2024年2月29日", "29 February 2024"));
        for wrong in [
            "2023-02-29",
            "1900-02-29",
            "2024-13-01",
            "2024-00-01",
            "2024-04-31",
            "2024-4",
            "24-04-01",
            "2024-04-01-1",
            "",
            "明天",
        ] {
            assert_eq!(Date::parse(wrong), None, "{wrong}");
        }
    }
}
