//! Probabilities in words.
//!
//! Every probability that a person reads is first made [`Printed`]: tenths of a per cent from 0.1% to 99.9%, or a bound. So
//! none is ever printed as 0 or 1, all on a page have the same number of decimals, and the word beside one is that of what
//! is printed, from one table of bands: the two cannot disagree. More digits stand in `results.json`.

use crate::results::{self, Probability};
use crate::text::{Text, text};

/// The verbal scale of probabilities (one fixed table in both languages).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Band {
    /// Below 1%: 基本不可能.
    Impossible,
    /// 1% to below 10%: 难度极大.
    VeryHard,
    /// 10% to below 40%: 较有难度.
    Hard,
    /// 40% to below 60%: 存在不确定性.
    Open,
    /// 60% to below 90%: 较有把握.
    Likely,
    /// 90% to 99%: 大概率实现.
    VeryLikely,
    /// Above 99%: 基本确定.
    Certain,
    /// The interval reaches over a whole band: 试验太少.
    Unknown,
}

impl Band {
    /// The bands of the table with the per cent that they stand for, from the least likely.
    pub const ALL: [(Band, &str); 7] = [
        (Band::Impossible, "<1%"),
        (Band::VeryHard, "1%–<10%"),
        (Band::Hard, "10%–<40%"),
        (Band::Open, "40%–<60%"),
        (Band::Likely, "60%–<90%"),
        (Band::VeryLikely, "90%–99%"),
        (Band::Certain, ">99%"),
    ];

    /// The band of a probability, judged by what is printed for it: what reads "90.0%" is very likely, though it be
    /// 89.96%, and what reads "below 25.9%" is difficult, though it may be very difficult.
    pub fn of(p: &Probability) -> Self {
        let [low, high] = p.ci95.map(|end| Self::of_percent(end * 100.0).coarse());
        if high as usize - low as usize > 1 { Band::Unknown } else { Printed::of(p).band() }
    }

    fn of_percent(percent: f64) -> Self {
        match percent {
            percent if percent > 99.0 => Band::Certain,
            percent if percent >= 90.0 => Band::VeryLikely,
            percent if percent >= 60.0 => Band::Likely,
            percent if percent >= 40.0 => Band::Open,
            percent if percent >= 10.0 => Band::Hard,
            percent if percent >= 1.0 => Band::VeryHard,
            _ => Band::Impossible,
        }
    }

    /// The band without the shades at the two ends, over which an interval may well reach.
    fn coarse(self) -> Self {
        match self {
            Band::Impossible => Band::VeryHard,
            Band::Certain => Band::VeryLikely,
            other => other,
        }
    }

    /// The wording.
    pub fn text(self) -> Text {
        match self {
            Band::Certain => text!("基本确定", "practically certain"),
            Band::VeryLikely => text!("大概率实现", "very likely"),
            Band::Likely => text!("较有把握", "fairly likely"),
            Band::Open => text!("存在不确定性", "uncertain"),
            Band::Hard => text!("较有难度", "difficult"),
            Band::VeryHard => text!("难度极大", "very difficult"),
            Band::Impossible => text!("基本不可能", "practically impossible"),
            Band::Unknown => text!("试验太少", "too few trials"),
        }
    }
}

/// A probability as it is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Printed(Form);

/// Numbers are tenths of a per cent, from 1 to 999.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// So much.
    Of(u16),
    /// Less than that.
    Below(u16),
    /// More than that.
    Above(u16),
    /// Nothing is left to say.
    Unknown,
}

impl Printed {
    /// What is printed for a probability: where no trial or every trial hit, the bound that the trials allow.
    pub fn of(p: &Probability) -> Self {
        let [low, high] = p.ci95;
        // A bound that is a round number must not be pushed to the next by its last bit.
        Self(match p.probability {
            x if x <= 0.0 => match (1000.0 * high - 1e-9).ceil() {
                tenths if tenths > 999.0 => Form::Unknown,
                tenths => Form::Below(tenths.max(1.0) as u16),
            },
            x if x >= 1.0 => match (1000.0 * low + 1e-9).floor() {
                tenths if tenths < 1.0 => Form::Unknown,
                tenths => Form::Above(tenths.min(999.0) as u16),
            },
            x if x < 0.001 => Form::Below(1),
            x if x > 0.999 => Form::Above(999),
            x => Form::Of((1000.0 * x).round().clamp(1.0, 999.0) as u16),
        })
    }

