//! Numbers in words, everywhere a person reads them: tables, charts, messages.

mod chance;
mod difference;
mod loss;
mod program;
mod threshold;
mod thrift;
mod unit;

pub use chance::{
    Band, Printed, exact_chance, interval, interval_ends, is_half, is_number, of_a_hundred, of_share,
    probability, probability_clause,
};

pub use loss::{is_own_loss, loss, status_adding_up};
pub use program::program;
pub use threshold::{around_crossing, gain_of_crossing, way_to_threshold};
pub use thrift::thrifty;
pub use unit::unit;

pub use difference::{
    between, cost_per_point, has_two_decimals, parts_between, points, points_ends, points_interval,
    rounded_points,
};

pub use crate::text::{NAME_LIMIT, clean, exact, name};

use crate::results::ResourceFacts;
use crate::scenario::metric::{FREE, USED};
use crate::scenario::units::WAN_PER_YI;
use crate::scenario::{EnterpriseMetric, IndustryMetric, Metric, ParkMetric};
use crate::text::{Lang, Text, grouped, text};

/// A number of about three significant digits, with thousands separators: "1,234", "132", "13.2", "1.32".
pub fn figure(value: f64) -> String {
    let size = value.abs();
    let decimals = match size {
        _ if size >= 99.95 => 0,
        _ if size >= 9.995 => 1,
        _ => 2,
    };
    grouped(&format!("{value:.decimals$}"))
}

/// A figure with a number of decimals, with thousands separators.
pub fn fixed(value: f64, decimals: usize) -> String {
    grouped(&format!("{value:.decimals$}"))
}

/// The number of decimals that all figures of a table or a chart have: one, or two where none of them reaches ten.
pub fn decimals(figures: impl IntoIterator<Item = f64>) -> usize {
    let largest = figures.into_iter().map(f64::abs).filter(|size| size.is_finite()).fold(0.0, f64::max);
    if largest < 9.995 { 2 } else { 1 }
}

/// Figures rounded so that they add up in print: each is what it adds to the rounded sum of those before it.
pub fn adding_up(figures: &[f64], decimals: usize) -> Vec<f64> {
    let unit = 10_f64.powi(decimals as i32);
    let (mut sum, mut printed) = (0.0, 0.0);
    let step = |figure: &f64| {
        sum += figure;
        let (before, now) = (printed, (sum * unit).round());
        printed = now;
        (now - before) / unit
    };
    figures.iter().map(step).collect()
}

/// A figure rounded to a whole number: counts and areas.
pub fn rounded(value: f64) -> String {
    grouped(&format!("{value:.0}"))
}

/// A whole number with thousands separators.
pub fn whole(value: u64) -> String {
    grouped(&value.to_string())
}

/// Output in the unit of `lang`'s axes: 亿元, or billion yuan (10 亿元).
pub fn output_in_unit(yi: f64, lang: Lang) -> f64 {
    match lang {
        Lang::Zh => yi,
        Lang::En => yi / 10.0,
    }
}

/// The unit of [`output_in_unit`].
pub fn output_unit() -> Text {
    text!("亿元", "bn yuan")
}

/// An amount of output with its unit: "132亿元", "13.2 bn yuan"; below 1 亿元 in 万元 and million yuan.
pub fn output(yi: f64) -> Text {
    amount(yi, figure)
}

/// Two amounts of output as the ends of a range: "365亿元至474亿元", "36.5 and 47.4 bn yuan".
pub fn output_range(low: f64, high: f64) -> Text {
    let (low, high) = (output(low), output(high));
    let (zh_low, zh_high, en_high) = (low.zh, high.zh, high.en);
    let unit = en_high.trim_start_matches(|c: char| !c.is_ascii_alphabetic());
    // The unit is said once where both have the same.
    let en_low = low.en.strip_suffix(unit).unwrap_or(&low.en).trim_end();
    text!("{zh_low}至{zh_high}", "{en_low} and {en_high}")
}

/// An amount of output that somebody set, in its shortest form: "10亿元", "1 bn yuan".
pub fn exact_output(yi: f64) -> Text {
    amount(yi, exact)
}

fn amount(yi: f64, number: fn(f64) -> String) -> Text {
    let small = yi != 0.0 && yi.abs() < 1.0;
    let (zh, en) =
        if small { (number(yi * WAN_PER_YI), number(yi * 100.0)) } else { (number(yi), number(yi / 10.0)) };
    if small { text!("{zh}万元", "{en} m yuan") } else { text!("{zh}亿元", "{en} bn yuan") }
}

/// A sum of money given in 万元: "1800万元", "18 m yuan".
pub fn money(wan: f64) -> Text {
    // A hundred yuan is as fine as the cost of a policy is known.
    let wan = (wan * 100.0).round() / 100.0;
    let (zh, millions) = (exact_output(wan / WAN_PER_YI).zh, exact(wan / 100.0));
    match wan.abs() {
        0.0 => Text::same("0"),
        // Costs stand beside each other: up to a billion yuan in millions.
        small if small < 100_000.0 => text!("{zh}", "{millions} m yuan"),
        _ => exact_output(wan / WAN_PER_YI),
    }
}

/// Name of a metric, which is keyed as in the file format ("park.tax", "industries.textile.output"); of one that is not
/// known, its key.
pub fn metric_name(key: &str) -> Text {
    fn of_one<M: Metric>(rest: &str) -> Option<Text> {
        let (thing, key) = rest.rsplit_once('.')?;
        let (thing, Text { zh, en }) = (clean(thing, NAME_LIMIT), (M::of_key(key)?.name)());
        Some(text!("{thing}：{zh}", "{thing}: {en}"))
    }
    let known = match key.split_once('.') {
        Some(("park", rest)) => park_metric_name(rest, &[]),
        Some(("industries", rest)) => of_one::<IndustryMetric>(rest),
        Some(("enterprises", rest)) => of_one::<EnterpriseMetric>(rest),
        _ => None,
    };
    known.unwrap_or_else(|| Text::same(clean(key, NAME_LIMIT)))
}

