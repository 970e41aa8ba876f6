//! Differences of probabilities in words: percentage points with their sign.

use super::money;
use crate::text::{Text, text};

/// A difference of probabilities in percentage points: "+3.2", "-0.04", "0.0"; as many decimals as its interval is wide.
pub fn points(difference: f64, ci95: [f64; 2]) -> String {
    signed(difference, decimals(ci95))
}

/// 95% interval of a difference: "+3.0–+3.4".
pub fn points_interval(ci95: [f64; 2]) -> String {
    let decimals = decimals(ci95);
    format!("{}–{}", signed(ci95[0], decimals), signed(ci95[1], decimals))
}

/// The chance of being the best, in whole per cent: "63%", "<1%", ">99%".
pub fn chance_of_best(chance: f64) -> String {
    match chance {
        _ if chance < 0.01 => "<1%".into(),
        _ if chance > 0.99 => ">99%".into(),
        _ => format!("{:.0}%", chance * 100.0),
    }
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

/// One decimal, or two for what is small or known more sharply.
fn decimals([low, high]: [f64; 2]) -> usize {
    let is_small = low.abs().max(high.abs()) < 0.01;
    if high - low >= 0.001 && !is_small { 1 } else { 2 }
}

fn signed(fraction: f64, decimals: usize) -> String {
    let text = format!("{:+.decimals$}", fraction * 100.0);
    let is_zero = !text.contains(|c: char| ('1'..='9').contains(&c));
    if is_zero { text.trim_start_matches(['+', '-']).into() } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_carry_their_sign() {
        assert_eq!(points(0.0321, [0.03, 0.034]), "+3.2");
        assert_eq!(points(-0.000_4, [-0.000_8, 0.0]), "-0.04");
        assert_eq!(points(-0.000_1, [-0.02, 0.02]), "0.0");
        assert_eq!(points(0.003_2, [0.001, 0.005]), "+0.32");
        assert_eq!(points_interval([-0.01, 0.02]), "-1.0–+2.0");
    }

    #[test]
    fn money_for_a_point_has_three_digits() {
        assert_eq!(cost_per_point(85.4321), text!("85.4万元", "0.854 m yuan"));
        assert_eq!(cost_per_point(12_345.6).zh, "1.23亿元");
    }
}