    /// What is printed for a number that has no error of its own, such as the end of an interval.
    pub fn exactly(share: f64) -> Self {
        Self::of(&exact_chance(share))
    }

    /// "45.4%", "低于0.1%", "above 99.9%".
    pub fn text(self) -> Text {
        match self.0 {
            Form::Of(tenths) => Text::same(percent(tenths)),
            Form::Below(tenths) => {
                let points = percent(tenths);
                text!("低于{points}", "below {points}")
            }
            Form::Above(tenths) => {
                let points = percent(tenths);
                text!("高于{points}", "above {points}")
            }
            Form::Unknown => text!("无法判断", "unknown"),
        }
    }

    /// The same with signs in place of words: "45.4%", "<0.1%", ">99.9%"; a dash where nothing is known.
    pub fn short(self) -> String {
        match self.0 {
            Form::Of(tenths) => percent(tenths),
            Form::Below(tenths) => format!("<{}", percent(tenths)),
            Form::Above(tenths) => format!(">{}", percent(tenths)),
            Form::Unknown => "–".into(),
        }
    }

    /// As a fraction where it is reckoned with: 0.454, of a bound the bound; `None` where nothing is known.
    pub fn share(self) -> Option<f64> {
        match self.0 {
            Form::Of(tenths) | Form::Below(tenths) | Form::Above(tenths) => Some(f64::from(tenths) / 1000.0),
            Form::Unknown => None,
        }
    }

    /// As a fraction in a file of data: "0.454", "<0.001", ">0.999"; nothing where nothing is known.
    pub fn data(self) -> String {
        let sign = match self.0 {
            Form::Of(_) | Form::Unknown => "",
            Form::Below(_) => "<",
            Form::Above(_) => ">",
        };
        self.share().map_or(String::new(), |share| format!("{sign}{share}"))
    }

    /// `true` if it is a number, not a bound.
    pub fn is_number(self) -> bool {
        matches!(self.0, Form::Of(_))
    }

    fn band(self) -> Band {
        let of = |tenths: u16| Band::of_percent(f64::from(tenths) / 10.0);
        match self.0 {
            Form::Of(tenths) => of(tenths),
            Form::Below(tenths) => of(tenths - 1),
            Form::Above(tenths) => of(tenths + 1),
            Form::Unknown => Band::Unknown,
        }
    }
}

/// Tenths of a per cent in per cent.
fn percent(tenths: u16) -> String {
    format!("{}.{}%", tenths / 10, tenths % 10)
}

/// A number that has no error of its own, as a probability.
pub fn exact_chance(share: f64) -> Probability {
    Probability { probability: share, ci95: [share; 2], mcse: 0.0 }
}

/// A share of `trials` that comes without its interval, as a probability with it.
pub fn of_share(share: f64, trials: u64) -> Probability {
    let (share, trials) = (share.clamp(0.0, 1.0), trials.max(1));
    Probability { probability: share, ..results::probability((share * trials as f64).round() as u64, trials) }
}

/// A probability: "57.1%", or a bound such as "below 0.1%".
pub fn probability(p: &Probability) -> Text {
    Printed::of(p).text()
}

/// Number of a hundred futures that a probability comes to: "约28", "about 28"; where it is a bound, or less than one, as a
/// bound: "不到1", "more than 99".
pub fn of_a_hundred(p: &Probability) -> Text {
    let hundredths = |tenths: u16| f64::from(tenths) / 10.0;
    let at_most = |most: f64| text!("不到{most}", "fewer than {most}");
    let at_least = |least: f64| text!("超过{least}", "more than {least}");
    match Printed::of(p).0 {
        Form::Of(tenths) if tenths < 10 => at_most(1.0),
        Form::Of(tenths) if tenths > 990 => at_least(99.0),
        Form::Of(tenths) => {
            let often = hundredths(tenths);
            text!("约{often:.0}", "about {often:.0}")
        }
        Form::Below(tenths) => at_most(hundredths(tenths).ceil()),
        Form::Above(tenths) => at_least(hundredths(tenths).floor()),
        Form::Unknown => at_most(100.0),
    }
}