/// Name of a metric of the park by its key, "output" or "free.factory"; resources by their names, as far as they are known.
pub fn park_metric_name(key: &str, resources: &[ResourceFacts]) -> Option<Text> {
    if let Some(spec) = ParkMetric::of_key(key) {
        return Some((spec.name)());
    }
    let resource = |id: &str| {
        let known = resources.iter().find(|resource| resource.id == id);
        let of = |lang| known.map_or_else(|| clean(id, NAME_LIMIT), |resource| name(&resource.name, lang));
        (of(Lang::Zh), of(Lang::En))
    };
    if let Some(id) = key.strip_prefix(FREE) {
        let (zh, en) = resource(id);
        return Some(text!("可供{zh}", "Free: {en}"));
    }
    let (zh, en) = resource(key.strip_prefix(USED)?);
    Some(text!("已用{zh}", "Used: {en}"))
}

/// Growth, a fraction of one, in per cent with one decimal and its sign: "+7.9%".
pub fn growth(fraction: f64) -> String {
    let points = fraction * 100.0;
    if points.abs() < 0.05 { "0.0%".into() } else { format!("{points:+.1}%") }
}

/// An English count with its noun: "1 project", "1,200 projects", "no projects".
pub fn counted(n: u64, one: &str, many: &str) -> String {
    match n {
        0 => format!("no {many}"),
        1 => format!("1 {one}"),
        _ => format!("{} {many}", whole(n)),
    }
}

/// Orders of joining over which contributions of policies are means: every order in which they can join, where all were tried, else a sample.
pub fn orders_of_joining(exact: bool) -> Text {
    if exact {
        text!("按先后加入的所有次序平均", "averaged over all orders of joining")
    } else {
        text!("按抽样的加入次序平均", "averaged over sampled orders of joining")
    }
}

/// The end of a year, where targets are judged.
pub fn year_end(year: i32) -> Text {
    text!("{year}年末", "end of {year}")
}

/// English names of the months, from January.
pub const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A month given as "2025-12": "2025年12月", "December 2025"; anything else as it is.
pub fn month(key: &str) -> Text {
    let parts =
        key.split_once('-').and_then(|(y, m)| Some((y.parse::<i32>().ok()?, m.parse::<usize>().ok()?)));
    match parts {
        Some((year, month @ 1..=12)) => {
            let name = MONTHS[month - 1];
            text!("{year}年{month}月", "{name} {year}")
        }
        _ => Text::same(clean(key, 20)),
    }
}

/// Calendar months from one month to another, both as "2024-01".
pub fn months_between(from: &str, to: &str) -> Option<usize> {
    let number = |key: &str| {
        let (year, month) = key.split_once('-')?;
        Some(12 * year.parse::<usize>().ok()? + month.parse::<usize>().ok()?)
    };
    number(to)?.checked_sub(number(from)?)
}

/// A number of trials: "10万次模拟", "100,000 trials".
pub fn trials(n: u64) -> Text {
    let en = counted(n, "trial", "trials");
    if n >= 10_000 && n.is_multiple_of(1_000) {
        let zh = exact(n as f64 / 10_000.0);
        text!("{zh}万次模拟", "{en}")
    } else {
        let zh = whole(n);
        text!("{zh}次模拟", "{en}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_add_up_in_print() {
        let said = |figures: &[f64]| adding_up(figures, 1).iter().map(|x| fixed(*x, 1)).collect::<Vec<_>>();
        // Rounded one by one they would add up to 2.1 where 2.0 is the sum.
        assert_eq!(said(&[0.66, 0.67, 0.67]), ["0.7", "0.6", "0.7"]);
        assert_eq!(said(&[131.96, -1.02]), ["132.0", "-1.1"]);
        assert_eq!((decimals([0.3, -9.9]), decimals([0.3, 12.0])), (2, 1));
        assert_eq!(fixed(1234.56, 1), "1,234.6");
    }

    #[test]
    fn amounts_carry_their_units() {
        assert_eq!(output(132.4), text!("132亿元", "13.2 bn yuan"));
        assert_eq!(output(0.68), text!("6,800万元", "68.0 m yuan"));
        assert_eq!(exact_output(10.0), text!("10亿元", "1 bn yuan"));
        assert_eq!(money(1800.0), text!("1,800万元", "18 m yuan"));
        assert_eq!(figure(1234.5), "1,234");
        assert_eq!(figure(-0.001), "0.00");
        assert_eq!(exact(0.1 * 3.0), "0.3");
        assert_eq!(growth(0.0794), "+7.9%");
        assert_eq!(trials(100_000), text!("10万次模拟", "100,000 trials"));
        assert_eq!(output_range(365.0, 474.0), text!("365亿元至474亿元", "36.5 and 47.4 bn yuan"));
        assert_eq!(output_range(0.5, 2.0).en, "50.0 m yuan and 0.20 bn yuan");
        assert_eq!(counted(1, "project", "projects"), "1 project");
        assert_eq!(counted(0, "project", "projects"), "no projects");
        assert_eq!(trials(1), text!("1次模拟", "1 trial"));
        assert_eq!(trials(12_345), text!("12,345次模拟", "12,345 trials"));
    }
}
