//! How numbers are put into words, everywhere a person reads them: tables, charts, messages.
//!
//! Two promises are kept here and nowhere else. A probability from a finite number of trials is never printed as
//! 0% or 100%: where no trial or every trial hit, the exact one-sided bound is said instead. And the verbal
//! bands are those of one table, chosen by the number as it is printed, so that word and number cannot disagree.

use crate::results::Probability;
use crate::text::{Lang, Name, Text, text};

/// The verbal scale of probabilities (one fixed table in both languages).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Band {
    /// Below 10%: 难度极大.
    VeryHard,
    /// 10% to below 40%: 较有难度.
    Hard,
    /// 40% to below 60%: 存在不确定性.
    Open,
    /// 60% to below 90%: 较有把握.
    Likely,
    /// 90% and more: 大概率实现.
    VeryLikely,
}

impl Band {
    /// All bands, from the least likely.
    pub const ALL: [Band; 5] = [Band::VeryHard, Band::Hard, Band::Open, Band::Likely, Band::VeryLikely];

    /// The band of a probability, judged by the whole per cent that is printed for it: 89.6% reads "90%" and is
    /// therefore very likely.
    pub fn of(probability: f64) -> Self {
        match (probability * 100.0).round() {
            percent if percent >= 90.0 => Band::VeryLikely,
            percent if percent >= 60.0 => Band::Likely,
            percent if percent >= 40.0 => Band::Open,
            percent if percent >= 10.0 => Band::Hard,
            _ => Band::VeryHard,
        }
    }

    /// The wording.
    pub fn text(self) -> Text {
        match self {
            Band::VeryLikely => text!("大概率实现", "very likely"),
            Band::Likely => text!("较有把握", "fairly likely"),
            Band::Open => text!("存在不确定性", "uncertain"),
            Band::Hard => text!("较有难度", "difficult"),
            Band::VeryHard => text!("难度极大", "very difficult"),
        }
    }
}

/// A probability: "57%", "99.6%", or a bound such as "below 0.03%" where no trial or every trial hit.
pub fn probability(p: &Probability) -> Text {
    estimate(p.probability, p.ci95[0], p.ci95[1])
}

/// A probability as the end of a sentence: "为57%", "低于0.03%"; "is 57%", "is below 0.03%".
pub fn probability_clause(p: &Probability) -> Text {
    let Text { zh, en } = probability(p);
    let is = if zh.starts_with(|c: char| c.is_ascii_digit()) { "为" } else { "" };
    text!("{is}{zh}", "is {en}")
}

/// A share of `trials` that comes without its interval: the bounds are worked out from the number of trials.
pub fn share(share: f64, trials: u64) -> Text {
    let bound = miss_bound(trials);
    estimate(share, 1.0 - bound, bound)
}

/// The largest probability with which an event may still be missed in each of `trials` trials once in twenty times: the
/// exact one-sided 95% bound 1 - 0.05^(1/n).
fn miss_bound(trials: u64) -> f64 {
    // -expm1(ln(0.05)/n) keeps the digits that 1 - 0.05^(1/n) loses for large n.
    if trials == 0 { 1.0 } else { -(0.05_f64.ln() / trials as f64).exp_m1() }
}

fn estimate(p: f64, low: f64, high: f64) -> Text {
    if p > 0.0 && p < 1.0 {
        return Text::same(percent(p));
    }
    let side = if p <= 0.0 { high } else { 1.0 - low };
    match round_up(side * 100.0) {
        Some((points, decimals)) if p <= 0.0 => {
            text!("低于{points:.decimals$}%", "below {points:.decimals$}%")
        }
        Some((points, decimals)) => {
            let points = 100.0 - points;
            text!("高于{points:.decimals$}%", "above {points:.decimals$}%")
        }
        None => text!("无法判断", "unknown"),
    }
}

/// `points` rounded up to one significant digit, and the decimals it takes; `None` where nothing is left to say.
fn round_up(points: f64) -> Option<(f64, usize)> {
    if !(points > 0.0 && points < 100.0) {
        return None;
    }
    let unit = 10_f64.powi(points.log10().floor() as i32).min(1.0);
    // A bound that is a round number must not be pushed to the next by its last bit.
    let rounded = (points / unit - 1e-9).ceil() * unit;
    (rounded < 100.0).then_some((rounded, decimals_of(rounded)))
}

/// Whole per cent; near 0 and 100 as many decimals as the first digit that differs needs.
fn percent(p: f64) -> String {
    let decimals = decimals_of(100.0 * p.min(1.0 - p));
    format!("{:.decimals$}%", p * 100.0)
}

fn decimals_of(points: f64) -> usize {
    if points >= 1.0 { 0 } else { (-points.log10()).ceil().clamp(1.0, 9.0) as usize }
}