/// `true` if a probability is printed as a number, not as a bound.
pub fn is_number(p: &Probability) -> bool {
    Printed::of(p).is_number()
}

/// `true` if a probability is one half or more, as it is printed.
pub fn is_half(p: &Probability) -> bool {
    Printed::of(p).share().is_some_and(|share| share >= 0.5)
}

/// A probability as the end of a sentence: "为57.1%", "低于0.1%"; "is 57.1%", "is below 0.1%".
pub fn probability_clause(p: &Probability) -> Text {
    let Text { zh, en } = probability(p);
    if is_number(p) { text!("为{zh}", "is {en}") } else { text!("{zh}", "is {en}") }
}

/// Ends of a 95% interval in tenths of a per cent, rounded outwards and at least a tenth away from what is printed between
/// them; below 1 and above 999 there is no end to name.
fn ends(p: &Probability) -> [i32; 2] {
    let [low, high] = p.ci95;
    let (low, high) = ((1000.0 * low + 1e-9).floor() as i32, (1000.0 * high - 1e-9).ceil() as i32);
    match Printed::of(p).0 {
        Form::Of(tenths) => [low.min(i32::from(tenths) - 1), high.max(i32::from(tenths) + 1)],
        Form::Below(tenths) => [0, high.max(i32::from(tenths))],
        Form::Above(tenths) => [low.min(i32::from(tenths)), 1000],
        Form::Unknown => [0, 1000],
    }
}

/// Ends of a 95% interval as they are printed, as fractions; 0 and 1 where there is no end to name.
pub fn interval_ends(p: &Probability) -> [f64; 2] {
    ends(p).map(|tenths| f64::from(tenths.clamp(0, 1000)) / 1000.0)
}

