//! Differences of probabilities in words: percentage points with their sign, one decimal or, below one point, two.

use super::{Printed, money};
use crate::results::Probability;
use crate::text::{Text, text};

/// Differences below this, as a fraction, are printed with two decimals.
const SMALL: f64 = 0.01;

/// A difference of probabilities in percentage points: "+3.2", "-0.04", "0.00".
pub fn points(difference: f64) -> String {
    signed(rounded_points(difference), decimals(difference))
}

/// 95% interval of a difference, with as many decimals, rounded outwards and never ending on the difference itself: "+3.0–+3.4".
pub fn points_interval(difference: f64, ci95: [f64; 2]) -> String {
    let decimals = decimals(difference);
    let [low, high] = ends(difference, ci95).map(|end| signed(end, decimals));
    format!("{low}–{high}")
}

/// Ends of the 95% interval of a difference as they are printed, in points.
pub fn points_ends(difference: f64, ci95: [f64; 2]) -> [f64; 2] {
    ends(difference, ci95)
}

/// A difference as it is printed, in points.
pub fn rounded_points(difference: f64) -> f64 {
    let unit = unit(difference);
    (100.0 * difference / unit).round() * unit
}

/// The difference between two probabilities such that what is printed of all three adds up: of one point or more that of
/// the printed probabilities.
pub fn between(from: &Probability, to: &Probability, difference: f64) -> f64 {
    let [from, to] = [from, to].map(Printed::of);
    match (from.share(), to.share()) {
        (Some(low), Some(high)) if difference.abs() >= SMALL && from.is_number() && to.is_number() => {
            high - low
        }
        _ => difference,
    }
}

/// Parts of a difference, of which the largest are moved by a tenth of a point or so as to add up in print to the printed
/// difference between two probabilities.
pub fn parts_between(from: &Probability, to: &Probability, parts: &[f64]) -> Vec<f64> {
    let whole = rounded_points(between(from, to, parts.iter().sum()));
    let mut printed: Vec<f64> = parts.iter().map(|part| rounded_points(*part)).collect();
    // Each step moves the part whose rounding erred most the other way.
    for _ in parts {
        let gap = whole - printed.iter().sum::<f64>();
        if gap.abs() <= 0.05 + 1e-9 {
            break;
        }
        let wants = |i: &usize| (100.0 * parts[*i] - printed[*i]) * gap.signum();
        let movable = (0..parts.len()).filter(|i| parts[*i].abs() >= SMALL);
        let Some(most) = movable.max_by(|a, b| wants(a).total_cmp(&wants(b))) else { break };
        printed[most] += 0.1 * gap.signum();
    }
    printed.into_iter().map(|points| points / 100.0).collect()
}

/// Cost of a percentage point, given in 万元: "85万元", "0.85 m yuan".
pub fn cost_per_point(wan: f64) -> Text {
    // Money of three significant digits: what a point costs is not known better.
    let digits = 10_f64.powi(2 - wan.abs().max(1e-9).log10().floor() as i32);
    let rounded = (wan * digits).round() / digits;
    if rounded != 0.0 && rounded.abs() < 0.01 {
        return text!("不到100元", "under 100 yuan");
    }
    money(rounded)
}

/// `true` if a difference is printed with two decimals, being below one point.
pub fn has_two_decimals(difference: f64) -> bool {
    difference.abs() < SMALL
}

fn decimals(difference: f64) -> usize {
    if has_two_decimals(difference) { 2 } else { 1 }
}

fn unit(difference: f64) -> f64 {
    if has_two_decimals(difference) { 0.01 } else { 0.1 }
}

/// Rounded outwards, and at least a unit away from the difference.
fn ends(difference: f64, [low, high]: [f64; 2]) -> [f64; 2] {
    let unit = unit(difference);
    let own = (100.0 * difference / unit).round();
    let low = (100.0 * low / unit + 1e-9).floor().min(own - 1.0);
    let high = (100.0 * high / unit - 1e-9).ceil().max(own + 1.0);
    [low * unit, high * unit]
}

fn signed(points: f64, decimals: usize) -> String {
    let text = format!("{points:+.decimals$}");
    let is_zero = !text.contains(|c: char| ('1'..='9').contains(&c));
    if is_zero { text.trim_start_matches(['+', '-']).into() } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::results;
    use proptest::prelude::*;

    #[test]
    fn points_carry_their_sign() {
        assert_eq!(points(0.0321), "+3.2");
        assert_eq!(points(-0.000_4), "-0.04");
        assert_eq!((points(-0.000_01), points(0.0)), ("0.00".into(), "0.00".into()));
        assert_eq!((points(0.003_2), points(0.005_8)), ("+0.32".into(), "+0.58".into()));
        assert_eq!(points_interval(0.032, [-0.01, 0.074]), "-1.0–+7.4");
        // An interval that is narrower than the last digit does not end on its own estimate.
        assert_eq!(points_interval(0.032, [0.031_99, 0.032_01]), "+3.1–+3.3");
        assert_eq!(points_interval(0.0, [0.0, 0.0]), "-0.01–+0.01");
    }

    #[test]
    fn money_for_a_point_has_three_digits() {
        assert_eq!(cost_per_point(85.4321), text!("85.4万元", "0.854 m yuan"));
        assert_eq!(cost_per_point(12_345.6).zh, "1.23亿元");
    }

    /// The number that a reader reads.
    fn read(said: &str) -> f64 {
        said.trim_end_matches('%').parse().expect("a number")
    }

    proptest! {
        #[test]
        fn what_is_printed_adds_up(a in 10_000_u64..990_000, b in 10_000_u64..990_000) {
            let [from, to] = [a, b].map(|hits| results::probability(hits, 1_000_000));
            let difference = to.probability - from.probability;
            let said = points(between(&from, &to, difference));
            let [from, to] = [&from, &to].map(|p| read(&Printed::of(p).text().en));
            let most = if difference.abs() < SMALL { 0.1 } else { 1e-6 };
            prop_assert!((to - from - read(&said)).abs() <= most, "{} to {}: {}", from, to, said);
        }

        #[test]
        fn parts_add_up_to_the_whole(parts in prop::collection::vec(-0.02..0.08_f64, 1..9)) {
            let from = results::probability(204_321, 1_000_000);
            let whole: f64 = parts.iter().sum();
            let to = Probability { probability: from.probability + whole, ..from };
            let printed: f64 = parts_between(&from, &to, &parts).iter().map(|part| read(&points(*part))).sum();
            let [from, to] = [&from, &to].map(|p| read(&Printed::of(p).text().en));
            let most = if whole.abs() >= SMALL { 0.1 + 1e-6 } else { 0.2 };
            prop_assert!((to - from - printed).abs() <= most, "{} to {}: {}", from, to, printed);
        }
    }
}