/// A 95% interval: "56.7%–57.3%", "<0.03%", ">99.97%".
pub fn interval(p: &Probability) -> String {
    let [low, high] = p.ci95;
    let end = |x: f64| {
        let decimals = decimals_of(100.0 * x.min(1.0 - x)).max(1);
        format!("{:.decimals$}%", x * 100.0)
    };
    let bounded = |side: f64| round_up(side * 100.0);
    match (low > 0.0, high < 1.0) {
        (true, true) => format!("{}–{}", end(low), end(high)),
        (false, true) => bounded(high).map_or("–".into(), |(points, d)| format!("<{points:.d$}%")),
        (true, false) => {
            bounded(1.0 - low).map_or("–".into(), |(points, d)| format!(">{:.d$}%", 100.0 - points))
        }
        (false, false) => "–".into(),
    }
}

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

/// A number that somebody set, in its shortest form: "10", "22.5", "1,200".
pub fn exact(value: f64) -> String {
    // Unit conversion leaves traces in the last bits (0.1·3); nine decimals hide them and keep what was meant.
    let text = format!("{value:.9}");
    grouped(text.trim_end_matches('0').trim_end_matches('.'))
}

/// A figure rounded to a whole number: counts and areas.
pub fn rounded(value: f64) -> String {
    grouped(&format!("{value:.0}"))
}

/// A whole number with thousands separators.
pub fn whole(value: u64) -> String {
    grouped(&value.to_string())
}