/// A 95% interval: "56.7%–57.4%", "<0.1%", ">99.9%".
pub fn interval(p: &Probability) -> String {
    let [low, high] = ends(p);
    let said = |tenths: i32| percent(tenths as u16);
    match (low >= 1, high <= 999) {
        (true, true) => format!("{}–{}", said(low), said(high)),
        (false, true) => format!("<{}", said(high)),
        (true, false) => format!(">{}", said(low)),
        (false, false) => "–".into(),
    }
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
        assert_eq!(probability(&none), text!("低于0.1%", "below 0.1%"));
        assert_eq!(probability(&every), text!("高于99.9%", "above 99.9%"));
        assert_eq!((said(0.0, 100), said(1.0, 100)), ("below 3.0%".into(), "above 97.0%".into()));
        assert_eq!(
            (said(0.0, 10_000_000), said(1.0, 10_000_000)),
            ("below 0.1%".into(), "above 99.9%".into())
        );
        assert_eq!((interval(&none), interval(&every)), ("<0.1%".into(), ">99.9%".into()));
        assert_eq!(probability(&Probability { probability: 0.0, ci95: [0.0, 1.0], mcse: 0.0 }).en, "unknown");
    }

    #[test]
    fn the_bound_said_is_never_tighter_than_the_bound_known() {
        for n in 1..5_000_u64 {
            let bound = results::probability(0, n).ci95[1];
            let said = numbers(&probability(&results::probability(0, n)).en);
            assert!(said[0] >= bound * 100.0 - 1e-6, "{n}: {said:?} against {bound}");
        }
    }

    /// The numbers in a text, without their signs.
    fn numbers(text: &str) -> Vec<f64> {
        let words = text.split(|c: char| !(c.is_ascii_digit() || c == '.'));
        words.filter_map(|word| word.parse().ok()).collect()
    }

    /// However it was estimated: by hits, by chances that were averaged, by weighted trials of a rare event.
    #[test]
    fn zero_and_hundred_are_never_printed() {
        let hits = [1, 2, 3, 7, 100, 999, 10_000, 10_000_000_u64].into_iter().flat_map(|n| {
            let hits = [0, 1, 2, n / 2, n.saturating_sub(2), n - 1, n];
            hits.map(|h| results::probability(h.min(n), n))
        });
        let means = [1e-300, 1e-12, 4.9e-4, 1e-3, 0.5, 0.999, 0.999_5, 1.0 - 1e-9, 1.0 - 1e-16];
        let means = means.into_iter().flat_map(|p: f64| {
            [exact_chance(p), results::log_normal(p, 0.1 * p), results::log_normal(p, 3.0 * p)]
        });
        for p in hits.chain(means) {
            for said in [probability(&p).zh, probability(&p).en, interval(&p), Printed::of(&p).data()] {
                for number in numbers(&said) {
                    assert!(number > 0.0 && number < 100.0, "{p:?}: {said}");
                }
                let decimals = said.split_once('.').map_or(1, |(_, rest)| rest.trim_end_matches('%').len());
                assert!(said.contains('–') || decimals <= 3, "{p:?}: {said}");
            }
        }
    }

    #[test]
    fn one_decimal_always() {
        let exactly = |p: f64| Printed::exactly(p).text().en;
        assert_eq!(
            [exactly(0.719_548_360_7), exactly(0.5), exactly(0.000_012)],
            ["72.0%", "50.0%", "below 0.1%"]
        );
        assert_eq!((said(0.45, 1_000), said(0.454, 1_000_000)), ("45.0%".into(), "45.4%".into()));
        let near: Vec<_> = [0.004, 0.0003, 0.996, 0.99, 0.9994].map(|p| said(p, 1_000_000)).into();
        assert_eq!(near, ["0.4%", "below 0.1%", "99.6%", "99.0%", "above 99.9%"]);
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
    fn few_trials_are_not_put_into_words() {
        let band = |hits: u64, trials: u64| Band::of(&results::probability(hits, trials));
        assert_eq!(
            (band(0, 1), band(1, 1), band(3, 5), band(10, 20)),
            (Band::Unknown, Band::Unknown, Band::Unknown, Band::Unknown)
        );
        // What reads "below 25.9%" and "above 74.1%" says no more than that.
        assert_eq!((band(0, 10), band(10, 10)), (Band::Hard, Band::Likely));
        assert_eq!(
            (band(0, 100), band(0, 1_000), band(500, 1_000)),
            (Band::VeryHard, Band::Impossible, Band::Open)
        );
    }

    #[test]
    fn the_band_is_that_of_the_printed_number() {
        let band = |p: f64| Band::of(&of_share(p, 200_000));
        assert_eq!((band(0.899_6), band(0.899_4)), (Band::VeryLikely, Band::Likely));
        assert_eq!((band(0.6), band(0.599_4), band(0.4)), (Band::Likely, Band::Open, Band::Open));
        assert_eq!((band(0.1), band(0.099_4)), (Band::Hard, Band::VeryHard));
        assert_eq!(
            (band(0.01), band(0.009_4), band(0.0)),
            (Band::VeryHard, Band::Impossible, Band::Impossible)
        );
        assert_eq!(
            (band(0.990_4), band(0.990_6), band(1.0)),
            (Band::VeryLikely, Band::Certain, Band::Certain)
        );
    }

    proptest! {
        #[test]
        fn a_printed_probability_lies_inside_its_printed_interval(n in 1..10_000_000_u64, at in 0.0..=1.0_f64) {
            let p = results::probability((at * n as f64) as u64, n);
            let (said, interval) = (probability(&p).en, interval(&p));
            if let (&[number], &[low, high]) = (&numbers(&said)[..], &numbers(&interval)[..]) {
                prop_assert!(low < number && number < high, "{} at an end of {}", said, interval);
                prop_assert!(low <= 100.0 * p.ci95[0] + 1e-6 && 100.0 * p.ci95[1] - 1e-6 <= high);
            }
        }

        #[test]
        fn a_word_never_contradicts_its_number(p in 0.0..=1.0_f64, half in 0.0..0.5_f64) {
            let p = Probability { probability: p, ci95: [(p - half).max(0.0), (p + half).min(1.0)], mcse: 0.0 };
            let (said, band) = (probability(&p).en, Band::of(&p));
            let percent = numbers(&said).first().copied();
            match (band, percent) {
                (Band::Unknown, _) => {}
                (band, None) => prop_assert!(false, "{} and {:?}", said, band),
                (band, Some(percent)) if said.starts_with("below") => prop_assert_eq!(band, Band::of_percent(percent - 0.1)),
                (band, Some(percent)) if said.starts_with("above") => prop_assert_eq!(band, Band::of_percent(percent + 0.1)),
                (band, Some(percent)) => prop_assert_eq!(band, Band::of_percent(percent)),
            }
        }
    }
}
