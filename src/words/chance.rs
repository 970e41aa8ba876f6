//! Probabilities in words.
//!
//! Three promises are kept here and nowhere else. A probability from a finite number of trials is never printed as
//! 0% or 100%: where no trial or every trial hit, the exact one-sided bound is said instead. A printed per cent lies
//! inside its printed interval. And the verbal bands are those of one table, chosen by the number as it is printed, so
//! that word and number cannot disagree.

use crate::results::{self, Probability};
use crate::text::{Text, text};

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
    /// The interval reaches over a whole band: 试验太少.
    Unknown,
}

impl Band {
    /// The bands of the table, from the least likely.
    pub const ALL: [Band; 5] = [Band::VeryHard, Band::Hard, Band::Open, Band::Likely, Band::VeryLikely];

    /// The band of a probability, judged by the per cent that is printed for it: what reads "90%" is very likely,
    /// though it be 89.6%, and what reads "below 28%" is difficult, though it may be very difficult.
    pub fn of(p: &Probability) -> Self {
        let [low, high] = p.ci95.map(|end| Self::of_percent(end * 100.0));
        if high as usize - low as usize > 1 {
            return Band::Unknown;
        }
        match p.probability {
            chance if chance <= 0.0 => high,
            chance if chance >= 1.0 => low,
            chance => Self::of_percent(written(chance * 100.0, decimals(p)).1),
        }
    }

    fn of_percent(percent: f64) -> Self {
        match percent {
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
            Band::Unknown => text!("试验太少", "too few trials"),
        }
    }
}

/// A share of `trials` that comes without its interval, as a probability with it.
pub fn of_share(share: f64, trials: u64) -> Probability {
    let trials = trials.max(1);
    results::probability((share.clamp(0.0, 1.0) * trials as f64).round() as u64, trials)
}

/// A probability: "57%", "6.5%", or a bound such as "below 0.03%" where no trial or every trial hit.
pub fn probability(p: &Probability) -> Text {
    if is_number(p) {
        return Text::same(written(p.probability * 100.0, decimals(p)).0 + "%");
    }
    let missed = p.probability <= 0.0;
    let side = if missed { p.ci95[1] } else { 1.0 - p.ci95[0] };
    match round_up(side * 100.0) {
        Some((points, decimals)) if missed => {
            text!("低于{points:.decimals$}%", "below {points:.decimals$}%")
        }
        Some((points, decimals)) => {
            let points = 100.0 - points;
            text!("高于{points:.decimals$}%", "above {points:.decimals$}%")
        }
        None => text!("无法判断", "unknown"),
    }
}

/// Number of a hundred futures that a probability comes to: "约28", "about 28"; where no trial or every trial hit, or it is less than one, a
/// bound: "不到1", "more than 99".
pub fn of_a_hundred(p: &Probability) -> Text {
    let [low, high] = p.ci95.map(|end| 100.0 * end);
    let often = 100.0 * p.probability;
    if often < 1.0 {
        let most = if is_number(p) { 1.0 } else { high.ceil().max(1.0) };
        return text!("不到{most}", "fewer than {most}");
    }
    if often > 99.0 {
        let least = if is_number(p) { 99.0 } else { low.floor().min(99.0) };
        return text!("超过{least}", "more than {least}");
    }
    text!("约{often:.0}", "about {often:.0}")
}

/// `true` if a probability is said as a number, not as a bound.
pub fn is_number(p: &Probability) -> bool {
    p.probability > 0.0 && p.probability < 1.0
}

/// `true` if a probability is one half or more, as it is printed.
pub fn is_half(p: &Probability) -> bool {
    written(p.probability * 100.0, decimals(p)).1 >= 50.0
}

/// A probability as the end of a sentence: "为57%", "低于0.03%"; "is 57%", "is below 0.03%".
pub fn probability_clause(p: &Probability) -> Text {
    let Text { zh, en } = probability(p);
    if is_number(p) { text!("为{zh}", "is {en}") } else { text!("{zh}", "is {en}") }
}