/// Sets commas between thousands and turns "-0.00" into "0.00".
fn grouped(number: &str) -> String {
    let (sign, digits) = match number.strip_prefix('-') {
        Some(digits) if digits.chars().any(|c| ('1'..='9').contains(&c)) => ("-", digits),
        Some(digits) => ("", digits),
        None => ("", number),
    };
    let (integer, fraction) = digits.find('.').map_or((digits, ""), |dot| digits.split_at(dot));
    let mut out = String::from(sign);
    for (i, c) in integer.chars().enumerate() {
        if i > 0 && (integer.len() - i) % 3 == 0 && integer.chars().all(|c| c.is_ascii_digit()) {
            out.push(',');
        }
        out.push(c);
    }
    out + fraction
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

/// An amount of output that somebody set, in its shortest form: "10亿元", "1 bn yuan".
pub fn exact_output(yi: f64) -> Text {
    amount(yi, exact)
}

fn amount(yi: f64, number: fn(f64) -> String) -> Text {
    let small = yi != 0.0 && yi.abs() < 1.0;
    let (zh, en) =
        if small { (number(yi * 10_000.0), number(yi * 100.0)) } else { (number(yi), number(yi / 10.0)) };
    if small { text!("{zh}万元", "{en} m yuan") } else { text!("{zh}亿元", "{en} bn yuan") }
}

/// A sum of money given in 万元: "1800万元", "18 m yuan".
pub fn money(wan: f64) -> Text {
    exact_output(wan / 10_000.0)
}

/// Growth, a fraction of one, in per cent with one decimal and its sign: "+7.9%".
pub fn growth(fraction: f64) -> String {
    let points = fraction * 100.0;
    if points.abs() < 0.05 { "0.0%".into() } else { format!("{points:+.1}%") }
}

/// The end of a year, where targets are judged.
pub fn year_end(year: i32) -> Text {
    text!("{year}年末", "end of {year}")
}

/// A month given as "2025-12": "2025年12月", "December 2025"; anything else as it is.
pub fn month(key: &str) -> Text {
    const NAMES: [&str; 12] = [
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
    let parts =
        key.split_once('-').and_then(|(y, m)| Some((y.parse::<i32>().ok()?, m.parse::<usize>().ok()?)));
    match parts {
        Some((year, month @ 1..=12)) => {
            let name = NAMES[month - 1];
            text!("{year}年{month}月", "{name} {year}")
        }
        _ => Text::same(clean(key, 20)),
    }
}

/// A number of trials: "10万次模拟", "100,000 trials".
pub fn trials(n: u64) -> Text {
    let en = whole(n);
    let zh = if n >= 10_000 && n.is_multiple_of(1_000) {
        format!("{}万", exact(n as f64 / 10_000.0))
    } else {
        en.clone()
    };
    text!("{zh}次模拟", "{en} trials")
}

/// Characters of a name that are kept; hardly a real name is longer, and a limit keeps every table and picture finite.
pub const NAME_LIMIT: usize = 80;

/// A name as it is shown: harmless, of limited length, and never empty.
pub fn name(name: &Name, lang: Lang) -> String {
    match clean(name.get(lang), NAME_LIMIT) {
        clean if clean.is_empty() => text!("（未命名）", "(unnamed)").get(lang).into(),
        clean => clean,
    }
}

/// A text safe to show: no control characters, no line breaks, no invisible marks that could turn the reading direction
/// or hide what is written, and no more than `limit` characters.
pub fn clean(text: &str, limit: usize) -> String {
    let mut out = String::new();
    let mut length = 0;
    for c in text.chars() {
        let c = match c {
            _ if c.is_whitespace() || c.is_control() => ' ',
            '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' => continue,
            '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fe00}'..='\u{fe0f}' | '\u{fff9}'..='\u{fffb}' => {
                continue;
            }
            '\u{e0000}'..='\u{e0fff}' | '\u{fffe}' | '\u{ffff}' => continue,
            _ => c,
        };
        if c == ' ' && (out.is_empty() || out.ends_with(' ')) {
            continue;
        }
        if length == limit {
            out.push('…');
            break;
        }
        out.push(c);
        length += 1;
    }
    out.trim_end().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hits(hits: u64, trials: u64) -> Probability {
        let p = hits as f64 / trials as f64;
        let bound = miss_bound(trials);
        let ci95 = match hits {
            0 => [0.0, bound],
            _ if hits == trials => [1.0 - bound, 1.0],
            _ => [p * 0.9, p + (1.0 - p) * 0.1],
        };
        Probability { probability: p, ci95, mcse: 0.0 }
    }

    #[test]
    fn no_hit_and_all_hits_are_bounds() {
        assert_eq!(probability(&hits(0, 10_000)), text!("低于0.03%", "below 0.03%"));
        assert_eq!(probability(&hits(10_000, 10_000)), text!("高于99.97%", "above 99.97%"));
        assert_eq!(probability(&hits(0, 100)), text!("低于3%", "below 3%"));
        assert_eq!(share(0.0, 1_000_000), text!("低于0.0003%", "below 0.0003%"));
        assert_eq!(interval(&hits(0, 10_000)), "<0.03%");
        assert_eq!(interval(&hits(10_000, 10_000)), ">99.97%");
    }

    #[test]
    fn the_bound_said_is_never_tighter_than_the_bound_known() {
        for n in 1..5_000_u64 {
            let bound = miss_bound(n);
            let (points, _) = round_up(bound * 100.0).expect("a bound below 100%");
            assert!(points >= bound * 100.0 - 1e-6, "{n}: {points} against {bound}");
        }
    }

    #[test]
    fn zero_and_hundred_are_never_printed() {
        for n in [1, 2, 3, 7, 100, 999, 10_000, 1_000_000_u64] {
            for h in [0, 1, 2, n / 2, n.saturating_sub(2), n - 1, n] {
                let p = hits(h.min(n), n);
                for said in [probability(&p).zh, probability(&p).en, share(p.probability, n).zh, interval(&p)]
                {
                    let numbers = said.split(|c: char| !(c.is_ascii_digit() || c == '.'));
                    for number in numbers.filter_map(|s| s.parse::<f64>().ok()) {
                        assert!(number > 0.0 && number < 100.0, "{h} of {n}: {said}");
                    }
                }
            }
        }
        assert_eq!(probability(&Probability { probability: 0.0, ci95: [0.0, 1.0], mcse: 0.0 }).en, "unknown");
    }

    #[test]
    fn digits_follow_the_distance_from_certainty() {
        let said = |p: f64| share(p, 1_000_000).en;
        assert_eq!(said(0.5678), "57%");
        assert_eq!(said(0.004), "0.4%");
        assert_eq!(said(0.0003), "0.03%");
        assert_eq!(said(0.996), "99.6%");
        assert_eq!(said(0.99), "99%");
        assert_eq!(said(0.000_004), "0.0004%");
    }

    #[test]
    fn the_band_is_that_of_the_printed_number() {
        assert_eq!(Band::of(0.896), Band::VeryLikely);
        assert_eq!(Band::of(0.894), Band::Likely);
        assert_eq!(Band::of(0.6), Band::Likely);
        assert_eq!(Band::of(0.594), Band::Open);
        assert_eq!(Band::of(0.4), Band::Open);
        assert_eq!(Band::of(0.1), Band::Hard);
        assert_eq!(Band::of(0.094), Band::VeryHard);
        assert_eq!([Band::of(0.0), Band::of(1.0)], [Band::VeryHard, Band::VeryLikely]);
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
        assert_eq!(trials(12_345), text!("12,345次模拟", "12,345 trials"));
    }

    #[test]
    fn hostile_names_are_made_harmless() {
        assert_eq!(clean("a\u{202e}b\nc\t\u{7}d", 40), "ab c d");
        assert_eq!(clean("一二三四", 3), "一二三…");
        assert_eq!(clean("  \u{200b}\u{feff} ", 3), "");
    }
}
