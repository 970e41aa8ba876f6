//! The way of an enterprise to a threshold, in words.

use super::{between, exact_output, growth, of_share, output};
use crate::results::{PivotalResult, Probability};
use crate::text::{Text, text};

/// Probability of the target without the crossing and with it, each of those of `trials` trials in which it is so.
pub fn around_crossing(one: &PivotalResult, trials: u64) -> [Probability; 2] {
    let of = |share: f64, part: f64| of_share(share, (part * trials as f64).round() as u64);
    [of(one.without, 1.0 - one.crosses), of(one.with, one.crosses)]
}

/// What crossing adds to the target as it is printed, beside the probabilities without it and with it.
pub fn gain_of_crossing(one: &PivotalResult, trials: u64) -> f64 {
    let [without, with] = around_crossing(one, trials);
    between(&without, &with, one.gain)
}

/// What is missing to the threshold and the growth that it takes: "距10亿元还差1.2亿元，年均需增长+6.6%".
pub fn way_to_threshold(one: &PivotalResult) -> Text {
    let goal = exact_output(one.threshold);
    let (goal_zh, goal_en) = (goal.zh, goal.en);
    let Some(missing) = one.missing.map(output) else {
        return text!("基年已过{goal_zh}", "above {goal_en} in the base year");
    };
    let (zh, en) = (missing.zh, missing.en);
    match one.growth_needed.map(growth) {
        Some(growth) => {
            let growth = growth.trim_start_matches('+');
            text!(
                "距{goal_zh}还差{zh}，年均需增长{growth}",
                "{en} short of {goal_en}, which takes {growth} a year"
            )
        }
        None => text!("距{goal_zh}还差{zh}", "{en} short of {goal_en}"),
    }
}