/// A 95% interval: "56.7%–57.3%", "<0.03%", ">99.97%".
pub fn interval(p: &Probability) -> String {
    let [low, high] = p.ci95;
    let bounded = |side: f64| round_up(side * 100.0);
    match (low > 0.0, high < 1.0) {
        (true, true) => {
            let own = |x: f64| decimals_of(100.0 * x.min(1.0 - x));
            // As many decimals as the number has that lies between them: rounded alike, they keep their order.
            let decimals = own(low).max(own(high)).max(decimals(p)).max(1);
            format!("{:.decimals$}%–{:.decimals$}%", low * 100.0, high * 100.0)
        }
        (false, true) => bounded(high).map_or("–".into(), |(points, d)| format!("<{points:.d$}%")),
        (true, false) => {
            bounded(1.0 - low).map_or("–".into(), |(points, d)| format!(">{:.d$}%", 100.0 - points))
        }
        (false, false) => "–".into(),
    }
}

/// The decimals of a per cent: whole where that stays inside the interval, one where the number is small (or near 100)
/// and known to half a point, and near 0 and 100 as many as the first digit that differs needs.
fn decimals(p: &Probability) -> usize {
    let points = p.probability * 100.0;
    let [low, high] = p.ci95.map(|end| end * 100.0);
    let margin = points.min(100.0 - points);
    let sharp = margin < 10.0 && high - low < 1.0;
    let least = decimals_of(margin).max(usize::from(sharp));
    let inside = |decimals: &usize| (low..=high).contains(&written(points, *decimals).1);
    let most = least.max(ENOUGH_DECIMALS);
    (least..=most).find(inside).unwrap_or(most)
}

const MOST_DECIMALS: usize = 9;
/// Nobody needs more where the number is not near 0 or 100, though it be known exactly.
const ENOUGH_DECIMALS: usize = 4;

/// `points` with a number of decimals, and the number that a reader reads.
fn written(points: f64, decimals: usize) -> (String, f64) {
    let text = format!("{points:.decimals$}");
    let read = text.parse().unwrap_or(points);
    (text, read)
}

fn decimals_of(points: f64) -> usize {
    if points >= 1.0 { 0 } else { (-points.log10()).ceil().clamp(1.0, MOST_DECIMALS as f64) as usize }
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn said(share: f64, trials: u64) -> String {
        probability(&of_share(share, trials)).en
    }

    #[test]
    fn no_hit_and_all_hits_are_bounds() {
        let none = results::probability(0, 10_000);
        let every = results::probability(10_000, 10_000);
        assert_eq!(probability(&none), text!("低于0.03%", "below 0.03%"));
        assert_eq!(probability(&every), text!("高于99.97%", "above 99.97%"));
        assert_eq!(said(0.0, 100), "below 3%");
        assert_eq!(said(0.0, 1_000_000), "below 0.0003%");
        assert_eq!((interval(&none), interval(&every)), ("<0.03%".into(), ">99.97%".into()));
    }

    #[test]
    fn the_bound_said_is_never_tighter_than_the_bound_known() {
        for n in 1..5_000_u64 {
            let bound = results::probability(0, n).ci95[1];
            let (points, _) = round_up(bound * 100.0).expect("a bound below 100%");
            assert!(points >= bound * 100.0 - 1e-6, "{n}: {points} against {bound}");
        }
    }

    /// The numbers in a text, without their signs.
    fn numbers(text: &str) -> Vec<f64> {
        let words = text.split(|c: char| !(c.is_ascii_digit() || c == '.'));
        words.filter_map(|word| word.parse().ok()).collect()
    }

    #[test]
    fn zero_and_hundred_are_never_printed() {
        for n in [1, 2, 3, 7, 100, 999, 10_000, 1_000_000_u64] {
            for h in [0, 1, 2, n / 2, n.saturating_sub(2), n - 1, n] {
                let p = results::probability(h.min(n), n);
                for said in [probability(&p).zh, probability(&p).en, interval(&p)] {
                    for number in numbers(&said) {
                        assert!(number > 0.0 && number < 100.0, "{h} of {n}: {said}");
                    }
                }
            }
        }
        assert_eq!(probability(&Probability { probability: 0.0, ci95: [0.0, 1.0], mcse: 0.0 }).en, "unknown");
    }

    #[test]
    fn what_is_known_exactly_has_no_endless_digits() {
        let exact = |p: f64| probability(&Probability { probability: p, ci95: [p; 2], mcse: 0.0 }).en;
        assert_eq!([exact(0.719_548_360_7), exact(0.5), exact(0.000_012)], ["71.9548%", "50%", "0.0012%"]);
    }

    #[test]
    fn of_a_hundred_futures() {
        let said = |hits, n| of_a_hundred(&results::probability(hits, n)).en;
        assert_eq!(
            [said(284, 1_000), said(3, 1_000), said(998, 1_000)],
            ["about 28", "fewer than 1", "more than 99"]
        );
        // Of ten trials none hit: it may be as much as a quarter.
        assert_eq!(
            [said(0, 10), said(10, 10), said(0, 100_000)],
            ["fewer than 26", "more than 74", "fewer than 1"]
        );
    }

    #[test]
    fn digits_follow_the_error() {
        // Of 20,000 trials: 7% would lie outside 6.2%–6.9%.
        let seen = results::probability(1_305, 20_000);
        assert_eq!((probability(&seen).en.as_str(), interval(&seen).as_str()), ("6.5%", "6.2%–6.9%"));
        assert_eq!((said(0.067, 1_000), said(0.9348, 20_000)), ("7%".into(), "93.5%".into()));
        assert_eq!((said(0.434, 100_000), said(0.434, 20_000)), ("43.4%".into(), "43%".into()));
        let near: Vec<_> =
            [0.004, 0.0003, 0.996, 0.99, 0.000_004].map(|p| said(p, 1_000_000)).into_iter().collect();
        assert_eq!(near, ["0.4%", "0.03%", "99.6%", "99.0%", "0.0004%"]);
    }

    #[test]
    fn few_trials_are_not_put_into_words() {
        let band = |hits: u64, trials: u64| Band::of(&results::probability(hits, trials));
        assert_eq!(
            (band(0, 1), band(1, 1), band(3, 5), band(10, 20)),
            (Band::Unknown, Band::Unknown, Band::Unknown, Band::Unknown)
        );
        // What reads "below 26%" and "above 75%" says no more than that.
        assert_eq!((band(0, 10), band(10, 10)), (Band::Hard, Band::Likely));
        assert_eq!((band(0, 1_000), band(500, 1_000)), (Band::VeryHard, Band::Open));
    }

    #[test]
    fn the_band_is_that_of_the_printed_number() {
        let band = |p: f64| Band::of(&of_share(p, 2_000));
        assert_eq!((band(0.896), band(0.894)), (Band::VeryLikely, Band::Likely));
        assert_eq!((band(0.6), band(0.594), band(0.4)), (Band::Likely, Band::Open, Band::Open));
        assert_eq!((band(0.1), band(0.094)), (Band::Hard, Band::VeryHard));
        assert_eq!((band(0.0), band(1.0)), (Band::VeryHard, Band::VeryLikely));
        // Known more sharply, the same number is printed as 89.6% and no longer very likely.
        assert_eq!(Band::of(&of_share(0.896, 1_000_000)), Band::Likely);
    }

    proptest! {
        #[test]
        fn a_printed_per_cent_lies_inside_its_printed_interval(n in 1..3_000_000_u64, at in 0.0..1.0_f64) {
            let p = results::probability((at * n as f64) as u64, n);
            let (said, interval) = (probability(&p).en, interval(&p));
            if let (&[number], &[low, high]) = (&numbers(&said)[..], &numbers(&interval)[..]) {
                prop_assert!(low <= number && number <= high, "{} outside {}", said, interval);
            }
        }
    }
}
